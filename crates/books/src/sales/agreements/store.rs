//! The tables of agreements, their tiers and memos.

use db::{Row, Table, View, WriteSet, params};
use kernel::{AgreementId, GroupId, ProductGroupId, Rate, Stamp, Year};

use super::{Agreement, Change, Kind, Memo, Tier};
use crate::Result;
use crate::company::stored_name;

static AGREEMENTS: Table = Table {
    name: "agreements",
    columns: &[
        "id",
        "group_id",
        "year",
        "kind",
        "number",
        "name",
        "scale",
        "allow_above_100",
        "created_at",
        "created_by",
        "version",
    ],
    on_conflict: "",
};
static TIERS: Table =
    Table { name: "agreement_tiers", columns: &["agreement", "from_volume", "rate"], on_conflict: "" };
static EXCLUSIONS: Table =
    Table { name: "agreement_exclusions", columns: &["agreement", "product_group"], on_conflict: "" };
static MEMOS: Table = Table {
    name: "agreement_memos",
    columns: &["id", "agreement", "text", "written_at", "written_by"],
    on_conflict: "",
};

pub(in crate::sales) fn write(change: &Change, set: &mut WriteSet, stamp: &Stamp) {
    match change {
        Change::Made(made) => make(made, set, stamp),
        Change::Changed { after, .. } => {
            set.run("DELETE FROM agreement_tiers WHERE agreement = $1", params![after.id]);
            set.run("DELETE FROM agreement_exclusions WHERE agreement = $1", params![after.id]);
            write_tiers(after, set);
            set.run(
                "UPDATE agreements SET name = $2, scale = $3, allow_above_100 = $4, version = $5 WHERE id = $1",
                params![after.id, after.name.as_str(), after.scale.code(), after.allow_above_100, after.version],
            );
        }
        Change::Unmade(gone) => {
            set.run("DELETE FROM agreement_tiers WHERE agreement = $1", params![gone.id]);
            set.run("DELETE FROM agreement_exclusions WHERE agreement = $1", params![gone.id]);
            set.run("DELETE FROM agreements WHERE id = $1", params![gone.id]);
        }
        Change::Settled(made) => super::settling::store::write(made, set, stamp),
        Change::MemoWritten(memo) => {
            set.insert(&MEMOS, params![memo.id, memo.agreement, &memo.text, memo.at, &memo.by]);
        }
    }
}

fn make(made: &Agreement, set: &mut WriteSet, stamp: &Stamp) {
    set.insert(
        &AGREEMENTS,
        params![
            made.id,
            made.group,
            made.year.number(),
            made.kind.code(),
            made.number,
            made.name.as_str(),
            made.scale.code(),
            made.allow_above_100,
            stamp.now,
            stamp.actor.to_string(),
            made.version
        ],
    );
    write_tiers(made, set);
}

fn write_tiers(agreement: &Agreement, set: &mut WriteSet) {
    for tier in &agreement.tiers {
        set.insert(&TIERS, params![agreement.id, tier.from, tier.rate.0]);
    }
    for group in &agreement.exclusions {
        set.insert(&EXCLUSIONS, params![agreement.id, *group]);
    }
}

const AGREEMENT: &str = "SELECT a.id, a.group_id, a.year, a.kind, a.number, a.name, a.scale, a.allow_above_100, a.version FROM agreements a";

fn agreement(row: &Row<'_>) -> db::Result<Agreement> {
    let (kind, scale): (String, String) = (row.get(3)?, row.get(6)?);
    Ok(Agreement {
        id: row.get(0)?,
        group: row.get(1)?,
        year: Year::from_number(row.get(2)?).map_err(unreadable)?,
        kind: Kind::parse(&kind).ok_or_else(|| unreadable(&kind))?,
        number: row.get(4)?,
        name: stored_name(&row.get::<String>(5)?)?,
        scale: scale.parse().map_err(unreadable)?,
        tiers: Vec::new(),
        exclusions: Vec::new(),
        allow_above_100: row.get(7)?,
        version: row.get(8)?,
    })
}

pub(super) fn unreadable(cause: impl std::fmt::Display) -> db::DbError {
    db::DbError::Other(format!("a stored agreement cannot be read: {cause}"))
}

fn with_tiers(view: &View<'_>, found: Option<Agreement>) -> Result<Option<Agreement>> {
    let Some(mut found) = found else { return Ok(None) };
    let sql = "SELECT from_volume, rate FROM agreement_tiers WHERE agreement = $1 ORDER BY from_volume";
    found.tiers = view.rows(sql, &params![found.id], |row| Ok(Tier { from: row.get(0)?, rate: Rate(row.get(1)?) }))?;
    let sql = "SELECT product_group FROM agreement_exclusions WHERE agreement = $1 ORDER BY product_group";
    found.exclusions = view.rows(sql, &params![found.id], |row| row.get(0))?;
    Ok(Some(found))
}

/// Whether each of the product groups exists.
pub(super) fn knows_product_groups(view: &View<'_>, wanted: &[ProductGroupId]) -> Result<bool> {
    for group in wanted {
        if view.number("SELECT COUNT(*) FROM product_groups WHERE id = $1", &params![*group])? == 0 {
            return Ok(false);
        }
    }
    Ok(true)
}

pub(crate) fn find(view: &View<'_>, id: AgreementId) -> Result<Option<Agreement>> {
    let found = view.first(&format!("{AGREEMENT} WHERE a.id = $1"), &params![id], agreement)?;
    with_tiers(view, found)
}

/// The agreement of the group for the year.
pub(crate) fn of_year(view: &View<'_>, group: GroupId, year: Year) -> Result<Option<Agreement>> {
    let sql = format!("{AGREEMENT} WHERE a.group_id = $1 AND a.year = $2");
    let found = view.first(&sql, &params![group, year.number()], agreement)?;
    with_tiers(view, found)
}

/// The agreements of a group, the latest year first.
pub(super) fn of_group(view: &View<'_>, group: GroupId) -> Result<Vec<Agreement>> {
    let sql = format!("{AGREEMENT} WHERE a.group_id = $1 ORDER BY a.year DESC");
    let found = view.rows(&sql, &params![group], agreement)?;
    let full = found.into_iter().map(|found| with_tiers(view, Some(found)));
    Ok(full.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect())
}

/// The number of the next agreement of a year.
pub(super) fn next_number(view: &View<'_>, year: Year) -> Result<i64> {
    let sql = "SELECT COALESCE(MAX(number), 0) + 1 FROM agreements WHERE year = $1";
    Ok(view.number(sql, &params![year.number()])?)
}

/// Whether something was settled by the agreement.
pub(crate) fn is_settled(view: &View<'_>, id: AgreementId) -> Result<bool> {
    Ok(view.number("SELECT COUNT(*) FROM settlements WHERE agreement = $1", &params![id])? > 0)
}

/// The memos of an agreement, the first first.
pub(super) fn memos(view: &View<'_>, id: AgreementId) -> Result<Vec<Memo>> {
    let sql = "SELECT id, agreement, text, written_at, written_by FROM agreement_memos WHERE agreement = $1
        ORDER BY written_at, id";
    Ok(view.rows(sql, &params![id], |row| {
        Ok(Memo { id: row.get(0)?, agreement: row.get(1)?, text: row.get(2)?, at: row.get(3)?, by: row.get(4)? })
    })?)
}
