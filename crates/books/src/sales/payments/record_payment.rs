//! Records what a client paid: one entry that debits the bank and credits each control account on which the paid items
//! stand. rules/payments.md

use kernel::{AccountId, ClientId, Currency, Day, Failure, IdMaker, Money, PaymentId, PostingId, Rounding, Stamp};
use serde::{Deserialize, Serialize};

use super::{AllocatedTo, Allocation, Change, Payment, refusals, store};
use crate::clients::{self, Client, Sight};
use crate::ledger::open_items::{self, match_pair};
use crate::ledger::rates;
use crate::ledger::{
    self, Account, AccountKind, ClosedMonths, Control, DayRate, Entry, Foreign, Heading, Item, Line, Match, Source,
};
use crate::sales::invoices::facts;
use crate::{Act, Decision, Permission, Result, Scene, accept, company};

/// Without allocations the oldest due items are paid first. What is more than they take stays as the client's credit on
/// its present control account.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RecordPayment {
    pub client: ClientId,
    /// Today where it is not given.
    pub day: Option<Day>,
    /// In the currency that was paid: only what is open in that is settled.
    pub amount: Money,
    /// What the bank account got in the company's currency, where another was paid; by the rate of the day where it is not
    /// given.
    pub received: Option<Money>,
    /// The company's bank account where it is not given.
    pub account: Option<AccountId>,
    pub text: String,
    pub allocations: Vec<Allocation>,
}

/// What the rule needs.
pub struct Facts {
    client: Client,
    currency: Currency,
    /// Of the day, where another currency than the company's was paid.
    rate: Option<DayRate>,
    exchange: Option<AccountId>,
    bank: Option<Account>,
    /// The control account that the client's new items stand on.
    control: AccountId,
    /// What is open of the client, the oldest due first.
    open: Vec<Item>,
    /// Items that allocations name, whosever they are and settled ones too.
    named: Vec<Item>,
    closed: ClosedMonths,
    next_number: i64,
}

const LONGEST_TEXT: usize = 200;

/// So much of the open item at this place.
type Part = (usize, i64);

impl Act for RecordPayment {
    const NAME: &'static str = "record_payment";
    const NEEDS: Permission = Permission::PostEntries;
    type Facts = Facts;
    type Outcome = PaymentId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        let client = clients::store::find_in_sight(scene, self.client, Sight::of(scene.rights))?
            .ok_or_else(|| Failure::missing("client", self.client))?;
        let day = self.day.unwrap_or(scene.today);
        let group = facts::store::group_on(scene, self.client, day)?
            .ok_or_else(|| Failure::broken("a client without a posting group"))?;
        let currency = company::read(scene)?.currency;
        let foreign = self.amount.currency != currency;
        Ok(Facts {
            client,
            currency,
            rate: if foreign { rates::store::rate_on(scene, self.amount.currency, day)? } else { None },
            exchange: if foreign { rates::store::exchange_account(scene)? } else { None },
            bank: match self.account {
                Some(account) => ledger::chart::store::find(scene, account)?,
                None => store::bank_account(scene, self.amount.currency)?,
            },
            control: group.account,
            open: open_items::store::open_of_clients(scene, &[self.client])?,
            named: self.named(scene)?,
            closed: ledger::store::closed_months(scene)?,
            next_number: ledger::next_entry_number(scene)?,
        })
    }

    fn decide(self, facts: Facts, stamp: &Stamp) -> Decision<PaymentId> {
        clients::refuse_merged(&facts.client)?;
        let day = self.day.unwrap_or(stamp.today);
        let bank = self.check(&facts)?.id;
        facts.closed.refuse(day)?;
        let in_books = self.in_books(day, &facts)?;
        let parts = self.parts(&facts)?;
        let mut ids = stamp.ids();
        let (entry, matches) = self.entry((day, in_books), bank, &parts, &facts, &mut ids)?;
        // From here the payment will be recorded.
        let (id, name) = (ids.next(), &facts.client.details.name);
        let said = kernel::format_for_people(self.amount);
        let text = format!("Payment of {said} {} by “{name}” recorded", self.amount.currency);
        let payment = Payment {
            id,
            client: self.client,
            day,
            amount: in_books,
            foreign: self.foreign(&facts, self.amount.minor),
            account: bank,
            text: entry.heading.text.clone(),
            entry: entry.id,
        };
        let mut changes: Vec<crate::Change> = vec![ledger::Change::EntryPosted(Box::new(entry)).into()];
        changes.extend((!matches.is_empty()).then(|| ledger::Change::ItemsMatched(matches).into()));
        changes.push(Change::Recorded(payment).into());
        Ok(accept(id, changes).says(text).about(self.client))
    }
}

impl RecordPayment {
    fn named(&self, scene: &Scene<'_>) -> Result<Vec<Item>> {
        let (mut items, mut invoices) = (Vec::new(), Vec::new());
        for allocation in &self.allocations {
            match allocation.to {
                AllocatedTo::Item(item) => items.push(item),
                AllocatedTo::Invoice(invoice) => invoices.push(invoice),
            }
        }
        let mut named = open_items::store::among(scene, &items)?;
        named.extend(open_items::store::of_documents(scene, &invoices)?);
        Ok(named)
    }

