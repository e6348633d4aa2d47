//! What is said no to, in words that several verbs share.

use kernel::{ClientId, Day, GroupId, Refusal, Year};

use super::facts::{Candidate, Wanted};
use crate::groups::Membership;
use crate::groups::corporate::{CorporateGroup, Years};

/// What a client is in a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Head,
    Member,
}

impl Role {
    /// The field of a form, and of the API.
    fn field(self) -> &'static str {
        match self {
            Role::Head => "head",
            Role::Member => "client",
        }
    }
}

/// Where a client is already.
pub(super) struct Overlap {
    pub group: GroupId,
    pub group_name: String,
    /// The first year of both.
    pub year: i64,
    /// The last year, without a gap, in that group.
    pub until: i64,
    /// From when on it could be in the wanted group.
    pub free_from: Option<i64>,
}

/// The rule is about this field of a form, and of the API.
fn at(field: &str, refusal: Refusal) -> Refusal {
    Refusal { field: Some(field.to_owned().into()), ..refusal }
}

pub(super) fn type_mismatch(candidate: &Candidate, wanted: &Wanted<'_>) -> Refusal {
    let title = format!("“{}” is not of the type “{}”.", candidate.name, wanted.client_type);
    let way_out = format!(
        "Groups of the type “{}” take clients of the type “{}”. Give it that type in its settings, or choose another client.",
        wanted.of_type.name, wanted.client_type
    );
    let refusal = match wanted.role {
        Role::Head => Refusal::rule("HEAD_TYPE_MISMATCH", title, way_out),
        Role::Member => Refusal::rule("MEMBER_TYPE_MISMATCH", title, way_out),
    };
    at(wanted.role.field(), refusal)
        .detail("client", candidate.id)
        .detail("client_type", wanted.of_type.client_type)
        .action("Open its settings", format!("/clients/{}/edit", candidate.id))
}

pub(super) fn same_type_overlap(candidate: &Candidate, wanted: &Wanted<'_>, overlap: &Overlap) -> Refusal {
    let Overlap { group, group_name, year, until, free_from } = overlap;
    let joins = match free_from {
        Some(from) => format!(" It can stand in “{}” from 01.01.{from} on.", wanted.group_name),
        None => format!(" End that in an earlier year first, or choose other years for “{}”.", wanted.group_name),
    };
    let refusal = at(
        wanted.role.field(),
        Refusal::rule(
            "SAME_TYPE_OVERLAP",
            format!("“{}” is in “{group_name}” in {year} already.", candidate.name),
            format!(
                "A client is in one group of the type “{}” in a year, and at New Year it can change. It stands in \
             “{group_name}” until 31.12.{until}.{joins}",
                wanted.of_type.name
            ),
        ),
    )
    .detail("client", candidate.id)
    .detail("group", group)
    .detail("group_name", group_name)
    .detail("year", year)
    .detail("until", format!("{until}-12-31"));
    let refusal = match (free_from, wanted.group) {
        (Some(from), Some(own)) => {
            let last = wanted.years.last.number().max(*from);
            refusal.detail("free_from", format!("{from}-01-01")).action(
                format!("Start on 01.01.{from}"),
                format!("/corporate-groups/{own}?client={}&first={from}&last={last}", candidate.id),
            )
        }
        (Some(from), None) => refusal.detail("free_from", format!("{from}-01-01")),
        (None, _) => refusal,
    };
    refusal.action(format!("Open “{group_name}”"), format!("/corporate-groups/{group}"))
}

pub(super) fn outside_group(group: &CorporateGroup, years: Years) -> Refusal {
    let (first, last) = (group.years.first, group.years.last);
    at(if years.first < first || years.first > last { "from" } else { "to" }, Refusal::rule("MEMBER_OUTSIDE_GROUP", format!("“{}” does not stand for all of {years}.", group.group.name), format!(
            "A membership lies wholly within the years of its group, 01.01.{first} to 31.12.{last}. Choose years within \
             them, or extend the group first."
        )))
    .detail("group_from", group.years.from())
    .detail("group_to", group.years.until())
}

