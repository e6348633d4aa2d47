//! Sessions: log-ins that are still open, each with the company it works in.

use kernel::{CompanyId, Email, Failure, Instant, Name, PersonId, SessionId};

use super::secret::digest;
use super::{Hallway, store};
use crate::Result;

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;
/// A session ends when it was not used for so long, and in any case so long after the log-in.
pub(super) const IDLE: i64 = 14 * DAY;
pub(super) const ABSOLUTE: i64 = 60 * DAY;
/// The time of last use is written at most this often: reading a page must not cost a write.
pub(super) const SEEN_EVERY: i64 = MINUTE;

/// An open log-in and whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub id: SessionId,
    pub person: PersonId,
    pub person_name: Name,
    pub person_email: Email,
    /// Empty until one is chosen, and again when the seat in it is lost.
    pub company: Option<CompanyId>,
    /// Companies in which the person has a seat.
    pub seats: i64,
    pub created: Instant,
    /// To the minute.
    pub seen: Instant,
}

/// One line of the list in which people end their sessions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenSession {
    pub id: SessionId,
    /// What the browser called itself at the log-in.
    pub agent: String,
    pub company: Option<CompanyId>,
    pub created: Instant,
    pub seen: Instant,
}

impl Hallway {
    /// Whose session this secret opens; none when it never was one, ended, or is too old.
    pub fn session(&self, secret: &str) -> Result<Option<Session>> {
        let now = self.outside.now();
        let found = self.read(|view| store::session_by_digest(view, &digest(secret)))?;
        let Some(mut session) = found.filter(|session| is_open(session.created, session.seen, now)) else {
            return Ok(None);
        };
        if is_due(session.seen, now) {
            // Whoever only reads must not fail on a full disk: the next minute tries again.
            match self.write(|tx| store::see_session(tx, session.id, now)) {
                Ok(()) => session.seen = now,
                Err(failure) => tracing::warn!(session = %session.id, %failure, "time of last use not written"),
            }
        }
        Ok(Some(session))
    }

    /// Makes the session work in another company of the person, which the next log-in begins with.
    pub fn choose_company(&self, session: SessionId, company: CompanyId) -> Result<()> {
        let now = self.outside.now();
        self.write(|tx| {
            let person = store::person_of_session(tx, session)?.ok_or_else(|| Failure::missing("session", session))?;
            if !store::has_seat(tx, person, company)? {
                return Err(Failure::missing("company", company));
            }
            store::set_session_company(tx, session, company)?;
            store::mark_chosen(tx, person, company, now)
        })
    }

    /// The open sessions of a person, the last used first.
    pub fn sessions_of(&self, person: PersonId) -> Result<Vec<OpenSession>> {
        let now = self.outside.now();
        let mut sessions = self.read(|view| store::sessions_of(view, person))?;
        sessions.retain(|session| is_open(session.created, session.seen, now));
        Ok(sessions)
    }

    /// Ends a session of this person. One that has ended already, or is somebody else's, is left alone.
    pub fn end_session(&self, person: PersonId, session: SessionId) -> Result<()> {
        self.write(|tx| store::end_session(tx, person, session))
    }

    /// Ends every session of the person but the one named, and says how many that were.
    pub fn end_other_sessions(&self, person: PersonId, keep: SessionId) -> Result<u64> {
        self.write(|tx| store::end_other_sessions(tx, person, keep))
    }
}

/// Distances count both ways: a clock that jumped must not leave a session open for years.
fn is_open(created: Instant, seen: Instant, now: Instant) -> bool {
    let apart = |then: Instant| now.milliseconds().abs_diff(then.milliseconds());
    apart(seen) < IDLE.unsigned_abs() && apart(created) < ABSOLUTE.unsigned_abs()
}

pub(super) fn is_due(seen: Instant, now: Instant) -> bool {
    now.milliseconds().abs_diff(seen.milliseconds()) >= SEEN_EVERY.unsigned_abs()
}
