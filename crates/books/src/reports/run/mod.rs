//! Runs a report: groups with their sums, the total that counts everything once, or single rows.
//!
//! Round trips: the company, the groups that filters name, the names of filters' values (one for each field), the
//! total, each level, what is counted twice, the chart. As many rows as there may be, no more questions.

mod pieces;
mod store;

use kernel::{ClientId, Currency, Day, GroupId, Uuid};

use self::pieces::store::{Base, Ground};
use self::store::Page;
use super::definition::{Chart, Dataset, Definition};
use super::field::{Field, Known};
use super::measure::Figures;
use crate::clients::Sight;
use crate::groups::Kind;
use crate::{Ask, Permission, Result, Scene, company};

/// The groups of the first level that one answer holds, and the single rows.
pub const MOST_ROWS: i64 = 1_000;
/// The lines of the second level, over all of the first.
const MOST_LINES: i64 = 10_000;
/// Rows that a file holds.
pub const MOST_EXPORTED: i64 = 100_000;

/// Runs a report within what the asker may see.
#[derive(Clone, Debug)]
pub struct RunReport {
    pub definition: Definition,
    /// Groups, or single rows, to leave out before the first.
    pub skip: i64,
    /// Groups, or single rows, wanted: 1 to [`MOST_EXPORTED`].
    pub limit: i64,
}

/// The answer.
#[derive(Clone, Debug)]
pub struct Report {
    pub definition: Definition,
    /// First and last day; `None` where no day was left out.
    pub days: Option<(Day, Day)>,
    pub today: Day,
    pub currency: Currency,
    /// The asker does not see every client.
    pub is_limited: bool,
    /// The values of each filter, in the order of the filters.
    pub names: Vec<Vec<Named>>,
    pub lines: Vec<Line>,
    /// Single rows; only where nothing is grouped.
    pub details: Vec<Detail>,
    /// There are more groups or rows than are shown.
    pub has_more: bool,
    /// The groups of the first level, shown or not; 0 where nothing is grouped.
    pub groups: i64,
    /// The second level has more lines than one answer holds.
    pub lacks_lines: bool,
    /// Everything once, whatever it is grouped by.
    pub total: Figures,
    /// What stands under more than one client group; `None` where rows are not grouped by it.
    pub counted_twice: Option<Figures>,
    /// For each month and each group what the chart draws.
    pub chart: Vec<(Key, Key, Figures)>,
}

/// A group of rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub key: Key,
    pub figures: Figures,
    pub lines: Vec<Line>,
}

/// What a group of rows has in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    pub field: Field,
    /// The id, code, text or month; `None` where rows have none.
    pub code: Option<String>,
    pub label: String,
    /// A client group's; 0 is none.
    pub color: i64,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detail {
    pub document: Uuid,
    pub day: Option<Day>,
    pub client: Option<(ClientId, String)>,
    /// Time: member, work type. Invoices: number, text. Ledger: account, text. Clients: customer group, responsible.
    pub texts: [String; 2],
    pub figures: Figures,
}

/// A value of a filter with its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub code: String,
    pub label: String,
    pub standing: Standing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Live,
    Archived,
    /// It is gone, and contributes nothing.
    Deleted,
}

impl RunReport {
    pub fn new(definition: Definition) -> RunReport {
        RunReport { definition, skip: 0, limit: MOST_ROWS }
    }
}

impl Report {
    /// Whether a filter names something that is gone.
    pub fn names_deleted(&self) -> bool {
        self.names.iter().flatten().any(|named| named.standing == Standing::Deleted)
    }
}

impl Ask for RunReport {
    const NEEDS: Permission = Permission::ViewReports;
    type Answer = Report;

    fn answer(self, scene: &Scene<'_>) -> Result<Report> {
        let definition = self.definition;
        scene.rights.require(definition.dataset.needs())?;
        let currency = company::read(scene)?.currency;
        definition.check(currency)?;
        let limit = self.limit.clamp(1, MOST_EXPORTED);
        let ground = ground(scene, &definition, currency)?;
        let days = definition.period.days(scene.today);
        let base = Base::new(&definition, days, &ground);
        let total = store::total(scene, &base)?;
        let skip = self.skip.max(0);
        let Grouped { lines, groups, lacks_lines } = lines(scene, &base, &definition, skip, limit)?;
        let mut has_more = skip + (lines.len() as i64) < groups;
        let mut details = Vec::new();
        if definition.group_by.is_empty() {
            details = store::details(scene, &base, definition.dataset, skip, limit + 1)?;
            has_more = details.len() as i64 > limit;
            details.truncate(limit as usize);
        }
        let several: Vec<Kind> = definition.group_by.iter().filter_map(|field| field.several()).collect();
        let counted_twice = if several.is_empty() { None } else { Some(store::counted_twice(scene, &base, &several)?) };
        Ok(Report {
            chart: chart(scene, &definition, days, &ground)?,
            names: names(scene, &definition, &ground)?,
            is_limited: ground.sight != Sight::All,
            today: scene.today,
            definition,
            days,
            currency,
            lines,
            details,
            has_more,
            groups,
            lacks_lines,
            total,
            counted_twice,
        })
    }
}

