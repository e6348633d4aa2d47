//! What holds on to a customer group, on both databases.

use super::DeleteCustomerGroup;
use crate::clients::MoveCustomerGroup;
use crate::clients::tests::new_client;
use crate::groups::{ArchiveCustomerGroup, ListCustomerGroups};
use crate::ledger::Line;
use crate::ledger::tests::{account, entry, sale};
use crate::testing::on_both;

/// A1-9: a group with customers is not deleted; the refusal says how many.
#[test]
fn a_group_with_customers_stays() {
    on_both(|house| {
        let id = house.ask(ListCustomerGroups::default()).items[0].posting.group.id;
        house.perform(new_client(house, "Bramblewick Trust"));
        let failure =
            house.desk.perform(&house.owner(), DeleteCustomerGroup { id, version: None }).expect_err("refused");
        let refusal = failure.refusal().expect("a refusal").clone();
        assert_eq!((refusal.code, refusal.details[0].1.as_str()), ("GROUP_NOT_EMPTY", "1"));
    });
}

/// A1-9: a group for which something was posted is not deleted, though nobody is in it now; it can be archived.
#[test]
fn a_group_with_entries_stays() {
    on_both(|house| {
        let groups = house.ask(ListCustomerGroups::default()).items;
        let (domestic, european) = (groups[0].posting.group.id, groups[1].posting.group.id);
        let client = house.perform(new_client(house, "Bramblewick Trust"));
        // Owed and paid on one day: nothing is open when it moves.
        sale(house, "2026-03-02", client, 12_100);
        let paid =
            vec![Line::of_client(account(house, "4300"), client, -12_100), Line::on(account(house, "5720"), 12_100)];
        house.perform(entry("2026-03-02", paid));
        house.set_today("2026-03-09");
        house.perform(MoveCustomerGroup::today(client, european));
        let delete = DeleteCustomerGroup { id: domestic, version: None };
        let failure = house.desk.perform(&house.owner(), delete.clone()).expect_err("refused");
        let refusal = failure.refusal().expect("a refusal").clone();
        assert_eq!((refusal.code, refusal.actions.len()), ("GROUP_HAS_ENTRIES", 1));
        house.perform(ArchiveCustomerGroup { id: domestic, version: None, archived: true });
        let failure = house.desk.perform(&house.owner(), delete).expect_err("refused");
        assert!(failure.refusal().expect("a refusal").actions.is_empty(), "it is in the archive already");
    });
}
