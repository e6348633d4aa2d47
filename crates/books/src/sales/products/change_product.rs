//! Changes a product. Invoices keep the text and price they were written with.

use kernel::{Currency, Failure, Name, Number, ProductGroupId, ProductId, Stamp, UnitPrice};
use serde::{Deserialize, Serialize};

use super::{Change, Neighbours, Product, store};
use crate::sales::unchanged;
use crate::{Act, Decision, Permission, Result, Scene, accept, company};

/// Changes what is named and leaves the rest.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ChangeProduct {
    pub id: ProductId,
    /// The version that the caller read; any when empty.
    pub version: Option<i64>,
    pub number: Option<Number>,
    pub name: Option<Name>,
    pub unit: Option<String>,
    pub price: Option<UnitPrice>,
    pub product_group: Option<ProductGroupId>,
}

pub struct Facts {
    pub before: Product,
    pub neighbours: Neighbours,
    pub currency: Currency,
}

impl Act for ChangeProduct {
    const NAME: &'static str = "change_product";
    const NEEDS: Permission = Permission::ManageProducts;
    type Facts = Facts;
    type Outcome = ProductId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        let before = store::find(scene, self.id)?.ok_or_else(|| Failure::missing("product", self.id))?;
        let number = self.number.as_ref().unwrap_or(&before.number).as_str().to_owned();
        let name = self.name.as_ref().unwrap_or(&before.name);
        let neighbours = store::neighbours(scene, Some(&number), name)?;
        Ok(Facts { neighbours, before, currency: company::read(scene)?.currency })
    }

    fn decide(self, facts: Facts, _: &Stamp) -> Decision<ProductId> {
        unchanged("product", self.version, facts.before.version)?;
        let before = facts.before;
        let after = Product {
            number: self.number.unwrap_or_else(|| before.number.clone()),
            name: self.name.unwrap_or_else(|| before.name.clone()),
            unit: self.unit.unwrap_or_else(|| before.unit.clone()),
            price: self.price.unwrap_or(before.price),
            product_group: self.product_group.unwrap_or(before.product_group),
            ..before.clone()
        };
        facts.neighbours.admit(&after, facts.currency)?;
        // From here the product will be changed.
        let id = after.id;
        if after == before {
            return Ok(accept(id, []));
        }
        let text = format!("{} “{}” changed", after.kind.label(), after.name);
        let after = Product { version: before.version + 1, ..after };
        Ok(accept(id, [Change::Changed { before, after }.into()]).says(text).about(id).undoable())
    }
}
