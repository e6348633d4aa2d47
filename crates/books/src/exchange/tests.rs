//! Imports on both databases: nothing is lost, nothing happens twice, and all of it can be taken back.

use std::sync::Arc;

use kernel::{GroupId, ImportId, Name};

use super::look_ahead::LookAhead;
use super::*;
use crate::clients::{Client, Filter, ListChoices, ListClients, ReadClient, Sort};
use crate::groups::{CreateClientGroup, CreateSmartGroup};
use crate::testing::{TestHouse, code, on_both};
use crate::undo::undo;
use crate::{Order, Permission};

fn group(house: &TestHouse, name: &str) -> GroupId {
    house.perform(CreateClientGroup {
        name: Name::parse(name).expect("a name"),
        color: None,
        note: String::new(),
        set: None,
    })
}

/// A table with `;` between the cells: the header, then the rows, which begin in line 2.
fn table(text: &str) -> UploadImport {
    let mut lines = text.lines().map(|line| line.trim().split(';').map(str::to_owned).collect::<Vec<_>>());
    let header = lines.next().expect("a header");
    let rows = lines.zip(2..).map(|(cells, line)| FileRow { line, cells }).collect();
    UploadImport { file_name: "clients.csv".to_owned(), header, rows: Arc::new(rows), notes: Vec::new() }
}

fn read(house: &TestHouse, id: ImportId) -> Import {
    house.ask(ReadImport { id }).import
}

/// Uploads, and prepares with groups added and everyone without a customer group in the first.
fn upload(house: &TestHouse, file: UploadImport) -> ImportId {
    upload_with(house, file, |_| ())
}

fn upload_with(house: &TestHouse, file: UploadImport, choose: impl FnOnce(&mut Preparation)) -> ImportId {
    let id = house.perform(file);
    let import = read(house, id);
    let mut preparation = import.preparation;
    preparation.groups = Some(GroupsMode::Add);
    preparation.customer_group = Some(house.ask(ListChoices).customer_groups[0].id);
    choose(&mut preparation);
    house.perform(PrepareImport { id, version: Some(import.version), preparation })
}

fn run(house: &TestHouse, id: ImportId) -> Progress {
    house.perform(StartImport { id, version: None });
    run_import(&house.desk, &house.owner(), id, |_| ()).expect("run")
}

/// Created, updated, unchanged, failed.
fn numbers(counts: Counts) -> [i64; 4] {
    [counts.created, counts.updated, counts.unchanged, counts.failed]
}

fn clients(house: &TestHouse) -> Vec<Client> {
    let filter = Filter::default();
    let page = ListClients { filter, sort: Sort::default(), cursor: None, limit: 200, counted: false };
    house.ask(page).rows.into_iter().map(|row| row.client).collect()
}

fn groups_of(house: &TestHouse, name: &str) -> Vec<String> {
    let client = clients(house).into_iter().find(|client| client.details.name.as_str() == name).expect("a client");
    house.ask(ReadClient { id: client.id }).segments().map(|group| group.name.clone()).collect()
}

const V6: &str = "Name;Client group
    One;Annual report
    Two;Annual Report
    Three;VIP, Annual report
    Four;VIP,
    Five;\"Law, tax\"
    Six;";

/// V6, A0-32, A0-33, A0-36: preview and import say the same, and the four outcomes add up to the rows.
#[test]
fn v6_the_preview_says_what_the_import_does() {
    on_both(|house| {
        group(house, "Annual report");
        group(house, "VIP");
        let id = upload(house, table(V6));
        let preview = house.ask(PreviewImport { id, show: Show::All, skip: 0, limit: 100 });
        assert_eq!(numbers(preview.counts), [4, 0, 0, 2]);
        assert_eq!((preview.counts.warned, preview.rows.len(), preview.ready()), (1, 6, 4));
        assert_eq!(clients(house).len(), 0, "a preview changes nothing");
        let progress = run(house, id);
        assert_eq!((numbers(progress.counts), progress.rows), ([4, 0, 0, 2], 6));
        assert_eq!(groups_of(house, "Three"), ["Annual report", "VIP"]);
        assert_eq!(groups_of(house, "Four"), ["VIP"]);
        assert_eq!(groups_of(house, "Six"), Vec::<String>::new());
        assert_eq!(house.refusal(StartImport { id, version: None }), "IMPORT_STARTED");
    });
}

