//! How texts are cleaned, compared, searched and made visible.
use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Why a free text is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    #[error("The text is too long. It has {length} characters and {allowed} are allowed. Shorten it.")]
    TooLong { length: usize, allowed: usize },
    #[error(
        "The text has a control character in it. It cannot be shown or printed. Type the text again instead of pasting it."
    )]
    Control,
}

/// Takes no room on the page: joiners, direction marks, soft hyphen, byte order mark.
pub(crate) fn is_zero_width(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// Chooses the look of the character before it and has none itself.
fn is_variation(character: char) -> bool {
    matches!(character, '\u{fe00}'..='\u{fe0f}' | '\u{180b}'..='\u{180d}' | '\u{180f}' | '\u{e0000}'..='\u{e0fff}')
}

/// Room with nothing in it: Unicode white space, and the letters that are drawn blank.
pub(crate) fn is_blank(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{115f}' | '\u{1160}' | '\u{2800}' | '\u{3164}' | '\u{ffa0}')
}

/// Cannot stand in one line of text: it breaks the line, or turns the reading order of what follows.
pub(crate) fn is_control(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// NFC, without what the eye does not see at either end.
pub(crate) fn clean(text: &str) -> String {
    let ends = |character| is_blank(character) || is_zero_width(character);
    if is_composed(text) {
        return text.trim_matches(ends).to_owned();
    }
    composed(text).trim_matches(ends).to_owned()
}

/// NFC: accents in their usual encoding, and nothing else changed. Two texts that look the same byte for byte are then
/// the same bytes.
pub fn composed(text: &str) -> String {
    if is_composed(text) { text.to_owned() } else { text.nfc().collect() }
}

/// Whether a short look shows that NFC changes nothing: nearly every text that people type.
fn is_composed(text: &str) -> bool {
    text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes
}

/// Whether the eye sees anything at all.
pub(crate) fn is_seen(text: &str) -> bool {
    text.chars().any(|character| !is_blank(character) && !is_zero_width(character) && !is_variation(character))
}

fn collapse(text: &str) -> String {
    let mut collapsed = String::with_capacity(text.len());
    for word in text.split(is_blank).filter(|word| !word.is_empty()) {
        if !collapsed.is_empty() {
            collapsed.push(' ');
        }
        collapsed.push_str(word);
    }
    collapsed
}

/// What `name_key` and `search_fold` both are where every letter is a plain one: no accents, nothing without width.
fn plain_key(text: &str) -> String {
    let mut key = collapse(text);
    key.make_ascii_lowercase();
    key
}

/// The form in which two names are the same name: capitals, accents' encoding, runs of blanks and what has no width
/// do not count.
pub fn name_key(text: &str) -> String {
    if text.is_ascii() { plain_key(text) } else { keyed_by_letters(text) }
}

fn keyed_by_letters(text: &str) -> String {
    let seen = text.chars().filter(|character| !is_zero_width(*character) && !is_variation(*character));
    // Letter by letter, since only then a sigma does not depend on what stands after it.
    let lower = seen.nfc().flat_map(char::to_lowercase).map(|character| if character == 'ς' { 'σ' } else { character });
    collapse(&lower.nfc().collect::<String>())
}

/// The form in which texts are searched and sorted: as `name_key`, and without accents and ligatures.
pub fn search_fold(text: &str) -> String {
    if text.is_ascii() { plain_key(text) } else { folded_by_letters(text) }
}

fn folded_by_letters(text: &str) -> String {
    let seen = text.chars().filter(|character| !is_zero_width(*character) && !is_variation(*character));
    let bare = seen.nfkd().filter(|character| canonical_combining_class(*character) == 0);
    let mut folded = String::with_capacity(text.len());
    for character in bare.flat_map(char::to_lowercase).nfkd() {
        match character {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'ħ' => folded.push('h'),
            'ŧ' => folded.push('t'),
            'ı' => folded.push('i'),
            'ς' => folded.push('σ'),
            '‘' | '’' | 'ʼ' => folded.push('\''),
            '\u{2010}'..='\u{2015}' => folded.push('-'),
            other if canonical_combining_class(other) != 0 => {}
            other => folded.push(other),
        }
    }
    collapse(&folded)
}

/// A free text that may be empty, of at most `max` code points: NFC, trimmed, lines ended by `\n`.
pub fn optional_text(text: &str, max: usize) -> Result<Option<String>, TextError> {
    let mut cleaned = clean(text);
    if cleaned.contains('\r') {
        cleaned = cleaned.replace("\r\n", "\n").replace('\r', "\n");
    }
    if !is_seen(&cleaned) {
        return Ok(None);
    }
    if cleaned.chars().any(|character| character.is_control() && character != '\n' && character != '\t') {
        return Err(TextError::Control);
    }
    let length = cleaned.chars().count();
    if length > max {
        return Err(TextError::TooLong { length, allowed: max });
    }
    Ok(Some(cleaned))
}

/// Shows what the eye would miss: `⍽` for a blank that is not the usual one, `␠` for a blank at an end or beside
/// another, `⇥` for a tab, `↵` for a line's end, `¦` for what has no width.
pub fn visible(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let blank_at = |at: Option<usize>| at.and_then(|at| characters.get(at)).is_none_or(|found| is_blank(*found));
    let mut shown = String::with_capacity(text.len());
    for (at, &character) in characters.iter().enumerate() {
        shown.push(match character {
            ' ' if blank_at(at.checked_sub(1)) || blank_at(Some(at + 1)) => '␠',
            ' ' => ' ',
            '\t' => '⇥',
            '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => '↵',
            control @ '\0'..='\u{1f}' => char::from_u32(0x2400 + control as u32).unwrap_or('�'),
            control if control.is_control() => '�',
            blank if is_blank(blank) => '⍽',
            hidden if is_zero_width(hidden) => '¦',
            seen => seen,
        });
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn near_misses_share_a_key() {
        let cases = [
            ("VIP", "vip"),
            ("Caf\u{e9}", "cafe\u{301}"),
            ("CAFE\u{301}", "caf\u{e9}"),
            ("Annual Report", "annual   report "),
            ("Annual Report", "Annual\u{a0}report"),
            ("Annual Report", "Annual \u{200b}Report"),
            ("Annual Report", "\u{feff}annual\treport"),
            ("ΟΔΟΣ", "οδοσ"),
            ("οδος", "οδοσ"),
            ("e\u{200d}\u{301}", "é"),
        ];
        for (one, other) in cases {
            assert_eq!(name_key(one), name_key(other), "{one:?} {other:?}");
        }
        for (one, other) in [("Café", "Cafe"), ("AB", "A B"), ("Straße", "Strasse"), ("Nº 1", "No 1")] {
            assert_ne!(name_key(one), name_key(other), "{one:?} {other:?}");
        }
    }

    #[test]
    fn search_finds_without_accents() {
        let cases = [
            ("Café  Ñandú", "cafe nandu"),
            ("Straße STRASSE", "strasse strasse"),
            ("Øresund Ærø Łódź Đakovo", "oresund aero lodz dakovo"),
            ("İstanbul ISPARTA ısı", "istanbul isparta isi"),
            ("Œuvre Þór Ħal", "oeuvre thor hal"),
            ("O\u{2019}Brien \u{2013} Partner", "o'brien - partner"),
            ("Ｆｕｌｌ ﬁne №\u{a0}1", "full fine no 1"),
            ("Ελληνικός", "ελληνικοσ"),
            ("", ""),
            (" \u{200b} ", ""),
        ];
        for (text, folded) in cases {
            assert_eq!(search_fold(text), folded, "{text:?}");
        }
        // Vowel signs are letters, not accents.
        assert_ne!(search_fold("कि"), search_fold("का"));
    }

    #[test]
    fn a_free_text_may_be_empty_but_not_too_long() {
        assert_eq!(optional_text("", 5), Ok(None));
        assert_eq!(optional_text(" \u{200b}\u{a0}\n", 5), Ok(None));
        assert_eq!(optional_text("\u{feff}\u{fe0f}", 5), Ok(None));
        assert_eq!(optional_text("  a\r\nb\rc ", 5), Ok(Some("a\nb\nc".to_string())));
        assert_eq!(optional_text("ééééé", 5), Ok(Some("ééééé".to_string())));
        assert_eq!(optional_text("123456", 5), Err(TextError::TooLong { length: 6, allowed: 5 }));
        assert_eq!(optional_text("a\0b", 5), Err(TextError::Control));
    }

    /// Invisible characters are shown as marks.
    #[test]
    fn invisible_characters_are_shown() {
        let cases = [
            ("annual report ", "annual report␠"),
            ("annual  report", "annual␠␠report"),
            (" annual", "␠annual"),
            ("annual\u{a0}report", "annual⍽report"),
            ("annual\u{200b}report", "annual¦report"),
            ("annual\treport\n", "annual⇥report↵"),
            ("a\0b\u{7f}", "a␀b�"),
            ("Annual Report", "Annual Report"),
            ("", ""),
        ];
        for (text, shown) in cases {
            assert_eq!(visible(text), shown, "{text:?}");
        }
    }

    #[test]
    fn every_character_keys_and_folds_once() {
        // Ideographs, syllables and private use are left out: they change in no way and take long.
        let scripts = ('\0'..='\u{33ff}').chain('\u{a000}'..='\u{abff}').chain('\u{f900}'..='\u{1ffff}');
        for character in scripts.chain('\u{2f800}'..='\u{2fa1f}').chain('\u{e0000}'..='\u{e01ef}') {
            // Between letters, so that nothing is lost at an end.
            let text = format!("a{character}b");
            assert_eq!(name_key(&name_key(&text)), name_key(&text), "{text:?}");
            assert_eq!(search_fold(&search_fold(&text)), search_fold(&text), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn keys_are_keys_of_themselves(text in any::<String>()) {
            prop_assert_eq!(name_key(&name_key(&text)), name_key(&text));
            prop_assert_eq!(search_fold(&search_fold(&text)), search_fold(&text));
        }

        /// The short way gives what the long way gives.
        #[test]
        fn plain_texts_key_and_fold_as_all_others_do(text in "[\\x00-\\x7f]{0,40}", any in any::<String>()) {
            prop_assert_eq!(name_key(&text), keyed_by_letters(&text));
            prop_assert_eq!(search_fold(&text), folded_by_letters(&text));
            for text in [text, any] {
                prop_assert_eq!(composed(&text), text.nfc().collect::<String>());
            }
        }

        #[test]
        fn the_key_ignores_how_accents_are_encoded(text in "[A-Za-zÀ-ɏΑ-ϏЀ-ӿ가-힣 \u{300}-\u{330}]{0,20}") {
            let composed: String = text.nfc().collect();
            let decomposed: String = text.nfd().collect();
            prop_assert_eq!(name_key(&composed), name_key(&decomposed));
            prop_assert_eq!(name_key(&name_key(&text)), name_key(&text));
            prop_assert_eq!(search_fold(&composed), search_fold(&decomposed));
        }

        #[test]
        fn what_is_shown_hides_nothing(text in any::<String>()) {
            let shown = visible(&text);
            prop_assert_eq!(shown.chars().count(), text.chars().count());
            let hidden = |character: char| character.is_control() || is_zero_width(character);
            prop_assert!(!shown.chars().any(hidden));
        }
    }
}
