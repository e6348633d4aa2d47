//! Imports as the API shows and takes them. Field names are a promise to those who call.

use std::collections::{BTreeMap, BTreeSet};

use books::exchange::{
    CellEdit, Field, GroupsMode, ImportView, MatchBy, Mend, Preparation, Preview, Replacement, RowProblem,
};
use kernel::{Failure, Refusal};
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

use crate::edge::{Resource, parse_field};

/// An import.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportShape {
    pub id: String,
    pub file_name: String,
    /// `uploaded`, `prepared`, `running`, `done` or `undone`.
    pub state: String,
    /// What the file's columns mean, in their order.
    pub columns: Vec<ColumnShape>,
    /// Sentences about the file: what was skipped, guessed or is odd.
    pub notes: Vec<String>,
    /// `number`, `registration_number`, `name` or `nothing`.
    pub match_by: String,
    /// `add` or `replace`; null until it is chosen.
    pub groups: Option<String>,
    pub clear_word: String,
    pub create_groups: bool,
    /// Id of the customer group of new clients whose row names none.
    pub customer_group: Option<String>,
    pub prospects: bool,
    pub replacements: Vec<ReplacementShape>,
    pub edits: Vec<EditShape>,
    pub skipped: Vec<i64>,
    pub rows: i64,
    /// Rows taken in so far: `created` + `updated` + `unchanged` + `failed`.
    pub done: i64,
    pub created: i64,
    pub updated: i64,
    pub unchanged: i64,
    pub failed: i64,
    /// What to undo, once something was taken in.
    pub operation: Option<String>,
    pub uploaded_by: String,
    pub uploaded_at: String,
    pub version: i64,
}

/// A column of the file.
#[derive(Debug, Serialize, ToSchema)]
pub struct ColumnShape {
    pub header: String,
    /// Null leaves the column out.
    pub field: Option<String>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReplacementShape {
    pub field: String,
    pub from: String,
    pub to: String,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EditShape {
    pub line: i64,
    pub field: String,
    pub to: String,
}

/// A list of imports.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportsShape {
    pub items: Vec<ImportShape>,
    pub next: Option<String>,
}

/// Choices for an import: what is named changes, the rest stays.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct MappingShape {
    /// A field for each column of the file, in order; null leaves a column out.
    pub columns: Option<Vec<Option<String>>>,
    pub match_by: Option<String>,
    pub groups: Option<String>,
    pub clear_word: Option<String>,
    pub create_groups: Option<bool>,
    /// Null takes the choice back.
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<String>)]
    pub customer_group: Option<Option<String>>,
    pub prospects: Option<bool>,
    pub replacements: Option<Vec<ReplacementShape>>,
    pub edits: Option<Vec<EditShape>>,
    /// Lines to leave out.
    pub skipped: Option<Vec<i64>>,
}

/// Tells null from absent.
fn named<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<String>>, D::Error> {
    Option::<String>::deserialize(deserializer).map(Some)
}

/// What an import would do.
#[derive(Debug, Serialize, ToSchema)]
pub struct PreviewShape {
    pub created: i64,
    pub updated: i64,
    pub unchanged: i64,
    pub failed: i64,
    /// Rows that succeed but are worth a look.
    pub warned: i64,
    /// Client groups that would be created.
    pub new_groups: Vec<String>,
    /// Client groups that rows name and that do not exist; `create_groups` creates them.
    pub missing_groups: Vec<String>,
    /// Causes that several rows share, the commonest first.
    pub causes: Vec<CauseShape>,
    pub rows: Vec<RowShape>,
    /// Rows that `show` leaves, of which `rows` is a part.
    pub shown: usize,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CauseShape {
    pub rows: i64,
    pub problem: ProblemShape,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RowShape {
    pub line: i64,
    /// `create`, `update`, `unchanged` or `failed`.
    pub outcome: String,
    pub cells: BTreeMap<String, String>,
    pub changes: Vec<String>,
    pub problems: Vec<ProblemShape>,
    pub warnings: Vec<ProblemShape>,
}

/// What is wrong with a row.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemShape {
    pub code: String,
    pub field: Option<String>,
    /// What the cell says.
    pub value: String,
    pub detail: String,
    /// Ways to mend it: `use` (a replacement), `create`, `restore` or `update`.
    #[schema(value_type = Vec<Object>)]
    pub mends: Vec<Mend>,
}

impl Resource for ImportView {
    type Shape = ImportShape;

    fn version(&self) -> i64 {
        self.import.version
    }

