//! The company: its settings, roles, members and teams. The first room: it leans on none of the others.

pub mod charts;
mod members;
mod office;
mod refusals;
mod roles;
mod sidebar;
mod store;
mod teams;
#[cfg(test)]
mod tests;

use db::WriteSet;
use kernel::{CompanyId, Country, Currency, MemberId, Stamp, TokenId};
use serde::{Deserialize, Serialize};

pub(crate) use members::store::seat_of;
pub use members::{
    AddMember, ChangeMember, InviteMember, ListMembers, ListRightsOf, MakeLink, Member, MemberNames, MemberView,
    NoteApiKey, ReadMember, RenameSelf, RightOnClient, change_seat, follow_seat, invitation_link, member_names,
    password_link,
};
pub use office::{ChangeCompany, ContactChange, ReadCompany};
pub use roles::{ChangeRole, CreateRole, DeleteRole, ListRoles, ReadRole, Role, RoleView, store::roles};
pub use sidebar::{Hold, ReadSidebar, Sidebar};
pub use store::read;
pub(crate) use store::{exists, stored_name, time_zone};
pub use teams::{ChangeTeam, CreateTeam, DeleteTeam, ListTeams, ReadTeam, Team, TeamMember};

/// The office itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Company {
    pub id: CompanyId,
    pub name: String,
    pub country: Option<Country>,
    /// The currency in which the books are kept; never changes once something is posted.
    pub currency: Currency,
    pub language: String,
    /// IANA name; decides what "today" is.
    pub time_zone: String,
    /// First month of the fiscal year, 1 to 12.
    pub fiscal_month: i64,
    /// The chart of accounts that the company began with.
    pub chart: String,
    /// Payment term in days where neither client nor group says otherwise.
    pub payment_days: i64,
    pub contact: Contact,
    /// Whether a client with open items may change its customer group.
    #[serde(default)]
    pub moves_with_open_items: bool,
    pub version: i64,
}

/// What stands at the head of the company's papers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Contact {
    pub street: Option<String>,
    pub zip: Option<String>,
    pub city: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub tax_number: Option<String>,
    pub registration_number: Option<String>,
    pub iban: Option<String>,
}

/// What can happen in this room.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Change {
    Opened(Box<Company>),
    /// The account that the system posts to for a purpose, by number.
    DefaultSet {
        purpose: String,
        account: String,
    },
    CompanyChanged {
        before: Box<Company>,
        after: Box<Company>,
    },
    RoleAdded(Role),
    RoleChanged {
        before: Role,
        after: Role,
    },
    RoleDeleted(Role),
    MemberAdded(Member),
    MemberChanged {
        before: Member,
        after: Member,
    },
    TeamCreated(Team),
    TeamChanged {
        before: Team,
        after: Team,
    },
    TeamDeleted(Team),
    /// Nothing of the company changes; the audit keeps that it happened.
    LinkMade {
        member: MemberId,
    },
    ApiKeyIssued {
        id: TokenId,
        name: String,
        member: MemberId,
    },
    ApiKeyRevoked {
        id: TokenId,
        name: String,
    },
}

pub(crate) fn write(change: &Change, set: &mut WriteSet, _: &Stamp) {
    store::write(change, set);
}
