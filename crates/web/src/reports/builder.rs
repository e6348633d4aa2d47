//! The builder above a report: what it is about, its filters as chips, its levels, its columns.

use books::clients::Total;
use books::reports::{
    Chart, Dataset, DateBasis, Definition, During, Field, FieldChoice, How, MOST_LEVELS, Measure, Named, Party, Report,
    Standing,
};

use super::address::{Address, Looking};
use super::words;
use crate::layout::count;

/// A link that changes the report.
#[derive(Debug)]
pub struct Link {
    pub label: String,
    pub icon: &'static str,
    pub href: String,
    pub is_current: bool,
}

/// A filter.
#[derive(Debug)]
pub struct Chip {
    pub field: Field,
    pub icon: &'static str,
    /// Its place among the filters; `None` for one that is being added.
    pub place: Option<usize>,
    pub how: How,
    /// Short: `VIP, +2`.
    pub value: String,
    /// Every value, for paper and for readers.
    pub spelled: String,
    /// It names something that is gone or hidden.
    pub standing: Option<&'static str>,
    pub choices: Vec<Choice>,
    pub remove: String,
    pub is_open: bool,
    /// The amount typed, or the words that look for a client.
    pub typed: String,
    /// How many more clients the words find.
    pub hint: String,
}

impl Chip {
    /// What the filter offers at once: all but archived groups that it does not name.
    pub fn at_hand(&self) -> impl Iterator<Item = &Choice> {
        self.choices.iter().filter(|choice| choice.is_chosen || choice.note != ARCHIVED)
    }

    /// What stands under "Show archived".
    pub fn archived(&self) -> Vec<&Choice> {
        self.choices.iter().filter(|choice| !choice.is_chosen && choice.note == ARCHIVED).collect()
    }
}

const ARCHIVED: &str = "archived";

/// Clients that a filter offers.
#[derive(Debug)]
pub struct Offered {
    pub looking: Looking,
    /// Id, name and number.
    pub clients: Vec<(String, String, String)>,
    /// How many match; nothing where nobody counted.
    pub total: Option<Total>,
}

impl Offered {
    fn hint(&self) -> String {
        let words = &self.looking.words;
        let shown = self.clients.len() as i64;
        let (total, about) = match self.total {
            Some(Total::Exactly(total)) => (total, ""),
            Some(Total::MoreThan(total)) => (total, "more than "),
            None => (0, ""),
        };
        match (shown, words.is_empty()) {
            (0, true) => "There is no client yet.".to_owned(),
            (0, false) => format!("No client matches “{words}”. Look for another word."),
            _ if shown < total => format!("And {about}{} more: type a name to find them.", count(total - shown)),
            _ => String::new(),
        }
    }

    /// Who is chosen already, then who was found.
    fn choices(&self, chosen: &[Named]) -> Vec<Choice> {
        let mut all = choices_of(Field::Client, &[], chosen);
        let found = self.clients.iter().filter(|(id, ..)| !chosen.iter().any(|named| named.code == *id));
        all.extend(found.map(|(id, name, number)| Choice {
            value: id.clone(),
            label: name.clone(),
            class: String::new(),
            note: number.clone(),
            is_chosen: false,
        }));
        all
    }
}

#[derive(Debug)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub class: String,
    pub note: String,
    pub is_chosen: bool,
}

/// Everything that the builder shows.
#[derive(Debug)]
pub struct Builder {
    pub hidden: Vec<(&'static str, String)>,
    pub datasets: Vec<Link>,
    pub chips: Vec<Chip>,
    pub addable: Vec<Link>,
    pub periods: Vec<(String, String, bool)>,
    pub period: String,
    /// First and last day where they were typed.
    pub days: Option<(String, String)>,
    pub period_off: String,
    pub has_period: bool,
    pub basis: String,
    pub basis_code: String,
    pub basis_day: String,
    /// Whose client and groups count; empty where there is no choice.
    pub parties: Vec<Link>,
    pub levels: Vec<Link>,
    pub more_levels: Vec<Link>,
    pub columns: Vec<(Measure, bool)>,
    pub chosen_columns: usize,
    pub charts: Vec<Link>,
}

pub fn icon(field: Field) -> &'static str {
    match field {
        Field::ClientGroup => "tag",
        Field::CustomerGroup => "ledger",
        Field::Client | Field::BillingGroup | Field::CorporateGroup => "users",
        Field::Status => "eye",
        Field::Responsible | Field::Member => "user",
        Field::WorkType | Field::Billable => "clock",
        Field::Account => "ledger",
        Field::Product | Field::Document => "invoice",
        Field::Amount => "wallet",
        Field::Month => "cal",
    }
}

