//! A settlement as a document: by the numbers and names of then, ready to be printed.

use askama::Template;
use axum::extract::Path;
use books::sales::agreements::{ReadSettlement, SettledDocument, SettlementView};
use kernel::{ClientId, Day};

use super::{PartLine, SumLine, TierLine, frame, part_lines, sum_line, tier_lines};
use crate::company::moments::{moment, short_day};
use crate::edge::{PageResult, Visit};
use crate::layout::Frame;

#[derive(Template)]
#[template(path = "sales/agreements/settlement.html")]
struct SettlementPage {
    frame: Frame,
    view: SettlementView,
    office: String,
    made: String,
    tiers: Vec<TierLine>,
    parts: Vec<(PartLine, Option<SettledDocument>)>,
    sums: SumLine,
}

impl SettlementPage {
    fn day(&self, day: &Day) -> String {
        short_day(*day)
    }

    fn drafts(&self) -> usize {
        self.view.documents.iter().filter(|document| !document.is_booked).count()
    }
}

pub async fn show(visit: Visit, Path(id): Path<String>) -> PageResult {
    let view = visit.ask(ReadSettlement { id: visit.id("settlement", &id)? }).await?;
    let settlement = &view.settlement;
    let document = |client: ClientId| view.document_of(client).cloned();
    let parts = part_lines(&settlement.figures, settlement.currency).into_iter().zip(&settlement.figures.parts);
    let called = format!("Settlement {}", settlement.number);
    let frame = frame(&visit, settlement.group, &view.group_name, &called)
        .crumb(&settlement.title, &format!("/agreements/{}", settlement.agreement))
        .crumb(&called, "");
    let page = SettlementPage {
        frame,
        office: visit.sidebar().company_name.clone(),
        made: format!("{}, {}", view.made_by, moment(settlement.at, &visit.sidebar().time_zone)),
        tiers: tier_lines(&settlement.tiers, Some(settlement.figures.volume), settlement.currency),
        parts: parts.map(|(line, part)| (line, document(part.client))).collect(),
        sums: sum_line(&settlement.figures, settlement.currency),
        view: view.clone(),
    };
    visit.show(&page)
}
