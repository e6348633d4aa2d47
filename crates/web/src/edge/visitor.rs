//! A visitor: whoever stands in the hallway, logged in or not, before any company.

use std::net::{IpAddr, SocketAddr};

use askama::Template;
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use books::hallway::{Session, SessionSecret};
use kernel::Failure;

use super::app::App;
use super::guard::Nonce;
use super::problem::status;
use super::visit::{PageFailure, PageResult, append_cookie, cookie_name, plain, session};
use crate::layout::{Plain, Refusals};

/// Seconds for which a browser keeps the session where it is asked to: as long as a session lives at most.
const STAY: i64 = 60 * 24 * 60 * 60;

/// Somebody at the door. Pages of the hallway have no frame: there may be no company to show.
pub struct Visitor {
    pub app: App,
    pub session: Option<Session>,
    /// The address that failed log-ins are counted by; of IPv6 the first 64 bits, which one household shares.
    pub network: String,
    /// What the browser calls itself.
    pub agent: String,
    plain: Plain,
    uri: Uri,
}

impl FromRequestParts<App> for Visitor {
    type Rejection = PageFailure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, PageFailure> {
        let plain = plain(app, &parts.headers, "");
        let session =
            session(app, &parts.headers).await.map_err(|failure| PageFailure::plain(failure, plain.clone()))?;
        let agent = parts.headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
        Ok(Visitor {
            app: app.clone(),
            session,
            network: network(app, parts),
            agent: agent.to_owned(),
            plain,
            uri: parts.uri.clone(),
        })
    }
}

impl Visitor {
    pub fn plain(&self, title: &str) -> Plain {
        Plain { title: title.to_owned(), ..self.plain.clone() }
    }

    /// The one who is logged in; anybody else is sent to the log-in page and comes back after it.
    pub fn person(&self) -> Result<&Session, PageFailure> {
        self.session.as_ref().ok_or_else(|| PageFailure::log_in(&self.uri))
    }

    pub fn failure(&self, failure: Failure) -> PageFailure {
        PageFailure::plain(failure, self.plain.clone())
    }

    pub fn show(&self, template: &impl Template) -> PageResult {
        self.show_with(StatusCode::OK, template)
    }

    /// Shows the form again with its problem.
    pub fn show_refused(&self, failure: &Failure, template: &impl Template) -> PageResult {
        self.show_with(status(failure), template)
    }

    /// Shows a form: as it begins, or again with what was typed and why it was refused.
    pub fn show_form<T: Template>(&self, failure: Option<Failure>, page: impl FnOnce(Refusals) -> T) -> PageResult {
        match failure {
            None => self.show(&page(Refusals::default())),
            Some(failure) => match Refusals::of_failure(&failure) {
                Some(refusals) => self.show_refused(&failure, &page(refusals)),
                None => Err(self.failure(failure)),
            },
        }
    }

    fn show_with(&self, status: StatusCode, template: &impl Template) -> PageResult {
        let html = template.render().map_err(|error| self.failure(Failure::broken(error)))?;
        let mut response = (status, Html(html)).into_response();
        response.extensions_mut().insert(Nonce(self.plain.nonce.clone()));
        Ok(response)
    }

    /// Lets the browser in: it keeps the secret, for long where `stay` says so, else until it is closed.
    pub fn let_in(&self, to: &str, secret: &SessionSecret, stay: bool) -> Response {
        let mut response = Redirect::to(to).into_response();
        let lifetime = if stay { format!("; Max-Age={STAY}") } else { String::new() };
        self.give_cookie(&mut response, &format!("{}{lifetime}", secret.as_str()));
        response
    }

    /// Takes the session's cookie away and goes on to `to`.
    pub fn let_out(&self, to: &str) -> Response {
        let mut response = Redirect::to(to).into_response();
        self.give_cookie(&mut response, "; Max-Age=0");
        response
    }

    fn give_cookie(&self, response: &mut Response, value: &str) {
        let secure = if self.app.secure { "; Secure" } else { "" };
        append_cookie(response, &format!("{}={value}; Path=/; HttpOnly; SameSite=Lax{secure}", cookie_name(&self.app)));
    }
}

/// Behind HTTPS a proxy stands before us, and the last address that it added is the one it saw; what stands before
/// that anybody may have written.
fn network(app: &App, parts: &Parts) -> String {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let told = if app.secure && peer.is_none_or(is_near) { forwarded(&parts.headers) } else { None };
    told.or(peer).map_or_else(String::new, household)
}

fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let lines = headers.get_all("x-forwarded-for").iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).last()?.trim().parse().ok()
}

fn is_near(peer: IpAddr) -> bool {
    match peer {
        IpAddr::V4(address) => address.is_loopback() || address.is_private(),
        IpAddr::V6(address) => address.is_loopback() || address.is_unique_local(),
    }
}

fn household(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::household;

    #[test]
    fn one_household_is_one_network() {
        let network = |text: &str| household(text.parse().expect("an address"));
        assert_eq!(network("203.0.113.9"), "203.0.113.9");
        assert_eq!(network("::ffff:203.0.113.9"), "203.0.113.9");
        assert_eq!(network("2001:db8:1:2:3::4"), network("2001:db8:1:2:ffff::1"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
    }
}
