//! Rows and what they come to, as tables: no database, no clock.

use std::collections::BTreeMap;

use kernel::{ClientId, Currency, GroupId, IdMaker, Instant, Name, Number, name_key};

use super::*;
use crate::clients::{Client, Details, Lifecycle, Portal};
use crate::groups::Membership;

/// An office with client groups, one customer group, and whatever clients a test adds.
struct Office {
    knowledge: Knowledge,
    clients: Vec<Existing>,
    preparation: Preparation,
    header: Vec<String>,
    ids: IdMaker,
}

fn office(header: &str, groups: &[&str]) -> Office {
    let mut ids = IdMaker::new(Instant(0), [7; 32]);
    let header: Vec<String> = header.split(';').map(str::to_owned).collect();
    let mut group = |name: &str, number: &str| KnownGroup {
        id: ids.next(),
        name: name.to_owned(),
        key: name_key(name),
        number: number.to_owned(),
        archived: false,
        set: None,
        smart: false,
    };
    let knowledge = Knowledge {
        client_groups: groups.iter().map(|name| group(name, "")).collect(),
        customer_groups: vec![group("Domestic", "1")],
        vat_zones: vec![(ids.next(), "domestic".to_owned(), "Domestic".to_owned())],
        members: vec![(ids.next(), "Olive Owner".to_owned(), "owner@example.org".to_owned())],
        currency: Currency::EUR,
        may_manage_groups: true,
    };
    let preparation = Preparation { groups: Some(GroupsMode::Add), ..Preparation::suggested(&header) };
    Office { knowledge, clients: Vec::new(), preparation, header, ids }
}

impl Office {
    fn client(&mut self, number: &str, name: &str, groups: &[&str]) -> ClientId {
        let id = self.ids.next();
        let client = Client {
            id,
            number: Number::parse(number).expect("a number"),
            details: Details::named(Name::parse(name).expect("a name")),
            posting_group: self.knowledge.customer_groups[0].id,
            lifecycle: Lifecycle::Manual,
            portal: Portal::None,
            source: "manual".to_owned(),
            archived: false,
            merged_into: None,
            version: 1,
        };
        let groups = groups.iter().map(|name| self.membership(id, name)).collect();
        self.clients.push(Existing { client, groups });
        id
    }

    fn membership(&mut self, client: ClientId, group: &str) -> Membership {
        let from = "2026-01-01".parse().expect("a day");
        Membership { id: self.ids.next(), group: self.group(group), client, from, until: None, slots: Vec::new() }
    }

    fn group(&self, name: &str) -> GroupId {
        self.knowledge.client_groups.iter().find(|group| group.name == name).expect("a group").id
    }

    fn judge(&self, rows: &[&str]) -> Vec<Judged> {
        let rows: Vec<FileRow> = rows
            .iter()
            .zip(2..)
            .map(|(row, line)| FileRow { line, cells: row.split(';').map(str::to_owned).collect() })
            .collect();
        assert_eq!(self.preparation.columns.len(), self.header.len());
        let doubles: BTreeMap<i64, i64> = doubles(&self.preparation, &rows);
        let matches = Matches::of(self.clients.clone());
        let mut judge = Judge::new(&self.preparation, &self.knowledge, &matches, &doubles);
        rows.iter().map(|row| judge.judge(row)).collect()
    }

    /// The one place that judges: each row against what it comes to, `+` create, `~` update, `=` unchanged, else codes.
    #[track_caller]
    fn check(&self, rows: &[(&str, &str)]) {
        let texts: Vec<&str> = rows.iter().map(|(row, _)| *row).collect();
        for (judged, (row, expected)) in self.judge(&texts).iter().zip(rows) {
            assert_eq!(said(judged), *expected, "{row}");
        }
    }
}

