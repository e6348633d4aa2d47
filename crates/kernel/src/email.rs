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
    #[error("The e-mail address is too long. Mail allows 64 bytes before the @ and 254 in all. Use a shorter one.")]
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
    let special = |character| matches!(character, '<' | '>' | '(' | ')' | '[' | ']' | ',' | ';' | ':' | '\\' | '"');
    let hidden = |character| is_blank(character) || is_control(character) || is_zero_width(character);
    local.split('.').all(|part| !part.is_empty())
        && !local.chars().any(|character| special(character) || hidden(character))
}

fn is_domain(domain: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|character| character.is_alphanumeric() || character == '-')
    };
    // A last label of digits alone is an address of a machine, or a typing error.
    let is_named = |last: &str| !last.chars().all(|character| character.is_ascii_digit());
    let last = domain.rsplit_once('.').map(|(_, last)| last);
    last.is_some_and(is_named) && domain.split('.').all(is_label)
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parsed(text: &str) -> Result<String, EmailError> {
        Email::parse(text).map(|email| email.as_str().to_string())
    }

    /// A missing or a bad e-mail is refused.
    #[test]
    fn addresses_are_read_or_refused() {
        let cases = [
            (" Ana.Lopez+tax@Example.ORG ", "Ana.Lopez+tax@example.org"),
            ("o'brien@example.co.uk", "o'brien@example.co.uk"),
            ("ana@BÜRO.example", "ana@büro.example"),
            ("josé@example.org", "josé@example.org"),
        ];
        for (text, address) in cases {
            assert_eq!(parsed(text), Ok(address.to_string()), "{text}");
        }
        assert_eq!(parsed(" \u{200b}"), Err(EmailError::Required));
        let bad = [
            "ana",
            "ana@",
            "@example.org",
            "ana@example",
            "ana@@example.org",
            "a@b@example.org",
            "ana lopez@example.org",
            "ana@exam ple.org",
            "ana@.org",
            "ana@example.",
            "ana@example..org",
            "ana@-example.org",
            "ana@example-.org",
            ".ana@example.org",
            "ana.@example.org",
            "a..b@example.org",
            "ana\n@example.org",
            "ana@example.org\nBcc:x@y.z",
            "<ana@example.org>",
            "ana@example.org, bob@example.org",
            "an\u{200b}a@example.org",
            "ana@10.0.0.1",
            "ana@exa_mple.org",
            "\"ana\"@example.org",
        ];
        for text in bad {
            assert_eq!(parsed(text), Err(EmailError::Form), "{text:?}");
        }
    }

    #[test]
    fn addresses_have_a_longest_form() {
        let domain = "example.org";
        assert!(parsed(&format!("{}@{domain}", "a".repeat(64))).is_ok());
        assert_eq!(parsed(&format!("{}@{domain}", "a".repeat(65))), Err(EmailError::TooLong));
        let long = ["a".repeat(60), "b".repeat(60), "c".repeat(60), "d".repeat(60)].join(".");
        assert!(parsed(&format!("{}@{long}.com", "a".repeat(6))).is_ok());
        assert_eq!(parsed(&format!("{}@{long}.com", "a".repeat(7))), Err(EmailError::TooLong));
    }

    #[test]
    fn the_same_mailbox_has_one_key() -> Result<(), EmailError> {
        assert_eq!(Email::parse("Ana@Example.org")?.key(), Email::parse("ana@example.ORG")?.key());
        Ok(())
    }

    proptest! {
        #[test]
        fn an_address_parses_to_itself(text in "\\PC{1,12}@\\PC{1,10}\\.[a-z]{2,3}") {
            if let Ok(email) = Email::parse(&text) {
                prop_assert_eq!(Email::parse(email.as_str()), Ok(email));
            }
        }
    }
}
