//! Names of groups: unique within their kind, also when capitals, accents' encoding and runs of blanks are ignored.

use kernel::{GroupId, Name, Refusal};

use super::{Group, Kind};

/// Refuses a name that `holder`, the group found under the same key, already has. `own` is the group being named.
pub(crate) fn refuse_taken(name: &Name, holder: Option<&Group>, own: Option<GroupId>) -> Result<(), Refusal> {
    match holder.filter(|holder| Some(holder.id) != own) {
        None => Ok(()),
        Some(holder) if holder.name == *name => Err(taken(holder)),
        Some(holder) => Err(taken_normalised(holder)),
    }
}

fn taken(holder: &Group) -> Refusal {
    let refusal = Refusal::rule(
        "NAME_TAKEN",
        format!("The {} already exists{}.", called(holder), in_archive(holder)),
        "Two groups of one name cannot be told apart. Choose another name, or use the group that exists.",
    );
    with_ways_out(refusal, holder)
}

fn taken_normalised(holder: &Group) -> Refusal {
    let refusal = Refusal::rule(
        "NAME_TAKEN_NORMALISED",
        format!(
            "The {} already exists{}; only capitals, blanks or accents differ.",
            called(holder),
            in_archive(holder)
        ),
        "Imports tell groups apart by capitals, so two such names would be mixed up. Choose another name, or use the \
         group that exists.",
    );
    with_ways_out(refusal, holder)
}

/// `client group “VIP”`: there are four kinds, and each has names of its own.
fn called(group: &Group) -> String {
    format!("{} “{}”", group.kind.label().to_lowercase(), group.name)
}

fn in_archive(holder: &Group) -> &'static str {
    match holder.kind {
        Kind::Segment | Kind::Posting if holder.archived => " in the archive",
        Kind::Billing if holder.archived => " and is hidden",
        _ => "",
    }
}

fn with_ways_out(refusal: Refusal, holder: &Group) -> Refusal {
    let refusal = Refusal { field: Some("name".into()), ..refusal }
        .detail("existing", holder.id)
        .detail("existing_name", &holder.name)
        .detail("archived", holder.archived);
    if holder.archived {
        return match holder.kind {
            Kind::Segment => {
                refusal.post_action("Restore it", format!("/settings/client-groups/{}/restore", holder.id))
            }
            Kind::Posting => {
                refusal.post_action("Restore it", format!("/settings/customer-groups/{}/restore", holder.id))
            }
            Kind::Corporate => refusal,
            Kind::Billing => refusal.post_action("Show it again", format!("/billing-groups/{}/show", holder.id)),
        };
    }
    match holder.kind {
        Kind::Segment => refusal.action("Show its clients", format!("/clients?client_group={}&shelf=any", holder.id)),
        Kind::Posting => refusal,
        Kind::Corporate => refusal.action("Open it", format!("/corporate-groups/{}", holder.id)),
        Kind::Billing => refusal.action("Open it", format!("/billing-groups/{}/edit", holder.id)),
    }
}

/// Somebody changed the group since the one at the desk looked at it.
pub(crate) fn refuse_stale(group: &Group, expected: Option<i64>) -> Result<(), Refusal> {
    match expected {
        Some(version) if version != group.version => Err(Refusal::stale(
            "CHANGED_MEANWHILE",
            format!("The {} was changed meanwhile.", called(group)),
            "Somebody else saved it after you opened it. Look at it as it is now, then make your change again.",
        )
        .detail("your_version", version)
        .detail("current_version", group.version)),
        _ => Ok(()),
    }
}
