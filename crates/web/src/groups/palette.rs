//! The colours of client groups, in words.

/// The numbers that groups keep, as the style sheets have them.
pub const PALETTE: [(i64, &str); 7] =
    [(0, "None"), (1, "Plum"), (2, "Teal"), (3, "Amber"), (4, "Indigo"), (5, "Moss"), (6, "Clay")];

pub fn color_words(color: i64) -> &'static str {
    PALETTE.iter().find(|(known, _)| *known == color).map_or("", |(_, word)| word)
}
