//! What a list of clients asks the tables: a page, its groups, the count.

use std::collections::HashMap;

use db::{IntoValue, Row, Value, View};
use kernel::{ClientId, ClientTypeId, Day, MemberId};

use super::sort::Key;
use super::{Cursor, Filter, InGroups, ListedClient, Match, Responsible, Shelf, Sort, SortBy};
use crate::clients::store::{CLIENT_COLUMNS, client};
use crate::clients::{Client, GroupOfClient, Sight, Status};
use crate::groups::Kind;
use crate::{Result, Scene};

/// A filter as a condition on `clients c`, with its parameters from `$1` on.
#[derive(Clone, Debug)]
pub(crate) struct Selection {
    condition: String,
    params: Vec<Value>,
}

impl Selection {
    /// `me` is the asker, where it is a member.
    pub(crate) fn new(filter: &Filter, sight: Sight, me: Option<MemberId>) -> Selection {
        let mut terms = Terms::default();
        terms.add(match filter.shelf {
            Shelf::Live => "c.archived_at IS NULL AND c.deleted_at IS NULL",
            Shelf::Archived => "c.archived_at IS NOT NULL AND c.deleted_at IS NULL",
            Shelf::Any => "c.deleted_at IS NULL",
            Shelf::Trash => "c.deleted_at IS NOT NULL",
        });
        if sight != Sight::All {
            let (condition, params) = sight.condition("c", terms.params.len() + 1);
            terms.params.extend(params);
            terms.add(condition);
        }
        for word in filter.words() {
            let pattern = terms.bind(format!("%{}%", escaped(&word)));
            terms.add(format!("c.search_fold LIKE {pattern} ESCAPE '!'"));
        }
        if !filter.statuses.is_empty() {
            let any: Vec<&str> = filter.statuses.iter().map(|status| has_status(*status)).collect();
            terms.add(format!("({})", any.join(" OR ")));
        }
        if let Some(groups) = &filter.client_groups {
            terms.in_groups(groups);
        }
        terms.one_of("c.posting_group", filter.customer_groups.iter().copied());
        terms.one_of("c.legal_entity", filter.legal_entities.iter().map(|entity| entity.code()));
        terms.one_of("c.country", filter.countries.iter().map(ToString::to_string));
        if !filter.responsible.is_empty() {
            let any: Vec<String> = filter.responsible.iter().map(|who| terms.looked_after_by(*who, me)).collect();
            terms.add(format!("({})", any.join(" OR ")));
        }
        if filter.owing {
            terms.add(format!("c.id IN (SELECT client FROM ({BALANCES}) owing WHERE open_balance <> 0)"));
        }
        Selection { condition: terms.conditions.join(" AND "), params: terms.params }
    }

    /// Just these clients, as far as they are in sight.
    pub(crate) fn of_ids(ids: &[ClientId], sight: Sight) -> Selection {
        let mut terms = Terms::default();
        terms.add("c.deleted_at IS NULL");
        let (condition, params) = sight.condition("c", 1);
        terms.params.extend(params);
        terms.add(condition);
        if ids.is_empty() {
            terms.add("FALSE");
        }
        terms.one_of("c.id", ids.iter().copied());
        Selection { condition: terms.conditions.join(" AND "), params: terms.params }
    }
}

impl Selection {
    /// The condition on `clients c`, and its parameters.
    pub(crate) fn parts(&self) -> (&str, &[Value]) {
        (&self.condition, &self.params)
    }
}

/// What a filter selects for the one who asks.
pub(crate) fn selected(scene: &Scene<'_>, filter: &Filter) -> Selection {
    Selection::new(filter, Sight::of(scene.rights), scene.rights.member)
}

#[derive(Default)]
struct Terms {
    conditions: Vec<String>,
    params: Vec<Value>,
}

impl Terms {
    fn add(&mut self, condition: impl Into<String>) {
        self.conditions.push(condition.into());
    }

    fn bind(&mut self, value: impl IntoValue) -> String {
        self.params.push(value.into_value());
        format!("${}", self.params.len())
    }

