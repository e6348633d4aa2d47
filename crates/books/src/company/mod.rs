//! The company: its settings, roles, members and teams. The first room: it leans on none of the others.

pub mod charts;
mod members;
mod sidebar;
mod store;

use db::WriteSet;
use kernel::{CompanyId, Country, Currency, MemberId, PersonId, RoleId, Stamp};
use serde::{Deserialize, Serialize};

pub use members::{MemberNames, member_names};
pub use sidebar::{ReadSidebar, Sidebar};
pub(crate) use store::{defaults, exists, seat_of, stored_name, time_zone};
pub use store::{read, roles};

use crate::PermissionSet;

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

/// A set of permissions with a name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Role {
    pub id: RoleId,
    pub name: String,
    /// `owner`, `administrator` … for the built-in ones.
    pub builtin: Option<String>,
    pub permissions: PermissionSet,
    pub version: i64,
}

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

/// What can happen in this room.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Change {
    Opened(Box<Company>),
    /// The account that the system posts to for a purpose, by number.
    DefaultSet {
        purpose: String,
        account: String,
    },
    RoleAdded(Role),
    MemberAdded(Member),
}

pub(crate) fn write(change: &Change, set: &mut WriteSet, _: &Stamp) {
    store::write(change, set);
}