fn said(judged: &Judged) -> String {
    let codes = |problems: &[RowProblem]| problems.iter().map(|p| p.code).collect::<Vec<_>>().join(" ");
    let word = match &judged.verdict {
        Verdict::Create { groups, .. } => format!("+{}", groups.len()),
        Verdict::Update { enter, leave, .. } => format!("~{}-{}", enter.len(), leave.len()),
        Verdict::Unchanged(_) => "=".to_owned(),
        Verdict::Failed => return codes(&judged.problems),
    };
    if judged.warnings.is_empty() { word } else { format!("{word} ({})", codes(&judged.warnings)) }
}

/// V6 (A0-32, A0-33): six rows against the groups {Annual report, VIP}; created 4, failed 2, total 6.
#[test]
fn v6_six_rows_come_to_four_clients_and_two_errors() {
    let office = office("Name;Client group", &["Annual report", "VIP"]);
    let rows = [
        "One;Annual report",
        "Two;Annual Report",
        "Three;VIP, Annual report",
        "Four;VIP,",
        "Five;\"Law, tax\"",
        "Six;",
    ];
    let judged = office.judge(&rows);
    let expected = ["+1", "GROUP_NO_EXACT_MATCH", "+2", "+1 (LIST_EMPTY_ELEMENT)", "GROUP_UNKNOWN", "+0"];
    assert_eq!(judged.iter().map(said).collect::<Vec<_>>(), expected);
    let counts = Counts::of(&judged);
    assert_eq!((counts.created, counts.failed, counts.rows()), (4, 2, 6));
    let near_miss = &judged[1].problems[0];
    assert!(near_miss.sentence.contains("Did you mean “Annual report”?"), "{}", near_miss.sentence);
    assert!(judged[4].problems[0].sentence.contains("“Law, tax”"));
}

/// A0-32: capitals, blanks at the end, double blanks, no-break blanks and folding all count; the one near name is offered.
#[test]
fn a0_32_a_group_matches_byte_for_byte_or_not_at_all() {
    let office = office("Name;Client group", &["Annual report", "Straße", "Café"]);
    for (cell, suggestion) in [
        ("annual report ", "Annual report"),
        ("Annual report ", "Annual report"),
        (" Annual report", "Annual report"),
        ("Annual  report", "Annual report"),
        ("Annual\u{a0}report", "Annual report"),
        ("Annual\u{200b} report", "Annual report"),
        ("ANNUAL REPORT", "Annual report"),
        ("STRAßE", "Straße"),
        ("CAFÉ", "Café"),
    ] {
        let judged = office.judge(&[&format!("One;{cell}")]).remove(0);
        let problem = &judged.problems[0];
        assert_eq!(problem.code, "GROUP_NO_EXACT_MATCH", "{cell}");
        let used = Mend::Use { field: Field::ClientGroups, from: problem.value.clone(), to: suggestion.to_owned() };
        assert_eq!(problem.mends, [used], "{cell}");
    }
    let shown = &office.judge(&["One;Annual report "])[0].problems[0];
    assert!(shown.sentence.contains("“Annual report␠”"), "{}", shown.sentence);
    // Not folded at all: these are other names.
    office.check(&[("One;STRASSE", "GROUP_UNKNOWN"), ("Two;annual rıport", "GROUP_UNKNOWN")]);
    // The same letters in another encoding are the same bytes once composed.
    office.check(&[("One;Cafe\u{301}", "+1")]);
}

