//! The audit: who changed what, when, and by which door.

use books::AuditLine;

use super::moments::moment;

/// A line as pages show it.
pub struct Line {
    pub text: String,
    pub actor: String,
    pub when: String,
}

/// Lines in the words of a page, on the clock of the office.
pub fn lines(lines: &[AuditLine], zone: &str) -> Vec<Line> {
    lines
        .iter()
        .map(|line| Line { text: line.text.clone(), actor: line.actor.name.clone(), when: moment(line.at, zone) })
        .collect()
}
