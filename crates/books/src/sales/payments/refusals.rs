//! Why a payment is refused.

use kernel::{ClientId, Currency, Money, Refusal};

use crate::ledger::Account;

pub(super) fn received_needless(paid: Currency, books: Currency) -> Refusal {
    let cure = match paid == books {
        true => format!("The payment is in {books} itself. Leave it out."),
        false => {
            format!("Give what the bank account got in {books}, or leave it out: then the rate of the day counts.")
        }
    };
    Refusal::field(
        "RECEIVED_CURRENCY",
        "received",
        format!("What was received is said in {books}, where something else was paid."),
        cure,
    )
}

pub(super) fn bank_currency(bank: &Account, kept_in: Currency, paid: Currency) -> Refusal {
    Refusal::field(
        "BANK_CURRENCY",
        "account",
        format!("{} {} is kept in {kept_in}, the payment is in {paid}.", bank.number, bank.name),
        format!("An account in {kept_in} takes {kept_in} alone. Choose another account, or record what was paid in {kept_in}."),
    )
    .detail("currency", kept_in)
}

pub(super) fn item_currency(owed: Currency, paid: Currency) -> Refusal {
    Refusal::field(
        "ALLOCATION_CURRENCY",
        "allocations",
        format!("The payment is in {paid}, the item is owed in {owed}."),
        format!(
            "An item is settled in its own currency. Record the payment in {owed}, and what the bank got as received."
        ),
    )
    .detail("currency", owed)
}

pub(super) fn not_positive() -> Refusal {
    Refusal::field(
        "PAYMENT_NOT_POSITIVE",
        "amount",
        "The payment is nothing or less.",
        "A payment is what came in, so it is more than 0. To take a wrong payment back, reverse it; money that goes out \
         is an entry of its own.",
    )
    .action("New entry", "/ledger/entries/new")
}

pub(super) fn too_large() -> Refusal {
    Refusal::field(
        "AMOUNT_TOO_LARGE",
        "amount",
        "The amount is too large.",
        "An entry holds up to 10,000,000,000,000.00. Check it for digits too many.",
    )
}

pub(super) fn text_too_long(longest: usize) -> Refusal {
    Refusal::field(
        "TEXT_TOO_LONG",
        "text",
        "The text of the payment is too long.",
        format!("It has at most {longest} characters. Shorten it."),
    )
}

pub(super) fn no_bank_account() -> Refusal {
    Refusal::field(
        "BANK_ACCOUNT_REQUIRED",
        "account",
        "The payment names no bank account.",
        "The money has to stand somewhere, and the company has no bank account of its own. Choose one from the chart.",
    )
    .action("Show the chart of accounts", "/ledger/accounts")
}

pub(super) fn bank_archived(account: &Account) -> Refusal {
    Refusal::field(
        "ACCOUNT_ARCHIVED",
        "account",
        format!("{} {} is archived.", account.number, account.name),
        "An archived account takes no new entries. Choose another bank account, or restore this one.",
    )
    .action("Show the account", format!("/ledger/accounts/{}", account.id))
}

pub(super) fn not_a_bank(account: &Account) -> Refusal {
    Refusal::field(
        "ACCOUNT_NOT_BANK",
        "account",
        format!("{} {} holds no money.", account.number, account.name),
        "A payment goes to a bank or cash account: an asset that belongs to no client or supplier. Choose one of them.",
    )
    .action("Show the chart of accounts", "/ledger/accounts?type=asset")
}

pub(super) fn allocation_not_positive() -> Refusal {
    Refusal::field(
        "ALLOCATION_NOT_POSITIVE",
        "allocations",
        "An item is paid with nothing or less.",
        "Each amount is more than 0. Leave items out that this payment is not for.",
    )
}

pub(super) fn item_unknown() -> Refusal {
    Refusal::field(
        "ITEM_UNKNOWN",
        "allocations",
        "The payment names an item that does not exist.",
        "Only what stands in the books is paid: a booked invoice or another open item. Choose from the client's open items.",
    )
}

pub(super) fn item_of_another(client: &str, id: ClientId) -> Refusal {
    Refusal::field(
        "ITEM_OF_ANOTHER_CLIENT",
        "allocations",
        format!("An item is not of “{client}”."),
        "A payment settles what its own client owes. Record a payment for each client, with its part of the money.",
    )
    .action("Show its open items", format!("/clients/{id}/statement"))
}

pub(super) fn more_than_open(wanted: i64, open: Money) -> Refusal {
    let wanted = kernel::format_for_people(Money::new(wanted, open.currency));
    let left = format!("{} {}", kernel::format_for_people(open), open.currency);
    Refusal::field(
        "ALLOCATION_EXCEEDS_OPEN",
        "allocations",
        format!("{wanted} is more than the item has open: {left}."),
        "Nothing is paid twice. Lower the amount; what is left of the payment stays as the client's credit.",
    )
    .detail("open", open)
}

pub(super) fn allocated_too_much(paid: Money, allocated: i128) -> Refusal {
    let minor = i64::try_from(allocated).unwrap_or(i64::MAX);
    let said = kernel::format_for_people(Money::new(minor, paid.currency));
    Refusal::field(
        "ALLOCATED_MORE_THAN_PAID",
        "allocations",
        format!("The items get {said}, the payment is {}.", kernel::format_for_people(paid)),
        "A payment settles at most what came in. Lower the amounts of the items, or correct the payment.",
    )
}