/// Memberships last longer than the group would; those that begin after its end cannot be ended with it.
pub(super) fn members_beyond(
    group: &CorporateGroup,
    last: Year,
    beyond: &[(Membership, String)],
    may_end: bool,
) -> Refusal {
    let listed: Vec<String> = beyond.iter().take(5).map(|(_, name)| format!("“{name}”")).collect();
    let more = beyond.len().saturating_sub(5);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let way_out = if may_end {
        "End these memberships on the same date, which can be done in one step, or keep the group for longer."
    } else {
        "Some of them begin after that day and would have no year left. Void those that are mistakes, or keep the group \
         for longer."
    };
    let refusal = at(
        "to",
        Refusal::rule(
            "MEMBER_OUTSIDE_GROUP",
            format!(
                "“{}” cannot end on 31.12.{last}: {}{more} would stand outside.",
                group.group.name,
                listed.join(", ")
            ),
            format!("A membership lies wholly within the years of its group. {way_out}"),
        ),
    )
    .detail("members", beyond.iter().take(100).map(|(m, _)| m.client.to_string()).collect::<Vec<_>>().join(" "))
    .detail("memberships", beyond.iter().take(100).map(|(m, _)| m.id.to_string()).collect::<Vec<_>>().join(" "))
    .detail("count", beyond.len());
    if may_end {
        let href = format!("/corporate-groups/{}?last={last}&end_members=true", group.group.id);
        return refusal.action("End these members on the same date", href);
    }
    refusal
}

/// A year would fall off that something was settled by. `who` is the group, or a member of it.
pub(super) fn year_settled(who: &str, group: GroupId, year: i64) -> Refusal {
    at(
        "to",
        Refusal::rule(
            "YEAR_SETTLED",
            format!("{who} stands in a settled year, {year}."),
            format!(
                "What was settled stays as it was, and so does who stood in it. Keep it to 31.12.{year} at least; a credit \
                 note for the year is corrected by a further settlement."
            ),
        ),
    )
    .detail("year", year)
    .action("Show the settlements", format!("/corporate-groups/{group}/agreements"))
}

/// A membership that was settled was no mistake.
pub(super) fn member_settled(name: &str, group: GroupId, year: i64) -> Refusal {
    Refusal::rule(
        "YEAR_SETTLED",
        format!("The membership of “{name}” was settled in {year}."),
        "What a settlement leans on is not voided any more. End the membership by an earlier last year that was not settled.",
    )
    .detail("year", year)
    .action("Show the settlements", format!("/corporate-groups/{group}/agreements"))
}

pub(super) fn group_from_immutable(group: &CorporateGroup) -> Refusal {
    at("from", Refusal::rule("GROUP_FROM_IMMUTABLE", format!("The beginning of “{}” cannot be changed.", group.group.name), "It is fixed since the group was saved the first time, because past years lean on it. Make another group for \
         other years."
            .to_owned()))
    .detail("from", group.years.from())
}

pub(super) fn group_type_immutable(group: &CorporateGroup) -> Refusal {
    at(
        "type",
        Refusal::rule(
            "GROUP_TYPE_IMMUTABLE",
            format!("The type of “{}” cannot be changed.", group.group.name),
            "It is fixed since the group was saved the first time, because head and members were chosen by it. Make \
         another group of the other type."
                .to_owned(),
        ),
    )
}

pub(super) fn member_from_immutable(from: Day) -> Refusal {
    at("from", Refusal::rule("MEMBER_FROM_IMMUTABLE", "The beginning of a membership cannot be changed.".to_owned(), "It is fixed since the membership was saved. If it was a mistake, void the membership with a reason and add the \
         client again."
            .to_owned()))
    .detail("from", from)
}

pub(super) fn append_only() -> Refusal {
    Refusal::rule(
        "MEMBERSHIP_APPEND_ONLY",
        "A membership of a corporate group is never removed.",
        "Clients are added and never taken out, so that past years stay as they were. Set its last year to end it, or \
         void it with a reason if it was a mistake.",
    )
}

pub(super) fn voided() -> Refusal {
    Refusal::rule(
        "MEMBERSHIP_VOIDED",
        "The membership is void.",
        "It was entered by mistake and counts for nothing, so nothing of it changes any more. Add the client again.",
    )
}

pub(super) fn reason_required() -> Refusal {
    Refusal::field(
        "REASON_REQUIRED",
        "reason",
        "A reason is missing.",
        "A void membership stays visible with its reason. Say in a few words what the mistake was.",
    )
}

pub(super) fn reason_too_long(longest: usize) -> Refusal {
    Refusal::field(
        "REASON_TOO_LONG",
        "reason",
        "The reason is too long.",
        format!("It has at most {longest} characters. Say it shorter."),
    )
}

pub(super) fn head_required() -> Refusal {
    Refusal::field(
        "HEAD_REQUIRED",
        "head",
        "The client at the head does not exist.",
        "It was deleted meanwhile, or is not yours to see. Choose a client from the list.",
    )
}

pub(super) fn member_unknown() -> Refusal {
    Refusal::field(
        "MEMBER_UNKNOWN",
        "client",
        "A chosen client does not exist.",
        "It was deleted meanwhile, or is not yours to see. Choose from the clients that are there.",
    )
}

