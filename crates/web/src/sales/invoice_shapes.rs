//! Invoices as the API shows and takes them. Field names are a promise to those who call.

use books::sales::invoices::{
    Draft, DraftLine, DraftPatch, InBooks, InvoiceRow, InvoiceView, Line, Printed, PrintedVat, State, Values,
};
use kernel::{Day, Failure, Money, Rate, Refusal};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

use super::{Decimal, optional, price_shape, unit_price};
use crate::edge::{Amount, Resource, named, parse_field};

/// An invoice or a credit note.
#[derive(Debug, Serialize, ToSchema)]
pub struct InvoiceShape {
    pub id: String,
    /// `invoice` or `credit_note`.
    pub kind: String,
    /// Final; null while it is a draft.
    pub number: Option<String>,
    /// In brackets, as it stands on the draft: `(12)`.
    pub provisional_number: String,
    /// `draft`, `booked`, `overdue` or `settled`.
    pub state: String,
    pub client: String,
    /// Id of the client through whom it was booked; null when by the client itself.
    pub agency: Option<String>,
    /// Who owes in the ledger.
    pub debtor: String,
    /// Where the paper goes.
    pub mailing_to: PartyShape,
    pub date: String,
    /// When the service was done; null where it is the date of the document.
    pub service_date: Option<String>,
    pub due: String,
    /// The effective values; `origins` says where each came from.
    pub payment_days: i64,
    pub language: String,
    pub currency: String,
    pub layout: String,
    /// Id of the series that numbers it.
    pub number_series: String,
    pub vat_zone: String,
    /// Per cent, for early payment.
    pub discount: String,
    /// Field → `typed`, `client`, `group` or `company`.
    pub origins: BTreeMap<String, String>,
    /// Id of the posting group valid on the date.
    pub customer_group: String,
    /// Id of the control account that the document stands on.
    pub account: String,
    pub reference: String,
    pub note: String,
    /// Id of the invoice that a credit note corrects.
    pub credits: Option<String>,
    /// Id of the settlement that the document came of; then it counts in no volume.
    pub settlement: Option<String>,
    pub lines: Vec<LineShape>,
    /// What its free lines use of an agreement, or give back to it.
    pub free_units: Option<FreeUseShape>,
    pub vat_totals: Vec<VatShape>,
    pub net: Amount,
    pub vat: Amount,
    pub gross: Amount,
    /// The same in the company's currency, where the document is in another one and a rate is known.
    pub in_books: Option<InBooksShape>,
    /// What is still to be paid.
    pub open: Amount,
    /// The groups that the client was in on the date; empty while it is a draft.
    /// By how much booking this draft goes over the credit limit.
    pub over_credit_limit: Option<Amount>,
    pub groups_snapshot: Vec<GroupShape>,
    /// Id of the entry; null while it is a draft, and of free units alone, which leave nothing to post.
    pub entry: Option<String>,
    /// RFC 3339.
    pub booked_at: Option<String>,
    pub booked_by: Option<String>,
    /// Why a draft cannot be booked yet: the refusal that booking would answer.
    #[schema(value_type = Option<Object>)]
    pub objection: Option<Refusal>,
    pub version: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct InBooksShape {
    /// What one unit of the document's currency is worth.
    pub exchange_rate: String,
    /// The day that the rate was set for.
    pub rate_date: String,
    pub net: Amount,
    pub vat: Amount,
    pub gross: Amount,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PartyShape {
    /// Id of the client whose address it is: the debtor, or the head of a corporate group.
    pub client: String,
    pub name: String,
    pub lines: Vec<String>,
    pub email: Option<String>,
    /// The corporate group whose head gets the papers; null when the debtor does.
    pub group: Option<GroupShape>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct LineShape {
    pub id: String,
    pub product: Option<String>,
    pub product_group: Option<String>,
    /// For whom the service is done: the client itself, or another of its billing groups.
    pub recipient: String,
    pub text: String,
    pub quantity: String,
    pub unit: String,
    pub unit_price: Amount,
    /// Per cent.
    pub discount: String,
    pub vat_code: Option<String>,
    /// Per cent.
    pub vat_rate: String,
    /// Id of the sales account.
    pub account: Option<String>,
    pub net: Amount,
    /// A rebate in kind gives the line: its unit price is 0.
    pub free: bool,
    /// Of a free line: what one unit costs by the list.
    pub list_price: Option<Amount>,
    /// Of a free line: quantity times list price, a memo that is not added up.
    pub list_value: Option<Amount>,
    /// Of a free line: id of the agreement that gives it.
    pub agreement: Option<String>,
}

/// What a document uses of an agreement on a rebate in kind.
#[derive(Debug, Serialize, ToSchema)]
pub struct FreeUseShape {
    /// Id of the agreement.
    pub agreement: String,
    pub title: String,
    pub list_value: Amount,
    /// What a draft finds left before it is booked; null on other documents.
    pub left: Option<Amount>,
}

/// The VAT of one code.
#[derive(Debug, Serialize, ToSchema)]
pub struct VatShape {
    pub code: String,
    pub name: String,
    pub kind: String,
    pub rate: String,
    pub net: Amount,
    pub vat: Amount,
    /// What the law wants on the paper.
    pub text: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct GroupShape {
    pub id: String,
    /// `posting`, `segment` …
    pub kind: String,
    pub name: String,
}

/// A line of the list of invoices.
#[derive(Debug, Serialize, ToSchema)]
pub struct InvoiceRowShape {
    pub id: String,
    pub kind: String,
    pub number: Option<String>,
    pub provisional_number: String,
    pub state: String,
    pub client: String,
    pub client_name: String,
    pub date: String,
    pub due: String,
    pub net: Amount,
    pub vat: Amount,
    pub gross: Amount,
    pub open: Amount,
    pub version: i64,
}

/// A new draft. Terms that are left out come from the client, its group or the company.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewInvoice {
    /// `invoice` (default) or `credit_note`.
    pub kind: Option<String>,
    pub client: String,
    /// Id of the client through whom it is booked; a credit note takes that of its invoice.
    pub agency: Option<String>,
    /// Today where it is left out.
    pub date: Option<String>,
    /// When the service was done, where it is another day; a credit note takes that of its invoice.
    pub service_date: Option<String>,
    pub payment_days: Option<i64>,
    pub language: Option<String>,
    pub currency: Option<String>,
    pub layout: Option<String>,
    pub vat_zone: Option<String>,
    pub discount: Option<Decimal>,
    pub reference: Option<String>,
    pub note: Option<String>,
    /// Id of the invoice that a credit note corrects.
    pub credits: Option<String>,
    #[serde(default)]
    pub lines: Vec<NewLine>,
}

/// A line names a product, or has a text and a price of its own.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLine {
    pub product: Option<String>,
    pub product_group: Option<String>,
    /// For whom the service is done: another client of one of the payer's billing groups. The payer where it is left out.
    pub recipient: Option<String>,
    pub text: Option<String>,
    /// `"1"` where it is left out; up to three decimals.
    pub quantity: Option<Decimal>,
    pub unit: Option<String>,
    /// Up to four decimals.
    pub unit_price: Option<Amount>,
    /// Per cent.
    pub discount: Option<Decimal>,
    pub vat_code: Option<String>,
    pub account: Option<String>,
    /// A rebate in kind gives it: nothing is paid, and the list price counts for the budget.
    #[serde(default)]
    pub free: bool,
    /// Of a free line; the price of the product where it is left out.
    pub list_price: Option<Amount>,
}

/// Only what is named changes; null clears a term, so that the client's, the group's or the company's counts.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InvoicePatch {
    pub client: Option<String>,
    #[serde(default, deserialize_with = "named")]
    pub agency: Option<Option<String>>,
    pub date: Option<String>,
    #[serde(default, deserialize_with = "named")]
    pub service_date: Option<Option<String>>,
    #[serde(default, deserialize_with = "named")]
    pub payment_days: Option<Option<i64>>,
    #[serde(default, deserialize_with = "named")]
    pub language: Option<Option<String>>,
    #[serde(default, deserialize_with = "named")]
    pub currency: Option<Option<String>>,
    #[serde(default, deserialize_with = "named")]
    pub layout: Option<Option<String>>,
    #[serde(default, deserialize_with = "named")]
    pub vat_zone: Option<Option<String>>,
    #[serde(default, deserialize_with = "named")]
    pub discount: Option<Option<Decimal>>,
    pub reference: Option<String>,
    pub note: Option<String>,
    /// All lines, in their order.
    pub lines: Option<Vec<NewLine>>,
}

impl NewInvoice {
    pub fn draft(self, today: Day) -> books::Result<Draft> {
        let client = parse_field("client", &self.client)?;
        Ok(Draft {
            kind: optional("kind", self.kind)?.unwrap_or(books::sales::invoices::Kind::Invoice),
            client,
            agency: optional("agency", self.agency)?,
            day: optional("date", self.date)?.unwrap_or(today),
            service_day: optional("service_date", self.service_date)?,
            typed: Values {
                payment_days: self.payment_days,
                language: self.language,
                currency: optional("currency", self.currency)?,
                layout: self.layout,
                vat_zone: optional("vat_zone", self.vat_zone)?,
                discount: self.discount.map(|rate| rate.rate("discount")).transpose()?,
            },
            reference: self.reference.unwrap_or_default(),
            note: self.note.unwrap_or_default(),
            credits: optional("credits", self.credits)?,
            lines: self.lines.into_iter().map(NewLine::line).collect::<books::Result<_>>()?,
        })
    }
}

impl NewLine {
    /// What was read of a free line can be sent back as it is: then its list price counts, and its price is 0.
    fn price(&self) -> books::Result<Option<kernel::UnitPrice>> {
        let (field, price) = match (self.free, &self.list_price) {
            (true, Some(list_price)) => ("list_price", Some(list_price)),
            _ => ("unit_price", self.unit_price.as_ref()),
        };
        price.map(|price| unit_price(field, price)).transpose()
    }

