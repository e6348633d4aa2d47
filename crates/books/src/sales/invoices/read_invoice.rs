//! Reads one invoice as page and API show it, its paper, and what its form offers.

use kernel::{
    AccountId, ClientId, Day, EntryId, Failure, GroupId, InvoiceId, PaymentId, SeriesId, VatCodeId, VatZoneId,
};
use serde::Serialize;

use super::book_invoice::objections;
use super::draft::Identity;
use super::facts::{self, DraftFacts, RecipientsOfGroup};
use super::{Agency, Draft, FreeUse, Invoice, Kind, Origin, Printed, State, Terms, Values, free_units, list, store};
use crate::clients::{self, Client};
use crate::sales::products::{self, Product, ProductGroupChoice};
use crate::sales::{agreements, payments};
use crate::{Ask, Permission, Result, Scene, company, ledger};

/// One invoice, unless its client is not in the asker's sight. A draft is derived anew: it shows what would be booked.
#[derive(Clone, Copy, Debug)]
pub struct ReadInvoice {
    pub id: InvoiceId,
}

/// An invoice as page and API show it.
#[derive(Clone, Debug)]
pub struct InvoiceView {
    pub invoice: Invoice,
    pub client: Client,
    pub printed: Printed,
    pub state: State,
    /// What is not settled yet, in minor units: below zero on a credit note, 0 for drafts.
    pub open: i64,
    /// The groups that the document was posted with; none on a draft.
    pub groups: Vec<GroupOnPaper>,
    /// The name of the posting group that the accounts come from.
    pub posting_group: String,
    pub vat_zone: String,
    pub numbers: Numbers,
    /// The entry behind the document, line by line; of a draft the one that booking would make.
    pub posted: Vec<PostedLine>,
    pub entry_number: Option<i64>,
    pub booked_by: Option<String>,
    /// What keeps a draft from being booked.
    pub objection: Option<kernel::Refusal>,
    /// The documents that correct this one, or that it corrects.
    pub related: Vec<Related>,
    /// What it was paid with.
    pub paid_with: Vec<PaidWith>,
    /// By how much booking the draft goes over the client's or its group's credit limit, in minor units.
    pub over_limit: Option<i64>,
    /// Through whom it was booked.
    pub agency: Option<Agency>,
    /// The agreement that gives its free lines, and how much.
    pub free: Option<FreeUse>,
}

/// A payment, or another credit, and how much of the document it settled in minor units.
#[derive(Clone, Debug)]
pub struct PaidWith {
    pub entry: EntryId,
    pub entry_number: i64,
    pub payment: Option<PaymentId>,
    pub day: Day,
    pub amount: i64,
}

/// The series that a document is numbered from, and who says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbers {
    pub series: SeriesId,
    pub name: String,
    pub origin: Origin,
}

#[derive(Clone, Debug, Serialize)]
pub struct GroupOnPaper {
    pub id: GroupId,
    pub kind: String,
    pub name: String,
}

/// A debit or credit line; one of the two is 0. Minor units.
#[derive(Clone, Debug)]
pub struct PostedLine {
    pub account: AccountName,
    pub debit: i64,
    pub credit: i64,
}

#[derive(Clone, Debug)]
pub struct AccountName {
    pub id: AccountId,
    pub number: String,
    pub name: String,
    pub kind: ledger::AccountKind,
}

/// Another document of the same business.
#[derive(Clone, Debug)]
pub struct Related {
    pub id: InvoiceId,
    pub title: String,
    pub kind: Kind,
    pub booked: bool,
    pub gross: kernel::Money,
}

impl Ask for ReadInvoice {
    const NEEDS: Permission = Permission::ViewInvoices;
    type Answer = InvoiceView;

    fn answer(self, scene: &Scene<'_>) -> Result<InvoiceView> {
        let stored = store::find_in_sight(scene, self.id)?.ok_or_else(|| Failure::missing("invoice", self.id))?;
        let related = list::store::related(scene, &stored)?;
        if stored.is_booked() { booked(scene, stored, related) } else { draft(scene, stored, related) }
    }
}

