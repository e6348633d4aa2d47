//! What the macros of `macros.html` take: the pager, a client's status, the kind of an account, the problem of a field.

use kernel::{Failure, Refusal};

/// The foot of a long list. Texts are ready to show; a missing address switches its button off.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pager {
    /// Number of the first row shown, such as `1`; empty when the list is.
    pub first: String,
    pub last: String,
    /// Such as `104,318`, or `about 104,000`.
    pub total: String,
    pub previous: Option<String>,
    pub next: Option<String>,
}

/// A number as the office writes it: `104,318`.
pub fn count(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
        text.push('−');
    }
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The first letters of a name's first two words, for an avatar.
pub fn initials(name: &str) -> String {
    let words = name.split_whitespace().filter(|word| word.starts_with(char::is_alphanumeric));
    words.take(2).filter_map(|word| word.chars().next()).flat_map(char::to_uppercase).collect()
}

/// The label that follows from a client's lifecycle and portal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClientStatus {
    Imported,
    Prospect,
    Invited,
    Active,
}

impl ClientStatus {
    pub const ALL: [ClientStatus; 4] =
        [ClientStatus::Imported, ClientStatus::Prospect, ClientStatus::Invited, ClientStatus::Active];

    pub fn code(self) -> &'static str {
        match self {
            ClientStatus::Imported => "imported",
            ClientStatus::Prospect => "prospect",
            ClientStatus::Invited => "invited",
            ClientStatus::Active => "active",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            ClientStatus::Imported => "Imported",
            ClientStatus::Prospect => "Prospect",
            ClientStatus::Invited => "Invited",
            ClientStatus::Active => "Active",
        }
    }
}

/// The character of an account or of what gathers accounts: shape and word first, then colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountKind {
    Incoming,
    Outgoing,
    Asset,
    Liability,
    /// What belongs to the owners: drawn as a liability, told by its word.
    Equity,
    Mixed,
}

impl AccountKind {
    pub const ALL: [AccountKind; 6] = [
        AccountKind::Incoming,
        AccountKind::Outgoing,
        AccountKind::Asset,
        AccountKind::Liability,
        AccountKind::Equity,
        AccountKind::Mixed,
    ];

    /// The class in the style sheets is `k--` and this.
    pub fn code(self) -> &'static str {
        match self {
            AccountKind::Incoming => "in",
            AccountKind::Outgoing => "out",
            AccountKind::Asset => "asset",
            AccountKind::Liability | AccountKind::Equity => "liab",
            AccountKind::Mixed => "mix",
        }
    }

    pub fn icon(self) -> &'static str {
        match self {
            AccountKind::Incoming => "inn",
            AccountKind::Outgoing => "outt",
            AccountKind::Asset => "asset",
            AccountKind::Liability | AccountKind::Equity => "liab",
            AccountKind::Mixed => "mix",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            AccountKind::Incoming => "Incoming",
            AccountKind::Outgoing => "Outgoing",
            AccountKind::Asset => "Asset",
            AccountKind::Liability => "Liability",
            AccountKind::Equity => "Equity",
            AccountKind::Mixed => "Mixed",
        }
    }
}

/// The refusal that concerns this field of a form, if there is one.
pub fn problem_at<'a>(refusals: &'a [Refusal], field: &str) -> Option<&'a Refusal> {
    refusals.iter().find(|refusal| refusal.field.as_deref() == Some(field))
}

/// What a form was refused for: shown beside its field, or above the form when it is about the whole.
#[derive(Debug, Clone, Default)]
pub struct Refusals(pub Vec<Refusal>);

impl Refusals {
    pub fn of(refusal: &Refusal) -> Refusals {
        Refusals(vec![refusal.clone()])
    }

    /// What a form can say of a failure: a refusal, or a right that is missing. Nothing for the others.
    pub fn of_failure(failure: &Failure) -> Option<Refusals> {
        match failure {
            Failure::Refused(refusal) => Some(Refusals::of(refusal)),
            Failure::Forbidden(no) => {
                Some(Refusals(vec![Refusal::rule(no.code, "You may not do this.", no.detail.clone())]))
            }
            Failure::Missing(_) | Failure::Busy | Failure::Broken(_) => None,
        }
    }

    /// The problem of a field.
    pub fn at(&self, field: &str) -> Option<&Refusal> {
        problem_at(&self.0, field)
    }

    /// The first refusal that is about no field of this form.
    pub fn of_rule(&self) -> Option<&Refusal> {
        self.0.iter().find(|refusal| refusal.field.is_none())
    }
}
