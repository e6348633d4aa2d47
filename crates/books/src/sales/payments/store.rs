//! The table of payments, and what payments read of the ledger's.

use db::{Row, Table, Value, View, WriteSet, params};
use kernel::{ClientId, Currency, Day, EntryId, GroupId, InvoiceId, PaymentId};

use super::read_aged::{AgedRow, Share};
use super::{BankAccount, Change, ListPayments, OpenItem, Payment, PaymentRow, Settled};
use crate::clients::Sight;
use crate::ledger::{self, Account, foreign, open_items};
use crate::{Result, Scene};

static PAYMENTS: Table = Table {
    name: "payments",
    columns: &["id", "client", "day", "amount", "currency", "foreign_amount", "account", "text", "entry"],
    on_conflict: "",
};

pub(in crate::sales) fn write(change: &Change, set: &mut WriteSet) {
    let Change::Recorded(payment) = change;
    set.insert(
        &PAYMENTS,
        params![
            payment.id,
            payment.client,
            payment.day,
            payment.amount,
            payment.foreign.map(|foreign| foreign.currency),
            payment.foreign.map(|foreign| foreign.amount),
            payment.account,
            &payment.text,
            payment.entry
        ],
    );
}

const BANKS: &str = "SELECT a.id, a.number, a.name, a.currency FROM accounts a
    LEFT JOIN company_defaults d ON d.purpose = 'bank' AND d.account = a.number
    WHERE a.archived_at IS NULL AND a.type = 'asset' AND a.control = 'none'
      AND (a.category IN ('bank', 'cash') OR d.account IS NOT NULL)
    ORDER BY CASE WHEN d.account IS NULL THEN 1 ELSE 0 END, a.number LIMIT 50";

/// Bank and cash accounts, the company's own first.
pub(super) fn banks(view: &View<'_>) -> Result<Vec<BankAccount>> {
    let bank = |row: &Row<'_>| {
        Ok(BankAccount { id: row.get(0)?, number: row.get(1)?, name: row.get(2)?, currency: row.get(3)? })
    };
    Ok(view.rows(BANKS, &[], bank)?)
}

/// The account that payments of a currency go to where nobody says another: one that is kept in it, or the company's own.
pub(super) fn bank_account(view: &View<'_>, currency: Currency) -> Result<Option<Account>> {
    let banks = banks(view)?;
    let kept_in = |bank: &&BankAccount| bank.currency == Some(currency);
    let fits = |bank: &&BankAccount| bank.currency.is_none();
    match banks.iter().find(kept_in).or_else(|| banks.iter().find(fits)) {
        Some(bank) => ledger::chart::store::find(view, bank.id),
        None => Ok(None),
    }
}

const PAYMENT: &str = "SELECT p.id, p.client, p.day, p.amount, p.account, p.text, p.entry, c.name, a.number,
    (SELECT CAST(COALESCE(SUM(COALESCE(o.foreign_remaining, o.remaining)), 0) AS BIGINT)
     FROM postings l JOIN open_items o ON o.id = l.id WHERE l.entry = p.entry), r.id, r.number, p.currency,
    p.foreign_amount
    FROM payments p JOIN clients c ON c.id = p.client JOIN accounts a ON a.id = p.account
    LEFT JOIN entries r ON r.reverses = p.entry";

fn row(row: &Row<'_>) -> db::Result<PaymentRow> {
    let reversed_by: Option<EntryId> = row.get(10)?;
    Ok(PaymentRow {
        payment: Payment {
            id: row.get(0)?,
            client: row.get(1)?,
            day: row.get(2)?,
            amount: row.get(3)?,
            foreign: foreign(row, 12)?,
            account: row.get(4)?,
            text: row.get(5)?,
            entry: row.get(6)?,
        },
        client_name: row.get(7)?,
        account_number: row.get(8)?,
        unused: row.get::<i64>(9)?.saturating_neg(),
        reversed_by: match reversed_by {
            Some(id) => Some((id, row.get(11)?)),
            None => None,
        },
    })
}

