//! Every door, made from the table of routes: who gets in, who does not, and what every answer carries.
//!
//! Expected is what the table says (`Open`, `Person`, `Needs`). The lists of exceptions may only shrink.

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use books::clients::{Details, ListChoices, RegisterClient};
use books::company::{CreateRole, CreateTeam, ListMembers};
use books::groups::NewCompany;
use books::hallway::NewPerson;
use books::testing::TestHouse;
use books::{Caller, Permission, PermissionSet, ReadAudit, Who};
use kernel::{Currency, Door, Name, PersonId};
use tower::ServiceExt;
use web::edge::{Access, App, Route};

/// Pages that answer 404 or 422 to a role that may not change what they change, instead of 403. It only shrinks.
const SAY_SOMETHING_ELSE_THAN_403: &[&str] = &[];
/// Pages that an owner cannot open without more than their address. It only shrinks.
const NEED_MORE_THAN_AN_ADDRESS: &[&str] = &["GET /setup", "GET /invitation"];

struct Office {
    house: TestHouse,
    router: axum::Router,
    runtime: tokio::runtime::Runtime,
    ids: Vec<(&'static str, String)>,
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    text: String,
}

/// Somebody with a cookie for the pages and a token for the API.
struct Somebody {
    cookie: String,
    token: String,
}

fn name(text: &str) -> Name {
    Name::parse(text).expect("a name")
}

impl Office {
    fn open() -> Office {
        let house = TestHouse::sqlite();
        let app = App { desk: house.desk.clone(), secure: true };
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
        let mut office = Office { router: web::router(app), runtime, ids: Vec::new(), house };
        office.furnish();
        office
    }

    /// Something real behind the addresses that carry an id.
    fn furnish(&mut self) {
        let house = &self.house;
        let groups = house.ask(ListChoices).customer_groups;
        let client = house.perform(RegisterClient {
            number: None,
            details: Details::named(name("Bramblewick Trust")),
            prospect: false,
            customer_group: Some(groups[0].id),
            client_groups: Vec::new(),
            client_types: Vec::new(),
        });
        let role = house.perform(CreateRole { name: name("Own"), permissions: PermissionSet::default() });
        let team = house.perform(CreateTeam { name: name("Harbour"), members: Vec::new() });
        let member = house.ask(ListMembers)[0].member.id;
        self.ids = vec![
            ("clients", client.to_string()),
            ("client", client.to_string()),
            ("members", member.to_string()),
            ("roles", role.to_string()),
            ("teams", team.to_string()),
            ("customer-groups", groups[0].id.to_string()),
        ];
    }

    fn somebody(&self, person: PersonId, company: kernel::CompanyId) -> Somebody {
        let hallway = self.house.desk.hallway();
        let email = hallway.person(person).expect("an answer").expect("a person").email;
        let (secret, session) = hallway.log_in(email.as_str(), "correct horse battery", "", "").expect("in");
        hallway.choose_company(session.id, company).expect("a seat");
        let (_, token) = hallway.issue_token(person, company, &name("doors")).expect("a token");
        Somebody { cookie: format!("__Host-coterie={}", secret.as_str()), token }
    }

    fn member(&self, caller: &Caller) -> Somebody {
        let Who::Person(person) = caller.who else { panic!("a member is a person") };
        self.somebody(person, self.house.company)
    }

    /// The owner of another company on the same server.
    fn stranger(&self) -> Somebody {
        let hallway = self.house.desk.hallway();
        let new = NewPerson {
            email: "stranger@example.org".parse().expect("an address"),
            name: name("Sten Strange"),
            password: Some("correct horse battery".to_owned()),
        };
        let person = hallway.add_person(new).expect("a person");
        let company = NewCompany {
            name: name("Elsewhere"),
            country: None,
            currency: Currency::EUR,
            time_zone: Some("UTC".to_owned()),
            fiscal_month: 1,
            chart: "generic".to_owned(),
            set_up: None,
        };
        let company = company.found(&self.house.desk, person, Door::Page).expect("a company");
        self.somebody(person, company)
    }

    fn ask(&self, route: &Route, somebody: Option<&Somebody>) -> Answer {
        let path = self.path(route);
        let mut request = Request::builder().method(route.method.clone()).uri(&path);
        if let Some(somebody) = somebody {
            request = match route.doc {
                Some(_) => request.header(header::AUTHORIZATION, format!("Bearer {}", somebody.token)),
                None => request.header(header::COOKIE, &somebody.cookie),
            };
        }
        let body = if route.doc.is_some() { "{}" } else { "" };
        self.send(request.body(Body::from(body)).expect("a request"))
    }

