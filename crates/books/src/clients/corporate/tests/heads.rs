//! The client at the head: counted for one group of a type, no member thereby, followed by another from a year on.

use super::*;
use crate::testing::on_both;

fn terms(house: &TestHouse, id: GroupId) -> Vec<String> {
    let heads = house.ask(ReadCorporateGroup { id }).heads;
    heads.iter().map(|term| format!("{} {}", term.seen.as_ref().map_or("?", |(_, name)| name), term.years)).collect()
}

fn led_by(id: GroupId, client: ClientId, from: Option<&str>) -> ChangeCorporateGroup {
    ChangeCorporateGroup { head: Some(NewHead { client, from: from.map(day) }), ..changed(id) }
}

/// A3-14: the head of H1 belongs to H1: it enters no other holding then, nor leads one. It is not a member of H1.
#[test]
fn a3_14_the_head_counts() {
    on_both(|house| {
        let head = client(house, "Head", &["Holding"]);
        let h1 = house.perform(new_group(house, "Holding", "H1", head, (2025, 2026)));
        let h2 = holding(house, "H2", (2025, 2028));
        assert_eq!(house.refusal(added(h2, head, (2026, 2026))), "SAME_TYPE_OVERLAP");
        assert_eq!(house.refusal(new_group(house, "Holding", "H3", head, (2026, 2027))), "SAME_TYPE_OVERLAP");
        add(house, h2, head, (2027, 2027));
        // The head stays free for H2 in 2027 only: H1 cannot go on with it.
        assert_eq!(house.refusal(ending(h1, 2027)), "SAME_TYPE_OVERLAP");
        assert!(members(house, h1, None).is_empty());
        // A member of H2 does not come to the head of H1.
        let member = client(house, "Member", &["Holding"]);
        add(house, h2, member, (2026, 2026));
        assert_eq!(house.refusal(led_by(h1, member, Some("01.01.2026"))), "SAME_TYPE_OVERLAP");
    });
}

/// A3-17: the head may be a member of its own group, once; each role goes without the other.
#[test]
fn a3_17_the_head_may_be_a_member_too() {
    on_both(|house| {
        let head = client(house, "Head", &["Holding"]);
        let id = house.perform(new_group(house, "Holding", "H1", head, (2025, 2028)));
        let other = client(house, "Other", &["Holding"]);
        let membership = add(house, id, head, (2025, 2027));
        assert_eq!(house.refusal(added(id, head, (2027, 2028))), "SAME_TYPE_OVERLAP");
        house.perform(until(membership, 2026));
        house.perform(until(membership, 2028));
        // No longer at the head, still a member; then no member, and at the head again.
        house.perform(led_by(id, other, Some("01.01.2026")));
        assert_eq!(terms(house, id), ["Head 2025", "Other 2026–2028"]);
        assert_eq!(members(house, id, Some("01.06.2027")), ["Head 2025–2028"]);
        house.perform(VoidMembership { id: membership, version: None, reason: "Wrong".into() });
        house.perform(led_by(id, head, Some("01.01.2027")));
        assert_eq!(terms(house, id), ["Head 2025", "Other 2026", "Head 2027–2028"]);
    });
}

/// A3-5: another head from a year on; who was before stays in the history. The head of the last year goes on with the group.
#[test]
fn a3_5_the_head_changes_from_a_year_on() {
    on_both(|house| {
        let id = holding(house, "Nordkai", (2025, 2027));
        let [second, advertiser] =
            [("Second", "Holding"), ("Adverse", "Advertiser")].map(|(n, t)| client(house, n, &[t]));
        let rows = [
            (led_by(id, second, None), "HEAD_FROM_REQUIRED"),
            (led_by(id, second, Some("02.01.2026")), "FROM_NOT_JAN_1"),
            (led_by(id, second, Some("01.01.2028")), "HEAD_OUTSIDE_GROUP"),
            (led_by(id, advertiser, Some("01.01.2026")), "HEAD_TYPE_MISMATCH"),
        ];
        for (command, code) in rows {
            assert_eq!(house.refusal(command), code);
        }
        let version = house.ask(ReadCorporateGroup { id }).group.group.version;
        house.perform(led_by(id, second, Some("01.01.2026")));
        assert_eq!(
            house.refusal(ChangeCorporateGroup { version: Some(version), ..ending(id, 2030) }),
            "CHANGED_MEANWHILE"
        );
        house.perform(ending(id, 2029));
        assert_eq!(terms(house, id), ["Head of Nordkai 2025", "Second 2026–2029"]);
        // Naming the one who is there is no change.
        house.perform(led_by(id, second, None));
        house.perform(ending(id, 2025));
        assert_eq!(terms(house, id), ["Head of Nordkai 2025"]);
        let gone = client(house, "Gone", &["Holding"]);
        house.perform(crate::sales::DeleteClient { id: gone, version: None });
        assert_eq!(house.refusal(led_by(id, gone, Some("01.01.2025"))), "HEAD_REQUIRED");
        assert_eq!(house.refusal(added(id, gone, (2025, 2025))), "MEMBER_UNKNOWN");
        let nobody = AddCorporateMembers { clients: vec![], ..added(id, second, (2025, 2025)) };
        assert_eq!(house.refusal(nobody), "MEMBER_REQUIRED");
        let crowd = AddCorporateMembers { clients: vec![second; 501], ..added(id, second, (2025, 2025)) };
        assert_eq!(house.refusal(crowd), "MEMBERS_TOO_MANY");
    });
}
