//! The table of routes: each is a line with method, path, handler, who may come, and what the API document says. A room has a page.

mod agreements;
mod clients;
mod company;
mod corporate;
mod exchange;
mod groups;
mod ledger;
mod reports;
mod sales;

use axum::http::Method;

use crate::edge::Route;

const GET: Method = Method::GET;
const POST: Method = Method::POST;
const PATCH: Method = Method::PATCH;
const DELETE: Method = Method::DELETE;

/// The table. Rooms in their order; pages first, then the API.
pub fn table() -> Vec<Route> {
    let mut routes = company::reference();
    routes.extend(company::company());
    routes.extend(ledger::ledger());
    routes.extend(ledger::ledger_settings());
    routes.extend(ledger::accounts_api());
    routes.extend(ledger::entries_api());
    routes.extend(ledger::periods_api());
    routes.extend(ledger::tax_api());
    routes.extend(groups::groups());
    routes.extend(clients::clients());
    routes.extend(clients::clients_api());
    routes.extend(clients::clients_api_verbs());
    routes.extend(groups::memberships_api());
    routes.extend(sales::work_api());
    routes.extend(sales::invoices());
    routes.extend(sales::payments());
    routes.extend(sales::products());
    routes.extend(agreements::agreements());
    routes.extend(sales::invoices_api());
    routes.extend(sales::invoice_verbs_api());
    routes.extend(sales::payments_api());
    routes.extend(agreements::agreements_api());
    routes.extend(agreements::settlements_api());
    routes.extend(agreements::roll_over_api());
    routes.extend(sales::products_api());
    routes.extend(reports::reports());
    routes.extend(reports::reports_api());
    routes.extend(exchange::imports());
    routes.extend(exchange::imports_api());
    routes.extend(groups::undo());
    routes
}
