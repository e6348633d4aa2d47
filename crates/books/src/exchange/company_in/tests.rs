//! X11: what goes out comes back the same, in another company, on both databases.

use std::sync::Arc;

use kernel::{Currency, Money, Name};

use super::*;
use crate::clients::tests::new_client;
use crate::clients::{
    AddCorporateMembers, ArchiveClient, AssignClientGroups, BulkGroups, ChangeClient, CreateBillingGroup,
    CreateCorporateGroup, Edit, GroupAction, HideBillingGroup, MoveCustomerGroup, RegisterClient, Selection,
    VoidMembership, Wish, carry_out_bulk,
};
use crate::exchange::{ExportBooks, FileRow, OutCell, OutTable};
use crate::groups::corporate::{ListClientTypes, ListCorporateTypes};
use crate::groups::{ArchiveClientGroup, CreateClientGroup, CreateCustomerGroup, CreateGroupSet};
use crate::sales::MergeClients;
use crate::testing::{TestHouse, on_both};

fn name(text: &str) -> Name {
    Name::parse(text).expect("a name")
}

/// A cell as the file has it.
fn cell(cell: &OutCell) -> String {
    match cell {
        OutCell::Text(text) => text.clone(),
        OutCell::Integer(number) => number.to_string(),
        OutCell::Amount { minor, .. } => Money::new(*minor, Currency::EUR).to_string(),
        OutCell::Empty => String::new(),
    }
}

fn sheet(name: &str, table: &OutTable) -> Sheet {
    let row = |(row, line): (&Vec<OutCell>, i64)| FileRow { line, cells: row.iter().map(cell).collect() };
    let rows = table.rows.iter().zip(2..).map(row).collect();
    Sheet { file: format!("{name}.csv"), header: table.header.clone(), rows }
}

/// The files of what comes back, each as one text.
fn exported(house: &TestHouse) -> (Vec<Sheet>, Vec<String>) {
    let out = house.ask(ExportBooks);
    let sheets: Vec<Sheet> = TABLES
        .iter()
        .map(|wanted| {
            let (name, table) = out.tables.iter().find(|(name, _)| name == wanted).expect("a table");
            sheet(name, table)
        })
        .collect();
    let text = |sheet: &Sheet| {
        let rows: Vec<String> = sheet.rows.iter().map(|row| row.cells.join(";")).collect();
        format!("{}\n{}\n{}", sheet.file, sheet.header.join(";"), rows.join("\n"))
    };
    let texts = sheets.iter().map(text).collect();
    (sheets, texts)
}

/// A company with groups of every kind, some set aside, left, moved, voided, hidden, merged.
fn furnish(house: &TestHouse) {
    let set = house.perform(CreateGroupSet { name: name("Region") });
    house.perform(CreateGroupSet { name: name("Tier, empty") });
    let segment = |called: &str, color, set| {
        house.perform(CreateClientGroup { name: name(called), color, note: format!("About {called}"), set })
    };
    let [north, south] = ["North", "South; West"].map(|called| segment(called, Some(3), Some(set)));
    let [vip, old] = ["VIP", "Old \"ones\""].map(|called| segment(called, None, None));
    house.set_today("2026-03-05");
    let own = quay(house);
    let client = |called: &str, groups: &[kernel::GroupId]| {
        let (client_groups, client_types) = (groups.to_vec(), vec![holding_client(house)]);
        let customer_group = Some(own);
        house.perform(RegisterClient { client_groups, client_types, customer_group, ..new_client(house, called) })
    };
    let [tern, heron] = [client("Tern", &[north, vip]), client("Heron & Sons", &[south, old])];
    let (plover, twin) = (client("Plover", &[]), client("Plover Ltd", &[vip]));
    house.perform(ChangeClient {
        id: tern,
        version: None,
        edits: vec![
            Edit::Layout(Some("letter".to_owned())),
            Edit::PaymentDays(Some(0)),
            Edit::Note("Two\nlines".to_owned()),
        ],
        customer_group: None,
        client_groups: None,
        client_types: None,
    });
    house.set_today("2026-03-08");
    let wish = Wish { groups: vec![south], started_from: None };
    house.perform(AssignClientGroups { client: tern, wish });
    let european = house.ask(crate::clients::ListChoices).customer_groups[1].id;
    house.perform(MoveCustomerGroup::today(heron, european));
    let selection = Selection::of(vec![plover]);
    let bulk = BulkGroups { selection, action: GroupAction::Add, groups: vec![vip], after: None };
    carry_out_bulk(&house.desk, &house.owner(), bulk, None).expect("done");
    house.perform(ArchiveClientGroup { id: old, version: None, archived: true });
    bind(house, [tern, heron, plover, twin]);
    house.perform(ArchiveClient { id: heron });
    house.perform(MergeClients { id: twin, version: None, into: plover, into_version: None, on: None });
}

