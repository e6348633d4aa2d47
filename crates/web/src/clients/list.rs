//! The list of clients: saved views, filters, rows, what can be done with the chosen ones, pages.

use askama::Template;
use books::Permission;
use books::clients::{Choices, ClientList, ListClients, ListedClient, NameGroups, OfferChoices, Shelf, Status, Total};
use books::groups::ListArchivedGroupChoices;
use kernel::{LegalEntity, Money};

use super::address::{Address, PAGE_LENGTHS};
use super::chips::{Chip, chips};
use super::columns::Column;
use crate::edge::{PageResult, Visit};
use crate::groups::conditions::Field;
use crate::layout::{Frame, Pager, Section, count, initials};

#[derive(Template)]
#[template(path = "clients/list.html")]
struct ListPage {
    frame: Frame,
    address: Address,
    chips: Vec<Chip>,
    addable: Vec<&'static Field>,
    heads: Vec<Head>,
    rows: Vec<Row>,
    pager: Pager,
    lengths: Vec<(i64, String, bool)>,
    tabs: Vec<Tab>,
    /// There is no client at all, not only none that matches.
    is_first_use: bool,
    in_trash: bool,
    in_archive: bool,
}

/// A saved view, or one that every office has.
pub struct Tab {
    pub label: String,
    pub icon: &'static str,
    pub href: String,
    pub count: Option<String>,
    pub is_current: bool,
}

struct Head {
    column: Column,
    label: String,
    sort: Option<Sorting>,
}

struct Sorting {
    href: String,
    /// `ascending`, `descending` or `none`.
    state: &'static str,
}

/// A client as the page shows it.
struct Row {
    id: String,
    name: String,
    number: String,
    initials: String,
    shape: &'static str,
    tone: &'static str,
    entity: &'static str,
    cells: Vec<Cell>,
}

/// A cell by what it shows.
enum Cell {
    Text { text: String, is_number: bool },
    Status(Status),
    Groups { shown: Vec<(String, i64)>, more: Vec<String> },
    Account { number: String, name: String },
    Amount { text: String, class: &'static str },
}

/// Client groups shown in a row before `+n`.
const GROUPS_SHOWN: usize = 2;

pub async fn show(visit: Visit) -> PageResult {
    let address = Address::parse(visit.uri.query().unwrap_or_default()).map_err(|failure| visit.failure(failure))?;
    let question = ListClients {
        filter: address.filter.clone(),
        sort: address.sort,
        cursor: address.cursor(),
        limit: address.limit,
        counted: true,
    };
    let list = visit.ask(question).await?;
    let choices = choices(&visit, &address).await?;
    let is_by_group = address.edit == "client_group" || address.filter.client_groups.is_some();
    let archived = if is_by_group { visit.ask(ListArchivedGroupChoices).await? } else { Vec::new() };
    let (chips, addable) = chips(&address, &choices, &archived);
    let in_trash = address.filter.shelf == Shelf::Trash;
    let page = ListPage {
        frame: visit
            .frame(Section::Clients, "clients.all", "Clients")
            .crumb("Clients", "/clients")
            .crumb(if in_trash { "Trash" } else { "All clients" }, ""),
        chips,
        addable,
        heads: heads(&address, &list),
        rows: list.rows.iter().map(|row| self::row(row, &address.columns, &list)).collect(),
        pager: pager(&address, &list),
        lengths: PAGE_LENGTHS.map(|length| (length, length_href(&address, length), length == address.limit)).into(),
        tabs: super::views::tabs(&visit, &address, &list).await?,
        is_first_use: list.rows.is_empty() && address.filter.is_default() && address.cursor.is_empty(),
        in_trash,
        in_archive: address.filter.shelf == Shelf::Archived,
        address,
    };
    visit.show(&page)
}

/// What the filters offer, and the names of groups that are in the filter although no selector offers them.
async fn choices(visit: &Visit, address: &Address) -> Result<Choices, crate::edge::PageFailure> {
    let mut choices = visit.ask(OfferChoices).await?;
    if let Some(wanted) = &address.filter.client_groups {
        let is_offered = |id| choices.client_groups.iter().any(|group| group.id == id);
        let others: Vec<_> = wanted.groups.iter().copied().filter(|id| !is_offered(*id)).collect();
        if !others.is_empty() {
            choices.client_groups.extend(visit.ask(NameGroups(others)).await?);
        }
    }
    Ok(choices)
}

fn heads(address: &Address, list: &ClientList) -> Vec<Head> {
    let head = |column: &Column| Head {
        label: if column.is_amount() {
            format!("{}, {}", column.label(), list.currency)
        } else {
            column.label().to_owned()
        },
        sort: column.sort().map(|by| sorting(address, by)),
        column: *column,
    };
    address.columns.iter().map(head).collect()
}

fn sorting(address: &Address, by: books::clients::SortBy) -> Sorting {
    let state = match (address.sort.by == by, address.sort.descending) {
        (false, _) => "none",
        (true, false) => "ascending",
        (true, true) => "descending",
    };
    Sorting { href: address.sorted(by), state }
}

impl ListPage {
    fn by_name(&self) -> Sorting {
        sorting(&self.address, books::clients::SortBy::Name)
    }

