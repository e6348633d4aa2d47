//! A one-time link or a secret, shown this once.

use askama::Template;
use kernel::MemberId;

use super::members::frame;
use crate::edge::{PageResult, Visit};
use crate::layout::Frame;

#[derive(Template)]
#[template(path = "company/link.html")]
struct LinkPage {
    frame: Frame,
    name: String,
    link: String,
    member: MemberId,
    /// The link sets a new password for somebody who had one.
    resets: bool,
}

/// The page that shows a member's link, to be handed on by whoever made it.
pub(super) fn show_link(visit: &Visit, member: MemberId, name: &str, secret: &str, resets: bool) -> PageResult {
    let link = format!("{}/invitation?key={secret}", visit.origin());
    let frame = frame(visit, "One-time link").crumb(name, &format!("/settings/members/{member}")).crumb("Link", "");
    visit.show(&LinkPage { frame, name: name.to_owned(), link, member, resets })
}
