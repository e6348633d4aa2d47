//! The period of a report. A relative one is kept as relative: “last month” means another month next month.

use std::fmt;
use std::str::FromStr;

use kernel::{Day, Month, Year};

use super::UnknownCode;

/// Which days a report looks at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum During {
    /// Every day there is.
    #[default]
    Always,
    ThisMonth,
    LastMonth,
    ThisYear,
    ThisYearToDate,
    LastYear,
    /// From a day to a day, both within.
    Days(Day, Day),
}

impl During {
    pub const RELATIVE: &'static [During] = &[
        During::ThisMonth,
        During::LastMonth,
        During::ThisYear,
        During::ThisYearToDate,
        During::LastYear,
        During::Always,
    ];

    /// First and last day as of `today`; none for every day there is.
    pub fn days(self, today: Day) -> Option<(Day, Day)> {
        let month = Month::of(today);
        let year = Year::of(today);
        match self {
            During::Always => None,
            During::ThisMonth => Some((month.first_day(), month.last_day())),
            During::LastMonth => month.previous().ok().map(|last| (last.first_day(), last.last_day())),
            During::ThisYear => Some((year.first_day(), year.last_day())),
            During::ThisYearToDate => Some((year.first_day(), today)),
            During::LastYear => {
                Year::from_number(year.number() - 1).ok().map(|last| (last.first_day(), last.last_day()))
            }
            During::Days(from, to) => Some((from, to)),
        }
    }

    pub fn label(self) -> String {
        match self {
            During::Always => "All time".to_owned(),
            During::ThisMonth => "This month".to_owned(),
            During::LastMonth => "Last month".to_owned(),
            During::ThisYear => "This year".to_owned(),
            During::ThisYearToDate => "This year to date".to_owned(),
            During::LastYear => "Last year".to_owned(),
            During::Days(from, to) => format!("{from} to {to}"),
        }
    }

    fn code(self) -> Option<&'static str> {
        match self {
            During::Always => Some("all_time"),
            During::ThisMonth => Some("this_month"),
            During::LastMonth => Some("last_month"),
            During::ThisYear => Some("this_year"),
            During::ThisYearToDate => Some("this_year_to_date"),
            During::LastYear => Some("last_year"),
            During::Days(..) => None,
        }
    }
}

impl fmt::Display for During {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self, self.code()) {
            (During::Days(from, to), _) => f.pad(&format!("{from}..{to}")),
            (_, code) => f.pad(code.unwrap_or_default()),
        }
    }
}

impl FromStr for During {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<During, UnknownCode> {
        if let Some(found) = During::RELATIVE.iter().find(|during| during.code() == Some(text)) {
            return Ok(*found);
        }
        let days = text.split_once("..").and_then(|(from, to)| Some((from.parse().ok()?, to.parse().ok()?)));
        match days {
            Some((from, to)) if from <= to => Ok(During::Days(from, to)),
            _ => Err(UnknownCode { what: "period", text: text.to_owned() }),
        }
    }
}

kernel::travels_as_text!(During);

/// On which day a client's groups count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateBasis {
    /// The groups that were kept with the document, or those of the entry's own day.
    AsPosted,
    /// The groups of today.
    Today,
    /// The groups of one day, for everything.
    AsOf(Day),
}

impl fmt::Display for DateBasis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DateBasis::AsPosted => f.pad("as_posted"),
            DateBasis::Today => f.pad("today"),
            DateBasis::AsOf(day) => fmt::Display::fmt(day, f),
        }
    }
}

impl FromStr for DateBasis {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<DateBasis, UnknownCode> {
        match text {
            "as_posted" => Ok(DateBasis::AsPosted),
            "today" => Ok(DateBasis::Today),
            day => match day.parse() {
                Ok(day) => Ok(DateBasis::AsOf(day)),
                Err(_) => Err(UnknownCode { what: "date basis", text: text.to_owned() }),
            },
        }
    }
}

kernel::travels_as_text!(DateBasis);
