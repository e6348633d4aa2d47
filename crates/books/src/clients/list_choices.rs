//! What a client's form offers: groups with their counts, and the next free number.

use super::store;
use crate::groups::{self, ClientGroupChoice, CustomerGroupChoice};
use crate::{Ask, Permission, Result, Scene};

#[derive(Clone, Copy, Debug)]
pub struct ListChoices;

/// The choices of a client's form.
#[derive(Clone, Debug)]
pub struct Choices {
    pub next_number: String,
    pub customer_groups: Vec<CustomerGroupChoice>,
    pub client_groups: Vec<ClientGroupChoice>,
}

impl Ask for ListChoices {
    const NEEDS: Permission = Permission::ViewOwnClients;
    type Answer = Choices;

    fn answer(self, scene: &Scene<'_>) -> Result<Choices> {
        Ok(Choices {
            next_number: store::next_number(scene)?,
            customer_groups: groups::store::posting_choices(scene)?,
            client_groups: groups::store::segment_choices(scene)?,
        })
    }
}
