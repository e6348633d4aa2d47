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
        self.to.is_none_or(|last| other.from <= last) && other.to.is_none_or(|last| self.from <= last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn period(from: i64, to: Option<i64>) -> Result<Period, DayError> {
        Period::new(Day::from_number(from)?, to.map(Day::from_number).transpose()?)
    }

    #[test]
    fn both_ends_belong_to_it() -> Result<(), DayError> {
        let year = period(20_250_101, Some(20_251_231))?;
        for (day, within) in [(20_241_231, false), (20_250_101, true), (20_251_231, true), (20_260_101, false)] {
            assert_eq!(year.contains(Day::from_number(day)?), within, "{day}");
        }
        assert!(period(20_250_101, None)?.contains(Day::from_number(22_001_231)?));
        Ok(())
    }

    #[test]
    fn neighbours_do_not_overlap_and_one_shared_day_does() -> Result<(), DayError> {
        let year = period(20_250_101, Some(20_251_231))?;
        assert!(!year.overlaps(&period(20_260_101, None)?));
        assert!(!period(20_260_101, None)?.overlaps(&year));
        assert!(year.overlaps(&period(20_251_231, None)?));
        assert!(year.overlaps(&period(20_200_101, Some(20_250_101))?));
        Ok(())
    }

    #[test]
    fn covering_allows_equal_ends() -> Result<(), DayError> {
        let group = period(20_240_101, Some(20_261_231))?;
        assert!(group.covers(&group));
        assert!(group.covers(&period(20_250_101, Some(20_251_231))?));
        assert!(!group.covers(&period(20_230_101, Some(20_251_231))?));
        assert!(!group.covers(&period(20_250_101, Some(20_271_231))?));
        assert!(!group.covers(&period(20_250_101, None)?));
        assert!(period(20_240_101, None)?.covers(&group));
        Ok(())
    }

    #[test]
    fn a_period_does_not_end_before_it_begins() {
        assert_eq!(period(20_260_101, Some(20_251_231)), Err(DayError::EndsBeforeItBegins));
        assert!(period(20_260_101, Some(20_260_101)).is_ok());
    }

    proptest! {
        #[test]
        fn overlapping_is_having_a_day_in_common(starts in (0i64..40, 0i64..40), lengths in (0i64..20, 0i64..20)) {
            let origin = Day::from_number(20_251_220)?;
            let one = Period::new(origin.plus_days(starts.0)?, Some(origin.plus_days(starts.0 + lengths.0)?))?;
            let other = Period::new(origin.plus_days(starts.1)?, Some(origin.plus_days(starts.1 + lengths.1)?))?;
            let mut common = false;
            for offset in 0..70 {
                let day = origin.plus_days(offset)?;
                common |= one.contains(day) && other.contains(day);
            }
            prop_assert_eq!(one.overlaps(&other), common);
            prop_assert_eq!(other.overlaps(&one), common);
        }
    }
}
