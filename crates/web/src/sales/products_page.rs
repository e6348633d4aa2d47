//! Settings of the Invoices app: services and products.

use askama::Template;
use axum::extract::{Path, RawQuery};
use books::Permission;
use books::sales::products::{
    AddProduct, ArchiveProduct, ChangeProduct, DeleteProduct, ListProducts, Product, ProductChoices, ProductKind,
    ReadProduct, ReadProductChoices, RestoreProduct,
};
use kernel::{Currency, Failure, ProductId, Refusal, UnitPrice};

use crate::edge::{Form, PageFailure, PageResult, Visit};
use crate::layout::{Frame, Refusals, Section};

const HOME: &str = "/settings/invoices";
const ROWS: i64 = 100;

#[derive(Template)]
#[template(path = "sales/products.html")]
struct ProductsPage {
    frame: Frame,
    products: Vec<Product>,
    groups: ProductChoices,
    q: String,
    archived: bool,
    next: Option<String>,
    may_change: bool,
    refusal: Option<Refusal>,
}

impl ProductsPage {
    fn price(&self, product: &Product) -> String {
        super::grouped(&product.price.to_string())
    }

    fn group(&self, product: &Product) -> &str {
        let found = self.groups.groups.iter().find(|group| group.id == product.product_group);
        found.map_or("", |group| group.name.as_str())
    }
}

#[derive(Template)]
#[template(path = "sales/product.html")]
struct ProductPage {
    frame: Frame,
    /// Nothing for a new one.
    product: Option<Product>,
    form: Form,
    choices: ProductChoices,
    refusals: Refusals,
}

impl ProductPage {
    fn action(&self) -> String {
        match &self.product {
            Some(product) => format!("{HOME}/products/{}", product.id),
            None => format!("{HOME}/products"),
        }
    }

    fn number_hint(&self) -> String {
        match &self.product {
            Some(_) => String::new(),
            None => format!("Left empty, it becomes {}.", self.choices.next_number),
        }
    }

    fn price_label(&self) -> String {
        format!("Price of one unit, {}", self.choices.currency)
    }
}

fn frame(visit: &Visit, title: &str) -> Frame {
    let frame = visit.frame(Section::Settings, "settings.invoices", title).crumb("Settings & Apps", "/settings");
    if title == "Invoices" { frame.crumb(title, "") } else { frame.crumb("Invoices", HOME).crumb(title, "") }
}

pub async fn list(visit: Visit, RawQuery(query): RawQuery) -> PageResult {
    show_list(&visit, &query.unwrap_or_default(), None).await
}

async fn show_list(visit: &Visit, query: &str, failure: Option<Failure>) -> PageResult {
    let pairs: Vec<(String, String)> = serde_html_form::from_str(query).unwrap_or_default();
    let text = |name: &str| pairs.iter().find(|(other, _)| other == name).map(|(_, text)| text.clone());
    let (q, archived) = (text("q").unwrap_or_default(), text("archived").is_some_and(|on| on == "1"));
    let question = ListProducts { kind: None, archived, q: q.clone(), after: text("after"), limit: ROWS };
    let found = visit.ask(question).await?;
    let address = |after: String| {
        let mut pairs = vec![("after", after), ("q", q.clone())];
        pairs.extend(archived.then(|| ("archived", "1".to_owned())));
        format!("{HOME}?{}", serde_html_form::to_string(pairs).unwrap_or_default())
    };
    let page = ProductsPage {
        frame: frame(visit, "Invoices"),
        next: found.next.map(address),
        products: found.items,
        groups: visit.ask(ReadProductChoices).await?,
        q,
        archived,
        may_change: visit.may(Permission::ManageProducts),
        refusal: failure.as_ref().and_then(Failure::refusal).cloned(),
    };
    match failure {
        None => visit.show(&page),
        Some(failure @ Failure::Refused(_)) => visit.show_refused(&failure, &page),
        Some(other) => Err(visit.failure(other)),
    }
}

pub async fn new(visit: Visit) -> PageResult {
    show_form(&visit, None, Form::of(&[("kind", "service")]), None).await
}

pub async fn add(visit: Visit, form: Form) -> PageResult {
    let choices = visit.ask(ReadProductChoices).await?;
    let added = match new_product(&form, choices.currency) {
        Ok(command) => visit.act(command).await,
        Err(failure) => Err(failure),
    };
    match added {
        Ok(receipt) => visit.done(HOME, &format!("{} added", form.text("name").trim()), receipt.operation),
        Err(failure) => show_form(&visit, None, form, Some(failure)).await,
    }
}

