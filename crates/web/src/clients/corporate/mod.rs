//! The pages of corporate groups: the list, a group by calendar years, and the forms beside it.

pub mod add;
pub mod forms;
pub mod group;
pub mod list;
pub mod save;
mod timeline;

use kernel::{Day, Year};

use crate::edge::Visit;
use crate::layout::Frame;

const LIST: &str = "/corporate-groups";

fn frame(visit: &Visit, title: &str) -> Frame {
    let frame = visit.frame(crate::layout::Section::Clients, "clients.corporate_groups", title);
    frame.crumb("Clients", "/clients")
}

/// `31.12.2029`, as every day of a corporate group is written.
pub(super) fn dotted(day: Day) -> String {
    let (year, month, date) = day.parts();
    format!("{date:02}.{month:02}.{year:04}")
}

/// A year to choose, by the day that it begins or ends with.
pub struct YearChoice {
    pub number: i64,
    pub label: String,
    pub is_chosen: bool,
}

fn first_days(years: impl Iterator<Item = i64>, chosen: i64) -> Vec<YearChoice> {
    choices(years, chosen, Year::first_day)
}

fn last_days(years: impl Iterator<Item = i64>, chosen: i64) -> Vec<YearChoice> {
    choices(years, chosen, Year::last_day)
}

fn choices(years: impl Iterator<Item = i64>, chosen: i64, day: impl Fn(&Year) -> Day) -> Vec<YearChoice> {
    let known = years.filter_map(|number| Some((number, Year::from_number(number).ok()?)));
    known.map(|(number, year)| YearChoice { number, label: dotted(day(&year)), is_chosen: number == chosen }).collect()
}