/// A0-32, A0-34: an archived group takes nobody; creating is offered to those who may, and only they can choose it.
#[test]
fn a0_32_unknown_and_archived_groups_are_offered_their_ways_out() {
    let mut office = office("Name;Client group", &["Annual report"]);
    office.knowledge.client_groups[0].archived = true;
    let judged = office.judge(&["One;Annual report", "Two;Boats"]);
    assert_eq!(judged.iter().map(said).collect::<Vec<_>>(), ["GROUP_ARCHIVED", "GROUP_UNKNOWN"]);
    assert!(matches!(judged[0].problems[0].mends[..], [Mend::Restore { .. }]));
    assert!(matches!(judged[1].problems[0].mends[..], [Mend::Create { .. }]));
    office.preparation.create_groups = true;
    office.check(&[("Two;Boats, Boats", "+1"), ("Three;annual report", "GROUP_NO_EXACT_MATCH")]);
    // A0-6: a new group is spelt once, by the first row that succeeds.
    office.check(&[
        (";Boats, Kites", "NAME_REQUIRED"),
        ("One;boats", "+1"),
        ("Two;Boats", "GROUP_NO_EXACT_MATCH"),
        ("Three;Kites, KITES", "GROUP_NO_EXACT_MATCH"),
        ("Four;boats", "+1"),
    ]);
    // A0-5: what is no name creates nothing.
    let longer = format!("Six;{}", "é".repeat(121));
    office.check(&[("Five;\u{200b}", "NAME_REQUIRED"), (longer.as_str(), "NAME_TOO_LONG")]);
    office.knowledge.may_manage_groups = false;
    let judged = office.judge(&["One;Annual report", "Two;Boats"]);
    assert_eq!(judged.iter().map(said).collect::<Vec<_>>(), ["GROUP_ARCHIVED", "GROUP_UNKNOWN"]);
    assert!(judged.iter().all(|row| row.problems[0].mends.is_empty()));
}

/// A0-33: a comma needs quotes, and a quote its partner.
#[test]
fn a0_33_lists_are_read_as_they_are_written() {
    let office = office("Name;Client groups", &["Law, tax", "VIP"]);
    office.check(&[
        ("One;\"Law, tax\", VIP", "+2"),
        ("Two;\"Law, tax", "LIST_UNBALANCED_QUOTE"),
        ("Three;Law, tax", "GROUP_UNKNOWN GROUP_UNKNOWN"),
        ("Four;\"Law\" tax", "LIST_TEXT_AFTER_QUOTE"),
        ("Five;VIP,VIP", "+1"),
    ]);
}

/// A0-35: on an update an empty cell leaves the groups, the clear word empties them, and the mode decides the rest.
#[test]
fn a0_35_empty_clear_add_and_replace() {
    let mut office = office("Number;Name;Client groups", &["Annual report", "VIP"]);
    office.client("1", "One", &["VIP"]);
    let rows = |mode| match mode {
        GroupsMode::Add => [("1;One;", "="), ("1;One;-", "~0-1"), ("1;One;Annual report", "~1-0"), ("1;One;VIP", "=")],
        GroupsMode::Replace => {
            [("1;One;", "="), ("1;One;-", "~0-1"), ("1;One;Annual report", "~1-1"), ("1;One;VIP", "=")]
        }
    };
    for mode in [GroupsMode::Add, GroupsMode::Replace] {
        office.preparation.groups = Some(mode);
        for row in rows(mode) {
            office.check(&[row]);
        }
    }
    office.preparation.clear_word = "none".to_owned();
    office.check(&[("1;One;none", "~0-1")]);
    office.check(&[("1;One;-", "GROUP_UNKNOWN")]);
    office.check(&[("2;Two;none", "+0")]);
    office.preparation.groups = None;
    assert_eq!(
        office.preparation.check_ready().err().and_then(|f| f.refusal().map(|r| r.code)),
        Some("GROUPS_MODE_REQUIRED")
    );
}

/// A0-14: nobody enters an archived group, and nobody who is in it leaves it because a row does not say it.
#[test]
fn a0_14_an_archived_group_keeps_who_is_in_it() {
    let mut office = office("Number;Name;Client groups;Customer group", &["Old", "VIP"]);
    office.client("1", "One", &["Old", "VIP"]);
    office.knowledge.client_groups[0].archived = true;
    office.knowledge.customer_groups[0].archived = true;
    office.preparation.groups = Some(GroupsMode::Replace);
    for (row, said) in [
        ("1;One;Old, VIP;Domestic", "="),
        ("1;One;VIP;", "="),
        ("1;One;Old;", "~0-1"),
        ("1;One;-;", "~0-1"),
        ("2;Two;Old;Domestic", "GROUP_ARCHIVED GROUP_ARCHIVED"),
    ] {
        office.check(&[(row, said)]);
    }
}

