//! Smart groups on pages and in the API: their filter as a form, as words, and as the text that programs send.

use books::clients::{Choices, Filter, NameGroups, OfferChoices, PreviewSmartGroup, SmartPreview};
use books::groups::{Group, SmartFilter};
use kernel::{Failure, GroupId, Refusal};

use super::conditions::{self, Choice, Field, in_words};
use crate::edge::{Form, PageFailure, Visit};
use crate::layout::count;

/// The part of a group's form that says how the group finds its clients.
#[derive(Default)]
pub struct SmartForm {
    pub is_smart: bool,
    pub fields: Vec<SmartField>,
    /// Ways in which client groups must match.
    pub ways: Vec<Choice>,
    /// What the filter would do, once somebody asked.
    pub preview: String,
}

/// A condition, and what can be chosen for it.
pub struct SmartField {
    pub field: &'static Field,
    pub choices: Vec<Choice>,
}

impl SmartForm {
    /// The form that shows this filter, for a group that exists or a new one.
    pub async fn show(
        visit: &Visit,
        own: Option<GroupId>,
        is_smart: bool,
        filter: &Filter,
    ) -> Result<SmartForm, PageFailure> {
        let mut choices = choices(visit, filter).await?;
        choices.client_groups.retain(|group| !group.smart && Some(group.id) != own);
        let fields = conditions::conditions(filter, &choices).into_iter();
        let fields = fields.map(|(field, choices)| SmartField { field, choices }).collect();
        Ok(SmartForm { is_smart, fields, ways: conditions::ways(filter), preview: String::new() })
    }
}

/// The filter that stands in a form or a query string.
pub fn typed(form: &Form) -> books::Result<Filter> {
    Filter::from_pairs(form.pairs())
}

/// The filter that stands in the query string of the page.
pub fn queried(visit: &Visit) -> books::Result<Filter> {
    let query = visit.uri.query().unwrap_or_default();
    let pairs: Vec<(String, String)> = serde_html_form::from_str(query).unwrap_or_default();
    Filter::from_pairs(pairs.iter().map(|(name, text)| (name.as_str(), text.as_str())))
}

/// The filter of a group; nothing for a hand-picked one.
pub fn of_group(group: &Group) -> books::Result<Filter> {
    group.smart.as_ref().map_or(Ok(Filter::default()), Filter::of_group)
}

/// The filter that a program sends: the query string of a list of clients.
pub fn sent(text: &str) -> books::Result<SmartFilter> {
    let pairs: Vec<(String, String)> =
        serde_html_form::from_str(text.trim().trim_start_matches('?')).map_err(|_| unreadable(text))?;
    if let Some((name, _)) = pairs.iter().find(|(name, _)| !Filter::NAMES.contains(&name.as_str())) {
        return Err(unreadable(name));
    }
    let filter = Filter::from_pairs(pairs.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    filter.map_err(at_filter)?.for_group()
}

/// In the API the whole filter is one field.
fn at_filter(failure: Failure) -> Failure {
    match failure {
        Failure::Refused(refusal) => Refusal { field: Some("smart_filter".into()), ..*refusal }.into(),
        other => other,
    }
}

fn unreadable(text: &str) -> Failure {
    Refusal::field(
        "FILTER_UNREADABLE",
        "smart_filter",
        "The filter cannot be read.",
        format!("“{text}” is no filter of the list of clients. Send a query string such as country=ES&status=active."),
    )
    .into()
}

/// What filters offer, and the names of groups that stand in this one although no selector offers them.
async fn choices(visit: &Visit, filter: &Filter) -> Result<Choices, PageFailure> {
    let mut choices = visit.ask(OfferChoices).await?;
    if let Some(wanted) = &filter.client_groups {
        let is_offered = |id| choices.client_groups.iter().any(|group| group.id == id);
        let others: Vec<_> = wanted.groups.iter().copied().filter(|id| !is_offered(*id)).collect();
        if !others.is_empty() {
            choices.client_groups.extend(visit.ask(NameGroups(others)).await?);
        }
    }
    Ok(choices)
}

/// The filters of these groups in words, in their order; nothing for hand-picked ones.
pub async fn words(visit: &Visit, groups: &[&Group]) -> Result<Vec<String>, PageFailure> {
    let mut said = Vec::new();
    for group in groups {
        let filter = of_group(group).map_err(|failure| visit.failure(failure))?;
        said.push(match group.smart {
            None => String::new(),
            Some(_) => in_words(&filter, &choices(visit, &filter).await?),
        });
    }
    Ok(said)
}

/// Such as `Finds 212 clients: 12 enter, 3 leave.`
pub async fn preview(visit: &Visit, group: Option<GroupId>, filter: SmartFilter) -> Result<String, PageFailure> {
    let preview = visit.ask(PreviewSmartGroup { group, filter }).await?;
    Ok(preview_words(group.is_none(), preview))
}

fn preview_words(is_new: bool, preview: SmartPreview) -> String {
    let clients = if preview.found == 1 { "1 client".to_owned() } else { format!("{} clients", count(preview.found)) };
    if is_new {
        return format!("Finds {clients}.");
    }
    let enter = if preview.enter == 1 { "1 enters".to_owned() } else { format!("{} enter", count(preview.enter)) };
    let leave = if preview.leave == 1 { "1 leaves".to_owned() } else { format!("{} leave", count(preview.leave)) };
    format!("Finds {clients}: {enter}, {leave}.")
}

/// Where the list of clients offers to keep its filter as a group; nothing where a group cannot keep it.
pub fn save_as_group(filter: &Filter) -> String {
    match filter.for_group() {
        Ok(filter) => format!("/settings/client-groups/new?{}", filter.as_str()),
        Err(_) => String::new(),
    }
}
