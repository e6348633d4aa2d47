//! Values that go into a statement, and how the nouns of the kernel become one.

use kernel::{Currency, Day, Instant, Month};
use uuid::Uuid;

/// One bound parameter. Money travels as `Int` (minor units), days as `Int` (yyyymmdd), instants as
/// `Int` (milliseconds since 1970, UTC).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    Null,
    Int(i64),
    Bool(bool),
    Text(String),
    Id(Uuid),
    Bytes(Vec<u8>),
}

/// What can be bound to a statement.
pub trait IntoValue {
    fn into_value(self) -> Value;
}

impl IntoValue for Value {
    fn into_value(self) -> Value {
        self
    }
}
impl IntoValue for i64 {
    fn into_value(self) -> Value {
        Value::Int(self)
    }
}
impl IntoValue for bool {
    fn into_value(self) -> Value {
        Value::Bool(self)
    }
}
impl IntoValue for &str {
    fn into_value(self) -> Value {
        Value::Text(self.to_owned())
    }
}
impl IntoValue for String {
    fn into_value(self) -> Value {
        Value::Text(self)
    }
}
impl IntoValue for &String {
    fn into_value(self) -> Value {
        Value::Text(self.clone())
    }
}
impl IntoValue for Vec<u8> {
    fn into_value(self) -> Value {
        Value::Bytes(self)
    }
}
impl IntoValue for Day {
    fn into_value(self) -> Value {
        Value::Int(self.number())
    }
}
impl IntoValue for Month {
    fn into_value(self) -> Value {
        Value::Int(self.number())
    }
}
impl IntoValue for Instant {
    fn into_value(self) -> Value {
        Value::Int(self.0)
    }
}
impl IntoValue for Currency {
    fn into_value(self) -> Value {
        Value::Text(self.code().to_owned())
    }
}
/// Every id of the kernel, named once: a blanket rule over `Id` would clash with `String` and the rest.
macro_rules! ids {
    ($($id:ident)*) => {$(
        impl IntoValue for kernel::$id {
            fn into_value(self) -> Value {
                Value::Id(self.uuid())
            }
        }
        impl crate::row::Nullable for kernel::$id {
            fn read_nullable(row: &crate::Row<'_>, index: usize) -> crate::Result<Option<Self>> {
                Ok(row.uuid(index)?.map(kernel::$id::from_uuid))
            }
        }
        impl crate::Column for kernel::$id {
            fn read(row: &crate::Row<'_>, index: usize) -> crate::Result<Self> {
                crate::row::required(row, index)
            }
        }
        impl crate::Column for Option<kernel::$id> {
            fn read(row: &crate::Row<'_>, index: usize) -> crate::Result<Self> {
                <kernel::$id as crate::row::Nullable>::read_nullable(row, index)
            }
        }
    )*};
}
ids! {
    CompanyId PersonId MemberId RoleId TeamId SessionId TokenId ClientId GroupId GroupSetId ClientTypeId CorporateTypeId MembershipId AgreementId MemoId SettlementId AccountId
    VatCodeId VatZoneId ProductGroupId ProductId SeriesId EntryId PostingId MatchId PaymentId InvoiceId InvoiceLineId ImportId ReportId
    OperationId AuditId RequestId TimeEntryId
}
impl<T: IntoValue> IntoValue for Option<T> {
    fn into_value(self) -> Value {
        self.map_or(Value::Null, IntoValue::into_value)
    }
}

/// Builds a parameter list: `params![client, "name", day]`.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { [$($crate::IntoValue::into_value($value)),*] };
}
