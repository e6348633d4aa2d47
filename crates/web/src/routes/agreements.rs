//! The routes of agreements and settlements.

use super::{GET, PATCH, POST};
use crate::edge::Route;

pub(super) fn agreements() -> Vec<Route> {
    use crate::edge::{Access::Needs, page};
    use crate::sales::agreements::{
        agreement_page, form_page, list_page, roll_over_page, settle_page, settlement_page,
    };
    use books::Permission as P;
    let (look, manage) = (Needs(P::ViewInvoices), Needs(P::ManageClientGroups));
    vec![
        page(GET, "/corporate-groups/{id}/agreements", look, list_page::show),
        page(POST, "/corporate-groups/{id}/agreements", manage, form_page::make),
        page(GET, "/corporate-groups/{id}/agreements/new", manage, form_page::new),
        page(GET, "/corporate-groups/{id}/roll-over", manage, roll_over_page::show),
        page(POST, "/corporate-groups/{id}/roll-over", manage, roll_over_page::roll_over),
        page(GET, "/agreements/{id}", look, agreement_page::show),
        page(POST, "/agreements/{id}", manage, form_page::change),
        page(GET, "/agreements/{id}/edit", manage, form_page::edit),
        page(POST, "/agreements/{id}/memos", manage, agreement_page::write_memo),
        page(GET, "/agreements/{id}/settle", manage, settle_page::show),
        page(POST, "/agreements/{id}/settle", manage, settle_page::settle),
        page(GET, "/settlements/{id}", look, settlement_page::show),
    ]
}

pub(super) fn agreements_api() -> Vec<Route> {
    use crate::edge::{Access::Needs, Doc, api as resource};
    use crate::sales::agreements::api;
    use books::Permission as P;
    let (look, manage) = (Needs(P::ViewInvoices), Needs(P::ManageClientGroups));
    let shown = |summary, status| Doc::new(summary).gives::<api::AgreementShape>(status);
    let memo = |summary, status| Doc::new(summary).gives::<api::MemoShape>(status);
    vec![
        resource(
            GET,
            "/corporate-groups/{id}/agreements",
            look,
            api::list,
            Doc::new("Lists the agreements of a corporate group, the latest year first")
                .gives::<api::AgreementPage>(200),
        ),
        resource(
            POST,
            "/corporate-groups/{id}/agreements",
            manage,
            api::make,
            shown("Makes the agreement of a corporate group for a year", 201)
                .takes::<api::NewAgreement>()
                .refuses(&["AGREEMENT_WITHOUT_EFFECT", "AGREEMENT_OUTSIDE_GROUP", "AGREEMENT_EXISTS", "SCALE_REQUIRED"])
                .refuses(TERMS_REFUSALS),
        ),
        resource(GET, "/agreements/{id}", look, api::read, shown("Reads an agreement", 200)),
        resource(
            PATCH,
            "/agreements/{id}",
            manage,
            api::change,
            shown("Changes the name, the tiers or, while nothing was settled, the scale of an agreement", 200)
                .takes::<api::AgreementPatchShape>()
                .refuses(&["SCALE_FIXED", "CHANGED_MEANWHILE"])
                .refuses(TERMS_REFUSALS),
        ),
        resource(
            POST,
            "/agreements/{id}/memos",
            manage,
            api::write_memo,
            memo("Writes a memo on an agreement: it is never changed or deleted", 201)
                .takes::<api::NewMemo>()
                .refuses(&["MEMO_REQUIRED", "TEXT_TOO_LONG"]),
        ),
        resource(GET, "/agreements/{id}/memos/{memo}", look, api::read_memo, memo("Reads a memo", 200)),
    ]
}

pub(super) fn settlements_api() -> Vec<Route> {
    use crate::edge::{Access::Needs, Doc, api as resource};
    use crate::sales::agreements::settlements_api as api;
    use books::Permission as P;
    let look = Needs(P::ViewInvoices);
    let list = |summary| Doc::new(summary).gives::<api::SettlementPage>(200);
    vec![
        resource(
            GET,
            "/agreements/{id}/settlements",
            look,
            api::list_of_agreement,
            list("Lists the settlements of an agreement, the first first"),
        ),
        resource(
            POST,
            "/agreements/{id}/settlements",
            Needs(P::ManageClientGroups),
            api::settle,
            Doc::new("Settles an agreement net of what was settled before, with a draft for each member")
                .takes::<api::NewSettlement>()
                .gives::<api::SettlementShape>(201)
                .refuses(SETTLE_REFUSALS),
        ),
        resource(
            GET,
            "/corporate-groups/{id}/settlements",
            look,
            api::list_of_group,
            list("Lists the settlements of a corporate group, the latest year first"),
        ),
        resource(
            GET,
            "/settlements/{id}",
            look,
            api::read,
            Doc::new("Reads a settlement").gives::<api::SettlementShape>(200),
        ),
    ]
}

pub(super) fn roll_over_api() -> Vec<Route> {
    use crate::edge::{Access::Needs, Doc, api as resource};
    use crate::sales::agreements::roll_over_api as api;
    let manage = Needs(books::Permission::ManageClientGroups);
    vec![
        resource(
            GET,
            "/corporate-groups/{id}/roll-over",
            manage,
            api::propose,
            Doc::new("Proposes what goes on in the next year: memberships and the agreement")
                .query::<api::RollOverQuery>()
                .gives::<api::RollOverShape>(200),
        ),
        resource(
            POST,
            "/corporate-groups/{id}/roll-over",
            manage,
            api::roll_over,
            Doc::new("Rolls a corporate group over in one step; answers what is left to propose")
                .takes::<api::NewRollOver>()
                .gives::<api::RollOverShape>(200)
                .refuses(ROLL_OVER_REFUSALS),
        ),
    ]
}

const ROLL_OVER_REFUSALS: &[&str] = &[
    "NOTHING_TO_ROLL_OVER",
    "NO_AGREEMENT_TO_COPY",
    "AGREEMENT_EXISTS",
    "AGREEMENT_OUTSIDE_GROUP",
    "MEMBER_OUTSIDE_GROUP",
    "MEMBER_TYPE_MISMATCH",
    "SAME_TYPE_OVERLAP",
    "HEAD_TYPE_MISMATCH",
    "TO_BEFORE_FROM",
    "TO_NOT_DEC_31",
    "TO_TOO_FAR",
    "YEAR_SETTLED",
    "NAME_TAKEN",
    "CHANGED_MEANWHILE",
];

const SETTLE_REFUSALS: &[&str] = &[
    "SETTLES_NO_REBATE",
    "CHANGED_MEANWHILE",
    "FINAL_SETTLED",
    "NOT_FINAL_YET",
    "THROUGH_REQUIRED",
    "THROUGH_OUTSIDE_YEAR",
    "THROUGH_NOT_YEAR_END",
    "SETTLED_FURTHER",
    "YEAR_NOT_OVER",
    "COUNTED_TWICE",
    "NOTHING_TO_SETTLE",
    "PRODUCT_GROUP_UNKNOWN",
    "AMOUNT_TOO_LARGE",
];

/// Of the name, the tiers and what is not counted, whether an agreement is made or changed.
const TERMS_REFUSALS: &[&str] = &[
    "TIERS_REQUIRED",
    "TIERS_TOO_MANY",
    "TIER_NEGATIVE",
    "TIERS_NOT_ASCENDING",
    "RATE_ABOVE_100",
    "PRODUCT_GROUP_UNKNOWN",
    "CURRENCY_MISMATCH",
    "NAME_REQUIRED",
    "NAME_TOO_LONG",
];
