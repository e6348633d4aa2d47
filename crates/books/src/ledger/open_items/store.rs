//! The tables of open items and their matches.

use db::{Row, Table, View, WriteSet, params};
use kernel::{AccountId, ClientId, Day, EntryId, GroupId, InvoiceId, PostingId};

use super::{ForeignItem, Item, Match, Pair, Referenced, matching};
use crate::Result;
use crate::ledger::Entry;
use crate::ledger::parties::store::{distinct, marks};

static OPEN_ITEMS: Table = Table {
    name: "open_items",
    columns: &[
        "id",
        "client",
        "account",
        "day",
        "due",
        "amount",
        "remaining",
        "currency",
        "foreign_amount",
        "foreign_remaining",
        "document",
    ],
    on_conflict: "",
};
static MATCHES: Table = Table {
    name: "matches",
    columns: &["id", "debit", "credit", "amount", "foreign_amount", "day", "entry"],
    on_conflict: "",
};

/// After the entry's lines, whose keys they share.
pub(in crate::ledger) fn open(entry: &Entry, set: &mut WriteSet) {
    for item in entry.items() {
        set.insert(
            &OPEN_ITEMS,
            params![
                item.id,
                item.client,
                item.account,
                item.day,
                item.due,
                item.amount,
                item.remaining,
                item.currency(),
                item.foreign.map(|foreign| foreign.amount),
                item.foreign.map(|foreign| foreign.remaining),
                item.document
            ],
        );
    }
}

pub(in crate::ledger) fn settle(matches: &[Match], set: &mut WriteSet) {
    for one in matches {
        set.insert(
            &MATCHES,
            params![one.id, one.debit, one.credit, one.amount, one.foreign_amount, one.day, one.entry],
        );
    }
    for (item, (by, foreign_by)) in matching::moved(matches) {
        set.run(
            "UPDATE open_items SET remaining = remaining + $2, foreign_remaining = foreign_remaining + $3 WHERE id = $1",
            params![item, by, foreign_by],
        );
    }
}

const ITEM: &str =
    "SELECT o.id, o.client, o.account, o.day, o.due, o.amount, o.remaining, o.document, o.currency, o.foreign_amount,
        o.foreign_remaining FROM open_items o";

fn item(row: &Row<'_>) -> db::Result<Item> {
    Ok(Item {
        id: row.get(0)?,
        client: row.get(1)?,
        account: row.get(2)?,
        day: row.get(3)?,
        due: row.get(4)?,
        amount: row.get(5)?,
        remaining: row.get(6)?,
        document: row.get(7)?,
        foreign: match row.get(8)? {
            Some(currency) => Some(ForeignItem { currency, amount: row.get(9)?, remaining: row.get(10)? }),
            None => None,
        },
    })
}

/// Ids in one question; the engines take some 32,000 at most.
const AT_ONCE: usize = 500;

/// What is open of these clients, the oldest due first.
pub(crate) fn open_of_clients(view: &View<'_>, clients: &[ClientId]) -> Result<Vec<Item>> {
    let mut found = Vec::new();
    for some in distinct(clients).chunks(AT_ONCE) {
        let sql = format!(
            "{ITEM} WHERE o.remaining <> 0 AND o.client IN ({}) ORDER BY o.client, o.due, o.day, o.id",
            marks(1, some.len())
        );
        found.extend(view.rows(&sql, some, item)?);
    }
    Ok(found)
}

/// The items that stand for these documents, settled ones too.
pub(crate) fn of_documents(view: &View<'_>, documents: &[InvoiceId]) -> Result<Vec<Item>> {
    let mut found = Vec::new();
    for some in distinct(documents).chunks(AT_ONCE) {
        let sql = format!("{ITEM} WHERE o.document IN ({}) ORDER BY o.day, o.id", marks(1, some.len()));
        found.extend(view.rows(&sql, some, item)?);
    }
    Ok(found)
}

const REFERENCED: &str =
    "SELECT o.id, o.client, o.account, o.day, o.due, o.amount, o.remaining, o.document, o.currency,
        o.foreign_amount, o.foreign_remaining, COALESCE(p.text, e.document, e.text)
    FROM open_items o JOIN postings p ON p.id = o.id JOIN entries e ON e.id = p.entry";

fn referenced(row: &Row<'_>) -> db::Result<Referenced> {
    Ok(Referenced { item: item(row)?, reference: row.get(11)? })
}

