//! What a smart group can look at: facts of the client itself, which change only when somebody changes them.

use kernel::Refusal;

use crate::Result;
use crate::clients::{Filter, InGroups, Match, Responsible, Shelf};

/// Refuses what is of the asker, of the clock or of the books, and a filter without any condition.
pub(super) fn refuse(filter: &Filter) -> Result<()> {
    if !filter.text.is_empty() {
        return Err(unfit("It has words to search for.", "Words find more than they say. Clear the search.").into());
    }
    if filter.owing {
        let why = "What a client owes changes with every invoice and payment. Clear the balance.";
        return Err(unfit("It asks for an open balance.", why).into());
    }
    if filter.responsible.iter().any(|who| matches!(who, Responsible::Me | Responsible::MyTeams)) {
        let why = "A group is the same for everyone who looks. Choose the members by name.";
        return Err(unfit("It asks for you or your teams.", why).into());
    }
    if filter.shelf == Shelf::Trash {
        let why = "A client in the trash is in no client group. Choose clients at work or archived ones.";
        return Err(unfit("It asks for clients in the trash.", why).into());
    }
    if matches!(filter.client_groups, Some(InGroups { how: Match::Without, .. })) {
        let why = "Whoever entered the group would be in one. Choose the groups that a client is not to be in.";
        return Err(unfit("It asks for clients in no client group.", why).into());
    }
    if filter.is_default() {
        return Err(Refusal::field(
            "SMART_FILTER_REQUIRED",
            "smart_filter",
            "The filter has no condition.",
            "It would find every client. Choose one condition or more, such as a country or a status.",
        )
        .into());
    }
    Ok(())
}

fn unfit(what: &str, why: &str) -> Refusal {
    Refusal::field("SMART_FILTER_UNFIT", "smart_filter", format!("A group cannot keep this filter. {what}"), why)
}
