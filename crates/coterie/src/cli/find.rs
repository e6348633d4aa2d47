//! Things by what people call them: a client by number or name, a group by name; an id always works.

use serde_json::Value;

use super::door::Door;
use super::trouble::Trouble;

/// The id of the client that `text` names: an id, a number, or a whole name.
pub fn client(door: &Door, text: &str) -> Result<String, Trouble> {
    one(door, "client", "cli_", "/clients", text, &["number", "name"])
}

/// The id of the client group of this name.
pub fn client_group(door: &Door, text: &str) -> Result<String, Trouble> {
    one(door, "client group", "grp_", "/client-groups", text, &["name"])
}

/// The id of the customer group of this number or name.
pub fn customer_group(door: &Door, text: &str) -> Result<String, Trouble> {
    one(door, "customer group", "grp_", "/customer-groups", text, &["number", "name"])
}

/// The id of a group of this name, archived ones too: of the customer groups, or of the client groups.
pub fn any_group(door: &Door, customer: bool, text: &str) -> Result<String, Trouble> {
    let live = if customer { customer_group(door, text) } else { client_group(door, text) };
    let archived = if customer {
        one(door, "customer group", "grp_", "/customer-groups?archived=true", text, &["number", "name"])
    } else {
        one(door, "client group", "grp_", "/client-groups?archived=true", text, &["name"])
    };
    live.or(archived)
}

/// The id of the account of this number or name.
pub fn account(door: &Door, text: &str) -> Result<String, Trouble> {
    one(door, "account", "acc_", "/accounts", text, &["number", "name"])
}

/// The id of the invoice of this number; a provisional number in brackets is a draft's.
pub fn invoice(door: &Door, text: &str) -> Result<String, Trouble> {
    one(door, "invoice", "inv_", "/invoices", text, &["number", "provisional_number"])
}

/// The id of the service or product of this number or name.
pub fn product(door: &Door, text: &str) -> Result<String, Trouble> {
    one(door, "service or product", "pro_", "/products", text, &["number", "name"])
}

/// The id of the saved report of this name.
pub fn report(door: &Door, text: &str) -> Result<String, Trouble> {
    one(door, "report", "rep_", "/reports", text, &["name"])
}

/// Looks `text` up in a list. A key must be met exactly; several things of one name are named, never guessed at.
fn one(door: &Door, noun: &str, prefix: &str, path: &str, text: &str, keys: &[&str]) -> Result<String, Trouble> {
    if let Some(rest) = text.strip_prefix(prefix)
        && rest.chars().all(|letter| letter.is_ascii_alphanumeric())
    {
        return Ok(text.to_owned());
    }
    let found = search(door, path, text, keys)?;
    for key in keys {
        let same: Vec<&Value> = found.iter().filter(|item| item[*key].as_str() == Some(text)).collect();
        match same[..] {
            [] => {}
            [only] => return Ok(only["id"].as_str().unwrap_or_default().to_owned()),
            _ => {
                let ids: Vec<&str> = same.iter().filter_map(|item| item["id"].as_str()).collect();
                return Err(Trouble::Said(format!(
                    "{} {noun}s are called {text}. Say which one by its id: {}.",
                    same.len(),
                    ids.join(", ")
                )));
            }
        }
    }
    Err(Trouble::Said(format!("There is no {noun} {text}.{}", suggestion(&found, keys))))
}

/// The things in a list that may be meant. Customer groups and reports are few and come all at once.
fn search(door: &Door, path: &str, text: &str, keys: &[&str]) -> Result<Vec<Value>, Trouble> {
    let (path, archived) = path.split_once("?archived=").unwrap_or((path, ""));
    let mut query = Vec::new();
    if !archived.is_empty() {
        query.push(("archived", archived.to_owned()));
    }
    let answer = if matches!(path, "/customer-groups" | "/reports") {
        door.get(path, query)?
    } else {
        query.push(("q", text.to_owned()));
        // A number is given away once; of a name there may be another one further on.
        let by_number = |page: &[Value]| keys[0] != "name" && page.iter().any(|item| item[keys[0]] == text);
        door.pages(path, query, usize::MAX, by_number)?
    };
    Ok(answer["items"].as_array().cloned().unwrap_or_default())
}

fn suggestion(found: &[Value], keys: &[&str]) -> String {
    let near: Vec<String> = found
        .iter()
        .take(5)
        .map(|item| keys.iter().filter_map(|key| item[*key].as_str()).collect::<Vec<_>>().join(" "))
        .collect();
    if near.is_empty() { String::new() } else { format!(" Near it: {}.", near.join("; ")) }
}