    /// The amount and the account it goes to.
    fn check<'a>(&self, facts: &'a Facts) -> std::result::Result<&'a Account, kernel::Refusal> {
        if self.amount.minor <= 0 {
            return Err(refusals::not_positive());
        }
        if self.amount.minor > ledger::LARGEST_AMOUNT {
            return Err(refusals::too_large());
        }
        if self.text.chars().count() > LONGEST_TEXT {
            return Err(refusals::text_too_long(LONGEST_TEXT));
        }
        let bank = facts.bank.as_ref().ok_or_else(refusals::no_bank_account)?;
        if bank.archived {
            return Err(refusals::bank_archived(bank));
        }
        if bank.kind != AccountKind::Asset || bank.control != Control::None {
            return Err(refusals::not_a_bank(bank));
        }
        match bank.currency.filter(|kept_in| *kept_in != self.amount.currency) {
            Some(kept_in) => Err(refusals::bank_currency(bank, kept_in, self.amount.currency)),
            None => Ok(bank),
        }
    }

    /// What was paid in the company's currency, minor units.
    fn in_books(&self, day: Day, facts: &Facts) -> std::result::Result<i64, kernel::Refusal> {
        let (paid, books) = (self.amount.currency, facts.currency);
        let amount = match self.received {
            None if paid == books => self.amount,
            Some(received) if paid != books && received.currency == books => received,
            Some(_) => return Err(refusals::received_needless(paid, books)),
            None => {
                let rate = facts.rate.ok_or_else(|| rates::exchange_rate_missing(paid, books, day))?.rate;
                let worth = rate.convert(self.amount, books, Rounding::HalfAwayFromZero);
                worth.map_err(|_| refusals::too_large())?
            }
        };
        match amount.minor {
            ..=0 => Err(refusals::not_positive()),
            minor if minor > ledger::LARGEST_AMOUNT => Err(refusals::too_large()),
            minor => Ok(minor),
        }
    }

    /// So much of the payment's currency, where that is not the company's.
    fn foreign(&self, facts: &Facts, amount: i64) -> Option<Foreign> {
        let currency = self.amount.currency;
        (currency != facts.currency).then_some(Foreign { currency, amount })
    }

    /// Whether an item is owed in what was paid.
    fn settles(&self, item: &Item, facts: &Facts) -> bool {
        item.currency().unwrap_or(facts.currency) == self.amount.currency
    }

    /// Which open items are paid, and how much of each.
    fn parts(&self, facts: &Facts) -> std::result::Result<Vec<Part>, kernel::Refusal> {
        if self.allocations.is_empty() {
            return Ok(self.oldest_first(facts));
        }
        let mut left: Vec<i64> = facts.open.iter().map(Item::left).collect();
        let mut parts = Vec::new();
        for allocation in &self.allocations {
            self.allocate(allocation, facts, &mut left, &mut parts)?;
        }
        let allocated = parts.iter().map(|(_, amount)| i128::from(*amount)).sum::<i128>();
        match allocated > i128::from(self.amount.minor) {
            true => Err(refusals::allocated_too_much(self.amount, allocated)),
            false => Ok(parts),
        }
    }

    fn allocate(
        &self,
        allocation: &Allocation,
        facts: &Facts,
        left: &mut [i64],
        parts: &mut Vec<Part>,
    ) -> std::result::Result<(), kernel::Refusal> {
        let is_meant = |item: &Item| match allocation.to {
            AllocatedTo::Item(id) => item.id == id,
            AllocatedTo::Invoice(id) => item.document == Some(id),
        };
        if allocation.amount <= 0 {
            return Err(refusals::allocation_not_positive());
        }
        let mut meant = facts.named.iter().filter(|item| is_meant(item)).peekable();
        if meant.peek().is_none() {
            return Err(refusals::item_unknown());
        }
        // A document of a client that was merged into this one has items of both.
        let mut meant = meant.filter(|item| item.client == self.client).peekable();
        if meant.peek().is_none() {
            return Err(refusals::item_of_another(facts.client.details.name.as_str(), self.client));
        }
        if let Some(other) = meant.find(|item| !self.settles(item, facts)) {
            return Err(refusals::item_currency(other.currency().unwrap_or(facts.currency), self.amount.currency));
        }
        let places: Vec<usize> = (0..left.len()).filter(|place| is_meant(&facts.open[*place])).collect();
        let open: i64 = places.iter().map(|place| left[*place].max(0)).sum();
        if allocation.amount > open {
            return Err(refusals::more_than_open(allocation.amount, Money::new(open, self.amount.currency)));
        }
        let mut rest = allocation.amount;
        for place in places {
            let taken = rest.min(left[place].max(0));
            if taken > 0 {
                parts.push((place, taken));
                left[place] -= taken;
                rest -= taken;
            }
        }
        Ok(())
    }

    /// One debit of the bank, one credit for each control account, and what they settle. Of another currency each item has
    /// a credit of its own, of what it is in the books; what was paid more or less than that is an exchange difference.
    fn entry(
        &self,
        (day, in_books): (Day, i64),
        bank: AccountId,
        parts: &[Part],
        facts: &Facts,
        ids: &mut IdMaker,
    ) -> Result<(Entry, Vec<Match>)> {
        let mut lines = vec![Line::on(bank, in_books).worth(self.foreign(facts, self.amount.minor))];
        let (rest, rest_in_books) = self.rest(in_books, parts)?;
        let credits = match self.amount.currency == facts.currency {
            true => by_account(facts, parts, rest),
            false => item_by_item(facts, parts, (rest, rest_in_books)),
        };
        lines.extend(credits.into_iter().map(|(account, amount, units)| {
            let line = Line::of_client(account, self.client, -amount).worth(self.foreign(facts, -units));
            line.opening(day, None)
        }));
        let difference: i128 = lines.iter().map(|line| i128::from(line.amount)).sum();
        if self.amount.currency != facts.currency && difference != 0 {
            let account = facts.exchange.ok_or_else(rates::exchange_account_missing)?;
            lines.push(Line::on(account, i64::try_from(-difference).map_err(|_| refusals::too_large())?));
        }
        let text = match self.text.trim() {
            "" => format!("Payment, {}", facts.client.details.name),
            text => text.to_owned(),
        };
        let heading =
            Heading { number: facts.next_number, day, text, source: Source::Payment, document: None, reverses: None };
        let entry = Entry::balanced(heading, lines, facts.currency, ids)?;
        let matches = settled(&entry, parts, &facts.open, ids);
        Ok((entry, matches))
    }

    /// What no item takes: in the payment's currency, and in the company's.
    fn rest(&self, in_books: i64, parts: &[Part]) -> Result<(i64, i64)> {
        let rest = self.amount.minor - parts.iter().map(|(_, amount)| amount).sum::<i64>();
        let share = Rounding::HalfAwayFromZero.share(in_books, rest, self.amount.minor);
        Ok((rest, share.map_err(|_| refusals::too_large())?))
    }

    fn oldest_first(&self, facts: &Facts) -> Vec<Part> {
        let mut rest = self.amount.minor;
        let mut parts = Vec::new();
        let owed = |item: &Item| item.left() > 0 && self.settles(item, facts);
        for (place, item) in facts.open.iter().enumerate().filter(|(_, item)| owed(item)) {
            let taken = rest.min(item.left());
            if taken > 0 {
                parts.push((place, taken));
            }
            rest -= taken;
        }
        parts
    }
}

