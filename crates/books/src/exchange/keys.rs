//! By what rows find the clients that they mean, and which rows mean the same one.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

use kernel::{Name, Number, name_key};

use super::cell::{Cells, registration_of};
use super::{Field, FileRow, MatchBy, Preparation};

/// Something by which a client is found.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    Number(String),
    Registration(String),
    /// The name as it is compared.
    Name(String),
}

/// By what the row is matched: the chosen key, or the name where the row has no key.
pub(super) fn key_of(preparation: &Preparation, cells: &Cells) -> Option<(Field, String, Key)> {
    let by_name = || {
        let name = Name::parse(cells.text(Field::Name)?).ok()?;
        Some((Field::Name, name.to_string(), Key::Name(name.key())))
    };
    match preparation.match_by {
        MatchBy::Nothing => None,
        MatchBy::Name => by_name(),
        MatchBy::Number => match cells.text(Field::Number) {
            Some(text) => {
                let number = Number::parse(text).ok()?.to_string();
                Some((Field::Number, number.clone(), Key::Number(number)))
            }
            None => by_name(),
        },
        MatchBy::RegistrationNumber => match cells.text(Field::RegistrationNumber) {
            Some(text) => {
                let number = registration_of(text)?;
                Some((Field::RegistrationNumber, number.clone(), Key::Registration(number)))
            }
            None => by_name(),
        },
    }
}

/// Everything by which the row may touch a client: its key, and the number that it would take.
pub(super) fn keys_of(preparation: &Preparation, cells: &Cells) -> Vec<Key> {
    let number = cells.text(Field::Number).and_then(|text| Number::parse(text).ok());
    let mut keys: Vec<Key> = number.map(|number| Key::Number(number.to_string())).into_iter().collect();
    if let Some((_, _, key)) = key_of(preparation, cells)
        && !keys.contains(&key)
    {
        keys.push(key);
    }
    keys
}

/// Lines that share a key, each with one of the others: all of them fail, never "the first wins" (A0-37). A row that is
/// matched by its name also fails when another row has that name with a key: it could mean the same client.
pub fn doubles(preparation: &Preparation, rows: &[FileRow]) -> BTreeMap<i64, i64> {
    survey(preparation, rows).0
}

/// The doubles, and the highest number that a row gives and that the next free one could meet: all digits, at most nine.
pub(super) fn survey(preparation: &Preparation, rows: &[FileRow]) -> (BTreeMap<i64, i64>, i64) {
    let mended = preparation.mended();
    let mut seen: HashMap<Key, i64> = HashMap::with_capacity(rows.len());
    let mut keyed_names: HashMap<String, i64> = HashMap::new();
    let mut doubles = BTreeMap::new();
    let mut highest = 0;
    for row in rows {
        let cells = Cells::new(preparation.cells_of(row, &mended), &preparation.clear_word);
        highest = highest.max(counted_number(&cells));
        if preparation.skipped.contains(&row.line) {
            continue;
        }
        let keys = keys_of(preparation, &cells);
        let by_name = keys.iter().any(|key| matches!(key, Key::Name(_)));
        if let (false, Some(name)) = (by_name || preparation.match_by == MatchBy::Nothing, cells.text(Field::Name)) {
            keyed_names.entry(name_key(name)).or_insert(row.line);
        }
        for key in keys {
            match seen.entry(key) {
                Entry::Occupied(first) => {
                    doubles.insert(row.line, *first.get());
                    doubles.entry(*first.get()).or_insert(row.line);
                }
                Entry::Vacant(free) => _ = free.insert(row.line),
            }
        }
    }
    for (key, line) in seen {
        if let Key::Name(name) = key
            && let Some(other) = keyed_names.get(&name)
        {
            doubles.entry(line).or_insert(*other);
        }
    }
    (doubles, highest)
}

fn counted_number(cells: &Cells) -> i64 {
    let text = cells.text(Field::Number).unwrap_or_default().trim();
    if text.len() <= 9 && text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().unwrap_or(0) } else { 0 }
}

/// Every key that the rows may find a client by, each once, in order.
pub fn keys(preparation: &Preparation, rows: &[FileRow]) -> Vec<Key> {
    let mended = preparation.mended();
    let mut keys: Vec<Key> = rows
        .iter()
        .flat_map(|row| keys_of(preparation, &Cells::new(preparation.cells_of(row, &mended), &preparation.clear_word)))
        .collect();
    keys.sort();
    keys.dedup();
    keys
}
