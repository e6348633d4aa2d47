//! The tabs above the list: all clients, mine, and the saved views.

use books::clients::{ClientList, CountClients, Filter, Responsible, Shelf};

use super::address::Address;
use super::list::{Tab, total};
use crate::edge::{PageFailure, Visit};

/// The tabs, with the number of clients in each.
pub async fn tabs(visit: &Visit, address: &Address, list: &ClientList) -> Result<Vec<Tab>, PageFailure> {
    let mine = Filter { responsible: vec![Responsible::Me], ..Filter::default() };
    let archived = Filter { shelf: Shelf::Archived, ..Filter::default() };
    let trash = Filter { shelf: Shelf::Trash, ..Filter::default() };
    let built_in = [("All clients", "", Filter::default()), ("My clients", "user", mine)];
    let mut tabs = Vec::new();
    for (label, icon, filter) in built_in.into_iter().chain(shelves(address, archived, trash)) {
        let is_current = address.view.is_empty() && address.filter == filter;
        let counted = if is_current { total(list.total) } else { count(visit, filter.clone()).await? };
        let href = Address { filter, ..Address::default() }.href();
        tabs.push(Tab { label: label.to_owned(), icon, href, count: Some(counted), is_current });
    }
    Ok(tabs)
}

/// Archive and trash have tabs while one looks into them.
fn shelves(
    address: &Address,
    archived: Filter,
    trash: Filter,
) -> impl Iterator<Item = (&'static str, &'static str, Filter)> {
    let shelf = address.filter.shelf;
    let both = [("Archive", "archive", archived), ("Trash", "trash", trash)];
    both.into_iter().filter(move |_| matches!(shelf, Shelf::Archived | Shelf::Trash))
}

async fn count(visit: &Visit, filter: Filter) -> Result<String, PageFailure> {
    Ok(crate::layout::count(visit.ask(CountClients { filter }).await?))
}
