//! The page behind an invitation: take the seat, with a new password or the one that the person has.

use askama::Template;
use axum::extract::Query;
use axum::response::{IntoResponse, Redirect};
use books::hallway::Invitation;
use kernel::Failure;
use serde::Deserialize;

use crate::edge::{Form, PageResult, Visitor};
use crate::layout::{Plain, Refusals};

#[derive(Template)]
#[template(path = "company/invitation.html")]
struct InvitationPage {
    plain: Plain,
    key: String,
    invitation: Invitation,
    /// The person is logged in, and no password is asked for.
    is_here: bool,
    refusals: Refusals,
}

#[derive(Debug, Default, Deserialize)]
pub struct Key {
    #[serde(default)]
    key: String,
}

pub async fn show(visitor: Visitor, Query(Key { key }): Query<Key>) -> PageResult {
    show_form(&visitor, key, None).await
}

pub async fn accept(visitor: Visitor, form: Form) -> PageResult {
    let (key, password) = (form.text("key").to_owned(), form.text("password").to_owned());
    let (network, agent, session) = (visitor.network.clone(), visitor.agent.clone(), visitor.session.clone());
    let secret = key.clone();
    let accepted = visitor.app.blocking(move |desk| {
        let hallway = desk.hallway();
        let invitation = hallway.invitation(&secret)?;
        if let Some(session) = session.filter(|session| is_here(&invitation, Some(session.person))) {
            hallway.accept_invitation_as(&secret, session.person)?;
            hallway.choose_company(session.id, invitation.company)?;
            return Ok(None);
        }
        let invitation = hallway.accept_invitation(&secret, &password, &network)?;
        let (secret, session) = hallway.log_in(invitation.email.as_str(), &password, &network, &agent)?;
        hallway.choose_company(session.id, invitation.company)?;
        Ok(Some(secret))
    });
    match accepted.await {
        Ok(Some(secret)) => Ok(visitor.let_in("/", &secret, true)),
        Ok(None) => Ok(Redirect::to("/").into_response()),
        Err(failure) => show_form(&visitor, key, Some(failure)).await,
    }
}

async fn show_form(visitor: &Visitor, key: String, failure: Option<Failure>) -> PageResult {
    let secret = key.clone();
    let invitation = visitor.app.blocking(move |desk| desk.hallway().invitation(&secret)).await;
    // A link that is spent has no form to say it in.
    let invitation = invitation.map_err(|gone| visitor.failure(gone))?;
    let plain = visitor.plain("Come in");
    let is_here = is_here(&invitation, visitor.session.as_ref().map(|session| session.person));
    visitor.show_form(failure, |refusals| InvitationPage { plain, key, invitation, is_here, refusals })
}

fn is_here(invitation: &Invitation, person: Option<kernel::PersonId>) -> bool {
    !invitation.sets_password && person == Some(invitation.person)
}