pub(super) fn member_required() -> Refusal {
    Refusal::field("MEMBER_REQUIRED", "client", "No client is chosen.", "Choose the clients to add.")
}

pub(super) fn members_too_many(most: usize) -> Refusal {
    Refusal::field(
        "MEMBERS_TOO_MANY",
        "client",
        format!("At most {most} clients are added at once."),
        "Each is checked before any is added. Add them in parts, or import them from a file.",
    )
}

pub(super) fn type_unknown() -> Refusal {
    Refusal::field(
        "GROUP_TYPE_UNKNOWN",
        "type",
        "The type of corporate group does not exist.",
        "It was deleted meanwhile. Choose one from the list.",
    )
}

pub(super) fn head_from_required() -> Refusal {
    Refusal::field(
        "HEAD_FROM_REQUIRED",
        "head_from",
        "It is not said from when on the new head counts.",
        "Who was at the head before stays so for the years before. Send head_from, a 1 January within the group's years.",
    )
}

pub(super) fn head_outside_group(group: &CorporateGroup, years: Years) -> Refusal {
    Refusal::field(
        "HEAD_OUTSIDE_GROUP",
        "head_from",
        format!("“{}” does not stand for that year.", group.group.name),
        format!("A head begins in one of the years of its group, {years}. Choose one of them."),
    )
}

pub(super) fn group_used(group: &CorporateGroup, memberships: i64, agreements: i64) -> Refusal {
    let had = match (memberships, agreements) {
        (0, 1) => "1 agreement".to_owned(),
        (0, agreements) => format!("{agreements} agreements"),
        (1, _) => "1 membership".to_owned(),
        (memberships, _) => format!("{memberships} memberships"),
    };
    Refusal::rule(
        "CORPORATE_GROUP_USED",
        format!("“{}” cannot be deleted: it has had {had}.", group.group.name),
        "What past years lean on stays. End the group by an earlier last year instead.",
    )
    .detail("memberships", memberships)
    .detail("agreements", agreements)
    .action("Open it", format!("/corporate-groups/{}", group.group.id))
}

pub(super) fn name_taken(holder: &CorporateGroup, name: &kernel::Name) -> Refusal {
    let way_out = "Two groups of one type and name in the same year cannot be told apart. Choose another name, or use the \
                   group that exists.";
    let held = format!("The corporate group “{}” already exists for {}", holder.group.name, holder.years);
    let refusal = if holder.group.name == *name {
        Refusal::rule("NAME_TAKEN", format!("{held}."), way_out)
    } else {
        let title = format!("{held}; only capitals, blanks or accents differ.");
        Refusal::rule("NAME_TAKEN_NORMALISED", title, way_out)
    };
    at("name", refusal)
        .detail("existing", holder.group.id)
        .detail("existing_name", &holder.group.name)
        .action("Open it", format!("/corporate-groups/{}", holder.group.id))
}

/// A type is being taken from a client that stands in groups of this year or later by it.
pub(in crate::clients) fn type_in_use(of_type: &str, client: &str, groups: &[(GroupId, String, i64)]) -> Refusal {
    let named: Vec<String> = groups.iter().take(5).map(|(_, name, last)| format!("“{name}” until {last}")).collect();
    let refusal = at("client_types", Refusal::rule("TYPE_IN_USE", format!("“{client}” needs the type “{of_type}”: it stands in {}.", named.join(", ")), "Whoever is in a corporate group is of the type that it takes. End its memberships there first, or put another \
         client at the head; then the type can be taken from it."
            .to_owned()));
    let ids: Vec<String> = groups.iter().map(|(id, ..)| id.to_string()).collect();
    groups.iter().take(5).fold(refusal.detail("groups", ids.join(" ")), |refusal, (id, name, _)| {
        refusal.action(format!("Open “{name}”"), format!("/corporate-groups/{id}"))
    })
}

/// A client is being deleted that is, was or will be in a corporate group.
pub(crate) fn in_corporate_group(client: ClientId, name: &str, (group, group_name): &(GroupId, String)) -> Refusal {
    Refusal::rule(
        "CLIENT_IN_CORPORATE_GROUP",
        format!("“{name}” cannot be deleted: it stands in the corporate group “{group_name}”."),
        "What it brought about in its years stays with the client. Archive the client instead; if the membership was a \
         mistake, void it there first.",
    )
    .post_action("Archive instead", format!("/clients/{client}/archive"))
    .action(format!("Open “{group_name}”"), format!("/corporate-groups/{group}"))
}
