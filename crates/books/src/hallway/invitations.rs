//! Invitations: one-time links by which a person takes a seat in a company, and sets a password where there is none.
//!
//! Whoever makes the link sees it, so a link sets a password only where that opens no other company.

use db::Tx;
use kernel::{CompanyId, Email, Failure, Instant, Name, PersonId, Refusal};

use super::log_in::Attempt;
use super::password::Password;
use super::persons::{NewPerson, Person};
use super::secret::{digest, spelled};
use super::{Hallway, store};
use crate::Result;

/// A link that nobody used goes stale after so long.
const LIFETIME: i64 = 7 * 24 * 60 * 60_000;

/// An open invitation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    pub person: PersonId,
    pub name: Name,
    pub email: Email,
    pub company: CompanyId,
    pub company_name: Name,
    /// The link sets a password; otherwise the person comes in with the one they have.
    pub sets_password: bool,
    pub created: Instant,
}

impl Hallway {
    /// The person of this address, made without a password where there is none yet.
    pub fn known_person(&self, email: &Email, name: &Name) -> Result<PersonId> {
        match self.person_by_email(email)? {
            Some(person) => Ok(person.id),
            None => self.add_person(NewPerson { email: email.clone(), name: name.clone(), password: None }),
        }
    }

    /// Makes a one-time link for a person to take a seat; an earlier one for the same seat is void. The secret, 64
    /// hexadecimal digits, is told this once.
    pub fn invite(&self, person: PersonId, company: CompanyId) -> Result<String> {
        let known = self.person(person)?.ok_or_else(|| Failure::missing("person", person))?;
        self.make_invitation(&known, company, !known.has_password)
    }

    /// Makes a one-time link that sets a new password. Refuses with `PERSON_ELSEWHERE` for those who come into another
    /// company too: whoever holds the link would come in there.
    pub fn invite_to_new_password(&self, person: PersonId, company: CompanyId) -> Result<String> {
        let known = self.person(person)?.ok_or_else(|| Failure::missing("person", person))?;
        if self.read(|view| store::places_elsewhere(view, person, company))? > 0 {
            return Err(elsewhere(&known.name));
        }
        self.make_invitation(&known, company, true)
    }

    fn make_invitation(&self, person: &Person, company: CompanyId, sets_password: bool) -> Result<String> {
        let found = self.company(company)?.ok_or_else(|| Failure::missing("company", company))?;
        let secret = spelled(self.outside.entropy());
        let invitation = Invitation {
            person: person.id,
            name: person.name.clone(),
            email: person.email.clone(),
            company,
            company_name: found.name,
            sets_password,
            created: self.outside.now(),
        };
        self.write(|tx| store::add_invitation(tx, &invitation, &digest(&secret)))?;
        Ok(secret)
    }

    /// The invitation behind a link. Refuses with `INVITATION_INVALID`.
    pub fn invitation(&self, secret: &str) -> Result<Invitation> {
        let now = self.outside.now();
        let found = self.read(|view| store::invitation(view, &digest(secret)))?;
        found.filter(|invitation| is_fresh(invitation, now)).ok_or_else(invalid)
    }

    /// Whether a link for this seat is open.
    pub fn is_invited(&self, person: PersonId, company: CompanyId) -> Result<bool> {
        self.read(|view| store::is_invited(view, person, company))
    }

    /// Takes the seat. `password` is the new one where the link sets it, else the person's own; `network` slows those
    /// who guess it. The link is spent.
    pub fn accept_invitation(&self, secret: &str, password: &str, network: &str) -> Result<Invitation> {
        let invitation = self.invitation(secret)?;
        if !invitation.sets_password {
            let attempt = Attempt::new(invitation.email.as_str(), network);
            let taken = self.attempt(&attempt, password, |tx, _, _| take_seat(tx, secret, &invitation))?;
            return taken.map(|()| invitation).ok_or_else(wrong_password);
        }
        let chosen = Password::choose(password, "password", &invitation.email, &invitation.name)?;
        let hash = self.passwords.hash(&chosen)?;
        self.write(|tx| {
            if store::places_elsewhere(tx, invitation.person, invitation.company)? > 0
                && store::person(tx, invitation.person)?.is_some_and(|person| person.has_password)
            {
                return Err(elsewhere(&invitation.name));
            }
            take_seat(tx, secret, &invitation)?;
            store::set_password_hash(tx, invitation.person, &hash)?;
            store::forget_failures(tx, &Attempt::new(invitation.email.as_str(), "").email_digest)?;
            store::end_sessions(tx, invitation.person)
        })?;
        Ok(invitation)
    }

    /// Takes the seat for a person who is logged in already.
    pub fn accept_invitation_as(&self, secret: &str, person: PersonId) -> Result<Invitation> {
        let invitation = self.invitation(secret)?;
        if invitation.person != person || invitation.sets_password {
            return Err(invalid());
        }
        self.write(|tx| take_seat(tx, secret, &invitation))?;
        Ok(invitation)
    }
}

/// Two who use one link at the same moment: the second finds it spent.
fn take_seat(tx: &mut Tx<'_>, secret: &str, invitation: &Invitation) -> Result<()> {
    if !store::spend_invitation(tx, &digest(secret))? {
        return Err(invalid());
    }
    store::add_seat(tx, invitation.person, invitation.company)
}

fn is_fresh(invitation: &Invitation, now: Instant) -> bool {
    now.milliseconds().abs_diff(invitation.created.milliseconds()) < LIFETIME.unsigned_abs()
}

fn invalid() -> Failure {
    Refusal::rule(
        "INVITATION_INVALID",
        "The link is not valid.",
        "It works once, for seven days, and only until a newer one is made. Ask whoever invited you for a new link, or \
         log in when you have used it already.",
    )
    .action("Log in", "/login")
    .into()
}

fn wrong_password() -> Failure {
    Refusal::field(
        "PASSWORD_WRONG",
        "password",
        "The password is wrong.",
        "You come in here already: type the password that you log in with.",
    )
    .into()
}

fn elsewhere(name: &Name) -> Failure {
    Refusal::rule(
        "PERSON_ELSEWHERE",
        format!("A link cannot set a password for {name}."),
        "They come into another company with the same password, and whoever holds the link would come in there too. \
         Whoever runs this server can set a new one.",
    )
    .into()
}
