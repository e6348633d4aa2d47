//! Takes an account out of use: archived while anything stands on it, deleted when nothing ever did.

use kernel::{AccountId, Failure, Refusal, Stamp};
use serde::{Deserialize, Serialize};

use super::uses::{self, Uses};
use super::{stale, store};
use crate::ledger::{Account, Change};
use crate::{Act, Decision, Permission, Result, Scene, accept};

/// Hides an account from new entries; what is posted stays.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ArchiveAccount {
    pub account: AccountId,
    pub version: Option<i64>,
}

/// Lets an archived account take entries again.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RestoreAccount {
    pub account: AccountId,
    pub version: Option<i64>,
}

/// Removes an account that nothing was ever posted to.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DeleteAccount {
    pub account: AccountId,
    pub version: Option<i64>,
}

pub struct Facts {
    pub account: Account,
    pub has_entries: bool,
    pub uses: Uses,
}

fn facts(scene: &Scene<'_>, id: AccountId) -> Result<Facts> {
    let account = store::find(scene, id)?.ok_or_else(|| Failure::missing("account", id))?;
    Ok(Facts { has_entries: store::has_entries(scene, id)?, uses: uses::of(scene, &account)?, account })
}

impl Act for ArchiveAccount {
    const NAME: &'static str = "archive_account";
    const NEEDS: Permission = Permission::SetUpLedger;
    type Facts = Facts;
    type Outcome = AccountId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        facts(scene, self.account)
    }

    fn decide(self, facts: Facts, _: &Stamp) -> Decision<AccountId> {
        stale("account", self.version, facts.account.version)?;
        if !facts.uses.is_empty() {
            return Err(facts.uses.refusal(&facts.account, "cannot be archived").into());
        }
        // From here the account will be archived.
        Ok(archived(facts.account, true, "archived"))
    }
}

impl Act for RestoreAccount {
    const NAME: &'static str = "restore_account";
    const NEEDS: Permission = Permission::SetUpLedger;
    type Facts = Account;
    type Outcome = AccountId;

    fn load(&self, scene: &Scene<'_>) -> Result<Account> {
        store::find(scene, self.account)?.ok_or_else(|| Failure::missing("account", self.account))
    }

    fn decide(self, account: Account, _: &Stamp) -> Decision<AccountId> {
        stale("account", self.version, account.version)?;
        Ok(archived(account, false, "restored"))
    }
}

impl Act for DeleteAccount {
    const NAME: &'static str = "delete_account";
    const NEEDS: Permission = Permission::SetUpLedger;
    type Facts = Facts;
    type Outcome = AccountId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        facts(scene, self.account)
    }

    fn decide(self, facts: Facts, _: &Stamp) -> Decision<AccountId> {
        let account = facts.account;
        stale("account", self.version, account.version)?;
        if !facts.uses.is_empty() {
            return Err(facts.uses.refusal(&account, "cannot be deleted").into());
        }
        if facts.has_entries {
            return Err(has_entries(&account).into());
        }
        // From here the account will be deleted.
        let text = format!("Account {} “{}” deleted", account.number, account.name);
        let change = Change::AccountDeleted(Box::new(account));
        Ok(accept(self.account, [change.into()]).says(text).about(self.account).undoable())
    }
}

/// Nothing changes where it already is as wanted.
fn archived(before: Account, archived: bool, word: &str) -> crate::Accepted<AccountId> {
    let id = before.id;
    if before.archived == archived {
        return accept(id, []);
    }
    let text = format!("Account {} “{}” {word}", before.number, before.name);
    let after = Account { archived, version: before.version + 1, ..before.clone() };
    let change = Change::AccountChanged { before: Box::new(before), after: Box::new(after) };
    accept(id, [change.into()]).says(text).about(id).undoable()
}

fn has_entries(account: &Account) -> Refusal {
    Refusal::rule(
        "ACCOUNT_HAS_ENTRIES",
        format!("{} {} has entries and cannot be deleted.", account.number, account.name),
        "What is posted stays, and so does the account it stands on. Archive it: it takes no new entries then.",
    )
    .post_action("Archive it", format!("/ledger/accounts/{}/archive", account.id))
}
