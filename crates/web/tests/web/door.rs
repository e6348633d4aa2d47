//! Two ways in: a program with a token, and a browser without scripts that has a session.

use std::sync::OnceLock;

use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use books::testing::TestHouse;
use kernel::{CompanyId, Name, PersonId};
use serde_json::Value;
use tower::ServiceExt;
use web::edge::App;

/// One runtime for all tests: the desk answers from threads of its own.
fn runtime() -> &'static tokio::runtime::Runtime {
    static RUNTIME: OnceLock<tokio::runtime::Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime"))
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Bytes,
    /// The bytes as text; what is no text in them is replaced.
    pub text: String,
}

impl Answer {
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    /// The code of a refusal.
    #[track_caller]
    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    #[track_caller]
    pub fn id(&self) -> String {
        assert!(self.status.is_success(), "{} {}", self.status, self.text);
        self.json()["id"].as_str().expect("an id").to_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Where a page sends the browser.
    #[track_caller]
    pub fn location(&self) -> String {
        assert!(self.headers.contains_key(header::LOCATION), "{} {}", self.status, self.text);
        self.header("location").to_owned()
    }

    /// The words of a page without its markup, one blank between them.
    pub fn words(&self) -> String {
        words(&self.text)
    }
}

/// What markup says to whoever reads it.
pub fn words(markup: &str) -> String {
    let mut words = String::new();
    let mut inside = false;
    for sign in markup.chars() {
        match sign {
            '<' => inside = true,
            '>' => {
                inside = false;
                words.push(' ');
            }
            sign if !inside => words.push(sign),
            _ => {}
        }
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn send(router: &axum::Router, request: Request<Body>) -> Answer {
    runtime().block_on(async {
        let response = router.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.expect("a body");
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status: parts.status, headers: parts.headers, bytes, text }
    })
}

fn router(house: &TestHouse) -> axum::Router {
    web::router(App { desk: house.desk.clone(), secure: false })
}

/// A program with the token of one person.
pub struct Api {
    router: axum::Router,
    /// The whole header `Authorization`.
    authorization: String,
}

impl Api {
    pub fn of_owner(house: &TestHouse) -> Api {
        Api::of(house, house.owner)
    }

    pub fn of(house: &TestHouse, person: PersonId) -> Api {
        Api::at(house, person, house.company)
    }

    /// In another company on the same server.
    pub fn at(house: &TestHouse, person: PersonId, company: CompanyId) -> Api {
        let name = Name::parse("test").expect("a name");
        let (_, token) = house.desk.hallway().issue_token(person, company, &name).expect("a token");
        Api { router: router(house), authorization: format!("Bearer {token}") }
    }

    /// The same program with another header `Authorization`.
    pub fn with_authorization(&self, authorization: &str) -> Api {
        Api { router: self.router.clone(), authorization: authorization.to_owned() }
    }

    pub fn request(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Body) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("/api/v1{path}"))
            .header(header::AUTHORIZATION, &self.authorization);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        send(&self.router, request.body(body).expect("a request"))
    }

    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Option<&Value>) -> Answer {
        self.request(method, path, headers, body.map_or(Body::empty(), |body| Body::from(body.to_string())))
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

    /// The bytes of a file as the body itself.
    pub fn upload(&self, path: &str, bytes: &[u8]) -> Answer {
        self.request("POST", path, &[("Content-Type", "text/csv")], Body::from(bytes.to_vec()))
    }
}

/// A browser without scripts in which somebody is logged in.
pub struct Browser {
    router: axum::Router,
    cookie: String,
}

impl Browser {
    pub fn of_owner(house: &TestHouse) -> Browser {
        Browser::of(house, house.owner)
    }

    pub fn of(house: &TestHouse, person: PersonId) -> Browser {
        Browser::at(house, person, house.company)
    }

    /// In another company on the same server.
    pub fn at(house: &TestHouse, person: PersonId, company: CompanyId) -> Browser {
        let hallway = house.desk.hallway();
        let email = hallway.person(person).expect("a hallway").expect("the person").email.to_string();
        let (secret, session) =
            hallway.log_in(&email, "correct horse battery", "127.0.0.1", "test").expect("logged in");
        hallway.choose_company(session.id, company).expect("a company");
        Browser { router: router(house), cookie: format!("coterie={}", secret.as_str()) }
    }

    /// Somebody whose session has ended.
    pub fn logged_out(house: &TestHouse) -> Browser {
        Browser { router: router(house), cookie: "coterie=ended".to_owned() }
    }

    fn request(&self, method: &str, path: &str, kind: &str, body: Vec<u8>) -> Answer {
        self.request_with(method, path, kind, &[], body)
    }

    fn request_with(&self, method: &str, path: &str, kind: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::COOKIE, &self.cookie)
            .header(header::HOST, "localhost")
            .header(header::CONTENT_TYPE, kind)
            .header("Sec-Fetch-Site", "same-origin");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        send(&self.router, request.body(Body::from(body)).expect("a request"))
    }

    pub fn get(&self, path: &str) -> Answer {
        self.request("GET", path, "text/plain", Vec::new())
    }

    /// Sends a form as a browser without script does.
    pub fn post(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        let body = serde_html_form::to_string(form).expect("a form");
        self.request("POST", path, "application/x-www-form-urlencoded", body.into_bytes())
    }

    /// Sends a form as the page's script does: the answer is a part of the page.
    pub fn post_part(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        let body = serde_html_form::to_string(form).expect("a form");
        let kind = "application/x-www-form-urlencoded";
        let headers = [("HX-Request", "true"), ("HX-Current-URL", "http://localhost/clients?q=plover")];
        self.request_with("POST", path, kind, &headers, body.into_bytes())
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
