//! The types of each client.

use db::{Table, Value, View, WriteSet, params};
use kernel::{ClientId, ClientTypeId};

use crate::Result;
use crate::company::stored_name;
use crate::groups::corporate::ClientType;

static TYPES: Table = Table { name: "types_of_clients", columns: &["client", "type"], on_conflict: "" };

pub(in crate::clients) fn write(
    client: ClientId,
    before: &[ClientTypeId],
    after: &[ClientTypeId],
    version: i64,
    set: &mut WriteSet,
) {
    for gone in before.iter().filter(|of_type| !after.contains(of_type)) {
        set.run("DELETE FROM types_of_clients WHERE client = $1 AND type = $2", params![client, *gone]);
    }
    for new in after.iter().filter(|of_type| !before.contains(of_type)) {
        set.insert(&TYPES, params![client, *new]);
    }
    set.run("UPDATE clients SET version = $2 WHERE id = $1", params![client, version]);
}

/// What the client is, in the order of the ids.
pub(crate) fn types_of(view: &View<'_>, client: ClientId) -> Result<Vec<ClientTypeId>> {
    let sql = "SELECT type FROM types_of_clients WHERE client = $1 ORDER BY type";
    Ok(view.rows(sql, &params![client], |row| row.get(0))?)
}

/// What the client is, by name.
pub(in crate::clients) fn named_types_of(view: &View<'_>, client: ClientId) -> Result<Vec<ClientType>> {
    let sql = "SELECT t.id, t.name, t.version FROM types_of_clients x JOIN client_types t ON t.id = x.type
        WHERE x.client = $1 ORDER BY t.name_fold, t.id";
    Ok(view.rows(sql, &params![client], |row| {
        Ok(ClientType { id: row.get(0)?, name: stored_name(&row.get::<String>(1)?)?, version: row.get(2)? })
    })?)
}

/// Whether each of the types exists.
pub(in crate::clients) fn knows(view: &View<'_>, types: &[ClientTypeId]) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM client_types WHERE id = $1 AND deleted_at IS NULL";
    for of_type in types {
        if view.number(sql, &params![Value::Id(of_type.uuid())])? == 0 {
            return Ok(false);
        }
    }
    Ok(true)
}
