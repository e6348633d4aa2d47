//! Changes an account: what leans on it, or stands on it already, sets the limits.

use kernel::{AccountId, Currency, Failure, Name, Number, Refusal, Stamp};
use serde::{Deserialize, Serialize};

use super::add_account::{category, check_control, number_taken};
use super::uses::{self, Uses};
use super::{stale, store};
use crate::ledger::{Account, AccountKind, Change, Control};
use crate::{Act, Decision, Permission, Result, Scene, accept};

/// What is `None` stays as it is.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ChangeAccount {
    pub account: AccountId,
    pub version: Option<i64>,
    pub number: Option<Number>,
    pub name: Option<Name>,
    pub kind: Option<AccountKind>,
    pub category: Option<String>,
    pub control: Option<Control>,
    /// `Some(None)` is the company's own currency.
    pub currency: Option<Option<Currency>>,
}

pub struct Facts {
    pub account: Account,
    /// Another account that has the wanted number.
    pub same_number: Option<Account>,
    pub has_entries: bool,
    pub uses: Uses,
}

impl ChangeAccount {
    /// Changes nothing yet.
    pub fn of(account: AccountId) -> ChangeAccount {
        ChangeAccount {
            account,
            version: None,
            number: None,
            name: None,
            kind: None,
            category: None,
            control: None,
            currency: None,
        }
    }
}

impl Act for ChangeAccount {
    const NAME: &'static str = "change_account";
    const NEEDS: Permission = Permission::SetUpLedger;
    type Facts = Facts;
    type Outcome = AccountId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        let account = store::find(scene, self.account)?.ok_or_else(|| Failure::missing("account", self.account))?;
        let same_number = match &self.number {
            Some(number) => store::by_number(scene, number.as_str())?.filter(|other| other.id != self.account),
            None => None,
        };
        Ok(Facts {
            has_entries: store::has_entries(scene, self.account)?,
            uses: uses::of(scene, &account)?,
            account,
            same_number,
        })
    }

    fn decide(self, facts: Facts, _: &Stamp) -> Decision<AccountId> {
        let before = facts.account;
        stale("account", self.version, before.version)?;
        if let Some(other) = &facts.same_number {
            return Err(number_taken(other).into());
        }
        let kind = self.kind.unwrap_or(before.kind);
        let control = self.control.unwrap_or(before.control);
        let currency = self.currency.unwrap_or(before.currency);
        let moved = kind != before.kind || control != before.control || currency != before.currency;
        if moved && facts.has_entries {
            return Err(has_entries(&before).into());
        }
        if control != before.control && !facts.uses.groups.is_empty() {
            return Err(facts.uses.refusal(&before, "cannot change what it controls").into());
        }
        let renumbered = self.number.as_ref().is_some_and(|number| number.as_str() != before.number);
        if renumbered && !facts.uses.purposes.is_empty() {
            return Err(facts.uses.refusal(&before, "cannot get another number").into());
        }
        check_control(kind, control)?;
        let category = match &self.category {
            Some(text) => category(text, kind, control)?,
            None => before.category.clone(),
        };
        let mut after = Account {
            number: self.number.map_or_else(|| before.number.clone(), |number| number.to_string()),
            name: self.name.unwrap_or_else(|| before.name.clone()),
            kind,
            category,
            control,
            currency,
            ..before.clone()
        };
        if after == before {
            return Ok(accept(self.account, []));
        }
        // From here the account will be changed.
        after.version += 1;
        let text = format!("Account {} “{}” changed", after.number, after.name);
        let change = Change::AccountChanged { before: Box::new(before), after: Box::new(after) };
        Ok(accept(self.account, [change.into()]).says(text).about(self.account).undoable())
    }
}

fn has_entries(account: &Account) -> Refusal {
    Refusal::rule(
        "ACCOUNT_HAS_ENTRIES",
        format!("{} {} has entries.", account.number, account.name),
        "Its type, control and currency decide how they count in every report, so they stay. Add another account and \
         move the balance there by an entry.",
    )
    .action("Add an account", "/settings/accounts/new")
}
