//! Reconciliation: what a control account holds, less what its clients owe together. It is nothing, always.

use std::collections::HashMap;

use kernel::{AccountId, Currency, Day};

use super::{Span, store};
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
    /// The balances kept for each client on it.
    pub clients: i64,
}

impl ControlRow {
    pub fn difference(&self) -> i64 {
        self.ledger - self.clients
    }
}

impl Ask for Reconcile {
    const NEEDS: Permission = Permission::ViewLedger;
    type Answer = Reconciliation;

    fn answer(self, scene: &Scene<'_>) -> Result<Reconciliation> {
        let on = self.on.unwrap_or(scene.today);
        let clients: HashMap<_, _> = store::clients_by_control(scene, &Span::until(on))?.into_iter().collect();
        let rows = store::control_balances(scene, on.number())?
            .into_iter()
            .map(|(account, number, name, ledger)| {
                let clients = clients.get(&account).map_or(0, |sums| sums.balance());
                ControlRow { account, number, name, ledger, clients }
            })
            .collect();
        Ok(Reconciliation { rows, currency: company::read(scene)?.currency, on })
    }
}
