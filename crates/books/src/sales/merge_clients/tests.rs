//! Merging clients, on both databases: what goes over, what stays, what is refused, and what takes it back.

use kernel::{ClientId, CorporateTypeId, Day, GroupId, GroupSetId, InvoiceId, Name, OperationId};

use super::*;
use crate::Order;
use crate::clients::{
    AddCorporateMembers, ArchiveClient, AssignClientGroups, BulkGroups, ChangeClient, CreateBillingGroup,
    CreateCorporateGroup, GroupAction, GroupsOfClient, MoveCustomerGroup, ReadBillingGroup, ReadClient, RestoreClient,
    Selection, ShelveClients, Wish, carry_out_bulk,
};
use crate::groups::corporate::{ListClientTypes, ListCorporateTypes};
use crate::groups::{CreateClientGroup, CreateGroupSet};
use crate::ledger::tests::{account, month};
use crate::ledger::{ClosePeriod, Line, PostEntry, ReadClientLedger, ReverseEntry};
use crate::sales::DeleteClient;
use crate::sales::invoices::tests::{booked, client_of, day, draft_for, eur, read};
use crate::sales::invoices::{BookInvoice, ChangeDraft, CreditInvoice, DraftInvoice, DraftPatch, ReadPrinted, State};
use crate::sales::payments::{AllocatedTo, Allocation, ReadOpenItems, RecordPayment};
use crate::testing::{TestHouse, on_both};
use crate::undo::undo;
use crate::work::ListTime;
use crate::work::tests::hour_for;

fn name(text: &str) -> Name {
    Name::parse(text).expect("a name")
}

fn merge(id: ClientId, into: ClientId) -> MergeClients {
    MergeClients { id, version: None, into, into_version: None, on: None }
}

fn merged(house: &TestHouse, id: ClientId, into: ClientId) -> OperationId {
    let receipt = house.desk.carry_out(Order::new(house.owner(), merge(id, into))).expect("merged");
    receipt.operation.expect("can be undone")
}

fn segment(house: &TestHouse, called: &str, set: Option<GroupSetId>) -> GroupId {
    house.perform(CreateClientGroup { name: name(called), color: None, note: String::new(), set })
}

fn join(house: &TestHouse, client: ClientId, groups: &[GroupId]) {
    let wish = Wish { groups: groups.to_vec(), started_from: None };
    house.perform(AssignClientGroups { client, wish });
}

fn family(house: &TestHouse, called: &str, members: &[ClientId]) -> GroupId {
    house.perform(CreateBillingGroup {
        name: name(called),
        members: members.to_vec(),
        primary_contact: members.first().copied(),
    })
}

fn holding_type(house: &TestHouse) -> CorporateTypeId {
    let all = house.ask(ListCorporateTypes);
    all.iter().find(|line| line.of_type.name.as_str() == "Holding").expect("the type").of_type.id
}

fn make_holding(house: &TestHouse, client: ClientId) {
    let all = house.ask(ListClientTypes);
    let holding = all.iter().find(|line| line.of_type.name.as_str() == "Holding").expect("the type").of_type.id;
    let client_types = Some(vec![holding]);
    let change = ChangeClient {
        id: client,
        version: None,
        edits: vec![],
        customer_group: None,
        client_groups: None,
        client_types,
    };
    house.perform(change);
}

fn first_of(year: i64) -> Day {
    format!("{year}-01-01").parse().expect("a day")
}

fn last_of(year: i64) -> Day {
    format!("{year}-12-31").parse().expect("a day")
}

fn holding(house: &TestHouse, called: &str, head: ClientId, years: (i64, i64)) -> GroupId {
    house.perform(CreateCorporateGroup {
        name: name(called),
        of_type: holding_type(house),
        head,
        from: first_of(years.0),
        until: last_of(years.1),
    })
}

fn member(house: &TestHouse, group: GroupId, client: ClientId, (first, last): (i64, i64)) {
    let (from, until) = (first_of(first), last_of(last));
    house.perform(AddCorporateMembers { group, clients: vec![client], from, until });
}

