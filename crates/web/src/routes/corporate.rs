//! The routes of corporate groups and of the types of clients and groups.

use super::{DELETE, GET, PATCH, POST};
use crate::edge::Route;

/// The pages of corporate groups, and of types among the settings.
pub(super) fn corporate_pages() -> Vec<Route> {
    use crate::clients::corporate::{add, forms, group, list, save};
    use crate::edge::{Access::Needs, page};
    use crate::exchange::memberships_page as members;
    use crate::groups::corporate_types as types;
    use books::Permission as P;
    let (look, manage) = (Needs(P::ViewOwnClients), Needs(P::ManageClientGroups));
    vec![
        page(GET, "/corporate-groups", look, list::show),
        page(GET, "/corporate-groups/new", manage, forms::new),
        page(POST, "/corporate-groups", manage, forms::create),
        page(POST, "/corporate-groups/find", manage, forms::find),
        page(GET, "/corporate-groups/import", manage, members::show),
        page(POST, "/corporate-groups/import", manage, members::upload),
        page(GET, "/corporate-groups/{id}", look, group::show),
        page(POST, "/corporate-groups/{id}", manage, save::save),
        page(GET, "/corporate-groups/{id}/add", manage, add::show),
        page(POST, "/corporate-groups/{id}/members", manage, add::add),
        page(GET, "/corporate-groups/{id}/head", manage, add::choose_head),
        page(POST, "/corporate-groups/{id}/head", manage, add::set_head),
        page(GET, "/corporate-groups/{id}/delete", manage, forms::ask_delete),
        page(POST, "/corporate-groups/{id}/delete", manage, forms::delete),
        page(GET, "/corporate-groups/{id}/members/{membership}/void", manage, forms::ask_void),
        page(POST, "/corporate-groups/{id}/members/{membership}/void", manage, forms::void),
        page(GET, "/settings/client-types", look, types::show_client_types),
        page(POST, "/settings/client-types", manage, types::create_client_type),
        page(POST, "/settings/client-types/{id}", manage, types::rename_client_type),
        page(POST, "/settings/client-types/{id}/delete", manage, types::delete_client_type),
        page(GET, "/settings/corporate-group-types", look, types::show_group_types),
        page(POST, "/settings/corporate-group-types", manage, types::create_group_type),
        page(POST, "/settings/corporate-group-types/{id}", manage, types::change_group_type),
        page(POST, "/settings/corporate-group-types/{id}/delete", manage, types::delete_group_type),
    ]
}

/// The API of corporate groups, of their memberships, and of types.
pub(super) fn corporate() -> Vec<Route> {
    let mut routes = types_api();
    routes.extend(groups_api());
    routes.extend(memberships_api());
    routes.push(import_api());
    routes
}

/// Whoever imports memberships may manage groups too.
fn import_api() -> Route {
    use crate::edge::{Access::Needs, Doc, api as resource};
    use crate::exchange::memberships_api as api;
    let doc = Doc::new("Takes in a CSV or XLSX file of memberships: group, type, client number, from, to")
        .takes_file()
        .query::<api::MembershipsImportQuery>()
        .gives::<api::MembershipsImportShape>(200)
        .refuses(&[
            "COLUMNS_MISSING",
            "ROWS_TOO_MANY",
            "PERM_GROUP_MANAGE",
            "FILE_EMPTY",
            "FILE_NOT_TEXT",
            "FILE_TOO_LARGE",
            "FILE_UNBALANCED_QUOTE",
            "FILE_DAMAGED",
        ]);
    resource(POST, "/corporate-groups/import", Needs(books::Permission::ImportClients), api::import, doc)
}

