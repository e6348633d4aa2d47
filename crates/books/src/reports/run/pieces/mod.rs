//! From a definition to the pieces of a statement.

pub(super) mod store;
