//! Reports: questions over all rooms. It writes nothing but saved questions.

mod address;
mod choices;
mod codes;
mod definition;
mod during;
mod field;
mod home;
mod measure;
mod run;
mod saved;

use db::WriteSet;
use kernel::Stamp;
use serde::{Deserialize, Serialize};

pub use choices::{FieldChoice, ListFieldChoices};
pub use codes::UnknownCode;
pub use definition::{Chart, Dataset, Definition, MOST_LEVELS, Party};
pub use during::{DateBasis, During};
pub use field::{Field, Filter, How, Known};
pub use home::{Home, ReadHome};
pub use measure::{Figure, Figures, Measure, hundredths_of_hours};
pub use run::{Detail, Key, Line, MOST_EXPORTED, MOST_ROWS, Named, Report, RunReport, Standing};
pub(crate) use saved::inverse;
pub use saved::{
    ChangeReport, CountReportsNaming, DeleteReport, ListReports, Question, ReadReport, ReportsNaming, SaveReport,
    SavedLine, SavedReport, Scope,
};

/// What can happen in this room.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Change {
    Saved(SavedReport),
    Changed { before: SavedReport, after: SavedReport },
    Deleted(SavedReport),
}

pub(crate) fn write(change: &Change, set: &mut WriteSet, _: &Stamp) {
    saved::store::write(change, set);
}

#[cfg(test)]
mod tests;
