//! The one door of the command line: the REST API, of a server far away or of the books in this data directory.

use axum::body::Body;
use axum::http::{Request, header};
use kernel::CompanyId;
use serde_json::Value;
use tower::ServiceExt;

use super::show;
use super::trouble::{Done, Trouble};
use crate::house::{At, House};

/// Whom a command speaks to, and how it answers.
#[derive(Clone, Debug, clap::Args)]
pub struct Reach {
    /// Speak to a running server, such as https://books.example.org, instead of the data directory
    #[arg(
        long,
        global = true,
        env = "COTERIE_SERVER",
        value_name = "URL",
        requires = "token",
        help_heading = "Where and how"
    )]
    pub server: Option<String>,
    /// The token of the API to speak with; it belongs to one person and one company
    #[arg(long, global = true, env = "COTERIE_TOKEN", hide_env_values = true, help_heading = "Where and how")]
    pub token: Option<String>,
    /// The company in the data directory; not needed where there is only one
    #[arg(long, global = true, env = "COTERIE_COMPANY", value_name = "SLUG", help_heading = "Where and how")]
    pub company: Option<String>,
    /// Say what would change, and change nothing
    #[arg(long, global = true, help_heading = "Where and how")]
    pub dry_run: bool,
}

/// What the API gives of a list at once.
const LONGEST_PAGE: usize = 200;

/// An open door. In-process it holds the data directory until it is dropped.
pub struct Door {
    way: Way,
    pub json: bool,
    pub dry_run: bool,
}

enum Way {
    Far { agent: ureq::Agent, base: String, token: String },
    Here { _house: House, router: web::Router, runtime: tokio::runtime::Runtime, company: CompanyId },
}

/// What the API answered, when it was no problem.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
}

