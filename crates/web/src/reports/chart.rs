//! The chart, drawn here: columns or lines by month, one series for each group, in whole pixels.

use books::reports::{Chart, Dataset, Definition, Figure, Key, Measure, Report};
use kernel::Currency;

use super::words;

const LEFT: i64 = 64;
const TOP: i64 = 16;
const BOTTOM: i64 = 196;
/// Series that have a colour of their own; the rest are drawn as one.
const SERIES: usize = 5;
/// A drawing for a desk, and one for a phone: a narrower picture with fewer places instead of smaller letters.
pub const DESK: Paper = Paper { id: "rc", width: 980, places: 36 };
pub const PHONE: Paper = Paper { id: "rp", width: 340, places: 12 };

/// What is drawn on.
#[derive(Clone, Copy, Debug)]
pub struct Paper {
    /// What the ids in the drawing begin with.
    pub id: &'static str,
    pub width: i64,
    /// Places on the axis below; more would not be read.
    places: usize,
}

/// What a label below needs, in pixels.
const ROOM: i64 = 68;

/// What the template draws.
#[derive(Debug)]
pub struct Drawing {
    pub paper: Paper,
    pub heading: String,
    pub title: String,
    pub finding: String,
    pub legend: Vec<(String, String)>,
    pub grid: Vec<(i64, String)>,
    pub bars: Vec<Bar>,
    pub lines: Vec<(String, String)>,
    /// x, y, text; the numbers above the columns.
    pub sums: Vec<(i64, i64, String)>,
    /// x, text; the months.
    pub places: Vec<(i64, String)>,
    pub zero: i64,
}

#[derive(Debug)]
pub struct Bar {
    pub class: String,
    pub x: i64,
    pub y: i64,
    pub width: i64,
    pub height: i64,
    pub title: String,
}

struct Grid {
    /// Labels below, in order.
    places: Vec<String>,
    /// Name, class, and a value for each place.
    series: Vec<(String, String, Vec<i64>)>,
}

/// What has a name of its own; one series that is everything needs no words.
fn legend(grid: &Grid) -> Vec<(String, String)> {
    let named = grid.series.iter().filter(|(name, ..)| !name.is_empty());
    named.map(|(name, class, _)| (name.clone(), class.clone())).collect()
}

/// The drawing, where there is something to draw.
pub fn draw(report: &Report, paper: Paper) -> Option<Drawing> {
    let definition = &report.definition;
    let grid = match (definition.chart, definition.dataset) {
        (Chart::None, _) => return None,
        (_, Dataset::Clients) => by_line(report),
        _ => by_month(report, paper.places),
    };
    if grid.places.is_empty() || grid.series.iter().all(|(_, _, values)| values.iter().all(|value| *value == 0)) {
        return None;
    }
    Some(drawing(definition, &grid, report.currency, paper))
}

fn main_value(definition: &Definition, figures: &books::reports::Figures) -> i64 {
    match Measure::main(definition.dataset).of(figures) {
        Figure::Count(value) | Figure::Minutes(value) | Figure::Money(value) | Figure::Percent(value) => value,
        Figure::Nothing => 0,
    }
}

