//! The statements behind the lists of groups, apart from those that rules use.

pub(super) mod store;
