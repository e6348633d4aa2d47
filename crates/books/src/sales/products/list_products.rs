//! Products as lists and forms show them.

use kernel::{Currency, Failure, ProductGroupId, ProductId};

use super::{Product, ProductKind, store};
use crate::{Ask, Page, Permission, Result, Scene, company};

/// Products by number; `after` is the cursor of the page before.
#[derive(Clone, Debug, Default)]
pub struct ListProducts {
    pub kind: Option<ProductKind>,
    pub archived: bool,
    /// Searched for in name and number.
    pub q: String,
    pub after: Option<String>,
    pub limit: i64,
}

impl Ask for ListProducts {
    const NEEDS: Permission = Permission::ViewInvoices;
    type Answer = Page<Product>;

    fn answer(self, scene: &Scene<'_>) -> Result<Page<Product>> {
        let mut items = store::list(scene, &self)?;
        let more = items.len() as i64 > self.limit;
        items.truncate(usize::try_from(self.limit).unwrap_or_default());
        let next = if more { items.last().map(|product| product.number.to_string()) } else { None };
        Ok(Page { items, next })
    }
}

#[derive(Clone, Copy, Debug)]
pub struct ReadProduct {
    pub id: ProductId,
}

impl Ask for ReadProduct {
    const NEEDS: Permission = Permission::ViewInvoices;
    type Answer = Product;

    fn answer(self, scene: &Scene<'_>) -> Result<Product> {
        store::find(scene, self.id)?.ok_or_else(|| Failure::missing("product", self.id))
    }
}

/// What a product's form offers.
#[derive(Clone, Copy, Debug)]
pub struct ReadProductChoices;

#[derive(Clone, Debug)]
pub struct ProductChoices {
    pub next_number: String,
    pub currency: Currency,
    pub groups: Vec<ProductGroupChoice>,
}

#[derive(Clone, Debug)]
pub struct ProductGroupChoice {
    pub id: ProductGroupId,
    pub number: i64,
    pub name: String,
}

impl Ask for ReadProductChoices {
    const NEEDS: Permission = Permission::ViewInvoices;
    type Answer = ProductChoices;

    fn answer(self, scene: &Scene<'_>) -> Result<ProductChoices> {
        Ok(ProductChoices {
            next_number: store::next_number(scene)?,
            currency: company::read(scene)?.currency,
            groups: store::groups(scene)?,
        })
    }
}
