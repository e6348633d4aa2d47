//! Why an invoice is refused. Lines are named by their place, counted from 1.

use kernel::{Action, Currency, Money, Quantity, Refusal, Year};

use super::facts::DraftFacts;
use super::{CentralGroup, FreeUnits, Invoice, Kind};
use crate::clients::Client;
use crate::sales::agreements::Giving;

pub(super) fn product_unknown(line: usize) -> Refusal {
    Refusal::field(
        "PRODUCT_UNKNOWN",
        "lines",
        format!("Line {line} names a product that does not exist."),
        "It was deleted meanwhile. Choose another one, or write the line as free text.",
    )
    .detail("line", line)
}

pub(super) fn product_archived(line: usize, name: &str) -> Refusal {
    Refusal::field(
        "PRODUCT_ARCHIVED",
        "lines",
        format!("“{name}” in line {line} is archived."),
        "Archived products are no longer sold. Choose another one, or restore it.",
    )
    .detail("line", line)
    .action("Show archived products", "/settings/invoices?archived=1")
}

pub(super) fn text_missing(line: usize) -> Refusal {
    Refusal::field(
        "LINE_TEXT_REQUIRED",
        "lines",
        format!("Line {line} says nothing."),
        "A line names a product or has a text of its own. Choose a product, type a text, or remove the line.",
    )
    .detail("line", line)
}

pub(super) fn recipient_elsewhere(line: usize, facts: &DraftFacts) -> Refusal {
    let payer = &facts.client.details.name;
    Refusal::field(
        "RECIPIENT_ELSEWHERE",
        "lines",
        format!("Line {line} is for a client who shares no billing group with “{payer}”."),
        "Whoever pays a document pays for itself and for the others in its billing groups. Choose one of those, leave the recipient empty, or put both into one billing group first.",
    )
    .detail("line", line)
    .action("Show the billing groups", "/billing-groups")
}

pub(super) fn price_missing(line: usize) -> Refusal {
    Refusal::field(
        "PRICE_REQUIRED",
        "lines",
        format!("Line {line} has no price."),
        "A line of free text has no product to take the price from. Type the price of one unit.",
    )
    .detail("line", line)
}

pub(super) fn wrong_currency(line: usize, found: Currency, wanted: Currency) -> Refusal {
    Refusal::field(
        "CURRENCY_MISMATCH",
        "lines",
        format!("The price in line {line} is in {found}, the invoice in {wanted}."),
        format!("A document has one currency. Type the price in {wanted}, or change the currency of the invoice."),
    )
    .detail("line", line)
}

pub(super) fn account_unknown(line: usize) -> Refusal {
    Refusal::field(
        "ACCOUNT_UNKNOWN",
        "lines",
        format!("The account in line {line} cannot take sales."),
        "It does not exist, or it is a control account, which only whole invoices are posted to. Choose another one, or leave it empty so that the product group decides.",
    )
    .detail("line", line)
}

pub(super) fn account_not_yours(line: usize) -> Refusal {
    Refusal::field(
        "ACCOUNT_NOT_YOURS",
        "lines",
        format!("Line {line} names an account."),
        "Only those who may post entries choose accounts. Leave it empty, and the product group decides.",
    )
    .detail("line", line)
}

pub(super) fn vat_code_unknown(line: usize) -> Refusal {
    Refusal::field(
        "VAT_CODE_UNKNOWN",
        "lines",
        format!("The VAT code in line {line} does not exist."),
        "It was archived or never set up. Choose another one, or leave it empty so that product group and VAT zone decide.",
    )
    .detail("line", line)
}

pub(super) fn amount_too_large() -> Refusal {
    Refusal::field(
        "AMOUNT_TOO_LARGE",
        "lines",
        "The amount is too large to be kept.",
        "Quantity times price goes beyond what the books can hold. Check them for digits too many.",
    )
}

pub(super) fn day_out_of_range() -> Refusal {
    Refusal::field(
        "DAY_OUT_OF_RANGE",
        "date",
        "The due day lies beyond the calendar.",
        "Days are kept up to the year 2200. Choose an earlier date or a shorter term.",
    )
}

