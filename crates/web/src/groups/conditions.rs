//! The conditions of a filter of clients: what each is called, what it offers, and how it reads in words.

use books::clients::{Choices, Filter, Match, Responsible, Shelf, Status};
use books::groups::ClientGroupChoice;
use kernel::LegalEntity;

/// A box to tick.
pub struct Choice {
    pub value: String,
    pub label: String,
    /// Such as the number of clients in a group.
    pub note: String,
    /// Class of a group's mark.
    pub class: String,
    pub is_chosen: bool,
}

/// A filter as the list offers it.
pub struct Field {
    pub code: &'static str,
    pub label: &'static str,
    pub icon: &'static str,
    /// Names that it takes in the query string.
    pub names: &'static [&'static str],
    /// Just one of the choices at a time.
    pub is_single: bool,
}

const fn field(code: &'static str, label: &'static str, icon: &'static str, names: &'static [&'static str]) -> Field {
    Field { code, label, icon, names, is_single: false }
}

pub static FIELDS: [Field; 8] = [
    field("status", "Status", "okc", &["status"]),
    field("client_group", "Client group", "tag", &["client_group", "client_group_match"]),
    field("customer_group", "Customer group", "ledger", &["customer_group"]),
    field("responsible", "Responsible", "users", &["responsible"]),
    field("legal_entity", "Legal entity", "building", &["legal_entity"]),
    field("country", "Country", "globe", &["country"]),
    Field { is_single: true, ..field("balance", "Balance", "wallet", &["balance"]) },
    Field { is_single: true, ..field("shelf", "Shown", "eye", &["shelf"]) },
];

/// The conditions that a group can keep, each with all of its choices.
pub fn conditions(filter: &Filter, choices: &Choices) -> Vec<(&'static Field, Vec<Choice>)> {
    let of_group = |choice: &Choice| !matches!(choice.value.as_str(), "me" | "my_teams" | "trash");
    let fields = FIELDS.iter().filter(|field| field.code != "balance");
    let offered = fields.map(|field| {
        let mut offered = choices_of(field, filter, choices);
        if field.code == "country" {
            offered.extend(other_countries(filter));
        }
        offered.retain(of_group);
        (field, offered)
    });
    offered.collect()
}

/// The ways in which the client groups of a group's filter can match.
pub fn ways(filter: &Filter) -> Vec<Choice> {
    let how = filter.client_groups.as_ref().map_or(Match::Any, |wanted| wanted.how);
    [Match::Any, Match::All, Match::None].map(|way| way_of(way, how)).into()
}

pub fn is_set(field: &Field, filter: &Filter) -> bool {
    filter.to_pairs().iter().any(|(name, _)| field.names.contains(name))
}

/// Operator and value of a condition in words, such as `is any of` and `Active, Prospect, +2`; `offered` are its choices.
pub fn said(field: &Field, filter: &Filter, offered: &[Choice]) -> (String, String) {
    let is_groups = field.code == "client_group";
    let chosen: Vec<&str> =
        offered.iter().filter(|choice| choice.is_chosen).map(|choice| choice.label.as_str()).collect();
    let how = filter.client_groups.as_ref().map_or(Match::Any, |wanted| wanted.how);
    let operator = match (is_groups, chosen.len()) {
        (true, _) => how.label(),
        (false, 0 | 1) => "is",
        (false, _) => "is any of",
    };
    let value = match filter.client_groups.as_ref().filter(|_| is_groups) {
        Some(wanted) if wanted.groups.len() > chosen.len() => {
            // A group that is gone still narrows the list, so the words say so.
            let gone = wanted.groups.len() - chosen.len();
            summary(&[chosen, vec!["deleted group"; gone]].concat())
        }
        _ => summary(&chosen),
    };
    (operator.to_owned(), value)
}

/// Such as `Country is Spain · Status is any of Active, Prospect`.
pub fn in_words(filter: &Filter, choices: &Choices) -> String {
    let set = FIELDS.iter().filter(|field| is_set(field, filter));
    let each = set.map(|field| {
        let (operator, value) = said(field, filter, &choices_of(field, filter, choices));
        format!("{} {operator} {value}", field.label)
    });
    each.collect::<Vec<_>>().join(" · ")
}

pub fn other_countries(filter: &Filter) -> Vec<Choice> {
    let others = kernel::Country::by_name().into_iter().filter(|country| !filter.countries.contains(country));
    others.map(|country| choice(country, country.name(), false)).collect()
}

pub fn way_of(way: Match, now: Match) -> Choice {
    let label = way.label().to_owned();
    Choice { value: way.code().to_owned(), label, note: String::new(), class: String::new(), is_chosen: way == now }
}

/// Two names at most, and how many more.
fn summary(chosen: &[&str]) -> String {
    match chosen {
        [one, two, rest @ ..] if !rest.is_empty() => format!("{one}, {two}, +{}", rest.len()),
        few => few.join(", "),
    }
}

fn choice(value: impl ToString, label: impl Into<String>, is_chosen: bool) -> Choice {
    Choice { value: value.to_string(), label: label.into(), note: String::new(), class: String::new(), is_chosen }
}

pub fn choices_of(field: &Field, filter: &Filter, choices: &Choices) -> Vec<Choice> {
    match field.code {
        "status" => Status::ALL.map(|one| choice(one.code(), one.label(), filter.statuses.contains(&one))).into(),
        "client_group" => client_groups(filter, choices),
        "customer_group" => choices
            .customer_groups
            .iter()
            .map(|group| Choice {
                note: group.account_number.clone(),
                ..choice(group.id, &group.name, filter.customer_groups.contains(&group.id))
            })
            .collect(),
        "responsible" => responsible(filter, choices),
        "legal_entity" => {
            LegalEntity::ALL.map(|one| choice(one.code(), one.label(), filter.legal_entities.contains(&one))).into()
        }
        "country" => filter.countries.iter().map(|country| choice(country, country.name(), true)).collect(),
        "balance" => vec![choice("open", "open", filter.owing)],
        _ => Shelf::ALL.map(|shelf| choice(shelf.code(), shelf.label(), filter.shelf == shelf)).into(),
    }
}

pub fn client_groups(filter: &Filter, choices: &Choices) -> Vec<Choice> {
    let chosen = filter.client_groups.as_ref().map(|wanted| wanted.groups.as_slice()).unwrap_or_default();
    let each = choices.client_groups.iter().map(|group| client_group(group, chosen.contains(&group.id)));
    each.collect()
}

pub fn client_group(group: &ClientGroupChoice, is_chosen: bool) -> Choice {
    Choice {
        note: crate::layout::count(group.clients),
        class: format!("grp--c{}", group.color),
        ..choice(group.id, &group.name, is_chosen)
    }
}

fn responsible(filter: &Filter, choices: &Choices) -> Vec<Choice> {
    let mut all = vec![
        (Responsible::Me, "Me".to_owned()),
        (Responsible::MyTeams, "Anyone in my teams".to_owned()),
        (Responsible::Nobody, "Nobody".to_owned()),
    ];
    all.extend(choices.members.iter().map(|(id, name)| (Responsible::Member(*id), name.clone())));
    all.into_iter().map(|(who, name)| choice(who.code(), name, filter.responsible.contains(&who))).collect()
}
