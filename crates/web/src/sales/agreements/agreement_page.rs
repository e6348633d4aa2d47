//! One agreement: its tiers, what its members bring, what was settled, and memos.

use askama::Template;
use axum::extract::Path;
use books::Permission;
use books::sales::agreements::{
    AgreementView, ListSettlements, ReadAgreement, SettlementView, SettlementsOf, WriteMemo,
};
use books::sales::products::ReadProductChoices;
use kernel::{AgreementId, Failure};

use super::{PartLine, SumLine, TierLine, frame, part_lines, sum_line, tier_lines, volume};
use crate::company::moments::{moment, short_day};
use crate::edge::{Form, PageResult, Visit};
use crate::layout::{Frame, Refusals};
use crate::ledger::pages::show::people;

#[derive(Template)]
#[template(path = "sales/agreements/agreement.html")]
struct AgreementPage {
    frame: Frame,
    view: AgreementView,
    tiers: Vec<TierLine>,
    parts: Vec<PartLine>,
    sums: Option<SumLine>,
    /// The product groups that do not count, by name.
    excluded: String,
    settlements: Vec<SettlementView>,
    memos: Vec<MemoShown>,
    form: Form,
    refusals: Refusals,
    may_manage: bool,
}

struct MemoShown {
    text: String,
    by: String,
}

impl AgreementPage {
    fn day(&self, day: &kernel::Day) -> String {
        short_day(*day)
    }

    fn amount(&self, minor: &i64) -> String {
        people(*minor, self.view.currency)
    }

    fn is_final(&self) -> bool {
        self.settlements.iter().any(|of| of.settlement.kind.code() == "final")
    }
}

pub async fn show(visit: Visit, Path(id): Path<String>) -> PageResult {
    let id: AgreementId = visit.id("agreement", &id)?;
    respond(&visit, id, Form::default(), None).await
}

async fn respond(visit: &Visit, id: AgreementId, form: Form, failure: Option<Failure>) -> PageResult {
    let view = visit.ask(ReadAgreement { id }).await?;
    let settlements = visit.ask(ListSettlements { of: SettlementsOf::Agreement(id) }).await?;
    let zone = visit.sidebar().time_zone.clone();
    let memo = |memo: &books::sales::agreements::MemoLine| MemoShown {
        text: memo.text.clone(),
        by: format!("{}, {}", memo.by, moment(memo.at, &zone)),
    };
    let (agreement, figures) = (&view.agreement, view.figures.as_ref());
    let title = agreement.title();
    let product_groups = visit.ask(ReadProductChoices).await?.groups;
    let excluded: Vec<&str> = product_groups
        .iter()
        .filter(|group| agreement.exclusions.contains(&group.id))
        .map(|group| group.name.as_str())
        .collect();
    let framed = frame(visit, agreement.group, &view.group_name, &title).crumb(&title, "");
    let page = |frame, refusals| AgreementPage {
        frame,
        tiers: tier_lines(&agreement.tiers, volume(&view), view.currency),
        excluded: excluded.join(", "),
        parts: figures.map(|figures| part_lines(figures, view.currency)).unwrap_or_default(),
        sums: figures.map(|figures| sum_line(figures, view.currency)),
        memos: view.memos.iter().map(memo).collect(),
        settlements,
        may_manage: visit.may(Permission::ManageClientGroups),
        view: view.clone(),
        form,
        refusals,
    };
    visit.show_form(failure, page, framed)
}

pub async fn write_memo(visit: Visit, Path(id): Path<String>, form: Form) -> PageResult {
    let id: AgreementId = visit.id("agreement", &id)?;
    match visit.act(WriteMemo { agreement: id, text: form.text("text").to_owned() }).await {
        Ok(_) => visit.done(&format!("/agreements/{id}"), "Memo written", None),
        Err(failure) => respond(&visit, id, form, Some(failure)).await,
    }
}