/// The groups of all kinds, by name, as of a day or now.
fn groups_of(house: &TestHouse, client: ClientId, as_of: Option<&str>) -> Vec<String> {
    let lines = house.ask(GroupsOfClient { client, as_of: as_of.map(day) });
    lines.into_iter().map(|line| line.name).collect()
}

fn pay(house: &TestHouse, client: ClientId, amount: &str, invoice: Option<InvoiceId>) {
    let to = |invoice| Allocation { to: AllocatedTo::Invoice(invoice), amount: eur(amount).minor };
    house.perform(RecordPayment {
        client,
        day: None,
        amount: eur(amount),
        account: None,
        received: None,
        text: String::new(),
        allocations: invoice.into_iter().map(to).collect(),
    });
}

/// Two records of one client, the second with something of every kind.
struct Twice {
    goes_on: ClientId,
    merged: ClientId,
    family: GroupId,
    open: InvoiceId,
    draft: InvoiceId,
}

fn twice(house: &TestHouse) -> Twice {
    let tiers = house.perform(CreateGroupSet { name: name("Tier") });
    let [gold, silver] = ["Gold", "Silver"].map(|called| segment(house, called, Some(tiers)));
    let [vip, annual] = ["VIP", "Annual report"].map(|called| segment(house, called, None));
    let goes_on = client_of(house, "Doe Ltd", "Domestic");
    let merged = client_of(house, "Doe Limited", "European");
    let head = client_of(house, "Doe Parent", "Domestic");
    join(house, goes_on, &[gold, annual]);
    join(house, merged, &[silver, vip, annual]);
    let family = family(house, "Doe family", &[merged, head]);
    for client in [merged, head] {
        make_holding(house, client);
    }
    let holding = holding(house, "Doe Holding", head, (2025, 2028));
    member(house, holding, merged, (2025, 2027));
    let open = booked(house, draft_for(merged, "100"));
    let paid = booked(house, draft_for(merged, "50"));
    pay(house, merged, "50.00", Some(paid));
    pay(house, merged, "30.00", Some(open));
    let draft = house.perform(DraftInvoice { draft: draft_for(merged, "200") });
    house.perform(hour_for(merged));
    Twice { goes_on, merged, family, open, draft }
}

/// X5: segments, billing groups, corporate groups and types are united, time and drafts go over, open items by one entry to
/// the account of the client that goes on; what is booked keeps name, number and client.
#[test]
fn x5_a_client_is_merged_with_everything_it_has() {
    on_both(|house| {
        let it = twice(house);
        let paper = house.ask(ReadPrinted { id: it.open });
        house.set_today("2026-03-10");
        let outcome = house.perform(merge(it.merged, it.goes_on));
        let summary = &outcome.summary;
        assert_eq!(summary.segments, ["VIP"]);
        assert_eq!(summary.kept, [KeptInSet { kept: "Gold".to_owned(), left: "Silver".to_owned() }]);
        assert_eq!(
            (&summary.billing[..], &summary.pays_for[..]),
            (&["Doe family".to_owned()][..], &["Doe family".to_owned()][..])
        );
        assert_eq!(
            summary.corporate,
            [CorporateYears { group: "Doe Holding".to_owned(), years: "2025–2027".to_owned() }]
        );
        assert_eq!(summary.types, ["Holding"]);
        assert_eq!(summary.open, Some(OpenMoved { items: 1, minor: 7_000, account: "4300".to_owned() }));
        assert_eq!((summary.drafts.len(), summary.time, summary.booked), (1, 1, 2));

        let in_all = ["Doe family", "Doe Holding", "Domestic", "Annual report", "Gold", "VIP"];
        assert_eq!(groups_of(house, it.goes_on, None), in_all);
        assert!(groups_of(house, it.goes_on, Some("2027-06-01")).contains(&"Doe Holding".to_owned()));
        assert_eq!(groups_of(house, it.merged, None), ["Doe Holding", "European"]);
        assert_eq!(groups_of(house, it.merged, Some("2027-06-01")), ["European"]);
        assert_eq!(
            groups_of(house, it.merged, Some("2026-03-05")),
            ["Doe family", "Doe Holding", "European", "Annual report", "Silver", "VIP"]
        );
        assert_eq!(house.ask(ReadBillingGroup { id: it.family }).primary, Some(it.goes_on));
        let view = house.ask(ReadClient { id: it.merged });
        assert_eq!((view.client.merged_into, view.client.archived), (Some(it.goes_on), true));
        assert_eq!(view.open_balance, 0);

        let items = house.ask(ReadOpenItems { client: it.goes_on, on: None }).items;
        let one: Vec<_> = items
            .iter()
            .map(|item| (item.title.as_str(), item.document, item.account_number.as_str(), item.open))
            .collect();
        assert_eq!(one, [("2026-1", Some(it.open), "4300", 7_000)]);
        assert_eq!(items[0].due, read(house, it.open).invoice.due);
        assert!(house.ask(ReadClientLedger { client: it.merged, cursor: None, limit: 50 }).lines.items.len() >= 5);
        assert_eq!(read(house, it.open).state, State::PartPaid);
        assert_eq!((read(house, it.open).invoice.client, house.ask(ReadPrinted { id: it.open })), (it.merged, paper));
        let draft = read(house, it.draft).invoice;
        assert_eq!((draft.client, draft.account), (it.goes_on, account(house, "4300")));
        let time = ListTime { client: Some(it.goes_on), member: None, from: None, to: None, after: None, limit: 10 };
        assert_eq!(house.ask(time).items.len(), 1);

        pay(house, it.goes_on, "70.00", Some(it.open));
        assert_eq!(read(house, it.open).state, State::Settled);
        house.perform(BookInvoice { id: it.draft, version: None });
        crate::sales::payments::tests::reconciled(house, &["2026-03-02", "2026-03-09", "2026-03-10", "2026-12-31"]);
    });
}

