//! SQL stands only where SQL may stand.

use crate::tree::{Finding, Tree};

/// Each row: words that, in this order and in capitals, make a text SQL.
const SPOKEN: &[&[&str]] = &[
    &["SELECT "],
    &["INSERT INTO "],
    &["UPDATE ", " SET "],
    &["DELETE FROM "],
    &["CREATE TABLE "],
    &["CREATE INDEX "],
    &["CREATE UNIQUE INDEX "],
    &["CREATE TRIGGER "],
    &["CREATE SCHEMA "],
    &["ALTER TABLE "],
    &["DROP TABLE "],
    &["DROP SCHEMA "],
    &["ORDER BY "],
    &["GROUP BY "],
    &["ON CONFLICT "],
    &["RETURNING "],
    &["WITH RECURSIVE "],
    &["PRAGMA "],
    &["VACUUM "],
    &[" WHERE ", " = $"],
];
/// Words that make a text SQL in small letters when the text begins with the first of them.
const WHISPERED: &[&[&str]] =
    &[&["select ", " from "], &["insert into ", "values"], &["update ", " set "], &["delete from "]];

/// The laws ask the tables on purpose, not the code that fills them.
const LAWS: &str = "crates/books/src/check.rs";

pub fn look(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for (file, rust) in tree.product() {
        if file.path.ends_with("/store.rs") || file.crate_name() == Some("db") || file.path == LAWS {
            continue;
        }
        for literal in rust.literals.iter().filter(|literal| is_sql(&literal.text)) {
            let words: Vec<&str> = literal.text.split_whitespace().take(6).collect();
            let finding = file.finding(literal.at, format!("SQL in a text: {}", words.join(" ")));
            if !file.is_test_line(finding.line) {
                found.push(finding);
            }
        }
    }
    found
}

fn is_sql(text: &str) -> bool {
    // Any run of blanks separates words as one blank does; a word at the very end still counts.
    let words: Vec<&str> = text.split_whitespace().filter(|word| *word != "\\").collect();
    let text = format!(" {} ", words.join(" "));
    let spoken = SPOKEN.iter().any(|row| says(&text, row));
    let whispered = WHISPERED.iter().any(|row| text[1..].starts_with(row[0]) && says(&text, row));
    spoken || whispered
}

fn says(text: &str, row: &[&str]) -> bool {
    let mut rest = text;
    for words in row {
        let Some(at) = rest.find(words) else {
            return false;
        };
        // The blank that ends one pair of words may begin the next.
        rest = &rest[at + words.trim_end().len()..];
    }
    true
}
