//! Groups of clients: one engine for every kind. A membership fills slots; a slot of a client holds one group.
//!
//! This room knows who is in which group since when. What a group brings about belongs to the room that acts on it.

mod archive_group;
mod change_client_group;
mod choices;
mod copy_set_up;
pub mod corporate;
mod create_client_group;
mod customer_groups;
mod found_company;
mod inverse;
mod list_client_groups;
mod lists;
mod names;
mod open_company;
mod policy;
mod sets;
mod smart;
pub(crate) mod store;

use db::WriteSet;
use kernel::{AccountId, ClientId, CompanyId, Day, GroupId, GroupSetId, IdMaker, MembershipId, Name, Stamp, VatZoneId};
use serde::{Deserialize, Serialize};

pub(crate) use archive_group::set_aside;
pub use archive_group::{ArchiveClientGroup, ArchiveCustomerGroup};
pub use change_client_group::ChangeClientGroup;
pub use choices::{ClientGroupChoice, CustomerGroupChoice, ListArchivedGroupChoices, ListClientGroupChoices};
pub use copy_set_up::{CopiedGroup, CopySetUp, NoteSetUpCopied};
pub use create_client_group::CreateClientGroup;
pub(crate) use create_client_group::next_color;
pub use customer_groups::{
    AccountChoice, ChangeCustomerGroups, CreateCustomerGroup, CustomerGroupLine, CustomerGroups, Edit,
    ListCustomerGroups, OpenOfClient, OpenOnAccount, PreviewAccountChange, ReadCustomerGroup, SeriesChoice, Terms,
    ZoneChoice,
};
pub use found_company::NewCompany;
pub(crate) use inverse::inverse;
pub use list_client_groups::{ClientGroupLine, ClientGroups, ListClientGroups, ReadClientGroup};
pub(crate) use names::{refuse_stale, refuse_taken};
pub use open_company::{Founder, OpenCompany};
pub use policy::Kind;
pub use sets::{
    CreateGroupSet, DeleteGroupSet, GroupSet, GroupSetLine, ListGroupSets, ReadGroupSet, RenameGroupSet, SetChoice,
};
pub(crate) use sets::{overlap_on_merging, refuse_two_of_one_set, taken_in_set};
pub(crate) use smart::refuse_by_hand;
pub use smart::{ChangeSmartGroup, CreateSmartGroup, SmartFilter};

/// A group of clients, whatever its kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Group {
    pub id: GroupId,
    pub kind: Kind,
    pub name: Name,
    /// 0 is no colour, 1 to 6 are the palette's.
    pub color: i64,
    pub note: String,
    /// A client is in at most one group of a set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set: Option<GroupSetId>,
    /// How a smart group finds its clients; without it they are picked by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub smart: Option<SmartFilter>,
    pub archived: bool,
    pub version: i64,
}

impl Group {
    /// The slot that a membership in the group fills.
    pub fn slot(&self) -> String {
        self.kind.slot(self.id, self.set)
    }
}

/// A posting group: what it brings about in the books stands beside the group itself. `None` is "not set".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PostingGroup {
    pub group: Group,
    pub number: String,
    /// The receivables control account that takes all transactions of the group's clients.
    pub account: AccountId,
    pub vat_zone: VatZoneId,
    #[serde(flatten)]
    pub terms: Terms,
}

/// A client's belonging to a group: an interval of days; `until` is inclusive, `None` is open.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Membership {
    pub id: MembershipId,
    pub group: GroupId,
    pub client: ClientId,
    pub from: Day,
    pub until: Option<Day>,
    /// What the membership occupies while it is live.
    pub slots: Vec<String>,
}

impl Membership {
    /// Whether it is in a group of the kind, as its slots tell.
    pub fn is_of(&self, kind: Kind) -> bool {
        self.slots.iter().any(|slot| Kind::of_slot(slot) == Some(kind))
    }
}

/// What can happen in this room.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Change {
    /// A client group or a billing group: what has no more to it than the group itself.
    ClientGroupCreated(Group),
    ClientGroupChanged {
        before: Group,
        after: Group,
    },
    PostingGroupCreated(PostingGroup),
    PostingGroupChanged {
        before: Box<PostingGroup>,
        after: Box<PostingGroup>,
        /// What became of the open items when the account changed.
        open_items: Option<OpenItems>,
    },
    /// Hidden from selectors; members and past documents keep it. The group is as it was before.
    Archived(Group),
    Restored(Group),
    /// Out of every list, its name free again. The group is as it was before.
    Deleted(Group),
    /// The inverse of a deletion: the same group, as it was.
    BroughtBack(Group),
    SetCreated(GroupSet),
    SetRenamed {
        before: GroupSet,
        after: GroupSet,
    },
    /// The set is gone; its groups, as they were before, stay without it.
    SetDeleted {
        set: GroupSet,
        groups: Vec<Group>,
    },
    /// The inverse of a deletion: the set as it was, with these groups in it, which are as they were before.
    SetBroughtBack {
        set: GroupSet,
        groups: Vec<Group>,
    },
    MembershipStarted(Membership),
    /// The membership, as it was before, counts up to and with `until`; that day lies before `from` when it never
    /// saw the end of a day.
    MembershipEnded {
        membership: Membership,
        until: Day,
    },
    /// The inverse of an end: the membership goes on as if it had not been ended.
    MembershipResumed(Membership),
    /// The inverse of a start: the membership never counted.
    MembershipVoided(Membership),
    /// Who usually pays for a billing group; nobody only before it has members and when it goes.
    PrimaryContactNamed {
        group: GroupId,
        before: Option<ClientId>,
        after: Option<ClientId>,
    },
    /// What happens to corporate groups and their types alone.
    Corporate(Box<corporate::Change>),
    /// Nothing changes here; the audit keeps which company began with the set-up of this one.
    SetUpCopied {
        company: CompanyId,
        name: Name,
    },
}

/// What becomes of open items when a customer group gets another account, or a client another customer group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OpenItems {
    /// They stay where they were posted.
    Keep,
    /// One entry takes them to the new account.
    Transfer,
}

pub(crate) fn write(change: &Change, set: &mut WriteSet, stamp: &Stamp) {
    store::write(change, set, stamp);
}

/// The membership that begins today when `client` enters `group`.
pub(crate) fn membership_from_today(group: &Group, client: ClientId, ids: &mut IdMaker, stamp: &Stamp) -> Membership {
    Membership { id: ids.next(), group: group.id, client, from: stamp.today, until: None, slots: vec![group.slot()] }
}

/// The membership that begins on a day when `client` enters `group`.
pub(crate) fn membership_from(group: &Group, client: ClientId, from: Day, ids: &mut IdMaker) -> Membership {
    Membership { id: ids.next(), group: group.id, client, from, until: None, slots: vec![group.slot()] }
}

/// The end of a membership that another one follows from a day on: the day before was its last.
pub(crate) fn ended_before(membership: Membership, day: Day) -> Change {
    Change::MembershipEnded { membership, until: day.plus_days(-1).unwrap_or(day) }
}

/// The end of a membership that the client leaves today: yesterday was its last day.
pub(crate) fn ended_today(membership: Membership, stamp: &Stamp) -> Change {
    // The calendar begins in 1900; on its first day there is no yesterday.
    let until = stamp.today.plus_days(-1).unwrap_or(stamp.today);
    Change::MembershipEnded { membership, until }
}

#[cfg(test)]
pub(crate) mod tests;