    fn send(&self, request: Request<Body>) -> Answer {
        self.runtime.block_on(async {
            let (parts, body) = self.router.clone().oneshot(request).await.expect("an answer").into_parts();
            let bytes = to_bytes(body, usize::MAX).await.expect("a body");
            let text = String::from_utf8_lossy(&bytes).into_owned();
            Answer { status: parts.status, headers: parts.headers, text }
        })
    }

    /// The route's address with something in each of its blanks: what is there, or what could be.
    fn path(&self, route: &Route) -> String {
        let mut before = "";
        let parts = route.path.split('/').map(|part| {
            let Some(blank) = part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) else {
                before = part;
                return part.to_owned();
            };
            let known = |wanted: &str| self.ids.iter().find(|(noun, _)| *noun == wanted).map(|(_, id)| id.clone());
            known(blank).or_else(|| known(before)).unwrap_or_else(|| plausible(before, blank))
        });
        let path = parts.collect::<Vec<_>>().join("/");
        if route.doc.is_some() { format!("/api/v1{path}") } else { path }
    }
}

/// An id of the right noun that nothing has.
fn plausible(before: &str, blank: &str) -> String {
    const PREFIXES: [(&str, &str); 16] = [
        ("accounts", "acc"),
        ("vat-codes", "vat"),
        ("vat-zones", "vzn"),
        ("product-groups", "pgr"),
        ("products", "pro"),
        ("services", "pro"),
        ("number-series", "ser"),
        ("entries", "ent"),
        ("journal", "ent"),
        ("invoices", "inv"),
        ("imports", "imp"),
        ("reports", "rep"),
        ("sessions", "ses"),
        ("client-groups", "grp"),
        ("corporate-groups", "grp"),
        ("time-entries", "tim"),
    ];
    if blank == "month" || before == "periods" {
        return "2026-01".to_owned();
    }
    if ["line", "year", "number"].contains(&blank) {
        return "2026".to_owned();
    }
    if before == "exchange-rates" {
        return "USD.2026-03-01".to_owned();
    }
    let prefix = PREFIXES.iter().find(|(noun, _)| *noun == before).map_or("cli", |(_, prefix)| *prefix);
    format!("{prefix}_01h455vb4pex5vsknk084sn02q")
}

fn said(route: &Route) -> String {
    let api = if route.doc.is_some() { "/api/v1" } else { "" };
    format!("{} {api}{}", route.method, route.path)
}

/// TRUST S1: on every answer, whatever it is.
fn assert_guarded(what: &str, answer: &Answer) {
    let header = |name: &str| answer.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let policy = header("content-security-policy");
    for rule in
        ["default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"]
    {
        assert!(policy.contains(rule), "{what}: {policy}");
    }
    assert!(!policy.contains("unsafe"), "{what}: {policy}");
    assert_eq!(header("x-content-type-options"), "nosniff", "{what}");
    assert_eq!(header("referrer-policy"), "same-origin", "{what}");
    assert_eq!(header("cross-origin-opener-policy"), "same-origin", "{what}");
    assert!(header("strict-transport-security").starts_with("max-age="), "{what}");
    assert!(!header("cache-control").is_empty(), "{what}");
    for cookie in answer.headers.get_all(header::SET_COOKIE).iter().filter_map(|value| value.to_str().ok()) {
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{what}: {cookie}");
        if cookie.starts_with("__Host-") {
            assert!(cookie.contains("Secure") && cookie.contains("Path=/") && !cookie.contains("Domain"), "{what}");
        }
    }
    assert!(answer.status.as_u16() < 500, "{what}: {} {}", answer.status, answer.text);
}

/// TRUST Z1, S1: without a session or token no route but the open ones says anything.
#[test]
fn strangers_without_a_key_get_nowhere() {
    let office = Office::open();
    let before = audit_head(&office);
    for route in web::table() {
        let answer = office.ask(&route, None);
        let what = said(&route);
        assert_guarded(&what, &answer);
        if route.access == Access::Open {
            continue;
        }
        if route.doc.is_some() {
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{what}: {}", answer.text);
            assert!(answer.headers[header::WWW_AUTHENTICATE].as_bytes().starts_with(b"Bearer "), "{what}");
            assert!(answer.text.contains("TOKEN_UNKNOWN"), "{what}: {}", answer.text);
        } else {
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{what}: {}", answer.text);
            let to = answer.headers.get(header::LOCATION).and_then(|to| to.to_str().ok()).unwrap_or_default();
            assert!(to.starts_with("/login"), "{what} leads to {to}");
        }
    }
    assert_eq!(audit_head(&office), before, "somebody without a key changed something");
}

