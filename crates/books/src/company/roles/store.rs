//! The table of roles.

use db::{Row, Table, View, WriteSet, params};
use kernel::RoleId;

use super::{Role, RoleView};
use crate::{PermissionSet, Result};

static ROLES: Table =
    Table { name: "roles", columns: &["id", "name", "name_key", "builtin", "permissions", "version"], on_conflict: "" };

pub(in super::super) fn add(set: &mut WriteSet, role: &Role) {
    set.insert(&ROLES, row_of(role));
}

pub(in super::super) fn change(set: &mut WriteSet, role: &Role) {
    set.run(
        "UPDATE roles SET name = $2, name_key = $3, builtin = $4, permissions = $5, version = $6 WHERE id = $1",
        row_of(role),
    );
}

pub(in super::super) fn delete(set: &mut WriteSet, role: &Role) {
    set.run("DELETE FROM roles WHERE id = $1", params![role.id]);
}

fn row_of(role: &Role) -> [db::Value; 6] {
    params![
        role.id,
        &role.name,
        kernel::name_key(&role.name),
        role.builtin.clone(),
        role.permissions.codes(),
        role.version
    ]
}

const ROLE: &str = "SELECT r.id, r.name, r.builtin, r.permissions, r.version FROM roles r";

fn role(row: &Row<'_>) -> db::Result<Role> {
    Ok(Role {
        id: row.get(0)?,
        name: row.get(1)?,
        builtin: row.get(2)?,
        permissions: PermissionSet::parse(&row.get::<String>(3)?),
        version: row.get(4)?,
    })
}

pub fn roles(view: &View<'_>) -> Result<Vec<Role>> {
    Ok(view.rows(&format!("{ROLE} ORDER BY r.id"), &[], role)?)
}

pub(in super::super) fn find(view: &View<'_>, id: RoleId) -> Result<Option<Role>> {
    Ok(view.first(&format!("{ROLE} WHERE r.id = $1"), &params![id], role)?)
}

pub(super) fn by_key(view: &View<'_>, key: &str) -> Result<Option<Role>> {
    Ok(view.first(&format!("{ROLE} WHERE r.name_key = $1"), &params![key], role)?)
}

pub(super) fn views(view: &View<'_>) -> Result<Vec<RoleView>> {
    let sql = "SELECT r.id, r.name, r.builtin, r.permissions, r.version,
                      (SELECT COUNT(*) FROM members m WHERE m.role = r.id)
               FROM roles r ORDER BY r.id";
    Ok(view.rows(sql, &[], |row| Ok(RoleView { role: role(row)?, members: row.get(5)? }))?)
}
