//! What an invoice is derived from: the client, its group on the day, the company, products, VAT rules and accounts.

pub(crate) mod store;

use kernel::{
    AccountId, ClientId, Currency, Failure, GroupId, InvoiceId, ProductGroupId, ProductId, Rate, SeriesId, VatCodeId,
    VatZoneId,
};

use super::{Agency, CentralGroup, CompanyValues, Draft, Kind, Terms, Values};
use crate::clients::{self, Client, Sight};
use crate::company::{self, Company};
use crate::ledger::{self, Control, DayRate, Item};
use crate::sales::agreements::{self, Giving};
use crate::sales::products::Product;
use crate::{Permission, Result, Scene};

/// Everything the derivation needs, asked for once.
pub struct DraftFacts {
    pub company: Company,
    pub client: Client,
    pub client_values: Values,
    pub company_values: CompanyValues,
    pub group: GroupOnDay,
    pub products: Vec<Product>,
    pub first_product_group: Option<ProductGroupId>,
    /// Of the VAT zone that the draft is in.
    pub rules: Vec<VatRule>,
    pub codes: Vec<LegalCode>,
    /// Accounts that lines name themselves.
    pub typed_accounts: Vec<SalesAccount>,
    /// Whether the asker may choose accounts instead of the rule.
    pub may_choose_accounts: bool,
    pub credited: Option<Credited>,
    /// Corporate groups whose head gets the client's papers; more than one is refused at booking.
    pub central_groups: Vec<CentralGroup>,
    /// What the document's currency is worth on its day, where it is not the company's; of a credit note what its invoice
    /// was booked at.
    pub rate: Option<DayRate>,
    /// Where differences of exchange rates go; asked for where the currency is not the company's.
    pub exchange_account: Option<AccountId>,
    /// Through whom the draft is booked, where it is another client.
    pub agency: Option<Agency>,
    /// The clients that lines name as recipients.
    pub recipients: Vec<Recipient>,
    /// The agreements that could give the free lines of an invoice; nobody asks for them without such a line.
    pub givings: Vec<Giving>,
}

/// For whom a line is.
#[derive(Clone, Debug)]
pub struct Recipient {
    /// As the line names it.
    pub asked: ClientId,
    /// Whose it is by now, where that client was merged into another.
    pub id: ClientId,
    pub name: String,
    /// It shares a billing group with the client who pays, and the asker sees it: a new line may name it.
    pub is_offered: bool,
}

/// The posting group that the client stood in on the invoice's day.
#[derive(Clone, Debug)]
pub struct GroupOnDay {
    pub id: GroupId,
    pub name: String,
    pub account: AccountId,
    pub account_number: String,
    pub account_archived: bool,
    /// Where the account is kept in another currency than the company's.
    pub account_currency: Option<Currency>,
    /// The series of its own, where it has one.
    pub series: Option<SeriesId>,
    pub values: Values,
}

/// Product group × zone → VAT code and sales account.
#[derive(Clone, Debug)]
pub struct VatRule {
    pub product_group: ProductGroupId,
    pub zone: VatZoneId,
    pub vat_code: VatCodeId,
    pub sales_account: SalesAccount,
}

/// A VAT code as the paper and the entry need it.
#[derive(Clone, Debug)]
pub struct LegalCode {
    pub id: VatCodeId,
    pub code: String,
    pub name: String,
    pub kind: String,
    pub rate: Rate,
    pub account: Option<AccountId>,
    /// What the law wants on the paper.
    pub text: String,
}

/// An account that sales can be posted to.
#[derive(Clone, Debug)]
pub struct SalesAccount {
    pub id: AccountId,
    pub number: String,
    pub control: Control,
    pub archived: bool,
}

