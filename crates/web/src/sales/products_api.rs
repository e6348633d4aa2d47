//! The API's services and products. `/services` are those of kind service; `/products` holds both.

use axum::extract::Path;
use books::Page;
use books::sales::products::{
    AddProduct, ArchiveProduct, ChangeProduct, DeleteProduct, ListProducts, Product, ProductKind, ReadProduct,
    RestoreProduct,
};
use kernel::{Failure, ProductId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{optional, price_shape, unit_price};
use crate::edge::{Amount, ApiResult, Call, Resource, limit, parse_field};

/// A service or product.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProductShape {
    pub id: String,
    pub number: String,
    /// `service` or `product`.
    pub kind: String,
    pub name: String,
    pub unit: String,
    /// Of one unit, without VAT, up to four decimals.
    pub price: Amount,
    pub product_group: String,
    pub archived: bool,
    pub version: i64,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewProduct {
    /// The next free one where it is left out.
    pub number: Option<String>,
    /// `service` or `product`; under `/services` always `service`.
    pub kind: Option<String>,
    pub name: String,
    pub unit: Option<String>,
    pub price: Amount,
    pub product_group: String,
}

/// Only what is named changes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProductPatch {
    pub number: Option<String>,
    pub name: Option<String>,
    pub unit: Option<String>,
    pub price: Option<Amount>,
    pub product_group: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ProductPage {
    pub items: Vec<ProductShape>,
    pub next: Option<String>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProductQuery {
    pub kind: Option<String>,
    /// `true` lists the archived ones.
    pub archived: Option<bool>,
    /// Searched for in name and number.
    pub q: Option<String>,
    pub cursor: Option<String>,
    pub limit: Option<i64>,
}

pub async fn list(call: Call) -> ApiResult {
    list_of(call, None).await
}

pub async fn list_services(call: Call) -> ApiResult {
    list_of(call, Some(ProductKind::Service)).await
}

async fn list_of(call: Call, kind: Option<ProductKind>) -> ApiResult {
    let query: ProductQuery = call.query()?;
    let question = ListProducts {
        kind: kind.or(optional("kind", query.kind)?),
        archived: query.archived.unwrap_or_default(),
        q: query.q.unwrap_or_default(),
        after: query.cursor,
        limit: limit(query.limit)?,
    };
    call.show(question, |page: Page<Product>| ProductPage {
        items: page.items.iter().map(Product::shape).collect(),
        next: page.next,
    })
    .await
}

pub async fn add(call: Call) -> ApiResult {
    let new: NewProduct = call.body()?;
    let kind = optional("kind", new.kind.clone())?.unwrap_or(ProductKind::Product);
    call.create(new.command(kind)?, "/products", |id| ReadProduct { id: *id }).await
}

pub async fn add_service(call: Call) -> ApiResult {
    let new: NewProduct = call.body()?;
    call.create(new.command(ProductKind::Service)?, "/services", |id| ReadProduct { id: *id }).await
}

pub async fn read(Path(id): Path<String>, call: Call) -> ApiResult {
    call.read(ReadProduct { id: product(&id)? }).await
}

pub async fn change(Path(id): Path<String>, call: Call) -> ApiResult {
    let id = product(&id)?;
    let patch: ProductPatch = call.body()?;
    let command = ChangeProduct {
        id,
        version: call.expected_version()?,
        number: optional("number", patch.number)?,
        name: optional("name", patch.name)?,
        unit: patch.unit,
        price: patch.price.map(|price| unit_price("price", &price)).transpose()?,
        product_group: optional("product_group", patch.product_group)?,
    };
    call.change(command, ReadProduct { id }).await
}

pub async fn delete(Path(id): Path<String>, call: Call) -> ApiResult {
    call.remove(DeleteProduct { id: product(&id)?, version: call.expected_version()? }).await
}

pub async fn archive(Path(id): Path<String>, call: Call) -> ApiResult {
    let id = product(&id)?;
    call.change(ArchiveProduct { id }, ReadProduct { id }).await
}

pub async fn restore(Path(id): Path<String>, call: Call) -> ApiResult {
    let id = product(&id)?;
    call.change(RestoreProduct { id }, ReadProduct { id }).await
}

fn product(id: &str) -> books::Result<ProductId> {
    id.parse().map_err(|_| Failure::missing("product", id))
}

impl NewProduct {
    fn command(self, kind: ProductKind) -> books::Result<AddProduct> {
        Ok(AddProduct {
            number: optional("number", self.number)?,
            kind,
            name: parse_field("name", &self.name)?,
            unit: self.unit.unwrap_or_default(),
            price: unit_price("price", &self.price)?,
            product_group: parse_field("product_group", &self.product_group)?,
        })
    }
}

impl Resource for Product {
    type Shape = ProductShape;

    fn version(&self) -> i64 {
        self.version
    }

    fn shape(&self) -> ProductShape {
        ProductShape {
            id: self.id.to_string(),
            number: self.number.to_string(),
            kind: self.kind.code().to_owned(),
            name: self.name.to_string(),
            unit: self.unit.clone(),
            price: price_shape(self.price),
            product_group: self.product_group.to_string(),
            archived: self.archived,
            version: self.version,
        }
    }
}
