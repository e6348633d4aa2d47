//! Opens a company: its settings, built-in roles and first owner, the chart of its country, and its customer groups.
//!
//! It stands in this room because the default customer groups are the rightmost thing it makes.

use kernel::{
    AccountId, CompanyId, Country, Currency, Failure, IdMaker, Instant, Name, PersonId, Rate, Refusal, Stamp,
};
use serde::{Deserialize, Serialize};

use super::{Change, CopiedGroup, Group, Kind, PostingGroup, Terms, corporate};
use crate::company::charts::{self, Chart};
use crate::company::{self, Company, Contact, Member, Role};
use crate::ledger::{self, Account, AccountKind, Control, ProductGroup, VatCode, VatRule, VatZone};
use crate::{Accepted, Act, Change as AnyChange, Decision, Permission, PermissionSet, Result, Scene, accept};

/// Fills the empty books of a new company.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OpenCompany {
    pub id: CompanyId,
    pub name: Name,
    pub country: Option<Country>,
    pub currency: Currency,
    pub language: String,
    pub time_zone: String,
    /// First month of the fiscal year, 1 to 12.
    pub fiscal_month: i64,
    /// The id of a chart: `generic`, `es-pgc`, `uk`, `de-skr04`.
    pub chart: String,
    pub founder: Founder,
    /// Customer groups of another company, on accounts of the chart, in place of the chart's own.
    #[serde(default)]
    pub customer_groups: Option<Vec<CopiedGroup>>,
}

/// The person who becomes the first owner.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Founder {
    pub person: PersonId,
    pub name: String,
    pub email: String,
}

impl Act for OpenCompany {
    const NAME: &'static str = "open_company";
    const NEEDS: Permission = Permission::ManageCompany;
    /// Whether the books already hold a company.
    type Facts = bool;
    type Outcome = CompanyId;

    fn load(&self, scene: &Scene<'_>) -> Result<bool> {
        company::exists(scene)
    }

    fn decide(self, opened: bool, stamp: &Stamp) -> Decision<CompanyId> {
        if opened {
            return Err(already_open().into());
        }
        let chart = self.check(stamp.now)?;
        // From here the company will be opened.
        let mut ids = stamp.ids();
        let mut changes: Vec<AnyChange> = vec![company::Change::Opened(Box::new(self.company())).into()];
        let roles = built_in_roles(&mut ids);
        let owner = Member {
            id: ids.next(),
            person: self.founder.person,
            name: self.founder.name.clone(),
            email: self.founder.email.clone(),
            role: roles[0].id,
            active: true,
            version: 1,
        };
        changes.extend(roles.into_iter().map(|role| company::Change::RoleAdded(role).into()));
        changes.push(company::Change::MemberAdded(owner).into());
        changes.extend(from_chart(&chart, self.customer_groups, &mut ids)?);
        let types = corporate::built_in(&mut ids)?.into_iter();
        changes.extend(types.map(|made| Change::Corporate(Box::new(made)).into()));
        changes.extend(
            ledger::Purpose::ALL
                .iter()
                .map(|purpose| ledger::Change::SeriesAdded(purpose.first_series(ids.next())).into()),
        );
        Ok(Accepted { subject: None, ..accept(self.id, changes).says(format!("Company “{}” opened", self.name)) })
    }
}

impl OpenCompany {
    /// The chart to begin with, or the refusal of a field that cannot be taken. No book needs to be open for it.
    pub fn check(&self, now: Instant) -> Result<Chart> {
        if !(1..=12).contains(&self.fiscal_month) {
            return Err(no_such_month().into());
        }
        if now.day_in(&self.time_zone).is_err() {
            return Err(no_such_zone(&self.time_zone).into());
        }
        Ok(charts::find(&self.chart)?.ok_or_else(|| no_such_chart(&self.chart))?)
    }

    fn company(&self) -> Company {
        Company {
            id: self.id,
            name: self.name.to_string(),
            country: self.country,
            currency: self.currency,
            language: self.language.clone(),
            time_zone: self.time_zone.clone(),
            fiscal_month: self.fiscal_month,
            chart: self.chart.clone(),
            payment_days: 14,
            moves_with_open_items: true,
            contact: Contact::default(),
            version: 1,
        }
    }
}

