//! Every route on one page: method, path, handler, who may come, and what the API document says.

use axum::http::Method;

use crate::edge::Route;

const GET: Method = Method::GET;
const POST: Method = Method::POST;

/// The table. Rooms in their order; pages first, then the API.
pub fn table() -> Vec<Route> {
    let mut routes = Vec::new();
    routes.extend(clients());
    routes
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
