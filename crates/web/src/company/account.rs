//! My account: name, password, open sessions, single-letter keys.

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use books::company::RenameSelf;
use books::hallway::OpenSession;
use books::{Caller, Desk, Who};
use kernel::{Failure, Name, SessionId};

use super::moments::moment;
use crate::edge::{Form, PageResult, Visit, append_cookie};
use crate::layout::{Frame, Refusals, Section};

/// A year, as for the theme.
const KEYS_KEPT: i64 = 365 * 24 * 60 * 60;

#[derive(Template)]
#[template(path = "company/account.html")]
struct AccountPage {
    frame: Frame,
    form: Form,
    refusals: Refusals,
    email: String,
    sessions: Vec<Row>,
}

/// A session in the list.
struct Row {
    id: SessionId,
    agent: String,
    begun: String,
    seen: String,
    is_this: bool,
}

pub async fn show(visit: Visit) -> PageResult {
    let form = Form::of(&[("name", visit.session.person_name.as_str())]);
    show_form(&visit, form, None).await
}

pub async fn rename(visit: Visit, form: Form) -> PageResult {
    let name: Name = match form.required("name") {
        Ok(name) => name,
        Err(failure) => return show_form(&visit, form, Some(failure)).await,
    };
    let (caller, session) = (visit.caller.clone(), visit.session.clone());
    let renamed = visit.app.blocking(move |desk| {
        desk.hallway().rename_person(session.person, &name)?;
        follow_name(desk, &caller, &name)
    });
    match renamed.await {
        Ok(()) => visit.done("/account", "Name changed", None),
        Err(failure) => show_form(&visit, form, Some(failure)).await,
    }
}

/// Every company in which the person has a seat shows the new name.
fn follow_name(desk: &Desk, caller: &Caller, name: &Name) -> books::Result<()> {
    let Who::Person(person) = caller.who else { return Ok(()) };
    for company in desk.hallway().companies_of(person)? {
        let there = Caller { company: company.id, ..caller.clone() };
        match desk.perform(&there, RenameSelf { name: name.clone() }) {
            // A seat without a member is on its way in or out.
            Ok(_) | Err(Failure::Missing(_)) => {}
            Err(failure) => return Err(failure),
        }
    }
    Ok(())
}

pub async fn change_password(visit: Visit, form: Form) -> PageResult {
    let session = visit.session.clone();
    let (old, new) = (form.text("old_password").to_owned(), form.text("new_password").to_owned());
    let changed = visit.app.blocking(move |desk| desk.hallway().change_password(&session, &old, &new)).await;
    match changed {
        Ok(()) => visit.done("/account", "Password changed. Every other session has ended.", None),
        Err(failure) => {
            let form = Form::of(&[("name", visit.session.person_name.as_str())]);
            show_form(&visit, form, Some(failure)).await
        }
    }
}

pub async fn end_session(visit: Visit, Path(id): Path<String>) -> PageResult {
    let id: SessionId = visit.id("session", &id)?;
    let person = visit.session.person;
    let ended = visit.app.blocking(move |desk| desk.hallway().end_session(person, id)).await;
    ended.map_err(|failure| visit.failure(failure))?;
    visit.done("/account", "Session ended", None)
}

pub async fn end_other_sessions(visit: Visit) -> PageResult {
    let (person, own) = (visit.session.person, visit.session.id);
    let ended = visit.app.blocking(move |desk| desk.hallway().end_other_sessions(person, own)).await;
    let text = match ended.map_err(|failure| visit.failure(failure))? {
        0 => "No other session was open".to_owned(),
        1 => "1 other session ended".to_owned(),
        number => format!("{number} other sessions ended"),
    };
    visit.done("/account", &text, None)
}

/// The keys of this browser: a choice like the theme, and kept like it.
pub async fn set_keys(visit: Visit, form: Form) -> PageResult {
    let mut response = Redirect::to("/account").into_response();
    let (value, lifetime) = if form.has("letter_keys") { ("", 0) } else { ("off", KEYS_KEPT) };
    append_cookie(&mut response, &format!("keys={value}; Path=/; Max-Age={lifetime}; SameSite=Lax; HttpOnly"));
    drop(visit);
    Ok(response)
}

async fn show_form(visit: &Visit, form: Form, failure: Option<Failure>) -> PageResult {
    let session = visit.session.clone();
    let person = session.person;
    let open = visit.app.blocking(move |desk| desk.hallway().sessions_of(person)).await;
    let open = open.map_err(|failure| visit.failure(failure))?;
    let zone = visit.sidebar().time_zone.clone();
    let sessions = open.into_iter().map(|open| row(open, session.id, &zone)).collect();
    let frame = visit.frame(Section::Elsewhere, "", "My account").crumb("My account", "");
    let email = session.person_email.to_string();
    visit.show_form(failure, |frame, refusals| AccountPage { frame, form, refusals, email, sessions }, frame)
}

fn row(open: OpenSession, own: SessionId, zone: &str) -> Row {
    Row {
        id: open.id,
        agent: browser(&open.agent),
        begun: moment(open.created, zone),
        seen: moment(open.seen, zone),
        is_this: open.id == own,
    }
}

/// `Firefox on Linux` out of what a browser calls itself; the whole of it where nothing is known.
fn browser(agent: &str) -> String {
    const BROWSERS: [(&str, &str); 6] = [
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
        ("curl/", "curl"),
    ];
    const SYSTEMS: [(&str, &str); 6] = [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS X", "Mac"),
        ("Linux", "Linux"),
    ];
    let find =
        |known: &[(&str, &'static str)]| known.iter().find(|(sign, _)| agent.contains(sign)).map(|(_, name)| *name);
    match (find(&BROWSERS), find(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) if agent.is_empty() => "Unknown browser".to_owned(),
        (None, None) => agent.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::browser;

    #[test]
    fn a_session_is_told_by_its_browser() {
        let chrome =
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36";
        assert_eq!(browser(chrome), "Chrome on Linux");
        assert_eq!(
            browser("Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"),
            "Firefox on Android"
        );
        assert_eq!(browser("curl/8.5"), "curl");
        assert_eq!(browser(""), "Unknown browser");
        assert_eq!(browser("something else"), "something else");
    }
}