/// The roles every company begins with; the owner's comes first.
fn built_in_roles(ids: &mut IdMaker) -> Vec<Role> {
    use Permission as P;
    let all = PermissionSet::all();
    let without = |left_out: &[P]| all.iter().filter(|permission| !left_out.contains(permission)).collect();
    let of = |permissions: &[P]| permissions.iter().copied().collect::<PermissionSet>();
    let roles: [(&str, &str, PermissionSet); 6] = [
        ("owner", "Owner", all),
        ("administrator", "Administrator", without(&[])),
        ("accountant", "Accountant", without(&[P::ManageCompany, P::ManageMembers, P::ManageClientGroups])),
        (
            "staff",
            "Staff",
            of(&[P::ViewClients, P::EditOwnClients, P::ViewInvoices, P::DraftInvoices, P::TrackTime, P::ViewReports]),
        ),
        ("author", "Author", of(&[P::ViewClients, P::EditClients, P::ViewInvoices, P::DraftInvoices, P::ViewReports])),
        ("reader", "Reader", of(&[P::ViewClients, P::ViewInvoices, P::ViewLedger, P::ViewReports])),
    ];
    roles
        .into_iter()
        .map(|(code, name, permissions)| Role {
            id: ids.next(),
            name: name.to_owned(),
            builtin: Some(code.to_owned()),
            permissions,
            version: 1,
        })
        .collect()
}

/// Everything the chart's file says, with ids in place of numbers and codes; customer groups that were copied take the
/// place of its own.
fn from_chart(chart: &Chart, copied: Option<Vec<CopiedGroup>>, ids: &mut IdMaker) -> Result<Vec<AnyChange>> {
    let mut changes: Vec<AnyChange> = Vec::new();
    let accounts = accounts(chart, ids)?;
    let codes = vat_codes(chart, &accounts, ids)?;
    let groups = copied.map_or_else(|| own_groups(chart), Ok)?;
    let zones = zones(chart, &groups, ids)?;
    let products = product_groups(chart, ids)?;
    let account = |number: &str| named(accounts.iter(), number, |a| &a.number).map(|a| a.id);
    for rule in &chart.vat_rules {
        let product_group = products.iter().find(|group| group.number == rule.product_group);
        changes.push(
            ledger::Change::VatRuleSet(VatRule {
                product_group: product_group
                    .map(|group| group.id)
                    .ok_or_else(|| gap(&rule.product_group.to_string()))?,
                zone: named(zones.iter(), &rule.zone, |zone| &zone.code)?.id,
                vat_code: named(codes.iter(), &rule.vat_code, |code| &code.code)?.id,
                sales_account: account(&rule.sales_account)?,
            })
            .into(),
        );
    }
    for group in groups {
        changes.push(Change::PostingGroupCreated(customer_group(group, &accounts, &zones, ids)?).into());
    }
    let first = accounts.into_iter().map(|account| ledger::Change::AccountAdded(account).into());
    let mut all: Vec<AnyChange> = first.collect();
    all.extend(codes.into_iter().map(|code| ledger::Change::VatCodeAdded(code).into()));
    all.extend(zones.into_iter().map(|zone| ledger::Change::VatZoneAdded(zone).into()));
    all.extend(products.into_iter().map(|group| ledger::Change::ProductGroupAdded(group).into()));
    all.extend(changes);
    all.extend(chart.defaults.iter().map(|(purpose, account)| {
        company::Change::DefaultSet { purpose: purpose.clone(), account: account.clone() }.into()
    }));
    Ok(all)
}

fn own_groups(chart: &Chart) -> Result<Vec<CopiedGroup>> {
    let own = |line: &charts::ChartCustomerGroup| {
        Ok(CopiedGroup {
            number: line.number.clone(),
            name: name(&line.name)?,
            note: String::new(),
            account: line.account.clone(),
            account_name: String::new(),
            vat_zone: line.vat_zone.clone(),
            vat_zone_name: name(&line.vat_zone)?,
            terms: Terms { payment_days: Some(line.payment_days), ..Terms::default() },
        })
    };
    chart.customer_groups.iter().map(own).collect()
}

fn customer_group(
    copied: CopiedGroup,
    accounts: &[Account],
    zones: &[VatZone],
    ids: &mut IdMaker,
) -> Result<PostingGroup> {
    let group = Group {
        id: ids.next(),
        kind: Kind::Posting,
        name: copied.name,
        color: 0,
        note: copied.note,
        set: None,
        smart: None,
        archived: false,
        version: 1,
    };
    Ok(PostingGroup {
        group,
        number: copied.number,
        account: named(accounts.iter(), &copied.account, |account| &account.number)?.id,
        vat_zone: named(zones.iter(), &copied.vat_zone, |zone| &zone.code)?.id,
        // Series are not copied: each company numbers its own invoices.
        terms: Terms { series: None, ..copied.terms },
    })
}

