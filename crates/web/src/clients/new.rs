//! The pages for a new client and a new prospect.

use askama::Template;
use books::clients::{Choices, Details, ListChoices, RegisterClient};
use kernel::{Failure, LegalEntity};

use crate::edge::{Form, PageResult, Visit};
use crate::layout::{Frame, Refusals, Section};

/// The form, empty or as it was refused.
#[derive(Template)]
#[template(path = "clients/new.html")]
struct NewPage {
    frame: Frame,
    form: Form,
    choices: Choices,
    refusals: Refusals,
}

impl NewPage {
    fn is_prospect(&self) -> bool {
        self.form.has("prospect")
    }

    fn title(&self) -> &'static str {
        if self.is_prospect() { "New prospect" } else { "New client" }
    }

    fn number_hint(&self) -> String {
        format!("Left empty, it becomes {}.", self.choices.next_number)
    }
}

pub async fn show(visit: Visit) -> PageResult {
    let query = visit.uri.query().unwrap_or_default();
    let pairs: Vec<(String, String)> = serde_html_form::from_str(query).unwrap_or_default();
    respond(&visit, Form::of_pairs(pairs), None).await
}

pub async fn register(visit: Visit, form: Form) -> PageResult {
    let command = match command(&form) {
        Ok(command) => command,
        Err(failure) => return respond(&visit, form, Some(failure)).await,
    };
    let text = format!("{} registered", command.details.name);
    match visit.act(command).await {
        Ok(receipt) => visit.done(&format!("/clients/{}", receipt.outcome), &text, receipt.operation),
        Err(failure) => respond(&visit, form, Some(failure)).await,
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
        responsible: form.optional("responsible")?,
        ..Details::named(form.required("name")?)
    };
    Ok(RegisterClient {
        number: form.optional("number")?,
        details,
        prospect: form.has("prospect"),
        customer_group: form.single("customer_group")?,
        client_groups: form.list("client_groups")?,
        client_types: form.list("client_types")?,
    })
}

async fn respond(visit: &Visit, form: Form, failure: Option<Failure>) -> PageResult {
    let mut choices = visit.ask(ListChoices).await?;
    choices.client_groups = crate::groups::by_hand(choices.client_groups);
    let title = if form.has("prospect") { "New prospect" } else { "New client" };
    let frame = visit.frame(Section::Clients, "clients.all", title).crumb("Clients", "/clients").crumb(title, "");
    visit.show_form(failure, |frame, refusals| NewPage { frame, form, choices, refusals }, frame)
}