fn by_month(report: &Report, places: usize) -> Grid {
    let mut months: Vec<&Key> = Vec::new();
    let mut sums: Vec<(&Key, i64)> = Vec::new();
    for (month, key, figures) in &report.chart {
        if !months.contains(&month) {
            months.push(month);
        }
        let value = main_value(&report.definition, figures);
        match sums.iter_mut().find(|(other, _)| *other == key) {
            Some((_, sum)) => *sum = sum.saturating_add(value.saturating_abs()),
            None => sums.push((key, value.saturating_abs())),
        }
    }
    let late = months.len().saturating_sub(places);
    let months = &months[late..];
    sums.sort_by_key(|(_, sum)| std::cmp::Reverse(*sum));
    let own: Vec<&Key> = sums.iter().take(SERIES).map(|(key, _)| *key).collect();
    let mut series: Vec<(String, String, Vec<i64>)> = own
        .iter()
        .enumerate()
        .map(|(at, key)| {
            let color = if key.color > 0 { key.color } else { at as i64 + 1 };
            (key.label.clone(), format!("s{color}"), vec![0; months.len()])
        })
        .collect();
    if sums.len() > SERIES {
        series.push(("Others".to_owned(), "rest".to_owned(), vec![0; months.len()]));
    }
    for (month, key, figures) in &report.chart {
        let Some(place) = months.iter().position(|other| *other == month) else { continue };
        let at = own.iter().position(|other| *other == key).unwrap_or(SERIES);
        if let Some((_, _, values)) = series.get_mut(at) {
            values[place] = values[place].saturating_add(main_value(&report.definition, figures));
        }
    }
    let places = months.iter().map(|month| words::month(month.code.as_deref().unwrap_or_default()));
    Grid { places: places.collect(), series }
}

fn by_line(report: &Report) -> Grid {
    let lines: Vec<_> = report.lines.iter().take(12).collect();
    let label = |line: &&books::reports::Line| line.key.label.chars().take(14).collect::<String>();
    let values = lines.iter().map(|line| main_value(&report.definition, &line.figures)).collect();
    Grid { places: lines.iter().map(label).collect(), series: vec![("Clients".to_owned(), "s1".to_owned(), values)] }
}

fn drawing(definition: &Definition, grid: &Grid, currency: Currency, paper: Paper) -> Drawing {
    let measure = Measure::main(definition.dataset);
    let stacks: Vec<(i64, i64)> = (0..grid.places.len()).map(|place| stack(grid, place)).collect();
    let stacked = definition.chart == Chart::Columns;
    let (low, high) = if stacked {
        let low = stacks.iter().map(|(down, _)| *down).min().unwrap_or_default();
        (low, stacks.iter().map(|(_, up)| *up).max().unwrap_or_default())
    } else {
        let values = || grid.series.iter().flat_map(|(_, _, values)| values.iter().copied());
        (values().min().unwrap_or_default().min(0), values().max().unwrap_or_default().max(0))
    };
    let step = step(high.saturating_sub(low), unit(measure));
    let (bottom, top) = (low.div_euclid(step) * step, (high + step - 1).div_euclid(step) * step);
    let scale = Scale { bottom, top: top.max(bottom + step) };
    let say = |value: i64| words::figure(of(measure, value), currency);
    let mut drawing = Drawing {
        paper,
        heading: format!("{} {}", measure.label(), per(definition)),
        title: format!("{} {}", measure.label(), per(definition)),
        finding: finding(grid, &stacks, &say),
        legend: legend(grid),
        grid: scale.ticks(step).map(|value| (scale.y(value), short(measure, value, currency))).collect(),
        bars: Vec::new(),
        lines: Vec::new(),
        sums: Vec::new(),
        places: Vec::new(),
        zero: scale.y(0),
    };
    let width = (paper.width - LEFT) / grid.places.len().max(1) as i64;
    for (place, label) in grid.places.iter().enumerate() {
        let left = LEFT + width * place as i64;
        drawing.places.push((left + width / 2, label.clone()));
        if stacked {
            columns(&mut drawing, grid, place, left, width, &scale, &say);
            let (down, up) = stacks[place];
            drawing.sums.push((left + width / 2, scale.y(up) - 6, short(measure, up + down, currency)));
        }
    }
    if !stacked {
        for (_, class, values) in &grid.series {
            let points = values
                .iter()
                .enumerate()
                .map(|(place, value)| format!("{},{}", LEFT + width * place as i64 + width / 2, scale.y(*value)));
            drawing.lines.push((class.clone(), points.collect::<Vec<_>>().join(" ")));
        }
    }
    if width < ROOM {
        drawing.sums.clear();
        let every = (ROOM / width.max(1) + 1) as usize;
        drawing.places = drawing.places.into_iter().step_by(every).collect();
    }
    drawing
}

