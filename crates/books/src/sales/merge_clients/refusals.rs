//! What a merge says no to.

use kernel::{Currency, Failure, GroupId, Name, Refusal};

use crate::clients::Client;
use crate::ledger::Account;
use crate::sales::invoices::Readdressed;

/// Years in which both stand in groups of one type, each in another.
pub struct Overlap {
    pub left: GroupId,
    pub held: GroupId,
    pub left_name: String,
    pub held_name: String,
    pub type_name: String,
    pub year: i64,
    pub until: i64,
}

impl Overlap {
    fn years(&self) -> String {
        if self.year == self.until { self.year.to_string() } else { format!("{}–{}", self.year, self.until) }
    }
}

pub(super) fn unknown_heir() -> Failure {
    Refusal::field(
        "CLIENT_UNKNOWN",
        "into",
        "The client to merge into does not exist.",
        "It was deleted meanwhile, or is not yours to see. Choose a client from the list.",
    )
    .into()
}

pub(super) fn changed_meanwhile(client: &Client, yours: i64, current: i64) -> Refusal {
    Refusal::stale(
        "CHANGED_MEANWHILE",
        format!("“{}” was changed meanwhile.", client.details.name),
        "Nothing was merged. Look at both clients as they are now, then merge again.",
    )
    .detail("your_version", yours)
    .detail("current_version", current)
    .action("Show the client", format!("/clients/{}", client.id))
}

pub(super) fn into_itself(client: &Client) -> Refusal {
    Refusal::field(
        "MERGE_INTO_ITSELF",
        "into",
        format!("“{}” cannot be merged into itself.", client.details.name),
        "A merge makes two clients one. Choose another client.",
    )
}

pub(super) fn into_archived(client: &Client) -> Refusal {
    Refusal {
        field: Some("into".into()),
        ..Refusal::rule(
            "MERGE_INTO_ARCHIVED",
            format!("“{}” is in the archive.", client.details.name),
            "Whoever goes on is at work. Take it back from the archive first, or merge the other way round.",
        )
    }
    .post_action("Take it back", format!("/clients/{}/restore", client.id))
}

pub(super) fn overlap(from: &Client, into: &Client, overlaps: &[Overlap]) -> Refusal {
    let (one, other) = (&from.details.name, &into.details.name);
    let line = |at: &Overlap| {
        format!("{} {}: “{one}” is in “{}”, “{other}” in “{}”", at.type_name, at.years(), at.left_name, at.held_name)
    };
    let shown = overlaps.iter().take(10).map(line).collect::<Vec<_>>().join("; ");
    let more = match overlaps.len().saturating_sub(10) {
        0 => String::new(),
        more => format!("; and {more} more"),
    };
    let mut refusal = Refusal::rule(
        "MERGE_OVERLAP",
        format!("“{one}” and “{other}” stand in different corporate groups in the same year."),
        format!(
            "A client is in one group of a type and year. {shown}{more}. End or void the membership of one of the two, or \
             put another client at the head, then merge."
        ),
    )
    .detail("overlaps", overlaps.len());
    for (number, at) in overlaps.iter().take(10).enumerate() {
        refusal = refusal
            .detail(format!("overlap_{}", number + 1), line(at))
            .action(format!("Show “{}”", at.left_name), format!("/corporate-groups/{}", at.left));
    }
    refusal
}

pub(super) fn other_currency(from: &Client, owed_in: Currency, (to, kept_in): (&Account, Currency)) -> Refusal {
    Refusal::rule(
        "MERGE_CURRENCY",
        format!("“{}” has open items in {owed_in}.", from.details.name),
        format!(
            "They would go to account {}, which is kept in {kept_in}. Settle them first, or move the client that goes on \
             into a customer group of their currency.",
            to.number
        ),
    )
    .action("Show its open items", format!("/clients/{}/statement", from.id))
}

pub(super) fn account_archived(to: &Account) -> Refusal {
    Refusal::rule(
        "ACCOUNT_ARCHIVED",
        format!("Account {} is archived.", to.number),
        "Open items would go to it. Restore the account, or give the customer group another one.",
    )
    .action("Show the account", format!("/ledger/accounts/{}", to.id))
}

pub(super) fn draft_stays(draft: &Readdressed, heir: &Name, why: &Refusal) -> Refusal {
    Refusal::rule(
        "MERGE_DRAFT",
        format!("The draft {} cannot go to “{heir}”: {}", draft.title(), why.title),
        format!("A draft takes its terms from its client. {} Book the draft or delete it, then merge.", why.detail),
    )
    .detail("reason", why.code)
    .action("Open the draft", format!("/invoices/{}", draft.id()))
}
