//! Merges a client into another that is the same: what is to come goes on there, what is booked stays as it was booked.
//! rules/merging-clients.md
//!
//! It stands in this room because drafts go over too.

mod belonging;
mod corporate;
mod refusals;
mod store;
mod summary;

use kernel::{ClientId, Day, Failure, Refusal, Stamp, TimeEntryId};
use serde::{Deserialize, Serialize};

use super::invoices::Readdressed;
use crate::clients::{self, Client, Sight};
use crate::groups::PostingGroup;
use crate::ledger::open_items::{Referenced, Transfer};
use crate::ledger::{self, Account};
use crate::{Act, Change as AnyChange, Decision, Permission, Result, Scene, accept, groups, work};
use belonging::Belonging;
use corporate::Corporate;

pub use summary::{CorporateYears, KeptInSet, MergeSummary, OpenMoved};

#[cfg(test)]
mod tests;

/// Merges a client into another. Client groups, billing groups, corporate groups and types are united, time and drafts
/// go over, and open items by one entry. Booked papers stay with the client, which goes to the archive.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MergeClients {
    pub id: ClientId,
    /// The versions that the one at the desk has seen; `None` takes any.
    pub version: Option<i64>,
    /// The client that goes on.
    pub into: ClientId,
    pub into_version: Option<i64>,
    /// The day of the entry that moves open items; today where it is not given.
    pub on: Option<Day>,
}

/// What came of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Merged {
    pub client: ClientId,
    pub into: ClientId,
    pub summary: MergeSummary,
}

/// One of the two, with the version that its groups count into.
struct Side {
    client: Client,
    version: i64,
}

/// What the rule needs.
pub struct Facts {
    from: Option<Side>,
    into: Option<Side>,
    /// Both of them.
    may_edit: bool,
    /// What is posted needs the right to post.
    may_post: bool,
    belonging: Belonging,
    corporate: Corporate,
    books: Books,
    time: Vec<TimeEntryId>,
    drafts: Vec<Readdressed>,
    /// Papers of the client that stay as they are.
    booked: i64,
}

/// What is open, and where it would go.
struct Books {
    open: Transfer,
    group: Option<PostingGroup>,
    account: Option<Account>,
}

impl Act for MergeClients {
    const NAME: &'static str = "merge_clients";
    const NEEDS: Permission = Permission::EditOwnClients;
    type Facts = Facts;
    type Outcome = Merged;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        let (from, into) = (side(scene, self.id)?, side(scene, self.into)?);
        let both = from.is_some() && into.is_some();
        Ok(Facts {
            may_edit: clients::store::may_edit(scene, self.id)? && clients::store::may_edit(scene, self.into)?,
            may_post: scene.rights.has(Permission::PostEntries),
            belonging: Belonging::load(scene, self.id, self.into)?,
            corporate: Corporate::load(scene, self.id, self.into)?,
            books: Books::load(scene, self.id, into.as_ref())?,
            time: work::store::of_client(scene, self.id)?,
            drafts: if both { Readdressed::all(scene, self.id, self.into)? } else { Vec::new() },
            booked: store::booked_of(scene, self.id)?,
            from,
            into,
        })
    }

    fn decide(self, facts: Facts, stamp: &Stamp) -> Decision<Merged> {
        let (from, into) = self.admitted(&facts)?;
        let (name, heir) = (&from.details.name, &into.details.name);
        facts.corporate.refuse_overlap(from, into)?;
        facts.books.refuse(from, facts.may_post)?;
        let mut ids = stamp.ids();
        let on = self.on.unwrap_or(stamp.today);
        let control = facts.books.control()?;
        let text = format!("Open items of “{name}” to “{heir}”");
        let posted = facts.books.open.decide_for((into.id, control.id), on, text, &mut ids)?;
        let mut readdressed = Vec::with_capacity(facts.drafts.len());
        for draft in &facts.drafts {
            let change = draft.change(Some(control.id), &mut ids);
            readdressed.push(change.map_err(|refusal| refusals::draft_stays(draft, heir, &refusal))?);
        }
        // From here the client will be merged.
        let mut summary = facts.books.summary(control);
        summary.customer_group =
            facts.books.group.as_ref().map(|group| group.group.name.to_string()).unwrap_or_default();
        (summary.time, summary.booked) = (facts.time.len() as i64, facts.booked);
        summary.drafts = facts.drafts.iter().map(Readdressed::title).collect();
        let mut changes = facts.belonging.united(into, &mut summary, &mut ids, stamp);
        changes.extend(facts.corporate.united((from, into.id), &mut summary, &mut ids, stamp));
        changes.extend(posted.into_iter().map(AnyChange::from));
        if !facts.time.is_empty() {
            changes.push(work::Change::TimeMoved { from: from.id, to: into.id, entries: facts.time.clone() }.into());
        }
        changes.extend(readdressed.into_iter().map(AnyChange::from));
        changes.push(clients::Change::Merged { client: Box::new(from.clone()), into: into.id }.into());
        let text = format!("Client “{name}” merged into “{heir}”");
        let merged = Merged { client: self.id, into: self.into, summary };
        Ok(accept(merged, changes).says(text).about(self.id).undoable())
    }
}

