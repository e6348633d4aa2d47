//! The legal forms that a client can have.
use std::fmt;
use std::str::FromStr;

use crate::text::name_key;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "This is not a legal entity. Known are company, individual, partnership, sole trader and trust. Use one of these."
)]
pub struct LegalEntityError;

/// What a client is before the law.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LegalEntity {
    Company,
    Individual,
    Partnership,
    SoleTrader,
    Trust,
}

impl LegalEntity {
    pub const ALL: [LegalEntity; 5] = [
        LegalEntity::Company,
        LegalEntity::Individual,
        LegalEntity::Partnership,
        LegalEntity::SoleTrader,
        LegalEntity::Trust,
    ];

    pub const fn code(&self) -> &'static str {
        match self {
            LegalEntity::Company => "company",
            LegalEntity::Individual => "individual",
            LegalEntity::Partnership => "partnership",
            LegalEntity::SoleTrader => "sole_trader",
            LegalEntity::Trust => "trust",
        }
    }

    pub const fn label(&self) -> &'static str {
        match self {
            LegalEntity::Company => "Company",
            LegalEntity::Individual => "Individual",
            LegalEntity::Partnership => "Partnership",
            LegalEntity::SoleTrader => "Sole trader",
            LegalEntity::Trust => "Trust",
        }
    }

    /// Reads a code or a label, in any case.
    pub fn parse(text: &str) -> Result<LegalEntity, LegalEntityError> {
        let key = name_key(text);
        LegalEntity::ALL
            .into_iter()
            .find(|entity| key == entity.code() || key == name_key(entity.label()))
            .ok_or(LegalEntityError)
    }
}

/// The code.
impl fmt::Display for LegalEntity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.code())
    }
}
impl FromStr for LegalEntity {
    type Err = LegalEntityError;
    fn from_str(text: &str) -> Result<LegalEntity, LegalEntityError> {
        LegalEntity::parse(text)
    }
}
travels_as_text!(LegalEntity);

#[cfg(test)]
mod tests {
    use super::*;

    /// The five forms, by code or label; an unknown value is an error and not a blank.
    #[test]
    fn codes_and_labels_are_read_in_any_case() {
        for entity in LegalEntity::ALL {
            for text in [entity.code(), entity.label(), &entity.label().to_uppercase(), &format!(" {} ", entity.code())]
            {
                assert_eq!(LegalEntity::parse(text), Ok(entity), "{text}");
            }
        }
        assert_eq!(LegalEntity::parse("Sole Trader"), Ok(LegalEntity::SoleTrader));
        for text in ["", "Charity", "sole", "company ltd"] {
            assert_eq!(LegalEntity::parse(text), Err(LegalEntityError), "{text}");
        }
    }

    #[test]
    fn it_travels_as_its_code() -> serde_json::Result<()> {
        assert_eq!(serde_json::to_string(&LegalEntity::SoleTrader)?, "\"sole_trader\"");
        assert_eq!(serde_json::from_str::<LegalEntity>("\"trust\"")?, LegalEntity::Trust);
        Ok(())
    }
}