/// A0-36: the rows that were left out come back with what was wrong; mended, they are taken in, and once only.
#[test]
fn a0_36_what_was_left_out_comes_back_as_a_file() {
    on_both(|house| {
        group(house, "Annual report");
        group(house, "VIP");
        let id = upload(house, table(V6));
        let before = house.ask(ReadFailedRows { id });
        run(house, id);
        let failed = house.ask(ReadFailedRows { id });
        assert_eq!(failed.rows, before.rows, "the preview's failures are the import's");
        assert_eq!(failed.header, ["Name", "Client group", "error"]);
        assert_eq!(failed.rows[1][..2], ["Five", "\"Law, tax\""]);
        assert!(failed.rows[0][2].contains("Did you mean “Annual report”?"));
        let again = |rows: &[Vec<String>]| UploadImport {
            file_name: "failed.csv".to_owned(),
            header: failed.header.clone(),
            rows: Arc::new(rows.iter().cloned().zip(2..).map(|(cells, line)| FileRow { line, cells }).collect()),
            notes: Vec::new(),
        };
        let same = upload(house, again(&failed.rows));
        assert_eq!(numbers(run(house, same).counts), [0, 0, 0, 2]);
        let twice = house.ask(ReadFailedRows { id: same });
        assert_eq!((twice.header, twice.rows), (failed.header.clone(), failed.rows.clone()));
        let mut mended = failed.rows.clone();
        mended[0][1] = "Annual report".to_owned();
        mended[1][1] = "VIP".to_owned();
        let mended = upload(house, again(&mended));
        assert_eq!(numbers(run(house, mended).counts), [2, 0, 0, 0]);
        assert_eq!(clients(house).len(), 6);
    });
}

const SMALL: &str = "Number;Name;Email;City;Client groups;Payment days
    10;Ash Ltd;ash@example.org;Porto;VIP;0
    11;Birch;birch@example.org;;;
    12;Cedar;;Riga;VIP, \"Law, tax\";30";

/// The second run of the same file changes nothing, and leaves no line in the audit but its own.
#[test]
fn a_second_import_changes_nothing() {
    on_both(|house| {
        group(house, "VIP");
        group(house, "Law, tax");
        let first = upload(house, table(SMALL));
        assert_eq!(numbers(run(house, first).counts), [3, 0, 0, 0]);
        let before: Vec<_> = clients(house).iter().map(|client| house.ask(ReadClient { id: client.id })).collect();
        for mode in [GroupsMode::Add, GroupsMode::Replace] {
            let again = upload_with(house, table(SMALL), |choices| choices.groups = Some(mode));
            assert_eq!(numbers(run(house, again).counts), [0, 0, 3, 0]);
        }
        let after: Vec<_> = clients(house).iter().map(|client| house.ask(ReadClient { id: client.id })).collect();
        assert!(before.iter().zip(&after).all(|(one, other)| one.client == other.client));
    });
}

/// A0-35, A0-37: an update touches what the row says, leaves what it does not, and moves groups as chosen.
#[test]
fn a0_35_an_update_leaves_what_the_row_does_not_say() {
    on_both(|house| {
        group(house, "VIP");
        group(house, "Law, tax");
        let first = upload(house, table(SMALL));
        run(house, first);
        let update = "Number;Name;Email;City;Client groups
            10;Ash Limited;;-;
            12;Cedar;;;VIP
            13;Dogwood;;;VIP
            13;Elm;;;VIP";
        let id = upload_with(house, table(update), |choices| choices.groups = Some(GroupsMode::Replace));
        assert_eq!(numbers(run(house, id).counts), [0, 2, 0, 2]);
        let ash =
            clients(house).into_iter().find(|client| client.details.name.as_str() == "Ash Limited").expect("renamed");
        let ash = house.ask(ReadClient { id: ash.id });
        assert_eq!(ash.client.details.email.as_ref().map(ToString::to_string).as_deref(), Some("ash@example.org"));
        assert_eq!((ash.client.details.address.city.as_deref(), ash.client.details.payment_days), (None, Some(0)));
        assert_eq!(groups_of(house, "Ash Limited"), ["VIP"]);
        assert_eq!(groups_of(house, "Cedar"), ["VIP"]);
        let failed = house.ask(ReadFailedRows { id });
        let codes: Vec<&str> = failed.problems.iter().map(|problem| problem.code.as_str()).collect();
        assert_eq!(codes, ["DUPLICATE_KEY_IN_FILE", "DUPLICATE_KEY_IN_FILE"]);
    });
}

