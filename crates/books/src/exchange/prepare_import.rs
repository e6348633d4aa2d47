//! Prepares an import: the meaning of the columns, how clients are matched, and corrections.

use kernel::{Failure, ImportId, Stamp};
use serde::{Deserialize, Serialize};

use super::{Change, Import, Preparation, store};
use crate::{Act, Decision, Permission, Result, Scene, accept};

/// Replaces the choices of an import that has not begun.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PrepareImport {
    pub id: ImportId,
    /// Refused as stale unless the import still has this version.
    pub version: Option<i64>,
    pub preparation: Preparation,
}

pub struct Facts {
    import: Import,
    may_manage_groups: bool,
}

impl Act for PrepareImport {
    const NAME: &'static str = "prepare_import";
    const NEEDS: Permission = Permission::ImportClients;
    type Facts = Facts;
    type Outcome = ImportId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        scene.rights.require(Permission::EditClients)?;
        let import = store::find(scene, self.id)?.ok_or_else(|| Failure::missing("import", self.id))?;
        Ok(Facts { import, may_manage_groups: scene.rights.has(Permission::ManageClientGroups) })
    }

    fn decide(self, facts: Facts, _: &Stamp) -> Decision<ImportId> {
        let import = facts.import;
        import.require_open()?;
        import.require_version(self.version)?;
        self.preparation.check(import.header.len())?;
        if self.preparation.create_groups && !facts.may_manage_groups {
            return Err(Permission::ManageClientGroups.missing());
        }
        // From here the choices will be kept.
        let text = format!("Import of {} prepared", import.file_name);
        let version = import.version + 1;
        let changed = Change::Prepared { import: self.id, preparation: Box::new(self.preparation), version };
        Ok(accept(self.id, [changed.into()]).says(text).about(self.id))
    }
}
