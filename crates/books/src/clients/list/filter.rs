//! Which clients a list holds: a value that a page, the API, a saved view and a bulk command share.
//!
//! In text it is a query string, so that every state of the list has an address.

use kernel::{Country, GroupId, LegalEntity, MemberId, Refusal, search_fold};
use serde::{Deserialize, Serialize};

use crate::Result;
use crate::clients::Status;

/// Everything must hold that is set; the default is every client at work: not archived, not in the trash.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// Words, as typed; each must stand in name, number, tax or registration number, or address of mail.
    pub text: String,
    pub statuses: Vec<Status>,
    pub client_groups: Option<InGroups>,
    pub customer_groups: Vec<GroupId>,
    pub responsible: Vec<Responsible>,
    pub legal_entities: Vec<LegalEntity>,
    pub countries: Vec<Country>,
    pub shelf: Shelf,
    /// Only those with an open balance, whichever side it is on.
    pub owing: bool,
}

/// How the client groups must match. A group that no longer exists matches nobody: it never widens the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InGroups {
    pub how: Match,
    pub groups: Vec<GroupId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Match {
    /// In at least one of them.
    Any,
    /// In every one of them.
    All,
    /// In not one of them.
    None,
    /// In no client group at all.
    Without,
}

/// Who looks after the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Responsible {
    Me,
    MyTeams,
    Nobody,
    Member(MemberId),
}

/// Where the clients are: at work, archived, either of the two, or in the trash.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shelf {
    #[default]
    Live,
    Archived,
    Any,
    Trash,
}

impl Match {
    pub const ALL: [Match; 4] = [Match::Any, Match::All, Match::None, Match::Without];

    pub fn code(self) -> &'static str {
        match self {
            Match::Any => "any",
            Match::All => "all",
            Match::None => "none",
            Match::Without => "without",
        }
    }

    /// The words between “Client group” and the groups.
    pub fn label(self) -> &'static str {
        match self {
            Match::Any => "is any of",
            Match::All => "is all of",
            Match::None => "is none of",
            Match::Without => "is empty",
        }
    }
}

impl Responsible {
    pub fn code(self) -> String {
        match self {
            Responsible::Me => "me".to_owned(),
            Responsible::MyTeams => "my_teams".to_owned(),
            Responsible::Nobody => "nobody".to_owned(),
            Responsible::Member(member) => member.to_string(),
        }
    }
}

impl Shelf {
    pub const ALL: [Shelf; 4] = [Shelf::Live, Shelf::Archived, Shelf::Any, Shelf::Trash];

    pub fn code(self) -> &'static str {
        match self {
            Shelf::Live => "live",
            Shelf::Archived => "archived",
            Shelf::Any => "any",
            Shelf::Trash => "trash",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Shelf::Live => "At work",
            Shelf::Archived => "Archived",
            Shelf::Any => "At work or archived",
            Shelf::Trash => "In the trash",
        }
    }
}

impl Filter {
    /// The names that belong to a filter in a query string.
    pub const NAMES: [&'static str; 10] = [
        "q",
        "status",
        "client_group",
        "client_group_match",
        "customer_group",
        "responsible",
        "legal_entity",
        "country",
        "shelf",
        "balance",
    ];

