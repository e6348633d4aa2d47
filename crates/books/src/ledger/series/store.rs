//! The tables of number series.

use db::{Row, Table, View, WriteSet, params};
use kernel::{Day, Failure, SeriesId};

use super::{NextNumber, Pattern, Purpose, Series};
use crate::Result;

static SERIES: Table = Table {
    name: "number_series",
    columns: &["id", "purpose", "name", "pattern", "first_number", "yearly", "version", "place"],
    on_conflict: "",
};
static TAKEN: Table = Table {
    name: "numbers_taken",
    columns: &["series", "year", "taken"],
    on_conflict: "ON CONFLICT (series, year) DO UPDATE SET taken = numbers_taken.taken + excluded.taken",
};

pub(in crate::ledger) fn add(series: &Series, set: &mut WriteSet) {
    set.insert(
        &SERIES,
        params![
            series.id,
            series.purpose.code(),
            &series.name,
            series.pattern.as_str(),
            series.first,
            series.yearly,
            series.version,
            series.place
        ],
    );
}

pub(in crate::ledger) fn take(series: SeriesId, year: i64, set: &mut WriteSet) {
    set.accumulate(&TAKEN, params![series, year], &[1]);
}

fn one(row: &Row<'_>) -> db::Result<Series> {
    let purpose: String = row.get(1)?;
    Ok(Series {
        id: row.get(0)?,
        purpose: Purpose::parse(&purpose)
            .ok_or_else(|| db::DbError::Other(format!("a series has the unknown purpose {purpose}")))?,
        name: row.get(2)?,
        pattern: Pattern::stored(row.get::<String>(3)?),
        first: row.get(4)?,
        yearly: row.get(5)?,
        version: row.get(6)?,
        place: row.get(7)?,
    })
}

/// Every series, by purpose, the company's own first.
pub(crate) fn series(view: &View<'_>) -> Result<Vec<Series>> {
    let sql = "SELECT id, purpose, name, pattern, first_number, yearly, version, place FROM number_series
        ORDER BY purpose DESC, place";
    Ok(view.rows(sql, &[], one)?)
}

/// The number that the next document of this purpose and day gets, from the wanted series where one is wanted.
pub(crate) fn next_number(view: &View<'_>, purpose: Purpose, wanted: Option<SeriesId>, day: Day) -> Result<NextNumber> {
    next_of(view, series_for(view, purpose, wanted)?, day)
}

/// The wanted series, or else the one that the company began with.
pub(crate) fn series_for(view: &View<'_>, purpose: Purpose, wanted: Option<SeriesId>) -> Result<Series> {
    let sql = "SELECT id, purpose, name, pattern, first_number, yearly, version, place FROM number_series
        WHERE purpose = $1 ORDER BY CASE WHEN id = $2 THEN 0 ELSE 1 END, place LIMIT 1";
    let series = view.first(sql, &params![purpose.code(), wanted], one)?;
    series.ok_or_else(|| Failure::broken(format!("there is no number series for {}", purpose.code())))
}

pub(super) fn next_of(view: &View<'_>, series: Series, day: Day) -> Result<NextNumber> {
    let taken = taken(view, series.id, series.year_of(day))?;
    Ok(NextNumber { series, day, taken })
}

/// Every series, and how many numbers it has given away in all years.
pub(super) fn series_with_counts(view: &View<'_>) -> Result<Vec<(Series, i64)>> {
    let sql = "SELECT id, purpose, name, pattern, first_number, yearly, version, place,
        COALESCE((SELECT CAST(SUM(t.taken) AS BIGINT) FROM numbers_taken t WHERE t.series = s.id), 0)
        FROM number_series s";
    Ok(view.rows(sql, &[], |row| Ok((one(row)?, row.get(8)?)))?)
}

pub(in crate::ledger) fn change(series: &Series, set: &mut WriteSet) {
    set.run(
        "UPDATE number_series SET name = $2, pattern = $3, first_number = $4, yearly = $5, version = $6 WHERE id = $1",
        params![series.id, &series.name, series.pattern.as_str(), series.first, series.yearly, series.version],
    );
}

fn taken(view: &View<'_>, series: SeriesId, year: i64) -> Result<i64> {
    let sql = "SELECT taken FROM numbers_taken WHERE series = $1 AND year = $2";
    Ok(view.first(sql, &params![series, year], |row| row.get(0))?.unwrap_or_default())
}
