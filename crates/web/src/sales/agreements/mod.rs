//! Agreements of corporate groups and their settlements, as pages and over the API.

pub mod agreement_page;
pub mod api;
pub mod form_page;
pub mod list_page;
pub mod roll_over_api;
pub mod roll_over_page;
pub mod settle_page;
pub mod settlement_page;
pub mod settlements_api;

use books::sales::agreements::{AgreementView, Figures, Tier};
use kernel::{Currency, GroupId};

use crate::edge::Visit;
use crate::layout::Frame;
use crate::ledger::pages::show::people;

/// The frame of a page below the agreements of a group.
fn frame(visit: &Visit, group: GroupId, group_name: &str, title: &str) -> Frame {
    let at = format!("/corporate-groups/{group}");
    visit
        .frame(crate::layout::Section::Clients, "clients.corporate_groups", title)
        .crumb("Clients", "/clients")
        .crumb("Corporate groups", "/corporate-groups")
        .crumb(group_name, &at)
        .crumb("Agreements", &format!("{at}/agreements"))
}

/// A tier as it is shown: `from 100,000.00` and `3 %`.
struct TierLine {
    from: String,
    rate: String,
    /// The volume so far is in it.
    is_reached: bool,
}

fn tier_lines(tiers: &[Tier], volume: Option<i64>, currency: Currency) -> Vec<TierLine> {
    let reached = tiers.iter().rposition(|tier| volume.is_some_and(|volume| volume > 0 && tier.from <= volume));
    let line = |(at, tier): (usize, &Tier)| TierLine {
        from: people(tier.from, currency),
        rate: tier.rate.to_string(),
        is_reached: reached == Some(at),
    };
    tiers.iter().enumerate().map(line).collect()
}

/// A member's part as it is shown.
struct PartLine {
    client: String,
    number: String,
    name: String,
    volume: String,
    share: String,
    discount: String,
    settled: String,
    amount: String,
}

fn part_lines(figures: &Figures, currency: Currency) -> Vec<PartLine> {
    let money = |minor: i64| people(minor, currency);
    let line = |part: &books::sales::agreements::Part| PartLine {
        client: part.client.to_string(),
        number: part.number.clone(),
        name: part.name.clone(),
        volume: money(part.volume),
        share: share(part.volume, figures.volume),
        discount: money(part.discount),
        settled: money(part.settled_before),
        amount: money(part.amount),
    };
    figures.parts.iter().map(line).collect()
}

/// The share of the whole, for the eye: `57.1 %`; nothing where the whole is nothing.
fn share(part: i64, whole: i64) -> String {
    if whole <= 0 {
        return String::new();
    }
    let thousandths = (i128::from(part) * 2_000 / i128::from(whole) + i128::from(part.signum())) / 2;
    let sign = if thousandths < 0 { "\u{2212}" } else { "" };
    format!("{sign}{}.{} %", thousandths.abs() / 10, thousandths.abs() % 10)
}

/// The four sums of an agreement or a settlement, ready to show.
struct SumLine {
    volume: String,
    discount: String,
    settled: String,
    amount: String,
}

fn sum_line(figures: &Figures, currency: Currency) -> SumLine {
    SumLine {
        volume: people(figures.volume, currency),
        discount: people(figures.discount, currency),
        settled: people(figures.settled_before, currency),
        amount: people(figures.amount, currency),
    }
}

/// What decides which tier is reached.
fn volume(view: &AgreementView) -> Option<i64> {
    let of_discount = view.figures.as_ref().map(|figures| figures.volume);
    of_discount.or(view.rebate.as_ref().map(|rebate| rebate.budget.volume))
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_share_is_a_tenth_of_a_per_cent() {
        let rows =
            [(12, 21, "57.1 %"), (9, 21, "42.9 %"), (0, 21, "0.0 %"), (21, 21, "100.0 %"), (-1, 20, "\u{2212}5.0 %")];
        for (part, whole, shown) in rows {
            assert_eq!(super::share(part, whole), shown);
        }
        assert_eq!(super::share(1, 0), "");
    }
}
