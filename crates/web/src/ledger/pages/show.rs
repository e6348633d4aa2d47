//! How the ledger's pages write sums and kinds, and read what was typed in their address.

use axum::http::Uri;
use books::ledger::{self, Sums};
use kernel::{Currency, Failure, Money, Refusal};

use crate::edge::Form;
use crate::layout::AccountKind;

/// Rows on a page of a list.
pub const ROWS: i64 = 50;

/// An amount for the eye: `12,480.50`.
pub fn people(minor: i64, currency: Currency) -> String {
    kernel::format_for_people(Money::new(minor, currency))
}

/// The same, and nothing for nothing: empty cells make a column of sums readable.
pub fn some(minor: i64, currency: Currency) -> String {
    if minor == 0 { String::new() } else { people(minor, currency) }
}

/// Debit and credit cells of a signed amount.
pub fn sides(amount: i64, currency: Currency) -> (String, String) {
    (some(amount.max(0), currency), some((-amount).max(0), currency))
}

/// Debit and credit cells of two sums.
pub fn both(sums: Sums, currency: Currency) -> (String, String) {
    (some(sums.debit, currency), some(sums.credit, currency))
}

impl From<ledger::AccountKind> for AccountKind {
    fn from(kind: ledger::AccountKind) -> AccountKind {
        match kind {
            ledger::AccountKind::Asset => AccountKind::Asset,
            ledger::AccountKind::Liability => AccountKind::Liability,
            ledger::AccountKind::Equity => AccountKind::Equity,
            ledger::AccountKind::Incoming => AccountKind::Incoming,
            ledger::AccountKind::Outgoing => AccountKind::Outgoing,
        }
    }
}

/// The query string of a page, as a form: filters are shown again as they were typed.
pub fn asked(uri: &Uri) -> Form {
    let pairs: Vec<(String, String)> = serde_html_form::from_str(uri.query().unwrap_or_default()).unwrap_or_default();
    let mut form = Form::default();
    for (name, text) in pairs {
        form.set(&name, &text);
    }
    form
}

/// The page's address with another cursor.
pub fn with_cursor(path: &str, form: &Form, names: &[&str], cursor: &str) -> String {
    let mut pairs: Vec<(&str, &str)> =
        names.iter().map(|name| (*name, form.text(name))).filter(|(_, text)| !text.is_empty()).collect();
    pairs.push(("cursor", cursor));
    format!("{path}?{}", serde_html_form::to_string(pairs).unwrap_or_default())
}

/// Reads an amount as people type it: `1210`, `1210.50`, `1210,50`, `1,210.50`, `1.210,50`. Nothing is guessed where
/// the last mark could be either.
pub fn typed_amount(text: &str, currency: Currency, field: &'static str) -> Result<i64, Failure> {
    let text: String = text.chars().filter(|c| !c.is_whitespace() && *c != '\u{2019}' && *c != '\'').collect();
    let unreadable = || {
        Failure::from(Refusal::field(
            "AMOUNT_UNREADABLE",
            field,
            format!("“{}” is not an amount.", kernel::visible(&text)),
            format!("Write 1210.50, or 1210,50, with at most {} decimals.", currency.decimals()),
        ))
    };
    let plain = machine_form(&text, currency.decimals()).ok_or_else(unreadable)?;
    Money::parse(&plain, currency).map(|money| money.minor).map_err(|_| unreadable())
}

/// Takes the marks between thousands out and makes the decimal mark a point.
fn machine_form(text: &str, decimals: u32) -> Option<String> {
    let Some(last) = text.rfind(['.', ',']) else { return Some(text.to_owned()) };
    let mark = text.as_bytes()[last] as char;
    let (whole, fraction) = (&text[..last], &text[last + 1..]);
    let is_decimal_mark = fraction.len() as u32 <= decimals && !whole.contains(mark);
    if is_decimal_mark {
        let other = if mark == '.' { ',' } else { '.' };
        return grouped(whole, other).map(|whole| format!("{whole}.{fraction}"));
    }
    let groups_all = fraction.len() == 3 && whole.contains(mark);
    if groups_all { grouped(text, mark) } else { None }
}

/// The digits without the marks, if these stand before every three digits.
fn grouped(text: &str, mark: char) -> Option<String> {
    let mut parts = text.trim_start_matches('-').split(mark);
    let first_fits = parts.next().is_some_and(|first| text.contains(mark) <= (1..=3).contains(&first.len()));
    (first_fits && parts.all(|part| part.len() == 3)).then(|| text.replace(mark, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_read_as_people_type_it() {
        let rows = [
            ("1210", Some(121_000)),
            ("1210.5", Some(121_050)),
            ("1210,50", Some(121_050)),
            ("1,210.50", Some(121_050)),
            ("1.210,50", Some(121_050)),
            ("1 210,50", Some(121_050)),
            ("1,234,567", Some(123_456_700)),
            ("-5.00", Some(-500)),
            ("12345.67", Some(1_234_567)),
            // A thousand, or one and a bit: nobody knows.
            ("1,210", None),
            ("1.210", None),
            ("12,34.50", None),
            ("1.2.3", None),
            ("1.234", None),
            ("x", None),
            ("", None),
        ];
        for (text, expected) in rows {
            let read = typed_amount(text, Currency::EUR, "debit");
            let code = read.as_ref().err().and_then(Failure::refusal).map(|refusal| refusal.code);
            assert_eq!(code.unwrap_or("AMOUNT_UNREADABLE"), "AMOUNT_UNREADABLE", "{text}");
            assert_eq!(read.ok(), expected, "{text}");
        }
    }
}
