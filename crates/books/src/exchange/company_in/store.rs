//! Whether anything is there that an export could be mixed with.

use db::View;

use crate::Result;

/// No client, not even in the trash, no entry, and no group but the customer groups that a company begins with.
pub(super) fn is_empty(view: &View<'_>) -> Result<bool> {
    let sql = "SELECT (SELECT COUNT(*) FROM clients) + (SELECT COUNT(*) FROM entries)
        + (SELECT COUNT(*) FROM group_sets) + (SELECT COUNT(*) FROM groups_of_clients WHERE kind <> 'posting')";
    Ok(view.number(sql, &[])? == 0)
}
