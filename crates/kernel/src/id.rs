//! Ids: one type per noun, a version 7 UUID inside, a prefix outside, so that a wrong id fails at the door.
use std::fmt;
use std::hash::Hash;
use std::str::FromStr;

use uuid::Uuid;

/// What every id has in common: 16 bytes and a prefix in its text form.
pub trait Id: Copy + Ord + Hash + fmt::Debug + fmt::Display + FromStr<Err = IdError> + Send + Sync + 'static {
    /// The letters before the underscore, for example `cli`.
    const PREFIX: &'static str;
    fn from_uuid(uuid: Uuid) -> Self;
    fn uuid(&self) -> Uuid;
}

/// Why a text is not an id of the kind asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    #[error("The id is of another kind. Here it begins with {expected}_. Take the id from the record that you mean.")]
    WrongPrefix { expected: &'static str },
    #[error(
        "The id is not complete or has a wrong character. After {expected}_ stand 26 small letters and digits. Copy it again from the record."
    )]
    Malformed { expected: &'static str },
}

/// Declares id types: `id! { /// A client. ClientId = "cli" }`, several separated by semicolons.
#[macro_export]
macro_rules! id {
    ($($(#[$about:meta])* $name:ident = $prefix:literal);+ $(;)?) => {$(
        $(#[$about])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name($crate::Uuid);

        impl $name {
            pub const fn from_uuid(uuid: $crate::Uuid) -> Self {
                Self(uuid)
            }
            pub const fn uuid(&self) -> $crate::Uuid {
                self.0
            }
        }
        impl $crate::Id for $name {
            const PREFIX: &'static str = $prefix;
            fn from_uuid(uuid: $crate::Uuid) -> Self {
                Self(uuid)
            }
            fn uuid(&self) -> $crate::Uuid {
                self.0
            }
        }
        impl ::core::fmt::Display for $name {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::write_id(formatter, $prefix, self.0)
            }
        }
        impl ::core::fmt::Debug for $name {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::write_id(formatter, $prefix, self.0)
            }
        }
        impl ::core::str::FromStr for $name {
            type Err = $crate::IdError;
            fn from_str(text: &str) -> ::core::result::Result<Self, $crate::IdError> {
                $crate::read_id(text, $prefix).map(Self)
            }
        }
        $crate::travels_as_text!($name);
    )+};
}

id! {
    /// A company: the tenant.
    CompanyId = "com";
    /// A person who can log in, in any number of companies.
    PersonId = "per";
    /// A person's seat in one company.
    MemberId = "mem";
    /// A set of permissions.
    RoleId = "rol";
    /// A team of members.
    TeamId = "tea";
    /// A login that is still open.
    SessionId = "ses";
    /// A key to the API.
    TokenId = "tok";
    /// A client, contracted or hoped for.
    ClientId = "cli";
    /// A group of clients, of whichever kind.
    GroupId = "grp";
    /// A set of client groups: a client is in at most one of them.
    GroupSetId = "gst";
    /// A client's belonging to a group.
    MembershipId = "mbs";
    /// A type of client: agency, holding …
    ClientTypeId = "cty";
    /// A type of corporate group.
    CorporateTypeId = "cot";
    /// An account of the chart of accounts.
    AccountId = "acc";
    /// A VAT code.
    VatCodeId = "vat";
    /// A VAT zone.
    VatZoneId = "vzn";
    /// A group of products.
    ProductGroupId = "pgr";
    /// A product or service that is sold.
    ProductId = "pro";
    /// A series that invoice numbers come from.
    SeriesId = "ser";
    /// A journal entry.
    EntryId = "ent";
    /// A debit or credit line of an entry.
    PostingId = "pst";
    /// So much of one open item settled by another.
    MatchId = "mat";
    /// A payment of a client.
    PaymentId = "pay";
    /// Time spent on a client.
    TimeEntryId = "tim";
    /// An invoice or credit note.
    InvoiceId = "inv";
    /// A line of an invoice.
    InvoiceLineId = "inl";
    /// What a corporate group agreed on for a year.
    AgreementId = "agr";
    /// A note on an agreement.
    MemoId = "mmo";
    /// A settlement of an agreement.
    SettlementId = "stl";
    /// A file being taken in.
    ImportId = "imp";
    /// A saved report.
    ReportId = "rep";
    /// Changes that can be undone as one.
    OperationId = "ope";
    /// A line of the audit log.
    AuditId = "aud";
    /// One request, from whichever door.
    RequestId = "req";
}

