//! Secrets that are shown once, and the digests that are kept instead of them.

use std::fmt;

use sha2::{Digest, Sha256};

/// What the browser keeps to be known again: 64 hexadecimal digits. Never logged; only its digest is stored.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionSecret(pub String);

impl SessionSecret {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SessionSecret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SessionSecret(…)")
    }
}

/// The text form of a secret: 256 bits as 64 hexadecimal digits.
pub(super) fn spelled(entropy: [u8; 32]) -> String {
    let digit = |half: u8| char::from(b"0123456789abcdef"[usize::from(half)]);
    entropy.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// The SHA-256 of a secret. A plain digest is enough: nobody guesses 256 bits.
pub(super) fn digest(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}
