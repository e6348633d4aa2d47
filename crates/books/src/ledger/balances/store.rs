//! Sums of debits and credits, from the stored balances and the postings of months that a span cuts.

use std::collections::HashMap;

use db::{Column, Value, View, params};
use kernel::{AccountId, ClientId, Day, GroupId};

use super::{LedgerLine, LineCursor, ReadAccountLedger, ReadClientLedger, Span, Sums};
use crate::ledger::{entries, parties};
use crate::{Result, Scene};

/// Which of the tables of stored balances a question needs.
#[derive(Clone, Copy)]
enum Kept {
    Accounts,
    Clients,
}

/// The statement that sums stored balances and postings by `key`, and its parameters. `key` and `filter` speak of `a`,
/// the account, and of columns that both tables have, as `p`.
fn summing(kept: Kept, key: &str, filter: &str, span: &Span, mut params: Vec<Value>) -> (String, Vec<Value>) {
    // SQLite joins a CROSS JOIN in the order in which it is written: from the side that the filter makes small.
    let months = match kept {
        Kept::Accounts => "accounts a CROSS JOIN balances p",
        Kept::Clients => "client_balances p CROSS JOIN accounts a",
    };
    let next = params.len();
    params.extend(params![span.months.0, span.months.1]);
    let mut parts = vec![format!(
        "SELECT {key} AS part, p.debit, p.credit FROM {months}
         WHERE p.account = a.id AND p.month BETWEEN ${} AND ${}{filter}",
        next + 1,
        next + 2
    )];
    for (from, to) in &span.days {
        let next = params.len();
        params.extend(params![*from, *to]);
        // From account to account by the index on (account, day): a scan of all postings is never needed.
        parts.push(format!(
            "SELECT {key} AS part, CASE WHEN p.amount > 0 THEN p.amount ELSE 0 END,
                CASE WHEN p.amount < 0 THEN -p.amount ELSE 0 END
             FROM accounts a CROSS JOIN postings p WHERE p.account = a.id AND p.day BETWEEN ${} AND ${}{filter}",
            next + 1,
            next + 2
        ));
    }
    let sql = format!(
        "SELECT part, CAST(SUM(debit) AS BIGINT), CAST(SUM(credit) AS BIGINT) FROM ({}) both_tables GROUP BY part",
        parts.join(" UNION ALL ")
    );
    (sql, params)
}

fn sums<K: Column>(view: &View<'_>, (sql, params): (String, Vec<Value>)) -> Result<Vec<(K, Sums)>> {
    Ok(view.rows(&sql, &params, |row| Ok((row.get(0)?, Sums { debit: row.get(1)?, credit: row.get(2)? })))?)
}

pub(in crate::ledger) fn by_account(view: &View<'_>, span: &Span) -> Result<Vec<(AccountId, Sums)>> {
    sums(view, summing(Kept::Accounts, "p.account", "", span, Vec::new()))
}

/// What every account moved in each of several stretches: the stored balances are walked once for all of them, in the
/// order in which they lie.
pub(in crate::ledger) fn by_account_in<const N: usize>(
    view: &View<'_>,
    spans: [&Span; N],
) -> Result<HashMap<AccountId, [Sums; N]>> {
    let mut found: HashMap<AccountId, [Sums; N]> = HashMap::new();
    let (mut columns, mut params) = (String::new(), Vec::with_capacity(2 * N));
    for span in spans {
        params.extend(params![span.months.0, span.months.1]);
        let within = format!("month BETWEEN ${} AND ${}", params.len() - 1, params.len());
        for side in ["debit", "credit"] {
            columns.push_str(&format!(", CAST(COALESCE(SUM({side}) FILTER (WHERE {within}), 0) AS BIGINT)"));
        }
    }
    view.each(&format!("SELECT account{columns} FROM balances GROUP BY account"), &params, |row| {
        let mut sums = [Sums::default(); N];
        for (place, sum) in sums.iter_mut().enumerate() {
            *sum = Sums { debit: row.get(1 + 2 * place)?, credit: row.get(2 + 2 * place)? };
        }
        found.insert(row.get(0)?, sums);
        Ok(())
    })?;
    for (place, span) in spans.into_iter().enumerate() {
        let days = Span { months: super::span::NO_MONTHS, days: span.days.clone() };
        if days.days.is_empty() {
            continue;
        }
        for (account, cut) in by_account(view, &days)? {
            let sum = &mut found.entry(account).or_insert([Sums::default(); N])[place];
            *sum = Sums { debit: sum.debit + cut.debit, credit: sum.credit + cut.credit };
        }
    }
    Ok(found)
}

