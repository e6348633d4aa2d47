//! Reads imports: one, or the list of all, newest first.

use kernel::{Failure, ImportId};

use super::{FileRow, Import, ImportState, store};
use crate::company::member_names;
use crate::{Ask, Caller, Page, Permission, Result, Scene, Who};

/// One import, for whoever may import.
#[derive(Clone, Copy, Debug)]
pub struct ReadImport {
    pub id: ImportId,
}

/// An import, and who uploaded it.
#[derive(Clone, Debug)]
pub struct ImportView {
    pub import: Import,
    pub uploaded_by: String,
    /// Whether the one who asks may create and restore client groups on the way.
    pub may_manage_groups: bool,
}

impl Ask for ReadImport {
    const NEEDS: Permission = Permission::ImportClients;
    type Answer = ImportView;

    fn answer(self, scene: &Scene<'_>) -> Result<ImportView> {
        let import = store::find(scene, self.id)?.ok_or_else(|| Failure::missing("import", self.id))?;
        let uploaded_by = member_names(scene)?.of(&import.uploaded_by.to_string());
        Ok(ImportView { import, uploaded_by, may_manage_groups: scene.rights.has(Permission::ManageClientGroups) })
    }
}

/// The first rows of the file, to see what its columns hold.
#[derive(Clone, Copy, Debug)]
pub struct ReadSample {
    pub id: ImportId,
    pub rows: usize,
}

impl Ask for ReadSample {
    const NEEDS: Permission = Permission::ImportClients;
    type Answer = Vec<FileRow>;

    fn answer(self, scene: &Scene<'_>) -> Result<Vec<FileRow>> {
        let mut rows = store::page(scene, self.id, 0)?;
        rows.truncate(self.rows);
        Ok(rows)
    }
}

/// All imports, newest first; `after` is the cursor of the page before.
#[derive(Clone, Debug)]
pub struct ListImports {
    pub after: Option<ImportId>,
    pub limit: i64,
}

impl Ask for ListImports {
    const NEEDS: Permission = Permission::ImportClients;
    type Answer = Page<ImportView>;

    fn answer(self, scene: &Scene<'_>) -> Result<Page<ImportView>> {
        let names = member_names(scene)?;
        let mut found = store::list(scene, self.after, self.limit + 1)?;
        let more = found.len() as i64 > self.limit;
        found.truncate(self.limit as usize);
        let next = found.last().filter(|_| more).map(|last| last.id.to_string());
        let may_manage_groups = scene.rights.has(Permission::ManageClientGroups);
        let view = |import: Import| ImportView {
            uploaded_by: names.of(&import.uploaded_by.to_string()),
            import,
            may_manage_groups,
        };
        Ok(Page { items: found.into_iter().map(view).collect(), next })
    }
}

/// Imports that were cut off half-way, each with the one who began it: the server goes on with them when it starts.
#[derive(Clone, Copy, Debug)]
pub struct FindCutOff;

impl Ask for FindCutOff {
    const NEEDS: Permission = Permission::ImportClients;
    type Answer = Vec<(ImportId, Who)>;

    fn answer(self, scene: &Scene<'_>) -> Result<Vec<(ImportId, Who)>> {
        let running = store::in_state(scene, ImportState::Running)?;
        Ok(running.into_iter().map(|(id, person)| (id, person.map_or(Who::Operator, Who::Person))).collect())
    }
}

/// Goes on with every import of the company that was cut off. What cannot go on stays, and says why.
pub fn resume_imports(desk: &crate::Desk, system: &Caller) -> Result<Vec<(ImportId, Result<super::Progress>)>> {
    let cut_off = desk.ask(system, FindCutOff)?;
    Ok(cut_off
        .into_iter()
        .map(|(id, who)| (id, super::run_import(desk, &Caller { who, ..system.clone() }, id, |_| ())))
        .collect())
}
