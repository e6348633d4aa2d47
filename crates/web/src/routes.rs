//! Every route on one page: method, path, handler, who may come, and what the API document says.

mod groups;

use axum::http::Method;

use crate::edge::Route;

const GET: Method = Method::GET;
const POST: Method = Method::POST;
const PATCH: Method = Method::PATCH;
const DELETE: Method = Method::DELETE;

/// The table. Rooms in their order; pages first, then the API.
pub fn table() -> Vec<Route> {
    let mut routes = reference();
    routes.extend(company());
    routes.extend(ledger());
    routes.extend(ledger_settings());
    routes.extend(accounts_api());
    routes.extend(entries_api());
    routes.extend(tax_api());
    routes.extend(groups::groups());
    routes.extend(clients());
    routes.extend(clients_api());
    routes.extend(clients_api_verbs());
    routes.extend(groups::memberships_api());
    routes.extend(work_api());
    routes.extend(invoices());
    routes.extend(products());
    routes.extend(invoices_api());
    routes.extend(invoice_verbs_api());
    routes.extend(products_api());
    routes.extend(reports());
    routes.extend(reports_api());
    routes.extend(imports());
    routes.extend(imports_api());
    routes.extend(groups::undo());
    routes
}

fn reference() -> Vec<Route> {
    use crate::edge::{Access::Needs, page};
    use crate::reference::{index, resource};
    use books::Permission as P;
    vec![page(GET, "/api", Needs(P::Enter), index), page(GET, "/api/{resource}", Needs(P::Enter), resource)]
}

