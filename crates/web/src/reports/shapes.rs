//! Shapes of reports in the API. Field names are a promise to those who call.

use std::collections::BTreeMap;

use books::reports::{
    DateBasis, Definition, Detail, Field, Figure, Figures, Filter, Key, Measure, Question, Report, SavedLine, Standing,
    hundredths_of_hours,
};
use kernel::{Currency, Money};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::words;
use crate::edge::{Amount, Resource, parse_field};

/// A filter: `{"field": "client_group", "how": "any", "values": ["grp_…"]}`.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FilterShape {
    /// `client_group`, `customer_group`, `billing_group`, `corporate_group`, `client`, `status`, `responsible`, `member`,
    /// `work_type`, `billable`, `account`, `product`, `document` or `amount`.
    pub field: String,
    /// `any`, `all`, `none`, `without`, `at_least` or `at_most`.
    pub how: String,
    /// Ids, codes, texts or one amount. An empty list matches nothing.
    #[serde(default)]
    pub values: Vec<String>,
}

/// A report. What is left out is as usual for the dataset.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RunBody {
    /// `time`, `clients`, `invoices` or `ledger`.
    pub dataset: String,
    /// All of them must hold.
    #[serde(default)]
    pub filters: Vec<FilterShape>,
    /// `clients`, `hours`, `billable`, `amount`, `per_hour`, `entries`, `net`, `invoices`, `lines`, `debit`, `credit`,
    /// `balance` or `open_balance`, as far as the dataset has them.
    #[serde(default)]
    pub columns: Vec<String>,
    /// Up to two of the filters' fields or `month`; without any every row stands for itself.
    #[serde(default)]
    pub group_by: Vec<String>,
    /// `columns`, `lines` or `none`.
    pub chart: Option<String>,
    /// On which day groups count: `as_posted`, `today` or a day.
    pub date_basis: Option<String>,
    /// Who is meant by a client of an invoice: `payer` (the usual) or `recipient`.
    pub party: Option<String>,
    /// `this_month`, `last_month`, `this_year`, `this_year_to_date`, `last_year`, `all_time` or `2026-01-01..2026-03-31`.
    pub period: Option<String>,
    /// Lists archived clients too.
    #[serde(default)]
    pub inactive: bool,
    /// Groups, or single rows, wanted: 1,000 where it is left out.
    #[serde(default, skip_serializing)]
    pub limit: Option<i64>,
    /// Groups, or single rows, to leave out before the first.
    #[serde(default, skip_serializing)]
    pub skip: Option<i64>,
}

impl RunBody {
    pub fn definition(&self) -> books::Result<Definition> {
        let mut definition = Definition::of(parse_field("dataset", &self.dataset)?);
        for filter in &self.filters {
            definition.filters.push(Filter {
                field: parse_field("filters", &filter.field)?,
                how: parse_field("filters", &filter.how)?,
                values: filter.values.clone(),
            });
        }
        definition.columns = list::<Measure>("columns", &self.columns)?;
        definition.group_by = list::<Field>("group_by", &self.group_by)?;
        definition.inactive = self.inactive;
        if let Some(chart) = &self.chart {
            definition.chart = parse_field("chart", chart)?;
        }
        if let Some(basis) = &self.date_basis {
            definition.date_basis = Some(parse_field("date_basis", basis)?);
        }
        if let Some(party) = &self.party {
            definition.party = parse_field("party", party)?;
        }
        if let Some(period) = &self.period {
            definition.period = parse_field("period", period)?;
        }
        Ok(definition)
    }

    fn of(definition: &Definition) -> RunBody {
        let filters = definition.filters.iter().map(|filter| FilterShape {
            field: filter.field.to_string(),
            how: filter.how.to_string(),
            values: filter.values.clone(),
        });
        RunBody {
            dataset: definition.dataset.to_string(),
            filters: filters.collect(),
            columns: definition.measures().iter().map(ToString::to_string).collect(),
            group_by: definition.group_by.iter().map(ToString::to_string).collect(),
            chart: Some(definition.chart.to_string()),
            date_basis: Some(definition.basis().to_string()),
            party: Some(definition.party.to_string()),
            period: Some(definition.period.to_string()),
            inactive: definition.inactive,
            limit: None,
            skip: None,
        }
    }
}

pub fn list<T: std::str::FromStr<Err: std::fmt::Display + 'static>>(
    field: &'static str,
    texts: &[String],
) -> books::Result<Vec<T>> {
    texts.iter().map(|text| parse_field(field, text)).collect()
}

/// The answer of a report.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunShape {
    pub header: HeaderShape,
    /// Groups, those with most first; months in their order.
    pub rows: Vec<RowShape>,
    /// Single rows; only where nothing is grouped.
    pub entries: Vec<EntryShape>,
    /// There are more than these.
    pub has_more: bool,
    /// Everything once, whatever it is grouped by. A figure by the code of its column.
    #[schema(value_type = Object)]
    pub total: BTreeMap<&'static str, Value>,
    /// What stands under more than one client group; null where rows are not grouped by it.
    #[schema(value_type = Object)]
    pub counted_in_more_than_one_group: Option<BTreeMap<&'static str, Value>>,
}

