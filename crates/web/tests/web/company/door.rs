//! A browser and a program at the door of one office.

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use books::testing::TestHouse;
use kernel::{Name, PersonId};
use serde_json::Value;
use tower::ServiceExt;
use web::edge::App;

pub const PASSWORD: &str = "correct horse battery";

/// An office with its server; `secure` as behind HTTPS.
pub struct Office {
    pub house: TestHouse,
    router: axum::Router,
    runtime: tokio::runtime::Runtime,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

/// A browser: it keeps its cookies.
pub struct Browser<'o> {
    office: &'o Office,
    cookies: std::cell::RefCell<Vec<(String, String)>>,
}

/// A program with a token.
pub struct Program<'o> {
    office: &'o Office,
    token: String,
}

impl Office {
    pub fn open() -> Office {
        Office::at(TestHouse::sqlite(), false)
    }

    pub fn at(house: TestHouse, secure: bool) -> Office {
        let app = App { desk: house.desk.clone(), secure };
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
        Office { router: web::router(app), runtime, house }
    }

    pub fn browser(&self) -> Browser<'_> {
        Browser { office: self, cookies: std::cell::RefCell::new(Vec::new()) }
    }

    /// A browser in which the owner is logged in.
    pub fn owner(&self) -> Browser<'_> {
        let browser = self.browser();
        browser.log_in("owner@example.org", PASSWORD);
        browser
    }

    pub fn program(&self, person: PersonId) -> Program<'_> {
        let name = Name::parse("test").expect("a name");
        let (_, token) = self.house.desk.hallway().issue_token(person, self.house.company, &name).expect("a token");
        Program { office: self, token }
    }

    pub fn send(&self, request: Request<Body>) -> Answer {
        self.runtime.block_on(async {
            let (parts, body) = self.router.clone().oneshot(request).await.expect("an answer").into_parts();
            let bytes = to_bytes(body, usize::MAX).await.expect("a body");
            let text = String::from_utf8_lossy(&bytes).into_owned();
            Answer { status: parts.status, headers: parts.headers, text }
        })
    }
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Where the browser is sent.
    pub fn to(&self) -> &str {
        self.header("location")
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {} {}", self.status, self.text))
    }

    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    #[track_caller]
    pub fn assert(&self, status: u16, holds: &str) {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        assert!(self.text.contains(holds), "no “{holds}” in {}", self.text);
    }

    /// What stands between two texts of the page.
    pub fn between(&self, before: &str, after: &str) -> String {
        let rest = self.text.split_once(before).unwrap_or_else(|| panic!("no {before} in {}", self.text)).1;
        rest.split_once(after).map_or(rest, |(found, _)| found).to_owned()
    }
}

impl Browser<'_> {
    pub fn get(&self, path: &str) -> Answer {
        self.go("GET", path, String::new())
    }

    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.go("POST", path, serde_html_form::to_string(fields).expect("a form"))
    }

    #[track_caller]
    pub fn log_in(&self, email: &str, password: &str) {
        let answer = self.post("/login", &[("email", email), ("password", password), ("stay", "1")]);
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    }

    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.borrow().iter().find(|(other, _)| other == name).map(|(_, value)| value.clone())
    }

    pub fn keep(&self, name: &str, value: &str) {
        let mut cookies = self.cookies.borrow_mut();
        cookies.retain(|(other, _)| other != name);
        if !value.is_empty() {
            cookies.push((name.to_owned(), value.to_owned()));
        }
    }

    fn go(&self, method: &str, path: &str, form: String) -> Answer {
        let cookies: Vec<String> =
            self.cookies.borrow().iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "coterie.example")
            .header(header::COOKIE, cookies.join("; "))
            .header(header::USER_AGENT, "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0");
        let answer = self.office.send(request.body(Body::from(form)).expect("a request"));
        for line in answer.headers.get_all(header::SET_COOKIE) {
            let line = line.to_str().expect("text");
            let (name, value) = line.split(';').next().and_then(|pair| pair.split_once('=')).expect("a cookie");
            self.keep(name, value);
        }
        answer
    }
}

impl Program<'_> {
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Option<Value>) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("/api/v1{path}"))
            .header(header::AUTHORIZATION, format!("Bearer {}", self.token));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = body.map_or(Body::empty(), |body| Body::from(body.to_string()));
        self.office.send(request.body(body).expect("a request"))
    }

    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], None)
    }

    pub fn post(&self, path: &str, body: Value) -> Answer {
        self.send("POST", path, &[], Some(body))
    }

    pub fn patch(&self, path: &str, body: Value) -> Answer {
        self.send("PATCH", path, &[], Some(body))
    }

    pub fn delete(&self, path: &str) -> Answer {
        self.send("DELETE", path, &[], None)
    }
}
