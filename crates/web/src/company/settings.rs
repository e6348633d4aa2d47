//! Settings & Apps: a tile for each app, and for what concerns the whole office.

use askama::Template;
use books::company::{ListMembers, ListRoles};

use crate::edge::{PageResult, Visit};
use crate::layout::{Frame, Place, Section};

#[derive(Template)]
#[template(path = "company/settings.html")]
struct SettingsPage {
    frame: Frame,
    members: String,
    api_keys: String,
}

impl SettingsPage {
    /// What stands in the tile: the room's own words, or what there is.
    fn note<'a>(&'a self, place: &'a Place) -> &'a str {
        match place.href {
            "/settings/members" => &self.members,
            "/settings/api-keys" => &self.api_keys,
            _ => place.note,
        }
    }
}

pub async fn show(visit: Visit) -> PageResult {
    let active = visit.ask(ListMembers).await?.into_iter().filter(|view| view.member.active).count();
    let roles = visit.ask(ListRoles).await?.len();
    let (person, company) = (visit.session.person, visit.caller.company);
    let keys = visit.app.blocking(move |desk| desk.hallway().tokens_of(person, company)).await;
    let keys = keys.map_err(|failure| visit.failure(failure))?.len();
    let frame = visit.frame(Section::Settings, "settings", "Settings & Apps").crumb("Settings & Apps", "");
    visit.show(&SettingsPage {
        frame,
        members: format!("{}, {}", counted(active, "member"), counted(roles, "role")),
        api_keys: if keys == 0 { "None of yours yet".to_owned() } else { counted(keys, "key") + " of yours" },
    })
}

/// `1 member`, `24 members`.
pub(super) fn counted(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}
