//! The page of a report: run, drawn, saved from.

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use books::clients::{ClientList, Filter as ClientFilter, ListClients, Sort};
use books::reports::{
    During, Field, Figure, Filter, ListFieldChoices, ListReports, Measure, ReadReport, Report, RunReport, SavedLine,
    Scope,
};
use kernel::Failure;

use super::address::{Address, Looking};
use super::builder::{Builder, Offered, fields_in_use};
use super::chart::{DESK, Drawing, PHONE, draw};
use super::table::TableView;
use super::words;
use crate::company::moments::short_day;
use crate::edge::{PageFailure, PageResult, Visit, parse_field};
use crate::layout::{Frame, Pager, Section, count};

/// Single rows, or groups, on one page.
const ROWS: i64 = 200;
/// Clients that a filter offers at once.
const CLIENTS: i64 = 20;

#[derive(Template)]
#[template(path = "reports/report.html")]
struct ReportPage {
    frame: Frame,
    title: String,
    lede: String,
    scope: Option<Scope>,
    is_changed: bool,
    is_limited: bool,
    names_deleted: bool,
    print: bool,
    query: String,
    builder: Builder,
    stats: Vec<(&'static str, String, String)>,
    drawing: Option<Drawing>,
    /// The same for a phone.
    narrow: Option<Drawing>,
    table: TableView,
    notes: Vec<String>,
    pager: Option<Pager>,
    saved: Option<SavedLine>,
    reports: Vec<SavedLine>,
    may_share: bool,
    print_href: String,
}

impl ReportPage {
    /// Whether the saved report can take what is shown now.
    fn takes_changes(&self) -> bool {
        self.saved.as_ref().is_some_and(|saved| saved.may_change)
    }

    /// Every row of the dataset is asked for.
    fn is_unfiltered(&self) -> bool {
        self.builder.chips.is_empty() && self.builder.period == words::during(During::Always)
    }

