//! The form of a draft. It works without script: “Add line” and “Remove” send the form and get it back with the change,
//! nothing stored; saving stores all of it at once.

use books::clients::Client;
use books::sales::invoices::{Draft, DraftLine, DraftPatch, Invoice, Kind, Values};
use kernel::{ClientId, Currency, Day, Failure, Quantity, Rate, Refusal, UnitPrice};

use crate::edge::{Form, parse_field};

/// A line as it was typed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TypedLine {
    pub product: String,
    /// The product that text, unit and price were filled in from.
    pub was: String,
    pub text: String,
    pub quantity: String,
    pub unit: String,
    pub unit_price: String,
    pub discount: String,
    pub vat_code: String,
    pub account: String,
    /// `1` on a line that a rebate in kind gives; its price is the one of the list.
    pub free: String,
    /// Id of the client for whom it is; empty for the one who pays.
    pub recipient: String,
    /// What the line comes to, for reading.
    pub net: String,
}

const FIELDS: [&str; 11] = [
    "product",
    "text",
    "quantity",
    "unit",
    "unit_price",
    "discount",
    "vat_code",
    "account",
    "was",
    "free",
    "recipient",
];

/// The lines of a form: each field was sent once for each line, in their order.
pub fn typed_lines(form: &Form) -> Vec<TypedLine> {
    let columns = FIELDS.map(|name| form.all(name).map(str::to_owned).collect::<Vec<_>>());
    let count = columns.iter().map(Vec::len).max().unwrap_or_default();
    let cell = |column: usize, row: usize| columns[column].get(row).cloned().unwrap_or_default();
    let line = |row| TypedLine {
        product: cell(0, row),
        text: cell(1, row),
        quantity: cell(2, row),
        unit: cell(3, row),
        unit_price: cell(4, row),
        discount: cell(5, row),
        vat_code: cell(6, row),
        account: cell(7, row),
        was: cell(8, row),
        free: cell(9, row),
        recipient: cell(10, row),
        net: String::new(),
    };
    (0..count).map(line).collect()
}

/// The lines of a stored invoice, as one would type them.
pub fn stored_lines(invoice: &Invoice) -> Vec<TypedLine> {
    let line = |line: &books::sales::invoices::Line| TypedLine {
        product: line.product.map(|id| id.to_string()).unwrap_or_default(),
        was: line.product.map(|id| id.to_string()).unwrap_or_default(),
        text: line.text.clone(),
        quantity: line.quantity.to_string(),
        unit: line.unit.clone(),
        unit_price: line.free.map_or(line.unit_price, |free| free.list_price).to_string(),
        recipient: line.recipient.map(|id| id.to_string()).unwrap_or_default(),
        free: if line.free.is_some() { FREE.to_owned() } else { String::new() },
        discount: if line.discount.0 == 0 { String::new() } else { line.discount.to_string() },
        vat_code: line.vat_code.filter(|_| line.vat_typed).map(|id| id.to_string()).unwrap_or_default(),
        account: line.account.filter(|_| line.account_typed).map(|id| id.to_string()).unwrap_or_default(),
        net: kernel::format_for_people(line.net),
    };
    invoice.lines.iter().map(line).collect()
}

/// The value of the choice that makes a line free.
const FREE: &str = "1";

impl TypedLine {
    pub fn is_free(&self) -> bool {
        self.free == FREE
    }

    /// A line in which nothing was typed does not count.
    fn is_blank(&self) -> bool {
        [&self.product, &self.text, &self.unit_price].into_iter().all(|text| text.trim().is_empty())
    }

    fn line(&self, currency: Currency) -> Result<DraftLine, Failure> {
        // Text, unit and price of one product do not belong to another, which brings its own.
        let exchanged = !self.was.is_empty() && !self.product.is_empty() && self.was != self.product;
        let own = |text: &str| (!exchanged && !text.trim().is_empty()).then(|| text.trim().to_owned());
        Ok(DraftLine {
            product: optional("product", &self.product)?,
            product_group: None,
            recipient: optional("recipient", &self.recipient)?,
            text: own(&self.text),
            quantity: optional::<Quantity>("quantity", &self.quantity)?.unwrap_or(Quantity::ONE),
            unit: own(&self.unit),
            unit_price: own(&self.unit_price).map(|price| price_of(&price, currency)).transpose()?,
            discount: optional::<Rate>("discount", &self.discount)?.unwrap_or(Rate::ZERO),
            vat_code: optional("vat_code", &self.vat_code)?,
            account: optional("account", &self.account)?,
            free: self.is_free(),
        })
    }
}

