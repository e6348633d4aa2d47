//! A corporate group: its fields, its members as bars over calendar years, and the same as a list that does everything
//! without a script.

use askama::Template;
use axum::extract::{Path, Query};
use books::Permission;
use books::clients::{
    CorporateGroupView, CorporateMember, CorporateMembers, ListCorporateMembers, ReadClient, ReadCorporateGroup,
};
use books::groups::corporate::Years;
use kernel::{ClientId, Day, GroupId, MembershipId, Refusal, Year};
use serde::Deserialize;

use super::timeline::{Pending, Timeline, window};
use super::{LIST, YearChoice, dotted, first_days, frame, last_days};
use crate::company::moments::moment;
use crate::edge::{PageFailure, PageResult, Visit};
use crate::layout::{Frame, Refusals, count};

/// Memberships on one page.
const ROWS: i64 = 200;

/// Every state of the page is an address: the window, whom to add, how it would be shortened.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    /// First year of the window.
    pub window: Option<i64>,
    /// The day whose members are shown; empty for those of every year.
    pub on: String,
    pub after: Option<MembershipId>,
    pub client: Option<ClientId>,
    pub first: Option<Year>,
    pub last: Option<Year>,
    pub end_members: bool,
}

/// What was typed and not saved: it stands on the form instead of what is stored.
#[derive(Default)]
pub struct Typed {
    pub name: Option<String>,
    pub last: Option<i64>,
    pub end_members: bool,
    /// The last years chosen for memberships.
    pub members: Vec<(MembershipId, i64)>,
    /// The membership whose change was refused.
    pub refused: Option<MembershipId>,
    pub adding: Option<Adding>,
    pub refusal: Option<Refusal>,
    /// What was saved before something was refused.
    pub saved: String,
}

/// A client to add, with its years.
#[derive(Clone, Copy)]
pub struct Adding {
    pub client: ClientId,
    pub first: Year,
    pub last: Year,
}

#[derive(Template)]
#[template(path = "clients/corporate/group.html")]
struct GroupPage {
    frame: Frame,
    view: CorporateGroupView,
    called: String,
    head: String,
    from: String,
    until: String,
    last_years: Vec<YearChoice>,
    end_members: bool,
    timeline: Timeline,
    lines: Vec<Line>,
    adding: Option<NewLine>,
    unseen: i64,
    next: Option<String>,
    /// The day whose members are shown, or empty.
    on: String,
    refusals: Refusals,
    saved: String,
    may_manage: bool,
    is_valid_now: bool,
}

/// A membership in the list.
struct Line {
    id: MembershipId,
    client: ClientId,
    name: String,
    is_head: bool,
    from: String,
    to: String,
    choices: Vec<YearChoice>,
    years: i64,
    added: String,
    version: i64,
    /// Why, when and by whom it was voided.
    void: Option<String>,
    is_error: bool,
}

/// The client that is being added, in the list.
struct NewLine {
    client: ClientId,
    name: String,
    firsts: Vec<YearChoice>,
    lasts: Vec<YearChoice>,
    years: i64,
    is_error: bool,
}

pub async fn show(visit: Visit, Path(id): Path<String>, Query(wanted): Query<Wanted>) -> PageResult {
    let id: GroupId = visit.id("corporate group", &id)?;
    let adding = match (wanted.client, wanted.first, wanted.last) {
        (Some(client), Some(first), Some(last)) => Some(Adding { client, first, last }),
        _ => None,
    };
    let last = wanted.last.filter(|_| adding.is_none()).map(|year| year.number());
    let typed = Typed { last, end_members: wanted.end_members, adding, ..Typed::default() };
    respond(&visit, id, &wanted, typed).await
}

/// The page as it stands, with what was typed over what is stored.
pub async fn respond(visit: &Visit, id: GroupId, wanted: &Wanted, typed: Typed) -> PageResult {
    let view = visit.ask(ReadCorporateGroup { id }).await?;
    let as_of: Option<Day> = wanted.on.parse().ok();
    let voided = as_of.is_none();
    let question = ListCorporateMembers { group: id, as_of, voided, after: wanted.after, limit: ROWS };
    let members = visit.ask(question).await?;
    let pending = pending(visit, &typed).await?;
    let first = window(wanted.window, view.group.years, view.year);
    let timeline = Timeline::of(&view, &members.items, pending.as_ref(), typed.refused, first);
    let name = view.group.group.name.to_string();
    let may_manage = visit.may(Permission::ManageClientGroups);
    let frame = frame(visit, &name).crumb("Corporate groups", LIST).crumb(&name, "");
    let refusals = Refusals(typed.refusal.clone().into_iter().collect());
    let status = typed.refusal.as_ref().map(|refusal| crate::edge::status(&refusal.clone().into()));
    let page = page(visit, frame, view, members, timeline, pending, typed);
    let on = as_of.map(|day| day.to_string()).unwrap_or_default();
    let next = page.next.map(|next| if on.is_empty() { next } else { format!("{next}&on={on}") });
    let page = GroupPage { refusals, may_manage, next, on, ..page };
    visit.show_with(status.unwrap_or(axum::http::StatusCode::OK), &page)
}

