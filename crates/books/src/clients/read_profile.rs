//! A client's profile: the client, why each group matters, what it owes, what happened lately.

use kernel::{ClientId, Instant};

use super::{ClientView, ReadClient, store};
use crate::{Ask, AuditLine, Permission, ReadAudit, Result, Scene};

#[derive(Clone, Copy, Debug)]
pub struct ReadProfile {
    pub id: ClientId,
}

#[derive(Clone, Debug)]
pub struct Profile {
    pub view: ClientView,
    pub responsible: Option<String>,
    pub since: Instant,
    pub standing: Standing,
    /// Minor units booked on the control accounts this year: to the client's debit and to its credit.
    pub booked: i64,
    pub cleared: i64,
    /// The latest first.
    pub activity: Vec<AuditLine>,
    pub has_more_activity: bool,
}

/// What the customer group brings about.
#[derive(Clone, Debug)]
pub struct Standing {
    pub account: String,
    pub account_name: String,
    pub vat_zone: String,
    /// Days; the client's own, else the group's, else none is set.
    pub payment_days: Option<i64>,
}

/// Lines of activity on the page.
const LINES: i64 = 6;

impl Ask for ReadProfile {
    const NEEDS: Permission = Permission::ViewOwnClients;
    type Answer = Profile;

    fn answer(self, scene: &Scene<'_>) -> Result<Profile> {
        let view = ReadClient { id: self.id }.answer(scene)?;
        let (responsible, since) = store::looked_after(scene, self.id)?;
        let (booked, cleared) = store::booked_in(scene, self.id, scene.today)?;
        // Whoever may see the client may see what happened to it.
        let audit = ReadAudit { subject: Some(self.id.uuid()), before: None, limit: LINES }.answer(scene)?;
        Ok(Profile {
            responsible,
            since,
            standing: store::standing(scene, &view.client)?,
            booked,
            cleared,
            has_more_activity: audit.next.is_some(),
            activity: audit.items,
            view,
        })
    }
}
