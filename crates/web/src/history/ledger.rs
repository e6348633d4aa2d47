//! Accounts, VAT, number series, entries and periods.

use books::ledger::{Account, Change, Control, DayRate, Entry, Line, Match, Series, VatCode, VatRule};

use super::facts::{Facts, Told};
use super::{Words, day, month, quoted, yes};
use crate::layout::AccountKind;
use crate::ledger::words::{category, vat_kind};

pub(super) fn tell(change: &Change, words: &Words) -> Told {
    let titled = |account: &Account, what: &str| format!("Account {} {} {what}", account.number, account.name);
    match change {
        Change::AccountAdded(new) => Told::of(titled(new, "added"), account(new)),
        Change::AccountChanged { before, after } => {
            Told::differing(titled(after, "changed"), &account(before), account(after))
        }
        Change::AccountDeleted(old) => Told::of(titled(old, "deleted"), account(old)),
        Change::VatCodeAdded(new) => Told::of(format!("VAT code {} added", new.code), vat_code(new, words)),
        Change::VatCodeChanged { before, after } => Told::differing(
            format!("VAT code {} changed", after.code),
            &vat_code(before, words),
            vat_code(after, words),
        ),
        Change::VatZoneAdded(zone) => Told::of(
            format!("VAT zone {} added", quoted(&zone.name)),
            Facts::none().say("Number", zone.number.to_string()).say("Code", &zone.code),
        ),
        Change::VatZoneRenamed(zone) => Told::of(
            format!("VAT zone {} renamed", zone.number),
            Facts::none().say("Name", zone.name.as_str()).say("Code", &zone.code),
        ),
        Change::ProductGroupAdded(group) => Told::of(
            format!("Product group {} added", quoted(&group.name)),
            Facts::none().say("Number", group.number.to_string()),
        ),
        Change::ProductGroupRenamed(group) => {
            Told::of(format!("Product group {} renamed", group.number), Facts::none().say("Name", group.name.as_str()))
        }
        Change::VatRuleSet(rule) => Told::of("VAT and sales account set", vat_rule(rule, words)),
        Change::SeriesAdded(new) => Told::of(format!("Number series {} added", quoted(&new.name)), series(new)),
        Change::SeriesChanged(new) => Told::of(format!("Number series {} changed", quoted(&new.name)), series(new)),
        Change::NumberTaken { series, year, number } => Told::of(
            format!("Number {number} taken"),
            Facts::none()
                .say("Number series", words.name(*series))
                .say("Year", if *year > 0 { year.to_string() } else { String::new() }),
        ),
        Change::EntryPosted(new) => Told::of(format!("Entry {} posted", new.heading.number), entry(new, words)),
        Change::ItemsMatched(matches) => matched(matches, words),
        Change::ExchangeRateSet { before, after } => rate(before.as_ref(), after.as_ref()),
        Change::PeriodClosed(closed) => Told::of(format!("Period {} closed", month(*closed)), Facts::none()),
        Change::PeriodReopened(open) => Told::of(format!("Period {} reopened", month(*open)), Facts::none()),
    }
}

fn rate(before: Option<&DayRate>, after: Option<&DayRate>) -> Told {
    let facts = |rate: Option<&DayRate>| {
        Facts::none().maybe("Day", rate.map(|rate| day(rate.day))).maybe("Rate", rate.map(|rate| rate.rate))
    };
    let currency = after.or(before).map(|rate| rate.currency.to_string()).unwrap_or_default();
    match after {
        Some(_) => Told::differing(format!("Exchange rate of {currency} set"), &facts(before), facts(after)),
        None => Told::of(format!("Exchange rate of {currency} removed"), facts(before)),
    }
}

fn account(account: &Account) -> Facts {
    let control = match account.control {
        Control::None => "",
        Control::Receivable => "Receivables control",
        Control::Payable => "Payables control",
    };
    Facts::none()
        .say("Number", &account.number)
        .say("Name", account.name.as_str())
        .say("Type", AccountKind::from(account.kind).label())
        .say("Category", category(&account.category))
        .say("Control", control)
        .maybe("Currency", account.currency)
        .flag("Archived", account.archived)
}

fn vat_code(code: &VatCode, words: &Words) -> Facts {
    Facts::none()
        .say("Name", code.name.as_str())
        .say("Kind", vat_kind(&code.kind))
        .say("Rate", format!("{} %", code.rate))
        .say("Account", words.name_or_nothing(code.account))
        .say("Text on the invoice", &code.text)
        .flag("Archived", code.archived)
}

fn vat_rule(rule: &VatRule, words: &Words) -> Facts {
    Facts::none()
        .say("Product group", words.name(rule.product_group))
        .say("VAT zone", words.name(rule.zone))
        .say("VAT code", words.name(rule.vat_code))
        .say("Sales account", words.name(rule.sales_account))
}

fn series(series: &Series) -> Facts {
    Facts::none()
        .say("Documents", series.purpose.label())
        .say("Name", &series.name)
        .say("Pattern", series.pattern.to_string())
        .say("First number", series.first.to_string())
        .say("Begins anew each year", yes(series.yearly))
}

fn entry(entry: &Entry, words: &Words) -> Facts {
    let heading = &entry.heading;
    let facts = Facts::none()
        .say("Date", day(heading.day))
        .say("Text", &heading.text)
        .say("Kind", heading.source.label())
        .maybe("Document", heading.document.as_ref())
        .maybe("Reverses", heading.reverses.map(|reversed| format!("Entry {}", words.name(reversed))));
    let lines = entry.lines.iter().enumerate();
    lines.fold(facts, |facts, (place, (_, line))| facts.say(format!("Line {}", place + 1), posting(line, words)))
}

fn matched(matches: &[Match], words: &Words) -> Told {
    let back = matches.iter().filter(|one| one.amount < 0).map(|one| one.amount).sum::<i64>();
    let settled = matches.iter().filter(|one| one.amount > 0).map(|one| one.amount).sum::<i64>();
    let said = |minor: i64| if minor == 0 { String::new() } else { words.minor(minor) };
    Told::of("Open items matched", Facts::none().say("Settled", said(settled)).say("Open again", said(-back)))
}

fn posting(line: &Line, words: &Words) -> String {
    let side = if line.amount < 0 { "credit" } else { "debit" };
    let amount = words.minor(line.amount.saturating_abs());
    let mut parts = vec![format!("{amount} {side}"), words.name(line.account)];
    parts.extend(line.client.map(|client| words.name(client)));
    parts.extend(line.vat_code.map(|code| format!("VAT {}", words.name(code))));
    parts.extend(line.text.clone());
    parts.join(" · ")
}
