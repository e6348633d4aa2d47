//! The form of an agreement, new or stored. “Add tier” and “Remove” send it and get it back, nothing stored.

use askama::Template;
use axum::extract::Path;
use books::clients::ReadCorporateGroup;
use books::sales::agreements::{
    Agreement, AgreementPatch, AgreementView, ChangeAgreement, ListSettlements, MakeAgreement, ReadAgreement, Scale,
    SettlementsOf, Tier,
};
use books::sales::products::{ProductGroupChoice, ReadProductChoices};
use kernel::{AgreementId, Currency, Failure, GroupId, Money, ProductGroupId, Rate};

use super::frame;
use crate::edge::{Form, PageFailure, PageResult, Visit, parse_field};
use crate::layout::{Frame, Refusals};
use crate::ledger::pages::show::typed_amount;

#[derive(Template)]
#[template(path = "sales/agreements/form.html")]
struct FormPage {
    frame: Frame,
    heading: String,
    action: String,
    back: String,
    form: Form,
    /// Years to choose; none where the year is fixed.
    years: Vec<i64>,
    tiers: Vec<TypedTier>,
    /// Something was settled by it: the scale stays.
    fixed_scale: Option<Scale>,
    currency: Currency,
    is_new: bool,
    product_groups: Vec<ProductGroupChoice>,
    refusals: Refusals,
}

impl FormPage {
    fn is_excluded(&self, id: &ProductGroupId) -> bool {
        let id = id.to_string();
        self.form.all("exclusions").any(|excluded| excluded == id)
    }
}

/// A tier as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct TypedTier {
    from: String,
    rate: String,
}

impl TypedTier {
    fn is_blank(&self) -> bool {
        self.from.trim().is_empty() && self.rate.trim().is_empty()
    }
}

fn typed_tiers(form: &Form) -> Vec<TypedTier> {
    let tier = |(from, rate): (&str, &str)| TypedTier { from: from.to_owned(), rate: rate.to_owned() };
    form.all("tier_from").zip(form.all("tier_rate")).map(tier).collect()
}

fn tiers(form: &Form, currency: Currency) -> books::Result<Vec<Tier>> {
    let read = |tier: TypedTier| {
        let from = if tier.from.trim().is_empty() { 0 } else { typed_amount(&tier.from, currency, "tiers")? };
        Ok(Tier { from, rate: parse_field::<Rate>("tiers", tier.rate.trim())? })
    };
    typed_tiers(form).into_iter().filter(|tier| !tier.is_blank()).map(read).collect()
}

fn exclusions(form: &Form) -> books::Result<Vec<ProductGroupId>> {
    form.all("exclusions").map(|id| parse_field("exclusions", id)).collect()
}

/// The rows as the form shows them next; nothing when it is to be stored.
fn rows_changed(form: &Form) -> Option<Vec<TypedTier>> {
    let mut rows = typed_tiers(form);
    match form.text("do") {
        "add" => rows.push(TypedTier::default()),
        other => {
            let place: usize = other.strip_prefix("remove-")?.parse().ok()?;
            if place < rows.len() {
                rows.remove(place);
            }
        }
    }
    Some(rows)
}

pub async fn new(visit: Visit, Path(id): Path<String>) -> PageResult {
    let group: GroupId = visit.id("corporate group", &id)?;
    let form = Form::of(&[("year", &visit.sidebar().today.year().to_string())]);
    let rows =
        vec![TypedTier { from: "0".to_owned(), rate: String::new() }, TypedTier::default(), TypedTier::default()];
    show_new(&visit, group, form, rows, None).await
}

pub async fn make(visit: Visit, Path(id): Path<String>, form: Form) -> PageResult {
    let group: GroupId = visit.id("corporate group", &id)?;
    if let Some(rows) = rows_changed(&form) {
        return show_new(&visit, group, form, rows, None).await;
    }
    let done = match command(group, &form, visit.sidebar().currency) {
        Ok(command) => visit.act(command).await,
        Err(failure) => Err(failure),
    };
    match done {
        Ok(receipt) => visit.done(&format!("/agreements/{}", receipt.outcome), "Agreement made", receipt.operation),
        Err(failure) => {
            let rows = typed_tiers(&form);
            show_new(&visit, group, form, rows, Some(failure)).await
        }
    }
}

fn command(group: GroupId, form: &Form, currency: Currency) -> books::Result<MakeAgreement> {
    Ok(MakeAgreement {
        group,
        year: form.required("year")?,
        name: form.optional("name")?,
        scale: form.optional("scale")?,
        tiers: tiers(form, currency)?,
        allow_above_100: form.has("allow_above_100"),
        exclusions: exclusions(form)?,
    })
}

