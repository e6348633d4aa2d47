//! Groups of clients: one engine for every kind. A membership fills slots; a slot of a client holds one group.
//!
//! This room knows who is in which group since when. What a group brings about belongs to the room that acts on it.

mod choices;
mod found_company;
mod open_company;
mod policy;
pub(crate) mod store;

use db::WriteSet;
use kernel::{AccountId, ClientId, Currency, Day, GroupId, IdMaker, MembershipId, Name, Rate, Stamp, VatZoneId};
use serde::{Deserialize, Serialize};

pub use choices::{ClientGroupChoice, CustomerGroupChoice};
pub use found_company::NewCompany;
pub use open_company::{Founder, OpenCompany};
pub use policy::Kind;

/// A group of clients, whatever its kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Group {
    pub id: GroupId,
    pub kind: Kind,
    pub name: Name,
    /// 0 is no colour, 1 to 6 are the palette's.
    pub color: i64,
    pub note: String,
    pub archived: bool,
    pub version: i64,
}

/// A posting group: what it brings about in the books stands beside the group itself. `None` is "not set".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PostingGroup {
    pub group: Group,
    pub number: String,
    /// The receivables control account that takes all transactions of the group's clients.
    pub account: AccountId,
    pub vat_zone: VatZoneId,
    /// Payment term in days.
    pub payment_days: Option<i64>,
    pub discount: Option<Rate>,
    pub layout: Option<String>,
    pub language: Option<String>,
    pub currency: Option<Currency>,
    /// Minor units of the group's or the company's currency.
    pub credit_limit: Option<i64>,
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

/// What can happen in this room.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Change {
    PostingGroupCreated(PostingGroup),
    MembershipStarted(Membership),
}

pub(crate) fn write(change: &Change, set: &mut WriteSet, stamp: &Stamp) {
    store::write(change, set, stamp);
}

/// The membership that begins today when `client` enters `group`.
pub(crate) fn membership_from_today(group: &Group, client: ClientId, ids: &mut IdMaker, stamp: &Stamp) -> Membership {
    Membership {
        id: ids.next(),
        group: group.id,
        client,
        from: stamp.today,
        until: None,
        slots: vec![group.kind.slot(group.id)],
    }
}
