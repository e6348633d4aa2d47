//! Members' names for those who only have an id: audit lines, "set by".

use std::collections::HashMap;

use crate::{Result, Scene};

use super::store;

/// Names by the code that the audit stores.
pub struct MemberNames(HashMap<String, String>);

impl MemberNames {
    /// The name behind an actor's code; the operator and the system have theirs.
    pub fn of(&self, code: &str) -> String {
        match code {
            "operator" => "Operator".to_owned(),
            "system" => "Coterie".to_owned(),
            member => self.0.get(member).cloned().unwrap_or_else(|| "Former member".to_owned()),
        }
    }
}

pub fn member_names(scene: &Scene<'_>) -> Result<MemberNames> {
    let names = store::names(scene)?;
    Ok(MemberNames(names.into_iter().map(|(id, name)| (id.to_string(), name)).collect()))
}