/// A0-37: rows that share a key all fail; a key of two clients fails; the first is never taken.
#[test]
fn a0_37_a_key_means_one_row_and_one_client() {
    let mut office = office("Number;Name;Registration number", &[]);
    for (number, name) in [("1", "Ash"), ("2", "Birch"), ("3", "Birch")] {
        office.client(number, name, &[]);
    }
    office.clients[0].client.details.registration_number = Some("B7".to_owned());
    office.clients[1].client.details.registration_number = Some("B7".to_owned());
    office.check(&[
        ("1;Ash;", "="),
        ("9;Elm;", "DUPLICATE_KEY_IN_FILE"),
        ("9;Oak;", "DUPLICATE_KEY_IN_FILE"),
        ("10;Yew;", "+0"),
        ("2;Birchwood;", "~0-0"),
    ]);
    // Without a number the name is the key.
    office.check(&[(";Birch;", "KEY_MATCHES_SEVERAL"), (";Ash;B7", "="), (";Rowan;", "+0")]);
    office.check(&[(";Rowan;", "DUPLICATE_KEY_IN_FILE"), (";rowan;", "DUPLICATE_KEY_IN_FILE")]);
    office.check(&[(";Ash;", "DUPLICATE_KEY_IN_FILE"), ("1;Ash;", "=")]);
    office.preparation.match_by = MatchBy::RegistrationNumber;
    office.check(&[(";Ash;B7", "KEY_MATCHES_SEVERAL"), ("1;Pine;", "NUMBER_TAKEN"), ("20;Cedar;C9", "+0")]);
    office.check(&[(";Larch;C9", "DUPLICATE_KEY_IN_FILE"), ("20;Cedar;C9", "DUPLICATE_KEY_IN_FILE")]);
    office.preparation.match_by = MatchBy::Nothing;
    office.check(&[("30;Ash;", "+0"), ("1;Ash;", "NUMBER_TAKEN")]);
}

/// A1-11: without a customer group each row fails, unless one is chosen for all or there is only one.
#[test]
fn a1_11_every_row_needs_a_customer_group() {
    let mut office = office("Name;Customer group", &[]);
    office.check(&[
        ("One;", "+0"),
        ("Two;Domestic", "+0"),
        ("Three;1", "+0"),
        ("Four;domestic", "GROUP_NO_EXACT_MATCH"),
    ]);
    let other = KnownGroup {
        id: office.ids.next(),
        name: "European".to_owned(),
        key: "european".to_owned(),
        number: "2".to_owned(),
        archived: false,
        set: None,
        smart: false,
    };
    office.knowledge.customer_groups.push(other.clone());
    office.check(&[("One;", "CUSTOMER_GROUP_REQUIRED"), ("Two;European", "+0"), ("Three;Martian", "GROUP_UNKNOWN")]);
    office.preparation.customer_group = Some(other.id);
    office.check(&[("One;", "+0")]);
    // A1-1: where there is none at all, one is to be created first.
    let groups = std::mem::take(&mut office.knowledge.customer_groups);
    office.check(&[("One;", "ACCOUNTING_GROUP_REQUIRED")]);
    office.knowledge.customer_groups = groups;
    office.client("7", "Seven", &[]);
    office.check(&[("Seven;European", "CUSTOMER_GROUP_DIFFERS")]);
    office.check(&[("Seven;", "=")]);
}

