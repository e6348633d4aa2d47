//! Changes customer groups: one, or the whole list as it was edited, saved as one.

use std::collections::HashMap;

use kernel::{AccountId, Currency, Day, Failure, GroupId, Name, Number, Refusal, Stamp, VatZoneId};
use serde::{Deserialize, Serialize};

use super::{Terms, account, refuse_number, store as lists, unknown_zone};
use crate::company::{self, Company};
use crate::groups::names::{refuse_stale, refuse_taken};
use crate::groups::{Change, Group, Kind, OpenItems, PostingGroup, store};
use crate::ledger::open_items::Transfer;
use crate::ledger::{self, Account, Series, VatZone};
use crate::{Accepted, Act, Decision, Permission, Result, Scene, accept};

/// Saves every edit, or none.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ChangeCustomerGroups {
    pub edits: Vec<Edit>,
    /// What becomes of open items of the groups that get another account; they stay unless something else is said.
    pub open_items: Option<OpenItems>,
    /// The day of the transfer; today where it is not given.
    pub on: Option<Day>,
}

/// What changes of one group; `None` stays as it is.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Edit {
    pub id: GroupId,
    /// The version that the one at the desk has seen.
    pub version: Option<i64>,
    pub name: Option<Name>,
    pub number: Option<Number>,
    pub account: Option<AccountId>,
    pub vat_zone: Option<VatZoneId>,
    pub note: Option<String>,
    pub terms: Option<Terms>,
}

impl Edit {
    /// An edit that changes nothing yet.
    pub fn of(id: GroupId) -> Edit {
        Edit { id, version: None, name: None, number: None, account: None, vat_zone: None, note: None, terms: None }
    }
}

/// Seven questions, however many edits there are, and those of each transfer.
pub struct Facts {
    company: Company,
    groups: Vec<PostingGroup>,
    /// The groups whose names count as the same as the new ones.
    holders: Vec<Option<Group>>,
    accounts: Vec<Account>,
    zones: Vec<VatZone>,
    series: Vec<Series>,
    /// Minor units of the company's currency, for each group with open items.
    open: HashMap<GroupId, i64>,
    /// What is transferred of each group, where that is asked for.
    transfers: HashMap<GroupId, Transfer>,
}

impl Act for ChangeCustomerGroups {
    const NAME: &'static str = "change_customer_groups";
    const NEEDS: Permission = Permission::SetUpLedger;
    type Facts = Facts;
    type Outcome = ();

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        let holder = |edit: &Edit| match &edit.name {
            Some(name) => store::by_key(scene, Kind::Posting, &name.key()),
            None => Ok(None),
        };
        let groups = store::posting_groups(scene)?;
        Ok(Facts {
            company: company::read(scene)?,
            transfers: self.transfers(scene, &groups)?,
            groups,
            holders: self.edits.iter().map(holder).collect::<Result<_>>()?,
            accounts: ledger::store::accounts(scene)?,
            zones: ledger::store::vat_zones(scene)?,
            series: ledger::series(scene)?,
            open: lists::open_balances(scene)?,
        })
    }

    fn decide(self, facts: Facts, stamp: &Stamp) -> Decision<()> {
        let mut pairs: Vec<(PostingGroup, PostingGroup)> = Vec::new();
        for (edit, holder) in self.edits.iter().zip(&facts.holders) {
            let (before, after) =
                edited(edit, holder.as_ref(), &facts, &pairs).map_err(|failure| about(edit.id, failure))?;
            if before != after {
                pairs.push((before, after));
            }
        }
        let posted = transferred(&pairs, self.on.unwrap_or(stamp.today), &facts, stamp)?;
        // From here the groups will be changed.
        Ok(saved(pairs, self.open_items.unwrap_or(OpenItems::Keep), posted, &facts))
    }
}

impl ChangeCustomerGroups {
    /// What is open on the accounts that are left, where it is to move.
    fn transfers(&self, scene: &Scene<'_>, groups: &[PostingGroup]) -> Result<HashMap<GroupId, Transfer>> {
        let mut transfers = HashMap::new();
        for edit in self.edits.iter().filter(|_| self.open_items == Some(OpenItems::Transfer)) {
            let left = groups.iter().find(|group| group.group.id == edit.id).map(|group| group.account);
            if let Some(account) = left.filter(|account| edit.account.is_some_and(|wanted| wanted != *account)) {
                transfers.insert(edit.id, Transfer::of_group(scene, edit.id, account)?);
            }
        }
        Ok(transfers)
    }
}

/// One entry for each group whose open items move.
fn transferred(
    pairs: &[(PostingGroup, PostingGroup)],
    on: Day,
    facts: &Facts,
    stamp: &Stamp,
) -> Result<Vec<ledger::Change>> {
    let (mut ids, mut entries, mut changes) = (stamp.ids_for("transfer"), 0, Vec::new());
    for (before, after) in pairs {
        let Some(transfer) = facts.transfers.get(&before.group.id) else { continue };
        let (old, new) = (facts.number(before.account), facts.number(after.account));
        let text = format!("Open items of “{}” from {old} to {new}", before.group.name);
        let made = transfer.decide(after.account, on, (text, entries), &mut ids)?;
        entries += i64::from(!made.is_empty());
        changes.extend(made);
    }
    Ok(changes)
}

