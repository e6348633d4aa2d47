//! A3-19: memberships from a file, row by row and among each other, on both databases.

use std::sync::Arc;

use kernel::Name;

use super::*;
use crate::clients::tests::new_client;
use crate::clients::{CreateCorporateGroup, RegisterClient};
use crate::groups::corporate::{ListClientTypes, ListCorporateTypes, read_first_day, read_last_day};
use crate::testing::{TestHouse, on_both};
use crate::undo::undo;
use crate::{Order, exchange::FileRow};

pub(super) fn client(house: &TestHouse, number: &str, of_type: &str) -> kernel::ClientId {
    let all = house.ask(ListClientTypes);
    let of_type = all.iter().find(|line| line.of_type.name.as_str() == of_type).expect("a type").of_type.id;
    let number = kernel::Number::parse(number).ok();
    let named = new_client(house, &format!("Client {}", number.as_ref().map_or("", kernel::Number::as_str)));
    house.perform(RegisterClient { number, client_types: vec![of_type], ..named })
}

pub(super) fn holding(house: &TestHouse, name: &str, head: &str, (from, to): (&str, &str)) {
    let all = house.ask(ListCorporateTypes);
    let of_type = all.iter().find(|line| line.of_type.name.as_str() == "Holding").expect("a type").of_type.id;
    let (from, until) = (read_first_day(from).expect("a day"), read_last_day(to).expect("a day"));
    let (name, head) = (Name::parse(name).expect("a name"), client(house, head, "Holding"));
    house.perform(CreateCorporateGroup { name, of_type, head, from, until });
}

pub(super) fn file(rows: &[[&str; 5]]) -> ImportMemberships {
    let cells = |row: &[&str; 5]| row.iter().map(|cell| (*cell).to_owned()).collect();
    let rows = rows.iter().zip(2..).map(|(row, line)| FileRow { line, cells: cells(row) }).collect();
    let header = ["Group", "Group type", "Client number", "Valid from", "Valid to"].map(str::to_owned).to_vec();
    ImportMemberships { file_name: "memberships.csv".to_owned(), header, rows: Arc::new(rows) }
}

fn office(house: &TestHouse) {
    holding(house, "H1", "1", ("2024-01-01", "2027-12-31"));
    holding(house, "H2", "2", ("2024-01-01", "2027-12-31"));
    for number in ["10", "11", "12", "13", "14"] {
        client(house, number, "Holding");
    }
    client(house, "20", "Agency");
}

/// A3-19 by import: each row by the rules of the page, with line, column and mend; none is lost; the second time nothing
/// changes; the preview says the same and changes nothing; one undo voids what came.
#[test]
fn a3_19_rows_are_judged_like_the_page() {
    on_both(|house| {
        office(house);
        let wanted = file(&[
            ["H1", "Holding", "10", "2024-01-01", "2025-12-31"],
            ["H2", "Holding", "10", "01.01.2026", "31.12.2026"],
            ["H1", "Holding", "11", "2024-02-01", "2025-12-31"],
            ["H1", "Holding", "11", "2024-01-01", "30.12.2025"],
            ["H1", "Holding", "11", "01/01/2024", "2025-12-31"],
            ["H1", "Holding", "11", "01.01.24", "2025-12-31"],
            ["H1", "Holding", "11", "2024-01-01", "9999-12-31"],
            ["H1", "Holding", "11", "2026-01-01", "2028-12-31"],
            ["h1", "Holding", "11", "2024-01-01", "2025-12-31"],
            ["H1", "holding", "11", "2024-01-01", "2025-12-31"],
            ["H1", "Holding", "011", "2024-01-01", "2025-12-31"],
            ["H1", "Holding", "20", "2024-01-01", "2025-12-31"],
            ["H1", "Holding", "2", "2024-01-01", "2025-12-31"],
        ]);
        let expected = [
            (4, "Valid from", "FROM_NOT_JAN_1"),
            (5, "Valid to", "TO_NOT_DEC_31"),
            (6, "Valid from", "DATE_UNREADABLE"),
            (7, "Valid from", "DATE_UNREADABLE"),
            (8, "Valid to", "TO_TOO_FAR"),
            (9, "Valid to", "MEMBER_OUTSIDE_GROUP"),
            (10, "Group", "GROUP_UNKNOWN"),
            (11, "Group type", "GROUP_TYPE_UNKNOWN"),
            (12, "Client number", "CLIENT_UNKNOWN"),
            (13, "Client number", "MEMBER_TYPE_MISMATCH"),
            (14, "Client number", "SAME_TYPE_OVERLAP"),
        ];
        let failed = |outcome: &MembershipsImported| {
            let rows = outcome.failed.iter();
            rows.map(|row| (row.line, row.column.clone(), row.code.clone())).collect::<Vec<_>>()
        };
        let expected: Vec<_> =
            expected.iter().map(|(line, column, code)| (*line, (*column).to_owned(), (*code).to_owned())).collect();
        let preview = house.ask(PreviewMemberships(wanted.clone()));
        assert_eq!(failed(&preview), expected);
        assert!(preview.failed[6].sentence.contains("“H1”"), "{}", preview.failed[6].sentence);
        assert_eq!(house.number("SELECT COUNT(*) FROM memberships WHERE until_day IS NOT NULL"), 0);
        let receipt = house.desk.carry_out(Order::new(house.owner(), wanted.clone())).expect("accepted");
        assert_eq!(receipt.outcome, preview);
        assert_eq!((preview.rows, preview.created, preview.unchanged), (13, 2, 0));
        let again = house.perform(wanted);
        assert_eq!((again.created, again.unchanged, again.failed.len()), (0, 2, 11));
        undo(&house.desk, &house.owner(), receipt.operation.expect("undoable"), None).expect("undone");
        assert_eq!(house.number("SELECT COUNT(*) FROM memberships WHERE void_reason IS NOT NULL"), 2);
    });
}