pub(super) fn payment_days_out_of_range() -> Refusal {
    Refusal::field(
        "PAYMENT_DAYS_RANGE",
        "payment_days",
        "The payment term is out of range.",
        "A term is 0 to 3650 days. Leave it empty to take the client's or the group's.",
    )
}

pub(super) fn discount_out_of_range() -> Refusal {
    Refusal::field(
        "DISCOUNT_RANGE",
        "discount",
        "A discount is out of range.",
        "A discount is 0 to 100 per cent. For a higher price change the price itself.",
    )
}

pub(super) fn credit_keeps_client() -> Refusal {
    Refusal::field(
        "CREDIT_KEEPS_CLIENT",
        "client",
        "The credit note belongs to another client.",
        "It corrects an invoice, and stands with the client of that invoice. Make a credit note of its own for another client.",
    )
}

pub(super) fn credited_unknown() -> Refusal {
    Refusal::field(
        "INVOICE_UNKNOWN",
        "credits",
        "The invoice to correct does not exist.",
        "A credit note names a booked invoice of the same client. Leave it empty for a credit note of its own.",
    )
}

pub(super) fn not_booked(invoice: &str) -> Refusal {
    Refusal::rule(
        "NOT_BOOKED",
        format!("{invoice} is not booked."),
        "Only what stands in the books is corrected by a credit note. Change or delete the draft instead.",
    )
}

pub(super) fn credits_a_credit_note(number: &str) -> Refusal {
    Refusal::rule(
        "CREDITS_A_CREDIT_NOTE",
        format!("{number} is a credit note itself."),
        "A credit note corrects an invoice. To take a credit note back, write a new invoice.",
    )
}

pub(super) fn already_booked(invoice: &Invoice) -> Refusal {
    let credit = Action {
        label: "Write a credit note".to_owned(),
        href: format!("/invoices/{}/credit", invoice.id),
        method: "POST",
    };
    let mut refusal = Refusal::rule(
        "ALREADY_BOOKED",
        format!("{} {} is booked.", invoice.kind.label(), invoice.title()),
        "What is booked stays as it is. A credit note corrects it.",
    )
    .detail("number", invoice.title());
    if invoice.kind == Kind::Invoice {
        refusal.actions.push(credit);
    }
    refusal
}

pub(super) fn of_a_settlement(invoice: &Invoice, settlement: kernel::SettlementId) -> Refusal {
    Refusal::rule(
        "SETTLEMENT_DOCUMENT",
        format!("{} {} stands for a settlement.", invoice.kind.label(), invoice.title()),
        "Its client, day of service and amounts are what was settled, and it is not deleted. Book it as it is; a further settlement corrects the amount.",
    )
    .detail("settlement", settlement)
    .action("Open the settlement", format!("/settlements/{settlement}"))
}

pub(super) fn nothing_to_invoice() -> Refusal {
    Refusal::rule(
        "NOTHING_TO_INVOICE",
        "The document has no line.",
        "There is nothing to book. Add a line, or delete the draft.",
    )
}

pub(super) fn client_archived(name: &str, client: kernel::ClientId) -> Refusal {
    Refusal::rule(
        "CLIENT_ARCHIVED",
        format!("{name} is archived."),
        "Archived clients get no new invoices. Restore the client first.",
    )
    .post_action("Restore the client", format!("/clients/{client}/restore"))
}

pub(super) fn vat_rule_missing(line: usize) -> Refusal {
    Refusal::rule(
        "VAT_RULE_MISSING",
        format!("Line {line} has no VAT code or no sales account."),
        "No VAT rule is set for its product group and the VAT zone of the invoice. Set the rule, or choose code and account on the line.",
    )
    .detail("line", line)
    .action("Set the VAT rule", "/settings/accounts")
}