fn price_of(text: &str, currency: Currency) -> Result<UnitPrice, Failure> {
    UnitPrice::parse(text, currency)
        .map_err(|error| Refusal::field("FIELD_INVALID", "lines", "A price cannot be read.", error.to_string()).into())
}

fn optional<T: std::str::FromStr>(field: &'static str, text: &str) -> Result<Option<T>, Failure>
where
    T::Err: std::fmt::Display + 'static,
{
    match text.trim() {
        "" => Ok(None),
        text => parse_field(field, text).map(Some),
    }
}

/// What the form says, apart from the client and the kind.
struct Said {
    /// Nothing where the form does not ask.
    agency: Option<Option<ClientId>>,
    day: Day,
    service_day: Option<Day>,
    typed: Values,
    reference: String,
    note: String,
    lines: Vec<DraftLine>,
}

/// `effective` is the currency that counts where none is typed.
fn said(form: &Form, effective: Currency) -> Result<Said, Failure> {
    let typed = Values {
        payment_days: form.optional("payment_days")?,
        language: form.free_text("language", 20)?,
        currency: form.optional("currency")?,
        layout: form.free_text("layout", 60)?,
        vat_zone: form.optional("vat_zone")?,
        discount: form.optional("cash_discount")?,
    };
    let currency = typed.currency.unwrap_or(effective);
    let lines = typed_lines(form).into_iter().filter(|line| !line.is_blank());
    let lines = lines.map(|line| line.line(currency)).collect::<Result<_, _>>()?;
    let asks_agency = form.all("agency").next().is_some();
    Ok(Said {
        agency: if asks_agency { Some(form.optional("agency")?) } else { None },
        day: form.required("date")?,
        service_day: form.optional("service_date")?,
        typed,
        reference: form.free_text("reference", 100)?.unwrap_or_default(),
        note: form.free_text("note", 2000)?.unwrap_or_default(),
        lines,
    })
}

/// A new draft for `client`.
pub fn draft(form: &Form, client: &Client, books: Currency) -> Result<Draft, Failure> {
    let said = said(form, client.details.currency.unwrap_or(books))?;
    Ok(Draft {
        kind: form.optional("kind")?.unwrap_or(Kind::Invoice),
        client: client.id,
        agency: said.agency.flatten(),
        day: said.day,
        service_day: said.service_day,
        typed: said.typed,
        reference: said.reference,
        note: said.note,
        credits: None,
        lines: said.lines,
    })
}

/// Everything that the form of a stored draft says.
pub fn patch(form: &Form, invoice: &Invoice) -> Result<DraftPatch, Failure> {
    // A currency that was typed and is cleared gives way to the next layer; prices then are in that one.
    let said = said(form, invoice.currency())?;
    Ok(DraftPatch {
        client: form.optional("client")?,
        agency: said.agency,
        day: Some(said.day),
        service_day: Some(said.service_day),
        payment_days: Some(said.typed.payment_days),
        language: Some(said.typed.language),
        currency: Some(said.typed.currency),
        layout: Some(said.typed.layout),
        vat_zone: Some(said.typed.vat_zone),
        discount: Some(said.typed.discount),
        reference: Some(said.reference),
        note: Some(said.note),
        lines: Some(said.lines),
    })
}

/// What was typed on the stored invoice, as the form shows it.
pub fn filled(invoice: &Invoice) -> Form {
    let typed = invoice.terms.typed();
    let pairs = [
        ("version", invoice.version.to_string()),
        ("date", invoice.day.to_string()),
        ("service_date", invoice.service_day.map(|day| day.to_string()).unwrap_or_default()),
        ("agency", invoice.agency.map(|agency| agency.to_string()).unwrap_or_default()),
        ("reference", invoice.reference.clone()),
        ("note", invoice.note.clone()),
        ("payment_days", typed.payment_days.map(|days| days.to_string()).unwrap_or_default()),
        ("language", typed.language.unwrap_or_default()),
        ("currency", typed.currency.map(|currency| currency.to_string()).unwrap_or_default()),
        ("layout", typed.layout.unwrap_or_default()),
        ("vat_zone", typed.vat_zone.map(|zone| zone.to_string()).unwrap_or_default()),
        ("cash_discount", typed.discount.map(|rate| rate.to_string()).unwrap_or_default()),
    ];
    Form::of(&pairs.iter().map(|(name, text)| (*name, text.as_str())).collect::<Vec<_>>())
}

/// What a button of the form asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    Save,
    SaveAndBook,
    AddLine,
    RemoveLine(usize),
}

