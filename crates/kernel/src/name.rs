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
