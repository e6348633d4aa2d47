//! The table of rules that tidy enforces. A new rule is a row here, a function that looks, and a seed in `seeds.rs`.

mod functions;
mod machine;
mod rooms;
#[cfg(test)]
mod seeds;
mod shape;
mod sql;
mod templates;
mod walls;
mod words;

use crate::tree::{Finding, Tree};
use crate::{acceptance, doors, refusals};

pub use words::places;

pub struct Check {
    pub name: &'static str,
    pub why: &'static str,
    pub look: fn(&Tree) -> Vec<Finding>,
}

pub const ALL: &[Check] = &[
    Check {
        name: "room-order",
        why: "a room leans only on rooms before it, so that each can be read without the later ones",
        look: rooms::look,
    },
    Check {
        name: "walls-imports",
        why: "a crate imports only what its wall lets through; a new dependency is a decision and a line in walls.rs",
        look: walls::imports,
    },
    Check {
        name: "walls-words",
        why: "a crate does not reach through the standard library for what its wall keeps out",
        look: walls::words,
    },
    Check {
        name: "sql-in-stores",
        why: "SQL stands in store.rs files, in the db crate and in migrations, where both engines are kept in mind",
        look: sql::look,
    },
    Check {
        name: "pure-decide",
        why: "a rule that cannot reach the database cannot reach for it: facts come from load",
        look: shape::pure_decide,
    },
    Check { name: "banned-words", why: "each of these has a better word, named beside it", look: words::look },
    Check { name: "file-header", why: "a file opens with //! and one line that says what it is", look: shape::header },
    Check {
        name: "file-length",
        why: "a file of more than 600 lines is two rooms or two verbs in one coat",
        look: shape::file_length,
    },
    Check {
        name: "function-length",
        why: "a function of more than 60 lines does two things; the list of exceptions only shrinks",
        look: functions::look,
    },
    Check {
        name: "refusals-tested",
        why: "a refusal that no test meets may never be spoken, or be spoken wrongly",
        look: refusals::untested,
    },
    Check {
        name: "refusals-page",
        why: "docs/refusals.md shows the refusals as they are; `cargo xtask refusals` writes it",
        look: refusals::page_is_old,
    },
    Check {
        name: "acceptance-ids",
        why: "a test that claims an acceptance id which does not exist proves nothing",
        look: acceptance::unreal,
    },
    Check {
        name: "acceptance-doors",
        why: "a rule that holds at one door only has failed: each id is proved at each door that it names",
        look: doors::unproved,
    },
    Check {
        name: "templates",
        why: "the Content-Security-Policy refuses inline styles, scripts and handlers: they would silently do nothing",
        look: templates::look,
    },
    Check {
        name: "own-machine",
        why: "a path on the author's own machine means nothing to a reader",
        look: machine::look,
    },
];