/// What is asked: method, path behind `/api/v1`, and what goes with it.
#[derive(Debug, Default)]
pub struct Question<'a> {
    pub method: &'static str,
    pub path: &'a str,
    pub query: Vec<(&'a str, String)>,
    /// The type of the body and the body itself.
    pub body: Option<(&'a str, Vec<u8>)>,
    pub headers: Vec<(&'a str, String)>,
}

impl Reach {
    pub fn open(&self, at: &At) -> Result<Door, Trouble> {
        let way = match (&self.server, &self.token) {
            (Some(server), Some(token)) => far(server, token),
            _ => here(at, self.company.as_deref())?,
        };
        Ok(Door { way, json: at.json, dry_run: self.dry_run })
    }
}

fn far(server: &str, token: &str) -> Way {
    let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
    Way::Far { agent, base: server.trim_end_matches('/').to_owned(), token: token.to_owned() }
}

fn here(at: &At, slug: Option<&str>) -> Result<Way, Trouble> {
    let house = at.open()?;
    let company = house.company(slug)?.id;
    let router = web::router(web::App { desk: house.desk.clone(), secure: false });
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| format!("The command cannot start: {error}."))?;
    Ok(Way::Here { _house: house, router, runtime, company })
}

impl Door {
    /// Asks, and answers the body as JSON; `Null` where there is none.
    pub fn get(&self, path: &str, query: Vec<(&str, String)>) -> Result<Value, Trouble> {
        self.send(Question { method: "GET", path, query, ..Question::default() })?.json()
    }

    /// Asks for a list, page after page, until there is no more or `most` are there; then `next` says that there is more.
    /// What else the last page says stands beside the items.
    pub fn list(&self, path: &str, query: Vec<(&str, String)>, most: usize) -> Result<Value, Trouble> {
        self.pages(path, query, most, |_| false)
    }

    /// The same, and no further than the page with which `is_enough` is content.
    pub fn pages(
        &self,
        path: &str,
        query: Vec<(&str, String)>,
        most: usize,
        is_enough: impl Fn(&[Value]) -> bool,
    ) -> Result<Value, Trouble> {
        let mut items: Vec<Value> = Vec::new();
        let mut next = Value::Null;
        loop {
            let mut page = query.clone();
            page.push(("limit", LONGEST_PAGE.min(most - items.len()).to_string()));
            page.extend(next.as_str().map(|cursor| ("cursor", cursor.to_owned())));
            let mut answer = self.get(path, page)?;
            let page = answer["items"].as_array_mut().map(std::mem::take).unwrap_or_default();
            let was_enough = is_enough(&page);
            items.extend(page);
            next = answer["next"].take();
            if next.is_null() || items.len() >= most || was_enough {
                answer["items"] = Value::Array(items);
                answer["next"] = next;
                return Ok(answer);
            }
        }
    }

    /// Changes something. A rehearsal answers `{"changes": […]}` instead of the thing.
    pub fn change(&self, method: &'static str, path: &str, body: Option<&Value>) -> Result<Value, Trouble> {
        let query = if self.dry_run { vec![("dry_run", "true".to_owned())] } else { Vec::new() };
        let body = body.map(|body| ("application/json", body.to_string().into_bytes()));
        self.send(Question { method, path, query, body, ..Question::default() })?.json()
    }

    /// Sends one question through. A problem comes back as `Trouble::Refused`.
    pub fn send(&self, question: Question<'_>) -> Result<Answer, Trouble> {
        let mut uri = format!("/api/v1{}", question.path);
        if !question.query.is_empty() {
            let query = serde_html_form::to_string(&question.query).map_err(|error| error.to_string())?;
            uri = format!("{uri}?{query}");
        }
        let mut request = Request::builder().method(question.method).uri(&uri);
        for (name, value) in &question.headers {
            request = request.header(*name, value);
        }
        if let Some((kind, _)) = &question.body {
            request = request.header(header::CONTENT_TYPE, *kind);
        }
        let body = question.body.map(|(_, body)| body).unwrap_or_default();
        let request = request.body(body).map_err(|error| format!("{uri} cannot be asked for: {error}."))?;
        let answer = self.way.send(request)?;
        if answer.status < 400 { Ok(answer) } else { Err(self.refused(&answer)) }
    }

    /// Prints an answer: as it came for programs, by `show` for people.
    pub fn say(&self, answer: &Value, show: impl FnOnce(&Value)) -> Done {
        if self.json {
            say!("{answer}")
        } else {
            show(answer)
        }
        Ok(())
    }

    /// Prints what a change made, or what it would have made.
    pub fn say_change(&self, made: &Value, show: impl FnOnce(&Value)) -> Done {
        self.say(made, |made| if self.dry_run { show::rehearsal(made) } else { show(made) })
    }

    fn refused(&self, answer: &Answer) -> Trouble {
        let at = self.way.base().to_owned();
        match serde_json::from_slice::<Value>(&answer.body) {
            Ok(problem) if problem["title"].is_string() => Trouble::Refused { problem, at },
            _ if at.is_empty() => Trouble::Said(format!("This version does not answer that: {}.", answer.status)),
            _ => Trouble::Said(format!(
                "{at} answered {} and nothing that Coterie of this version would say. Check the address.",
                answer.status
            )),
        }
    }
}

impl Way {
    /// What stands before the address of a page; empty where no server was named.
    fn base(&self) -> &str {
        match self {
            Way::Far { base, .. } => base,
            Way::Here { .. } => "",
        }
    }

    fn send(&self, mut request: Request<Vec<u8>>) -> Result<Answer, Trouble> {
        match self {
            Way::Here { router, runtime, company, .. } => {
                request.extensions_mut().insert(web::Operator { company: Some(*company) });
                runtime.block_on(ask_router(router.clone(), request.map(Body::from)))
            }
            Way::Far { agent, base, token } => {
                let (mut parts, body) = request.into_parts();
                let uri = format!("{base}{}", parts.uri);
                parts.uri = uri.parse().map_err(|_| format!("{base} is no address of a server."))?;
                let mut request = Request::from_parts(parts, body);
                let bearer =
                    format!("Bearer {token}").parse().map_err(|_| "The token has letters that no token has.")?;
                request.headers_mut().insert(header::AUTHORIZATION, bearer);
                ask_server(agent, request, base)
            }
        }
    }
}

async fn ask_router(router: web::Router, request: Request<Body>) -> Result<Answer, Trouble> {
    let response = match router.oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    };
    let (parts, body) = response.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.map_err(|error| error.to_string())?;
    Ok(Answer { status: parts.status.as_u16(), body: body.to_vec() })
}

fn ask_server(agent: &ureq::Agent, request: Request<Vec<u8>>, base: &str) -> Result<Answer, Trouble> {
    let unreachable =
        |error: ureq::Error| format!("{base} cannot be reached: {error}. Check the address, and that the server runs.");
    let response = agent.run(request).map_err(unreachable)?;
    let (parts, mut body) = response.into_parts();
    let body = body.with_config().limit(u64::MAX).read_to_vec().map_err(unreachable)?;
    Ok(Answer { status: parts.status.as_u16(), body })
}

impl Answer {
    pub fn json(&self) -> Result<Value, Trouble> {
        if self.body.is_empty() {
            return Ok(Value::Null);
        }
        serde_json::from_slice(&self.body)
            .map_err(|error| Trouble::Said(format!("The answer cannot be read as JSON: {error}.")))
    }
}
