//! The table of members.

use db::{Row, Table, View, WriteSet, params};
use kernel::{Email, Failure, MemberId, PersonId};

use super::super::roles::Role;
use super::{Member, MemberView, RightOnClient};
use crate::{PermissionSet, Result};

static MEMBERS: Table = Table {
    name: "members",
    columns: &["id", "person", "name", "email", "role", "active", "version"],
    on_conflict: "",
};

pub(in super::super) fn add(set: &mut WriteSet, member: &Member) {
    set.insert(&MEMBERS, row_of(member));
}

pub(in super::super) fn change(set: &mut WriteSet, member: &Member) {
    set.run(
        "UPDATE members SET person = $2, name = $3, email = $4, role = $5, active = $6, version = $7 WHERE id = $1",
        row_of(member),
    );
}

fn row_of(member: &Member) -> [db::Value; 7] {
    params![member.id, member.person, &member.name, &member.email, member.role, member.active, member.version]
}

const MEMBER: &str = "SELECT m.id, m.person, m.name, m.email, m.role, m.active, m.version FROM members m";

fn member(row: &Row<'_>) -> db::Result<Member> {
    Ok(Member {
        id: row.get(0)?,
        person: row.get(1)?,
        name: row.get(2)?,
        email: row.get(3)?,
        role: row.get(4)?,
        active: row.get(5)?,
        version: row.get(6)?,
    })
}

/// The member that a person is here, and what the role allows; `None` for strangers and deactivated members.
pub(crate) fn seat_of(view: &View<'_>, person: PersonId) -> Result<Option<(MemberId, PermissionSet)>> {
    Ok(view.first(
        "SELECT m.id, r.permissions FROM members m JOIN roles r ON r.id = m.role WHERE m.person = $1 AND m.active",
        &params![person],
        |row| Ok((row.get(0)?, PermissionSet::parse(&row.get::<String>(1)?))),
    )?)
}

pub(super) fn find(view: &View<'_>, id: MemberId) -> Result<Option<Member>> {
    Ok(view.first(&format!("{MEMBER} WHERE m.id = $1"), &params![id], member)?)
}

pub(super) fn by_person_or_email(view: &View<'_>, person: PersonId, email: &Email) -> Result<Option<Member>> {
    let sql = format!("{MEMBER} WHERE m.person = $1 OR m.email = $2 ORDER BY m.id LIMIT 1");
    Ok(view.first(&sql, &params![person, email.as_str()], member)?)
}

pub(super) fn role_of(view: &View<'_>, member: MemberId) -> Result<Option<Role>> {
    Ok(view.first(
        "SELECT r.id, r.name, r.builtin, r.permissions, r.version
         FROM members m JOIN roles r ON r.id = m.role WHERE m.id = $1",
        &params![member],
        |row| {
            Ok(Role {
                id: row.get(0)?,
                name: row.get(1)?,
                builtin: row.get(2)?,
                permissions: PermissionSet::parse(&row.get::<String>(3)?),
                version: row.get(4)?,
            })
        },
    )?)
}

pub(super) fn active_owners(view: &View<'_>) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM members m JOIN roles r ON r.id = m.role WHERE r.builtin = 'owner' AND m.active";
    Ok(view.number(sql, &[])?)
}

/// Members with the words around them: three statements, however many there are.
pub(super) fn views(view: &View<'_>) -> Result<Vec<MemberView>> {
    let sql = "SELECT m.id, m.person, m.name, m.email, m.role, m.active, m.version, r.name, r.builtin,
                      (SELECT COUNT(*) FROM client_rights c WHERE c.member = m.id)
               FROM members m JOIN roles r ON r.id = m.role";
    let mut views = view.rows(sql, &[], |row| {
        Ok(MemberView {
            member: member(row)?,
            role_name: row.get(7)?,
            is_owner: row.get::<Option<String>>(8)?.as_deref() == Some("owner"),
            teams: Vec::new(),
            client_rights: row.get(9)?,
        })
    })?;
    let sql = "SELECT tm.member, t.name FROM team_members tm JOIN teams t ON t.id = tm.team ORDER BY t.name_key";
    for (member, team) in view.rows(sql, &[], |row| Ok((row.get::<MemberId>(0)?, row.get::<String>(1)?)))? {
        if let Some(found) = views.iter_mut().find(|view| view.member.id == member) {
            found.teams.push(team);
        }
    }
    views.sort_by_cached_key(|view| (!view.member.active, kernel::search_fold(&view.member.name), view.member.id));
    Ok(views)
}

pub(super) fn rights_of(view: &View<'_>, member: MemberId) -> Result<Vec<RightOnClient>> {
    let sql = "SELECT c.id, c.number, c.name, r.level FROM client_rights r JOIN clients c ON c.id = r.client
               WHERE r.member = $1 AND c.deleted_at IS NULL ORDER BY c.name_fold, c.id";
    Ok(view.rows(sql, &params![member], |row| {
        Ok(RightOnClient { client: row.get(0)?, number: row.get(1)?, name: row.get(2)?, level: row.get(3)? })
    })?)
}

/// Every member's name by id, for audit lines.
pub(super) fn names(view: &View<'_>) -> Result<Vec<(MemberId, String)>> {
    Ok(view.rows("SELECT id, name FROM members", &[], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

pub(in super::super) fn member_name(view: &View<'_>, member: MemberId) -> Result<String> {
    let name = view.first("SELECT name FROM members WHERE id = $1", &params![member], |row| row.get(0))?;
    name.ok_or_else(|| Failure::missing("member", member))
}
