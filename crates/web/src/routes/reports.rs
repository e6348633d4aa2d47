//! The routes of reports.

use super::{DELETE, GET, PATCH, POST};
use crate::edge::Route;

pub(super) fn reports() -> Vec<Route> {
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

pub(super) fn reports_api() -> Vec<Route> {
    use crate::edge::{Access::Needs, Doc, api as resource};
    use crate::reports::{api, shapes};
    use books::Permission as P;
    let needs = Needs(P::ViewReports);
    let saved = |summary, status| Doc::new(summary).gives::<shapes::ReportShape>(status);
    let ran = |summary| Doc::new(summary).gives::<shapes::RunShape>(200);
    let run = ran("Runs a report").takes::<shapes::RunBody>().refuses(&["FILTER_UNREADABLE", "REPORT_LEVELS"]);
    let run_saved = ran("Runs a saved report within what the caller may see").refuses(&["REPORT_IS_A_VIEW"]);
    let list = Doc::new("Lists saved reports: one's own and the office's").gives::<shapes::ReportPage>(200);
    let save = saved("Saves a report for oneself or the entire office", 201).takes::<api::NewReport>().refuses(&[
        "NAME_REQUIRED",
        "FILTER_UNREADABLE",
        "REPORT_LEVELS",
    ]);
    let change = saved("Changes what is named of a saved report", 200).takes::<api::ReportPatch>().refuses(&[
        "NAME_REQUIRED",
        "FILTER_UNREADABLE",
        "REPORT_LEVELS",
    ]);
    vec![
        resource(GET, "/reports", needs, api::list, list),
        resource(POST, "/reports", needs, api::save, save),
        resource(GET, "/reports/{id}", needs, api::read, saved("Reads a saved report", 200)),
        resource(PATCH, "/reports/{id}", needs, api::change, change),
        resource(DELETE, "/reports/{id}", needs, api::delete, Doc::new("Deletes a saved report").status(204)),
        resource(POST, "/reports/run", needs, api::run, run),
        resource(GET, "/reports/{id}/run", needs, api::run_saved, run_saved),
    ]
}
