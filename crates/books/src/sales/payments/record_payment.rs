//! Records what a client paid: one entry that debits the bank and credits each control account on which the paid items
//! stand. rules/payments.md

use kernel::{AccountId, ClientId, Currency, Day, Failure, IdMaker, Money, PaymentId, PostingId, Stamp};
use serde::{Deserialize, Serialize};

use super::{AllocatedTo, Allocation, Change, Payment, refusals, store};
use crate::clients::{self, Client, Sight};
use crate::ledger::open_items::{self, match_pair};
use crate::ledger::{self, Account, AccountKind, ClosedMonths, Control, Entry, Heading, Item, Line, Match, Source};
use crate::sales::invoices::facts;
use crate::{Act, Decision, Permission, Result, Scene, accept, company};

/// Without allocations the oldest due items are paid first. What is more than they take stays as the client's credit on
/// its present control account.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RecordPayment {
    pub client: ClientId,
    /// Today where it is not given.
    pub day: Option<Day>,
    pub amount: Money,
    /// The company's bank account where it is not given.
    pub account: Option<AccountId>,
    pub text: String,
    pub allocations: Vec<Allocation>,
}

/// What the rule needs.
pub struct Facts {
    client: Client,
    currency: Currency,
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
        Ok(Facts {
            client,
            currency: company::read(scene)?.currency,
            bank: match self.account {
                Some(account) => ledger::chart::store::find(scene, account)?,
                None => store::bank_account(scene)?,
            },
            control: group.account,
            open: open_items::store::open_of_clients(scene, &[self.client])?,
            named: self.named(scene)?,
            closed: ledger::store::closed_months(scene)?,
            next_number: ledger::next_entry_number(scene)?,
        })
    }

    fn decide(self, facts: Facts, stamp: &Stamp) -> Decision<PaymentId> {
        let day = self.day.unwrap_or(stamp.today);
        let bank = self.check(&facts)?.id;
        facts.closed.refuse(day)?;
        let parts = self.parts(&facts)?;
        // From here the payment will be recorded.
        let mut ids = stamp.ids();
        let (entry, matches) = self.entry(day, bank, &parts, &facts, &mut ids)?;
        let (id, name) = (ids.next(), &facts.client.details.name);
        let said = kernel::format_for_people(self.amount);
        let text = format!("Payment of {said} {} by “{name}” recorded", facts.currency);
        let payment = Payment {
            id,
            client: self.client,
            day,
            amount: self.amount.minor,
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
        if self.amount.currency != facts.currency {
            return Err(refusals::foreign(self.amount.currency, facts.currency));
        }
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
        Ok(bank)
    }

    /// Which open items are paid, and how much of each.
    fn parts(&self, facts: &Facts) -> std::result::Result<Vec<Part>, kernel::Refusal> {
        if self.allocations.is_empty() {
            return Ok(oldest_first(&facts.open, self.amount.minor));
        }
        let mut left: Vec<i64> = facts.open.iter().map(|item| item.remaining).collect();
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
        if meant.any(|item| item.client != self.client) {
            return Err(refusals::item_of_another(facts.client.details.name.as_str(), self.client));
        }
        let places: Vec<usize> = (0..left.len()).filter(|place| is_meant(&facts.open[*place])).collect();
        let open: i64 = places.iter().map(|place| left[*place].max(0)).sum();
        if allocation.amount > open {
            return Err(refusals::more_than_open(allocation.amount, Money::new(open, facts.currency)));
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

    /// One debit of the bank, one credit for each control account, and what they settle.
    fn entry(
        &self,
        day: Day,
        bank: AccountId,
        parts: &[Part],
        facts: &Facts,
        ids: &mut IdMaker,
    ) -> Result<(Entry, Vec<Match>)> {
        let mut credits: Vec<(AccountId, i64)> = Vec::new();
        let mut credit = |account: AccountId, amount: i64| match credits.iter_mut().find(|(at, _)| *at == account) {
            Some((_, sum)) => *sum += amount,
            None => credits.push((account, amount)),
        };
        for (place, amount) in parts {
            credit(facts.open[*place].account, *amount);
        }
        let rest = self.amount.minor - parts.iter().map(|(_, amount)| amount).sum::<i64>();
        if rest > 0 {
            credit(facts.control, rest);
        }
        let of_client =
            |(account, amount): (AccountId, i64)| Line::of_client(account, self.client, -amount).opening(day, None);
        let lines = std::iter::once(Line::on(bank, self.amount.minor)).chain(credits.into_iter().map(of_client));
        let text = match self.text.trim() {
            "" => format!("Payment, {}", facts.client.details.name),
            text => text.to_owned(),
        };
        let heading =
            Heading { number: facts.next_number, day, text, source: Source::Payment, document: None, reverses: None };
        let entry = Entry::balanced(heading, lines.collect(), facts.currency, ids)?;
        let matches = settled(&entry, parts, &facts.open, ids);
        Ok((entry, matches))
    }
}

fn oldest_first(open: &[Item], amount: i64) -> Vec<Part> {
    let mut rest = amount;
    let mut parts = Vec::new();
    for (place, item) in open.iter().enumerate().filter(|(_, item)| item.remaining > 0) {
        let taken = rest.min(item.remaining);
        if taken > 0 {
            parts.push((place, taken));
        }
        rest -= taken;
    }
    parts
}

fn settled(entry: &Entry, parts: &[Part], open: &[Item], ids: &mut IdMaker) -> Vec<Match> {
    let mut credits = entry.items();
    let mut open = open.to_vec();
    let by = (entry.heading.day, Some(entry.id));
    let mut matches = Vec::new();
    for (place, amount) in parts {
        let debit = &mut open[*place];
        let credit = credits.iter_mut().find(|credit| credit.account == debit.account);
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
