//! The routes of groups, of who is in them, and of undo.

use super::{DELETE, GET, PATCH, POST};
use crate::edge::Route;

/// Client groups and customer groups: pages, then the API.
pub(super) fn groups() -> Vec<Route> {
    let mut routes = client_groups();
    routes.extend(group_sets());
    routes.extend(customer_groups());
    routes.extend(billing_groups());
    routes.extend(super::corporate::corporate_pages());
    routes.extend(client_groups_api());
    routes.extend(group_sets_api());
    routes.push(merge_api());
    routes.extend(customer_groups_api());
    routes.extend(billing_groups_api());
    routes.extend(super::corporate::corporate());
    routes
}

fn client_groups() -> Vec<Route> {
    use crate::edge::{Access::Needs, page};
    use crate::groups::{client_group_forms as forms, client_groups};
    use books::Permission as P;
    let manage = Needs(P::ManageClientGroups);
    vec![
        page(GET, "/settings/client-groups", Needs(P::ViewOwnClients), client_groups::show),
        page(GET, "/client-groups/options", Needs(P::ViewOwnClients), client_groups::options),
        page(GET, "/settings/client-groups/new", manage, forms::new),
        page(POST, "/settings/client-groups", manage, forms::create),
        page(GET, "/settings/client-groups/{id}/edit", manage, forms::edit),
        page(POST, "/settings/client-groups/{id}", manage, forms::save),
        page(GET, "/settings/client-groups/{id}/delete", manage, forms::ask_delete),
        page(POST, "/settings/client-groups/{id}/delete", manage, forms::delete),
        page(GET, "/settings/client-groups/{id}/empty", manage, forms::ask_empty),
        page(POST, "/settings/client-groups/{id}/empty", manage, forms::empty),
        page(POST, "/settings/client-groups/{id}/archive", manage, forms::archive),
        page(POST, "/settings/client-groups/{id}/restore", manage, forms::restore),
    ]
}

fn group_sets() -> Vec<Route> {
    use crate::edge::{Access::Needs, page};
    use crate::groups::{group_sets as sets, merge};
    use books::Permission as P;
    let manage = Needs(P::ManageClientGroups);
    vec![
        page(GET, "/settings/client-group-sets", Needs(P::ViewOwnClients), sets::show),
        page(GET, "/settings/client-group-sets/new", manage, sets::new),
        page(POST, "/settings/client-group-sets", manage, sets::create),
        page(GET, "/settings/client-group-sets/{id}/edit", manage, sets::edit),
        page(POST, "/settings/client-group-sets/{id}", manage, sets::save),
        page(GET, "/settings/client-group-sets/{id}/delete", manage, sets::ask_delete),
        page(POST, "/settings/client-group-sets/{id}/delete", manage, sets::delete),
        page(GET, "/settings/client-groups/{id}/merge", manage, merge::choose),
        page(POST, "/settings/client-groups/{id}/merge", manage, merge::merge),
    ]
}

fn customer_groups() -> Vec<Route> {
    use crate::edge::{Access::Needs, page};
    use crate::groups::customer_groups as groups;
    use books::Permission as P;
    let set_up = Needs(P::SetUpLedger);
    vec![
        page(GET, "/settings/customer-groups", Needs(P::ViewOwnClients), groups::show),
        page(GET, "/settings/customer-groups/new", set_up, groups::new),
        page(POST, "/settings/customer-groups", set_up, groups::create),
        page(POST, "/settings/customer-groups/save", set_up, groups::save_list),
        page(GET, "/settings/customer-groups/{id}", set_up, groups::edit),
        page(POST, "/settings/customer-groups/{id}", set_up, groups::save),
        page(GET, "/settings/customer-groups/{id}/delete", set_up, groups::ask_delete),
        page(POST, "/settings/customer-groups/{id}/delete", set_up, groups::delete),
        page(POST, "/settings/customer-groups/{id}/archive", set_up, groups::archive),
        page(POST, "/settings/customer-groups/{id}/restore", set_up, groups::restore),
    ]
}

