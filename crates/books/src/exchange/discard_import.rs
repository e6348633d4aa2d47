//! Discards a file that was uploaded and is not wanted: its rows are deleted.

use kernel::{Failure, ImportId, Stamp};
use serde::{Deserialize, Serialize};

use super::{Change, Import, ImportState, store};
use crate::{Act, Decision, Permission, Result, Scene, accept};

/// Discards an import that is not running. What it took in stays.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DiscardImport {
    pub id: ImportId,
}

impl Act for DiscardImport {
    const NAME: &'static str = "discard_import";
    const NEEDS: Permission = Permission::ImportClients;
    type Facts = Import;
    type Outcome = ();

    fn load(&self, scene: &Scene<'_>) -> Result<Import> {
        scene.rights.require(Permission::EditClients)?;
        store::find(scene, self.id)?.ok_or_else(|| Failure::missing("import", self.id))
    }

    fn decide(self, import: Import, _: &Stamp) -> Decision<()> {
        if import.state == ImportState::Running {
            return Err(still_running(&import).into());
        }
        // From here the file goes.
        let text = format!("Import of {} discarded", import.file_name);
        Ok(accept((), [Change::Discarded { import: self.id }.into()]).says(text).about(self.id))
    }
}

fn still_running(import: &Import) -> kernel::Refusal {
    kernel::Refusal::rule(
        "IMPORT_RUNNING",
        format!("{} is being taken in at this moment.", import.file_name),
        "Its rows are still needed. Wait until it is done, then undo it or discard the file.",
    )
}
