//! The comma list in one cell: `Retail, "Law, tax", VIP` names three groups (A0-33).

/// Something in a list that is passed over but worth a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListWarning {
    /// Nothing stands between two commas; `position` counts elements from 1.
    EmptyElement { position: usize },
}

impl std::fmt::Display for ListWarning {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ListWarning::EmptyElement { position } => write!(
                formatter,
                "Element {position} of the list is empty. Two commas follow each other or one stands at an end. The element is left out."
            ),
        }
    }
}

/// Why a cell is not a list. Positions count elements from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ListProblem {
    #[error(
        "A quote in element {position} of the list has no partner. A name that contains a comma stands between two quotes. Add the missing quote, or write a quote that belongs to the name twice."
    )]
    UnbalancedQuote { position: usize },
    #[error(
        "Text follows the closing quote of element {position} of the list. Only a comma can follow it. Add the comma, or write a quote that belongs to the name twice."
    )]
    TextAfterQuote { position: usize },
}

/// The names in a cell, in order; empty elements are left out with a warning. A blank cell is an empty list.
///
/// The spaces right after a comma belong to the list, every other blank to the name: whether `VIP ` is `VIP` is for the
/// caller to say. An element in quotes may hold commas, and a doubled quote for a quote. Quotes inside a bare element are taken as they
/// stand as long as they come in pairs.
pub fn split_list(cell: &str) -> Result<(Vec<String>, Vec<ListWarning>), ListProblem> {
    let mut names = Vec::new();
    let mut warnings = Vec::new();
    if cell.trim().is_empty() {
        return Ok((names, warnings));
    }
    let mut rest = Some(cell);
    let mut position = 0;
    while let Some(text) = rest {
        position += 1;
        let text = if position == 1 { text } else { text.trim_start_matches(' ') };
        let (name, after) = match text.trim_start().strip_prefix('"') {
            Some(quoted) => quoted_element(quoted, position)?,
            None => bare_element(text, position)?,
        };
        if name.trim().is_empty() {
            warnings.push(ListWarning::EmptyElement { position });
        } else {
            names.push(name);
        }
        rest = after;
    }
    Ok((names, warnings))
}

/// What an element names, and what follows its comma.
type Element<'a> = (String, Option<&'a str>);

fn quoted_element(text: &str, position: usize) -> Result<Element<'_>, ListProblem> {
    let mut name = String::new();
    let mut rest = text;
    loop {
        let (before, after) = rest.split_once('"').ok_or(ListProblem::UnbalancedQuote { position })?;
        name.push_str(before);
        match after.strip_prefix('"') {
            Some(after) => {
                name.push('"');
                rest = after;
            }
            None => {
                let after = after.trim_start();
                return match after.strip_prefix(',') {
                    Some(next) => Ok((name, Some(next))),
                    None if after.is_empty() => Ok((name, None)),
                    None => Err(ListProblem::TextAfterQuote { position }),
                };
            }
        }
    }
}

fn bare_element(text: &str, position: usize) -> Result<Element<'_>, ListProblem> {
    let (element, next) = match text.split_once(',') {
        Some((element, next)) => (element, Some(next)),
        None => (text, None),
    };
    if element.matches('"').count() % 2 == 1 {
        return Err(ListProblem::UnbalancedQuote { position });
    }
    Ok((element.to_owned(), next))
}

/// The cell that `split_list` reads back as these names. Blank names are left out.
pub fn join_list<S: AsRef<str>>(names: &[S]) -> String {
    names
        .iter()
        .map(AsRef::as_ref)
        .filter(|name| !name.trim().is_empty())
        .map(|name| {
            if name.contains([',', '"']) || name.trim() != name {
                format!("\"{}\"", name.replace('"', "\"\""))
            } else {
                name.to_owned()
            }
        })
        .collect::<Vec<_>>()
        .join(", ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(cell: &str, names: &[&str], empty: &[usize]) {
        let (found, warnings) = split_list(cell).unwrap_or_else(|problem| panic!("{cell}: {problem}"));
        assert_eq!(found, names, "{cell}");
        let expected: Vec<_> = empty.iter().map(|&position| ListWarning::EmptyElement { position }).collect();
        assert_eq!(warnings, expected, "{cell}");
    }

    #[test]
    fn a0_33_names_are_split_at_commas_outside_quotes() {
        check("", &[], &[]);
        check("  ", &[], &[]);
        check("Retail", &["Retail"], &[]);
        check("A, \"Law, tax\", B", &["A", "Law, tax", "B"], &[]);
        check("A,B,  C", &["A", "B", "C"], &[]);
        check(" A,B , \u{a0}C ", &[" A", "B ", "\u{a0}C "], &[]);
        check("\"The \"\"best\"\"\"", &["The \"best\""], &[]);
        check("The \"best\" of", &["The \"best\" of"], &[]);
        check(" \"A\" , \"B\" ", &["A", "B"], &[]);
    }

    #[test]
    fn a0_33_empty_elements_are_named_and_left_out() {
        check("A,,B", &["A", "B"], &[2]);
        check("A,", &["A"], &[2]);
        check(",", &[], &[1, 2]);
        check("A, \"\"", &["A"], &[2]);
    }

    #[test]
    fn a0_33_unbalanced_quotes_are_refused() {
        use ListProblem::{TextAfterQuote, UnbalancedQuote};
        for (cell, problem) in [
            ("\"Law, tax", UnbalancedQuote { position: 1 }),
            ("A, \"", UnbalancedQuote { position: 2 }),
            ("A, B\"", UnbalancedQuote { position: 2 }),
            ("The \"Law, tax\" group", UnbalancedQuote { position: 1 }),
            ("A, \"Law\" tax", TextAfterQuote { position: 2 }),
        ] {
            assert_eq!(split_list(cell), Err(problem), "{cell}");
        }
    }

    proptest! {
        #[test]
        fn a0_33_a_joined_list_splits_into_the_same_names(
            names in prop::collection::vec("[a-zé,\" ]{0,6}[a-z\",]", 0..6)
        ) {
            prop_assert_eq!(split_list(&join_list(&names)), Ok((names, Vec::new())));
        }

        #[test]
        fn any_cell_is_split_or_refused(cell in any::<String>()) {
            if let Ok((names, _)) = split_list(&cell) {
                prop_assert_eq!(split_list(&join_list(&names)), Ok((names, Vec::new())));
            }
        }
    }
}