/// A0-32, A0-34: groups are created on the way by whoever may, once each; nobody else may even choose it.
#[test]
fn a0_32_groups_are_created_only_by_those_who_may() {
    on_both(|house| {
        let file = "Name;Client groups\nOne;Boats, Kites\nTwo;Kites";
        let id = upload_with(house, table(file), |choices| choices.create_groups = true);
        let preview = house.ask(PreviewImport { id, show: Show::All, skip: 0, limit: 100 });
        assert_eq!(
            (preview.new_groups, preview.may_manage_groups),
            (vec!["Boats".to_owned(), "Kites".to_owned()], true)
        );
        assert_eq!(numbers(run(house, id).counts), [2, 0, 0, 0]);
        assert_eq!(groups_of(house, "One"), ["Boats", "Kites"]);
        let accountant = house.hire("accountant");
        let id = house.desk.perform(&accountant, table("Name;Client groups\nThree;Moons")).expect("uploaded");
        let import = read(house, id);
        let preparation = Preparation { create_groups: true, groups: Some(GroupsMode::Add), ..import.preparation };
        assert_eq!(
            house.refusal_for(&accountant, PrepareImport { id, version: None, preparation: preparation.clone() }),
            Permission::ManageClientGroups.refusal_code()
        );
        let preparation = Preparation { create_groups: false, ..preparation };
        house.desk.perform(&accountant, PrepareImport { id, version: None, preparation }).expect("prepared");
        let preview = house.desk.ask(&accountant, PreviewImport { id, show: Show::All, skip: 0, limit: 9 });
        let preview = preview.expect("a preview");
        assert!(!preview.may_manage_groups && preview.rows[0].problems.iter().all(|problem| problem.mends.is_empty()));
        // X10: whoever may not import sees nothing of it.
        let reader = house.hire("reader");
        assert_eq!(code(house.desk.ask(&reader, ReadImport { id }).expect_err("refused")), "PERM_MISSING");
        assert_eq!(house.refusal_for(&reader, table("Name\nFour")), "PERM_MISSING");
    });
}

/// A1-11: a file without a customer group fails row by row, until one is chosen for all.
#[test]
fn a1_11_a_file_without_customer_groups_needs_one_for_all() {
    on_both(|house| {
        let id = upload_with(house, table("Name\nOne\nTwo"), |choices| choices.customer_group = None);
        let preview = house.ask(PreviewImport { id, show: Show::Errors, skip: 0, limit: 9 });
        assert_eq!((numbers(preview.counts), preview.causes.len()), ([0, 0, 0, 2], 1));
        assert!(preview.rows.iter().all(|row| row.problems[0].code == "CUSTOMER_GROUP_REQUIRED"));
        let id = upload(house, table("Name;Customer group\nOne;European\nTwo;"));
        assert_eq!(numbers(run(house, id).counts), [2, 0, 0, 0]);
    });
}

/// Rows without a number get the next free ones, around those that clients and other rows have.
#[test]
fn numbers_given_on_the_way_meet_no_other() {
    on_both(|house| {
        run(house, upload(house, table("Number;Name\n1500;Ash\nA-7;Birch")));
        run(house, upload(house, table("Number;Name\n;Cedar\n1502;Dogwood\n;Elm\n0009;Fir")));
        let mut found: Vec<(String, String)> = clients(house)
            .into_iter()
            .map(|client| (client.details.name.to_string(), client.number.to_string()))
            .collect();
        found.sort();
        let expected = [
            ("Ash", "1500"),
            ("Birch", "A-7"),
            ("Cedar", "1503"),
            ("Dogwood", "1502"),
            ("Elm", "1504"),
            ("Fir", "0009"),
        ];
        assert_eq!(found, expected.map(|(name, number)| (name.to_owned(), number.to_owned())));
    });
}

/// Rows of a page, as they are counted.
const PAGED: i64 = PAGE as i64;

fn many(rows: usize) -> UploadImport {
    let lines: Vec<String> = (0..rows).map(|row| format!("{};Client {row:05};VIP", 5_000 + row)).collect();
    table(&format!("Number;Name;Client groups\n{}", lines.join("\n")))
}

