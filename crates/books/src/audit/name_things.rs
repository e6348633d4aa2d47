//! What the things are called that changes name by their ids.

use std::collections::{BTreeMap, HashMap};

use kernel::Uuid;
use serde_json::Value;

use super::store;
use crate::{Ask, Permission, Result, Scene};

/// Names the things behind these ids, in their text form with a prefix; texts that are no ids are passed over.
#[derive(Clone, Debug)]
pub struct NameThings {
    pub ids: Vec<String>,
}

/// What a thing is called now; where it is gone, what it was called when it was last written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThingName {
    pub name: String,
    pub is_gone: bool,
}

/// Things that are gone and looked for in the audit; a line that names more of them is not read by people.
const MOST_LOOKED_FOR: usize = 50;

impl Ask for NameThings {
    const NEEDS: Permission = Permission::ViewAudit;
    type Answer = HashMap<String, ThingName>;

    fn answer(self, scene: &Scene<'_>) -> Result<HashMap<String, ThingName>> {
        let mut wanted: BTreeMap<&str, BTreeMap<Uuid, &str>> = BTreeMap::new();
        for text in &self.ids {
            let prefix = text.split_once('_').map_or("", |(prefix, _)| prefix);
            if let Some(id) = kernel::read_any_id(text) {
                wanted.entry(prefix).or_default().insert(id, text);
            }
        }
        let mut found = HashMap::new();
        for (prefix, ids) in &wanted {
            let keys: Vec<Uuid> = ids.keys().copied().collect();
            for (id, name, is_gone) in store::named(scene, prefix, &keys)? {
                if let Some(text) = ids.get(&id) {
                    found.insert((*text).to_owned(), ThingName { name, is_gone });
                }
            }
        }
        let all = wanted.values().flatten();
        let lost: Vec<_> = all.filter(|(_, text)| !found.contains_key(**text)).take(MOST_LOOKED_FOR).collect();
        for (id, text) in lost {
            let last = store::last_changes(scene, *id)?;
            if let Some(name) = last.iter().find_map(|changes| recorded(changes, text)) {
                found.insert((*text).to_owned(), ThingName { name, is_gone: true });
            }
        }
        Ok(found)
    }
}

/// The name that stands beside the id, wherever it is in the changes.
fn recorded(value: &Value, id: &str) -> Option<String> {
    match value {
        Value::Object(map) if map.get("id").and_then(Value::as_str) == Some(id) => name_in(value, id),
        Value::Object(map) => map.values().find_map(|inner| recorded(inner, id)),
        Value::Array(items) => items.iter().find_map(|inner| recorded(inner, id)),
        _ => None,
    }
}

fn name_in(thing: &Value, id: &str) -> Option<String> {
    let text = |path: &str| thing.pointer(path).and_then(Value::as_str).map(str::to_owned);
    let number = |path: &str| thing.pointer(path).and_then(Value::as_i64);
    match id.split_once('_')?.0 {
        "acc" => Some(format!("{} {}", text("/number")?, text("/name")?)),
        "inv" => text("/number").or_else(|| number("/provisional").map(|number| format!("({number})"))),
        "ent" => number("/heading/number").map(|number| number.to_string()),
        "vat" => text("/code"),
        "imp" => text("/file_name"),
        _ => text("/name").or_else(|| text("/details/name")).or_else(|| text("/group/name")),
    }
}