/// Crockford's digits: no i, l, o and u, which are misread.
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// 26 digits of 5 bits hold 130 bits; the first digit is therefore at most 7.
const LENGTH: usize = 26;

#[doc(hidden)]
pub fn write_id(formatter: &mut fmt::Formatter<'_>, prefix: &str, uuid: Uuid) -> fmt::Result {
    let bits = uuid.as_u128();
    let mut digits = [0; LENGTH];
    for (digit, place) in digits.iter_mut().zip((0..LENGTH).rev()) {
        *digit = DIGITS[((bits >> (place * 5)) & 31) as usize];
    }
    let digits = std::str::from_utf8(&digits).map_err(|_| fmt::Error)?;
    if formatter.width().is_some() || formatter.precision().is_some() {
        return formatter.pad(&format!("{prefix}_{digits}"));
    }
    formatter.write_str(prefix)?;
    formatter.write_str("_")?;
    formatter.write_str(digits)
}

#[doc(hidden)]
pub fn read_id(text: &str, expected: &'static str) -> Result<Uuid, IdError> {
    let digits = text
        .strip_prefix(expected)
        .and_then(|rest| rest.strip_prefix('_'))
        .ok_or(IdError::WrongPrefix { expected })?
        .as_bytes();
    bits(digits).ok_or(IdError::Malformed { expected })
}

/// The UUID of an id of any noun, where only the thing itself is asked for.
pub fn read_any_id(text: &str) -> Option<Uuid> {
    let (prefix, digits) = text.split_once('_')?;
    if prefix.len() != 3 { None } else { bits(digits.as_bytes()) }
}

