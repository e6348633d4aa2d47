//! Clients and prospects: whom the company serves, or hopes to.

mod archive_client;
mod billing;
mod bulk;
mod change_client;
mod client_types;
mod corporate;
mod details;
mod edit;
mod give_right;
mod grouping;
mod inverse;
mod list;
mod list_choices;
mod merged;
mod move_customer_group;
mod read_client;
mod read_profile;
mod register_client;
mod restore_from_trash;
mod shelve_clients;
mod sight;
mod smart;
pub(crate) mod store;

use db::WriteSet;
use kernel::{ClientId, ClientTypeId, GroupId, MemberId, Number, Stamp};
use serde::{Deserialize, Serialize};

pub use archive_client::{ArchiveClient, RestoreClient};
pub use billing::{
    BillingGroup, BillingGroups, BillingMember, ChangeBillingGroup, CreateBillingGroup, DeleteBillingGroup,
    HideBillingGroup, ListBillingGroups, ReadBillingGroup, ReadMembersToBe,
};
pub use bulk::{Bulk, BulkOutcome, LeftOut, Selection, carry_out_bulk, rehearse_bulk};
pub use change_client::ChangeClient;
pub(crate) use client_types::set as set_types;
pub use corporate::{
    AddCorporateMembers, Added, ChangeCorporateGroup, ChangeLastYear, CorporateGroupLine, CorporateGroupView,
    CorporateGroups, CorporateMember, CorporateMembers, CreateCorporateGroup, DeleteCorporateGroup, Elsewhere,
    FreeClient, HeadTerm, ListCorporateGroups, ListCorporateMembers, ListFreeClients, NewHead, ReadCorporateGroup,
    ReadCorporateMembership, RemoveMembership, Validity, VoidMembership, VoidedBy,
};
pub(crate) use corporate::{Candidate, Extending, in_corporate_group, refuse_joining, still_fits, why_not};
pub use details::{Address, Details};
pub use edit::{Edit, Place};
pub use give_right::{ClientRight, ListClientRights, RightLevel, SetClientRight};
pub use grouping::{
    AssignClientGroups, BulkGroups, BulkPreview, DeleteClientGroup, GroupAction, GroupFacts, GroupsOfClient,
    GroupsOfSelection, MemberLine, MembersOfGroup, MembershipLine, MergeClientGroups, PreviewBulkGroups,
    SelectionGroup, SelectionGroups, Wish,
};
pub(crate) use grouping::{join_again, may_not_edit, require_edit};
pub(crate) use inverse::inverse;
pub use list::{
    ClientList, CountClients, Cursor, Filter, InGroups, LONGEST_PAGE, ListClients, ListedClient, Match, Responsible,
    Shelf, Sort, SortBy, Total,
};
pub use list_choices::{Choices, ChoicesOfClient, ListChoices, NameGroups, OfferChoices};
pub(crate) use merged::{refuse_merged, still_apart};
pub use move_customer_group::MoveCustomerGroup;
pub use read_client::{ClientView, GroupOfClient, ReadClient};
pub use read_profile::{Profile, ReadProfile, Standing};
pub use register_client::RegisterClient;
pub use restore_from_trash::{RestoreFromTrash, Restored};
pub use shelve_clients::ShelveClients;
pub use sight::Sight;
pub use smart::{PreviewSmartGroup, SmartPreview};
pub(crate) use smart::{settle, unsettled};

/// A person or organisation that the company serves, or hopes to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Client {
    pub id: ClientId,
    /// Free text of the company's choosing; `0001` is not `1`.
    pub number: Number,
    pub details: Details,
    /// The posting group the client stands in now.
    pub posting_group: GroupId,
    pub lifecycle: Lifecycle,
    pub portal: Portal,
    /// Where the record came from: `manual`, `file`, `xero` …
    pub source: String,
    pub archived: bool,
    /// The client that it turned out to be: it was merged into that one, and gets nothing new.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<ClientId>,
    pub version: i64,
}

