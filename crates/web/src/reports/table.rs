//! The table of a report: groups with their sums, or single rows; the same cells go into files.

use books::reports::{Dataset, DateBasis, Detail, Field, Figure, Figures, Key, Line, MOST_EXPORTED, Measure, Report};
use files::{Cell, Column};

use super::address::Address;
use super::words;
use crate::company::moments::short_day;
use crate::layout::count;

/// What the template shows.
#[derive(Debug)]
pub struct TableView {
    pub about: String,
    pub heads: Vec<Head>,
    pub rows: Vec<RowView>,
    pub foot: Vec<Shown>,
    pub foot_label: String,
    /// Columns of words before the figures.
    pub words: usize,
}

#[derive(Debug)]
pub struct Head {
    pub label: String,
    pub is_figure: bool,
    pub hides: bool,
}

#[derive(Debug)]
pub struct RowView {
    pub label: String,
    pub href: String,
    /// A client group's colour: `c1`; `c0` is one without, empty is no client group.
    pub color: String,
    /// The second level.
    pub is_under: bool,
    /// It has lines of the second level.
    pub is_group: bool,
    pub words: Vec<String>,
    pub figures: Vec<Shown>,
}

#[derive(Debug)]
pub struct Shown {
    pub text: String,
    pub hides: bool,
}

/// A phone has no room for these.
fn hides(measure: Measure) -> bool {
    matches!(measure, Measure::Clients | Measure::PerHour | Measure::Entries | Measure::Lines | Measure::Invoices)
}

fn is_money(measure: Measure) -> bool {
    matches!(measure.of(&Figures { sums: [60; 3], ..Figures::default() }), Figure::Money(_))
}

/// The columns: of single rows only those that say something about one row.
fn measures(report: &Report) -> Vec<Measure> {
    let all = report.definition.measures();
    if !report.definition.group_by.is_empty() {
        return all;
    }
    all.into_iter().filter(|measure| !matches!(measure.of(&Figures::default()), Figure::Count(_))).collect()
}

fn title(measure: Measure, report: &Report) -> String {
    if is_money(measure) { format!("{}, {}", measure.label(), report.currency) } else { measure.label().to_owned() }
}

/// Heads of the words of a single row.
fn word_heads(dataset: Dataset) -> [&'static str; 4] {
    match dataset {
        Dataset::Time => ["Day", "Client", "Member", "Work type"],
        Dataset::Invoices => ["Day", "Client", "Invoice", "Text"],
        Dataset::Ledger => ["Day", "Client", "Account", "Text"],
        Dataset::Clients => ["Client", "Customer group", "Responsible", ""],
    }
}

fn words_of(detail: &Detail, dataset: Dataset) -> Vec<String> {
    let client = detail.client.as_ref().map(|(_, name)| name.clone()).unwrap_or_default();
    let [first, second] = detail.texts.clone();
    match dataset {
        Dataset::Clients => vec![client, first, second],
        _ => vec![detail.day.map(short_day).unwrap_or_default(), client, first, second],
    }
}

impl TableView {
    pub fn new(report: &Report, address: &Address) -> TableView {
        let measures = measures(report);
        let dataset = report.definition.dataset;
        let figure_heads =
            measures.iter().map(|m| Head { label: title(*m, report), is_figure: true, hides: hides(*m) });
        let word = |label: &str| Head { label: label.to_owned(), is_figure: false, hides: false };
        let grouped = !report.definition.group_by.is_empty();
        let about: String = if grouped {
            let levels: Vec<&str> = report.definition.group_by.iter().map(|field| field.label()).collect();
            levels.join(", ")
        } else {
            dataset.label().to_owned()
        };
        let mut heads: Vec<Head> = if grouped {
            vec![word(&about)]
        } else {
            word_heads(dataset).into_iter().filter(|label| !label.is_empty()).map(word).collect()
        };
        let words = heads.len();
        heads.extend(figure_heads);
        let shown = |figures: &Figures| shown(&measures, figures, report);
        let mut rows = Vec::new();
        for line in &report.lines {
            rows.push(line_view(line, &[&line.key], report, address, &shown));
            rows.extend(
                line.lines.iter().map(|under| line_view(under, &[&line.key, &under.key], report, address, &shown)),
            );
        }
        rows.extend(report.details.iter().map(|detail| detail_view(detail, dataset, &shown)));
        let foot_label = match dataset {
            Dataset::Time => "Total, each hour once",
            Dataset::Clients => "Total, each client once",
            Dataset::Invoices | Dataset::Ledger => "Total, each amount once",
        };
        let foot_label = if report.counted_twice.is_some() { foot_label } else { "Total" }.to_owned();
        TableView { about, heads, rows, foot: shown(&report.total), foot_label, words }
    }
}

