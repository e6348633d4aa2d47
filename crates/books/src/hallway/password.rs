//! Passwords: what may be one, and how it is kept and compared.

use std::sync::Arc;

use argon2::password_hash::{Error as HashError, PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use kernel::{Email, Failure, Name, Refusal, TextError, optional_text, search_fold};

use super::common_words::COMMON_WORDS;
use super::hash_gate::HashGate;
use crate::{Outside, Result};

/// Characters (code points, after trimming and NFC).
const SHORTEST: usize = 12;
const LONGEST: usize = 256;
/// What a password must be worth when a known word, a year and a run such as `1234` count as one character each.
const WORTH_AT_LEAST: usize = 7;

/// Argon2id with 19 MiB, two passes, one lane: OWASP's first choice, some tens of milliseconds.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// What is compared with where there is no password. It must cost what the others cost.
const DECOY: &str = "$argon2id$v=19$m=19456,t=2,p=1$YSBzYWx0IGZvciBub2JvZA$j4Ezvs+OTHdl82Va8sgiFnFyxo2BE56vUBFzLYhUkkY";

/// A password that the rules let through, in the form in which it is hashed.
pub(super) struct Password(String);

impl Password {
    /// Takes what was typed into `field`, or refuses it. There are no rules on which characters it is made of.
    pub(super) fn choose(typed: &str, field: &'static str, email: &Email, name: &Name) -> Result<Password> {
        let password = match optional_text(typed, LONGEST) {
            Ok(text) => text.unwrap_or_default(),
            Err(TextError::TooLong { .. }) => return Err(too_long(field)),
            Err(TextError::Control) => return Err(unwritable(field)),
        };
        if password.chars().count() < SHORTEST {
            return Err(too_short(field));
        }
        let core = core(&password);
        let known = known_words(email, name);
        if worth(&core, &known).min(worth(&plain_letters(&core), &known)) < WORTH_AT_LEAST {
            return Err(guessable(field));
        }
        Ok(Password(password))
    }
}

/// Keeps and compares passwords, a few at a time.
pub(super) struct Passwords {
    gate: HashGate,
    outside: Arc<dyn Outside>,
}

impl Passwords {
    pub(super) fn new(outside: Arc<dyn Outside>) -> Passwords {
        Passwords { gate: HashGate::default(), outside }
    }

    /// What is stored instead of the password: a PHC string with its own salt.
    pub(super) fn hash(&self, password: &Password) -> Result<String> {
        let entropy = self.outside.entropy();
        let hashed = self.gate.pass(|| argon2()?.hash_password_with_salt(password.0.as_bytes(), &entropy[..16]))?;
        hashed.map(|hash| hash.to_string()).map_err(Failure::broken)
    }

    /// Whether `typed` is the password behind `kept`. Where nothing is kept it is compared with a decoy, so that the
    /// time does not tell who is known here.
    pub(super) fn matches(&self, typed: &str, kept: Option<&str>) -> Result<bool> {
        let typed = optional_text(typed, LONGEST).ok().flatten().unwrap_or_default();
        let compared = self.gate.pass(|| argon2()?.verify_password(typed.as_bytes(), kept.unwrap_or(DECOY)))?;
        match compared {
            Ok(()) => Ok(kept.is_some()),
            Err(HashError::PasswordInvalid) => Ok(false),
            Err(other) => Err(Failure::broken(other)),
        }
    }

    #[cfg(test)]
    pub(super) fn gate(&self) -> &HashGate {
        &self.gate
    }
}

fn argon2() -> std::result::Result<Argon2<'static>, HashError> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|_| HashError::ParamsInvalid)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// The password as a guesser sees it: small letters without accents and without what separates words.
fn core(password: &str) -> Vec<char> {
    search_fold(password).chars().filter(|character| !" .-_'".contains(*character)).collect()
}

/// Digits and signs that stand in for letters, turned back: `p4ssw0rd`.
fn plain_letters(core: &[char]) -> Vec<char> {
    let plain = |character: &char| match character {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        other => *other,
    };
    core.iter().map(plain).collect()
}

/// Words that are guessed first: the commonest, our own name, and what the person is called.
fn known_words(email: &Email, name: &Name) -> Vec<Vec<char>> {
    let own = format!("{} {}", email.as_str(), name.as_str());
    let mut known: Vec<Vec<char>> = search_fold(&own)
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| word.chars().count() >= 3)
        .chain(COMMON_WORDS.iter().copied())
        .map(|word| word.chars().collect())
        .collect();
    known.sort_by_key(|word| std::cmp::Reverse(word.len()));
    known
}

