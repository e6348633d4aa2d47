//! The companies of a person: choose one, or found another.

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use books::hallway::Company;
use kernel::{CompanyId, Door, Failure};

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
}

pub async fn new(visitor: Visitor) -> PageResult {
    visitor.person()?;
    show_new(&visitor, Form::of(&BEGINNING), None)
}

pub async fn found(visitor: Visitor, form: Form) -> PageResult {
    let session = visitor.person()?.clone();
    let company = match new_company(&form) {
        Ok(company) => company,
        Err(failure) => return show_new(&visitor, form, Some(failure)),
    };
    let founded = visitor.app.blocking(move |desk| {
        let id = company.found(desk, session.person, Door::Page)?;
        desk.hallway().choose_company(session.id, id)
    });
    match founded.await {
        Ok(()) => Ok(Redirect::to("/").into_response()),
        Err(failure) => show_new(&visitor, form, Some(failure)),
    }
}

fn show_new(visitor: &Visitor, form: Form, failure: Option<Failure>) -> PageResult {
    let choices = CompanyChoices::all().map_err(|failure| visitor.failure(failure))?;
    let plain = visitor.plain("New company");
    visitor.show_form(failure, |refusals| NewCompanyPage { plain, form, refusals, choices })
}
