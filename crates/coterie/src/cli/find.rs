//! Things by what people call them: a client by number or name, a group by name; an id always works.

use serde_json::Value;

use super::door::Door;
use super::trouble::Trouble;

/// A kind of things: its word, how its ids begin, where it is listed, by what it is called, and what to do when none is
/// called so.
struct Kind {
    noun: &'static str,
    prefix: &'static str,
    path: &'static str,
    keys: &'static [&'static str],
    cure: &'static str,
}

const CLIENT: Kind = Kind {
    noun: "client",
    prefix: "cli_",
    path: "/clients",
    keys: &["number", "name"],
    cure: "Those there are: coterie client list. Register it: coterie client add --name",
};
const CLIENT_GROUP: Kind = Kind {
    noun: "client group",
    prefix: "grp_",
    path: "/client-groups",
    keys: &["name"],
    cure: "Those there are: coterie group list. Create it: coterie group add",
};
const CUSTOMER_GROUP: Kind = Kind {
    noun: "customer group",
    prefix: "grp_",
    path: "/customer-groups",
    keys: &["number", "name"],
    cure: "Those there are: coterie group list --customer",
};
const ACCOUNT: Kind = Kind {
    noun: "account",
    prefix: "acc_",
    path: "/accounts",
    keys: &["number", "name"],
    cure: "Those there are: coterie report balances",
};
const INVOICE: Kind = Kind {
    noun: "invoice",
    prefix: "inv_",
    path: "/invoices",
    keys: &["number", "provisional_number"],
    cure: "Those there are: coterie invoice list",
};
const PRODUCT: Kind = Kind {
    noun: "service or product",
    prefix: "pro_",
    path: "/products",
    keys: &["number", "name"],
    cure: "The page of services and products has those there are, and makes new ones",
};
const REPORT: Kind = Kind {
    noun: "report",
    prefix: "rep_",
    path: "/reports",
    keys: &["name"],
    cure: "Those there are: coterie report list",
};

/// The id of the client that `text` names: an id, a number, or a whole name.
pub fn client(door: &Door, text: &str) -> Result<String, Trouble> {
    CLIENT.named(door, text)
}

/// The id of the client group of this name.
pub fn client_group(door: &Door, text: &str) -> Result<String, Trouble> {
    CLIENT_GROUP.named(door, text)
}

/// The id of the customer group of this number or name.
pub fn customer_group(door: &Door, text: &str) -> Result<String, Trouble> {
    CUSTOMER_GROUP.named(door, text)
}

/// The id of a group of this name, archived ones too: of the customer groups, or of the client groups.
pub fn any_group(door: &Door, customer: bool, text: &str) -> Result<String, Trouble> {
    let (live, archived) = if customer {
        (CUSTOMER_GROUP, Kind { path: "/customer-groups?archived=true", ..CUSTOMER_GROUP })
    } else {
        (CLIENT_GROUP, Kind { path: "/client-groups?archived=true", ..CLIENT_GROUP })
    };
    live.named(door, text).or_else(|missing| archived.named(door, text).map_err(|_| missing))
}

/// The id of the account of this number or name.
pub fn account(door: &Door, text: &str) -> Result<String, Trouble> {
    ACCOUNT.named(door, text)
}

/// The id of the invoice of this number; a provisional number in brackets is a draft's.
pub fn invoice(door: &Door, text: &str) -> Result<String, Trouble> {
    INVOICE.named(door, text)
}

/// The id of the service or product of this number or name.
pub fn product(door: &Door, text: &str) -> Result<String, Trouble> {
    PRODUCT.named(door, text)
}

/// The id of the saved report of this name.
pub fn report(door: &Door, text: &str) -> Result<String, Trouble> {
    REPORT.named(door, text)
}

impl Kind {
    /// Looks `text` up in the list. A key must be met exactly; several things of one name are named, never guessed at.
    fn named(&self, door: &Door, text: &str) -> Result<String, Trouble> {
        let noun = self.noun;
        if let Some(rest) = text.strip_prefix(self.prefix)
            && rest.chars().all(|letter| letter.is_ascii_alphanumeric())
        {
            return Ok(text.to_owned());
        }
        let found = search(door, self.path, text, self.keys)?;
        for key in self.keys {
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
        let cure = suggestion(&found, self.keys).unwrap_or_else(|| self.cure.to_owned());
        Err(Trouble::Said(format!("There is no {noun} {text}. {cure}.")))
    }
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

/// The first few that are called alike.
fn suggestion(found: &[Value], keys: &[&str]) -> Option<String> {
    let called = |item: &Value| keys.iter().filter_map(|key| item[*key].as_str()).collect::<Vec<_>>().join(" ");
    let near: Vec<String> = found.iter().take(5).map(called).collect();
    (!near.is_empty()).then(|| format!("Near it: {}", near.join("; ")))
}
