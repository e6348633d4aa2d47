//! For each rule a seeded violation that it must find, and a near miss that it must let pass.

use super::{ALL, Check};
use crate::refusals;
use crate::tree::{File, Tree};

struct Seed {
    check: &'static str,
    path: &'static str,
    /// The line that breaks the rule carries the mark `BAD`, unless `line` says otherwise.
    bad: &'static str,
    line: Option<usize>,
    good: &'static str,
}

const SEEDS: &[Seed] = &[
    Seed {
        check: "room-order",
        path: "crates/books/src/clients/register.rs",
        bad: "//! x\nuse crate::{ledger, desk::{Desk, sales}, sales::Invoice}; // BAD\n",
        line: None,
        good: "//! x\nuse crate::{ledger, desk::{Desk, sales}};\nuse crate::groups;\n",
    },
    Seed {
        check: "room-order",
        path: "crates/web/src/ledger/mod.rs",
        bad: "//! x\n\nfn a() { super::reports::page() } // BAD\n",
        line: None,
        good: "//! x\nfn a() { super::company::page(); crate::layout::Frame::new(); books::sales::a() }\n",
    },
    Seed {
        check: "walls-imports",
        path: "crates/kernel/Cargo.toml",
        bad: "[dependencies]\njiff = \"0.2\"\ntokio.workspace = true # BAD\n",
        line: None,
        good: "[package]\nname = \"kernel\"\n[dependencies]\nuuid.workspace = true\n[dev-dependencies]\nproptest = \"1\"\n",
    },
    Seed {
        check: "walls-words",
        path: "crates/books/src/desk.rs",
        bad: "//! x\nfn a() { rusqlite::Connection::open(\"\") } // BAD\n",
        line: None,
        good: "//! x, not rusqlite::\nfn a() { \"rusqlite::\"; my::rusqlite::b() }\n#[test]\nfn t() { rusqlite::c() }\n",
    },
    Seed {
        check: "walls-words",
        path: "crates/kernel/src/day.rs",
        bad: "//! x\nuse std::fs::read; // BAD\n",
        line: None,
        good: "//! x\nuse std::fmt;\n",
    },
    Seed {
        check: "sql-in-stores",
        path: "crates/web/src/clients/pages.rs",
        bad: "//! x\nfn a() {\n  ask(\"BAD\n     SELECT id\n     FROM clients\")\n}\n",
        line: Some(3),
        good: "//! x\nfn a() { say(\"Select a client from the list\", \"update the setting\", \"GROUP\") }\n#[test]\nfn t() { ask(\"SELECT 1\") }\n",
    },
    Seed {
        check: "sql-in-stores",
        path: "crates/books/src/clients/list.rs",
        bad: "//! x\nfn a() { ask(r#\"update clients set name = $1\"#) } // BAD\n",
        line: None,
        good: "//! x\n// SELECT a FROM b\nfn a() {}\n",
    },
    Seed {
        check: "pure-decide",
        path: "crates/books/src/clients/register.rs",
        bad: "//! x\n\nfn decide(self, facts: Facts, view: &View) -> Decision { // BAD\n}\n",
        line: None,
        good: "//! x\nfn load(&self, view: &View) {}\nfn decide(self, facts: ViewFacts, stamp: &Stamp) -> Decision {}\n",
    },
    Seed {
        check: "banned-words",
        path: "crates/books/src/desk.rs",
        bad: "//! x\nfn a() { b().unwrap() } // BAD\n",
        line: None,
        good: "//! x .unwrap()\nfn a() { b().unwrap_or(0) }\n#[cfg(test)]\nmod tests { fn c() { b().unwrap() } }\n",
    },
    Seed {
        check: "banned-words",
        path: "crates/web/src/edge/serve.rs",
        bad: "//! x\nfn a() { std::time::SystemTime::now() } // BAD\n",
        line: None,
        good: "//! x\nfn a(price: f64) { clock.now() }\n",
    },
    Seed {
        check: "banned-words",
        path: "crates/kernel/src/money.rs",
        bad: "//! x\nstruct Money(f64); // BAD\n",
        line: None,
        good: "//! x\nstruct Money(i64); fn buf64() {}\n",
    },
    Seed {
        check: "banned-words",
        path: "crates/web/tests/web/doors.rs",
        bad: "//! x\n#[ignore = \"slow\"] // BAD\nfn a() {}\n",
        line: None,
        good: "//! x\nfn a() { b().unwrap(); Instant::now() }\n",
    },
    Seed {
        check: "file-header",
        path: "crates/books/src/act.rs",
        bad: "//!\n\nfn a() {}\n",
        line: Some(1),
        good: "//! An act.\n",
    },
    Seed {
        check: "refusals-tested",
        path: "crates/books/src/groups/name.rs",
        bad: "//! x\nfn a() -> Refusal {\n  Refusal::rule(\"NAME_TAKEN\", \"\", \"\") // BAD\n}\n#[test]\nfn t() { \"NAME_TAKEN_NORMALISED\" }\n",
        line: None,
        good: "//! x\nfn a() { Refusal::field(\"NAME_TAKEN\", \"name\", \"\", \"\") }\n#[test]\nfn t() { \"NAME_TAKEN\" }\n",
    },
    Seed {
        check: "refusals-tested",
        path: "crates/books/src/groups/archive.rs",
        bad: "//! x\nfn a(code: &'static str) -> Refusal {\n  Refusal::rule(code, \"\", \"\") // BAD\n}\n",
        line: None,
        good: "//! x\n#[cfg(test)]\nmod tests { fn a(code: &str) { Refusal::rule(code, \"\", \"\") } }\n",
    },
    Seed {
        check: "refusals-page",
        path: "docs/refusals.md",
        bad: "# Refusals\n\nWritten by hand. BAD\n",
        line: None,
        good: "# Refusals\n\nWritten by `cargo xtask refusals` from the code. Each says what happened, why, and what to do.\n",
    },
    Seed {
        check: "acceptance-ids",
        path: "crates/books/tests/groups.rs",
        bad: "//! x\n/// A0-2: it is real.\n/// A0-3 BAD: it is not.\nfn t() {}\n",
        line: None,
        good: "//! x\n/// A0-1, and no id: A12, client X99, UUID 3A0-77.\nfn a0_2_t() {}\n",
    },
    Seed {
        check: "acceptance-ids",
        path: "crates/books/src/groups/tests.rs",
        bad: "//! x\nfn a9_1_bad() {} // BAD\n",
        line: None,
        good: "//! x\nfn a0_1_good() {}\n",
    },
    Seed {
        check: "acceptance-doors",
        path: "crates/xtask/acceptance_doors.txt",
        bad: "# x\nA0-1 page? API\n",
        line: Some(2),
        good: "# x\nA0-1 page? API?\n",
    },
    Seed {
        check: "templates",
        path: "crates/web/src/clients/list.html",
        bad: "<p>\n<a href=\"x\" style=\"color: red\">BAD</a>",
        line: None,
        good: "{% if style==\"1\" && a<b onclick=2 %}<a data-style=\"x\" title='a style=\"b\"' class=on>style=\"x\"</a>",
    },
    Seed {
        check: "templates",
        path: "crates/web/src/layout/frame.html",
        bad: "<script src=\"a.js\"></script>\n<script type=module> // BAD\n</script>",
        line: None,
        good: "<script defer src=\"{{ url }}\"></script>",
    },
    Seed {
        check: "templates",
        path: "crates/web/src/layout/menu.html",
        bad: "<details>\n<button type=\"button\"\n onclick=\"go()\">BAD</button>",
        line: Some(2),
        good: "<button type=\"button\" data-onclick=\"go()\" hx-get=\"/x\">once = more</button>",
    },
    Seed {
        check: "templates",
        path: "crates/web/src/reports/chart.rs",
        bad: "//! x\nfn a() { \"<rect style=\\\"fill:red\\\"/>\" } // BAD\n",
        line: None,
        good: "//! x\nfn a() { \"<rect class=\\\"s1\\\"/>\" }\n#[test]\nfn t() { \"<b style=\\\"x\\\">\" }\n",
    },
];

