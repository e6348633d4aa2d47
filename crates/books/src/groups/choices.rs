//! Groups as forms offer them.

use kernel::GroupId;

#[derive(Clone, Debug)]
pub struct CustomerGroupChoice {
    pub id: GroupId,
    pub name: String,
    pub account_number: String,
}

#[derive(Clone, Debug)]
pub struct ClientGroupChoice {
    pub id: GroupId,
    pub name: String,
    pub color: i64,
    /// Clients in it now.
    pub clients: i64,
}
