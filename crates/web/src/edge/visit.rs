//! A visit of a page: the person behind the session cookie, in the company they chose.

use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use books::company::{ReadSidebar, Sidebar};
use books::hallway::Session;
use books::{Act, Ask, Caller, Order, Permission, Receipt, Result, Who};
use kernel::{Door, Failure};

use super::app::App;
use super::guard::Nonce;
use super::problem::{incident, status};
use super::route::Access;
use crate::layout::{ErrorPage, Frame, FramedErrorPage, Plain, Refusals, Section, Theme, Toast, Trouble};

pub type PageResult = std::result::Result<Response, PageFailure>;

/// An admitted visit. Without a session the browser is sent to the log-in page and comes back after it.
pub struct Visit {
    pub app: App,
    pub caller: Caller,
    pub session: Session,
    pub uri: Uri,
    /// htmx asks for a fragment of the page.
    pub wants_fragment: bool,
    headers: HeaderMap,
    sidebar: Sidebar,
    nonce: String,
    /// The right that the route needs and this member lacks.
    missing: Option<Permission>,
}

impl FromRequestParts<App> for Visit {
    type Rejection = PageFailure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> std::result::Result<Self, PageFailure> {
        let plain = plain(app, &parts.headers, "");
        let Some(session) =
            session(app, &parts.headers).await.map_err(|failure| PageFailure::plain(failure, plain.clone()))?
        else {
            return Err(match parts.headers.contains_key("hx-request") {
                true => PageFailure::log_in_from_part(&parts.headers),
                false => PageFailure::log_in(&parts.uri),
            });
        };
        let Some(company) = session.company else { return Err(PageFailure::choose_company()) };
        let caller = Caller { company, who: Who::Person(session.person), door: Door::Page, request: app.request_id() };
        let sidebar = match app.ask(&caller, ReadSidebar).await {
            Ok(sidebar) => sidebar,
            // A seat that was taken away: another company may still be open to this person.
            Err(Failure::Missing(_)) => return Err(PageFailure::choose_company()),
            Err(failure) => return Err(PageFailure::plain(failure, plain)),
        };
        let needs = match parts.extensions.get::<Access>() {
            Some(Access::Needs(permission)) => Some(*permission),
            _ => None,
        };
        let visit = Visit {
            app: app.clone(),
            caller,
            session,
            uri: parts.uri.clone(),
            wants_fragment: parts.headers.contains_key("hx-request"),
            headers: parts.headers.clone(),
            sidebar,
            nonce: plain.nonce,
            missing: None,
        };
        visit.admitted(needs, parts.method == Method::GET)
    }
}

/// The open session that the cookie names, if any.
pub async fn session(app: &App, headers: &HeaderMap) -> Result<Option<Session>> {
    match cookie(headers, cookie_name(app)) {
        Some(secret) => app.blocking(move |desk| desk.hallway().session(&secret)).await,
        None => Ok(None),
    }
}

pub fn cookie_name(app: &App) -> &'static str {
    if app.secure { "__Host-coterie" } else { "coterie" }
}

/// The value of a cookie.
pub fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let pairs = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    pairs
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(other, _)| *other == name)
        .map(|(_, value)| value.to_owned())
}

/// What a page without the frame needs.
pub fn plain(app: &App, headers: &HeaderMap, title: &str) -> Plain {
    Plain {
        title: title.to_owned(),
        theme: cookie(headers, "theme").and_then(|t| Theme::parse(&t)),
        nonce: app.nonce(),
    }
}

impl Visit {
    /// Turns away who lacks the right to look. Who lacks it when a form comes back goes on to the desk, which refuses:
    /// then the form is shown with what was typed.
    fn admitted(self, needs: Option<Permission>, looks: bool) -> std::result::Result<Visit, PageFailure> {
        let missing = needs.filter(|permission| !self.may(*permission));
        match missing {
            Some(permission) if looks => Err(self.failure(permission.missing())),
            missing => Ok(Visit { missing, ..self }),
        }
    }

