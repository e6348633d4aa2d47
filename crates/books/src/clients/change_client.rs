//! Changes a client's settings: only the fields that are named, and its client groups where they are named too.

use kernel::{ClientId, ClientTypeId, Currency, Failure, GroupId, MemberId, Refusal, Stamp, VatZoneId};
use serde::{Deserialize, Serialize};

use super::client_types::{self, TypeFacts};
use super::edit::{check_limit, check_values};
use super::grouping::may_not_edit;
use super::move_customer_group::Standing;
use super::{Change, Client, Edit, GroupFacts, Sight, Wish, refuse_merged, store};
use crate::{Act, Change as AnyChange, Decision, Permission, Result, Scene, accept, company};

/// Saves the settings form, or what a program names. Whoever started from an older version is refused.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ChangeClient {
    pub id: ClientId,
    /// The version that the change started from; `None` takes any.
    pub version: Option<i64>,
    pub edits: Vec<Edit>,
    /// The customer group to move into from today on; `None` leaves it alone.
    pub customer_group: Option<GroupId>,
    /// The client groups that the client shall be in, all of them; `None` leaves them alone.
    pub client_groups: Option<Wish>,
    /// What the client shall be, all of it; `None` leaves it alone.
    pub client_types: Option<Vec<ClientTypeId>>,
}

/// What the rule needs.
pub struct Facts {
    /// The client in sight, with the version that its groups count into.
    pub client: Option<(Client, i64)>,
    pub may_edit: bool,
    /// Who holds the number that is asked for, when it is someone else.
    pub number_holder: Option<store::NumberHolder>,
    pub knows_responsible: bool,
    pub knows_zone: bool,
    pub company_currency: Currency,
    /// Where a customer group is named.
    standing: Option<Standing>,
    groups: Option<GroupFacts>,
    types: Option<TypeFacts>,
    /// Who changed the client last, when that matters.
    pub last_change: Option<String>,
}

impl Act for ChangeClient {
    const NAME: &'static str = "change_client";
    const NEEDS: Permission = Permission::EditOwnClients;
    type Facts = Facts;
    type Outcome = ClientId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        let found = store::find_in_sight(scene, self.id, Sight::of(scene.rights))?;
        let client = match found {
            Some(client) => {
                let version = client.version + store::group_changes(scene, self.id)?;
                Some((client, version))
            }
            None => None,
        };
        let (member, zone) = self.named();
        Ok(Facts {
            may_edit: store::may_edit(scene, self.id)?,
            number_holder: self.number_holder(scene)?,
            knows_responsible: is_kept(&client, member) || store::knows_member(scene, member)?,
            knows_zone: store::knows_zone(scene, zone)?,
            company_currency: company::read(scene)?.currency,
            standing: self.customer_group.map(|_| Standing::load(scene, self.id)).transpose()?,
            groups: self.client_groups.as_ref().map(|wish| wish.load(scene, self.id)).transpose()?,
            types: self.client_types.as_ref().map(|wish| TypeFacts::load(scene, self.id, wish)).transpose()?,
            last_change: match (&client, self.version) {
                (Some((_, current)), Some(version)) if *current != version => store::last_change(scene, self.id)?,
                _ => None,
            },
            client,
        })
    }

    fn decide(self, facts: Facts, stamp: &Stamp) -> Decision<ClientId> {
        let before = self.admitted(&facts)?.clone();
        let mut after = before.clone();
        self.edits.iter().cloned().for_each(|edit| edit.apply(&mut after));
        check_values(&after)?;
        check_limit(&self.edits, &after, facts.company_currency)?;
        let moved = match (&facts.standing, self.customer_group) {
            (Some(standing), Some(wanted)) => standing.plain_target(&before, wanted)?.map(|group| (standing, group)),
            _ => None,
        };
        let mut ids = stamp.ids();
        let regrouped = match (self.client_groups, facts.groups) {
            (Some(wish), Some(groups)) => wish.decide(groups, self.id, &mut ids, stamp)?,
            _ => Vec::new(),
        };
        let types = facts.types.as_ref().zip(self.client_types.as_ref());
        let types = types.map(|(facts, wish)| facts.decide(&before, wish)).transpose()?.flatten();
        // From here the client will be changed.
        let mut changes: Vec<AnyChange> = Vec::new();
        if after != before {
            after.version += 1;
            changes.push(Change::Changed { before: Box::new(before), after: Box::new(after.clone()) }.into());
        }
        if let Some((had, wanted)) = types {
            after.version += 1;
            changes.extend(client_types::set(self.id, &had, &wanted, after.version));
        }
        if let Some((standing, group)) = moved {
            changes.extend(standing.moves(&after, &group.group, (stamp.today, after.version + 1), &mut ids));
        }
        changes.extend(regrouped);
        let text = format!("Client “{}” changed", after.details.name);
        Ok(accept(self.id, changes).says(text).about(self.id).undoable())
    }
}

