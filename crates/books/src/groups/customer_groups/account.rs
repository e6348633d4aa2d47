//! Which account a customer group may have: an active receivables control account of the group's currency.

use kernel::{AccountId, Currency, Failure, Refusal};

use crate::Result;
use crate::groups::PostingGroup;
use crate::ledger::{Account, Control};

/// Passes for a debtor control account; otherwise says what is wrong and which account would do.
pub(super) fn debtor_control<'a>(
    wanted: AccountId,
    currency: Currency,
    accounts: &'a [Account],
    groups: &[PostingGroup],
) -> Result<&'a Account> {
    let suggestion = suggested(currency, accounts, groups);
    let Some(account) = accounts.iter().find(|account| account.id == wanted) else {
        let refusal = Refusal::field(
            "ACCOUNT_UNKNOWN",
            "account",
            "There is no such account.",
            "It was deleted meanwhile. Choose an account from the list.",
        );
        return Err(with_suggestion(refusal, suggestion));
    };
    if account.control != Control::Receivable {
        return Err(with_suggestion(not_debtor_control(account, &what_it_is(account)), suggestion));
    }
    if account.archived {
        return Err(with_suggestion(not_debtor_control(account, "is in the archive"), suggestion));
    }
    match account.currency {
        Some(kept) if kept != currency => Err(with_suggestion(wrong_currency(account, kept, currency), suggestion)),
        _ => Ok(account),
    }
}

pub(super) fn required(currency: Currency, accounts: &[Account], groups: &[PostingGroup]) -> Failure {
    let refusal = Refusal::field(
        "ACCOUNT_REQUIRED",
        "account",
        "The group has no control account.",
        "Its account takes all invoices and payments of the group's clients. Choose an account of the type Debtors.",
    );
    with_suggestion(refusal, suggested(currency, accounts, groups))
}

fn not_debtor_control(account: &Account, what: &str) -> Refusal {
    Refusal::field(
        "ACCOUNT_NOT_DEBTOR_CONTROL",
        "account",
        format!("{} {what}.", account.number),
        "A control account must be an active account of the type Debtors.",
    )
}

fn wrong_currency(account: &Account, kept: Currency, wanted: Currency) -> Refusal {
    Refusal::field(
        "ACCOUNT_OTHER_CURRENCY",
        "account",
        format!("{} is kept in {kept}, the group invoices in {wanted}.", account.number),
        "An account of one currency takes no other. Choose another account, or the group's currency.",
    )
}

fn what_it_is(account: &Account) -> String {
    match (account.control, account.category.as_str()) {
        (Control::Payable, _) => "is a creditors' control account".to_owned(),
        (_, "bank" | "cash") => format!("is a {} account", account.category),
        _ => format!("is an account of the type {}", account.kind.code()),
    }
}

/// The first control account that would do; better one that no group has yet.
fn suggested<'a>(currency: Currency, accounts: &'a [Account], groups: &[PostingGroup]) -> Option<&'a Account> {
    let would_do = |account: &&Account| {
        account.control == Control::Receivable
            && !account.archived
            && account.currency.is_none_or(|kept| kept == currency)
    };
    let is_free = |account: &&Account| !groups.iter().any(|group| group.account == account.id);
    let mut possible = accounts.iter().filter(would_do);
    possible.clone().find(is_free).or_else(|| possible.next())
}

fn with_suggestion(refusal: Refusal, suggestion: Option<&Account>) -> Failure {
    let Some(account) = suggestion else { return refusal.into() };
    let label = format!("Use {} {}", account.number, account.name);
    refusal
        .detail("suggestion", account.id)
        .detail("suggestion_label", &label)
        .action(label, format!("/settings/customer-groups/new?account={}", account.id))
        .into()
}
