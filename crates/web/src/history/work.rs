//! Time.

use books::work::{Change, TimeEntry};

use super::facts::{Facts, Told};
use super::{Words, day, money, yes};

pub(super) fn tell(change: &Change, words: &Words) -> Told {
    match change {
        Change::TimeLogged(time) => Told::of(format!("{} logged", time.minutes), facts(time, words)),
        Change::TimeMoved { from, to, entries } => Told::differing(
            match entries.len() {
                1 => "1 time entry moved to another client".to_owned(),
                some => format!("{some} time entries moved to another client"),
            },
            &Facts::none().say("Client", words.name(*from)),
            Facts::none().say("Client", words.name(*to)),
        ),
        Change::TimeDeleted(time) => Told::of(format!("{} deleted", time.minutes), facts(time, words)),
    }
}

fn facts(time: &TimeEntry, words: &Words) -> Facts {
    Facts::none()
        .say("Client", words.name(time.client))
        .say("Member", words.name(time.member))
        .say("Date", day(time.day))
        .say("Time", time.minutes.to_string())
        .say("Rate for an hour", money(time.rate))
        .say("Billable", yes(time.billable))
        .say("Work type", &time.work_type)
        .say("Note", &time.note)
}
