//! The API's agreements of corporate groups: a scale with tiers for one year, and memos that stay.

use axum::extract::Path;
use books::company::ReadSidebar;
use books::sales::agreements::{
    AgreementPatch, AgreementView, ChangeAgreement, FreeLine, ListAgreements, MakeAgreement, MemoLine, ReadAgreement,
    ReadMemo, Tier, WriteMemo,
};
use kernel::{AgreementId, Currency, Failure, GroupId, Money, ProductGroupId, Refusal};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::settlements_api::{SettledMemberShape, member};
use crate::edge::{Amount, ApiResult, Call, Resource, parse_field};
use crate::sales::{Decimal, optional};

/// An agreement of a corporate group for one year.
#[derive(Debug, Serialize, ToSchema)]
pub struct AgreementShape {
    pub id: String,
    /// Id of the corporate group.
    pub group: String,
    pub group_name: String,
    pub year: i64,
    /// `discount` or `rebate`: it follows from the type of the group.
    pub kind: String,
    /// Begins anew each year: `2026/1`.
    pub number: String,
    /// Year, number, CASH or KIND, and name.
    pub title: String,
    pub name: String,
    /// `slab` (the whole volume at the rate reached) or `stepped` (each band at its own).
    pub scale: String,
    pub tiers: Vec<TierShape>,
    pub allow_above_100: bool,
    /// Ids of product groups whose lines count in no volume.
    pub exclusions: Vec<String>,
    /// Net of what was booked for services of the year so far and counts.
    pub volume: Amount,
    /// What the tiers of a discount give on it; null of a rebate, as what is settled.
    pub discount: Option<Amount>,
    pub settled: Option<Amount>,
    /// What the tiers of a rebate in kind give, by the list prices of free units; here and below null of a discount.
    pub earned: Option<Amount>,
    /// The list value of free units on booked documents, less what credit notes took back.
    pub granted: Option<Amount>,
    /// Below zero when more was granted than is earned by now, else zero.
    pub overdrawn: Option<Amount>,
    /// What is left to settle of a discount, below zero when it is due back; what is left to give of a rebate.
    pub left: Amount,
    /// The free lines of a rebate: the newest first, drafts last.
    pub free_lines: Vec<FreeLineShape>,
    /// The members of a discount's year with their parts: `settled_before` and `amount` are settled and left.
    pub members: Vec<SettledMemberShape>,
    pub memos: Vec<MemoShape>,
    pub version: i64,
}

/// A free line of a document; below zero on a credit note.
#[derive(Debug, Serialize, ToSchema)]
pub struct FreeLineShape {
    /// Id of the document.
    pub invoice: String,
    /// Its number, or the provisional one in brackets.
    pub title: String,
    pub booked: bool,
    pub client: String,
    pub client_name: String,
    pub date: String,
    pub text: String,
    pub quantity: String,
    pub list_value: Amount,
}

/// From this volume on this rate.
#[derive(Debug, Serialize, ToSchema)]
pub struct TierShape {
    pub from: Amount,
    /// Per cent.
    pub rate: String,
}

/// A memo: written once, never changed or deleted.
#[derive(Debug, Serialize, ToSchema)]
pub struct MemoShape {
    pub id: String,
    pub text: String,
    pub written_at: String,
    pub written_by: String,
}

/// Agreements, the latest year first.
#[derive(Debug, Serialize, ToSchema)]
pub struct AgreementPage {
    pub items: Vec<AgreementShape>,
    pub next: Option<String>,
}

/// A new agreement.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAgreement {
    pub year: i64,
    /// The name of the group where it is left out.
    pub name: Option<String>,
    /// `slab` or `stepped`; there is no usual one.
    pub scale: Option<String>,
    /// The lowest first.
    #[serde(default)]
    pub tiers: Vec<NewTier>,
    /// Whether rates above 100 % are meant.
    #[serde(default)]
    pub allow_above_100: bool,
    /// Ids of product groups whose lines count in no volume.
    #[serde(default)]
    pub exclusions: Vec<String>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTier {
    /// In the company's currency.
    pub from: Amount,
    /// Per cent.
    pub rate: Decimal,
}

