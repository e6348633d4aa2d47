//! Who stands in a smart group and is not found by its filter, and the other way round.

use db::{IntoValue, Value, View, params};
use kernel::{ClientId, GroupId};

use crate::Result;
use crate::clients::list::store::Selection;
use crate::groups::{Group, Membership};

/// A condition that only these clients meet, with its parameters behind those at hand.
fn only(column: &str, among: Option<&[ClientId]>, params: &mut Vec<Value>) -> String {
    let Some(clients) = among else { return "TRUE".to_owned() };
    let mut values: Vec<Value> = clients.iter().map(|client| client.into_value()).collect();
    // Few lengths mean few statements to prepare.
    if let Some(last) = values.last().cloned() {
        values.resize(values.len().next_power_of_two(), last);
    }
    let marks: Vec<String> = (1..=values.len()).map(|place| format!("${}", params.len() + place)).collect();
    params.extend(values);
    format!("{column} IN ({})", marks.join(", "))
}

/// Clients whom the group finds and who are not in it.
pub(super) fn to_enter(
    view: &View<'_>,
    group: &Group,
    finds: &Selection,
    among: Option<&[ClientId]>,
) -> Result<Vec<ClientId>> {
    let (condition, params) = finds.parts();
    let mut params = params.to_vec();
    params.push(group.slot().into_value());
    let slot = params.len();
    let only = only("c.id", among, &mut params);
    let sql = format!(
        "SELECT c.id FROM clients c WHERE {only} AND {condition}
             AND NOT EXISTS (SELECT 1 FROM slots own WHERE own.client = c.id AND own.slot = ${slot}) ORDER BY c.id"
    );
    Ok(view.rows(&sql, &params, |row| row.get(0))?)
}

/// Memberships of clients whom the group does not find any more.
pub(super) fn to_leave(
    view: &View<'_>,
    group: &Group,
    finds: &Selection,
    among: Option<&[ClientId]>,
) -> Result<Vec<Membership>> {
    let (condition, params) = finds.parts();
    let mut params = params.to_vec();
    params.push(group.id.into_value());
    let own = params.len();
    let only = only("own.client", among, &mut params);
    let sql = format!(
        "SELECT own.client, own.membership, own.slot, m.from_day, m.until_day
         FROM slots own JOIN memberships m ON m.client = own.client AND m.id = own.membership
         WHERE own.group_id = ${own} AND {only}
             AND NOT EXISTS (SELECT 1 FROM clients c WHERE c.id = own.client AND {condition}) ORDER BY own.client"
    );
    Ok(view.rows(&sql, &params, |row| {
        let (client, id) = (row.get(0)?, row.get(1)?);
        let (slots, from, until) = (vec![row.get(2)?], row.get(3)?, row.get(4)?);
        Ok(Membership { id, group: group.id, client, from, until, slots })
    })?)
}

/// How many clients are in the group and are found.
pub(super) fn stay(view: &View<'_>, group: GroupId, finds: &Selection) -> Result<i64> {
    let (condition, params) = finds.parts();
    let mut params = params.to_vec();
    params.push(group.into_value());
    let own = params.len();
    let sql = format!(
        "SELECT COUNT(*) FROM slots own WHERE own.group_id = ${own}
             AND EXISTS (SELECT 1 FROM clients c WHERE c.id = own.client AND {condition})"
    );
    Ok(view.number(&sql, &params)?)
}

/// What people call a client that breaks a law.
pub(super) fn number(view: &View<'_>, client: ClientId) -> Result<String> {
    let found = view.first("SELECT number FROM clients WHERE id = $1", &params![client], |row| row.get(0))?;
    Ok(found.unwrap_or_else(|| "?".to_owned()))
}
