//! Two ways in: a program with a token, and a browser with a cookie.

use std::sync::OnceLock;

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use books::testing::TestHouse;
use kernel::{Name, PersonId};
use serde_json::Value;
use tower::ServiceExt;
use web::edge::App;

fn runtime() -> &'static tokio::runtime::Runtime {
    static RUNTIME: OnceLock<tokio::runtime::Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime"))
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    #[track_caller]
    pub fn id(&self) -> String {
        assert!(self.status.is_success(), "{} {}", self.status, self.text);
        self.json()["id"].as_str().expect("an id").to_owned()
    }

    /// Where a browser is sent.
    #[track_caller]
    pub fn location(&self) -> String {
        let location = self.headers.get(header::LOCATION);
        location.unwrap_or_else(|| panic!("{} {}", self.status, self.text)).to_str().expect("text").to_owned()
    }
}

fn router(house: &TestHouse) -> axum::Router {
    web::router(App { desk: house.desk.clone(), secure: false })
}

fn ask(router: &axum::Router, request: Request<Body>) -> Answer {
    runtime().block_on(async {
        let response = router.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.expect("a body");
        Answer { status: parts.status, headers: parts.headers, text: String::from_utf8_lossy(&bytes).into_owned() }
    })
}

/// A program with a token of one person.
pub struct Api {
    router: axum::Router,
    token: String,
}

impl Api {
    pub fn of(house: &TestHouse, person: PersonId) -> Api {
        let name = Name::parse("test").expect("a name");
        let (_, token) = house.desk.hallway().issue_token(person, house.company, &name).expect("a token");
        Api { router: router(house), token }
    }

    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("/api/v1{path}"))
            .header(header::AUTHORIZATION, format!("Bearer {}", self.token));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        ask(&self.router, request.body(Body::from(body.to_vec())).expect("a request"))
    }

    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], b"")
    }

    pub fn post(&self, path: &str, body: &Value) -> Answer {
        self.send("POST", path, &[], body.to_string().as_bytes())
    }

    /// The bytes of a file as the body itself.
    pub fn upload(&self, path: &str, bytes: &[u8]) -> Answer {
        self.send("POST", path, &[("Content-Type", "text/csv")], bytes)
    }
}

/// A browser without scripts, logged in as the owner.
pub struct Browser {
    router: axum::Router,
    cookie: String,
}

impl Browser {
    pub fn log_in(house: &TestHouse) -> Browser {
        let mut browser = Browser { router: router(house), cookie: String::new() };
        let typed = [("email", "owner@example.org"), ("password", "correct horse battery")];
        let answer = browser.post("/login", &typed);
        let cookie = answer.headers.get(header::SET_COOKIE).expect("a session").to_str().expect("text");
        browser.cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        browser
    }

    fn request(&self, method: &str, path: &str, kind: &str, body: Vec<u8>) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::COOKIE, &self.cookie)
            .header(header::HOST, "localhost")
            .header(header::CONTENT_TYPE, kind);
        ask(&self.router, request.body(Body::from(body)).expect("a request"))
    }

    pub fn get(&self, path: &str) -> Answer {
        self.request("GET", path, "text/plain", Vec::new())
    }

    pub fn post(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        let body = serde_html_form::to_string(form).expect("a form");
        self.request("POST", path, "application/x-www-form-urlencoded", body.into_bytes())
    }

    /// A form with one file.
    pub fn upload(&self, path: &str, name: &str, bytes: &[u8]) -> Answer {
        let head = format!(
            "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/csv\r\n\r\n"
        );
        let body = [head.as_bytes(), bytes, b"\r\n--x--\r\n"].concat();
        self.request("POST", path, "multipart/form-data; boundary=x", body)
    }
}
