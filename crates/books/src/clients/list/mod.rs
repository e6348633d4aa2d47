//! Lists clients: filtered, sorted, a page at a time, within what the asker may see.
//!
//! Round trips: the page, the groups of its clients, what they are, the count. No more, however many clients there are.

mod filter;
mod sort;
pub(crate) mod store;

#[cfg(test)]
mod tests;

use kernel::{ClientTypeId, Currency, Refusal};

pub use filter::{Filter, InGroups, Match, Responsible, Shelf};
pub use sort::{Cursor, Sort, SortBy};

use super::{Client, GroupOfClient};
use crate::{Ask, Permission, Result, Scene, company};

/// A page of clients.
#[derive(Clone, Debug)]
pub struct ListClients {
    pub filter: Filter,
    pub sort: Sort,
    /// Where the page begins; the first page without.
    pub cursor: Option<Cursor>,
    /// 1 to 200 rows.
    pub limit: i64,
    /// Whether the count of all that match is wanted.
    pub counted: bool,
}

/// The longest page.
pub const LONGEST_PAGE: i64 = 200;
/// Lists up to here are counted to the last row.
const COUNTED_TO: i64 = 100_000;

#[derive(Clone, Debug)]
pub struct ClientList {
    pub rows: Vec<ListedClient>,
    /// Rows before the first one shown.
    pub skipped: i64,
    pub previous: Option<Cursor>,
    pub next: Option<Cursor>,
    pub total: Option<Total>,
    pub currency: Currency,
}

/// How many clients match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Total {
    Exactly(i64),
    /// More than this; counting on would take longer than anyone waits.
    MoreThan(i64),
}

/// A client as a row of the list.
#[derive(Clone, Debug)]
pub struct ListedClient {
    pub client: Client,
    /// Every group it is in today, by kind and name.
    pub groups: Vec<GroupOfClient>,
    /// What it is, in the order of the ids.
    pub types: Vec<ClientTypeId>,
    pub customer_group: String,
    /// Number of the customer group's control account.
    pub account: String,
    pub responsible: Option<String>,
    /// Minor units of the company's currency: what the client owes, or is owed when negative.
    pub open_balance: i64,
}

impl ListedClient {
    /// The segments among the groups.
    pub fn segments(&self) -> impl Iterator<Item = &GroupOfClient> {
        self.groups.iter().filter(|group| group.kind == crate::groups::Kind::Segment)
    }
}

impl Ask for ListClients {
    const NEEDS: Permission = Permission::ViewOwnClients;
    type Answer = ClientList;

    fn answer(self, scene: &Scene<'_>) -> Result<ClientList> {
        if !(1..=LONGEST_PAGE).contains(&self.limit) {
            return Err(page_length().into());
        }
        let selection = store::selected(scene, &self.filter);
        let currency = company::read(scene)?.currency;
        let mut page = store::page(scene, &selection, self.sort, self.cursor.as_ref(), self.limit + 1)?;
        let more = page.len() as i64 > self.limit;
        page.truncate(self.limit as usize);
        let backward = self.cursor.as_ref().is_some_and(|cursor| cursor.backward);
        if backward {
            page.reverse();
        }
        let skipped = self.skipped(page.len() as i64, backward, more);
        let (before, after) = if backward { (more, true) } else { (self.cursor.is_some(), more) };
        let cursor = |row: Option<&store::PageRow>, backward: bool| {
            row.map(|row| Cursor {
                sort: self.sort,
                key: row.key.clone(),
                id: row.listed.client.id,
                backward,
                skipped: if backward { skipped } else { skipped + page.len() as i64 },
            })
        };
        let previous = cursor(page.first().filter(|_| before), true);
        let next = cursor(page.last().filter(|_| after), false);
        let total = if self.counted { Some(self.total(scene, &selection)?) } else { None };
        let mut rows: Vec<ListedClient> = page.into_iter().map(|row| row.listed).collect();
        store::add_groups(scene, &mut rows, scene.today)?;
        store::add_types(scene, &mut rows)?;
        Ok(ClientList { rows, skipped, previous, next, total, currency })
    }
}

impl ListClients {
    /// Rows before this page. The first page begins at 0 even when rows came in front of it meanwhile.
    fn skipped(&self, length: i64, backward: bool, more: bool) -> i64 {
        match &self.cursor {
            None => 0,
            Some(_) if backward && !more => 0,
            Some(cursor) if backward => (cursor.skipped - length).max(0),
            Some(cursor) => cursor.skipped,
        }
    }

    fn total(&self, scene: &Scene<'_>, selection: &store::Selection) -> Result<Total> {
        // Without a filter the index is the answer, however long it is.
        let limit = if self.filter.is_default() { i64::MAX } else { COUNTED_TO + 1 };
        let counted = store::count(scene, selection, limit)?;
        Ok(if counted > COUNTED_TO && limit != i64::MAX {
            Total::MoreThan(COUNTED_TO)
        } else {
            Total::Exactly(counted)
        })
    }
}

/// How many clients a filter holds, within the asker's sight: the number beside a saved view.
#[derive(Clone, Debug)]
pub struct CountClients {
    pub filter: Filter,
}

impl Ask for CountClients {
    const NEEDS: Permission = Permission::ViewOwnClients;
    type Answer = i64;

    fn answer(self, scene: &Scene<'_>) -> Result<i64> {
        let selection = store::selected(scene, &self.filter);
        store::count(scene, &selection, i64::MAX)
    }
}

fn page_length() -> Refusal {
    Refusal::field("LIMIT_UNKNOWN", "limit", "The page cannot have that many rows.", "Choose 1 to 200 rows.")
}
