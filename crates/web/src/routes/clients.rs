//! The routes of clients.

use super::{DELETE, GET, PATCH, POST};
use crate::edge::Route;

pub(super) fn clients() -> Vec<Route> {
    use crate::clients::{bulk, groups_on, ledger, list, merge, move_group, new, palette, profile, settings, views};
    use crate::edge::{Access::Needs, page};
    use books::Permission as P;
    vec![
        page(GET, "/clients", Needs(P::ViewOwnClients), list::show),
        page(GET, "/clients/new", Needs(P::EditClients), new::show),
        page(POST, "/clients", Needs(P::EditClients), new::register),
        page(POST, "/clients/bulk", Needs(P::EditOwnClients), bulk::apply),
        page(POST, "/clients/bulk/groups", Needs(P::EditOwnClients), bulk::choose),
        page(POST, "/clients/bulk/archive", Needs(P::DeleteClients), bulk::archive),
        page(POST, "/clients/bulk/restore", Needs(P::DeleteClients), bulk::restore),
        page(POST, "/clients/bulk/bring-back", Needs(P::DeleteClients), bulk::bring_back),
        page(GET, "/clients/views/new", Needs(P::ViewOwnClients), views::new),
        page(POST, "/clients/views", Needs(P::ViewOwnClients), views::save),
        page(GET, "/clients/views/{id}", Needs(P::ViewOwnClients), views::show),
        page(POST, "/clients/views/{id}", Needs(P::ViewOwnClients), views::change),
        page(POST, "/clients/views/{id}/delete", Needs(P::ViewOwnClients), views::delete),
        page(GET, "/clients/{id}", Needs(P::ViewOwnClients), profile::show),
        page(GET, "/clients/{id}/ledger", Needs(P::ViewLedger), ledger::show),
        page(GET, "/clients/{id}/groups", Needs(P::ViewOwnClients), groups_on::show),
        page(GET, "/clients/{id}/move", Needs(P::EditOwnClients), move_group::ask),
        page(POST, "/clients/{id}/move", Needs(P::EditOwnClients), move_group::save),
        page(GET, "/clients/{id}/merge", Needs(P::EditOwnClients), merge::choose),
        page(POST, "/clients/{id}/merge", Needs(P::EditOwnClients), merge::merge),
        page(GET, "/clients/{id}/edit", Needs(P::ViewOwnClients), settings::show),
        page(POST, "/clients/{id}/edit", Needs(P::EditOwnClients), settings::save),
        page(POST, "/clients/{id}/move-to-group/{group}", Needs(P::EditOwnClients), settings::move_to_group),
        page(POST, "/clients/{id}/archive", Needs(P::DeleteClients), profile::archive),
        page(POST, "/clients/{id}/restore", Needs(P::DeleteClients), profile::restore),
        page(POST, "/clients/{id}/delete", Needs(P::DeleteClients), profile::delete),
        page(POST, "/clients/{id}/bring-back", Needs(P::DeleteClients), profile::bring_back),
        page(POST, "/clients/{id}/rights", Needs(P::ManageMembers), profile::set_right),
        page(GET, "/palette", Needs(P::Enter), palette::show),
    ]
}

pub(super) fn clients_api() -> Vec<Route> {
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
                "SET_TWICE",
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
                "GROUP_ARCHIVED",
                "GROUP_IS_SMART",
                "GROUP_UNKNOWN",
                "MEMBER_UNKNOWN",
                "NUMBER_TAKEN",
                "OPEN_ITEMS",
                "OPEN_ITEMS_CHOICE",
                "SET_TAKEN",
                "SET_TWICE",
                "VALUE_OUT_OF_RANGE",
                "VAT_ZONE_UNKNOWN",
            ]),
        ),
    ]
}

pub(super) fn clients_api_verbs() -> Vec<Route> {
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
                "CLIENT_HAS_MERGED",
                "CLIENT_IS_PRIMARY_CONTACT",
            ]),
        ),
        resource(POST, "/clients/{id}/archive", Needs(P::DeleteClients), api::archive, client("Archives a client")),
        resource(
            POST,
            "/clients/{id}/restore",
            Needs(P::DeleteClients),
            api::restore,
            Doc::new("Takes a client back from the archive or the trash").gives::<api::RestoredShape>(200),
        ),
        resource(
            POST,
            "/clients/{id}/move-customer-group",
            Needs(P::EditOwnClients),
            api::move_customer_group,
            client("Moves a client into another customer group from a day on; open items stay, or one entry transfers them")
                .takes::<api::CustomerGroupMove>()
                .refuses(&[
                    "GROUP_UNKNOWN",
                    "OPEN_ITEMS",
                    "OPEN_ITEMS_UNKNOWN",
                    "MOVE_AHEAD",
                    "MOVE_BEFORE_MEMBERSHIP",
                    "PERIOD_CLOSED",
                    "TRANSFER_BEFORE_ITEM",
                ]),
        ),
        merge_api(),
    ]
}

fn merge_api() -> Route {
    use crate::clients::api;
    use crate::edge::{Access::Needs, Doc, api as resource};
    let doc = Doc::new(
        "Merges a client into another: groups are united, open items, drafts and time go over, booked papers stay",
    );
    let doc = doc.takes::<api::ClientMerge>().gives::<api::ClientShape>(200).refuses(&[
        "CHANGED_MEANWHILE",
        "CLIENT_MERGED",
        "CLIENT_UNKNOWN",
        "MERGE_CURRENCY",
        "MERGE_DRAFT",
        "MERGE_INTO_ARCHIVED",
        "MERGE_INTO_ITSELF",
        "MERGE_OVERLAP",
        "PERIOD_CLOSED",
        "TRANSFER_BEFORE_ITEM",
    ]);
    resource(POST, "/clients/{id}/merge", Needs(books::Permission::EditOwnClients), api::merge, doc)
}
