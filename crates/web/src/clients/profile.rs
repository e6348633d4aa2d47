//! A client's profile, and what can be done with a client as a whole.

use askama::Template;
use axum::extract::Path;
use books::clients::{
    ArchiveClient, ListClientRights, Profile, ReadProfile, RestoreClient, RestoreFromTrash, RightLevel, SetClientRight,
    Status,
};
use books::sales::DeleteClient;
use books::{Act, Permission};
use kernel::{ClientId, Money};

use super::list::{amount_class, avatar_shape, tone};
use crate::company::audit::{Line, lines};
use crate::company::moments::short_day;
use crate::edge::{Form, PageResult, Visit};
use crate::layout::{Frame, Refusals, Section, initials};

#[derive(Template)]
#[template(path = "clients/profile.html")]
struct ProfilePage {
    frame: Frame,
    profile: Profile,
    status: Status,
    initials: String,
    shape: &'static str,
    tone: &'static str,
    subtitle: String,
    facts: Vec<(&'static str, String)>,
    stats: Vec<Stat>,
    activity: Vec<Line>,
    rights: Vec<(String, String, &'static str)>,
    refusals: Refusals,
}

struct Stat {
    label: String,
    value: String,
    unit: String,
    note: &'static str,
    class: &'static str,
}

pub async fn show(visit: Visit, Path(id): Path<String>) -> PageResult {
    let id: ClientId = visit.id("client", &id)?;
    respond(&visit, id, None).await
}

async fn respond(visit: &Visit, id: ClientId, failure: Option<kernel::Failure>) -> PageResult {
    let profile = visit.ask(ReadProfile { id }).await?;
    let rights = match visit.may(Permission::ManageMembers) {
        true => visit.ask(ListClientRights { client: id }).await?,
        false => Vec::new(),
    };
    let client = &profile.view.client;
    let name = client.details.name.to_string();
    let frame = visit
        .frame(Section::Clients, "clients.all", &name)
        .crumb("Clients", "/clients")
        .crumb("All clients", "/clients")
        .crumb(&name, "");
    let zone = visit.sidebar().time_zone.clone();
    let year = visit.sidebar().today.parts().0;
    let page = |frame, refusals| ProfilePage {
        status: Status::of(client.lifecycle, client.portal),
        initials: initials(&name),
        shape: avatar_shape(client.details.legal_entity),
        tone: tone(client.id),
        subtitle: subtitle(&profile, &zone),
        facts: facts(&profile),
        stats: stats(&profile, year),
        activity: lines(&profile.activity, &zone),
        rights: rights
            .iter()
            .map(|right| (right.member.to_string(), right.name.clone(), right.level.label()))
            .collect(),
        profile: profile.clone(),
        frame,
        refusals,
    };
    visit.show_form(failure, page, frame)
}

fn subtitle(profile: &Profile, zone: &str) -> String {
    let client = &profile.view.client;
    let mut parts = vec![format!("Client {}", client.number)];
    parts.extend(client.details.legal_entity.map(|entity| entity.label().to_owned()));
    if let Ok(day) = profile.since.day_in(zone) {
        parts.push(format!("with us since {}", short_day(day)));
    }
    parts.extend(profile.responsible.as_ref().map(|name| format!("looked after by {name}")));
    parts.join(" · ")
}

/// What is known, in the order of the page; what is not known is left out.
fn facts(profile: &Profile) -> Vec<(&'static str, String)> {
    let details = &profile.view.client.details;
    let address = |address: &books::clients::Address| {
        let parts = [&address.street, &address.zip, &address.city];
        let mut parts: Vec<String> = parts.into_iter().flatten().cloned().collect();
        parts.extend(address.country.map(|country| country.name().to_owned()));
        (!parts.is_empty()).then(|| parts.join(", "))
    };
    let all = [
        ("Name", Some(details.name.to_string())),
        ("Business name", details.business_name.clone()),
        ("Legal entity", details.legal_entity.map(|entity| entity.label().to_owned())),
        ("Registration number", details.registration_number.clone()),
        ("Tax number", details.tax_number.clone()),
        ("Phone", details.phone.clone()),
        ("Address", address(&details.address)),
        ("Mailing address", address(&details.mailing_address)),
        ("Language", details.language.clone()),
        ("Layout", details.layout.clone()),
        ("Currency", details.currency.map(|currency| currency.to_string())),
        ("Discount", details.discount.map(|rate| format!("{rate} %"))),
    ];
    all.into_iter().filter_map(|(label, text)| text.map(|text| (label, text))).collect()
}

fn stats(profile: &Profile, year: i64) -> Vec<Stat> {
    let currency = profile.view.currency;
    let stat = |label: String, minor: i64, note| Stat {
        label,
        value: kernel::format_for_people(Money::new(minor, currency)),
        unit: currency.to_string(),
        note,
        class: amount_class(minor),
    };
    let owed = match profile.view.open_balance.signum() {
        0 => "nothing is open",
        -1 => "we owe this",
        _ => "the client owes this",
    };
    vec![
        stat("Open balance".to_owned(), profile.view.open_balance, owed),
        stat(format!("Booked in {year}"), profile.booked, "to the client's debit"),
        stat(format!("Cleared in {year}"), profile.cleared, "payments and credit notes"),
    ]
}

impl ProfilePage {
    /// The first of two columns of facts holds the longer half.
    fn columns(&self) -> [&[(&'static str, String)]; 2] {
        let (first, second) = self.facts.split_at(self.facts.len().div_ceil(2));
        [first, second]
    }

    fn may_merge(&self) -> bool {
        self.profile.view.may_edit && self.profile.view.client.merged_into.is_none()
    }

    /// What the customer group brings about, in a sentence.
    fn reason(&self) -> String {
        let standing = &self.profile.standing;
        let term = standing.payment_days.map_or(String::new(), |days| format!(", {days} days"));
        format!("Control account {} {}. VAT zone {}{term}.", standing.account, standing.account_name, standing.vat_zone)
    }
}

pub async fn archive(visit: Visit, Path(id): Path<String>) -> PageResult {
    let id = visit.id("client", &id)?;
    perform(&visit, id, ArchiveClient { id }, "archived", &format!("/clients/{id}")).await
}

pub async fn restore(visit: Visit, Path(id): Path<String>) -> PageResult {
    let id = visit.id("client", &id)?;
    perform(&visit, id, RestoreClient { id }, "taken back from the archive", &format!("/clients/{id}")).await
}

pub async fn delete(visit: Visit, Path(id): Path<String>) -> PageResult {
    let id = visit.id("client", &id)?;
    perform(&visit, id, DeleteClient { id, version: None }, "deleted", "/clients").await
}

/// Does it and goes on to `to`; a refusal is said on the profile.
async fn perform<A: Act>(visit: &Visit, id: ClientId, act: A, done: &str, to: &str) -> PageResult {
    let name = visit.ask(books::clients::ReadClient { id }).await?.client.details.name;
    match visit.act(act).await {
        Ok(receipt) => visit.done(to, &format!("{name} {done}"), receipt.operation),
        Err(failure) => respond(visit, id, Some(failure)).await,
    }
}

pub async fn bring_back(visit: Visit, Path(id): Path<String>) -> PageResult {
    let id: ClientId = visit.id("client", &id)?;
    match visit.act(RestoreFromTrash { id }).await {
        Ok(receipt) => {
            let text = format!("Brought back. {}", receipt.outcome.without());
            visit.done(&format!("/clients/{id}"), text.trim_end(), receipt.operation)
        }
        Err(failure) => Err(visit.failure(failure)),
    }
}

/// Gives a member a right on this client, or takes it away.
pub async fn set_right(visit: Visit, Path(id): Path<String>, form: Form) -> PageResult {
    let id: ClientId = visit.id("client", &id)?;
    let command = form.required("member").map(|member| SetClientRight {
        client: id,
        member,
        level: RightLevel::parse(form.text("level")),
    });
    let outcome = match command {
        Ok(command) => visit.act(command).await,
        Err(failure) => Err(failure),
    };
    match outcome {
        Ok(receipt) => visit.done(&format!("/clients/{id}"), "Rights saved", receipt.operation),
        Err(failure) => respond(&visit, id, Some(failure)).await,
    }
}
