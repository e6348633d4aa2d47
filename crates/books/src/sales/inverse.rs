//! What takes the changes of this room back. What is booked is never taken back: a credit note corrects it.

use kernel::ProductId;

use super::invoices::{self, Invoice};
use super::{Change, agreements, products};
use crate::Result;
use crate::undo::{Inverse, Undoing};

pub(crate) fn inverse(change: &Change, undoing: &mut Undoing<'_>) -> Result<Inverse> {
    match change {
        Change::Invoice(change) => of_invoice(change, undoing),
        Change::Product(change) => of_product(change, undoing),
        Change::Agreement(change) => agreements::inverse(change, undoing),
        Change::Payment(_) => Ok(Inverse::blocked("A payment is taken back by its reversal, which stays visible.")),
    }
}

fn of_invoice(change: &invoices::Change, undoing: &mut Undoing<'_>) -> Result<Inverse> {
    use invoices::Change::{Booked, DraftChanged, DraftDeleted, Drafted, TakenIn};
    match change {
        Drafted(drafted) => match invoices::store::find_in_sight(undoing.scene, drafted.id)? {
            None => Ok(Inverse::nothing()),
            Some(now) if now.version == drafted.version => {
                undoing.goes(now.id);
                Ok(Inverse::of(DraftDeleted(Box::new(now))))
            }
            Some(now) => Ok(changed_since(&now)),
        },
        DraftChanged { before, after } => match invoices::store::find_in_sight(undoing.scene, after.id)? {
            None => Ok(Inverse::blocked("The draft was deleted since.")),
            Some(now) if now.version == after.version && !now.is_booked() => {
                let back = Invoice { version: now.version + 1, ..(**before).clone() };
                Ok(Inverse::of(DraftChanged { before: Box::new(now), after: Box::new(back) }))
            }
            Some(now) => Ok(changed_since(&now)),
        },
        DraftDeleted(deleted) => deletion(deleted, undoing),
        Booked { invoice, .. } | TakenIn { invoice, .. } => {
            Ok(Inverse::blocked(format!("{} is booked: a credit note corrects it.", invoice.title())))
        }
    }
}

fn changed_since(now: &Invoice) -> Inverse {
    let what = if now.is_booked() { "booked" } else { "changed again" };
    Inverse::blocked(format!("{} was {what} since.", now.title()))
}

/// A deleted draft comes back; its provisional number may have gone to another one.
fn deletion(deleted: &Invoice, undoing: &mut Undoing<'_>) -> Result<Inverse> {
    if invoices::store::find_in_sight(undoing.scene, deleted.id)?.is_some() {
        return Ok(Inverse::nothing());
    }
    for product in deleted.lines.iter().filter_map(|line| line.product) {
        if products::store::find(undoing.scene, product)?.is_none() && !undoing.is_back(product) {
            return Ok(Inverse::blocked("A product on it was deleted since."));
        }
    }
    let provisional = match invoices::store::is_provisional_taken(undoing.scene, deleted.provisional)? {
        true => invoices::store::next_provisional(undoing.scene)?,
        false => deleted.provisional,
    };
    undoing.comes_back(deleted.id);
    let back = Invoice { provisional, version: deleted.version + 1, ..deleted.clone() };
    Ok(Inverse::of(invoices::Change::Drafted(Box::new(back))))
}

fn of_product(change: &products::Change, undoing: &mut Undoing<'_>) -> Result<Inverse> {
    use products::Change::{Added, Archived, Changed, Deleted, Restored};
    let find = |undoing: &Undoing<'_>, id: ProductId| products::store::find(undoing.scene, id);
    match change {
        Added(added) => match find(undoing, added.id)? {
            None => Ok(Inverse::nothing()),
            Some(now) if products::store::uses(undoing.scene, now.id)? > 0 => {
                Ok(Inverse::blocked(format!("“{}” stands on invoices since.", now.name)))
            }
            Some(now) => {
                undoing.goes(now.id);
                Ok(Inverse::of(Deleted(now)))
            }
        },
        Changed { before, after } => match find(undoing, after.id)? {
            None => Ok(Inverse::blocked("The product was deleted since.")),
            Some(now) if now.version != after.version => {
                Ok(Inverse::blocked(format!("“{}” was changed again since.", now.name)))
            }
            Some(now) => match products::store::taken(undoing.scene, before)? {
                Some(reason) => Ok(Inverse::blocked(reason)),
                None => {
                    let back = products::Product { version: now.version + 1, ..before.clone() };
                    Ok(Inverse::of(Changed { before: now, after: back }))
                }
            },
        },
        Deleted(deleted) => match find(undoing, deleted.id)? {
            Some(_) => Ok(Inverse::nothing()),
            None => match products::store::taken(undoing.scene, deleted)? {
                Some(reason) => Ok(Inverse::blocked(reason)),
                None => {
                    undoing.comes_back(deleted.id);
                    let archived = deleted.archived.then(|| Archived(deleted.id).into());
                    let back = Added(products::Product { archived: false, ..deleted.clone() });
                    Ok(Inverse::Changes(std::iter::once(back.into()).chain(archived).collect()))
                }
            },
        },
        Archived(id) => Ok(match find(undoing, *id)? {
            Some(now) if now.archived => Inverse::of(Restored(*id)),
            _ => Inverse::nothing(),
        }),
        Restored(id) => Ok(match find(undoing, *id)? {
            Some(now) if !now.archived => Inverse::of(Archived(*id)),
            _ => Inverse::nothing(),
        }),
    }
}
