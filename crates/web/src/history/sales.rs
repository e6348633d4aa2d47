//! Services and products, invoices and credit notes.

use books::sales::Change;
use books::sales::invoices::{Change as InvoiceChange, Effective, GroupThen, Invoice, Line};
use books::sales::payments::{Change as PaymentChange, Payment};
use books::sales::products::{Change as ProductChange, Product};

use super::facts::{Facts, Told};
use super::{Words, day, money, quoted};

pub(super) fn tell(change: &Change, words: &Words) -> Told {
    match change {
        Change::Product(change) => product_change(change, words),
        Change::Invoice(change) => invoice_change(change, words),
        Change::Agreement(change) => super::agreements::tell(change, words),
        Change::Payment(PaymentChange::Recorded(new)) => Told::of("Payment recorded", payment(new, words)),
    }
}

fn payment(payment: &Payment, words: &Words) -> Facts {
    Facts::none()
        .say("Client", words.name(payment.client))
        .say("Date", day(payment.day))
        .say("Amount", words.minor(payment.amount))
        .say("Bank account", words.name(payment.account))
        .say("Text", &payment.text)
        .say("Entry", words.name(payment.entry))
}

fn product_change(change: &ProductChange, words: &Words) -> Told {
    let titled = |product: &Product, what: &str| format!("{} {} {what}", product.kind.label(), quoted(&product.name));
    match change {
        ProductChange::Added(new) => Told::of(titled(new, "added"), product(new, words)),
        ProductChange::Changed { before, after } => {
            Told::differing(titled(after, "changed"), &product(before, words), product(after, words))
        }
        ProductChange::Archived(id) => {
            Told::of(format!("Service or product {} archived", quoted(words.name(*id))), Facts::none())
        }
        ProductChange::Restored(id) => {
            Told::of(format!("Service or product {} restored", quoted(words.name(*id))), Facts::none())
        }
        ProductChange::Deleted(old) => Told::of(titled(old, "deleted"), product(old, words)),
    }
}

fn product(product: &Product, words: &Words) -> Facts {
    Facts::none()
        .say("Kind", product.kind.label())
        .say("Name", product.name.as_str())
        .say("Number", product.number.as_str())
        .say("Unit", &product.unit)
        .say("Price", format!("{} {}", product.price, product.price.currency))
        .say("Product group", words.name(product.product_group))
        .flag("Archived", product.archived)
}

fn invoice_change(change: &InvoiceChange, words: &Words) -> Told {
    let titled = |invoice: &Invoice, what: &str| format!("{} {} {what}", invoice.kind.label(), invoice.title());
    match change {
        InvoiceChange::Drafted(new) => Told::of(titled(new, "drafted"), invoice(new, words)),
        InvoiceChange::DraftChanged { before, after } => {
            Told::differing(titled(after, "changed"), &invoice(before, words), invoice(after, words))
        }
        InvoiceChange::DraftDeleted(old) => Told::of(titled(old, "deleted"), invoice(old, words)),
        InvoiceChange::Booked { invoice: booked, groups, .. } => {
            Told::of(titled(booked, "booked"), with_groups(invoice(booked, words), groups))
        }
        InvoiceChange::TakenIn { invoice: taken, groups } => {
            Told::of(titled(taken, "taken in"), with_groups(invoice(taken, words), groups))
        }
    }
}

/// The groups of the client on the invoice's day, by their names of then.
fn with_groups(facts: Facts, groups: &[GroupThen]) -> Facts {
    let names: Vec<&str> = groups.iter().map(|group| group.name.as_str()).collect();
    facts.say("Groups of the client then", names.join(", "))
}

fn invoice(invoice: &Invoice, words: &Words) -> Facts {
    let terms = &invoice.terms;
    let booked = invoice.entry().map(|entry| format!("Entry {}", words.name(entry)));
    let facts = Facts::none()
        .say("Client", words.name(invoice.client))
        .maybe("Booked through", invoice.agency.map(|agency| words.name(agency)))
        .say("Date", day(invoice.day))
        .maybe("Day of service", invoice.service_day.map(day))
        .say("Due", day(invoice.due))
        .say("Customer group", words.name(invoice.posting_group))
        .say("Debtor control account", words.name(invoice.account))
        .say("Reference", &invoice.reference)
        .say("Words on the paper", &invoice.note)
        .maybe("Corrects", invoice.credits.map(|credited| format!("Invoice {}", words.name(credited))))
        .say("Payment term in days", of(&terms.payment_days, i64::to_string))
        .say("Discount for early payment", of(&terms.discount, |rate| format!("{rate} %")))
        .say("Currency", of(&terms.currency, ToString::to_string))
        .say("Language", of(&terms.language, String::clone))
        .say("Layout", of(&terms.layout, String::clone))
        .say("VAT zone", of(&terms.vat_zone, |zone| words.name(*zone)));
    let lines = invoice.lines.iter().enumerate();
    lines
        .fold(facts, |facts, (place, each)| facts.say(format!("Line {}", place + 1), line(each, words)))
        .say("Net", money(invoice.net))
        .say("VAT", money(invoice.vat))
        .say("Total", money(invoice.gross))
        .maybe("Entry of the journal", booked)
}

/// A value with the place it comes from: `30, from the customer group`.
fn of<T>(effective: &Effective<T>, text: impl Fn(&T) -> String) -> String {
    format!("{}, {}", text(&effective.value), effective.origin.label())
}

fn line(line: &Line, words: &Words) -> String {
    let unit = if line.unit.is_empty() { String::new() } else { format!(" {}", line.unit) };
    let mut parts = vec![line.text.clone(), format!("{}{unit} at {}", line.quantity, line.unit_price)];
    if line.discount.basis_points() != 0 {
        parts.push(format!("{} % discount", line.discount));
    }
    parts.extend(
        line.vat_code.map(|code| typed(format!("VAT {} ({} %)", words.name(code), line.vat_rate), line.vat_typed)),
    );
    parts.extend(line.account.map(|account| typed(format!("account {}", words.name(account)), line.account_typed)));
    parts.extend(line.recipient.map(|recipient| format!("for {}", words.name(recipient))));
    parts.extend(line.free.map(|free| format!("free, list value {}", money(free.list_value))));
    parts.push(money(line.net));
    parts.join(" · ")
}

fn typed(text: String, is_typed: bool) -> String {
    if is_typed { format!("{text}, chosen by hand") } else { text }
}
