//! Every route on one page: method, path, handler, who may come, and what the API document says.

use axum::http::Method;

use crate::edge::Route;

const GET: Method = Method::GET;
const POST: Method = Method::POST;
const PATCH: Method = Method::PATCH;
const DELETE: Method = Method::DELETE;

/// The table. Rooms in their order; pages first, then the API.
pub fn table() -> Vec<Route> {
    let mut routes = Vec::new();
    routes.extend(company());
    routes.extend(clients());
    routes.extend(clients_api());
    routes.extend(clients_api_verbs());
    routes.extend(work_api());
    routes.extend(invoices_api());
    routes.extend(products_api());
    routes.extend(reports());
    routes.extend(reports_api());
    routes.extend(imports());
    routes.extend(imports_api());
    routes
}

fn company() -> Vec<Route> {
    let mut routes = hallway();
    routes.extend(own_account());
    routes.extend(office());
    routes.extend(members());
    routes
}

/// Before any company: nobody is a member yet.
fn hallway() -> Vec<Route> {
    use crate::company::{companies, home, invitation, log_in, set_up};
    use crate::edge::{Access::Needs, Access::Open, Access::Person, page};
    use books::Permission as P;
    vec![
        page(GET, "/setup", Open, set_up::show),
        page(POST, "/setup", Open, set_up::set_up),
        page(GET, "/login", Open, log_in::show),
        page(POST, "/login", Open, log_in::log_in),
        page(POST, "/logout", Open, log_in::log_out),
        page(GET, "/invitation", Open, invitation::show),
        page(POST, "/invitation", Open, invitation::accept),
        page(GET, "/companies", Person, companies::list),
        page(GET, "/companies/new", Person, companies::new),
        page(POST, "/companies", Person, companies::found),
        page(POST, "/companies/{id}/choose", Person, companies::choose),
        page(GET, "/", Needs(P::Enter), home::show),
    ]
}

fn own_account() -> Vec<Route> {
    use crate::company::account;
    use crate::edge::{Access::Needs, page};
    use books::Permission as P;
    vec![
        page(GET, "/account", Needs(P::Enter), account::show),
        page(POST, "/account/name", Needs(P::Enter), account::rename),
        page(POST, "/account/password", Needs(P::Enter), account::change_password),
        page(POST, "/account/sessions/{id}/end", Needs(P::Enter), account::end_session),
        page(POST, "/account/sessions/end-others", Needs(P::Enter), account::end_other_sessions),
        page(POST, "/account/keys", Needs(P::Enter), account::set_keys),
    ]
}

fn office() -> Vec<Route> {
    use crate::company::{office, settings};
    use crate::edge::{Access::Needs, page};
    use books::Permission as P;
    vec![
        page(GET, "/settings", Needs(P::Enter), settings::show),
        page(GET, "/settings/office", Needs(P::Enter), office::show),
        page(POST, "/settings/office", Needs(P::ManageCompany), office::change),
    ]
}

fn members() -> Vec<Route> {
    use crate::company::{member, members};
    use crate::edge::{Access::Needs, page};
    use books::Permission as P;
    vec![
        page(GET, "/settings/members", Needs(P::Enter), members::list),
        page(GET, "/settings/members/new", Needs(P::ManageMembers), members::new),
        page(POST, "/settings/members", Needs(P::ManageMembers), members::invite),
        page(GET, "/settings/members/{id}", Needs(P::ManageMembers), member::show),
        page(POST, "/settings/members/{id}", Needs(P::ManageMembers), member::change),
        page(POST, "/settings/members/{id}/deactivate", Needs(P::ManageMembers), member::deactivate),
        page(POST, "/settings/members/{id}/reactivate", Needs(P::ManageMembers), member::reactivate),
        page(POST, "/settings/members/{id}/link", Needs(P::ManageMembers), member::make_link),
        page(POST, "/settings/members/{id}/password-link", Needs(P::ManageMembers), member::make_password_link),
    ]
}

