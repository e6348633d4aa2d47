//! The tables of invoices, their lines, and the groups they were posted with.

use db::{Row, Table, Value, View, WriteSet, params};
use kernel::{ClientId, Currency, InvoiceId, Money, Quantity, Rate, Stamp, UnitPrice};

use super::{Booking, Change, Effective, FreeUnits, GroupThen, InBooks, Invoice, Kind, Line, Origin, Printed, Terms};
use crate::clients::Sight;
use crate::ledger::rates::store::stored_rate;
use crate::{Result, Scene};

static INVOICES: Table = Table {
    name: "invoices",
    columns: &[
        "id",
        "kind",
        "provisional",
        "number",
        "series",
        "client",
        "day",
        "due",
        "currency",
        "language",
        "layout",
        "payment_days",
        "discount",
        "vat_zone",
        "posting_group",
        "account",
        "origins",
        "reference",
        "note",
        "credits",
        "net",
        "vat",
        "gross",
        "entry",
        "booked_at",
        "booked_by",
        "source",
        "version",
        "service_day",
        "settlement",
        "exchange_rate",
        "rate_day",
        "books_net",
        "books_vat",
        "books_gross",
        "agency",
    ],
    on_conflict: "",
};
static LINES: Table = Table {
    name: "invoice_lines",
    columns: &[
        "id",
        "invoice",
        "line",
        "product",
        "product_group",
        "text",
        "quantity",
        "unit",
        "unit_price",
        "discount",
        "vat_code",
        "vat_typed",
        "vat_rate",
        "account",
        "account_typed",
        "net",
        "books_net",
        "list_price",
        "list_value",
        "agreement",
        "recipient",
    ],
    on_conflict: "",
};
static GROUPS: Table =
    Table { name: "invoice_groups", columns: &["invoice", "group_id", "kind", "name"], on_conflict: "" };

pub(crate) fn write(change: &Change, set: &mut WriteSet, _: &Stamp) {
    match change {
        Change::Drafted(invoice) => {
            set.insert(&INVOICES, row(invoice));
            write_lines(invoice, set);
        }
        Change::DraftChanged { after, .. } => {
            set.run("DELETE FROM invoice_lines WHERE invoice = $1", params![after.id]);
            write_lines(after, set);
            update(after, set);
        }
        Change::DraftDeleted(invoice) => {
            set.run("DELETE FROM invoice_lines WHERE invoice = $1", params![invoice.id]);
            set.run("DELETE FROM invoices WHERE id = $1", params![invoice.id]);
        }
        Change::Booked { invoice, groups, printed, lines_stand } => {
            // Lines first: they are frozen from the moment in which the invoice is booked.
            if !lines_stand {
                set.run("DELETE FROM invoice_lines WHERE invoice = $1", params![invoice.id]);
                write_lines(invoice, set);
            }
            write_groups(invoice.id, groups, set);
            book(invoice, printed, set);
        }
        Change::TakenIn { invoice, groups } => {
            set.insert(&INVOICES, row(invoice));
            write_lines(invoice, set);
            write_groups(invoice.id, groups, set);
        }
    }
}

fn row(invoice: &Invoice) -> [Value; 36] {
    let (terms, booking) = (&invoice.terms, invoice.booking.as_ref());
    params![
        invoice.id,
        invoice.kind.code(),
        invoice.provisional,
        invoice.number.clone(),
        invoice.series,
        invoice.client,
        invoice.day,
        invoice.due,
        invoice.currency(),
        &terms.language.value,
        &terms.layout.value,
        terms.payment_days.value,
        terms.discount.value.0,
        terms.vat_zone.value,
        invoice.posting_group,
        invoice.account,
        origins_text(terms),
        &invoice.reference,
        &invoice.note,
        invoice.credits,
        invoice.net.minor,
        invoice.vat.minor,
        invoice.gross.minor,
        booking.and_then(|booking| booking.entry),
        booking.map(|booking| booking.at),
        booking.map(|booking| booking.by.clone()),
        &invoice.source,
        invoice.version,
        invoice.service_day,
        invoice.settlement,
        invoice.books.map(|books| books.rate.hundred_millionths()),
        invoice.books.map(|books| books.rate_day),
        invoice.books.map(|books| books.net.minor),
        invoice.books.map(|books| books.vat.minor),
        invoice.books.map(|books| books.gross.minor),
        invoice.agency
    ]
}

