//! The tables of entries, postings and balances.

use db::{Row, Table, Value, View, WriteSet, params};
use kernel::{ClientId, EntryId, Instant, Stamp};

use super::{Balanced, Entry, EntryRow, Foreign, Heading, Line, LineView, ListEntries, Source};
use crate::ledger::open_items::{self, Opens};
use crate::ledger::{AccountKind, parties};
use crate::{Result, Scene};

static ENTRIES: Table = Table {
    name: "entries",
    columns: &["id", "number", "day", "text", "source", "document", "reverses", "booked_at", "booked_by"],
    on_conflict: "",
};
static POSTINGS: Table = Table {
    name: "postings",
    columns: &[
        "id",
        "entry",
        "line",
        "day",
        "account",
        "client",
        "amount",
        "currency",
        "foreign_amount",
        "vat_code",
        "text",
    ],
    on_conflict: "",
};
static BALANCES: Table = Table {
    name: "balances",
    columns: &["account", "month", "debit", "credit"],
    on_conflict: "ON CONFLICT (account, month) DO UPDATE
        SET debit = balances.debit + excluded.debit, credit = balances.credit + excluded.credit",
};
static CLIENT_BALANCES: Table = Table {
    name: "client_balances",
    columns: &["client", "account", "month", "debit", "credit"],
    on_conflict: "ON CONFLICT (client, account, month) DO UPDATE
        SET debit = client_balances.debit + excluded.debit, credit = client_balances.credit + excluded.credit",
};

/// Lines first: the entry seals them, and the database takes no line after it.
pub(in crate::ledger) fn post(entry: &Entry, set: &mut WriteSet, stamp: &Stamp) {
    let heading = &entry.heading;
    for (place, (id, line)) in (1..).zip(&entry.lines) {
        set.insert(
            &POSTINGS,
            params![
                *id,
                entry.id,
                place,
                heading.day,
                line.account,
                line.client,
                line.amount,
                line.foreign.map(|foreign| foreign.currency),
                line.foreign.map(|foreign| foreign.amount),
                line.vat_code,
                line.text.clone()
            ],
        );
        add_to_balance(heading, line, set);
    }
    set.insert(
        &ENTRIES,
        params![
            entry.id,
            heading.number,
            heading.day,
            &heading.text,
            heading.source.code(),
            heading.document.clone(),
            heading.reverses,
            stamp.now,
            stamp.actor.to_string()
        ],
    );
    open_items::store::open(entry, set);
}

fn add_to_balance(heading: &Heading, line: &Line, set: &mut WriteSet) {
    let month = heading.day.month();
    let amounts = if line.amount > 0 { [line.amount, 0] } else { [0, -line.amount] };
    set.accumulate(&BALANCES, params![line.account, month], &amounts);
    if let Some(client) = line.client {
        set.accumulate(&CLIENT_BALANCES, params![client, line.account, month], &amounts);
    }
}

/// The number of the next entry; the journal counts from 1 and leaves none out.
pub(crate) fn next_number(view: &View<'_>) -> Result<i64> {
    Ok(view.number("SELECT MAX(number) FROM entries", &[])? + 1)
}

const HEADING: &str = "SELECT id, number, day, text, source, document, reverses FROM entries";

fn heading(row: &Row<'_>) -> db::Result<(EntryId, Heading)> {
    let source: String = row.get(4)?;
    let heading = Heading {
        number: row.get(1)?,
        day: row.get(2)?,
        text: row.get(3)?,
        source: Source::parse(&source)
            .ok_or_else(|| db::DbError::Other(format!("an entry has the unknown source {source}")))?,
        document: row.get(5)?,
        reverses: row.get(6)?,
    };
    Ok((row.get(0)?, heading))
}

/// The entry with its lines in their order.
pub(in crate::ledger) fn find(view: &View<'_>, id: EntryId) -> Result<Option<Entry>> {
    let Some((id, heading)) = view.first(&format!("{HEADING} WHERE id = $1"), &params![id], heading)? else {
        return Ok(None);
    };
    let sql = "SELECT p.id, p.account, p.client, p.amount, p.vat_code, p.text, o.due, o.document,
            p.currency, p.foreign_amount
        FROM postings p LEFT JOIN open_items o ON o.id = p.id WHERE p.entry = $1 ORDER BY p.line";
    let lines = view.rows(sql, &params![id], |row| {
        let line = Line {
            account: row.get(1)?,
            client: row.get(2)?,
            amount: row.get(3)?,
            vat_code: row.get(4)?,
            text: row.get(5)?,
            opens: match row.get(6)? {
                Some(due) => Some(Opens { due, document: row.get(7)? }),
                None => None,
            },
            foreign: foreign(row, 8)?,
        };
        Ok((row.get(0)?, line))
    })?;
    Ok(Some(Entry { id, heading, lines, balanced: Balanced }))
}