async fn show_new(
    visit: &Visit,
    group: GroupId,
    form: Form,
    rows: Vec<TypedTier>,
    failure: Option<Failure>,
) -> PageResult {
    let view = visit.ask(ReadCorporateGroup { id: group }).await?;
    let product_groups = visit.ask(ReadProductChoices).await?.groups;
    let name = view.group.group.name.to_string();
    let frame = frame(visit, group, &name, "New agreement").crumb("New agreement", "");
    let page = |frame, refusals| FormPage {
        frame,
        heading: format!("New agreement with {name}"),
        action: format!("/corporate-groups/{group}/agreements"),
        back: format!("/corporate-groups/{group}/agreements"),
        years: view.group.years.iter().collect(),
        tiers: rows,
        fixed_scale: None,
        currency: visit.sidebar().currency,
        is_new: true,
        product_groups,
        form,
        refusals,
    };
    visit.show_form(failure, page, frame)
}

pub async fn edit(visit: Visit, Path(id): Path<String>) -> PageResult {
    let view = read(&visit, &id).await?;
    let (form, rows) = filled(&view.agreement, view.currency);
    show_edit(&visit, view, form, rows, None).await
}

async fn read(visit: &Visit, id: &str) -> Result<AgreementView, PageFailure> {
    visit.ask(ReadAgreement { id: visit.id("agreement", id)? }).await
}

fn filled(agreement: &Agreement, currency: Currency) -> (Form, Vec<TypedTier>) {
    let version = agreement.version.to_string();
    let excluded: Vec<String> = agreement.exclusions.iter().map(ToString::to_string).collect();
    let own = [("version", version.as_str()), ("name", agreement.name.as_str()), ("scale", agreement.scale.code())];
    let excluded = excluded.iter().map(|id| ("exclusions", id.as_str()));
    let mut form = Form::of(&own.into_iter().chain(excluded).collect::<Vec<_>>());
    if agreement.allow_above_100 {
        form.set("allow_above_100", "1");
    }
    let row =
        |tier: &Tier| TypedTier { from: Money::new(tier.from, currency).to_string(), rate: tier.rate.to_string() };
    (form, agreement.tiers.iter().map(row).collect())
}

pub async fn change(visit: Visit, Path(id): Path<String>, form: Form) -> PageResult {
    let view = read(&visit, &id).await?;
    if let Some(rows) = rows_changed(&form) {
        return show_edit(&visit, view, form, rows, None).await;
    }
    let agreement = view.agreement.id;
    let done = match patch(agreement, &form, view.currency) {
        Ok(command) => visit.act(command).await,
        Err(failure) => Err(failure),
    };
    match done {
        Ok(receipt) => visit.done(&format!("/agreements/{agreement}"), "Agreement changed", receipt.operation),
        Err(failure) => {
            let rows = typed_tiers(&form);
            show_edit(&visit, view, form, rows, Some(failure)).await
        }
    }
}

fn patch(id: AgreementId, form: &Form, currency: Currency) -> books::Result<ChangeAgreement> {
    let patch = AgreementPatch {
        name: Some(form.required("name")?),
        scale: form.optional("scale")?,
        tiers: Some(tiers(form, currency)?),
        allow_above_100: Some(form.has("allow_above_100")),
        exclusions: Some(exclusions(form)?),
    };
    Ok(ChangeAgreement { id, version: form.optional("version")?, patch })
}

async fn show_edit(
    visit: &Visit,
    view: AgreementView,
    form: Form,
    rows: Vec<TypedTier>,
    failure: Option<Failure>,
) -> PageResult {
    let agreement = &view.agreement;
    let product_groups = visit.ask(ReadProductChoices).await?.groups;
    let settled = visit.ask(ListSettlements { of: SettlementsOf::Agreement(agreement.id) }).await?;
    let (id, title) = (agreement.id, agreement.title());
    let frame = frame(visit, agreement.group, &view.group_name, "Change the agreement")
        .crumb(&title, &format!("/agreements/{id}"))
        .crumb("Change", "");
    let page = |frame, refusals| FormPage {
        frame,
        heading: format!("Change {title}"),
        action: format!("/agreements/{id}"),
        back: format!("/agreements/{id}"),
        years: Vec::new(),
        tiers: rows,
        fixed_scale: (!settled.is_empty()).then_some(agreement.scale),
        currency: view.currency,
        is_new: false,
        product_groups,
        form,
        refusals,
    };
    visit.show_form(failure, page, frame)
}