fn columns(
    drawing: &mut Drawing,
    grid: &Grid,
    place: usize,
    left: i64,
    width: i64,
    scale: &Scale,
    say: &impl Fn(i64) -> String,
) {
    let (mut up, mut down) = (0_i64, 0_i64);
    for (name, class, values) in &grid.series {
        let value = values[place];
        let (from, to) = if value >= 0 { (up, up + value) } else { (down + value, down) };
        if value >= 0 {
            up += value
        } else {
            down += value
        }
        let (y, end) = (scale.y(to), scale.y(from));
        if value != 0 {
            drawing.bars.push(Bar {
                class: class.clone(),
                x: left + width / 5,
                y,
                width: (width * 3 / 5).max(2),
                height: (end - y - 1).max(1),
                title: format!("{}, {name}: {}", grid.places[place], say(value)),
            });
        }
    }
}

/// What lies below and above zero at a place.
fn stack(grid: &Grid, place: usize) -> (i64, i64) {
    grid.series.iter().map(|(_, _, values)| values[place]).fold((0, 0), |(down, up), value| {
        if value < 0 { (down.saturating_add(value), up) } else { (down, up.saturating_add(value)) }
    })
}

struct Scale {
    bottom: i64,
    top: i64,
}

impl Scale {
    fn y(&self, value: i64) -> i64 {
        let (span, above) =
            (i128::from(self.top) - i128::from(self.bottom), i128::from(value) - i128::from(self.bottom));
        BOTTOM - i64::try_from(above * i128::from(BOTTOM - TOP) / span.max(1)).unwrap_or_default()
    }

    fn ticks(&self, step: i64) -> impl Iterator<Item = i64> {
        let (bottom, top) = (self.bottom, self.top);
        (0..=8).map(move |number| bottom + number * step).take_while(move |value| *value <= top)
    }
}

/// One of what the axis counts, in the units of its values.
fn unit(measure: Measure) -> i64 {
    match measure {
        Measure::Hours => 60,
        Measure::Clients => 1,
        _ => 100,
    }
}

/// 1, 2 or 5 times a power of ten of whole units, so that four or five steps cover the span.
fn step(span: i64, unit: i64) -> i64 {
    let mut power = unit;
    while power.saturating_mul(40) < span {
        power = power.saturating_mul(10);
    }
    let wide =
        [1, 2, 5, 10].into_iter().map(|times| power.saturating_mul(times)).find(|step| step.saturating_mul(4) >= span);
    wide.unwrap_or_else(|| power.saturating_mul(10)).max(1)
}

fn of(measure: Measure, value: i64) -> Figure {
    match measure {
        Measure::Hours => Figure::Minutes(value),
        Measure::Clients => Figure::Count(value),
        _ => Figure::Money(value),
    }
}

/// Whole units: nobody reads cents off an axis.
fn short(measure: Measure, value: i64, currency: Currency) -> String {
    let text = words::figure(of(measure, value), currency);
    text.split('.').next().unwrap_or_default().to_owned()
}

fn per(definition: &Definition) -> &'static str {
    if definition.dataset == Dataset::Clients { "in each group" } else { "per month" }
}

fn finding(grid: &Grid, stacks: &[(i64, i64)], say: &impl Fn(i64) -> String) -> String {
    let sums = || stacks.iter().map(|(down, up)| down + up).zip(&grid.places);
    match (sums().max_by_key(|(sum, _)| *sum), sums().min_by_key(|(sum, _)| *sum)) {
        (Some((most, high)), Some((least, low))) if high != low => {
            format!(
                "Highest in {high} with {}, lowest in {low} with {}. The table below has the numbers.",
                say(most),
                say(least)
            )
        }
        _ => "The table below has the numbers.".to_owned(),
    }
}
