//! The routes of time, invoices and products.

use super::{DELETE, GET, PATCH, POST};
use crate::edge::Route;

pub(super) fn work_api() -> Vec<Route> {
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

pub(super) fn invoices() -> Vec<Route> {
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

pub(super) fn payments() -> Vec<Route> {
    use crate::edge::{Access::Needs, page};
    use crate::sales::{aged, payments_page as pages, statement};
    use books::Permission as P;
    vec![
        page(GET, "/payments", Needs(P::ViewInvoices), pages::list),
        page(POST, "/payments", Needs(P::PostEntries), pages::record),
        page(GET, "/payments/new", Needs(P::PostEntries), pages::new),
        page(GET, "/payments/{id}", Needs(P::ViewInvoices), pages::show),
        page(POST, "/payments/{id}/reverse", Needs(P::PostEntries), pages::reverse),
        page(GET, "/aged", Needs(P::ViewInvoices), aged::show),
        page(GET, "/clients/{id}/statement", Needs(P::ViewInvoices), statement::show),
        page(POST, "/clients/{id}/match", Needs(P::PostEntries), statement::match_items),
    ]
}

pub(super) fn payments_api() -> Vec<Route> {
    use crate::edge::{Access::Needs, Doc, api as resource};
    use crate::sales::{aged, payments_api as api};
    use books::Permission as P;
    let payment = |summary, status| Doc::new(summary).gives::<api::PaymentShape>(status);
    let items = |summary| Doc::new(summary).gives::<api::OpenItemsShape>(200);
    let take_back = payment("Takes a payment back by the opposite entry", 200).takes::<api::TakeBack>();
    let list = Doc::new("Lists payments, newest first").query::<api::PaymentQuery>().gives::<api::PaymentPage>(200);
    let open = items("Lists what is open of a client on a day, the oldest due first").query::<api::OnQuery>();
    let by_age = Doc::new("Lists what clients and customer groups owe on a day, by how long it has been due")
        .query::<api::OnQuery>()
        .gives::<aged::AgedShape>(200);
    let match_items = items("Matches a client's credits with its open items, the oldest due first");
    vec![
        resource(GET, "/payments", Needs(P::ViewInvoices), api::list, list),
        resource(
            POST,
            "/payments",
            Needs(P::PostEntries),
            api::record,
            payment("Records a payment of a client", 201).takes::<api::NewPayment>().refuses(&[
                "EXCHANGE_RATE_MISSING",
                "EXCHANGE_ACCOUNT_MISSING",
                "RECEIVED_CURRENCY",
                "BANK_CURRENCY",
                "ALLOCATION_CURRENCY",
                "CURRENCY_MISMATCH",
                "PAYMENT_NOT_POSITIVE",
                "AMOUNT_TOO_LARGE",
                "TEXT_TOO_LONG",
                "BANK_ACCOUNT_REQUIRED",
                "ACCOUNT_ARCHIVED",
                "ACCOUNT_NOT_BANK",
                "PERIOD_CLOSED",
                "ALLOCATION_NOT_POSITIVE",
                "ITEM_UNKNOWN",
                "ITEM_OF_ANOTHER_CLIENT",
                "ALLOCATION_EXCEEDS_OPEN",
                "ALLOCATED_MORE_THAN_PAID",
            ]),
        ),
        resource(GET, "/payments/{id}", Needs(P::ViewInvoices), api::read, payment("Reads a payment", 200)),
        resource(
            POST,
            "/payments/{id}/reverse",
            Needs(P::PostEntries),
            api::reverse,
            take_back.refuses(&["ENTRY_REVERSED", "REVERSAL_BEFORE_ENTRY", "PERIOD_CLOSED"]),
        ),
        resource(GET, "/aged", Needs(P::ViewInvoices), aged::read, by_age),
        resource(GET, "/clients/{id}/open-items", Needs(P::ViewInvoices), api::open_items, open),
        resource(
            POST,
            "/clients/{id}/match-items",
            Needs(P::PostEntries),
            api::match_items,
            match_items.refuses(&["NOTHING_TO_MATCH"]),
        ),
    ]
}

pub(super) fn products() -> Vec<Route> {
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
    "FREE_UNITS_WHOLE",
    "LIST_PRICE_REQUIRED",
    "AGENCY_UNKNOWN",
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
    "SETTLEMENT_DOCUMENT",
];

pub(super) fn invoices_api() -> Vec<Route> {
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
            Doc::new("Deletes a draft").status(204).refuses(&["ALREADY_BOOKED", "SETTLEMENT_DOCUMENT"]),
        ),
    ]
}

pub(super) fn invoice_verbs_api() -> Vec<Route> {
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
                "MAILING_AMBIGUOUS",
                "HEAD_WITHOUT_ADDRESS",
                "DEBTOR_WITHOUT_TAX_NUMBER",
                "VAT_RULE_MISSING",
                "ACCOUNT_ARCHIVED",
                "REBATE_IN_BOOKS_CURRENCY",
                "REBATE_WITHOUT_AGREEMENT",
                "REBATE_AMBIGUOUS",
                "REBATE_OVERDRAWN",
                "FREE_UNITS_NOT_GIVEN",
                "EXCHANGE_RATE_MISSING",
                "EXCHANGE_ACCOUNT_MISSING",
                "ACCOUNT_OTHER_CURRENCY",
                "NUMBER_GIVEN",
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

pub(super) fn products_api() -> Vec<Route> {
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
