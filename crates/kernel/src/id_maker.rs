//! The maker of ids: rising, unique by the entropy it is given, the same again for the same stamp.
use uuid::Uuid;

use crate::{Id, Instant};

/// Makes version 7 UUIDs that rise within one maker. The same moment and entropy give the same ids again, so a
/// command can be replayed. For uniqueness, not for secrets.
#[derive(Debug, Clone)]
pub struct IdMaker {
    millisecond: u64,
    state: [u64; 4],
    tail: u128,
}

/// Bits of a version 7 UUID that are free after time, version and variant: 12 + 62.
const TAIL_BITS: u32 = 74;

impl IdMaker {
    pub fn new(now: Instant, entropy: [u8; 32]) -> IdMaker {
        let mut state = [0u64; 4];
        for (word, bytes) in state.iter_mut().zip(entropy.as_chunks::<8>().0) {
            *word = u64::from_le_bytes(*bytes);
        }
        if state == [0; 4] {
            // A zero state would only ever yield zeros.
            state[0] = 1;
        }
        let millisecond = u64::try_from(now.0).unwrap_or(0) & ((1 << 48) - 1);
        let mut maker = IdMaker {
            millisecond,
            state,
            tail: 0,
        };
        // A few turns let every bit of thin entropy reach the whole state.
        for _ in 0..16 {
            maker.draw();
        }
        maker.begin_tail();
        maker
    }

    /// The next id, greater than every earlier one of this maker.
    #[expect(
        clippy::should_implement_trait,
        reason = "one maker gives ids of every kind, which an iterator cannot"
    )]
    pub fn next<I: Id>(&mut self) -> I {
        I::from_uuid(self.next_uuid())
    }

    fn next_uuid(&mut self) -> Uuid {
        let step = u128::from(self.draw() >> 32) + 1;
        self.tail += step;
        if self.tail >> TAIL_BITS != 0 {
            self.millisecond += 1;
            self.begin_tail();
        }
        let high = (self.tail >> 62) & 0xfff;
        let low = self.tail & ((1 << 62) - 1);
        let time = u128::from(self.millisecond) << 80;
        Uuid::from_u128(time | (7 << 76) | (high << 64) | (0b10 << 62) | low)
    }

    /// Starts in the lower half, so that counting upwards practically never runs out.
    fn begin_tail(&mut self) {
        let random = (u128::from(self.draw()) << 64) | u128::from(self.draw());
        self.tail = random >> (128 - TAIL_BITS + 1);
    }

    /// A xorshift generator over 256 bits with a multiplied output.
    fn draw(&mut self) -> u64 {
        let [a, b, c, d] = self.state;
        let drawn = b.wrapping_mul(5).rotate_left(7).wrapping_mul(9);
        let (c, d) = (c ^ a, d ^ b);
        self.state = [a ^ d, b ^ c, c ^ (b << 17), d.rotate_left(45)];
        drawn
    }
}
