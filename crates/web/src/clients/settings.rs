//! A client's settings: a side panel beside the profile, or a page of its own.

use askama::Template;
use axum::extract::{Path, Query};
use books::clients::{
    BulkGroups, ChangeClient, Choices, ChoicesOfClient, ClientView, Edit, GroupAction, NameGroups, Place, ReadClient,
    Selection, Wish, carry_out_bulk,
};
use books::groups::corporate::{ClientTypeLine, ListClientTypes};
use kernel::{ClientId, Failure, GroupId, Money};

use super::conflict::{self, Conflict};
use crate::company::choices::{Choice, countries};
use crate::edge::{Form, PageResult, Visit};
use crate::layout::{Frame, Refusals, Section};

/// The page.
#[derive(Template)]
#[template(path = "clients/settings.html")]
struct SettingsPage {
    frame: Frame,
    settings: Settings,
}

/// The same form as a panel.
#[derive(Template)]
#[template(path = "clients/settings_panel.html")]
struct SettingsPanel {
    settings: Settings,
}

struct Settings {
    id: ClientId,
    form: Form,
    choices: Choices,
    types: Vec<ClientTypeLine>,
    countries: Vec<Choice>,
    refusals: Refusals,
    conflict: Option<Conflict>,
    in_panel: bool,
    /// Whoever may not change the client sees what is set, in fields that are disabled.
    read_only: bool,
    nonce: String,
    currency: String,
}

pub async fn show(visit: Visit, Path(id): Path<String>) -> PageResult {
    let view = visit.ask(ReadClient { id: visit.id("client", &id)? }).await?;
    if view.require_edit().is_err() {
        return look(&visit, &view).await;
    }
    let form = conflict::begun(filled(&view));
    respond(&visit, view.client.id, form, None, None).await
}

/// The settings as they are, for whoever may see the client and not change it: every field is disabled.
async fn look(visit: &Visit, view: &ClientView) -> PageResult {
    let form = filled(view);
    let choices = choices(visit, view.client.id, &form).await?;
    let frame = frame(visit, view.client.id, &form);
    let types = visit.ask(ListClientTypes).await?;
    let settings = Settings { read_only: true, types, ..settings(visit, &frame, view.client.id, form, choices) };
    visit.show(&SettingsPage { frame, settings })
}

fn frame(visit: &Visit, id: ClientId, form: &Form) -> Frame {
    visit
        .frame(Section::Clients, "clients.all", "Client settings")
        .crumb("Clients", "/clients")
        .crumb(form.text("name"), &format!("/clients/{id}"))
        .crumb("Settings", "")
}

fn settings(visit: &Visit, frame: &Frame, id: ClientId, form: Form, choices: Choices) -> Settings {
    Settings {
        id,
        form,
        choices,
        types: Vec::new(),
        countries: countries(),
        refusals: Refusals::default(),
        conflict: None,
        in_panel: visit.wants_fragment,
        read_only: false,
        nonce: frame.nonce.clone(),
        currency: visit.sidebar().currency.to_string(),
    }
}

pub async fn save(visit: Visit, Path(id): Path<String>, form: Form) -> PageResult {
    let id: ClientId = visit.id("client", &id)?;
    let command = match command(id, &form, visit.sidebar().currency) {
        Ok(command) => command,
        Err(failure) => {
            // Whoever may not change the client learns that before anything about the form.
            let may = visit.ask(ReadClient { id }).await?.require_edit();
            return respond(&visit, id, form, Some(may.err().unwrap_or(failure)), None).await;
        }
    };
    match visit.act(command).await {
        Ok(receipt) => visit.done(&format!("/clients/{id}"), "Client settings saved", receipt.operation),
        Err(Failure::Refused(refusal)) if refusal.code == "CHANGED_MEANWHILE" => {
            let now = visit.ask(ReadClient { id }).await?;
            let choices = choices(&visit, id, &form).await?;
            let (form, conflict) = conflict::merge(&form, filled(&now), &choices, refusal.title.clone());
            respond(&visit, id, form, Some(Failure::Refused(refusal)), Some(conflict)).await
        }
        Err(failure) => respond(&visit, id, form, Some(failure), None).await,
    }
}

