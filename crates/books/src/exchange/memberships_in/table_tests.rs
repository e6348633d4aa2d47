//! What a row of a file of memberships comes to, as tables: the rules of the page, id by id, on both databases.

use std::sync::Arc;

use super::ImportMemberships;
use super::tests::{client, file, holding};
use crate::clients::{
    ChangeClient, ChangeLastYear, CorporateMember, CreateCorporateGroup, ListCorporateGroups, ListCorporateMembers,
    ReadCorporateGroup,
};
use crate::exchange::FileRow;
use crate::groups::corporate::{ListClientTypes, ListCorporateTypes, read_first_day, read_last_day};
use crate::testing::{TestHouse, on_both};
use kernel::{GroupId, Name};

/// Group, type, client number, from, to.
type Row = [&'static str; 5];

/// What becomes of a file of this one row: `taken`, `unchanged`, or the column that is wrong and the code.
fn outcome(house: &TestHouse, row: Row) -> String {
    let done = house.perform(file(&[row]));
    match (done.created, done.unchanged, done.failed.first()) {
        (1, 0, None) => "taken".to_owned(),
        (0, 1, None) => "unchanged".to_owned(),
        (0, 0, Some(failed)) => format!("{}: {}", failed.column, failed.code),
        _ => panic!("{done:?}"),
    }
}

#[track_caller]
fn judged(house: &TestHouse, rows: &[(Row, &str)]) {
    for (row, expected) in rows {
        assert_eq!(outcome(house, *row), *expected, "{row:?}");
    }
}

/// A group of another type than holdings, with a head of its own.
fn other_group(house: &TestHouse, (of_type, takes): (&str, &str), name: &str, head: &str, years: (&str, &str)) {
    let all = house.ask(ListCorporateTypes);
    let of_type = all.iter().find(|line| line.of_type.name.as_str() == of_type).expect("a type").of_type.id;
    let (from, until) = (read_first_day(years.0).expect("a day"), read_last_day(years.1).expect("a day"));
    let (name, head) = (Name::parse(name).expect("a name"), client(house, head, takes));
    house.perform(CreateCorporateGroup { name, of_type, head, from, until });
}

/// Gives the client these types instead of what it has.
fn types(house: &TestHouse, id: kernel::ClientId, names: &[&str]) {
    let all = house.ask(ListClientTypes);
    let of = |name: &&str| all.iter().find(|line| line.of_type.name.as_str() == *name).expect("a type").of_type.id;
    let types = Some(names.iter().map(of).collect());
    let edits = Vec::new();
    house.perform(ChangeClient {
        id,
        version: None,
        edits,
        customer_group: None,
        client_groups: None,
        client_types: types,
    });
}

fn group(house: &TestHouse, name: &str) -> GroupId {
    let all = house.ask(ListCorporateGroups { limit: 50, ..Default::default() });
    all.items.iter().find(|line| line.group.group.name.as_str() == name).expect("the group").group.group.id
}

fn memberships(house: &TestHouse, name: &str) -> Vec<CorporateMember> {
    let group = group(house, name);
    house.ask(ListCorporateMembers { group, as_of: None, voided: true, after: None, limit: 50 }).items
}

/// Who is in the group when, by number.
fn members(house: &TestHouse, name: &str) -> Vec<String> {
    memberships(house, name).iter().map(|member| format!("{} {}", member.number, member.years)).collect()
}

/// A3-1 by import: a file says who is in which group of which type from when to when, and so it stands there, beside the name,
/// the type, the head and the years of the group, which no file of memberships changes.
#[test]
fn a3_1_what_a_file_says_stands_in_the_group() {
    on_both(|house| {
        holding(house, "H1", "1", ("2024-01-01", "2027-12-31"));
        let before = house.ask(ReadCorporateGroup { id: group(house, "H1") });
        client(house, "10", "Holding");
        client(house, "11", "Holding");
        judged(
            house,
            &[
                (["H1", "Holding", "10", "2024-01-01", "2025-12-31"], "taken"),
                (["H1", "Holding", "11", "01.01.2026", "31.12.2027"], "taken"),
                // Nothing of the group is made or changed by naming it.
                (["H9", "Holding", "10", "2024-01-01", "2025-12-31"], "Group: GROUP_UNKNOWN"),
                (["H1", "Corporate agency", "10", "2024-01-01", "2025-12-31"], "Group: GROUP_UNKNOWN"),
                (["", "Holding", "10", "2024-01-01", "2025-12-31"], "Group: GROUP_UNKNOWN"),
                (["H1", "", "10", "2024-01-01", "2025-12-31"], "Group type: GROUP_TYPE_UNKNOWN"),
                (["H1", "Holding", "", "2024-01-01", "2025-12-31"], "Client number: CLIENT_UNKNOWN"),
            ],
        );
        assert_eq!(members(house, "H1"), ["10 2024–2025", "11 2026–2027"]);
        let after = house.ask(ReadCorporateGroup { id: group(house, "H1") });
        assert_eq!((&after.group, after.of_type.name.as_str()), (&before.group, "Holding"));
        let head = after.heads[0].seen.as_ref().map(|(number, _)| number.as_str());
        assert_eq!((after.heads.len(), head), (1, Some("1")));
    });
}

/// A3-5 by import: the type of the client decides; a set of types is enough to have it in.
#[test]
fn a3_5_types_decide_in_a_file() {
    const YEARS: (&str, &str) = ("2026-01-01", "2027-12-31");
    on_both(|house| {
        holding(house, "H1", "1", YEARS);
        other_group(house, ("Corporate agency", "Corporate agency"), "K1", "2", YEARS);
        other_group(house, ("Main agency", "Main agency"), "M1", "3", YEARS);
        let numbers = [
            ("10", "Holding"),
            ("11", "Agency"),
            ("12", "Main agency"),
            ("13", "Corporate agency"),
            ("14", "Advertiser"),
        ];
        for (number, of_type) in numbers {
            client(house, number, of_type);
        }
        let several = client(house, "15", "Advertiser");
        types(house, several, &["Advertiser", "Holding"]);
        let row = |group, of_type, number| [group, of_type, number, YEARS.0, YEARS.1];
        judged(
            house,
            &[
                (row("K1", "Corporate agency", "10"), "Client number: MEMBER_TYPE_MISMATCH"),
                (row("M1", "Main agency", "11"), "Client number: MEMBER_TYPE_MISMATCH"),
                (row("M1", "Main agency", "13"), "Client number: MEMBER_TYPE_MISMATCH"),
                (row("H1", "Holding", "14"), "Client number: MEMBER_TYPE_MISMATCH"),
                (row("M1", "Main agency", "12"), "taken"),
                (row("K1", "Corporate agency", "13"), "taken"),
                (row("H1", "Holding", "15"), "taken"),
                (row("H1", "Holding", "10"), "taken"),
            ],
        );
    });
}

/// A3-10 by import: what stands in no file stays. No row takes anybody out, ends a membership or moves its end.
#[test]
fn a3_10_nobody_is_taken_out_by_a_file() {
    on_both(|house| {
        holding(house, "H1", "1", ("2024-01-01", "2027-12-31"));
        for number in ["10", "11", "12"] {
            client(house, number, "Holding");
        }
        judged(
            house,
            &[
                (["H1", "Holding", "10", "2024-01-01", "2026-12-31"], "taken"),
                (["H1", "Holding", "11", "2024-01-01", "2026-12-31"], "taken"),
                // A file that has only 12, which says nothing of the two others.
                (["H1", "Holding", "12", "2024-01-01", "2026-12-31"], "taken"),
                (["H1", "Holding", "10", "2024-01-01", "2025-12-31"], "Client number: SAME_TYPE_OVERLAP"),
                (["H1", "Holding", "11", "2024-01-01", "2027-12-31"], "Client number: SAME_TYPE_OVERLAP"),
                (["H1", "Holding", "11", "", ""], "Valid from: DATE_UNREADABLE"),
                (["H1", "Holding", "11", "-", "-"], "Valid from: DATE_UNREADABLE"),
            ],
        );
        assert_eq!(members(house, "H1"), ["10 2024–2026", "11 2024–2026", "12 2024–2026"]);
        assert!(memberships(house, "H1").iter().all(|member| member.voided.is_none() && member.version == 1));
    });
}

/// A3-12 by import: the vectors of groups for memberships. Whole calendar years, in one of two forms of a day, never guessed
/// and never rounded.
#[test]
fn a3_12_whole_years_in_a_file() {
    const VECTORS: [(&str, &str, &str); 22] = [
        ("01.01.2025", "31.12.2025", "taken"),
        ("01.01.2025", "31.12.2030", "taken"),
        ("2025-01-01", "2025-12-31", "taken"),
        ("01.01.2025", "31.12.2074", "taken"),
        ("02.01.2025", "31.12.2025", "Valid from: FROM_NOT_JAN_1"),
        ("01.01.2025", "30.12.2025", "Valid to: TO_NOT_DEC_31"),
        ("31.12.2025", "31.12.2025", "Valid from: FROM_NOT_JAN_1"),
        ("01.02.2025", "31.12.2025", "Valid from: FROM_NOT_JAN_1"),
        ("01.01.2025", "01.01.2026", "Valid to: TO_NOT_DEC_31"),
        ("01.01.2026", "31.12.2025", "Valid to: TO_BEFORE_FROM"),
        ("01.01.2025", "31.12.2075", "Valid to: TO_TOO_FAR"),
        ("01.01.2025", "31.12.9999", "Valid to: TO_TOO_FAR"),
        ("29.02.2025", "31.12.2025", "Valid from: DATE_UNREADABLE"),
        ("2025-02-29", "2025-12-31", "Valid from: DATE_UNREADABLE"),
        ("01/01/2025", "31.12.2025", "Valid from: DATE_UNREADABLE"),
        ("01.01.2025", "12/31/2025", "Valid to: DATE_UNREADABLE"),
        ("01.01.25", "31.12.2025", "Valid from: DATE_UNREADABLE"),
        ("25-01-01", "31.12.2025", "Valid from: DATE_UNREADABLE"),
        ("1.1.2025", "31.12.2025", "Valid from: DATE_UNREADABLE"),
        ("2025", "2025", "Valid from: DATE_UNREADABLE"),
        ("", "31.12.2025", "Valid from: DATE_UNREADABLE"),
        ("01.01.2025", "", "Valid to: DATE_UNREADABLE"),
    ];
    const NUMBERS: [&str; 22] = [
        "10", "11", "12", "13", "14", "15", "16", "17", "18", "19", "20", "21", "22", "23", "24", "25", "26", "27",
        "28", "29", "30", "31",
    ];
    on_both(|house| {
        holding(house, "H1", "1", ("2025-01-01", "2074-12-31"));
        for ((from, to, expected), number) in VECTORS.into_iter().zip(NUMBERS) {
            client(house, number, "Holding");
            judged(house, &[(["H1", "Holding", number, from, to], expected)]);
        }
        assert_eq!(members(house, "H1"), ["10 2025", "11 2025–2030", "12 2025", "13 2025–2074"]);
    });
}

/// A3-13 by import: a membership lies wholly within its group, here 2024 to 2026; equal borders are within.
#[test]
fn a3_13_a_row_lies_within_its_group() {
    on_both(|house| {
        holding(house, "H1", "1", ("2024-01-01", "2026-12-31"));
        for number in ["10", "11", "12", "13", "14"] {
            client(house, number, "Holding");
        }
        judged(
            house,
            &[
                (["H1", "Holding", "10", "2024-01-01", "2026-12-31"], "taken"),
                (["H1", "Holding", "11", "2025-01-01", "2025-12-31"], "taken"),
                (["H1", "Holding", "12", "2023-01-01", "2025-12-31"], "Valid from: MEMBER_OUTSIDE_GROUP"),
                (["H1", "Holding", "13", "2025-01-01", "2027-12-31"], "Valid to: MEMBER_OUTSIDE_GROUP"),
                (["H1", "Holding", "14", "2027-01-01", "2028-12-31"], "Valid from: MEMBER_OUTSIDE_GROUP"),
            ],
        );
    });
}

/// A3-14 by import: one group of a type for a client and year, whatever is there and however the row would change it.
#[test]
fn a3_14_one_group_of_a_type_and_year_in_a_file() {
    const LONG: (&str, &str) = ("2020-01-01", "2040-12-31");
    const TAKEN: &str = "taken";
    const OVERLAP: &str = "Client number: SAME_TYPE_OVERLAP";
    on_both(|house| {
        holding(house, "H1", "1", LONG);
        holding(house, "H2", "2", LONG);
        other_group(house, ("Invoice recipients", "Invoice recipient"), "R1", "3", LONG);
        for number in ["10", "11", "12", "13", "14", "15", "16", "17", "18"] {
            let id = client(house, number, "Holding");
            types(house, id, &["Holding", "Invoice recipient"]);
        }
        let h = |group, number, from, to| [group, "Holding", number, from, to];
        judged(
            house,
            &[
                // A switch at New Year, and the same with a shared year.
                (h("H1", "10", "2024-01-01", "2025-12-31"), TAKEN),
                (h("H2", "10", "2026-01-01", "2027-12-31"), TAKEN),
                (h("H1", "11", "2024-01-01", "2025-12-31"), TAKEN),
                (h("H2", "11", "2025-01-01", "2027-12-31"), OVERLAP),
                // Within a long one, around a short one, before the other, into a gap.
                (h("H1", "12", "2024-01-01", "2040-12-31"), TAKEN),
                (h("H2", "12", "2026-01-01", "2026-12-31"), OVERLAP),
                (h("H1", "13", "2026-01-01", "2026-12-31"), TAKEN),
                (h("H2", "13", "2024-01-01", "2028-12-31"), OVERLAP),
                (h("H2", "13", "2024-01-01", "2025-12-31"), TAKEN),
                (h("H1", "14", "2022-01-01", "2023-12-31"), TAKEN),
                (h("H1", "14", "2026-01-01", "2027-12-31"), TAKEN),
                (h("H2", "14", "2024-01-01", "2025-12-31"), TAKEN),
                // Another type in the same years.
                (["R1", "Invoice recipients", "11", "2024-01-01", "2025-12-31"], TAKEN),
                // Came back to the same group, and twice in it at once.
                (h("H1", "15", "2022-01-01", "2022-12-31"), TAKEN),
                (h("H1", "15", "2025-01-01", "2026-12-31"), TAKEN),
                (h("H1", "16", "2022-01-01", "2025-12-31"), TAKEN),
                (h("H1", "16", "2025-01-01", "2026-12-31"), OVERLAP),
                // Extended into the year of the other.
                (h("H1", "10", "2024-01-01", "2026-12-31"), OVERLAP),
                // The head of H1 belongs to H1, and enters no other.
                (h("H2", "1", "2026-01-01", "2026-12-31"), OVERLAP),
            ],
        );
        // The long one is ended, and the other begins at New Year.
        let long = memberships(house, "H1").into_iter().find(|member| member.number == "12").expect("a member").id;
        let until = read_last_day("2025-12-31").ok();
        house.perform(ChangeLastYear { id: long, version: None, from: None, until });
        judged(house, &[(h("H2", "12", "2026-01-01", "2026-12-31"), TAKEN)]);
    });
}

/// A3-14 by import: the refusal of a row names the group that holds the client and the year.
#[test]
fn a3_14_a_row_in_the_way_says_of_what() {
    let house = TestHouse::sqlite();
    holding(&house, "H1", "1", ("2024-01-01", "2027-12-31"));
    holding(&house, "H2", "2", ("2024-01-01", "2027-12-31"));
    client(&house, "10", "Holding");
    judged(&house, &[(["H1", "Holding", "10", "2024-01-01", "2025-12-31"], "taken")]);
    let said = house.perform(file(&[["H2", "Holding", "10", "2025-01-01", "2026-12-31"]])).failed.remove(0);
    assert!(said.sentence.contains("is in “H1” in 2025 already"), "{}", said.sentence);
    assert!(said.sentence.contains("It can stand in “H2” from 01.01.2026 on"), "{}", said.sentence);
}

/// A3-15 by import: a row that has a membership begin on another day is refused, and the membership stays as it is.
#[test]
fn a3_15_no_file_moves_a_beginning() {
    const FIXED: &str = "Valid from: MEMBER_FROM_IMMUTABLE";
    on_both(|house| {
        holding(house, "H1", "1", ("1990-01-01", "2030-12-31"));
        client(house, "10", "Holding");
        client(house, "11", "Holding");
        judged(
            house,
            &[
                (["H1", "Holding", "10", "2024-01-01", "2026-12-31"], "taken"),
                (["H1", "Holding", "10", "2025-01-01", "2026-12-31"], FIXED),
                (["H1", "Holding", "10", "2026-01-01", "2026-12-31"], FIXED),
                (["H1", "Holding", "10", "2023-01-01", "2026-12-31"], FIXED),
                (["H1", "Holding", "10", "2024-01-01", "2026-12-31"], "unchanged"),
                // However long ago it began.
                (["H1", "Holding", "11", "1990-01-01", "2030-12-31"], "taken"),
                (["H1", "Holding", "11", "2030-01-01", "2030-12-31"], FIXED),
                // Both days otherwise: the years are held.
                (["H1", "Holding", "10", "2025-01-01", "2027-12-31"], "Client number: SAME_TYPE_OVERLAP"),
            ],
        );
        assert_eq!(members(house, "H1"), ["10 2024–2026", "11 1990–2030"]);
        assert!(memberships(house, "H1").iter().all(|member| member.version == 1));
    });
}

/// A3-17 by import: the head is a member of its own group once; a group is nobody's member, nor is anything its own.
#[test]
fn a3_17_the_head_comes_in_once() {
    on_both(|house| {
        holding(house, "H1", "1", ("2024-01-01", "2027-12-31"));
        holding(house, "H2", "2", ("2024-01-01", "2027-12-31"));
        judged(
            house,
            &[
                (["H1", "Holding", "1", "2024-01-01", "2026-12-31"], "taken"),
                (["H1", "Holding", "1", "2024-01-01", "2026-12-31"], "unchanged"),
                (["H1", "Holding", "1", "2026-01-01", "2027-12-31"], "Client number: SAME_TYPE_OVERLAP"),
                (["H1", "Holding", "2", "2024-01-01", "2024-12-31"], "Client number: SAME_TYPE_OVERLAP"),
                (["H1", "Holding", "H1", "2024-01-01", "2024-12-31"], "Client number: CLIENT_UNKNOWN"),
                (["H2", "Holding", "H1", "2024-01-01", "2024-12-31"], "Client number: CLIENT_UNKNOWN"),
            ],
        );
        let twice = ["H2", "Holding", "2", "2024-01-01", "2024-12-31"];
        let outcome = house.perform(file(&[twice, twice]));
        assert_eq!((outcome.created, outcome.failed.len()), (0, 2), "the head twice in one file");
        assert_eq!(members(house, "H1"), ["1 2024–2026"]);
        assert!(members(house, "H2").is_empty());
    });
}

/// A3-20 by import: the audit has a line for the file, with its name and every membership that began; one for a group alone
/// stands in what happened to it. A file of which nothing comes leaves no line.
#[test]
fn a3_20_the_audit_names_the_file() {
    on_both(|house| {
        holding(house, "H1", "1", ("2024-01-01", "2027-12-31"));
        holding(house, "H2", "2", ("2024-01-01", "2027-12-31"));
        let ids = ["10", "11"].map(|number| client(house, number, "Holding"));
        house.perform(file(&[
            ["H1", "Holding", "10", "2024-01-01", "2025-12-31"],
            ["H2", "Holding", "11", "2024-01-01", "2027-12-31"],
        ]));
        let lines = |subject| house.ask(crate::ReadAudit { subject, before: None, limit: 1 }).items.remove(0);
        let line = lines(None);
        assert_eq!(line.text, "2 memberships of corporate groups imported from memberships.csv");
        assert_eq!((line.verb.as_str(), line.actor.name.as_str()), ("import_memberships", "Olive Owner"));
        let changes = line.changes.to_string();
        let said = [&ids[0].to_string(), &ids[1].to_string(), "2024-01-01", "2025-12-31", "2027-12-31"];
        assert!(said.iter().all(|said| changes.contains(*said)), "{changes}");
        let refused = house.perform(file(&[["H1", "Holding", "10", "2024-01-02", "2025-12-31"]]));
        assert_eq!((refused.created, lines(None).seq), (0, line.seq));
        house.perform(file(&[["H1", "Holding", "10", "2026-01-01", "2026-12-31"]]));
        let of_group = lines(Some(kernel::Id::uuid(&group(house, "H1"))));
        assert_eq!(of_group.text, "1 membership of a corporate group imported from memberships.csv");
        assert!(of_group.changes.to_string().contains("2026-12-31"), "{}", of_group.changes);
    });
}

/// A3-19 by import: the memberships of an export can be sent as they are; those that were void stay void.
#[test]
fn a3_19_a_void_row_does_not_come_back() {
    on_both(|house| {
        holding(house, "H1", "1", ("2024-01-01", "2027-12-31"));
        client(house, "10", "Holding");
        client(house, "11", "Holding");
        let row = |number, why| {
            let cells = ["H1", "Holding", number, "2024-01-01", "2025-12-31", why].map(str::to_owned).to_vec();
            FileRow { line: if number == "10" { 2 } else { 3 }, cells }
        };
        let header = ["Group", "Type", "Client", "From", "To", "Void because"].map(str::to_owned).to_vec();
        let rows = Arc::new(vec![row("10", "Another client"), row("11", "")]);
        let done = house.perform(ImportMemberships { file_name: "corporate-memberships.csv".to_owned(), header, rows });
        let failed: Vec<_> = done.failed.iter().map(|row| (row.line, row.column.as_str(), row.code.as_str())).collect();
        assert_eq!(failed, [(2, "Void because", "MEMBERSHIP_VOIDED")]);
        assert_eq!(members(house, "H1"), ["11 2024–2025"]);
    });
}