    /// Whoever lacks the right learns that first, whatever else is wrong.
    pub fn weighed(&self, failure: Failure) -> Failure {
        self.missing.map_or(failure, Permission::missing)
    }

    /// The frame around a page of `section`; `item` is the key of the menu's item, or empty.
    pub fn frame(&self, section: Section, item: &'static str, title: &str) -> Frame {
        let sidebar = &self.sidebar;
        let mut counts = std::collections::BTreeMap::new();
        counts.insert("clients.all", crate::layout::count(sidebar.clients));
        counts.insert("clients.billing_groups", crate::layout::count(sidebar.billing_groups));
        counts.insert("clients.corporate_groups", crate::layout::count(sidebar.corporate_groups));
        Frame {
            title: title.to_owned(),
            theme: cookie(&self.headers, "theme").and_then(|theme| Theme::parse(&theme)),
            nonce: self.nonce.clone(),
            company_name: sidebar.company_name.clone(),
            member_name: sidebar.member_name.clone(),
            member_initials: crate::layout::initials(&sidebar.member_name),
            section,
            item,
            counts,
            letter_keys_off: cookie(&self.headers, "keys").is_some_and(|keys| keys == "off"),
            has_other_companies: self.session.seats > 1,
            toast: self.toast(),
            can: sidebar.permissions.iter().map(Permission::code).collect(),
            ..Frame::default()
        }
    }

    /// What the page before this one had to say; it travels in a cookie that is spent at once.
    fn toast(&self) -> Option<Toast> {
        let text = cookie(&self.headers, "toast")?;
        let decoded: String = serde_html_form::from_str::<Vec<(String, String)>>(&format!("t={text}")).ok()?.pop()?.1;
        let (text, undo) = match decoded.split_once('\n') {
            Some((text, undo)) => (text.to_owned(), Some(undo.to_owned())),
            None => (decoded, None),
        };
        Some(Toast { undo, ..Toast::done(text) })
    }

    /// The nonce of this answer, for elements that htmx works on.
    pub fn nonce(&self) -> &str {
        &self.nonce
    }

    pub fn sidebar(&self) -> &Sidebar {
        &self.sidebar
    }

    pub fn may(&self, permission: Permission) -> bool {
        self.sidebar.permissions.has(permission)
    }

    /// Passes, or shows which right is missing: for forms, whose questions need less than their command.
    pub fn require(&self, permission: books::Permission) -> std::result::Result<(), PageFailure> {
        if self.may(permission) { Ok(()) } else { Err(self.failure(permission.missing())) }
    }

    pub async fn ask<Q: Ask>(&self, question: Q) -> std::result::Result<Q::Answer, PageFailure> {
        self.app.ask(&self.caller, question).await.map_err(|failure| self.failure(failure))
    }

    /// Performs a command; a refusal comes back as it is, so that the form can be shown again with it.
    pub async fn act<A: Act>(&self, act: A) -> Result<Receipt<A::Outcome>> {
        self.app.carry_out(Order::new(self.caller.clone(), act)).await
    }

    /// A failure as a page within the frame; as a message over the page that asked for a part of itself.
    pub fn failure(&self, failure: Failure) -> PageFailure {
        let failure = Box::new(self.weighed(failure));
        if self.wants_fragment {
            return PageFailure::Told(failure);
        }
        PageFailure::Framed(failure, Box::new(self.frame(Section::Home, "", "")))
    }

    /// Shows a page, or one of its fragments.
    pub fn show(&self, template: &impl Template) -> PageResult {
        self.show_with(StatusCode::OK, template)
    }

    pub fn show_with(&self, status: StatusCode, template: &impl Template) -> PageResult {
        let html = template.render().map_err(|error| self.failure(Failure::broken(error)))?;
        let mut response = (status, Html(html)).into_response();
        response.extensions_mut().insert(Nonce(self.nonce.clone()));
        response.headers_mut().insert(header::VARY, HeaderValue::from_static("HX-Request"));
        if cookie(&self.headers, "toast").is_some() {
            append_cookie(&mut response, "toast=; Path=/; Max-Age=0; SameSite=Lax; HttpOnly");
        }
        Ok(response)
    }

