//! What holds on to a customer group, on both databases.

use super::DeleteCustomerGroup;
use crate::clients::tests::new_client;
use crate::groups::ListCustomerGroups;
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
