//! Reads the audit, newest first, narrowed to what is said.

use kernel::{Door, Uuid};

use super::{AuditLine, store};
use crate::{Ask, Page, Permission, Result, Scene};

/// The longest page.
const LONGEST_PAGE: i64 = 200;

/// What to read; what is `None` does not narrow.
#[derive(Clone, Debug, Default)]
pub struct SearchAudit {
    pub subject: Option<Uuid>,
    /// A member's id, `operator` or `system`.
    pub actor: Option<String>,
    pub door: Option<Door>,
    /// Lines before the one of this number.
    pub before: Option<i64>,
    /// 1 to 200; more are never read.
    pub limit: i64,
}

impl Ask for SearchAudit {
    const NEEDS: Permission = Permission::ViewAudit;
    type Answer = Page<AuditLine>;

    fn answer(self, scene: &Scene<'_>) -> Result<Page<AuditLine>> {
        let names = crate::company::member_names(scene)?;
        let limit = self.limit.clamp(1, LONGEST_PAGE);
        let mut items = store::lines(scene, &self, limit + 1, |code| names.of(code))?;
        let more = items.len() as i64 > limit;
        items.truncate(limit as usize);
        let next = if more { items.last().map(|line| line.seq.to_string()) } else { None };
        Ok(Page { items, next })
    }
}
