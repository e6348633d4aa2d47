//! What a client is: a set of the company's client types. Who stands in a corporate group keeps the type that it takes.

pub(super) mod store;

use kernel::{ClientId, ClientTypeId, GroupId, MembershipId, Refusal};

use super::{Change, Client, corporate};
use crate::groups::corporate::store as groups;
use crate::undo::{Inverse, Undoing};
use crate::{Change as AnyChange, Result, Scene};

/// What taking types from a client and giving it others needs.
pub struct TypeFacts {
    now: Vec<ClientTypeId>,
    knows_all: bool,
    /// Of each type that goes: its name, and the groups of this year or later that need it.
    needed: Vec<(String, Vec<(GroupId, String, i64)>)>,
}

impl TypeFacts {
    pub(super) fn load(scene: &Scene<'_>, client: ClientId, wish: &[ClientTypeId]) -> Result<TypeFacts> {
        TypeFacts::but(scene, client, wish, |_, _, _| false)
    }

    /// The same, but for corporate groups that the client will have left by then.
    fn but(
        scene: &Scene<'_>,
        client: ClientId,
        wish: &[ClientTypeId],
        has_left: impl Fn(&str, Option<MembershipId>, bool) -> bool,
    ) -> Result<TypeFacts> {
        let now = store::types_of(scene, client)?;
        let mut needed = Vec::new();
        for gone in now.iter().filter(|of_type| !wish.contains(of_type)) {
            let standing = groups::standing_of(scene, client, Some(*gone), scene.today.year().number(), &has_left)?;
            if !standing.is_empty() {
                let name = groups::find_client_type(scene, *gone)?.map(|found| found.name.to_string());
                needed.push((name.unwrap_or_default(), standing));
            }
        }
        let new: Vec<ClientTypeId> = wish.iter().filter(|of_type| !now.contains(of_type)).copied().collect();
        Ok(TypeFacts { knows_all: store::knows(scene, &new)?, now, needed })
    }

    /// The types before and after, when they differ.
    pub(super) fn decide(
        &self,
        client: &Client,
        wish: &[ClientTypeId],
    ) -> Result<Option<(Vec<ClientTypeId>, Vec<ClientTypeId>)>> {
        if !self.knows_all {
            return Err(unknown().into());
        }
        if let Some((of_type, standing)) = self.needed.first() {
            return Err(corporate::type_in_use(of_type, client.details.name.as_str(), standing).into());
        }
        let wanted = in_order(wish);
        Ok((wanted != self.now).then(|| (self.now.clone(), wanted)))
    }
}

/// Each once.
fn in_order(types: &[ClientTypeId]) -> Vec<ClientTypeId> {
    let mut types = types.to_vec();
    types.sort();
    types.dedup();
    types
}

/// The change that makes a client what it shall be; none where nothing differs.
pub(crate) fn set(
    client: ClientId,
    before: &[ClientTypeId],
    after: &[ClientTypeId],
    version: i64,
) -> Option<AnyChange> {
    let (before, after) = (before.to_vec(), in_order(after));
    (before != after).then(|| Change::TypesSet { client, before, after, version }.into())
}

pub(super) fn types_back(
    before: &[ClientTypeId],
    after: &[ClientTypeId],
    now: &Client,
    undoing: &Undoing<'_>,
) -> Result<Inverse> {
    if store::types_of(undoing.scene, now.id)? != in_order(after) {
        return Ok(Inverse::blocked(format!("The types of “{}” were changed again since.", now.details.name)));
    }
    let has_left = |slot: &str, membership: Option<MembershipId>, is_head: bool| {
        membership.is_none_or(|membership| undoing.is_gone(membership))
            && (!is_head || undoing.has_left_head(now.id, slot))
    };
    let facts = TypeFacts::but(undoing.scene, now.id, before, has_left)?;
    if !facts.knows_all {
        return Ok(Inverse::blocked("A client type was deleted since."));
    }
    if !facts.needed.is_empty() {
        return Ok(Inverse::blocked(format!("“{}” stands in a corporate group by now.", now.details.name)));
    }
    Ok(Inverse::of(Change::TypesSet {
        client: now.id,
        before: after.to_vec(),
        after: before.to_vec(),
        version: now.version + 1,
    }))
}

pub(super) fn unknown() -> Refusal {
    Refusal::field(
        "CLIENT_TYPE_UNKNOWN",
        "client_types",
        "A chosen client type does not exist.",
        "It was deleted meanwhile. Choose from the types that are there.",
    )
}