fn update(invoice: &Invoice, set: &mut WriteSet) {
    set.run(
        "UPDATE invoices SET kind = $2, provisional = $3, number = $4, series = $5, client = $6, day = $7, due = $8,
            currency = $9, language = $10, layout = $11, payment_days = $12, discount = $13, vat_zone = $14,
            posting_group = $15, account = $16, origins = $17, reference = $18, note = $19, credits = $20, net = $21,
            vat = $22, gross = $23, entry = $24, booked_at = $25, booked_by = $26, source = $27, version = $28,
            service_day = $29, settlement = $30, exchange_rate = $31, rate_day = $32,
            books_net = $33, books_vat = $34, books_gross = $35, agency = $36, printed = NULL
         WHERE id = $1",
        row(invoice),
    );
}

/// What booking derives and adds. What it leaves as it is stands in indexes, which a column that is named here would
/// have written anew.
fn book(invoice: &Invoice, printed: &Printed, set: &mut WriteSet) {
    let (terms, booking) = (&invoice.terms, invoice.booking.as_ref());
    set.run(
        "UPDATE invoices SET number = $2, series = $3, due = $4, currency = $5, language = $6, layout = $7,
            payment_days = $8, discount = $9, vat_zone = $10, posting_group = $11, account = $12, origins = $13,
            net = $14, vat = $15, gross = $16, entry = $17, booked_at = $18, booked_by = $19, source = $20,
            version = $21, printed = $22, service_day = $23, exchange_rate = $24, rate_day = $25,
            books_net = $26, books_vat = $27, books_gross = $28
         WHERE id = $1",
        params![
            invoice.id,
            invoice.number.clone(),
            invoice.series,
            invoice.due,
            invoice.currency(),
            &terms.language.value,
            &terms.layout.value,
            terms.payment_days.value,
            terms.discount.value.0,
            terms.vat_zone.value,
            invoice.posting_group,
            invoice.account,
            origins_text(terms),
            invoice.net.minor,
            invoice.vat.minor,
            invoice.gross.minor,
            booking.and_then(|booking| booking.entry),
            booking.map(|booking| booking.at),
            booking.map(|booking| booking.by.clone()),
            &invoice.source,
            invoice.version,
            // A value of our own types always has a JSON form.
            serde_json::to_string(printed).ok(),
            invoice.service_day,
            invoice.books.map(|books| books.rate.hundred_millionths()),
            invoice.books.map(|books| books.rate_day),
            invoice.books.map(|books| books.net.minor),
            invoice.books.map(|books| books.vat.minor),
            invoice.books.map(|books| books.gross.minor)
        ],
    );
}

fn write_lines(invoice: &Invoice, set: &mut WriteSet) {
    for (at, line) in (1i64..).zip(&invoice.lines) {
        set.insert(
            &LINES,
            params![
                line.id,
                invoice.id,
                at,
                line.product,
                line.product_group,
                &line.text,
                line.quantity.0,
                &line.unit,
                line.unit_price.ten_thousandths,
                line.discount.0,
                line.vat_code,
                line.vat_typed,
                line.vat_rate.0,
                line.account,
                line.account_typed,
                line.net.minor,
                line.books_net.map(|net| net.minor),
                line.free.map(|free| free.list_price.ten_thousandths),
                line.free.map(|free| free.list_value.minor),
                line.free.and_then(|free| free.agreement),
                line.recipient
            ],
        );
    }
}

fn write_groups(invoice: InvoiceId, groups: &[GroupThen], set: &mut WriteSet) {
    for group in groups {
        set.insert(&GROUPS, params![invoice, group.id, &group.kind, &group.name]);
    }
}

/// One letter for each term, in the order of `Terms::origins`: short, because every invoice carries it.
fn origins_text(terms: &Terms) -> String {
    let letter = |origin| match origin {
        Origin::Typed => 't',
        Origin::Client => 'c',
        Origin::Group => 'g',
        Origin::Company => 'o',
    };
    terms.origins().into_iter().map(|(_, origin)| letter(origin)).collect()
}

