//! What makes an entry whole.

use kernel::{AccountId, Currency, IdMaker, Instant};

use super::{Entry, Heading, LARGEST_AMOUNT, Line, Source};

fn ids() -> IdMaker {
    IdMaker::new(Instant(1_772_452_800_000), [7; 32])
}

fn heading() -> Heading {
    let day = "2026-03-02".parse().expect("a day");
    Heading { number: 1, day, text: "Test".to_owned(), source: Source::Manual, document: None, reverses: None }
}

fn verdict(amounts: &[i64]) -> String {
    let account: AccountId = ids().next();
    let lines = amounts.iter().map(|amount| Line::on(account, *amount)).collect();
    match Entry::balanced(heading(), lines, Currency::EUR, &mut ids()) {
        Ok(_) => "balanced".to_owned(),
        Err(refusal) => format!("{} {}", refusal.code, refusal.title),
    }
}

/// L1: in the order of precedence: too few lines, a line without amount, one too large, then the difference.
#[test]
fn an_entry_balances_or_says_by_how_much_it_does_not() {
    let rows: [(&[i64], &str); 9] = [
        (&[], "ENTRY_EMPTY The entry has fewer than two lines."),
        (&[100], "ENTRY_EMPTY The entry has fewer than two lines."),
        (&[100, 0], "LINE_WITHOUT_AMOUNT Line 2 has no amount."),
        (&[LARGEST_AMOUNT + 1, 1], "AMOUNT_TOO_LARGE The amount of line 1 is too large."),
        (&[i64::MIN, 1], "AMOUNT_TOO_LARGE The amount of line 1 is too large."),
        (&[121_000, -100_000], "ENTRY_UNBALANCED The entry does not balance: 210.00 EUR more debit."),
        (&[1, -2], "ENTRY_UNBALANCED The entry does not balance: 0.01 EUR more credit."),
        (&[121_000, -100_000, -21_000], "balanced"),
        (&[LARGEST_AMOUNT, -LARGEST_AMOUNT], "balanced"),
    ];
    for (amounts, expected) in rows {
        assert_eq!(verdict(amounts), expected, "{amounts:?}");
    }
}
