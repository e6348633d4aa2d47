//! Operations: the list of what can be undone, and the undo button behind every toast.

pub mod api;
pub mod pages;