/// X5: what a client owes and what it is owed go over, also where both stand on one account; a credit note of its invoice is
/// the other client's then, and settles what went over.
#[test]
fn x5_credits_go_over_and_invoices_are_corrected_there() {
    on_both(|house| {
        let [one, other] = ["Tern", "Tern Ltd"].map(|called| client_of(house, called, "Domestic"));
        let invoice = booked(house, draft_for(other, "100"));
        house.set_today("2026-03-10");
        pay(house, other, "300.00", None);
        house.set_today("2026-03-11");
        let second = booked(house, draft_for(other, "10"));
        house.perform(merge(other, one));
        let balance = house.ask(ReadOpenItems { client: one, on: None }).balance;
        assert_eq!(balance, 1_210 - (30_000 - 12_100));
        assert_eq!(read(house, invoice).state, State::Settled);
        let note = house.perform(CreditInvoice { id: second, day: None, lines: Vec::new(), note: String::new() });
        assert_eq!(read(house, note).invoice.client, one);
        house.perform(BookInvoice { id: note, version: None });
        assert_eq!(read(house, second).state, State::Settled);
    });
}

/// X5: three records become one, one after the other: what was open ends with the last.
#[test]
fn x5_a_client_that_goes_on_can_be_merged_on() {
    on_both(|house| {
        let [first, second, third] =
            ["Tern", "Tern Ltd", "Tern Limited"].map(|called| client_of(house, called, "Domestic"));
        let invoice = booked(house, draft_for(first, "100"));
        let early = merged(house, first, second);
        merged(house, second, third);
        assert_eq!(house.ask(ReadOpenItems { client: third, on: None }).items[0].document, Some(invoice));
        let refused = undo(&house.desk, &house.owner(), early, None).expect_err("leaned on");
        let refusal = refused.refusal().expect("a refusal");
        assert!(refusal.detail.contains("“Tern Ltd” was merged into another client since."), "{}", refusal.detail);
        let note = house.perform(CreditInvoice { id: invoice, day: None, lines: Vec::new(), note: String::new() });
        assert_eq!(read(house, note).invoice.client, third);
    });
}

