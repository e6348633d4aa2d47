//! The step “Columns”: what each column means, and how rows find their clients.

use askama::Template;
use axum::extract::Path;
use books::clients::ListChoices;
use books::exchange::{
    Field, GroupsMode, Import, ImportView, MatchBy, Preparation, PrepareImport, ReadImport, ReadSample,
};
use books::groups::CustomerGroupChoice;
use kernel::{Failure, ImportId};

use super::pages::frame;
use super::shapes;
use crate::edge::{Form, PageResult, Visit};
use crate::layout::{Frame, Refusals};

/// Rows shown beside the columns.
const SAMPLE: usize = 3;

#[derive(Template)]
#[template(path = "exchange/columns.html")]
struct ColumnsPage {
    frame: Frame,
    import: Import,
    chosen: Preparation,
    columns: Vec<ColumnLine>,
    customer_groups: Vec<CustomerGroupChoice>,
    may_manage_groups: bool,
    refusals: Refusals,
}

/// A column with what it holds.
struct ColumnLine {
    header: String,
    field: Option<Field>,
    sample: String,
}

pub async fn show(visit: Visit, Path(id): Path<String>) -> PageResult {
    let id = visit.id("import", &id)?;
    let view = visit.ask(ReadImport { id }).await?;
    show_columns(&visit, view, None).await
}

pub(super) async fn show_columns(visit: &Visit, view: ImportView, failure: Option<Failure>) -> PageResult {
    let chosen = view.import.preparation.clone();
    show_chosen(visit, view, chosen, failure).await
}

async fn show_chosen(visit: &Visit, view: ImportView, chosen: Preparation, failure: Option<Failure>) -> PageResult {
    let rows = visit.ask(ReadSample { id: view.import.id, rows: SAMPLE }).await?;
    let sample = |at: usize| {
        let cells: Vec<&str> = rows
            .iter()
            .filter_map(|row| row.cells.get(at).map(|cell| cell.trim()))
            .filter(|cell| !cell.is_empty())
            .collect();
        kernel::visible(&cells.join(" · "))
    };
    let columns = view
        .import
        .header
        .iter()
        .enumerate()
        .map(|(at, header)| ColumnLine {
            header: header.clone(),
            field: chosen.columns.get(at).copied().flatten(),
            sample: sample(at),
        })
        .collect();
    let customer_groups = visit.ask(ListChoices).await?.customer_groups;
    let frame = frame(visit, "Choose the columns", &view.import.file_name);
    let page = |frame, refusals| ColumnsPage {
        frame,
        import: view.import,
        chosen,
        columns,
        customer_groups,
        may_manage_groups: view.may_manage_groups,
        refusals,
    };
    visit.show_form(failure, page, frame)
}

pub async fn save(visit: Visit, Path(id): Path<String>, form: Form) -> PageResult {
    let id: ImportId = visit.id("import", &id)?;
    let view = visit.ask(ReadImport { id }).await?;
    let version = form.text("version").parse().ok();
    let preparation = match chosen(&form, view.import.preparation.clone(), view.import.header.len()) {
        Ok(preparation) => preparation,
        Err(failure) => return show_columns(&visit, view, Some(failure)).await,
    };
    match visit.act(PrepareImport { id, version, preparation: preparation.clone() }).await {
        Ok(_) => {
            Ok(axum::response::IntoResponse::into_response(axum::response::Redirect::to(&format!("/imports/{id}"))))
        }
        Err(failure) => show_chosen(&visit, view, preparation, Some(failure)).await,
    }
}

/// What the form says; corrections that were made before stay.
fn chosen(form: &Form, before: Preparation, width: usize) -> books::Result<Preparation> {
    let columns = (0..width).map(|at| match form.text(&format!("column-{at}")) {
        "" => Ok(None),
        code => shapes::field(code).map(Some),
    });
    Ok(Preparation {
        columns: columns.collect::<books::Result<Vec<_>>>()?,
        match_by: MatchBy::parse(form.text("match_by")).unwrap_or(before.match_by),
        groups: GroupsMode::parse(form.text("groups")),
        clear_word: form.text("clear_word").trim().to_owned(),
        create_groups: form.has("create_groups"),
        customer_group: form.optional("customer_group")?,
        prospects: form.has("prospects"),
        ..before
    })
}

impl ColumnLine {
    fn is(&self, field: &Field) -> bool {
        self.field.as_ref() == Some(field)
    }
}

impl ColumnsPage {
    fn groups_are(&self, mode: &str) -> bool {
        self.chosen.groups.is_some_and(|chosen| chosen.code() == mode)
    }

    fn is_default_group(&self, group: &CustomerGroupChoice) -> bool {
        self.chosen.customer_group == Some(group.id)
    }
}
