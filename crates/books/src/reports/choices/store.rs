//! Values of filters that stand in tables of other rooms.

use db::{Row, View};
use kernel::{AccountId, MemberId, ProductId};

use super::FieldChoice;
use crate::Result;
use crate::clients::Sight;

fn choice<T: db::Column + ToString>(row: &Row<'_>) -> db::Result<FieldChoice> {
    Ok(FieldChoice::new(row.get::<T>(0)?.to_string(), row.get::<String>(1)?))
}

pub(super) fn members(view: &View<'_>) -> Result<Vec<FieldChoice>> {
    let sql = "SELECT id, name FROM members ORDER BY name, id LIMIT 1000";
    Ok(view.rows(sql, &[], choice::<MemberId>)?)
}

pub(super) fn accounts(view: &View<'_>) -> Result<Vec<FieldChoice>> {
    let sql = "SELECT id, number || ' ' || name FROM accounts ORDER BY number, id LIMIT 5000";
    Ok(view.rows(sql, &[], choice::<AccountId>)?)
}

pub(super) fn products(view: &View<'_>) -> Result<Vec<FieldChoice>> {
    let sql = "SELECT id, name FROM products ORDER BY name_fold, id LIMIT 5000";
    Ok(view.rows(sql, &[], choice::<ProductId>)?)
}

/// The office's own words for work, as far as they stand on clients in sight.
pub(super) fn work_types(view: &View<'_>, sight: Sight) -> Result<Vec<FieldChoice>> {
    let (condition, params) = sight.condition("c", 1);
    let sql = format!(
        "SELECT DISTINCT t.work_type FROM time_entries t JOIN clients c ON c.id = t.client
         WHERE t.work_type <> '' AND {condition} ORDER BY t.work_type LIMIT 500"
    );
    Ok(view.rows(&sql, &params, |row| {
        let text: String = row.get(0)?;
        Ok(FieldChoice::new(text.clone(), text))
    })?)
}
