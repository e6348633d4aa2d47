//! The rules of the company, on both databases.

mod members;
mod office;
mod roles;
mod teams;

use kernel::{Name, RoleId};

use crate::testing::TestHouse;

fn name(text: &str) -> Name {
    Name::parse(text).expect("a name")
}

/// The built-in role of a code.
fn role(house: &TestHouse, code: &str) -> RoleId {
    let roles = house.ask(super::ListRoles);
    roles.iter().find(|view| view.role.builtin.as_deref() == Some(code)).expect("a role").role.id
}
