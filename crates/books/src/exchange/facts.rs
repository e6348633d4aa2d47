//! Looks up what rows are judged by: the office's groups, zones and members, and the clients that the rows may mean.

use std::collections::HashMap;

use super::{Existing, FileRow, Key, Knowledge, KnownGroup, Matches, Preparation, keys, store};
use crate::groups::{self, Kind};
use crate::{Permission, Result, Scene, clients, company, ledger};

/// Groups, zones and members: five questions.
pub(super) fn knowledge(scene: &Scene<'_>) -> Result<Knowledge> {
    let client_groups = groups::store::of_kind(scene, Kind::Segment)?
        .into_iter()
        .map(|group| KnownGroup {
            id: group.id,
            key: group.name.key(),
            name: group.name.to_string(),
            number: String::new(),
            archived: group.archived,
            set: group.set,
            smart: group.smart.is_some(),
        })
        .collect();
    let customer_groups = groups::store::posting_groups(scene)?
        .into_iter()
        .map(|posting| KnownGroup {
            id: posting.group.id,
            key: posting.group.name.key(),
            name: posting.group.name.to_string(),
            number: posting.number,
            archived: posting.group.archived,
            set: None,
            smart: false,
        })
        .collect();
    let zones = ledger::store::vat_zones(scene)?;
    Ok(Knowledge {
        client_groups,
        customer_groups,
        vat_zones: zones.into_iter().map(|zone| (zone.id, zone.code, zone.name.to_string())).collect(),
        members: store::members(scene)?,
        currency: company::read(scene)?.currency,
        may_manage_groups: scene.rights.has(Permission::ManageClientGroups),
    })
}

/// The clients that the rows may mean.
pub(super) fn matches(scene: &Scene<'_>, preparation: &Preparation, rows: &[FileRow]) -> Result<Matches> {
    matches_of(scene, &keys(preparation, rows))
}

/// The clients that have one of the keys, with their client groups, a page of keys to a question.
pub(super) fn matches_of(scene: &Scene<'_>, keys: &[Key]) -> Result<Matches> {
    let (mut numbers, mut registrations, mut names) = (Vec::new(), Vec::new(), Vec::new());
    for key in keys {
        match key {
            Key::Number(number) => numbers.push(number.clone()),
            Key::Registration(number) => registrations.push(number.clone()),
            Key::Name(key) => names.push(kernel::search_fold(key)),
        }
    }
    let mut found = HashMap::new();
    for (by, texts) in [("number", numbers), ("registration_number", registrations), ("name_fold", names)] {
        for client in clients::store::among(scene, by, &texts)? {
            found.insert(client.id, Existing { client, groups: Vec::new() });
        }
    }
    let ids: Vec<_> = found.keys().copied().collect();
    for some in ids.chunks(super::PAGE) {
        for (membership, _) in groups::store::segments_of_all(scene, some)? {
            if let Some(existing) = found.get_mut(&membership.client) {
                existing.groups.push(membership);
            }
        }
    }
    let mut found: Vec<Existing> = found.into_values().collect();
    found.sort_by_key(|existing| existing.client.id);
    Ok(Matches::of(found))
}
