//! The API's customer groups (posting groups).

use axum::extract::Path;
use books::groups::{
    ArchiveCustomerGroup, ChangeCustomerGroups, CreateCustomerGroup, CustomerGroupLine, Edit, ListCustomerGroups,
    OpenItems, ReadCustomerGroup, Terms,
};
use books::sales::DeleteCustomerGroup;
use kernel::{Currency, Failure, GroupId, Money, Rate, Refusal};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::client_groups_api::note;
use crate::edge::{Amount, ApiResult, Call, Resource, named, parse_field};

/// A customer group as the API shows it.
#[derive(Debug, Serialize, ToSchema)]
pub struct CustomerGroupShape {
    pub id: String,
    pub number: String,
    pub name: String,
    pub note: String,
    /// Id of the debtors' control account.
    pub account: String,
    pub account_number: String,
    /// Id of the VAT zone.
    pub vat_zone: String,
    /// Days; null where the company's term counts.
    pub payment_terms: Option<i64>,
    /// Per cent for early payment, such as `2`; null where none is set, which is not 0.
    pub discount: Option<String>,
    pub layout: Option<String>,
    pub language: Option<String>,
    pub currency: Option<String>,
    pub credit_limit: Option<Amount>,
    /// Id of the series that numbers its invoices; null where the company's first does.
    pub number_series: Option<String>,
    pub archived: bool,
    /// Clients in it now.
    pub clients_count: i64,
    /// What its clients owe; null for those who may not see balances.
    pub open_balance: Option<Amount>,
    pub version: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CustomerGroupList {
    pub items: Vec<CustomerGroupShape>,
    pub next: Option<String>,
}

/// Which customer groups; they come by number, all at once.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CustomerGroupQuery {
    /// The archived ones too.
    pub archived: Option<bool>,
}

/// A new customer group. Name and account are needed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCustomerGroup {
    pub name: String,
    /// The next free one without.
    pub number: Option<String>,
    /// Id of a debtors' control account.
    pub account: Option<String>,
    /// Id of a VAT zone; the first without.
    pub vat_zone: Option<String>,
    #[serde(default)]
    pub note: String,
    pub payment_terms: Option<i64>,
    pub discount: Option<String>,
    pub layout: Option<String>,
    pub language: Option<String>,
    pub currency: Option<String>,
    pub credit_limit: Option<Amount>,
    /// Id of a series of invoices.
    pub number_series: Option<String>,
}

/// What changes; what is not named stays, null clears.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomerGroupPatch {
    pub name: Option<String>,
    pub number: Option<String>,
    pub account: Option<String>,
    pub vat_zone: Option<String>,
    pub note: Option<String>,
    #[serde(default, deserialize_with = "named")]
    pub payment_terms: Option<Option<i64>>,
    #[serde(default, deserialize_with = "named")]
    pub discount: Option<Option<String>>,
    #[serde(default, deserialize_with = "named")]
    pub layout: Option<Option<String>>,
    #[serde(default, deserialize_with = "named")]
    pub language: Option<Option<String>>,
    #[serde(default, deserialize_with = "named")]
    pub currency: Option<Option<String>>,
    #[serde(default, deserialize_with = "named")]
    pub credit_limit: Option<Option<Amount>>,
    #[serde(default, deserialize_with = "named")]
    pub number_series: Option<Option<String>>,
    /// What becomes of open items when the account changes: `keep` (default) or `transfer`.
    pub open_items: Option<String>,
    /// The day of the transfer; today where it is left out.
    pub on: Option<String>,
}

/// Another account for the group.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountChange {
    pub account: String,
    /// What becomes of open items: `keep` (default) or `transfer`.
    pub open_items: Option<String>,
    /// The day of the transfer; today where it is left out.
    pub on: Option<String>,
}

pub async fn list(call: Call) -> ApiResult {
    let query: CustomerGroupQuery = call.query()?;
    let question = ListCustomerGroups { with_archived: query.archived.unwrap_or(false) };
    call.show(question, |found| CustomerGroupList {
        items: found.items.iter().map(|line| shape(line, found.currency)).collect(),
        next: None,
    })
    .await
}

pub async fn create(call: Call) -> ApiResult {
    let new: NewCustomerGroup = call.body()?;
    let currency = optional("currency", new.currency)?;
    let company = call.app.ask(&call.caller, books::company::ReadSidebar).await?.currency;
    let command = CreateCustomerGroup {
        number: optional("number", new.number)?,
        name: parse_field("name", &new.name)?,
        account: optional("account", new.account)?,
        vat_zone: optional("vat_zone", new.vat_zone)?,
        note: note(Some(new.note))?.unwrap_or_default(),
        terms: Terms {
            payment_days: new.payment_terms,
            discount: new.discount.map(discount).transpose()?,
            layout: new.layout,
            language: new.language,
            currency,
            credit_limit: new.credit_limit.map(|limit| minor(&limit, currency.unwrap_or(company))).transpose()?,
            series: optional("number_series", new.number_series)?,
        },
    };
    call.create(command, "/customer-groups", |id| ReadCustomerGroup { id: *id }).await
}

pub async fn read(Path(id): Path<String>, call: Call) -> ApiResult {
    call.read(ReadCustomerGroup { id: group(&id)? }).await
}