    fn line(self) -> books::Result<DraftLine> {
        let price = self.price()?;
        let quantity = self.quantity.map(|quantity| quantity.quantity("quantity")).transpose()?;
        Ok(DraftLine {
            product: optional("product", self.product)?,
            product_group: optional("product_group", self.product_group)?,
            recipient: optional("recipient", self.recipient)?,
            text: self.text,
            quantity: quantity.unwrap_or(kernel::Quantity::ONE),
            unit: self.unit,
            unit_price: price,
            discount: self.discount.map_or(Ok(Rate::ZERO), |rate| rate.rate("discount"))?,
            vat_code: optional("vat_code", self.vat_code)?,
            account: optional("account", self.account)?,
            free: self.free,
        })
    }
}

impl InvoicePatch {
    pub fn patch(self) -> books::Result<DraftPatch> {
        fn inner<T, U>(
            field: Option<Option<T>>,
            read: impl Fn(T) -> Result<U, Failure>,
        ) -> books::Result<Option<Option<U>>> {
            field.map(|value| value.map(&read).transpose()).transpose()
        }
        let lines = self.lines.map(|lines| lines.into_iter().map(NewLine::line).collect::<books::Result<_>>());
        Ok(DraftPatch {
            client: optional("client", self.client)?,
            agency: inner(self.agency, |id: String| parse_field("agency", &id))?,
            day: optional("date", self.date)?,
            service_day: inner(self.service_date, |day: String| parse_field("service_date", &day))?,
            payment_days: self.payment_days,
            language: self.language,
            currency: inner(self.currency, |code: String| parse_field("currency", &code))?,
            layout: self.layout,
            vat_zone: inner(self.vat_zone, |id: String| parse_field("vat_zone", &id))?,
            discount: inner(self.discount, |rate: Decimal| rate.rate("discount"))?,
            reference: self.reference,
            note: self.note,
            lines: lines.transpose()?,
        })
    }
}

impl Resource for InvoiceView {
    type Shape = InvoiceShape;

