//! Clients out of their files: what a form asks for, and what only the record knows.

use kernel::{ClientId, Number};

use super::Taking;
use crate::clients::{self, Change as ClientChange, Client, Details, Lifecycle, Portal};
use crate::exchange::Preparation;
use crate::exchange::books_in::SheetRow;
use crate::exchange::cell::Cells;
use crate::{Change, Result};

impl Taking<'_> {
    pub(super) fn clients(&mut self) -> Result<()> {
        let sheet = self.sheet("clients")?;
        let columns = sheet.columns(&["Number", "Name", "Customer group", "Archived"])?;
        let preparation = Preparation { clear_word: "\u{0}".to_owned(), ..Preparation::suggested(&sheet.header) };
        let mended = preparation.mended();
        for (row, raw) in sheet.rows(&columns).zip(&sheet.rows) {
            let cells = Cells::new(preparation.cells_of(raw, &mended), &preparation.clear_word);
            let mut problems = Vec::new();
            let mut details = Details::named(row.read("Name")?);
            cells.write_to(&mut details, &self.facts.knowledge, &mut problems);
            for problem in problems {
                if problem.code != "MEMBER_UNKNOWN" {
                    return Err(row.unreadable("Name", &problem.sentence));
                }
                self.taken.left_out.push(format!("Client {}: {}", row.text("Number"), problem.sentence));
            }
            self.register(&row, details)?;
        }
        self.records()?;
        self.types_of_clients()
    }

    fn register(&mut self, row: &SheetRow<'_>, details: Details) -> Result<()> {
        let group = self.posting.get(row.text("Customer group"));
        let group = group.ok_or_else(|| row.unreadable("Customer group", "There is no such customer group."))?;
        let client = Client {
            id: self.ids.next(),
            number: row.read::<Number>("Number")?,
            details,
            posting_group: group.group.id,
            lifecycle: Lifecycle::Imported,
            portal: Portal::None,
            source: String::new(),
            archived: row.optional("Archived").is_some(),
            merged_into: None,
            version: 1,
        };
        self.taken.clients += 1;
        self.clients.insert(client.number.to_string(), client.id);
        self.changes.push(ClientChange::Registered(Box::new(client)).into());
        Ok(())
    }

    /// The client of a number.
    pub(super) fn client(&self, row: &SheetRow<'_>, column: &'static str) -> Result<ClientId> {
        let found = self.clients.get(row.text(column)).copied();
        found.ok_or_else(|| row.unreadable(column, "There is no client of this number."))
    }

    fn records(&mut self) -> Result<()> {
        let sheet = self.sheet("client-records")?;
        for row in sheet.rows(&sheet.columns(&["Number", "Lifecycle", "Portal", "Source", "Layout", "Merged into"])?) {
            let id = self.client(&row, "Number")?;
            let into = row.optional("Merged into").map(|_| self.client(&row, "Merged into")).transpose()?;
            let registered = self.changes.iter_mut().find_map(|change| match change {
                Change::Clients(ClientChange::Registered(client)) if client.id == id => Some(client),
                _ => None,
            });
            let Some(client) = registered else { continue };
            let lifecycle = Lifecycle::parse(row.text("Lifecycle"));
            client.lifecycle = lifecycle.ok_or_else(|| row.unreadable("Lifecycle", "It is none that is known."))?;
            let portal = Portal::parse(row.text("Portal"));
            client.portal = portal.ok_or_else(|| row.unreadable("Portal", "It is none that is known."))?;
            row.text("Source").clone_into(&mut client.source);
            client.details.layout = row.optional("Layout").map(str::to_owned);
            // A record begins at work; the archive and the merge come once everybody is in.
            let was = std::mem::replace(&mut client.archived, false);
            let before = Box::new(Client { archived: false, ..(**client).clone() });
            match into {
                Some(into) => self.last.push(ClientChange::Merged { client: before, into }.into()),
                None if was => self.last.push(ClientChange::Archived(before).into()),
                None => {}
            }
        }
        Ok(())
    }

    fn types_of_clients(&mut self) -> Result<()> {
        let sheet = self.sheet("client-types")?;
        let mut wanted: Vec<(ClientId, Vec<kernel::ClientTypeId>)> = Vec::new();
        for row in sheet.rows(&sheet.columns(&["Client", "Type"])?) {
            let client = self.client(&row, "Client")?;
            let of_type = self.client_types.get(row.text("Type"));
            let of_type = of_type.ok_or_else(|| row.unreadable("Type", "There is no such client type."))?.id;
            match wanted.last_mut().filter(|(last, _)| *last == client) {
                Some((_, types)) => types.push(of_type),
                None => wanted.push((client, vec![of_type])),
            }
        }
        for (client, types) in wanted {
            self.changes.extend(clients::set_types(client, &[], &types, 1));
            self.types_of.insert(client, types);
        }
        Ok(())
    }
}