/// What changes; what is not named stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AgreementPatchShape {
    pub name: Option<String>,
    /// Only until something was settled.
    pub scale: Option<String>,
    /// All tiers, the lowest first.
    pub tiers: Option<Vec<NewTier>>,
    pub allow_above_100: Option<bool>,
    /// All of them.
    pub exclusions: Option<Vec<String>>,
}

/// What is to be kept in mind.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMemo {
    #[serde(default)]
    pub text: String,
}

pub async fn list(Path(id): Path<String>, call: Call) -> ApiResult {
    let shape =
        |found: Vec<AgreementView>| AgreementPage { items: found.iter().map(Resource::shape).collect(), next: None };
    call.show(ListAgreements { group: group(&id)? }, shape).await
}

pub async fn make(Path(id): Path<String>, call: Call) -> ApiResult {
    let (group, new) = (group(&id)?, call.body::<NewAgreement>()?);
    let year = kernel::Year::from_number(new.year).map_err(|error| year_unreadable(&error))?;
    let command = MakeAgreement {
        group,
        year,
        name: optional("name", new.name)?,
        scale: optional("scale", new.scale)?,
        tiers: tiers(&call, new.tiers).await?,
        allow_above_100: new.allow_above_100,
        exclusions: product_groups(new.exclusions)?,
    };
    call.create(command, "/agreements", |id| ReadAgreement { id: *id }).await
}

pub async fn read(Path(id): Path<String>, call: Call) -> ApiResult {
    call.read(ReadAgreement { id: agreement(&id)? }).await
}

pub async fn change(Path(id): Path<String>, call: Call) -> ApiResult {
    let (id, patch) = (agreement(&id)?, call.body::<AgreementPatchShape>()?);
    let patch = patch_of(&call, patch).await?;
    call.change(ChangeAgreement { id, version: call.expected_version()?, patch }, ReadAgreement { id }).await
}

pub async fn write_memo(Path(id): Path<String>, call: Call) -> ApiResult {
    let (agreement, new) = (agreement(&id)?, call.body::<NewMemo>()?);
    let read = |id: &kernel::MemoId| ReadMemo { agreement, id: *id };
    call.create(WriteMemo { agreement, text: new.text }, &format!("/agreements/{agreement}/memos"), read).await
}

pub async fn read_memo(Path((id, memo)): Path<(String, String)>, call: Call) -> ApiResult {
    let agreement = agreement(&id)?;
    call.read(ReadMemo { agreement, id: memo.parse().map_err(|_| Failure::missing("memo", memo))? }).await
}

fn product_groups(ids: Vec<String>) -> books::Result<Vec<ProductGroupId>> {
    ids.iter().map(|id| parse_field("exclusions", id)).collect()
}

pub(super) async fn patch_of(call: &Call, patch: AgreementPatchShape) -> books::Result<AgreementPatch> {
    let tiers = match patch.tiers {
        Some(new) => Some(tiers(call, new).await?),
        None => None,
    };
    let (name, scale) = (optional("name", patch.name)?, optional("scale", patch.scale)?);
    let exclusions = patch.exclusions.map(product_groups).transpose()?;
    Ok(AgreementPatch { name, scale, tiers, allow_above_100: patch.allow_above_100, exclusions })
}

async fn tiers(call: &Call, new: Vec<NewTier>) -> books::Result<Vec<Tier>> {
    let books = call.app.ask(&call.caller, ReadSidebar).await?.currency;
    new.into_iter().map(|tier| tier.tier(books)).collect()
}

