//! Names and human numbers: texts that are parsed at the edge and trusted inside.
use std::fmt;
use std::str::FromStr;

use crate::text::{clean, is_control, is_seen, name_key};

/// Why a text is not a name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    #[error("The name is empty. Blanks and characters without width do not count. Type a name.")]
    Required,
    #[error("The name is too long. It has {0} characters and 120 are allowed. Shorten it.")]
    TooLong(usize),
    #[error(
        "The name has a control character in it. It cannot be shown or printed. Type the name again instead of pasting it."
    )]
    Control,
}

/// A name: NFC, trimmed, 1 to 120 code points, in one line; runs of blanks inside stay as typed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(String);

impl Name {
    pub const LONGEST: usize = 120;

    pub fn parse(text: &str) -> Result<Name, NameError> {
        let cleaned = clean(text);
        if !is_seen(&cleaned) {
            return Err(NameError::Required);
        }
        if cleaned.chars().any(is_control) {
            return Err(NameError::Control);
        }
        match cleaned.chars().count() {
            length if length > Name::LONGEST => Err(NameError::TooLong(length)),
            _ => Ok(Name(cleaned)),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What two names share when they count as the same.
    pub fn key(&self) -> String {
        name_key(&self.0)
    }
}

/// Why a text is not a number that people use.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    #[error("The number is empty. Blanks do not count. Type a number.")]
    Required,
    #[error("The number is too long. It has {0} characters and 40 are allowed. Shorten it.")]
    TooLong(usize),
    #[error(
        "The number has a control character in it. It cannot be shown or printed. Type the number again instead of pasting it."
    )]
    Control,
}

/// A number that people use, such as a client number: a text of 1 to 40 code points, so `0001` is not `1`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number(String);

impl Number {
    pub const LONGEST: usize = 40;

    pub fn parse(text: &str) -> Result<Number, NumberError> {
        let cleaned = clean(text);
        if !is_seen(&cleaned) {
            return Err(NumberError::Required);
        }
        if cleaned.chars().any(is_control) {
            return Err(NumberError::Control);
        }
        match cleaned.chars().count() {
            length if length > Number::LONGEST => Err(NumberError::TooLong(length)),
            _ => Ok(Number(cleaned)),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}
impl FromStr for Name {
    type Err = NameError;
    fn from_str(text: &str) -> Result<Name, NameError> {
        Name::parse(text)
    }
}
impl fmt::Display for Number {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}
impl FromStr for Number {
    type Err = NumberError;
    fn from_str(text: &str) -> Result<Number, NumberError> {
        Number::parse(text)
    }
}
travels_as_text!(Name, Number);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parsed(text: &str) -> Result<String, NameError> {
        Name::parse(text).map(|name| name.as_str().to_string())
    }

    /// Needed, trimmed, at most 120; inner runs as typed.
    #[test]
    fn a_name_is_trimmed_and_measured() {
        let blank = [
            "",
            " ",
            "   ",
            "\t\n",
            "\u{a0}",
            "\u{200b}\u{200d}\u{feff}",
            " \u{2060} ",
            "\u{3000}",
            "\u{3164}\u{2800}",
        ];
        for text in blank {
            assert_eq!(parsed(text), Err(NameError::Required), "{text:?}");
        }
        assert_eq!(parsed("\u{fe0f}"), Err(NameError::Required));
        assert_eq!(parsed(" \u{feff}VIP\u{200b}\u{a0}"), Ok("VIP".to_string()));
        assert_eq!(parsed("Annual  Report"), Ok("Annual  Report".to_string()));
        assert_eq!(parsed("Cafe\u{301}"), Ok("Caf\u{e9}".to_string()));
        assert_eq!(parsed("\tVIP\n"), Ok("VIP".to_string()));
        assert_eq!(parsed(&"é".repeat(120)).map(|name| name.chars().count()), Ok(120));
        assert_eq!(parsed(&"e\u{301}".repeat(120)).map(|name| name.chars().count()), Ok(120));
        assert_eq!(parsed(&"a".repeat(121)), Err(NameError::TooLong(121)));
        assert_eq!(parsed(&format!(" {} ", "a".repeat(120))).map(|name| name.len()), Ok(120));
    }

    #[test]
    fn a_name_stands_in_one_line_and_reads_forward() {
        for text in ["a\nb", "a\tb", "a\0b", "a\u{7f}b", "a\u{85}b", "a\u{2028}b", "a\u{202e}b", "a\u{2066}b"] {
            assert_eq!(parsed(text), Err(NameError::Control), "{text:?}");
        }
        assert!(parsed("می\u{200c}خواهم").is_ok());
        assert!(parsed("👩\u{200d}👧 & Co").is_ok());
    }

    #[test]
    fn a_name_keys_as_its_text_does() -> Result<(), NameError> {
        assert_eq!(Name::parse(" V\u{a0} IP ")?.key(), "v ip");
        Ok(())
    }

    /// Leading zeros count, since it is text and not a number.
    #[test]
    fn a_number_is_text() {
        assert_ne!(Number::parse("0001"), Number::parse("1"));
        assert_eq!(Number::parse(" 0001 ").map(|number| number.to_string()), Ok("0001".to_string()));
        assert_eq!(Number::parse(" "), Err(NumberError::Required));
        assert_eq!(Number::parse(&"1".repeat(41)), Err(NumberError::TooLong(41)));
        assert!(Number::parse(&"1".repeat(40)).is_ok());
        assert_eq!(Number::parse("1\n2"), Err(NumberError::Control));
    }

    #[test]
    fn names_travel_as_texts_and_are_parsed_on_the_way_in() -> serde_json::Result<()> {
        assert_eq!(serde_json::from_str::<Name>("\" VIP \"")?.as_str(), "VIP");
        assert!(serde_json::from_str::<Name>("\" \"").is_err());
        assert!(serde_json::from_str::<Number>("1").is_err());
        Ok(())
    }

    proptest! {
        #[test]
        fn a_name_parses_to_itself(text in "\\PC{0,130}") {
            if let Ok(name) = Name::parse(&text) {
                prop_assert_eq!(Name::parse(name.as_str()), Ok(name.clone()));
                prop_assert_eq!(name.key(), name_key(&text));
                prop_assert!(!name.key().is_empty());
            }
        }

        #[test]
        fn no_text_brings_it_down(text in any::<String>()) {
            if let Ok(name) = Name::parse(&text) {
                prop_assert!((1..=Name::LONGEST).contains(&name.as_str().chars().count()));
            }
        }
    }
}
