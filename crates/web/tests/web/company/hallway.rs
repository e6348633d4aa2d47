//! First start, log-in, log-out, companies: the doors before any company.

use axum::body::Body;
use axum::http::Request;
use books::testing::TestHouse;

use super::door::{Office, PASSWORD};

/// TRUST S13: every log-in begins a session of its own; one that was handed to the browser is not gone on with.
#[test]
fn a_log_in_never_goes_on_in_a_session_it_was_handed() {
    let office = Office::open();
    let (mine, planted) = (office.browser(), office.browser());
    planted.log_in("owner@example.org", PASSWORD);
    let handed = planted.cookie("coterie").expect("a session");
    mine.keep("coterie", &handed);
    mine.log_in("owner@example.org", PASSWORD);
    let own = mine.cookie("coterie").expect("a session");
    assert_ne!(own, handed);
    mine.get("/").assert(200, "Good day, Olive");
    planted.keep("coterie", &handed);
    assert_eq!(planted.get("/").to(), "/login", "the session that was handed over has ended");
    // A made-up secret opens nothing, and is not taken over either.
    let other = office.browser();
    other.keep("coterie", &"f".repeat(64));
    assert_eq!(other.get("/").to(), "/login");
    other.log_in("owner@example.org", PASSWORD);
    assert_ne!(other.cookie("coterie"), Some("f".repeat(64)));
}

/// TRUST S11: whoever tries addresses does not learn which of them are known.
#[test]
fn the_log_in_page_says_the_same_to_the_known_and_the_unknown() {
    let office = Office::open();
    let strip = |text: String| text.replace("owner@example.org", "X").replace("nobody@example.org", "X");
    let nonce = |text: &str| {
        text.split("nonce=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
    };
    let page = |email: &str| {
        let answer = office.browser().post("/login", &[("email", email), ("password", "wrong wrong wrong")]);
        answer.assert(409, "The e-mail address or the password is wrong.");
        let own = nonce(&answer.text);
        strip(answer.text.replace(&own, "N"))
    };
    assert_eq!(page("owner@example.org"), page("nobody@example.org"));
}

#[test]
fn guessing_is_slowed_down_on_the_page() {
    let office = Office::open();
    let wrong = || office.browser().post("/login", &[("email", "owner@example.org"), ("password", "wrong")]);
    (0..5).for_each(|_| wrong().assert(409, "is wrong"));
    wrong().assert(409, "Too many log-ins have failed.");
    let right = office.browser().post("/login", &[("email", "owner@example.org"), ("password", PASSWORD)]);
    right.assert(409, "Try again in 15 minutes");
}

/// TRUST S13: after the log-out the session is gone, not only the cookie.
#[test]
fn log_out_ends_the_session() {
    let office = Office::open();
    let browser = office.owner();
    let secret = browser.cookie("coterie").expect("a session");
    let answer = browser.post("/logout", &[]);
    assert_eq!((answer.status.as_u16(), answer.to()), (303, "/login"));
    assert_eq!(browser.cookie("coterie"), None);
    browser.keep("coterie", &secret);
    assert_eq!(browser.get("/").to(), "/login");
}

#[test]
fn a_log_in_leads_to_the_page_that_was_wanted() {
    let office = Office::open();
    let browser = office.browser();
    assert_eq!(browser.get("/settings/audit?door=api").to(), "/login?next=%2Fsettings%2Faudit%3Fdoor%3Dapi");
    let log_in = |next: &str| {
        let fields = [("email", "owner@example.org"), ("password", PASSWORD), ("next", next)];
        office.browser().post("/login", &fields).to().to_owned()
    };
    assert_eq!(log_in("/settings/audit?door=api"), "/settings/audit?door=api");
    assert_eq!(log_in("https://evil.example/"), "/");
    assert_eq!(log_in("//evil.example/"), "/");
}

/// TRUST S1: what the cookie of a session carries, plain and behind HTTPS.
#[test]
fn session_cookies_are_kept_from_scripts_and_other_sites() {
    let cookie = |secure: bool, stay: &[(&str, &str)]| {
        let office = Office::at(TestHouse::sqlite(), secure);
        let mut fields = vec![("email", "owner@example.org"), ("password", PASSWORD)];
        fields.extend(stay);
        office.browser().post("/login", &fields).header("set-cookie").to_owned()
    };
    let plain = cookie(false, &[]);
    assert!(plain.starts_with("coterie=") && plain.ends_with("; Path=/; HttpOnly; SameSite=Lax"), "{plain}");
    assert!(!plain.contains("Max-Age"), "it goes with the browser: {plain}");
    let secure = cookie(true, &[("stay", "1")]);
    assert!(secure.starts_with("__Host-coterie=") && secure.ends_with("HttpOnly; SameSite=Lax; Secure"), "{secure}");
    assert!(secure.contains("Max-Age=5184000"), "{secure}");
}

/// TRUST S3: a form on another site cannot log anybody in or out.
#[test]
fn forms_of_other_sites_are_refused() {
    let office = Office::open();
    let browser = office.owner();
    for (name, value) in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")] {
        let request = Request::post("/logout").header("host", "coterie.example").header(name, value);
        let cookie = format!("coterie={}", browser.cookie("coterie").expect("a session"));
        let answer = office.send(request.header("cookie", cookie).body(Body::empty()).expect("a request"));
        assert_eq!(answer.status.as_u16(), 403, "{name}: {}", answer.text);
    }
    browser.get("/").assert(200, "Good day");
}

