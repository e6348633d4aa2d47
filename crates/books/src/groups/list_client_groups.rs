//! The list of client groups: searched, in pages, with the archive beside it.

use kernel::{Day, Failure, GroupId, Instant};

use super::{Group, lists};
use crate::company::{self, MemberNames, member_names};
use crate::{Ask, Permission, Result, Scene};

/// One page of the list, by name.
#[derive(Clone, Debug, Default)]
pub struct ListClientGroups {
    /// Part of a name.
    pub search: String,
    /// The archive instead of the groups in use.
    pub archived: bool,
    /// The page behind this group.
    pub after: Option<GroupId>,
    /// The page that begins with this group.
    pub from: Option<GroupId>,
    /// The page before this group.
    pub before: Option<GroupId>,
    pub limit: i64,
}

/// A page, with the totals of the whole list.
#[derive(Clone, Debug)]
pub struct ClientGroups {
    pub items: Vec<ClientGroupLine>,
    /// Groups that match.
    pub total: i64,
    /// Groups that stand before the first of the page.
    pub skipped: i64,
    /// Groups in use, and in the archive, whatever was searched for.
    pub in_use: i64,
    pub in_archive: i64,
    /// Memberships in the groups in use.
    pub memberships: i64,
    pub has_more: bool,
}

/// A client group as the list shows it.
#[derive(Clone, Debug)]
pub struct ClientGroupLine {
    pub group: Group,
    /// What its set is called.
    pub set_name: Option<String>,
    /// Clients in it now.
    pub clients: i64,
    pub added_at: Instant,
    /// The day of the office on which it was added.
    pub added_on: Day,
    pub added_by: String,
}

/// One client group.
#[derive(Clone, Copy, Debug)]
pub struct ReadClientGroup {
    pub id: GroupId,
}

impl Ask for ListClientGroups {
    const NEEDS: Permission = Permission::ViewOwnClients;
    type Answer = ClientGroups;

    fn answer(self, scene: &Scene<'_>) -> Result<ClientGroups> {
        let mut page = lists::store::client_groups(scene, &self)?;
        let names = member_names(scene)?;
        let zone = company::time_zone(scene)?;
        for line in &mut page.items {
            tell(line, &names, &zone)?;
        }
        Ok(page)
    }
}

impl Ask for ReadClientGroup {
    const NEEDS: Permission = Permission::ViewOwnClients;
    type Answer = ClientGroupLine;

    fn answer(self, scene: &Scene<'_>) -> Result<ClientGroupLine> {
        let mut line =
            lists::store::client_group(scene, self.id)?.ok_or_else(|| Failure::missing("client group", self.id))?;
        tell(&mut line, &member_names(scene)?, &company::time_zone(scene)?)?;
        Ok(line)
    }
}

/// The store knows codes and instants; people know names and days.
fn tell(line: &mut ClientGroupLine, names: &MemberNames, zone: &str) -> Result<()> {
    line.added_by = names.of(&line.added_by);
    line.added_on = line.added_at.day_in(zone).map_err(Failure::broken)?;
    Ok(())
}