/// A customer group with terms of its own.
fn quay(house: &TestHouse) -> kernel::GroupId {
    house.perform(CreateCustomerGroup {
        number: None,
        name: name("Quay"),
        account: Some(crate::ledger::tests::account(house, "4300")),
        vat_zone: None,
        terms: crate::groups::Terms {
            payment_days: Some(10),
            discount: Some(kernel::Rate(250)),
            layout: Some("letter".to_owned()),
            credit_limit: Some(90_000),
            ..crate::groups::Terms::default()
        },
        note: "By ferry".to_owned(),
    })
}

fn holding_client(house: &TestHouse) -> kernel::ClientTypeId {
    let all = house.ask(ListClientTypes);
    all.iter().find(|line| line.of_type.name.as_str() == "Holding").expect("the type").of_type.id
}

/// Billing groups, one hidden, and a corporate group with a membership that was a mistake.
fn bind(house: &TestHouse, [tern, heron, plover, twin]: [ClientId; 4]) {
    let family = |called: &str, members: &[ClientId]| {
        let primary_contact = members.last().copied();
        house.perform(CreateBillingGroup { name: name(called), members: members.to_vec(), primary_contact })
    };
    let plovers = family("Plovers", &[tern, plover]);
    family("Herons", &[heron]);
    house.perform(HideBillingGroup { id: plovers, version: None, hidden: true });
    let types = house.ask(ListCorporateTypes);
    let of_type = types.iter().find(|line| line.of_type.name.as_str() == "Holding").expect("a type").of_type.id;
    let day = |text: &str| text.parse::<kernel::Day>().expect("a day");
    let (from, until) = (day("2025-01-01"), day("2028-12-31"));
    let group = house.perform(CreateCorporateGroup { name: name("Rook"), of_type, head: heron, from, until });
    let until = day("2026-12-31");
    let added = house.perform(AddCorporateMembers { group, clients: vec![tern, twin], from, until }).0;
    house.perform(VoidMembership { id: added[0], version: None, reason: "Another Tern".to_owned() });
    house.perform(AddCorporateMembers { group, clients: vec![tern], from: day("2026-01-01"), until });
}

/// X11 by import: groups with kind, set, colour, note, filter, type and validity, members with dates, primary contacts, heads and what
/// was voided: exported, taken into an empty company, and exported again, the files are the same.
#[test]
fn x11_an_export_comes_back_the_same() {
    on_both(|house| {
        furnish(house);
        let smart = crate::groups::SmartFilter::written(format!(
            "client_group={}",
            house.ask(crate::groups::ListClientGroups { limit: 10, ..Default::default() }).items[0].group.id
        ));
        let group = CreateClientGroup { name: name("Found"), color: None, note: String::new(), set: None };
        house.perform(crate::groups::CreateSmartGroup { group, filter: smart });
        let (sheets, before) = exported(house);
        let other = TestHouse::sqlite();
        other.set_today("2026-03-20");
        let taken = other.perform(TakeInCompany { sheets: Arc::new(sheets.clone()) });
        assert_eq!((taken.clients, taken.left_out.len()), (4, 0));
        let (_, after) = exported(&other);
        for (one, back) in before.iter().zip(&after) {
            assert_eq!(one, back);
        }
        assert_eq!(other.refusal(TakeInCompany { sheets: Arc::new(sheets) }), "COMPANY_NOT_EMPTY");
    });
}

/// What is wrong in a file is said with file, line and column, and nothing is taken in.
#[test]
fn an_export_that_does_not_fit_is_refused() {
    on_both(|house| {
        furnish(house);
        let (sheets, _) = exported(house);
        let other = TestHouse::sqlite();
        let refused = |change: &dyn Fn(&mut Vec<Sheet>)| {
            let mut sheets = sheets.clone();
            change(&mut sheets);
            other.refusal(TakeInCompany { sheets: Arc::new(sheets) })
        };
        let at = |sheets: &[Sheet], file: &str| sheets.iter().position(|sheet| sheet.file == file).expect("a file");
        assert_eq!(refused(&|sheets| drop(sheets.remove(0))), "EXPORT_FILE_MISSING");
        assert_eq!(refused(&|sheets| sheets[0].header = vec!["Nothing".to_owned()]), "BOOKS_COLUMN_MISSING");
        for (file, column) in [
            ("memberships.csv", 2),
            ("memberships.csv", 3),
            ("corporate-groups.csv", 4),
            ("customer-groups.csv", 2),
            ("client-records.csv", 1),
        ] {
            let broken = |sheets: &mut Vec<Sheet>| {
                let place = at(sheets, file);
                sheets[place].rows[0].cells[column] = "2026-02-31 x".to_owned();
            };
            assert_eq!(refused(&broken), "BOOKS_UNREADABLE", "{file} {column}");
        }
        assert_eq!(other.number("SELECT COUNT(*) FROM clients"), 0);
    });
}