fn clients() -> Vec<Route> {
    use crate::clients::{bulk, list, new, profile, settings};
    use crate::edge::{Access::Needs, page};
    use books::Permission as P;
    vec![
        page(GET, "/clients", Needs(P::ViewOwnClients), list::show),
        page(GET, "/clients/new", Needs(P::EditClients), new::show),
        page(POST, "/clients", Needs(P::EditClients), new::register),
        page(POST, "/clients/bulk", Needs(P::EditOwnClients), bulk::apply),
        page(POST, "/clients/bulk/groups", Needs(P::EditOwnClients), bulk::choose),
        page(POST, "/clients/bulk/archive", Needs(P::DeleteClients), bulk::archive),
        page(POST, "/clients/bulk/bring-back", Needs(P::DeleteClients), bulk::bring_back),
        page(GET, "/clients/{id}", Needs(P::ViewOwnClients), profile::show),
        page(GET, "/clients/{id}/edit", Needs(P::EditOwnClients), settings::show),
        page(POST, "/clients/{id}/edit", Needs(P::EditOwnClients), settings::save),
        page(POST, "/clients/{id}/archive", Needs(P::DeleteClients), profile::archive),
        page(POST, "/clients/{id}/restore", Needs(P::DeleteClients), profile::restore),
        page(POST, "/clients/{id}/delete", Needs(P::DeleteClients), profile::delete),
        page(POST, "/clients/{id}/bring-back", Needs(P::DeleteClients), profile::bring_back),
        page(POST, "/clients/{id}/rights", Needs(P::ManageMembers), profile::set_right),
    ]
}

fn clients_api() -> Vec<Route> {
    use crate::clients::api;
    use crate::edge::{Access::Needs, Doc, api as resource};
    use books::Permission as P;
    let client = |summary| Doc::new(summary).gives::<api::ClientShape>(200);
    vec![
        resource(
            GET,
            "/clients",
            Needs(P::ViewOwnClients),
            api::list,
            Doc::new("Lists clients").query::<api::ClientQuery>().gives::<api::ClientPage>(200).refuses(&[
                "CURSOR_UNREADABLE",
                "FILTER_UNREADABLE",
                "LIMIT_UNKNOWN",
                "SORT_UNKNOWN",
            ]),
        ),
        resource(
            POST,
            "/clients",
            Needs(P::EditClients),
            api::register,
            Doc::new("Registers a client").takes::<api::NewClient>().gives::<api::ClientShape>(201).refuses(&[
                "ACCOUNTING_GROUP_REQUIRED",
                "CUSTOMER_GROUP_REQUIRED",
                "EMAIL_REQUIRED",
                "GROUP_UNKNOWN",
                "MEMBER_UNKNOWN",
                "NUMBER_TAKEN",
                "VALUE_OUT_OF_RANGE",
                "VAT_ZONE_UNKNOWN",
            ]),
        ),
        resource(GET, "/clients/{id}", Needs(P::ViewOwnClients), api::read, client("Reads a client")),
        resource(
            PATCH,
            "/clients/{id}",
            Needs(P::EditOwnClients),
            api::change,
            client("Changes what is named of a client").takes::<api::ClientPatch>().refuses(&[
                "CHANGED_MEANWHILE",
                "CURRENCY_MISMATCH",
                "GROUP_UNKNOWN",
                "MEMBER_UNKNOWN",
                "NUMBER_TAKEN",
                "OPEN_ITEMS",
                "VALUE_OUT_OF_RANGE",
                "VAT_ZONE_UNKNOWN",
            ]),
        ),
    ]
}

fn clients_api_verbs() -> Vec<Route> {
    use crate::clients::api;
    use crate::edge::{Access::Needs, Doc, api as resource};
    use books::Permission as P;
    let client = |summary| Doc::new(summary).gives::<api::ClientShape>(200);
    vec![
        resource(
            DELETE,
            "/clients/{id}",
            Needs(P::DeleteClients),
            api::delete,
            Doc::new("Puts a client into the trash").status(204).refuses(&[
                "CHANGED_MEANWHILE",
                "CLIENT_HAS_ENTRIES",
                "CLIENT_HAS_INVOICES",
            ]),
        ),
        resource(POST, "/clients/{id}/archive", Needs(P::DeleteClients), api::archive, client("Archives a client")),
        resource(
            POST,
            "/clients/{id}/restore",
            Needs(P::DeleteClients),
            api::restore,
            client("Takes a client back from the archive or the trash"),
        ),
        resource(
            POST,
            "/clients/{id}/move-customer-group",
            Needs(P::EditOwnClients),
            api::move_customer_group,
            client("Moves a client into another customer group from today on")
                .takes::<api::CustomerGroupMove>()
                .refuses(&["GROUP_UNKNOWN", "OPEN_ITEMS"]),
        ),
    ]
}

fn work_api() -> Vec<Route> {
    use crate::edge::{Access::Needs, Doc, api as resource};
    use crate::work::api;
    use books::Permission as P;
    vec![
        resource(
            GET,
            "/time-entries",
            Needs(P::TrackTime),
            api::list,
            Doc::new("Lists time entries, newest first").query::<api::TimeQuery>().gives::<api::TimePage>(200),
        ),
        resource(
            POST,
            "/time-entries",
            Needs(P::TrackTime),
            api::log,
            Doc::new("Logs time spent on a client").takes::<api::NewTime>().gives::<api::TimeShape>(201).refuses(&[
                "MEMBER_UNKNOWN",
                "TIME_NOT_YOURS",
                "MINUTES_RANGE",
                "RATE_REFUSED",
            ]),
        ),
        resource(
            GET,
            "/time-entries/{id}",
            Needs(P::TrackTime),
            api::read,
            Doc::new("Reads a time entry").gives::<api::TimeShape>(200),
        ),
        resource(
            DELETE,
            "/time-entries/{id}",
            Needs(P::TrackTime),
            api::delete,
            Doc::new("Deletes a time entry").status(204).refuses(&["TIME_NOT_YOURS"]),
        ),
    ]
}

