//! The gallery of refusals: every one that the code can speak, as a page, and the check that a test meets each.

use std::collections::BTreeMap;

use crate::checks::places;
use crate::lexer::{Rust, closing};
use crate::tree::{File, Finding, Tree};

pub const PAGE: &str = "docs/refusals.md";

/// One place where a refusal is made.
struct Spoken<'a> {
    file: &'a File,
    at: usize,
    kind: &'static str,
    /// None when the code is not written out at the call.
    code: Option<String>,
    title: Option<String>,
    detail: Option<String>,
}

fn spoken(tree: &Tree) -> Vec<Spoken<'_>> {
    let mut all = Vec::new();
    for (file, rust) in tree.product() {
        for (call, kind, title) in [("Refusal::rule(", "a rule, 409", 1), ("Refusal::field(", "a field, 422", 2)] {
            for at in places(&rust.code, call) {
                let mut texts = arguments(rust, at + call.len() - 1);
                texts.resize(title + 2, None);
                let spoken = Spoken {
                    file,
                    at,
                    kind,
                    code: texts[0].take(),
                    title: texts[title].take(),
                    detail: texts[title + 1].take(),
                };
                if !file.is_test_line(file.finding(at, "").line) {
                    all.push(spoken);
                }
            }
        }
    }
    all
}

/// For each argument in the brackets at `open`: the first text in it.
fn arguments(rust: &Rust, open: usize) -> Vec<Option<String>> {
    let end = closing(&rust.code, open);
    let mut bounds = vec![open];
    let mut depth = 0;
    for (at, byte) in rust.code.bytes().enumerate().take(end).skip(open) {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth -= 1,
            b',' if depth == 1 => bounds.push(at),
            _ => {}
        }
    }
    bounds.push(end);
    let text_in = |from: usize, to: usize| {
        let mut inside = rust.literals.iter().filter(|text| from <= text.at && text.at < to);
        inside.next().map(|text| as_read(&text.text))
    };
    bounds.windows(2).map(|pair| text_in(pair[0], pair[1])).collect()
}

/// A text as the reader sees it: escapes undone, a broken line joined.
fn as_read(text: &str) -> String {
    let mut read = String::new();
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match (c, rest.peek()) {
            ('\\', Some('\n')) => while rest.next_if(|c| c.is_whitespace()).is_some() {},
            ('\\', Some('n')) => {
                rest.next();
                read.push(' ');
            }
            ('\\', Some(_)) => read.extend(rest.next()),
            _ => read.push(c),
        }
    }
    read
}

fn is_code(code: &str) -> bool {
    let allowed = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    code.starts_with(|c: char| c.is_ascii_uppercase()) && code.chars().all(allowed)
}

/// Each row: a path, then a code that no test names yet, or `?` where the code is made elsewhere. Rows are only taken out.
const LIST: &str = "crates/xtask/untested_refusals.txt";

/// Refusals that no test names, and those whose code cannot be read where they are made; less the listed ones.
pub fn untested(tree: &Tree) -> Vec<Finding> {
    let listed = tree.text(LIST).unwrap_or_default();
    let mut rows: Vec<(usize, &str, bool)> = listed
        .lines()
        .enumerate()
        .filter(|(_, row)| !row.trim().is_empty() && !row.starts_with('#'))
        .map(|(at, row)| (at + 1, row.trim(), false))
        .collect();
    let mut found = Vec::new();
    for spoken in spoken(tree) {
        let (code, what) = match &spoken.code {
            None => ("?", "the code is not written out here, so the gallery cannot show it".to_string()),
            Some(code) if !is_code(code) => (code.as_str(), format!("{code} is not written LIKE_THIS")),
            Some(code) if !tree.files.iter().any(|file| is_named(file, code)) => {
                (code.as_str(), format!("{code} is named by no test"))
            }
            Some(_) => continue,
        };
        let row = format!("{} {code}", spoken.file.path);
        match rows.iter_mut().find(|(_, listed, _)| *listed == row) {
            Some((_, _, met)) => *met = true,
            None => found.push(spoken.file.finding(spoken.at, what)),
        }
    }
    found.extend(rows.iter().filter(|(_, _, met)| !met).map(|(line, row, _)| Finding {
        path: LIST.to_string(),
        line: *line,
        what: format!("a test names it now, or it is gone: delete the row {row}"),
    }));
    found
}