impl Facts {
    /// The number of an account.
    fn number(&self, id: AccountId) -> &str {
        let found = self.accounts.iter().find(|account| account.id == id);
        found.map_or("?", |account| account.number.as_str())
    }
}

/// The group before and after its edit, or why not.
fn edited(
    edit: &Edit,
    holder: Option<&Group>,
    facts: &Facts,
    earlier: &[(PostingGroup, PostingGroup)],
) -> Result<(PostingGroup, PostingGroup)> {
    let found = facts.groups.iter().find(|group| group.group.id == edit.id);
    let before = found.cloned().ok_or_else(|| Failure::missing("customer group", edit.id))?;
    refuse_stale(&before.group, edit.version)?;
    if let Some(name) = &edit.name {
        refuse_taken(name, holder, Some(edit.id))?;
    }
    let terms = edit.terms.clone().unwrap_or_else(|| before.terms.clone());
    let wanted = edit.account.unwrap_or(before.account);
    let currency: Currency = terms.currency.unwrap_or(facts.company.currency);
    // What was right when it was saved is not looked at again.
    if wanted != before.account || terms.currency != before.terms.currency {
        account::debtor_control(wanted, currency, &facts.accounts, &facts.groups)?;
    }
    if let Some(number) = &edit.number {
        refuse_number(number, &facts.groups, Some(edit.id))?;
    }
    if let Some(zone) = edit.vat_zone {
        unknown_zone(zone, &facts.zones)?;
    }
    terms.refuse(&facts.series)?;
    let mut after =
        PostingGroup { account: wanted, vat_zone: edit.vat_zone.unwrap_or(before.vat_zone), terms, ..before.clone() };
    if let Some(number) = &edit.number {
        after.number = number.to_string();
    }
    after.group.name = edit.name.clone().unwrap_or(after.group.name);
    after.group.note = edit.note.clone().unwrap_or(after.group.note);
    if after != before {
        after.group.version += 1;
    }
    refuse_twice(&after, earlier)?;
    Ok((before, after))
}

/// Names the edit that was refused, so that the list can say it in the right line.
fn about(group: GroupId, failure: Failure) -> Failure {
    match failure {
        Failure::Refused(refusal) => refusal.detail("group", group).into(),
        other => other,
    }
}

/// Two edits of one save that want the same name or number, or are about the same group.
fn refuse_twice(after: &PostingGroup, earlier: &[(PostingGroup, PostingGroup)]) -> Result<()> {
    for (_, other) in earlier {
        if other.group.id == after.group.id || other.group.name.key() == after.group.name.key() {
            refuse_taken(&after.group.name, Some(&other.group), None)?;
        }
        if let Ok(number) = Number::parse(&after.number) {
            refuse_number(&number, std::slice::from_ref(other), Some(after.group.id))?;
        }
    }
    Ok(())
}

fn saved(
    pairs: Vec<(PostingGroup, PostingGroup)>,
    choice: OpenItems,
    posted: Vec<ledger::Change>,
    facts: &Facts,
) -> Accepted<()> {
    let mut texts = Vec::new();
    let mut changes = Vec::new();
    let subject = match pairs.as_slice() {
        [(one, _)] => Some(one.group.id),
        _ => None,
    };
    for (before, after) in pairs {
        let moved = before.account != after.account;
        // The choice is kept even where nothing was open: the audit says what was asked for.
        let open_items = moved.then_some(choice);
        texts.push(told(&before, &after, open_items, facts));
        let (before, after) = (Box::new(before), Box::new(after));
        changes.push(Change::PostingGroupChanged { before, after, open_items }.into());
    }
    // What is posted is taken back by a reversal, not by undo.
    let is_undoable = posted.is_empty();
    changes.extend(posted.into_iter().map(Into::into));
    let mut accepted = accept((), changes).says(texts.join("; "));
    accepted.undoable = is_undoable;
    match subject {
        Some(id) => accepted.about(id),
        None => accepted,
    }
}

/// The sentence of the audit: who did it and when stand beside it.
fn told(before: &PostingGroup, after: &PostingGroup, open_items: Option<OpenItems>, facts: &Facts) -> String {
    let name = &before.group.name;
    let mut text = if after.group.name == *name {
        format!("Customer group “{name}” changed")
    } else {
        format!("Customer group “{name}” renamed to “{}”", after.group.name)
    };
    let Some(choice) = open_items else { return text };
    let (old, new) = (facts.number(before.account), facts.number(after.account));
    let open = facts.open.get(&before.group.id).copied().unwrap_or(0);
    text.push_str(&format!(", account {old} to {new}"));
    match choice {
        OpenItems::Transfer => text.push_str(&format!(", open items transferred to {new}")),
        OpenItems::Keep if open != 0 => text.push_str(&format!(", open items stay on {old}")),
        OpenItems::Keep => {}
    }
    text
}

impl OpenItems {
    /// Reads `keep` or `transfer`.
    pub fn parse(code: &str) -> Result<OpenItems> {
        match code {
            "keep" => Ok(OpenItems::Keep),
            "transfer" => Ok(OpenItems::Transfer),
            _ => Err(Refusal::field(
                "OPEN_ITEMS_UNKNOWN",
                "open_items",
                format!("“{code}” is not a way to treat open items."),
                "They are kept where they were posted, or transferred to the new account: send keep or transfer.",
            )
            .into()),
        }
    }
}