/// What a line of a draft can be refused for.
const LINE_REFUSALS: &[&str] = &[
    "PRODUCT_UNKNOWN",
    "PRODUCT_ARCHIVED",
    "LINE_TEXT_REQUIRED",
    "PRICE_REQUIRED",
    "RECIPIENT_ELSEWHERE",
    "CURRENCY_MISMATCH",
    "VAT_CODE_UNKNOWN",
    "ACCOUNT_UNKNOWN",
    "ACCOUNT_NOT_YOURS",
    "AMOUNT_TOO_LARGE",
    "PAYMENT_DAYS_RANGE",
    "DISCOUNT_RANGE",
    "DAY_OUT_OF_RANGE",
    "INVOICE_UNKNOWN",
    "CREDIT_KEEPS_CLIENT",
    "ALREADY_BOOKED",
];

fn invoices_api() -> Vec<Route> {
    use crate::edge::{Access::Needs, Doc, api as resource};
    use crate::sales::invoices_api as api;
    use books::Permission as P;
    let invoice = |summary| Doc::new(summary).gives::<api::InvoiceShape>(200);
    vec![
        resource(
            GET,
            "/invoices",
            Needs(P::ViewInvoices),
            api::list,
            Doc::new("Lists invoices and credit notes, newest first")
                .query::<api::InvoiceQuery>()
                .gives::<api::InvoicePage>(200),
        ),
        resource(
            POST,
            "/invoices",
            Needs(P::DraftInvoices),
            api::draft,
            Doc::new("Drafts an invoice or a credit note")
                .takes::<api::NewInvoice>()
                .gives::<api::InvoiceShape>(201)
                .refuses(LINE_REFUSALS),
        ),
        resource(GET, "/invoices/{id}", Needs(P::ViewInvoices), api::read, invoice("Reads an invoice")),
        resource(
            PATCH,
            "/invoices/{id}",
            Needs(P::DraftInvoices),
            api::change,
            invoice("Changes a draft").takes::<api::InvoicePatch>().refuses(LINE_REFUSALS),
        ),
        resource(
            DELETE,
            "/invoices/{id}",
            Needs(P::DraftInvoices),
            api::delete,
            Doc::new("Deletes a draft").status(204).refuses(&["ALREADY_BOOKED"]),
        ),
        resource(
            POST,
            "/invoices/{id}/book",
            Needs(P::BookInvoices),
            api::book,
            invoice("Books a draft: numbers it, freezes it, posts it").refuses(&[
                "ALREADY_BOOKED",
                "NOTHING_TO_INVOICE",
                "CLIENT_ARCHIVED",
                "PERIOD_CLOSED",
                "VAT_RULE_MISSING",
                "ACCOUNT_ARCHIVED",
                "EXCHANGE_RATE_MISSING",
                "AMOUNT_NOT_POSITIVE",
                "CREDIT_EXCEEDS_INVOICE",
                "VAT_ACCOUNT_MISSING",
            ]),
        ),
        resource(
            POST,
            "/invoices/{id}/credit",
            Needs(P::DraftInvoices),
            api::credit,
            Doc::new("Drafts a credit note for a booked invoice, whole or by lines; book it to post it")
                .takes::<api::NewCredit>()
                .gives::<api::InvoiceShape>(201)
                .refuses(&["NOT_BOOKED", "CREDITS_A_CREDIT_NOTE", "LINE_UNKNOWN"]),
        ),
        resource(
            GET,
            "/invoices/{id}/print",
            Needs(P::ViewInvoices),
            api::print,
            Doc::new("The printed page as HTML; of a booked document the same bytes each time"),
        ),
    ]
}