fn billing_groups() -> Vec<Route> {
    use crate::clients::{billing_group_form as form, billing_groups as groups};
    use crate::edge::{Access::Needs, page};
    use books::Permission as P;
    let (look, edit) = (Needs(P::ViewOwnClients), Needs(P::EditOwnClients));
    vec![
        page(GET, "/billing-groups", look, groups::show),
        page(GET, "/billing-groups/new", edit, form::new),
        page(POST, "/billing-groups", edit, form::create),
        page(POST, "/billing-groups/pick", edit, form::pick),
        page(GET, "/billing-groups/{id}/edit", edit, form::edit),
        page(POST, "/billing-groups/{id}", edit, form::save),
        page(POST, "/billing-groups/{id}/hide", edit, form::hide),
        page(POST, "/billing-groups/{id}/show", edit, form::show_again),
        page(GET, "/billing-groups/{id}/delete", edit, form::ask_delete),
        page(POST, "/billing-groups/{id}/delete", edit, form::delete),
    ]
}

fn client_groups_api() -> Vec<Route> {
    use crate::edge::{Access::Needs, Doc, api as resource};
    use crate::groups::client_groups_api as api;
    use books::Permission as P;
    let manage = Needs(P::ManageClientGroups);
    let shown = |summary| Doc::new(summary).gives::<api::ClientGroupShape>(200);
    vec![
        resource(
            GET,
            "/client-groups",
            Needs(P::ViewOwnClients),
            api::list,
            Doc::new("Lists client groups by name").query::<api::ClientGroupQuery>().gives::<api::ClientGroupPage>(200),
        ),
        resource(
            POST,
            "/client-groups",
            manage,
            api::create,
            Doc::new("Creates a client group")
                .takes::<api::NewClientGroup>()
                .gives::<api::ClientGroupShape>(201)
                .refuses(NEW_CLIENT_GROUP_REFUSALS),
        ),
        resource(GET, "/client-groups/{id}", Needs(P::ViewOwnClients), api::read, shown("Reads a client group")),
        resource(
            PATCH,
            "/client-groups/{id}",
            manage,
            api::change,
            shown("Changes a client group: name, colour, note, set, smart filter")
                .takes::<api::ClientGroupPatch>()
                .refuses(CLIENT_GROUP_REFUSALS),
        ),
        resource(
            DELETE,
            "/client-groups/{id}",
            manage,
            api::delete,
            Doc::new("Deletes a client group that no client is in; dry, it also names the saved reports that use it")
                .status(204)
                .refuses(&["GROUP_NOT_EMPTY", "CHANGED_MEANWHILE"]),
        ),
        resource(
            POST,
            "/client-groups/{id}/archive",
            manage,
            api::archive,
            shown("Archives a client group: hidden from selectors, its members unchanged")
                .refuses(&["CHANGED_MEANWHILE"]),
        ),
        resource(
            POST,
            "/client-groups/{id}/restore",
            manage,
            api::restore,
            shown("Restores a client group from the archive").refuses(&["CHANGED_MEANWHILE"]),
        ),
    ]
}

fn group_sets_api() -> Vec<Route> {
    use crate::edge::{Access::Needs, Doc, api as resource};
    use crate::groups::group_sets_api as api;
    use books::Permission as P;
    let manage = Needs(P::ManageClientGroups);
    let shown = |summary| Doc::new(summary).gives::<api::GroupSetShape>(200);
    let names = &["NAME_REQUIRED", "NAME_TOO_LONG", "NAME_TAKEN", "NAME_TAKEN_NORMALISED"];
    vec![
        resource(
            GET,
            "/client-group-sets",
            Needs(P::ViewOwnClients),
            api::list,
            Doc::new("Lists the sets of client groups by name").gives::<api::GroupSetList>(200),
        ),
        resource(
            POST,
            "/client-group-sets",
            manage,
            api::create,
            Doc::new("Creates a set of client groups")
                .takes::<api::GroupSetName>()
                .gives::<api::GroupSetShape>(201)
                .refuses(names),
        ),
        resource(GET, "/client-group-sets/{id}", Needs(P::ViewOwnClients), api::read, shown("Reads a set")),
        resource(
            PATCH,
            "/client-group-sets/{id}",
            manage,
            api::rename,
            shown("Renames a set of client groups").takes::<api::GroupSetName>().refuses(&[
                "NAME_REQUIRED",
                "NAME_TOO_LONG",
                "NAME_TAKEN",
                "NAME_TAKEN_NORMALISED",
                "CHANGED_MEANWHILE",
            ]),
        ),
        resource(
            DELETE,
            "/client-group-sets/{id}",
            manage,
            api::delete,
            Doc::new("Deletes a set of client groups; its groups stay")
                .query::<api::GroupSetEnd>()
                .status(204)
                .refuses(&["SET_NOT_EMPTY", "CHANGED_MEANWHILE"]),
        ),
    ]
}