/// What one account moved.
pub(in crate::ledger) fn of_account(view: &View<'_>, account: AccountId, span: &Span) -> Result<Sums> {
    let found = sums::<AccountId>(
        view,
        summing(Kept::Accounts, "p.account", " AND a.id = $1", span, params![account].to_vec()),
    )?;
    Ok(found.into_iter().next().map(|(_, sums)| sums).unwrap_or_default())
}

/// What each client moved on receivables control accounts.
pub(in crate::ledger) fn by_client(view: &View<'_>, span: &Span) -> Result<Vec<(ClientId, Sums)>> {
    sums(view, summing(Kept::Clients, "p.client", ON_CONTROL, span, Vec::new()))
}

/// What one client moved on receivables control accounts.
pub(in crate::ledger) fn of_client(view: &View<'_>, client: ClientId, span: &Span) -> Result<Sums> {
    let filter = " AND p.client = $1 AND a.control = 'receivable'";
    let found = sums::<ClientId>(view, summing(Kept::Clients, "p.client", filter, span, params![client].to_vec()))?;
    Ok(found.into_iter().next().map(|(_, sums)| sums).unwrap_or_default())
}

/// The same by the customer group that each client is in now.
pub(in crate::ledger) fn by_customer_group(view: &View<'_>, span: &Span) -> Result<Vec<(GroupId, Sums)>> {
    let key = "(SELECT c.posting_group FROM clients c WHERE c.id = p.client)";
    sums(view, summing(Kept::Clients, key, ON_CONTROL, span, Vec::new()))
}

const ON_CONTROL: &str = " AND p.client IS NOT NULL AND a.control = 'receivable'";

/// Names of customer groups with their control accounts' numbers, by number.
pub(super) fn customer_groups(view: &View<'_>) -> Result<Vec<(GroupId, String, String)>> {
    let sql = "SELECT g.id, g.name, a.number FROM posting_groups p JOIN groups_of_clients g ON g.id = p.id
        JOIN accounts a ON a.id = p.account WHERE g.deleted_at IS NULL ORDER BY p.number";
    Ok(view.rows(sql, &[], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?)
}

/// The ledger's own balance of each receivables control account, summed from every posting up to a day.
pub(super) fn control_balances(view: &View<'_>, until: i64) -> Result<Vec<(AccountId, String, String, i64)>> {
    let sql = "SELECT a.id, a.number, a.name, COALESCE((SELECT CAST(SUM(p.amount) AS BIGINT) FROM postings p
            WHERE p.account = a.id AND p.day <= $1), 0)
        FROM accounts a WHERE a.control = 'receivable' ORDER BY a.number";
    Ok(view.rows(sql, &params![until], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?)
}

const LINE: &str = "SELECT e.id, e.number, p.line, p.day, a.id, a.number, a.name, a.type, p.client,
    COALESCE(p.text, e.text), e.document, p.amount
    FROM postings p JOIN entries e ON e.id = p.entry JOIN accounts a ON a.id = p.account";
const IN_ORDER: &str = "ORDER BY p.day, e.number, p.line";

