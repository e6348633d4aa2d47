//! How a discount follows from a volume, and how it is shared: pure sums of whole minor units.

use std::str::FromStr;

use kernel::{MoneyError, Rate};
use serde::{Deserialize, Serialize};

/// How tiers apply. There is no usual way: it is chosen, and fixed once something was settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scale {
    /// The whole volume at the rate that it reaches.
    Slab,
    /// Each band at its own rate.
    Stepped,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "This is not a scale. Known are slab (the whole volume at the rate reached) and stepped (each band at its own)."
)]
pub struct ScaleError;

impl Scale {
    pub const ALL: [Scale; 2] = [Scale::Slab, Scale::Stepped];

    pub fn code(self) -> &'static str {
        match self {
            Scale::Slab => "slab",
            Scale::Stepped => "stepped",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Scale::Slab => "Slab: the whole volume at the rate reached",
            Scale::Stepped => "Stepped: each band at its own rate",
        }
    }

    /// What the tiers give on a volume; both in minor units. Rounded once, half away from zero.
    pub fn gives(self, tiers: &[Tier], volume: i64) -> Result<i64, MoneyError> {
        let reached = |tier: &&Tier| tier.from <= volume;
        if volume <= 0 {
            return Ok(0);
        }
        let points: i128 = match self {
            Scale::Slab => {
                let rate = tiers.iter().rev().find(reached).map_or(0, |tier| tier.rate.0);
                i128::from(volume) * i128::from(rate)
            }
            Scale::Stepped => {
                let ends = tiers.iter().skip(1).map(|next| next.from.min(volume)).chain([volume]);
                let bands = tiers.iter().zip(ends).filter(|(tier, _)| tier.from <= volume);
                bands.map(|(tier, end)| i128::from(end - tier.from) * i128::from(tier.rate.0)).sum()
            }
        };
        i64::try_from((points + 5_000) / 10_000).map_err(|_| MoneyError::Overflow)
    }
}

impl FromStr for Scale {
    type Err = ScaleError;
    fn from_str(code: &str) -> Result<Scale, ScaleError> {
        Scale::ALL.into_iter().find(|scale| scale.code() == code).ok_or(ScaleError)
    }
}

/// From this volume on, in minor units of the company's currency, this rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tier {
    pub from: i64,
    pub rate: Rate,
}

/// Shares of `whole` in proportion to the volumes, some of which may be below zero. They add up to the whole exactly: what
/// whole units leave over goes to the largest remainders, the earlier one first. Nothing is shared of a volume of nothing.
pub(super) fn shares(whole: i64, volumes: &[i64]) -> Result<Vec<i64>, MoneyError> {
    let all: i128 = volumes.iter().map(|volume| i128::from(*volume)).sum();
    if whole == 0 || all <= 0 {
        return Ok(vec![0; volumes.len()]);
    }
    let exact = |volume: &i64| i128::from(whole) * i128::from(*volume);
    let mut found: Vec<i128> = volumes.iter().map(|volume| exact(volume).div_euclid(all)).collect();
    let left = i128::from(whole) - found.iter().sum::<i128>();
    let mut order: Vec<usize> = (0..volumes.len()).collect();
    order.sort_by_key(|&at| std::cmp::Reverse(exact(&volumes[at]).rem_euclid(all)));
    for (_, at) in (0..left).zip(order) {
        found[at] += 1;
    }
    found.into_iter().map(|share| i64::try_from(share).map_err(|_| MoneyError::Overflow)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// From 0 → 0 %, from 100,000 → 3 %, from 250,000 → 5 %.
    fn tiers() -> Vec<Tier> {
        [(0, 0), (10_000_000, 300), (25_000_000, 500)].map(|(from, rate)| Tier { from, rate: Rate(rate) }).to_vec()
    }

    /// V2, and the edges of each tier.
    #[test]
    fn a_scale_gives_by_the_whole_or_by_bands() {
        let rows = [
            (21_000_000, 630_000, 330_000),
            (10_500_000, 315_000, 15_000),
            (19_000_000, 570_000, 270_000),
            (9_999_999, 0, 0),
            (10_000_000, 300_000, 0),
            (25_000_000, 1_250_000, 450_000),
            (30_000_000, 1_500_000, 700_000),
            (0, 0, 0),
            (-5_000_000, 0, 0),
            // 100,000.17 at 3 % is 3,000.0051: half a cent and more goes away from zero.
            (10_000_017, 300_001, 1),
        ];
        for (volume, slab, stepped) in rows {
            assert_eq!(Scale::Slab.gives(&tiers(), volume), Ok(slab), "slab of {volume}");
            assert_eq!(Scale::Stepped.gives(&tiers(), volume), Ok(stepped), "stepped of {volume}");
        }
        let above = [Tier { from: 0, rate: Rate(i64::MAX) }];
        assert_eq!(Scale::Slab.gives(&above, i64::MAX), Err(MoneyError::Overflow));
        assert_eq!(Scale::Slab.gives(&[Tier { from: 100, rate: Rate(1_000) }], 99), Ok(0), "below the first tier");
    }

    /// V2: 6,300.00 = 3,600.00 + 2,700.00, and 3,300.00 = 1,885.71 + 1,414.29.
    #[test]
    fn shares_follow_the_volumes_to_the_cent() {
        assert_eq!(shares(630_000, &[12_000_000, 9_000_000]), Ok(vec![360_000, 270_000]));
        assert_eq!(shares(330_000, &[12_000_000, 9_000_000]), Ok(vec![188_571, 141_429]));
        assert_eq!(shares(100, &[1, 1, 1]), Ok(vec![34, 33, 33]));
        assert_eq!(shares(330_000, &[12_000_000, -1_000_000]), Ok(vec![360_000, -30_000]));
        assert_eq!(shares(5, &[0, 7, 0]), Ok(vec![0, 5, 0]));
        assert_eq!(shares(0, &[1, 2]), Ok(vec![0, 0]));
        assert_eq!(shares(5, &[-1, 1]), Ok(vec![0, 0]));
    }

    proptest! {
        #[test]
        fn shares_add_up_and_are_less_than_a_cent_off(
            whole in 0i64..1_000_000_000_000,
            volumes in prop::collection::vec(-1_000_000_000i64..1_000_000_000_000, 1..12),
        ) {
            let all: i128 = volumes.iter().map(|volume| i128::from(*volume)).sum();
            prop_assume!(all > 0);
            let found = shares(whole, &volumes)?;
            prop_assert_eq!(found.iter().map(|share| i128::from(*share)).sum::<i128>(), i128::from(whole));
            for (share, volume) in found.iter().zip(&volumes) {
                let off = (i128::from(*share) * all - i128::from(whole) * i128::from(*volume)).abs();
                prop_assert!(off < all);
            }
        }

        #[test]
        fn more_volume_in_bands_never_gives_less(volume in 0i64..100_000_000, more in 0i64..100_000_000) {
            let gives = |volume| Scale::Stepped.gives(&tiers(), volume);
            prop_assert!(gives(volume)? <= gives(volume + more)?);
            prop_assert!(gives(volume)? <= Scale::Slab.gives(&tiers(), volume)?);
        }
    }
}
