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
        let mut maker = IdMaker { millisecond, state, tail: 0 };
        // A few turns let every bit of thin entropy reach the whole state.
        for _ in 0..16 {
            maker.draw();
        }
        maker.begin_tail();
        maker
    }

    /// The next id, greater than every earlier one of this maker.
    #[expect(clippy::should_implement_trait, reason = "one maker gives ids of every kind, which an iterator cannot")]
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
        self.uuid_of_tail()
    }

    fn uuid_of_tail(&self) -> Uuid {
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

    /// One turn of xoshiro256** (Blackman and Vigna).
    fn draw(&mut self) -> u64 {
        let [a, b, c, d] = self.state;
        let drawn = b.wrapping_mul(5).rotate_left(7).wrapping_mul(9);
        let (c, d) = (c ^ a, d ^ b);
        self.state = [a ^ d, b ^ c, c ^ (b << 17), d.rotate_left(45)];
        drawn
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ClientId;
    use std::collections::BTreeSet;

    const NOON: Instant = Instant(1_769_860_800_123);

    fn seeded(number: u32) -> [u8; 32] {
        let mut entropy = [0; 32];
        entropy[28..].copy_from_slice(&number.to_le_bytes());
        entropy
    }

    #[test]
    fn ids_are_version_seven_and_carry_their_moment() {
        let mut maker = IdMaker::new(NOON, [7; 32]);
        for _ in 0..1_000 {
            let uuid = maker.next::<ClientId>().uuid();
            assert_eq!(uuid.get_version_num(), 7);
            assert_eq!(uuid.get_variant(), uuid::Variant::RFC4122);
            assert_eq!(uuid.as_u128() >> 80, 1_769_860_800_123);
        }
    }

    #[test]
    fn ids_of_one_maker_rise() {
        for seed in 0..50 {
            let mut maker = IdMaker::new(NOON, seeded(seed));
            let made: Vec<ClientId> = (0..2_000).map(|_| maker.next()).collect();
            assert!(made.is_sorted_by(|earlier, later| earlier < later));
        }
    }

    #[test]
    fn makers_of_one_millisecond_do_not_meet() {
        let mut seen = BTreeSet::new();
        for seed in 0..20_000 {
            let mut maker = IdMaker::new(NOON, seeded(seed));
            for _ in 0..5 {
                assert!(seen.insert(maker.next::<ClientId>()), "seed {seed}");
            }
        }
    }

    #[test]
    fn every_byte_of_the_entropy_counts() {
        let plain = IdMaker::new(NOON, [0; 32]).next::<ClientId>();
        for place in 0..32 {
            let mut entropy = [0; 32];
            entropy[place] = 0x80;
            assert_ne!(IdMaker::new(NOON, entropy).next::<ClientId>(), plain, "byte {place}");
        }
    }

    #[test]
    fn the_same_stamp_makes_the_same_ids() {
        let (mut one, mut other) = (IdMaker::new(NOON, [9; 32]), IdMaker::new(NOON, [9; 32]));
        for _ in 0..100 {
            assert_eq!(one.next::<ClientId>(), other.next::<ClientId>());
        }
    }

    #[test]
    fn ids_still_rise_when_a_millisecond_is_used_up() {
        let mut maker = IdMaker::new(NOON, [1; 32]);
        maker.tail = (1 << TAIL_BITS) - 1;
        let last = ClientId::from_uuid(maker.uuid_of_tail());
        let after: ClientId = maker.next();
        assert!(last < after);
        assert_eq!(last.uuid().as_u128() >> 80, 1_769_860_800_123);
        assert_eq!(after.uuid().as_u128() >> 80, 1_769_860_800_124);
    }

    #[test]
    fn a_moment_before_1970_is_taken_as_1970() {
        let id: ClientId = IdMaker::new(Instant(-5), [1; 32]).next();
        assert_eq!(id.uuid().as_u128() >> 80, 0);
        assert_eq!(id.uuid().get_version_num(), 7);
    }
}
