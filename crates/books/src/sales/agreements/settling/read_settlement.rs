//! Reads settlements, and what one would be.

use kernel::{AgreementId, ClientId, Currency, Failure, GroupId, InvoiceId, Refusal, SettlementId};

use super::super::read_agreement::group_name;
use super::{Figures, Settle, Settlement, store};
use crate::sales::agreements::{self, Agreement};
use crate::{Act, Ask, Permission, Result, Scene, company};

#[derive(Clone, Copy, Debug)]
pub struct ReadSettlement {
    pub id: SettlementId,
}

/// A settlement as page and API show it.
#[derive(Clone, Debug)]
pub struct SettlementView {
    pub settlement: Settlement,
    pub group_name: String,
    /// In the order of their provisional numbers.
    pub documents: Vec<SettledDocument>,
    /// The name of the member who made it.
    pub made_by: String,
}

/// The credit note of a member, or the invoice over what is due back.
#[derive(Clone, Debug)]
pub struct SettledDocument {
    pub client: ClientId,
    pub id: InvoiceId,
    /// The number, or the provisional one in brackets.
    pub title: String,
    pub is_credit_note: bool,
    pub is_booked: bool,
}

impl SettlementView {
    pub fn document_of(&self, client: ClientId) -> Option<&SettledDocument> {
        self.documents.iter().find(|document| document.client == client)
    }
}

impl Ask for ReadSettlement {
    const NEEDS: Permission = Permission::ViewInvoices;
    type Answer = SettlementView;

    fn answer(self, scene: &Scene<'_>) -> Result<SettlementView> {
        let found = store::find(scene, self.id)?.ok_or_else(|| Failure::missing("settlement", self.id))?;
        let group_name = group_name(scene, found.group)?;
        view(scene, found, group_name)
    }
}

fn view(scene: &Scene<'_>, settlement: Settlement, group_name: String) -> Result<SettlementView> {
    Ok(SettlementView {
        documents: store::documents(scene, settlement.id)?,
        made_by: company::member_names(scene)?.of(&settlement.by),
        group_name,
        settlement,
    })
}

/// Whose settlements.
#[derive(Clone, Copy, Debug)]
pub enum SettlementsOf {
    Group(GroupId),
    Agreement(AgreementId),
}

/// The settlements of a group or of one agreement; the latest year first, within it the first first.
#[derive(Clone, Copy, Debug)]
pub struct ListSettlements {
    pub of: SettlementsOf,
}

impl Ask for ListSettlements {
    const NEEDS: Permission = Permission::ViewInvoices;
    type Answer = Vec<SettlementView>;

    fn answer(self, scene: &Scene<'_>) -> Result<Vec<SettlementView>> {
        let (agreement, group) = match self.of {
            SettlementsOf::Group(group) => (None, group),
            SettlementsOf::Agreement(id) => {
                let found = agreements::store::find(scene, id)?.ok_or_else(|| Failure::missing("agreement", id))?;
                (Some(id), found.group)
            }
        };
        let group_name = group_name(scene, group)?;
        let found = store::list(scene, agreement, group)?;
        found.into_iter().map(|settlement| view(scene, settlement, group_name.clone())).collect()
    }
}

/// What a settlement would be, and what keeps it from being made.
#[derive(Clone, Debug)]
pub struct PreviewSettlement {
    pub settle: Settle,
}

#[derive(Clone, Debug)]
pub struct SettlementPreview {
    pub agreement: Agreement,
    pub group_name: String,
    pub currency: Currency,
    pub figures: Figures,
    pub objection: Option<Refusal>,
}

impl Ask for PreviewSettlement {
    const NEEDS: Permission = Permission::ManageClientGroups;
    type Answer = SettlementPreview;

    fn answer(self, scene: &Scene<'_>) -> Result<SettlementPreview> {
        let facts = self.settle.load(scene)?;
        Ok(SettlementPreview {
            objection: self.settle.objections(&facts).err(),
            group_name: facts.group.group.name.to_string(),
            agreement: facts.agreement,
            currency: facts.currency,
            figures: facts.figures,
        })
    }
}
