//! Posts a journal entry by hand.

use kernel::{ClientId, Currency, Day, EntryId, Refusal, Stamp};
use serde::{Deserialize, Serialize};

use super::{Entry, Heading, Line, Source, check_lines, store};
use crate::ledger::{Account, Change, ClosedMonths, Control, Opens, VatCode, chart, parties, periods};
use crate::{Act, Decision, Permission, Result, Scene, accept, company};

/// Posts lines that sum to zero on a day whose month is open.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PostEntry {
    pub day: Day,
    pub text: String,
    /// The number of the paper behind it.
    pub document: Option<String>,
    /// The currency in which the amounts were given, where it was said; only the company's will do.
    pub currency: Option<Currency>,
    pub lines: Vec<Line>,
}

/// What the rule needs.
pub struct Facts {
    pub currency: Currency,
    /// Those of the lines that exist.
    pub accounts: Vec<Account>,
    pub clients: Vec<ClientId>,
    pub vat_codes: Vec<VatCode>,
    pub closed: ClosedMonths,
    pub next_number: i64,
}

/// Longer entries are several: a page of the journal shows them whole.
const MOST_LINES: usize = 1000;
const LONGEST_TEXT: usize = 200;

impl Act for PostEntry {
    const NAME: &'static str = "post_entry";
    const NEEDS: Permission = Permission::PostEntries;
    type Facts = Facts;
    type Outcome = EntryId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        let accounts: Vec<_> = self.lines.iter().take(MOST_LINES).map(|line| line.account).collect();
        let clients: Vec<_> = self.lines.iter().take(MOST_LINES).filter_map(|line| line.client).collect();
        let names_vat = self.lines.iter().any(|line| line.vat_code.is_some());
        Ok(Facts {
            currency: company::read(scene)?.currency,
            accounts: chart::store::among(scene, &accounts)?,
            clients: parties::store::clients_among(scene, &clients)?,
            vat_codes: if names_vat { crate::ledger::store::vat_codes(scene)? } else { Vec::new() },
            closed: periods::store::closed_months(scene)?,
            next_number: store::next_number(scene)?,
        })
    }

    fn decide(self, facts: Facts, stamp: &Stamp) -> Decision<EntryId> {
        if self.lines.len() > MOST_LINES {
            return Err(too_long(self.lines.len()).into());
        }
        if let Some(other) = self.currency.filter(|currency| *currency != facts.currency) {
            return Err(foreign(other, facts.currency).into());
        }
        check_lines(&self.lines, facts.currency)?;
        self.check_accounts(&facts)?;
        self.check_clients(&facts)?;
        self.check_texts(&facts)?;
        facts.closed.refuse(self.day)?;
        // From here the entry will be posted.
        let heading = Heading {
            number: facts.next_number,
            day: self.day,
            text: self.text.trim().to_owned(),
            source: Source::Manual,
            document: self.document.map(|document| document.trim().to_owned()).filter(|document| !document.is_empty()),
            reverses: None,
        };
        let lines = self.lines.into_iter().map(|line| open(line, self.day, &facts)).collect();
        let entry = Entry::balanced(heading, lines, facts.currency, &mut stamp.ids())?;
        let text = format!("Entry {} posted on {}", entry.heading.number, entry.heading.day.for_people());
        let id = entry.id;
        Ok(accept(id, [Change::EntryPosted(Box::new(entry)).into()]).says(text).about(id))
    }
}

/// A line on a control account is open from its day on.
fn open(line: Line, day: Day, facts: &Facts) -> Line {
    let is_control = |account: &&Account| account.id == line.account && account.control == Control::Receivable;
    let opens = facts.accounts.iter().find(is_control).map(|_| Opens { due: day, document: None });
    Line { opens, ..line }
}

impl PostEntry {
    fn check_accounts(&self, facts: &Facts) -> kernel::Result<(), Refusal> {
        let found = |line: &Line| facts.accounts.iter().find(|account| account.id == line.account);
        if let Some(place) = self.lines.iter().position(|line| found(line).is_none()) {
            return Err(account_unknown(place + 1));
        }
        let accounts: Vec<&Account> = self.lines.iter().filter_map(found).collect();
        if let Some(account) = accounts.iter().find(|account| account.archived) {
            return Err(account_archived(account));
        }
        let lines = self.lines.iter().zip(&accounts).zip(1..);
        for ((line, account), place) in lines {
            if account.control == Control::Receivable && line.client.is_none() {
                return Err(needs_party(account, place));
            }
        }
        Ok(())
    }

