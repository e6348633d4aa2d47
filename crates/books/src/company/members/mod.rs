//! Members: persons with a seat in this company, each with one role.

mod add_member;
mod change_member;
mod invite_member;
mod make_link;
mod names;
mod note_api_key;
mod rename_self;
pub(super) mod store;

pub use add_member::AddMember;
pub use change_member::ChangeMember;
pub use invite_member::{InviteMember, change_seat, follow_seat, invitation_link, password_link};
pub use make_link::MakeLink;
pub use names::{MemberNames, member_names};
pub use note_api_key::NoteApiKey;
pub use rename_self::RenameSelf;

use kernel::{ClientId, Failure, MemberId, PersonId, RoleId};
use serde::{Deserialize, Serialize};

use super::roles::Role;
use crate::{Ask, Permission, Result, Rights, Scene};

/// A person's seat in this company.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Member {
    pub id: MemberId,
    pub person: PersonId,
    pub name: String,
    pub email: String,
    pub role: RoleId,
    pub active: bool,
    pub version: i64,
}

/// A member with the words around it.
#[derive(Clone, Debug)]
pub struct MemberView {
    pub member: Member,
    pub role_name: String,
    pub is_owner: bool,
    /// Names of the member's teams.
    pub teams: Vec<String>,
    /// Clients on which the member has a right of their own.
    pub client_rights: i64,
}

/// Every member, the active ones first, by name.
#[derive(Clone, Copy, Debug)]
pub struct ListMembers;

impl Ask for ListMembers {
    const NEEDS: Permission = Permission::Enter;
    type Answer = Vec<MemberView>;

    fn answer(self, scene: &Scene<'_>) -> Result<Vec<MemberView>> {
        store::views(scene)
    }
}

/// Reads one member.
#[derive(Clone, Copy, Debug)]
pub struct ReadMember {
    pub id: MemberId,
}

impl Ask for ReadMember {
    const NEEDS: Permission = Permission::Enter;
    type Answer = MemberView;

    fn answer(self, scene: &Scene<'_>) -> Result<MemberView> {
        let found = store::views(scene)?.into_iter().find(|view| view.member.id == self.id);
        found.ok_or_else(|| Failure::missing("member", self.id))
    }
}

/// The clients on which a member has a right of their own, by name.
#[derive(Clone, Copy, Debug)]
pub struct ListRightsOf {
    pub member: MemberId,
}

/// A right on one client.
#[derive(Clone, Debug)]
pub struct RightOnClient {
    pub client: ClientId,
    pub number: String,
    pub name: String,
    /// `view` or `edit`.
    pub level: String,
}

impl Ask for ListRightsOf {
    const NEEDS: Permission = Permission::ManageMembers;
    type Answer = Vec<RightOnClient>;

    fn answer(self, scene: &Scene<'_>) -> Result<Vec<RightOnClient>> {
        store::find(scene, self.member)?.ok_or_else(|| Failure::missing("member", self.member))?;
        store::rights_of(scene, self.member)
    }
}

/// Only owners, and whoever runs the machine, make owners and unmake them.
fn refuse_owner_role(own: Option<&Role>, rights: &Rights) -> Result<()> {
    if rights.member.is_none() || own.is_some_and(Role::is_owner) {
        return Ok(());
    }
    Err(Failure::forbidden(
        "PERM_OWNER_ONLY",
        Permission::ManageMembers.code(),
        "Only an owner makes someone an owner, or changes an owner's seat. Ask an owner.",
    ))
}

/// The role of the one at the desk.
fn own_role(scene: &Scene<'_>) -> Result<Option<Role>> {
    match scene.rights.member {
        Some(member) => store::role_of(scene, member),
        None => Ok(None),
    }
}
