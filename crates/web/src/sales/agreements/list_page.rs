//! The agreements of a corporate group, a card for each year.

use askama::Template;
use axum::extract::Path;
use books::Permission;
use books::clients::{CorporateGroupView, ReadCorporateGroup};
use books::sales::agreements::{AgreementView, Kind, ListAgreements, ListSettlements, SettlementView, SettlementsOf};
use kernel::GroupId;

use super::{SumLine, TierLine, frame, sum_line, tier_lines, volume};
use crate::company::moments::short_day;
use crate::edge::{PageResult, Visit};
use crate::layout::Frame;
use crate::ledger::pages::show::people;

#[derive(Template)]
#[template(path = "sales/agreements/list.html")]
struct ListPage {
    frame: Frame,
    view: CorporateGroupView,
    cards: Vec<Card>,
    may_manage: bool,
    /// The type of the group brings something about that is agreed on.
    takes_agreements: bool,
}

struct Card {
    view: AgreementView,
    tiers: Vec<TierLine>,
    sums: Option<SumLine>,
    settlements: Vec<SettlementView>,
}

impl Card {
    fn minor(&self, minor: &i64) -> String {
        people(*minor, self.view.currency)
    }

    fn is_final(&self) -> bool {
        self.settlements.iter().any(|of| of.settlement.kind.code() == "final")
    }
}

impl ListPage {
    fn told(&self, of: &SettlementView) -> String {
        let settlement = &of.settlement;
        format!("{} through {}", settlement.kind.label(), short_day(settlement.through))
    }

    fn amount(&self, of: &SettlementView) -> String {
        format!("{} {}", people(of.settlement.figures.amount, of.settlement.currency), of.settlement.currency)
    }
}

pub async fn show(visit: Visit, Path(id): Path<String>) -> PageResult {
    let group: GroupId = visit.id("corporate group", &id)?;
    let view = visit.ask(ReadCorporateGroup { id: group }).await?;
    let found = visit.ask(ListAgreements { group }).await?;
    let mut settlements = visit.ask(ListSettlements { of: SettlementsOf::Group(group) }).await?;
    let mut cards = Vec::with_capacity(found.len());
    for view in found {
        let own = |of: &SettlementView| of.settlement.agreement == view.agreement.id;
        let (of_this, rest) = settlements.into_iter().partition(own);
        settlements = rest;
        cards.push(Card {
            tiers: tier_lines(&view.agreement.tiers, volume(&view), view.currency),
            sums: view.figures.as_ref().map(|figures| sum_line(figures, view.currency)),
            settlements: of_this,
            view,
        });
    }
    let name = view.group.group.name.to_string();
    let takes_agreements = Kind::of(view.of_type.effect).is_some();
    let may_manage = visit.may(Permission::ManageClientGroups);
    visit.show(&ListPage {
        frame: frame(&visit, group, &name, "Agreements"),
        view,
        cards,
        may_manage,
        takes_agreements,
    })
}
