//! The filters of the list as chips: field, operator, value, and the choices behind them as a plain form.

use books::clients::{Choices, Match};
use books::groups::ClientGroupChoice;

use super::address::Address;
use crate::groups::conditions::{
    Choice, FIELDS, Field, choices_of, client_group, is_set, other_countries, said, way_of,
};

/// A filter that is set, or is being set.
pub struct Chip {
    pub field: &'static Field,
    /// Such as `is any of`.
    pub operator: String,
    /// What is chosen, such as `Active, Prospect, +2`; empty while nothing is.
    pub value: String,
    pub is_open: bool,
    pub remove: String,
    /// What the form must carry along.
    pub besides: Vec<(&'static str, String)>,
    /// Ways of matching, where there are several.
    pub ways: Vec<Choice>,
    pub choices: Vec<Choice>,
    /// Groups of the archive, under "Show archived".
    pub archived: Vec<Choice>,
    /// Too many to tick: one more is chosen from a list.
    pub more: Vec<Choice>,
}

/// The chips of this state, in the order of the fields, and the fields that could be added.
pub fn chips(address: &Address, choices: &Choices, archived: &[ClientGroupChoice]) -> (Vec<Chip>, Vec<&'static Field>) {
    let (mut shown, mut addable) = (Vec::new(), Vec::new());
    for field in &FIELDS {
        let is_open = address.edit == field.code;
        if is_set(field, &address.filter) || is_open {
            shown.push(chip(field, address, choices, archived, is_open));
        } else {
            addable.push(field);
        }
    }
    (shown, addable)
}

fn chip(
    field: &'static Field,
    address: &Address,
    choices: &Choices,
    archived: &[ClientGroupChoice],
    is_open: bool,
) -> Chip {
    let filter = &address.filter;
    let found = choices_of(field, filter, choices);
    let how = filter.client_groups.as_ref().map_or(Match::Any, |wanted| wanted.how);
    let is_groups = field.code == "client_group";
    let ways = if is_groups { Match::ALL.map(|way| way_of(way, how)).into() } else { Vec::new() };
    let (operator, value) = said(field, filter, &found);
    Chip {
        field,
        operator,
        value,
        is_open,
        remove: address.without(field.names),
        besides: address.besides(field.names),
        ways,
        archived: if is_groups { in_archive(archived, choices) } else { Vec::new() },
        more: if field.code == "country" { other_countries(filter) } else { Vec::new() },
        choices: found,
    }
}

/// Those that are chosen stand among the others already.
fn in_archive(archived: &[ClientGroupChoice], choices: &Choices) -> Vec<Choice> {
    let is_shown = |group: &&ClientGroupChoice| choices.client_groups.iter().any(|other| other.id == group.id);
    archived.iter().filter(|group| !is_shown(group)).map(|group| client_group(group, false)).collect()
}
