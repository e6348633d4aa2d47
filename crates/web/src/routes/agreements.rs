//! The routes of agreements and settlements.

use super::{GET, PATCH, POST};
use crate::edge::Route;

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
                .refuses(NEW_REFUSALS),
        ),
        resource(GET, "/agreements/{id}", look, api::read, shown("Reads an agreement", 200)),
        resource(
            PATCH,
            "/agreements/{id}",
            manage,
            api::change,
            shown("Changes the name, the tiers or, while nothing was settled, the scale of an agreement", 200)
                .takes::<api::AgreementPatchShape>()
                .refuses(CHANGE_REFUSALS),
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

const NEW_REFUSALS: &[&str] = &[
    "AGREEMENT_WITHOUT_EFFECT",
    "AGREEMENT_OUTSIDE_GROUP",
    "AGREEMENT_EXISTS",
    "SCALE_REQUIRED",
    "TIERS_REQUIRED",
    "TIERS_TOO_MANY",
    "TIER_NEGATIVE",
    "TIERS_NOT_ASCENDING",
    "RATE_ABOVE_100",
    "CURRENCY_MISMATCH",
    "NAME_REQUIRED",
    "NAME_TOO_LONG",
];

const CHANGE_REFUSALS: &[&str] = &[
    "SCALE_FIXED",
    "TIERS_REQUIRED",
    "TIERS_TOO_MANY",
    "TIER_NEGATIVE",
    "TIERS_NOT_ASCENDING",
    "RATE_ABOVE_100",
    "CURRENCY_MISMATCH",
    "NAME_REQUIRED",
    "NAME_TOO_LONG",
    "CHANGED_MEANWHILE",
];