    /// Shows the form again with its problem: 422 for a field, 409 for a rule, and so on.
    pub fn show_refused(&self, refused: &Failure, template: &impl Template) -> PageResult {
        let failure = self.missing.map(Permission::missing);
        self.show_with(status(failure.as_ref().unwrap_or(refused)), template)
    }

    /// Shows a form: as it begins, or again with what was typed and why it was refused. A right that is missing is said
    /// in the form too, so that nothing typed is lost.
    pub fn show_form<T: Template>(
        &self,
        failure: Option<Failure>,
        page: impl FnOnce(Frame, Refusals) -> T,
        frame: Frame,
    ) -> PageResult {
        match failure.map(|failure| self.weighed(failure)) {
            None => self.show(&page(frame, Refusals::default())),
            Some(failure) => match Refusals::of_failure(&failure) {
                Some(refusals) => self.show_refused(&failure, &page(frame, refusals)),
                None => Err(self.failure(failure)),
            },
        }
    }

    /// The id in an address; one that cannot be read names nothing.
    pub fn id<T: std::str::FromStr>(&self, what: &'static str, text: &str) -> std::result::Result<T, PageFailure> {
        text.parse().map_err(|_| self.failure(Failure::missing(what, text)))
    }

    /// Where the browser reaches this server: for links that are handed on.
    pub fn origin(&self) -> String {
        let scheme = if self.app.secure { "https" } else { "http" };
        let host = self.headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
        format!("{scheme}://{host}")
    }

    /// After a change: on to `to`, with a message there and, where it can be undone, the way to undo it.
    pub fn done(&self, to: &str, text: &str, operation: Option<kernel::OperationId>) -> PageResult {
        let mut response = match HeaderValue::from_str(to) {
            // A part of a page that was posted by itself: the whole page goes on, not the part.
            Ok(address) if self.wants_fragment => ([("HX-Redirect", address)], "").into_response(),
            _ => Redirect::to(to).into_response(),
        };
        let message = match operation {
            Some(operation) => format!("{text}\n/undo/{operation}"),
            None => text.to_owned(),
        };
        if let Ok(encoded) = serde_html_form::to_string([("t", message)]) {
            let value = encoded.trim_start_matches("t=");
            append_cookie(&mut response, &format!("toast={value}; Path=/; Max-Age=30; SameSite=Lax; HttpOnly"));
        }
        Ok(response)
    }
}

impl Visit {
    /// After a change made in a panel: the part of the page that shows it, put in the place of `target`, with the
    /// message; the panel closes.
    pub fn done_here(
        &self,
        part: &impl Template,
        target: &'static str,
        text: &str,
        operation: Option<kernel::OperationId>,
    ) -> PageResult {
        let mut response = self.show(part)?;
        let undo = operation.map(|operation| format!("/undo/{operation}"));
        let events = serde_json::json!({ "close-panel": {}, "toast": { "text": text, "undo": undo } });
        let headers = response.headers_mut();
        headers.insert("HX-Retarget", HeaderValue::from_static(target));
        headers.insert("HX-Reswap", HeaderValue::from_static("outerHTML"));
        if let Ok(value) = HeaderValue::from_str(&ascii(&events.to_string())) {
            headers.insert("HX-Trigger", value);
        }
        Ok(response)
    }

    /// The page that sent the browser here, or `otherwise` when it came from elsewhere.
    pub fn back(&self, otherwise: &str) -> String {
        let referer = self.headers.get(header::REFERER).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let host = self.headers.get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let page = referer.parse::<Uri>().ok().filter(|uri| uri.authority().is_some_and(|own| own.as_str() == host));
        let path = page.as_ref().and_then(Uri::path_and_query).map(|path| path.as_str());
        // An address beginning with two slashes would lead to another host.
        path.filter(|path| !path.starts_with("//")).unwrap_or(otherwise).to_owned()
    }
}

