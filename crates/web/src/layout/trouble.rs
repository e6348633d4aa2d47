//! The pages for what did not work: not found, not allowed, busy, broken.

use askama::Template;
use kernel::{Failure, Refusal};

use super::{Frame, Plain, Section};

/// What did not work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// It does not exist, or not for this member: the two look the same.
    NotFound,
    /// `detail` names the right that is lacking; `granted_by` the people who can grant it.
    Forbidden { detail: String, granted_by: Vec<String> },
    /// The queue of changes is full.
    Busy { retry_after_seconds: u32 },
    /// A rule said no, and the page has no form to say it in.
    Refused(Box<Refusal>),
    /// A fault of ours; the log has it under `incident`.
    Broken { incident: String },
}

impl Trouble {
    /// The page for a failure; a fault of ours is logged first and comes as `Broken` with its number.
    pub fn of(failure: &Failure) -> Trouble {
        match failure {
            Failure::Refused(refusal) => Trouble::Refused(refusal.clone()),
            Failure::Missing(_) => Trouble::NotFound,
            Failure::Forbidden(forbidden) => {
                Trouble::Forbidden { detail: forbidden.detail.clone(), granted_by: Vec::new() }
            }
            Failure::Busy => Trouble::Busy { retry_after_seconds: 2 },
            Failure::Broken(_) => Trouble::Broken { incident: String::new() },
        }
    }

    /// The ways out that a rule offers.
    pub fn actions(&self) -> &[kernel::Action] {
        match self {
            Trouble::Refused(refusal) => &refusal.actions,
            _ => &[],
        }
    }

    /// HTTP status code.
    pub fn status(&self) -> u16 {
        match self {
            Trouble::NotFound => 404,
            Trouble::Forbidden { .. } => 403,
            Trouble::Busy { .. } => 503,
            Trouble::Refused(_) => 409,
            Trouble::Broken { .. } => 500,
        }
    }

    /// What happened.
    pub fn headline(&self) -> &str {
        match self {
            Trouble::Refused(refusal) => &refusal.title,
            Trouble::NotFound => "There is nothing at this address",
            Trouble::Forbidden { .. } => "You may not open this page",
            Trouble::Busy { .. } => "The office is busy",
            Trouble::Broken { .. } => "This page could not be made",
        }
    }

    /// Why.
    pub fn reason(&self) -> String {
        match self {
            Trouble::NotFound => {
                "The address is mistyped, or what it showed was deleted or belongs to another company.".to_owned()
            }
            Trouble::Forbidden { detail, .. } => detail.clone(),
            Trouble::Refused(refusal) => refusal.detail.clone(),
            Trouble::Busy { .. } => "Too many changes wait at this moment. Nothing of yours was stored.".to_owned(),
            Trouble::Broken { .. } => "The fault is ours, and the log has it.".to_owned(),
        }
    }

    /// What to do.
    pub fn way_out(&self) -> String {
        match self {
            Trouble::NotFound => "Search for it, or begin at Home.".to_owned(),
            Trouble::Refused(_) => String::new(),
            Trouble::Forbidden { granted_by, .. } => match granted_by.as_slice() {
                [] => String::new(),
                [one] => format!("{one} can grant it."),
                [first @ .., last] => format!("{} or {last} can grant it.", first.join(", ")),
            },
            Trouble::Busy { retry_after_seconds } => format!("Try again in {retry_after_seconds} seconds."),
            Trouble::Broken { incident } => format!(
                "Look whether your last change is there before you repeat it. If this comes back, tell your \
                 administrator the number {incident}."
            ),
        }
    }

    /// The icon beside the headline.
    pub fn icon(&self) -> &'static str {
        match self {
            Trouble::NotFound => "search",
            Trouble::Forbidden { .. } => "lock",
            Trouble::Refused(_) => "ban",
            Trouble::Busy { .. } => "clock",
            Trouble::Broken { .. } => "alert",
        }
    }
}

/// The page for someone who is not logged in, or when the frame itself cannot be filled.
#[derive(Debug, Template)]
#[template(path = "layout/error.html")]
pub struct ErrorPage {
    pub plain: Plain,
    pub trouble: Trouble,
}

impl ErrorPage {
    pub fn new(trouble: Trouble, plain: Plain) -> ErrorPage {
        ErrorPage { plain: Plain { title: trouble.headline().to_owned(), ..plain }, trouble }
    }
}

/// The same inside the frame, for a member.
#[derive(Debug, Template)]
#[template(path = "layout/framed_error.html")]
pub struct FramedErrorPage {
    pub frame: Frame,
    pub trouble: Trouble,
}

impl FramedErrorPage {
    pub fn new(trouble: Trouble, frame: Frame) -> FramedErrorPage {
        let frame = Frame { title: trouble.headline().to_owned(), section: Section::Elsewhere, ..frame };
        FramedErrorPage { frame, trouble }
    }
}
