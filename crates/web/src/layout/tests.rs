//! Every part rendered once, and the menu as members with different rights see it.

use std::collections::BTreeSet;
use std::path::Path;

use askama::Template;
use kernel::Refusal;

use super::menu::{every_icon, every_key};
use super::*;

const OWNER: [&str; 8] = [
    "clients.view",
    "clients.import",
    "time.track",
    "invoices.view",
    "ledger.view",
    "reports.view",
    "audit.view",
    "company.manage",
];

fn frame(section: Section, item: &'static str) -> Frame {
    Frame {
        title: "All clients".into(),
        nonce: "n0nce".into(),
        company_name: "Harbour & Finch".into(),
        member_name: "Isolde Marrow".into(),
        member_initials: "IM".into(),
        section,
        item,
        counts: [("clients.all", "104,318".to_owned())].into(),
        can: OWNER.into(),
        ..Frame::default()
    }
    .crumb("Clients", "/clients")
    .crumb("All clients", "")
}

/// A page that uses each part once.
#[derive(Template)]
#[template(path = "layout/parts_sample.html")]
struct PartsSample {
    frame: Frame,
    name: &'static str,
    problems: Vec<Refusal>,
    pages: Pager,
}

fn sample() -> PartsSample {
    let taken = Refusal::field("NAME_TAKEN", "name", "“Alliance” already exists.", "Choose another name.")
        .action("Show its 12 clients", "/clients?group=1")
        .post_action("Restore it", "/client-groups/1/restore");
    let others = ["from", "to"].map(|field| Refusal::field("DAY_NEEDED", field, "A day is needed.", ""));
    PartsSample {
        frame: frame(Section::Clients, "clients.all"),
        name: "<b>“Alliance” & Sons</b>",
        problems: [taken].into_iter().chain(others).collect(),
        pages: Pager {
            first: "1".into(),
            last: "50".into(),
            total: "104,318".into(),
            next: Some("/clients?after=50".into()),
            ..Pager::default()
        },
    }
}

fn html(page: &impl Template) -> String {
    page.render().expect("a template only shows what it is given")
}

fn assert_all(html: &str, wanted: &[&str]) {
    for text in wanted {
        assert!(html.contains(text), "{text} is missing in\n{html}");
    }
}

fn every_page() -> Vec<(&'static str, String)> {
    let troubles = [
        Trouble::NotFound,
        Trouble::Forbidden { detail: "Your role may not post entries.".into(), granted_by: vec!["Ada Quill".into()] },
        Trouble::Busy { retry_after_seconds: 3 },
        Trouble::Broken { incident: "7F3K".into() },
    ];
    let mut pages = vec![("parts", html(&sample())), ("settings", html(&settings_page()))];
    for trouble in troubles {
        pages.push(("error", html(&ErrorPage::new(trouble.clone(), Plain::default()))));
        pages.push(("framed error", html(&FramedErrorPage::new(trouble, frame(Section::Home, "home")))));
    }
    pages
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% extends "layout/settings.html" %}{% block settings_content %}<h1>Client groups</h1>{% endblock %}"#
)]
struct SettingsPage {
    frame: Frame,
}

fn settings_page() -> SettingsPage {
    SettingsPage { frame: frame(Section::Settings, "settings.clients") }
}

#[test]
fn each_part_renders_as_the_design_says() {
    let icon = |name| format!("<svg class=\"i\" aria-hidden=\"true\"><use href=\"{ICONS}#i-{name}\"/></svg>");
    assert_all(
        &html(&sample()),
        &[
            &icon("plus"),
            "aria-invalid=\"true\" aria-describedby=\"name-problem name-hint\" autocomplete=\"off\">",
            "<span>“Alliance” already exists.</span><span class=\"problem__fix\">Choose another name.</span>",
            "<a class=\"link\" href=\"/clients?group=1\">Show its 12 clients</a>",
            "formaction=\"/client-groups/1/restore\" formmethod=\"post\" formnovalidate>Restore it</button>",
            "<strong>3 fields need another look.</strong>",
            "<div class=\"callout callout--ok\">",
            "<form method=\"post\" action=\"/client-groups/1/restore\"><button class=\"btn btn--sm\"",
            "<h2>No client yet</h2>",
            "Rows <b>1–50</b> of <b>104,318</b>",
            "disabled>",
            "rel=\"next\" href=\"/clients?after=50\">Next",
            "<a class=\"grp grp--segment grp--c2\" href=\"/clients?group=2\">",
            "<span class=\"grp grp--posting\"><b>4300</b><span>Domestic</span></span>",
            "<span class=\"acct k k--asset\" title=\"Domestic\"><b>4300</b><span class=\"sr\">Domestic</span></span>",
            "#i-inn\"/></svg>Incoming</span>",
            "<span class=\"status status--active\">Active</span>",
            "<span class=\"av av--co av--2\" aria-hidden=\"true\">AS</span>",
        ],
    );
}

