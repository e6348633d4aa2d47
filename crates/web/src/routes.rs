//! Every route on one page: method, path, handler, who may come, and what the API document says.

use axum::http::Method;

use crate::edge::Route;

const GET: Method = Method::GET;
const POST: Method = Method::POST;

/// The table. Rooms in their order; pages first, then the API.
pub fn table() -> Vec<Route> {
    let mut routes = Vec::new();
    routes.extend(company());
    routes.extend(clients());
    routes
}

fn company() -> Vec<Route> {
    use crate::company::{home, log_in, set_up};
    use crate::edge::{Access::Needs, Access::Open, page};
    use books::Permission as P;
    vec![
        page(GET, "/setup", Open, set_up::show),
        page(POST, "/setup", Open, set_up::set_up),
        page(GET, "/login", Open, log_in::show),
        page(POST, "/login", Open, log_in::log_in),
        page(POST, "/logout", Open, log_in::log_out),
        page(GET, "/", Needs(P::Enter), home::show),
    ]
}

fn clients() -> Vec<Route> {
    use crate::clients::{api, pages};
    use crate::edge::{Access::Needs, Doc, api as resource, page};
    use books::Permission as P;
    vec![
        page(GET, "/clients/new", Needs(P::EditClients), pages::new),
        page(POST, "/clients", Needs(P::EditClients), pages::register),
        page(GET, "/clients/{id}", Needs(P::ViewOwnClients), pages::profile),
        resource(
            POST,
            "/clients",
            Needs(P::EditClients),
            api::register,
            Doc::new("Registers a client").takes::<api::NewClient>().gives::<api::ClientShape>(201).refuses(&[
                "ACCOUNTING_GROUP_REQUIRED",
                "CUSTOMER_GROUP_REQUIRED",
                "GROUP_UNKNOWN",
                "NUMBER_TAKEN",
            ]),
        ),
        resource(
            GET,
            "/clients/{id}",
            Needs(P::ViewOwnClients),
            api::read,
            Doc::new("Reads a client").gives::<api::ClientShape>(200),
        ),
    ]
}
