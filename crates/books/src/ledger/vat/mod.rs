//! VAT: codes, zones, product groups, and the rule that makes a code of the two.

mod codes;
mod groups;
mod read_tax;
pub(in crate::ledger) mod store;

pub use codes::{AddVatCode, ArchiveVatCode, ChangeVatCode, VAT_KINDS};
pub use groups::{AddProductGroup, AddVatZone, RenameProductGroup, RenameVatZone, SetVatRule};
pub use read_tax::{ProductGroupView, ReadProductGroup, ReadTax, ReadVatCode, ReadVatZone, Tax};