fn page(
    visit: &Visit,
    frame: Frame,
    view: CorporateGroupView,
    members: CorporateMembers,
    timeline: Timeline,
    pending: Option<Pending>,
    typed: Typed,
) -> GroupPage {
    let own = view.group.years;
    let last = typed.last.unwrap_or(own.last.number());
    let head = view.head_now().and_then(|term| term.seen.clone());
    let next = members.items.last().filter(|_| members.has_more);
    GroupPage {
        called: typed.name.clone().unwrap_or_else(|| view.group.group.name.to_string()),
        head: head.map_or_else(|| "A client you do not see".to_owned(), |(number, name)| format!("{name} ({number})")),
        from: dotted(own.from()),
        until: dotted(own.until()),
        last_years: last_days(longest(own), last),
        end_members: typed.end_members,
        lines: members.items.iter().map(|member| line(visit, &view, member, &typed)).collect(),
        adding: pending.map(|pending| new_line(&pending, own)),
        unseen: members.unseen,
        next: next.map(|last| format!("{LIST}/{}?after={}", view.group.group.id, last.id)),
        on: String::new(),
        refusals: Refusals::default(),
        saved: typed.saved,
        may_manage: false,
        is_valid_now: own.has(view.year),
        timeline,
        frame,
        view,
    }
}

/// The years in which something that begins with these can end.
fn longest(years: Years) -> impl Iterator<Item = i64> {
    let first = years.first.number();
    first..first + books::groups::corporate::LONGEST
}

fn line(visit: &Visit, view: &CorporateGroupView, member: &CorporateMember, typed: &Typed) -> Line {
    let (first, last) = (member.years.first.number(), member.years.last.number());
    let chosen = typed.members.iter().find(|(id, _)| *id == member.id).map_or(last, |(_, chosen)| *chosen);
    let end = view.group.years.last.number().max(typed.last.unwrap_or(0)).max(last);
    let zone = &visit.sidebar().time_zone;
    let void = member.voided.as_ref();
    Line {
        id: member.id,
        client: member.client,
        name: member.name.clone(),
        is_head: view.heads.iter().any(|term| term.client == member.client),
        from: dotted(member.years.from()),
        to: dotted(member.years.until()),
        choices: last_days(first..=end, chosen),
        years: last - first + 1,
        added: format!("{}, {}", moment(member.added_at, zone), member.added_by),
        version: member.version,
        void: void.map(|void| format!("{} · {}, {}", void.reason, moment(void.at, zone), void.by)),
        is_error: typed.refused == Some(member.id),
    }
}

fn new_line(pending: &Pending, own: Years) -> NewLine {
    let (first, last) = (pending.years.first.number(), pending.years.last.number());
    NewLine {
        client: pending.client,
        name: pending.name.clone(),
        firsts: first_days(own.iter(), first),
        lasts: last_days(own.iter(), last),
        years: last - first + 1,
        is_error: pending.other.is_some(),
    }
}

/// The client that is being added, and the group that is in its way where that was said.
async fn pending(visit: &Visit, typed: &Typed) -> Result<Option<Pending>, PageFailure> {
    let Some(adding) = typed.adding else { return Ok(None) };
    let client = visit.ask(ReadClient { id: adding.client }).await?.client;
    Ok(Some(Pending {
        client: client.id,
        number: client.number.to_string(),
        name: client.details.name.to_string(),
        years: Years { first: adding.first, last: adding.last },
        other: typed.refusal.as_ref().and_then(in_the_way),
    }))
}

/// Name and years of the group that a refusal names.
fn in_the_way(refusal: &Refusal) -> Option<(String, Years)> {
    let detail = |wanted: &str| refusal.details.iter().find(|(name, _)| name == wanted).map(|(_, text)| text.as_str());
    let first = Year::parse(detail("year")?).ok()?;
    let last = Year::parse(detail("until")?.get(..4)?).ok()?;
    Some((detail("group_name")?.to_owned(), Years { first, last }))
}

impl GroupPage {
    fn now_count(&self) -> String {
        format!("{} in {}", count(self.view.members_now), self.view.year)
    }

    fn heads(&self) -> Vec<String> {
        let heads = self.view.heads.iter().map(|term| {
            let name = term.seen.as_ref().map_or("a client you do not see", |(_, name)| name.as_str());
            format!("{name} {}", term.years)
        });
        heads.collect()
    }

    fn id(&self) -> GroupId {
        self.view.group.group.id
    }

    /// What it agreed on is for those who see all clients and their invoices.
    fn takes_agreements(&self) -> bool {
        let brings = matches!(self.view.of_type.effect.code(), "corporate_discount" | "rebate_in_kind");
        brings && self.frame.may("clients.view") && self.frame.may("invoices.view")
    }

    fn may_delete(&self) -> bool {
        self.may_manage && self.view.memberships_ever == 0
    }

    /// Nothing that was refused is about a field of its own.
    fn refused(&self) -> Option<&Refusal> {
        self.refusals.0.iter().find(|refusal| refusal.field.as_deref() != Some("name"))
    }

    fn window(&self, first: &i64) -> String {
        format!("{LIST}/{}?window={first}", self.id())
    }
}
