//! The page of client groups: the list, its search and its archive, and what selectors ask for.

use std::collections::HashMap;

use askama::Template;
use axum::extract::Query;
use books::Permission;
use books::groups::{ClientGroupChoice, ClientGroups, Group, ListClientGroupChoices, ListClientGroups};
use books::reports::CountReportsNaming;
use kernel::{Day, GroupId};
use serde::Deserialize;

use crate::company::moments::short_day;
use crate::edge::{PageResult, Visit};
use crate::layout::{Frame, Pager, Section, count};

/// Rows of a page.
const ROWS: i64 = 50;

/// Every state of the list is an address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    q: String,
    archive: Option<String>,
    after: Option<GroupId>,
    before: Option<GroupId>,
    from: Option<GroupId>,
    new: Option<GroupId>,
}

/// The list as the template shows it.
pub struct List {
    page: ClientGroups,
    pub search: String,
    pub archived: bool,
    new: Option<GroupId>,
    reports: HashMap<GroupId, i64>,
    /// How smart groups find their clients, in words.
    filters: HashMap<GroupId, String>,
    today: Day,
    pub nonce: String,
    /// The sums come beside the list, for their own places on the page.
    pub out_of_band: bool,
}

/// A row of the list.
pub struct Row {
    id: GroupId,
    name: String,
    color_class: String,
    /// The name of its set, or nothing.
    set: String,
    /// How it finds its clients, where no hand picks them.
    filter: Option<String>,
    clients: i64,
    clients_text: String,
    reports: i64,
    report_href: String,
    added: String,
    is_new: bool,
}

#[derive(Template)]
#[template(path = "groups/client_groups.html")]
struct ListPage {
    frame: Frame,
    list: List,
    may_manage: bool,
}

#[derive(Template)]
#[template(path = "groups/client_groups_part.html")]
pub struct ListPart {
    list: List,
    may_manage: bool,
}

#[derive(Template)]
#[template(path = "groups/client_group_options.html")]
struct Options {
    groups: Vec<ClientGroupChoice>,
}

pub async fn show(visit: Visit, Query(wanted): Query<Wanted>) -> PageResult {
    if visit.wants_fragment {
        return visit.show(&part(&visit, wanted).await?);
    }
    let list = list(&visit, wanted, false).await?;
    let frame = frame(&visit, "Client groups").crumb("Client groups", "");
    visit.show(&ListPage { frame, list, may_manage: visit.may(Permission::ManageClientGroups) })
}

/// The options of a selector: asked for each time it opens, so that a group made a second ago is among them.
pub async fn options(visit: Visit) -> PageResult {
    let groups = super::by_hand(visit.ask(ListClientGroupChoices).await?);
    visit.show(&Options { groups })
}

pub fn frame(visit: &Visit, title: &str) -> Frame {
    visit
        .frame(Section::Settings, "settings.clients", title)
        .crumb("Settings & Apps", "/settings")
        .crumb("Clients", "/settings/client-groups")
}

/// The list as it stands after a change of one of its groups.
pub async fn part_with(visit: &Visit, new: Option<GroupId>) -> Result<ListPart, crate::edge::PageFailure> {
    part(visit, Wanted { new, ..Wanted::default() }).await
}

async fn part(visit: &Visit, wanted: Wanted) -> Result<ListPart, crate::edge::PageFailure> {
    let list = list(visit, wanted, true).await?;
    Ok(ListPart { list, may_manage: visit.may(Permission::ManageClientGroups) })
}

async fn list(visit: &Visit, wanted: Wanted, out_of_band: bool) -> Result<List, crate::edge::PageFailure> {
    let archived = wanted.archive.is_some();
    let question = ListClientGroups {
        search: wanted.q.clone(),
        archived,
        after: wanted.after,
        from: wanted.from,
        before: wanted.before,
        limit: ROWS,
    };
    let mut page = visit.ask(question.clone()).await?;
    if let Some(new) = wanted.new
        && !page.items.iter().any(|line| line.group.id == new)
    {
        // In a long list the page begins with the new group, wherever its name puts it.
        page = visit.ask(ListClientGroups { from: Some(new), ..question }).await?;
    }
    let reports = visit.ask(CountReportsNaming).await?;
    let (nonce, today) = (visit.nonce().to_owned(), visit.sidebar().today);
    let smart: Vec<&Group> = page.items.iter().map(|line| &line.group).filter(|group| group.smart.is_some()).collect();
    let ids = smart.iter().map(|group| group.id);
    let filters = ids.zip(super::smart::words(visit, &smart).await?).collect();
    Ok(List { page, search: wanted.q, archived, new: wanted.new, reports, filters, today, nonce, out_of_band })
}

impl List {
    pub fn rows(&self) -> Vec<Row> {
        let row = |line: &books::groups::ClientGroupLine| {
            let group = &line.group;
            let added = if line.added_on == self.today { "today".to_owned() } else { short_day(line.added_on) };
            Row {
                id: group.id,
                name: group.name.to_string(),
                color_class: if group.color == 0 { String::new() } else { format!(" grp--c{}", group.color) },
                set: line.set_name.clone().unwrap_or_default(),
                filter: self.filters.get(&group.id).cloned(),
                clients: line.clients,
                clients_text: count(line.clients),
                reports: self.reports.get(&group.id).copied().unwrap_or(0),
                report_href: report_href(group.id),
                added: format!("{}, {added}", line.added_by),
                is_new: self.new == Some(group.id),
            }
        };
        self.page.items.iter().map(row).collect()
    }

    pub fn in_use(&self) -> String {
        count(self.page.in_use)
    }

    pub fn in_archive(&self) -> String {
        count(self.page.in_archive)
    }

    pub fn sums(&self) -> String {
        let groups = if self.page.in_use == 1 { "group" } else { "groups" };
        let memberships = if self.page.memberships == 1 { "membership" } else { "memberships" };
        format!("{} {groups} · {} {memberships}", count(self.page.in_use), count(self.page.memberships))
    }

    pub fn plain_href(&self) -> &'static str {
        if self.archived { "/settings/client-groups?archive=1" } else { "/settings/client-groups" }
    }

    pub fn needs_pager(&self) -> bool {
        self.page.total > self.page.items.len() as i64
    }

    pub fn pager(&self) -> Pager {
        let (page, first) = (&self.page, self.page.skipped + 1);
        let last = page.skipped + page.items.len() as i64;
        let edge = |name: &str, line: Option<&books::groups::ClientGroupLine>| {
            line.map(|line| self.href(name, &line.group.id.to_string()))
        };
        Pager {
            first: count(first),
            last: count(last),
            total: count(page.total),
            previous: edge("before", page.items.first()).filter(|_| first > 1),
            next: edge("after", page.items.last()).filter(|_| last < page.total),
        }
    }

    fn href(&self, name: &str, id: &str) -> String {
        let mut pairs = vec![(name, id)];
        if !self.search.is_empty() {
            pairs.push(("q", self.search.as_str()));
        }
        if self.archived {
            pairs.push(("archive", "1"));
        }
        let query = serde_html_form::to_string(pairs).unwrap_or_default();
        format!("/settings/client-groups?{query}")
    }
}

/// The clients of a group in a report, archived ones too: who empties a group must see them all.
pub fn report_href(group: GroupId) -> String {
    format!("/report?dataset=clients&group={group}&inactive=1")
}
