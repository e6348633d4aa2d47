//! What a report asks the tables: sums by level, the total, what stands under two groups at once, single rows, names.

use std::collections::HashSet;

use db::{Row, Value, View};
use kernel::{ClientId, Day, GroupId, Uuid};

use super::pieces::store::Base;
use super::{Detail, Key, Named, Standing};
use crate::Result;
use crate::clients::Sight;
use crate::groups::Kind;
use crate::reports::definition::Dataset;
use crate::reports::field::Field;
use crate::reports::measure::Figures;

const FIGURES: &str = "COUNT(*) AS n, COUNT(DISTINCT b.doc) AS docs, COUNT(DISTINCT b.client) AS clients,
    CAST(COALESCE(SUM(b.m1), 0) AS BIGINT) AS m1, CAST(COALESCE(SUM(b.m2), 0) AS BIGINT) AS m2,
    CAST(COALESCE(SUM(b.m3), 0) AS BIGINT) AS m3";

fn figures(row: &Row<'_>, at: usize) -> db::Result<Figures> {
    Ok(Figures {
        rows: row.get(at)?,
        documents: row.get(at + 1)?,
        clients: row.get(at + 2)?,
        sums: [row.get(at + 3)?, row.get(at + 4)?, row.get(at + 5)?],
    })
}

/// Everything that matches, each row once.
pub(super) fn total(view: &View<'_>, base: &Base) -> Result<Figures> {
    let sql = format!("WITH base AS ({}) SELECT {FIGURES} FROM base b", base.sql);
    Ok(view.first(&sql, &base.params, |row| figures(row, 0))?.unwrap_or_default())
}

/// Which of the groups are wanted.
#[derive(Clone, Copy)]
pub(super) struct Page {
    pub skip: i64,
    pub limit: i64,
}

/// How many values of `level` there are among the rows; "none" is one of them.
pub(super) fn count_groups(view: &View<'_>, base: &Base, level: Field) -> Result<i64> {
    let mut base = base.clone();
    let (join, key) = match level.several() {
        Some(kind) => (base.groups(kind, "s1"), "s1.group_id"),
        None => (String::new(), "b.k1"),
    };
    let sql = format!(
        "WITH base AS ({}), x AS (SELECT {key} AS k1 FROM base b {join} GROUP BY {key}) SELECT COUNT(*) FROM x",
        base.sql
    );
    Ok(view.first(&sql, &base.params, |row| row.get(0))?.unwrap_or_default())
}

/// Sums for each value of the first `levels`, those with most first; a page of them.
pub(super) fn grouped(
    view: &View<'_>,
    base: &Base,
    levels: &[Field],
    dataset: Dataset,
    page: Page,
) -> Result<Vec<(Vec<Key>, Figures)>> {
    let mut base = base.clone();
    let (mut joins, mut keys, mut names, mut shown) = (String::new(), Vec::new(), String::new(), Vec::new());
    for (place, field) in levels.iter().enumerate() {
        let number = place + 1;
        keys.push(match field.several() {
            Some(kind) => {
                joins.push_str(&base.groups(kind, &format!("s{number}")));
                format!("s{number}.group_id")
            }
            None => format!("b.k{number}"),
        });
        let (join, name, color) = name_of(*field, number);
        names.push_str(&join);
        shown.push(format!("x.k{number}, {name}, {color}"));
    }
    let order: Vec<String> =
        levels.iter().enumerate().map(|(place, field)| order_of(*field, place + 1, dataset)).collect();
    let (limit, skip) = (base.bind(page.limit), base.bind(page.skip));
    let sql = format!(
        "WITH base AS ({base_sql}),
              x AS (SELECT {made}, {FIGURES} FROM base b {joins} GROUP BY {keys})
         SELECT {shown}, x.n, x.docs, x.clients, x.m1, x.m2, x.m3 FROM x {names} ORDER BY {order} LIMIT {limit} OFFSET {skip}",
        base_sql = base.sql,
        made = keys.iter().enumerate().map(|(at, key)| format!("{key} AS k{}", at + 1)).collect::<Vec<_>>().join(", "),
        keys = keys.join(", "),
        shown = shown.join(", "),
        order = order.join(", "),
    );
    Ok(view.rows(&sql, &base.params, |row| {
        let keys =
            levels.iter().enumerate().map(|(place, field)| key(row, place * 3, *field)).collect::<db::Result<_>>()?;
        Ok((keys, figures(row, levels.len() * 3)?))
    })?)
}