/// What the report is about, so that its figures cannot be read as others.
#[derive(Debug, Serialize, ToSchema)]
pub struct HeaderShape {
    #[schema(value_type = Object)]
    pub definition: RunBody,
    /// First day; null where no day was left out.
    pub from: Option<String>,
    pub to: Option<String>,
    /// `as_posted`, `today` or a day.
    pub date_basis: String,
    /// The basis in words.
    pub says: String,
    pub currency: String,
    /// Rows and totals are of the clients that the caller may see, which are not all.
    pub limited_to_clients_you_may_see: bool,
    /// Ids in filters that name a deleted group: they match nothing.
    pub deleted_groups: Vec<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RowShape {
    pub field: String,
    /// Id, code or month; null for rows that have none.
    pub key: Option<String>,
    pub label: String,
    #[schema(value_type = Object)]
    pub figures: BTreeMap<&'static str, Value>,
    /// The second level.
    #[schema(no_recursion)]
    pub rows: Vec<RowShape>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct EntryShape {
    pub date: Option<String>,
    pub client: Option<String>,
    pub client_name: Option<String>,
    /// Time: member and work type. Invoices: number and text. Ledger: account and text. Clients: customer group and
    /// responsible.
    pub texts: Vec<String>,
    #[schema(value_type = Object)]
    pub figures: BTreeMap<&'static str, Value>,
}

impl RunShape {
    pub fn of(report: &Report) -> RunShape {
        let measures = report.definition.measures();
        let write = |figures: &Figures| written(&measures, figures, report.currency);
        RunShape {
            header: HeaderShape::of(report),
            rows: report.lines.iter().map(|line| row(line, &write)).collect(),
            entries: report.details.iter().map(|detail| entry(detail, &write)).collect(),
            has_more: report.has_more || report.lacks_lines,
            total: write(&report.total),
            counted_in_more_than_one_group: report.counted_twice.as_ref().map(write),
        }
    }
}

impl HeaderShape {
    fn of(report: &Report) -> HeaderShape {
        let deleted = report.names.iter().flatten().filter(|named| named.standing == Standing::Deleted);
        HeaderShape {
            definition: RunBody::of(&report.definition),
            from: report.days.map(|(from, _)| from.to_string()),
            to: report.days.map(|(_, to)| to.to_string()),
            date_basis: report.definition.basis().to_string(),
            says: words::counted(&report.definition),
            currency: report.currency.to_string(),
            limited_to_clients_you_may_see: report.is_limited,
            deleted_groups: deleted.map(|named| named.code.clone()).collect(),
        }
    }
}

fn row(line: &books::reports::Line, write: &impl Fn(&Figures) -> BTreeMap<&'static str, Value>) -> RowShape {
    let Key { field, code, label, .. } = &line.key;
    RowShape {
        field: field.to_string(),
        key: code.clone(),
        label: label.clone(),
        figures: write(&line.figures),
        rows: line.lines.iter().map(|under| row(under, write)).collect(),
    }
}

fn entry(detail: &Detail, write: &impl Fn(&Figures) -> BTreeMap<&'static str, Value>) -> EntryShape {
    EntryShape {
        date: detail.day.map(|day| day.to_string()),
        client: detail.client.as_ref().map(|(id, _)| id.to_string()),
        client_name: detail.client.as_ref().map(|(_, name)| name.clone()),
        texts: detail.texts.to_vec(),
        figures: write(&detail.figures),
    }
}

/// Money as an amount with its currency, hours as a decimal text with the exact minutes beside it, the rest as numbers.
fn written(measures: &[Measure], figures: &Figures, currency: Currency) -> BTreeMap<&'static str, Value> {
    let mut all = BTreeMap::new();
    for measure in measures {
        let value = match measure.of(figures) {
            Figure::Count(number) | Figure::Percent(number) => json!(number),
            Figure::Minutes(minutes) => {
                all.insert("minutes", json!(minutes));
                json!(words::decimal(hundredths_of_hours(minutes)))
            }
            Figure::Money(minor) => json!(Amount::from(Money::new(minor, currency))),
            Figure::Nothing => Value::Null,
        };
        all.insert(measure.code(), value);
    }
    all
}

/// A saved report.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReportShape {
    pub id: String,
    pub name: String,
    /// `me` or `office`.
    pub scope: String,
    /// Id of the member who answers for it.
    pub owner: String,
    pub dataset: String,
    pub filters: Vec<FilterShape>,
    pub columns: Vec<String>,
    pub group_by: Vec<String>,
    pub chart: String,
    /// Null where it is as usual for the dataset.
    pub date_basis: Option<String>,
    /// `payer` or `recipient`.
    pub party: String,
    /// A relative period stays relative.
    pub period: String,
    pub inactive: bool,
    pub version: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ReportPage {
    pub items: Vec<ReportShape>,
    pub next: Option<String>,
}

impl Resource for SavedLine {
    type Shape = ReportShape;

    fn version(&self) -> i64 {
        self.report.version
    }

    fn shape(&self) -> ReportShape {
        let report = &self.report;
        // A view of the list of clients is a question about clients; its own filter stands in its address.
        let definition = match &report.question {
            Question::Report(definition) => definition.clone(),
            Question::Clients(_) => Definition::of(books::reports::Dataset::Clients),
        };
        let body = RunBody::of(&definition);
        ReportShape {
            id: report.id.to_string(),
            name: report.name.to_string(),
            scope: report.scope.to_string(),
            owner: report.owner.to_string(),
            dataset: body.dataset,
            filters: body.filters,
            columns: definition.columns.iter().map(ToString::to_string).collect(),
            group_by: body.group_by,
            chart: definition.chart.to_string(),
            date_basis: definition.date_basis.map(|basis: DateBasis| basis.to_string()),
            party: definition.party.to_string(),
            period: definition.period.to_string(),
            inactive: definition.inactive,
            version: report.version,
        }
    }
}