/// JSON as a header takes it: what is not ASCII as escapes.
fn ascii(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for character in json.chars() {
        if character.is_ascii() {
            text.push(character);
        } else {
            let mut units = [0; 2];
            for unit in character.encode_utf16(&mut units) {
                text.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    text
}

pub fn append_cookie(response: &mut Response, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

/// A failure on its way to a browser.
pub enum PageFailure {
    Elsewhere(String),
    /// A part of a page was asked for, and the whole page goes there.
    WholePageElsewhere(String),
    /// A part of a page was asked for: the page stays as it is, with a message.
    Told(Box<Failure>),
    Plain(Box<Failure>, Box<Plain>),
    Framed(Box<Failure>, Box<Frame>),
}

impl PageFailure {
    pub fn plain(failure: Failure, plain: Plain) -> PageFailure {
        PageFailure::Plain(Box::new(failure), Box::new(plain))
    }

    pub(super) fn log_in(uri: &Uri) -> PageFailure {
        PageFailure::Elsewhere(log_in_address(uri.path_and_query().map(|path| path.as_str())))
    }

    /// A part of a page has no address to come back to; the page around it has.
    fn log_in_from_part(headers: &HeaderMap) -> PageFailure {
        let page = headers.get("hx-current-url").and_then(|page| page.to_str().ok());
        let page: Option<Uri> = page.and_then(|page| page.parse().ok());
        let path = page.as_ref().and_then(Uri::path_and_query).map(|path| path.as_str());
        PageFailure::WholePageElsewhere(log_in_address(path))
    }

    fn choose_company() -> PageFailure {
        PageFailure::Elsewhere("/companies".to_owned())
    }
}

/// The log-in page, which leads on to `wanted`.
fn log_in_address(wanted: Option<&str>) -> String {
    match wanted.filter(|wanted| *wanted != "/") {
        None => "/login".to_owned(),
        Some(wanted) => format!("/login?{}", serde_html_form::to_string([("next", wanted)]).unwrap_or_default()),
    }
}

impl IntoResponse for PageFailure {
    fn into_response(self) -> Response {
        let (failure, page) = match self {
            PageFailure::Elsewhere(to) => return Redirect::to(&to).into_response(),
            PageFailure::WholePageElsewhere(to) => return ([("HX-Redirect", to)], "").into_response(),
            PageFailure::Told(failure) => return told(&failure),
            PageFailure::Plain(failure, plain) => {
                let trouble = trouble(&failure);
                (failure, ErrorPage::new(trouble, *plain).render())
            }
            PageFailure::Framed(failure, frame) => {
                let trouble = trouble(&failure);
                (failure, FramedErrorPage::new(trouble, *frame).render())
            }
        };
        match page {
            Ok(html) => (status(&failure), Html(html)).into_response(),
            Err(error) => {
                incident(&error.to_string());
                (StatusCode::INTERNAL_SERVER_ERROR, "The page could not be drawn.").into_response()
            }
        }
    }
}

/// Nothing is put into the page; a message says what happened.
fn told(failure: &Failure) -> Response {
    let trouble = trouble(failure);
    let (text, note) = match &trouble {
        Trouble::NotFound => (
            "It is not there any more.",
            "It was deleted meanwhile, or is not yours to see. Load the page again to see what is there.".to_owned(),
        ),
        other => (other.headline(), format!("{} {}", other.reason(), other.way_out())),
    };
    let event = serde_json::json!({ "toast": { "bad": true, "text": text, "note": note.trim() } });
    let mut response = (status(failure), "").into_response();
    response.headers_mut().insert("HX-Reswap", HeaderValue::from_static("none"));
    if let Ok(value) = HeaderValue::from_str(&ascii(&event.to_string())) {
        response.headers_mut().insert("HX-Trigger", value);
    }
    response
}

fn trouble(failure: &Failure) -> Trouble {
    match failure {
        Failure::Broken(broken) => Trouble::Broken { incident: incident(&broken.cause) },
        other => Trouble::of(other),
    }
}
