//! API keys: one's own, and for those who manage members everybody's.

use askama::Template;
use axum::extract::Path;
use books::Permission;
use books::company::{ListMembers, MemberView, NoteApiKey};
use books::hallway::TokenLine;
use kernel::{Failure, Name, PersonId, TokenId};

use super::moments::moment;
use crate::edge::{Form, PageFailure, PageResult, Visit};
use crate::layout::{Frame, Refusals, Section};

#[derive(Template)]
#[template(path = "company/api_keys.html")]
struct KeysPage {
    frame: Frame,
    form: Form,
    refusals: Refusals,
    keys: Vec<Row>,
    /// The key just issued.
    secret: Option<String>,
    shows_owner: bool,
}

struct Row {
    id: TokenId,
    name: String,
    owner: String,
    issued: String,
    seen: String,
}

pub async fn list(visit: Visit) -> PageResult {
    show_page(&visit, Form::default(), None, None).await
}

pub async fn issue(visit: Visit, form: Form) -> PageResult {
    let name: Name = match form.required("name") {
        Ok(name) => name,
        Err(failure) => return show_page(&visit, form, Some(failure), None).await,
    };
    let receipt = match visit.act(NoteApiKey::Issued { name: name.clone() }).await {
        Ok(receipt) => receipt,
        Err(failure) => return show_page(&visit, form, Some(failure), None).await,
    };
    let (person, company, id) = (visit.session.person, visit.caller.company, receipt.outcome);
    let issued = visit.app.blocking(move |desk| desk.hallway().issue_token_as(id, person, company, &name)).await;
    let secret = issued.map_err(|failure| visit.failure(failure))?;
    show_page(&visit, Form::default(), None, Some(secret)).await
}

pub async fn revoke(visit: Visit, Path(id): Path<String>) -> PageResult {
    let id: TokenId = visit.id("API key", &id)?;
    let found = keys(&visit).await?.into_iter().find(|(_, line)| line.id == id);
    let (person, line) = found.ok_or_else(|| visit.failure(Failure::missing("API key", id)))?;
    let noted = visit.act(NoteApiKey::Revoked { id, name: line.name }).await;
    noted.map_err(|failure| visit.failure(failure))?;
    let revoked = visit.app.blocking(move |desk| desk.hallway().revoke_token(person, id)).await;
    revoked.map_err(|failure| visit.failure(failure))?;
    visit.done("/settings/api-keys", "API key revoked. It opens nothing from now on.", None)
}

/// The keys in sight, with whose they are.
async fn keys(visit: &Visit) -> Result<Vec<(PersonId, TokenLine)>, PageFailure> {
    let (person, company) = (visit.session.person, visit.caller.company);
    let all = visit.may(Permission::ManageMembers);
    let keys = visit.app.blocking(move |desk| desk.hallway().tokens_in(company)).await;
    let keys = keys.map_err(|failure| visit.failure(failure))?;
    Ok(keys.into_iter().filter(|(owner, _)| all || *owner == person).collect())
}

async fn show_page(visit: &Visit, form: Form, failure: Option<Failure>, secret: Option<String>) -> PageResult {
    let (members, zone) = (visit.ask(ListMembers).await?, visit.sidebar().time_zone.clone());
    let keys = keys(visit).await?.into_iter().map(|(owner, line)| row(owner, line, &members, &zone)).collect();
    let frame = visit
        .frame(Section::Settings, "settings.api_keys", "API keys")
        .crumb("Settings & Apps", "/settings")
        .crumb("API keys", "");
    let shows_owner = visit.may(Permission::ManageMembers);
    visit.show_form(failure, |frame, refusals| KeysPage { frame, form, refusals, keys, secret, shows_owner }, frame)
}

fn row(owner: PersonId, line: TokenLine, members: &[MemberView], zone: &str) -> Row {
    let owner = members.iter().find(|view| view.member.person == owner);
    Row {
        id: line.id,
        name: line.name.to_string(),
        owner: owner.map_or_else(String::new, |view| view.member.name.clone()),
        issued: moment(line.created, zone),
        seen: line.seen.map_or_else(|| "never".to_owned(), |seen| moment(seen, zone)),
    }
}
