//! The walls between the crates: what each may import, and which words it does not say.

use super::words::places;
use crate::tree::{Finding, Tree};

struct Wall {
    name: &'static str,
    may_import: &'static [&'static str],
    /// Words of code that reach through the wall, and what they would let in.
    unsaid: &'static [(&'static str, &'static str)],
}

/// The binary knows all and has no wall.
const WALLS: &[Wall] = &[
    Wall {
        name: "kernel",
        may_import: &["jiff", "serde", "thiserror", "unicode-normalization", "uuid"],
        unsaid: &[
            ("std::env", "I/O"),
            ("std::fs", "I/O"),
            ("std::io", "I/O"),
            ("std::net", "I/O"),
            ("std::process", "I/O"),
            ("std::thread", "I/O"),
            ("std::time", "the clock"),
            ("async fn", "async"),
            (".await", "async"),
        ],
    },
    Wall {
        name: "db",
        may_import: &["kernel", "postgres", "rusqlite", "thiserror", "uuid"],
        unsaid: &[("std::net", "the network"), ("async fn", "async"), (".await", "async")],
    },
    Wall {
        name: "files",
        may_import: &[
            "calamine",
            "chardetng",
            "csv",
            "encoding_rs",
            "kernel",
            // Only for the program that stands in for the product's in tests: a program of a crate has no dependencies of its own.
            "mimalloc",
            "rust_xlsxwriter",
            "rustix",
            "serde",
            "serde_json",
            "thiserror",
            "zip",
        ],
        unsaid: &[("std::net", "the network"), ("async fn", "async"), (".await", "async")],
    },
    Wall {
        name: "books",
        // tempfile only for the feature `testing`.
        may_import: &[
            "argon2",
            "db",
            "kernel",
            "serde",
            "serde_json",
            "sha2",
            "tempfile",
            "thiserror",
            "toml",
            "tracing",
        ],
        unsaid: &[
            ("rusqlite::", "a SQL driver"),
            ("postgres::", "a SQL driver"),
            ("getrandom::", "randomness"),
            ("std::net", "the network"),
            ("std::process", "other programs"),
            ("async fn", "async"),
            (".await", "async"),
        ],
    },
    Wall { name: "assets", may_import: &[], unsaid: &[("std::net", "the network")] },
    Wall {
        name: "web",
        may_import: &[
            "askama",
            "assets",
            "axum",
            "books",
            "files",
            // The head of a request has a deadline, which axum alone does not set.
            "hyper",
            "hyper-util",
            "kernel",
            "serde",
            "serde_html_form",
            "serde_json",
            // A refusal of a body names its field, which serde_json alone does not tell.
            "serde_path_to_error",
            "thiserror",
            "tokio",
            "tower",
            "tower-http",
            "tracing",
            "utoipa",
        ],
        unsaid: &[("db::", "SQL"), ("rusqlite::", "SQL"), ("postgres::", "SQL")],
    },
];

/// Dependencies in Cargo.toml that the wall does not let through. Those for tests only may be any.
pub fn imports(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for wall in WALLS {
        let path = format!("crates/{}/Cargo.toml", wall.name);
        let Some(text) = tree.text(&path) else {
            continue;
        };
        let mut counts = false;
        for (line, words) in text.lines().enumerate() {
            let words = words.trim();
            if let Some(section) = words.strip_prefix('[') {
                counts = section.contains("dependencies") && !section.contains("dev-dependencies");
                continue;
            }
            let name = words.split(['.', '=', ' ']).next().unwrap_or_default();
            let is_name = !name.is_empty() && !name.starts_with('#');
            if counts && is_name && !wall.may_import.contains(&name) {
                found.push(Finding {
                    path: path.clone(),
                    line: line + 1,
                    what: format!("{} imports {name}", wall.name),
                });
            }
        }
    }
    found
}

pub fn words(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for (file, rust) in tree.product() {
        let Some(wall) = WALLS.iter().find(|wall| Some(wall.name) == file.crate_name()) else {
            continue;
        };
        for (word, what) in wall.unsaid {
            for at in places(&rust.code, word) {
                let finding = file.finding(at, format!("{} knows {what}: {word}", wall.name));
                if !file.is_test_line(finding.line) {
                    found.push(finding);
                }
            }
        }
    }
    found
}
