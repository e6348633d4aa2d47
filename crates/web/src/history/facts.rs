//! Facts about a thing under the labels of its form, and what differs between two of them.

/// One change: its words, and its values.
#[derive(Debug)]
pub struct Told {
    pub what: String,
    pub values: Vec<Was>,
}

/// A value; `before` is empty where it is not known to have changed.
#[derive(Debug, PartialEq, Eq)]
pub struct Was {
    pub name: String,
    pub before: Option<String>,
    pub after: String,
}

/// Facts in the order of the form.
#[derive(Default)]
pub(super) struct Facts(Vec<Fact>);

struct Fact {
    label: String,
    text: String,
    /// Goes without saying, unless it was otherwise before.
    is_usual: bool,
}

impl Facts {
    pub(super) fn none() -> Facts {
        Facts::default()
    }

    /// An empty text is a value that is not set.
    #[must_use]
    pub(super) fn say(self, label: impl Into<String>, text: impl Into<String>) -> Facts {
        self.add(label.into(), text.into(), false)
    }

    #[must_use]
    pub(super) fn maybe(self, label: &str, text: Option<impl ToString>) -> Facts {
        self.say(label, text.map(|text| text.to_string()).unwrap_or_default())
    }

    /// Something that is usually not so.
    #[must_use]
    pub(super) fn flag(self, label: &str, is: bool) -> Facts {
        self.add(label.to_owned(), super::yes(is).to_owned(), !is)
    }

    /// A value that the thing begins with and that goes without saying until it changes.
    #[must_use]
    pub(super) fn usual(self, label: &str, text: impl Into<String>, is_usual: bool) -> Facts {
        self.add(label.to_owned(), text.into(), is_usual)
    }

    fn add(mut self, label: String, text: String, is_usual: bool) -> Facts {
        self.0.push(Fact { label, text, is_usual });
        self
    }

    fn text_of(&self, label: &str) -> Option<&str> {
        self.0.iter().find(|fact| fact.label == label).map(|fact| fact.text.as_str())
    }

    fn values(self) -> Vec<Was> {
        let said = self.0.into_iter().filter(|fact| !fact.is_usual && !fact.text.is_empty());
        said.map(|fact| Was { name: fact.label, before: None, after: fact.text }).collect()
    }

    /// Those that differ, and those that are no longer there.
    fn since(self, before: &Facts) -> Vec<Was> {
        let mut found = Vec::new();
        for old in before.0.iter().filter(|old| !old.text.is_empty()) {
            if self.text_of(&old.label).is_none() {
                found.push(Was { name: old.label.clone(), before: Some(old.text.clone()), after: String::new() });
            }
        }
        let mut changed: Vec<Was> = self
            .0
            .into_iter()
            .filter(|fact| before.text_of(&fact.label).unwrap_or_default() != fact.text)
            .map(|fact| Was {
                before: Some(before.text_of(&fact.label).unwrap_or_default().to_owned()),
                name: fact.label,
                after: fact.text,
            })
            .collect();
        changed.append(&mut found);
        changed
    }
}

impl Told {
    pub(super) fn of(what: impl Into<String>, facts: Facts) -> Told {
        Told { what: what.into(), values: facts.values() }
    }

    pub(super) fn differing(what: impl Into<String>, before: &Facts, after: Facts) -> Told {
        Told { what: what.into(), values: after.since(before) }
    }
}

#[cfg(test)]
mod tests {
    use super::{Facts, Told, Was};

    fn was(name: &str, before: Option<&str>, after: &str) -> Was {
        Was { name: name.to_owned(), before: before.map(str::to_owned), after: after.to_owned() }
    }

    #[test]
    fn what_is_new_is_listed_and_what_changed_is_set_side_by_side() {
        let before = || Facts::none().say("Name", "Quay").say("City", "").flag("Archived", false).say("Line 2", "gone");
        let after = Facts::none().say("Name", "Quay").say("City", "Cork").flag("Archived", true);
        assert_eq!(Told::of("x", before()).values, [was("Name", None, "Quay"), was("Line 2", None, "gone")]);
        assert_eq!(
            Told::differing("x", &before(), after).values,
            [was("City", Some(""), "Cork"), was("Archived", Some("no"), "yes"), was("Line 2", Some("gone"), "")]
        );
    }
}
