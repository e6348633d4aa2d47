//! The routes of files in and out.

use super::{DELETE, GET, POST};
use crate::edge::Route;

pub(super) fn imports() -> Vec<Route> {
    use crate::edge::{Access::Needs, page};
    use crate::exchange::{check, clients_csv, clients_xlsx, columns, pages, row};
    use books::Permission as P;
    let needs = Needs(P::ImportClients);
    vec![
        page(GET, "/imports", needs, pages::list),
        page(POST, "/imports", needs, pages::upload),
        page(GET, "/imports/{id}", needs, pages::show),
        page(GET, "/imports/{id}/columns", needs, columns::show),
        page(POST, "/imports/{id}/columns", needs, columns::save),
        page(POST, "/imports/{id}/mend", needs, check::mend),
        page(GET, "/imports/{id}/rows/{line}", needs, row::show),
        page(POST, "/imports/{id}/rows/{line}", needs, row::save),
        page(POST, "/imports/{id}/run", needs, pages::run),
        page(POST, "/imports/{id}/undo", needs, pages::undo_import),
        page(POST, "/imports/{id}/discard", needs, pages::discard),
        page(GET, "/imports/{id}/failed.csv", needs, pages::failed),
        page(GET, "/exports/clients.csv", needs, clients_csv),
        page(GET, "/exports/clients.xlsx", needs, clients_xlsx),
    ]
}

pub(super) fn imports_api() -> Vec<Route> {
    use crate::edge::{Access::Needs, Doc, api as resource};
    use crate::exchange::{api, api_clients_csv, api_clients_xlsx, shapes};
    use books::Permission as P;
    const PREPARING: &[&str] = &[
        "IMPORT_STARTED",
        "COLUMNS_DIFFER",
        "COLUMN_TWICE",
        "NAME_COLUMN_REQUIRED",
        "CLEAR_WORD_INVALID",
        "CORRECTIONS_TOO_MANY",
        "PERM_GROUP_MANAGE",
    ];
    let needs = Needs(P::ImportClients);
    let import = |summary, status| Doc::new(summary).gives::<shapes::ImportShape>(status);
    let preview = || {
        Doc::new("Judges every row; nothing is changed")
            .query::<api::PreviewQuery>()
            .gives::<shapes::PreviewShape>(200)
            .refuses(&["GROUPS_MODE_REQUIRED", "IMPORT_STARTED"])
    };
    let file = import("Uploads a CSV or XLSX file of clients; nothing is taken in yet", 201).takes_file();
    let file =
        file.refuses(&["FILE_EMPTY", "FILE_NOT_TEXT", "FILE_TOO_LARGE", "FILE_UNBALANCED_QUOTE", "FILE_DAMAGED"]);
    let mapping = import("Chooses columns, matching and corrections", 200).takes::<shapes::MappingShape>();
    let run = import("Takes in every row that is ready, as one operation; goes on where it was cut off", 200);
    vec![
        resource(
            GET,
            "/imports",
            needs,
            api::list,
            Doc::new("Lists imports").query::<api::ListQuery>().gives::<shapes::ImportsShape>(200),
        ),
        resource(POST, "/imports", needs, api::upload, file),
        resource(GET, "/imports/{id}", needs, api::read, import("Reads an import", 200)),
        resource(POST, "/imports/{id}/mapping", needs, api::mapping, mapping.refuses(PREPARING)),
        resource(GET, "/imports/{id}/preview", needs, api::preview, preview()),
        resource(POST, "/imports/{id}/preview", needs, api::preview, preview()),
        resource(POST, "/imports/{id}/run", needs, api::run, run.refuses(&["GROUPS_MODE_REQUIRED", "IMPORT_STARTED"])),
        resource(
            POST,
            "/imports/{id}/undo",
            needs,
            api::undo_import,
            import("Takes everything back", 200).refuses(&["UNDO_BLOCKED", "UNDO_DONE"]),
        ),
        resource(
            GET,
            "/imports/{id}/failed.csv",
            needs,
            api::failed,
            Doc::new("The rows that were left out, as CSV with a column error"),
        ),
        resource(
            DELETE,
            "/imports/{id}",
            needs,
            api::discard,
            Doc::new("Forgets the file").status(204).refuses(&["IMPORT_RUNNING"]),
        ),
        resource(
            GET,
            "/exports/clients.csv",
            needs,
            api_clients_csv,
            Doc::new("Every client that one may see, as CSV"),
        ),
        resource(
            GET,
            "/exports/clients.xlsx",
            needs,
            api_clients_xlsx,
            Doc::new("Every client that one may see, as a workbook"),
        ),
    ]
}
