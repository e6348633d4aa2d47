//! E-mail addresses, checked for what a typing error looks like; only a sent letter proves more.
use std::fmt;
use std::str::FromStr;

use crate::text::{clean, is_blank, is_control, is_zero_width};

/// Why a text is not an e-mail address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EmailError {
    #[error("The e-mail address is empty. Letters are sent to it. Type an address.")]
    Required,
    #[error(
        "This is not an e-mail address. It needs a name, one @ and a domain with a dot, without blanks. Write it like ana@example.org."
    )]
    Form,
    #[error(
        "The e-mail address is too long. Mail allows 64 bytes before the @ and 254 in all. Use a shorter one."
    )]
    TooLong,
}

/// An e-mail address; the part before the @ as typed, the domain in small letters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Email(String);

impl Email {
    pub fn parse(text: &str) -> Result<Email, EmailError> {
        let cleaned = clean(text);
        if cleaned.is_empty() {
            return Err(EmailError::Required);
        }
        let (local, domain) = cleaned.split_once('@').ok_or(EmailError::Form)?;
        if !is_local(local) || !is_domain(domain) {
            return Err(EmailError::Form);
        }
        let address = format!("{local}@{}", domain.to_lowercase());
        if local.len() > 64 || address.len() > 254 {
            return Err(EmailError::TooLong);
        }
        Ok(Email(address))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What two addresses share that reach the same person in practice: all small letters.
    pub fn key(&self) -> String {
        self.0.to_lowercase()
    }
}

fn is_local(local: &str) -> bool {
    // These would need quoting, and quoted they end up in headers.
    let special = |character| {
        matches!(
            character,
            '<' | '>' | '(' | ')' | '[' | ']' | ',' | ';' | ':' | '\\' | '"'
        )
    };
    let hidden =
        |character| is_blank(character) || is_control(character) || is_zero_width(character);
    local.split('.').all(|part| !part.is_empty())
        && !local
            .chars()
            .any(|character| special(character) || hidden(character))
}

fn is_domain(domain: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .chars()
                .all(|character| character.is_alphanumeric() || character == '-')
    };
    domain.contains('.') && domain.split('.').all(is_label)
}

impl fmt::Display for Email {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}
impl FromStr for Email {
    type Err = EmailError;
    fn from_str(text: &str) -> Result<Email, EmailError> {
        Email::parse(text)
    }
}
travels_as_text!(Email);
