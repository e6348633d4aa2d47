//! Saved reports: for oneself, for the office, within the sight of whoever opens them.

use kernel::ReportId;

use super::{client, name, of_time, time, v5};
use crate::company::{ChangeMember, CreateRole};
use crate::reports::{
    ChangeReport, CountReportsNaming, Dataset, Definition, DeleteReport, During, Field, How, ListReports, Question,
    ReadReport, ReportsNaming, RunReport, SaveReport, Scope,
};
use crate::testing::{TestHouse, code, on_both};
use crate::{Caller, Permission};

const REPORTS: ListReports = ListReports { place: "report" };

fn save(text: &str, scope: Scope) -> SaveReport {
    let definition = Definition { period: During::LastMonth, ..of_time().grouped(&[Field::ClientGroup]) };
    SaveReport { name: name(text), scope, question: Question::Report(definition) }
}

fn found(house: &TestHouse, caller: &Caller) -> Vec<String> {
    let lines = house.desk.ask(caller, REPORTS).expect("a list");
    lines.iter().map(|line| line.report.name.to_string()).collect()
}

/// A0-27, A0-28, A0-29: a saved report is found again as it was, by oneself or by the entire office; the relative
/// period stays relative; only those granted it save for the office.
#[test]
fn a0_27_a_report_is_saved_for_me_or_for_the_office() {
    on_both(|house| {
        let reader = house.hire("reader");
        let mine = house.perform(save("Mine", Scope::Me));
        house.perform(save("Ours", Scope::Office));
        assert_eq!(found(house, &house.owner()), ["Mine", "Ours"]);
        assert_eq!(found(house, &reader), ["Ours"]);
        assert_eq!(house.refusal_for(&reader, save("Everyone's", Scope::Office)), "PERM_MISSING");
        let theirs = house.desk.perform(&reader, save("Theirs", Scope::Me)).expect("saved");
        assert_eq!(found(house, &reader), ["Ours", "Theirs"]);
        let other = house.desk.ask(&house.owner(), ReadReport { id: theirs });
        assert_eq!(code(other.expect_err("not in reach")), "missing report");
        let read = house.ask(ReadReport { id: mine });
        assert_eq!(read.report.question, save("Mine", Scope::Me).question);
        let Question::Report(definition) = read.report.question else { panic!("a report") };
        assert_eq!(definition.period, During::LastMonth);
    });
}

/// A0-27: renamed, changed and deleted by its owner; of the office's by whoever shares; a stale version is refused.
#[test]
fn a_saved_report_is_changed_and_deleted() {
    on_both(|house| {
        let reader = house.hire("reader");
        let id = house.perform(save("Ours", Scope::Office));
        let rename = |version| ChangeReport { id, version, name: Some(name("New")), scope: None, question: None };
        assert_eq!(house.refusal_for(&reader, rename(None)), "PERM_MISSING");
        assert_eq!(house.refusal_for(&reader, DeleteReport { id, version: None }), "PERM_MISSING");
        house.perform(rename(Some(1)));
        assert_eq!(house.refusal(ChangeReport { name: Some(name("Newer")), ..rename(Some(1)) }), "CHANGED_MEANWHILE");
        assert_eq!(found(house, &reader), ["New"]);
        let receipt = house.desk.carry_out(crate::Order::new(house.owner(), DeleteReport { id, version: Some(2) }));
        let operation = receipt.expect("deleted").operation.expect("it can be undone");
        assert_eq!(found(house, &reader), [""; 0]);
        crate::undo::undo(&house.desk, &house.owner(), operation, None).expect("undone");
        assert_eq!(found(house, &reader), ["New"]);
        assert_eq!(house.refusal(DeleteReport { id: gone(), version: None }), "missing report");
    });
}

fn gone() -> ReportId {
    "rep_01h455vb4pex5vsknk084sn02q".parse().expect("an id")
}