fn is_named(file: &File, code: &str) -> bool {
    let mut named = places(&file.text, code);
    named.any(|at| file.is_test_line(file.finding(at, "").line))
}

/// The gallery as Markdown, by code.
pub fn page(tree: &Tree) -> String {
    let mut by_code: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for spoken in spoken(tree) {
        let Some(code) = spoken.code else { continue };
        let title = spoken.title.unwrap_or_else(|| "(the title is made elsewhere)".to_string());
        let mut lines = format!("- {} (`{}`, {})", title, spoken.file.path, spoken.kind);
        if let Some(detail) = spoken.detail {
            lines.push_str(&format!("\n  {detail}"));
        }
        by_code.entry(code).or_default().push(lines);
    }
    let mut page = String::from(
        "# Refusals\n\nWritten by `cargo xtask refusals` from the code. Each says what happened, why, and what to do.\n",
    );
    for (code, mut places) in by_code {
        places.sort();
        places.dedup();
        page.push_str(&format!("\n## {code}\n\n{}\n", places.join("\n")));
    }
    page
}

pub fn page_is_old(tree: &Tree) -> Vec<Finding> {
    let written = tree.text(PAGE).unwrap_or_default();
    let page = page(tree);
    if written == page {
        return Vec::new();
    }
    let same = written.lines().zip(page.lines()).take_while(|(old, new)| old == new).count();
    vec![Finding {
        path: PAGE.to_string(),
        line: same + 1,
        what: "differs from the code from here on, run `cargo xtask refusals`".to_string(),
    }]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gallery_shows_codes_titles_and_details() {
        let source = "//! x\nfn a() {\n  Refusal::rule(\n    \"NAME_TAKEN\",\n    \"The name is taken\",\n    format!(\"Another group, {}, has it. \\\n       Choose \\\"another\\\".\", name(x, y)),\n  );\n  Refusal::field(\"NAME_REQUIRED\", \"name\", \"A name is needed\", \"Type it.\");\n}\n#[cfg(test)]\nmod t { fn x() { Refusal::rule(\"IN_TEST\", \"\", \"\"); } }\n";
        let tree = Tree::new(vec![File::new("crates/books/src/groups/a.rs", source)]);
        let page = page(&tree);
        let shown = page.split_once("to do.\n").map(|(_, rest)| rest);
        assert_eq!(
            shown,
            Some(
                "\n## NAME_REQUIRED\n\n- A name is needed (`crates/books/src/groups/a.rs`, a field, 422)\n  Type it.\n\
                 \n## NAME_TAKEN\n\n- The name is taken (`crates/books/src/groups/a.rs`, a rule, 409)\n  Another group, {}, has it. Choose \"another\".\n"
            )
        );
    }

    #[test]
    fn an_untested_refusal_may_be_listed_and_the_list_only_shrinks() {
        let path = "crates/books/src/groups/a.rs";
        let source = "//! x\nfn a() {\n  Refusal::rule(\"NAME_TAKEN\", \"\", \"\");\n}\n";
        let tested = format!("{source}#[test]\nfn t() {{ \"NAME_TAKEN\" }}\n");
        let found = |row: &str, source: &str| {
            let tree = Tree::new(vec![File::new(LIST, row), File::new(path, source)]);
            untested(&tree).into_iter().map(|finding| finding.path).collect::<Vec<_>>()
        };
        let row = format!("{path} NAME_TAKEN\n");
        assert_eq!(found("", source), [path]);
        assert_eq!(found(&row, source), [""; 0]);
        assert_eq!(found(&row, &tested), [LIST]);
        assert_eq!(found("", &tested), [""; 0]);
    }
}
