//! Changes as people read them: what happened, then each value, before and after where it changed.

use serde_json::{Map, Value};

/// Values that say nothing to people.
const LEFT_OUT: [&str; 5] = ["id", "version", "only_row", "digest", "slots"];

/// One change: its words, and its values.
pub struct Told {
    pub what: String,
    pub values: Vec<Change>,
}

/// A value; `before` is empty where it is not known to have changed.
pub struct Change {
    pub name: String,
    pub before: Option<String>,
    pub after: String,
}

/// The changes of an audit line: `[{"Groups": {"ClientGroupChanged": {"before": …, "after": …}}}, …]`.
pub fn told(changes: &Value) -> Vec<Told> {
    changes.as_array().into_iter().flatten().map(one).collect()
}

fn one(change: &Value) -> Told {
    let (room, inner) = variant(change);
    let (happened, values) = variant(&inner);
    let what = if happened.is_empty() { words(&room) } else { format!("{}: {}", words(&room), words(&happened)) };
    Told { what, values: differences(&values) }
}

/// The name of an enum's variant and what it holds.
fn variant(value: &Value) -> (String, Value) {
    match value {
        Value::String(name) => (name.clone(), Value::Null),
        Value::Object(map) => match map.iter().next() {
            Some((name, inner)) if map.len() == 1 => (name.clone(), inner.clone()),
            _ => (String::new(), value.clone()),
        },
        _ => (String::new(), value.clone()),
    }
}

fn differences(values: &Value) -> Vec<Change> {
    let Value::Object(map) = values else { return flat(values, None) };
    match (map.get("before"), map.get("after")) {
        (Some(before), Some(after)) if after.is_object() || before.is_object() => {
            let mut rest: Map<String, Value> = map.clone();
            rest.remove("before");
            rest.remove("after");
            let mut changes = flat(&Value::Object(rest), None);
            changes.extend(flat(after, Some(before)));
            changes
        }
        _ => flat(values, None),
    }
}

/// Every leaf with something in it; beside `before` only those that differ.
fn flat(after: &Value, before: Option<&Value>) -> Vec<Change> {
    let (mut now, mut then) = (Vec::new(), Vec::new());
    leaves("", after, &mut now);
    if let Some(before) = before {
        leaves("", before, &mut then);
    }
    let was = |name: &str| then.iter().find(|(other, _)| other == name).map(|(_, text)| text.clone());
    let mut changes = Vec::new();
    for (name, text) in &now {
        match before.map(|_| was(name).unwrap_or_default()) {
            Some(old) if old == *text => {}
            old => changes.push(Change { name: name.clone(), before: old, after: text.clone() }),
        }
    }
    for (name, text) in &then {
        if !now.iter().any(|(other, _)| other == name) {
            changes.push(Change { name: name.clone(), before: Some(text.clone()), after: String::new() });
        }
    }
    changes
}

fn leaves(path: &str, value: &Value, found: &mut Vec<(String, String)>) {
    match value {
        Value::Null => {}
        Value::String(text) if text.is_empty() => {}
        Value::String(text) => found.push((path.to_owned(), text.clone())),
        Value::Bool(yes) => found.push((path.to_owned(), if *yes { "yes" } else { "no" }.to_owned())),
        Value::Number(number) => found.push((path.to_owned(), number.to_string())),
        Value::Array(items) if items.iter().all(|item| !item.is_object() && !item.is_array()) => {
            let mut texts = Vec::new();
            items.iter().for_each(|item| leaves("", item, &mut texts));
            if !texts.is_empty() {
                let joined: Vec<String> = texts.into_iter().map(|(_, text)| text).collect();
                found.push((path.to_owned(), joined.join(", ")));
            }
        }
        Value::Array(items) => {
            for (place, item) in items.iter().enumerate() {
                leaves(&joined(path, &(place + 1).to_string()), item, found);
            }
        }
        Value::Object(map) => {
            for (name, inner) in map.iter().filter(|(name, _)| !LEFT_OUT.contains(&name.as_str())) {
                leaves(&joined(path, &name.replace('_', " ")), inner, found);
            }
        }
    }
}

fn joined(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path} {name}") }
}

/// `ClientGroupChanged` as `Client group changed`.
fn words(name: &str) -> String {
    let mut words = String::with_capacity(name.len() + 4);
    for (place, letter) in name.chars().enumerate() {
        if letter.is_uppercase() && place > 0 {
            words.push(' ');
            words.extend(letter.to_lowercase());
        } else {
            words.push(letter);
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Told, told};

    fn text(told: &[Told]) -> Vec<String> {
        let value = |change: &super::Change| match &change.before {
            Some(before) => format!("{}: {before} -> {}", change.name, change.after),
            None => format!("{}: {}", change.name, change.after),
        };
        told.iter()
            .map(|told| format!("{} [{}]", told.what, told.values.iter().map(value).collect::<Vec<_>>().join("; ")))
            .collect()
    }

    #[test]
    fn changes_are_told_by_what_differs() {
        let changes = json!([
            { "Company": { "RoleChanged": {
                "before": { "id": "rol_1", "name": "Nights", "permissions": "enter", "version": 1 },
                "after": { "id": "rol_1", "name": "Night shift", "permissions": "enter", "version": 2 } } } },
            { "Company": { "TeamCreated": { "id": "tea_1", "name": "Quay", "version": 1,
                "members": [{ "member": "mem_1", "lead": true }] } } },
            { "Company": { "CompanyChanged": { "before": { "contact": { "city": "Cork" } }, "after": { "contact": { "city": null } } } } },
            { "Groups": "Something" },
        ]);
        assert_eq!(
            text(&told(&changes)),
            [
                "Company: Role changed [name: Nights -> Night shift]",
                "Company: Team created [members 1 lead: yes; members 1 member: mem_1; name: Quay]",
                "Company: Company changed [contact city: Cork -> ]",
                "Groups: Something []",
            ]
        );
        assert!(told(&json!(null)).is_empty());
    }
}
