//! Corporate groups, their heads, and the years of their members.

use kernel::{Day, GroupId};

use super::Taking;
use crate::exchange::books_in::SheetRow;
use crate::groups::corporate::{Change as CorporateChange, CorporateGroup, HeadYear, Years, slot};
use crate::groups::{Change as GroupChange, Kind, Membership};
use crate::{Change, Result};

fn of(change: CorporateChange) -> Change {
    GroupChange::Corporate(Box::new(change)).into()
}

impl Taking<'_> {
    pub(super) fn corporate_groups(&mut self) -> Result<()> {
        let sheet = self.sheet("corporate-groups")?;
        for row in sheet.rows(&sheet.columns(&["Name", "Type", "From", "To"])?) {
            let of_type = self.corporate_types.get(row.text("Type"));
            let of_type = of_type.ok_or_else(|| row.unreadable("Type", "There is no such type."))?.id;
            let (name, years) = (row.read("Name")?, years(&row)?);
            let group = self.group(Kind::Corporate, name, "");
            let group = CorporateGroup { group, of_type, years };
            self.corporate.push(group.clone());
            self.changes.push(of(CorporateChange::GroupCreated(group)));
        }
        Ok(())
    }

    /// The group of this name and type that stands for the year.
    fn corporate_group(&self, row: &SheetRow<'_>, year: i64) -> Result<CorporateGroup> {
        let of_type = self.corporate_types.get(row.text("Type")).map(|of_type| of_type.id);
        let is_meant = |group: &&CorporateGroup| {
            group.group.name.as_str() == row.text("Group") && Some(group.of_type) == of_type && group.years.has(year)
        };
        let found = self.corporate.iter().find(is_meant).cloned();
        found.ok_or_else(|| row.unreadable("Group", "There is no such corporate group in the year."))
    }

    /// What was voided goes first: its years are free again.
    pub(super) fn corporate_memberships(&mut self) -> Result<()> {
        let sheet = self.sheet("corporate-memberships")?;
        let mut live = Vec::new();
        for row in sheet.rows(&sheet.columns(&["Group", "Type", "Client", "From", "To", "Void because"])?) {
            let years = years(&row)?;
            let group = self.corporate_group(&row, years.first.number())?;
            let membership = Membership {
                id: self.ids.next(),
                group: group.group.id,
                client: self.client(&row, "Client")?,
                from: years.from(),
                until: Some(years.until()),
                slots: group.slots(years),
            };
            self.taken.memberships += 1;
            let started = GroupChange::MembershipStarted(membership.clone()).into();
            match row.optional("Void because") {
                Some(reason) => {
                    self.changes.push(started);
                    self.changes.push(of(CorporateChange::Voided { membership, reason: reason.to_owned() }));
                }
                None => live.push(started),
            }
        }
        self.changes.extend(live);
        Ok(())
    }

    pub(super) fn corporate_heads(&mut self) -> Result<()> {
        let sheet = self.sheet("corporate-heads")?;
        let mut heads: Vec<(GroupId, Vec<HeadYear>)> = Vec::new();
        for row in sheet.rows(&sheet.columns(&["Group", "Type", "Year", "Client"])?) {
            let year: i64 = row.read("Year")?;
            let group = self.corporate_group(&row, year)?;
            let after = Some(self.client(&row, "Client")?);
            let head = HeadYear { slot: slot(group.of_type, year), before: None, after };
            match heads.iter_mut().find(|(id, _)| *id == group.group.id) {
                Some((_, years)) => years.push(head),
                None => heads.push((group.group.id, vec![head])),
            }
        }
        self.changes.extend(heads.into_iter().map(|(group, years)| of(CorporateChange::HeadSet { group, years })));
        Ok(())
    }
}

fn years(row: &SheetRow<'_>) -> Result<Years> {
    let (from, until): (Day, Day) = (row.read("From")?, row.read("To")?);
    let (first, last) = (from.year(), until.year());
    match from == first.first_day() && until == last.last_day() && first <= last {
        true => Ok(Years { first, last }),
        false => Err(row.unreadable("From", "A corporate group stands for whole calendar years.")),
    }
}