/// The invoice that a credit note corrects, and what other credit notes took of it.
#[derive(Clone, Debug)]
pub struct Credited {
    pub id: InvoiceId,
    pub number: Option<String>,
    /// Whose it is by now, where its client was merged into another.
    pub client: ClientId,
    /// Through whom it was booked.
    pub agency: Option<ClientId>,
    /// The agreement that gave its free lines, and the list value of them that was not taken back yet, in minor units.
    pub free_by: Option<kernel::AgreementId>,
    pub free_left: i64,
    /// The day by which it is decided in which year it counts.
    pub served: kernel::Day,
    /// Where it is open; where it was booked when nothing of it is.
    pub account: AccountId,
    /// Its open items, settled ones too.
    pub items: Vec<Item>,
    pub currency: Currency,
    /// What it was booked at, where that is not the company's.
    pub rate: Option<DayRate>,
    pub is_invoice: bool,
    /// Minor units.
    pub gross: i64,
    /// Minor units of booked credit notes.
    pub credited_before: i64,
    /// The rates of then, which the correction uses too.
    pub rates: Vec<(VatCodeId, Rate)>,
    /// The accounts of its lines, which the correction may use without further right.
    pub accounts: Vec<AccountId>,
}

impl DraftFacts {
    /// Loads what `draft` needs, within the asker's sight.
    pub(crate) fn load(scene: &Scene<'_>, draft: &Draft) -> Result<DraftFacts> {
        let client = clients::store::find_in_sight(scene, draft.client, Sight::of(scene.rights))?
            .ok_or_else(|| Failure::missing("client", draft.client))?;
        let company = company::read(scene)?;
        let group = store::group_on(scene, draft.client, draft.day)?
            .ok_or_else(|| Failure::broken("a client without a posting group"))?;
        let product_ids: Vec<ProductId> = draft.lines.iter().filter_map(|line| line.product).collect();
        let account_ids: Vec<AccountId> = draft.lines.iter().filter_map(|line| line.account).collect();
        let first_zone = store::first_zone(scene)?.ok_or_else(|| Failure::broken("a company without VAT zones"))?;
        let (client_values, company_values) = (values_of(&client), company_values(&company, first_zone));
        let terms = Terms::of(&draft.typed, &client_values, &group.values, &company_values);
        let (zone, currency) = (terms.vat_zone.value, terms.currency.value);
        let credited = match draft.credits {
            Some(id) => store::credited(scene, id)?,
            None => None,
        };
        let foreign = currency != company.currency;
        let of_invoice = credited.as_ref().filter(|credited| credited.currency == currency).and_then(|it| it.rate);
        let rate = match of_invoice {
            None if foreign => ledger::rates::store::rate_on(scene, currency, draft.day)?,
            rate => rate.filter(|_| foreign),
        };
        let agency = credited.as_ref().map_or(draft.agency, |credited| credited.agency);
        Ok(DraftFacts {
            exchange_account: if foreign { ledger::rates::store::exchange_account(scene)? } else { None },
            rate,
            credited,
            client_values,
            company_values,
            products: store::products(scene, &product_ids)?,
            first_product_group: store::first_product_group(scene)?,
            rules: store::vat_rules(scene, zone)?,
            codes: store::vat_codes(scene)?,
            typed_accounts: store::accounts(scene, &account_ids)?,
            may_choose_accounts: scene.rights.has(Permission::PostEntries),
            givings: givings(scene, draft, agency)?,
            recipients: recipients(scene, draft)?,
            agency: agency.map(|id| find_agency(scene, id)).transpose()?,
            central_groups: store::central_groups(scene, draft.client, draft.day)?,
            company,
            client,
            group,
        })
    }

    /// The series that the customer group wants for a document of this kind: it has one for invoices only.
    pub fn series_for(&self, kind: Kind) -> Option<SeriesId> {
        self.group.series.filter(|_| kind == Kind::Invoice)
    }

    pub fn product(&self, id: ProductId) -> Option<&Product> {
        self.products.iter().find(|product| product.id == id)
    }

    /// The client that a line names as its recipient.
    pub fn recipient(&self, asked: ClientId) -> Option<&Recipient> {
        self.recipients.iter().find(|recipient| recipient.asked == asked)
    }

    pub fn code(&self, id: VatCodeId) -> Option<&LegalCode> {
        self.codes.iter().find(|code| code.id == id)
    }