/// The table that names a key, the name's column and the colour's.
fn name_of(field: Field, number: usize) -> (String, String, String) {
    let by = |table: &str, name: &str, color: &str| {
        (
            format!("LEFT JOIN {table} n{number} ON n{number}.id = x.k{number} "),
            name.replace("@", &format!("n{number}.")),
            color.replace("@", &format!("n{number}.")),
        )
    };
    let none = "CAST(0 AS BIGINT)";
    match field {
        _ if field.kind().is_some() => by("groups_of_clients", "@name", "@color"),
        Field::Client => by("clients", "@name", none),
        Field::Responsible | Field::Member => by("members", "@name", none),
        Field::Account => by("accounts", "@number || ' ' || @name", none),
        Field::Product => by("products", "@name", none),
        _ => (String::new(), "CAST(NULL AS TEXT)".to_owned(), none.to_owned()),
    }
}

/// Months and accounts have an order of their own; of everything else the most comes first. "None" is always last.
fn order_of(field: Field, number: usize, dataset: Dataset) -> String {
    let nothing = format!("CASE WHEN x.k{number} IS NULL THEN 1 ELSE 0 END");
    match field {
        Field::Month => format!("{nothing}, x.k{number}"),
        Field::Account => format!("{nothing}, n{number}.number, x.k{number}"),
        _ if number == 1 => {
            let most = match dataset {
                Dataset::Clients => "x.clients",
                Dataset::Ledger => "x.m2",
                Dataset::Time | Dataset::Invoices => "x.m1",
            };
            format!("{nothing}, {most} DESC, x.k{number}")
        }
        _ => format!("{nothing}, x.m1 DESC, x.n DESC, x.k{number}"),
    }
}

fn key(row: &Row<'_>, at: usize, field: Field) -> db::Result<Key> {
    let name: Option<String> = row.get(at + 1)?;
    let color = row.get::<Option<i64>>(at + 2)?.unwrap_or_default();
    let (code, label) = match field {
        Field::Month => {
            let month: i64 = row.get(at)?;
            let text = format!("{:04}-{:02}", month / 100, month % 100);
            (Some(text.clone()), text)
        }
        Field::Status | Field::Billable | Field::Document | Field::WorkType => {
            let code: Option<String> = row.get(at)?;
            let label = code.as_deref().map_or_else(|| field.nothing().to_owned(), |code| field.word(code));
            (code, label)
        }
        _ => {
            let id: Option<Uuid> = row.get(at)?;
            let label = match (id, name) {
                (None, _) => field.nothing().to_owned(),
                (Some(_), Some(name)) => name,
                (Some(id), None) => field.write_id(id),
            };
            (id.map(|id| field.write_id(id)), label)
        }
    };
    Ok(Key { field, code, label, color })
}

/// What stands under more than one group of these kinds, each row once.
pub(super) fn counted_twice(view: &View<'_>, base: &Base, kinds: &[Kind]) -> Result<Figures> {
    let mut base = base.clone();
    let join: String = kinds.iter().enumerate().map(|(at, kind)| base.groups(*kind, &format!("s{at}"))).collect();
    let sql = format!(
        "WITH base AS ({}),
              twice AS (SELECT b.id AS id FROM base b {join} GROUP BY b.id HAVING COUNT(*) > 1)
         SELECT {FIGURES} FROM base b JOIN twice ON twice.id = b.id",
        base.sql
    );
    Ok(view.first(&sql, &base.params, |row| figures(row, 0))?.unwrap_or_default())
}