/// How far the relation has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lifecycle {
    Imported,
    Prospect,
    Contracted,
    Manual,
}

/// Whether the client can look into the portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Portal {
    None,
    Invited,
    Joined,
}

/// The label that people see. It follows from lifecycle and portal and is never typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Imported,
    Prospect,
    Invited,
    Active,
}

impl Lifecycle {
    pub fn code(self) -> &'static str {
        match self {
            Lifecycle::Imported => "imported",
            Lifecycle::Prospect => "prospect",
            Lifecycle::Contracted => "contracted",
            Lifecycle::Manual => "manual",
        }
    }

    pub fn parse(code: &str) -> Option<Lifecycle> {
        use Lifecycle::{Contracted, Imported, Manual, Prospect};
        [Imported, Prospect, Contracted, Manual].into_iter().find(|lifecycle| lifecycle.code() == code)
    }
}

impl Portal {
    pub fn code(self) -> &'static str {
        match self {
            Portal::None => "none",
            Portal::Invited => "invited",
            Portal::Joined => "joined",
        }
    }

    pub fn parse(code: &str) -> Option<Portal> {
        [Portal::None, Portal::Invited, Portal::Joined].into_iter().find(|portal| portal.code() == code)
    }
}

impl Status {
    /// Active if joined, contracted or registered by hand; else invited; else prospect; else imported.
    pub fn of(lifecycle: Lifecycle, portal: Portal) -> Status {
        match (lifecycle, portal) {
            (_, Portal::Joined) | (Lifecycle::Contracted | Lifecycle::Manual, _) => Status::Active,
            (_, Portal::Invited) => Status::Invited,
            (Lifecycle::Prospect, _) => Status::Prospect,
            (Lifecycle::Imported, _) => Status::Imported,
        }
    }

    pub const ALL: [Status; 4] = [Status::Imported, Status::Prospect, Status::Invited, Status::Active];

    pub fn parse(code: &str) -> Option<Status> {
        Status::ALL.into_iter().find(|status| status.code() == code)
    }

    pub fn code(self) -> &'static str {
        match self {
            Status::Imported => "imported",
            Status::Prospect => "prospect",
            Status::Invited => "invited",
            Status::Active => "active",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Status::Imported => "Imported",
            Status::Prospect => "Prospect",
            Status::Invited => "Invited",
            Status::Active => "Active",
        }
    }
}

/// What can happen in this room.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Change {
    Registered(Box<Client>),
    Changed {
        before: Box<Client>,
        after: Box<Client>,
    },
    /// The client as it was before, here and below.
    Archived(Box<Client>),
    Restored(Box<Client>),
    /// Into the trash.
    Deleted(Box<Client>),
    BroughtBack(Box<Client>),
    /// Into another client, whose record goes on: the client as it was before is in the archive from now on.
    Merged {
        client: Box<Client>,
        into: ClientId,
    },
    /// The inverse: a client of its own again, in the archive if it was there before. The client as it was while merged.
    Parted {
        client: Box<Client>,
        archived: bool,
    },
    /// Into another customer group; the memberships that say so are changes of their own.
    Moved {
        client: ClientId,
        from: GroupId,
        to: GroupId,
        /// The client's version from now on.
        version: i64,
    },
    /// What the client is: agency, holding …
    TypesSet {
        client: ClientId,
        before: Vec<ClientTypeId>,
        after: Vec<ClientTypeId>,
        /// The client's version from now on.
        version: i64,
    },
    /// What a member may do with the client beside what the role allows.
    RightSet {
        client: ClientId,
        member: MemberId,
        before: Option<RightLevel>,
        after: Option<RightLevel>,
    },
}

pub(crate) fn write(change: &Change, set: &mut WriteSet, stamp: &Stamp) {
    store::write(change, set, stamp);
}

#[cfg(test)]
pub(crate) mod tests;
