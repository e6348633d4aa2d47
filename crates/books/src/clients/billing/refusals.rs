//! What is said no to, in words that several verbs share.

use kernel::{Name, Refusal};

pub(super) fn member_required() -> Refusal {
    Refusal::field(
        "MEMBER_REQUIRED",
        "members",
        "No client is chosen.",
        "A billing group has at least one member. Choose the clients that are billed together.",
    )
}

pub(super) fn member_unknown() -> Refusal {
    Refusal::field(
        "MEMBER_UNKNOWN",
        "members",
        "A chosen client does not exist.",
        "It was deleted meanwhile, or is not yours to see. Choose from the clients that are there.",
    )
}

pub(super) fn too_many(most: usize) -> Refusal {
    Refusal::field(
        "MEMBERS_TOO_MANY",
        "members",
        format!("A billing group has at most {most} members."),
        "More are not billed together by one payer. Make several groups.",
    )
}

pub(super) fn primary_required() -> Refusal {
    Refusal::field(
        "PRIMARY_CONTACT_REQUIRED",
        "primary_contact",
        "No primary contact is chosen.",
        "Somebody usually pays. Choose one of the members.",
    )
}

pub(super) fn primary_not_member() -> Refusal {
    Refusal::field(
        "PRIMARY_CONTACT_NOT_MEMBER",
        "primary_contact",
        "The primary contact is not one of the members.",
        "Whoever usually pays belongs to the group. Choose one of the members, or put the client in as well.",
    )
}

pub(super) fn primary_leaves(group: &Name) -> Refusal {
    Refusal {
        field: Some("members".into()),
        ..Refusal::rule(
            "PRIMARY_CONTACT_LEAVES",
            "The primary contact cannot be taken out.",
            format!(
                "Somebody usually pays for “{group}”. Name another member as primary contact first; both can be saved at \
                 once."
            ),
        )
    }
}
