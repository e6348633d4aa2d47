//! The aged list: what each client owes on a day, by how long it has been due, with the sums of the customer groups.

use kernel::{ClientId, Currency, Day, GroupId};

use super::store;
use crate::clients::Sight;
use crate::{Ask, Permission, Result, Scene, company};

/// Today where no day is given.
#[derive(Clone, Copy, Debug, Default)]
pub struct ReadAged {
    pub on: Option<Day>,
}

/// Columns: not due, 1–30, 31–60, 61–90 and more than 90 days. Minor units.
pub type Ages = [i64; 5];

pub const AGES: [&str; 5] = ["Not due", "1–30 days", "31–60 days", "61–90 days", "Over 90 days"];

#[derive(Clone, Debug)]
pub struct Aged {
    /// By name; those who owe nothing are left out.
    pub clients: Vec<AgedRow<ClientId>>,
    /// The customer groups that the clients are in now.
    pub groups: Vec<AgedRow<GroupId>>,
    pub total: Ages,
    pub on: Day,
    pub currency: Currency,
}

#[derive(Clone, Debug)]
pub struct AgedRow<T> {
    pub id: T,
    /// Of a client its number, of a group its control account's.
    pub number: String,
    pub name: String,
    pub ages: Ages,
}

impl<T> AgedRow<T> {
    pub fn sum(&self) -> i64 {
        self.ages.iter().sum()
    }
}

/// An item's share: whose, and how much was open.
pub(super) struct Share {
    pub client: ClientId,
    pub number: String,
    pub name: String,
    pub group: GroupId,
    pub due: Day,
    pub open: i64,
}

impl Ask for ReadAged {
    const NEEDS: Permission = Permission::ViewInvoices;
    type Answer = Aged;

    fn answer(self, scene: &Scene<'_>) -> Result<Aged> {
        let on = self.on.unwrap_or(scene.today);
        let (mut clients, mut total): (Vec<AgedRow<ClientId>>, Ages) = (Vec::new(), [0; 5]);
        let mut groups: Vec<AgedRow<GroupId>> = store::customer_groups(scene)?;
        for share in store::shares(scene, on, Sight::of(scene.rights))? {
            let age = age(share.due.days_until(on));
            if clients.last().is_none_or(|row| row.id != share.client) {
                let (number, name) = (share.number, share.name);
                clients.push(AgedRow { id: share.client, number, name, ages: [0; 5] });
            }
            let row = clients.last_mut().map(|row| &mut row.ages);
            let group = groups.iter_mut().find(|group| group.id == share.group).map(|group| &mut group.ages);
            for ages in row.into_iter().chain(group).chain([&mut total]) {
                ages[age] += share.open;
            }
        }
        clients.retain(|row| row.ages != [0; 5]);
        groups.retain(|row| row.ages != [0; 5]);
        Ok(Aged { clients, groups, total, on, currency: company::read(scene)?.currency })
    }
}

/// The column of so many days after the due day.
fn age(days: i64) -> usize {
    match days {
        ..=0 => 0,
        1..=30 => 1,
        31..=60 => 2,
        61..=90 => 3,
        _ => 4,
    }
}
