//! Previews an import: every row judged, counted, and causes that many rows share put first. Nothing is changed.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use kernel::{Failure, ImportId};
use serde::Serialize;

use super::facts::{knowledge, matches};
use super::{Counts, Field, FileRow, Import, Judge, Judged, Mend, RowProblem, Verdict, WantedGroup, doubles, store};
use crate::{Ask, Permission, Result, Scene};

/// Judges the whole file and answers with some of its rows.
#[derive(Clone, Copy, Debug)]
pub struct PreviewImport {
    pub id: ImportId,
    pub show: Show,
    /// Rows to pass over, of those that `show` leaves.
    pub skip: usize,
    pub limit: usize,
}

/// Which rows to answer with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Show {
    All,
    Errors,
    /// Rows that succeed but are worth a look.
    Warnings,
    /// The row of one line.
    Line(i64),
}

/// What the import would do.
#[derive(Clone, Debug)]
pub struct Preview {
    pub import: Import,
    pub counts: Counts,
    /// Client groups that would be created, by name.
    pub new_groups: Vec<String>,
    /// Client groups that rows name and that do not exist, where the one who asks may create them.
    pub missing_groups: Vec<String>,
    /// Causes that several rows share, the commonest first.
    pub causes: Vec<Cause>,
    pub rows: Vec<PreviewRow>,
    /// Rows that `show` leaves.
    pub shown: usize,
    pub may_manage_groups: bool,
}

/// One cause of several failures, and how to mend all of them at once.
#[derive(Clone, Debug, Serialize)]
pub struct Cause {
    pub rows: i64,
    pub problem: RowProblem,
}

/// One row as a preview shows it.
#[derive(Clone, Debug, Serialize)]
pub struct PreviewRow {
    pub line: i64,
    /// `create`, `update`, `unchanged` or `failed`.
    pub outcome: &'static str,
    /// The cells as they will be read, by field.
    pub cells: BTreeMap<Field, String>,
    /// What an update would change, in words.
    pub changes: Vec<String>,
    pub problems: Vec<RowProblem>,
    pub warnings: Vec<RowProblem>,
}

impl Show {
    pub fn parse(code: &str) -> Show {
        match code {
            "errors" => Show::Errors,
            "warnings" => Show::Warnings,
            _ => Show::All,
        }
    }

    pub fn code(self) -> &'static str {
        match self {
            Show::All => "all",
            Show::Errors => "errors",
            Show::Warnings => "warnings",
            Show::Line(_) => "line",
        }
    }

    fn takes(self, judged: &Judged) -> bool {
        let failed = matches!(judged.verdict, Verdict::Failed);
        match self {
            Show::All => true,
            Show::Errors => failed,
            Show::Warnings => !failed && !judged.warnings.is_empty(),
            Show::Line(line) => judged.line == line,
        }
    }
}

/// Causes that are offered on top; more would be a list of its own.
const CAUSES: usize = 5;

impl Ask for PreviewImport {
    const NEEDS: Permission = Permission::ImportClients;
    type Answer = Preview;

    fn answer(self, scene: &Scene<'_>) -> Result<Preview> {
        scene.rights.require(Permission::EditClients)?;
        let import = store::find(scene, self.id)?.ok_or_else(|| Failure::missing("import", self.id))?;
        import.require_open()?;
        import.preparation.check_ready()?;
        let rows = store::rows(scene, self.id)?;
        let knowledge = knowledge(scene)?;
        let mut matches = matches(scene, &import.preparation, &rows)?;
        matches.emails = store::emails(scene)?;
        let doubles = doubles(&import.preparation, &rows);
        let mut judge = Judge::new(&import.preparation, &knowledge, &matches, &doubles);
        let judged: Vec<Judged> = rows.iter().map(|row| judge.judge(row)).collect();
        let group_name = |wanted: &WantedGroup| match wanted {
            WantedGroup::New(name) => format!("enters new group {name}"),
            WantedGroup::Existing(id) => {
                let group = knowledge.client_groups.iter().find(|group| group.id == *id);
                format!("enters {}", group.map_or("a group", |group| &group.name))
            }
        };
        let taken: Vec<(&FileRow, &Judged)> = rows.iter().zip(&judged).filter(|(_, j)| self.show.takes(j)).collect();
        Ok(Preview {
            counts: Counts::of(&judged),
            new_groups: new_groups(&judged),
            missing_groups: missing_groups(&judged),
            causes: causes(&judged),
            shown: taken.len(),
            rows: taken
                .into_iter()
                .skip(self.skip)
                .take(self.limit)
                .map(|(row, judged)| preview_row(&import, row, judged, &group_name))
                .collect(),
            may_manage_groups: knowledge.may_manage_groups,
            import,
        })
    }
}

