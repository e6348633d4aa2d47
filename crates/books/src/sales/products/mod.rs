//! Services and products: what a line of an invoice can name, with its unit, price and product group.

mod add_product;
mod archive_product;
mod change_product;
mod delete_product;
mod list_products;
pub(crate) mod store;
#[cfg(test)]
pub(crate) mod tests;

use kernel::{Name, Number, ProductGroupId, ProductId, Refusal, UnitPrice};
use serde::{Deserialize, Serialize};

pub use add_product::AddProduct;
pub use archive_product::{ArchiveProduct, RestoreProduct};
pub use change_product::ChangeProduct;
pub use delete_product::DeleteProduct;
pub use list_products::{ListProducts, ProductChoices, ProductGroupChoice, ReadProduct, ReadProductChoices};

/// Something that is sold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Product {
    pub id: ProductId,
    /// Free text of the company's choosing.
    pub number: Number,
    pub kind: ProductKind,
    pub name: Name,
    /// `hour`, `piece` …; may be empty.
    pub unit: String,
    /// Of one unit, without VAT, in the company's currency.
    pub price: UnitPrice,
    pub product_group: ProductGroupId,
    pub archived: bool,
    pub version: i64,
}

/// Whether work or a thing is sold; VAT follows from the product group, not from this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProductKind {
    Service,
    Product,
}

impl ProductKind {
    pub const ALL: [ProductKind; 2] = [ProductKind::Service, ProductKind::Product];

    pub fn code(self) -> &'static str {
        match self {
            ProductKind::Service => "service",
            ProductKind::Product => "product",
        }
    }

    pub fn parse(code: &str) -> Option<ProductKind> {
        ProductKind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The word that people see.
    pub fn label(self) -> &'static str {
        match self {
            ProductKind::Service => "Service",
            ProductKind::Product => "Product",
        }
    }
}

impl std::str::FromStr for ProductKind {
    type Err = ProductKindError;
    fn from_str(code: &str) -> Result<Self, ProductKindError> {
        ProductKind::parse(code).ok_or(ProductKindError)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("This is not a kind of product. Known are service and product.")]
pub struct ProductKindError;

/// What can happen to products.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Change {
    Added(Product),
    Changed { before: Product, after: Product },
    Archived(ProductId),
    Restored(ProductId),
    Deleted(Product),
}

/// What else is there when a product is named, numbered and priced.
#[derive(Clone, Debug, Default)]
pub struct Neighbours {
    /// The product that has the number already.
    pub same_number: Option<ProductId>,
    /// The product that has the name already, and whether it is archived.
    pub same_name: Option<(ProductId, Name, bool)>,
    pub groups: Vec<ProductGroupId>,
    pub next_number: String,
}

impl Neighbours {
    /// The staircase that adding and changing share.
    fn admit(&self, product: &Product, currency: kernel::Currency) -> Result<(), Refusal> {
        if self.same_number.is_some_and(|other| other != product.id) {
            return Err(number_taken(product, &self.next_number));
        }
        if let Some((_, name, archived)) = self.same_name.as_ref().filter(|(other, ..)| *other != product.id) {
            return Err(name_taken(name, *archived));
        }
        if !self.groups.contains(&product.product_group) {
            return Err(group_unknown());
        }
        if product.price.currency != currency {
            return Err(wrong_currency(currency));
        }
        if product.price.ten_thousandths < 0 {
            return Err(price_negative());
        }
        Ok(())
    }
}

fn number_taken(product: &Product, next: &str) -> Refusal {
    Refusal::rule(
        "NUMBER_TAKEN",
        format!("Number {} belongs to another product.", product.number),
        format!("Two products cannot share a number. The next free one is {next}."),
    )
    .detail("next_number", next)
}

fn name_taken(name: &Name, archived: bool) -> Refusal {
    let refusal = Refusal::rule(
        "NAME_TAKEN",
        format!("“{name}” already exists."),
        "Names that differ only in capitals or blanks count as the same. Choose another name.",
    );
    if archived { refusal.action("Show archived products", "/settings/invoices?archived=1") } else { refusal }
}

fn group_unknown() -> Refusal {
    Refusal::field(
        "PRODUCT_GROUP_UNKNOWN",
        "product_group",
        "The product group does not exist.",
        "VAT and the sales account follow from the product group. Choose one from the list.",
    )
}

fn wrong_currency(currency: kernel::Currency) -> Refusal {
    Refusal::field(
        "CURRENCY_MISMATCH",
        "price",
        "The price is in another currency than the company's.",
        format!("Prices of products are kept in {currency}. Give the price in {currency}."),
    )
}

fn price_negative() -> Refusal {
    Refusal::field(
        "PRICE_NEGATIVE",
        "price",
        "The price is below zero.",
        "A price is 0 or more. To give money back, use a credit note or a discount on the line.",
    )
}
