//! Who does it, through which door, and when: the only place where time and chance come in.
use std::fmt;
use std::str::FromStr;

use crate::{Day, IdMaker, Instant, MemberId, RequestId};

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("This is not a door. Known are page, api, command_line, import and job.")]
pub struct DoorError;

/// The way a command came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Door {
    Page,
    Api,
    CommandLine,
    Import,
    Job,
}

impl Door {
    pub const ALL: [Door; 5] = [Door::Page, Door::Api, Door::CommandLine, Door::Import, Door::Job];

    pub const fn code(&self) -> &'static str {
        match self {
            Door::Page => "page",
            Door::Api => "api",
            Door::CommandLine => "command_line",
            Door::Import => "import",
            Door::Job => "job",
        }
    }

    pub fn parse(code: &str) -> Result<Door, DoorError> {
        Door::ALL.into_iter().find(|door| door.code() == code).ok_or(DoorError)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("This is not an actor. Known are operator, system and the ids of members.")]
pub struct ActorError;

/// Who answers for a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Actor {
    /// Somebody with a seat in the company.
    Member(MemberId),
    /// Whoever runs the machine, at its command line.
    Operator,
    /// The office itself: schedules and workers.
    System,
}

impl Actor {
    pub const fn member(&self) -> Option<MemberId> {
        match self {
            Actor::Member(member) => Some(*member),
            Actor::Operator | Actor::System => None,
        }
    }

    /// Reads `operator`, `system` or a member's id.
    pub fn parse(text: &str) -> Result<Actor, ActorError> {
        match text {
            "operator" => Ok(Actor::Operator),
            "system" => Ok(Actor::System),
            id => id.parse().map(Actor::Member).map_err(|_| ActorError),
        }
    }
}

/// What the edge stamps on a command. Rules take time and ids from here and from nowhere else.
#[derive(Debug, Clone)]
pub struct Stamp {
    pub actor: Actor,
    pub door: Door,
    pub now: Instant,
    /// The day in the company's time zone at `now`.
    pub today: Day,
    pub request: RequestId,
    /// Fresh for each command; the seed of the ids it makes.
    pub entropy: [u8; 32],
}

impl Stamp {
    /// The ids of this command. Each call begins the same row again, so that a replay makes the same ids: call it once
    /// and hand the maker on.
    pub fn ids(&self) -> IdMaker {
        IdMaker::new(self.now, self.entropy)
    }

    /// A row of ids beside `ids()`, for a part that works on its own, such as the audit log.
    pub fn ids_for(&self, part: &str) -> IdMaker {
        let mut entropy = self.entropy;
        let mut mixed: u64 = 0x9e37_79b9_7f4a_7c15;
        for byte in part.bytes() {
            mixed = (mixed ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(29);
        }
        for (place, byte) in entropy.iter_mut().zip(mixed.to_le_bytes()) {
            *place ^= byte;
        }
        IdMaker::new(self.now, entropy)
    }
}

impl fmt::Display for Door {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.code())
    }
}
impl FromStr for Door {
    type Err = DoorError;
    fn from_str(code: &str) -> Result<Door, DoorError> {
        Door::parse(code)
    }
}
impl fmt::Display for Actor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Actor::Member(member) => fmt::Display::fmt(member, formatter),
            Actor::Operator => formatter.pad("operator"),
            Actor::System => formatter.pad("system"),
        }
    }
}
impl FromStr for Actor {
    type Err = ActorError;
    fn from_str(text: &str) -> Result<Actor, ActorError> {
        Actor::parse(text)
    }
}
travels_as_text!(Door, Actor);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{AuditId, ClientId, Day, DayError, Id, Uuid};

    fn stamp() -> Result<Stamp, DayError> {
        Ok(Stamp {
            actor: Actor::System,
            door: Door::Job,
            now: Instant(1_769_860_800_000),
            today: Day::parse("2026-01-31")?,
            request: RequestId::from_uuid(Uuid::nil()),
            entropy: [3; 32],
        })
    }

    #[test]
    fn doors_and_actors_read_back() {
        for door in Door::ALL {
            assert_eq!(Door::parse(door.code()), Ok(door));
        }
        assert_eq!(Door::parse("window"), Err(DoorError));
        let member = MemberId::from_uuid(Uuid::max());
        for actor in [Actor::Member(member), Actor::Operator, Actor::System] {
            assert_eq!(Actor::parse(&actor.to_string()), Ok(actor));
        }
        assert_eq!(Actor::Member(member).member(), Some(member));
        assert_eq!(Actor::System.member(), None);
        for text in ["", "root", "Operator", "per_00000000000000000000000000"] {
            assert_eq!(Actor::parse(text), Err(ActorError), "{text}");
        }
    }

    #[test]
    fn a_replayed_stamp_makes_the_same_ids() -> Result<(), DayError> {
        let stamp = stamp()?;
        assert_eq!(stamp.ids().next::<ClientId>(), stamp.clone().ids().next::<ClientId>());
        Ok(())
    }

    #[test]
    fn rows_of_ids_beside_each_other_do_not_meet() -> Result<(), DayError> {
        let stamp = stamp()?;
        let (mut plain, mut audit, mut outbox) = (stamp.ids(), stamp.ids_for("audit"), stamp.ids_for("outbox"));
        let mut seen = std::collections::BTreeSet::new();
        for _ in 0..1_000 {
            for maker in [&mut plain, &mut audit, &mut outbox] {
                assert!(seen.insert(maker.next::<AuditId>().uuid()));
            }
        }
        assert_eq!(AuditId::PREFIX, "aud");
        Ok(())
    }
}
