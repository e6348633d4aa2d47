//! Deletes a draft. What is booked is never deleted.

use kernel::{Failure, InvoiceId, Stamp};
use serde::{Deserialize, Serialize};

use super::{Change, Invoice, refusals, store};
use crate::sales::unchanged;
use crate::{Act, Decision, Permission, Result, Scene, accept};

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct DeleteDraft {
    pub id: InvoiceId,
    pub version: Option<i64>,
}

impl Act for DeleteDraft {
    const NAME: &'static str = "delete_draft";
    const NEEDS: Permission = Permission::DraftInvoices;
    type Facts = Invoice;
    type Outcome = ();

    fn load(&self, scene: &Scene<'_>) -> Result<Invoice> {
        store::find_in_sight(scene, self.id)?.ok_or_else(|| Failure::missing("invoice", self.id))
    }

    fn decide(self, invoice: Invoice, _: &Stamp) -> Decision<()> {
        if invoice.is_booked() {
            return Err(refusals::already_booked(&invoice).into());
        }
        unchanged("draft", self.version, invoice.version)?;
        if let Some(settlement) = invoice.settlement {
            return Err(refusals::of_a_settlement(&invoice, settlement).into());
        }
        // From here the draft will be deleted.
        let text = format!("Draft {} deleted", invoice.title());
        Ok(accept((), [Change::DraftDeleted(Box::new(invoice)).into()]).says(text).about(self.id).undoable())
    }
}
