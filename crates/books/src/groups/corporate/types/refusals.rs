//! What is said no to about types.

use kernel::{GroupId, Name, Refusal};

pub(super) fn refuse_taken(name: &Name, holder: Option<(&Name, bool)>, what: &str) -> Result<(), Refusal> {
    let Some((held, _)) = holder.filter(|(_, own)| !own) else { return Ok(()) };
    let way_out =
        format!("Two {what} of one name cannot be told apart. Choose another name, or use the one that exists.");
    let refusal = if held == name {
        Refusal::rule("NAME_TAKEN", format!("“{held}” already exists."), way_out)
    } else {
        let title = format!("“{held}” already exists; only capitals, blanks or accents differ.");
        Refusal::rule("NAME_TAKEN_NORMALISED", title, way_out)
    };
    Err(Refusal { field: Some("name".into()), ..refusal })
}

pub(super) fn refuse_stale(name: &Name, current: i64, expected: Option<i64>) -> Result<(), Refusal> {
    match expected {
        Some(version) if version != current => Err(Refusal::stale(
            "CHANGED_MEANWHILE",
            format!("“{name}” was changed meanwhile."),
            "Somebody else saved it after you opened it. Look at it as it is now, then make your change again.",
        )
        .detail("your_version", version)
        .detail("current_version", current)),
        _ => Ok(()),
    }
}

pub(super) fn unknown_client_type() -> Refusal {
    Refusal::field(
        "CLIENT_TYPE_UNKNOWN",
        "client_type",
        "The client type does not exist.",
        "It was deleted meanwhile. Choose one from the list.",
    )
}

/// Clients are of the type, or types of groups take it.
pub(super) fn client_type_in_use(name: &Name, clients: i64, types: &[Name]) -> Refusal {
    let takers: Vec<String> = types.iter().map(|taker| format!("“{taker}”")).collect();
    let who = match (clients, takers.is_empty()) {
        (_, false) => format!("corporate groups of the type {} take it", takers.join(", ")),
        (1, true) => "1 client is of it".to_owned(),
        (some, true) => format!("{some} clients are of it"),
    };
    Refusal::rule(
        "TYPE_IN_USE",
        format!("The client type “{name}” cannot be deleted: {who}."),
        "What was told apart by it would be lost. Take it from those first.",
    )
    .detail("clients", clients)
}

/// Groups are of the type.
pub(super) fn in_use(name: &Name, what: &str, groups: &[(GroupId, String)], count: i64) -> Refusal {
    let named: Vec<String> = groups.iter().take(5).map(|(_, group)| format!("“{group}”")).collect();
    let more = count - named.len() as i64;
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let refusal = Refusal::rule(
        "TYPE_IN_USE",
        format!("“{name}” {what}: {}{more} are of it.", named.join(", ")),
        "What a type takes and brings about is fixed once a group is of it, because past years lean on it. Make \
         another type instead.",
    );
    let ids: Vec<String> = groups.iter().map(|(id, _)| id.to_string()).collect();
    groups.iter().take(5).fold(refusal.detail("groups", ids.join(" ")), |refusal, (id, group)| {
        refusal.action(format!("Open “{group}”"), format!("/corporate-groups/{id}"))
    })
}