impl NewTier {
    fn tier(&self, books: Currency) -> books::Result<Tier> {
        let from = self.from.money("tiers")?;
        if from.currency != books {
            return Err(Refusal::field(
                "CURRENCY_MISMATCH",
                "tiers",
                format!("A tier is in {}, the books are in {books}.", from.currency),
                format!("Volumes are summed in the currency of the books. Give every tier in {books}."),
            )
            .into());
        }
        Ok(Tier { from: from.minor, rate: self.rate.rate("tiers")? })
    }
}

fn year_unreadable(error: &kernel::DayError) -> Refusal {
    Refusal::field("FIELD_INVALID", "year", "The year cannot be read.", error.to_string())
}

/// An id that cannot be one names nothing: 404.
pub(super) fn group(id: &str) -> books::Result<GroupId> {
    id.parse().map_err(|_| Failure::missing("corporate group", id))
}

pub(super) fn agreement(id: &str) -> books::Result<AgreementId> {
    id.parse().map_err(|_| Failure::missing("agreement", id))
}

impl Resource for AgreementView {
    type Shape = AgreementShape;

    fn version(&self) -> i64 {
        self.agreement.version
    }

    fn shape(&self) -> AgreementShape {
        let agreement = &self.agreement;
        let figures = self.figures.as_ref();
        let rebate = self.rebate.as_ref();
        let budget = rebate.map(|rebate| rebate.budget);
        let money = |minor: i64| Amount::from(Money::new(minor, self.currency));
        AgreementShape {
            id: agreement.id.to_string(),
            group: agreement.group.to_string(),
            group_name: self.group_name.clone(),
            year: agreement.year.number(),
            kind: agreement.kind.code().to_owned(),
            number: format!("{}/{}", agreement.year, agreement.number),
            title: agreement.title(),
            name: agreement.name.to_string(),
            scale: agreement.scale.code().to_owned(),
            tiers: tier_shapes(&agreement.tiers, self.currency),
            allow_above_100: agreement.allow_above_100,
            exclusions: agreement.exclusions.iter().map(ToString::to_string).collect(),
            volume: money(figures.map_or(0, |it| it.volume) + budget.map_or(0, |it| it.volume)),
            discount: figures.map(|figures| money(figures.discount)),
            settled: figures.map(|figures| money(figures.settled_before)),
            earned: budget.map(|budget| money(budget.earned)),
            granted: budget.map(|budget| money(budget.granted)),
            overdrawn: budget.map(|budget| money(budget.overdrawn())),
            left: money(figures.map_or(0, |it| it.amount) + budget.map_or(0, |it| it.left())),
            free_lines: rebate.iter().flat_map(|rebate| &rebate.lines).map(|it| free_line(it, self.currency)).collect(),
            members: figures
                .iter()
                .flat_map(|figures| figures.parts.iter().map(|part| member(part, self.currency)))
                .collect(),
            memos: self.memos.iter().map(Resource::shape).collect(),
            version: agreement.version,
        }
    }
}

fn free_line(line: &FreeLine, currency: Currency) -> FreeLineShape {
    FreeLineShape {
        invoice: line.invoice.to_string(),
        title: line.title.clone(),
        booked: line.is_booked,
        client: line.client.to_string(),
        client_name: line.client_name.clone(),
        date: line.day.to_string(),
        text: line.text.clone(),
        quantity: line.quantity.to_string(),
        list_value: Money::new(line.list_value, currency).into(),
    }
}

pub(super) fn tier_shapes(tiers: &[Tier], currency: Currency) -> Vec<TierShape> {
    let shape = |tier: &Tier| TierShape { from: Money::new(tier.from, currency).into(), rate: tier.rate.to_string() };
    tiers.iter().map(shape).collect()
}

impl Resource for MemoLine {
    type Shape = MemoShape;

    fn version(&self) -> i64 {
        1
    }

    fn shape(&self) -> MemoShape {
        MemoShape {
            id: self.id.to_string(),
            text: self.text.clone(),
            written_at: self.at.to_string(),
            written_by: self.by.clone(),
        }
    }
}