    fn may(&self, permission: Permission) -> bool {
        self.frame.may(permission.code())
    }

    /// Where the filter can be kept as a group, for those who may.
    fn save_as_group(&self) -> String {
        if !self.may(Permission::ManageClientGroups) {
            return String::new();
        }
        crate::groups::smart::save_as_group(&self.address.filter)
    }

    fn may_edit(&self) -> bool {
        self.may(Permission::EditOwnClients)
    }

    /// How many match, as the button that chooses them all says it.
    fn filter_count(&self) -> usize {
        self.chips.len() + usize::from(!self.address.filter.text.is_empty())
    }

    fn none_match(&self) -> String {
        match self.filter_count() {
            1 => "No client matches this filter.".to_owned(),
            filters => format!("No client matches these {filters} filters."),
        }
    }

    /// htmx is on this page: without it a dialog is a page.
    fn has_htmx(&self) -> bool {
        crate::layout::HTMX.is_some() && !self.frame.nonce.is_empty()
    }

    /// The filter for the export, never empty: without one the export takes the archive along.
    fn shown(&self) -> String {
        let pairs = self.address.filter.to_pairs();
        let pairs = if pairs.is_empty() { vec![("shelf", Shelf::Live.code().to_owned())] } else { pairs };
        serde_html_form::to_string(pairs).unwrap_or_default()
    }

    fn searched(&self) -> &str {
        &self.address.filter.text
    }
}

fn row(listed: &ListedClient, columns: &[Column], list: &ClientList) -> Row {
    let client = &listed.client;
    let name = client.details.name.to_string();
    let entity = client.details.legal_entity;
    Row {
        initials: initials(&name),
        shape: avatar_shape(entity),
        tone: tone(client.id),
        entity: entity.map_or("", |entity| entity.label()),
        number: client.number.to_string(),
        cells: columns.iter().map(|column| cell(*column, listed, list)).collect(),
        id: client.id.to_string(),
        name,
    }
}

/// People are round, organisations are not.
pub(super) fn avatar_shape(entity: Option<LegalEntity>) -> &'static str {
    if entity == Some(LegalEntity::Individual) { "" } else { "co" }
}

/// A colour of its own that stays with the client.
pub(super) fn tone(id: kernel::ClientId) -> &'static str {
    ["", "1", "2", "3", "4"][usize::from(id.uuid().as_bytes()[15] % 5)]
}

fn cell(column: Column, listed: &ListedClient, list: &ClientList) -> Cell {
    let details = &listed.client.details;
    let text = |text: Option<String>| Cell::Text { text: text.unwrap_or_default(), is_number: false };
    match column {
        Column::Number => Cell::Text { text: listed.client.number.to_string(), is_number: true },
        Column::LegalEntity => text(details.legal_entity.map(|entity| entity.label().to_owned())),
        Column::BusinessName => text(details.business_name.clone()),
        Column::Status => Cell::Status(Status::of(listed.client.lifecycle, listed.client.portal)),
        Column::ClientGroups => {
            let all: Vec<(String, i64)> = listed.segments().map(|group| (group.name.clone(), group.color)).collect();
            let more = all.iter().skip(GROUPS_SHOWN).map(|(name, _)| name.clone()).collect();
            Cell::Groups { shown: all.into_iter().take(GROUPS_SHOWN).collect(), more }
        }
        Column::CustomerGroup => Cell::Account { number: listed.account.clone(), name: listed.customer_group.clone() },
        Column::Email => text(details.email.as_ref().map(ToString::to_string)),
        Column::Phone => text(details.phone.clone()),
        Column::Country => text(details.address.country.map(|country| country.name().to_owned())),
        Column::Responsible => text(listed.responsible.clone()),
        Column::OpenBalance => Cell::Amount {
            text: kernel::format_for_people(Money::new(listed.open_balance, list.currency)),
            class: amount_class(listed.open_balance),
        },
    }
}

/// Nothing is quiet, and what the office owes stands out.
pub(super) fn amount_class(minor: i64) -> &'static str {
    match minor.signum() {
        0 => "muted",
        -1 => "in",
        _ => "",
    }
}

fn pager(address: &Address, list: &ClientList) -> Pager {
    let shown = list.rows.len() as i64;
    let first = if shown == 0 { String::new() } else { count(list.skipped + 1) };
    Pager {
        first,
        last: count(list.skipped + shown),
        total: total(list.total),
        previous: list.previous.as_ref().map(|cursor| address.page(cursor)),
        next: list.next.as_ref().map(|cursor| address.page(cursor)),
    }
}

/// A total as the page says it.
pub(super) fn total(total: Option<Total>) -> String {
    match total {
        Some(Total::Exactly(exact)) => count(exact),
        Some(Total::MoreThan(least)) => format!("more than {}", count(least)),
        None => String::new(),
    }
}

fn length_href(address: &Address, length: i64) -> String {
    Address { limit: length, ..address.clone() }.href()
}
