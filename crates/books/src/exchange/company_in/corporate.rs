//! Corporate groups, their heads, and the years of their members.

use kernel::{ClientId, Day, GroupId, Name, Refusal};

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
            if !group.years.contains(years) {
                return Err(row.unreadable("To", "The group does not stand for all of these years."));
            }
            self.taken.memberships += 1;
            let started = GroupChange::MembershipStarted(membership.clone()).into();
            match row.optional("Void because") {
                Some(reason) => {
                    self.changes.push(started);
                    self.changes.push(of(CorporateChange::Voided { membership, reason: reason.to_owned() }));
                }
                None => {
                    self.refuse_other_type(&row, &group, membership.client, years.last.number())?;
                    for slot in &membership.slots {
                        if self.held.insert((membership.client, slot.clone()), group.group.id).is_some() {
                            return Err(row.unreadable("Client", ELSEWHERE));
                        }
                    }
                    live.push(started);
                }
            }
        }
        self.changes.extend(live);
        Ok(())
    }

    /// Refuses whoever is to stand in a group this year or later and is not of the type that it takes; of years past the type
    /// may be gone.
    fn refuse_other_type(&self, row: &SheetRow<'_>, group: &CorporateGroup, client: ClientId, last: i64) -> Result<()> {
        let takes = self.corporate_types.values().find(|of_type| of_type.id == group.of_type);
        let types = self.types_of.get(&client);
        let is_of_it = takes.is_some_and(|takes| types.is_some_and(|types| types.contains(&takes.client_type)));
        if is_of_it || last < self.this_year {
            return Ok(());
        }
        Err(row.unreadable("Client", "It is not of the type that the group takes."))
    }

    pub(super) fn corporate_heads(&mut self) -> Result<()> {
        let sheet = self.sheet("corporate-heads")?;
        let mut heads: Vec<(GroupId, Vec<HeadYear>)> = Vec::new();
        for row in sheet.rows(&sheet.columns(&["Group", "Type", "Year", "Client"])?) {
            let year: i64 = row.read("Year")?;
            let group = self.corporate_group(&row, year)?;
            let (client, slot) = (self.client(&row, "Client")?, slot(group.of_type, year));
            self.refuse_other_type(&row, &group, client, year)?;
            if self.held.insert((client, slot.clone()), group.group.id).is_some_and(|other| other != group.group.id) {
                return Err(row.unreadable("Client", ELSEWHERE));
            }
            let head = HeadYear { slot, before: None, after: Some(client) };
            match heads.iter_mut().find(|(id, _)| *id == group.group.id) {
                Some((_, years)) if years.iter().any(|known| known.slot == head.slot) => {
                    return Err(row.unreadable("Year", "The group has another head in the year."));
                }
                Some((_, years)) => years.push(head),
                None => heads.push((group.group.id, vec![head])),
            }
        }
        for group in &self.corporate {
            let led = heads.iter().find(|(id, _)| *id == group.group.id).map_or(0, |(_, years)| years.len());
            if led != group.years.iter().count() {
                return Err(headless(&group.group.name).into());
            }
        }
        self.changes.extend(heads.into_iter().map(|(group, years)| of(CorporateChange::HeadSet { group, years })));
        Ok(())
    }
}

fn years(row: &SheetRow<'_>) -> Result<Years> {
    let (from, until): (Day, Day) = (row.read("From")?, row.read("To")?);
    Years::between(from, until).map_err(|refusal| {
        let column = if refusal.field.as_deref() == Some("to") { "To" } else { "From" };
        row.unreadable(column, &refusal.title)
    })
}

const ELSEWHERE: &str = "The client stands in a group of this type in one of these years already.";

fn headless(name: &Name) -> Refusal {
    Refusal::field(
        "BOOKS_UNREADABLE",
        "file",
        format!("corporate-heads.csv: “{name}” has no head in some of its years."),
        "A corporate group has a client at its head in each of its years. Nothing was taken in. Correct the file, and import \
         it again.",
    )
}