/// A0-28, X14: whoever sees only their own clients opens the office's report and finds rows and totals of those only.
#[test]
fn a0_28_rows_and_totals_are_of_the_clients_in_sight() {
    on_both(|house| {
        v5(house);
        let permissions = [Permission::ViewOwnClients, Permission::ViewReports].into_iter().collect();
        let role = house.perform(CreateRole { name: name("Own clients"), permissions });
        let caller = house.hire_as(role);
        let own = client(house, "Own", &[]);
        house.run(&format!(
            "UPDATE clients SET responsible = (SELECT id FROM members WHERE name = '{}') WHERE name = 'Own'",
            house
                .ask(crate::company::ListMembers)
                .iter()
                .find(|view| view.member.id == house.member_of(&caller))
                .expect("a member")
                .member
                .name
        ));
        time(house, own, "2026-03-02", 30);
        let grouped = of_time().grouped(&[Field::Client]);
        let report = house.desk.ask(&caller, RunReport::new(grouped.clone())).expect("an answer");
        assert!(report.is_limited);
        assert_eq!((report.total.sums[0], report.total.clients, report.lines.len()), (30, 1, 1));
        assert_eq!(house.desk.ask(&house.owner(), RunReport::new(grouped)).expect("an answer").total.clients, 4);
        let ledger = house.desk.ask(&caller, RunReport::new(Definition::of(Dataset::Ledger)));
        assert_eq!(code(ledger.expect_err("refused")), "PERM_MISSING");
        let hidden =
            house.ask(RunReport::new(Definition::of(Dataset::Clients))).details[0].client.clone().expect("one").0;
        let naming = of_time().filtered(Field::Client, How::Any, &[&hidden.to_string()]);
        let report = house.desk.ask(&caller, RunReport::new(naming)).expect("an answer");
        assert_eq!((report.total.rows, report.names[0][0].label.as_str()), (0, "a client you cannot see"));
    });
}

/// A0-28: when its author is deactivated, the office's report stays and the Owner answers for it.
#[test]
fn a0_28_the_owner_inherits_reports_of_those_who_left() {
    on_both(|house| {
        let author = house.hire("administrator");
        let id = house.desk.perform(&author, save("Ours", Scope::Office)).expect("saved");
        house.desk.perform(&author, save("Private", Scope::Me)).expect("saved");
        let member = house.member_of(&author);
        assert_eq!(house.ask(ReadReport { id }).report.owner, member);
        house.perform(ChangeMember { id: member, version: None, role: None, active: Some(false) });
        let read = house.ask(ReadReport { id });
        assert_eq!((read.owner_name.as_str(), read.may_change), ("Olive Owner", true));
        assert_eq!(found(house, &house.owner()), ["Ours"]);
    });
}

/// A0-13: before a group is deleted one can say which saved reports name it.
#[test]
fn a0_13_reports_that_name_a_group_are_known() {
    on_both(|house| {
        let v5 = v5(house);
        let reader = house.hire("reader");
        let vip = v5.vip.to_string();
        let naming = |text: &str, scope| SaveReport {
            name: name(text),
            scope,
            question: Question::Report(of_time().filtered(Field::ClientGroup, How::Any, &[&vip])),
        };
        house.perform(naming("VIP hours", Scope::Office));
        house.perform(save("All hours", Scope::Office));
        house.desk.perform(&reader, naming("Hidden", Scope::Me)).expect("saved");
        assert_eq!(house.ask(ReportsNaming { group: v5.vip }), (vec!["VIP hours".to_owned()], 1));
        assert_eq!(house.ask(ReportsNaming { group: v5.annual }), (Vec::new(), 0));
        let view = Question::Clients(format!("client_group={vip}.{}&shelf=any", v5.annual));
        house.perform(SaveReport { name: name("A view"), scope: Scope::Me, question: view });
        let counts = house.ask(CountReportsNaming);
        assert_eq!((counts.len(), counts[&v5.vip], counts[&v5.annual]), (2, 3, 1));
        let counts = house.desk.ask(&reader, CountReportsNaming).expect("an answer");
        assert_eq!((counts.get(&v5.vip), counts.get(&v5.annual)), (Some(&2), None));
    });
}

/// What cannot be run is not saved either.
#[test]
fn an_unreadable_report_is_not_saved() {
    on_both(|house| {
        let wrong = Definition::of(Dataset::Clients).grouped(&[Field::Month]);
        let save = SaveReport { name: name("Wrong"), scope: Scope::Me, question: Question::Report(wrong) };
        assert_eq!(house.refusal(save), "FILTER_UNREADABLE");
    });
}
