//! Customers do not belong in the chart: the control account and the client's own ledger keep them.

use std::collections::HashSet;

use kernel::AccountId;

use super::store;
use crate::ledger::{Account, Control, parties};
use crate::{Result, Scene};

/// Accounts that are called like a client, capitals and accents aside.
pub(super) fn named_like_clients(scene: &Scene<'_>) -> Result<HashSet<AccountId>> {
    let names = store::names_outside_control(scene)?;
    let folds: Vec<String> = names.iter().map(|(_, name)| kernel::search_fold(name)).collect();
    let taken = parties::store::folds_of_clients(scene, &folds)?;
    let pairs = names.into_iter().zip(folds);
    Ok(pairs.filter(|(_, fold)| taken.contains(fold)).map(|((id, _), _)| id).collect())
}

/// rules/ledger.md#customers-are-no-accounts
pub(super) fn warnings(account: &Account, control_numbers: &[String], is_named_like_client: bool) -> Vec<String> {
    if account.control != Control::None {
        return Vec::new();
    }
    let mut warnings = Vec::new();
    if is_named_like_client {
        warnings.push(format!(
            "{} “{}” is called like a client. Customers do not belong in the chart: their control account keeps them \
             together, and each has a ledger of its own.",
            account.number, account.name
        ));
    }
    let range = control_numbers
        .iter()
        .find(|number| account.number.len() > number.len() && account.number.starts_with(number.as_str()));
    if let Some(number) = range {
        warnings.push(format!(
            "{} stands in the range of the control account {number}. Customers do not belong in the chart: post to \
             {number} and name the client on the line.",
            account.number
        ));
    }
    warnings
}
