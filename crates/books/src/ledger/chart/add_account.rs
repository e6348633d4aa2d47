//! Adds an account to the chart.

use kernel::{AccountId, Currency, Name, Number, Refusal, Stamp};
use serde::{Deserialize, Serialize};

use super::store;
use crate::ledger::{Account, AccountKind, Change, Control};
use crate::{Act, Decision, Permission, Result, Scene, accept};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AddAccount {
    pub number: Number,
    pub name: Name,
    pub kind: AccountKind,
    /// What it is for, finer than its kind; empty is the kind's usual one.
    pub category: String,
    pub control: Control,
    /// Where it is kept in another currency than the company's.
    pub currency: Option<Currency>,
}

/// The account that has the number already.
pub type Facts = Option<Account>;

impl Act for AddAccount {
    const NAME: &'static str = "add_account";
    const NEEDS: Permission = Permission::SetUpLedger;
    type Facts = Facts;
    type Outcome = AccountId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        store::by_number(scene, self.number.as_str())
    }

    fn decide(self, same_number: Facts, stamp: &Stamp) -> Decision<AccountId> {
        if let Some(other) = same_number {
            return Err(number_taken(&other).into());
        }
        check_control(self.kind, self.control)?;
        let category = category(&self.category, self.kind, self.control)?;
        // From here the account will be added.
        let account = Account {
            id: stamp.ids().next(),
            number: self.number.to_string(),
            name: self.name,
            kind: self.kind,
            category,
            control: self.control,
            currency: self.currency,
            archived: false,
            version: 1,
        };
        let (id, text) = (account.id, format!("Account {} “{}” added", account.number, account.name));
        Ok(accept(id, [Change::AccountAdded(account).into()]).says(text).about(id))
    }
}

/// Receivables are assets, payables are liabilities.
pub(super) fn check_control(kind: AccountKind, control: Control) -> kernel::Result<(), Refusal> {
    let (needed, word) = match control {
        Control::Receivable if kind != AccountKind::Asset => ("asset", "receivable"),
        Control::Payable if kind != AccountKind::Liability => ("liability", "payable"),
        _ => return Ok(()),
    };
    Err(Refusal::field(
        "CONTROL_ACCOUNT_TYPE",
        "control",
        format!("A {word} control account is of the type {needed}."),
        "It holds what clients owe, or what is owed to suppliers. Change the type, or choose no control.",
    ))
}

/// A short word in small letters, such as `bank`; the usual one where nothing is said.
pub(super) fn category(text: &str, kind: AccountKind, control: Control) -> kernel::Result<String, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        let usual = match (control, kind) {
            (Control::Receivable, _) => "receivables",
            (Control::Payable, _) => "payables",
            (_, AccountKind::Asset) => "current_asset",
            (_, AccountKind::Liability) => "current_liability",
            (_, AccountKind::Equity) => "equity",
            (_, AccountKind::Incoming) => "revenue",
            (_, AccountKind::Outgoing) => "expense",
        };
        return Ok(usual.to_owned());
    }
    let fits = text.len() <= 40 && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if fits {
        return Ok(text.to_owned());
    }
    Err(Refusal::field(
        "CATEGORY_INVALID",
        "category",
        format!("“{text}” is not a category."),
        "A category is a word in small letters, such as bank or receivables, of at most 40 characters.",
    ))
}

pub(super) fn number_taken(other: &Account) -> Refusal {
    let refusal = Refusal::rule(
        "NUMBER_TAKEN",
        format!("Number {} belongs to “{}”.", other.number, other.name),
        if other.archived {
            "The account is archived, and an archived account keeps its number. Restore it, or choose another number."
        } else {
            "Each number stands for one account. Choose another number, or use the account that there is."
        },
    )
    .detail("account", other.id)
    .action("Show the account", format!("/ledger/accounts/{}", other.id));
    if other.archived {
        return refusal.post_action("Restore it", format!("/ledger/accounts/{}/restore", other.id));
    }
    refusal
}