fn customer_groups_api() -> Vec<Route> {
    use crate::edge::{Access::Needs, Doc, api as resource};
    use crate::groups::customer_groups_api as api;
    use books::Permission as P;
    let set_up = Needs(P::SetUpLedger);
    let shown = |summary| Doc::new(summary).gives::<api::CustomerGroupShape>(200);
    vec![
        resource(
            GET,
            "/customer-groups",
            Needs(P::ViewOwnClients),
            api::list,
            Doc::new("Lists customer groups by number")
                .query::<api::CustomerGroupQuery>()
                .gives::<api::CustomerGroupList>(200),
        ),
        resource(
            POST,
            "/customer-groups",
            set_up,
            api::create,
            Doc::new("Creates a customer group")
                .takes::<api::NewCustomerGroup>()
                .gives::<api::CustomerGroupShape>(201)
                .refuses(CUSTOMER_GROUP_REFUSALS),
        ),
        resource(GET, "/customer-groups/{id}", Needs(P::ViewOwnClients), api::read, shown("Reads a customer group")),
        resource(
            PATCH,
            "/customer-groups/{id}",
            set_up,
            api::change,
            shown("Changes a customer group").takes::<api::CustomerGroupPatch>().refuses(CUSTOMER_GROUP_REFUSALS),
        ),
        resource(
            POST,
            "/customer-groups/{id}/change-account",
            set_up,
            api::change_account,
            shown("Gives a customer group another control account; open items stay, or one entry transfers them")
                .takes::<api::AccountChange>()
                .refuses(CUSTOMER_GROUP_REFUSALS),
        ),
        resource(
            DELETE,
            "/customer-groups/{id}",
            set_up,
            api::delete,
            Doc::new("Deletes a customer group that no client is in and nothing was posted for")
                .status(204)
                .refuses(&["GROUP_NOT_EMPTY", "GROUP_HAS_ENTRIES", "CHANGED_MEANWHILE"]),
        ),
        resource(
            POST,
            "/customer-groups/{id}/archive",
            set_up,
            api::archive,
            shown("Archives a customer group").refuses(&["CHANGED_MEANWHILE"]),
        ),
        resource(
            POST,
            "/customer-groups/{id}/restore",
            set_up,
            api::restore,
            shown("Restores a customer group from the archive").refuses(&["CHANGED_MEANWHILE"]),
        ),
    ]
}

const NEW_CLIENT_GROUP_REFUSALS: &[&str] = &[
    "NAME_REQUIRED",
    "NAME_TOO_LONG",
    "NAME_TAKEN",
    "NAME_TAKEN_NORMALISED",
    "COLOR_UNKNOWN",
    "SET_UNKNOWN",
    "FILTER_UNREADABLE",
    "GROUP_UNKNOWN",
    "SMART_FILTER_REQUIRED",
    "SMART_FILTER_UNFIT",
    "SMART_FILTER_NAMES_SMART",
    "SMART_IN_SET",
];

const CLIENT_GROUP_REFUSALS: &[&str] = &[
    "NAME_REQUIRED",
    "NAME_TOO_LONG",
    "NAME_TAKEN",
    "NAME_TAKEN_NORMALISED",
    "COLOR_UNKNOWN",
    "SET_UNKNOWN",
    "SET_OVERLAP",
    "FILTER_UNREADABLE",
    "GROUP_UNKNOWN",
    "SMART_FILTER_REQUIRED",
    "SMART_FILTER_UNFIT",
    "SMART_FILTER_NAMES_SMART",
    "SMART_IN_SET",
    "GROUP_IN_SMART_FILTER",
    "CHANGED_MEANWHILE",
];

