//! What the database refuses without us, and two who come at the same moment.

use super::*;
use crate::testing::on_both;

/// A3-7, A3-10, A3-14, A3-15: going around the program, on both databases. A client has one slot of a type and year, a group
/// one head in a year; a slot belongs to a member or a head; nothing begins anew and nothing is deleted.
#[test]
fn a3_14_the_database_refuses_what_we_would() {
    on_both(|house| {
        let [h1, h2] = ["H1", "H2"].map(|called| holding(house, called, (2025, 2027)));
        let member = client(house, "Member", &["Holding"]);
        add(house, h1, member, (2025, 2026));
        let other = client(house, "Other", &["Holding"]);
        add(house, h2, other, (2027, 2027));
        let of_member = "client = (SELECT id FROM clients WHERE name = 'Member')";
        let group = |called: &str| format!("(SELECT id FROM groups_of_clients WHERE name = '{called}')");
        let (g1, g2) = (group("H1"), group("H2"));
        let refused = [
            // The same year in the other group, as a member and as its head.
            format!(
                "INSERT INTO slots (client, slot, membership, group_id)
                 SELECT client, slot, membership, {g2} FROM slots WHERE {of_member}"
            ),
            format!(
                "INSERT INTO slots (client, slot, group_id, head) SELECT client, slot, {g2}, TRUE FROM slots WHERE {of_member}"
            ),
            // A second head of the group in a year.
            format!("UPDATE slots SET head = TRUE WHERE {of_member}"),
            // A slot of nobody.
            format!("UPDATE slots SET membership = NULL WHERE {of_member}"),
            // The membership of another client.
            format!(
                "UPDATE slots SET membership = (SELECT id FROM memberships WHERE group_id = {g2}) WHERE {of_member}"
            ),
            format!("DELETE FROM memberships WHERE group_id = {g1}"),
            format!("UPDATE memberships SET from_day = 20240101 WHERE group_id = {g1}"),
            format!("UPDATE corporate_groups SET from_day = 20240101 WHERE id = {g1}"),
            format!(
                "UPDATE corporate_groups SET type = (SELECT id FROM corporate_types WHERE name = 'Main agency') WHERE id = {g1}"
            ),
            format!("UPDATE corporate_groups SET until_day = 20261230 WHERE id = {g1}"),
            format!("UPDATE corporate_groups SET until_day = 20241231 WHERE id = {g1}"),
            format!("UPDATE corporate_groups SET until_day = 20751231 WHERE id = {g1}"),
            // The name of the other in one of its years.
            format!("UPDATE corporate_years SET name_key = 'h2' WHERE group_id = {g1}"),
            // A type that clients have.
            "DELETE FROM client_types WHERE name = 'Holding'".to_owned(),
        ];
        for sql in refused {
            assert!(house.try_run(&sql).is_err(), "{sql}");
        }
    });
}

/// A3-14: the writing itself fails when a slot is held, whatever was decided: nothing is overwritten in silence.
#[test]
fn a3_14_a_held_slot_is_never_overwritten() {
    on_both(|house| {
        let [h1, h2] = ["H1", "H2"].map(|called| holding(house, called, (2025, 2027)));
        let member = client(house, "Member", &["Holding"]);
        add(house, h1, member, (2025, 2026));
        let taken = house.try_run(
            "INSERT INTO slots (client, slot, membership, group_id)
             SELECT s.client, s.slot, s.membership, g.id FROM slots s, groups_of_clients g
             WHERE s.client = (SELECT id FROM clients WHERE name = 'Member') AND g.name = 'H2'
             ON CONFLICT (client, slot) DO UPDATE SET membership = excluded.membership, group_id = CASE
                 WHEN slots.group_id = excluded.group_id AND slots.membership IS NULL THEN slots.group_id END",
        );
        assert!(taken.is_err(), "{h2}");
        assert_eq!(members(house, h1, None), ["Member 2025–2026"]);
    });
}

/// A3-14, by two at once: the client is added to H1 and H2 for 2026 at the same moment; exactly one succeeds.
#[test]
fn a3_14_of_two_at_once_one_succeeds() {
    on_both(|house| {
        let groups = ["H1", "H2"].map(|called| holding(house, called, (2025, 2027)));
        for round in 0..6 {
            let member = client(house, &format!("Member {round}"), &["Holding"]);
            let outcomes: Vec<Result<(), &'static str>> = std::thread::scope(|scope| {
                let begun = groups.map(|group| {
                    scope.spawn(move || {
                        let outcome = house.desk.perform(&house.owner(), added(group, member, (2026, 2026)));
                        outcome.map(|_| ()).map_err(|failure| failure.refusal().expect("a refusal").code)
                    })
                });
                begun.map(|thread| thread.join().expect("no panic")).into_iter().collect()
            });
            assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
            assert!(outcomes.contains(&Err("SAME_TYPE_OVERLAP")), "{outcomes:?}");
        }
    });
}