fn new_groups(judged: &[Judged]) -> Vec<String> {
    let mut names = BTreeSet::new();
    for row in judged {
        let (Verdict::Create { groups, .. } | Verdict::Update { enter: groups, .. }) = &row.verdict else { continue };
        names.extend(groups.iter().filter_map(|wanted| match wanted {
            WantedGroup::New(name) => Some(name.clone()),
            WantedGroup::Existing(_) => None,
        }));
    }
    names.into_iter().collect()
}

fn missing_groups(judged: &[Judged]) -> Vec<String> {
    let mends = judged.iter().flat_map(|row| &row.problems).flat_map(|problem| &problem.mends);
    let names: BTreeSet<&String> = mends
        .filter_map(|mend| match mend {
            Mend::Create { name } => Some(name),
            _ => None,
        })
        .collect();
    names.into_iter().cloned().collect()
}

fn causes(judged: &[Judged]) -> Vec<Cause> {
    let mut shared: HashMap<(&str, Option<Field>, &str), (i64, &RowProblem)> = HashMap::new();
    for problem in judged.iter().flat_map(|row| &row.problems).filter(|problem| problem.field.is_some()) {
        let key = (problem.code, problem.field, problem.value.as_str());
        shared.entry(key).or_insert((0, problem)).0 += 1;
    }
    let mut causes: Vec<Cause> = shared
        .into_values()
        .filter(|(rows, _)| *rows > 1)
        .map(|(rows, problem)| Cause { rows, problem: problem.clone() })
        .collect();
    causes.sort_by(|one, other| {
        other.rows.cmp(&one.rows).then_with(|| one.problem.sentence.cmp(&other.problem.sentence))
    });
    causes.truncate(CAUSES);
    causes
}

fn preview_row(
    import: &Import,
    row: &FileRow,
    judged: &Judged,
    group_name: &dyn Fn(&WantedGroup) -> String,
) -> PreviewRow {
    let preparation = &import.preparation;
    let (outcome, changes) = match &judged.verdict {
        Verdict::Create { .. } => ("create", Vec::new()),
        Verdict::Update { enter, leave, before, number, details } => {
            let mut changes: Vec<String> = enter.iter().map(group_name).collect();
            if !leave.is_empty() {
                changes.push(format!("leaves {} client groups", leave.len()));
            }
            if before.details != **details || before.number != *number {
                changes.push("its settings change".to_owned());
            }
            ("update", changes)
        }
        Verdict::Unchanged(_) => ("unchanged", Vec::new()),
        Verdict::Failed => ("failed", Vec::new()),
    };
    PreviewRow {
        line: row.line,
        outcome,
        cells: preparation.cells_of(row, &preparation.mended()).into_owned(),
        changes,
        problems: judged.problems.clone(),
        warnings: judged.warnings.clone(),
    }
}

impl Preview {
    /// Rows that the button takes in.
    pub fn ready(&self) -> i64 {
        self.counts.rows() - self.counts.failed
    }
}

/// Whether the mend is for whoever may manage groups.
impl Mend {
    pub fn needs_groups(&self) -> bool {
        matches!(self, Mend::Create { .. } | Mend::Restore { .. })
    }
}
