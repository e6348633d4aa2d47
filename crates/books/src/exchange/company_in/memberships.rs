//! Who was in which client group, customer group and billing group, since when and until when.

use kernel::Day;

use super::Taking;
use crate::Result;
use crate::exchange::books_in::SheetRow;
use crate::groups::{Change as GroupChange, Group, Kind, Membership};

impl Taking<'_> {
    /// What has ended goes first: a slot is free before it is filled.
    pub(super) fn memberships(&mut self) -> Result<()> {
        let sheet = self.sheet("memberships")?;
        let columns = sheet.columns(&["Client", "Kind", "Group", "From", "Until", "Ended"])?;
        let mut live = Vec::new();
        for row in sheet.rows(&columns) {
            let group = self.group_of(&row)?;
            let until = row.optional("Until").map(|_| row.read::<Day>("Until")).transpose()?;
            let membership = Membership {
                id: self.ids.next(),
                group: group.id,
                client: self.client(&row, "Client")?,
                from: row.read("From")?,
                until: None,
                slots: vec![group.slot()],
            };
            self.taken.memberships += 1;
            let started = GroupChange::MembershipStarted(membership.clone()).into();
            match until.filter(|_| row.optional("Ended").is_some()) {
                Some(until) => {
                    self.changes.push(started);
                    self.changes.push(GroupChange::MembershipEnded { membership, until }.into());
                }
                None => live.push(started),
            }
        }
        self.changes.extend(live);
        Ok(())
    }

    fn group_of(&self, row: &SheetRow<'_>) -> Result<Group> {
        let name = row.text("Group");
        let found = match Kind::parse(row.text("Kind")) {
            Some(Kind::Segment) => self.segments.get(name),
            Some(Kind::Billing) => self.billing.get(name),
            Some(Kind::Posting) => self.posting.get(name).map(|posting| &posting.group),
            _ => None,
        };
        found.cloned().ok_or_else(|| row.unreadable("Group", "There is no such group of this kind."))
    }
}
