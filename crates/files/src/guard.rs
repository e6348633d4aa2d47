//! The apostrophe that keeps a spreadsheet program from taking text for a formula.
use std::borrow::Cow;

/// Text that a spreadsheet program would calculate: `= + - @`, a control character that it skips, or a full-width twin.
fn would_calculate(text: &str) -> bool {
    // Apostrophes and blanks are looked through, so that guarding twice can be told from text that had an apostrophe.
    text.trim_start_matches(['\'', ' '])
        .starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\u{FF1D}', '\u{FF0B}', '\u{FF0D}', '\u{FF20}'])
}

/// The text as it is written to CSV.
pub fn guard(text: &str) -> Cow<'_, str> {
    if would_calculate(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// Undoes `guard`. Reading a delimited file does so for every cell.
pub fn strip_guard(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if would_calculate(rest) => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// S5: every way to begin a formula is disarmed.
    #[test]
    fn s5_text_that_begins_a_formula_gets_an_apostrophe() {
        for text in
            ["=1+1", "+49 170", "-", "-5", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", "＋1", "－1", "＠A"]
        {
            assert_eq!(guard(text), format!("'{text}"));
            assert_eq!(strip_guard(&guard(text)), text);
        }
        for text in ["", "'", "Acme", "O'Brien", "'quoted'", "a=b", "5-3", "12", "' "] {
            assert_eq!(guard(text), text);
            assert_eq!(strip_guard(text), text);
        }
    }

    #[test]
    fn an_apostrophe_that_was_there_stays() {
        assert_eq!(guard("'=1"), "''=1");
        assert_eq!(strip_guard("''=1"), "'=1");
    }

    proptest! {
        #[test]
        fn guarding_can_always_be_undone(text in "['=+@\t -]{0,6}[a-z＝]{0,2}") {
            let guarded = guard(&text);
            prop_assert_eq!(strip_guard(&guarded), &text);
        }
    }
}