    /// No values are no condition.
    fn one_of<T: IntoValue>(&mut self, column: &str, values: impl Iterator<Item = T>) {
        let values: Vec<Value> = values.map(IntoValue::into_value).collect();
        if !values.is_empty() {
            let list = self.list(values);
            self.add(format!("{column} IN ({list})"));
        }
    }

    fn list(&mut self, values: Vec<Value>) -> String {
        let marks: Vec<String> = padded(values).into_iter().map(|value| self.bind(value)).collect();
        marks.join(", ")
    }

    fn in_groups(&mut self, wanted: &InGroups) {
        let ids: Vec<Value> = wanted.groups.iter().map(|group| group.into_value()).collect();
        let members = "SELECT s.client FROM slots s WHERE s.group_id";
        match wanted.how {
            Match::Without => self.add(
                // Slots of segments begin with the kind, or with their set: the key of the slots answers alone.
                "NOT EXISTS (SELECT 1 FROM slots s WHERE s.client = c.id
                             AND (s.slot >= 'segment:' AND s.slot < 'segment;' OR s.slot >= 'set:' AND s.slot < 'set;'))",
            ),
            _ if ids.is_empty() => self.add("FALSE"),
            Match::Any => {
                let list = self.list(ids);
                self.add(format!("c.id IN ({members} IN ({list}))"));
            }
            Match::All => {
                for id in ids {
                    let id = self.bind(id);
                    self.add(format!("c.id IN ({members} = {id})"));
                }
            }
            Match::None => {
                // One that is gone must not widen the list to everyone.
                for id in ids {
                    let id = self.bind(id);
                    self.add(format!(
                        "EXISTS (SELECT 1 FROM groups_of_clients g WHERE g.id = {id} AND g.deleted_at IS NULL)"
                    ));
                    self.add(format!("c.id NOT IN ({members} = {id})"));
                }
            }
        }
    }

    fn looked_after_by(&mut self, who: Responsible, me: Option<MemberId>) -> String {
        match (who, me) {
            (Responsible::Nobody, _) => "c.responsible IS NULL".to_owned(),
            (Responsible::Member(member), _) => format!("c.responsible = {}", self.bind(member)),
            // Whoever works at the machine itself is no member and looks after nobody.
            (Responsible::Me | Responsible::MyTeams, None) => "FALSE".to_owned(),
            (Responsible::Me, Some(me)) => format!("c.responsible = {}", self.bind(me)),
            (Responsible::MyTeams, Some(me)) => {
                let me = self.bind(me);
                format!(
                    "(c.responsible = {me} OR c.responsible IN (SELECT theirs.member FROM team_members mine
                      JOIN team_members theirs ON theirs.team = mine.team WHERE mine.member = {me}))"
                )
            }
        }
    }
}

/// Few lengths of lists mean few statements to prepare: the last value is repeated up to a power of two.
fn padded(mut values: Vec<Value>) -> Vec<Value> {
    if let Some(last) = values.last().cloned() {
        values.resize(values.len().next_power_of_two(), last);
    }
    values
}

fn escaped(word: &str) -> String {
    word.replace('!', "!!").replace('%', "!%").replace('_', "!_")
}

fn has_status(status: Status) -> &'static str {
    match status {
        Status::Active => "(c.portal = 'joined' OR c.lifecycle IN ('contracted', 'manual'))",
        Status::Invited => "(c.portal = 'invited' AND c.lifecycle IN ('imported', 'prospect'))",
        Status::Prospect => "(c.portal = 'none' AND c.lifecycle = 'prospect')",
        Status::Imported => "(c.portal = 'none' AND c.lifecycle = 'imported')",
    }
}

/// What each client owes on the control accounts, in one row per client that ever owed.
const BALANCES: &str = "SELECT b.client AS client, CAST(SUM(b.debit - b.credit) AS BIGINT) AS open_balance
    FROM client_balances b WHERE b.account IN (SELECT a.id FROM accounts a WHERE a.control = 'receivable') GROUP BY b.client";

const OPEN_BALANCE: &str = "COALESCE((SELECT CAST(SUM(b.debit - b.credit) AS BIGINT) FROM client_balances b
    JOIN accounts a ON a.id = b.account WHERE b.client = c.id AND a.control = 'receivable'), 0)";

/// A row with the value it is sorted by.
pub(super) struct PageRow {
    pub(super) listed: ListedClient,
    pub(super) key: Key,
}

