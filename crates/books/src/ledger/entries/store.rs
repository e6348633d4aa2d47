//! The tables of entries, postings and balances.

use db::{Table, Value, View, WriteSet, params};
use kernel::{Stamp, Uuid};

use super::{Entry, Heading, Line};
use crate::Result;

static ENTRIES: Table = Table {
    name: "entries",
    columns: &["id", "number", "day", "text", "source", "document", "reverses", "booked_at", "booked_by"],
    on_conflict: "",
};
static POSTINGS: Table = Table {
    name: "postings",
    columns: &["id", "entry", "line", "day", "account", "client", "amount", "vat_code", "text"],
    on_conflict: "",
};
static BALANCES: Table = Table {
    name: "balances",
    columns: &["account", "client", "month", "debit", "credit"],
    on_conflict: "ON CONFLICT (account, month, client) DO UPDATE
        SET debit = balances.debit + excluded.debit, credit = balances.credit + excluded.credit",
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
}

fn add_to_balance(heading: &Heading, line: &Line, set: &mut WriteSet) {
    let client = Value::Id(line.client.map_or(Uuid::nil(), |client| client.uuid()));
    let (debit, credit) = if line.amount > 0 { (line.amount, 0) } else { (0, -line.amount) };
    set.accumulate(&BALANCES, params![line.account, client, heading.day.month()], &[debit, credit]);
}

/// The number of the next entry; the journal counts from 1 and leaves none out.
pub(crate) fn next_number(view: &View<'_>) -> Result<i64> {
    Ok(view.number("SELECT MAX(number) FROM entries", &[])? + 1)
}
