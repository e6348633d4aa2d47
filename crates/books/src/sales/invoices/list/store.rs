//! Lists and sums over invoices, and what stands around one of them.

use db::{Row, Value, View, params};
use kernel::{Currency, Day, InvoiceId, Money};

use super::{InvoiceRow, InvoiceTotals, ListInvoices};
use crate::Result;
use crate::clients::Sight;
use crate::company::stored_name;
use crate::ledger::AccountKind;
use crate::sales::invoices::book_invoice::in_books;
use crate::sales::invoices::facts::DraftFacts;
use crate::sales::invoices::read_invoice::{AccountName, PostedLine, Related};
use crate::sales::invoices::{Invoice, Kind, State};

/// What is open of a document in its own currency: what is left of its items; of a credit note below zero.
pub(in crate::sales) const OPEN: &str =
    "COALESCE((SELECT CAST(SUM(COALESCE(o.foreign_remaining, o.remaining)) AS BIGINT) FROM open_items o
        WHERE o.document = i.id), 0)";
/// The same in the company's currency.
const OPEN_IN_BOOKS: &str =
    "COALESCE((SELECT CAST(SUM(o.remaining) AS BIGINT) FROM open_items o WHERE o.document = i.id), 0)";

/// Conditions of the filter, and their parameters from `$1` on.
fn conditions(ask: &ListInvoices, sight: Sight, today: Day) -> (String, Vec<Value>) {
    let mut params: Vec<Value> = Vec::new();
    let mut all = vec!["TRUE".to_owned()];
    let mut add = |value: Value, text: &dyn Fn(usize) -> String| {
        params.push(value);
        all.push(text(params.len()));
    };
    match ask.state {
        Some(State::Draft) => add(Value::Bool(true), &|n| format!("(i.booked_at IS NULL) = ${n}")),
        Some(State::Booked) => add(Value::Int(today.number()), &|n| {
            format!("i.booked_at IS NOT NULL AND ({OPEN} < 0 OR {OPEN} >= i.gross AND i.gross > 0 AND i.due >= ${n})")
        }),
        Some(State::PartPaid) => add(Value::Int(today.number()), &|n| {
            format!("i.booked_at IS NOT NULL AND {OPEN} > 0 AND {OPEN} < i.gross AND i.due >= ${n}")
        }),
        Some(State::Overdue) => {
            add(Value::Int(today.number()), &|n| format!("i.booked_at IS NOT NULL AND {OPEN} > 0 AND i.due < ${n}"));
        }
        Some(State::Settled) => add(Value::Int(0), &|n| format!("i.booked_at IS NOT NULL AND {OPEN} = ${n}")),
        None => {}
    }
    if let Some(kind) = ask.kind {
        add(Value::Text(kind.code().to_owned()), &|n| format!("i.kind = ${n}"));
    }
    if let Some(client) = ask.client {
        add(Value::Id(client.uuid()), &|n| format!("i.client = ${n}"));
    }
    if let Some(day) = ask.from {
        add(Value::Int(day.number()), &|n| format!("i.day >= ${n}"));
    }
    if let Some(day) = ask.to {
        add(Value::Int(day.number()), &|n| format!("i.day <= ${n}"));
    }
    let wanted = ask.q.trim().trim_matches(['(', ')']);
    if !wanted.is_empty() {
        let folded = kernel::search_fold(wanted).replace('!', "!!").replace('%', "!%").replace('_', "!_");
        add(Value::Text(format!("%{folded}%")), &|n| format!("c.search_fold LIKE ${n} ESCAPE '!'"));
        let by_client = all.pop().unwrap_or_default();
        params.push(Value::Text(format!("{}%", wanted.replace('!', "!!").replace('%', "!%").replace('_', "!_"))));
        params.push(Value::Text(wanted.to_owned()));
        let (number, exact) = (params.len() - 1, params.len());
        all.push(format!(
            "({by_client} OR i.number LIKE ${number} ESCAPE '!' OR i.reference LIKE ${number} ESCAPE '!'
              OR CAST(i.provisional AS TEXT) = ${exact})"
        ));
    }
    let (seen, of_sight) = sight.condition("c", params.len() + 1);
    params.extend(of_sight);
    all.push(seen);
    (all.join(" AND "), params)
}