/// X5: different groups of a type in one year are refused with a list, the head counts too; the same group is no
/// contradiction, and only the years that are missing are added.
#[test]
fn x5_corporate_groups_are_united_only_without_overlap() {
    on_both(|house| {
        let [one, other, head] = ["Tern", "Tern Ltd", "Tern Parent"].map(|called| client_of(house, called, "Domestic"));
        for client in [one, other, head] {
            make_holding(house, client);
        }
        let [rook, crow] = [("Rook", 2024), ("Crow", 2024)].map(|(called, first)| {
            let head = client_of(house, &format!("Head of {called}"), "Domestic");
            make_holding(house, head);
            holding(house, called, head, (first, 2030))
        });
        member(house, rook, one, (2024, 2025));
        member(house, crow, other, (2025, 2028));
        let failure = house.desk.perform(&house.owner(), merge(other, one)).expect_err("refused");
        let refusal = failure.refusal().expect("a refusal").clone();
        assert_eq!(refusal.code, "MERGE_OVERLAP");
        let listed = "Holding 2025: “Tern Ltd” is in “Crow”, “Tern” in “Rook”";
        assert!(refusal.details.contains(&("overlap_1".to_owned(), listed.to_owned())), "{:?}", refusal.details);
        // The same group: what is missing of its years is added, nothing else.
        member(house, rook, head, (2025, 2027));
        let outcome = house.perform(merge(head, one));
        assert_eq!(
            outcome.summary.corporate,
            [CorporateYears { group: "Rook".to_owned(), years: "2026–2027".to_owned() }]
        );
        // At the head counts too.
        let own = client_of(house, "Finch", "Domestic");
        make_holding(house, own);
        holding(house, "Finches", own, (2026, 2027));
        assert_eq!(house.refusal(merge(own, one)), "MERGE_OVERLAP");
        let free = client_of(house, "Finch Ltd", "Domestic");
        let group = house.perform(merge(own, free)).summary.heads;
        assert_eq!(group, [CorporateYears { group: "Finches".to_owned(), years: "2026–2027".to_owned() }]);
    });
}

/// Undo parts the two again: everyone is where they were, the entry is reversed, and the laws hold. X8.
#[test]
fn x8_a_merge_is_undone_as_a_whole() {
    on_both(|house| {
        let it = twice(house);
        let before = [it.goes_on, it.merged].map(|client| groups_of(house, client, None));
        let types = house.ask(ReadClient { id: it.goes_on }).types;
        house.set_today("2026-03-10");
        let operation = merged(house, it.merged, it.goes_on);
        undo(&house.desk, &house.owner(), operation, None).expect("undone");
        assert_eq!([it.goes_on, it.merged].map(|client| groups_of(house, client, None)), before);
        assert_eq!(house.ask(ReadClient { id: it.goes_on }).types, types);
        assert_eq!(house.ask(ReadBillingGroup { id: it.family }).primary, Some(it.merged));
        let view = house.ask(ReadClient { id: it.merged });
        assert_eq!((view.client.merged_into, view.client.archived, view.open_balance), (None, false, 7_000));
        assert_eq!(read(house, it.draft).invoice.client, it.merged);
        assert_eq!(read(house, it.open).open, 7_000);
        assert!(groups_of(house, it.merged, Some("2027-06-01")).contains(&"Doe Holding".to_owned()));
        pay(house, it.merged, "70.00", Some(it.open));
        house.set_today("2026-03-11");
        merged(house, it.merged, it.goes_on);
    });
}

/// X8: undo is refused, with the reason, once something leans on the merge; the entry alone is not reversed.
#[test]
fn x8_a_merge_stays_when_something_leans_on_it() {
    on_both(|house| {
        let reason = |operation| {
            let failure = undo(&house.desk, &house.owner(), operation, None).expect_err("refused");
            let refusal = failure.refusal().expect("a refusal").clone();
            assert_eq!(refusal.code, "UNDO_BLOCKED");
            refusal.detail
        };
        let it = twice(house);
        let older = house
            .desk
            .carry_out(Order::new(house.owner(), ArchiveClient { id: it.merged }))
            .expect("archived")
            .operation
            .expect("can be undone");
        house.set_today("2026-03-10");
        let operation = merged(house, it.merged, it.goes_on);
        assert!(reason(older).contains("“Doe Limited” was merged into another client since."));
        let entry = house.ask(ReadOpenItems { client: it.goes_on, on: None }).items[0].entry;
        let reversal = ReverseEntry { entry, on: None, text: String::new() };
        assert_eq!(house.refusal(reversal), "ENTRY_OF_MERGE");
        house.perform(ClosePeriod { month: month("2026-03") });
        assert!(reason(operation).contains("is closed"));
        house.set_today("2026-04-01");
        pay(house, it.goes_on, "10.00", Some(it.open));
        assert!(reason(operation).contains("was settled since"));
        let patch = DraftPatch { day: Some(day("2026-04-01")), ..DraftPatch::default() };
        house.perform(ChangeDraft { id: it.draft, version: None, patch });
        house.perform(BookInvoice { id: it.draft, version: None });
        assert!(reason(operation).contains("was booked since"));
    });
}

