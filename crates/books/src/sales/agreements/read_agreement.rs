//! Reads an agreement with what it comes to, and those of a group.

use kernel::{AgreementId, Currency, Failure, GroupId, Instant, MemoId};

use super::settling::{Figures, figures};
use super::{Agreement, Kind, Rebate, rebate, store};
use crate::groups::corporate;
use crate::{Ask, Permission, Result, Scene, company};

/// One agreement. Its figures are sums over all members, so that it is for those who see all clients.
#[derive(Clone, Copy, Debug)]
pub struct ReadAgreement {
    pub id: AgreementId,
}

/// An agreement as page and API show it.
#[derive(Clone, Debug)]
pub struct AgreementView {
    pub agreement: Agreement,
    pub group_name: String,
    pub currency: Currency,
    /// What was booked of the year so far, what it gives and what is settled of it; of a discount only.
    pub figures: Option<Figures>,
    pub memos: Vec<MemoLine>,
    /// Of an agreement on a rebate in kind: what it comes to.
    pub rebate: Option<Rebate>,
}

#[derive(Clone, Debug)]
pub struct MemoLine {
    pub id: MemoId,
    pub text: String,
    pub at: Instant,
    /// The name of the member who wrote it.
    pub by: String,
}

impl Ask for ReadAgreement {
    const NEEDS: Permission = Permission::ViewInvoices;
    type Answer = AgreementView;

    fn answer(self, scene: &Scene<'_>) -> Result<AgreementView> {
        let missing = || Failure::missing("agreement", self.id);
        let agreement = store::find(scene, self.id)?.ok_or_else(missing)?;
        view(scene, agreement)
    }
}

/// The name of the group, for those who see all clients.
pub(super) fn group_name(scene: &Scene<'_>, id: GroupId) -> Result<String> {
    scene.rights.require(Permission::ViewClients)?;
    let found = corporate::store::find(scene, id)?;
    Ok(found.ok_or_else(|| Failure::missing("corporate group", id))?.group.name.to_string())
}

fn view(scene: &Scene<'_>, agreement: Agreement) -> Result<AgreementView> {
    scene.rights.require(Permission::ViewClients)?;
    let group = corporate::store::find(scene, agreement.group)?;
    let group = group.ok_or_else(|| Failure::broken("an agreement without its group"))?;
    let names = company::member_names(scene)?;
    let line = |memo: super::Memo| MemoLine { id: memo.id, text: memo.text, at: memo.at, by: names.of(&memo.by) };
    let figures = match agreement.kind {
        Kind::Discount => Some(figures(scene, &agreement, &group, agreement.year.last_day())?),
        Kind::Rebate => None,
    };
    Ok(AgreementView {
        memos: store::memos(scene, agreement.id)?.into_iter().map(line).collect(),
        currency: company::read(scene)?.currency,
        group_name: group.group.name.to_string(),
        figures,
        rebate: rebate::of(scene, &agreement)?,
        agreement,
    })
}

/// The agreements of a group, the latest year first.
#[derive(Clone, Copy, Debug)]
pub struct ListAgreements {
    pub group: GroupId,
}

impl Ask for ListAgreements {
    const NEEDS: Permission = Permission::ViewInvoices;
    type Answer = Vec<AgreementView>;

    fn answer(self, scene: &Scene<'_>) -> Result<Vec<AgreementView>> {
        group_name(scene, self.group)?;
        let found = store::of_group(scene, self.group)?;
        found.into_iter().map(|agreement| view(scene, agreement)).collect()
    }
}

/// One memo of an agreement.
#[derive(Clone, Copy, Debug)]
pub struct ReadMemo {
    pub agreement: AgreementId,
    pub id: MemoId,
}

impl Ask for ReadMemo {
    const NEEDS: Permission = Permission::ViewInvoices;
    type Answer = MemoLine;

    fn answer(self, scene: &Scene<'_>) -> Result<MemoLine> {
        let found = ReadAgreement { id: self.agreement }.answer(scene)?.memos;
        found.into_iter().find(|memo| memo.id == self.id).ok_or_else(|| Failure::missing("memo", self.id))
    }
}