/// The rows asked for and one more, which says that there is another page: newest first, or backwards from a row on.
pub(super) fn rows(view: &View<'_>, ask: &ListInvoices, sight: Sight, today: Day) -> Result<Vec<InvoiceRow>> {
    let (mut filter, mut params) = conditions(ask, sight, today);
    let (side, order) = if ask.before.is_some() { (">", "ASC") } else { ("<", "DESC") };
    if let Some((day, id)) = ask.before.or(ask.after) {
        params.push(Value::Int(day.number()));
        params.push(Value::Id(id.uuid()));
        filter.push_str(&format!(" AND (i.day, i.id) {side} (${}, ${})", params.len() - 1, params.len()));
    }
    params.push(Value::Int(ask.limit + 1));
    let limit = params.len();
    let sql = format!(
        "SELECT i.id, i.kind, i.provisional, i.number, i.client, c.name, i.day, i.due, i.net, i.vat, i.gross, {OPEN},
            i.booked_at, i.version, i.currency
         FROM invoices i JOIN clients c ON c.id = i.client WHERE {filter}
         ORDER BY i.day {order}, i.id {order} LIMIT ${limit}"
    );
    Ok(view.rows(&sql, &params, |row| listed(row, today))?)
}

fn listed(row: &Row<'_>, today: Day) -> db::Result<InvoiceRow> {
    let kind: String = row.get(1)?;
    let currency: Currency = row.get(14)?;
    let (due, open): (Day, i64) = (row.get(7)?, row.get(11)?);
    let money = |column| Ok::<_, db::DbError>(Money::new(row.get(column)?, currency));
    Ok(InvoiceRow {
        id: row.get(0)?,
        kind: Kind::parse(&kind).ok_or_else(|| db::DbError::Other(format!("unknown kind {kind}")))?,
        provisional: row.get(2)?,
        number: row.get(3)?,
        client: row.get(4)?,
        client_name: row.get(5)?,
        day: row.get(6)?,
        due,
        net: money(8)?,
        vat: money(9)?,
        gross: money(10)?,
        open: Money::new(open, currency),
        state: State::of(row.get::<Option<i64>>(12)?.is_some(), due, (open, row.get(10)?), today),
        version: row.get(13)?,
    })
}

pub(super) fn totals(
    view: &View<'_>,
    ask: &ListInvoices,
    sight: Sight,
    today: Day,
    currency: Currency,
) -> Result<InvoiceTotals> {
    let (filter, mut params) = conditions(ask, sight, today);
    params.push(Value::Int(today.number()));
    let day = params.len();
    let sql = format!(
        "SELECT COUNT(*), CAST(SUM(draft) AS BIGINT), CAST(SUM(net) AS BIGINT), CAST(SUM(gross) AS BIGINT),
            CAST(SUM(open) AS BIGINT), CAST(SUM(CASE WHEN open > 0 AND due < ${day} THEN open ELSE 0 END) AS BIGINT)
         FROM (SELECT CASE WHEN i.booked_at IS NULL THEN 1 ELSE 0 END AS draft, i.due AS due, {OPEN_IN_BOOKS} AS open,
                 CASE WHEN i.booked_at IS NULL THEN 0 WHEN i.kind = 'invoice' THEN 1 ELSE -1 END
                    * COALESCE(i.books_net, i.net) AS net,
                 CASE WHEN i.booked_at IS NULL THEN 0 WHEN i.kind = 'invoice' THEN 1 ELSE -1 END
                    * COALESCE(i.books_gross, i.gross) AS gross
               FROM invoices i JOIN clients c ON c.id = i.client WHERE {filter}) x"
    );
    let number = |row: &Row<'_>, column| Ok::<i64, db::DbError>(row.get::<Option<i64>>(column)?.unwrap_or_default());
    let found = view.first(&sql, &params, |row| {
        Ok(InvoiceTotals {
            documents: number(row, 0)?,
            drafts: number(row, 1)?,
            net: Money::new(number(row, 2)?, currency),
            gross: Money::new(number(row, 3)?, currency),
            open: Money::new(number(row, 4)?, currency),
            overdue: Money::new(number(row, 5)?, currency),
        })
    })?;
    found.ok_or_else(|| kernel::Failure::broken("a sum without a row"))
}

/// Minor units still open on a booked document.
pub(in crate::sales::invoices) fn open_of(view: &View<'_>, id: InvoiceId) -> Result<i64> {
    Ok(view.number(&format!("SELECT {OPEN} FROM invoices i WHERE i.id = $1"), &params![id])?)
}