fn types_api() -> Vec<Route> {
    use crate::edge::{Access::Needs, Doc, api as resource};
    use crate::groups::corporate_types_api as api;
    use books::Permission as P;
    let (look, manage) = (Needs(P::ViewOwnClients), Needs(P::ManageClientGroups));
    let client_type = |summary| Doc::new(summary).gives::<api::ClientTypeShape>(200);
    let group_type = |summary| Doc::new(summary).gives::<api::CorporateTypeShape>(200);
    let all_client_types = Doc::new("Lists client types by name").gives::<api::ClientTypeList>(200);
    let new_client_type = Doc::new("Creates a client type").takes::<api::ClientTypeName>();
    let all_types = Doc::new("Lists types of corporate groups by name").gives::<api::CorporateTypeList>(200);
    let new_type = Doc::new("Creates a type of corporate group").takes::<api::NewCorporateType>();
    vec![
        resource(GET, "/client-types", look, api::list_client_types, all_client_types),
        resource(
            POST,
            "/client-types",
            manage,
            api::create_client_type,
            new_client_type.gives::<api::ClientTypeShape>(201).refuses(NAME_REFUSALS),
        ),
        resource(GET, "/client-types/{id}", look, api::read_client_type, client_type("Reads a client type")),
        resource(
            PATCH,
            "/client-types/{id}",
            manage,
            api::rename_client_type,
            client_type("Renames a client type").takes::<api::ClientTypeName>().refuses(NAME_REFUSALS),
        ),
        resource(
            DELETE,
            "/client-types/{id}",
            manage,
            api::delete_client_type,
            Doc::new("Deletes a client type that nothing needs").status(204).refuses(USE_REFUSALS),
        ),
        resource(GET, "/corporate-group-types", look, api::list, all_types),
        resource(
            POST,
            "/corporate-group-types",
            manage,
            api::create,
            new_type.gives::<api::CorporateTypeShape>(201).refuses(TYPE_REFUSALS),
        ),
        resource(GET, "/corporate-group-types/{id}", look, api::read, group_type("Reads a type of corporate group")),
        resource(
            PATCH,
            "/corporate-group-types/{id}",
            manage,
            api::change,
            group_type("Changes a type of corporate group").takes::<api::CorporateTypePatch>().refuses(TYPE_REFUSALS),
        ),
        resource(
            DELETE,
            "/corporate-group-types/{id}",
            manage,
            api::delete,
            Doc::new("Deletes a type that no corporate group is of").status(204).refuses(USE_REFUSALS),
        ),
    ]
}

fn groups_api() -> Vec<Route> {
    use crate::clients::corporate_api as api;
    use crate::edge::{Access::Needs, Doc, api as resource};
    use books::Permission as P;
    let (look, manage) = (Needs(P::ViewOwnClients), Needs(P::ManageClientGroups));
    let shown = |summary| Doc::new(summary).gives::<api::CorporateGroupShape>(200);
    vec![
        resource(
            GET,
            "/corporate-groups",
            look,
            api::list,
            Doc::new("Lists corporate groups by name")
                .query::<api::CorporateGroupQuery>()
                .gives::<api::CorporateGroupPage>(200)
                .refuses(&["SORT_UNKNOWN", "FILTER_UNREADABLE"]),
        ),
        resource(
            POST,
            "/corporate-groups",
            manage,
            api::create,
            Doc::new("Creates a corporate group with its head, for whole calendar years")
                .takes::<api::NewCorporateGroup>()
                .gives::<api::CorporateGroupShape>(201)
                .refuses(GROUP_REFUSALS),
        ),
        resource(GET, "/corporate-groups/{id}", look, api::read, shown("Reads a corporate group with its heads")),
        resource(
            PATCH,
            "/corporate-groups/{id}",
            manage,
            api::change,
            shown("Changes the name, the last year or the head of a corporate group")
                .takes::<api::CorporateGroupPatch>()
                .refuses(GROUP_CHANGE_REFUSALS),
        ),
        resource(
            DELETE,
            "/corporate-groups/{id}",
            manage,
            api::delete,
            Doc::new("Deletes a corporate group that never had a member")
                .status(204)
                .refuses(&["CORPORATE_GROUP_USED", "CHANGED_MEANWHILE"]),
        ),
    ]
}

fn memberships_api() -> Vec<Route> {
    use crate::clients::corporate_api as api;
    use crate::edge::{Access::Needs, Doc, api as resource};
    use books::Permission as P;
    let (look, manage) = (Needs(P::ViewOwnClients), Needs(P::ManageClientGroups));
    let shown = |summary| Doc::new(summary).gives::<api::CorporateMembershipShape>(200);
    let members = Doc::new("Lists the memberships of a corporate group, all or as of a day")
        .query::<api::CorporateMembershipQuery>()
        .gives::<api::CorporateMembershipPage>(200);
    vec![
        resource(GET, "/corporate-groups/{id}/memberships", look, api::members, members),
        resource(
            POST,
            "/corporate-groups/{id}/memberships",
            manage,
            api::add,
            Doc::new("Adds a client to a corporate group for whole calendar years")
                .takes::<api::NewCorporateMembership>()
                .gives::<api::CorporateMembershipShape>(201)
                .refuses(MEMBER_REFUSALS),
        ),
        resource(
            GET,
            "/memberships/{id}",
            look,
            api::read_membership,
            shown("Reads a membership of a corporate group"),
        ),
        resource(
            PATCH,
            "/memberships/{id}",
            manage,
            api::change_membership,
            shown("Sets the last day of a membership")
                .takes::<api::CorporateMembershipPatch>()
                .refuses(LAST_DAY_REFUSALS),
        ),
        resource(
            POST,
            "/memberships/{id}/void",
            manage,
            api::void,
            shown("Voids a membership that was a mistake: it stays visible and counts for nothing")
                .takes::<api::VoidReason>()
                .refuses(VOID_REFUSALS),
        ),
        resource(
            DELETE,
            "/memberships/{id}",
            manage,
            api::remove_membership,
            Doc::new("Is always refused: a membership of a corporate group is never removed")
                .status(204)
                .refuses(&["MEMBERSHIP_APPEND_ONLY"]),
        ),
    ]
}