/// Single rows by day (a list of clients by name), from row number `skip` on.
pub(super) fn details(view: &View<'_>, base: &Base, dataset: Dataset, skip: i64, limit: i64) -> Result<Vec<Detail>> {
    let mut base = base.clone();
    let (limit, skip) = (base.bind(limit), base.bind(skip));
    let order = if dataset == Dataset::Clients { "b.fold, b.id" } else { "b.day, b.id" };
    let sql = format!(
        "WITH base AS ({}) SELECT b.doc, b.day, b.client, b.client_name, b.t1, b.t2, b.m1, b.m2, b.m3
         FROM base b ORDER BY {order} LIMIT {limit} OFFSET {skip}",
        base.sql
    );
    Ok(view.rows(&sql, &base.params, |row| {
        let day: i64 = row.get(1)?;
        let client: Option<ClientId> = row.get(2)?;
        let name: Option<String> = row.get(3)?;
        Ok(Detail {
            document: row.get(0)?,
            day: (day > 0).then(|| Day::from_number(day)).transpose().map_err(|e| db::DbError::Other(e.to_string()))?,
            client: client.zip(name),
            texts: [
                row.get::<Option<String>>(4)?.unwrap_or_default(),
                row.get::<Option<String>>(5)?.unwrap_or_default(),
            ],
            figures: Figures {
                rows: 1,
                documents: 1,
                clients: i64::from(client.is_some()),
                sums: [row.get(6)?, row.get(7)?, row.get(8)?],
            },
        })
    })?)
}

/// Those of the groups that were not deleted.
pub(super) fn living(view: &View<'_>, groups: &[GroupId]) -> Result<HashSet<GroupId>> {
    if groups.is_empty() {
        return Ok(HashSet::new());
    }
    let (marks, params) = listed(groups.iter().map(|group| group.uuid()));
    let sql = format!("SELECT id FROM groups_of_clients WHERE id IN ({marks}) AND deleted_at IS NULL");
    Ok(view.rows(&sql, &params, |row| row.get(0))?.into_iter().collect())
}

fn listed(ids: impl Iterator<Item = Uuid>) -> (String, Vec<Value>) {
    let params: Vec<Value> = ids.map(Value::Id).collect();
    let marks = (1..=params.len()).map(|number| format!("${number}")).collect::<Vec<_>>().join(", ");
    (marks, params)
}

/// The names of a field's ids, as far as the asker may see them.
pub(super) fn names(view: &View<'_>, field: Field, ids: &[Uuid], sight: Sight) -> Result<Vec<Named>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let (marks, mut params) = listed(ids.iter().copied());
    let sql = match field {
        _ if field.kind().is_some() => format!(
            "SELECT id, name, CASE WHEN deleted_at IS NOT NULL THEN 'deleted' WHEN archived_at IS NOT NULL THEN 'archived'
                    ELSE 'live' END FROM groups_of_clients WHERE id IN ({marks})"
        ),
        Field::Client => {
            let (condition, more) = sight.condition("c", params.len() + 1);
            params.extend(more);
            format!("SELECT c.id, c.name, 'live' FROM clients c WHERE c.id IN ({marks}) AND {condition}")
        }
        Field::Responsible | Field::Member => format!("SELECT id, name, 'live' FROM members WHERE id IN ({marks})"),
        Field::Account => {
            format!("SELECT id, number || ' ' || name, 'live' FROM accounts WHERE id IN ({marks})")
        }
        Field::Product => format!("SELECT id, name, 'live' FROM products WHERE id IN ({marks})"),
        _ => return Ok(Vec::new()),
    };
    Ok(view.rows(&sql, &params, |row| {
        let standing = match row.get::<String>(2)?.as_str() {
            "deleted" => Standing::Deleted,
            "archived" => Standing::Archived,
            _ => Standing::Live,
        };
        Ok(Named { code: field.write_id(row.get(0)?), label: row.get(1)?, standing })
    })?)
}
