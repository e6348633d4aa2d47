//! Periods: from a day to a day, both within, or with no end.
use serde::{Deserialize, Serialize};

use crate::{Day, DayError};

/// From a first day to a last day, which both belong to it; no last day means for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Period {
    pub from: Day,
    pub to: Option<Day>,
}

impl Period {
    /// Refuses a last day before the first.
    pub fn new(from: Day, to: Option<Day>) -> Result<Period, DayError> {
        match to {
            Some(last) if last < from => Err(DayError::EndsBeforeItBegins),
            _ => Ok(Period { from, to }),
        }
    }

    pub fn contains(&self, day: Day) -> bool {
        self.from <= day && self.to.is_none_or(|last| day <= last)
    }

    /// Whether `other` lies wholly within this period; equal ends count as within.
    pub fn covers(&self, other: &Period) -> bool {
        let ends_within = match (self.to, other.to) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(mine), Some(theirs)) => theirs <= mine,
        };
        self.from <= other.from && ends_within
    }

    /// Whether the two have at least one day in common.
    pub fn overlaps(&self, other: &Period) -> bool {
        self.to.is_none_or(|last| other.from <= last)
            && other.to.is_none_or(|last| self.from <= last)
    }
}