fn bits(digits: &[u8]) -> Option<Uuid> {
    if digits.len() != LENGTH || digits[0] > b'7' {
        return None;
    }
    let mut bits: u128 = 0;
    for byte in digits {
        let digit = DIGITS.iter().position(|known| known == byte)?;
        bits = (bits << 5) | digit as u128;
    }
    Some(Uuid::from_u128(bits))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_text_form_is_prefix_and_base32() {
        let uuid = Uuid::from_u128(0x01890a5d_ac96_774b_bcce_b302099a8057);
        let client = ClientId::from_uuid(uuid);
        assert_eq!(client.to_string(), "cli_01h455vb4pex5vsknk084sn02q");
        assert_eq!(format!("{client:?}"), "cli_01h455vb4pex5vsknk084sn02q");
        assert_eq!(ClientId::from_uuid(Uuid::nil()).to_string(), format!("cli_{}", "0".repeat(26)));
        assert_eq!(ClientId::from_uuid(Uuid::max()).to_string(), format!("cli_7{}", "z".repeat(25)));
    }

    #[test]
    fn only_the_canonical_text_of_the_right_noun_is_read() {
        let expected = "cli";
        let wrong = Err(IdError::WrongPrefix { expected });
        let malformed = Err(IdError::Malformed { expected });
        let cases = [
            ("", wrong.clone()),
            ("cli", wrong.clone()),
            ("grp_01h455vb4pex5vsknk084sn02q", wrong.clone()),
            ("CLI_01h455vb4pex5vsknk084sn02q", wrong.clone()),
            ("client_01h455vb4pex5vsknk084sn02q", wrong.clone()),
            ("01890a5d-ac96-774b-bcce-b302099a8057", wrong),
            ("cli_", malformed.clone()),
            ("cli_01h455vb4pex5vsknk084sn02", malformed.clone()),
            ("cli_01h455vb4pex5vsknk084sn02q0", malformed.clone()),
            ("cli_01H455vb4pex5vsknk084sn02q", malformed.clone()),
            ("cli_81h455vb4pex5vsknk084sn02q", malformed.clone()),
            ("cli_01h455vb4pex5vsknk084sn02l", malformed.clone()),
            (" cli_01h455vb4pex5vsknk084sn02q", Err(IdError::WrongPrefix { expected })),
            ("cli_01h455vb4pex5vsknk084sn02é", malformed),
        ];
        for (text, outcome) in cases {
            assert_eq!(text.parse::<ClientId>(), outcome, "{text}");
        }
    }

    #[test]
    fn an_id_of_any_noun_is_read() {
        let client: ClientId = "cli_01h455vb4pex5vsknk084sn02q".parse().expect("an id");
        assert_eq!(read_any_id(&client.to_string()), Some(client.uuid()));
        for text in [
            "",
            "cli",
            "cli_",
            "client_01h455vb4pex5vsknk084sn02q",
            "cli_01h455vb4pex5vsknk084sn02",
            "cli_u1h455vb4pex5vsknk084sn02q",
        ] {
            assert_eq!(read_any_id(text), None, "{text}");
        }
    }

    #[test]
    fn a_wrong_prefix_names_the_one_expected() {
        let refusal = "inv_01h455vb4pex5vsknk084sn02q".parse::<ClientId>().expect_err("another noun");
        assert!(refusal.to_string().contains("cli_"), "{refusal}");
    }

    #[test]
    fn ids_travel_as_strings() -> serde_json::Result<()> {
        let client: ClientId = serde_json::from_str("\"cli_01h455vb4pex5vsknk084sn02q\"")?;
        assert_eq!(serde_json::to_string(&client)?, "\"cli_01h455vb4pex5vsknk084sn02q\"");
        assert!(serde_json::from_str::<ClientId>("\"grp_01h455vb4pex5vsknk084sn02q\"").is_err());
        assert!(serde_json::from_str::<ClientId>("7").is_err());
        Ok(())
    }

    #[test]
    fn no_two_nouns_share_a_prefix() {
        let prefixes = [
            CompanyId::PREFIX,
            PersonId::PREFIX,
            MemberId::PREFIX,
            RoleId::PREFIX,
            TeamId::PREFIX,
            SessionId::PREFIX,
            TokenId::PREFIX,
            ClientId::PREFIX,
            GroupId::PREFIX,
            MembershipId::PREFIX,
            AccountId::PREFIX,
            VatCodeId::PREFIX,
            VatZoneId::PREFIX,
            ProductGroupId::PREFIX,
            ProductId::PREFIX,
            SeriesId::PREFIX,
            EntryId::PREFIX,
            PostingId::PREFIX,
            MatchId::PREFIX,
            PaymentId::PREFIX,
            InvoiceId::PREFIX,
            InvoiceLineId::PREFIX,
            ImportId::PREFIX,
            ReportId::PREFIX,
            OperationId::PREFIX,
            AuditId::PREFIX,
            RequestId::PREFIX,
        ];
        let distinct: std::collections::BTreeSet<_> = prefixes.iter().collect();
        assert_eq!(distinct.len(), prefixes.len());
        assert!(prefixes.iter().all(|prefix| prefix.len() == 3));
    }

    proptest! {
        #[test]
        fn every_id_reads_back(bits in any::<u128>()) {
            let id = InvoiceId::from_uuid(Uuid::from_u128(bits));
            prop_assert_eq!(id.to_string().parse::<InvoiceId>(), Ok(id));
        }

        #[test]
        fn texts_sort_as_ids_do(one in any::<u128>(), other in any::<u128>()) {
            let (one, other) = (EntryId::from_uuid(Uuid::from_u128(one)), EntryId::from_uuid(Uuid::from_u128(other)));
            prop_assert_eq!(one.cmp(&other), one.to_string().cmp(&other.to_string()));
        }

        #[test]
        fn whatever_is_read_is_written_the_same(text in "cli_[0-9a-z]{26}") {
            if let Ok(id) = text.parse::<ClientId>() {
                prop_assert_eq!(id.to_string(), text);
            }
        }
    }
}
