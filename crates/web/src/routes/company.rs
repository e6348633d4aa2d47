//! The routes of the company, its people and what comes before one.

use super::{DELETE, GET, PATCH, POST};
use crate::edge::Route;

pub(super) fn reference() -> Vec<Route> {
    use crate::edge::{Access::Needs, page};
    use crate::reference::{index, resource};
    use books::Permission as P;
    vec![page(GET, "/api", Needs(P::Enter), index), page(GET, "/api/{resource}", Needs(P::Enter), resource)]
}

pub(super) fn company() -> Vec<Route> {
    let mut routes = hallway();
    routes.extend(own_account());
    routes.extend(office());
    routes.extend(members());
    routes.extend(roles_and_teams());
    routes.extend(company_api());
    routes.extend(members_api());
    routes.extend(roles_and_teams_api());
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
    use crate::company::{api_keys, audit, office, settings};
    use crate::edge::{Access::Needs, page};
    use books::Permission as P;
    vec![
        page(GET, "/settings", Needs(P::Enter), settings::show),
        page(GET, "/settings/office", Needs(P::Enter), office::show),
        page(POST, "/settings/office", Needs(P::ManageCompany), office::change),
        page(GET, "/settings/api-keys", Needs(P::Enter), api_keys::list),
        page(POST, "/settings/api-keys", Needs(P::Enter), api_keys::issue),
        page(POST, "/settings/api-keys/{id}/revoke", Needs(P::Enter), api_keys::revoke),
        page(GET, "/settings/audit", Needs(P::ViewAudit), audit::show),
    ]
}

fn members() -> Vec<Route> {
    use crate::company::{client_rights, member, members};
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
        page(GET, "/settings/members/{id}/client-rights", Needs(P::ManageMembers), client_rights::show),
        page(POST, "/settings/members/{id}/client-rights", Needs(P::ManageMembers), client_rights::set),
    ]
}

fn roles_and_teams() -> Vec<Route> {
    use crate::company::{roles, teams};
    use crate::edge::{Access::Needs, page};
    use books::Permission as P;
    vec![
        page(GET, "/settings/roles", Needs(P::Enter), roles::list),
        page(GET, "/settings/roles/new", Needs(P::ManageMembers), roles::new),
        page(POST, "/settings/roles", Needs(P::ManageMembers), roles::create),
        page(GET, "/settings/roles/{id}", Needs(P::Enter), roles::show),
        page(POST, "/settings/roles/{id}", Needs(P::ManageMembers), roles::change),
        page(POST, "/settings/roles/{id}/delete", Needs(P::ManageMembers), roles::delete),
        page(GET, "/settings/teams", Needs(P::Enter), teams::list),
        page(GET, "/settings/teams/new", Needs(P::ManageMembers), teams::new),
        page(POST, "/settings/teams", Needs(P::ManageMembers), teams::create),
        page(GET, "/settings/teams/{id}", Needs(P::ManageMembers), teams::show),
        page(POST, "/settings/teams/{id}", Needs(P::ManageMembers), teams::change),
        page(POST, "/settings/teams/{id}/delete", Needs(P::ManageMembers), teams::delete),
    ]
}

fn company_api() -> Vec<Route> {
    use crate::company::api::{Paging, audit, company, tokens};
    use crate::edge::{Access::Needs, Doc, api as resource};
    use books::Permission as P;
    let office = |summary| Doc::new(summary).gives::<company::CompanyShape>(200);
    let refusals = &[
        "CHANGED_MEANWHILE",
        "CURRENCY_FIXED",
        "FISCAL_MONTH_UNKNOWN",
        "IBAN_WRONG",
        "LANGUAGE_UNKNOWN",
        "PAYMENT_DAYS_RANGE",
        "TIME_ZONE_UNKNOWN",
    ];
    let patch = office("Changes what is named of the office").takes::<company::CompanyPatch>().refuses(refusals);
    let list = Doc::new("Lists one's own tokens").query::<Paging>().gives::<tokens::TokenPage>(200);
    let issue = Doc::new("Issues a token; its secret is told once").takes::<tokens::NewToken>();
    let issue = issue.gives::<tokens::IssuedToken>(201).refuses(&["MEMBER_NEEDED"]);
    let lines = Doc::new("Reads the audit, newest first").query::<audit::AuditQuery>().gives::<audit::AuditPage>(200);
    let copy = Doc::new("Founds a company that begins with the customer groups of this one")
        .takes::<company::CompanyCopy>()
        .gives::<company::FoundedShape>(201)
        .refuses(&["ACCOUNTS_UNMAPPED", "CHART_UNKNOWN", "FISCAL_MONTH_UNKNOWN", "TIME_ZONE_UNKNOWN", "NAME_REQUIRED"]);
    vec![
        resource(POST, "/company/copies", Needs(P::SetUpLedger), company::copy, copy),
        resource(GET, "/company", Needs(P::Enter), company::read, office("Reads the office's settings")),
        resource(PATCH, "/company", Needs(P::ManageCompany), company::change, patch),
        resource(GET, "/tokens", Needs(P::Enter), tokens::list, list.refuses(PAGING)),
        resource(POST, "/tokens", Needs(P::Enter), tokens::issue, issue),
        resource(DELETE, "/tokens/{id}", Needs(P::Enter), tokens::revoke, Doc::new("Revokes a token").status(204)),
        resource(GET, "/audit", Needs(P::ViewAudit), audit::list, lines.refuses(&["ID_UNREADABLE", "LIMIT_UNKNOWN"])),
    ]
}

const PAGING: &[&str] = &["CURSOR_UNREADABLE", "LIMIT_UNKNOWN"];