fn shown(measures: &[Measure], figures: &Figures, report: &Report) -> Vec<Shown> {
    let show =
        |measure: &Measure| Shown { text: words::figure(measure.of(figures), report.currency), hides: hides(*measure) };
    measures.iter().map(show).collect()
}

fn line_view(
    line: &Line,
    keys: &[&Key],
    report: &Report,
    address: &Address,
    shown: &impl Fn(&Figures) -> Vec<Shown>,
) -> RowView {
    let inside = report.definition.inside(keys, report.today);
    RowView {
        label: label(&line.key),
        href: Address { saved: address.saved, ..Address::of(inside) }.href(),
        color: match (line.key.field, &line.key.code) {
            (Field::ClientGroup, Some(_)) => format!("c{}", line.key.color),
            _ => String::new(),
        },
        is_under: keys.len() > 1,
        is_group: keys.len() == 1 && report.definition.group_by.len() > 1,
        words: Vec::new(),
        figures: shown(&line.figures),
    }
}

fn label(key: &Key) -> String {
    match key.field {
        Field::Month => words::month(&key.label),
        _ => key.label.clone(),
    }
}

fn detail_view(detail: &Detail, dataset: Dataset, shown: &impl Fn(&Figures) -> Vec<Shown>) -> RowView {
    let href = match (&detail.client, dataset) {
        (Some((client, _)), Dataset::Clients) => format!("/clients/{client}"),
        _ => String::new(),
    };
    let mut words = words_of(detail, dataset);
    let label = words.remove(0);
    RowView {
        label,
        href,
        color: String::new(),
        is_under: false,
        is_group: false,
        words,
        figures: shown(&detail.figures),
    }
}

/// A file travels without the page: the head of a column of groups says when they count, unless it is today.
fn level_head(field: Field, report: &Report) -> String {
    match (field.kind(), report.definition.basis()) {
        (None, _) | (_, DateBasis::Today) => field.label().to_owned(),
        (Some(_), basis) => format!("{} {}", field.label(), words::basis(basis).trim_start_matches("groups ")),
    }
}

/// Header and rows for a file: levels are columns of their own, the total is the last row.
pub fn cells(report: &Report) -> (Vec<Column>, Vec<Vec<Cell>>) {
    let measures = measures(report);
    let definition = &report.definition;
    let decimals = u8::try_from(report.currency.decimals()).unwrap_or(2);
    let mut header: Vec<Column> = if definition.group_by.is_empty() {
        word_heads(definition.dataset).iter().filter(|head| !head.is_empty()).map(|head| Column::new(*head)).collect()
    } else {
        definition.group_by.iter().map(|field| Column::new(level_head(*field, report))).collect()
    };
    let words = header.len();
    header.extend(measures.iter().map(|measure| Column::new(title(*measure, report))));
    let figures = |figures: &Figures| measures.iter().map(move |m| cell(m.of(figures), decimals)).collect::<Vec<_>>();
    let mut rows = Vec::new();
    for line in &report.lines {
        if definition.group_by.len() == 1 {
            rows.push(row([Cell::text(label(&line.key))], figures(&line.figures)));
        }
        for under in &line.lines {
            rows.push(row([Cell::text(label(&line.key)), Cell::text(label(&under.key))], figures(&under.figures)));
        }
    }
    for detail in &report.details {
        let mut texts: Vec<Cell> = words_of(detail, definition.dataset).into_iter().map(Cell::text).collect();
        if let (Some(first), Some(day)) = (texts.first_mut(), detail.day) {
            *first = Cell::Day(day);
        }
        rows.push(row(texts, figures(&detail.figures)));
    }
    let mut total = vec![Cell::Empty; words];
    if let Some(first) = total.first_mut() {
        *first = Cell::text(if report.counted_twice.is_some() { "Total, everything once" } else { "Total" });
    }
    rows.push(row(total, figures(&report.total)));
    if report.has_more || report.lacks_lines {
        let most = count(MOST_EXPORTED);
        let said = format!("Not every line is here: a file holds {most}. The total is of all of them.");
        rows.push(vec![Cell::text(said)]);
    }
    (header, rows)
}

fn row(words: impl IntoIterator<Item = Cell>, figures: Vec<Cell>) -> Vec<Cell> {
    words.into_iter().chain(figures).collect()
}

fn cell(figure: Figure, decimals: u8) -> Cell {
    match figure {
        Figure::Count(number) | Figure::Percent(number) => Cell::Integer(number),
        Figure::Minutes(minutes) => Cell::Amount { minor: books::reports::hundredths_of_hours(minutes), decimals: 2 },
        Figure::Money(minor) => Cell::Amount { minor, decimals },
        Figure::Nothing => Cell::Empty,
    }
}
