//! Corporate groups, their years and heads, and the types of clients and groups.

use books::groups::Membership;
use books::groups::corporate::{Change, CorporateGroup, CorporateType, HeadYear};
use kernel::Day;

use super::facts::{Facts, Told};
use super::{Words, day, quoted};

pub(super) fn tell(change: &Change, words: &Words) -> Told {
    let client_type = |name: &kernel::Name, what: &str| format!("Client type {} {what}", quoted(name));
    let of_type = |it: &CorporateType, what: &str| format!("Type of corporate group {} {what}", quoted(&it.name));
    let titled = |it: &CorporateGroup, what: &str| format!("Corporate group {} {what}", quoted(&it.group.name));
    match change {
        Change::ClientTypeCreated(new) => Told::of(client_type(&new.name, "created"), Facts::none()),
        Change::ClientTypeRenamed { before, after } => {
            let name = |it: &books::groups::corporate::ClientType| Facts::none().say("Name", it.name.as_str());
            Told::differing(client_type(&after.name, "renamed"), &name(before), name(after))
        }
        Change::ClientTypeDeleted(old) => Told::of(client_type(&old.name, "deleted"), Facts::none()),
        Change::ClientTypeBroughtBack(old) => Told::of(client_type(&old.name, "brought back"), Facts::none()),
        Change::TypeCreated(new) => Told::of(of_type(new, "created"), group_type(new, words)),
        Change::TypeChanged { before, after } => {
            Told::differing(of_type(after, "changed"), &group_type(before, words), group_type(after, words))
        }
        Change::TypeDeleted(old) => Told::of(of_type(old, "deleted"), group_type(old, words)),
        Change::TypeBroughtBack(old) => Told::of(of_type(old, "brought back"), group_type(old, words)),
        Change::GroupCreated(new) => Told::of(titled(new, "created"), group(new, words)),
        Change::GroupChanged { before, after } => {
            Told::differing(titled(after, "changed"), &group(before, words), group(after, words))
        }
        Change::GroupDeleted(old) => Told::of(titled(old, "deleted"), group(old, words)),
        Change::GroupBroughtBack(old) => Told::of(titled(old, "brought back"), group(old, words)),
        Change::HeadSet { group, years } => {
            let title = format!("Head of corporate group {} set", quoted(words.name(*group)));
            Told::differing(title, &heads(years, words, |year| year.before), heads(years, words, |year| year.after))
        }
        Change::LastDaySet { membership, until, .. } => {
            let last = |until: Option<Day>| Facts::none().maybe("To", until.map(day));
            Told::differing(belonging(membership, "stays in", words), &last(membership.until), last(Some(*until)))
        }
        Change::Voided { membership, reason } => {
            let facts = years(membership).say("Reason", reason);
            Told::of(belonging(membership, "is void in", words), facts)
        }
        Change::YearAgreed { group, year } => Told::of(
            format!("Corporate group {} has an agreement for {year}", quoted(words.name(*group))),
            Facts::none(),
        ),
        Change::YearFreed { group, year } => Told::of(
            format!("Corporate group {} has no agreement for {year}", quoted(words.name(*group))),
            Facts::none(),
        ),
        Change::YearSettled { group, year, clients, .. } => {
            let names: Vec<String> = clients.iter().map(|client| words.name(*client)).collect();
            let title = format!("The year {year} of corporate group {} is settled", quoted(words.name(*group)));
            Told::of(title, Facts::none().say("Members", names.join(", ")))
        }
        Change::Unvoided { membership, .. } => {
            Told::of(belonging(membership, "counts again in", words), years(membership))
        }
    }
}

/// `“Tidewater Pilots” is void in corporate group “Nordkai Holding”`.
fn belonging(it: &Membership, verb: &str, words: &Words) -> String {
    format!("{} {verb} corporate group {}", quoted(words.name(it.client)), quoted(words.name(it.group)))
}

fn years(it: &Membership) -> Facts {
    Facts::none().say("From", day(it.from)).maybe("To", it.until.map(day))
}

fn group(it: &CorporateGroup, words: &Words) -> Facts {
    Facts::none()
        .say("Name", it.group.name.as_str())
        .say("Type", words.name(it.of_type))
        .say("From", day(it.years.from()))
        .say("To", day(it.years.until()))
}

fn group_type(it: &CorporateType, words: &Words) -> Facts {
    Facts::none()
        .say("Name", it.name.as_str())
        .say("Takes clients of the type", words.name(it.client_type))
        .say("Brings about", it.effect.label())
}

/// `Nordkai SE 2026–2029, Tidewater Pilots 2030`.
fn heads(years: &[HeadYear], words: &Words, side: impl Fn(&HeadYear) -> Option<kernel::ClientId>) -> Facts {
    let mut terms: Vec<(kernel::ClientId, String, String)> = Vec::new();
    for year in years {
        let number = year.slot.rsplit(':').next().unwrap_or_default().to_owned();
        let Some(client) = side(year) else { continue };
        match terms.last_mut().filter(|(other, ..)| *other == client) {
            Some((.., last)) => *last = number,
            None => terms.push((client, number.clone(), number)),
        }
    }
    let term = |(client, first, last): (kernel::ClientId, String, String)| {
        let span = if first == last { first } else { format!("{first}–{last}") };
        format!("{} {span}", words.name(client))
    };
    Facts::none().say("Head", terms.into_iter().map(term).collect::<Vec<_>>().join(", "))
}