    /// Reads the filter's part of a query string; names that are not its own are left alone. A list comes as one
    /// value with commas or as several.
    pub fn from_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Filter> {
        let mut filter = Filter::default();
        let (mut groups, mut how) = (Vec::new(), None);
        for (name, text) in pairs {
            let parts = || text.split(',').map(str::trim).filter(|part| !part.is_empty());
            match name {
                "q" => filter.text = text.trim().to_owned(),
                "status" => read(parts(), "status", &mut filter.statuses, Status::parse)?,
                "client_group" => read(parts(), "client_group", &mut groups, |part| part.parse().ok())?,
                "client_group_match" => how = Some(one(text, "client_group_match", &Match::ALL, Match::code)?),
                "customer_group" => {
                    read(parts(), "customer_group", &mut filter.customer_groups, |part| part.parse().ok())?;
                }
                "responsible" => read(parts(), "responsible", &mut filter.responsible, responsible)?,
                "legal_entity" => {
                    read(parts(), "legal_entity", &mut filter.legal_entities, |part| part.parse().ok())?;
                }
                "country" => read(parts(), "country", &mut filter.countries, |part| part.parse().ok())?,
                "shelf" if !text.is_empty() => filter.shelf = one(text, "shelf", &Shelf::ALL, Shelf::code)?,
                "balance" if !text.is_empty() => filter.owing = one(text, "balance", &[true], |_| "open")?,
                _ => {}
            }
        }
        filter.client_groups = match (how.unwrap_or(Match::Any), groups) {
            (Match::Without, _) => Some(InGroups { how: Match::Without, groups: Vec::new() }),
            (_, groups) if groups.is_empty() => None,
            (how, groups) => Some(InGroups { how, groups }),
        };
        Ok(filter)
    }

    /// The filter as a query string has it; what is not set is not there.
    pub fn to_pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        let mut add = |name, parts: Vec<String>| {
            if !parts.is_empty() {
                pairs.push((name, parts.join(",")));
            }
        };
        if !self.text.is_empty() {
            add("q", vec![self.text.clone()]);
        }
        add("status", self.statuses.iter().map(|status| status.code().to_owned()).collect());
        if let Some(InGroups { how, groups }) = &self.client_groups {
            add("client_group", groups.iter().map(ToString::to_string).collect());
            if *how != Match::Any {
                add("client_group_match", vec![how.code().to_owned()]);
            }
        }
        add("customer_group", self.customer_groups.iter().map(ToString::to_string).collect());
        add("responsible", self.responsible.iter().map(|who| who.code()).collect());
        add("legal_entity", self.legal_entities.iter().map(ToString::to_string).collect());
        add("country", self.countries.iter().map(ToString::to_string).collect());
        if self.shelf != Shelf::Live {
            add("shelf", vec![self.shelf.code().to_owned()]);
        }
        if self.owing {
            add("balance", vec!["open".to_owned()]);
        }
        pairs
    }

    /// Everyone in a client group, archived clients too.
    pub fn in_group(group: GroupId) -> Filter {
        let client_groups = Some(InGroups { how: Match::Any, groups: vec![group] });
        Filter { client_groups, shelf: Shelf::Any, ..Filter::default() }
    }

    /// Whether the list is everything on the first shelf.
    pub fn is_default(&self) -> bool {
        *self == Filter::default()
    }

    /// The words to look for, folded as the stored search text is.
    pub(super) fn words(&self) -> Vec<String> {
        search_fold(&self.text).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
    }
}

fn read<'a, T: PartialEq>(
    parts: impl Iterator<Item = &'a str>,
    name: &'static str,
    into: &mut Vec<T>,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<()> {
    for part in parts {
        let value = parse(part).ok_or_else(|| unreadable(name, part))?;
        if !into.contains(&value) {
            into.push(value);
        }
    }
    Ok(())
}

fn one<T: Copy>(text: &str, name: &'static str, all: &[T], code: impl Fn(T) -> &'static str) -> Result<T> {
    all.iter().copied().find(|value| code(*value) == text).ok_or_else(|| unreadable(name, text).into())
}

fn responsible(part: &str) -> Option<Responsible> {
    match part {
        "me" => Some(Responsible::Me),
        "my_teams" => Some(Responsible::MyTeams),
        "nobody" => Some(Responsible::Nobody),
        member => member.parse().ok().map(Responsible::Member),
    }
}

fn unreadable(name: &'static str, text: &str) -> Refusal {
    Refusal::field(
        "FILTER_UNREADABLE",
        name,
        format!("The filter {name} cannot be read."),
        format!("“{text}” is none of its values. Clear the filter or choose another value."),
    )
}
