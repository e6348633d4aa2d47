//! The rules of clients, on both databases.

mod settings;

use kernel::{Name, Number};

use super::{ListChoices, ReadClient, RegisterClient};
use crate::clients::Details;
use crate::testing::{TestHouse, on_both};

pub(crate) fn new_client(house: &TestHouse, name: &str) -> RegisterClient {
    let groups = house.ask(ListChoices).customer_groups;
    RegisterClient {
        number: None,
        details: Details::named(Name::parse(name).expect("a name")),
        prospect: false,
        customer_group: Some(groups[0].id),
        client_groups: Vec::new(),
        client_types: Vec::new(),
    }
}

/// A1-11: every client is linked to exactly one customer group; saving without one is refused.
#[test]
fn a_client_needs_one_customer_group() {
    on_both(|house| {
        let command = RegisterClient { customer_group: None, ..new_client(house, "Bramblewick Trust") };
        assert_eq!(house.refusal(command.clone()), "CUSTOMER_GROUP_REQUIRED");
        let elsewhere = "grp_01h455vb4pex5vsknk084sn02q".parse().expect("an id");
        let wrong = RegisterClient { customer_group: Some(elsewhere), ..command };
        assert_eq!(house.refusal(wrong), "GROUP_UNKNOWN");
        let id = house.perform(new_client(house, "Bramblewick Trust"));
        let view = house.ask(ReadClient { id });
        assert_eq!(view.customer_group().map(|group| group.name.as_str()), Some("Domestic"));
    });
}

/// A1-12: client numbers are free texts; leading zeros count, duplicates are refused, 4300 makes no account.
#[test]
fn a_client_number_is_a_text_of_its_own() {
    on_both(|house| {
        let numbered = |number: &str| RegisterClient {
            number: Number::parse(number).ok(),
            ..new_client(house, &format!("Client {number}"))
        };
        house.perform(numbered("1"));
        house.perform(numbered("0001"));
        house.perform(numbered("4300"));
        assert_eq!(house.refusal(numbered("1")), "NUMBER_TAKEN");
        let view = house.ask(ReadClient { id: house.perform(new_client(house, "Next in line")) });
        assert_eq!(view.client.number.as_str(), "4301");
    });
}

/// A1-2: the default setup has three customer groups by location, each with a control account of the country's chart.
#[test]
fn a_company_begins_with_three_customer_groups() {
    on_both(|house| {
        let groups = house.ask(ListChoices).customer_groups;
        let pairs: Vec<(&str, &str)> =
            groups.iter().map(|group| (group.name.as_str(), group.account_number.as_str())).collect();
        assert_eq!(pairs, [("Domestic", "4300"), ("European", "4301"), ("Overseas", "4302")]);
    });
}
