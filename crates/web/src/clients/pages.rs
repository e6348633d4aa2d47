//! The pages of clients: a new one, and the profile.

use askama::Template;
use axum::extract::Path;
use books::clients::{ClientView, Details, ListChoices, ReadClient, RegisterClient, Status};
pub(super) use kernel::LegalEntity;
use kernel::{ClientId, Failure};

use crate::edge::{Form, PageResult, Visit, parse_field};
use crate::layout::{Frame, Refusals, Section};

/// The form for a new client, empty or as it was refused.
#[derive(Template)]
#[template(path = "clients/new.html")]
struct NewPage {
    frame: Frame,
    form: Form,
    choices: books::clients::Choices,
    refusals: Refusals,
}

impl NewPage {
    fn number_hint(&self) -> String {
        format!("Left empty, it becomes {}.", self.choices.next_number)
    }
}

pub async fn new(visit: Visit) -> PageResult {
    show_new(&visit, Form::default(), None).await
}

pub async fn register(visit: Visit, form: Form) -> PageResult {
    let command = match command(&form) {
        Ok(command) => command,
        Err(failure) => return show_new(&visit, form, Some(failure)).await,
    };
    let text = format!("{} registered", command.details.name);
    match visit.act(command).await {
        Ok(receipt) => visit.done(&format!("/clients/{}", receipt.outcome), &text, receipt.operation),
        Err(failure) => show_new(&visit, form, Some(failure)).await,
    }
}

fn command(form: &Form) -> books::Result<RegisterClient> {
    let details = Details {
        legal_entity: form.optional::<LegalEntity>("legal_entity")?,
        email: form.optional("email")?,
        business_name: form.free_text("business_name", 200)?,
        phone: form.free_text("phone", 50)?,
        registration_number: form.free_text("registration_number", 50)?,
        tax_number: form.free_text("tax_number", 50)?,
        ..Details::named(form.required("name")?)
    };
    Ok(RegisterClient {
        number: form.optional("number")?,
        details,
        prospect: form.has("prospect"),
        customer_group: form.optional("customer_group")?,
        client_groups: form.list("client_groups")?,
    })
}

async fn show_new(visit: &Visit, form: Form, failure: Option<Failure>) -> PageResult {
    let choices = visit.ask(ListChoices).await?;
    let frame =
        visit.frame(Section::Clients, "clients.all", "New client").crumb("Clients", "/clients").crumb("New client", "");
    match failure {
        None => visit.show(&NewPage { frame, form, choices, refusals: Refusals::default() }),
        Some(Failure::Refused(refusal)) => {
            let page = NewPage { frame, form, choices, refusals: Refusals::of(&refusal) };
            visit.show_refused(&Failure::Refused(refusal), &page)
        }
        Some(other) => Err(visit.failure(other)),
    }
}

/// A client's profile.
#[derive(Template)]
#[template(path = "clients/profile.html")]
struct ProfilePage {
    frame: Frame,
    client: ClientView,
    status: Status,
    initials: String,
}

pub async fn profile(visit: Visit, Path(id): Path<String>) -> PageResult {
    let id: ClientId = parse_field("id", &id).map_err(|_| visit.failure(Failure::missing("client", id)))?;
    let client = visit.ask(ReadClient { id }).await?;
    let name = client.client.details.name.to_string();
    let frame = visit
        .frame(Section::Clients, "clients.all", &name)
        .crumb("Clients", "/clients")
        .crumb("All clients", "/clients")
        .crumb(&name, "");
    let status = Status::of(client.client.lifecycle, client.client.portal);
    visit.show(&ProfilePage { frame, initials: crate::layout::initials(&name), client, status })
}