pub async fn change(Path(id): Path<String>, call: Call) -> ApiResult {
    let (id, patch) = (group(&id)?, call.body::<CustomerGroupPatch>()?);
    let now = call.app.ask(&call.caller, ReadCustomerGroup { id }).await?;
    let mut terms = now.posting.terms.clone();
    terms.payment_days = patch.payment_terms.unwrap_or(terms.payment_days);
    terms.layout = patch.layout.unwrap_or(terms.layout);
    terms.language = patch.language.unwrap_or(terms.language);
    if let Some(wanted) = patch.discount {
        terms.discount = wanted.map(discount).transpose()?;
    }
    if let Some(wanted) = patch.currency {
        terms.currency = optional("currency", wanted)?;
    }
    if let Some(wanted) = patch.number_series {
        terms.series = optional("number_series", wanted)?;
    }
    if let Some(wanted) = patch.credit_limit {
        terms.credit_limit = wanted.map(|limit| minor(&limit, terms.currency.unwrap_or(now.currency))).transpose()?;
    }
    let edit = Edit {
        id,
        // The terms were read here, so a save between reading and writing is refused as well.
        version: Some(call.expected_version()?.unwrap_or(now.posting.group.version)),
        name: optional("name", patch.name)?,
        number: optional("number", patch.number)?,
        account: optional("account", patch.account)?,
        vat_zone: optional("vat_zone", patch.vat_zone)?,
        note: note(patch.note)?,
        terms: Some(terms),
    };
    save(&call, edit, patch.open_items, patch.on).await
}

pub async fn change_account(Path(id): Path<String>, call: Call) -> ApiResult {
    let (id, wanted) = (group(&id)?, call.body::<AccountChange>()?);
    let account = Some(parse_field("account", &wanted.account)?);
    save(&call, Edit { account, version: call.expected_version()?, ..Edit::of(id) }, wanted.open_items, wanted.on).await
}

async fn save(call: &Call, edit: Edit, open_items: Option<String>, on: Option<String>) -> ApiResult {
    let id = edit.id;
    let open_items = open_items.map(|code| OpenItems::parse(&code)).transpose()?;
    let command = ChangeCustomerGroups { edits: vec![edit], open_items, on: optional("on", on)? };
    call.change(command, ReadCustomerGroup { id }).await
}

pub async fn delete(Path(id): Path<String>, call: Call) -> ApiResult {
    call.remove(DeleteCustomerGroup { id: group(&id)?, version: call.expected_version()? }).await
}

pub async fn archive(Path(id): Path<String>, call: Call) -> ApiResult {
    set_aside(&id, &call, true).await
}

pub async fn restore(Path(id): Path<String>, call: Call) -> ApiResult {
    set_aside(&id, &call, false).await
}

async fn set_aside(id: &str, call: &Call, archived: bool) -> ApiResult {
    let id = group(id)?;
    call.change(ArchiveCustomerGroup { id, version: call.expected_version()?, archived }, ReadCustomerGroup { id })
        .await
}

fn optional<T: std::str::FromStr>(field: &'static str, text: Option<String>) -> books::Result<Option<T>>
where
    T::Err: std::fmt::Display + 'static,
{
    text.map(|text| parse_field(field, &text)).transpose()
}

pub(super) fn discount(text: String) -> books::Result<Rate> {
    Rate::parse_percent(&text).map_err(|error| {
        Refusal::field("FIELD_INVALID", "discount", "The discount cannot be read.", error.to_string()).into()
    })
}

/// The credit limit in minor units; it is in the currency that the group invoices in.
fn minor(limit: &Amount, currency: Currency) -> books::Result<i64> {
    let money = limit.money("credit_limit")?;
    if money.currency != currency {
        let detail = format!("It is in {}, the group invoices in {currency}. Send it in {currency}.", money.currency);
        return Err(Refusal::field(
            "FIELD_INVALID",
            "credit_limit",
            "The credit limit is in another currency.",
            detail,
        )
        .into());
    }
    Ok(money.minor)
}

fn shape(line: &CustomerGroupLine, company: Currency) -> CustomerGroupShape {
    let (posting, group) = (&line.posting, &line.posting.group);
    let amount = |minor: i64, currency: Currency| Amount::from(Money { minor, currency });
    CustomerGroupShape {
        id: group.id.to_string(),
        number: posting.number.clone(),
        name: group.name.to_string(),
        note: group.note.clone(),
        account: posting.account.to_string(),
        account_number: line.account.number.clone(),
        vat_zone: posting.vat_zone.to_string(),
        payment_terms: posting.terms.payment_days,
        discount: posting.terms.discount.map(|rate| rate.to_string()),
        layout: posting.terms.layout.clone(),
        language: posting.terms.language.clone(),
        currency: posting.terms.currency.map(|currency| currency.to_string()),
        credit_limit: posting.terms.credit_limit.map(|limit| amount(limit, posting.terms.currency.unwrap_or(company))),
        number_series: posting.terms.series.map(|series| series.to_string()),
        archived: group.archived,
        clients_count: line.clients,
        open_balance: line.open_balance.map(|open| amount(open, company)),
        version: group.version,
    }
}

impl Resource for CustomerGroupLine {
    type Shape = CustomerGroupShape;

    fn version(&self) -> i64 {
        self.posting.group.version
    }

    fn shape(&self) -> CustomerGroupShape {
        shape(self, self.currency)
    }
}

/// An id that cannot be one names nothing: 404, as for a group that was deleted.
fn group(id: &str) -> books::Result<GroupId> {
    id.parse().map_err(|_| Failure::missing("customer group", id))
}
