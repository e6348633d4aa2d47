//! Changes in the words of a clerk: what happened, and each value before and after. The one place of these words.
//!
//! A change is read back as the value that it was, so that a new kind of change does not compile before it has words.

mod agreements;
mod clients;
mod company;
mod corporate;
mod exchange;
mod facts;
mod groups;
mod ledger;
mod reports;
mod sales;
mod work;

use std::collections::{BTreeSet, HashMap};

use books::{AuditLine, Change, NameThings, ThingName};
use kernel::{Currency, Money};
use serde::Deserialize;
use serde_json::Value;

pub use facts::Told;

use crate::company::moments::{long_month, short_day};
use crate::edge::{PageFailure, Visit};
use facts::Facts;

/// Changes of one line that a page tells: an import has thousands.
const TOLD: usize = 60;
/// Behind the name of a thing that is gone.
const DELETED: &str = " (deleted)";

/// What is needed to tell changes: names of things, and the currency of the books.
pub struct Words {
    names: HashMap<String, ThingName>,
    currency: Currency,
}

/// The changes of a line, and how many more there are.
pub struct History {
    pub told: Vec<Told>,
    pub more: usize,
}

/// The history of each line, in their order.
pub async fn histories(visit: &Visit, lines: &[AuditLine]) -> Result<Vec<History>, PageFailure> {
    let mut ids = BTreeSet::new();
    lines.iter().flat_map(told_changes).for_each(|change| collect(change, &mut ids));
    let names = visit.ask(NameThings { ids: ids.into_iter().collect() }).await?;
    let words = Words { names, currency: visit.ask(books::company::ReadCompany).await?.currency };
    Ok(lines.iter().map(|line| words.history(line)).collect())
}

fn told_changes(line: &AuditLine) -> impl Iterator<Item = &Value> {
    line.changes.as_array().into_iter().flatten().take(TOLD)
}

/// Every text that is an id.
fn collect(value: &Value, ids: &mut BTreeSet<String>) {
    match value {
        Value::String(text) if kernel::read_any_id(text).is_some() => {
            ids.insert(text.clone());
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, ids)),
        Value::Object(map) => map.values().for_each(|item| collect(item, ids)),
        _ => {}
    }
}

impl Words {
    fn history(&self, line: &AuditLine) -> History {
        let told: Vec<Told> = told_changes(line).map(|change| self.told(change)).collect();
        let all = line.changes.as_array().map_or(0, Vec::len);
        History { more: all - told.len(), told }
    }

    fn told(&self, change: &Value) -> Told {
        match Change::deserialize(change).ok() {
            Some(change) => self.tell(&change),
            // A line that an earlier version wrote in a form of its own; the API has it as it was written.
            None => Told::of("Changed, in a form that is no longer used", Facts::none()),
        }
    }

    fn tell(&self, change: &Change) -> Told {
        match change {
            Change::Company(change) => company::tell(change, self),
            Change::Ledger(change) => ledger::tell(change, self),
            Change::Groups(change) => groups::tell(change, self),
            Change::Clients(change) => clients::tell(change, self),
            Change::Work(change) => work::tell(change, self),
            Change::Sales(change) => sales::tell(change, self),
            Change::Reports(change) => reports::tell(change, self),
            Change::Exchange(change) => exchange::tell(change, self),
            Change::Undo(change) => exchange::tell_undo(change, self),
        }
    }

    /// What a thing is called; one that is gone says so.
    fn name(&self, id: impl kernel::Id) -> String {
        self.name_of(&id.to_string())
    }

    fn name_of(&self, id: &str) -> String {
        match self.names.get(id) {
            Some(thing) if thing.is_gone => format!("{}{DELETED}", thing.name),
            Some(thing) => thing.name.clone(),
            None => format!("{} that is gone", noun(id)),
        }
    }

    fn name_or_nothing<I: kernel::Id>(&self, id: Option<I>) -> String {
        id.map(|id| self.name(id)).unwrap_or_default()
    }

    /// `1,240.00 EUR`, in the currency of the books.
    fn minor(&self, minor: i64) -> String {
        money(Money::new(minor, self.currency))
    }
}

/// `a client`, by the prefix of an id.
fn noun(id: &str) -> &'static str {
    match id.split_once('_').map_or("", |(prefix, _)| prefix) {
        "mem" | "per" => "a member",
        "rol" => "a role",
        "tea" => "a team",
        "cli" => "a client",
        "grp" => "a group",
        "cty" => "a client type",
        "cot" => "a type of corporate group",
        "agr" => "an agreement",
        "acc" => "an account",
        "vat" => "a VAT code",
        "vzn" => "a VAT zone",
        "pgr" => "a product group",
        "pro" => "a product",
        "ser" => "a number series",
        "ent" => "an entry",
        "inv" => "an invoice",
        "imp" => "an import",
        "rep" => "a report",
        "com" => "a company",
        _ => "something",
    }
}

fn money(money: Money) -> String {
    format!("{} {}", kernel::format_for_people(money), money.currency)
}

/// `person_name` as `Person name`: words that users gave to programs.
fn spoken(code: &str) -> String {
    let mut letters = code.chars().map(|letter| if letter == '_' { ' ' } else { letter });
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// “Alliance”, or “Alliance” (deleted).
fn quoted(name: impl std::fmt::Display) -> String {
    let name = name.to_string();
    match name.strip_suffix(DELETED) {
        Some(name) => format!("“{name}”{DELETED}"),
        None => format!("“{name}”"),
    }
}

fn yes(is: bool) -> &'static str {
    if is { "yes" } else { "no" }
}

fn day(day: kernel::Day) -> String {
    short_day(day)
}

fn month(month: kernel::Month) -> String {
    long_month(month)
}