fn look(check: &Check, path: &str, text: &str) -> Vec<(String, usize)> {
    let ids = "# the ids\nA0-1 A0-2\n";
    let mut files = vec![File::new("crates/xtask/acceptance_ids.txt", ids)];
    files.push(File::new(path, text));
    let found = (check.look)(&Tree::new(files)).into_iter();
    found.map(|finding| (finding.path, finding.line)).collect()
}

fn check_named(name: &str) -> &'static Check {
    let found = ALL.iter().find(|check| check.name == name);
    found.unwrap_or_else(|| panic!("no rule is called {name}"))
}

#[test]
fn each_rule_finds_its_seed_and_lets_the_near_miss_pass() {
    for seed in SEEDS {
        let check = check_named(seed.check);
        let marked = seed.bad.lines().position(|line| line.contains("BAD"));
        let line = seed.line.or(marked.map(|at| at + 1));
        let expected = vec![(seed.path.to_string(), line.unwrap_or_default())];
        assert_eq!(look(check, seed.path, seed.bad), expected, "{}", seed.check);
        let near_miss = look(check, seed.path, seed.good);
        assert_eq!(near_miss, [], "{} at the near miss", seed.check);
    }
}

#[test]
fn no_rule_stands_without_a_seed() {
    let made_below = ["file-length", "function-length", "own-machine"];
    for check in ALL {
        let seeded = SEEDS.iter().any(|seed| seed.check == check.name);
        assert!(seeded || made_below.contains(&check.name), "{} has no seed", check.name);
    }
}