/// The columns that an order compares, without the id that ends every order.
fn sorted_by(by: SortBy) -> &'static [&'static str] {
    match by {
        SortBy::Name => &["c.name_fold"],
        // Numbers are texts; the shorter first puts 9 before 10.
        SortBy::Number => &["LENGTH(c.number)", "c.number"],
        SortBy::OpenBalance => &["COALESCE(w.open_balance, 0)"],
        SortBy::Created => &[],
    }
}

/// Rows from the cursor on, at most `limit`; a cursor that looks backward gives them in the opposite order.
pub(super) fn page(
    view: &View<'_>,
    selection: &Selection,
    sort: Sort,
    cursor: Option<&Cursor>,
    limit: i64,
) -> Result<Vec<PageRow>> {
    let mut terms = Terms { conditions: vec![selection.condition.clone()], params: selection.params.clone() };
    let mut columns: Vec<&str> = sorted_by(sort.by).to_vec();
    columns.push("c.id");
    let falling = sort.descending != cursor.is_some_and(|cursor| cursor.backward);
    if let Some(cursor) = cursor {
        let marks: Vec<String> = cursor_values(cursor).into_iter().map(|value| terms.bind(value)).collect();
        let compare = if falling { "<" } else { ">" };
        terms.add(format!("({}) {compare} ({})", columns.join(", "), marks.join(", ")));
    }
    let order = |columns: &[&str]| {
        let each = columns.iter().map(|column| format!("{column}{}", if falling { " DESC" } else { "" }));
        each.collect::<Vec<_>>().join(", ")
    };
    let inner = order(&columns);
    // The page itself is short: its balances are at hand, and need no second sum over everyone's.
    if sort.by == SortBy::OpenBalance {
        columns[0] = "open_balance";
    }
    let outer = order(&columns);
    let joined = match sort.by {
        SortBy::OpenBalance => format!("LEFT JOIN ({BALANCES}) w ON w.client = c.id"),
        _ => String::new(),
    };
    let (conditions, limit) = (terms.conditions.join(" AND "), terms.bind(limit));
    let sql = format!(
        "WITH page AS (SELECT c.id AS id FROM clients c {joined} WHERE {conditions} ORDER BY {inner} LIMIT {limit})
         SELECT {CLIENT_COLUMNS}, g.name, a.number, m.name, {OPEN_BALANCE} AS open_balance, c.name_fold
         FROM page JOIN clients c ON c.id = page.id JOIN groups_of_clients g ON g.id = c.posting_group
         JOIN posting_groups p ON p.id = g.id JOIN accounts a ON a.id = p.account
         LEFT JOIN members m ON m.id = c.responsible ORDER BY {outer}"
    );
    Ok(view.rows(&sql, &terms.params, |row| page_row(row, sort.by))?)
}

/// The first column after those of the client itself.
const BEHIND: usize = 33;

fn page_row(row: &Row<'_>, by: SortBy) -> db::Result<PageRow> {
    let listed = ListedClient {
        client: client(row)?,
        groups: Vec::new(),
        types: Vec::new(),
        customer_group: row.get(BEHIND)?,
        account: row.get(BEHIND + 1)?,
        responsible: row.get(BEHIND + 2)?,
        open_balance: row.get(BEHIND + 3)?,
    };
    let key = match by {
        SortBy::Name => Key::Text(row.get(BEHIND + 4)?),
        SortBy::Number => Key::Text(listed.client.number.to_string()),
        SortBy::OpenBalance => Key::Amount(listed.open_balance),
        SortBy::Created => Key::Own,
    };
    Ok(PageRow { listed, key })
}

fn cursor_values(cursor: &Cursor) -> Vec<Value> {
    let mut values = match (&cursor.key, cursor.sort.by) {
        (Key::Text(text), SortBy::Number) => vec![(text.chars().count() as i64).into_value(), text.into_value()],
        (Key::Text(text), _) => vec![text.into_value()],
        (Key::Amount(amount), _) => vec![amount.into_value()],
        (Key::Own, _) => Vec::new(),
    };
    values.push(cursor.id.into_value());
    values
}