    fn version(&self) -> i64 {
        self.invoice.version
    }

    fn shape(&self) -> InvoiceShape {
        let (invoice, terms) = (&self.invoice, &self.invoice.terms);
        let booking = invoice.booking.as_ref();
        let origins = terms
            .origins()
            .into_iter()
            .chain([("number_series", self.numbers.origin)])
            .map(|(field, origin)| (field.to_owned(), origin.code().to_owned()));
        InvoiceShape {
            id: invoice.id.to_string(),
            kind: invoice.kind.code().to_owned(),
            number: invoice.number.clone(),
            provisional_number: format!("({})", invoice.provisional),
            state: self.state.code().to_owned(),
            client: invoice.client.to_string(),
            agency: invoice.agency.map(|id| id.to_string()),
            debtor: invoice.client.to_string(),
            mailing_to: mailing_to(&self.printed, invoice.client),
            date: invoice.day.to_string(),
            service_date: invoice.service_day.map(|day| day.to_string()),
            due: invoice.due.to_string(),
            payment_days: terms.payment_days.value,
            language: terms.language.value.clone(),
            currency: invoice.currency().to_string(),
            layout: terms.layout.value.clone(),
            number_series: self.numbers.series.to_string(),
            vat_zone: terms.vat_zone.value.to_string(),
            discount: terms.discount.value.to_string(),
            origins: origins.collect(),
            customer_group: invoice.posting_group.to_string(),
            account: invoice.account.to_string(),
            reference: invoice.reference.clone(),
            note: invoice.note.clone(),
            credits: invoice.credits.map(|id| id.to_string()),
            settlement: invoice.settlement.map(|id| id.to_string()),
            lines: invoice.lines.iter().map(|line| line_shape(line, invoice.client)).collect(),
            free_units: self.free.as_ref().map(|free| FreeUseShape {
                agreement: free.agreement.to_string(),
                title: free.title.clone(),
                list_value: free.list_value.into(),
                left: free.left.map(Into::into),
            }),
            vat_totals: self.printed.vats.iter().map(vat_shape).collect(),
            net: invoice.net.into(),
            vat: invoice.vat.into(),
            gross: invoice.gross.into(),
            in_books: invoice.books.as_ref().map(in_books_shape),
            open: Money::new(self.open, invoice.currency()).into(),
            over_credit_limit: self.over_limit.map(|over| Money::new(over, invoice.gross_in_books().currency).into()),
            groups_snapshot: self.groups.iter().map(group_shape).collect(),
            entry: invoice.entry().map(|entry| entry.to_string()),
            booked_at: booking.map(|booking| booking.at.to_string()),
            booked_by: self.booked_by.clone(),
            objection: self.objection.clone(),
            version: invoice.version,
        }
    }
}

fn in_books_shape(books: &InBooks) -> InBooksShape {
    InBooksShape {
        exchange_rate: books.rate.to_string(),
        rate_date: books.rate_day.to_string(),
        net: books.net.into(),
        vat: books.vat.into(),
        gross: books.gross.into(),
    }
}

fn mailing_to(printed: &Printed, debtor: kernel::ClientId) -> PartyShape {
    let group = printed.sent_to.as_ref().map(|to| GroupShape {
        id: to.group.to_string(),
        kind: "corporate".to_owned(),
        name: to.group_name.clone(),
    });
    PartyShape {
        client: printed.sent_to.as_ref().map_or(debtor, |to| to.client).to_string(),
        name: printed.bill_to.name.clone(),
        lines: printed.bill_to.lines.clone(),
        email: printed.bill_to.email.clone(),
        group,
    }
}

fn line_shape(line: &Line, client: kernel::ClientId) -> LineShape {
    LineShape {
        id: line.id.to_string(),
        product: line.product.map(|id| id.to_string()),
        product_group: line.product_group.map(|id| id.to_string()),
        recipient: line.recipient.unwrap_or(client).to_string(),
        text: line.text.clone(),
        quantity: line.quantity.to_string(),
        unit: line.unit.clone(),
        unit_price: price_shape(line.unit_price),
        discount: line.discount.to_string(),
        vat_code: line.vat_code.map(|id| id.to_string()),
        vat_rate: line.vat_rate.to_string(),
        account: line.account.map(|id| id.to_string()),
        net: line.net.into(),
        free: line.free.is_some(),
        list_price: line.free.map(|free| price_shape(free.list_price)),
        list_value: line.free.map(|free| free.list_value.into()),
        agreement: line.free.and_then(|free| free.agreement).map(|id| id.to_string()),
    }
}

fn vat_shape(vat: &PrintedVat) -> VatShape {
    VatShape {
        code: vat.code.clone(),
        name: vat.name.clone(),
        kind: vat.kind.clone(),
        rate: vat.rate.to_string(),
        net: vat.net.into(),
        vat: vat.vat.into(),
        text: vat.text.clone(),
    }
}

fn group_shape(group: &books::sales::invoices::GroupOnPaper) -> GroupShape {
    GroupShape { id: group.id.to_string(), kind: group.kind.clone(), name: group.name.clone() }
}

/// A row of the list.
pub fn row_shape(row: &InvoiceRow) -> InvoiceRowShape {
    let state: State = row.state;
    InvoiceRowShape {
        id: row.id.to_string(),
        kind: row.kind.code().to_owned(),
        number: row.number.clone(),
        provisional_number: format!("({})", row.provisional),
        state: state.code().to_owned(),
        client: row.client.to_string(),
        client_name: row.client_name.clone(),
        date: row.day.to_string(),
        due: row.due.to_string(),
        net: row.net.into(),
        vat: row.vat.into(),
        gross: row.gross.into(),
        open: row.open.into(),
        version: row.version,
    }
}