fn accounts(chart: &Chart, ids: &mut IdMaker) -> Result<Vec<Account>> {
    let account = |line: &charts::ChartAccount| {
        Ok(Account {
            id: ids.next::<AccountId>(),
            number: line.number.clone(),
            name: name(&line.name)?,
            kind: AccountKind::parse(&line.kind).ok_or_else(|| gap(&line.kind))?,
            category: line.category.clone(),
            control: Control::parse(&line.control).ok_or_else(|| gap(&line.control))?,
            currency: None,
            archived: false,
            version: 1,
        })
    };
    chart.accounts.iter().map(account).collect()
}

fn vat_codes(chart: &Chart, accounts: &[Account], ids: &mut IdMaker) -> Result<Vec<VatCode>> {
    let code = |line: &charts::ChartVatCode| {
        let account = match line.account.as_str() {
            "" => None,
            number => Some(named(accounts.iter(), number, |account| &account.number)?.id),
        };
        Ok(VatCode {
            id: ids.next(),
            code: line.code.clone(),
            name: name(&line.name)?,
            kind: line.kind.clone(),
            rate: Rate::parse_percent(&line.rate).map_err(Failure::broken)?,
            account,
            text: line.text.clone(),
            archived: false,
            version: 1,
        })
    };
    chart.vat_codes.iter().map(code).collect()
}

/// The chart's zones, and those that only a copied group knows; what is sold there has no VAT rule yet.
fn zones(chart: &Chart, groups: &[CopiedGroup], ids: &mut IdMaker) -> Result<Vec<VatZone>> {
    let zone = |line: &charts::ChartZone| {
        let (number, code) = (line.number, line.code.clone());
        Ok(VatZone { id: ids.next(), number, code, name: name(&line.name)?, version: 1 })
    };
    let mut zones: Vec<VatZone> = chart.vat_zones.iter().map(zone).collect::<Result<_>>()?;
    for group in groups {
        if !zones.iter().any(|zone| zone.code == group.vat_zone) {
            let number = zones.iter().map(|zone| zone.number).max().unwrap_or(0) + 1;
            let (code, name) = (group.vat_zone.clone(), group.vat_zone_name.clone());
            zones.push(VatZone { id: ids.next(), number, code, name, version: 1 });
        }
    }
    Ok(zones)
}

fn product_groups(chart: &Chart, ids: &mut IdMaker) -> Result<Vec<ProductGroup>> {
    let group = |line: &charts::ChartProductGroup| {
        Ok(ProductGroup { id: ids.next(), number: line.number, name: name(&line.name)?, version: 1 })
    };
    chart.product_groups.iter().map(group).collect()
}

fn named<'a, T>(mut items: impl Iterator<Item = &'a T>, wanted: &str, key: impl Fn(&T) -> &String) -> Result<&'a T> {
    items.find(|item| key(item) == wanted).ok_or_else(|| gap(wanted))
}

fn name(text: &str) -> Result<Name> {
    Name::parse(text).map_err(Failure::broken)
}

/// A chart that contradicts itself is a fault of ours; a test reads them all.
fn gap(what: &str) -> Failure {
    Failure::broken(format!("the chart of accounts refers to {what}, which it does not have"))
}

fn already_open() -> Refusal {
    Refusal::rule(
        "COMPANY_EXISTS",
        "The company is open already.",
        "Its books hold data. Open another company instead.",
    )
}

fn no_such_month() -> Refusal {
    Refusal::field("FISCAL_MONTH_UNKNOWN", "fiscal_month", "There is no such month.", "Choose a month from 1 to 12.")
}

fn no_such_zone(zone: &str) -> Refusal {
    Refusal::field(
        "TIME_ZONE_UNKNOWN",
        "time_zone",
        format!("“{zone}” is not a time zone."),
        "Names look like Europe/Madrid. Choose one from the list.",
    )
}

fn no_such_chart(chart: &str) -> Refusal {
    Refusal::field(
        "CHART_UNKNOWN",
        "chart",
        format!("There is no chart of accounts “{chart}”."),
        "Choose generic, es-pgc, uk or de-skr04.",
    )
}