fn products_api() -> Vec<Route> {
    use crate::edge::{Access::Needs, Doc, api as resource};
    use crate::sales::products_api as api;
    use books::Permission as P;
    const REFUSALS: &[&str] =
        &["NUMBER_TAKEN", "NAME_TAKEN", "PRODUCT_GROUP_UNKNOWN", "CURRENCY_MISMATCH", "PRICE_NEGATIVE"];
    let product = |summary| Doc::new(summary).gives::<api::ProductShape>(200);
    let list = |summary| Doc::new(summary).query::<api::ProductQuery>().gives::<api::ProductPage>(200);
    let add = |summary| Doc::new(summary).takes::<api::NewProduct>().gives::<api::ProductShape>(201).refuses(REFUSALS);
    let mut routes = vec![
        resource(GET, "/products", Needs(P::ViewInvoices), api::list, list("Lists services and products by number")),
        resource(GET, "/services", Needs(P::ViewInvoices), api::list_services, list("Lists services by number")),
        resource(POST, "/products", Needs(P::ManageProducts), api::add, add("Adds a product")),
        resource(POST, "/services", Needs(P::ManageProducts), api::add_service, add("Adds a service")),
    ];
    for (one, archive, restore) in [
        ("/products/{id}", "/products/{id}/archive", "/products/{id}/restore"),
        ("/services/{id}", "/services/{id}/archive", "/services/{id}/restore"),
    ] {
        routes.extend([
            resource(GET, one, Needs(P::ViewInvoices), api::read, product("Reads a service or product")),
            resource(
                PATCH,
                one,
                Needs(P::ManageProducts),
                api::change,
                product("Changes a service or product").takes::<api::ProductPatch>().refuses(REFUSALS),
            ),
            resource(
                DELETE,
                one,
                Needs(P::ManageProducts),
                api::delete,
                Doc::new("Deletes what no invoice names").status(204).refuses(&["PRODUCT_IN_USE"]),
            ),
            resource(
                POST,
                archive,
                Needs(P::ManageProducts),
                api::archive,
                product("Archives a service or product: it is no longer offered"),
            ),
            resource(POST, restore, Needs(P::ManageProducts), api::restore, product("Offers it again")),
        ]);
    }
    routes
}

fn reports() -> Vec<Route> {
    use crate::edge::{Access::Needs, page};
    use crate::reports::{export, page as report, saved};
    use books::Permission as P;
    vec![
        page(GET, "/report", Needs(P::ViewReports), report::show),
        page(GET, "/report/save", Needs(P::ViewReports), saved::new),
        page(POST, "/report/save", Needs(P::ViewReports), saved::save),
        page(GET, "/report/export/{format}", Needs(P::ViewReports), export::file),
        page(GET, "/report/{id}", Needs(P::ViewReports), report::open),
        page(POST, "/report/{id}", Needs(P::ViewReports), saved::change),
        page(GET, "/report/{id}/edit", Needs(P::ViewReports), saved::edit),
        page(POST, "/report/{id}/delete", Needs(P::ViewReports), saved::delete),
    ]
}

fn reports_api() -> Vec<Route> {
    use crate::edge::{Access::Needs, Doc, api as resource};
    use crate::reports::{api, shapes};
    use books::Permission as P;
    vec![
        resource(
            GET,
            "/reports",
            Needs(P::ViewReports),
            api::list,
            Doc::new("Lists saved reports: one's own and the office's").gives::<shapes::ReportPage>(200),
        ),
        resource(
            POST,
            "/reports",
            Needs(P::ViewReports),
            api::save,
            Doc::new("Saves a report for oneself or the entire office")
                .takes::<api::NewReport>()
                .gives::<shapes::ReportShape>(201)
                .refuses(&["NAME_REQUIRED", "FILTER_UNREADABLE", "REPORT_LEVELS"]),
        ),
        resource(
            GET,
            "/reports/{id}",
            Needs(P::ViewReports),
            api::read,
            Doc::new("Reads a saved report").gives::<shapes::ReportShape>(200),
        ),
        resource(
            PATCH,
            "/reports/{id}",
            Needs(P::ViewReports),
            api::change,
            Doc::new("Changes what is named of a saved report")
                .takes::<api::ReportPatch>()
                .gives::<shapes::ReportShape>(200)
                .refuses(&["NAME_REQUIRED", "FILTER_UNREADABLE", "REPORT_LEVELS"]),
        ),
        resource(
            DELETE,
            "/reports/{id}",
            Needs(P::ViewReports),
            api::delete,
            Doc::new("Deletes a saved report").status(204),
        ),
        resource(
            POST,
            "/reports/run",
            Needs(P::ViewReports),
            api::run,
            Doc::new("Runs a report")
                .takes::<shapes::RunBody>()
                .gives::<shapes::RunShape>(200)
                .refuses(&["FILTER_UNREADABLE", "REPORT_LEVELS"]),
        ),
        resource(
            GET,
            "/reports/{id}/run",
            Needs(P::ViewReports),
            api::run_saved,
            Doc::new("Runs a saved report within what the caller may see").gives::<shapes::RunShape>(200),
        ),
    ]
}

fn imports() -> Vec<Route> {
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

fn imports_api() -> Vec<Route> {
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