fn members_api() -> Vec<Route> {
    use crate::company::api::{Paging, members as api, rights};
    use crate::edge::{Access::Needs, Doc, api as resource};
    use books::Permission as P;
    let list = Doc::new("Lists members, the active ones first, by name").query::<Paging>();
    let list = list.gives::<api::MemberPage>(200).refuses(PAGING);
    let invite = Doc::new("Invites a member; the one-time link is told once").takes::<api::NewMember>();
    let invite = invite.gives::<api::MemberShape>(201).refuses(&["MEMBER_EXISTS", "ROLE_UNKNOWN"]);
    let read = Doc::new("Reads a member").gives::<api::MemberShape>(200);
    let change =
        Doc::new("Changes role or seat of a member").takes::<api::MemberPatch>().gives::<api::MemberShape>(200);
    let change = change.refuses(&["CHANGED_MEANWHILE", "LAST_OWNER", "MEMBER_SELF", "ROLE_UNKNOWN"]);
    let link = |summary, refusals| Doc::new(summary).gives::<api::LinkShape>(201).refuses(refusals);
    let come_in = link("Makes a new link to come in; the earlier one is void", &["MEMBER_INACTIVE"]);
    let password = link("Makes a link that sets a new password", &["MEMBER_INACTIVE", "PERSON_ELSEWHERE"]);
    let rights_of = Doc::new("Lists the rights of a member on single clients").query::<Paging>();
    let rights_of = rights_of.gives::<rights::RightPage>(200).refuses(PAGING);
    let give = Doc::new("Gives a right on one client").takes::<rights::NewRight>().status(204);
    let give = give.refuses(&["LEVEL_UNKNOWN", "MEMBER_UNKNOWN"]);
    let take = Doc::new("Takes a right on one client away").status(204);
    vec![
        resource(GET, "/members", Needs(P::Enter), api::list, list),
        resource(POST, "/members", Needs(P::ManageMembers), api::invite, invite),
        resource(GET, "/members/{id}", Needs(P::Enter), api::read, read),
        resource(PATCH, "/members/{id}", Needs(P::ManageMembers), api::change, change),
        resource(POST, "/members/{id}/link", Needs(P::ManageMembers), api::make_link, come_in),
        resource(POST, "/members/{id}/password-link", Needs(P::ManageMembers), api::make_password_link, password),
        resource(GET, "/members/{id}/client-rights", Needs(P::ManageMembers), rights::list, rights_of),
        resource(POST, "/members/{id}/client-rights", Needs(P::ManageMembers), rights::give, give),
        resource(DELETE, "/members/{id}/client-rights/{client}", Needs(P::ManageMembers), rights::take, take),
    ]
}

fn roles_and_teams_api() -> Vec<Route> {
    use crate::company::api::{Paging, roles, teams};
    use crate::edge::{Access::Needs, Doc, api as resource};
    use books::Permission as P;
    let role = |summary| Doc::new(summary).gives::<roles::RoleShape>(200);
    let team = |summary| Doc::new(summary).gives::<teams::TeamShape>(200);
    let roles_doc = Doc::new("Lists roles").query::<Paging>().gives::<roles::RolePage>(200).refuses(PAGING);
    let teams_doc = Doc::new("Lists teams, by name").query::<Paging>().gives::<teams::TeamPage>(200).refuses(PAGING);
    let names = &["NAME_TAKEN", "NAME_TAKEN_NORMALISED", "PERMISSION_UNKNOWN"];
    let new_role = Doc::new("Creates a role").takes::<roles::NewRole>().gives::<roles::RoleShape>(201).refuses(names);
    let new_team = Doc::new("Creates a team").takes::<teams::NewTeam>().gives::<teams::TeamShape>(201);
    let new_team = new_team.refuses(&["MEMBER_UNKNOWN", "NAME_TAKEN", "NAME_TAKEN_NORMALISED"]);
    let role_patch = role("Changes what is named of a role").takes::<roles::RolePatch>();
    let role_patch = role_patch.refuses(&[
        "CHANGED_MEANWHILE",
        "NAME_TAKEN",
        "NAME_TAKEN_NORMALISED",
        "PERMISSION_UNKNOWN",
        "ROLE_BUILT_IN",
    ]);
    let team_patch = team("Changes what is named of a team").takes::<teams::TeamPatch>();
    let team_patch =
        team_patch.refuses(&["CHANGED_MEANWHILE", "MEMBER_UNKNOWN", "NAME_TAKEN", "NAME_TAKEN_NORMALISED"]);
    let gone = |summary, refusals| Doc::new(summary).status(204).refuses(refusals);
    let no_role = gone("Deletes a role that nobody holds", &["CHANGED_MEANWHILE", "ROLE_BUILT_IN", "ROLE_IN_USE"]);
    let no_team = gone("Deletes a team that nobody is in", &["CHANGED_MEANWHILE", "TEAM_NOT_EMPTY"]);
    vec![
        resource(GET, "/roles", Needs(P::Enter), roles::list, roles_doc),
        resource(POST, "/roles", Needs(P::ManageMembers), roles::create, new_role),
        resource(GET, "/roles/{id}", Needs(P::Enter), roles::read, role("Reads a role")),
        resource(PATCH, "/roles/{id}", Needs(P::ManageMembers), roles::change, role_patch),
        resource(DELETE, "/roles/{id}", Needs(P::ManageMembers), roles::delete, no_role),
        resource(GET, "/teams", Needs(P::Enter), teams::list, teams_doc),
        resource(POST, "/teams", Needs(P::ManageMembers), teams::create, new_team),
        resource(GET, "/teams/{id}", Needs(P::Enter), teams::read, team("Reads a team")),
        resource(PATCH, "/teams/{id}", Needs(P::ManageMembers), teams::change, team_patch),
        resource(DELETE, "/teams/{id}", Needs(P::ManageMembers), teams::delete, no_team),
    ]
}
