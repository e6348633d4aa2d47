//! Types, customer groups, sets, client groups and billing groups out of their files.

use kernel::{Currency, Money, Name, Rate};

use super::{Taking, smart};
use crate::exchange::books_in::SheetRow;
use crate::groups::corporate::{self, ClientType, CorporateType, Effect};
use crate::groups::{Change as GroupChange, Group, GroupSet, Kind, PostingGroup, Terms};
use crate::{Change, Result};

fn of(change: corporate::Change) -> Change {
    GroupChange::Corporate(Box::new(change)).into()
}

impl Taking<'_> {
    /// Types that the file does not have go; a company begins with some.
    pub(super) fn types(&mut self) -> Result<()> {
        let sheet = self.sheet("client-type-names")?;
        for row in sheet.rows(&sheet.columns(&["Name"])?) {
            let name: Name = row.read("Name")?;
            let known = self.facts.client_types.iter().find(|known| known.name == name).cloned();
            let of_type = known.unwrap_or_else(|| {
                let made = ClientType { id: self.ids.next(), name: name.clone(), version: 1 };
                self.changes.push(of(corporate::Change::ClientTypeCreated(made.clone())));
                made
            });
            self.client_types.insert(name.to_string(), of_type);
        }
        let sheet = self.sheet("corporate-types")?;
        for row in sheet.rows(&sheet.columns(&["Name", "Client type", "Effect"])?) {
            self.corporate_type(&row)?;
        }
        for gone in &self.facts.corporate_types {
            if !self.corporate_types.contains_key(gone.name.as_str()) {
                self.changes.push(of(corporate::Change::TypeDeleted(gone.clone())));
            }
        }
        for gone in &self.facts.client_types {
            if !self.client_types.contains_key(gone.name.as_str()) {
                self.changes.push(of(corporate::Change::ClientTypeDeleted(gone.clone())));
            }
        }
        Ok(())
    }

    fn corporate_type(&mut self, row: &SheetRow<'_>) -> Result<()> {
        let name: Name = row.read("Name")?;
        let client_type = self.client_types.get(row.text("Client type"));
        let client_type = client_type.ok_or_else(|| row.unreadable("Client type", "There is no such client type."))?.id;
        let effect = Effect::parse(row.text("Effect"));
        let effect = effect.ok_or_else(|| row.unreadable("Effect", "It is no effect that a type can have."))?;
        let known = self.facts.corporate_types.iter().find(|known| known.name == name);
        let of_type = match known {
            Some(known) if (known.client_type, known.effect) == (client_type, effect) => known.clone(),
            Some(known) => {
                let after = CorporateType { client_type, effect, version: known.version + 1, ..known.clone() };
                let before = known.clone();
                self.changes.push(of(corporate::Change::TypeChanged { before, after: after.clone() }));
                after
            }
            None => {
                let made = CorporateType { id: self.ids.next(), name: name.clone(), client_type, effect, version: 1 };
                self.changes.push(of(corporate::Change::TypeCreated(made.clone())));
                made
            }
        };
        self.corporate_types.insert(name.to_string(), of_type);
        Ok(())
    }

    /// Customer groups that a company begins with become those of the file, by name, or go.
    pub(super) fn customer_groups(&mut self) -> Result<()> {
        let sheet = self.sheet("customer-groups")?;
        let columns =
            sheet.columns(&["Number", "Name", "Account", "VAT zone", "Layout", "Language", "Number series"])?;
        let names: Vec<&str> = sheet.rows(&columns).map(|row| row.text("Name")).collect();
        for gone in self.facts.posting.iter().filter(|known| !names.contains(&known.group.name.as_str())) {
            self.changes.push(GroupChange::Deleted(gone.group.clone()).into());
        }
        for row in sheet.rows(&columns) {
            let name: Name = row.read("Name")?;
            let known = self.facts.posting.iter().find(|known| known.group.name == name).cloned();
            let group = match &known {
                Some(known) => {
                    Group { note: row.text("Note").to_owned(), version: known.group.version + 1, ..known.group.clone() }
                }
                None => self.group(Kind::Posting, name.clone(), row.text("Note")),
            };
            let posting = self.posting_group(&row, group)?;
            self.aside(&row, "Archived", &posting.group);
            self.posting.insert(name.to_string(), posting.clone());
            self.changes.push(match known {
                Some(before) => {
                    let (before, after) = (Box::new(before), Box::new(posting));
                    GroupChange::PostingGroupChanged { before, after, open_items: None }.into()
                }
                None => GroupChange::PostingGroupCreated(posting).into(),
            });
        }
        Ok(())
    }

    fn posting_group(&self, row: &SheetRow<'_>, group: Group) -> Result<PostingGroup> {
        let account = self.facts.accounts.iter().find(|account| account.number == row.text("Account"));
        let zone = self.facts.zones.iter().find(|zone| zone.code == row.text("VAT zone"));
        let series = |name: &str| self.facts.series.iter().find(|series| series.name == name).map(|series| series.id);
        let series = match row.optional("Number series") {
            Some(name) => Some(series(name).ok_or_else(|| row.unreadable("Number series", "Add it here first."))?),
            None => None,
        };
        let owned = |column: &str| row.optional(column).map(str::to_owned);
        let money = |text: &str| Money::parse(text, self.facts.currency).map(|money| money.minor);
        let rate = row.optional("Discount").map(Rate::parse_percent).transpose();
        let limit = row.optional("Credit limit").map(money).transpose();
        Ok(PostingGroup {
            group,
            number: row.text("Number").to_owned(),
            account: account
                .ok_or_else(|| row.unreadable("Account", "The chart here has no such account. Add it first."))?
                .id,
            vat_zone: zone.ok_or_else(|| row.unreadable("VAT zone", "There is no such zone here. Add it first."))?.id,
            terms: Terms {
                payment_days: row.optional("Payment days").map(|_| row.read("Payment days")).transpose()?,
                discount: rate.map_err(|error| row.unreadable("Discount", &error.to_string()))?,
                layout: owned("Layout"),
                language: owned("Language"),
                currency: row.optional("Currency").map(|_| row.read::<Currency>("Currency")).transpose()?,
                credit_limit: limit.map_err(|error| row.unreadable("Credit limit", &error.to_string()))?,
                series,
            },
        })
    }

    /// Before any group: those of all kinds are told together.
    pub(super) fn sets(&mut self) -> Result<()> {
        let sheet = self.sheet("client-group-sets")?;
        for row in sheet.rows(&sheet.columns(&["Name"])?) {
            let set = GroupSet { id: self.ids.next(), name: row.read("Name")?, version: 1 };
            self.sets.insert(set.name.to_string(), set.clone());
            self.changes.push(GroupChange::SetCreated(set).into());
        }
        Ok(())
    }

    pub(super) fn client_groups(&mut self) -> Result<()> {
        let sheet = self.sheet("client-groups")?;
        let columns = sheet.columns(&["Name", "Set", "Color", "Note", "Smart filter", "Archived"])?;
        // A filter may name a group that stands below it.
        for row in sheet.rows(&columns) {
            let name: Name = row.read("Name")?;
            let mut group = self.group(Kind::Segment, name, row.text("Note"));
            group.color = row.read("Color")?;
            if let Some(set) = row.optional("Set") {
                let found = self.sets.get(set).ok_or_else(|| row.unreadable("Set", "There is no such set."))?;
                group.set = Some(found.id);
            }
            self.segments.insert(group.name.to_string(), group);
        }
        for row in sheet.rows(&columns) {
            let Some(mut group) = self.segments.get(row.text("Name")).cloned() else { continue };
            if let Some(filter) = row.optional("Smart filter") {
                let read = smart::read(filter, &self.segments, &self.posting, &self.facts.knowledge);
                group.smart = Some(read.ok_or_else(|| {
                    row.unreadable("Smart filter", "It names a group or a member that is not there.")
                })?);
            }
            self.aside(&row, "Archived", &group);
            self.segments.insert(group.name.to_string(), group.clone());
            self.changes.push(GroupChange::ClientGroupCreated(group).into());
        }
        Ok(())
    }

    /// The groups only; whoever usually pays is a member first.
    pub(super) fn billing_groups(&mut self) -> Result<()> {
        let sheet = self.sheet("billing-groups")?;
        for row in sheet.rows(&sheet.columns(&["Name", "Primary contact", "Hidden"])?) {
            let name: Name = row.read("Name")?;
            let group = self.group(Kind::Billing, name, "");
            let after = Some(self.client(&row, "Primary contact")?);
            self.last.push(GroupChange::PrimaryContactNamed { group: group.id, before: None, after }.into());
            // Naming counts as a change of the group.
            self.aside(&row, "Hidden", &Group { version: group.version + 1, ..group.clone() });
            self.billing.insert(group.name.to_string(), group.clone());
            self.changes.push(GroupChange::ClientGroupCreated(group).into());
        }
        Ok(())
    }

    /// Said last: nobody enters a group that is set aside.
    fn aside(&mut self, row: &SheetRow<'_>, column: &str, group: &Group) {
        if row.optional(column).is_some() {
            self.last.push(GroupChange::Archived(group.clone()).into());
        }
    }
}
