//! The routes of the ledger.

use super::{DELETE, GET, PATCH, POST};
use crate::edge::Route;

pub(super) fn ledger() -> Vec<Route> {
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

pub(super) fn ledger_settings() -> Vec<Route> {
    use crate::edge::{Access::Needs, page};
    use crate::ledger::pages::{account_form, ledger_settings, product_group, rates, tax, vat_code};
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
        page(GET, "/settings/exchange-rates", Needs(P::ViewInvoices), rates::list),
        page(POST, "/settings/exchange-rates", Needs(P::SetUpLedger), rates::set),
        page(POST, "/settings/exchange-rates/{id}/remove", Needs(P::SetUpLedger), rates::remove),
        page(GET, "/settings/ledger", Needs(P::ViewLedger), ledger_settings::read),
        page(POST, "/settings/ledger/periods/{month}/close", Needs(P::ClosePeriods), ledger_settings::close),
        page(POST, "/settings/ledger/periods/{month}/reopen", Needs(P::ClosePeriods), ledger_settings::reopen),
        page(POST, "/settings/ledger/series", Needs(P::SetUpLedger), ledger_settings::add_series),
        page(POST, "/settings/ledger/series/{id}", Needs(P::SetUpLedger), ledger_settings::change_series),
    ]
}

pub(super) fn accounts_api() -> Vec<Route> {
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

pub(super) fn entries_api() -> Vec<Route> {
    use crate::edge::{Access::Needs, Doc, api as resource};
    use crate::ledger::api::entries as api;
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
    vec![
        resource(GET, "/entries", Needs(P::ViewLedger), api::list, list),
        resource(POST, "/entries", Needs(P::PostEntries), api::post, post),
        resource(GET, "/entries/{id}", Needs(P::ViewLedger), api::read, read),
        resource(POST, "/entries/{id}/reverse", Needs(P::PostEntries), api::reverse, reverse),
    ]
}

pub(super) fn periods_api() -> Vec<Route> {
    use crate::edge::{Access::Needs, Doc, api as resource};
    use crate::ledger::api::{periods, rates};
    use books::Permission as P;
    let months = Doc::new("Lists months that have entries or are closed").lists::<periods::PeriodShape>();
    let month = |summary| Doc::new(summary).gives::<periods::PeriodShape>(200);
    let close = month("Closes a month").refuses(&["PERIOD_IS_CLOSED", "PERIOD_NOT_BEGUN"]);
    let reopen = month("Reopens a month").refuses(&["PERIOD_IS_OPEN"]);
    let series = Doc::new("Lists number series").lists::<periods::SeriesShape>();
    let add = Doc::new("Adds a number series")
        .takes::<periods::NewSeries>()
        .gives::<periods::SeriesShape>(201)
        .refuses(&["NAME_REQUIRED", "NAME_TAKEN", "FIRST_NUMBER_OUT_OF_RANGE", "PATTERN_INVALID", "PATTERN_TAKEN"]);
    let all_rates =
        Doc::new("Lists exchange rates, newest first").query::<rates::RateQuery>().lists::<rates::RateShape>();
    let set_rate = Doc::new("Sets the exchange rate of a day").takes::<rates::NewRate>().gives::<rates::RateShape>(201);
    let set_rate = set_rate.refuses(&["CURRENCY_IS_BOOKS", "EXCHANGE_RATE_AHEAD"]);
    let one_rate = Doc::new("Reads the exchange rate of a day").gives::<rates::RateShape>(200);
    let drop_rate = Doc::new("Takes the exchange rate of a day away").status(204);
    let one = Doc::new("Reads a number series").gives::<periods::SeriesShape>(200);
    let change = Doc::new("Changes a number series").takes::<periods::SeriesPatch>();
    let change = change.gives::<periods::SeriesShape>(200).refuses(&[
        "SERIES_IN_USE",
        "FIRST_NUMBER_OUT_OF_RANGE",
        "PATTERN_INVALID",
        "PATTERN_TAKEN",
    ]);
    vec![
        resource(GET, "/exchange-rates", Needs(P::ViewInvoices), rates::list, all_rates),
        resource(POST, "/exchange-rates", Needs(P::SetUpLedger), rates::set, set_rate),
        resource(GET, "/exchange-rates/{id}", Needs(P::ViewInvoices), rates::read, one_rate),
        resource(DELETE, "/exchange-rates/{id}", Needs(P::SetUpLedger), rates::remove, drop_rate),
        resource(GET, "/periods", Needs(P::ViewLedger), periods::list, months),
        resource(POST, "/periods/{month}/close", Needs(P::ClosePeriods), periods::close, close),
        resource(POST, "/periods/{month}/reopen", Needs(P::ClosePeriods), periods::reopen, reopen),
        resource(GET, "/number-series", Needs(P::Enter), periods::list_series, series),
        resource(POST, "/number-series", Needs(P::SetUpLedger), periods::add_series, add),
        resource(GET, "/number-series/{id}", Needs(P::Enter), periods::read_series, one),
        resource(PATCH, "/number-series/{id}", Needs(P::SetUpLedger), periods::change_series, change),
    ]
}

pub(super) fn tax_api() -> Vec<Route> {
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
