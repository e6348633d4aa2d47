//! The API as a program meets it: requests with a token, answers as JSON.

use std::sync::OnceLock;

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use books::testing::TestHouse;
use kernel::{Name, PersonId};
use serde_json::Value;
use tower::ServiceExt;
use web::edge::App;

/// One runtime for all tests: the desk answers from threads of its own.
pub fn runtime() -> &'static tokio::runtime::Runtime {
    static RUNTIME: OnceLock<tokio::runtime::Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime"))
}

fn ask(router: &axum::Router, request: Request<Body>) -> Answer {
    runtime().block_on(async {
        let response = router.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.expect("a body");
        let text = String::from_utf8(bytes.to_vec()).expect("text");
        Answer { status: parts.status, headers: parts.headers, text }
    })
}

/// A program with a token of one person.
pub struct Api {
    router: axum::Router,
    token: String,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    /// Where a redirect leads.
    pub fn location(&self) -> String {
        let location = self.headers.get(header::LOCATION).and_then(|place| place.to_str().ok());
        location.unwrap_or_else(|| panic!("{} {}", self.status, self.text)).to_owned()
    }

    /// The code of a refusal.
    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    pub fn id(&self) -> String {
        assert!(self.status.is_success(), "{} {}", self.status, self.text);
        self.json()["id"].as_str().expect("an id").to_owned()
    }
}

impl Api {
    pub fn of(house: &TestHouse, person: PersonId) -> Api {
        let name = Name::parse("test").expect("a name");
        let (_, token) = house.desk.hallway().issue_token(person, house.company, &name).expect("a token");
        let app = App { desk: house.desk.clone(), secure: false };
        Api { router: web::router(app), token }
    }

    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Option<&Value>) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("/api/v1{path}"))
            .header(header::AUTHORIZATION, format!("Bearer {}", self.token));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = body.map_or(Body::empty(), |body| Body::from(body.to_string()));
        ask(&self.router, request.body(body).expect("a request"))
    }

    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], None)
    }

    pub fn post(&self, path: &str, body: &Value) -> Answer {
        self.send("POST", path, &[], Some(body))
    }

    pub fn patch(&self, path: &str, body: &Value) -> Answer {
        self.send("PATCH", path, &[], Some(body))
    }

    pub fn delete(&self, path: &str) -> Answer {
        self.send("DELETE", path, &[], None)
    }
}

/// A browser without scripts, logged in as the owner.
pub struct Browser {
    router: axum::Router,
    cookie: String,
}

impl Browser {
    pub fn log_in(house: &TestHouse) -> Browser {
        let router = web::router(App { desk: house.desk.clone(), secure: false });
        let mut browser = Browser { router, cookie: String::new() };
        let answer = browser.post("/login", &[("email", "owner@example.org"), ("password", "correct horse battery")]);
        let cookie = answer.headers.get(header::SET_COOKIE).and_then(|cookie| cookie.to_str().ok()).expect("a session");
        browser.cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        browser
    }

    fn request(&self, method: &str, path: &str, body: String) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::COOKIE, &self.cookie)
            .header(header::HOST, "localhost")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        ask(&self.router, request.body(Body::from(body)).expect("a request"))
    }

    pub fn get(&self, path: &str) -> Answer {
        self.request("GET", path, String::new())
    }

    pub fn post(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        self.request("POST", path, serde_html_form::to_string(form).expect("a form"))
    }
}
