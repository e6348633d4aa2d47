//! Why a settlement is refused.

use kernel::{AgreementId, Day, GroupId, Refusal};

use super::super::Agreement;
use crate::groups::corporate::dotted;

fn at(field: &'static str, refusal: Refusal) -> Refusal {
    Refusal { field: Some(field.into()), ..refusal }
}

pub(super) fn settles_no_rebate(agreement: &Agreement) -> Refusal {
    Refusal::rule(
        "SETTLES_NO_REBATE",
        format!("{} is a rebate in kind.", agreement.title()),
        "Free units are taken on invoices as they are earned, and nothing is paid out. Write an invoice with free units.",
    )
}

pub(super) fn final_settled(agreement: &Agreement) -> Refusal {
    at(
        "kind",
        Refusal::rule(
            "FINAL_SETTLED",
            format!("{} is settled for good.", agreement.title()),
            "There is one final settlement. What changed since is settled by a correction.",
        ),
    )
}

pub(super) fn not_final_yet(agreement: &Agreement) -> Refusal {
    at(
        "kind",
        Refusal::rule(
            "NOT_FINAL_YET",
            format!("{} has no final settlement yet.", agreement.title()),
            "A correction settles what changed after the final settlement. Until then a partial one brings it up to date.",
        ),
    )
}

pub(super) fn through_required() -> Refusal {
    Refusal::field(
        "THROUGH_REQUIRED",
        "through",
        "It is not said through which day is settled.",
        "A partial settlement counts the services up to a day of the year. Choose that day.",
    )
}

pub(super) fn through_outside_year(agreement: &Agreement, through: Day) -> Refusal {
    Refusal::field(
        "THROUGH_OUTSIDE_YEAR",
        "through",
        format!("{} is no day of {}.", dotted(through), agreement.year),
        format!("The agreement is for {}. Choose a day of that year.", agreement.year),
    )
}

pub(super) fn through_not_year_end(agreement: &Agreement) -> Refusal {
    Refusal::field(
        "THROUGH_NOT_YEAR_END",
        "through",
        "A final settlement and a correction count the whole year.",
        format!(
            "They are through 31.12.{}. Leave the day empty, or make a partial settlement through another day.",
            agreement.year
        ),
    )
}

pub(super) fn settled_further(through: Day) -> Refusal {
    at(
        "through",
        Refusal::rule(
            "SETTLED_FURTHER",
            format!("It is settled through {} already.", dotted(through)),
            "A settlement goes on from the one before it, never back. Choose that day or a later one.",
        ),
    )
    .detail("through", through)
}

pub(super) fn year_not_over(agreement: &Agreement) -> Refusal {
    at(
        "kind",
        Refusal::rule(
            "YEAR_NOT_OVER",
            format!("{} is not over.", agreement.year),
            "After the final settlement only corrections follow. Make a partial one, or say that no more will come this year.",
        ),
    )
}

pub(super) fn counted_twice(twice: &[(String, GroupId, String, AgreementId)]) -> Refusal {
    let named: Vec<String> = twice.iter().map(|(client, _, group, _)| format!("“{client}” in “{group}”")).collect();
    let refusal = Refusal::rule(
        "COUNTED_TWICE",
        format!("A member counts in another agreement of the year too: {}.", named.join(", ")),
        "No document counts in two discounts. Void the membership that was a mistake, or end it before that year.",
    );
    twice.iter().take(3).fold(refusal, |refusal, (_, group, name, agreement)| {
        refusal.detail("agreement", agreement).action(format!("Open “{name}”"), format!("/corporate-groups/{group}"))
    })
}

pub(super) fn nothing_to_settle(agreement: &Agreement) -> Refusal {
    Refusal::rule(
        "NOTHING_TO_SETTLE",
        "There is nothing to settle.",
        format!(
            "What the volume gives is what was settled before, for each member of {}. Book the year's documents first, or \
             choose a later day.",
            agreement.title()
        ),
    )
}

pub(super) fn product_group_unknown() -> Refusal {
    Refusal::field(
        "PRODUCT_GROUP_UNKNOWN",
        "product_group",
        "The product group does not exist.",
        "VAT and the sales account of the documents follow from it. Choose one from the list.",
    )
}
