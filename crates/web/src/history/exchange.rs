//! Imports, and what undo took back.

use books::exchange::{Change, GroupsMode, Import, Preparation};
use books::undo::Change as UndoChange;

use super::facts::{Facts, Told};
use super::{Words, quoted, yes};
use crate::layout::count;

pub(super) fn tell(change: &Change, words: &Words) -> Told {
    let titled = |import, what: &str| format!("Import of {} {what}", words.name(import));
    match change {
        Change::Uploaded { import, .. } => Told::of(format!("File {} uploaded", import.file_name), file(import)),
        Change::Prepared { import, preparation, .. } => {
            Told::of(titled(*import, "prepared"), choices(preparation, words))
        }
        Change::Started { import, doubles, next_number, .. } => Told::of(
            titled(*import, "begun"),
            Facts::none()
                .say("Rows that repeat a client", some(doubles.len()))
                .say("Numbers are given from", next_number.to_string()),
        ),
        Change::Progressed { import, counts, finished, .. } => Told::of(
            titled(*import, if *finished { "finished" } else { "went on" }),
            Facts::none()
                .say("Clients created", count(counts.created))
                .say("Clients changed", count(counts.updated))
                .say("Rows without a change", count(counts.unchanged))
                .say("Rows that failed", count(counts.failed)),
        ),
        Change::TakenBack { import } => Told::of(titled(*import, "taken back"), Facts::none()),
        Change::Discarded { import } => Told::of(titled(*import, "discarded"), Facts::none()),
    }
}

fn some(number: usize) -> String {
    if number == 0 { String::new() } else { number.to_string() }
}

fn file(import: &Import) -> Facts {
    Facts::none()
        .say("Rows", count(import.row_count))
        .say("Columns", import.header.join(", "))
        .say("Notes", import.notes.join(" "))
}

fn choices(preparation: &Preparation, words: &Words) -> Facts {
    let columns: Vec<&str> =
        preparation.columns.iter().map(|field| field.map_or("left out", |field| field.label())).collect();
    let groups = preparation.groups.map(|mode| match mode {
        GroupsMode::Add => "are added to those that the client has",
        GroupsMode::Replace => "replace those that the client has",
    });
    let corrections = preparation.replacements.len() + preparation.edits.len();
    Facts::none()
        .say("Columns", columns.join(", "))
        .say("A row updates the client with the same", preparation.match_by.label())
        .maybe("Client groups of the file", groups)
        .say("This word in a cell empties the field", &preparation.clear_word)
        .say("Client groups that do not exist are created", yes(preparation.create_groups))
        .say("Customer group where the row names none", words.name_or_nothing(preparation.customer_group))
        .say("New clients come in as prospects", yes(preparation.prospects))
        .say("Cells corrected", some(corrections))
        .say("Rows left out", some(preparation.skipped.len()))
}

pub(super) fn tell_undo(change: &UndoChange, words: &Words) -> Told {
    let UndoChange::TakenBack { operation, line, whole } = change;
    let what = format!("{} taken back", quoted(words.name(*operation)));
    let facts = Facts::none().say("Line of the audit", line.to_string()).say("Nothing of it is left", yes(*whole));
    Told::of(what, facts)
}
