//! The first start: a one-time key that lets the first person in, instead of a default password.
//!
//! A key is there only while nobody is known: whoever is added, by whichever door, takes it away in the same turn.

use db::View;
use kernel::{Failure, PersonId, Refusal};

use super::persons::{NewPerson, Prepared};
use super::secret::{digest, spelled};
use super::{Hallway, store};
use crate::Result;

impl Hallway {
    /// A fresh one-time key to print, as long as nobody is known here. It replaces the key of an earlier start.
    pub fn setup_key(&self) -> Result<Option<String>> {
        let key = spelled(self.outside.entropy());
        self.write(|tx| {
            if store::any_person(tx)? {
                return Ok(None);
            }
            store::void_setup_keys(tx)?;
            store::add_setup_key(tx, &digest(&key), self.outside.now())?;
            Ok(Some(key))
        })
    }

    /// Passes when the key would let somebody in now; otherwise refuses with `SETUP_KEY_INVALID`.
    pub fn check_setup_key(&self, key: &str) -> Result<()> {
        self.read(|view| check(view, key))
    }

    /// Lets the first person in; the key is spent with it. A password is needed.
    pub fn use_setup_key(&self, key: &str, new: NewPerson) -> Result<PersonId> {
        // Strangers must not make the server hash passwords.
        self.check_setup_key(key)?;
        let password = Some(new.password.clone().unwrap_or_default());
        let person = Prepared::new(self, NewPerson { password, ..new })?;
        self.write(|tx| {
            check(tx, key)?;
            person.write(tx)
        })
    }
}

fn check(view: &View<'_>, key: &str) -> Result<()> {
    if store::has_setup_key(view, &digest(key))? { Ok(()) } else { Err(invalid_key()) }
}

fn invalid_key() -> Failure {
    Refusal::rule(
        "SETUP_KEY_INVALID",
        "The set-up link is not valid.",
        "It works once, for the first person, and only until the server starts again. Restart the server for a fresh \
         link, or log in when somebody has set it up already.",
    )
    .into()
}
