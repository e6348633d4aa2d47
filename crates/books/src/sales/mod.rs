//! ROOM

mod delete_customer_group;

use db::WriteSet;
use kernel::Stamp;
use serde::{Deserialize, Serialize};

pub use delete_customer_group::DeleteCustomerGroup;

/// What can happen in this room.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Change {}

pub(crate) fn write(change: &Change, _: &mut WriteSet, _: &Stamp) {
    match *change {}
}
