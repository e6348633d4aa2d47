//! Who leans on an account: customer groups, VAT codes, VAT rules, and the company's own purposes.

use kernel::Refusal;

use super::store;
use crate::ledger::Account;
use crate::ledger::parties::{self, GroupOnAccount};
use crate::{Result, Scene};

/// Names of what refers to an account.
#[derive(Clone, Debug, Default)]
pub struct Uses {
    pub groups: Vec<GroupOnAccount>,
    pub vat_codes: Vec<String>,
    pub product_groups: Vec<String>,
    /// Purposes that the system itself posts to it for.
    pub purposes: Vec<String>,
}

pub(in crate::ledger) fn of(scene: &Scene<'_>, account: &Account) -> Result<Uses> {
    Ok(Uses {
        groups: parties::store::groups_on(scene, account.id)?,
        vat_codes: store::vat_codes_on(scene, account.id)?,
        product_groups: store::product_groups_on(scene, account.id)?,
        purposes: store::purposes_on(scene, &account.number)?,
    })
}

impl Uses {
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
            && self.vat_codes.is_empty()
            && self.product_groups.is_empty()
            && self.purposes.is_empty()
    }

    /// rules/ledger.md#accounts-in-use
    pub(super) fn refusal(&self, account: &Account, what: &str) -> Refusal {
        let names: Vec<&str> = self.groups.iter().map(|group| group.name.as_str()).collect();
        let mut users = Vec::new();
        let mut say = |one: &str, several: &str, names: &[&str]| match names {
            [] => {}
            [name] => users.push(format!("{one} {name}")),
            names => users.push(format!("{several} {}", names.join(", "))),
        };
        say("the customer group", "the customer groups", &names);
        say("the VAT code", "the VAT codes", &texts(&self.vat_codes));
        say("the product group", "the product groups", &texts(&self.product_groups));
        say("the company's account for", "the company's accounts for", &texts(&self.purposes));
        let refusal = Refusal::rule(
            "ACCOUNT_IN_USE",
            format!("{} {} {what}.", account.number, account.name),
            format!("New documents would post to it through {}. Give them another account first.", users.join("; ")),
        )
        .detail("customer_groups", names.join(", "))
        .detail("vat_codes", self.vat_codes.join(", "))
        .detail("product_groups", self.product_groups.join(", "));
        match self.groups.is_empty() {
            true => refusal.action("Accounts and tax", "/settings/accounts"),
            false => refusal.action("Show the customer groups", "/settings/customer-groups"),
        }
    }
}

fn texts(names: &[String]) -> Vec<&str> {
    names.iter().map(String::as_str).collect()
}