fn side(scene: &Scene<'_>, id: ClientId) -> Result<Option<Side>> {
    let found = clients::store::find_in_sight(scene, id, Sight::of(scene.rights))?;
    let with_version =
        |client: Client| Ok(Side { version: client.version + clients::store::group_changes(scene, id)?, client });
    found.map(with_version).transpose()
}

impl MergeClients {
    /// Both clients, once nothing that is named stands in the way.
    fn admitted<'a>(&self, facts: &'a Facts) -> Result<(&'a Client, &'a Client)> {
        let from = facts.from.as_ref().ok_or_else(|| Failure::missing("client", self.id))?;
        let into = facts.into.as_ref().ok_or_else(refusals::unknown_heir)?;
        if !facts.may_edit {
            return Err(clients::may_not_edit());
        }
        for (side, seen) in [(from, self.version), (into, self.into_version)] {
            if let Some(seen) = seen.filter(|seen| *seen != side.version) {
                return Err(refusals::changed_meanwhile(&side.client, seen, side.version).into());
            }
        }
        if self.id == self.into {
            return Err(refusals::into_itself(&from.client).into());
        }
        clients::refuse_merged(&from.client)?;
        clients::refuse_merged(&into.client).map_err(|refusal| Refusal { field: Some("into".into()), ..refusal })?;
        if into.client.archived {
            return Err(refusals::into_archived(&into.client).into());
        }
        Ok((&from.client, &into.client))
    }
}

impl Books {
    fn load(scene: &Scene<'_>, from: ClientId, into: Option<&Side>) -> Result<Books> {
        let open = Transfer::of_client(scene, from)?;
        let group = match into {
            Some(into) => groups::store::find_posting(scene, into.client.posting_group)?,
            None => None,
        };
        let account = match &group {
            Some(group) => ledger::chart::store::find(scene, group.account)?,
            None => None,
        };
        Ok(Books { open, group, account })
    }

    fn control(&self) -> Result<&Account> {
        self.account.as_ref().ok_or_else(|| Failure::broken("a client without a control account"))
    }

    /// Refuses what cannot be posted as it would have to be.
    fn refuse(&self, from: &Client, may_post: bool) -> Result<()> {
        if self.open.items.is_empty() {
            return Ok(());
        }
        let to = self.control()?;
        let owed_in = |open: &Referenced| open.item.currency().unwrap_or(self.open.currency());
        if let Some(kept_in) = to.currency
            && let Some(other) = self.open.items.iter().map(owed_in).find(|currency| *currency != kept_in)
        {
            return Err(refusals::other_currency(from, other, (to, kept_in)).into());
        }
        if to.archived {
            return Err(refusals::account_archived(to).into());
        }
        if may_post { Ok(()) } else { Err(Permission::PostEntries.missing()) }
    }

    fn summary(&self, control: &Account) -> MergeSummary {
        let items = self.open.items.len() as i64;
        let open = OpenMoved {
            items,
            minor: self.open.items.iter().map(|open| open.item.remaining).sum(),
            account: control.number.clone(),
        };
        MergeSummary { open: (items > 0).then_some(open), ..MergeSummary::default() }
    }
}
