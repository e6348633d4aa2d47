//! The address of the page: the report itself, the saved one it began with, and what a form of the page just changed.

use books::reports::{DateBasis, Definition, During, Field, Filter, How, Measure};
use kernel::{Refusal, ReportId};

/// A state of the page.
#[derive(Clone, Debug)]
pub struct Address {
    pub definition: Definition,
    /// The saved report that was opened, whatever was changed since.
    pub saved: Option<ReportId>,
    /// A filter that is being added: its choices are open.
    pub adding: Option<Field>,
    /// Single rows before the first one shown.
    pub skip: i64,
    /// The page is for paper.
    pub print: bool,
    /// A form of the page was sent: the page goes on to the address of what came of it.
    pub was_edited: bool,
    /// A client is looked for.
    pub looking: Option<Looking>,
}

/// Words that find clients for a filter.
#[derive(Clone, Debug)]
pub struct Looking {
    /// The filter's place among the others; a new one without.
    pub place: Option<usize>,
    pub how: How,
    pub words: String,
}

impl Looking {
    /// A new filter, before anything is typed.
    pub fn anybody() -> Looking {
        Looking { place: None, how: How::Any, words: String::new() }
    }
}

impl Address {
    pub fn of(definition: Definition) -> Address {
        Address { definition, saved: None, adding: None, skip: 0, print: false, was_edited: false, looking: None }
    }

    /// Reads a query string. A report that is opened from the menu starts clean, with time by client group.
    pub fn read(query: &str) -> Result<Address, Refusal> {
        let pairs: Vec<(String, String)> = serde_html_form::from_str(query).unwrap_or_default();
        let borrowed = || pairs.iter().map(|(name, text)| (name.as_str(), text.as_str()));
        let last = |wanted: &str| borrowed().filter(|(name, _)| *name == wanted).map(|(_, text)| text).next_back();
        let mut address = Address::of(Definition::from_pairs(borrowed())?);
        if pairs.is_empty() {
            address.definition = clean();
        }
        address.saved = last("saved").and_then(|text| text.parse().ok());
        address.adding = last("add").and_then(|text| text.parse().ok());
        address.skip = last("skip").and_then(|text| text.parse().ok()).unwrap_or_default();
        address.print = last("print") == Some("1");
        address.looking = last("find").map(|words| Looking {
            place: last("find_at").and_then(|text| text.parse().ok()),
            how: last("find_how").and_then(|text| text.parse().ok()).unwrap_or(How::Any),
            words: words.to_owned(),
        });
        address.take_edits(&pairs)?;
        Ok(address)
    }

    fn take_edits(&mut self, pairs: &[(String, String)]) -> Result<(), Refusal> {
        let all = |wanted: &str| -> Vec<&str> {
            pairs.iter().filter(|(name, _)| name == wanted).map(|(_, text)| text.as_str()).collect()
        };
        let last = |wanted: &str| all(wanted).last().copied().unwrap_or_default();
        if !last("columns_of").is_empty() {
            self.was_edited = true;
            self.definition.columns = all("column").iter().filter_map(|code| code.parse::<Measure>().ok()).collect();
        }
        if !last("during").is_empty() {
            self.was_edited = true;
            self.definition.period = match last("during") {
                "days" => read::<During>("period", &format!("{}..{}", last("from"), last("to")))?,
                relative => read("period", relative)?,
            };
        }
        if !last("counted").is_empty() {
            self.was_edited = true;
            self.definition.date_basis = Some(match last("counted") {
                "day" => read::<DateBasis>("basis", last("counted_on"))?,
                other => read("basis", other)?,
            });
        }
        if !last("field").is_empty() {
            self.was_edited = true;
            // Who ticked somebody and pressed Show wants no further search.
            let looks = !last("look").is_empty() || all("value").is_empty();
            let words = if looks { last("words").trim() } else { "" };
            self.take_filter(last("field"), last("how"), &all("value"), last("at"), words)?;
        }
        Ok(())
    }

    fn take_filter(&mut self, field: &str, how: &str, values: &[&str], at: &str, words: &str) -> Result<(), Refusal> {
        let field: Field = read("field", field)?;
        let how: How = read("how", how)?;
        let mut place = at.parse::<usize>().ok();
        let looks = field == Field::Client && !words.is_empty();
        let values =
            if how == How::Without { Vec::new() } else { values.iter().map(|v| v.trim().to_owned()).collect() };
        let filter = Filter { field, how, values: values.into_iter().filter(|value| !value.is_empty()).collect() };
        if !looks || place.is_some() || !filter.values.is_empty() {
            self.put(place, filter);
            place = place.or(self.definition.filters.len().checked_sub(1));
        }
        self.looking = looks.then(|| Looking { place, how, words: words.to_owned() });
        Ok(())
    }

    /// Puts the filter where it was, or behind the others.
    pub fn put(&mut self, place: Option<usize>, filter: Filter) {
        let filters = &mut self.definition.filters;
        match place.and_then(|place| filters.get_mut(place)) {
            Some(old) => *old = filter,
            None => filters.push(filter),
        }
    }

    /// What stands behind the question mark.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = self.definition.to_pairs();
        if let Some(saved) = self.saved {
            pairs.push(("saved", saved.to_string()));
        }
        pairs
    }

    pub fn query(&self) -> String {
        // Names and texts: nothing that a query string could not hold.
        serde_html_form::to_string(self.pairs()).unwrap_or_default()
    }

    pub fn href(&self) -> String {
        format!("/report?{}", self.query())
    }

    /// Where a form that was sent leads: to the report, with what was found where a client is looked for.
    pub fn onward(&self) -> String {
        let Some(Looking { place, how, words }) = &self.looking else { return self.href() };
        let mut pairs = self.pairs();
        pairs.extend([("find", words.clone()), ("find_how", how.to_string())]);
        pairs.push(match place {
            Some(place) => ("find_at", place.to_string()),
            None => ("add", Field::Client.to_string()),
        });
        format!("/report?{}", serde_html_form::to_string(pairs).unwrap_or_default())
    }

    pub fn with(&self, pair: &str) -> String {
        format!("{}&{pair}", self.href())
    }

    /// The address of the page after `change`.
    pub fn changed(&self, change: impl FnOnce(&mut Definition)) -> String {
        let mut definition = self.definition.clone();
        change(&mut definition);
        Address { saved: self.saved, ..Address::of(definition) }.href()
    }
}

/// What Report opens with.
fn clean() -> Definition {
    Definition::of(books::reports::Dataset::Time).grouped(&[Field::ClientGroup])
}

fn read<T: std::str::FromStr<Err: std::fmt::Display>>(name: &'static str, text: &str) -> Result<T, Refusal> {
    text.parse().map_err(|error: T::Err| {
        Refusal::field(
            "FILTER_UNREADABLE",
            name,
            "What was chosen cannot be read.",
            format!("{error}. Go back and choose again; days need both a first and a last day, in this order."),
        )
    })
}