impl Wish {
    pub fn of(form: &Form) -> Wish {
        match form.text("do") {
            "add" => Wish::AddLine,
            "book" => Wish::SaveAndBook,
            other => match other.strip_prefix("remove-").and_then(|place| place.parse().ok()) {
                Some(place) => Wish::RemoveLine(place),
                None => Wish::Save,
            },
        }
    }

    /// The lines as the form shows them next; nothing when the form is to be stored.
    pub fn on(self, mut lines: Vec<TypedLine>) -> Option<Vec<TypedLine>> {
        match self {
            Wish::AddLine => lines.push(TypedLine::default()),
            Wish::RemoveLine(place) if place < lines.len() => {
                lines.remove(place);
            }
            Wish::RemoveLine(_) => {}
            Wish::Save | Wish::SaveAndBook => return None,
        }
        Some(lines)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(pairs: &[(&str, &str)]) -> Form {
        Form::of(pairs)
    }

    #[test]
    fn lines_are_read_in_their_order_and_blank_ones_do_not_count() {
        let sent = form(&[
            ("text", "First"),
            ("unit_price", "10"),
            ("quantity", "2"),
            ("text", ""),
            ("unit_price", ""),
            ("quantity", "1"),
            ("text", "Third"),
            ("unit_price", "30.5"),
            ("quantity", ""),
            ("date", "2026-03-02"),
        ]);
        let lines = typed_lines(&sent);
        assert_eq!(lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>(), ["First", "", "Third"]);
        let said = said(&sent, Currency::EUR).expect("a draft");
        let read: Vec<_> = said.lines.iter().map(|line| (line.text.clone(), line.quantity)).collect();
        assert_eq!(read, [(Some("First".to_owned()), Quantity(2000)), (Some("Third".to_owned()), Quantity::ONE)]);
    }

    #[test]
    fn buttons_change_the_form_and_store_nothing() {
        let line = |text: &str| TypedLine { text: text.to_owned(), ..TypedLine::default() };
        assert_eq!(Wish::of(&form(&[("do", "add")])).on(vec![line("a")]).map(|lines| lines.len()), Some(2));
        let removed = Wish::of(&form(&[("do", "remove-0")])).on(vec![line("a"), line("b")]);
        assert_eq!(removed, Some(vec![line("b")]));
        assert_eq!(Wish::of(&form(&[("do", "remove-7")])).on(vec![line("a")]), Some(vec![line("a")]));
        assert_eq!(Wish::of(&form(&[])).on(vec![line("a")]), None);
    }

    #[test]
    fn another_product_brings_its_own_text_and_price() {
        let (first, second) = ("pro_01h455vb4pex5vsknk084sn02q", "pro_01h455vb4pex5vsknk084sn02r");
        let chosen = |was: &str| TypedLine {
            product: second.into(),
            was: was.into(),
            text: "Old".into(),
            unit_price: "10.00".into(),
            ..TypedLine::default()
        };
        let read = |line: TypedLine| line.line(Currency::EUR).expect("a line");
        assert_eq!((read(chosen(first)).text, read(chosen(first)).unit_price), (None, None));
        assert_eq!(read(chosen(second)).text.as_deref(), Some("Old"));
        assert_eq!(read(chosen("")).text.as_deref(), Some("Old"), "a text typed before the product was chosen stays");
    }
}
