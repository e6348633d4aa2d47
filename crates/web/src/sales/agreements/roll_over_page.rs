//! The roll-over of a corporate group on a page: each proposal is accepted, changed or left, and all of it is one step.

use askama::Template;
use axum::extract::Path;
use books::sales::agreements::{AgreementPatch, ProposeRollOver, RollOver, RollOverProposal};
use kernel::{Failure, GroupId, MembershipId, Year};

use super::frame;
use crate::edge::{Form, PageResult, Visit};
use crate::layout::{Frame, Refusals};
use crate::ledger::pages::show::asked;

/// Years beyond the next that are offered for a membership.
const OFFERED: i64 = 5;

#[derive(Template)]
#[template(path = "sales/agreements/roll_over.html")]
struct RollOverPage {
    frame: Frame,
    view: RollOverProposal,
    rows: Vec<Row>,
    form: Form,
    refusals: Refusals,
}

struct Row {
    membership: String,
    client: String,
    name: String,
    number: String,
    choices: Vec<(i64, bool)>,
    /// Why it cannot go on.
    conflict: Option<String>,
}

impl RollOverPage {
    /// Something can be done.
    fn has_more(&self) -> bool {
        self.rows.iter().any(|row| row.conflict.is_none()) || self.copies()
    }

    /// The agreement of the year can be copied.
    fn copies(&self) -> bool {
        self.view.agreement.is_some() && self.view.next_agreement.is_none()
    }
}

pub async fn show(visit: Visit, Path(id): Path<String>) -> PageResult {
    let group: GroupId = visit.id("corporate group", &id)?;
    let mut form = asked(&visit.uri);
    // Everything is proposed at first.
    form.set("agreement", "1");
    form.set("extend_group", "1");
    respond(&visit, group, form, true, None).await
}

pub async fn roll_over(visit: Visit, Path(id): Path<String>, form: Form) -> PageResult {
    let group: GroupId = visit.id("corporate group", &id)?;
    let done = match command(group, &form) {
        Ok(command) => visit.act(command).await,
        Err(failure) => Err(failure),
    };
    match done {
        Ok(receipt) => visit.done(&format!("/corporate-groups/{group}"), "Rolled over.", receipt.operation),
        Err(failure) => respond(&visit, group, form, false, Some(failure)).await,
    }
}

fn command(group: GroupId, form: &Form) -> books::Result<RollOver> {
    let chosen = form.pairs().filter_map(|(name, year)| Some((name.strip_prefix("to-")?, year)));
    let memberships =
        chosen.filter_map(|(id, year)| Some((id.parse::<MembershipId>().ok()?, year.parse::<Year>().ok()?)));
    Ok(RollOver {
        group,
        version: form.optional("version")?,
        from: form.optional("year")?,
        memberships: memberships.collect(),
        agreement: form.has("agreement").then(AgreementPatch::default),
        extend_group: form.has("extend_group"),
    })
}

async fn respond(visit: &Visit, group: GroupId, form: Form, is_fresh: bool, failure: Option<Failure>) -> PageResult {
    let from = form.text("year").parse().ok();
    let view = visit.ask(ProposeRollOver { group, from }).await?;
    let (next, latest) = (view.next.number(), view.latest.number());
    let rows = view.members.iter().map(|member| {
        let typed: Option<i64> = form.text(&format!("to-{}", member.membership)).parse().ok();
        let chosen = if is_fresh { Some(next) } else { typed };
        Row {
            membership: member.membership.to_string(),
            client: member.client.to_string(),
            name: member.name.clone(),
            number: member.number.clone(),
            choices: (next..=(next + OFFERED).min(latest)).map(|year| (year, chosen == Some(year))).collect(),
            conflict: member.conflict.as_ref().map(|refusal| refusal.title.to_string()),
        }
    });
    let name = view.group.group.name.to_string();
    let framed = frame(visit, group, &name, "Roll over").crumb("Roll over", "");
    let rows = rows.collect();
    let page = |frame, refusals| RollOverPage { frame, rows, view, form, refusals };
    visit.show_form(failure, page, framed)
}
