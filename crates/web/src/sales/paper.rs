//! The paper: a document as it is printed, from what was kept when it was booked and from nothing else.

use askama::Template;
use books::sales::invoices::{InBooks, Kind, Printed, PrintedLine, PrintedVat};
use kernel::{Day, Failure, Money};

use crate::company::moments::short_day;

/// A document on its paper; `sales/paper.html` shows it as `paper`.
#[derive(Debug)]
pub struct Paper(pub Printed);

impl Paper {
    pub fn printed(&self) -> &Printed {
        &self.0
    }

    pub fn title(&self) -> &'static str {
        self.0.kind.label()
    }

    /// What stands above the address.
    pub fn to_label(&self) -> &'static str {
        if self.0.debtor.is_some() { "Sent to" } else { "Bill to" }
    }

    pub fn day(&self, day: &Day) -> String {
        short_day(*day)
    }

    pub fn amount(&self, amount: &Money) -> String {
        kernel::format_for_people(*amount)
    }

    /// `1.5 hour`, with what is taken off behind it.
    pub fn quantity(&self, line: &PrintedLine) -> String {
        format!("{} {}", line.quantity, line.unit).trim_end().to_owned()
    }

    pub fn price(&self, line: &PrintedLine) -> String {
        super::grouped(&line.unit_price.to_string())
    }

    pub fn discount(&self, line: &PrintedLine) -> Option<String> {
        (line.discount.0 > 0).then(|| format!("less {} %", line.discount))
    }

    /// `VAT 21 %`, or the name of a code that takes nothing.
    pub fn vat_label(&self, vat: &PrintedVat) -> String {
        if vat.rate.0 == 0 { vat.name.clone() } else { format!("VAT {} %", vat.rate) }
    }

    /// What has to be said about paying.
    pub fn terms(&self) -> String {
        let printed = &self.0;
        if printed.kind == Kind::CreditNote {
            return match &printed.credits {
                Some(number) => format!("This credit note corrects invoice {number}."),
                None => String::new(),
            };
        }
        let mut terms = match printed.payment_days {
            0 => "Payable at once.".to_owned(),
            1 => "Payable within 1 day.".to_owned(),
            days => format!("Payable within {days} days."),
        };
        if printed.discount.0 > 0 {
            terms.push_str(&format!(" {} % discount for early payment.", printed.discount));
        }
        terms
    }

    /// The words of the law, each once.
    pub fn legal_texts(&self) -> Vec<&str> {
        let mut texts: Vec<&str> = Vec::new();
        for vat in self.0.vats.iter().filter(|vat| !vat.text.is_empty()) {
            if !texts.contains(&vat.text.as_str()) {
                texts.push(&vat.text);
            }
        }
        texts
    }

    /// The document in the currency of the office's books.
    pub fn in_books(&self, books: &InBooks) -> String {
        let (net, gross) = (self.amount(&books.net), self.amount(&books.gross));
        let (own, other) = (books.gross.currency, self.0.currency);
        format!("In {own}, at {} {own} for 1 {other}: net {net}, total {gross}.", books.rate)
    }

    pub fn sum_label(&self) -> &'static str {
        match self.0.kind {
            Kind::Invoice => "To pay",
            Kind::CreditNote => "To your credit",
        }
    }
}

/// A page with nothing but the paper. It carries no nonce and no script, so that a reprint is the same byte for byte.
#[derive(Template)]
#[template(path = "sales/print.html")]
struct PrintPage {
    paper: Paper,
}

/// The print view as HTML.
pub fn page(printed: &Printed) -> books::Result<String> {
    PrintPage { paper: Paper(printed.clone()) }.render().map_err(Failure::broken)
}
