//! The address of a list: filter, order, page, columns. Every state of the list is one.

use books::clients::{Cursor, Filter, LONGEST_PAGE, Sort, SortBy};

use super::columns::Column;

/// A state of the list. What cannot be read is told, and left out.
#[derive(Clone, Debug)]
pub struct Address {
    pub filter: Filter,
    pub sort: Sort,
    pub limit: i64,
    pub columns: Vec<Column>,
    /// The saved view that is open.
    pub view: String,
    pub cursor: String,
    /// The filter whose choices stand open.
    pub edit: String,
}

/// Rows on a page, to choose from.
pub const PAGE_LENGTHS: [i64; 3] = [50, 100, 200];

impl Default for Address {
    fn default() -> Self {
        Address {
            filter: Filter::default(),
            sort: Sort::default(),
            limit: PAGE_LENGTHS[0],
            columns: Column::DEFAULT.to_vec(),
            view: String::new(),
            cursor: String::new(),
            edit: String::new(),
        }
    }
}

impl Address {
    /// Reads the query string.
    pub fn parse(query: &str) -> books::Result<Address> {
        let pairs: Vec<(String, String)> = serde_html_form::from_str(query).unwrap_or_default();
        let text = |name: &str| {
            pairs.iter().rev().find(|(other, _)| other == name).map(|(_, text)| text.as_str()).unwrap_or_default()
        };
        Ok(Address {
            filter: Filter::from_pairs(pairs.iter().map(|(name, text)| (name.as_str(), text.as_str())))?,
            sort: Sort::parse(text("sort"))?,
            limit: text("limit").parse().unwrap_or(PAGE_LENGTHS[0]).clamp(1, LONGEST_PAGE),
            columns: Column::parse_all(
                pairs.iter().filter(|(name, _)| name == "columns").map(|(_, text)| text.as_str()),
            ),
            view: text("view").to_owned(),
            cursor: text("cursor").to_owned(),
            edit: text("edit").to_owned(),
        })
    }

    /// The cursor, if it belongs to this order; an old one opens the first page instead of an error.
    pub fn cursor(&self) -> Option<Cursor> {
        Cursor::parse(&self.cursor, self.sort).ok()
    }

    /// Everything but the page and the open choices: what a saved view keeps.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = self.filter.to_pairs();
        if self.sort != Sort::default() {
            pairs.push(("sort", self.sort.code()));
        }
        if self.limit != PAGE_LENGTHS[0] {
            pairs.push(("limit", self.limit.to_string()));
        }
        if self.columns != Column::DEFAULT {
            let codes: Vec<&str> = self.columns.iter().map(|column| column.code()).collect();
            pairs.push(("columns", codes.join(",")));
        }
        pairs
    }

    pub fn query(&self) -> String {
        serde_html_form::to_string(self.pairs()).unwrap_or_default()
    }

    fn with(&self, more: &[(&str, String)]) -> String {
        let mut pairs: Vec<(&str, String)> = self.pairs();
        if !self.view.is_empty() {
            pairs.push(("view", self.view.clone()));
        }
        pairs.extend(more.iter().map(|(name, text)| (*name, text.clone())));
        if pairs.is_empty() {
            return "/clients".to_owned();
        }
        format!("/clients?{}", serde_html_form::to_string(pairs).unwrap_or_default())
    }

    /// The first page of this state.
    pub fn href(&self) -> String {
        self.with(&[])
    }

    pub fn page(&self, cursor: &Cursor) -> String {
        self.with(&[("cursor", cursor.encode())])
    }

    /// The same list with the choices of a filter standing open.
    pub fn editing(&self, field: &str) -> String {
        self.with(&[("edit", field.to_owned())])
    }

    /// The same list ordered by a column; a second press turns the order round.
    pub fn sorted(&self, by: SortBy) -> String {
        let descending = self.sort.by == by && !self.sort.descending;
        Address { sort: Sort { by, descending }, ..self.clone() }.href()
    }

    /// The pairs that a form must carry along when it sets these names anew.
    pub fn besides(&self, names: &[&str]) -> Vec<(&'static str, String)> {
        let mut pairs = self.pairs();
        pairs.retain(|(name, _)| !names.contains(name));
        if !self.view.is_empty() {
            pairs.push(("view", self.view.clone()));
        }
        pairs
    }

    /// The list without one of its filters.
    pub fn without(&self, names: &[&str]) -> String {
        let mut pairs = self.besides(names);
        pairs.retain(|(_, text)| !text.is_empty());
        if pairs.is_empty() {
            return "/clients".to_owned();
        }
        format!("/clients?{}", serde_html_form::to_string(pairs).unwrap_or_default())
    }
}