fn conditions(ask: &ListPayments, sight: Sight) -> (String, Vec<Value>) {
    let (from, to) = (ask.from.map_or(0, |day| day.number()), ask.to.map_or(i64::MAX, |day| day.number()));
    let mut params = params![from, to].to_vec();
    let mut filter = "p.day BETWEEN $1 AND $2".to_owned();
    if let Some(client) = ask.client {
        params.extend(params![client]);
        filter.push_str(&format!(" AND p.client = ${}", params.len()));
    }
    let wanted = kernel::search_fold(ask.q.trim());
    if !wanted.is_empty() {
        let literal = |text: &str| format!("%{}%", text.replace('!', "!!").replace('%', "!%").replace('_', "!_"));
        params.extend(params![literal(&wanted), literal(&ask.q.trim().to_ascii_lowercase())]);
        filter.push_str(&format!(
            " AND (c.search_fold LIKE ${} ESCAPE '!' OR LOWER(p.text) LIKE ${} ESCAPE '!')",
            params.len() - 1,
            params.len()
        ));
    }
    let (seen, of_sight) = sight.condition("c", params.len() + 1);
    params.extend(of_sight);
    (format!("{filter} AND {seen}"), params)
}

/// One page and one row more, newest first.
pub(super) fn rows(view: &View<'_>, ask: &ListPayments, sight: Sight) -> Result<Vec<PaymentRow>> {
    let (mut filter, mut params) = conditions(ask, sight);
    if let Some((day, id)) = ask.after {
        params.extend(params![day, id]);
        filter.push_str(&format!(" AND (p.day, p.id) < (${}, ${})", params.len() - 1, params.len()));
    }
    params.extend(params![ask.limit + 1]);
    let sql = format!("{PAYMENT} WHERE {filter} ORDER BY p.day DESC, p.id DESC LIMIT ${}", params.len());
    Ok(view.rows(&sql, &params, row)?)
}

/// How many match, and the sum of those that were not taken back.
pub(super) fn totals(view: &View<'_>, ask: &ListPayments, sight: Sight) -> Result<(i64, i64)> {
    let (filter, params) = conditions(ask, sight);
    let sql = format!(
        "SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN r.id IS NULL THEN p.amount ELSE 0 END), 0) AS BIGINT)
         FROM payments p JOIN clients c ON c.id = p.client LEFT JOIN entries r ON r.reverses = p.entry WHERE {filter}"
    );
    Ok(view.first(&sql, &params, |row| Ok((row.get(0)?, row.get(1)?)))?.unwrap_or_default())
}

pub(super) fn find_in_sight(scene: &Scene<'_>, id: PaymentId) -> Result<Option<PaymentRow>> {
    let (seen, of_sight) = Sight::of(scene.rights).condition("c", 2);
    let mut params = params![id].to_vec();
    params.extend(of_sight);
    Ok(scene.first(&format!("{PAYMENT} WHERE p.id = $1 AND {seen}"), &params, row)?)
}