fn origin_at(text: &str, place: usize) -> db::Result<Origin> {
    match text.as_bytes().get(place) {
        Some(b't') => Ok(Origin::Typed),
        Some(b'c') => Ok(Origin::Client),
        Some(b'g') => Ok(Origin::Group),
        Some(b'o') => Ok(Origin::Company),
        _ => Err(unreadable(format!("origins “{text}”"))),
    }
}

const INVOICE: &str = "SELECT i.id, i.kind, i.provisional, i.number, i.series, i.client, i.day, i.due, i.currency,
    i.language, i.layout, i.payment_days, i.discount, i.vat_zone, i.posting_group, i.account, i.origins, i.reference,
    i.note, i.credits, i.net, i.vat, i.gross, i.entry, i.booked_at, i.booked_by, i.source, i.version,
    i.service_day, i.settlement, i.exchange_rate, i.rate_day, i.books_net, i.books_vat, i.books_gross, b.currency, i.agency
    FROM invoices i JOIN clients c ON c.id = i.client JOIN company b ON b.only_row = 1";

fn invoice(row: &Row<'_>) -> db::Result<Invoice> {
    let kind: String = row.get(1)?;
    let currency: Currency = row.get(8)?;
    let booking = match (row.get(24)?, row.get(25)?) {
        (Some(at), Some(by)) => Some(Booking { entry: row.get(23)?, at, by }),
        _ => None,
    };
    let money = |column| Ok::<_, db::DbError>(Money::new(row.get(column)?, currency));
    Ok(Invoice {
        id: row.get(0)?,
        kind: Kind::parse(&kind).ok_or_else(|| unreadable(kind))?,
        provisional: row.get(2)?,
        number: row.get(3)?,
        series: row.get(4)?,
        client: row.get(5)?,
        day: row.get(6)?,
        due: row.get(7)?,
        terms: terms(row, currency)?,
        posting_group: row.get(14)?,
        account: row.get(15)?,
        reference: row.get(17)?,
        note: row.get(18)?,
        credits: row.get(19)?,
        lines: Vec::new(),
        net: money(20)?,
        vat: money(21)?,
        gross: money(22)?,
        books: in_books(row)?,
        booking,
        source: row.get(26)?,
        version: row.get(27)?,
        service_day: row.get(28)?,
        settlement: row.get(29)?,
        agency: row.get(36)?,
    })
}

fn in_books(row: &Row<'_>) -> db::Result<Option<InBooks>> {
    let Some(rate) = row.get::<Option<i64>>(30)? else { return Ok(None) };
    let books: Currency = row.get(35)?;
    let money = |column| Ok::<_, db::DbError>(Money::new(row.get(column)?, books));
    let (net, vat, gross) = (money(32)?, money(33)?, money(34)?);
    Ok(Some(InBooks { rate: stored_rate(rate)?, rate_day: row.get(31)?, net, vat, gross }))
}

fn terms(row: &Row<'_>, currency: Currency) -> db::Result<Terms> {
    let origins: String = row.get(16)?;
    Ok(Terms {
        payment_days: Effective { value: row.get(11)?, origin: origin_at(&origins, 0)? },
        language: Effective { value: row.get(9)?, origin: origin_at(&origins, 1)? },
        currency: Effective { value: currency, origin: origin_at(&origins, 2)? },
        layout: Effective { value: row.get(10)?, origin: origin_at(&origins, 3)? },
        vat_zone: Effective { value: row.get(13)?, origin: origin_at(&origins, 4)? },
        discount: Effective { value: Rate(row.get(12)?), origin: origin_at(&origins, 5)? },
    })
}

fn unreadable(cause: impl std::fmt::Display) -> db::DbError {
    db::DbError::Other(format!("a stored invoice cannot be read: {cause}"))
}

