//! A clock for the demo: it stands where the story is, so that two years of changes carry the days they happened on.

use std::sync::atomic::{AtomicI64, Ordering};

use books::Outside;
use kernel::{Day, Instant};

use crate::outside::RealWorld;

const DAY: i64 = 86_400_000;

pub struct TravelClock {
    now: AtomicI64,
}

impl TravelClock {
    pub fn new() -> TravelClock {
        TravelClock { now: AtomicI64::new(RealWorld.now().0) }
    }

    /// Goes to ten in the morning (UTC) of a day, but never past the real now.
    pub fn go_to(&self, day: Day) -> Result<(), kernel::DayError> {
        let epoch = Day::parse("1970-01-01")?;
        let wanted = epoch.days_until(day) * DAY + 10 * 3_600_000;
        self.now.store(wanted.min(RealWorld.now().0), Ordering::SeqCst);
        Ok(())
    }
}

impl Outside for TravelClock {
    fn now(&self) -> Instant {
        // A little later each time it is asked: no two changes of the story share their moment.
        Instant(self.now.fetch_add(7, Ordering::SeqCst))
    }

    fn entropy(&self) -> [u8; 32] {
        RealWorld.entropy()
    }
}