fn lines(scene: &Scene<'_>, sql: &str, params: &[Value]) -> Result<Vec<LedgerLine>> {
    let mut clients: Vec<Option<ClientId>> = Vec::new();
    let mut lines = scene.rows(sql, params, |row| {
        clients.push(row.get(8)?);
        Ok(LedgerLine {
            entry: row.get(0)?,
            number: row.get(1)?,
            line: row.get(2)?,
            day: row.get(3)?,
            account: row.get(4)?,
            account_number: row.get(5)?,
            account_name: row.get(6)?,
            account_kind: entries::store::kind(&row.get::<String>(7)?)?,
            client: None,
            text: row.get(9)?,
            document: row.get(10)?,
            amount: row.get(11)?,
            balance: 0,
        })
    })?;
    let known = parties::known(scene, &clients.iter().copied().flatten().collect::<Vec<_>>())?;
    for (line, client) in lines.iter_mut().zip(clients) {
        line.client = client.and_then(|client| known.get(&client).cloned());
    }
    Ok(lines)
}

fn place(cursor: Option<LineCursor>) -> [Value; 3] {
    cursor.map_or(params![0, 0, 0], |cursor| params![cursor.day, cursor.number, cursor.line])
}

/// One page of an account's postings and one row more.
pub(super) fn lines_on(scene: &Scene<'_>, wanted: &ReadAccountLedger) -> Result<Vec<LedgerLine>> {
    let (from, to) = (wanted.from.map_or(0, |day| day.number()), wanted.to.map_or(i64::MAX, |day| day.number()));
    // Beginning at the cursor's day keeps the index in use; the row comparison then drops what was shown.
    let from = wanted.cursor.map_or(from, |cursor| from.max(cursor.day.number()));
    let mut params = params![wanted.account, from, to, wanted.limit + 1].to_vec();
    params.extend(place(wanted.cursor));
    let sql = format!(
        "{LINE} WHERE p.account = $1 AND p.day BETWEEN $2 AND $3 AND (p.day, e.number, p.line) > ($5, $6, $7)
         {IN_ORDER} LIMIT $4"
    );
    lines(scene, &sql, &params)
}

/// What an account moved from a day up to a line, and with it.
pub(super) fn moved_up_to(view: &View<'_>, account: AccountId, from: Option<Day>, cursor: LineCursor) -> Result<i64> {
    let same_day = view.number(
        "SELECT CAST(SUM(p.amount) AS BIGINT) FROM postings p JOIN entries e ON e.id = p.entry
         WHERE p.account = $1 AND p.day = $2 AND (e.number, p.line) <= ($3, $4)",
        &params![account, cursor.day, cursor.number, cursor.line],
    )?;
    Ok(match cursor.day.plus_days(-1) {
        Ok(eve) => same_day + of_account(view, account, &Span::period(from, Some(eve)))?.balance(),
        Err(_) => same_day,
    })
}

/// One page of a client's lines on control accounts and one row more.
pub(super) fn lines_of(scene: &Scene<'_>, wanted: &ReadClientLedger) -> Result<Vec<LedgerLine>> {
    let mut params = params![wanted.client, wanted.limit + 1].to_vec();
    params.extend(place(wanted.cursor));
    let sql = format!(
        "{LINE} WHERE p.client = $1 AND a.control = 'receivable' AND (p.day, e.number, p.line) > ($3, $4, $5)
         {IN_ORDER} LIMIT $2"
    );
    lines(scene, &sql, &params)
}

/// What a client moved on control accounts up to a line, and with it.
pub(super) fn client_moved_up_to(view: &View<'_>, client: ClientId, cursor: LineCursor) -> Result<i64> {
    let sql = "SELECT CAST(SUM(p.amount) AS BIGINT) FROM postings p JOIN entries e ON e.id = p.entry
        JOIN accounts a ON a.id = p.account
        WHERE p.client = $1 AND a.control = 'receivable' AND (p.day, e.number, p.line) <= ($2, $3, $4)";
    Ok(view.number(sql, &params![client, cursor.day, cursor.number, cursor.line])?)
}
