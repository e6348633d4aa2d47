//! Corporate groups: by type and whole calendar years, with a head. A client is in one group of a type and year.
//!
//! This part knows the years and the slots that they fill; who may be put into which group is decided with the clients.

mod inverse;
pub(crate) mod store;
mod types;
mod years;

use kernel::{ClientId, ClientTypeId, CorporateTypeId, Day, GroupId, Name, Year};
use serde::{Deserialize, Serialize};

pub(super) use inverse::{inverse, started};
pub(super) use types::built_in;
pub use types::{
    ChangeCorporateType, ClientTypeLine, CorporateTypeLine, CreateClientType, CreateCorporateType, DeleteClientType,
    DeleteCorporateType, ListClientTypes, ListCorporateTypes, ReadClientType, ReadCorporateType, RenameClientType,
};
pub use years::{LONGEST, Years, read_first_day, read_last_day};
pub(crate) use years::{dotted, ends};

use super::{Group, Membership};

/// What a client is, beside a client: agency, holding … A client is any number of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClientType {
    pub id: ClientTypeId,
    pub name: Name,
    pub version: i64,
}

/// What a corporate group is for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CorporateType {
    pub id: CorporateTypeId,
    pub name: Name,
    /// The type of client that the head and each member need.
    pub client_type: ClientTypeId,
    pub effect: Effect,
    pub version: i64,
}

/// What a corporate group brings about. A closed set: each is acted on by the room that owns the consequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    CorporateDiscount,
    RebateInKind,
    CentralAddress,
    None,
}

impl Effect {
    pub const ALL: [Effect; 4] =
        [Effect::CorporateDiscount, Effect::RebateInKind, Effect::CentralAddress, Effect::None];

    pub fn code(self) -> &'static str {
        match self {
            Effect::CorporateDiscount => "corporate_discount",
            Effect::RebateInKind => "rebate_in_kind",
            Effect::CentralAddress => "central_address",
            Effect::None => "none",
        }
    }

    pub fn parse(code: &str) -> Option<Effect> {
        Effect::ALL.into_iter().find(|effect| effect.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Effect::CorporateDiscount => "Corporate discount",
            Effect::RebateInKind => "Rebate in kind",
            Effect::CentralAddress => "Central address",
            Effect::None => "Nothing",
        }
    }
}

/// A corporate group: its name, its type, and the years that it stands for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CorporateGroup {
    pub group: Group,
    pub of_type: CorporateTypeId,
    pub years: Years,
}

impl CorporateGroup {
    /// The slots of a client that is in the group in these years.
    pub fn slots(&self, years: Years) -> Vec<String> {
        years.iter().map(|year| slot(self.of_type, year)).collect()
    }
}

/// The slot of one type and year.
pub fn slot(of_type: CorporateTypeId, year: i64) -> String {
    format!("type:{of_type}:{year:04}")
}

/// The year of such a slot.
pub(crate) fn year_of(slot: &str) -> Option<i64> {
    slot.strip_prefix("type:")?.rsplit_once(':')?.1.parse().ok()
}

/// Who is at the head in one year, before and after.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HeadYear {
    pub slot: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<ClientId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<ClientId>,
}

/// What can happen to corporate groups and their types.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Change {
    ClientTypeCreated(ClientType),
    ClientTypeRenamed {
        before: ClientType,
        after: ClientType,
    },
    /// Out of every list, its name free again; here and below as it was before.
    ClientTypeDeleted(ClientType),
    ClientTypeBroughtBack(ClientType),
    TypeCreated(CorporateType),
    TypeChanged {
        before: CorporateType,
        after: CorporateType,
    },
    TypeDeleted(CorporateType),
    TypeBroughtBack(CorporateType),
    GroupCreated(CorporateGroup),
    /// Its name or its last year.
    GroupChanged {
        before: CorporateGroup,
        after: CorporateGroup,
    },
    GroupDeleted(CorporateGroup),
    GroupBroughtBack(CorporateGroup),
    /// Who is at the head, year by year.
    HeadSet {
        group: GroupId,
        years: Vec<HeadYear>,
    },
    /// The membership, as it was before, lasts until this day and fills these slots.
    LastDaySet {
        membership: Membership,
        until: Day,
        slots: Vec<String>,
    },
    /// Entered by mistake: the membership never counted, and stays to be seen with the reason.
    Voided {
        membership: Membership,
        reason: String,
    },
    /// The inverse: the membership counts again, as it was before it was voided.
    Unvoided {
        membership: Membership,
        reason: String,
    },
    /// Something was agreed with the group for a year: it is not deleted any more.
    YearAgreed {
        group: GroupId,
        year: Year,
    },
    /// The inverse.
    YearFreed {
        group: GroupId,
        year: Year,
    },
    /// Something was settled by the members of a year: they stay in it.
    YearSettled {
        group: GroupId,
        of_type: CorporateTypeId,
        year: Year,
        clients: Vec<ClientId>,
    },
}
