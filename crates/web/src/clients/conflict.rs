//! Two saves of one client: what only they changed is taken over, what only you changed stays, and what both changed
//! is shown side by side.

use std::collections::BTreeSet;

use books::clients::Choices;
use kernel::{Country, LegalEntity};

use crate::edge::Form;

/// What somebody else changed since the form was opened.
#[derive(Debug)]
pub struct Conflict {
    pub title: String,
    /// Fields that both changed: label, theirs, yours.
    pub both: Vec<(&'static str, String, String)>,
    /// Fields that only they changed: label, theirs. They stand in the form now.
    pub taken: Vec<(&'static str, String)>,
    /// Client groups by name.
    pub added: Vec<String>,
    pub removed: Vec<String>,
}

const FIELDS: [(&str, &str); 26] = [
    ("name", "Name"),
    ("number", "Number"),
    ("email", "Email"),
    ("legal_entity", "Legal entity"),
    ("customer_group", "Customer group"),
    ("business_name", "Business name"),
    ("phone", "Phone"),
    ("registration_number", "Registration number"),
    ("tax_number", "Tax number"),
    ("street", "Street"),
    ("zip", "Postcode"),
    ("city", "City"),
    ("country", "Country"),
    ("responsible", "Looked after by"),
    ("note", "Note"),
    ("payment_days", "Payment term"),
    ("discount", "Discount"),
    ("vat_zone", "VAT zone"),
    ("credit_limit", "Credit limit"),
    ("currency", "Currency"),
    ("language", "Language"),
    ("layout", "Layout"),
    ("mailing_street", "Mailing street"),
    ("mailing_zip", "Mailing postcode"),
    ("mailing_city", "Mailing city"),
    ("mailing_country", "Mailing country"),
];

/// The form with what it began with beside it, so that a later save can tell who changed what.
pub fn begun(form: Form) -> Form {
    let fields = FIELDS.map(|(name, _)| (name, form.text(name).to_owned()));
    let seen = serde_html_form::to_string(fields).unwrap_or_default();
    form.with("seen", &seen)
}

/// The form as it is to be saved now, and what to say about it. `theirs` is the client as it is stored.
pub fn merge(mine: &Form, theirs: Form, choices: &Choices, title: String) -> (Form, Conflict) {
    let seen: Vec<(String, String)> = serde_html_form::from_str(mine.text("seen")).unwrap_or_default();
    let seen = |name: &str| seen.iter().find(|(other, _)| other == name).map(|(_, text)| text.as_str());
    let mut conflict = Conflict { title, both: Vec::new(), taken: Vec::new(), added: Vec::new(), removed: Vec::new() };
    let mut pairs: Vec<(&str, String)> = Vec::new();
    for (name, label) in FIELDS {
        let (stored, typed) = (theirs.text(name), mine.text(name));
        let was = |text: &str| seen(name).is_some_and(|seen| plain(seen) == plain(text));
        let kept = if plain(stored) == plain(typed) || was(stored) {
            typed
        } else if was(typed) {
            conflict.taken.push((label, shown(name, stored, choices)));
            stored
        } else {
            conflict.both.push((label, shown(name, stored, choices), shown(name, typed, choices)));
            typed
        };
        pairs.push((name, kept.to_owned()));
    }
    let ids = |form: &Form, name: &str| form.all(name).map(str::to_owned).collect::<BTreeSet<String>>();
    let (started, chosen, current) =
        (ids(mine, "started_from"), ids(mine, "client_groups"), ids(&theirs, "client_groups"));
    let named = |ids: &mut dyn Iterator<Item = &String>| ids.map(|id| group(id, choices)).collect();
    conflict.added = named(&mut current.difference(&started));
    conflict.removed = named(&mut started.difference(&current));
    let wanted = chosen.iter().chain(current.difference(&started));
    let wanted: BTreeSet<&String> = wanted.filter(|id| current.contains(*id) || !started.contains(*id)).collect();
    pairs.extend(wanted.into_iter().map(|id| ("client_groups", id.clone())));
    pairs.extend(current.iter().map(|id| ("started_from", id.clone())));
    pairs.extend(mine.all("client_types").map(|id| ("client_types", id.to_owned())));
    pairs.push(("version", theirs.text("version").to_owned()));
    let seen = begun(theirs).text("seen").to_owned();
    (Form::of_pairs(pairs).with("seen", &seen), conflict)
}

/// A text as it is compared: a browser ends the lines of a note in a way of its own.
fn plain(text: &str) -> String {
    text.trim().replace("\r\n", "\n")
}

/// A text of the form in words.
fn shown(name: &str, text: &str, choices: &Choices) -> String {
    let group = || choices.customer_groups.iter().find(|group| group.id.to_string() == text);
    let words = match name {
        "legal_entity" => LegalEntity::parse(text).ok().map(|entity| entity.label().to_owned()),
        "country" | "mailing_country" => Country::parse(text).ok().map(|country| country.name().to_owned()),
        "customer_group" => group().map(|group| group.name.clone()),
        "responsible" => named(&choices.members, text),
        "vat_zone" => named(&choices.vat_zones, text),
        _ => None,
    };
    match words {
        Some(words) => words,
        None if text.is_empty() => "empty".to_owned(),
        None => text.to_owned(),
    }
}

fn named<T: ToString>(pairs: &[(T, String)], id: &str) -> Option<String> {
    pairs.iter().find(|(other, _)| other.to_string() == id).map(|(_, name)| name.clone())
}

fn group(id: &str, choices: &Choices) -> String {
    let found = choices.client_groups.iter().find(|group| group.id.to_string() == id);
    found.map_or_else(|| "a group that was deleted".to_owned(), |group| group.name.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choices() -> Choices {
        Choices {
            next_number: String::new(),
            customer_groups: Vec::new(),
            client_groups: Vec::new(),
            members: Vec::new(),
            vat_zones: Vec::new(),
        }
    }

    /// A0-20: nothing that only one of two changed is lost, and what both changed is shown.
    #[test]
    fn two_saves_become_one_form() {
        let stored = [("version", "2"), ("name", "Ash"), ("phone", "1"), ("city", "Porto"), ("country", "PT")];
        let opened = begun(Form::of(&stored).with("client_groups", "a").with("started_from", "a"));
        let mine = opened.with("phone", "2").with("city", "Riga").with("country", "ES");
        let mut theirs = Form::of(&[("version", "5"), ("name", "Ash & Sons"), ("phone", "1"), ("city", "Lyon")]);
        theirs.set("country", "ES");
        let (form, conflict) = merge(&mine, theirs.with("client_groups", "b"), &choices(), String::new());
        let kept = ["version", "name", "phone", "city", "country", "client_groups", "started_from"];
        assert_eq!(kept.map(|name| form.text(name)), ["5", "Ash & Sons", "2", "Riga", "ES", "b", "b"]);
        assert_eq!(conflict.taken, [("Name", "Ash & Sons".to_owned())]);
        assert_eq!(conflict.both, [("City", "Lyon".to_owned(), "Riga".to_owned())]);
        assert_eq!((conflict.added.len(), conflict.removed.len()), (1, 1));
    }

    /// A form that does not say what it began with: everything that differs is shown.
    #[test]
    fn a_form_without_memory_takes_nothing_unseen() {
        let mine = Form::of(&[("name", "Ash"), ("country", "PT")]);
        let theirs = Form::of(&[("name", "Ash"), ("phone", "1"), ("country", "ES")]);
        let (form, conflict) = merge(&mine, theirs, &choices(), String::new());
        assert_eq!((form.text("phone"), form.text("country")), ("", "PT"));
        assert_eq!(conflict.both[0], ("Phone", "1".to_owned(), "empty".to_owned()));
        assert_eq!(conflict.both[1], ("Country", "Spain".to_owned(), "Portugal".to_owned()));
    }
}
