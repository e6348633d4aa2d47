//! What books that come in ask of the tables.

use std::collections::HashSet;

use db::{Value, View};

use crate::Result;

/// Texts in one question.
const AT_ONCE: usize = 200;

/// Those of the documents that an entry has already.
pub(super) fn known_documents(view: &View<'_>, documents: &[&str]) -> Result<HashSet<String>> {
    let marks: Vec<String> = (1..=AT_ONCE).map(|number| format!("${number}")).collect();
    let sql = format!("SELECT document FROM entries WHERE document IN ({})", marks.join(", "));
    let mut known = HashSet::new();
    for some in documents.chunks(AT_ONCE) {
        // Filled up with the last one, so that the statement is prepared once.
        let last = some.last().into_iter().cycle();
        let params: Vec<Value> =
            some.iter().chain(last).take(AT_ONCE).map(|text| Value::Text((*text).to_owned())).collect();
        known.extend(view.rows(&sql, &params, |row| row.get::<String>(0))?);
    }
    Ok(known)
}

/// Numbers of the accounts that have entries.
pub(super) fn posted_accounts(view: &View<'_>) -> Result<HashSet<String>> {
    let sql = "SELECT a.number FROM accounts a WHERE EXISTS (SELECT 1 FROM postings p WHERE p.account = a.id)";
    Ok(view.rows(sql, &[], |row| row.get::<String>(0))?.into_iter().collect())
}
