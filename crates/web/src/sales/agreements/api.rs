//! The API's agreements of corporate groups: a scale with tiers for one year, and memos that stay.

use axum::extract::Path;
use books::company::ReadSidebar;
use books::sales::agreements::{
    AgreementPatch, AgreementView, ChangeAgreement, ListAgreements, MakeAgreement, MemoLine, ReadAgreement, ReadMemo,
    Tier, WriteMemo,
};
use kernel::{AgreementId, Currency, Failure, GroupId, Money, Refusal};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::settlements_api::{SettledMemberShape, member};
use crate::edge::{Amount, ApiResult, Call, Resource};
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
    /// Net of what was booked for services of the year so far; here and below null of a rebate.
    pub volume: Option<Amount>,
    /// What the tiers give on it.
    pub discount: Option<Amount>,
    pub settled: Option<Amount>,
    /// What is left to settle; below zero it is due back.
    pub left: Option<Amount>,
    /// The members of the year with their parts: `settled_before` and `amount` are settled and left.
    pub members: Vec<SettledMemberShape>,
    pub memos: Vec<MemoShape>,
    pub version: i64,
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
    };
    call.create(command, "/agreements", |id| ReadAgreement { id: *id }).await
}

pub async fn read(Path(id): Path<String>, call: Call) -> ApiResult {
    call.read(ReadAgreement { id: agreement(&id)? }).await
}

pub async fn change(Path(id): Path<String>, call: Call) -> ApiResult {
    let (id, patch) = (agreement(&id)?, call.body::<AgreementPatchShape>()?);
    let tiers = match patch.tiers {
        Some(new) => Some(tiers(&call, new).await?),
        None => None,
    };
    let (name, scale) = (optional("name", patch.name)?, optional("scale", patch.scale)?);
    let patch = AgreementPatch { name, scale, tiers, allow_above_100: patch.allow_above_100 };
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
            volume: figures.map(|figures| money(figures.volume)),
            discount: figures.map(|figures| money(figures.discount)),
            settled: figures.map(|figures| money(figures.settled_before)),
            left: figures.map(|figures| money(figures.amount)),
            members: figures
                .iter()
                .flat_map(|figures| figures.parts.iter().map(|part| member(part, self.currency)))
                .collect(),
            memos: self.memos.iter().map(Resource::shape).collect(),
            version: agreement.version,
        }
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