    fn check_clients(&self, facts: &Facts) -> kernel::Result<(), Refusal> {
        let unknown = |line: &Line| line.client.is_some_and(|client| !facts.clients.contains(&client));
        match self.lines.iter().position(unknown) {
            Some(place) => Err(client_unknown(place + 1)),
            None => Ok(()),
        }
    }

    fn check_texts(&self, facts: &Facts) -> kernel::Result<(), Refusal> {
        let live = |code: &VatCode| !code.archived;
        let known =
            |line: &Line| line.vat_code.is_none_or(|id| facts.vat_codes.iter().any(|code| code.id == id && live(code)));
        if let Some(place) = self.lines.iter().position(|line| !known(line)) {
            return Err(vat_code_unknown(place + 1));
        }
        let texts = [Some(self.text.as_str()), self.document.as_deref()];
        let of_lines = self.lines.iter().map(|line| line.text.as_deref());
        if texts.into_iter().chain(of_lines).flatten().any(|text| text.chars().count() > LONGEST_TEXT) {
            return Err(text_too_long());
        }
        Ok(())
    }
}

fn too_long(lines: usize) -> Refusal {
    Refusal::rule(
        "ENTRY_TOO_LONG",
        format!("The entry has {lines} lines."),
        format!("An entry has at most {MOST_LINES}. Split it: each part balances by itself."),
    )
}

fn foreign(other: Currency, own: Currency) -> Refusal {
    Refusal::field(
        "CURRENCY_NOT_COMPANYS",
        "lines",
        format!("The amounts are in {other}."),
        format!(
            "The books are kept in {own}, so that every entry balances in one currency. Give the amounts in {own}."
        ),
    )
}

fn account_unknown(place: usize) -> Refusal {
    Refusal::rule(
        "ACCOUNT_UNKNOWN",
        format!("Line {place} names no account."),
        "The account does not exist, or was deleted meanwhile. Choose one from the chart of accounts.",
    )
    .detail("line", place)
    .action("Show the chart of accounts", "/ledger/accounts")
}

pub(in crate::ledger) fn account_archived(account: &Account) -> Refusal {
    Refusal::rule(
        "ACCOUNT_ARCHIVED",
        format!("{} {} is archived.", account.number, account.name),
        "An archived account keeps its entries and takes no new ones. Choose another account, or restore this one.",
    )
    .detail("account", account.id)
    .action("Show the account", format!("/ledger/accounts/{}", account.id))
}

/// rules/ledger.md#control-accounts
fn needs_party(account: &Account, place: usize) -> Refusal {
    Refusal::rule(
        "CONTROL_ACCOUNT_NEEDS_PARTY",
        format!("Line {place} on {} {} has no client.", account.number, account.name),
        "Every line on a control account belongs to a client, or the account and the clients' balances would part. \
         Name the client, or choose another account.",
    )
    .detail("line", place)
    .detail("account", account.id)
}

fn client_unknown(place: usize) -> Refusal {
    Refusal::rule(
        "CLIENT_UNKNOWN",
        format!("Line {place} names a client that does not exist."),
        "It was deleted, was merged into another one, or is not of this company. Choose a client from the list.",
    )
    .detail("line", place)
}

fn vat_code_unknown(place: usize) -> Refusal {
    Refusal::rule(
        "VAT_CODE_UNKNOWN",
        format!("Line {place} names a VAT code that cannot be used."),
        "The code does not exist or is archived. Choose one of the live VAT codes.",
    )
    .detail("line", place)
}

fn text_too_long() -> Refusal {
    Refusal::field(
        "TEXT_TOO_LONG",
        "text",
        "A text of the entry is too long.",
        format!("Texts and document numbers have at most {LONGEST_TEXT} characters. Shorten it."),
    )
}