fn company() -> Vec<Route> {
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
    vec![
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

fn ledger() -> Vec<Route> {
    use crate::edge::{Access::Needs, page};
    use crate::ledger::pages::{account, accounts, entry, journal, new_entry, trial_balance};
    use books::Permission as P;
    vec![
        page(GET, "/ledger/journal", Needs(P::ViewLedger), journal::list),
        page(GET, "/ledger/entries/new", Needs(P::PostEntries), new_entry::new),
        page(POST, "/ledger/entries/new", Needs(P::PostEntries), new_entry::more),
        page(POST, "/ledger/entries", Needs(P::PostEntries), new_entry::post),
        page(GET, "/ledger/entries/{id}", Needs(P::ViewLedger), entry::read),
        page(POST, "/ledger/entries/{id}/reverse", Needs(P::PostEntries), entry::reverse),
        page(GET, "/ledger/accounts", Needs(P::ViewLedger), accounts::list),
        page(GET, "/ledger/accounts/{id}", Needs(P::ViewLedger), account::read),
        page(POST, "/ledger/accounts/{id}/archive", Needs(P::SetUpLedger), account::archive),
        page(POST, "/ledger/accounts/{id}/restore", Needs(P::SetUpLedger), account::restore),
        page(POST, "/ledger/accounts/{id}/delete", Needs(P::SetUpLedger), account::delete),
        page(GET, "/ledger/trial-balance", Needs(P::ViewLedger), trial_balance::read),
    ]
}

fn ledger_settings() -> Vec<Route> {
    use crate::edge::{Access::Needs, page};
    use crate::ledger::pages::{account_form, ledger_settings, product_group, tax, vat_code};
    use books::Permission as P;
    vec![
        page(GET, "/settings/accounts", Needs(P::ViewLedger), tax::read),
        page(GET, "/settings/accounts/new", Needs(P::SetUpLedger), account_form::new),
        page(POST, "/settings/accounts", Needs(P::SetUpLedger), account_form::add),
        page(GET, "/settings/accounts/{id}", Needs(P::SetUpLedger), account_form::edit),
        page(POST, "/settings/accounts/{id}", Needs(P::SetUpLedger), account_form::change),
        page(GET, "/settings/vat-codes/new", Needs(P::SetUpLedger), vat_code::new),
        page(POST, "/settings/vat-codes", Needs(P::SetUpLedger), vat_code::add),
        page(GET, "/settings/vat-codes/{id}", Needs(P::SetUpLedger), vat_code::edit),
        page(POST, "/settings/vat-codes/{id}", Needs(P::SetUpLedger), vat_code::change),
        page(POST, "/settings/vat-codes/{id}/archive", Needs(P::SetUpLedger), vat_code::archive),
        page(POST, "/settings/vat-codes/{id}/restore", Needs(P::SetUpLedger), vat_code::restore),
        page(POST, "/settings/vat-zones", Needs(P::SetUpLedger), tax::add_zone),
        page(POST, "/settings/product-groups", Needs(P::SetUpLedger), tax::add_product_group),
        page(GET, "/settings/product-groups/{id}", Needs(P::SetUpLedger), product_group::edit),
        page(POST, "/settings/product-groups/{id}", Needs(P::SetUpLedger), product_group::rename),
        page(POST, "/settings/product-groups/{id}/rules", Needs(P::SetUpLedger), product_group::set_rule),
        page(GET, "/settings/ledger", Needs(P::ViewLedger), ledger_settings::read),
        page(POST, "/settings/ledger/periods/{month}/close", Needs(P::ClosePeriods), ledger_settings::close),
        page(POST, "/settings/ledger/periods/{month}/reopen", Needs(P::ClosePeriods), ledger_settings::reopen),
        page(POST, "/settings/ledger/series/{id}", Needs(P::SetUpLedger), ledger_settings::change_series),
    ]
}

fn accounts_api() -> Vec<Route> {
    use crate::edge::{Access::Needs, Doc, api as resource};
    use crate::ledger::api::{accounts as api, balances};
    use books::Permission as P;
    let account = |summary| Doc::new(summary).gives::<api::AccountShape>(200);
    let list = Doc::new("Lists the chart of accounts").query::<api::AccountQuery>().lists::<api::AccountShape>();
    let add = Doc::new("Adds an account").takes::<api::NewAccount>().gives::<api::AccountShape>(201);
    let add = add.refuses(&["CATEGORY_INVALID", "CONTROL_ACCOUNT_TYPE", "NUMBER_TAKEN"]);
    let change = account("Changes an account").takes::<api::AccountPatch>();
    let change = change.refuses(&[
        "ACCOUNT_HAS_ENTRIES",
        "ACCOUNT_IN_USE",
        "CATEGORY_INVALID",
        "CONTROL_ACCOUNT_TYPE",
        "NUMBER_TAKEN",
    ]);
    let delete = Doc::new("Deletes an account that has no entries").status(204);
    let delete = delete.refuses(&["ACCOUNT_HAS_ENTRIES", "ACCOUNT_IN_USE"]);
    let ledger = |summary| Doc::new(summary).gives::<balances::LedgerShape>(200);
    let of_account = ledger("Lists the postings of an account").query::<balances::LedgerQuery>();
    let of_client = ledger("Lists a client's lines on control accounts").query::<balances::ListQuery>();
    let sums = Doc::new("Sums debits and credits").query::<balances::BalanceQuery>();
    let sums = sums.gives::<balances::BalancesShape>(200).refuses(&["DATES_AMBIGUOUS"]);
    let trial = Doc::new("The trial balance").query::<balances::PeriodQuery>();
    let trial = trial.gives::<balances::TrialBalanceShape>(200);
    let control = Doc::new("Compares control accounts with their clients").query::<balances::DayQuery>();
    let control = control.gives::<balances::ReconciliationShape>(200);
    let archive = account("Archives an account").refuses(&["ACCOUNT_IN_USE"]);
    vec![
        resource(GET, "/accounts", Needs(P::Enter), api::list, list),
        resource(POST, "/accounts", Needs(P::SetUpLedger), api::add, add),
        resource(GET, "/accounts/{id}", Needs(P::ViewLedger), api::read, account("Reads an account")),
        resource(PATCH, "/accounts/{id}", Needs(P::SetUpLedger), api::change, change),
        resource(DELETE, "/accounts/{id}", Needs(P::SetUpLedger), api::delete, delete),
        resource(POST, "/accounts/{id}/archive", Needs(P::SetUpLedger), api::archive, archive),
        resource(POST, "/accounts/{id}/restore", Needs(P::SetUpLedger), api::restore, account("Restores an account")),
        resource(GET, "/accounts/{id}/ledger", Needs(P::ViewLedger), balances::of_account, of_account),
        resource(GET, "/clients/{id}/ledger", Needs(P::ViewLedger), balances::of_client, of_client),
        resource(GET, "/balances", Needs(P::ViewLedger), balances::balances, sums),
        resource(GET, "/trial-balance", Needs(P::ViewLedger), balances::trial_balance, trial),
        resource(GET, "/reconciliation", Needs(P::ViewLedger), balances::reconciliation, control),
    ]
}

fn entries_api() -> Vec<Route> {
    use crate::edge::{Access::Needs, Doc, api as resource};
    use crate::ledger::api::{entries as api, periods};
    use books::Permission as P;
    let list = Doc::new("Lists the journal, newest first").query::<api::EntryQuery>();
    let list = list.lists::<api::EntryRowShape>();
    let post = Doc::new("Posts an entry").takes::<api::NewEntry>().gives::<api::EntryShape>(201).refuses(&[
        "LINE_SIDES",
        "AMOUNT_NEGATIVE",
        "CURRENCY_MISMATCH",
        "ENTRY_TOO_LONG",
        "CURRENCY_NOT_COMPANYS",
        "ENTRY_EMPTY",
        "LINE_WITHOUT_AMOUNT",
        "AMOUNT_TOO_LARGE",
        "ENTRY_UNBALANCED",
        "ACCOUNT_UNKNOWN",
        "ACCOUNT_ARCHIVED",
        "CONTROL_ACCOUNT_NEEDS_PARTY",
        "CLIENT_UNKNOWN",
        "VAT_CODE_UNKNOWN",
        "TEXT_TOO_LONG",
        "PERIOD_CLOSED",
    ]);
    let reverse = Doc::new("Posts the opposite of an entry").takes::<api::Reversal>();
    let reverse = reverse.gives::<api::EntryShape>(201).refuses(&[
        "ENTRY_OF_DOCUMENT",
        "ENTRY_IS_REVERSAL",
        "ENTRY_REVERSED",
        "REVERSAL_BEFORE_ENTRY",
        "PERIOD_CLOSED",
    ]);
    let read = Doc::new("Reads an entry").gives::<api::EntryShape>(200);
    let months = Doc::new("Lists months that have entries or are closed").lists::<periods::PeriodShape>();
    let month = |summary| Doc::new(summary).gives::<periods::PeriodShape>(200);
    let close = month("Closes a month").refuses(&["PERIOD_IS_CLOSED", "PERIOD_NOT_BEGUN"]);
    let reopen = month("Reopens a month").refuses(&["PERIOD_IS_OPEN"]);
    let series = Doc::new("Lists number series").lists::<periods::SeriesShape>();
    let change = Doc::new("Changes a number series").takes::<periods::SeriesPatch>();
    let change = change.gives::<periods::SeriesShape>(200).refuses(&[
        "SERIES_IN_USE",
        "FIRST_NUMBER_OUT_OF_RANGE",
        "PATTERN_INVALID",
        "PATTERN_TAKEN",
    ]);
    vec![
        resource(GET, "/entries", Needs(P::ViewLedger), api::list, list),
        resource(POST, "/entries", Needs(P::PostEntries), api::post, post),
        resource(GET, "/entries/{id}", Needs(P::ViewLedger), api::read, read),
        resource(POST, "/entries/{id}/reverse", Needs(P::PostEntries), api::reverse, reverse),
        resource(GET, "/periods", Needs(P::ViewLedger), periods::list, months),
        resource(POST, "/periods/{month}/close", Needs(P::ClosePeriods), periods::close, close),
        resource(POST, "/periods/{month}/reopen", Needs(P::ClosePeriods), periods::reopen, reopen),
        resource(GET, "/number-series", Needs(P::Enter), periods::list_series, series),
        resource(PATCH, "/number-series/{id}", Needs(P::SetUpLedger), periods::change_series, change),
    ]
}

fn tax_api() -> Vec<Route> {
    use crate::edge::{Access::Needs, Doc, api as resource};
    use crate::ledger::api::tax as api;
    use books::Permission as P;
    const OF_CODE: &[&str] =
        &["VAT_KIND_UNKNOWN", "RATE_OUT_OF_RANGE", "ACCOUNT_UNKNOWN", "ACCOUNT_ARCHIVED", "ACCOUNT_REQUIRED"];
    let code = |summary, status| Doc::new(summary).gives::<api::VatCodeShape>(status);
    let zone = |summary, status| Doc::new(summary).gives::<api::VatZoneShape>(status);
    let group = |summary, status| Doc::new(summary).gives::<api::ProductGroupShape>(status);
    let codes = Doc::new("Lists VAT codes").lists::<api::VatCodeShape>();
    let zones = Doc::new("Lists VAT zones").lists::<api::VatZoneShape>();
    let groups = Doc::new("Lists product groups with their VAT rules").lists::<api::ProductGroupShape>();
    let add_code = code("Adds a VAT code", 201).takes::<api::NewVatCode>();
    let add_code = add_code.refuses(&[
        "VAT_CODE_FORM",
        "VAT_CODE_TAKEN",
        "VAT_KIND_UNKNOWN",
        "RATE_OUT_OF_RANGE",
        "ACCOUNT_REQUIRED",
    ]);
    let change_code = code("Changes a VAT code", 200).takes::<api::VatCodePatch>().refuses(OF_CODE);
    let archive = code("Archives a VAT code", 200).refuses(&["VAT_CODE_IN_USE"]);
    let add_zone = zone("Adds a VAT zone", 201).takes::<api::NewVatZone>().refuses(&["ZONE_CODE_FORM", "ZONE_TAKEN"]);
    let rename_zone = zone("Renames a VAT zone", 200).takes::<api::NamePatch>();
    let add_group = group("Adds a product group", 201).takes::<api::NamePatch>().refuses(&["NAME_TAKEN"]);
    let rename_group = group("Renames a product group", 200).takes::<api::NamePatch>().refuses(&["NAME_TAKEN"]);
    let rule = group("Sets what a product group gets in a zone", 200).takes::<api::NewVatRule>();
    let rule = rule.refuses(&["VAT_CODE_UNKNOWN", "ACCOUNT_ARCHIVED", "ACCOUNT_IS_CONTROL"]);
    vec![
        resource(GET, "/vat-codes", Needs(P::Enter), api::codes, codes),
        resource(POST, "/vat-codes", Needs(P::SetUpLedger), api::add_code, add_code),
        resource(GET, "/vat-codes/{id}", Needs(P::Enter), api::read_code, code("Reads a VAT code", 200)),
        resource(PATCH, "/vat-codes/{id}", Needs(P::SetUpLedger), api::change_code, change_code),
        resource(POST, "/vat-codes/{id}/archive", Needs(P::SetUpLedger), api::archive_code, archive),
        resource(
            POST,
            "/vat-codes/{id}/restore",
            Needs(P::SetUpLedger),
            api::restore_code,
            code("Restores a VAT code", 200),
        ),
        resource(GET, "/vat-zones", Needs(P::Enter), api::zones, zones),
        resource(POST, "/vat-zones", Needs(P::SetUpLedger), api::add_zone, add_zone),
        resource(GET, "/vat-zones/{id}", Needs(P::Enter), api::read_zone, zone("Reads a VAT zone", 200)),
        resource(PATCH, "/vat-zones/{id}", Needs(P::SetUpLedger), api::rename_zone, rename_zone),
        resource(GET, "/product-groups", Needs(P::Enter), api::product_groups, groups),
        resource(POST, "/product-groups", Needs(P::SetUpLedger), api::add_product_group, add_group),
        resource(
            GET,
            "/product-groups/{id}",
            Needs(P::Enter),
            api::read_product_group,
            group("Reads a product group", 200),
        ),
        resource(PATCH, "/product-groups/{id}", Needs(P::SetUpLedger), api::rename_product_group, rename_group),
        resource(POST, "/product-groups/{id}/rules", Needs(P::SetUpLedger), api::set_rule, rule),
    ]
}

fn clients() -> Vec<Route> {
    use crate::clients::{bulk, ledger, list, new, palette, profile, settings, views};
    use crate::edge::{Access::Needs, page};
    use books::Permission as P;
    vec![
        page(GET, "/clients", Needs(P::ViewOwnClients), list::show),
        page(GET, "/clients/new", Needs(P::EditClients), new::show),
        page(POST, "/clients", Needs(P::EditClients), new::register),
        page(POST, "/clients/bulk", Needs(P::EditOwnClients), bulk::apply),
        page(POST, "/clients/bulk/groups", Needs(P::EditOwnClients), bulk::choose),
        page(POST, "/clients/bulk/archive", Needs(P::DeleteClients), bulk::archive),
        page(POST, "/clients/bulk/bring-back", Needs(P::DeleteClients), bulk::bring_back),
        page(GET, "/clients/views/new", Needs(P::ViewOwnClients), views::new),
        page(POST, "/clients/views", Needs(P::ViewOwnClients), views::save),
        page(GET, "/clients/views/{id}", Needs(P::ViewOwnClients), views::show),
        page(POST, "/clients/views/{id}", Needs(P::ViewOwnClients), views::change),
        page(POST, "/clients/views/{id}/delete", Needs(P::ViewOwnClients), views::delete),
        page(GET, "/clients/{id}", Needs(P::ViewOwnClients), profile::show),
        page(GET, "/clients/{id}/ledger", Needs(P::ViewLedger), ledger::show),
        page(GET, "/clients/{id}/edit", Needs(P::EditOwnClients), settings::show),
        page(POST, "/clients/{id}/edit", Needs(P::EditOwnClients), settings::save),
        page(POST, "/clients/{id}/archive", Needs(P::DeleteClients), profile::archive),
        page(POST, "/clients/{id}/restore", Needs(P::DeleteClients), profile::restore),
        page(POST, "/clients/{id}/delete", Needs(P::DeleteClients), profile::delete),
        page(POST, "/clients/{id}/bring-back", Needs(P::DeleteClients), profile::bring_back),
        page(POST, "/clients/{id}/rights", Needs(P::ManageMembers), profile::set_right),
        page(GET, "/palette", Needs(P::Enter), palette::show),
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
    ]
}

fn clients_api_verbs() -> Vec<Route> {
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

fn work_api() -> Vec<Route> {
    use crate::edge::{Access::Needs, Doc, api as resource};
    use crate::work::api;
    use books::Permission as P;
    vec![
        resource(
            GET,
            "/time-entries",
            Needs(P::TrackTime),
            api::list,
            Doc::new("Lists time entries, newest first").query::<api::TimeQuery>().gives::<api::TimePage>(200),
        ),
        resource(
            POST,
            "/time-entries",
            Needs(P::TrackTime),
            api::log,
            Doc::new("Logs time spent on a client").takes::<api::NewTime>().gives::<api::TimeShape>(201).refuses(&[
                "MEMBER_UNKNOWN",
                "TIME_NOT_YOURS",
                "MINUTES_RANGE",
                "RATE_REFUSED",
            ]),
        ),
        resource(
            GET,
            "/time-entries/{id}",
            Needs(P::TrackTime),
            api::read,
            Doc::new("Reads a time entry").gives::<api::TimeShape>(200),
        ),
        resource(
            DELETE,
            "/time-entries/{id}",
            Needs(P::TrackTime),
            api::delete,
            Doc::new("Deletes a time entry").status(204).refuses(&["TIME_NOT_YOURS"]),
        ),
    ]
}

fn invoices() -> Vec<Route> {
    use crate::edge::{Access::Needs, page};
    use crate::sales::{draft_page, invoice_page, list_page};
    use books::Permission as P;
    vec![
        page(GET, "/invoices", Needs(P::ViewInvoices), list_page::show),
        page(POST, "/invoices", Needs(P::DraftInvoices), draft_page::create),
        page(GET, "/invoices/new", Needs(P::DraftInvoices), draft_page::new),
        page(GET, "/invoices/{id}", Needs(P::ViewInvoices), invoice_page::show),
        page(POST, "/invoices/{id}", Needs(P::DraftInvoices), draft_page::change),
        page(GET, "/invoices/{id}/edit", Needs(P::DraftInvoices), draft_page::edit),
        page(GET, "/invoices/{id}/client", Needs(P::DraftInvoices), draft_page::choose_other),
        page(POST, "/invoices/{id}/client", Needs(P::DraftInvoices), draft_page::change_client),
        page(GET, "/invoices/{id}/print", Needs(P::ViewInvoices), invoice_page::print),
        page(POST, "/invoices/{id}/book", Needs(P::BookInvoices), invoice_page::book),
        page(POST, "/invoices/{id}/credit", Needs(P::DraftInvoices), invoice_page::credit),
        page(POST, "/invoices/{id}/delete", Needs(P::DraftInvoices), invoice_page::delete),
    ]
}

fn products() -> Vec<Route> {
    use crate::edge::{Access::Needs, page};
    use crate::sales::products_page as pages;
    use books::Permission as P;
    vec![
        page(GET, "/settings/invoices", Needs(P::ViewInvoices), pages::list),
        page(POST, "/settings/invoices/products", Needs(P::ManageProducts), pages::add),
        page(GET, "/settings/invoices/products/new", Needs(P::ManageProducts), pages::new),
        page(GET, "/settings/invoices/products/{id}", Needs(P::ManageProducts), pages::edit),
        page(POST, "/settings/invoices/products/{id}", Needs(P::ManageProducts), pages::change),
        page(POST, "/settings/invoices/products/{id}/archive", Needs(P::ManageProducts), pages::archive),
        page(POST, "/settings/invoices/products/{id}/restore", Needs(P::ManageProducts), pages::restore),
        page(POST, "/settings/invoices/products/{id}/delete", Needs(P::ManageProducts), pages::delete),
    ]
}

/// What a line of a draft can be refused for.
const LINE_REFUSALS: &[&str] = &[
    "PRODUCT_UNKNOWN",
    "PRODUCT_ARCHIVED",
    "LINE_TEXT_REQUIRED",
    "PRICE_REQUIRED",
    "RECIPIENT_ELSEWHERE",
    "CURRENCY_MISMATCH",
    "VAT_CODE_UNKNOWN",
    "ACCOUNT_UNKNOWN",
    "ACCOUNT_NOT_YOURS",
    "AMOUNT_TOO_LARGE",
    "PAYMENT_DAYS_RANGE",
    "DISCOUNT_RANGE",
    "DAY_OUT_OF_RANGE",
    "INVOICE_UNKNOWN",
    "CREDIT_KEEPS_CLIENT",
    "ALREADY_BOOKED",
];

fn invoices_api() -> Vec<Route> {
    use crate::edge::{Access::Needs, Doc, api as resource};
    use crate::sales::invoices_api as api;
    use books::Permission as P;
    let invoice = |summary| Doc::new(summary).gives::<api::InvoiceShape>(200);
    vec![
        resource(
            GET,
            "/invoices",
            Needs(P::ViewInvoices),
            api::list,
            Doc::new("Lists invoices and credit notes, newest first")
                .query::<api::InvoiceQuery>()
                .gives::<api::InvoicePage>(200),
        ),
        resource(
            POST,
            "/invoices",
            Needs(P::DraftInvoices),
            api::draft,
            Doc::new("Drafts an invoice or a credit note")
                .takes::<api::NewInvoice>()
                .gives::<api::InvoiceShape>(201)
                .refuses(LINE_REFUSALS),
        ),
        resource(GET, "/invoices/{id}", Needs(P::ViewInvoices), api::read, invoice("Reads an invoice")),
        resource(
            PATCH,
            "/invoices/{id}",
            Needs(P::DraftInvoices),
            api::change,
            invoice("Changes a draft").takes::<api::InvoicePatch>().refuses(LINE_REFUSALS),
        ),
        resource(
            DELETE,
            "/invoices/{id}",
            Needs(P::DraftInvoices),
            api::delete,
            Doc::new("Deletes a draft").status(204).refuses(&["ALREADY_BOOKED"]),
        ),
    ]
}

fn invoice_verbs_api() -> Vec<Route> {
    use crate::edge::{Access::Needs, Doc, api as resource};
    use crate::sales::invoices_api as api;
    use books::Permission as P;
    let invoice = |summary| Doc::new(summary).gives::<api::InvoiceShape>(200);
    vec![
        resource(
            POST,
            "/invoices/{id}/book",
            Needs(P::BookInvoices),
            api::book,
            invoice("Books a draft: numbers it, freezes it, posts it").refuses(&[
                "ALREADY_BOOKED",
                "NOTHING_TO_INVOICE",
                "CLIENT_ARCHIVED",
                "PERIOD_CLOSED",
                "VAT_RULE_MISSING",
                "ACCOUNT_ARCHIVED",
                "EXCHANGE_RATE_MISSING",
                "AMOUNT_NOT_POSITIVE",
                "CREDIT_EXCEEDS_INVOICE",
                "VAT_ACCOUNT_MISSING",
            ]),
        ),
        resource(
            POST,
            "/invoices/{id}/credit",
            Needs(P::DraftInvoices),
            api::credit,
            Doc::new("Drafts a credit note for a booked invoice, whole or by lines; book it to post it")
                .takes::<api::NewCredit>()
                .gives::<api::InvoiceShape>(201)
                .refuses(&["NOT_BOOKED", "CREDITS_A_CREDIT_NOTE", "LINE_UNKNOWN"]),
        ),
        resource(
            GET,
            "/invoices/{id}/print",
            Needs(P::ViewInvoices),
            api::print,
            Doc::new("The printed page as HTML; of a booked document the same bytes each time"),
        ),
    ]
}

fn products_api() -> Vec<Route> {
    use crate::edge::{Access::Needs, Doc, api as resource};
    use crate::sales::products_api as api;
    use books::Permission as P;
    const REFUSALS: &[&str] =
        &["NUMBER_TAKEN", "NAME_TAKEN", "PRODUCT_GROUP_UNKNOWN", "CURRENCY_MISMATCH", "PRICE_NEGATIVE"];
    let product = |summary| Doc::new(summary).gives::<api::ProductShape>(200);
    let list = |summary| Doc::new(summary).query::<api::ProductQuery>().gives::<api::ProductPage>(200);
    let add = |summary| Doc::new(summary).takes::<api::NewProduct>().gives::<api::ProductShape>(201).refuses(REFUSALS);
    let mut routes = vec![
        resource(GET, "/products", Needs(P::ViewInvoices), api::list, list("Lists services and products by number")),
        resource(GET, "/services", Needs(P::ViewInvoices), api::list_services, list("Lists services by number")),
        resource(POST, "/products", Needs(P::ManageProducts), api::add, add("Adds a product")),
        resource(POST, "/services", Needs(P::ManageProducts), api::add_service, add("Adds a service")),
    ];
    for (one, archive, restore) in [
        ("/products/{id}", "/products/{id}/archive", "/products/{id}/restore"),
        ("/services/{id}", "/services/{id}/archive", "/services/{id}/restore"),
    ] {
        routes.extend([
            resource(GET, one, Needs(P::ViewInvoices), api::read, product("Reads a service or product")),
            resource(
                PATCH,
                one,
                Needs(P::ManageProducts),
                api::change,
                product("Changes a service or product").takes::<api::ProductPatch>().refuses(REFUSALS),
            ),
            resource(
                DELETE,
                one,
                Needs(P::ManageProducts),
                api::delete,
                Doc::new("Deletes what no invoice names").status(204).refuses(&["PRODUCT_IN_USE"]),
            ),
            resource(
                POST,
                archive,
                Needs(P::ManageProducts),
                api::archive,
                product("Archives a service or product: it is no longer offered"),
            ),
            resource(POST, restore, Needs(P::ManageProducts), api::restore, product("Offers it again")),
        ]);
    }
    routes
}

fn reports() -> Vec<Route> {
    use crate::edge::{Access::Needs, page};
    use crate::reports::{export, page as report, saved};
    use books::Permission as P;
    vec![
        page(GET, "/report", Needs(P::ViewReports), report::show),
        page(GET, "/report/save", Needs(P::ViewReports), saved::new),
        page(POST, "/report/save", Needs(P::ViewReports), saved::save),
        page(GET, "/report/export/{format}", Needs(P::ViewReports), export::file),
        page(GET, "/report/{id}", Needs(P::ViewReports), report::open),
        page(POST, "/report/{id}", Needs(P::ViewReports), saved::change),
        page(GET, "/report/{id}/edit", Needs(P::ViewReports), saved::edit),
        page(POST, "/report/{id}/delete", Needs(P::ViewReports), saved::delete),
    ]
}

fn reports_api() -> Vec<Route> {
    use crate::edge::{Access::Needs, Doc, api as resource};
    use crate::reports::{api, shapes};
    use books::Permission as P;
    let needs = Needs(P::ViewReports);
    let saved = |summary, status| Doc::new(summary).gives::<shapes::ReportShape>(status);
    let ran = |summary| Doc::new(summary).gives::<shapes::RunShape>(200);
    let run = ran("Runs a report").takes::<shapes::RunBody>().refuses(&["FILTER_UNREADABLE", "REPORT_LEVELS"]);
    let run_saved = ran("Runs a saved report within what the caller may see").refuses(&["REPORT_IS_A_VIEW"]);
    let list = Doc::new("Lists saved reports: one's own and the office's").gives::<shapes::ReportPage>(200);
    let save = saved("Saves a report for oneself or the entire office", 201).takes::<api::NewReport>().refuses(&[
        "NAME_REQUIRED",
        "FILTER_UNREADABLE",
        "REPORT_LEVELS",
    ]);
    let change = saved("Changes what is named of a saved report", 200).takes::<api::ReportPatch>().refuses(&[
        "NAME_REQUIRED",
        "FILTER_UNREADABLE",
        "REPORT_LEVELS",
    ]);
    vec![
        resource(GET, "/reports", needs, api::list, list),
        resource(POST, "/reports", needs, api::save, save),
        resource(GET, "/reports/{id}", needs, api::read, saved("Reads a saved report", 200)),
        resource(PATCH, "/reports/{id}", needs, api::change, change),
        resource(DELETE, "/reports/{id}", needs, api::delete, Doc::new("Deletes a saved report").status(204)),
        resource(POST, "/reports/run", needs, api::run, run),
        resource(GET, "/reports/{id}/run", needs, api::run_saved, run_saved),
    ]
}

fn imports() -> Vec<Route> {
    use crate::edge::{Access::Needs, page};
    use crate::exchange::{check, clients_csv, clients_xlsx, columns, pages, row};
    use books::Permission as P;
    let needs = Needs(P::ImportClients);
    vec![
        page(GET, "/imports", needs, pages::list),
        page(POST, "/imports", needs, pages::upload),
        page(GET, "/imports/{id}", needs, pages::show),
        page(GET, "/imports/{id}/columns", needs, columns::show),
        page(POST, "/imports/{id}/columns", needs, columns::save),
        page(POST, "/imports/{id}/mend", needs, check::mend),
        page(GET, "/imports/{id}/rows/{line}", needs, row::show),
        page(POST, "/imports/{id}/rows/{line}", needs, row::save),
        page(POST, "/imports/{id}/run", needs, pages::run),
        page(POST, "/imports/{id}/undo", needs, pages::undo_import),
        page(POST, "/imports/{id}/discard", needs, pages::discard),
        page(GET, "/imports/{id}/failed.csv", needs, pages::failed),
        page(GET, "/exports/clients.csv", needs, clients_csv),
        page(GET, "/exports/clients.xlsx", needs, clients_xlsx),
    ]
}

fn imports_api() -> Vec<Route> {
    use crate::edge::{Access::Needs, Doc, api as resource};
    use crate::exchange::{api, api_clients_csv, api_clients_xlsx, shapes};
    use books::Permission as P;
    const PREPARING: &[&str] = &[
        "IMPORT_STARTED",
        "COLUMNS_DIFFER",
        "COLUMN_TWICE",
        "NAME_COLUMN_REQUIRED",
        "CLEAR_WORD_INVALID",
        "CORRECTIONS_TOO_MANY",
        "PERM_GROUP_MANAGE",
    ];
    let needs = Needs(P::ImportClients);
    let import = |summary, status| Doc::new(summary).gives::<shapes::ImportShape>(status);
    let preview = || {
        Doc::new("Judges every row; nothing is changed")
            .query::<api::PreviewQuery>()
            .gives::<shapes::PreviewShape>(200)
            .refuses(&["GROUPS_MODE_REQUIRED", "IMPORT_STARTED"])
    };
    let file = import("Uploads a CSV or XLSX file of clients; nothing is taken in yet", 201).takes_file();
    let file =
        file.refuses(&["FILE_EMPTY", "FILE_NOT_TEXT", "FILE_TOO_LARGE", "FILE_UNBALANCED_QUOTE", "FILE_DAMAGED"]);
    let mapping = import("Chooses columns, matching and corrections", 200).takes::<shapes::MappingShape>();
    let run = import("Takes in every row that is ready, as one operation; goes on where it was cut off", 200);
    vec![
        resource(
            GET,
            "/imports",
            needs,
            api::list,
            Doc::new("Lists imports").query::<api::ListQuery>().gives::<shapes::ImportsShape>(200),
        ),
        resource(POST, "/imports", needs, api::upload, file),
        resource(GET, "/imports/{id}", needs, api::read, import("Reads an import", 200)),
        resource(POST, "/imports/{id}/mapping", needs, api::mapping, mapping.refuses(PREPARING)),
        resource(GET, "/imports/{id}/preview", needs, api::preview, preview()),
        resource(POST, "/imports/{id}/preview", needs, api::preview, preview()),
        resource(POST, "/imports/{id}/run", needs, api::run, run.refuses(&["GROUPS_MODE_REQUIRED", "IMPORT_STARTED"])),
        resource(
            POST,
            "/imports/{id}/undo",
            needs,
            api::undo_import,
            import("Takes everything back", 200).refuses(&["UNDO_BLOCKED", "UNDO_DONE"]),
        ),
        resource(
            GET,
            "/imports/{id}/failed.csv",
            needs,
            api::failed,
            Doc::new("The rows that were left out, as CSV with a column error"),
        ),
        resource(
            DELETE,
            "/imports/{id}",
            needs,
            api::discard,
            Doc::new("Forgets the file").status(204).refuses(&["IMPORT_RUNNING"]),
        ),
        resource(
            GET,
            "/exports/clients.csv",
            needs,
            api_clients_csv,
            Doc::new("Every client that one may see, as CSV"),
        ),
        resource(
            GET,
            "/exports/clients.xlsx",
            needs,
            api_clients_xlsx,
            Doc::new("Every client that one may see, as a workbook"),
        ),
    ]
}
