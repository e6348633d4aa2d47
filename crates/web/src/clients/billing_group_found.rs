//! The clients that a billing group's form offers: found by a search, ticked when they are in.

use std::collections::HashSet;

use books::clients::{Filter, ListClients, ListedClient, Sort, SortBy, Total};
use books::groups::Kind;
use kernel::{ClientId, GroupId};

use super::billing_groups::Face;
use super::list::{avatar_shape, tone};
use crate::edge::{PageFailure, Visit};
use crate::layout::{count, initials};

/// Clients offered at once: a form is no list, the search narrows it.
const OFFERED: i64 = 8;

/// A client to tick.
pub struct Found {
    pub id: ClientId,
    pub name: String,
    /// Legal entity or, failing that, the number.
    pub note: String,
    pub face: Face,
    pub is_in: bool,
    /// Another billing group that the client is in.
    pub other: String,
}

/// The first clients that match, and how many there are in words.
pub async fn find(
    visit: &Visit,
    search: &str,
    own: Option<GroupId>,
    members: &HashSet<ClientId>,
) -> Result<(Vec<Found>, String), PageFailure> {
    let filter = Filter { text: search.to_owned(), ..Filter::default() };
    let sort = Sort { by: SortBy::Name, descending: false };
    let list = visit.ask(ListClients { filter, sort, cursor: None, limit: OFFERED, counted: true }).await?;
    let shown = list.rows.len();
    let total = match list.total {
        Some(Total::Exactly(total)) => count(total),
        Some(Total::MoreThan(total)) => format!("more than {}", count(total)),
        None => shown.to_string(),
    };
    let is_all = matches!(list.total, Some(Total::Exactly(total)) if total == shown as i64);
    let words = match search.trim() {
        "" if is_all => String::new(),
        "" => format!("{shown} of {total} clients"),
        text if shown == 1 && is_all => format!("1 client matches “{text}”"),
        text if is_all => format!("{total} clients match “{text}”"),
        text => format!("{shown} of {total} clients that match “{text}”"),
    };
    Ok((list.rows.iter().map(|row| found(row, own, members)).collect(), words))
}

fn found(row: &ListedClient, own: Option<GroupId>, members: &HashSet<ClientId>) -> Found {
    let client = &row.client;
    let other = row.groups.iter().find(|group| group.kind == Kind::Billing && Some(group.id) != own);
    let number = || format!("Client {}", client.number);
    Found {
        id: client.id,
        name: client.details.name.to_string(),
        note: client.details.legal_entity.map_or_else(number, |entity| entity.label().to_owned()),
        face: Face {
            initials: initials(client.details.name.as_str()),
            shape: avatar_shape(client.details.legal_entity),
            tone: tone(client.id),
        },
        is_in: members.contains(&client.id),
        other: other.map(|group| group.name.clone()).unwrap_or_default(),
    }
}