const NAME_REFUSALS: &[&str] =
    &["NAME_REQUIRED", "NAME_TOO_LONG", "NAME_TAKEN", "NAME_TAKEN_NORMALISED", "CHANGED_MEANWHILE"];

const USE_REFUSALS: &[&str] = &["TYPE_IN_USE", "CHANGED_MEANWHILE"];

const TYPE_REFUSALS: &[&str] = &[
    "NAME_REQUIRED",
    "NAME_TOO_LONG",
    "NAME_TAKEN",
    "NAME_TAKEN_NORMALISED",
    "CLIENT_TYPE_UNKNOWN",
    "EFFECT_UNKNOWN",
    "TYPE_IN_USE",
    "CHANGED_MEANWHILE",
];

const GROUP_REFUSALS: &[&str] = &[
    "NAME_REQUIRED",
    "NAME_TOO_LONG",
    "NAME_TAKEN",
    "NAME_TAKEN_NORMALISED",
    "DATE_UNREADABLE",
    "FROM_NOT_JAN_1",
    "TO_NOT_DEC_31",
    "TO_BEFORE_FROM",
    "TO_TOO_FAR",
    "GROUP_TYPE_UNKNOWN",
    "HEAD_REQUIRED",
    "HEAD_TYPE_MISMATCH",
    "SAME_TYPE_OVERLAP",
];

const GROUP_CHANGE_REFUSALS: &[&str] = &[
    "NAME_REQUIRED",
    "NAME_TOO_LONG",
    "NAME_TAKEN",
    "NAME_TAKEN_NORMALISED",
    "DATE_UNREADABLE",
    "FROM_NOT_JAN_1",
    "TO_NOT_DEC_31",
    "TO_BEFORE_FROM",
    "TO_TOO_FAR",
    "GROUP_FROM_IMMUTABLE",
    "GROUP_TYPE_IMMUTABLE",
    "YEAR_SETTLED",
    "MEMBER_OUTSIDE_GROUP",
    "HEAD_REQUIRED",
    "HEAD_FROM_REQUIRED",
    "HEAD_OUTSIDE_GROUP",
    "HEAD_TYPE_MISMATCH",
    "SAME_TYPE_OVERLAP",
    "CHANGED_MEANWHILE",
];

const MEMBER_REFUSALS: &[&str] = &[
    "DATE_UNREADABLE",
    "FROM_NOT_JAN_1",
    "TO_NOT_DEC_31",
    "TO_BEFORE_FROM",
    "TO_TOO_FAR",
    "MEMBER_UNKNOWN",
    "MEMBER_OUTSIDE_GROUP",
    "MEMBER_TYPE_MISMATCH",
    "SAME_TYPE_OVERLAP",
];

const LAST_DAY_REFUSALS: &[&str] = &[
    "DATE_UNREADABLE",
    "TO_NOT_DEC_31",
    "TO_BEFORE_FROM",
    "TO_TOO_FAR",
    "MEMBER_FROM_IMMUTABLE",
    "MEMBER_OUTSIDE_GROUP",
    "YEAR_SETTLED",
    "MEMBER_TYPE_MISMATCH",
    "MEMBERSHIP_VOIDED",
    "SAME_TYPE_OVERLAP",
    "CHANGED_MEANWHILE",
];

const VOID_REFUSALS: &[&str] =
    &["REASON_REQUIRED", "REASON_TOO_LONG", "MEMBERSHIP_VOIDED", "YEAR_SETTLED", "CHANGED_MEANWHILE"];
