//! The companies of a person: choose one, or found another.

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use books::groups::{CopySetUp, NewCompany};
use books::hallway::Company;
use kernel::{CompanyId, Door, Failure, PersonId};

use super::choices::{Choice, choice};
use super::set_up::{BEGINNING, CompanyChoices, new_company};
use crate::edge::{Form, PageResult, Visitor, parse_field};
use crate::layout::{Plain, Refusals};

#[derive(Template)]
#[template(path = "company/companies.html")]
struct CompaniesPage {
    plain: Plain,
    companies: Vec<Company>,
    chosen: Option<CompanyId>,
    person: String,
}

impl CompaniesPage {
    fn is_chosen(&self, company: &Company) -> bool {
        self.chosen == Some(company.id)
    }
}

pub async fn list(visitor: Visitor) -> PageResult {
    let session = visitor.person()?.clone();
    let person = session.person;
    let companies = visitor.app.blocking(move |desk| desk.hallway().companies_of(person)).await;
    let companies = companies.map_err(|failure| visitor.failure(failure))?;
    visitor.show(&CompaniesPage {
        plain: visitor.plain("Your companies"),
        companies,
        chosen: session.company,
        person: session.person_email.to_string(),
    })
}

pub async fn choose(visitor: Visitor, Path(id): Path<String>) -> PageResult {
    let session = visitor.person()?.id;
    let company: CompanyId = parse_field("id", &id).map_err(|_| visitor.failure(Failure::missing("company", id)))?;
    let chosen = visitor.app.blocking(move |desk| desk.hallway().choose_company(session, company)).await;
    chosen.map_err(|failure| visitor.failure(failure))?;
    Ok(Redirect::to("/").into_response())
}

#[derive(Template)]
#[template(path = "company/new_company.html")]
struct NewCompanyPage {
    plain: Plain,
    form: Form,
    refusals: Refusals,
    choices: CompanyChoices,
    /// Companies whose customer groups the new one can begin with.
    like: Vec<Choice>,
    /// Control accounts of theirs that the new chart does not have.
    missing: Vec<Gap>,
    /// Debtors' control accounts of the new chart.
    offered: Vec<Choice>,
}

/// A control account without one of its number in the new chart.
struct Gap {
    field: String,
    label: String,
    chosen: String,
}

impl Gap {
    fn takes(&self, account: &Choice) -> bool {
        self.chosen == account.value
    }
}

/// The field that says which account takes the place of the one with this number.
const IN_PLACE_OF: &str = "account-for-";

pub async fn new(visitor: Visitor) -> PageResult {
    visitor.person()?;
    show_new(&visitor, Form::of(&BEGINNING), None).await
}

pub async fn found(visitor: Visitor, form: Form) -> PageResult {
    let session = visitor.person()?.clone();
    let company = match like_another(&form) {
        Ok(company) => company,
        Err(failure) => return show_new(&visitor, form, Some(failure)).await,
    };
    let founded = visitor.app.blocking(move |desk| {
        let id = company.found(desk, session.person, Door::Page)?;
        desk.hallway().choose_company(session.id, id)
    });
    match founded.await {
        Ok(()) => Ok(Redirect::to("/").into_response()),
        Err(failure) => show_new(&visitor, form, Some(failure)).await,
    }
}

fn like_another(form: &Form) -> books::Result<NewCompany> {
    Ok(NewCompany { set_up: set_up(form)?, ..new_company(form)? })
}

fn set_up(form: &Form) -> books::Result<Option<CopySetUp>> {
    let company = form.optional("set_up_like")?;
    let chosen = form.pairs().filter_map(|(name, text)| Some((name.strip_prefix(IN_PLACE_OF)?, text)));
    let accounts = chosen.map(|(from, to)| (from.to_owned(), to.to_owned())).collect();
    Ok(company.map(|company| CopySetUp { company, accounts }))
}

async fn show_new(visitor: &Visitor, form: Form, failure: Option<Failure>) -> PageResult {
    let choices = CompanyChoices::all().map_err(|failure| visitor.failure(failure))?;
    let person = visitor.person()?.person;
    let (chart, copied) = (form.text("chart").to_owned(), set_up(&form).unwrap_or(None));
    let found = visitor.app.blocking(move |desk| offers(desk, person, &chart, copied)).await;
    let (companies, missing, offered) = found.map_err(|failure| visitor.failure(failure))?;
    let like = companies.into_iter().map(|company| choice(company.id.to_string(), company.name.to_string())).collect();
    let field = |(number, name): (String, String)| {
        let field = format!("{IN_PLACE_OF}{number}");
        let chosen = form.text(&field).to_owned();
        Gap { field, label: format!("In place of {number} {name}"), chosen }
    };
    let missing = missing.into_iter().map(field).collect();
    let plain = visitor.plain("New company");
    let page = |refusals| NewCompanyPage { plain, form, refusals, choices, like, missing, offered };
    visitor.show_form(failure, page)
}

type Offers = (Vec<Company>, Vec<(String, String)>, Vec<Choice>);

/// The companies of the person, and what must be chosen where one of them is copied. What the person may not copy, or
/// the chart does not exist, is refused when the form comes back.
fn offers(desk: &books::Desk, person: PersonId, chart: &str, copied: Option<CopySetUp>) -> books::Result<Offers> {
    let companies = desk.hallway().companies_of(person)?;
    let (Some(copied), Some(chart)) = (copied, books::company::charts::find(chart)?) else {
        return Ok((companies, Vec::new(), Vec::new()));
    };
    let missing = copied.unmapped(desk, person, Door::Page, &chart).unwrap_or_default();
    let debtors = chart.accounts.iter().filter(|account| account.control == "receivable");
    let offered = debtors.map(|a| choice(a.number.clone(), format!("{} {}", a.number, a.name))).collect();
    Ok((companies, missing, offered))
}
