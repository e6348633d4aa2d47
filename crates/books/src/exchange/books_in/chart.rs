//! Takes in the chart of accounts and the customer groups that stand on it.

use std::collections::{HashMap, HashSet};

use kernel::{AccountId, Failure, Refusal, Stamp};
use serde::{Deserialize, Serialize};

use super::{NewAccount, NewGroup, Taken, store};
use crate::groups::{self, Group, Kind, PostingGroup, Terms};
use crate::ledger::{self, Account, Control, VatZone};
use crate::{Act, Change, Decision, Permission, Result, Scene, accept};

/// Adds the accounts and customer groups that are not there; those that are must agree.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TakeInChart {
    pub accounts: Vec<NewAccount>,
    pub groups: Vec<NewGroup>,
}

pub struct Facts {
    accounts: Vec<Account>,
    groups: Vec<PostingGroup>,
    zones: Vec<VatZone>,
    /// Numbers of accounts that have entries.
    posted: HashSet<String>,
}

impl Act for TakeInChart {
    const NAME: &'static str = "take_in_chart";
    const NEEDS: Permission = Permission::ManageCompany;
    type Facts = Facts;
    type Outcome = Taken;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        Ok(Facts {
            accounts: ledger::store::accounts(scene)?,
            groups: groups::store::posting_groups(scene)?,
            zones: ledger::store::vat_zones(scene)?,
            posted: store::posted_accounts(scene)?,
        })
    }

    fn decide(self, facts: Facts, stamp: &Stamp) -> Decision<Taken> {
        let known: HashMap<&str, &Account> = facts.accounts.iter().map(|a| (a.number.as_str(), a)).collect();
        let other: Vec<String> = self.accounts.iter().filter_map(|new| facts.disagreement(new, &known)).collect();
        if !other.is_empty() {
            return Err(accounts_differ(&other).into());
        }
        let zone = facts.zones.first().ok_or_else(|| Failure::broken("the company has no VAT zone"))?;
        let mut ids = stamp.ids();
        let mut numbers: HashMap<String, (AccountId, bool)> =
            facts.accounts.iter().map(|a| (a.number.clone(), (a.id, a.control == Control::Receivable))).collect();
        let mut changes: Vec<Change> = Vec::new();
        for new in &self.accounts {
            match known.get(new.number.as_str()) {
                None => {
                    let account = account(new, ids.next());
                    numbers.insert(account.number.clone(), (account.id, new.receivable));
                    changes.push(ledger::Change::AccountAdded(account).into());
                }
                Some(before) if new.receivable && before.control != Control::Receivable => {
                    numbers.insert(before.number.clone(), (before.id, true));
                    changes.push(promoted(before).into());
                }
                Some(_) => {}
            }
        }
        for new in &self.groups {
            let (account, _) = *numbers
                .get(&new.account)
                .filter(|(_, receivable)| *receivable)
                .ok_or_else(|| Failure::from(control_account_missing(new)))?;
            match facts.groups.iter().find(|group| group.number == new.number) {
                Some(group) if group.account == account && group.group.name == new.name => {}
                Some(_) => return Err(group_differs(new).into()),
                None => {
                    if facts.groups.iter().any(|group| group.group.name.key() == new.name.key()) {
                        return Err(group_differs(new).into());
                    }
                    changes.push(groups::Change::PostingGroupCreated(posting(new, account, zone, ids.next())).into());
                }
            }
        }
        let created = changes.len() as i64;
        let unchanged = (self.accounts.len() + self.groups.len()) as i64 - created;
        let text = format!("Chart of accounts taken in: {created} accounts and customer groups");
        Ok(accept(Taken { created, unchanged }, changes).says(text))
    }
}

fn account(new: &NewAccount, id: AccountId) -> Account {
    Account {
        id,
        number: new.number.clone(),
        name: new.name.clone(),
        kind: new.kind,
        category: new.category.clone(),
        control: if new.receivable { Control::Receivable } else { Control::None },
        currency: None,
        archived: false,
        version: 1,
    }
}

fn posting(new: &NewGroup, account: AccountId, zone: &VatZone, id: kernel::GroupId) -> PostingGroup {
    PostingGroup {
        group: Group {
            id,
            kind: Kind::Posting,
            name: new.name.clone(),
            color: 0,
            note: String::new(),
            set: None,
            smart: None,
            archived: false,
            version: 1,
        },
        number: new.number.clone(),
        account,
        vat_zone: zone.id,
        terms: Terms::default(),
    }
}

impl Facts {
    /// An account that is there already must be of the same kind. One that takes receivables only in the file becomes a
    /// control account, unless it has entries without clients already.
    fn disagreement(&self, new: &NewAccount, known: &HashMap<&str, &Account>) -> Option<String> {
        let account = known.get(new.number.as_str())?;
        let may_control = account.control == Control::None && !self.posted.contains(&account.number);
        let agrees = account.kind == new.kind
            && match (account.control == Control::Receivable, new.receivable) {
                (true, false) => false,
                (false, true) => may_control,
                _ => true,
            };
        (!agrees).then(|| format!("{} {}", account.number, account.name))
    }
}

fn promoted(before: &Account) -> ledger::Change {
    let after = Account {
        control: Control::Receivable,
        category: "receivables".to_owned(),
        version: before.version + 1,
        ..before.clone()
    };
    ledger::Change::AccountChanged { before: Box::new(before.clone()), after: Box::new(after) }
}

fn accounts_differ(accounts: &[String]) -> Refusal {
    Refusal::rule(
        "ACCOUNT_DIFFERS",
        "Accounts of the file have the number of another kind of account here.",
        format!(
            "Two charts cannot be one where they disagree: {}. Import into a company whose chart agrees, or give these accounts other numbers.",
            accounts.join(", ")
        ),
    )
}

fn control_account_missing(group: &NewGroup) -> Refusal {
    Refusal::rule(
        "ACCOUNT_NOT_DEBTOR_CONTROL",
        format!("Customer group {} names account {}.", group.number, group.account),
        "It is no receivables control account of the chart. Name one whose number begins with 43.",
    )
}

fn group_differs(group: &NewGroup) -> Refusal {
    Refusal::rule(
        "GROUP_DIFFERS",
        format!("There is another customer group {} or “{}” already.", group.number, group.name),
        "Its name, number or account differs, so that clients would stand on another account than before. Rename one of the two.",
    )
}
