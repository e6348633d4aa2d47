//! Reconciliation: what a control account holds, less what is open on it. It is nothing, always.

use std::collections::HashMap;

use kernel::{AccountId, Currency, Day};

use super::store;
use crate::ledger::open_items;
use crate::{Ask, Permission, Result, Scene, company};

/// On a day; today where none is given.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reconcile {
    pub on: Option<Day>,
}

#[derive(Clone, Debug)]
pub struct Reconciliation {
    pub rows: Vec<ControlRow>,
    pub currency: Currency,
    pub on: Day,
}

/// One control account; minor units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ControlRow {
    pub account: AccountId,
    pub number: String,
    pub name: String,
    /// Every posting on the account.
    pub ledger: i64,
    /// What is open on it, item by item.
    pub open: i64,
}

impl ControlRow {
    pub fn difference(&self) -> i64 {
        self.ledger - self.open
    }
}

impl Ask for Reconcile {
    const NEEDS: Permission = Permission::ViewLedger;
    type Answer = Reconciliation;

    fn answer(self, scene: &Scene<'_>) -> Result<Reconciliation> {
        let on = self.on.unwrap_or(scene.today);
        let open: HashMap<_, _> = open_items::store::by_account(scene, on)?.into_iter().collect();
        let rows = store::control_balances(scene, on.number())?
            .into_iter()
            .map(|(account, number, name, ledger)| {
                let open = open.get(&account).copied().unwrap_or(0);
                ControlRow { account, number, name, ledger, open }
            })
            .collect();
        Ok(Reconciliation { rows, currency: company::read(scene)?.currency, on })
    }
}