/// The fields whose choices the page shows.
pub fn fields_in_use(address: &Address) -> Vec<Field> {
    let mut fields: Vec<Field> = address.definition.filters.iter().map(|filter| filter.field).collect();
    fields.extend(address.adding);
    fields.sort_unstable();
    fields.dedup();
    fields
}

impl Builder {
    pub fn new(
        address: &Address,
        report: &Report,
        choices: &[(Field, Vec<FieldChoice>)],
        offered: Option<&Offered>,
    ) -> Builder {
        let definition = &address.definition;
        let basis = definition.basis();
        Builder {
            hidden: address.pairs(),
            datasets: datasets(address),
            chips: chips(address, report, choices, offered),
            addable: addable(address),
            periods: periods(definition),
            period: words::during(definition.period),
            days: match definition.period {
                During::Days(from, to) => Some((from.to_string(), to.to_string())),
                _ => None,
            },
            period_off: address.changed(|definition| definition.period = During::Always),
            has_period: definition.dataset != Dataset::Clients,
            basis: words::basis(basis).trim_start_matches("groups ").to_owned(),
            basis_code: match basis {
                DateBasis::AsOf(_) => "day".to_owned(),
                other => other.to_string(),
            },
            basis_day: match basis {
                DateBasis::AsOf(day) => day.to_string(),
                _ => report.today.to_string(),
            },
            parties: parties(address),
            levels: levels(address),
            more_levels: more_levels(address),
            columns: columns(definition),
            chosen_columns: definition.measures().len(),
            charts: charts(address),
        }
    }

    pub fn is_counted(&self, code: &str) -> bool {
        self.basis_code == code
    }
}

fn parties(address: &Address) -> Vec<Link> {
    let parties = address.definition.dataset.parties();
    let link = |party: &Party| Link {
        label: party.label().to_owned(),
        icon: "",
        href: address.changed(|definition| definition.party = *party),
        is_current: *party == address.definition.party,
    };
    if parties.len() < 2 { Vec::new() } else { parties.iter().map(link).collect() }
}

/// Another dataset keeps what it has too.
fn datasets(address: &Address) -> Vec<Link> {
    let link = |dataset: &Dataset| Link {
        label: dataset.label().to_owned(),
        icon: "",
        href: address.changed(|definition| {
            definition.dataset = *dataset;
            definition.filters.retain(|filter| filter.field.is_of(*dataset));
            definition.group_by.retain(|field| field.is_of(*dataset));
            definition.columns.clear();
            definition.date_basis = None;
            definition.party = Party::Payer;
        }),
        is_current: *dataset == address.definition.dataset,
    };
    Dataset::ALL.iter().map(link).collect()
}

fn chips(
    address: &Address,
    report: &Report,
    choices: &[(Field, Vec<FieldChoice>)],
    offered: Option<&Offered>,
) -> Vec<Chip> {
    let mut chips = Vec::new();
    let offered_at = |place: Option<usize>, field: Field| {
        offered.filter(|offered| field == Field::Client && offered.looking.place == place)
    };
    for (place, filter) in address.definition.filters.iter().enumerate() {
        let names = report.names.get(place).map(Vec::as_slice).unwrap_or_default();
        let (value, spelled) = values(filter.how, names);
        let gone = names.iter().any(|named| named.standing == Standing::Deleted);
        let archived = names.iter().any(|named| named.standing == Standing::Archived);
        let found = offered_at(Some(place), filter.field);
        chips.push(Chip {
            field: filter.field,
            icon: icon(filter.field),
            place: Some(place),
            how: filter.how,
            value,
            spelled,
            standing: if gone { Some("deleted") } else { archived.then_some(ARCHIVED) },
            choices: found.map_or_else(|| choices_of(filter.field, choices, names), |found| found.choices(names)),
            remove: address.changed(|definition| {
                definition.filters.remove(place);
            }),
            is_open: found.is_some(),
            typed: match found {
                Some(found) => found.looking.words.clone(),
                None if filter.field == Field::Amount => filter.values.join(""),
                None => String::new(),
            },
            hint: found.map(Offered::hint).unwrap_or_default(),
        });
    }
    if let Some(field) = address.adding {
        let found = offered_at(None, field);
        let first = field.ways().first().copied().unwrap_or(How::Any);
        chips.push(Chip {
            field,
            icon: icon(field),
            place: None,
            how: found.map_or(first, |found| found.looking.how),
            value: "Choose".to_owned(),
            spelled: String::new(),
            standing: None,
            choices: found.map_or_else(|| choices_of(field, choices, &[]), |found| found.choices(&[])),
            remove: address.href(),
            is_open: true,
            typed: found.map(|found| found.looking.words.clone()).unwrap_or_default(),
            hint: found.map(Offered::hint).unwrap_or_default(),
        });
    }
    chips
}

