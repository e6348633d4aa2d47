//! Begins an import: from here its rows are taken in, page by page, as one operation.

use std::collections::BTreeMap;

use kernel::{Failure, ImportId, OperationId, Stamp};
use serde::{Deserialize, Serialize};

use super::keys::survey;
use super::{Change, Import, store};
use crate::clients;
use crate::{Act, Decision, Permission, Result, Scene, accept};

/// Begins an import that is prepared.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StartImport {
    pub id: ImportId,
    pub version: Option<i64>,
}

pub struct Facts {
    import: Import,
    may_manage_groups: bool,
    doubles: BTreeMap<i64, i64>,
    /// The first number that neither a client nor a row has.
    next_number: i64,
}

impl Act for StartImport {
    const NAME: &'static str = "start_import";
    const NEEDS: Permission = Permission::ImportClients;
    type Facts = Facts;
    type Outcome = OperationId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        scene.rights.require(Permission::EditClients)?;
        let import = store::find(scene, self.id)?.ok_or_else(|| Failure::missing("import", self.id))?;
        let may_manage_groups = scene.rights.has(Permission::ManageClientGroups);
        if !import.state.is_open() {
            return Ok(Facts { import, may_manage_groups, doubles: BTreeMap::new(), next_number: 0 });
        }
        let rows = store::rows(scene, self.id)?;
        let (doubles, highest) = survey(&import.preparation, &rows);
        // Numbers given on the way must not be those of rows still to come.
        let next: i64 = clients::store::next_number(scene)?.parse().map_err(Failure::broken)?;
        Ok(Facts { doubles, next_number: next.max(highest + 1), import, may_manage_groups })
    }

    fn decide(self, facts: Facts, stamp: &Stamp) -> Decision<OperationId> {
        let import = facts.import;
        import.require_open()?;
        import.require_version(self.version)?;
        import.preparation.check(import.header.len())?;
        import.preparation.check_ready()?;
        if import.preparation.create_groups && !facts.may_manage_groups {
            return Err(Permission::ManageClientGroups.missing());
        }
        // From here the import will begin.
        let operation = stamp.ids().next();
        let started = Change::Started {
            import: self.id,
            operation,
            doubles: facts.doubles.into_iter().collect(),
            next_number: facts.next_number,
            version: import.version + 1,
        };
        Ok(accept(operation, [started.into()]).says(format!("Import of {} begun", import.file_name)).about(self.id))
    }
}
