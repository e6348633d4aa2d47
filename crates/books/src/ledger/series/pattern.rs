//! The form of a document's number: a text with places for the number, the year and the month.

use std::fmt;

use kernel::Day;
use serde::{Deserialize, Serialize};

/// A text with `{n}` (or `{n:4}` for at least four digits) and, where wanted, `{yyyy}`, `{yy}` and `{mm}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Pattern(String);

/// Why a text is no pattern.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    #[error("The pattern has no place for the number. Without it all numbers would be the same. Put {{n}} into it.")]
    NoNumber,
    #[error("{{{0}}} is not known in a pattern. Known are {{n}}, {{n:4}}, {{yyyy}}, {{yy}} and {{mm}}.")]
    UnknownPlace(String),
    #[error("The pattern is too long. A number stands on paper and in letters. Use at most 30 characters.")]
    TooLong,
    #[error(
        "The pattern repeats its numbers each year. It begins anew, so the year must be in it. Put {{yyyy}} into it."
    )]
    YearMissing,
}

const LONGEST: usize = 30;

enum Part<'a> {
    Text(&'a str),
    Place(&'a str),
}

/// One place of a filled pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    Exactly(char),
    Digit,
    /// None, one or more.
    MoreDigits,
}

impl Sign {
    fn is_digit(self) -> bool {
        match self {
            Sign::Exactly(sign) => sign.is_ascii_digit(),
            Sign::Digit | Sign::MoreDigits => true,
        }
    }

    fn could_be(self, other: Sign) -> bool {
        match (self, other) {
            (Sign::Exactly(one), Sign::Exactly(two)) => one == two,
            (one, two) => one.is_digit() && two.is_digit(),
        }
    }
}

impl Pattern {
    /// Reads a pattern; one that begins anew each year needs the year, or numbers would come back.
    pub fn parse(text: &str, yearly: bool) -> Result<Pattern, PatternError> {
        let text = text.trim();
        if text.chars().count() > LONGEST {
            return Err(PatternError::TooLong);
        }
        let pattern = Pattern(text.to_owned());
        let places: Vec<&str> = pattern.places().collect();
        if let Some(unknown) = places.iter().find(|place| !is_known(place)) {
            return Err(PatternError::UnknownPlace((*unknown).to_owned()));
        }
        if !places.iter().any(|place| place.starts_with('n')) {
            return Err(PatternError::NoNumber);
        }
        if yearly && !places.iter().any(|place| place.starts_with('y')) {
            return Err(PatternError::YearMissing);
        }
        Ok(pattern)
    }

