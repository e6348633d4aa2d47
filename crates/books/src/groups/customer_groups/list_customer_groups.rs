//! The list of customer groups with what each brings about, and what its form offers.

use kernel::{AccountId, Currency, Failure, GroupId, Rate, SeriesId, VatZoneId};

use super::store;
use crate::groups::PostingGroup;
use crate::ledger::{Purpose, Series};
use crate::{Ask, Permission, Result, Scene, company, ledger};

/// Every customer group, by number; they are few.
#[derive(Clone, Copy, Debug, Default)]
pub struct ListCustomerGroups {
    /// The archive too.
    pub with_archived: bool,
}

#[derive(Clone, Debug)]
pub struct CustomerGroups {
    pub items: Vec<CustomerGroupLine>,
    pub in_archive: i64,
    /// Clients in all of them.
    pub clients: i64,
    pub currency: Currency,
    /// What a form offers: control accounts in use, and VAT zones.
    pub accounts: Vec<AccountChoice>,
    pub zones: Vec<ZoneChoice>,
    /// Series of invoices.
    pub series: Vec<SeriesChoice>,
    /// The number that a new group gets.
    pub next_number: String,
}

/// A customer group as list and API show it.
#[derive(Clone, Debug)]
pub struct CustomerGroupLine {
    pub posting: PostingGroup,
    pub account: AccountChoice,
    pub zone: ZoneChoice,
    /// Clients in it now.
    pub clients: i64,
    /// Minor units of the company's currency; nothing for those who may not see balances.
    pub open_balance: Option<i64>,
    /// The company's.
    pub currency: Currency,
}

/// An account as a form offers it.
#[derive(Clone, Debug)]
pub struct AccountChoice {
    pub id: AccountId,
    pub number: String,
    pub name: String,
}

/// A number series as a form offers it.
#[derive(Clone, Debug)]
pub struct SeriesChoice {
    pub id: SeriesId,
    pub name: String,
    pub pattern: String,
}

/// A VAT zone, with the code and the sales account that the first group of products gets there.
#[derive(Clone, Debug)]
pub struct ZoneChoice {
    pub id: VatZoneId,
    pub name: String,
    pub vat_code: Option<String>,
    pub rate: Option<Rate>,
    pub sales_account: Option<AccountChoice>,
}

/// One customer group.
#[derive(Clone, Copy, Debug)]
pub struct ReadCustomerGroup {
    pub id: GroupId,
}

impl Ask for ListCustomerGroups {
    const NEEDS: Permission = Permission::ViewOwnClients;
    type Answer = CustomerGroups;

    fn answer(self, scene: &Scene<'_>) -> Result<CustomerGroups> {
        let groups = crate::groups::store::posting_groups(scene)?;
        let next_number = super::next_number(&groups);
        let currency = company::read(scene)?.currency;
        let counts = store::clients_by_group(scene)?;
        let sees_balances = scene.rights.has(Permission::ViewLedger);
        let open = if sees_balances { Some(store::open_balances(scene)?) } else { None };
        let accounts = ledger::store::accounts(scene)?;
        let zones = store::zones(scene)?;
        let series = ledger::series(scene)?;
        let in_archive = groups.iter().filter(|group| group.group.archived).count() as i64;
        let line = |posting: PostingGroup| {
            let id = posting.group.id;
            let account = accounts.iter().find(|account| account.id == posting.account);
            let zone = zones.iter().find(|zone| zone.id == posting.vat_zone);
            Ok(CustomerGroupLine {
                account: choice(account.ok_or_else(|| Failure::broken("a customer group has no account"))?),
                zone: zone.cloned().ok_or_else(|| Failure::broken("a customer group has no VAT zone"))?,
                clients: counts.get(&id).copied().unwrap_or(0),
                open_balance: open.as_ref().map(|open| open.get(&id).copied().unwrap_or(0)),
                posting,
                currency,
            })
        };
        let listed = groups.into_iter().filter(|group| self.with_archived || !group.group.archived);
        let items: Vec<CustomerGroupLine> = listed.map(line).collect::<Result<_>>()?;
        let offered = accounts.iter().filter(|a| a.control == ledger::Control::Receivable && !a.archived);
        Ok(CustomerGroups {
            items,
            in_archive,
            clients: counts.values().sum(),
            currency,
            accounts: offered.map(choice).collect(),
            zones,
            series: series
                .into_iter()
                .filter(|series| series.purpose == Purpose::Invoice)
                .map(offered_series)
                .collect(),
            next_number,
        })
    }
}

impl Ask for ReadCustomerGroup {
    const NEEDS: Permission = Permission::ViewOwnClients;
    type Answer = CustomerGroupLine;

    fn answer(self, scene: &Scene<'_>) -> Result<CustomerGroupLine> {
        let all = ListCustomerGroups { with_archived: true }.answer(scene)?;
        let found = all.items.into_iter().find(|line| line.posting.group.id == self.id);
        found.ok_or_else(|| Failure::missing("customer group", self.id))
    }
}

fn choice(account: &ledger::Account) -> AccountChoice {
    AccountChoice { id: account.id, number: account.number.clone(), name: account.name.to_string() }
}

fn offered_series(series: Series) -> SeriesChoice {
    SeriesChoice { id: series.id, pattern: series.pattern.to_string(), name: series.name }
}
