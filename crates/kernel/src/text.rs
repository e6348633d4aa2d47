//! How texts are cleaned, compared, searched and made visible.
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// Why a free text is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    #[error(
        "The text is too long. It has {length} characters and {allowed} are allowed. Shorten it."
    )]
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
    character.is_whitespace()
        || matches!(
            character,
            '\u{115f}' | '\u{1160}' | '\u{2800}' | '\u{3164}' | '\u{ffa0}'
        )
}

/// Cannot stand in one line of text.
pub(crate) fn is_control(character: char) -> bool {
    character.is_control() || matches!(character, '\u{2028}' | '\u{2029}')
}

/// NFC, without what the eye does not see at either end.
pub(crate) fn clean(text: &str) -> String {
    let composed: String = text.nfc().collect();
    composed
        .trim_matches(|character| is_blank(character) || is_zero_width(character))
        .to_string()
}

/// Whether the eye sees anything at all.
pub(crate) fn is_seen(text: &str) -> bool {
    text.chars().any(|character| {
        !is_blank(character) && !is_zero_width(character) && !is_variation(character)
    })
}

fn collapse(text: &str) -> String {
    let words: Vec<&str> = text
        .split(is_blank)
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

/// The form in which two names are the same name: capitals, accents' encoding, runs of blanks and what has no width
/// do not count.
pub fn name_key(text: &str) -> String {
    let seen = text
        .chars()
        .filter(|character| !is_zero_width(*character) && !is_variation(*character));
    // Letter by letter, since only then a sigma does not depend on what stands after it.
    let lower = seen
        .nfc()
        .flat_map(char::to_lowercase)
        .map(|character| if character == 'ς' { 'σ' } else { character });
    collapse(&lower.nfc().collect::<String>())
}

/// The form in which texts are searched and sorted: as `name_key`, and without accents and ligatures.
pub fn search_fold(text: &str) -> String {
    let seen = text
        .chars()
        .filter(|character| !is_zero_width(*character) && !is_variation(*character));
    let bare = seen
        .nfkd()
        .filter(|character| canonical_combining_class(*character) == 0);
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
    let cleaned = clean(text).replace("\r\n", "\n").replace('\r', "\n");
    if !is_seen(&cleaned) {
        return Ok(None);
    }
    if cleaned
        .chars()
        .any(|character| character.is_control() && character != '\n' && character != '\t')
    {
        return Err(TextError::Control);
    }
    let length = cleaned.chars().count();
    if length > max {
        return Err(TextError::TooLong {
            length,
            allowed: max,
        });
    }
    Ok(Some(cleaned))
}

/// Shows what the eye would miss: `⍽` for a blank that is not the usual one, `␠` for a blank at an end or beside
/// another, `⇥` for a tab, `↵` for a line's end, `¦` for what has no width.
pub fn visible(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let blank_at = |at: Option<usize>| {
        at.and_then(|at| characters.get(at))
            .is_none_or(|found| is_blank(*found))
    };
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
