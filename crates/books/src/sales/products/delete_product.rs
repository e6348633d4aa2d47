//! Deletes a product that no invoice names.

use kernel::{Failure, ProductId, Refusal, Stamp};
use serde::{Deserialize, Serialize};

use super::{Change, Product, store};
use crate::sales::unchanged;
use crate::{Act, Decision, Permission, Result, Scene, accept};

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct DeleteProduct {
    pub id: ProductId,
    pub version: Option<i64>,
}

impl Act for DeleteProduct {
    const NAME: &'static str = "delete_product";
    const NEEDS: Permission = Permission::ManageProducts;
    /// The product, and the number of invoices that name it.
    type Facts = (Product, i64);
    type Outcome = ();

    fn load(&self, scene: &Scene<'_>) -> Result<(Product, i64)> {
        let product = store::find(scene, self.id)?.ok_or_else(|| Failure::missing("product", self.id))?;
        Ok((product, store::uses(scene, self.id)?))
    }

    fn decide(self, (product, uses): (Product, i64), _: &Stamp) -> Decision<()> {
        unchanged("product", self.version, product.version)?;
        if uses > 0 {
            return Err(in_use(&product, uses).into());
        }
        // From here the product will be deleted.
        let text = format!("{} “{}” deleted", product.kind.label(), product.name);
        Ok(accept((), [Change::Deleted(product).into()]).says(text).about(self.id).undoable())
    }
}

fn in_use(product: &Product, uses: i64) -> Refusal {
    Refusal::rule(
        "PRODUCT_IN_USE",
        format!("“{}” stands on {uses} invoices.", product.name),
        "What an invoice names is kept. Archive it, so that it is no longer offered.",
    )
    .detail("invoices", uses)
    .post_action("Archive instead", format!("/settings/invoices/products/{}/archive", product.id))
}
