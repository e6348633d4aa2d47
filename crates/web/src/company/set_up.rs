//! The first start: whoever holds the printed link becomes the owner of the first company.

use askama::Template;
use axum::extract::Query;
use books::groups::NewCompany;
use books::hallway::NewPerson;
use kernel::{Door, Failure};
use serde::Deserialize;

use super::choices::{self, Choice};
use crate::edge::{Form, PageResult, Visitor};
use crate::layout::{Plain, Refusals};

#[derive(Template)]
#[template(path = "company/set_up.html")]
struct SetUpPage {
    plain: Plain,
    form: Form,
    refusals: Refusals,
    choices: CompanyChoices,
}

/// What a new company can be made of.
pub(super) struct CompanyChoices {
    pub countries: Vec<Choice>,
    pub currencies: Vec<Choice>,
    pub months: Vec<Choice>,
    pub time_zones: Vec<Choice>,
    pub charts: Vec<Choice>,
}

impl CompanyChoices {
    pub fn all() -> books::Result<CompanyChoices> {
        Ok(CompanyChoices {
            countries: choices::countries(),
            currencies: choices::currencies(),
            months: choices::months(),
            time_zones: choices::time_zones(),
            charts: choices::charts()?,
        })
    }
}

/// What a form for a new company begins with.
pub(super) const BEGINNING: [(&str, &str); 3] = [("currency", "EUR"), ("fiscal_month", "1"), ("chart", "generic")];

#[derive(Debug, Default, Deserialize)]
pub struct Key {
    #[serde(default)]
    key: String,
}

pub async fn show(visitor: Visitor, Query(Key { key }): Query<Key>) -> PageResult {
    let typed = key.clone();
    let fits = visitor.app.blocking(move |desk| desk.hallway().check_setup_key(&typed)).await;
    fits.map_err(|failure| visitor.failure(failure))?;
    let mut pairs = BEGINNING.to_vec();
    pairs.push(("key", &key));
    show_form(&visitor, Form::of(&pairs), None)
}

pub async fn set_up(visitor: Visitor, form: Form) -> PageResult {
    let (company, person) = match (new_company(&form), new_person(&form)) {
        (Ok(company), Ok(person)) => (company, person),
        (Err(failure), _) | (_, Err(failure)) => return show_form(&visitor, form, Some(failure)),
    };
    let (key, network, agent) = (form.text("key").to_owned(), visitor.network.clone(), visitor.agent.clone());
    let entered = visitor.app.blocking(move |desk| {
        company.check(desk)?;
        let (email, password) = (person.email.clone(), person.password.clone().unwrap_or_default());
        let owner = desk.hallway().use_setup_key(&key, person)?;
        company.found(desk, owner, Door::Page)?;
        desk.hallway().log_in(email.as_str(), &password, &network, &agent)
    });
    match entered.await {
        Ok((secret, _)) => Ok(visitor.let_in("/", &secret, true)),
        Err(failure) => show_form(&visitor, form, Some(failure)),
    }
}

fn new_person(form: &Form) -> books::Result<NewPerson> {
    Ok(NewPerson {
        email: form.required("email")?,
        name: form.required("name")?,
        password: Some(form.text("password").to_owned()),
    })
}

pub(super) fn new_company(form: &Form) -> books::Result<NewCompany> {
    Ok(NewCompany {
        name: form.required("company")?,
        country: form.optional("country")?,
        currency: form.required("currency")?,
        time_zone: form.optional("time_zone")?,
        fiscal_month: form.required("fiscal_month")?,
        chart: form.text("chart").to_owned(),
        set_up: None,
    })
}

fn show_form(visitor: &Visitor, form: Form, failure: Option<Failure>) -> PageResult {
    let choices = CompanyChoices::all().map_err(|failure| visitor.failure(failure))?;
    let plain = visitor.plain("First start");
    visitor.show_form(failure, |refusals| SetUpPage { plain, form, refusals, choices })
}