const BULK_REFUSALS: &[&str] = &[
    "GROUP_UNKNOWN",
    "GROUP_REQUIRED",
    "GROUP_ARCHIVED",
    "GROUP_IS_SMART",
    "SET_TWICE",
    "ACTION_UNKNOWN",
    "SELECTION_REQUIRED",
    "FILTER_UNREADABLE",
];

fn billing_groups_api() -> Vec<Route> {
    use crate::clients::billing_groups_api as api;
    use crate::edge::{Access::Needs, Doc, api as resource};
    use books::Permission as P;
    let (look, edit) = (Needs(P::ViewOwnClients), Needs(P::EditOwnClients));
    let shown = |summary| Doc::new(summary).gives::<api::BillingGroupShape>(200);
    vec![
        resource(
            GET,
            "/billing-groups",
            look,
            api::list,
            Doc::new("Lists billing groups by name, with their members")
                .query::<api::BillingGroupQuery>()
                .gives::<api::BillingGroupPage>(200)
                .refuses(&["SORT_UNKNOWN"]),
        ),
        resource(
            POST,
            "/billing-groups",
            edit,
            api::create,
            Doc::new("Creates a billing group with its members")
                .takes::<api::NewBillingGroup>()
                .gives::<api::BillingGroupShape>(201)
                .refuses(BILLING_GROUP_REFUSALS),
        ),
        resource(GET, "/billing-groups/{id}", look, api::read, shown("Reads a billing group")),
        resource(
            PATCH,
            "/billing-groups/{id}",
            edit,
            api::change,
            shown("Changes the name, the members or the primary contact of a billing group")
                .takes::<api::BillingGroupPatch>()
                .refuses(BILLING_GROUP_CHANGE_REFUSALS),
        ),
        resource(
            DELETE,
            "/billing-groups/{id}",
            edit,
            api::delete,
            Doc::new("Deletes a billing group; its members leave it").status(204).refuses(&["CHANGED_MEANWHILE"]),
        ),
        resource(
            POST,
            "/billing-groups/{id}/hide",
            edit,
            api::hide,
            shown("Hides a billing group").refuses(&["CHANGED_MEANWHILE"]),
        ),
        resource(
            POST,
            "/billing-groups/{id}/show",
            edit,
            api::show,
            shown("Shows a hidden billing group again").refuses(&["CHANGED_MEANWHILE"]),
        ),
    ]
}

const BILLING_GROUP_REFUSALS: &[&str] = &[
    "NAME_REQUIRED",
    "NAME_TOO_LONG",
    "NAME_TAKEN",
    "NAME_TAKEN_NORMALISED",
    "MEMBER_REQUIRED",
    "MEMBER_UNKNOWN",
    "MEMBERS_TOO_MANY",
    "PRIMARY_CONTACT_REQUIRED",
    "PRIMARY_CONTACT_NOT_MEMBER",
];

const BILLING_GROUP_CHANGE_REFUSALS: &[&str] = &[
    "NAME_REQUIRED",
    "NAME_TOO_LONG",
    "NAME_TAKEN",
    "NAME_TAKEN_NORMALISED",
    "MEMBER_REQUIRED",
    "MEMBER_UNKNOWN",
    "MEMBERS_TOO_MANY",
    "PRIMARY_CONTACT_NOT_MEMBER",
    "PRIMARY_CONTACT_LEAVES",
    "CHANGED_MEANWHILE",
];

const CUSTOMER_GROUP_REFUSALS: &[&str] = &[
    "NAME_REQUIRED",
    "NAME_TAKEN",
    "NAME_TAKEN_NORMALISED",
    "ACCOUNT_REQUIRED",
    "ACCOUNT_UNKNOWN",
    "ACCOUNT_NOT_DEBTOR_CONTROL",
    "ACCOUNT_OTHER_CURRENCY",
    "NUMBER_TAKEN",
    "VAT_ZONE_UNKNOWN",
    "VAT_ZONE_REQUIRED",
    "PAYMENT_DAYS_OUT_OF_RANGE",
    "DISCOUNT_OUT_OF_RANGE",
    "CREDIT_LIMIT_NEGATIVE",
    "OPEN_ITEMS_UNKNOWN",
    "PERIOD_CLOSED",
    "TRANSFER_BEFORE_ITEM",
    "CHANGED_MEANWHILE",
];

