//! Creates a customer group: a name and a debtor control account; the rest has defaults.

use kernel::{AccountId, Failure, GroupId, Name, Number, Refusal, Stamp, VatZoneId};
use serde::{Deserialize, Serialize};

use super::{Terms, account, next_number, refuse_number, unknown_zone};
use crate::company::{self, Company};
use crate::groups::names::refuse_taken;
use crate::groups::{Change, Group, Kind, PostingGroup, store};
use crate::ledger::{self, Account, Series, VatZone};
use crate::{Act, Decision, Permission, Result, Scene, accept};

/// Creates a posting group. Without a number it gets the next free one, without a VAT zone the first.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CreateCustomerGroup {
    pub number: Option<Number>,
    pub name: Name,
    pub account: Option<AccountId>,
    pub vat_zone: Option<VatZoneId>,
    pub note: String,
    pub terms: Terms,
}

/// Six questions.
pub struct Facts {
    company: Company,
    holder: Option<Group>,
    groups: Vec<PostingGroup>,
    accounts: Vec<Account>,
    zones: Vec<VatZone>,
    series: Vec<Series>,
}

impl Act for CreateCustomerGroup {
    const NAME: &'static str = "create_customer_group";
    const NEEDS: Permission = Permission::SetUpLedger;
    type Facts = Facts;
    type Outcome = GroupId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        Ok(Facts {
            company: company::read(scene)?,
            holder: store::by_key(scene, Kind::Posting, &self.name.key())?,
            groups: store::posting_groups(scene)?,
            accounts: ledger::store::accounts(scene)?,
            zones: ledger::store::vat_zones(scene)?,
            series: ledger::series(scene)?,
        })
    }

    fn decide(self, facts: Facts, stamp: &Stamp) -> Decision<GroupId> {
        refuse_taken(&self.name, facts.holder.as_ref(), None)?;
        let currency = self.terms.currency.unwrap_or(facts.company.currency);
        let Some(wanted) = self.account else {
            return Err(account::required(currency, &facts.accounts, &facts.groups));
        };
        account::debtor_control(wanted, currency, &facts.accounts, &facts.groups)?;
        if let Some(number) = &self.number {
            refuse_number(number, &facts.groups, None)?;
        }
        let vat_zone = match self.vat_zone {
            Some(zone) => unknown_zone(zone, &facts.zones).map(|()| zone)?,
            None => facts.zones.first().map(|zone| zone.id).ok_or_else(no_zone)?,
        };
        self.terms.refuse(&facts.series)?;
        // From here the group will be created.
        let id = stamp.ids().next();
        let text = format!("Customer group “{}” created", self.name);
        let group = Group {
            id,
            kind: Kind::Posting,
            name: self.name,
            color: 0,
            note: self.note,
            set: None,
            smart: None,
            archived: false,
            version: 1,
        };
        let number = self.number.map_or_else(|| next_number(&facts.groups), |number| number.to_string());
        let posting = PostingGroup { group, number, account: wanted, vat_zone, terms: self.terms };
        Ok(accept(id, [Change::PostingGroupCreated(posting).into()]).says(text).about(id).undoable())
    }
}

fn no_zone() -> Failure {
    Refusal::rule(
        "VAT_ZONE_REQUIRED",
        "There is no VAT zone yet.",
        "A customer group says where its clients are for VAT. Set up a zone first.",
    )
    .action("Accounts and tax", "/settings/accounts")
    .into()
}