/// X5: what a merge refuses, in order of precedence: begun with everything wrong, mended one by one.
#[test]
fn x5_a_merge_is_refused_in_order() {
    on_both(|house| {
        let nobody: ClientId = "cli_01h455vb4pex5vsknk084sn02q".parse().expect("an id");
        let [one, other] = ["Tern", "Tern Ltd"].map(|called| client_of(house, called, "Domestic"));
        booked(house, draft_for(other, "100"));
        assert_eq!(house.refusal(merge(nobody, nobody)), "missing client");
        assert_eq!(house.refusal(merge(other, nobody)), "CLIENT_UNKNOWN");
        let permissions = [crate::Permission::ViewClients, crate::Permission::EditOwnClients].into_iter().collect();
        let clerk = house.hire_as(house.perform(crate::company::CreateRole { name: name("Clerk"), permissions }));
        assert_eq!(house.refusal_for(&clerk, merge(other, one)), "PERM_CLIENT_EDIT");
        assert_eq!(house.refusal(MergeClients { version: Some(99), ..merge(other, one) }), "CHANGED_MEANWHILE");
        assert_eq!(house.refusal(MergeClients { into_version: Some(99), ..merge(other, one) }), "CHANGED_MEANWHILE");
        assert_eq!(house.refusal(merge(one, one)), "MERGE_INTO_ITSELF");
        house.perform(ArchiveClient { id: one });
        assert_eq!(house.refusal(merge(other, one)), "MERGE_INTO_ARCHIVED");
        house.perform(RestoreClient { id: one });
        house.run("UPDATE accounts SET currency = 'USD' WHERE number = '4301'");
        let european = house.ask(crate::clients::ListChoices).customer_groups[1].id;
        house.perform(MoveCustomerGroup::today(one, european));
        assert_eq!(house.refusal(merge(other, one)), "MERGE_CURRENCY");
        house.run("UPDATE accounts SET currency = NULL WHERE number = '4301'");
        house.run("UPDATE accounts SET archived_at = 1 WHERE number = '4301'");
        assert_eq!(house.refusal(merge(other, one)), "ACCOUNT_ARCHIVED");
        house.run("UPDATE accounts SET archived_at = NULL WHERE number = '4301'");
        let permissions = [crate::Permission::ViewClients, crate::Permission::EditClients].into_iter().collect();
        let editor = house.hire_as(house.perform(crate::company::CreateRole { name: name("Editor"), permissions }));
        assert_eq!(house.refusal_for(&editor, merge(other, one)), "PERM_MISSING");
        let on = |text: &str| MergeClients { on: Some(day(text)), ..merge(other, one) };
        assert_eq!(house.refusal(on("2026-03-01")), "TRANSFER_BEFORE_ITEM");
        house.perform(ClosePeriod { month: month("2026-03") });
        assert_eq!(house.refusal(merge(other, one)), "PERIOD_CLOSED");
        let mut draft = draft_for(other, "1");
        draft.lines[0].unit_price = Some(kernel::UnitPrice::new(10_000, kernel::Currency::EUR));
        house.perform(DraftInvoice { draft });
        house.run("UPDATE clients SET currency = 'USD' WHERE name = 'Tern'");
        assert_eq!(house.refusal(on("2026-04-01")), "MERGE_DRAFT");
        house.run("UPDATE clients SET currency = NULL WHERE name = 'Tern'");
        house.perform(on("2026-04-01"));
        assert_eq!(house.refusal(merge(other, one)), "CLIENT_MERGED");
        let third = client_of(house, "Tern Limited", "Domestic");
        assert_eq!(house.refusal(merge(third, other)), "CLIENT_MERGED");
    });
}

