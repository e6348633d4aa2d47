//! What an agreement comes to: the volume of its members, their shares of the discount, and what is left to settle.

use kernel::{ClientId, Day, MoneyError, Refusal};
use serde::{Deserialize, Serialize};

use super::super::scale::shares;
use super::super::{Agreement, refusals};
use super::store;
use crate::groups::corporate::CorporateGroup;
use crate::{Result, Scene};

/// The sums over all members; amounts in minor units of the company's currency.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    pub parts: Vec<Part>,
    pub volume: i64,
    pub discount: i64,
    pub settled_before: i64,
    /// The discount less what was settled before.
    pub amount: i64,
}

/// The part of one member, by its number and name of then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    pub client: ClientId,
    pub number: String,
    pub name: String,
    pub volume: i64,
    pub discount: i64,
    pub settled_before: i64,
    pub amount: i64,
}

impl Figures {
    /// Shares what the volume of all gives among the members; each has its client, number, name, volume and what was
    /// settled with it before.
    fn of(agreement: &Agreement, mut parts: Vec<Part>) -> std::result::Result<Figures, MoneyError> {
        let volumes: Vec<i64> = parts.iter().map(|part| part.volume).collect();
        let volume = sum(&volumes)?;
        let discount = agreement.scale.gives(&agreement.tiers, volume)?;
        for (part, share) in parts.iter_mut().zip(shares(discount, &volumes)?) {
            part.discount = share;
            part.amount = share.checked_sub(part.settled_before).ok_or(MoneyError::Overflow)?;
        }
        let settled_before = sum(&parts.iter().map(|part| part.settled_before).collect::<Vec<_>>())?;
        let amount = discount.checked_sub(settled_before).ok_or(MoneyError::Overflow)?;
        Ok(Figures { volume, discount, settled_before, amount, parts })
    }

    pub fn is_nothing(&self) -> bool {
        self.parts.iter().all(|part| part.amount == 0)
    }
}

fn sum(amounts: &[i64]) -> std::result::Result<i64, MoneyError> {
    let all: i128 = amounts.iter().map(|amount| i128::from(*amount)).sum();
    i64::try_from(all).map_err(|_| MoneyError::Overflow)
}

/// The figures of services from the first day of the year through a day.
pub(in crate::sales::agreements) fn figures(
    scene: &Scene<'_>,
    agreement: &Agreement,
    group: &CorporateGroup,
    through: Day,
) -> Result<Figures> {
    let mut parts = store::volumes(scene, agreement, group, through)?;
    for (client, number, name, settled) in store::settled_with(scene, agreement.id)? {
        match parts.iter_mut().find(|part| part.client == client) {
            Some(part) => part.settled_before = settled,
            // No member of the year any more: what was settled with it is due back.
            None => {
                parts.push(Part { client, number, name, volume: 0, discount: 0, settled_before: settled, amount: 0 })
            }
        }
    }
    Ok(Figures::of(agreement, parts).map_err(too_large)?)
}

fn too_large(_: MoneyError) -> Refusal {
    refusals::volume_too_large()
}
