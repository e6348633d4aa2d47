//! What is refused of a number series, whether it is added or changed.

use kernel::Refusal;

use super::Series;
use super::pattern::PatternError;

impl Series {
    /// Refuses a first number out of range, a name that another series has, and a pattern whose numbers could be those of another.
    pub(super) fn check<'a>(&self, others: impl IntoIterator<Item = &'a Series>) -> Result<(), Refusal> {
        if !(1..=999_999_999).contains(&self.first) {
            return Err(first_out_of_range());
        }
        for other in others.into_iter().filter(|other| other.id != self.id) {
            if other.pattern.could_meet(&self.pattern) {
                return Err(pattern_taken(other));
            }
            if other.purpose == self.purpose && other.name == self.name {
                return Err(name_taken(other));
            }
        }
        Ok(())
    }
}

fn first_out_of_range() -> Refusal {
    Refusal::field(
        "FIRST_NUMBER_OUT_OF_RANGE",
        "first",
        "The first number cannot be taken.",
        "Choose one from 1 to 999,999,999.",
    )
}

pub(super) fn pattern_invalid(error: &PatternError) -> Refusal {
    Refusal::field("PATTERN_INVALID", "pattern", "The pattern cannot be taken.", error.to_string())
}

fn pattern_taken(other: &Series) -> Refusal {
    Refusal::rule(
        "PATTERN_TAKEN",
        format!("“{}” numbers by {}, which gives the same numbers.", other.name, other.pattern),
        "The same number would stand on two papers. Put a letter of its own before it, such as C{yyyy}-{n}.",
    )
    .detail("series", other.id)
}

fn name_taken(other: &Series) -> Refusal {
    Refusal::rule(
        "NAME_TAKEN",
        format!("There is a series “{}” already.", other.name),
        "Two series of the same documents cannot share a name: nobody could tell them apart. Choose another name.",
    )
}
