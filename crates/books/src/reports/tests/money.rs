//! Reports on invoices and the ledger: as posted, as of today, and equal to the postings.

use super::{assign, client, group, run};
use crate::reports::{Dataset, DateBasis, Definition, Field, How};
use crate::sales::invoices::tests::{booked, day, draft_for};
use crate::testing::on_both;

/// A0-31, X15 for invoices: the groups that the invoice kept when it was booked, those of today, those of a day.
#[test]
fn x15_invoices_keep_the_groups_of_their_day() {
    on_both(|house| {
        let (old, new) = (group(house, "Old"), group(house, "New"));
        let mover = client(house, "Mover", &[old]);
        house.set_today("2026-05-10");
        booked(house, crate::sales::invoices::Draft { day: day("2026-05-10"), ..draft_for(mover, "100.00") });
        house.set_today("2026-07-01");
        house.perform(assign(mover, new));
        house.set_today("2026-08-10");
        booked(house, crate::sales::invoices::Draft { day: day("2026-08-10"), ..draft_for(mover, "250.00") });
        let net = |dataset, basis| {
            let definition = Definition { date_basis: basis, ..Definition::of(dataset).grouped(&[Field::ClientGroup]) };
            let report = run(house, &definition);
            let mut lines: Vec<(String, i64)> =
                report.lines.iter().map(|line| (line.key.label.clone(), line.figures.sums[0])).collect();
            lines.sort();
            lines
        };
        let pairs = |pairs: &[(&str, i64)]| pairs.iter().map(|(l, n)| ((*l).to_owned(), *n)).collect::<Vec<_>>();
        let june = Some(DateBasis::AsOf(day("2026-06-30")));
        assert_eq!(net(Dataset::Invoices, None), pairs(&[("New", 25_000), ("Old", 10_000)]));
        assert_eq!(net(Dataset::Invoices, Some(DateBasis::Today)), pairs(&[("New", 35_000)]));
        assert_eq!(net(Dataset::Invoices, june), pairs(&[("Old", 35_000)]));
        let debit = |basis| {
            let mut receivable =
                Definition::of(Dataset::Ledger).filtered(Field::Client, How::Any, &[&mover.to_string()]);
            receivable.date_basis = basis;
            let report = run(house, &receivable.grouped(&[Field::ClientGroup, Field::Account]));
            report.lines.iter().map(|line| (line.key.label.clone(), line.figures.sums[1])).collect::<Vec<_>>()
        };
        assert_eq!(debit(None), pairs(&[("New", 30_250), ("Old", 12_100)]));
        assert_eq!(debit(Some(DateBasis::Today)), pairs(&[("New", 42_350)]));
        assert_eq!(debit(june), pairs(&[("Old", 42_350)]));
    });
}

/// L8: every cell of a ledger report is the sum of its postings, asked without the planner.
#[test]
fn l8_cells_are_sums_of_postings() {
    on_both(|house| {
        let vip = group(house, "VIP");
        let (first, second) = (client(house, "First", &[vip]), client(house, "Second", &[]));
        for (who, net) in [(first, "100.00"), (second, "33.33"), (first, "7.77")] {
            booked(house, draft_for(who, net));
        }
        let report = run(house, &Definition::of(Dataset::Ledger).grouped(&[Field::Account, Field::Month]));
        assert!(report.lines.len() >= 3);
        for line in &report.lines {
            let number = line.key.label.split(' ').next().unwrap_or_default();
            let sum = house.number(&format!(
                "SELECT CAST(SUM(p.amount) AS BIGINT) FROM postings p JOIN accounts a ON a.id = p.account
                 WHERE a.number = '{number}'"
            ));
            assert_eq!(line.figures.sums[0], sum, "{}", line.key.label);
            assert_eq!(line.figures.sums[1] - line.figures.sums[2], sum, "{}", line.key.label);
            assert_eq!(line.lines.iter().map(|under| under.figures.sums[0]).sum::<i64>(), sum);
        }
        assert_eq!(report.total.sums[0], 0, "the ledger balances");
        assert_eq!(report.total.documents, 3);
        let net = run(house, &Definition::of(Dataset::Invoices).grouped(&[Field::CustomerGroup, Field::Client]));
        assert_eq!(net.total.sums[0], house.number("SELECT CAST(SUM(net) AS BIGINT) FROM invoices"));
        assert_eq!(net.lines[0].lines[0].figures.sums[0], 10_777);
    });
}
