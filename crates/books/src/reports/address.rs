//! A report as a query string, so that every state of the page has an address that can be read and sent on.

use kernel::Refusal;

use super::definition::{Chart, Dataset, Definition, Party};
use super::during::{DateBasis, During};
use super::field::{Field, Filter, How};
use super::measure::Measure;

/// What a work type with a comma in it, and the sign that says so, are written as.
const ESCAPES: [(char, &str); 2] = [('\\', "\\\\"), (',', "\\,")];

impl Definition {
    /// Reads the report's part of a query string; other names are left alone. `group` and `inactive=1` are the short
    /// form by which other pages link to the clients of a group.
    pub fn from_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Definition, Refusal> {
        let mut definition = Definition::of(Dataset::Time);
        for (name, text) in pairs {
            match name {
                "dataset" => definition.dataset = read("dataset", text)?,
                "filter" => definition.filters.push(read_filter(text)?),
                "group" => definition = definition.filtered(Field::ClientGroup, How::Any, &[text]),
                "columns" => definition.columns = read_list::<Measure>("columns", text)?,
                "by" => definition.group_by = read_list::<Field>("by", text)?,
                "chart" => definition.chart = read::<Chart>("chart", text)?,
                "basis" => definition.date_basis = Some(read::<DateBasis>("basis", text)?),
                "party" => definition.party = read::<Party>("party", text)?,
                "period" => definition.period = read::<During>("period", text)?,
                "inactive" => definition.inactive = text == "1",
                _ => {}
            }
        }
        Ok(definition)
    }

    /// The report as a query string has it; what is as usual is not there.
    pub fn to_pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = vec![("dataset", self.dataset.to_string())];
        pairs.extend(self.filters.iter().map(|filter| ("filter", write_filter(filter))));
        if self.period != During::Always {
            pairs.push(("period", self.period.to_string()));
        }
        if let Some(basis) = self.date_basis {
            pairs.push(("basis", basis.to_string()));
        }
        if self.party != Party::Payer {
            pairs.push(("party", self.party.to_string()));
        }
        if !self.group_by.is_empty() {
            pairs.push(("by", join(&self.group_by)));
        }
        if !self.columns.is_empty() {
            pairs.push(("columns", join(&self.columns)));
        }
        if self.chart != Chart::Columns {
            pairs.push(("chart", self.chart.to_string()));
        }
        if self.inactive {
            pairs.push(("inactive", "1".to_owned()));
        }
        pairs
    }
}

fn join<T: ToString>(items: &[T]) -> String {
    items.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}

fn read<T: std::str::FromStr<Err: std::fmt::Display>>(name: &'static str, text: &str) -> Result<T, Refusal> {
    text.trim().parse().map_err(|error: T::Err| unreadable(name, &error.to_string()))
}

fn read_list<T: std::str::FromStr<Err: std::fmt::Display>>(name: &'static str, text: &str) -> Result<Vec<T>, Refusal> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(|part| read(name, part)).collect()
}

/// `client_group:any:grp_…,grp_…`.
fn read_filter(text: &str) -> Result<Filter, Refusal> {
    let mut parts = text.splitn(3, ':');
    let mut next = || parts.next().unwrap_or_default();
    let (field, how, values) = (next(), next(), next());
    Ok(Filter { field: read("filter", field)?, how: read("filter", how)?, values: split(values) })
}

fn write_filter(filter: &Filter) -> String {
    let escaped = |value: &String| {
        let mut text = String::with_capacity(value.len());
        for sign in value.chars() {
            match ESCAPES.iter().find(|(escaped, _)| *escaped == sign) {
                Some((_, escape)) => text.push_str(escape),
                None => text.push(sign),
            }
        }
        text
    };
    let values: Vec<String> = filter.values.iter().map(escaped).collect();
    format!("{}:{}:{}", filter.field, filter.how, values.join(","))
}

fn split(text: &str) -> Vec<String> {
    let mut values = vec![String::new()];
    let mut signs = text.chars();
    while let Some(sign) = signs.next() {
        match sign {
            ',' => values.push(String::new()),
            '\\' => add(&mut values, signs.next()),
            sign => add(&mut values, Some(sign)),
        }
    }
    values.retain(|value| !value.is_empty());
    values
}

fn add(values: &mut [String], sign: Option<char>) {
    if let (Some(value), Some(sign)) = (values.last_mut(), sign) {
        value.push(sign);
    }
}

fn unreadable(name: &'static str, why: &str) -> Refusal {
    Refusal::field(
        "FILTER_UNREADABLE",
        name,
        format!("The report's {name} cannot be read."),
        format!("{why}. Open Report from the menu and choose again."),
    )
}
