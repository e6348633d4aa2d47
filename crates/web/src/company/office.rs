//! The office: name, address, what its books go by.

use askama::Template;
use books::company::{ChangeCompany, Company, ContactChange, ReadCompany};
use kernel::{Currency, Email, Failure, Name};

use super::choices::Choice;
use super::set_up::CompanyChoices;
use crate::edge::{Form, PageResult, Visit};
use crate::layout::{Frame, Refusals, Section};

#[derive(Template)]
#[template(path = "company/office.html")]
struct OfficePage {
    frame: Frame,
    form: Form,
    refusals: Refusals,
    choices: CompanyChoices,
    chart: String,
    may_change: bool,
}

pub async fn show(visit: Visit) -> PageResult {
    let company = visit.ask(ReadCompany).await?;
    let form = filled(&company);
    show_form(&visit, &company, form, None).await
}

pub async fn change(visit: Visit, form: Form) -> PageResult {
    let command = match command(&form) {
        Ok(command) => command,
        Err(failure) => return refused(&visit, form, failure).await,
    };
    match visit.act(command).await {
        Ok(_) => {
            let (company, name) = (visit.caller.company, form.required::<Name>("name"));
            let renamed = visit.app.blocking(move |desk| desk.hallway().rename_company(company, &name?)).await;
            renamed.map_err(|failure| visit.failure(failure))?;
            visit.done("/settings/office", "Office settings saved", None)
        }
        Err(failure) => refused(&visit, form, failure).await,
    }
}

/// A form that somebody else overtook is shown with what was typed; saved again, it counts.
async fn refused(visit: &Visit, mut form: Form, failure: Failure) -> PageResult {
    let company = visit.ask(ReadCompany).await?;
    form.set("version", &company.version.to_string());
    show_form(visit, &company, form, Some(failure)).await
}

fn command(form: &Form) -> books::Result<ChangeCompany> {
    let text = |name, longest| form.free_text(name, longest).map(Some);
    Ok(ChangeCompany {
        version: form.optional("version")?,
        name: Some(form.required("name")?),
        country: Some(form.optional("country")?),
        currency: Some(form.required::<Currency>("currency")?),
        language: Some(form.text("language").trim().to_owned()),
        time_zone: Some(form.text("time_zone").to_owned()),
        fiscal_month: Some(form.required("fiscal_month")?),
        payment_days: Some(form.required("payment_days")?),
        // A box that is not ticked is not sent; the hidden field beside it says that the form has one.
        moves_with_open_items: form.has("asks_moves").then(|| form.has("moves_with_open_items")),
        contact: ContactChange {
            street: text("street", 200)?,
            zip: text("zip", 20)?,
            city: text("city", 100)?,
            email: Some(form.optional::<Email>("email")?.map(|email| email.to_string())),
            phone: text("phone", 50)?,
            tax_number: text("tax_number", 50)?,
            registration_number: text("registration_number", 50)?,
            iban: text("iban", 60)?,
        },
    })
}

fn filled(company: &Company) -> Form {
    let contact = &company.contact;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let pairs = [
        ("version", company.version.to_string()),
        ("name", company.name.clone()),
        ("country", company.country.map(|country| country.to_string()).unwrap_or_default()),
        ("currency", company.currency.to_string()),
        ("language", company.language.clone()),
        ("time_zone", company.time_zone.clone()),
        ("fiscal_month", company.fiscal_month.to_string()),
        ("payment_days", company.payment_days.to_string()),
        ("asks_moves", "1".to_owned()),
        ("street", text(&contact.street)),
        ("zip", text(&contact.zip)),
        ("city", text(&contact.city)),
        ("email", text(&contact.email)),
        ("phone", text(&contact.phone)),
        ("tax_number", text(&contact.tax_number)),
        ("registration_number", text(&contact.registration_number)),
        ("iban", text(&contact.iban)),
    ];
    let ticked = company.moves_with_open_items.then(|| ("moves_with_open_items", "1".to_owned()));
    Form::of_pairs(pairs.into_iter().chain(ticked))
}

async fn show_form(visit: &Visit, company: &Company, form: Form, failure: Option<Failure>) -> PageResult {
    let mut choices = CompanyChoices::all().map_err(|failure| visit.failure(failure))?;
    for (list, value) in [(&mut choices.currencies, "currency"), (&mut choices.time_zones, "time_zone")] {
        keep(list, form.text(value));
    }
    let chart = choices.charts.iter().find(|choice| choice.value == company.chart);
    let chart = chart.map_or_else(|| company.chart.clone(), |choice| choice.label.clone());
    let frame = visit
        .frame(Section::Settings, "settings.office", "Office")
        .crumb("Settings & Apps", "/settings")
        .crumb("Office", "");
    let may_change = visit.may(books::Permission::ManageCompany);
    let page = |frame, refusals| OfficePage { frame, form, refusals, choices, chart, may_change };
    visit.show_form(failure, page, frame)
}

/// What the company has now is offered, whatever the list says.
fn keep(choices: &mut Vec<Choice>, value: &str) {
    if !value.is_empty() && !choices.iter().any(|choice| choice.value == value) {
        choices.push(Choice { value: value.to_owned(), label: value.to_owned() });
    }
}
