//! Agreements of corporate groups, their memos and settlements.

use books::sales::agreements::{Agreement, Change, Tier};

use super::facts::{Facts, Told};
use super::{Words, day, quoted};

pub(super) fn tell(change: &Change, words: &Words) -> Told {
    let titled = |it: &Agreement, what: &str| format!("Agreement {} {what}", quoted(it.title()));
    match change {
        Change::Made(new) => Told::of(titled(new, "made"), agreement(new, words)),
        Change::Changed { before, after } => {
            Told::differing(titled(after, "changed"), &agreement(before, words), agreement(after, words))
        }
        Change::Unmade(old) => Told::of(titled(old, "taken back"), agreement(old, words)),
        Change::Settled(made) => {
            let parts = made.figures.parts.iter().filter(|part| part.amount != 0);
            let each = parts.map(|part| format!("{} {}", part.name, words.minor(part.amount))).collect::<Vec<_>>();
            let facts = Facts::none()
                .say("Kind", made.kind.label())
                .say("Through", day(made.through))
                .say("Volume", words.minor(made.figures.volume))
                .say("Discount", words.minor(made.figures.discount))
                .say("Settled before", words.minor(made.figures.settled_before))
                .say("Amount", words.minor(made.figures.amount))
                .say("Members", each.join(", "));
            Told::of(format!("{} made", quoted(made.called())), facts)
        }
        Change::MemoWritten(memo) => Told::of(
            format!("Memo written on agreement {}", quoted(words.name(memo.agreement))),
            Facts::none().say("Memo", &memo.text),
        ),
    }
}

fn agreement(it: &Agreement, words: &Words) -> Facts {
    Facts::none()
        .say("Corporate group", words.name(it.group))
        .say("Year", it.year.to_string())
        .say("Name", it.name.as_str())
        .say("Brings about", it.kind.label())
        .say("Scale", it.scale.label())
        .say("Tiers", tiers(&it.tiers, words))
        .flag("Rates above 100 % allowed", it.allow_above_100)
        .say("Product groups that do not count", excluded(it, words))
}

fn excluded(it: &Agreement, words: &Words) -> String {
    it.exclusions.iter().map(|group| words.name(*group)).collect::<Vec<_>>().join(", ")
}

/// `from 100,000.00 EUR 3 %, from 250,000.00 EUR 5 %`.
fn tiers(tiers: &[Tier], words: &Words) -> String {
    let said = tiers.iter().map(|tier| format!("from {} {} %", words.minor(tier.from), tier.rate));
    said.collect::<Vec<_>>().join(", ")
}
