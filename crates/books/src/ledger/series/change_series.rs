//! Changes a number series: its name and pattern, and before its first number where it begins.

use kernel::{Failure, Refusal, SeriesId, Stamp};
use serde::{Deserialize, Serialize};

use super::{Pattern, Series, refusals, store};
use crate::ledger::Change;
use crate::ledger::chart::stale;
use crate::{Act, Ask, Decision, Permission, Result, Scene, accept};

/// What is `None` stays as it is.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ChangeSeries {
    pub series: SeriesId,
    pub version: Option<i64>,
    pub name: Option<String>,
    pub pattern: Option<String>,
    pub first: Option<i64>,
    pub yearly: Option<bool>,
}

/// All series, and how many numbers each has given away.
pub struct Facts {
    pub series: Vec<(Series, i64)>,
}

impl Act for ChangeSeries {
    const NAME: &'static str = "change_series";
    const NEEDS: Permission = Permission::SetUpLedger;
    type Facts = Facts;
    type Outcome = SeriesId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        Ok(Facts { series: store::series_with_counts(scene)? })
    }

    fn decide(self, facts: Facts, _: &Stamp) -> Decision<SeriesId> {
        let id = self.series;
        let found = facts.series.iter().find(|(series, _)| series.id == id);
        let (before, taken) = found.ok_or_else(|| Failure::missing("number series", id))?;
        stale("number series", self.version, before.version)?;
        let yearly = self.yearly.unwrap_or(before.yearly);
        let first = self.first.unwrap_or(before.first);
        if *taken > 0 && (yearly != before.yearly || first != before.first) {
            return Err(in_use(before, *taken).into());
        }
        let text = self.pattern.as_deref().unwrap_or(before.pattern.as_str());
        let pattern = Pattern::parse(text, yearly).map_err(|error| refusals::pattern_invalid(&error))?;
        let name = match self.name.as_deref().map(str::trim) {
            Some("") | None => before.name.clone(),
            Some(name) => name.chars().take(60).collect(),
        };
        let mut after = Series { name, pattern, first, yearly, ..before.clone() };
        after.check(facts.series.iter().map(|(other, _)| other))?;
        if after == *before {
            return Ok(accept(id, []));
        }
        // From here the series will be changed.
        after.version += 1;
        let said = format!("Number series “{}” changed to {}", after.name, after.pattern);
        Ok(accept(id, [Change::SeriesChanged(after).into()]).says(said).about(id))
    }
}

/// Every series.
#[derive(Clone, Copy, Debug)]
pub struct ListSeries;

impl Ask for ListSeries {
    const NEEDS: Permission = Permission::Enter;
    type Answer = Vec<SeriesView>;

    fn answer(self, scene: &Scene<'_>) -> Result<Vec<SeriesView>> {
        store::series(scene)?.into_iter().map(|series| view(scene, series)).collect()
    }
}

#[derive(Clone, Copy, Debug)]
pub struct ReadSeries {
    pub id: SeriesId,
}

impl Ask for ReadSeries {
    const NEEDS: Permission = Permission::Enter;
    type Answer = SeriesView;

    fn answer(self, scene: &Scene<'_>) -> Result<SeriesView> {
        let found = store::series(scene)?.into_iter().find(|series| series.id == self.id);
        view(scene, found.ok_or_else(|| Failure::missing("number series", self.id))?)
    }
}

/// A series, and the number that its next document of today gets.
#[derive(Clone, Debug)]
pub struct SeriesView {
    pub series: Series,
    pub next: String,
}

fn view(scene: &Scene<'_>, series: Series) -> Result<SeriesView> {
    let next = store::next_of(scene, series.clone(), scene.today)?.text();
    Ok(SeriesView { series, next })
}

fn in_use(series: &Series, taken: i64) -> Refusal {
    Refusal::rule(
        "SERIES_IN_USE",
        format!("“{}” has given away {taken} numbers.", series.name),
        "Where it begins decides every number after, and a booked number is on paper. The pattern and the name can \
         still be changed.",
    )
}