/// A3-19 within the file: two rows in each other's way both fail, whatever group they name; a switch at New Year does not.
#[test]
fn a3_19_rows_in_each_others_way_both_fail() {
    on_both(|house| {
        office(house);
        let outcome = house.perform(file(&[
            ["H1", "Holding", "10", "2024-01-01", "2025-12-31"],
            ["H2", "Holding", "10", "2025-01-01", "2026-12-31"],
            ["H1", "Holding", "11", "2024-01-01", "2024-12-31"],
            ["H1", "Holding", "11", "2024-01-01", "2024-12-31"],
            ["H1", "Holding", "12", "2024-01-01", "2025-12-31"],
            ["H2", "Holding", "12", "2026-01-01", "2027-12-31"],
        ]));
        let failed: Vec<(i64, &str)> = outcome.failed.iter().map(|row| (row.line, row.code.as_str())).collect();
        assert_eq!(failed, [2, 3, 4, 5].map(|line| (line, "SAME_TYPE_OVERLAP")));
        assert!(outcome.failed[0].sentence.contains("for 2025 again, in line 3"), "{}", outcome.failed[0].sentence);
        assert_eq!(outcome.created, 2);
        let twelve = house.ask(crate::clients::ListCorporateGroups { limit: 9, ..Default::default() });
        assert_eq!(twelve.items.iter().map(|line| line.members).collect::<Vec<_>>(), [0, 1]);
    });
}

/// A3-19: a file without the columns or without rows says so; without the right on groups nothing is read.
#[test]
fn a3_19_what_no_file_may_be() {
    let house = TestHouse::sqlite();
    office(&house);
    let good = file(&[["H1", "Holding", "13", "2024-01-01", "2025-12-31"]]);
    let header = ["Group", "Client"].map(str::to_owned).to_vec();
    assert_eq!(house.refusal(ImportMemberships { header, ..good.clone() }), "COLUMNS_MISSING");
    assert_eq!(house.refusal(file(&[])), "FILE_EMPTY");
    assert_eq!(house.refusal(file(&[["", "", "", "", ""]; 2_001])), "ROWS_TOO_MANY");
    let accountant = house.hire("accountant");
    assert_eq!(house.refusal_for(&accountant, good.clone()), "PERM_GROUP_MANAGE");
    assert_eq!(house.perform(good).created, 1);
    let client = house.number("SELECT COUNT(*) FROM slots WHERE slot LIKE 'type:%:2025' AND membership IS NOT NULL");
    assert_eq!(client, 1);
}
