//! Why an agreement or its settlement is refused.

use kernel::{Refusal, Year};

use super::{Agreement, Scale};
use crate::groups::corporate::{CorporateGroup, CorporateType};

/// The rule is about this field of a form, and of the API.
fn at(field: &'static str, refusal: Refusal) -> Refusal {
    Refusal { field: Some(field.into()), ..refusal }
}

pub(super) fn without_effect(group: &CorporateGroup, of_type: &CorporateType) -> Refusal {
    Refusal::rule(
        "AGREEMENT_WITHOUT_EFFECT",
        format!("“{}” takes no agreement.", group.group.name),
        format!(
            "Groups of the type “{}” bring about neither a corporate discount nor a rebate in kind. Make the agreement with \
             a group of a type that does.",
            of_type.name
        ),
    )
    .detail("effect", of_type.effect.code())
    .action("Show the types", "/settings/corporate-group-types")
}

pub(super) fn outside_group(group: &CorporateGroup, year: Year) -> Refusal {
    at(
        "year",
        Refusal::rule(
            "AGREEMENT_OUTSIDE_GROUP",
            format!("“{}” does not stand for {year}.", group.group.name),
            format!("It stands for {}. Choose one of its years, or extend the group first.", group.years),
        ),
    )
    .detail("group_from", group.years.from())
    .detail("group_to", group.years.until())
}

pub(super) fn exists(held: &Agreement) -> Refusal {
    at(
        "year",
        Refusal::rule(
            "AGREEMENT_EXISTS",
            format!("There is an agreement for {} already.", held.year),
            format!("A group has one for each year, here {}. Change that one, or choose another year.", held.title()),
        ),
    )
    .detail("agreement", held.id)
    .action("Open it", format!("/agreements/{}", held.id))
}

pub(super) fn scale_required() -> Refusal {
    Refusal::field(
        "SCALE_REQUIRED",
        "scale",
        "It is not said how the tiers apply.",
        "Slab gives the whole volume the rate that it reaches, stepped gives each band its own. Neither is usual: choose one.",
    )
}

pub(super) fn scale_fixed(scale: Scale) -> Refusal {
    at(
        "scale",
        Refusal::rule(
            "SCALE_FIXED",
            "The scale cannot be changed any more.",
            "Something was settled by it. Change the rates of the tiers instead: the next settlement corrects the difference.",
        ),
    )
    .detail("scale", scale.code())
}

pub(super) fn tiers_required() -> Refusal {
    Refusal::field(
        "TIERS_REQUIRED",
        "tiers",
        "The agreement has no tier.",
        "A tier says from which volume on which rate counts. Give one at least.",
    )
}

pub(super) fn tiers_too_many(most: usize) -> Refusal {
    Refusal::field(
        "TIERS_TOO_MANY",
        "tiers",
        format!("An agreement has at most {most} tiers."),
        "Nobody reads a longer scale. Join some of them.",
    )
}

/// `place` counts from 1.
pub(super) fn tier_negative(place: usize) -> Refusal {
    Refusal::field(
        "TIER_NEGATIVE",
        "tiers",
        format!("Tier {place} is below zero."),
        "Volume and rate are 0 or more: an agreement never makes anything dearer. Correct the tier.",
    )
    .detail("tier", place)
}

pub(super) fn tiers_not_ascending(place: usize) -> Refusal {
    Refusal::field(
        "TIERS_NOT_ASCENDING",
        "tiers",
        format!("Tier {place} does not begin above the one before it."),
        "Tiers stand in ascending order, each from a higher volume on. Put them in order, and name each volume once.",
    )
    .detail("tier", place)
}

pub(super) fn rate_above_100(place: usize) -> Refusal {
    Refusal::field(
        "RATE_ABOVE_100",
        "tiers",
        format!("The rate of tier {place} is above 100 %."),
        "That gives back more than was sold, and is mostly a slip. If it is meant, allow rates above 100 %.",
    )
    .detail("tier", place)
}

pub(super) fn exclusion_unknown() -> Refusal {
    Refusal::field(
        "PRODUCT_GROUP_UNKNOWN",
        "exclusions",
        "A product group that is excluded does not exist.",
        "It was deleted meanwhile. Choose from the product groups that are there.",
    )
}

pub(super) fn memo_required() -> Refusal {
    Refusal::field(
        "MEMO_REQUIRED",
        "text",
        "The memo says nothing.",
        "It stays for good. Say what is to be kept in mind.",
    )
}

pub(super) fn memo_too_long(longest: usize) -> Refusal {
    Refusal::field(
        "TEXT_TOO_LONG",
        "text",
        "The memo cannot be kept.",
        format!("It has at most {longest} characters and no control characters. Say it shorter, or in two memos."),
    )
}

pub(super) fn volume_too_large() -> Refusal {
    Refusal::rule(
        "AMOUNT_TOO_LARGE",
        "The amount is too large to be kept.",
        "Volume times rate goes beyond what the books can hold. Check tiers and documents for digits too many.",
    )
}

pub(super) fn nothing_to_roll_over() -> Refusal {
    Refusal::rule(
        "NOTHING_TO_ROLL_OVER",
        "Nothing is chosen for the next year.",
        "A roll-over lets memberships go on or copies the agreement. Choose a member, or the agreement.",
    )
}

pub(super) fn no_agreement_to_copy(from: Year) -> Refusal {
    at(
        "agreement",
        Refusal::rule(
            "NO_AGREEMENT_TO_COPY",
            format!("There is no agreement for {from}."),
            "Nothing can be copied to the next year. Leave it out, and make a new agreement there.",
        ),
    )
}