/// Who is in which group; the rights on each client decide.
pub(super) fn memberships_api() -> Vec<Route> {
    use crate::edge::{Access::Needs, Doc, api as resource};
    use crate::groups::members_api as api;
    use books::Permission as P;
    let refusals = &["GROUP_UNKNOWN", "GROUP_REQUIRED", "GROUP_ARCHIVED", "GROUP_IS_SMART"];
    let members = |summary| Doc::new(summary).query::<api::MemberQuery>().gives::<api::MemberPage>(200);
    let done = |summary| Doc::new(summary).gives::<api::BulkShape>(200);
    vec![
        resource(
            GET,
            "/groups/{id}/members",
            Needs(P::ViewOwnClients),
            api::members,
            members("Lists the clients of a group of any kind, now or as of a day"),
        ),
        resource(
            GET,
            "/client-groups/{id}/clients",
            Needs(P::ViewOwnClients),
            api::members,
            members("Lists the clients of a client group, now or as of a day"),
        ),
        resource(
            POST,
            "/client-groups/{id}/clients",
            Needs(P::EditOwnClients),
            api::add,
            done("Puts clients into a client group").takes::<api::ClientsToAdd>().refuses(refusals),
        ),
        resource(
            DELETE,
            "/client-groups/{id}/clients/{client}",
            Needs(P::EditOwnClients),
            api::remove,
            Doc::new("Takes a client out of a client group")
                .gives::<api::BulkShape>(200)
                .refuses(&["GROUP_UNKNOWN", "GROUP_IS_SMART"]),
        ),
        resource(
            GET,
            "/clients/{id}/groups",
            Needs(P::ViewOwnClients),
            api::groups_of_client,
            Doc::new("Lists the groups of a client, now or as of a day")
                .query::<api::DayQuery>()
                .gives::<api::MembershipList>(200),
        ),
        resource(
            POST,
            "/clients/bulk",
            Needs(P::EditOwnClients),
            api::bulk,
            Doc::new("Changes the client groups of many clients, as one operation")
                .takes::<api::ClientsBulk>()
                .gives::<api::BulkShape>(200)
                .refuses(BULK_REFUSALS),
        ),
    ]
}

/// Merging moves everyone of a group, so it needs the right on all clients too.
fn merge_api() -> Route {
    use crate::edge::{Access::Needs, Doc, api as resource};
    use crate::groups::members_api as api;
    let doc = Doc::new("Merges a client group into another: its clients enter that one, and it goes to the archive")
        .takes::<api::MergeTarget>()
        .gives::<api::BulkShape>(200)
        .refuses(&[
            "CHANGED_MEANWHILE",
            "GROUP_ARCHIVED",
            "GROUP_IS_SMART",
            "GROUP_UNKNOWN",
            "MERGE_INTO_ITSELF",
            "SET_OVERLAP",
        ]);
    resource(POST, "/client-groups/{id}/merge", Needs(books::Permission::ManageClientGroups), api::merge, doc)
}

/// What can be undone, whatever it was; each operation needs the right that its change needed.
pub(super) fn undo() -> Vec<Route> {
    use crate::edge::{Access::Needs, Doc, api as resource, page};
    use crate::undo::{api, pages};
    use books::Permission as P;
    vec![
        page(GET, "/operations", Needs(P::Enter), pages::show),
        page(POST, "/undo/{id}", Needs(P::Enter), pages::take_back),
        resource(
            GET,
            "/operations",
            Needs(P::Enter),
            api::list,
            Doc::new("Lists operations, newest first: one's own, or all for those who may undo changes of others")
                .query::<api::OperationQuery>()
                .gives::<api::OperationPage>(200),
        ),
        resource(
            GET,
            "/operations/{id}",
            Needs(P::Enter),
            api::read,
            Doc::new("Reads an operation").gives::<api::OperationShape>(200),
        ),
        resource(
            POST,
            "/operations/{id}/undo",
            Needs(P::Enter),
            api::take_back,
            Doc::new("Undoes an operation as a whole")
                .gives::<api::OperationShape>(200)
                .refuses(&["UNDO_BLOCKED", "UNDO_DONE"]),
        ),
    ]
}