fn booked(scene: &Scene<'_>, invoice: Invoice, related: Vec<Related>) -> Result<InvoiceView> {
    let client = clients::store::find(scene, invoice.client)?;
    let client = client.ok_or_else(|| Failure::broken("an invoice without its client"))?;
    let then = store::groups_then(scene, invoice.id)?;
    let posting_group = then.iter().find(|group| group.kind == "posting").map(|group| group.name.clone());
    let open = list::store::open_of(scene, invoice.id)?;
    let printed = match store::printed(scene, invoice.id)? {
        Some(printed) => printed,
        // A document that came in by import was printed elsewhere; ours shows it as it can.
        None => Printed::of(&invoice, &DraftFacts::load(scene, &Draft::of(&invoice))?),
    };
    let names = company::member_names(scene)?;
    let posted = list::store::posted(scene, &invoice)?;
    Ok(InvoiceView {
        state: State::of(true, invoice.due, (open, invoice.gross.minor), scene.today),
        booked_by: invoice.booking.as_ref().map(|booking| names.of(&booking.by)),
        groups: then.into_iter().map(|g| GroupOnPaper { id: g.id, kind: g.kind, name: g.name }).collect(),
        posting_group: posting_group.unwrap_or_default(),
        vat_zone: zone_name(scene, &invoice)?,
        numbers: numbers(scene, invoice.kind, invoice.series)?,
        entry_number: list::store::entry_number(scene, &invoice)?,
        client,
        printed,
        open,
        posted,
        objection: None,
        related,
        paid_with: paid_with(scene, invoice.id)?,
        over_limit: None,
        agency: invoice.agency.map(|id| facts::find_agency(scene, id)).transpose()?,
        free: free_units::used(scene, &invoice)?,
        invoice,
    })
}

fn draft(scene: &Scene<'_>, stored: Invoice, related: Vec<Related>) -> Result<InvoiceView> {
    let draft = Draft::of(&stored);
    let facts = DraftFacts::load(scene, &draft)?;
    let mut ids = kernel::IdMaker::new(kernel::Instant(0), [0; 32]);
    let (invoice, refused) = match draft.derive(Identity::of(&stored), &facts, &mut ids) {
        // Ids of lines are those stored: nothing is written here.
        Ok(derived) => (with_stored_ids(derived, &stored), None),
        Err(refusal) => (stored, Some(refusal)),
    };
    let closed = ledger::store::closed_months(scene)?;
    let objection = refused.or_else(|| objections(&invoice, &facts, &closed).err());
    Ok(InvoiceView {
        printed: Printed::of(&invoice, &facts),
        state: State::Draft,
        open: 0,
        groups: Vec::new(),
        posting_group: facts.group.name.clone(),
        vat_zone: zone_name(scene, &invoice)?,
        numbers: numbers(scene, invoice.kind, facts.series_for(invoice.kind))?,
        posted: list::store::would_post(scene, &invoice, &facts)?,
        entry_number: None,
        booked_by: None,
        objection,
        related,
        paid_with: Vec::new(),
        over_limit: over_limit(scene, &invoice, &facts)?,
        free: facts.free_use(&invoice).or(free_units::used(scene, &invoice)?),
        agency: facts.agency,
        client: facts.client,
        invoice,
    })
}

/// A client's own limit counts before its group's; one in another currency than the books says nothing here.
fn over_limit(scene: &Scene<'_>, invoice: &Invoice, facts: &DraftFacts) -> Result<Option<i64>> {
    let books = facts.company.currency;
    let of_client =
        facts.client.details.credit_limit.filter(|_| facts.client.details.currency.is_none_or(|c| c == books));
    let limit = match of_client {
        Some(limit) => Some(limit),
        None => facts::store::limit_of_group(scene, invoice.posting_group)?
            .filter(|_| facts.group.values.currency.is_none_or(|currency| currency == books)),
    };
    let Some(limit) = limit.filter(|_| invoice.kind == Kind::Invoice && invoice.gross_in_books().currency == books)
    else {
        return Ok(None);
    };
    let open = ledger::open_items::store::open_of_clients(scene, &[invoice.client])?;
    let owed = open.iter().map(|item| item.remaining).sum::<i64>().saturating_add(invoice.gross_in_books().minor);
    Ok(Some(owed.saturating_sub(limit)).filter(|over| *over > 0))
}

fn paid_with(scene: &Scene<'_>, invoice: InvoiceId) -> Result<Vec<PaidWith>> {
    let rows = payments::store::paid_with(scene, invoice)?;
    let paid = |(entry, entry_number, payment, day, amount)| PaidWith { entry, entry_number, payment, day, amount };
    Ok(rows.into_iter().map(paid).collect())
}

/// The wanted series or the company's own, which is the first of its kind; every other comes from a customer group.
fn numbers(scene: &Scene<'_>, kind: Kind, wanted: Option<SeriesId>) -> Result<Numbers> {
    let series = ledger::series_for(scene, kind.numbered_as(), wanted)?;
    let origin = if series.place == 1 { Origin::Company } else { Origin::Group };
    Ok(Numbers { series: series.id, name: series.name, origin })
}