#[test]
fn the_frame_shows_who_and_where() {
    let page = PartsSample {
        frame: Frame {
            theme: Theme::parse("dark"),
            letter_keys_off: true,
            has_other_companies: true,
            toast: Some(Toast { undo: Some("/operations/7/undo".into()), ..Toast::done("Added 3 clients.") }),
            ..sample().frame
        },
        ..sample()
    };
    assert_all(
        &html(&page),
        &[
            "<html lang=\"en\" data-theme=\"dark\" data-keys=\"off\">",
            "<title>All clients · Coterie</title>",
            "<li><a href=\"/clients\">Clients</a></li><li><span aria-current=\"page\">All clients</span></li>",
            "<svg class=\"i i--sm\"",
            "Isolde Marrow<small>Harbour &#38; Finch</small>",
            "href=\"/companies\"",
            "<form method=\"post\" action=\"/logout\">",
            "<p>Added 3 clients.</p><form method=\"post\" action=\"/operations/7/undo\">",
            "<a class=\"nav__item\" href=\"/clients\" aria-current=\"page\"><span>All clients</span><span class=\"nav__n\">104,318</span></a>",
        ],
    );
    assert!(!html(&sample()).contains("href=\"/companies\""), "one company leaves nothing to switch");
    assert_eq!(Theme::parse("blue"), None);
    assert_eq!(Theme::parse(Theme::Light.code()), Some(Theme::Light));
}

/// TRUST S1: scripts carry the answer's nonce; without one htmx stays out and the page still works.
#[test]
fn scripts_carry_the_nonce() {
    let with = html(&sample());
    let scripts: Vec<&str> = with.split("<script ").skip(1).collect();
    assert!(scripts.len() >= SCRIPTS.len());
    assert!(scripts.iter().all(|script| script.contains(" nonce=\"n0nce\"></script>")), "{scripts:?}");
    assert_eq!(with.contains("htmx-config"), HTMX.is_some());
    let without = html(&PartsSample { frame: Frame { nonce: String::new(), ..sample().frame }, ..sample() });
    assert_eq!(without.matches("<script ").count(), SCRIPTS.len());
    assert!(!without.contains("nonce") && !without.contains("htmx-config"));
}

/// TRUST S1 and S2: nothing inline, and names stay text.
#[test]
fn pages_hold_no_inline_code_and_escape_names() {
    for (what, html) in every_page() {
        for banned in [" style=", "<style", "<script>", " onclick=", " onload=", "javascript:"] {
            assert!(!html.contains(banned), "{what} holds {banned}");
        }
        assert_eq!(html.matches("<h1").count(), 1, "{what} has one h1");
        let ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "{what} repeats an id: {ids:?}");
    }
    let sample = html(&sample());
    assert!(!sample.contains("<b>“Alliance”"));
    assert!(sample.contains("&#60;b&#62;“Alliance” &#38; Sons"));
}

#[test]
fn the_menu_keeps_its_order_and_shows_what_exists() {
    let labels = |frame: &Frame| frame.menu().iter().map(|place| place.label).collect::<Vec<_>>();
    let owner = frame(Section::Clients, "clients.all");
    assert_eq!(labels(&owner), ["Home", "Clients", "Invoices", "Ledger", "Report"]);
    let nobody = Frame { can: BTreeSet::new(), ..owner.clone() };
    assert_eq!(labels(&nobody), ["Home"]);
    let sees_own_clients = Frame { can: ["clients.view_own"].into(), ..owner.clone() };
    assert_eq!(labels(&sees_own_clients), ["Home", "Clients"]);
    assert!(owner.may("clients.import") && !sees_own_clients.may("clients.import"));
}

#[test]
fn items_stand_in_the_current_section_only() {
    let owner = frame(Section::Clients, "clients.all");
    let items: Vec<_> = owner
        .menu()
        .into_iter()
        .flat_map(|place| place.items)
        .map(|item| (item.label, item.count, item.is_current))
        .collect();
    let all = Some("104,318".to_owned());
    let expected = [
        ("All clients", all, true),
        ("Billing groups", None, false),
        ("Corporate groups", None, false),
        ("Import and export", None, false),
    ];
    assert_eq!(items, expected);
    let current = |frame: &Frame| {
        frame.menu().iter().filter(|place| place.is_current).map(|place| place.label).collect::<Vec<_>>()
    };
    assert!(current(&owner).is_empty(), "the item is current, not its section");
    assert_eq!(current(&frame(Section::Invoices, "invoices")), ["Invoices"]);
    assert!(frame(Section::Settings, "").settings_place().is_current);
}

