//! The API's roll-over of a corporate group: what is proposed for the next year, and what of it is done.

use axum::extract::Path;
use axum::response::IntoResponse;
use books::sales::agreements::{ProposeRollOver, ProposedMember, RollOver, RollOverProposal};
use kernel::{Refusal, Year};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::api::{AgreementPatchShape, group, patch_of};
use crate::edge::{ApiResult, Call, parse_field};

/// What a roll-over would do.
#[derive(Debug, Serialize, ToSchema)]
pub struct RollOverShape {
    /// Id of the corporate group.
    pub group: String,
    /// The year that is rolled over.
    pub year: i64,
    pub next_year: i64,
    /// Members whose last year it is.
    pub memberships: Vec<ProposedMembershipShape>,
    /// Id of the agreement of the year; null where there is none.
    pub agreement: Option<String>,
    /// Id of the agreement of the next year, where there is one already: then none is proposed.
    pub next_agreement: Option<String>,
    /// The group ends before the next year does: `extend_group` extends it.
    pub extends_group: bool,
    pub version: i64,
}

/// A membership that could go on.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProposedMembershipShape {
    pub membership: String,
    pub client: String,
    pub number: String,
    pub name: String,
    pub from: String,
    /// A 31 December; null where it cannot go on.
    pub to: Option<String>,
    /// Why it cannot.
    #[schema(value_type = Option<Object>)]
    pub conflict: Option<Refusal>,
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RollOverQuery {
    /// The year that is rolled over; this one where it is left out.
    pub year: Option<i64>,
}

/// What of the proposal is done: accepted, changed, or left by leaving it out.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRollOver {
    /// The year that is rolled over; this one where it is left out.
    pub year: Option<i64>,
    #[serde(default)]
    pub memberships: Vec<GoesOn>,
    /// Copies the agreement of the year with these changes; `{}` copies it as it is.
    pub agreement: Option<AgreementPatchShape>,
    #[serde(default)]
    pub extend_group: bool,
}

/// A membership and until when it goes on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GoesOn {
    pub membership: String,
    /// A 31 December.
    pub to: String,
}

pub async fn propose(Path(id): Path<String>, call: Call) -> ApiResult {
    let query: RollOverQuery = call.query()?;
    let question = ProposeRollOver { group: group(&id)?, from: query.year.map(year).transpose()? };
    call.show(question, |proposal| shape(&proposal)).await
}

pub async fn roll_over(Path(id): Path<String>, call: Call) -> ApiResult {
    let (group, new) = (group(&id)?, call.body::<NewRollOver>()?);
    let from = new.year.map(year).transpose()?;
    let agreement = match new.agreement {
        Some(patch) => Some(patch_of(&call, patch).await?),
        None => None,
    };
    let memberships = new.memberships.iter().map(GoesOn::read).collect::<books::Result<_>>()?;
    let command = RollOver {
        group,
        version: call.expected_version()?,
        from,
        memberships,
        agreement,
        extend_group: new.extend_group,
    };
    call.perform(command, async |_| {
        let left = call.app.ask(&call.caller, ProposeRollOver { group, from }).await?;
        Ok(axum::Json(shape(&left)).into_response())
    })
    .await
}

impl GoesOn {
    fn read(&self) -> books::Result<(kernel::MembershipId, Year)> {
        let until = books::groups::corporate::read_last_day(&self.to)?;
        if until != until.year().last_day() {
            return Err(Refusal::field(
                "TO_NOT_DEC_31",
                "to",
                format!("{} is not a 31 December.", self.to),
                format!("Corporate groups count by whole calendar years. End on 31.12.{}.", until.year()),
            )
            .into());
        }
        Ok((parse_field("membership", &self.membership)?, until.year()))
    }
}

fn year(number: i64) -> books::Result<Year> {
    let unreadable = |error: kernel::DayError| {
        Refusal::field("FIELD_INVALID", "year", "The year cannot be read.", error.to_string())
    };
    Ok(Year::from_number(number).map_err(unreadable)?)
}

fn shape(proposal: &RollOverProposal) -> RollOverShape {
    let member = |member: &ProposedMember| ProposedMembershipShape {
        membership: member.membership.to_string(),
        client: member.client.to_string(),
        number: member.number.clone(),
        name: member.name.clone(),
        from: member.from.to_string(),
        to: member.conflict.is_none().then(|| proposal.next.last_day().to_string()),
        conflict: member.conflict.clone(),
    };
    RollOverShape {
        group: proposal.group.group.id.to_string(),
        year: proposal.from.number(),
        next_year: proposal.next.number(),
        memberships: proposal.members.iter().map(member).collect(),
        agreement: proposal.agreement.as_ref().map(|agreement| agreement.id.to_string()),
        next_agreement: proposal.next_agreement.as_ref().map(|agreement| agreement.id.to_string()),
        extends_group: proposal.group_ends,
        version: proposal.group.group.version,
    }
}