/// The group that makes way.
#[derive(serde::Deserialize)]
pub struct Leaves {
    #[serde(default)]
    leaves: String,
}

/// Takes the client out of the other group of the set: with everything else that the form says, or from elsewhere alone.
pub async fn move_to_group(
    visit: Visit,
    Path((id, group)): Path<(String, String)>,
    Query(Leaves { leaves: left }): Query<Leaves>,
    form: Form,
) -> PageResult {
    let is_settings = form.has("version") && form.all("client_groups").any(|text| text == left);
    if is_settings {
        let stays = |(name, text): &(&str, &str)| *name != "client_groups" || *text != left;
        let kept = Form::of_pairs(form.pairs().filter(stays).map(|(name, text)| (name, text.to_owned())));
        return save(visit, Path(id), kept).await;
    }
    let (client, group) = (visit.id("client", &id)?, visit.id("group", &group)?);
    let selection = Selection::of(vec![client]);
    let command = BulkGroups { selection, action: GroupAction::Move, groups: vec![group], after: None };
    let caller = visit.caller.clone();
    let outcome = visit.app.blocking(move |desk| carry_out_bulk(desk, &caller, command, None)).await;
    let outcome = outcome.map_err(|failure| visit.failure(failure))?;
    let text = match outcome.failed.first() {
        Some(left) => left.detail.clone(),
        None => "Moved the client to the group.".to_owned(),
    };
    visit.done(&format!("/clients/{id}"), &text, outcome.operation)
}

async fn respond(
    visit: &Visit,
    id: ClientId,
    form: Form,
    failure: Option<Failure>,
    conflict: Option<Conflict>,
) -> PageResult {
    let failure = failure.map(|failure| visit.weighed(failure));
    let choices = choices(visit, id, &form).await?;
    let frame = frame(visit, id, &form);
    let refusals = match &failure {
        // The conflict has a place of its own on the form.
        Some(_) if conflict.is_some() => Refusals::default(),
        Some(failure) => match Refusals::of_failure(failure) {
            Some(refusals) => refusals,
            None => return Err(visit.failure(failure.clone())),
        },
        None => Refusals::default(),
    };
    let is_conflict = conflict.is_some();
    let types = visit.ask(ListClientTypes).await?;
    let settings = Settings { refusals, conflict, types, ..settings(visit, &frame, id, form, choices) };
    let status = match &failure {
        _ if is_conflict => axum::http::StatusCode::CONFLICT,
        Some(failure) => crate::edge::status(failure),
        None => axum::http::StatusCode::OK,
    };
    if visit.wants_fragment {
        return visit.show_with(status, &SettingsPanel { settings });
    }
    visit.show_with(status, &SettingsPage { frame, settings })
}

/// What the form offers. A group of it that no selector offers any more keeps its name, and its place.
async fn choices(visit: &Visit, client: ClientId, form: &Form) -> Result<Choices, crate::edge::PageFailure> {
    let mut choices = visit.ask(ChoicesOfClient { client }).await?;
    choices.client_groups = crate::groups::by_hand(choices.client_groups);
    let named = form.all("client_groups").chain(form.all("started_from"));
    let chosen: Vec<GroupId> = named.filter_map(|text| text.parse().ok()).collect();
    let is_offered = |id: &GroupId| choices.client_groups.iter().any(|group| group.id == *id);
    let others: Vec<GroupId> = chosen.into_iter().filter(|id| !is_offered(id)).collect();
    if !others.is_empty() {
        choices.client_groups.extend(visit.ask(NameGroups(others)).await?);
    }
    Ok(choices)
}

