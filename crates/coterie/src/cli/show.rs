//! How answers look in a terminal: tables, one thing with its fields, and the changes of a rehearsal.

use std::borrow::Cow;

use console::{Alignment, measure_text_width, pad_str, style};
use serde_json::Value;

/// A column of a table: its head, and where in each item its text stands (a JSON pointer).
pub struct Column {
    pub head: Cow<'static, str>,
    pub at: Cow<'static, str>,
    /// Amounts and counts stand at the right.
    pub right: bool,
}

impl Column {
    /// For heads that are known only when the answer is there.
    pub fn new(head: impl Into<Cow<'static, str>>, at: impl Into<Cow<'static, str>>, right: bool) -> Column {
        Column { head: head.into(), at: at.into(), right }
    }
}

pub const fn column(head: &'static str, at: &'static str) -> Column {
    Column { head: Cow::Borrowed(head), at: Cow::Borrowed(at), right: false }
}

pub const fn number(head: &'static str, at: &'static str) -> Column {
    Column { head: Cow::Borrowed(head), at: Cow::Borrowed(at), right: true }
}

/// Prints items as a table; `none` is said where there are no items.
pub fn table(items: &[Value], columns: &[Column], none: &str) {
    if items.is_empty() {
        say!("{none}");
        return;
    }
    for line in lines(items, columns) {
        say!("{line}");
    }
}

/// Says that something is done: a sentence for people, the values for programs.
pub fn done(json: bool, values: &Value, words: std::fmt::Arguments<'_>) {
    if json { say!("{values}") } else { say!("{words}") }
}

/// Prints a list of the API as a table, and says when it goes on.
pub fn list(list: &Value, columns: &[Column], none: &str) {
    let items = list["items"].as_array().map(Vec::as_slice).unwrap_or_default();
    table(items, columns, none);
    if !list["next"].is_null() {
        say!("There is more. These are the first {}; --limit asks for others.", items.len());
    }
}

fn lines(items: &[Value], columns: &[Column]) -> Vec<String> {
    let cells: Vec<Vec<String>> = items
        .iter()
        .map(|item| columns.iter().map(|column| words(item.pointer(&column.at).unwrap_or(&Value::Null))).collect())
        .collect();
    let widths: Vec<usize> = columns
        .iter()
        .enumerate()
        .map(|(place, column)| {
            let widest = cells.iter().map(|row| measure_text_width(&row[place])).max().unwrap_or_default();
            widest.max(measure_text_width(&column.head))
        })
        .collect();
    let padded = |texts: &[&str]| {
        let padded = texts.iter().zip(columns).zip(&widths).map(|((text, column), width)| {
            let alignment = if column.right { Alignment::Right } else { Alignment::Left };
            pad_str(text, *width, alignment, None).into_owned()
        });
        padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    let heads: Vec<&str> = columns.iter().map(|column| &*column.head).collect();
    let head = style(padded(&heads)).bold().to_string();
    let rows = cells.iter().map(|row| padded(&row.iter().map(String::as_str).collect::<Vec<_>>()));
    std::iter::once(head).chain(rows).collect()
}

/// Prints one thing, a field to a line; fields without a value are left out.
pub fn thing(thing: &Value, fields: &[Column]) {
    let width = fields.iter().map(|field| measure_text_width(&field.head)).max().unwrap_or_default();
    for field in fields {
        let text = words(thing.pointer(&field.at).unwrap_or(&Value::Null));
        if !text.is_empty() {
            say!("{}  {text}", style(pad_str(&field.head, width, Alignment::Left, None)).dim());
        }
    }
}

/// A value of the API as people write it: money with its currency, lists with commas.
pub fn words(value: &Value) -> String {
    match value {
        Value::Null | Value::Bool(false) => String::new(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(words).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", "),
        Value::Object(fields) => match (fields.get("amount"), fields.get("currency"), fields.get("name")) {
            (Some(amount), Some(currency), _) => format!("{} {}", words(amount), words(currency)),
            (_, _, Some(name)) => words(name),
            _ => fields.values().map(words).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", "),
        },
    }
}

/// Says what a rehearsal found, by room and change.
pub fn rehearsal(answer: &Value) {
    let changes = answer["changes"].as_array().map(Vec::as_slice).unwrap_or_default();
    let noun = if changes.len() == 1 { "change" } else { "changes" };
    say!("Nothing was changed. It would make {} {noun}:", changes.len());
    for change in changes {
        say!("  {}", change_name(change));
    }
}

/// `{"Sales": {"Invoice": {"Booked": …}}}` becomes `sales: invoice booked`.
fn change_name(change: &Value) -> String {
    let mut names = Vec::new();
    let mut inside = change;
    // Names of changes are in capitals, names of their fields are not.
    while let Some((name, next)) = inside.as_object().and_then(|fields| fields.iter().next())
        && name.starts_with(char::is_uppercase)
    {
        names.push(spoken(name));
        inside = next;
    }
    if let Value::String(name) = inside
        && name.starts_with(char::is_uppercase)
    {
        names.push(spoken(name));
    }
    match names.split_first() {
        Some((room, rest)) => format!("{room}: {}", rest.join(" ")),
        None => words(change),
    }
}

/// `MembershipStarted` becomes `membership started`.
fn spoken(name: &str) -> String {
    let mut spoken = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !spoken.is_empty() {
            spoken.push(' ');
        }
        spoken.extend(letter.to_lowercase());
    }
    spoken
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn columns_stand_under_their_heads_and_amounts_at_the_right() {
        let items = [
            json!({ "name": "Café Oriel", "open": { "amount": "7.50", "currency": "EUR" } }),
            json!({ "name": "Bo", "open": { "amount": "1210.00", "currency": "EUR" } }),
        ];
        let printed: Vec<String> = lines(&items, &[column("Name", "/name"), number("Open", "/open")])
            .iter()
            .map(|line| console::strip_ansi_codes(line).into_owned())
            .collect();
        assert_eq!(printed, ["Name               Open", "Café Oriel     7.50 EUR", "Bo          1210.00 EUR"]);
    }

    #[test]
    fn a_change_is_named_in_words() {
        let change = json!({ "Groups": { "MembershipStarted": { "id": 1 } } });
        assert_eq!(change_name(&change), "groups: membership started");
        let nested = json!({ "Sales": { "Invoice": { "Booked": { "id": 1 } } } });
        assert_eq!(change_name(&nested), "sales: invoice booked");
    }
}
