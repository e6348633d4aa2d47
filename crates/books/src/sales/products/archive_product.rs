//! Archives a product, and brings it back: an archived one is no longer offered, old invoices keep it.

use kernel::{Failure, ProductId, Stamp};
use serde::{Deserialize, Serialize};

use super::{Change, Product, store};
use crate::{Act, Decision, Permission, Result, Scene, accept};

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct ArchiveProduct {
    pub id: ProductId,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct RestoreProduct {
    pub id: ProductId,
}

fn product(scene: &Scene<'_>, id: ProductId) -> Result<Product> {
    store::find(scene, id)?.ok_or_else(|| Failure::missing("product", id))
}

impl Act for ArchiveProduct {
    const NAME: &'static str = "archive_product";
    const NEEDS: Permission = Permission::ManageProducts;
    type Facts = Product;
    type Outcome = ProductId;

    fn load(&self, scene: &Scene<'_>) -> Result<Product> {
        product(scene, self.id)
    }

    fn decide(self, product: Product, _: &Stamp) -> Decision<ProductId> {
        let change = (!product.archived).then(|| Change::Archived(self.id).into());
        let text = format!("{} “{}” archived", product.kind.label(), product.name);
        Ok(accept(self.id, change).says(text).about(self.id).undoable())
    }
}

impl Act for RestoreProduct {
    const NAME: &'static str = "restore_product";
    const NEEDS: Permission = Permission::ManageProducts;
    type Facts = Product;
    type Outcome = ProductId;

    fn load(&self, scene: &Scene<'_>) -> Result<Product> {
        product(scene, self.id)
    }

    fn decide(self, product: Product, _: &Stamp) -> Decision<ProductId> {
        let change = product.archived.then(|| Change::Restored(self.id).into());
        let text = format!("{} “{}” restored", product.kind.label(), product.name);
        Ok(accept(self.id, change).says(text).about(self.id).undoable())
    }
}
