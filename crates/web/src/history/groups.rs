//! Client groups, customer groups, and who is in them since when.

use books::groups::{Change, Group, GroupSet, Kind, Membership, OpenItems, PostingGroup};
use kernel::Money;

use super::facts::{Facts, Told};
use super::{Words, day, money, quoted};
use crate::groups::color_words;

pub(super) fn tell(change: &Change, words: &Words) -> Told {
    let titled = |group: &Group, what: &str| format!("{} {} {what}", group.kind.label(), quoted(&group.name));
    match change {
        Change::ClientGroupCreated(new) => Told::of(titled(new, "created"), group(new, words)),
        Change::ClientGroupChanged { before, after } => {
            Told::differing(titled(after, "changed"), &group(before, words), group(after, words))
        }
        Change::PostingGroupCreated(new) => Told::of(titled(&new.group, "created"), posting_group(new, words)),
        Change::PostingGroupChanged { before, after, open_items } => Told::differing(
            titled(&after.group, "changed"),
            &posting_group(before, words),
            posting_group(after, words).maybe("Open items", open_items.map(open_items_word)),
        ),
        Change::Archived(old) => Told::of(titled(old, old.kind.set_aside_words().0), Facts::none()),
        Change::Restored(old) => Told::of(titled(old, old.kind.set_aside_words().1), Facts::none()),
        Change::Deleted(old) => Told::of(titled(old, "deleted"), group(old, words)),
        Change::BroughtBack(old) => Told::of(titled(old, "brought back"), group(old, words)),
        Change::MembershipStarted(it) => {
            let facts = Facts::none().say("From", day(it.from)).maybe("Until", it.until.map(day));
            Told::of(belonging(it, "joined", words), facts)
        }
        Change::MembershipEnded { membership, until } => {
            // Whoever left on the day on which they came never saw its end.
            let last = if *until < membership.from { "the day on which it began".to_owned() } else { day(*until) };
            Told::of(belonging(membership, "left", words), Facts::none().say("Last day", last))
        }
        Change::MembershipResumed(it) => {
            Told::of(belonging(it, "is again in", words), Facts::none().say("From", day(it.from)))
        }
        Change::MembershipVoided(it) => Told::of(belonging(it, "was never in", words), Facts::none()),
        Change::SetCreated(set) => Told::of(set_words(set, "created"), group_set(set)),
        Change::SetRenamed { before, after } => {
            Told::differing(set_words(after, "renamed"), &group_set(before), group_set(after))
        }
        Change::SetDeleted { set, groups } => Told::of(set_words(set, "deleted"), groups_of_set(groups)),
        Change::SetBroughtBack { set, groups } => Told::of(set_words(set, "brought back"), groups_of_set(groups)),
        Change::PrimaryContactNamed { group, after, .. } => {
            let group = quoted(words.name(*group));
            Told::of(
                match after {
                    Some(client) => {
                        format!("{} named primary contact of billing group {group}", quoted(words.name(*client)))
                    }
                    None => format!("Billing group {group} left without a primary contact"),
                },
                Facts::none(),
            )
        }
        Change::Corporate(change) => super::corporate::tell(change, words),
        Change::SetUpCopied { name, .. } => {
            Told::of(format!("Set-up copied to company {}", quoted(name)), Facts::none())
        }
    }
}

/// `“Aldous Marine” joined client group “Alliance”`.
fn belonging(it: &Membership, verb: &str, words: &Words) -> String {
    let kind = it.slots.iter().find_map(|slot| Kind::of_slot(slot)).unwrap_or(Kind::Segment);
    let (client, group) = (quoted(words.name(it.client)), quoted(words.name(it.group)));
    format!("{client} {verb} {} {group}", kind.label().to_lowercase())
}

fn set_words(set: &GroupSet, what: &str) -> String {
    format!("Set of client groups {} {what}", quoted(&set.name))
}

fn group_set(set: &GroupSet) -> Facts {
    Facts::none().say("Name", set.name.as_str())
}

/// The groups that stood in it, or stand in it again.
fn groups_of_set(groups: &[Group]) -> Facts {
    let names: Vec<&str> = groups.iter().map(|group| group.name.as_str()).collect();
    Facts::none().say("Groups", names.join(", "))
}

fn group(group: &Group, words: &Words) -> Facts {
    Facts::none()
        .say("Name", group.name.as_str())
        .usual("Colour", color_words(group.color), group.color == 0)
        .say("Set", words.name_or_nothing(group.set))
        .say("Filter", group.smart.as_ref().map_or("", |filter| filter.as_str()))
        .say("Note", &group.note)
        .flag("Archived", group.archived)
}

fn open_items_word(choice: OpenItems) -> &'static str {
    match choice {
        OpenItems::Keep => "stay on the account of before",
        OpenItems::Transfer => "transferred to the new account",
    }
}

fn posting_group(it: &PostingGroup, words: &Words) -> Facts {
    let terms = &it.terms;
    let limit = terms.credit_limit.map(|minor| money(Money::new(minor, terms.currency.unwrap_or(words.currency))));
    Facts::none()
        .say("Name", it.group.name.as_str())
        .say("Number", &it.number)
        .say("Debtor control account", words.name(it.account))
        .say("VAT zone", words.name(it.vat_zone))
        .maybe("Payment term in days", terms.payment_days)
        .maybe("Discount for early payment", terms.discount.map(|rate| format!("{rate} %")))
        .maybe("Currency", terms.currency)
        .maybe("Language", terms.language.as_ref())
        .maybe("Layout", terms.layout.as_ref())
        .say("Number series of invoices", words.name_or_nothing(terms.series))
        .maybe("Credit limit", limit)
        .say("Note", &it.group.note)
        .flag("Archived", it.group.archived)
}