fn zone_name(scene: &Scene<'_>, invoice: &Invoice) -> Result<String> {
    let zones = ledger::store::vat_zones(scene)?;
    let zone = zones.into_iter().find(|zone| zone.id == invoice.terms.vat_zone.value);
    Ok(zone.map(|zone| zone.name.to_string()).unwrap_or_default())
}

fn with_stored_ids(mut derived: Invoice, stored: &Invoice) -> Invoice {
    for (line, old) in derived.lines.iter_mut().zip(&stored.lines) {
        line.id = old.id;
    }
    derived
}

/// The paper alone, for the print view.
#[derive(Clone, Copy, Debug)]
pub struct ReadPrinted {
    pub id: InvoiceId,
}

impl Ask for ReadPrinted {
    const NEEDS: Permission = Permission::ViewInvoices;
    type Answer = Printed;

    fn answer(self, scene: &Scene<'_>) -> Result<Printed> {
        Ok(ReadInvoice { id: self.id }.answer(scene)?.printed)
    }
}

/// What a new document of a client would take over, before anything is typed (A1-17).
#[derive(Clone, Copy, Debug)]
pub struct ReadTerms {
    pub client: ClientId,
    pub day: Day,
}

#[derive(Clone, Debug)]
pub struct TermsOfClient {
    pub terms: Terms,
    pub posting_group: String,
    /// Number of the control account.
    pub account: String,
    /// The name of whom the paper goes to, and of the corporate group that says so.
    pub sent_to: Option<(String, String)>,
    pub numbers: Numbers,
    /// For whom lines can be, beside the client itself.
    pub recipients: Vec<RecipientsOfGroup>,
    /// Of the currency, where that is not the company's and a rate is known.
    pub rate: Option<ledger::DayRate>,
}

impl Ask for ReadTerms {
    const NEEDS: Permission = Permission::ViewInvoices;
    type Answer = TermsOfClient;

    fn answer(self, scene: &Scene<'_>) -> Result<TermsOfClient> {
        let draft = Draft {
            kind: Kind::Invoice,
            client: self.client,
            agency: None,
            day: self.day,
            service_day: None,
            typed: Values::default(),
            reference: String::new(),
            note: String::new(),
            credits: None,
            lines: Vec::new(),
        };
        let facts = DraftFacts::load(scene, &draft)?;
        Ok(TermsOfClient {
            terms: draft.terms(&facts),
            numbers: numbers(scene, Kind::Invoice, facts.series_for(Kind::Invoice))?,
            recipients: facts::offered_recipients(scene, self.client)?,
            sent_to: facts.central().map(|(group, head)| (head.details.name.to_string(), group.name.clone())),
            rate: facts.rate,
            posting_group: facts.group.name,
            account: facts.group.account_number,
        })
    }
}

/// What the form of a draft offers.
#[derive(Clone, Copy, Debug)]
pub struct ReadInvoiceChoices;

#[derive(Clone, Debug)]
pub struct InvoiceChoices {
    pub products: Vec<Product>,
    pub product_groups: Vec<ProductGroupChoice>,
    pub vat_codes: Vec<(VatCodeId, String)>,
    pub vat_zones: Vec<(VatZoneId, String)>,
    /// Accounts that sales can stand on; only for those who may choose them.
    pub accounts: Vec<AccountName>,
    pub currency: kernel::Currency,
    /// Through whom orders can be booked: the members of corporate agencies, by name.
    pub agencies: Vec<(ClientId, String)>,
    /// Whether there is an agreement by which lines can be free.
    pub has_rebates: bool,
}

impl Ask for ReadInvoiceChoices {
    const NEEDS: Permission = Permission::ViewInvoices;
    type Answer = InvoiceChoices;

    fn answer(self, scene: &Scene<'_>) -> Result<InvoiceChoices> {
        let codes = facts::store::vat_codes(scene)?;
        let may_choose = scene.rights.has(Permission::PostEntries);
        Ok(InvoiceChoices {
            products: products::store::offered(scene)?,
            product_groups: products::store::groups(scene)?,
            vat_codes: codes.into_iter().map(|code| (code.id, format!("{} {}", code.code, code.name))).collect(),
            vat_zones: ledger::store::vat_zones(scene)?
                .into_iter()
                .map(|zone| (zone.id, zone.name.to_string()))
                .collect(),
            accounts: if may_choose { list::store::sales_accounts(scene)? } else { Vec::new() },
            currency: company::read(scene)?.currency,
            agencies: agreements::agencies(scene)?,
            has_rebates: agreements::any_rebate(scene)?,
        })
    }
}