    /// A pattern that was checked when it came in.
    pub(crate) fn stored(text: impl Into<String>) -> Pattern {
        Pattern(text.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number of a document of this day.
    pub fn fill(&self, number: i64, day: Day) -> String {
        let (year, month, _) = day.parts();
        let mut filled = String::new();
        for part in parts(&self.0) {
            match part {
                Part::Text(text) => filled.push_str(text),
                Part::Place("yyyy") => filled.push_str(&format!("{year:04}")),
                Part::Place("yy") => filled.push_str(&format!("{:02}", year % 100)),
                Part::Place("mm") => filled.push_str(&format!("{month:02}")),
                Part::Place(place) => filled.push_str(&format!("{number:0width$}", width = width_of(place))),
            }
        }
        filled
    }

    /// Whether some number of this pattern could read like some number of the other: `{n}` and `{yy}{n}` could, and
    /// `{yyyy}-{n}` and `2026-{n}`; a letter of its own keeps a pattern apart.
    pub fn could_meet(&self, other: &Pattern) -> bool {
        let (mine, theirs) = (self.signs(), other.signs());
        let mut seen = vec![false; (mine.len() + 1) * (theirs.len() + 1)];
        let mut reached = vec![(0, 0)];
        while let Some((here, there)) = reached.pop() {
            let place = here * (theirs.len() + 1) + there;
            if std::mem::replace(&mut seen[place], true) {
                continue;
            }
            match (mine.get(here), theirs.get(there)) {
                (None, None) => return true,
                (Some(Sign::MoreDigits), _) => reached.push((here + 1, there)),
                (_, Some(Sign::MoreDigits)) => reached.push((here, there + 1)),
                (Some(one), Some(two)) if one.could_be(*two) => reached.push((here + 1, there + 1)),
                _ => {}
            }
            // A further digit of one number stands against whatever the other has there.
            if mine.get(here) == Some(&Sign::MoreDigits) && theirs.get(there).is_some_and(|two| two.is_digit()) {
                reached.push((here, there + 1));
            }
            if theirs.get(there) == Some(&Sign::MoreDigits) && mine.get(here).is_some_and(|one| one.is_digit()) {
                reached.push((here + 1, there));
            }
        }
        false
    }

    /// What stands at each place of a filled pattern.
    fn signs(&self) -> Vec<Sign> {
        let mut signs = Vec::new();
        for part in parts(&self.0) {
            match part {
                Part::Text(text) => signs.extend(text.chars().map(Sign::Exactly)),
                Part::Place("yyyy") => signs.extend([Sign::Digit; 4]),
                Part::Place("yy" | "mm") => signs.extend([Sign::Digit; 2]),
                Part::Place(place) => {
                    signs.extend(vec![Sign::Digit; width_of(place)]);
                    signs.push(Sign::MoreDigits);
                }
            }
        }
        signs
    }

    fn places(&self) -> impl Iterator<Item = &str> {
        parts(&self.0).into_iter().filter_map(|part| match part {
            Part::Place(place) => Some(place),
            Part::Text(_) => None,
        })
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

fn is_known(place: &str) -> bool {
    matches!(place, "n" | "yyyy" | "yy" | "mm") || (place.starts_with("n:") && (1..=9).contains(&width_of(place)))
}

fn width_of(place: &str) -> usize {
    place.strip_prefix("n:").map_or(1, |width| width.parse().unwrap_or(0))
}

/// A brace that nothing closes is text.
fn parts(text: &str) -> Vec<Part<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('{') {
        let Some((place, after)) = behind.split_once('}') else { break };
        found.push(Part::Text(before));
        found.push(Part::Place(place));
        rest = after;
    }
    found.push(Part::Text(rest));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(pattern: &str, number: i64) -> String {
        let day = "2026-03-09".parse().expect("a day");
        Pattern::parse(pattern, false).map_or_else(|error| error.to_string(), |pattern| pattern.fill(number, day))
    }

    /// A1-20: the number on the paper follows from the pattern.
    #[test]
    fn a_pattern_is_filled_with_number_and_date() {
        let rows = [
            ("{yyyy}-{n}", 7, "2026-7"),
            ("R{yy}{mm}/{n:4}", 12, "R2603/0012"),
            ("{n:3}", 12345, "12345"),
            ("Bill {n}", 1, "Bill 1"),
            ("{n} {open", 1, "1 {open"),
        ];
        for (pattern, number, expected) in rows {
            assert_eq!(filled(pattern, number), expected, "{pattern}");
        }
    }

    /// A1-20: two series whose numbers could read alike are told apart before a number is given away.
    #[test]
    fn patterns_that_could_give_the_same_number_are_known() {
        let rows = [
            ("{yyyy}-{n}", "{yyyy}-{n}", true),
            ("{yyyy}-{n}", "{yyyy}-{n:4}", true),
            ("{yyyy}-{n}", "2026-{n}", true),
            ("{n}", "{n:3}", true),
            ("{n}", "{yy}{n}", true),
            ("{n}", "7{n}", true),
            ("{n}{mm}", "{n}", true),
            ("{n}-{n}", "1{n}-12", true),
            ("{yyyy}-{n}", "C{yyyy}-{n}", false),
            ("{yyyy}-{n}", "{yyyy}{n}", false),
            ("{yyyy}-{n}", "{yyyy}-{n}C", false),
            ("{n}", "C{n}", false),
            ("A{n}", "B{n}", false),
            ("2025-{n}", "2026-{n}", false),
            ("{n:9}", "{yy}-{n}", false),
        ];
        for (one, other, expected) in rows {
            let (first, second) = (Pattern::stored(one), Pattern::stored(other));
            assert_eq!(first.could_meet(&second), expected, "{one} and {other}");
            assert_eq!(second.could_meet(&first), expected, "{other} and {one}");
        }
    }

    #[test]
    fn a_text_that_would_repeat_numbers_is_no_pattern() {
        use PatternError::{NoNumber, TooLong, UnknownPlace, YearMissing};
        let rows = [
            ("{yyyy}", NoNumber),
            ("{n}{day}", UnknownPlace("day".to_owned())),
            ("{n:0}", UnknownPlace("n:0".to_owned())),
            ("{n:x}", UnknownPlace("n:x".to_owned())),
            ("a very long text that nobody reads {n}", TooLong),
            ("INV-{n}", YearMissing),
        ];
        for (text, expected) in rows {
            assert_eq!(Pattern::parse(text, true), Err(expected), "{text}");
        }
    }
}