/// TRUST Z1: each built-in role against each route: what its permissions lack is 403, and changes nothing.
#[test]
fn roles_get_what_they_may_and_nothing_else() {
    let office = Office::open();
    let mut otherwise: Vec<String> = Vec::new();
    for role in ["administrator", "accountant", "staff", "author", "reader"] {
        let caller = office.house.hire(role);
        let held = held(&office, &caller);
        let somebody = office.member(&caller);
        let before = audit_head(&office);
        for route in web::table() {
            let Access::Needs(permission) = route.access else { continue };
            let what = format!("{role}: {}", said(&route));
            if held.has(permission) {
                if route.method == Method::GET {
                    let answer = office.ask(&route, Some(&somebody));
                    assert_guarded(&what, &answer);
                    // Who may change their own clients only has no right on this one.
                    let is_own = permission == Permission::EditOwnClients && !held.has(Permission::EditClients);
                    assert!(is_own || answer.status != StatusCode::FORBIDDEN, "{what}: {}", answer.text);
                }
                continue;
            }
            let answer = office.ask(&route, Some(&somebody));
            assert_guarded(&what, &answer);
            if answer.status != StatusCode::FORBIDDEN {
                let refused = [StatusCode::NOT_FOUND, StatusCode::UNPROCESSABLE_ENTITY].contains(&answer.status);
                assert!(refused, "{what} answers {} and must not", answer.status);
                otherwise.push(said(&route));
            }
        }
        assert_eq!(audit_head(&office), before, "{role} changed something");
    }
    otherwise.sort();
    otherwise.dedup();
    let expected: Vec<String> = SAY_SOMETHING_ELSE_THAN_403.iter().map(|what| (*what).to_owned()).collect();
    assert_eq!(otherwise, expected, "the list of exceptions only shrinks");
}

/// Every page of the table opens for an owner, and so does every list of the API.
#[test]
fn an_owner_can_open_every_page() {
    let office = Office::open();
    let owner = office.member(&office.house.owner());
    for route in web::table() {
        let what = said(&route);
        if route.method != Method::GET || NEED_MORE_THAN_AN_ADDRESS.contains(&what.as_str()) {
            continue;
        }
        let answer = office.ask(&route, Some(&owner));
        assert_guarded(&what, &answer);
        let is_whole = !route.path.contains('{') && route.path != "/login";
        assert!(!is_whole || answer.status == StatusCode::OK, "{what}: {} {}", answer.status, answer.text);
    }
}

/// TRUST Z2, A1-31: the key of another company opens nothing here, whatever ids it knows.
#[test]
fn the_key_of_another_company_opens_nothing_here() {
    let office = Office::open();
    let stranger = office.stranger();
    let before = audit_head(&office);
    for route in web::table().into_iter().filter(|route| route.path.contains('{')) {
        let what = said(&route);
        let answer = office.ask(&route, Some(&stranger));
        assert_guarded(&what, &answer);
        assert!(!answer.text.contains("Bramblewick"), "{what} tells a name of the other company");
        let known = office.ids.iter().any(|(_, id)| office.path(&route).contains(id));
        let is_change = route.method != Method::GET && route.access != Access::Person;
        let got_in = answer.status.is_success() || (is_change && answer.status.is_redirection());
        assert!(!known || !got_in, "{what} answers {} to a stranger: {}", answer.status, answer.text);
    }
    assert_eq!(audit_head(&office), before, "a stranger changed something");
}

/// TRUST S1: what is answered before any route is reached carries the headers too.
#[test]
fn errors_carry_the_headers_too() {
    let office = Office::open();
    let request = |method: &str, path: &str| Request::builder().method(method).uri(path);
    let send = |what: &str, request: Request<Body>, status: u16| {
        let answer = office.send(request);
        assert_guarded(what, &answer);
        assert_eq!(answer.status.as_u16(), status, "{what}: {}", answer.text);
    };
    let empty = Body::empty;
    send("nothing there", request("GET", "/nothing/here").body(empty()).expect("a request"), 404);
    send("nothing in the API", request("GET", "/api/v1/nothing").body(empty()).expect("a request"), 404);
    send("wrong method", request("DELETE", "/login").body(empty()).expect("a request"), 405);
    send("NUL", request("GET", "/clients/%00").body(empty()).expect("a request"), 400);
    let foreign = request("POST", "/login").header("sec-fetch-site", "cross-site").header("host", "coterie.example");
    send("another site's form", foreign.body(Body::from("email=a&password=b")).expect("a request"), 403);
    let large = request("POST", "/login").body(Body::from(vec![b'a'; 2 * 1024 * 1024])).expect("a request");
    send("a large form", large, 413);
    send("files", request("GET", "/health").body(empty()).expect("a request"), 200);
}

fn held(office: &Office, caller: &Caller) -> PermissionSet {
    office.house.desk.ask(caller, books::company::ReadSidebar).expect("a sidebar").permissions
}

/// Number of the last line of the audit.
fn audit_head(office: &Office) -> i64 {
    let lately = office.house.ask(ReadAudit { subject: None, before: None, limit: 1 });
    lately.items.first().map_or(0, |line| line.seq)
}