/// What is open of a client with its references, the oldest due first.
pub(super) fn referenced_of_client(view: &View<'_>, client: ClientId) -> Result<Vec<Referenced>> {
    let sql = format!("{REFERENCED} WHERE o.remaining <> 0 AND o.client = $1 ORDER BY o.due, o.day, o.id");
    Ok(view.rows(&sql, &params![client], referenced)?)
}

/// What is open on an account of the clients that are in a customer group now, client by client.
pub(super) fn referenced_of_group(view: &View<'_>, group: GroupId, account: AccountId) -> Result<Vec<Referenced>> {
    let sql = format!(
        "{REFERENCED} JOIN slots s ON s.client = o.client AND s.slot = 'posting' AND s.group_id = $1
         WHERE o.remaining <> 0 AND o.account = $2 ORDER BY o.client, o.due, o.day, o.id"
    );
    Ok(view.rows(&sql, &params![group, account], referenced)?)
}

/// These items, as they stand.
pub(crate) fn among(view: &View<'_>, ids: &[PostingId]) -> Result<Vec<Item>> {
    let mut found = Vec::new();
    for some in distinct(ids).chunks(AT_ONCE) {
        let sql = format!("{ITEM} WHERE o.id IN ({}) ORDER BY o.id", marks(1, some.len()));
        found.extend(view.rows(&sql, some, item)?);
    }
    Ok(found)
}

/// What is settled now between items, one of which the entry made.
pub(in crate::ledger) fn pairs_of_entry(view: &View<'_>, entry: EntryId) -> Result<Vec<Pair>> {
    let sql = "SELECT m.debit, m.credit, CAST(SUM(m.amount) AS BIGINT), MAX(m.day),
            CAST(SUM(m.foreign_amount) AS BIGINT) FROM matches m
        WHERE m.debit IN (SELECT id FROM postings WHERE entry = $1)
           OR m.credit IN (SELECT id FROM postings WHERE entry = $1)
        GROUP BY m.debit, m.credit HAVING SUM(m.amount) <> 0 ORDER BY m.debit, m.credit";
    Ok(view.rows(sql, &params![entry], pair)?)
}

/// What is settled now between two items.
pub(in crate::ledger) fn pair_of(view: &View<'_>, debit: PostingId, credit: PostingId) -> Result<Option<Pair>> {
    let sql = "SELECT m.debit, m.credit, CAST(SUM(m.amount) AS BIGINT), MAX(m.day),
            CAST(SUM(m.foreign_amount) AS BIGINT) FROM matches m
        WHERE m.debit = $1 AND m.credit = $2 GROUP BY m.debit, m.credit";
    Ok(view.first(sql, &params![debit, credit], pair)?)
}

fn pair(row: &Row<'_>) -> db::Result<Pair> {
    Ok(Pair {
        debit: row.get(0)?,
        credit: row.get(1)?,
        amount: row.get(2)?,
        day: row.get(3)?,
        foreign_amount: row.get(4)?,
    })
}

/// What was open on a day, as an expression over an item `o`: what is left now, and what was settled since. The day is
/// parameter `$day`.
pub(crate) fn then(day: usize) -> String {
    left_then("remaining", "amount", day)
}

/// The same in the item's own currency; empty where that is the company's.
pub(crate) fn foreign_then(day: usize) -> String {
    left_then("foreign_remaining", "foreign_amount", day)
}

fn left_then(left: &str, matched: &str, day: usize) -> String {
    let since = |side| {
        format!(
            "COALESCE((SELECT CAST(SUM(m.{matched}) AS BIGINT) FROM matches m WHERE m.{side} = o.id AND m.day > ${day}), 0)"
        )
    };
    format!("(o.{left} + {} - {})", since("debit"), since("credit"))
}

/// The condition on items of which something can have been open on a day: left now, or settled since.
pub(crate) fn maybe_open(day: usize) -> String {
    format!(
        "o.day <= ${day} AND (o.remaining <> 0 OR o.id IN (SELECT m.debit FROM matches m WHERE m.day > ${day}
            UNION SELECT m.credit FROM matches m WHERE m.day > ${day}))"
    )
}

/// What was open on each control account on a day, minor units.
pub(in crate::ledger) fn by_account(view: &View<'_>, on: Day) -> Result<Vec<(AccountId, i64)>> {
    let sql = format!(
        "SELECT o.account, CAST(SUM({}) AS BIGINT) FROM open_items o WHERE {} GROUP BY o.account",
        then(1),
        maybe_open(1)
    );
    Ok(view.rows(&sql, &params![on], |row| Ok((row.get(0)?, row.get(1)?)))?)
}