fn new_product(form: &Form, currency: Currency) -> books::Result<AddProduct> {
    Ok(AddProduct {
        number: form.optional("number")?,
        kind: form.optional("kind")?.unwrap_or(ProductKind::Service),
        name: form.required("name")?,
        unit: form.free_text("unit", 20)?.unwrap_or_default(),
        price: price(form, currency)?,
        product_group: form.required("product_group")?,
    })
}

fn price(form: &Form, currency: Currency) -> books::Result<UnitPrice> {
    UnitPrice::parse(form.text("price").trim(), currency).map_err(|error| {
        Refusal::field("FIELD_INVALID", "price", "The price cannot be read.", error.to_string()).into()
    })
}

pub async fn edit(visit: Visit, Path(id): Path<String>) -> PageResult {
    let product = visit.ask(ReadProduct { id: product(&visit, &id)? }).await?;
    let form = Form::of(&[
        ("version", &product.version.to_string()),
        ("number", product.number.as_str()),
        ("name", product.name.as_str()),
        ("unit", &product.unit),
        ("price", &product.price.to_string()),
        ("product_group", &product.product_group.to_string()),
    ]);
    show_form(&visit, Some(product), form, None).await
}

pub async fn change(visit: Visit, Path(id): Path<String>, form: Form) -> PageResult {
    let stored = visit.ask(ReadProduct { id: product(&visit, &id)? }).await?;
    let changed = match change_of(&form, &stored) {
        Ok(command) => visit.act(command).await,
        Err(failure) => Err(failure),
    };
    match changed {
        Ok(receipt) => visit.done(HOME, &format!("{} saved", form.text("name").trim()), receipt.operation),
        Err(failure) => show_form(&visit, Some(stored), form, Some(failure)).await,
    }
}

fn change_of(form: &Form, stored: &Product) -> books::Result<ChangeProduct> {
    Ok(ChangeProduct {
        id: stored.id,
        version: form.optional("version")?,
        number: Some(form.required("number")?),
        name: Some(form.required("name")?),
        unit: Some(form.free_text("unit", 20)?.unwrap_or_default()),
        price: Some(price(form, stored.price.currency)?),
        product_group: Some(form.required("product_group")?),
    })
}

pub async fn archive(visit: Visit, Path(id): Path<String>) -> PageResult {
    let id = product(&visit, &id)?;
    match visit.act(ArchiveProduct { id }).await {
        Ok(receipt) => visit.done(HOME, "Archived", receipt.operation),
        Err(failure) => Err(visit.failure(failure)),
    }
}

pub async fn restore(visit: Visit, Path(id): Path<String>) -> PageResult {
    let id = product(&visit, &id)?;
    match visit.act(RestoreProduct { id }).await {
        Ok(receipt) => visit.done(HOME, "Restored", receipt.operation),
        Err(failure) => Err(visit.failure(failure)),
    }
}

pub async fn delete(visit: Visit, Path(id): Path<String>) -> PageResult {
    let id = product(&visit, &id)?;
    match visit.act(DeleteProduct { id, version: None }).await {
        Ok(receipt) => visit.done(HOME, "Deleted", receipt.operation),
        Err(failure) => show_list(&visit, "", Some(failure)).await,
    }
}

fn product(visit: &Visit, id: &str) -> Result<ProductId, PageFailure> {
    id.parse().map_err(|_| visit.failure(Failure::missing("product", id)))
}

async fn show_form(visit: &Visit, product: Option<Product>, form: Form, failure: Option<Failure>) -> PageResult {
    let title =
        product.as_ref().map_or_else(|| "New service or product".to_owned(), |product| product.name.to_string());
    let refusals = failure.as_ref().and_then(Failure::refusal).map(Refusals::of).unwrap_or_default();
    let choices = visit.ask(ReadProductChoices).await?;
    let page = ProductPage { frame: frame(visit, &title), product, form, choices, refusals };
    match failure {
        None => visit.show(&page),
        Some(failure @ Failure::Refused(_)) => visit.show_refused(&failure, &page),
        Some(other) => Err(visit.failure(other)),
    }
}