pub(super) fn vat_account_missing(code: &str) -> Refusal {
    Refusal::rule(
        "VAT_ACCOUNT_MISSING",
        format!("VAT code {code} collects VAT and has no account."),
        "The VAT of the document has nowhere to go. Give the code its account.",
    )
    .detail("vat_code", code)
    .action("Show the VAT codes", "/settings/accounts")
}

pub(super) fn account_archived(number: &str) -> Refusal {
    Refusal::rule(
        "ACCOUNT_ARCHIVED",
        format!("Account {number} is archived."),
        "Archived accounts take no more postings. Restore it, or choose another account where it is set.",
    )
    .detail("account", number)
    .action("Show the accounts", "/settings/accounts")
}

pub(super) fn number_given(number: &str, series: &str) -> Refusal {
    Refusal::rule(
        "NUMBER_GIVEN",
        format!("Another document has the number {number} already."),
        format!(
            "No number stands on two papers. It came in by import, or “{series}” had another pattern then. Give the \
             series a pattern whose numbers are new, such as one with a letter of its own."
        ),
    )
    .detail("number", number)
    .action("Show the number series", "/settings/ledger#series")
}

pub(super) fn account_in_another_currency(account: &str, kept_in: Currency, currency: Currency) -> Refusal {
    Refusal::rule(
        "ACCOUNT_OTHER_CURRENCY",
        format!("Control account {account} is kept in {kept_in}, the document is in {currency}."),
        format!(
            "What stands on the account is shown in {kept_in} too, so it takes that alone. Change the currency of the \
             document to {kept_in}, or give the customer group another account."
        ),
    )
    .detail("currency", kept_in)
}

pub(super) fn amount_not_positive() -> Refusal {
    Refusal::rule(
        "AMOUNT_NOT_POSITIVE",
        "The document adds up to nothing or less.",
        "What has to be paid is more than 0. To give money back, write a credit note with the amounts as they are.",
    )
}

pub(super) fn credit_exceeds(number: &str, left: String) -> Refusal {
    Refusal::rule(
        "CREDIT_EXCEEDS_INVOICE",
        format!("The credit note is larger than what is left of {number}."),
        format!("{left} of it can still be credited. Lower the quantities or remove lines."),
    )
    .detail("left", left)
}

pub(super) fn mailing_ambiguous(client: &Client, one: &CentralGroup, other: &CentralGroup, year: Year) -> Refusal {
    Refusal::rule(
        "MAILING_AMBIGUOUS",
        format!("The document would have two addresses: “{}” and “{}” both get it.", one.name, other.name),
        format!(
            "“{}” is in two corporate groups with a central address in {year}, and a paper goes to one place. Void one of \
             the memberships, or end it before {year}.",
            client.details.name
        ),
    )
    .detail("groups", format!("{} {}", one.id, other.id))
    .action(format!("Open “{}”", one.name), format!("/corporate-groups/{}", one.id))
    .action(format!("Open “{}”", other.name), format!("/corporate-groups/{}", other.id))
}

pub(super) fn head_without_address(group: &CentralGroup) -> Refusal {
    let name = group.head.as_ref().map_or("The head", |head| head.details.name.as_str());
    let refusal = Refusal::rule(
        "HEAD_WITHOUT_ADDRESS",
        format!("“{name}” has no address."),
        format!(
            "Documents of the members of “{}” are sent to its head. Give the head a street or a town, or a mailing \
             address.",
            group.name
        ),
    )
    .detail("group", group.id);
    match &group.head {
        Some(head) => refusal
            .detail("client", head.id)
            .action(format!("Open the settings of “{name}”"), format!("/clients/{}/edit", head.id)),
        None => refusal.action(format!("Open “{}”", group.name), format!("/corporate-groups/{}", group.id)),
    }
}

pub(super) fn debtor_without_tax_number(client: &Client, group: &CentralGroup) -> Refusal {
    Refusal::rule(
        "DEBTOR_WITHOUT_TAX_NUMBER",
        format!("“{}” has no VAT number.", client.details.name),
        format!(
            "Its documents are sent to the head of “{}”, so the paper has to say by number who the customer is. Enter the \
             VAT number in the client's settings.",
            group.name
        ),
    )
    .detail("client", client.id)
    .detail("group", group.id)
    .action("Open its settings", format!("/clients/{}/edit", client.id))
}

