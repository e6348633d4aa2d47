//! Clock and chance of the real world: the one place that may ask the system for either.

use books::Outside;
use kernel::Instant;

pub struct RealWorld;

impl Outside for RealWorld {
    #[expect(clippy::disallowed_methods, reason = "this is the clock that everybody else is handed")]
    fn now(&self) -> Instant {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        Instant(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }

    #[expect(clippy::disallowed_methods, reason = "this is the chance that everybody else is handed")]
    fn entropy(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        if let Err(error) = getrandom::fill(&mut bytes) {
            // Secrets made of anything else could be guessed: better no server than such a one.
            panic!("the system gives no random bytes: {error}");
        }
        bytes
    }
}
