//! The months that have entries or are closed, newest first.

use kernel::Month;

use super::store;
use crate::{Ask, Permission, Result, Scene};

#[derive(Clone, Copy, Debug)]
pub struct ListPeriods;

/// A month as the settings show it.
#[derive(Clone, Debug)]
pub struct Period {
    pub month: Month,
    pub entries: i64,
    /// Who closed it; `None` while it is open.
    pub closed_by: Option<String>,
}

impl Ask for ListPeriods {
    const NEEDS: Permission = Permission::ViewLedger;
    type Answer = Vec<Period>;

    fn answer(self, scene: &Scene<'_>) -> Result<Vec<Period>> {
        let names = crate::company::member_names(scene)?;
        let mut periods = store::periods(scene, scene.today.month())?;
        for period in &mut periods {
            period.closed_by = period.closed_by.take().map(|code| names.of(&code));
        }
        Ok(periods)
    }
}
