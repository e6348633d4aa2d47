//! Reports on time, and what every dataset has: filters, levels, the basis, the address.

use kernel::{GroupId, Minutes};

use super::{assign, client, group, hours, in_groups, name, of_day, of_time, run, time, v5};
use crate::clients::DeleteClientGroup;
use crate::groups::ChangeClientGroup;
use crate::reports::{Dataset, DateBasis, Definition, Field, Figure, Figures, How, Measure, RunReport, Standing};
use crate::testing::on_both;
use crate::work::LogTime;

/// A0-23, A0-24, V5: any 14 h, all 10 h, without any 1 h; a client in both groups counts once.
#[test]
fn a0_24_groups_filter_as_any_all_none_or_without() {
    on_both(|house| {
        let v5 = v5(house);
        let both = [v5.vip, v5.annual];
        for (how, groups, expected) in [
            (How::Any, &both[..], 14),
            (How::All, &both[..], 10),
            (How::Without, &[], 1),
            (How::None, &both[..], 1),
            (How::None, &both[1..], 5),
            (How::Any, &both[1..], 10),
        ] {
            let report = run(house, &in_groups(how, groups));
            assert_eq!(report.total.sums[0], expected * 60, "{how:?}");
            assert_eq!(report.details.iter().map(|row| row.figures.sums[0]).sum::<i64>(), expected * 60, "{how:?}");
        }
        assert_eq!(run(house, &in_groups(How::Any, &both)).total.clients, 2);
    });
}

/// A0-25, V5: rows VIP 14, Annual 10, none 1; the total is 15, and 10 h are counted in more than one group.
#[test]
fn a0_25_a_client_in_two_groups_is_under_both_and_once_in_the_total() {
    on_both(|house| {
        v5(house);
        let report = run(house, &of_time().grouped(&[Field::ClientGroup]));
        assert_eq!(hours(&report), [("VIP", 14), ("Annual", 10), ("Without a client group", 1)]);
        assert_eq!(report.total.sums[0], 15 * 60);
        assert_eq!(report.total.clients, 3);
        assert_eq!(report.counted_twice.map(|figures| figures.sums[0]), Some(600));
        let deep = run(house, &of_time().grouped(&[Field::Month, Field::ClientGroup]));
        assert_eq!(hours(&deep), [("2026-03", 14), ("2026-04", 1)]);
        assert_eq!(deep.lines[0].lines.len(), 2);
        assert_eq!(deep.counted_twice.map(|figures| figures.sums[0]), Some(600));
    });
}

/// A0-26: the hours of a group are the sum of the entries that one sees when looking into it.
#[test]
fn a0_26_a_row_is_the_sum_of_its_entries() {
    on_both(|house| {
        v5(house);
        for levels in
            [[Field::ClientGroup, Field::Client], [Field::WorkType, Field::Month], [Field::Member, Field::Status]]
        {
            let grouped = of_time().grouped(&levels);
            for line in &run(house, &grouped).lines {
                let inside = grouped.inside(&[&line.key], "2026-03-02".parse().expect("a day"));
                assert_eq!(run(house, &inside).total, line.figures, "{levels:?} {}", line.key.label);
                for under in &line.lines {
                    let inside = grouped.inside(&[&line.key, &under.key], "2026-03-02".parse().expect("a day"));
                    assert_eq!(run(house, &inside).total, under.figures, "{levels:?} {}", under.key.label);
                }
            }
        }
    });
}

/// A0-13, X13: a deleted group yields no rows, however it is asked for; a renamed one is followed.
#[test]
fn a0_13_a_deleted_group_never_widens_a_report() {
    on_both(|house| {
        let v5 = v5(house);
        let rename = ChangeClientGroup {
            id: v5.vip,
            version: None,
            name: Some(name("Very important")),
            color: None,
            note: None,
            set: None,
        };
        house.perform(rename);
        let report = run(house, &in_groups(How::Any, &[v5.vip]));
        assert_eq!((report.names[0][0].label.as_str(), report.total.sums[0]), ("Very important", 14 * 60));
        let leave = assign(v5.first, v5.vip);
        house.set_today("2026-05-01");
        house.perform(leave);
        house.perform(DeleteClientGroup { id: v5.annual, version: None });
        let unknown: GroupId = "grp_01h455vb4pex5vsknk084sn02q".parse().expect("an id");
        for gone in [v5.annual, unknown] {
            for basis in [DateBasis::Today, DateBasis::AsPosted, DateBasis::AsOf("2026-03-02".parse().expect("a day"))]
            {
                for how in [How::Any, How::All, How::None] {
                    let mut definition = in_groups(how, &[gone]);
                    definition.date_basis = Some(basis);
                    let report = run(house, &definition);
                    assert_eq!(report.total, Figures::default(), "{how:?} {basis:?}");
                    assert_eq!(report.names[0][0].standing, Standing::Deleted);
                    assert_eq!(report.names[0][0].label, "deleted group");
                    assert!(report.names_deleted());
                }
            }
        }
        assert_eq!(run(house, &in_groups(How::Any, &[v5.vip, v5.annual])).total.sums[0], 14 * 60);
        assert_eq!(run(house, &in_groups(How::All, &[v5.vip, v5.annual])).total.sums[0], 0);
        for how in [How::Any, How::All, How::None] {
            assert_eq!(run(house, &in_groups(how, &[])).total.sums[0], 0, "an empty list matches nothing");
        }
    });
}