/// An import that is cut off goes on where it stood, and one that is run by two at once is run once.
#[test]
fn an_import_is_run_once_whatever_happens() {
    on_both(|house| {
        group(house, "VIP");
        let id = upload(house, many(PAGE + 203));
        let operation = house.perform(StartImport { id, version: None });
        // Another page that was read ahead is not taken for this one.
        let ahead = Some(house.ask(LookAhead { id, page: 1 }));
        let page = Order::new(house.owner(), ImportRows { id, ahead }).part_of(operation, "Clients imported");
        let first = house.desk.carry_out(page).expect("a page").outcome;
        assert_eq!((first.done, first.state), (PAGED, ImportState::Running));
        assert_eq!(house.refusal(DiscardImport { id }), "IMPORT_RUNNING");
        // The program ended here; when it starts again it finds the import and goes on.
        let results = resume_imports(&house.desk, &house.operator()).expect("resumed");
        assert_eq!(results.len(), 1);
        let done = read(house, id);
        assert_eq!((numbers(done.counts), done.state), ([PAGED + 203, 0, 0, 0], ImportState::Done));
        assert!(resume_imports(&house.desk, &house.operator()).expect("nothing").is_empty());

        let id = upload(house, many(PAGE + 600));
        house.perform(StartImport { id, version: None });
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| run_import(&house.desk, &house.owner(), id, |_| ()).expect("run"));
            }
        });
        assert_eq!(numbers(read(house, id).counts), [397, 0, PAGED + 203, 0]);
    });
}

/// A page that was judged ahead counts only while it was judged by what is still true: a client and a group that came in
/// between are found, and nothing is made twice.
#[test]
fn a_page_that_was_judged_ahead_is_judged_anew_when_something_changed() {
    on_both(|house| {
        let file = "Number;Name;City;Client groups\n10;Ash;Porto;VIP\n11;Birch;Riga;";
        let id = upload_with(house, table(file), |choices| choices.create_groups = true);
        let operation = house.perform(StartImport { id, version: None });
        let ahead = Some(house.ask(LookAhead { id, page: 0 }));
        run(house, upload(house, table("Number;Name;City\n10;Ash;Lisbon")));
        let vip = group(house, "VIP");
        let order = Order::new(house.owner(), ImportRows { id, ahead }).part_of(operation, "Clients imported");
        let progress = house.desk.carry_out(order).expect("a page").outcome;
        assert_eq!(numbers(progress.counts), [1, 1, 0, 0]);
        let cities: Vec<_> = clients(house).into_iter().map(|client| client.details.address.city).collect();
        assert_eq!(cities, [Some("Porto".to_owned()), Some("Riga".to_owned())]);
        assert_eq!(groups_of(house, "Ash"), ["VIP"]);
        assert_eq!(house.ask(ListChoices).client_groups.iter().map(|group| group.id).collect::<Vec<_>>(), [vip]);
    });
}

/// A0-38: an import of several pages is one operation, and is taken back as one.
#[test]
fn a0_38_an_import_is_undone_as_one() {
    on_both(|house| {
        group(house, "VIP");
        run(house, upload(house, table("Number;Name;City;Client groups\n5001;Before;Porto;")));
        let id = upload_with(house, many(PAGE + 200), |choices| choices.create_groups = true);
        assert_eq!(numbers(run(house, id).counts), [PAGED + 199, 1, 0, 0]);
        let import = read(house, id);
        undo(&house.desk, &house.owner(), import.operation.expect("an operation"), None).expect("undone");
        assert_eq!(read(house, id).state, ImportState::Undone);
        let left = clients(house);
        assert_eq!(left.iter().map(|client| client.details.name.to_string()).collect::<Vec<_>>(), ["Before"]);
        assert_eq!(groups_of(house, "Before"), Vec::<String>::new());
        // And can be taken in again.
        assert_eq!(numbers(run(house, upload(house, many(PAGE + 200))).counts), [PAGED + 199, 1, 0, 0]);
    });
}

/// Two who prepare one import at once do not overwrite each other; a discarded file is gone.
#[test]
fn preparations_do_not_overwrite_each_other() {
    on_both(|house| {
        let id = house.perform(table("Name\nOne"));
        let import = read(house, id);
        let prepare = |version| PrepareImport { id, version, preparation: import.preparation.clone() };
        house.perform(prepare(Some(1)));
        assert_eq!(house.refusal(prepare(Some(1))), "CHANGED_MEANWHILE");
        let mut short = import.preparation.clone();
        short.columns.clear();
        assert_eq!(house.refusal(PrepareImport { id, version: None, preparation: short }), "COLUMNS_DIFFER");
        let mut nameless = import.preparation.clone();
        nameless.columns = vec![Some(Field::City)];
        assert_eq!(house.refusal(PrepareImport { id, version: None, preparation: nameless }), "NAME_COLUMN_REQUIRED");
        house.perform(DiscardImport { id });
        assert_eq!(house.refusal(StartImport { id, version: None }), "missing import");
        assert_eq!(house.refusal(table("Name")), "FILE_EMPTY");
    });
}