    fn suggested_name(&self) -> String {
        self.title.clone()
    }
}

pub async fn show(visit: Visit) -> PageResult {
    let query = visit.uri.query().unwrap_or_default();
    let mut address = Address::read(query).map_err(|refusal| visit.failure(refusal.into()))?;
    if address.was_edited {
        take_only_match(&visit, &mut address).await?;
        return Ok(Redirect::to(&address.onward()).into_response());
    }
    show_report(&visit, address).await
}

/// A saved report, as it was saved.
pub async fn open(visit: Visit, Path(id): Path<String>) -> PageResult {
    let saved = find(&visit, &id).await?;
    let definition = super::api::definition(&saved).map_err(|failure| visit.failure(failure))?;
    let address = Address {
        saved: Some(saved.report.id),
        print: visit.uri.query().is_some_and(|query| query.contains("print=1")),
        ..Address::of(definition)
    };
    show_report(&visit, address).await
}

pub async fn find(visit: &Visit, id: &str) -> Result<SavedLine, PageFailure> {
    let id = parse_field("id", id).map_err(|_| visit.failure(Failure::missing("report", id)))?;
    visit.ask(ReadReport { id }).await
}

/// Words that find one client alone need no list to choose from.
async fn take_only_match(visit: &Visit, address: &mut Address) -> Result<(), PageFailure> {
    let Some(looking) = address.looking.clone() else { return Ok(()) };
    let rows = find_clients(visit, looking.words, 2).await?.rows;
    let [only] = rows.as_slice() else { return Ok(()) };
    let mut values = match looking.place.and_then(|place| address.definition.filters.get(place)) {
        Some(filter) => filter.values.clone(),
        None => Vec::new(),
    };
    let id = only.client.id.to_string();
    if !values.contains(&id) {
        values.push(id);
    }
    address.put(looking.place, Filter { field: Field::Client, how: looking.how, values });
    address.looking = None;
    Ok(())
}

async fn find_clients(visit: &Visit, text: String, limit: i64) -> Result<ClientList, PageFailure> {
    let filter = ClientFilter { text, ..ClientFilter::default() };
    visit.ask(ListClients { filter, sort: Sort::default(), cursor: None, limit, counted: true }).await
}

/// Clients are too many to list: words find them, and the page says how many more there are.
async fn offer_clients(visit: &Visit, address: &Address) -> Result<Option<Offered>, PageFailure> {
    let adds = address.adding == Some(Field::Client);
    let Some(looking) = address.looking.clone().or_else(|| adds.then(Looking::anybody)) else { return Ok(None) };
    let page = find_clients(visit, looking.words.clone(), CLIENTS).await?;
    let clients = page.rows.iter().map(|row| {
        let client = &row.client;
        (client.id.to_string(), client.details.name.to_string(), client.number.to_string())
    });
    Ok(Some(Offered { clients: clients.collect(), total: page.total, looking }))
}

async fn show_report(visit: &Visit, address: Address) -> PageResult {
    let run = RunReport { definition: address.definition.clone(), skip: address.skip, limit: ROWS };
    let report = visit.ask(run).await?;
    let choices = visit.ask(ListFieldChoices { fields: fields_in_use(&address) }).await?;
    let offered = offer_clients(visit, &address).await?;
    let reports = visit.ask(ListReports { place: "report" }).await?;
    let saved = address.saved.and_then(|id| reports.iter().find(|line| line.report.id == id).cloned());
    let title = saved.as_ref().map_or_else(|| title(&report), |saved| saved.report.name.to_string());
    let mut frame = visit.frame(Section::Report, "report", &title).crumb("Report", "/report").crumb(&title, "");
    frame.toast = frame.toast.take();
    let is_changed = saved
        .as_ref()
        .is_some_and(|saved| super::api::definition(saved).is_ok_and(|definition| definition != address.definition));
    let page = ReportPage {
        frame,
        lede: lede(&report),
        scope: saved.as_ref().map(|saved| saved.report.scope),
        is_changed,
        is_limited: report.is_limited,
        names_deleted: report.names_deleted(),
        print: address.print,
        query: address.query(),
        builder: Builder::new(&address, &report, &choices, offered.as_ref()),
        stats: stats(&report),
        drawing: draw(&report, DESK),
        narrow: draw(&report, PHONE),
        table: TableView::new(&report, &address),
        notes: notes(&report),
        pager: pager(&report, &address),
        saved,
        reports,
        may_share: visit.may(books::Permission::ShareReports),
        print_href: address.with("print=1"),
        title,
    };
    visit.show(&page)
}

/// `Time by client group, month`.
fn title(report: &Report) -> String {
    let dataset = report.definition.dataset.label();
    let levels: Vec<String> = report.definition.group_by.iter().map(|field| field.label().to_lowercase()).collect();
    if levels.is_empty() { dataset.to_owned() } else { format!("{dataset} by {}", levels.join(", ")) }
}

fn lede(report: &Report) -> String {
    let basis = words::counted(&report.definition);
    let counted = format!("counted on {}", short_day(report.today));
    match report.definition.dataset {
        books::reports::Dataset::Clients => format!("{basis} · {counted}"),
        _ => format!("{} · {basis} · {counted}", words::days(report.days)),
    }
}

/// The figures of the whole, four at most.
fn stats(report: &Report) -> Vec<(&'static str, String, String)> {
    let tile = |measure: &Measure| {
        let figure = measure.of(&report.total);
        let (text, unit) = match figure {
            Figure::Money(_) => (words::figure(figure, report.currency), report.currency.to_string()),
            Figure::Percent(percent) => (percent.to_string(), "%".to_owned()),
            _ => (words::figure(figure, report.currency), String::new()),
        };
        (measure.label(), text, unit)
    };
    report.definition.measures().iter().take(4).map(tile).collect()
}

/// The lines below a report: what is counted in more than one group, and what is left out.
fn notes(report: &Report) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(twice) = report.counted_twice.filter(|twice| twice.rows > 0) {
        let main = Measure::main(report.definition.dataset);
        let figure = match main.of(&twice) {
            Figure::Money(0) => Figure::Count(twice.clients),
            other => other,
        };
        notes.push(format!(
            "{} counted in more than one group. A client in several groups stands in each of them; the total counts it once.",
            words::in_a_sentence(figure, report.currency)
        ));
    }
    if (report.lines.len() as i64) < report.groups {
        let (shown, groups) = (count(report.lines.len() as i64), count(report.groups));
        notes
            .push(format!("{shown} of {groups} groups stand on this page. The total, CSV and Excel hold all of them."));
    }
    if report.lacks_lines {
        notes.push(
            "The second level has more lines than a page holds, so some groups do not show all of theirs. Add a filter to see them.".to_owned(),
        );
    }
    notes
}

fn pager(report: &Report, address: &Address) -> Option<Pager> {
    if !report.has_more && address.skip == 0 {
        return None;
    }
    let grouped = !report.definition.group_by.is_empty();
    let shown = if grouped { report.lines.len() } else { report.details.len() } as i64;
    let at = |skip: i64| address.with(&format!("skip={}", skip.max(0)));
    Some(Pager {
        first: if shown == 0 { String::new() } else { count(address.skip + 1) },
        last: count(address.skip + shown),
        total: count(if grouped { report.groups } else { report.total.rows }),
        previous: (address.skip > 0).then(|| at(address.skip - ROWS)),
        next: report.has_more.then(|| at(address.skip + ROWS)),
    })
}
