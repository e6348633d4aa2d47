//! Logging in, and how guessing gets slower without ever locking anybody out for good.
//!
//! A try: look whether it must wait → compare the password (slow, outside any transaction) → in one transaction look
//! again and either count the failure or let in. The second look is what many tries at once cannot get round.

use db::{Tx, View};
use kernel::{Email, Failure, Instant, PersonId, Refusal};

use super::secret::{SessionSecret, digest, spelled};
use super::sessions::Session;
use super::store::Credentials;
use super::{Hallway, store};
use crate::Result;

const MINUTE: i64 = 60_000;
/// Failures older than this no longer count.
const WINDOW: i64 = 15 * MINUTE;
/// Wrong tries for one address, and from one network, within the window.
const TRIES_PER_EMAIL: i64 = 5;
const TRIES_PER_NETWORK: i64 = 20;
/// Characters kept of what a stranger sends: an address that is none, a network, a browser's own name.
const STRANGERS_LONGEST: usize = 200;

/// One try: at which address, from which network.
pub(super) struct Attempt {
    email_key: String,
    pub(super) email_digest: Vec<u8>,
    network: String,
}

impl Attempt {
    /// `email` may be any text; `network` is empty where there is none to be slowed.
    pub(super) fn new(email: &str, network: &str) -> Attempt {
        let email_key = Email::parse(email).map_or_else(|_| one_line(email).trim().to_lowercase(), |email| email.key());
        Attempt { email_digest: digest(&email_key), email_key, network: one_line(network) }
    }
}

impl Hallway {
    /// Lets a person in and starts a session, with the company that was last used, or the only one. `network` is the
    /// address that tries are counted by (for IPv6 the first 64 bits), `agent` what the browser calls itself. Refuses
    /// with `LOGIN_WRONG`, the same for unknown persons, and `LOGIN_SLOWED`, which says when to try again.
    pub fn log_in(&self, email: &str, password: &str, network: &str, agent: &str) -> Result<(SessionSecret, Session)> {
        let secret = SessionSecret(spelled(self.outside.entropy()));
        let id = self.ids().next();
        let agent = one_line(agent);
        let session = self.attempt(&Attempt::new(email, network), password, |tx, person, now| {
            let known = store::person(tx, person)?.ok_or_else(|| Failure::missing("person", person))?;
            let company = store::company_to_begin_with(tx, person)?;
            let session = Session {
                id,
                person,
                person_name: known.name,
                person_email: known.email,
                company,
                seats: store::seats_of(tx, person)?,
                created: now,
                seen: now,
            };
            store::sweep_sessions(tx, now)?;
            store::add_session(tx, &session, &digest(secret.as_str()), &agent)?;
            if let Some(company) = company {
                store::mark_chosen(tx, person, company, now)?;
            }
            Ok(session)
        })?;
        session.map(|session| (secret, session)).ok_or_else(login_wrong)
    }

    /// One try with a password. `then` runs in the transaction of a right one; `None` when it was wrong, and counted.
    pub(super) fn attempt<T>(
        &self,
        attempt: &Attempt,
        password: &str,
        then: impl FnOnce(&mut Tx<'_>, PersonId, Instant) -> Result<T>,
    ) -> Result<Option<T>> {
        let known = self.read(|view| {
            refuse_when_slowed(view, attempt, self.outside.now())?;
            store::credentials(view, &attempt.email_key)
        })?;
        let admissible = known.as_ref().filter(|known| known.active);
        let right = self.passwords.matches(password, admissible.and_then(|known| known.hash.as_deref()))?;
        self.write(|tx| {
            let now = self.outside.now();
            refuse_when_slowed(tx, attempt, now)?;
            // A password changed since it was compared is no longer the password.
            let unchanged = store::credentials(tx, &attempt.email_key)? == known;
            match &known {
                Some(Credentials { person, .. }) if right && unchanged => {
                    store::forget_failures(tx, &attempt.email_digest)?;
                    then(tx, *person, now).map(Some)
                }
                _ => {
                    store::sweep_failures(tx, now.plus_milliseconds(-WINDOW), now)?;
                    store::add_failure(tx, &attempt.email_digest, &attempt.network, now)?;
                    Ok(None)
                }
            }
        })
    }
}

/// Refuses while too many failures lie in the window. Refused tries are not counted, and failures that a clock set
/// back has left in the future are not either: so the wait always ends.
fn refuse_when_slowed(view: &View<'_>, attempt: &Attempt, now: Instant) -> Result<()> {
    let since = now.plus_milliseconds(-WINDOW);
    let by_email = store::failures_of_email(view, &attempt.email_digest, since, now, TRIES_PER_EMAIL)?;
    let by_network = match attempt.network.as_str() {
        "" => Vec::new(),
        network => store::failures_of_network(view, network, since, now, TRIES_PER_NETWORK)?,
    };
    match wait_until(&by_email, TRIES_PER_EMAIL).max(wait_until(&by_network, TRIES_PER_NETWORK)) {
        Some(until) => Err(slowed(now, until)),
        None => Ok(()),
    }
}

/// When the oldest of the newest `tries` failures leaves the window; none when there are fewer. Newest come first.
fn wait_until(newest: &[Instant], tries: i64) -> Option<Instant> {
    let oldest = newest.last().filter(|_| newest.len() as i64 >= tries)?;
    Some(oldest.plus_milliseconds(WINDOW))
}

/// What a stranger sent, made fit to be stored and shown: one line, not long.
fn one_line(text: &str) -> String {
    text.chars().filter(|character| !character.is_control()).take(STRANGERS_LONGEST).collect()
}

fn login_wrong() -> Failure {
    Refusal::rule(
        "LOGIN_WRONG",
        "The e-mail address or the password is wrong.",
        "After 5 wrong tries you wait up to 15 minutes before the next. Check both, or ask whoever runs this server \
         to set a new password.",
    )
    .into()
}

fn slowed(now: Instant, until: Instant) -> Failure {
    let wait = until.milliseconds() - now.milliseconds();
    let minutes = (wait + MINUTE - 1) / MINUTE;
    let noun = if minutes == 1 { "minute" } else { "minutes" };
    Refusal::rule(
        "LOGIN_SLOWED",
        "Too many log-ins have failed.",
        format!(
            "Guessing is slowed down for everybody's sake; a right password waits as well. Try again in {minutes} {noun}."
        ),
    )
    .detail("try_again_at", until)
    .detail("retry_after", (wait + 999) / 1000)
    .into()
}
