//! What a client's form offers: groups with their counts, and the next free number.

use kernel::{ClientId, GroupId, MemberId, VatZoneId};

use super::{ReadClient, store};
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
    /// Active members, by name.
    pub members: Vec<(MemberId, String)>,
    pub vat_zones: Vec<(VatZoneId, String)>,
}

impl Ask for ListChoices {
    const NEEDS: Permission = Permission::ViewOwnClients;
    type Answer = Choices;

    fn answer(self, scene: &Scene<'_>) -> Result<Choices> {
        let choices = OfferChoices.answer(scene)?;
        Ok(Choices { next_number: store::next_number(scene)?, ..choices })
    }
}

/// The same for a client who has a number, and for the filters of the list: the next number is left out.
#[derive(Clone, Copy, Debug)]
pub struct OfferChoices;

impl Ask for OfferChoices {
    const NEEDS: Permission = Permission::ViewOwnClients;
    type Answer = Choices;

    fn answer(self, scene: &Scene<'_>) -> Result<Choices> {
        Ok(Choices {
            next_number: String::new(),
            customer_groups: groups::store::posting_choices(scene)?,
            client_groups: groups::store::segment_choices(scene)?,
            members: store::active_members(scene)?,
            vat_zones: store::vat_zones(scene)?,
        })
    }
}

/// The same for one client: what it has stays on offer, even where nobody else may choose it any more. A form that did
/// not show it would change it unseen.
#[derive(Clone, Copy, Debug)]
pub struct ChoicesOfClient {
    pub client: ClientId,
}

impl Ask for ChoicesOfClient {
    const NEEDS: Permission = Permission::ViewOwnClients;
    type Answer = Choices;

    fn answer(self, scene: &Scene<'_>) -> Result<Choices> {
        let view = ReadClient { id: self.client }.answer(scene)?;
        let mut choices = OfferChoices.answer(scene)?;
        if let Some(own) = view.customer_group()
            && !choices.customer_groups.iter().any(|group| group.id == own.id)
        {
            let account_number = store::standing(scene, &view.client)?.account;
            let name = format!("{}, archived", own.name);
            choices.customer_groups.push(CustomerGroupChoice { id: own.id, name, account_number });
        }
        if let Some(member) = view.client.details.responsible
            && !choices.members.iter().any(|(id, _)| *id == member)
        {
            let (name, _) = store::looked_after(scene, self.client)?;
            choices.members.push((member, format!("{}, no longer active", name.unwrap_or_default())));
        }
        Ok(choices)
    }
}

/// Names of client groups by id, archived ones too; those that were deleted are left out.
#[derive(Clone, Debug)]
pub struct NameGroups(pub Vec<GroupId>);

impl Ask for NameGroups {
    const NEEDS: Permission = Permission::ViewOwnClients;
    type Answer = Vec<ClientGroupChoice>;

    fn answer(self, scene: &Scene<'_>) -> Result<Vec<ClientGroupChoice>> {
        let found = groups::store::find_all(scene, &self.0)?;
        found
            .into_iter()
            .map(|group| {
                Ok(ClientGroupChoice {
                    clients: groups::store::clients_in(scene, group.id)?,
                    id: group.id,
                    name: group.name.to_string(),
                    color: group.color,
                    set: None,
                    smart: group.smart.is_some(),
                })
            })
            .collect()
    }
}
