//! Lists invoices: filters that an address can carry, newest first, with totals of everything that matches.

pub(super) mod store;

use kernel::{ClientId, Currency, Day, InvoiceId, Money};

use super::{Kind, State};
use crate::clients::Sight;
use crate::{Ask, Permission, Result, Scene, company};

/// Filters are joined by "and"; an empty one says nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListInvoices {
    pub state: Option<State>,
    pub kind: Option<Kind>,
    pub client: Option<ClientId>,
    pub from: Option<Day>,
    pub to: Option<Day>,
    /// Searched for in number, reference and the client's name.
    pub q: String,
    /// The last row of the page before: its day and id.
    pub after: Option<(Day, InvoiceId)>,
    /// The first row of the page after: gives the page before it.
    pub before: Option<(Day, InvoiceId)>,
    pub limit: i64,
}

#[derive(Clone, Debug)]
pub struct InvoiceRow {
    pub id: InvoiceId,
    pub kind: Kind,
    pub provisional: i64,
    pub number: Option<String>,
    pub client: ClientId,
    pub client_name: String,
    pub day: Day,
    pub due: Day,
    pub net: Money,
    pub vat: Money,
    pub gross: Money,
    pub open: Money,
    pub state: State,
    pub version: i64,
}

impl InvoiceRow {
    /// The final number, or the provisional one in brackets.
    pub fn title(&self) -> String {
        self.number.clone().unwrap_or_else(|| format!("({})", self.provisional))
    }
}

#[derive(Clone, Debug)]
pub struct InvoicesPage {
    pub rows: Vec<InvoiceRow>,
    pub previous: Option<(Day, InvoiceId)>,
    pub next: Option<(Day, InvoiceId)>,
    pub totals: InvoiceTotals,
}

/// Sums over everything that matches, in the company's currency. Credit notes count below zero, drafts not at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvoiceTotals {
    pub documents: i64,
    pub drafts: i64,
    pub net: Money,
    pub gross: Money,
    pub open: Money,
    pub overdue: Money,
}

impl Ask for ListInvoices {
    const NEEDS: Permission = Permission::ViewInvoices;
    type Answer = InvoicesPage;

    fn answer(self, scene: &Scene<'_>) -> Result<InvoicesPage> {
        let currency: Currency = company::read(scene)?.currency;
        let sight = Sight::of(scene.rights);
        let totals = store::totals(scene, &self, sight, scene.today, currency)?;
        let mut rows = store::rows(scene, &self, sight, scene.today)?;
        let more = rows.len() as i64 > self.limit;
        rows.truncate(usize::try_from(self.limit).unwrap_or_default());
        let backwards = self.before.is_some();
        if backwards {
            rows.reverse();
        }
        let place = |row: Option<&InvoiceRow>| row.map(|row| (row.day, row.id));
        let earlier = if backwards { more } else { self.after.is_some() };
        let later = if backwards { true } else { more };
        let previous = place(rows.first()).filter(|_| earlier);
        let next = place(rows.last()).filter(|_| later);
        Ok(InvoicesPage { rows, previous, next, totals })
    }
}
