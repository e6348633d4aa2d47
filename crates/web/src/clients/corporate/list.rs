//! The page of corporate groups: searched, by type and by whether they stand this year.

use askama::Template;
use axum::extract::Query;
use books::Permission;
use books::clients::{CorporateGroupLine, CorporateGroups, ListCorporateGroups, Validity};
use books::groups::corporate::{CorporateTypeLine, ListCorporateTypes};
use kernel::{CorporateTypeId, GroupId};
use serde::Deserialize;

use super::{LIST, dotted, frame};
use crate::edge::{PageResult, Visit};
use crate::layout::{Frame, Pager, count};

/// Rows of a page.
const ROWS: i64 = 50;

/// Every state of the list is an address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    q: String,
    #[serde(rename = "type")]
    of_type: String,
    validity: String,
    after: Option<GroupId>,
    before: Option<GroupId>,
}

#[derive(Template)]
#[template(path = "clients/corporate/list.html")]
struct ListPage {
    frame: Frame,
    page: CorporateGroups,
    types: Vec<CorporateTypeLine>,
    wanted: Wanted,
    may_manage: bool,
    may_import: bool,
}

const VALIDITIES: [(&str, &str, Validity); 4] = [
    ("", "Any year", Validity::Any),
    ("now", "Valid this year", Validity::Now),
    ("coming", "Yet to come", Validity::Coming),
    ("ended", "Ended", Validity::Ended),
];

pub async fn show(visit: Visit, Query(wanted): Query<Wanted>) -> PageResult {
    let chosen = VALIDITIES.iter().find(|(code, ..)| *code == wanted.validity);
    let question = ListCorporateGroups {
        search: wanted.q.clone(),
        of_type: wanted.of_type.parse::<CorporateTypeId>().ok(),
        validity: chosen.map(|(.., validity)| *validity).unwrap_or_default(),
        after: wanted.after,
        before: wanted.before,
        limit: ROWS,
        ..ListCorporateGroups::default()
    };
    let page = visit.ask(question).await?;
    let types = visit.ask(ListCorporateTypes).await?;
    let may_manage = visit.may(Permission::ManageClientGroups);
    let may_import = may_manage && visit.may(Permission::ImportClients);
    let frame = frame(&visit, "Corporate groups").crumb("Corporate groups", "");
    visit.show(&ListPage { frame, page, types, wanted, may_manage, may_import })
}

impl ListPage {
    fn validities(&self) -> impl Iterator<Item = (&'static str, &'static str, bool)> + '_ {
        VALIDITIES.iter().map(|(code, label, _)| (*code, *label, *code == self.wanted.validity))
    }

    fn is_filtered(&self) -> bool {
        !(self.wanted.q.is_empty() && self.wanted.of_type.is_empty() && self.wanted.validity.is_empty())
    }

    fn years(&self, line: &CorporateGroupLine) -> (String, String) {
        (dotted(line.group.years.from()), dotted(line.group.years.until()))
    }

    fn is_now(&self, line: &CorporateGroupLine) -> bool {
        line.group.years.has(self.page.year)
    }

    fn sum(&self) -> String {
        match self.page.total {
            1 => "1 group".to_owned(),
            total => format!("{} groups", count(total)),
        }
    }

    fn needs_pager(&self) -> bool {
        self.page.total > self.page.items.len() as i64
    }

    fn pager(&self) -> Pager {
        let (page, first) = (&self.page, self.page.skipped + 1);
        let last = page.skipped + page.items.len() as i64;
        let edge = |name: &str, line: Option<&CorporateGroupLine>| {
            line.map(|line| self.href(name, &line.group.group.id.to_string()))
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
        let wanted = &self.wanted;
        let own = [("q", &wanted.q), ("type", &wanted.of_type), ("validity", &wanted.validity)];
        let mut pairs = vec![(name, id)];
        pairs.extend(own.into_iter().filter(|(_, text)| !text.is_empty()).map(|(name, text)| (name, text.as_str())));
        format!("{LIST}?{}", serde_html_form::to_string(pairs).unwrap_or_default())
    }
}