/// The first value and how many more, and all of them.
fn values(how: How, names: &[Named]) -> (String, String) {
    if how == How::Without {
        return (String::new(), String::new());
    }
    let all: Vec<&str> = names.iter().map(|named| named.label.as_str()).collect();
    match all[..] {
        [] => ("nothing".to_owned(), "nothing".to_owned()),
        [only] => (only.to_owned(), only.to_owned()),
        [first, ..] => (format!("{first}, +{}", all.len() - 1), all.join(", ")),
    }
}

fn choices_of(field: Field, choices: &[(Field, Vec<FieldChoice>)], chosen: &[Named]) -> Vec<Choice> {
    let offered = choices.iter().find(|(other, _)| *other == field).map(|(_, all)| all.as_slice()).unwrap_or_default();
    let is_chosen = |value: &str| chosen.iter().any(|named| named.code == value);
    // One without a colour has a grey dot; other fields have none.
    let class = |color: i64| if field == Field::ClientGroup { format!("grp--c{color}") } else { String::new() };
    let mut all: Vec<Choice> = offered
        .iter()
        .map(|choice| Choice {
            value: choice.value.clone(),
            label: choice.label.clone(),
            class: class(choice.color),
            note: if choice.archived { ARCHIVED.to_owned() } else { String::new() },
            is_chosen: is_chosen(&choice.value),
        })
        .collect();
    // What is chosen and not offered any more can still be taken away.
    for named in chosen.iter().filter(|named| !offered.iter().any(|choice| choice.value == named.code)) {
        let note = if named.standing == Standing::Deleted { "deleted".to_owned() } else { String::new() };
        let (value, label) = (named.code.clone(), named.label.clone());
        all.push(Choice { value, label, class: String::new(), note, is_chosen: true });
    }
    all
}

fn addable(address: &Address) -> Vec<Link> {
    let filters = &address.definition.filters;
    let link = |field: Field| Link {
        label: field.label().to_owned(),
        icon: icon(field),
        href: address.with(&format!("add={field}")),
        is_current: filters.iter().any(|filter| filter.field == field),
    };
    address.definition.dataset.filters().map(link).collect()
}

fn periods(definition: &Definition) -> Vec<(String, String, bool)> {
    During::RELATIVE.iter().map(|during| (during.to_string(), during.label(), *during == definition.period)).collect()
}

fn levels(address: &Address) -> Vec<Link> {
    let levels = address.definition.group_by.iter();
    levels
        .map(|field| Link {
            label: field.label().to_owned(),
            icon: icon(*field),
            href: address.changed(|definition| definition.group_by.retain(|other| other != field)),
            is_current: true,
        })
        .collect()
}

fn more_levels(address: &Address) -> Vec<Link> {
    let definition = &address.definition;
    if definition.group_by.len() >= MOST_LEVELS {
        return Vec::new();
    }
    let free = definition.dataset.levels().filter(|field| !definition.group_by.contains(field));
    free.map(|field| Link {
        label: field.label().to_owned(),
        icon: icon(field),
        href: address.changed(|definition| definition.group_by.push(field)),
        is_current: false,
    })
    .collect()
}

fn columns(definition: &Definition) -> Vec<(Measure, bool)> {
    let chosen = definition.measures();
    let of = Measure::ALL.iter().filter(|measure| measure.is_of(definition.dataset));
    of.map(|measure| (*measure, chosen.contains(measure))).collect()
}

fn charts(address: &Address) -> Vec<Link> {
    let link = |chart: &Chart| Link {
        label: chart.label().to_owned(),
        icon: "",
        href: address.changed(|definition| definition.chart = *chart),
        is_current: *chart == address.definition.chart,
    };
    Chart::ALL.iter().map(link).collect()
}
