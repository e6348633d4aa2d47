//! Groups of clients: the settings pages and the API.

pub mod client_group_forms;
pub mod client_groups;
pub mod client_groups_api;
pub mod conditions;
pub mod corporate_types;
pub mod corporate_types_api;
mod customer_group_rows;
pub mod customer_groups;
pub mod customer_groups_api;
pub mod group_sets;
pub mod group_sets_api;
pub mod members_api;
pub mod merge;
mod palette;
pub mod smart;

pub use palette::color_words;

/// A group as a selector lists it.
pub trait Listed {
    /// The name of the set that it stands in.
    fn set(&self) -> Option<&str>;
}

impl Listed for books::groups::ClientGroupChoice {
    fn set(&self) -> Option<&str> {
        self.set.as_deref()
    }
}

impl Listed for books::clients::SelectionGroup {
    fn set(&self) -> Option<&str> {
        self.set.as_deref()
    }
}

/// The groups that a hand can put clients into: a smart one finds its own.
pub fn by_hand(mut groups: Vec<books::groups::ClientGroupChoice>) -> Vec<books::groups::ClientGroupChoice> {
    groups.retain(|group| !group.smart);
    groups
}

/// Groups as a selector shows them: those of no set, then each set under its name. They come in this order already.
pub fn by_set<T: Listed>(groups: &[T]) -> Vec<(Option<&str>, &[T])> {
    let parts = groups.chunk_by(|one, other| one.set() == other.set());
    parts.map(|part| (part.first().and_then(Listed::set), part)).collect()
}
