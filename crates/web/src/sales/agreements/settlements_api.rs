//! The API's settlements of corporate discounts: made once, and corrected by further ones.

use axum::extract::Path;
use books::sales::agreements::{
    Figures, ListSettlements, Part, ReadSettlement, Settle, SettlementKind, SettlementView, SettlementsOf,
};
use kernel::{Currency, Failure, Money, SettlementId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::api::{TierShape, agreement, group, tier_shapes};
use crate::edge::{Amount, ApiResult, Call, Resource, parse_field};
use crate::sales::optional;

/// A settlement: a document that nothing changes.
#[derive(Debug, Serialize, ToSchema)]
pub struct SettlementShape {
    pub id: String,
    pub agreement: String,
    /// Id of the corporate group.
    pub group: String,
    pub group_name: String,
    /// Within the agreement.
    pub number: i64,
    /// What the agreement was called.
    pub title: String,
    /// `partial`, `final` or `correction`.
    pub kind: String,
    /// Of its documents.
    pub date: String,
    /// Services up to this day count.
    pub through: String,
    /// The scale and the tiers of then.
    pub scale: String,
    pub tiers: Vec<TierShape>,
    pub volume: Amount,
    pub discount: Amount,
    pub settled_before: Amount,
    /// The discount less what was settled before; below zero it is due back.
    pub amount: Amount,
    pub members: Vec<SettledMemberShape>,
    pub made_at: String,
    pub made_by: String,
}

/// The part of one member, by its number and name of then.
#[derive(Debug, Serialize, ToSchema)]
pub struct SettledMemberShape {
    pub client: String,
    pub number: String,
    pub name: String,
    pub volume: Amount,
    pub discount: Amount,
    pub settled_before: Amount,
    pub amount: Amount,
    /// Id of the credit note over it, or of the invoice over what is due back; null where nothing is settled.
    pub document: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SettlementPage {
    pub items: Vec<SettlementShape>,
    pub next: Option<String>,
}

/// What is to be settled.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSettlement {
    /// `partial`, `final` or `correction`.
    pub kind: String,
    /// A day of the year; its last one where it is left out, but for a partial settlement.
    pub through: Option<String>,
    /// Of the documents; today where it is left out.
    pub date: Option<String>,
    /// Id of a product group: VAT and sales account of the documents follow from it. The first one where it is left out.
    pub product_group: Option<String>,
    /// Settles for good although the year is not over.
    #[serde(default)]
    pub before_year_end: bool,
}

pub async fn list_of_agreement(Path(id): Path<String>, call: Call) -> ApiResult {
    call.show(ListSettlements { of: SettlementsOf::Agreement(agreement(&id)?) }, page).await
}

pub async fn list_of_group(Path(id): Path<String>, call: Call) -> ApiResult {
    call.show(ListSettlements { of: SettlementsOf::Group(group(&id)?) }, page).await
}

fn page(found: Vec<SettlementView>) -> SettlementPage {
    SettlementPage { items: found.iter().map(Resource::shape).collect(), next: None }
}

pub async fn settle(Path(id): Path<String>, call: Call) -> ApiResult {
    let (agreement, new) = (agreement(&id)?, call.body::<NewSettlement>()?);
    let command = Settle {
        agreement,
        version: call.expected_version()?,
        kind: parse_field::<SettlementKind>("kind", &new.kind)?,
        through: optional("through", new.through)?,
        on: optional("date", new.date)?,
        product_group: optional("product_group", new.product_group)?,
        early: new.before_year_end,
    };
    call.create(command, "/settlements", |id| ReadSettlement { id: *id }).await
}

pub async fn read(Path(id): Path<String>, call: Call) -> ApiResult {
    call.read(ReadSettlement { id: settlement(&id)? }).await
}

pub(super) fn settlement(id: &str) -> books::Result<SettlementId> {
    id.parse().map_err(|_| Failure::missing("settlement", id))
}

impl Resource for SettlementView {
    type Shape = SettlementShape;

    fn version(&self) -> i64 {
        1
    }

    fn shape(&self) -> SettlementShape {
        let settlement = &self.settlement;
        let Figures { parts, volume, discount, settled_before, amount } = &settlement.figures;
        let money = |minor: &i64| Money::new(*minor, settlement.currency).into();
        let settled = |part: &Part| SettledMemberShape {
            document: self.document_of(part.client).map(|document| document.id.to_string()),
            ..member(part, settlement.currency)
        };
        SettlementShape {
            id: settlement.id.to_string(),
            agreement: settlement.agreement.to_string(),
            group: settlement.group.to_string(),
            group_name: self.group_name.clone(),
            number: settlement.number,
            title: settlement.title.clone(),
            kind: settlement.kind.code().to_owned(),
            date: settlement.day.to_string(),
            through: settlement.through.to_string(),
            scale: settlement.scale.code().to_owned(),
            tiers: tier_shapes(&settlement.tiers, settlement.currency),
            volume: money(volume),
            discount: money(discount),
            settled_before: money(settled_before),
            amount: money(amount),
            members: parts.iter().map(settled).collect(),
            made_at: settlement.at.to_string(),
            made_by: self.made_by.clone(),
        }
    }
}

/// A part without a document.
pub(super) fn member(part: &Part, currency: Currency) -> SettledMemberShape {
    let money = |minor| Money::new(minor, currency).into();
    SettledMemberShape {
        client: part.client.to_string(),
        number: part.number.clone(),
        name: part.name.clone(),
        volume: money(part.volume),
        discount: money(part.discount),
        settled_before: money(part.settled_before),
        amount: money(part.amount),
        document: None,
    }
}
