//! Persons: everybody who can come in, whichever companies they have a seat in.

use db::Tx;
use kernel::{Email, Failure, Instant, Name, PersonId, Refusal};

use super::log_in::Attempt;
use super::password::Password;
use super::sessions::Session;
use super::{Hallway, store};
use crate::Result;

/// Somebody who can come in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    pub email: Email,
    pub name: Name,
    /// Without one nobody can log in as this person.
    pub has_password: bool,
    /// False while the operator keeps the person out.
    pub active: bool,
    pub created: Instant,
}

/// Somebody to be added. It cannot be printed, since the password stands in it.
#[derive(Clone)]
pub struct NewPerson {
    pub email: Email,
    pub name: Name,
    pub password: Option<String>,
}

/// A new person with the slow part done: the password is hashed before the writer's turn, never in it.
pub(super) struct Prepared {
    person: Person,
    hash: Option<String>,
}

impl Prepared {
    pub(super) fn new(hallway: &Hallway, new: NewPerson) -> Result<Prepared> {
        let NewPerson { email, name, password } = new;
        let password = password.map(|typed| Password::choose(&typed, "password", &email, &name)).transpose()?;
        let hash = password.map(|password| hallway.passwords.hash(&password)).transpose()?;
        let (id, created) = (hallway.ids().next(), hallway.outside.now());
        Ok(Prepared { person: Person { id, email, name, has_password: hash.is_some(), active: true, created }, hash })
    }

    pub(super) fn write(&self, tx: &mut Tx<'_>) -> Result<PersonId> {
        if store::person_by_email_key(tx, &self.person.email.key())?.is_some() {
            return Err(email_taken(&self.person.email));
        }
        store::add_person(tx, &self.person, self.hash.as_deref())?;
        // Spends the key of the first start, or makes it worthless when the first person came by another door.
        store::void_setup_keys(tx)?;
        Ok(self.person.id)
    }
}

impl Hallway {
    /// Adds a person. Without a password the person cannot log in until the operator sets one.
    pub fn add_person(&self, new: NewPerson) -> Result<PersonId> {
        let person = Prepared::new(self, new)?;
        self.write(|tx| person.write(tx))
    }

    pub fn person(&self, id: PersonId) -> Result<Option<Person>> {
        self.read(|view| store::person(view, id))
    }

    /// The person whom letters to this address reach; capitals do not count.
    pub fn person_by_email(&self, email: &Email) -> Result<Option<Person>> {
        self.read(|view| store::person_by_email_key(view, &email.key()))
    }

    /// Everybody who is known here, by address.
    pub fn persons(&self) -> Result<Vec<Person>> {
        self.read(store::persons)
    }

    pub fn rename_person(&self, id: PersonId, name: &Name) -> Result<()> {
        self.write(|tx| found(id, store::rename_person(tx, id, name)?))
    }

    /// Changes one's own password. Every other session of the person ends; the one that asked goes on. Wrong tries of
    /// the old one count as failed log-ins, so that a borrowed session cannot be used to guess.
    pub fn change_password(&self, session: &Session, old: &str, new: &str) -> Result<()> {
        let attempt = Attempt::new(session.person_email.as_str(), "");
        let password = Password::choose(new, "new_password", &session.person_email, &session.person_name)?;
        let hash = self.passwords.hash(&password)?;
        self.attempt(&attempt, old, |tx, person, _| {
            store::set_password_hash(tx, person, &hash)?;
            store::end_other_sessions(tx, person, session.id)?;
            Ok(())
        })?
        .ok_or_else(old_password_wrong)
    }

    /// Sets the password of a person who cannot, or may not, do it: for the operator. All their sessions end.
    pub fn set_password(&self, id: PersonId, new: &str) -> Result<()> {
        let person = self.person(id)?.ok_or_else(|| Failure::missing("person", id))?;
        let password = Password::choose(new, "password", &person.email, &person.name)?;
        let hash = self.passwords.hash(&password)?;
        self.write(|tx| {
            found(id, store::set_password_hash(tx, id, &hash)?)?;
            store::forget_failures(tx, &Attempt::new(person.email.as_str(), "").email_digest)?;
            store::end_sessions(tx, id)
        })
    }

    /// Keeps a person out: their sessions end, their tokens stop. Seats stay, so that it can be taken back.
    pub fn suspend_person(&self, id: PersonId) -> Result<()> {
        self.write(|tx| {
            found(id, store::set_active(tx, id, false)?)?;
            store::end_sessions(tx, id)
        })
    }

    /// Lets a suspended person in again, with the same password and tokens.
    pub fn readmit_person(&self, id: PersonId) -> Result<()> {
        self.write(|tx| found(id, store::set_active(tx, id, true)?))
    }
}

fn found(id: PersonId, was_there: bool) -> Result<()> {
    if was_there { Ok(()) } else { Err(Failure::missing("person", id)) }
}

fn email_taken(email: &Email) -> Failure {
    Refusal::field(
        "EMAIL_TAKEN",
        "email",
        "The e-mail address is taken.",
        format!("Somebody comes in with {email} already; capitals do not count. Use their seat, or another address."),
    )
    .into()
}

fn old_password_wrong() -> Failure {
    Refusal::field(
        "PASSWORD_WRONG",
        "old_password",
        "The old password is wrong.",
        "The password stays as it is. Type the one that you logged in with.",
    )
    .into()
}
