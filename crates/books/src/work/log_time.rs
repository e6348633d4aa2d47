//! Logs time spent on a client.

use kernel::{ClientId, Currency, Day, Failure, MemberId, Minutes, Money, Refusal, Stamp, TimeEntryId};
use serde::{Deserialize, Serialize};

use super::{Change, TimeEntry, store};
use crate::clients::{self, Client, Sight};
use crate::{Act, Decision, Permission, Result, Scene, accept, company};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LogTime {
    pub client: ClientId,
    /// Oneself when empty.
    pub member: Option<MemberId>,
    pub day: Day,
    pub minutes: Minutes,
    /// For one hour, in the company's currency; 0 when empty.
    pub rate: Option<Money>,
    pub billable: bool,
    pub work_type: String,
    pub note: String,
}

pub struct Facts {
    pub client: Client,
    /// Whose time it is, when that member is here.
    pub member: Option<MemberId>,
    /// Whether the asker may log this member's time.
    pub may_log: bool,
    pub currency: Currency,
}

/// The minutes of a day: nobody works longer.
const DAY: i64 = 24 * 60;

impl Act for LogTime {
    const NAME: &'static str = "log_time";
    const NEEDS: Permission = Permission::TrackTime;
    type Facts = Facts;
    type Outcome = TimeEntryId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        let client = clients::store::find_in_sight(scene, self.client, Sight::of(scene.rights))?
            .ok_or_else(|| Failure::missing("client", self.client))?;
        let member = match self.member.or(scene.rights.member) {
            Some(member) if store::is_member(scene, member)? => Some(member),
            _ => None,
        };
        Ok(Facts {
            client,
            may_log: member == scene.rights.member || scene.rights.has(Permission::ManageMembers),
            member,
            currency: company::read(scene)?.currency,
        })
    }

    fn decide(self, facts: Facts, stamp: &Stamp) -> Decision<TimeEntryId> {
        clients::refuse_merged(&facts.client)?;
        let member = facts.member.ok_or_else(member_unknown)?;
        if !facts.may_log {
            return Err(not_your_time().into());
        }
        if !(1..=DAY).contains(&self.minutes.0) {
            return Err(minutes_out_of_range().into());
        }
        let rate = self.rate.unwrap_or(Money::zero(facts.currency));
        if rate.currency != facts.currency || rate.is_negative() {
            return Err(rate_refused(facts.currency).into());
        }
        // From here the time will be logged.
        let entry = TimeEntry {
            id: stamp.ids().next(),
            client: self.client,
            member,
            day: self.day,
            minutes: self.minutes,
            rate,
            billable: self.billable,
            work_type: self.work_type.trim().to_owned(),
            note: self.note,
            version: 1,
        };
        let (id, text) = (entry.id, format!("{} logged for “{}”", entry.minutes, facts.client.details.name));
        Ok(accept(id, [Change::TimeLogged(entry).into()]).says(text).about(id).undoable())
    }
}

fn member_unknown() -> Refusal {
    Refusal::field(
        "MEMBER_UNKNOWN",
        "member",
        "There is no such member.",
        "Time belongs to a member of the office. Choose one from the list.",
    )
}

fn not_your_time() -> Refusal {
    Refusal::field(
        "TIME_NOT_YOURS",
        "member",
        "The time is another member's.",
        "Members log their own time; those who manage members log anyone's. Leave the member empty to log your own.",
    )
}

fn minutes_out_of_range() -> Refusal {
    Refusal::field(
        "MINUTES_RANGE",
        "minutes",
        "The time is not between 1 minute and 24 hours.",
        "An entry is of one day. Split longer work by days.",
    )
}

fn rate_refused(currency: Currency) -> Refusal {
    Refusal::field(
        "RATE_REFUSED",
        "rate",
        "The rate cannot be used.",
        format!("A rate is 0 or more, in {currency}. Type the price of one hour in {currency}."),
    )
}
