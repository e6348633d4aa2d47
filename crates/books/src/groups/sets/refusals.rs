//! What a set refuses: a second group of it for one client, and a group whose clients are in another of it already.

use db::View;
use kernel::{ClientId, Failure, Refusal};

use super::store::{self, Overlap};
use super::{GroupSet, SetChoice};
use crate::groups::Group;

/// Refuses a list of groups that a client could not be in together.
pub(crate) fn refuse_two_of_one_set<'a>(groups: impl IntoIterator<Item = &'a Group>) -> Result<(), Refusal> {
    let mut seen: Vec<&Group> = Vec::new();
    for group in groups {
        if group.set.is_none() || seen.iter().any(|other| other.id == group.id) {
            continue;
        }
        match seen.iter().find(|other| other.set == group.set) {
            Some(other) => return Err(two_of_one_set(other, group)),
            None => seen.push(group),
        }
    }
    Ok(())
}

fn two_of_one_set(one: &Group, other: &Group) -> Refusal {
    Refusal::field(
        "SET_TWICE",
        "client_groups",
        format!("“{}” and “{}” stand in one set.", one.name, other.name),
        "A client is in at most one group of a set. Choose one of the two.",
    )
    .detail("groups", format!("{} {}", one.id, other.id))
}

/// The client is in another group of the set already.
pub(crate) fn taken_in_set(client: ClientId, held: &Group, wanted: &Group) -> Refusal {
    Refusal {
        field: Some("client_groups".into()),
        ..Refusal::rule(
            "SET_TAKEN",
            format!("The client is in “{}” already, which stands in one set with “{}”.", held.name, wanted.name),
            "A client is in at most one group of a set. Take the client out of the other group, or move it.",
        )
    }
    .detail("held", held.id)
    .detail("held_name", &held.name)
    .detail("wanted", wanted.id)
    .post_action(
        format!("Move to “{}”", wanted.name),
        format!("/clients/{client}/move-to-group/{}?leaves={}", wanted.id, held.id),
    )
}

/// Refuses to put a group into a set when clients of it are in another group of the set.
pub(in crate::groups) fn refuse_overlap(group: &Group, set: &GroupSet, overlaps: &[Overlap]) -> Result<(), Refusal> {
    let clients: i64 = overlaps.iter().map(|overlap| overlap.clients).sum();
    if clients == 0 {
        return Ok(());
    }
    let (are, them) =
        if clients == 1 { ("1 client is".to_owned(), "it") } else { (format!("{clients} clients are"), "them") };
    let refusal = Refusal::rule(
        "SET_OVERLAP",
        format!("“{}” cannot join the set “{}”: {are} in another group of it.", group.name, set.name),
        format!(
            "A client is in at most one group of a set: {}. Take {them} out of one of the two groups first.",
            places(overlaps)
        ),
    );
    let refusal = Refusal { field: Some("set".into()), ..refusal }.detail("clients", clients);
    Err(shown(refusal, group, overlaps))
}

/// The refusal of a merge after which clients would be in two groups of the set that `into` stands in.
pub(crate) fn overlap_on_merging(view: &View<'_>, from: &Group, into: &Group) -> crate::Result<Option<Failure>> {
    let Some(set) = into.set else { return Ok(None) };
    let mut overlaps = store::overlaps(view, from.id, set)?;
    overlaps.retain(|overlap| overlap.group != into.id);
    let clients: i64 = overlaps.iter().map(|overlap| overlap.clients).sum();
    if clients == 0 {
        return Ok(None);
    }
    let are = if clients == 1 { "1 client is".to_owned() } else { format!("{clients} clients are") };
    let refusal = Refusal::rule(
        "SET_OVERLAP",
        format!("“{}” cannot be merged into “{}”: {are} in another group of its set.", from.name, into.name),
        format!(
            "A client is in at most one group of a set: {}. Take them out of one of the two groups first.",
            places(&overlaps)
        ),
    );
    Ok(Some(shown(refusal.detail("clients", clients), from, &overlaps).into()))
}

fn places(overlaps: &[Overlap]) -> String {
    let places: Vec<String> =
        overlaps.iter().map(|overlap| format!("{} in “{}”", overlap.clients, overlap.name)).collect();
    places.join(", ")
}

/// Links to the lists of those in both groups.
fn shown(refusal: Refusal, group: &Group, overlaps: &[Overlap]) -> Refusal {
    overlaps.iter().take(SHOWN).fold(refusal, |refusal, overlap| {
        let href = format!(
            "/clients?client_group={}&client_group={}&client_group_match=all&shelf=any",
            group.id, overlap.group
        );
        refusal.action(format!("Show the {} in “{}”", overlap.clients, overlap.name), href)
    })
}

/// Ways out that are offered; more would hide the first.
const SHOWN: usize = 5;

/// The set as it was looked up, if one is wanted and exists.
pub(in crate::groups) fn unknown_set(wanted: Option<SetChoice>, found: Option<&GroupSet>) -> Result<(), Failure> {
    match (wanted, found) {
        (Some(SetChoice::In(_)), None) => Err(Refusal::field(
            "SET_UNKNOWN",
            "set",
            "The set does not exist.",
            "It was deleted meanwhile. Choose a set from the list, or none.",
        )
        .into()),
        _ => Ok(()),
    }
}

/// Groups of a set in words, such as `“North”, “South” and 3 more`.
pub(super) fn listed(groups: &[Group]) -> String {
    let named: Vec<String> = groups.iter().take(SHOWN).map(|group| format!("“{}”", group.name)).collect();
    match groups.len().saturating_sub(SHOWN) {
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}