pub(in crate::sales::invoices) fn entry_number(view: &View<'_>, invoice: &Invoice) -> Result<Option<i64>> {
    let Some(entry) = invoice.entry() else { return Ok(None) };
    Ok(view.first("SELECT number FROM entries WHERE id = $1", &params![entry], |row| row.get(0))?)
}

/// The lines of the entry behind a booked document.
pub(in crate::sales::invoices) fn posted(view: &View<'_>, invoice: &Invoice) -> Result<Vec<PostedLine>> {
    let Some(entry) = invoice.entry() else { return Ok(Vec::new()) };
    let sql = "SELECT a.id, a.number, a.name, a.type, p.amount FROM postings p JOIN accounts a ON a.id = p.account
        WHERE p.entry = $1 ORDER BY p.line";
    Ok(view.rows(sql, &params![entry], |row| {
        let amount: i64 = row.get(4)?;
        Ok(PostedLine { account: account(row)?, debit: amount.max(0), credit: (-amount).max(0) })
    })?)
}

/// The lines that booking a draft would post, as far as it can be booked.
pub(in crate::sales::invoices) fn would_post(
    view: &View<'_>,
    invoice: &Invoice,
    facts: &DraftFacts,
) -> Result<Vec<PostedLine>> {
    let sign = if invoice.kind == Kind::Invoice { 1 } else { -1 };
    let mut amounts = vec![(invoice.account, sign * invoice.gross_in_books().minor)];
    for line in &invoice.lines {
        let Some(wanted) = line.account else { continue };
        match amounts[1..].iter_mut().find(|(account, _)| *account == wanted) {
            Some((_, amount)) => *amount -= sign * line.books_net.unwrap_or(line.net).minor,
            None => amounts.push((wanted, -sign * line.books_net.unwrap_or(line.net).minor)),
        }
    }
    for total in invoice.totals().map(|totals| totals.by_code).unwrap_or_default() {
        let account = total.code.and_then(|code| facts.code(code)).and_then(|code| code.account);
        let vat = in_books(invoice, total.vat)?.minor;
        amounts.extend(account.map(|account| (account, -sign * vat)));
    }
    let mut lines = Vec::with_capacity(amounts.len());
    for (id, amount) in amounts.into_iter().filter(|(_, amount)| *amount != 0) {
        let sql = "SELECT id, number, name, type FROM accounts WHERE id = $1";
        if let Some(account) = view.first(sql, &params![id], account)? {
            lines.push(PostedLine { account, debit: amount.max(0), credit: (-amount).max(0) });
        }
    }
    Ok(lines)
}

fn account(row: &Row<'_>) -> db::Result<AccountName> {
    let kind: String = row.get(3)?;
    Ok(AccountName {
        id: row.get(0)?,
        number: row.get(1)?,
        name: stored_name(&row.get::<String>(2)?)?.to_string(),
        kind: AccountKind::parse(&kind).ok_or_else(|| db::DbError::Other(format!("unknown account type {kind}")))?,
    })
}

/// Accounts that a line may be posted to, by number.
pub(in crate::sales::invoices) fn sales_accounts(view: &View<'_>) -> Result<Vec<AccountName>> {
    let sql = "SELECT id, number, name, type FROM accounts
        WHERE control = 'none' AND archived_at IS NULL AND type = 'incoming' ORDER BY number";
    Ok(view.rows(sql, &[], account)?)
}

/// The invoice that a credit note corrects, and the credit notes of an invoice.
pub(in crate::sales::invoices) fn related(view: &View<'_>, invoice: &Invoice) -> Result<Vec<Related>> {
    let sql = "SELECT id, number, provisional, kind, booked_at, gross, currency FROM invoices
        WHERE id = $1 OR credits = $2 ORDER BY day, id";
    let corrected = invoice.credits.unwrap_or(invoice.id);
    let rows = view.rows(sql, &params![corrected, invoice.id], |row| {
        let kind: String = row.get(3)?;
        let provisional: i64 = row.get(2)?;
        Ok(Related {
            id: row.get(0)?,
            title: row.get::<Option<String>>(1)?.unwrap_or_else(|| format!("({provisional})")),
            kind: Kind::parse(&kind).ok_or_else(|| db::DbError::Other(format!("unknown kind {kind}")))?,
            booked: row.get::<Option<i64>>(4)?.is_some(),
            gross: Money::new(row.get(5)?, row.get(6)?),
        })
    })?;
    Ok(rows.into_iter().filter(|other| other.id != invoice.id).collect())
}
