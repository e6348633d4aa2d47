//! The player of stories: how they are told, when what is seen fits, and how they are done.

mod faults;
pub mod fit;
pub mod http;
pub mod play;
pub mod telling;

/// `COTERIE_STORIES=update` writes what is seen into the stories, wherever it does not fit what is told.
#[expect(clippy::disallowed_methods, reason = "tests have no configuration but the environment")]
pub fn wants_update() -> bool {
    std::env::var("COTERIE_STORIES").is_ok_and(|word| word == "update")
}