impl ChangeClient {
    /// The client as it is now, once nothing that is named stands in the way.
    fn admitted<'a>(&self, facts: &'a Facts) -> Result<&'a Client> {
        let Some((client, version)) = &facts.client else { return Err(Failure::missing("client", self.id)) };
        if !facts.may_edit {
            return Err(may_not_edit());
        }
        refuse_merged(client)?;
        match self.version {
            Some(seen) if seen != *version => {
                return Err(changed_meanwhile(client, seen, *version, facts.last_change.as_deref()).into());
            }
            _ => {}
        }
        if let Some(holder) = &facts.number_holder {
            return Err(holder.refusal().into());
        }
        if !facts.knows_responsible {
            return Err(unknown_member().into());
        }
        if !facts.knows_zone {
            return Err(unknown_zone().into());
        }
        Ok(client)
    }

    fn number_holder(&self, scene: &Scene<'_>) -> Result<Option<store::NumberHolder>> {
        let number =
            self.edits.iter().find_map(|edit| if let Edit::Number(number) = edit { Some(number) } else { None });
        match number {
            Some(number) => Ok(store::number_holder(scene, number.as_str())?.filter(|holder| holder.id != self.id)),
            None => Ok(None),
        }
    }

    /// The member and the VAT zone that the change names, if it does.
    fn named(&self) -> (Option<MemberId>, Option<VatZoneId>) {
        self.edits.iter().fold((None, None), |(member, zone), edit| match edit {
            Edit::Responsible(named) => (*named, zone),
            Edit::VatZone(named) => (member, *named),
            _ => (member, zone),
        })
    }
}

/// Whoever looks after the client already may have left since: a form that leaves them there changes nothing.
fn is_kept(client: &Option<(Client, i64)>, member: Option<MemberId>) -> bool {
    client.as_ref().is_some_and(|(client, _)| client.details.responsible == member)
}

fn changed_meanwhile(client: &Client, yours: i64, current: i64, last: Option<&str>) -> Refusal {
    let who = last.unwrap_or("Somebody");
    let refusal = Refusal::stale(
        "CHANGED_MEANWHILE",
        format!("{who} changed “{}” meanwhile.", client.details.name),
        "Nothing was saved, so that nothing of theirs is lost. Look at the client as it is now, then save again.",
    );
    refusal
        .detail("your_version", yours)
        .detail("current_version", current)
        .detail("changed_by", who)
        .action("Show theirs", format!("/clients/{}/edit", client.id))
}

pub(super) fn unknown_member() -> Refusal {
    Refusal::field(
        "MEMBER_UNKNOWN",
        "responsible",
        "The responsible person is not a member.",
        "They left the office, or the id is wrong. Choose an active member, or nobody.",
    )
}

pub(super) fn unknown_zone() -> Refusal {
    Refusal::field(
        "VAT_ZONE_UNKNOWN",
        "vat_zone",
        "The VAT zone does not exist.",
        "Choose one from the list, or leave it empty to take the customer group's.",
    )
}