/// A0-31, X15: after a move on 1 July, May and August fall into old and new as posted, new and new today, old and old
/// as of 30 June.
#[test]
fn x15_the_date_basis_decides_which_groups_count() {
    on_both(|house| {
        let (old, new) = (group(house, "Old"), group(house, "New"));
        let mover = client(house, "Mover", &[old]);
        time(house, mover, "2026-05-10", 60);
        time(house, mover, "2026-08-10", 120);
        house.set_today("2026-07-01");
        house.perform(assign(mover, new));
        house.set_today("2026-09-01");
        let on = |basis| {
            let definition = Definition { date_basis: Some(basis), ..of_time().grouped(&[Field::ClientGroup]) };
            let report = run(house, &definition);
            hours(&report).into_iter().map(|(label, hours)| (label.to_owned(), hours)).collect::<Vec<_>>()
        };
        let expected = |pairs: &[(&str, i64)]| pairs.iter().map(|(l, h)| ((*l).to_owned(), *h)).collect::<Vec<_>>();
        assert_eq!(on(DateBasis::AsPosted), expected(&[("New", 2), ("Old", 1)]));
        assert_eq!(on(DateBasis::Today), expected(&[("New", 3)]));
        assert_eq!(on(DateBasis::AsOf("2026-06-30".parse().expect("a day"))), expected(&[("Old", 3)]));
    });
}

/// Amounts are rounded entry by entry, so that groups add up; shares and rates follow from the sums.
#[test]
fn figures_follow_from_sums() {
    on_both(|house| {
        let v5 = v5(house);
        house.perform(LogTime {
            minutes: Minutes(300),
            rate: None,
            billable: false,
            work_type: String::new(),
            ..of_day(v5.first, "2026-03-04")
        });
        let total = run(house, &of_time()).total;
        assert_eq!(Measure::Hours.of(&total), Figure::Minutes(1200));
        assert_eq!(Measure::BillableShare.of(&total), Figure::Percent(75));
        assert_eq!(Measure::Amount.of(&total), Figure::Money(15 * 8600));
        assert_eq!(Measure::PerHour.of(&total), Figure::Money(6450));
        assert_eq!(Measure::PerHour.of(&Figures::default()), Figure::Nothing);
        let untyped = of_time().filtered(Field::WorkType, How::Without, &[]);
        assert_eq!(run(house, &untyped).total.sums[0], 300);
        let typed = of_time().filtered(Field::WorkType, How::None, &["Advice, tax"]);
        assert_eq!(run(house, &typed).total.sums[0], 300);
        let large = of_time().filtered(Field::Amount, How::AtLeast, &["344.00"]);
        assert_eq!(run(house, &large).total.rows, 3);
    });
}

/// A report on clients lists each client once; archived ones where they are asked for.
#[test]
fn clients_are_listed_and_counted() {
    on_both(|house| {
        let v5 = v5(house);
        let listed = |definition: &Definition| {
            let report = run(house, definition);
            report.details.iter().filter_map(|row| row.client.clone()).map(|(_, name)| name).collect::<Vec<_>>()
        };
        let clients = Definition::of(Dataset::Clients);
        assert_eq!(listed(&clients), ["K1", "K2", "K3"]);
        let vip = v5.vip.to_string();
        assert_eq!(listed(&clients.clone().filtered(Field::ClientGroup, How::Any, &[&vip])), ["K1", "K2"]);
        let grouped = run(house, &clients.grouped(&[Field::CustomerGroup, Field::ClientGroup]));
        assert_eq!(grouped.lines[0].key.label, "Domestic");
        assert_eq!(grouped.lines[0].lines.len(), 3);
        assert_eq!(grouped.total.rows, 3);
    });
}

/// Every state of a report has an address that reads back as the same report.
#[test]
fn a_report_reads_back_from_its_address() {
    let definition = Definition {
        date_basis: Some(DateBasis::AsOf("2026-06-30".parse().expect("a day"))),
        period: "last_month".parse().expect("a period"),
        columns: vec![Measure::Hours, Measure::Amount],
        inactive: true,
        ..of_time()
            .filtered(Field::ClientGroup, How::None, &["grp_01h455vb4pex5vsknk084sn02q"])
            .filtered(Field::WorkType, How::Any, &["Advice, tax", "back\\slash:", "c"])
            .filtered(Field::Responsible, How::Without, &[])
            .grouped(&[Field::Client, Field::Month])
    };
    let pairs = definition.to_pairs();
    let borrowed = pairs.iter().map(|(name, text)| (*name, text.as_str()));
    assert_eq!(Definition::from_pairs(borrowed).expect("it reads"), definition);
    let json = serde_json::to_string(&definition).expect("it writes");
    assert_eq!(serde_json::from_str::<Definition>(&json).expect("it reads"), definition);
    assert!(json.contains("\"period\":\"last_month\""), "A0-29: relative stays relative: {json}");
    assert!(Definition::from_pairs([("period", "2026-02-01..2026-01-01")]).is_err());
}

/// What a dataset does not have is refused by name.
#[test]
fn what_cannot_be_asked_is_refused() {
    on_both(|house| {
        let refused = |definition: Definition| {
            let answer = house.desk.ask(&house.owner(), RunReport::new(definition));
            crate::testing::code(answer.expect_err("refused"))
        };
        assert_eq!(refused(Definition::of(Dataset::Clients).grouped(&[Field::Month])), "FILTER_UNREADABLE");
        assert_eq!(refused(of_time().filtered(Field::Product, How::Without, &[])), "FILTER_UNREADABLE");
        assert_eq!(refused(of_time().filtered(Field::Client, How::Any, &["grp_1"])), "FILTER_UNREADABLE");
        assert_eq!(refused(of_time().grouped(&[Field::Client, Field::Client])), "REPORT_LEVELS");
        let wrong = Definition { columns: vec![Measure::Net], ..of_time() };
        assert_eq!(refused(wrong), "FILTER_UNREADABLE");
    });
}