    fn shape(&self) -> ImportShape {
        let import = &self.import;
        let preparation = &import.preparation;
        let columns = import.header.iter().zip(&preparation.columns);
        ImportShape {
            id: import.id.to_string(),
            file_name: import.file_name.clone(),
            state: import.state.code().to_owned(),
            columns: columns
                .map(|(header, field)| ColumnShape { header: header.clone(), field: field.map(code) })
                .collect(),
            notes: import.notes.clone(),
            match_by: preparation.match_by.code().to_owned(),
            groups: preparation.groups.map(|mode| mode.code().to_owned()),
            clear_word: preparation.clear_word.clone(),
            create_groups: preparation.create_groups,
            customer_group: preparation.customer_group.map(|group| group.to_string()),
            prospects: preparation.prospects,
            replacements: preparation.replacements.iter().map(ReplacementShape::from).collect(),
            edits: preparation.edits.iter().map(EditShape::from).collect(),
            skipped: preparation.skipped.iter().copied().collect(),
            rows: import.row_count,
            done: import.done_rows,
            created: import.counts.created,
            updated: import.counts.updated,
            unchanged: import.counts.unchanged,
            failed: import.counts.failed,
            operation: import.undoable().map(|operation| operation.to_string()),
            uploaded_by: self.uploaded_by.clone(),
            uploaded_at: import.uploaded_at.to_string(),
            version: import.version,
        }
    }
}

fn code(field: Field) -> String {
    field.code().to_owned()
}

impl From<&Replacement> for ReplacementShape {
    fn from(replacement: &Replacement) -> Self {
        let Replacement { field, from, to } = replacement.clone();
        ReplacementShape { field: code(field), from, to }
    }
}

impl From<&CellEdit> for EditShape {
    fn from(edit: &CellEdit) -> Self {
        EditShape { line: edit.line, field: code(edit.field), to: edit.to.clone() }
    }
}

impl From<&RowProblem> for ProblemShape {
    fn from(problem: &RowProblem) -> Self {
        ProblemShape {
            code: problem.code.to_owned(),
            field: problem.field.map(code),
            value: problem.value.clone(),
            detail: problem.sentence.clone(),
            mends: problem.mends.clone(),
        }
    }
}

impl From<Preview> for PreviewShape {
    fn from(preview: Preview) -> Self {
        let problems = |problems: &[RowProblem]| problems.iter().map(ProblemShape::from).collect();
        PreviewShape {
            created: preview.counts.created,
            updated: preview.counts.updated,
            unchanged: preview.counts.unchanged,
            failed: preview.counts.failed,
            warned: preview.counts.warned,
            new_groups: preview.new_groups,
            missing_groups: preview.missing_groups,
            causes: preview
                .causes
                .iter()
                .map(|cause| CauseShape { rows: cause.rows, problem: (&cause.problem).into() })
                .collect(),
            rows: preview
                .rows
                .into_iter()
                .map(|row| RowShape {
                    line: row.line,
                    outcome: row.outcome.to_owned(),
                    problems: problems(&row.problems),
                    warnings: problems(&row.warnings),
                    cells: row.cells.into_iter().map(|(field, cell)| (code(field), cell)).collect(),
                    changes: row.changes,
                })
                .collect(),
            shown: preview.shown,
        }
    }
}

impl MappingShape {
    /// The choices with what is named here in place of what was.
    pub fn over(self, before: Preparation) -> books::Result<Preparation> {
        let mut chosen = before;
        if let Some(columns) = self.columns {
            chosen.columns =
                columns.into_iter().map(|code| code.map(|code| field(&code)).transpose()).collect::<Result<_, _>>()?;
        }
        if let Some(by) = self.match_by {
            chosen.match_by = MatchBy::parse(&by)
                .ok_or_else(|| unknown("match_by", &by, "number, registration_number, name and nothing"))?;
        }
        if let Some(mode) = self.groups {
            chosen.groups = Some(GroupsMode::parse(&mode).ok_or_else(|| unknown("groups", &mode, "add and replace"))?);
        }
        if let Some(group) = self.customer_group {
            chosen.customer_group = group.map(|id| parse_field("customer_group", &id)).transpose()?;
        }
        chosen.clear_word = self.clear_word.unwrap_or(chosen.clear_word);
        chosen.create_groups = self.create_groups.unwrap_or(chosen.create_groups);
        chosen.prospects = self.prospects.unwrap_or(chosen.prospects);
        if let Some(replacements) = self.replacements {
            chosen.replacements = replacements.into_iter().map(ReplacementShape::read).collect::<Result<_, _>>()?;
        }
        if let Some(edits) = self.edits {
            chosen.edits = edits.into_iter().map(EditShape::read).collect::<Result<_, _>>()?;
        }
        if let Some(lines) = self.skipped {
            chosen.skipped = lines.into_iter().collect::<BTreeSet<i64>>();
        }
        Ok(chosen)
    }
}

impl ReplacementShape {
    fn read(self) -> books::Result<Replacement> {
        Ok(Replacement { field: field(&self.field)?, from: self.from, to: self.to })
    }
}

impl EditShape {
    fn read(self) -> books::Result<CellEdit> {
        Ok(CellEdit { line: self.line, field: field(&self.field)?, to: self.to })
    }
}

/// The field that a code names.
pub fn field(code: &str) -> books::Result<Field> {
    let known = || Field::ALL.iter().map(|field| field.code()).collect::<Vec<_>>().join(", ");
    Field::parse(code).ok_or_else(|| unknown("columns", code, &known()))
}

fn unknown(place: &'static str, code: &str, known: &str) -> Failure {
    Refusal::field(
        "FIELD_INVALID",
        place,
        format!("“{code}” is not known here."),
        format!("Known are {known}. Use one of them."),
    )
    .into()
}