/// A first start in an empty house: `GET /setup?key=`, then the form, then Home.
mod first_start {
    use books::testing::EmptyHouse;

    use super::*;

    struct Empty {
        router: axum::Router,
        house: EmptyHouse,
        runtime: tokio::runtime::Runtime,
    }

    impl Empty {
        fn house() -> Empty {
            let house = EmptyHouse::new();
            let router = web::router(web::edge::App { desk: house.desk.clone(), secure: false });
            let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
            Empty { router, house, runtime }
        }

        fn send(&self, request: Request<Body>) -> (u16, String, String) {
            use tower::ServiceExt;
            self.runtime.block_on(async {
                let answer = self.router.clone().oneshot(request).await.expect("an answer");
                let cookie = answer.headers().get("set-cookie").map(|c| c.to_str().expect("text").to_owned());
                let status = answer.status().as_u16();
                let bytes = axum::body::to_bytes(answer.into_body(), usize::MAX).await.expect("a body");
                (status, cookie.unwrap_or_default(), String::from_utf8_lossy(&bytes).into_owned())
            })
        }

        fn form(&self, changes: &[(&str, &str)]) -> (u16, String, String) {
            let mut fields = vec![
                ("key", self.house.key.as_str()),
                ("name", "Ada Quill"),
                ("email", "ada@example.org"),
                ("password", "tangled meadow lantern"),
                ("company", "Quill & Co"),
                ("country", "ES"),
                ("currency", "EUR"),
                ("fiscal_month", "1"),
                ("time_zone", "Europe/Madrid"),
                ("chart", "es-pgc"),
            ];
            for (name, value) in changes {
                fields.retain(|(other, _)| other != name);
                fields.push((name, value));
            }
            let body = serde_html_form::to_string(fields).expect("a form");
            self.send(Request::post("/setup").body(Body::from(body)).expect("a request"))
        }
    }

    #[test]
    fn the_first_start_makes_an_owner_and_a_company_once() {
        let empty = Empty::house();
        let page =
            |key: &str| empty.send(Request::get(format!("/setup?key={key}")).body(Body::empty()).expect("a request"));
        assert_eq!(page("wrong").0, 409);
        assert_eq!(page(&empty.house.key).0, 200);
        // What cannot be taken is said beside its field, and the link still works afterwards.
        for (field, text, says) in [
            ("password", "password1234", "among the first that are tried"),
            ("time_zone", "Mars/Olympus", "is not a time zone"),
            ("chart", "nothing", "There is no chart"),
            ("company", " ", "A name is missing"),
            ("email", "ada", "aria-describedby=\"email-problem\""),
        ] {
            let (status, _, page) = empty.form(&[(field, text)]);
            assert_eq!(status, 422, "{field}");
            assert!(page.contains(says), "{field}: {page}");
            assert!(
                page.contains("Ada Quill") && !page.contains("tangled meadow"),
                "the form is kept, the password not"
            );
        }
        let (status, cookie, _) = empty.form(&[]);
        assert_eq!(status, 303);
        let cookie = cookie.split(';').next().expect("a cookie").to_owned();
        let home = Request::get("/").header("cookie", cookie).body(Body::empty()).expect("a request");
        let (status, _, home) = empty.send(home);
        assert!(status == 200 && home.contains("Good day, Ada") && home.contains("Quill &#38; Co"), "{home}");
        assert_eq!(page(&empty.house.key).0, 409, "the link works once");
        assert_eq!(empty.form(&[("email", "eve@example.org")]).0, 409);
        assert_eq!(empty.house.desk.hallway().companies().expect("companies").len(), 1);
    }
}

#[test]
fn a_person_founds_another_company_and_switches() {
    let office = Office::open();
    let browser = office.owner();
    assert!(!browser.get("/").text.contains("Switch company"));
    let company = |zone: &str| {
        browser.post(
            "/companies",
            &[
                ("company", "Second & Daughters"),
                ("currency", "GBP"),
                ("fiscal_month", "4"),
                ("time_zone", zone),
                ("chart", "uk"),
            ],
        )
    };
    company("Nowhere").assert(422, "is not a time zone");
    assert_eq!(company("Europe/London").to(), "/");
    browser.get("/").assert(200, "Second &#38; Daughters");
    browser.get("/settings/members").assert(200, "Owner");
    let list = browser.get("/companies");
    list.assert(200, "Test &#38; Sons");
    let first = office.house.company.to_string();
    assert_eq!(browser.post(&format!("/companies/{first}/choose"), &[]).to(), "/");
    browser.get("/").assert(200, "Switch company");
    browser.get("/").assert(200, "Test &#38; Sons");
    // The next log-in begins where the last one was.
    let again = office.owner();
    again.get("/").assert(200, "Test &#38; Sons");
    let elsewhere = "com_01h455vb4pex5vsknk084sn02q";
    assert_eq!(browser.post(&format!("/companies/{elsewhere}/choose"), &[]).status.as_u16(), 404);
}
