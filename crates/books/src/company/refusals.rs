//! What several verbs of this room refuse with.

use kernel::{Failure, Refusal};

use crate::{PermissionSet, Result, Rights};

/// Somebody saved it since the one at the desk looked. `what` begins the sentence: `The role was`.
pub(super) fn refuse_stale(what: &str, expected: Option<i64>, current: i64) -> std::result::Result<(), Refusal> {
    match expected {
        Some(version) if version != current => Err(Refusal::stale(
            "CHANGED_MEANWHILE",
            format!("{what} changed meanwhile."),
            "Somebody else saved it after you opened it. Look at it as it is now, then make your change again.",
        )
        .detail("your_version", version)
        .detail("current_version", current)),
        _ => Ok(()),
    }
}

/// Nobody grants more than they hold, nor takes it from those who hold more. `what` begins the sentence.
pub(super) fn refuse_beyond(what: &str, permissions: PermissionSet, rights: &Rights) -> Result<()> {
    let missing = permissions.iter().find(|permission| !rights.has(*permission));
    match missing {
        None => Ok(()),
        Some(permission) => Err(Failure::forbidden(
            "PERM_GRANT_EXCEEDS",
            permission.code(),
            format!(
                "{what} may {}, and you may not. Nobody grants more than they hold. Ask an owner.",
                permission.label()
            ),
        )),
    }
}

pub(super) fn role_unknown() -> Refusal {
    Refusal::field(
        "ROLE_UNKNOWN",
        "role",
        "The role does not exist.",
        "It was deleted meanwhile. Choose a role from the list.",
    )
}