/// A3-1, A3-5, A3-13, A3-14 by import: a company comes back with the name, head, type and years of its corporate groups and
/// with their members; an export in which somebody changed them against the rules is refused, with file and line.
#[test]
fn a3_1_corporate_groups_come_back_and_only_whole() {
    on_both(|house| {
        furnish(house);
        let gone =
            house.perform(RegisterClient { client_types: vec![holding_client(house)], ..new_client(house, "Gone") });
        let of_type = house.ask(ListCorporateTypes);
        let of_type = of_type.iter().find(|line| line.of_type.name.as_str() == "Holding").expect("a type").of_type.id;
        let day = |text: &str| text.parse::<kernel::Day>().expect("a day");
        let (from, until) = (day("2025-01-01"), day("2028-12-31"));
        let head =
            house.perform(RegisterClient { client_types: vec![holding_client(house)], ..new_client(house, "Jay") });
        let group = house.perform(CreateCorporateGroup { name: name("Jackdaw"), of_type, head, from, until });
        // A membership by mistake, of a client who was deleted since: it is in no file.
        let id = house.perform(AddCorporateMembers { group, clients: vec![gone], from, until }).0[0];
        house.perform(VoidMembership { id, version: None, reason: "Gone".to_owned() });
        house.perform(crate::sales::DeleteClient { id: gone, version: None });
        let (sheets, _) = exported(house);
        let other = TestHouse::sqlite();
        other.set_today("2026-03-20");
        let refused = |file: &str, change: &dyn Fn(&mut Vec<FileRow>)| {
            let mut sheets = sheets.clone();
            let place = sheets.iter().position(|sheet| sheet.file == file).expect("a file");
            change(&mut sheets[place].rows);
            let failure = other.desk.perform(&other.owner(), TakeInCompany { sheets: Arc::new(sheets) });
            let failure = failure.expect_err("refused");
            failure.refusal().unwrap_or_else(|| panic!("{failure:?}")).title.clone()
        };
        let set = |line: usize, column: usize, text: &'static str| {
            move |rows: &mut Vec<FileRow>| text.clone_into(&mut rows[line].cells[column])
        };
        let (groups, heads, members) = ("corporate-groups.csv", "corporate-heads.csv", "corporate-memberships.csv");
        // Jackdaw is the first group, Rook the second; its first membership is void.
        assert!(refused(groups, &set(0, 4, "2025-02-01")).contains("line 2: From is “2025-02-01”"));
        assert!(refused(groups, &set(0, 5, "2075-12-31")).contains("line 2: To is “2075-12-31”"));
        assert!(refused(groups, &set(1, 5, "2025-12-31")).contains("corporate-memberships.csv, line 2: To is"));
        assert!(refused(heads, &|rows| drop(rows.remove(0))).contains("“Jackdaw” has no head in some of its years"));
        assert!(refused(heads, &|rows| rows[1].cells[2] = rows[0].cells[2].clone()).contains("line 3: Year is"));
        let elsewhere = |rows: &mut Vec<FileRow>| {
            let live = rows.iter().find(|row| row.cells[5].is_empty()).expect("a membership").clone();
            rows.push(FileRow { line: 99, ..live });
            let last = rows.len() - 1;
            "Jackdaw".clone_into(&mut rows[last].cells[0]);
        };
        assert!(refused(members, &elsewhere).contains("line 99: Client is"));
        let typeless = |rows: &mut Vec<FileRow>| rows.clear();
        assert!(refused("client-types.csv", &typeless).contains("Client is"));
        assert_eq!(other.number("SELECT COUNT(*) FROM clients"), 0);
        other.perform(TakeInCompany { sheets: Arc::new(sheets.clone()) });
        let shown = |house: &TestHouse| {
            let all = house.ask(crate::clients::ListCorporateGroups { limit: 9, ..Default::default() }).items;
            let line = |line: &crate::clients::CorporateGroupLine| {
                let (group, head) = (&line.group, line.head.as_ref().map(|(_, name)| name.clone()));
                (group.group.name.clone(), line.type_name.clone(), group.years, head, line.members)
            };
            all.iter().map(line).collect::<Vec<_>>()
        };
        assert_eq!(shown(&other), shown(house));
        assert_eq!(shown(&other).len(), 2);
    });
}