/// Every cell that cannot be read has its own code, and a mend that leaves it out (A2-3: an unknown legal entity is an
/// error and not blank).
#[test]
fn cells_that_cannot_be_read_are_named() {
    let header =
        "Name;Email;Legal entity;Country;Currency;Payment days;Discount;VAT zone;Credit limit;Responsible;Prospect";
    let office = office(header, &[]);
    office.check(&[
        (";;;;;;;;;;", "NAME_REQUIRED"),
        ("\u{200b};a@b.example;;;;;;;;;", "NAME_REQUIRED"),
        ("Two;corrie@millwright;;;;;;;;;", "EMAIL_INVALID"),
        ("Three;;Ltd;;;;;;;;", "LEGAL_ENTITY_UNKNOWN"),
        ("Four;;;Atlantis;;;;;;;", "COUNTRY_UNKNOWN"),
        ("Five;;;;Euro;;;;;;", "CURRENCY_UNKNOWN"),
        ("Six;;;;;4000;;;;;", "PAYMENT_DAYS_INVALID"),
        ("Seven;;;;;;101;;;;", "DISCOUNT_INVALID"),
        ("Eight;;;;;;;Mars;;;", "VAT_ZONE_UNKNOWN"),
        ("Nine;;;;;;;;1,000;;", "CREDIT_LIMIT_INVALID"),
        ("Ten;;;;;;;;;Nobody;", "MEMBER_UNKNOWN"),
        ("Eleven;;;;;;;;;;perhaps", "PROSPECT_UNREADABLE"),
        ("Twelve;a@b.example;sole trader;Spain;eur;30;2.5 %;domestic;1000.50;owner@example.org;yes", "+0"),
        ("Thirteen;a@b;Ltd;;;;;;;;", "LEGAL_ENTITY_UNKNOWN EMAIL_INVALID"),
        ("Fourteen;;;;;;;;;;;;too long", "ROW_TOO_LONG"),
        ("Fifteen", "+0"),
    ]);
    for judged in office.judge(&["Two;corrie@millwright;;;;;;;;;"]) {
        assert_eq!(judged.problems[0].mends[0].label(), "Import without email");
    }
}

/// One correction mends every row that says the same; a row can be mended or left out on its own.
#[test]
fn corrections_belong_to_the_preparation() {
    let mut office = office("Name;Email;Client groups", &["Annual report"]);
    let rows = ["One;a@b;annual report, annual report", "Two;a@b;annual report", ";;"];
    let words = |office: &Office| office.judge(&rows).iter().map(said).collect::<Vec<_>>();
    assert_eq!(words(&office)[1], "EMAIL_INVALID GROUP_NO_EXACT_MATCH");
    let replace = |field, from: &str, to: &str| Replacement { field, from: from.to_owned(), to: to.to_owned() };
    office.preparation.replacements.push(replace(Field::ClientGroups, "annual report", "Annual report"));
    office.preparation.replacements.push(replace(Field::Email, "a@b", ""));
    assert_eq!(words(&office), ["+1", "+1", "NAME_REQUIRED"]);
    office.preparation.edits.push(CellEdit { line: 4, field: Field::Name, to: "Three".to_owned() });
    assert_eq!(words(&office), ["+1", "+1", "+0"]);
    office.preparation.skipped.insert(3);
    assert_eq!(words(&office), ["+1", "ROW_SKIPPED", "+0"]);
}

/// A client is in at most one group of a set: two in one cell are an error, another than today's too where groups are
/// added, and where they are replaced the client moves; an archived one gives way as well.
#[test]
fn a_row_names_one_group_of_a_set() {
    let mut office = office("Number;Name;Client group", &["North", "South", "Old", "VIP"]);
    let set = Some(office.ids.next());
    for group in &mut office.knowledge.client_groups[..3] {
        group.set = set;
    }
    office.knowledge.client_groups[2].archived = true;
    office.client("1001", "Tern", &["North", "VIP"]);
    office.client("1002", "Whimbrel", &["Old"]);
    for row in [
        (";Plover;North,VIP", "+2"),
        (";Plover;North,South", "SET_TWICE"),
        ("1001;Tern;North,VIP", "="),
        ("1001;Tern;South", "SET_TAKEN"),
        ("1001;Tern;North,South", "SET_TWICE"),
        ("1002;Whimbrel;South", "SET_TAKEN"),
    ] {
        office.check(&[row]);
    }
    office.preparation.groups = Some(GroupsMode::Replace);
    for row in [("1001;Tern;South,VIP", "~1-1"), ("1002;Whimbrel;South", "~1-1"), ("1002;Whimbrel;VIP", "~1-0")] {
        office.check(&[row]);
    }
}
