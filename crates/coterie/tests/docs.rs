//! What the documents name exists: every file, and every command with every word of it.

use std::path::{Path, PathBuf};
use std::process::Command;

fn house() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// The documents that people read, with their texts.
fn documents() -> Vec<(PathBuf, String)> {
    let mut files: Vec<PathBuf> =
        ["README.md", "ARCHITECTURE.md", "STYLE.md", "DECISIONS.md"].iter().map(|name| house().join(name)).collect();
    for folder in ["docs", "docs/rules"] {
        let inside = std::fs::read_dir(house().join(folder)).expect("documents");
        files.extend(inside.filter_map(|entry| Some(entry.ok()?.path())));
    }
    files.retain(|file| file.extension().is_some_and(|ending| ending == "md"));
    assert!(files.len() > 8, "{files:?}");
    files.into_iter().map(|file| (file.clone(), std::fs::read_to_string(file).expect("a text"))).collect()
}

#[test]
fn every_file_that_a_document_names_is_there() {
    let mut named = 0;
    for (document, text) in documents() {
        let words = text.split(['`', ' ', '(', ')', ',', ';', '\n']);
        for word in words.filter(|word| word.contains('/') && !word.contains("://")) {
            let path = word.split("::").next().unwrap_or_default().trim_end_matches('.');
            let is_file = [".rs", ".md", ".service", ".timer", ".sh"].iter().any(|ending| path.ends_with(ending));
            // A name in capitals stands for any.
            if !is_file || path.starts_with('/') || path.contains("ROOM") {
                continue;
            }
            named += 1;
            let places = ["", "crates", "crates/books/src", "crates/web/src"].map(|room| house().join(room).join(path));
            assert!(places.iter().any(|place| place.exists()), "{} names {path}", document.display());
        }
    }
    assert!(named > 100, "{named}");
}

/// Each command is asked for its help with all its words: one that is not understood is refused before the help comes.
#[test]
fn every_command_that_a_document_shows_is_understood() {
    let mut shown = 0;
    for (document, text) in documents() {
        let lines = text.split("```").skip(1).step_by(2).flat_map(str::lines);
        for line in lines.filter(|line| line.starts_with("coterie ")) {
            shown += 1;
            understood(&document, line);
        }
    }
    assert!(shown > 6, "{shown}");
}

/// The control that must fail: a word that no command knows.
#[test]
#[should_panic(expected = "--nonsense")]
fn a_command_that_is_not_understood_is_told() {
    understood(Path::new("nowhere"), "coterie client list --nonsense");
}

fn understood(document: &Path, line: &str) {
    let words = line.strip_prefix("coterie ").unwrap_or(line);
    let script = format!("{} {words} --help", env!("CARGO_BIN_EXE_coterie"));
    let asked = Command::new("/bin/sh").args(["-c", &script]).env_clear().output().expect("a shell");
    let said = String::from_utf8_lossy(&asked.stderr);
    assert!(asked.status.success(), "{}: {line}: {said}", document.display());
}