/// Fills in the groups of every row at once.
pub(super) fn add_groups(view: &View<'_>, rows: &mut [ListedClient], today: Day) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut terms = Terms::default();
    let list = terms.list(rows.iter().map(|row| row.client.id.into_value()).collect());
    // Of a corporate group a client holds a slot for each year: only this year's is of today.
    terms.params.push(format!("%:{}", today.year()).into_value());
    let this_year = terms.params.len();
    let sql = format!(
        "SELECT s.client, g.id, g.kind, g.name, g.color, m.from_day, m.until_day, g.smart_filter IS NOT NULL
         FROM slots s JOIN groups_of_clients g ON g.id = s.group_id
            JOIN memberships m ON m.client = s.client AND m.id = s.membership
         WHERE s.client IN ({list}) AND (g.kind <> 'corporate' OR s.slot LIKE ${this_year})
         ORDER BY g.kind, g.name_fold, g.id"
    );
    let mut groups: HashMap<ClientId, Vec<GroupOfClient>> = HashMap::new();
    view.each(&sql, &terms.params, |row| {
        let kind: String = row.get(2)?;
        let group = GroupOfClient {
            id: row.get(1)?,
            kind: Kind::parse(&kind).ok_or_else(|| db::DbError::Other(format!("unknown group kind {kind}")))?,
            name: row.get(3)?,
            color: row.get(4)?,
            from: row.get(5)?,
            until: row.get(6)?,
            smart: row.get(7)?,
        };
        groups.entry(row.get(0)?).or_default().push(group);
        Ok(())
    })?;
    for row in rows {
        row.groups = groups.remove(&row.client.id).unwrap_or_default();
    }
    Ok(())
}

/// Fills in what every client of the page is.
pub(super) fn add_types(view: &View<'_>, rows: &mut [ListedClient]) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut terms = Terms::default();
    let list = terms.list(rows.iter().map(|row| row.client.id.into_value()).collect());
    let sql = format!("SELECT client, type FROM types_of_clients WHERE client IN ({list}) ORDER BY client, type");
    let mut types: HashMap<ClientId, Vec<ClientTypeId>> = HashMap::new();
    view.each(&sql, &terms.params, |row| {
        types.entry(row.get(0)?).or_default().push(row.get(1)?);
        Ok(())
    })?;
    for row in rows {
        row.types = types.remove(&row.client.id).unwrap_or_default();
    }
    Ok(())
}

/// How many clients match, counting no further than `limit`.
pub(crate) fn count(view: &View<'_>, selection: &Selection, limit: i64) -> Result<i64> {
    let mut terms = Terms { conditions: Vec::new(), params: selection.params.clone() };
    let condition = &selection.condition;
    if limit == i64::MAX {
        return Ok(view.number(&format!("SELECT COUNT(*) FROM clients c WHERE {condition}"), &terms.params)?);
    }
    let limit = terms.bind(limit);
    let sql = format!("SELECT COUNT(*) FROM (SELECT 1 FROM clients c WHERE {condition} LIMIT {limit}) counted");
    Ok(view.number(&sql, &terms.params)?)
}

/// Whole clients, every one that is selected: for selections that are short.
pub(crate) fn clients(view: &View<'_>, selection: &Selection) -> Result<Vec<Client>> {
    let sql = format!("SELECT {CLIENT_COLUMNS} FROM clients c WHERE {} ORDER BY c.id", selection.condition);
    Ok(view.rows(&sql, &selection.params, client)?)
}

/// The clients that match, in the order of their ids, from behind `after` on: the chunks of a bulk change.
pub(crate) fn matching(
    view: &View<'_>,
    selection: &Selection,
    after: Option<ClientId>,
    limit: i64,
) -> Result<Vec<ClientId>> {
    let mut terms = Terms { conditions: vec![selection.condition.clone()], params: selection.params.clone() };
    if let Some(after) = after {
        let after = terms.bind(after);
        terms.add(format!("c.id > {after}"));
    }
    let (conditions, limit) = (terms.conditions.join(" AND "), terms.bind(limit));
    let sql = format!("SELECT c.id FROM clients c WHERE {conditions} ORDER BY c.id LIMIT {limit}");
    Ok(view.rows(&sql, &terms.params, |row| row.get(0))?)
}