/// Account, amount in the books, and the same in the payment's currency.
type Credit = (AccountId, i64, i64);

fn by_account(facts: &Facts, parts: &[Part], rest: i64) -> Vec<Credit> {
    let mut credits: Vec<Credit> = Vec::new();
    let of_items = parts.iter().map(|(place, amount)| (facts.open[*place].account, *amount));
    for (account, amount) in of_items.chain((rest > 0).then_some((facts.control, rest))) {
        match credits.iter_mut().find(|(at, ..)| *at == account) {
            Some((_, sum, units)) => (*sum, *units) = (*sum + amount, *units + amount),
            None => credits.push((account, amount, amount)),
        }
    }
    credits
}

fn item_by_item(facts: &Facts, parts: &[Part], (rest, in_books): (i64, i64)) -> Vec<Credit> {
    let mut open = facts.open.clone();
    let mut credits: Vec<Credit> = Vec::with_capacity(parts.len() + 1);
    for (place, units) in parts {
        let item = &mut open[*place];
        // Of an item with something left there is always a part.
        let Some(amount) = item.in_books(*units) else { continue };
        open_items::take(item, amount, *units);
        credits.push((item.account, amount, *units));
    }
    credits.extend((rest > 0).then_some((facts.control, in_books, rest)));
    credits
}

fn settled(entry: &Entry, parts: &[Part], open: &[Item], ids: &mut IdMaker) -> Vec<Match> {
    let mut credits = entry.items();
    let mut open = open.to_vec();
    let by = (entry.heading.day, Some(entry.id));
    let mut matches = Vec::new();
    for (nth, (place, amount)) in parts.iter().enumerate() {
        let debit = &mut open[*place];
        let credit = match debit.foreign {
            Some(_) => credits.get_mut(nth),
            None => credits.iter_mut().find(|credit| credit.account == debit.account),
        };
        matches.extend(credit.and_then(|credit| match_pair(debit, credit, *amount, by, ids)));
    }
    matches
}

/// Whether a text is the key of an item or of an invoice.
impl std::str::FromStr for AllocatedTo {
    type Err = kernel::IdError;

    fn from_str(text: &str) -> std::result::Result<AllocatedTo, kernel::IdError> {
        match text.parse::<PostingId>() {
            Ok(item) => Ok(AllocatedTo::Item(item)),
            Err(_) => text.parse().map(AllocatedTo::Invoice),
        }
    }
}
