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
    use crate::clients::pages;
    use crate::edge::{Access::Needs, page};
    use books::Permission as P;
    vec![
        page(GET, "/clients/new", Needs(P::EditClients), pages::new),
        page(POST, "/clients", Needs(P::EditClients), pages::register),
        page(GET, "/clients/{id}", Needs(P::ViewOwnClients), pages::profile),
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