/// The invoice with its lines, unless its client is out of the asker's sight.
pub(in crate::sales) fn find_in_sight(scene: &Scene<'_>, id: InvoiceId) -> Result<Option<Invoice>> {
    let (condition, sight) = Sight::of(scene.rights).condition("c", 2);
    let mut params = params![id].to_vec();
    params.extend(sight);
    let found = scene.first(&format!("{INVOICE} WHERE i.id = $1 AND {condition}"), &params, invoice)?;
    let Some(mut found) = found else { return Ok(None) };
    let books = found.books.map_or(found.currency(), |books| books.gross.currency);
    found.lines = lines(scene, id, (found.currency(), books))?;
    Ok(Some(found))
}

/// The drafts of a client, in the order of their provisional numbers.
pub(super) fn drafts_of(view: &View<'_>, client: ClientId) -> Result<Vec<InvoiceId>> {
    let sql = "SELECT id FROM invoices WHERE client = $1 AND booked_at IS NULL ORDER BY provisional";
    Ok(view.rows(sql, &params![client], |row| row.get(0))?)
}

fn lines(view: &View<'_>, id: InvoiceId, (currency, books): (Currency, Currency)) -> Result<Vec<Line>> {
    let sql = "SELECT id, product, product_group, text, quantity, unit, unit_price, discount, vat_code, vat_typed,
            vat_rate, account, account_typed, net, books_net, list_price, list_value, agreement, recipient
        FROM invoice_lines WHERE invoice = $1 ORDER BY line";
    Ok(view.rows(sql, &params![id], |row| {
        Ok(Line {
            id: row.get(0)?,
            product: row.get(1)?,
            product_group: row.get(2)?,
            text: row.get(3)?,
            quantity: Quantity(row.get(4)?),
            unit: row.get(5)?,
            unit_price: UnitPrice::new(row.get(6)?, currency),
            discount: Rate(row.get(7)?),
            vat_code: row.get(8)?,
            vat_typed: row.get(9)?,
            vat_rate: Rate(row.get(10)?),
            account: row.get(11)?,
            account_typed: row.get(12)?,
            net: Money::new(row.get(13)?, currency),
            books_net: row.get::<Option<i64>>(14)?.map(|net| Money::new(net, books)),
            free: free_units(row, currency)?,
            recipient: row.get(18)?,
        })
    })?)
}

fn free_units(row: &Row<'_>, currency: Currency) -> db::Result<Option<FreeUnits>> {
    let Some(price) = row.get::<Option<i64>>(15)? else { return Ok(None) };
    Ok(Some(FreeUnits {
        list_price: UnitPrice::new(price, currency),
        list_value: Money::new(row.get(16)?, currency),
        agreement: row.get(17)?,
    }))
}

/// Whether a booked document has this number.
pub(super) fn is_number_given(view: &View<'_>, number: &str) -> Result<bool> {
    Ok(view.number("SELECT COUNT(*) FROM invoices WHERE number = $1", &params![number])? > 0)
}

/// The provisional number of the next draft.
pub(crate) fn next_provisional(view: &View<'_>) -> Result<i64> {
    Ok(view.number("SELECT COALESCE(MAX(provisional), 0) + 1 FROM invoices", &[])?)
}

pub(in crate::sales) fn is_provisional_taken(view: &View<'_>, provisional: i64) -> Result<bool> {
    Ok(view.number("SELECT COUNT(*) FROM invoices WHERE provisional = $1", &params![provisional])? > 0)
}

/// The paper that was kept when the invoice was booked.
pub(super) fn printed(view: &View<'_>, id: InvoiceId) -> Result<Option<Printed>> {
    let text =
        view.first("SELECT printed FROM invoices WHERE id = $1", &params![id], |row| row.get::<Option<String>>(0))?;
    text.flatten().map(|text| serde_json::from_str(&text).map_err(kernel::Failure::broken)).transpose()
}

/// The groups that the invoice was posted with.
pub(super) fn groups_then(view: &View<'_>, id: InvoiceId) -> Result<Vec<GroupThen>> {
    let sql = "SELECT group_id, kind, name FROM invoice_groups WHERE invoice = $1 ORDER BY kind, name, group_id";
    Ok(view.rows(sql, &params![id], |row| Ok(GroupThen { id: row.get(0)?, kind: row.get(1)?, name: row.get(2)? }))?)
}