/// The form as the client is now.
fn filled(view: &ClientView) -> Form {
    let (client, details) = (&view.client, &view.client.details);
    let mut pairs: Vec<(&str, String)> = vec![
        ("version", view.version.to_string()),
        ("name", details.name.to_string()),
        ("number", client.number.to_string()),
        ("customer_group", client.posting_group.to_string()),
        ("note", details.note.clone()),
    ];
    let mut add = |name, text: Option<String>| pairs.extend(text.map(|text| (name, text)));
    add("email", details.email.as_ref().map(ToString::to_string));
    add("legal_entity", details.legal_entity.map(|entity| entity.code().to_owned()));
    add("business_name", details.business_name.clone());
    add("phone", details.phone.clone());
    add("registration_number", details.registration_number.clone());
    add("tax_number", details.tax_number.clone());
    add("street", details.address.street.clone());
    add("zip", details.address.zip.clone());
    add("city", details.address.city.clone());
    add("country", details.address.country.map(|country| country.to_string()));
    add("mailing_street", details.mailing_address.street.clone());
    add("mailing_zip", details.mailing_address.zip.clone());
    add("mailing_city", details.mailing_address.city.clone());
    add("mailing_country", details.mailing_address.country.map(|country| country.to_string()));
    add("language", details.language.clone());
    add("layout", details.layout.clone());
    add("currency", details.currency.map(|currency| currency.to_string()));
    add("payment_days", details.payment_days.map(|days| days.to_string()));
    add("discount", details.discount.map(|rate| rate.to_string()));
    add("vat_zone", details.vat_zone.map(|zone| zone.to_string()));
    let limit_in = details.currency.unwrap_or(view.currency);
    add("credit_limit", details.credit_limit.map(|minor| Money::new(minor, limit_in).to_string()));
    add("responsible", details.responsible.map(|member| member.to_string()));
    // Nobody takes a client out of a smart group by hand.
    pairs.extend(view.types.iter().map(|of_type| ("client_types", of_type.id.to_string())));
    for group in view.segments().filter(|group| !group.smart) {
        pairs.push(("client_groups", group.id.to_string()));
        pairs.push(("started_from", group.id.to_string()));
    }
    Form::of_pairs(pairs)
}

fn command(id: ClientId, form: &Form, company: kernel::Currency) -> books::Result<ChangeClient> {
    let currency: Option<kernel::Currency> = form.optional("currency")?;
    let limit = match form.text("credit_limit").trim() {
        "" => None,
        text => Some(Money::parse(text, currency.unwrap_or(company)).map_err(|error| unreadable_limit(&error))?),
    };
    let edits = vec![
        Edit::Number(form.required("number")?),
        Edit::Name(form.required("name")?),
        Edit::LegalEntity(form.optional("legal_entity")?),
        Edit::BusinessName(form.free_text("business_name", 200)?),
        Edit::Email(form.optional("email")?),
        Edit::Phone(form.free_text("phone", 50)?),
        Edit::RegistrationNumber(form.free_text("registration_number", 50)?),
        Edit::TaxNumber(form.free_text("tax_number", 50)?),
        Edit::Address(Place::Street(form.free_text("street", 200)?)),
        Edit::Address(Place::Zip(form.free_text("zip", 20)?)),
        Edit::Address(Place::City(form.free_text("city", 100)?)),
        Edit::Address(Place::Country(form.optional("country")?)),
        Edit::MailingAddress(Place::Street(form.free_text("mailing_street", 200)?)),
        Edit::MailingAddress(Place::Zip(form.free_text("mailing_zip", 20)?)),
        Edit::MailingAddress(Place::City(form.free_text("mailing_city", 100)?)),
        Edit::MailingAddress(Place::Country(form.optional("mailing_country")?)),
        Edit::Language(form.free_text("language", 10)?),
        Edit::Layout(form.free_text("layout", 50)?),
        Edit::Currency(currency),
        Edit::PaymentDays(form.optional("payment_days")?),
        Edit::Discount(form.optional("discount")?),
        Edit::VatZone(form.optional("vat_zone")?),
        Edit::CreditLimit(limit),
        Edit::Note(form.free_text("note", 4000)?.unwrap_or_default()),
        Edit::Responsible(form.optional("responsible")?),
    ];
    Ok(ChangeClient {
        id,
        version: form.optional("version")?,
        edits,
        customer_group: form.single("customer_group")?,
        client_groups: Some(Wish { groups: form.list("client_groups")?, started_from: None }),
        client_types: form.has("types_shown").then(|| form.list("client_types")).transpose()?,
    })
}

fn unreadable_limit(error: &kernel::MoneyError) -> Failure {
    kernel::Refusal::field("FIELD_INVALID", "credit_limit", "The limit cannot be read.", error.to_string()).into()
}

impl Settings {
    fn currency_hint(&self) -> String {
        format!("Left empty: the customer group’s, or {} where it has none.", self.currency)
    }
}