    pub fn rule(&self, group: Option<ProductGroupId>, zone: VatZoneId) -> Option<&VatRule> {
        self.rules.iter().find(|rule| Some(rule.product_group) == group && rule.zone == zone)
    }

    /// An account that a line names: known, and not one that belongs to clients or suppliers.
    pub fn sales_account(&self, id: AccountId) -> Option<&SalesAccount> {
        self.typed_accounts.iter().find(|account| account.id == id && account.control == Control::None)
    }

    /// Any account that a line of the draft could stand on.
    pub fn any_account(&self, id: AccountId) -> Option<&SalesAccount> {
        let of_rules = self.rules.iter().map(|rule| &rule.sales_account);
        self.typed_accounts.iter().chain(of_rules).find(|account| account.id == id)
    }

    /// The code's rate; a credit note uses the rate that its invoice was booked with.
    pub fn rate_of(&self, code: &LegalCode) -> Rate {
        let of_then = self.credited.iter().flat_map(|credited| &credited.rates).find(|(id, _)| *id == code.id);
        of_then.map_or(code.rate, |(_, rate)| *rate)
    }
}

/// What could give the free lines of an invoice.
fn givings(scene: &Scene<'_>, draft: &Draft, agency: Option<ClientId>) -> Result<Vec<Giving>> {
    if draft.kind == Kind::CreditNote || !draft.lines.iter().any(|line| line.free) {
        return Ok(Vec::new());
    }
    let served = draft.service_day.unwrap_or(draft.day);
    agreements::givings(scene, agency.unwrap_or(draft.client), served.year())
}

/// Nobody is asked for where every line is for the client itself.
fn recipients(scene: &Scene<'_>, draft: &Draft) -> Result<Vec<Recipient>> {
    let mut found: Vec<Recipient> = Vec::new();
    for asked in draft.lines.iter().filter_map(|line| line.recipient).filter(|asked| *asked != draft.client) {
        if found.iter().any(|recipient| recipient.asked == asked) {
            continue;
        }
        let id = clients::store::heir(scene, asked)?;
        let Some(client) = clients::store::find(scene, id)? else { continue };
        let is_seen = clients::store::find_in_sight(scene, id, Sight::of(scene.rights))?.is_some();
        let is_offered = is_seen && store::share_a_billing_group(scene, draft.client, id)?;
        found.push(Recipient { asked, id, name: client.details.name.to_string(), is_offered });
    }
    Ok(found)
}

/// The clients for whom a line can be, by the billing groups that they share with the client who pays; a hidden group
/// offers nobody.
pub(super) fn offered_recipients(scene: &Scene<'_>, payer: ClientId) -> Result<Vec<RecipientsOfGroup>> {
    store::recipients_by_group(scene, payer, Sight::of(scene.rights))
}

/// A billing group of the client who pays, with its other members, by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecipientsOfGroup {
    pub group: GroupId,
    pub name: String,
    pub members: Vec<(ClientId, String)>,
}

pub(super) fn find_agency(scene: &Scene<'_>, id: ClientId) -> Result<Agency> {
    let seen = clients::store::find_in_sight(scene, id, Sight::of(scene.rights))?;
    let in_sight = seen.is_some();
    let found = match seen {
        Some(client) => Some(client),
        None => clients::store::find(scene, id)?,
    };
    let name = found.map(|client| client.details.name.to_string()).unwrap_or_default();
    Ok(Agency { id, name, in_sight })
}

fn values_of(client: &Client) -> Values {
    let details = &client.details;
    Values {
        payment_days: details.payment_days,
        language: details.language.clone(),
        currency: details.currency,
        layout: details.layout.clone(),
        vat_zone: details.vat_zone,
        discount: details.discount,
    }
}

/// The layout that every company has.
const STANDARD_LAYOUT: &str = "standard";

fn company_values(company: &Company, first_zone: VatZoneId) -> CompanyValues {
    CompanyValues {
        payment_days: company.payment_days,
        language: company.language.clone(),
        currency: company.currency,
        layout: STANDARD_LAYOUT.to_owned(),
        vat_zone: first_zone,
        discount: Rate::ZERO,
    }
}
