//! The frame around every page, the frame-less page, and the parts that pages share (`macros.html`).
//!
//! A page's template begins with `{% extends "layout/frame.html" %}` and its struct has a field `frame: Frame`. It must
//! never ask for anything: the edge fills the frame, a template only shows it.

mod menu;
mod parts;
mod trouble;

use std::collections::{BTreeMap, BTreeSet};

pub use menu::{Item, Place, Section, Tab};
pub use parts::{AccountKind, ClientStatus, Pager, Refusals, count, initials, problem_at};
pub use trouble::{ErrorPage, FramedErrorPage, Trouble};

/// Style sheets, in the order in which the layers expect them.
pub const SHEETS: [&str; 6] = [
    assets::url("fonts.css"),
    assets::url("tokens.css"),
    assets::url("components.css"),
    assets::url("pages.css"),
    assets::url("frame.css"),
    assets::url("clients.css"),
];
/// The product's own scripts, loaded with `defer`.
pub const SCRIPTS: [&str; 5] = [
    assets::url("coterie.js"),
    assets::url("rows.js"),
    assets::url("combo.js"),
    assets::url("palette.js"),
    assets::url("years.js"),
];
/// htmx and its guard, together or not at all.
pub const HTMX: Option<(&str, &str)> = match (assets::find("htmx.js"), assets::find("hx-csp.js")) {
    (Some(htmx), Some(guard)) => Some((htmx, guard)),
    _ => None,
};
/// The icon sheet; an icon is `{{ ICONS }}#i-plus`, see the macro `icon`.
pub const ICONS: &str = assets::url("icons.svg");
pub const MARK: &str = assets::url("mark.svg");

/// The theme a member chose; without a choice the page follows the system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    Light,
    Dark,
}

impl Theme {
    /// Reads the value of the cookie `theme`; anything else is no choice.
    pub fn parse(cookie: &str) -> Option<Theme> {
        match cookie {
            "light" => Some(Theme::Light),
            "dark" => Some(Theme::Dark),
            _ => None,
        }
    }

    pub fn code(self) -> &'static str {
        match self {
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }
}

/// One step of the breadcrumb; the last, where one is, has no address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crumb {
    pub label: String,
    pub href: Option<String>,
}

/// A message about what was just done, shown for six seconds; a bad one stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Toast {
    pub text: String,
    /// A second, smaller line.
    pub note: String,
    /// Path that takes the POST which undoes it.
    pub undo: Option<String>,
    pub bad: bool,
}

impl Toast {
    pub fn done(text: impl Into<String>) -> Toast {
        Toast { text: text.into(), ..Toast::default() }
    }
}

/// What the frame shows around a page. `Default` is an empty company's Home and is meant for tests.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    /// The page's name in the window's title, without the product's.
    pub title: String,
    pub theme: Option<Theme>,
    /// The answer's nonce, also in its Content-Security-Policy; empty switches htmx off.
    /// Every element with an `hx-` attribute says `hx-nonce="{{ frame.nonce }}"`, or the guard strips it.
    pub nonce: String,
    /// The member switched single-letter keys off.
    pub letter_keys_off: bool,
    pub company_name: String,
    pub member_name: String,
    /// Two letters at most.
    pub member_initials: String,
    /// The member belongs to more than one company.
    pub has_other_companies: bool,
    pub section: Section,
    /// Key of the current item, such as `clients.all`; empty when it is none of the menu's.
    pub item: &'static str,
    pub crumbs: Vec<Crumb>,
    /// Key of a menu item → its count as the office writes numbers, such as `104,318`.
    pub counts: BTreeMap<&'static str, String>,
    pub toast: Option<Toast>,
    /// Codes of what the member may do, to leave out what they may not.
    pub can: BTreeSet<&'static str>,
}

impl Frame {
    /// Whether the member has the permission of this code.
    pub fn may(&self, permission: &str) -> bool {
        self.can.contains(permission)
    }

    /// Adds a step to the breadcrumb; the one with an empty address is where we are.
    pub fn crumb(mut self, label: impl Into<String>, href: &str) -> Frame {
        let href = (!href.is_empty()).then(|| href.to_owned());
        self.crumbs.push(Crumb { label: label.into(), href });
        self
    }
}

/// What a page without the frame needs: log in, first start, errors.
#[derive(Debug, Clone, Default)]
pub struct Plain {
    pub title: String,
    pub theme: Option<Theme>,
    /// As in [`Frame::nonce`].
    pub nonce: String,
}

#[cfg(test)]
mod tests;
