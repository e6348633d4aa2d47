//! Home: what waits, how much there is, what happened lately.

use askama::Template;
use books::Permission;
use books::reports::{Home, ReadHome};

use super::audit::{Line, lines};
use crate::edge::{PageResult, Visit};
use crate::layout::{Frame, Section, count};

#[derive(Template)]
#[template(path = "company/home.html")]
struct HomePage {
    frame: Frame,
    first_name: String,
    today: String,
    steps: Vec<Step>,
    stats: Vec<Stat>,
    recent: Vec<Line>,
}

/// Something to do next.
struct Step {
    icon: &'static str,
    title: String,
    why: &'static str,
    href: &'static str,
}

struct Stat {
    label: &'static str,
    value: String,
    href: &'static str,
}

pub async fn show(visit: Visit) -> PageResult {
    let home = visit.ask(ReadHome).await?;
    let sidebar = visit.sidebar();
    let first_name = sidebar.member_name.split_whitespace().next().unwrap_or_default().to_owned();
    let page = HomePage {
        frame: visit.frame(Section::Home, "home", "Home").crumb("Home", ""),
        first_name,
        today: super::moments::long_day(sidebar.today),
        steps: steps(&visit, &home),
        stats: stats(&home),
        recent: lines(&home.recent, &sidebar.time_zone),
    };
    visit.show(&page)
}

/// What to do next, the most useful first; nothing that this member may not do.
fn steps(visit: &Visit, home: &Home) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut add = |needs: Permission, waits: bool, icon, title: &str, why, href| {
        if waits && visit.may(needs) {
            steps.push(Step { icon, title: title.to_owned(), why, href });
        }
    };
    let drafts = home.drafts.unwrap_or_default();
    let book = if drafts == 1 { "Book 1 draft invoice".to_owned() } else { format!("Book {drafts} draft invoices") };
    add(
        Permission::BookInvoices,
        drafts > 0,
        "invoice",
        &book,
        "A draft has no number and is not in the books.",
        "/invoices?state=draft",
    );
    add(
        Permission::SetUpLedger,
        home.customer_groups == 0,
        "wallet",
        "Create a customer group",
        "Every client stands in exactly one: its account takes the client's invoices.",
        "/settings/customer-groups/new",
    );
    let is_empty = home.clients == Some(0);
    add(
        Permission::EditClients,
        is_empty,
        "users",
        "Add your first client",
        "A name is enough to begin with.",
        "/clients/new",
    );
    add(
        Permission::ImportClients,
        is_empty,
        "upload",
        "Import clients from a file",
        "Every row is shown before anything is stored.",
        "/imports",
    );
    add(
        Permission::ManageClientGroups,
        home.client_groups == 0,
        "tag",
        "Create a client group",
        "Groups are what lists and reports are filtered by.",
        "/settings/client-groups",
    );
    add(
        Permission::ManageCompany,
        !home.has_address,
        "building",
        "Complete the office's address",
        "It stands at the head of every invoice.",
        "/settings/office",
    );
    add(
        Permission::ManageMembers,
        home.members < 2,
        "shield",
        "Invite the people you work with",
        "Each gets a role that says what they may do.",
        "/settings/members",
    );
    steps
}

fn stats(home: &Home) -> Vec<Stat> {
    let counted = [
        ("Clients", home.clients, "/clients"),
        ("Prospects", home.prospects, "/clients?status=prospect"),
        ("Draft invoices", home.drafts, "/invoices?state=draft"),
        ("Invoices this month", home.booked_this_month, "/invoices"),
    ];
    let seen = counted.into_iter().filter_map(|(label, value, href)| Some((label, value?, href)));
    seen.map(|(label, value, href)| Stat { label, value: count(value), href }).collect()
}
