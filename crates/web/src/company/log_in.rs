//! Logging in and out.

use askama::Template;
use axum::extract::Query;
use serde::Deserialize;

use crate::edge::{Form, PageResult, Visitor};
use crate::layout::{Plain, Refusals};

#[derive(Template)]
#[template(path = "company/log_in.html")]
struct LogInPage {
    plain: Plain,
    form: Form,
    refusals: Refusals,
}

#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    next: String,
}

pub async fn show(visitor: Visitor, Query(wanted): Query<Wanted>) -> PageResult {
    if visitor.session.is_some() {
        return Ok(axum::response::IntoResponse::into_response(axum::response::Redirect::to(local(&wanted.next))));
    }
    let form = Form::of(&[("next", &wanted.next), ("stay", "1")]);
    visitor.show(&LogInPage { plain: visitor.plain("Log in"), form, refusals: Refusals::default() })
}

pub async fn log_in(visitor: Visitor, form: Form) -> PageResult {
    let (email, password) = (form.text("email").to_owned(), form.text("password").to_owned());
    let (network, agent, old) = (visitor.network.clone(), visitor.agent.clone(), visitor.session.clone());
    let entered = visitor.app.blocking(move |desk| {
        let entered = desk.hallway().log_in(&email, &password, &network, &agent)?;
        // The session that stood open in this browser gives way: nobody goes on in what was handed to them.
        if let Some(old) = old {
            desk.hallway().end_session(old.person, old.id)?;
        }
        Ok(entered)
    });
    match entered.await {
        Ok((secret, _)) => Ok(visitor.let_in(local(form.text("next")), &secret, form.has("stay"))),
        Err(failure) => {
            let plain = visitor.plain("Log in");
            visitor.show_form(Some(failure), |refusals| LogInPage { plain, form, refusals })
        }
    }
}

pub async fn log_out(visitor: Visitor) -> PageResult {
    if let Some(session) = visitor.session.clone() {
        let ended = visitor.app.blocking(move |desk| desk.hallway().end_session(session.person, session.id));
        ended.await.map_err(|failure| visitor.failure(failure))?;
    }
    Ok(visitor.let_out("/login"))
}

/// The page to go on to: one of ours, whatever the address says.
fn local(next: &str) -> &str {
    let is_ours = next.starts_with('/') && !next.starts_with("//") && !next.contains(['\\', '\r', '\n', '\t']);
    if is_ours { next } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn a_log_in_goes_on_to_our_own_pages_only() {
        assert_eq!(local("/clients?q=a"), "/clients?q=a");
        for foreign in ["", "clients", "//evil.example", "/\\evil.example", "https://evil.example", "/\t/evil.example"]
        {
            assert_eq!(local(foreign), "/", "{foreign}");
        }
    }
}