/// X5: a client that was merged gets nothing new, by no verb.
#[test]
fn x5_a_merged_client_gets_nothing_new() {
    on_both(|house| {
        let [one, other] = ["Tern", "Tern Ltd"].map(|called| client_of(house, called, "Domestic"));
        let vip = segment(house, "VIP", None);
        make_holding(house, one);
        let rook = holding(house, "Rook", one, (2026, 2027));
        house.perform(merge(other, one));
        let id = other;
        let european = house.ask(crate::clients::ListChoices).customer_groups[1].id;
        let change = ChangeClient {
            id,
            version: None,
            edits: vec![],
            customer_group: None,
            client_groups: None,
            client_types: None,
        };
        let wish = Wish { groups: vec![vip], started_from: None };
        let (from, until) = (first_of(2026), last_of(2026));
        let line = |minor| Line::of_client(account(house, "4300"), other, minor);
        let by_hand = PostEntry {
            day: day("2026-03-02"),
            text: "By hand".to_owned(),
            document: None,
            currency: None,
            lines: vec![line(100), line(-100)],
        };
        let payment = RecordPayment {
            client: id,
            day: None,
            amount: eur("1.00"),
            account: None,
            received: None,
            text: String::new(),
            allocations: Vec::new(),
        };
        let refusals = [
            house.refusal(RestoreClient { id }),
            house.refusal(change),
            house.refusal(AssignClientGroups { client: id, wish }),
            house.refusal(MoveCustomerGroup::today(id, european)),
            house.refusal(CreateBillingGroup { name: name("Terns"), members: vec![id], primary_contact: Some(id) }),
            house.refusal(AddCorporateMembers { group: rook, clients: vec![id], from, until }),
            house.refusal(DraftInvoice { draft: draft_for(id, "1") }),
            house.refusal(hour_for(id)),
            house.refusal(payment),
        ];
        assert_eq!(refusals, ["CLIENT_MERGED"; 9]);
        assert_eq!(house.refusal(by_hand), "CLIENT_UNKNOWN");
        assert_eq!(house.refusal(DeleteClient { id: one, version: None }), "CLIENT_HAS_MERGED");
        let many =
            BulkGroups { selection: Selection::of(vec![id]), action: GroupAction::Add, groups: vec![vip], after: None };
        let outcome = carry_out_bulk(&house.desk, &house.owner(), many, None).expect("an outcome");
        assert_eq!(outcome.failed[0].code, "CLIENT_MERGED");
        let shelf = ShelveClients { selection: Selection::of(vec![id]), archived: false, after: None };
        let outcome = carry_out_bulk(&house.desk, &house.owner(), shelf, None).expect("an outcome");
        assert_eq!((outcome.done, outcome.failed[0].code.as_str()), (0, "CLIENT_MERGED"));
        assert!(house.try_run("UPDATE clients SET archived_at = NULL WHERE merged_into IS NOT NULL").is_err());
    });
}

/// The laws see a merged client that something was done for behind the rules' back.
#[test]
fn the_laws_see_a_merged_client_that_owes() {
    on_both(|house| {
        let [one, other] = ["Tern", "Tern Ltd"].map(|called| client_of(house, called, "Domestic"));
        booked(house, draft_for(other, "100"));
        house.perform(merge(other, one));
        house.run("DELETE FROM merged_clients");
        let broken = house.verify().expect("a verdict");
        for law in ["a client that was merged into another is in the archive", "an open item of a document is of"] {
            assert!(broken.iter().any(|said| said.starts_with(law)), "{law}: {broken:?}");
        }
        house.run("INSERT INTO merged_clients (client, into_client) SELECT id, merged_into FROM clients WHERE merged_into IS NOT NULL");
    });
}
