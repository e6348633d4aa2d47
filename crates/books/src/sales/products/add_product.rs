//! Adds a service or product.

use kernel::{Currency, Failure, Name, Number, ProductGroupId, ProductId, Stamp, UnitPrice};
use serde::{Deserialize, Serialize};

use super::{Change, Neighbours, Product, ProductKind, store};
use crate::{Act, Decision, Permission, Result, Scene, accept, company};

/// Adds a service or product. Without a number the next free one is taken.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AddProduct {
    pub number: Option<Number>,
    pub kind: ProductKind,
    pub name: Name,
    pub unit: String,
    pub price: UnitPrice,
    pub product_group: ProductGroupId,
}

impl Act for AddProduct {
    const NAME: &'static str = "add_product";
    const NEEDS: Permission = Permission::ManageProducts;
    type Facts = (Neighbours, Currency);
    type Outcome = ProductId;

    fn load(&self, scene: &Scene<'_>) -> Result<Self::Facts> {
        let number = self.number.as_ref().map(Number::as_str);
        Ok((store::neighbours(scene, number, &self.name)?, company::read(scene)?.currency))
    }

    fn decide(self, (neighbours, currency): Self::Facts, stamp: &Stamp) -> Decision<ProductId> {
        let number = match self.number {
            Some(number) => number,
            None => Number::parse(&neighbours.next_number).map_err(Failure::broken)?,
        };
        let product = Product {
            id: stamp.ids().next(),
            number,
            kind: self.kind,
            name: self.name,
            unit: self.unit,
            price: self.price,
            product_group: self.product_group,
            archived: false,
            version: 1,
        };
        neighbours.admit(&product, currency)?;
        // From here the product will be added.
        let (id, text) = (product.id, format!("{} “{}” added", product.kind.label(), product.name));
        Ok(accept(id, [Change::Added(product).into()]).says(text).about(id).undoable())
    }
}
