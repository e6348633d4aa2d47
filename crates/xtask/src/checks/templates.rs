//! Templates, and HTML made in code, without what the Content-Security-Policy refuses.

use crate::tree::{Finding, Tree};

pub fn look(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in tree.files.iter().filter(|file| file.path.starts_with("crates/web/")) {
        if file.path.ends_with(".html") {
            let markup = without_directives(&file.text);
            found.extend(inline(&markup).map(|(at, what)| file.finding(at, what)));
        }
        for literal in file.rust.iter().flat_map(|rust| &rust.literals) {
            for (_, what) in inline(&literal.text) {
                let finding = file.finding(literal.at, what);
                if !file.is_test_line(finding.line) {
                    found.push(finding);
                }
            }
        }
    }
    found
}

/// The template with its directives and values blanked: `{% if on=1 %}` is no attribute.
fn without_directives(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for (open, close) in [("{#", "#}"), ("{%", "%}"), ("{{", "}}"), ("<!--", "-->")] {
        let mut from = 0;
        while let Some(start) = text[from..].find(open).map(|at| from + at) {
            let end = text[start..].find(close).map_or(text.len(), |at| start + at + close.len());
            for byte in bytes[start..end].iter_mut().filter(|byte| **byte != b'\n') {
                *byte = b'_';
            }
            from = end;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Offsets of tags that carry something inline, and what it is.
fn inline(markup: &str) -> impl Iterator<Item = (usize, String)> + '_ {
    markup.match_indices('<').filter_map(|(at, _)| {
        let tag = &markup[at + 1..];
        let tag = tag[..tag.find('>').unwrap_or(tag.len())].to_ascii_lowercase();
        let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        if name.is_empty() {
            return None;
        }
        let attributes = attributes(&tag);
        let inline = attributes.iter().find(|name| {
            let handler = name.strip_prefix("on").is_some_and(|rest| rest.len() > 1);
            handler || name.starts_with("hx-on") || **name == "style"
        });
        let what = match (name, inline) {
            (_, Some(attribute)) => format!("{attribute}= on a tag <{name}>"),
            ("script", None) if !attributes.contains(&"src") => "a script without src".to_string(),
            ("style", None) => "a <style> in the page".to_string(),
            _ => return None,
        };
        Some((at, what))
    })
}

/// The names of the attributes that have a value. Values are passed over, quoted or not.
fn attributes(tag: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut rest = tag;
    while let Some(equals) = rest.find('=') {
        let name = rest[..equals].trim_end().rsplit(char::is_whitespace).next().unwrap_or_default();
        names.push(name);
        // In a text of Rust the quote may be escaped.
        let value = rest[equals + 1..].trim_start().trim_start_matches('\\');
        rest = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].split_once(quote).map_or("", |(_, rest)| rest),
            _ => value.split_once(char::is_whitespace).map_or("", |(_, rest)| rest),
        };
    }
    names
}