/// A report's closing line is no client.
#[test]
fn a_reports_closing_line_is_left_out() {
    on_both(|house| {
        let file = "Customer full name;Phone numbers;Email\nAsh;Phone:(555) 010-1234;\nThursday, Nov 21, 2026 10:11:12 AM GMT;;";
        let id = upload(house, table(file));
        let import = read(house, id);
        assert_eq!((import.row_count, import.notes.len()), (1, 1));
        run(house, id);
        let ash = clients(house).remove(0);
        assert_eq!(house.ask(ReadClient { id: ash.id }).client.details.phone.as_deref(), Some("(555) 010-1234"));
    });
}

/// An export comes back as it went out: every row unchanged, whatever is in the names (A0-33: the same syntax).
#[test]
fn a0_33_an_export_comes_back_unchanged() {
    on_both(|house| {
        group(house, "Law, tax");
        group(house, "The \"best\"");
        let file = "Number;Name;Legal entity;Email;Country;Payment days;Discount;VAT zone;Credit limit;Responsible;Client groups;Note;Prospect
            0001;=1+1;trust;a@example.org;es;0;2.5;domestic;1000.50;owner@example.org;\"Law, tax\", \"The \"\"best\"\"\";two words;no
            2;Ash;;;;;;;;;;;yes";
        let id = upload(house, table(file));
        assert_eq!(numbers(run(house, id).counts), [2, 0, 0, 0], "{:?}", house.ask(ReadFailedRows { id }).problems);
        let out = house.ask(ExportClients::default());
        let text = |cell: &OutCell| match cell {
            OutCell::Text(text) => text.clone(),
            OutCell::Integer(number) => number.to_string(),
            OutCell::Amount { minor, .. } => format!("{}.{:02}", minor / 100, minor % 100),
            OutCell::Empty => String::new(),
        };
        let rows: Vec<FileRow> =
            (2..).zip(&out.rows).map(|(line, row)| FileRow { line, cells: row.iter().map(text).collect() }).collect();
        assert!(rows.iter().any(|row| row.cells.contains(&"\"Law, tax\", \"The \"\"best\"\"\"".to_owned())));
        let again =
            UploadImport { file_name: "out.csv".into(), header: out.header, rows: Arc::new(rows), notes: Vec::new() };
        let id = upload_with(house, again, |choices| choices.groups = Some(GroupsMode::Replace));
        assert_eq!(numbers(run(house, id).counts), [0, 0, 2, 0], "{:?}", house.ask(ReadFailedRows { id }).problems);
    });
}

/// By file: no row puts a client into a smart group, none that leaves it out takes anyone out, and what the file changes of
/// a client moves it by itself; an exported file comes back unchanged.
#[test]
fn a_file_leaves_smart_groups_alone() {
    on_both(|house| {
        let spain = Filter { countries: vec![kernel::Country::parse("ES").expect("Spain")], ..Filter::default() };
        let named = CreateClientGroup {
            name: Name::parse("Spanish").expect("a name"),
            color: None,
            note: String::new(),
            set: None,
        };
        house.perform(CreateSmartGroup { group: named, filter: spain.for_group().expect("fit") });
        group(house, "VIP");
        let first =
            upload(house, table("Number;Name;Country;Client group\n1;Tern;ES;VIP\n2;Knot;PT;Spanish\n3;Ruff;PT;"));
        let preview = house.ask(PreviewImport { id: first, show: Show::All, skip: 0, limit: 10 });
        assert_eq!(preview.rows[1].problems[0].code, "GROUP_IS_SMART");
        assert_eq!(numbers(run(house, first).counts), [2, 0, 0, 1]);
        assert_eq!((groups_of(house, "Tern").len(), groups_of(house, "Ruff").len()), (2, 0));
        let again = "Number;Name;Country;Client group\n1;Tern;ES;VIP, Spanish\n3;Ruff;ES;";
        let replacing = |preparation: &mut Preparation| preparation.groups = Some(GroupsMode::Replace);
        let second = upload_with(house, table(again), replacing);
        assert_eq!(numbers(run(house, second).counts), [0, 1, 1, 0]);
        assert_eq!(groups_of(house, "Ruff"), ["Spanish"]);
        let plain = upload_with(house, table("Number;Name;Client group\n1;Tern;VIP"), replacing);
        assert_eq!(numbers(run(house, plain).counts), [0, 0, 1, 0]);
        assert_eq!(groups_of(house, "Tern"), ["Spanish", "VIP"]);
        let operation = read(house, first).operation.expect("an operation");
        undo(&house.desk, &house.owner(), operation, None)
            .expect("nobody was put in by hand, so nothing is in the way");
        assert!(clients(house).is_empty());
    });
}