fn ground(scene: &Scene<'_>, definition: &Definition, currency: Currency) -> Result<Ground> {
    let mut groups = Vec::new();
    for filter in &definition.filters {
        if filter.field.kind().is_some() {
            groups.extend(filter.values.iter().filter_map(|text| text.parse::<GroupId>().ok()));
        }
    }
    Ok(Ground {
        today: scene.today,
        sight: Sight::of(scene.rights),
        me: scene.rights.member,
        currency,
        groups: store::living(scene, &groups)?,
    })
}

/// The groups of an answer.
#[derive(Default)]
struct Grouped {
    lines: Vec<Line>,
    /// How many there are, shown or not.
    groups: i64,
    lacks_lines: bool,
}

fn lines(scene: &Scene<'_>, base: &Base, definition: &Definition, skip: i64, limit: i64) -> Result<Grouped> {
    let levels = &definition.group_by;
    if levels.is_empty() {
        return Ok(Grouped::default());
    }
    let dataset = definition.dataset;
    let page = Page { skip, limit: limit + 1 };
    let mut lines: Vec<Line> = store::grouped(scene, base, &levels[..1], dataset, page)?
        .into_iter()
        .filter_map(|(mut keys, figures)| Some(Line { key: keys.pop()?, figures, lines: Vec::new() }))
        .collect();
    // Only where some are left out, they are counted by a question of their own.
    let is_whole = skip == 0 && lines.len() as i64 <= limit;
    let groups = if is_whole { lines.len() as i64 } else { store::count_groups(scene, base, levels[0])? };
    lines.truncate(limit as usize);
    let mut lacks_lines = false;
    if levels.len() == 2 {
        let most = MOST_LINES.max(limit);
        let under = store::grouped(scene, base, levels, dataset, Page { skip: 0, limit: most + 1 })?;
        lacks_lines = under.len() as i64 > most;
        for (mut keys, figures) in under.into_iter().take(most as usize) {
            let (Some(key), Some(above)) = (keys.pop(), keys.pop()) else { continue };
            if let Some(line) = lines.iter_mut().find(|line| line.key.code == above.code) {
                line.lines.push(Line { key, figures, lines: Vec::new() });
            }
        }
        // As in the lines themselves: "none" is last, however much it is.
        for line in &mut lines {
            line.lines.sort_by_key(|under| under.key.code.is_none());
        }
    }
    Ok(Grouped { lines, groups, lacks_lines })
}

/// The first level by month; a list of clients has no months and draws its lines.
fn chart(
    scene: &Scene<'_>,
    definition: &Definition,
    days: Option<(Day, Day)>,
    ground: &Ground,
) -> Result<Vec<(Key, Key, Figures)>> {
    if definition.chart == Chart::None || definition.dataset == Dataset::Clients {
        return Ok(Vec::new());
    }
    let first = definition.group_by.iter().copied().find(|field| *field != Field::Month);
    let mut levels = vec![Field::Month];
    levels.extend(first);
    let by_month = Definition { group_by: levels.clone(), ..definition.clone() };
    let base = Base::new(&by_month, days, ground);
    let grouped = store::grouped(scene, &base, &levels, definition.dataset, Page { skip: 0, limit: MOST_LINES })?;
    let whole = Key { field: Field::Month, code: None, label: String::new(), color: 0 };
    Ok(grouped
        .into_iter()
        .filter_map(|(mut keys, figures)| {
            let last = keys.pop()?;
            Some(match keys.pop() {
                Some(month) => (month, last, figures),
                None => (last, whole.clone(), figures),
            })
        })
        .collect())
}

/// Every value of every filter in words.
fn names(scene: &Scene<'_>, definition: &Definition, ground: &Ground) -> Result<Vec<Vec<Named>>> {
    let mut all = Vec::new();
    for filter in &definition.filters {
        let known: Vec<Option<Known>> =
            filter.values.iter().map(|text| filter.field.read(text, ground.currency)).collect();
        let ids: Vec<Uuid> = known
            .iter()
            .filter_map(|known| match known {
                Some(Known::Id(id)) => Some(*id),
                _ => None,
            })
            .collect();
        let found = store::names(scene, filter.field, &ids, ground.sight)?;
        let named = filter.values.iter().zip(&known).map(|(text, known)| match known {
            Some(Known::Id(_)) => {
                found.iter().find(|named| named.code == *text).cloned().unwrap_or_else(|| unseen(filter.field, text))
            }
            Some(Known::Me) => Named { code: text.clone(), label: "me".to_owned(), standing: Standing::Live },
            _ => Named { code: text.clone(), label: filter.field.word(text), standing: Standing::Live },
        });
        all.push(named.map(deleted).collect());
    }
    Ok(all)
}

/// A group that is gone says so instead of its name.
fn deleted(named: Named) -> Named {
    match named.standing {
        Standing::Deleted => Named { label: "deleted group".to_owned(), ..named },
        _ => named,
    }
}

fn unseen(field: Field, code: &str) -> Named {
    let (label, standing) = match field {
        field if field.kind().is_some() => ("deleted group".to_owned(), Standing::Deleted),
        field => (format!("a {} you cannot see", field.label().to_lowercase()), Standing::Live),
    };
    Named { code: code.to_owned(), label, standing }
}
