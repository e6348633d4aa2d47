//! Home: what waits for the member, how much there is, and what happened lately.

mod store;

use crate::{Ask, AuditLine, Permission, ReadAudit, Result, Scene};

/// Lines of the audit that Home shows.
const RECENT: i64 = 8;

#[derive(Clone, Copy, Debug)]
pub struct ReadHome;

/// What Home shows. A count is `None` where the member may not see what is counted.
#[derive(Clone, Debug)]
pub struct Home {
    pub clients: Option<i64>,
    pub prospects: Option<i64>,
    pub client_groups: i64,
    pub members: i64,
    /// Drafts that wait to be booked.
    pub drafts: Option<i64>,
    /// Invoices booked this month.
    pub booked_this_month: Option<i64>,
    pub customer_groups: i64,
    /// The office's address is known: it stands on every invoice.
    pub has_address: bool,
    /// Empty where the member may not read the audit.
    pub recent: Vec<AuditLine>,
}

impl Ask for ReadHome {
    const NEEDS: Permission = Permission::Enter;
    type Answer = Home;

    fn answer(self, scene: &Scene<'_>) -> Result<Home> {
        let rights = scene.rights;
        let counts = store::counts(scene, scene.today)?;
        let clients = rights.sees_all_clients();
        let invoices = clients && rights.has(Permission::ViewInvoices);
        let recent = if rights.has(Permission::ViewAudit) {
            ReadAudit { subject: None, before: None, limit: RECENT }.answer(scene)?.items
        } else {
            Vec::new()
        };
        Ok(Home {
            clients: clients.then_some(counts.clients),
            prospects: clients.then_some(counts.prospects),
            client_groups: counts.client_groups,
            members: counts.members,
            drafts: invoices.then_some(counts.drafts),
            booked_this_month: invoices.then_some(counts.booked_this_month),
            customer_groups: counts.customer_groups,
            has_address: counts.has_address,
            recent,
        })
    }
}