#[test]
fn the_tab_bar_holds_four_places_and_menu() {
    let tabs = |frame: &Frame| frame.tabs().iter().map(|tab| (tab.label, tab.is_current)).collect::<Vec<_>>();
    let owner = frame(Section::Report, "report");
    assert_eq!(tabs(&owner), [("Clients", false), ("Invoices", false), ("Ledger", false), ("Report", true)]);
    assert!(!owner.is_behind_menu());
    assert!(frame(Section::Settings, "settings").is_behind_menu());
}

#[test]
fn settings_have_two_parts() {
    assert_all(
        &html(&settings_page()),
        &[
            "<h2>Apps</h2><a class=\"nav__item\" href=\"/settings/client-groups\" aria-current=\"page\">",
            "<h2>All settings</h2>",
            "href=\"/settings/customer-groups\"",
            "<h1>Client groups</h1>",
        ],
    );
    let audit = |frame: Frame| frame.all_settings().iter().any(|place| place.label == "Audit");
    assert!(audit(frame(Section::Settings, "settings")));
    assert!(!audit(Frame { can: BTreeSet::new(), ..frame(Section::Settings, "settings") }));
}

#[test]
fn menu_keys_are_unique() {
    let keys: Vec<_> = every_key().collect();
    assert_eq!(keys.len(), keys.iter().collect::<BTreeSet<_>>().len());
}

#[test]
fn a_refused_page_names_who_can_grant_the_right() {
    let names = ["Ada Quill", "Bo Finch", "Cy Marsh"].map(str::to_owned);
    let told = |granted_by: &[String]| {
        let trouble =
            Trouble::Forbidden { detail: "Your role may not post entries.".into(), granted_by: granted_by.to_vec() };
        assert_eq!(trouble.status(), 403);
        trouble.way_out()
    };
    assert_eq!(told(&names), "Ada Quill, Bo Finch or Cy Marsh can grant it.");
    assert_eq!(told(&names[..2]), "Ada Quill or Bo Finch can grant it.");
    assert_eq!(told(&names[..1]), "Ada Quill can grant it.");
    assert_eq!(told(&[]), "");
}

#[test]
fn each_trouble_has_its_status_and_says_what_to_do() {
    let busy = Trouble::Busy { retry_after_seconds: 3 };
    let broken = Trouble::Broken { incident: "7F3K".into() };
    assert_eq!([Trouble::NotFound.status(), busy.status(), broken.status()], [404, 503, 500]);
    assert_all(&html(&ErrorPage::new(busy, Plain::default())), &["The office is busy", "Try again in 3 seconds."]);
    assert_all(&html(&ErrorPage::new(broken, Plain::default())), &["could not be made", "the number 7F3K."]);
}

#[test]
fn a_problem_belongs_to_its_field() {
    let problems = sample().problems;
    assert_eq!(problem_at(&problems, "to").map(|refusal| refusal.code), Some("DAY_NEEDED"));
    assert_eq!(problem_at(&problems, "note"), None);
}

/// An icon that the sheet lacks would be an empty square, unnoticed.
#[test]
fn every_icon_that_a_template_names_is_in_the_sheet() {
    let sheet = include_str!("../../static/icons.svg");
    let mut named: BTreeSet<String> = every_icon().filter(|icon| !icon.is_empty()).map(str::to_owned).collect();
    named.extend(AccountKind::ALL.map(|kind| kind.icon().to_owned()));
    let troubles =
        [Trouble::NotFound, Trouble::Busy { retry_after_seconds: 1 }, Trouble::Broken { incident: String::new() }];
    named.extend(troubles.map(|trouble| trouble.icon().to_owned()));
    collect_icons(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut named);
    assert!(named.len() > 20, "the search for icons found {named:?}");
    let lacking: Vec<_> = named.iter().filter(|name| !sheet.contains(&format!("id=\"i-{name}\""))).collect();
    assert!(lacking.is_empty(), "icons.svg lacks {lacking:?}");
}

fn collect_icons(folder: &Path, named: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).expect("the source is readable") {
        let path = entry.expect("the source is readable").path();
        if path.is_dir() {
            collect_icons(&path, named);
        } else if path.extension().is_some_and(|ending| ending == "html") {
            let text = std::fs::read_to_string(&path).expect("a template is UTF-8");
            for opening in ["icon(\"", "#i-"] {
                let names = text
                    .split(opening)
                    .skip(1)
                    .map(|rest| rest.chars().take_while(char::is_ascii_alphanumeric).collect());
                named.extend(names.filter(|name: &String| !name.is_empty()));
            }
        }
    }
}

#[test]
fn labels_and_codes_of_the_parts_differ() {
    let statuses: BTreeSet<_> = ClientStatus::ALL.iter().flat_map(|status| [status.code(), status.label()]).collect();
    assert_eq!(statuses.len(), 2 * ClientStatus::ALL.len());
    let kinds: BTreeSet<_> = AccountKind::ALL.iter().map(|kind| (kind.code(), kind.icon(), kind.label())).collect();
    assert_eq!(kinds.len(), AccountKind::ALL.len());
}