#[test]
fn a_file_of_601_lines_is_too_long() {
    let check = check_named("file-length");
    let path = "crates/web/src/layout/frame.html";
    assert_eq!(look(check, path, &"<p>\n".repeat(600)), []);
    assert_eq!(look(check, path, &"<p>\n".repeat(601)).len(), 1);
}

#[test]
fn a_function_of_61_lines_is_too_long_and_the_list_only_shrinks() {
    let check = check_named("function-length");
    let path = "crates/books/src/act.rs";
    let function = |lines: usize| {
        let body = "  b();\n".repeat(lines - 2);
        format!("//! x\nfn short() {{}}\nfn long<T>(a: [u8; 2]) -> T\n{body}}}\n").replacen("T\n", "T {\n", 1)
    };
    let listed = |row: &str, lines: usize| {
        let list = File::new("crates/xtask/long_functions.txt", row);
        let found = (check.look)(&Tree::new(vec![list, File::new(path, &function(lines))]));
        found.into_iter().map(|finding| (finding.path, finding.line)).collect::<Vec<_>>()
    };
    let here = (path.to_string(), 3);
    let row = ("crates/xtask/long_functions.txt".to_string(), 1);
    assert_eq!(listed("", 60), []);
    assert_eq!(listed("", 61), vec![here.clone()]);
    assert_eq!(listed("crates/books/src/act.rs long 61\n", 61), []);
    assert_eq!(listed("crates/books/src/act.rs long 61\n", 62), vec![here, row.clone()]);
    assert_eq!(listed("crates/books/src/act.rs long 61\n", 60), vec![row]);
}

#[test]
fn a_path_of_the_own_machine_is_found_in_any_file() {
    let check = check_named("own-machine");
    for folder in ["home", "Users", "root", "work"] {
        let text = format!("one\nsee /{folder}/ann/x\n");
        assert_eq!(look(check, "docs/a.md", &text), [("docs/a.md".to_string(), 2)]);
        let ours = format!("crates/books/src/{folder}/a.rs, ./{folder}/x, {{room}}/{folder}/x and /{folder}/ alone");
        assert_eq!(look(check, "docs/a.md", &ours), []);
    }
    let beside = ["..", "shared", "x.md"].join("/");
    assert_eq!(look(check, "run", &beside), [("run".to_string(), 1)]);
}

#[test]
fn the_page_of_no_refusals_is_current() {
    let page = refusals::page(&Tree::new(Vec::new()));
    assert_eq!(look(check_named("refusals-page"), refusals::PAGE, &page), []);
}
