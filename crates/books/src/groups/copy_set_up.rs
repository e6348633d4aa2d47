//! Copies the customer groups of a company into a new one: each on the account of the same number in the new chart, or
//! on the one that was chosen for it.

use std::collections::BTreeMap;

use kernel::{CompanyId, Currency, Door, Failure, IdMaker, Name, PersonId, Refusal, Stamp};
use serde::{Deserialize, Serialize};

use super::{Change, Terms, store};
use crate::company::{self, charts::Chart};
use crate::{
    Act, Ask, Caller, Decision, Desk, IdempotencyKey, Order, Permission, Receipt, Result, Scene, Who, accept, ledger,
};

/// Whose customer groups a new company begins with, in place of its chart's.
#[derive(Clone, Debug)]
pub struct CopySetUp {
    pub company: CompanyId,
    /// Number of a control account there, and the number in the new chart that takes its place. An account that both
    /// have needs no line.
    pub accounts: BTreeMap<String, String>,
}

/// A customer group on its way into a new company. Accounts and zones travel by number and code: ids are a company's own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CopiedGroup {
    pub number: String,
    pub name: Name,
    pub note: String,
    /// Number and name of the control account.
    pub account: String,
    pub account_name: String,
    /// Code and name of the VAT zone.
    pub vat_zone: String,
    pub vat_zone_name: Name,
    pub terms: Terms,
}

/// The customer groups in use, as another company could begin with them.
#[derive(Clone, Copy, Debug)]
pub struct ReadSetUp {
    /// The other company's. A credit limit without a currency of its own means the company's, so it stays behind where
    /// the two differ.
    pub currency: Currency,
}

impl Ask for ReadSetUp {
    const NEEDS: Permission = Permission::SetUpLedger;
    type Answer = Vec<CopiedGroup>;

    fn answer(self, scene: &Scene<'_>) -> Result<Vec<CopiedGroup>> {
        let same_currency = company::read(scene)?.currency == self.currency;
        let accounts = ledger::store::accounts(scene)?;
        let zones = ledger::store::vat_zones(scene)?;
        let groups = store::posting_groups(scene)?.into_iter().filter(|group| !group.group.archived);
        let copied = |group: super::PostingGroup| {
            let account = accounts.iter().find(|account| account.id == group.account);
            let account = account.ok_or_else(|| Failure::broken("a customer group has no account"))?;
            let zone = zones.iter().find(|zone| zone.id == group.vat_zone);
            let zone = zone.ok_or_else(|| Failure::broken("a customer group has no VAT zone"))?;
            let mut terms = group.terms.clone();
            if terms.currency.is_none() && !same_currency {
                terms.credit_limit = None;
            }
            Ok(CopiedGroup {
                number: group.number,
                name: group.group.name,
                note: group.group.note,
                account: account.number.clone(),
                account_name: account.name.to_string(),
                vat_zone: zone.code.clone(),
                vat_zone_name: zone.name.clone(),
                terms,
            })
        };
        groups.map(copied).collect()
    }
}

/// Notes in the audit that a company is being founded with the set-up of this one. The outcome is the id that the new
/// company is to have: under one idempotency key always the same.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NoteSetUpCopied {
    pub name: Name,
}

impl Act for NoteSetUpCopied {
    const NAME: &'static str = "copy_set_up";
    const NEEDS: Permission = Permission::SetUpLedger;
    type Facts = ();
    type Outcome = CompanyId;

    fn load(&self, _: &Scene<'_>) -> Result<()> {
        Ok(())
    }

    fn decide(self, (): (), stamp: &Stamp) -> Decision<CompanyId> {
        let company = stamp.ids().next();
        let text = format!("Set-up copied into the new company “{}”", self.name);
        Ok(accept(company, [Change::SetUpCopied { company, name: self.name }.into()]).says(text))
    }
}

impl CopySetUp {
    /// The groups as they stand there; the one who founds must be allowed to set up the books there.
    fn read(&self, desk: &Desk, person: PersonId, door: Door, currency: Currency) -> Result<Vec<CopiedGroup>> {
        desk.ask(&self.caller(desk, person, door), ReadSetUp { currency })
    }

    fn caller(&self, desk: &Desk, person: PersonId, door: Door) -> Caller {
        let request = IdMaker::new(desk.outside().now(), desk.outside().entropy()).next();
        Caller { company: self.company, who: Who::Person(person), door, request }
    }

    /// The id of the company that `name` is to be, noted where its set-up comes from.
    pub(super) fn note(
        &self,
        desk: &Desk,
        (person, door): (PersonId, Door),
        name: &Name,
        key: Option<IdempotencyKey>,
    ) -> Result<Receipt<CompanyId>> {
        let act = NoteSetUpCopied { name: name.clone() };
        desk.carry_out(Order::new(self.caller(desk, person, door), act).keyed(key))
    }

    /// Number and name of each control account that the chart has no debtors' control account for.
    pub fn unmapped(&self, desk: &Desk, person: PersonId, door: Door, chart: &Chart) -> Result<Vec<(String, String)>> {
        let groups = self.read(desk, person, door, Currency::EUR)?;
        let lacking = groups.into_iter().filter(|group| !takes_debtors(chart, &group.account));
        let mut found: Vec<(String, String)> = lacking.map(|group| (group.account, group.account_name)).collect();
        found.sort();
        found.dedup();
        Ok(found)
    }

    /// The groups on accounts of the chart, or the refusal that lists those for which one must be chosen.
    pub(super) fn mapped(
        &self,
        desk: &Desk,
        person: PersonId,
        door: Door,
        (chart, currency): (&Chart, Currency),
    ) -> Result<Vec<CopiedGroup>> {
        let mut groups = self.read(desk, person, door, currency)?;
        let mut lacking: Vec<String> = Vec::new();
        for group in &mut groups {
            let chosen = self.accounts.get(&group.account).filter(|number| !number.is_empty());
            let wanted = chosen.unwrap_or(&group.account).clone();
            if takes_debtors(chart, &wanted) {
                group.account = wanted;
            } else if !lacking.contains(&group.account) {
                lacking.push(group.account.clone());
            }
        }
        if lacking.is_empty() { Ok(groups) } else { Err(unmapped(&lacking, chart).into()) }
    }
}

fn takes_debtors(chart: &Chart, number: &str) -> bool {
    chart.accounts.iter().any(|account| account.number == number && account.control == "receivable")
}

fn unmapped(lacking: &[String], chart: &Chart) -> Refusal {
    let numbers = lacking.join(", ");
    let title = match lacking.len() {
        1 => format!("The control account {numbers} is not a debtors' account of the new chart."),
        some => format!("{some} control accounts are not debtors' accounts of the new chart: {numbers}."),
    };
    let offered = chart.accounts.iter().filter(|account| account.control == "receivable");
    Refusal::field(
        "ACCOUNTS_UNMAPPED",
        "accounts",
        title,
        "Customer groups are copied by the number of their account, and each needs one. Choose an account for every \
         number that is missing.",
    )
    .detail("unmapped", numbers)
    .detail("offered", offered.map(|account| account.number.as_str()).collect::<Vec<_>>().join(", "))
}