pub(super) fn agency_unknown() -> Refusal {
    Refusal::field(
        "AGENCY_UNKNOWN",
        "agency",
        "The agency does not exist.",
        "It was deleted meanwhile, or is not yours to see. Choose the client through whom the order came, or leave it empty.",
    )
}

pub(super) fn free_units_whole(line: usize, quantity: Quantity) -> Refusal {
    Refusal::field(
        "FREE_UNITS_WHOLE",
        "lines",
        format!("Line {line} gives {quantity} free units."),
        "Free units are whole, 1 or more: what does not pay for a whole one stays in the budget as a value. Type a whole \
         quantity.",
    )
    .detail("line", line)
}

pub(super) fn list_price_required(line: usize) -> Refusal {
    Refusal::field(
        "LIST_PRICE_REQUIRED",
        "lines",
        format!("Line {line} is free and says no list price."),
        "What a free unit costs by the list is what it uses of the budget. Type a price above 0, or choose a product that \
         has one.",
    )
    .detail("line", line)
}

pub(super) fn rebate_in_books_currency(found: Currency, books: Currency) -> Refusal {
    Refusal::rule(
        "REBATE_IN_BOOKS_CURRENCY",
        format!("The document is in {found} and gives free units."),
        format!("A budget of free units is a value in {books}. Put the free lines on a document in {books}."),
    )
}

pub(super) fn rebate_without_agreement(through: &str, year: Year) -> Refusal {
    Refusal::rule(
        "REBATE_WITHOUT_AGREEMENT",
        format!("Nobody gives free units to orders through “{through}” in {year}."),
        format!(
            "They come from the agreement of a corporate agency in which it is a member in the year of the service. Choose \
             another agency, make the agreement for {year}, or let the line be paid."
        ),
    )
    .detail("year", year)
    .action("Show the corporate groups", "/corporate-groups")
}

pub(super) fn rebate_ambiguous(through: &str, one: &Giving, other: &Giving) -> Refusal {
    Refusal::rule(
        "REBATE_AMBIGUOUS",
        format!("Two agreements could give the free units: {} and {}.", one.title, other.title),
        format!(
            "“{through}” is in two corporate agencies of different types in that year, and a unit is given once. Void one of \
             the memberships, or give the units on an order through another agency."
        ),
    )
    .detail("agreements", format!("{} {}", one.id, other.id))
    .action("Show the corporate groups", "/corporate-groups")
}

/// `left` is what the lines before this one leave, with the whole units that it pays for.
pub(super) fn rebate_overdrawn(line: usize, free: &FreeUnits, giving: &Giving, (left, units): (Money, i64)) -> Refusal {
    let amount = |money: Money| format!("{} {}", kernel::format_for_people(money), money.currency);
    let whole = if units == 1 { "1 whole unit".to_owned() } else { format!("{units} whole units") };
    Refusal::rule(
        "REBATE_OVERDRAWN",
        format!("Line {line} needs {} of free units; {} are left.", amount(free.list_value), amount(left)),
        format!(
            "{} has that much for {whole} at {}. Give fewer, let the rest be paid, or wait until more is earned.",
            giving.title, free.list_price
        ),
    )
    .detail("line", line)
    .detail("left", left)
    .detail("units_left", units)
    .detail("agreement", giving.id)
    .action("Open the agreement", format!("/agreements/{}", giving.id))
}

pub(super) fn free_units_not_given(left: Money) -> Refusal {
    Refusal::rule(
        "FREE_UNITS_NOT_GIVEN",
        "The credit note takes back more free units than its invoice gave.",
        format!(
            "{} {} of their list value can still be taken back. Lower the quantities, or remove the free lines.",
            kernel::format_for_people(left),
            left.currency
        ),
    )
    .detail("left", left)
}
