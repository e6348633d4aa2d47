//! The page of billing groups: who is billed together, searched, with the hidden ones on demand.

use askama::Template;
use axum::extract::Query;
use books::Permission;
use books::clients::{BillingGroup, BillingGroups, BillingMember, ListBillingGroups};
use kernel::GroupId;
use serde::Deserialize;

use super::list::{avatar_shape, tone};
use crate::edge::{PageFailure, PageResult, Visit};
use crate::layout::{Frame, Pager, Section, count, initials};

/// Rows of a page.
const ROWS: i64 = 50;
/// Members whose faces are shown in a row.
const FACES: usize = 3;

/// Every state of the list is an address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    q: String,
    hidden: Option<String>,
    after: Option<GroupId>,
    before: Option<GroupId>,
    new: Option<GroupId>,
}

/// The list as the template shows it.
pub struct List {
    page: BillingGroups,
    pub search: String,
    pub hidden: bool,
    new: Option<GroupId>,
    pub nonce: String,
    /// The sum comes beside the list, for its own place on the page.
    pub out_of_band: bool,
}

/// A row of the list.
pub struct Row {
    pub id: GroupId,
    pub name: String,
    pub is_hidden: bool,
    pub is_new: bool,
    pub faces: Vec<Face>,
    pub members: String,
    /// All members in sight by name, for whoever points at the faces.
    pub names: String,
    pub primary: Option<Primary>,
}

/// The one who usually pays.
pub struct Primary {
    pub href: String,
    pub name: String,
    pub has_email: bool,
}

/// A client's avatar.
pub struct Face {
    pub initials: String,
    pub shape: &'static str,
    pub tone: &'static str,
}

#[derive(Template)]
#[template(path = "clients/billing_groups.html")]
struct ListPage {
    frame: Frame,
    list: List,
    may_edit: bool,
}

#[derive(Template)]
#[template(path = "clients/billing_groups_part.html")]
pub struct ListPart {
    list: List,
    may_edit: bool,
}

pub async fn show(visit: Visit, Query(wanted): Query<Wanted>) -> PageResult {
    let out_of_band = visit.wants_fragment;
    let list = list(&visit, wanted, out_of_band).await?;
    let may_edit = visit.may(Permission::EditOwnClients);
    if out_of_band {
        return visit.show(&ListPart { list, may_edit });
    }
    let frame = frame(&visit, "Billing groups").crumb("Billing groups", "");
    visit.show(&ListPage { frame, list, may_edit })
}

pub fn frame(visit: &Visit, title: &str) -> Frame {
    visit.frame(Section::Clients, "clients.billing_groups", title).crumb("Clients", "/clients")
}

/// The list as it stands after a change of one of its groups.
pub async fn part_with(visit: &Visit, new: Option<GroupId>) -> Result<ListPart, PageFailure> {
    let list = list(visit, Wanted { new, ..Wanted::default() }, true).await?;
    Ok(ListPart { list, may_edit: visit.may(Permission::EditOwnClients) })
}

async fn list(visit: &Visit, wanted: Wanted, out_of_band: bool) -> Result<List, PageFailure> {
    let hidden = wanted.hidden.is_some();
    let question = ListBillingGroups {
        search: wanted.q.clone(),
        hidden,
        after: wanted.after,
        before: wanted.before,
        limit: ROWS,
        ..ListBillingGroups::default()
    };
    let mut page = visit.ask(question.clone()).await?;
    if let Some(new) = wanted.new
        && !page.items.iter().any(|line| line.group.id == new)
    {
        // In a long list the page begins with the new group, wherever its name puts it.
        page = visit.ask(ListBillingGroups { from: Some(new), ..question }).await?;
    }
    Ok(List { page, search: wanted.q, hidden, new: wanted.new, nonce: visit.nonce().to_owned(), out_of_band })
}

impl Face {
    pub fn of(member: &BillingMember) -> Face {
        Face { initials: initials(&member.name), shape: avatar_shape(member.legal_entity), tone: tone(member.client) }
    }
}

impl List {
    pub fn rows(&self) -> Vec<Row> {
        self.page.items.iter().map(|line| self.row(line)).collect()
    }

    fn row(&self, line: &BillingGroup) -> Row {
        let names: Vec<&str> = line.members.iter().map(|member| member.name.as_str()).collect();
        Row {
            id: line.group.id,
            name: line.group.name.to_string(),
            is_hidden: line.group.archived,
            is_new: self.new == Some(line.group.id),
            faces: line.members.iter().take(FACES).map(Face::of).collect(),
            members: count(line.count()),
            names: names.join(", "),
            primary: line.primary_member().map(|member| Primary {
                href: format!("/clients/{}", member.client),
                name: member.name.clone(),
                has_email: member.email.is_some(),
            }),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.page.items.is_empty()
    }

    pub fn sum(&self) -> String {
        match self.page.total {
            1 => "1 group".to_owned(),
            total => format!("{} groups", count(total)),
        }
    }

    pub fn needs_pager(&self) -> bool {
        self.page.total > self.page.items.len() as i64
    }

    pub fn pager(&self) -> Pager {
        let (page, first) = (&self.page, self.page.skipped + 1);
        let last = page.skipped + page.items.len() as i64;
        let edge =
            |name: &str, line: Option<&BillingGroup>| line.map(|line| self.href(name, &line.group.id.to_string()));
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
        if self.hidden {
            pairs.push(("hidden", "1"));
        }
        format!("/billing-groups?{}", serde_html_form::to_string(pairs).unwrap_or_default())
    }
}