/// The number of a payment's entry, who recorded it, and the name of its bank account.
pub(super) fn around(view: &View<'_>, payment: &Payment) -> Result<Option<(i64, String, String)>> {
    let sql = "SELECT e.number, e.booked_by, a.name FROM entries e, accounts a WHERE e.id = $1 AND a.id = $2";
    let params = params![payment.entry, payment.account];
    Ok(view.first(sql, &params, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?)
}

/// What the credits of an entry settle now.
pub(super) fn settled_by(view: &View<'_>, entry: EntryId) -> Result<Vec<Settled>> {
    let sql = "SELECT o.id, e.id, o.document, COALESCE(i.number, e.text), a.number,
            CAST(SUM(CASE WHEN o.currency IS NULL THEN m.amount ELSE m.foreign_amount END) AS BIGINT)
        FROM postings l JOIN matches m ON m.credit = l.id JOIN open_items o ON o.id = m.debit
            JOIN postings p ON p.id = o.id JOIN entries e ON e.id = p.entry JOIN accounts a ON a.id = o.account
            LEFT JOIN invoices i ON i.id = o.document
        WHERE l.entry = $1 AND e.reverses IS NULL
        GROUP BY o.id, e.id, o.document, i.number, e.text, a.number, o.due, e.number HAVING SUM(m.amount) <> 0
        ORDER BY o.due, e.number, o.id";
    Ok(view.rows(sql, &params![entry], |row| {
        Ok(Settled {
            item: row.get(0)?,
            entry: row.get(1)?,
            invoice: row.get(2)?,
            title: row.get(3)?,
            account_number: row.get(4)?,
            amount: row.get(5)?,
        })
    })?)
}

/// What was open of a client on a day, the oldest due first.
pub(super) fn open_items(view: &View<'_>, client: ClientId, on: Day) -> Result<Vec<OpenItem>> {
    let (then, maybe) = (open_items::store::then(2), open_items::store::maybe_open(2));
    let foreign_then = open_items::store::foreign_then(2);
    let sql = format!(
        "SELECT o.id, e.id, e.number, a.number, o.day, o.due, o.amount, {then}, o.document, COALESCE(i.number, e.text),
            o.currency, {foreign_then}
         FROM open_items o JOIN postings p ON p.id = o.id JOIN entries e ON e.id = p.entry
            JOIN accounts a ON a.id = o.account LEFT JOIN invoices i ON i.id = o.document
         WHERE o.client = $1 AND {maybe} ORDER BY o.due, o.day, e.number, o.id"
    );
    let mut found = view.rows(&sql, &params![client, on], |row| {
        Ok(OpenItem {
            id: row.get(0)?,
            entry: row.get(1)?,
            entry_number: row.get(2)?,
            account_number: row.get(3)?,
            day: row.get(4)?,
            due: row.get(5)?,
            amount: row.get(6)?,
            open: row.get(7)?,
            document: row.get(8)?,
            title: row.get(9)?,
            foreign: foreign(row, 10)?,
            days_overdue: 0,
            balance: 0,
        })
    })?;
    found.retain(|item| item.open != 0);
    Ok(found)
}

/// Payments and other credits that an invoice was settled with, credit notes, transfers and merges aside: the entry with its
/// number, the payment, the day, and how much.
pub(in crate::sales) fn paid_with(
    view: &View<'_>,
    invoice: InvoiceId,
) -> Result<Vec<(EntryId, i64, Option<PaymentId>, Day, i64)>> {
    let sql = "SELECT e.id, e.number, p.id, MIN(m.day),
            CAST(SUM(CASE WHEN o.currency IS NULL THEN m.amount ELSE m.foreign_amount END) AS BIGINT)
        FROM open_items o JOIN matches m ON m.debit = o.id JOIN postings l ON l.id = m.credit
            JOIN entries e ON e.id = l.entry LEFT JOIN payments p ON p.entry = e.id
        WHERE o.document = $1 AND e.source NOT IN ('credit_note', 'transfer', 'merge') AND e.reverses IS NULL
        GROUP BY e.id, e.number, p.id HAVING SUM(m.amount) <> 0 ORDER BY e.number";
    Ok(view.rows(sql, &params![invoice], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))?)
}

/// What was open on a day, item by item, client after client in the order of their names.
pub(super) fn shares(view: &View<'_>, on: Day, sight: Sight) -> Result<Vec<Share>> {
    let (then, maybe) = (open_items::store::then(1), open_items::store::maybe_open(1));
    let (seen, of_sight) = sight.condition("c", 2);
    let mut params = params![on].to_vec();
    params.extend(of_sight);
    let sql = format!(
        "SELECT c.id, c.number, c.name, c.posting_group, o.due, {then}
         FROM open_items o JOIN clients c ON c.id = o.client WHERE {maybe} AND {seen} ORDER BY c.name_fold, c.id, o.due"
    );
    let mut found = view.rows(&sql, &params, |row| {
        Ok(Share {
            client: row.get(0)?,
            number: row.get(1)?,
            name: row.get(2)?,
            group: row.get(3)?,
            due: row.get(4)?,
            open: row.get(5)?,
        })
    })?;
    found.retain(|share| share.open != 0);
    Ok(found)
}

/// Customer groups by number, each with its control account's number and nothing owed.
pub(super) fn customer_groups(view: &View<'_>) -> Result<Vec<AgedRow<GroupId>>> {
    let sql = "SELECT g.id, a.number, g.name FROM posting_groups p JOIN groups_of_clients g ON g.id = p.id
        JOIN accounts a ON a.id = p.account ORDER BY p.number, g.id";
    Ok(view
        .rows(sql, &[], |row| Ok(AgedRow { id: row.get(0)?, number: row.get(1)?, name: row.get(2)?, ages: [0; 5] }))?)
}