/// The currency at a place of the row, and the amount after it.
pub(crate) fn foreign(row: &Row<'_>, at: usize) -> db::Result<Option<Foreign>> {
    match row.get(at)? {
        Some(currency) => Ok(Some(Foreign { currency, amount: row.get(at + 1)? })),
        None => Ok(None),
    }
}

/// The entry that took this one back, with its number.
pub(in crate::ledger) fn reversed_by(view: &View<'_>, id: EntryId) -> Result<Option<(EntryId, i64)>> {
    let sql = "SELECT id, number FROM entries WHERE reverses = $1";
    Ok(view.first(sql, &params![id], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// An entry without its lines.
pub(super) struct Found {
    pub id: EntryId,
    pub heading: Heading,
    pub booked_at: Instant,
    pub booked_by: String,
}

pub(super) fn heading_of(view: &View<'_>, id: EntryId) -> Result<Option<Found>> {
    let sql = "SELECT id, number, day, text, source, document, reverses, booked_at, booked_by FROM entries
        WHERE id = $1";
    Ok(view.first(sql, &params![id], |row| {
        let (id, heading) = heading(row)?;
        Ok(Found { id, heading, booked_at: row.get(7)?, booked_by: row.get(8)? })
    })?)
}

/// The lines of an entry with the names of accounts, clients and VAT codes.
pub(super) fn lines_of(scene: &Scene<'_>, id: EntryId) -> Result<Vec<LineView>> {
    let sql = "SELECT p.account, a.number, a.name, a.type, p.client, p.amount, v.code, p.text,
            p.currency, p.foreign_amount
        FROM postings p JOIN accounts a ON a.id = p.account LEFT JOIN vat_codes v ON v.id = p.vat_code
        WHERE p.entry = $1 ORDER BY p.line";
    let mut clients: Vec<ClientId> = Vec::new();
    let mut lines = scene.rows(sql, &params![id], |row| {
        let client: Option<ClientId> = row.get(4)?;
        clients.extend(client);
        Ok((
            client,
            LineView {
                account: row.get(0)?,
                account_number: row.get(1)?,
                account_name: row.get(2)?,
                account_kind: kind(&row.get::<String>(3)?)?,
                client: None,
                amount: row.get(5)?,
                vat_code: row.get(6)?,
                text: row.get(7)?,
                foreign: foreign(row, 8)?,
            },
        ))
    })?;
    let parties = parties::known(scene, &clients)?;
    for (client, line) in &mut lines {
        line.client = client.and_then(|client| parties.get(&client).cloned());
    }
    Ok(lines.into_iter().map(|(_, line)| line).collect())
}

pub(in crate::ledger) fn kind(code: &str) -> db::Result<AccountKind> {
    AccountKind::parse(code).ok_or_else(|| db::DbError::Other(format!("an account has the unknown type {code}")))
}

/// One page of the journal and one row more.
pub(super) fn journal(view: &View<'_>, wanted: &ListEntries) -> Result<Vec<EntryRow>> {
    let first = (i64::MIN, i64::MAX);
    let (from, to) = (wanted.from.map_or(first.0, |day| day.number()), wanted.to.map_or(first.1, |day| day.number()));
    let (day, number) = wanted.cursor.map_or((i64::MAX, i64::MAX), |cursor| (cursor.day.number(), cursor.number));
    let mut params = params![from, to, day, number, wanted.limit + 1].to_vec();
    let mut filter = String::new();
    if let Some(source) = wanted.source {
        params.push(Value::Text(source.code().to_owned()));
        filter.push_str(&format!(" AND e.source = ${}", params.len()));
    }
    let text = wanted.text.trim();
    if !text.is_empty() {
        params.extend(params![contains(text), text, text.parse::<i64>().unwrap_or(-1)]);
        let last = params.len();
        filter.push_str(&format!(
            " AND (LOWER(e.text) LIKE ${} ESCAPE '!' OR e.document = ${} OR e.number = ${last})",
            last - 2,
            last - 1
        ));
    }
    let sql = format!(
        "SELECT e.id, e.number, e.day, e.text, e.source, e.document, e.reverses,
            (SELECT CAST(SUM(p.amount) AS BIGINT) FROM postings p WHERE p.entry = e.id AND p.amount > 0),
            EXISTS (SELECT 1 FROM entries r WHERE r.reverses = e.id)
         FROM entries e WHERE e.day BETWEEN $1 AND $2 AND (e.day, e.number) < ($3, $4){filter}
         ORDER BY e.day DESC, e.number DESC LIMIT $5"
    );
    Ok(view.rows(&sql, &params, |row| {
        let (id, heading) = heading(row)?;
        Ok(EntryRow { id, heading, total: row.get(7)?, reversed: row.get(8)? })
    })?)
}

/// Entry texts have no folded form: only the capitals of plain letters are ignored.
fn contains(text: &str) -> String {
    format!("%{}%", text.to_ascii_lowercase().replace('!', "!!").replace('%', "!%").replace('_', "!_"))
}
