//! When what is seen fits what is told: word for word, but for `…` and for names that are learnt.

use std::collections::BTreeMap;

use super::telling::Seen;

/// What a story has learnt: `{client}` and what stood in its place.
pub type Names = BTreeMap<String, String>;

enum Piece {
    Text(String),
    Anything,
    Name(String),
}

/// What is known after this step, if what is seen is what was told.
pub fn fits(told: &Seen, seen: &Seen, names: &Names) -> Option<Names> {
    if told.exit != seen.exit {
        return None;
    }
    let names = fit_lines(&told.says, &seen.says, names)?;
    fit_lines(&told.complains, &seen.complains, &names)
}

fn fit_lines(told: &[String], seen: &[String], names: &Names) -> Option<Names> {
    match told {
        [] => seen.is_empty().then(|| names.clone()),
        [any, rest @ ..] if any.trim() == "…" => {
            (0..=seen.len()).find_map(|skip| fit_lines(rest, &seen[skip..], names))
        }
        [line, rest @ ..] => {
            let (first, others) = seen.split_first()?;
            let mut names = names.clone();
            if !fit(&pieces(line, &names), first, &mut names) {
                return None;
            }
            fit_lines(rest, others, &names)
        }
    }
}

fn fit(pieces: &[Piece], line: &str, names: &mut Names) -> bool {
    match pieces {
        [] => line.is_empty(),
        [Piece::Text(text), rest @ ..] => line.strip_prefix(text.as_str()).is_some_and(|line| fit(rest, line, names)),
        [Piece::Anything, rest @ ..] => ends(line).any(|end| fit(rest, &line[end..], names)),
        [Piece::Name(name), rest @ ..] => {
            let short =
                |end: &usize| !line[..*end].contains(|letter: char| letter.is_whitespace() || "\",".contains(letter));
            let fitting = ends(line).skip(1).take_while(short).find(|end| {
                let mut tried = names.clone();
                tried.insert(name.clone(), line[..*end].to_owned());
                let fitted = fit(rest, &line[*end..], &mut tried);
                if fitted {
                    *names = tried;
                }
                fitted
            });
            fitting.is_some()
        }
    }
}

/// Every place at which a text can be cut, its end included.
fn ends(line: &str) -> impl Iterator<Item = usize> {
    line.char_indices().map(|(at, _)| at).chain([line.len()])
}

fn pieces(line: &str, names: &Names) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (count, part) in line.split('…').enumerate() {
        if count > 0 {
            pieces.push(Piece::Anything);
        }
        let mut rest = part;
        while let Some((before, name, after)) = next_name(rest) {
            pieces.push(Piece::Text(before.to_owned()));
            pieces.push(match names.get(name) {
                Some(known) => Piece::Text(known.clone()),
                None => Piece::Name(name.to_owned()),
            });
            rest = after;
        }
        pieces.push(Piece::Text(rest.to_owned()));
    }
    pieces
}

/// The first `{name}` with what stands before and after it.
fn next_name(text: &str) -> Option<(&str, &str, &str)> {
    text.match_indices('{').find_map(|(open, _)| {
        let (name, after) = text[open + 1..].split_once('}')?;
        let is_name = !name.is_empty() && name.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_');
        is_name.then(|| (&text[..open], name, after))
    })
}

/// The text with every name that is known put in.
pub fn filled(text: &str, names: &Names) -> String {
    names.iter().fold(text.to_owned(), |text, (name, known)| text.replace(&format!("{{{name}}}"), known))
}

/// The text as it may stand in a story: what was learnt under its name, ids and moments as `…`.
pub fn emptied(text: &str, names: &Names) -> String {
    let long = names.iter().filter(|(_, known)| known.len() >= 8);
    let text = long.fold(text.to_owned(), |text, (name, known)| text.replace(known.as_str(), &format!("{{{name}}}")));
    let is_wordy = |letter: char| letter.is_ascii_alphanumeric() || "_-:.{}".contains(letter);
    let mut out = String::new();
    let mut word = String::new();
    for letter in text.chars().chain(['\n']) {
        if is_wordy(letter) {
            word.push(letter);
            continue;
        }
        let (bare, stop) = word.strip_suffix('.').map_or((word.as_str(), ""), |bare| (bare, "."));
        out.push_str(if is_id(bare) || is_moment(bare) { "…" } else { bare });
        out.push_str(stop);
        out.push(letter);
        word.clear();
    }
    out.pop();
    out
}

/// `cli_…`, `inv_…`
fn is_id(word: &str) -> bool {
    word.len() == 30 && word.is_char_boundary(4) && word.as_bytes()[3] == b'_'
}

/// `2026-11-22T04:13:19.630Z`
fn is_moment(word: &str) -> bool {
    word.len() == 24 && word.ends_with('Z') && word.starts_with("20")
}
