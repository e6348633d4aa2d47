//! Saved reports and saved views.

use books::reports::{Change, DateBasis, Definition, Field, Filter, Question, SavedReport};

use super::facts::{Facts, Told};
use super::{Words, day, quoted, spoken, yes};

pub(super) fn tell(change: &Change, words: &Words) -> Told {
    match change {
        Change::Saved(new) => Told::of(titled(new, "saved"), report(new, words)),
        Change::Changed { before, after } => {
            Told::differing(titled(after, "changed"), &report(before, words), report(after, words))
        }
        Change::Deleted(old) => Told::of(titled(old, "deleted"), report(old, words)),
    }
}

fn titled(report: &SavedReport, what: &str) -> String {
    let kind = match report.question {
        Question::Report(_) => "Report",
        Question::Clients(_) => "View of the clients",
    };
    format!("{kind} {} {what}", quoted(&report.name))
}

fn report(report: &SavedReport, words: &Words) -> Facts {
    let facts = Facts::none()
        .say("Name", report.name.as_str())
        .say("Who finds it", report.scope.label())
        .say("Saved by", words.name(report.owner));
    match &report.question {
        Question::Report(definition) => asked(facts, definition, words),
        Question::Clients(query) => view(facts, query, words),
    }
}

fn asked(facts: Facts, definition: &Definition, words: &Words) -> Facts {
    let columns: Vec<&str> = definition.columns.iter().map(|column| column.label()).collect();
    let levels: Vec<&str> = definition.group_by.iter().map(|field| field.label()).collect();
    let filters: Vec<String> = definition.filters.iter().map(|filter| filter_words(filter, words)).collect();
    let basis = definition.date_basis.map(|basis| match basis {
        DateBasis::AsPosted => "as posted".to_owned(),
        DateBasis::Today => "today".to_owned(),
        DateBasis::AsOf(of) => format!("as of {}", day(of)),
    });
    facts
        .say("About", definition.dataset.label())
        .say("Filters", filters.join("; "))
        .say("Grouped by", levels.join(", then "))
        .say("Columns", columns.join(", "))
        .say("Period", period(definition.period))
        .maybe("Groups count", basis)
        .say("Chart", definition.chart.label())
        .usual("Archived clients too", yes(definition.inactive), !definition.inactive)
}

fn period(during: books::reports::During) -> String {
    match during {
        books::reports::During::Days(from, to) => format!("{} to {}", day(from), day(to)),
        other => other.label(),
    }
}

fn filter_words(filter: &Filter, words: &Words) -> String {
    let values: Vec<String> = filter.values.iter().map(|value| value_words(filter.field, value, words)).collect();
    format!("{} {} {}", filter.field.label(), filter.how.label(), values.join(", ")).trim_end().to_owned()
}

fn value_words(field: Field, value: &str, words: &Words) -> String {
    if kernel::read_any_id(value).is_some() {
        return words.name_of(value);
    }
    match field {
        Field::WorkType | Field::Amount => value.to_owned(),
        Field::Member | Field::Responsible => "whoever looks at it".to_owned(),
        _ => spoken(value),
    }
}

/// A view of the clients is kept as the query string of its list.
fn view(facts: Facts, query: &str, words: &Words) -> Facts {
    let pairs: Vec<(String, String)> = serde_html_form::from_str(query).unwrap_or_default();
    let text = |value: &str| match kernel::read_any_id(value) {
        Some(_) => words.name_of(value),
        None => spoken(value),
    };
    let said: Vec<String> = pairs
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| {
            let values: Vec<String> = value.split(',').map(text).collect();
            format!("{}: {}", spoken(name), values.join(", "))
        })
        .collect();
    facts.say("Shows", if said.is_empty() { "every client".to_owned() } else { said.join("; ") })
}
