//! Reads an agreement, and those of a group.

use kernel::{AgreementId, Currency, Failure, GroupId, Instant, MemoId};

use super::{Agreement, store};
use crate::clients::ReadCorporateGroup;
use crate::{Ask, Permission, Result, Scene, company};

/// One agreement, unless its group is not in the asker's sight.
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
    pub memos: Vec<MemoLine>,
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
        let group_name = group_name(scene, agreement.group)?;
        view(scene, agreement, group_name)
    }
}

/// The name of the group, when the asker sees it.
fn group_name(scene: &Scene<'_>, id: GroupId) -> Result<String> {
    scene.rights.require(Permission::ViewOwnClients)?;
    Ok(ReadCorporateGroup { id }.answer(scene)?.group.group.name.to_string())
}

fn view(scene: &Scene<'_>, agreement: Agreement, group_name: String) -> Result<AgreementView> {
    let names = company::member_names(scene)?;
    let line = |memo: super::Memo| MemoLine { id: memo.id, text: memo.text, at: memo.at, by: names.of(&memo.by) };
    Ok(AgreementView {
        memos: store::memos(scene, agreement.id)?.into_iter().map(line).collect(),
        currency: company::read(scene)?.currency,
        agreement,
        group_name,
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
        let group_name = group_name(scene, self.group)?;
        let found = store::of_group(scene, self.group)?;
        found.into_iter().map(|agreement| view(scene, agreement, group_name.clone())).collect()
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
