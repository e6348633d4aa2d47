//! Adds a number series, for the customer groups whose invoices are numbered by themselves.

use kernel::{Refusal, SeriesId, Stamp};
use serde::{Deserialize, Serialize};

use super::{Pattern, Purpose, Series, refusals, store};
use crate::ledger::Change;
use crate::{Act, Decision, Permission, Result, Scene, accept};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AddSeries {
    pub purpose: Purpose,
    pub name: String,
    pub pattern: String,
    /// The first number, and the first of each year where the series begins anew.
    pub first: i64,
    pub yearly: bool,
}

pub struct Facts {
    pub series: Vec<Series>,
}

impl Act for AddSeries {
    const NAME: &'static str = "add_series";
    const NEEDS: Permission = Permission::SetUpLedger;
    type Facts = Facts;
    type Outcome = SeriesId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        Ok(Facts { series: store::series(scene)? })
    }

    fn decide(self, facts: Facts, stamp: &Stamp) -> Decision<SeriesId> {
        let name: String = self.name.trim().chars().take(60).collect();
        if name.is_empty() {
            return Err(name_required().into());
        }
        let pattern = Pattern::parse(&self.pattern, self.yearly).map_err(|error| refusals::pattern_invalid(&error))?;
        let series = Series {
            id: stamp.ids().next(),
            purpose: self.purpose,
            place: 1 + facts.series.iter().filter(|other| other.purpose == self.purpose).count() as i64,
            name,
            pattern,
            first: self.first,
            yearly: self.yearly,
            version: 1,
        };
        series.check(&facts.series)?;
        // From here the series will be added.
        let said = format!("Number series “{}” added, {}", series.name, series.pattern);
        let id = series.id;
        Ok(accept(id, [Change::SeriesAdded(series).into()]).says(said).about(id))
    }
}

fn name_required() -> Refusal {
    Refusal::field(
        "NAME_REQUIRED",
        "name",
        "The series has no name.",
        "Customer groups choose it by its name. Type one.",
    )
}