/// How many characters somebody must guess: a known word or a year counts as one, so does each step of a run, and of
/// a text that only repeats itself one turn.
fn worth(text: &[char], known: &[Vec<char>]) -> usize {
    let text = &text[..turn(text)];
    let (mut at, mut count) = (0, 0);
    let mut before = None;
    while let Some(&character) = text.get(at) {
        let rest = &text[at..];
        let word = known.iter().map(Vec::len).zip(known).find(|(_, word)| rest.starts_with(word)).map(|(len, _)| len);
        if let Some(length) = word.or(year(rest)) {
            (at, count, before) = (at + length, count + 1, None);
            continue;
        }
        if !before.is_some_and(|before| is_step(before, character)) {
            count += 1;
        }
        (at, before) = (at + 1, Some(character));
    }
    count
}

/// The length after which the text begins again; the whole length when it does not.
fn turn(text: &[char]) -> usize {
    let again = |length: &usize| text.iter().zip(&text[*length..]).all(|(first, then)| first == then);
    (1..=text.len() / 2).find(again).unwrap_or(text.len())
}

fn year(rest: &[char]) -> Option<usize> {
    let four = rest.get(..4)?;
    let century = four.starts_with(&['1', '9']) || four.starts_with(&['2', '0']);
    (century && four.iter().all(char::is_ascii_digit)).then_some(4)
}

/// Whether the second character follows from the first: the same, the next or the one before, in the alphabet, among
/// the digits or on the keyboard.
fn is_step(first: char, second: char) -> bool {
    let rows = ["abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "!@#$%^&*()"];
    let side_by_side = |row: &str| {
        row.as_bytes().windows(2).any(|pair| {
            let pair = (char::from(pair[0]), char::from(pair[1]));
            pair == (first, second) || pair == (second, first)
        })
    };
    first == second || rows.into_iter().any(side_by_side)
}

fn too_short(field: &'static str) -> Failure {
    Refusal::field(
        "PASSWORD_SHORT",
        field,
        "The password is too short.",
        "It needs 12 characters or more; blanks at either end do not count. Take three or four words that do not \
         belong together.",
    )
    .into()
}

fn too_long(field: &'static str) -> Failure {
    Refusal::field("PASSWORD_LONG", field, "The password is too long.", "At most 256 characters are kept. Shorten it.")
        .into()
}

fn unwritable(field: &'static str) -> Failure {
    Refusal::field(
        "PASSWORD_CONTROL",
        field,
        "The password has a control character in it.",
        "No keyboard types it again at the next log-in. Type the password instead of pasting it.",
    )
    .into()
}

fn guessable(field: &'static str) -> Failure {
    Refusal::field(
        "PASSWORD_GUESSED",
        field,
        "The password is among the first that are tried.",
        "It is made of your name or address, of common words or years, or of runs such as 1234. Take three or four \
         words that do not belong together.",
    )
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_decoy_costs_what_a_kept_password_costs() {
        let fresh = argon2().and_then(|argon2| argon2.hash_password_with_salt(b"teal gravel owl", &[7; 16]));
        let fresh = fresh.expect("the parameters are good").to_string();
        let cost = |hash: &str| hash.rsplitn(3, '$').last().map(str::to_owned);
        assert_eq!(cost(DECOY), cost(&fresh));
        assert_eq!(cost(&fresh).as_deref(), Some("$argon2id$v=19$m=19456,t=2,p=1"));
        assert_eq!(DECOY.len(), fresh.len());
        // It is sound: it does match the word that it was made from, which therefore must let nobody in.
        assert_eq!(argon2().and_then(|argon2| argon2.verify_password(b"nobody", DECOY)), Ok(()));
    }
}
