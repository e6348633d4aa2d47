//! The corporate discount of the demo: last year is settled, this year is under way.

use books::sales::agreements::{
    MakeAgreement, ReadAgreement, ReadSettlement, Scale, Settle, SettlementKind, Tier, WriteMemo,
};
use books::sales::invoices::BookInvoice;
use kernel::{AgreementId, Day, Failure, GroupId, Rate, Year};

use super::story::Story;

/// From this volume on, in cents, this many hundredths of a per cent.
const TIERS: [(i64, i64); 3] = [(0, 100), (1_000_000, 200), (4_000_000, 350)];

pub(super) fn agree(story: &Story<'_>, group: GroupId) -> Result<(), Failure> {
    let this_year = story.today.year();
    let last_year = this_year.previous().map_err(Failure::broken)?;
    let settled = agreement(story, group, last_year, Scale::Slab)?;
    let memo = "Agreed with the holding's board in December; the scale is looked at again every year.";
    story.perform(WriteMemo { agreement: settled, text: memo.to_owned() })?;
    let half = last_year.first_day().plus_days(180).map_err(Failure::broken)?;
    settle(story, settled, SettlementKind::Partial, Some(half))?;
    settle(story, settled, SettlementKind::Final, None)?;
    agreement(story, group, this_year, Scale::Stepped).map(drop)
}

fn agreement(story: &Story<'_>, group: GroupId, year: Year, scale: Scale) -> Result<AgreementId, Failure> {
    let exclusions = Vec::new();
    let tiers = TIERS.map(|(from, rate)| Tier { from, rate: Rate(rate) }).to_vec();
    story.perform(MakeAgreement {
        group,
        year,
        name: None,
        scale: Some(scale),
        tiers,
        allow_above_100: false,
        exclusions,
    })
}

/// Settles what there is. The credit notes of the first settlement are booked, those of the last wait as drafts.
fn settle(
    story: &Story<'_>,
    agreement: AgreementId,
    kind: SettlementKind,
    through: Option<Day>,
) -> Result<(), Failure> {
    let figures = story.ask(ReadAgreement { id: agreement })?.figures.unwrap_or_default();
    if figures.is_nothing() {
        return Ok(());
    }
    let command = Settle { agreement, version: None, kind, through, on: None, product_group: None, early: false };
    let id = match story.perform(command) {
        Ok(id) => id,
        // In the first half of the year nothing may have been booked yet.
        Err(Failure::Refused(refusal)) if refusal.code == "NOTHING_TO_SETTLE" => return Ok(()),
        Err(failure) => return Err(failure),
    };
    for document in story.ask(ReadSettlement { id })?.documents {
        if kind == SettlementKind::Partial {
            story.perform(BookInvoice { id: document.id, version: None })?;
        }
    }
    Ok(())
}
