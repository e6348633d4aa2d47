//! What every page's frame shows: the office, who is here, what they may do, how many clients there are.

use crate::{Ask, Permission, PermissionSet, Result, Scene};

use super::{members, store};

#[derive(Clone, Copy, Debug)]
pub struct ReadSidebar;

#[derive(Clone, Debug)]
pub struct Sidebar {
    pub company_name: String,
    pub currency: kernel::Currency,
    pub today: kernel::Day,
    /// IANA name; moments are shown on this clock.
    pub time_zone: String,
    pub member_name: String,
    pub permissions: PermissionSet,
    /// Clients in the office; 0 for those who do not see them all.
    pub clients: i64,
    /// Billing groups that are not hidden; 0 likewise.
    pub billing_groups: i64,
    /// Corporate groups; 0 likewise.
    pub corporate_groups: i64,
}

impl Ask for ReadSidebar {
    const NEEDS: Permission = Permission::Enter;
    type Answer = Sidebar;

    fn answer(self, scene: &Scene<'_>) -> Result<Sidebar> {
        let company = store::read(scene)?;
        let member_name = match scene.rights.member {
            Some(member) => members::store::member_name(scene, member)?,
            None => "Operator".to_owned(),
        };
        let (clients, billing_groups, corporate_groups) = match scene.rights.sees_all_clients() {
            true => {
                let (billing, corporate) = store::live_groups(scene)?;
                (store::live_clients(scene)?, billing, corporate)
            }
            false => (0, 0, 0),
        };
        Ok(Sidebar {
            company_name: company.name,
            currency: company.currency,
            today: scene.today,
            time_zone: company.time_zone,
            member_name,
            permissions: scene.rights.permissions,
            clients,
            billing_groups,
            corporate_groups,
        })
    }
}

/// Passes for those who hold the permission, and is refused like a command for the others.
#[derive(Clone, Copy, Debug)]
pub struct Hold {
    pub permission: Permission,
}

impl Ask for Hold {
    const NEEDS: Permission = Permission::Enter;
    type Answer = ();

    fn answer(self, scene: &Scene<'_>) -> Result<()> {
        scene.rights.require(self.permission)
    }
}
