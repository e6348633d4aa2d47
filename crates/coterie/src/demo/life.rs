//! Two years in the life of Harbour & Finch, month by month.

use books::clients::{
    Address, AssignClientGroups, CreateBillingGroup, Details, Filter, HideBillingGroup, RegisterClient, Status, Wish,
};
use books::company::{AddMember, ChangeCompany, ContactChange, ListMembers, ListRoles};
use books::groups::{CreateClientGroup, CreateGroupSet, CreateSmartGroup, ListCustomerGroups};
use books::hallway::NewPerson;
use books::ledger::{ClosePeriod, Line, ListAccounts, PostEntry};
use books::sales::invoices::{BookInvoice, CreditInvoice, Draft, DraftInvoice, DraftLine, ReadInvoice, Values};
use books::sales::payments::{AllocatedTo, Allocation, RecordPayment};
use books::sales::products::{AddProduct, ProductKind, ReadProductChoices};
use books::work::LogTime;
use kernel::{
    AccountId, ClientId, Currency, Day, Failure, GroupId, InvoiceId, LegalEntity, MemberId, Minutes, Money, Month,
    Name, ProductId, Quantity, UnitPrice,
};

use super::cast::{BILLING_GROUPS, CAST, COLLEAGUES, FEES, Part, SEGMENTS, SERVICES, SET, SMART, TRADING, WORK};
use super::kept;
use super::story::Story;
use crate::cli::Progress;

/// What stands once the office is set up, and grows month by month.
struct Office {
    segments: Vec<GroupId>,
    customer_groups: Vec<GroupId>,
    services: Vec<ProductId>,
    members: Vec<MemberId>,
    bank: AccountId,
    rent: AccountId,
    wages: AccountId,
    /// In the order of the cast, as far as they have come.
    clients: Vec<Option<ClientId>>,
    /// Booked and not paid yet.
    open: Vec<InvoiceId>,
}

/// Two years.
pub const MONTHS: i64 = 24;

pub fn live(story: &mut Story<'_>, progress: &Progress) -> Result<(), Failure> {
    let mut office = set_up(story)?;
    kept::teams(story, &office.members)?;
    let mut month = story.first.month();
    for number in 0..MONTHS {
        progress.now(&month.to_string());
        welcome(story, &mut office, number, month)?;
        work(story, &office, number, month)?;
        running_costs(story, &office, month)?;
        payments(story, &mut office, number, month)?;
        invoices(story, &mut office, number, month)?;
        if number == 12 {
            regroup(story, &office)?;
        }
        if let Some(behind) = number.checked_sub(12).filter(|behind| *behind >= 0) {
            close(story, behind)?;
        }
        month = month.next().map_err(Failure::broken)?;
        progress.step();
    }
    story.go_to(story.today)?;
    bill_together(story, &office)?;
    let family = ["Fennimore & Plover Ltd", "Bramblewick Trust", "Orrin Tallow"];
    let [payer, trust, person] = family.map(|label| one_of_the_cast(&office, label));
    super::families::invoice(story, [payer?, trust?, person?])?;
    super::abroad::trade(story, one_of_the_cast(&office, "Grey Bay Outfitters")?, office.bank)?;
    super::corporate::gather(story, |label| one_of_the_cast(&office, label))?;
    kept::questions(story, &office.segments)
}

fn set_up(story: &Story<'_>) -> Result<Office, Failure> {
    let contact = ContactChange {
        street: Some(Some("4 Finch Row".to_owned())),
        zip: Some(Some("E21 4HF".to_owned())),
        city: Some(Some("Port Ebb".to_owned())),
        email: Some(Some("office@harbourfinch.example".to_owned())),
        ..ContactChange::default()
    };
    story.perform(ChangeCompany { contact, ..ChangeCompany::default() })?;
    let set = story.perform(CreateGroupSet { name: name(SET) })?;
    let segments = story.all(SEGMENTS.iter().map(|(label, color, in_set)| CreateClientGroup {
        name: name(label),
        color: Some(*color),
        note: String::new(),
        set: in_set.then_some(set),
    }))?;
    let prospects = Filter { statuses: vec![Status::Prospect], ..Filter::default() };
    let group = CreateClientGroup { name: name(SMART), color: Some(5), note: String::new(), set: None };
    story.perform(CreateSmartGroup { group, filter: prospects.for_group()? })?;
    let customer_groups = story.ask(ListCustomerGroups { with_archived: false })?;
    let accounts = story.ask(ListAccounts { on: None, with_archived: false })?.accounts;
    let first_of = |category: &str| {
        let found = accounts.iter().find(|view| view.account.category == category);
        found.map(|view| view.account.id).ok_or_else(|| Failure::broken(format!("no account for {category}")))
    };
    Ok(Office {
        segments,
        customer_groups: customer_groups.items.iter().map(|line| line.posting.group.id).collect(),
        services: services(story)?,
        members: colleagues(story)?,
        bank: first_of("bank")?,
        rent: first_of("premises")?,
        wages: first_of("staff")?,
        clients: CAST.iter().map(|_| None).collect(),
        open: Vec::new(),
    })
}

fn services(story: &Story<'_>) -> Result<Vec<ProductId>, Failure> {
    let groups = story.ask(ReadProductChoices)?.groups;
    let mut services = Vec::new();
    for (number, label, unit, price, group) in SERVICES {
        let group = groups.iter().find(|choice| choice.number == *group);
        services.push(AddProduct {
            number: Some(number.parse().map_err(Failure::broken)?),
            kind: if *unit == "piece" && number.starts_with('G') { ProductKind::Product } else { ProductKind::Service },
            name: name(label),
            unit: (*unit).to_owned(),
            price: UnitPrice::parse(price, Currency::EUR).map_err(Failure::broken)?,
            product_group: group.ok_or_else(|| Failure::broken("the chart lacks a product group"))?.id,
        });
    }
    story.all(services)
}

/// Colleagues come in without a password: they log in once the owner has sent them a link.
fn colleagues(story: &Story<'_>) -> Result<Vec<MemberId>, Failure> {
    let roles = story.ask(ListRoles)?;
    let hallway = story.desk.hallway();
    for (who, email, builtin) in COLLEAGUES {
        let email: kernel::Email = email.parse().map_err(Failure::broken)?;
        let person = hallway.add_person(NewPerson { email: email.clone(), name: name(who), password: None })?;
        let role = roles.iter().find(|view| view.role.builtin.as_deref() == Some(builtin));
        let role = role.ok_or_else(|| Failure::broken(format!("no role {builtin}")))?.role.id;
        story.perform(AddMember { person, name: name(who), email, role })?;
        hallway.seat(person, story.caller.company)?;
    }
    Ok(story.ask(ListMembers)?.into_iter().map(|view| view.member.id).collect())
}

fn welcome(story: &Story<'_>, office: &mut Office, number: i64, month: Month) -> Result<(), Failure> {
    story.go_to(month.first_day())?;
    let coming: Vec<usize> = (0..CAST.len()).filter(|place| CAST[*place].since == number).collect();
    let commands: Vec<_> = coming.iter().map(|place| registration(*place, &CAST[*place], office)).collect();
    for (place, id) in coming.into_iter().zip(story.all(commands)?) {
        office.clients[place] = Some(id);
    }
    Ok(())
}

fn registration(place: usize, part: &Part, office: &Office) -> RegisterClient {
    let mailbox: String = part.name.to_lowercase().chars().filter(char::is_ascii_alphanumeric).take(14).collect();
    let trading = TRADING.iter().find(|(of, _)| *of == part.name);
    let details = Details {
        business_name: trading.map(|(_, trading)| (*trading).to_owned()),
        legal_entity: LegalEntity::parse(part.entity).ok(),
        email: format!("books@{mailbox}.example").parse().ok(),
        phone: Some(format!("+00 555 {:04}", 100 + place * 37)),
        address: Address {
            street: Some(format!("{} Saltmarsh Row", 3 + place * 2)),
            zip: None,
            city: Some(part.city.to_owned()),
            country: part.country.parse().ok(),
        },
        responsible: office.members.get(place % office.members.len().max(1)).copied(),
        ..Details::named(name(part.name))
    };
    RegisterClient {
        number: None,
        details,
        prospect: part.prospect,
        customer_group: office.customer_groups.get(part.zone).copied(),
        client_groups: part.segments.iter().map(|segment| office.segments[*segment]).collect(),
        client_types: Vec::new(),
    }
}

fn one_of_the_cast(office: &Office, label: &str) -> Result<ClientId, Failure> {
    let place = CAST.iter().position(|part| part.name == label);
    let found = place.and_then(|place| office.clients[place]);
    found.ok_or_else(|| Failure::broken(format!("{label} is not in the cast")))
}

/// Families and firms that are billed together.
fn bill_together(story: &Story<'_>, office: &Office) -> Result<(), Failure> {
    let client = |label: &str| one_of_the_cast(office, label);
    for (label, members, payer, hidden) in BILLING_GROUPS {
        let members = members.iter().map(|label| client(label)).collect::<Result<Vec<_>, _>>()?;
        let group = CreateBillingGroup { name: name(label), members, primary_contact: Some(client(payer)?) };
        let id = story.perform(group)?;
        if *hidden {
            story.perform(HideBillingGroup { id, version: None, hidden: true })?;
        }
    }
    Ok(())
}

fn work(story: &Story<'_>, office: &Office, number: i64, month: Month) -> Result<(), Failure> {
    let days = worked_days(story, month);
    story.go_to(month.last_day())?;
    let mut entries = Vec::new();
    for (place, client) in office.clients.iter().enumerate() {
        let Some(client) = *client else { continue };
        let visits = 1 + (place + number as usize) % 3;
        for visit in 0..visits {
            let turn = place * 5 + visit * 3 + number as usize;
            let Some(day) = days.get(turn % days.len().max(1)).copied() else { continue };
            let (kind, billable) = WORK[turn % WORK.len()];
            entries.push(LogTime {
                client,
                member: office.members.get(turn % office.members.len().max(1)).copied(),
                day,
                minutes: Minutes(30 + 15 * (turn as i64 % 14)),
                rate: Some(Money { minor: 8_600, currency: Currency::EUR }),
                billable,
                work_type: kind.to_owned(),
                note: String::new(),
            });
        }
    }
    story.all(entries).map(drop)
}

/// The days of a month that have come, at most the first 26.
fn worked_days(story: &Story<'_>, month: Month) -> Vec<Day> {
    let first = month.first_day();
    (1..26).filter_map(|days| first.plus_days(days).ok()).filter(|day| *day <= story.today).collect()
}

fn running_costs(story: &Story<'_>, office: &Office, month: Month) -> Result<(), Failure> {
    let day = month.first_day().plus_days(4).map_err(Failure::broken)?;
    if day > story.today {
        return Ok(());
    }
    story.go_to(day)?;
    let costs = [("Rent of the office", office.rent, 185_000), ("Wages", office.wages, 942_000)];
    story.all(costs.map(|(text, account, amount)| PostEntry {
        day,
        text: text.to_owned(),
        document: None,
        currency: None,
        lines: vec![line(account, None, amount), line(office.bank, None, -amount)],
    }))?;
    Ok(())
}

/// Most invoices of the month before are paid; a few are left open, and older ones follow.
fn payments(story: &Story<'_>, office: &mut Office, number: i64, month: Month) -> Result<(), Failure> {
    let day = month.first_day().plus_days(17).map_err(Failure::broken)?;
    if day > story.today {
        return Ok(());
    }
    story.go_to(day)?;
    let late = |place: usize| (place as i64 + number) % 9 == 0;
    let (paid, open): (Vec<_>, Vec<_>) = office.open.iter().copied().enumerate().partition(|(place, _)| !late(*place));
    office.open = open.into_iter().map(|(_, invoice)| invoice).collect();
    let mut entries = Vec::new();
    for (_, id) in paid {
        let view = story.ask(ReadInvoice { id })?;
        let invoice = view.invoice;
        entries.push(RecordPayment {
            received: None,
            client: invoice.client,
            day: Some(day),
            amount: Money::new(view.open, invoice.gross.currency),
            account: Some(office.bank),
            text: format!("Payment of {}", invoice.number.as_deref().unwrap_or_default()),
            allocations: vec![Allocation { to: AllocatedTo::Invoice(id), amount: view.open }],
        });
    }
    story.all(entries).map(drop)
}

/// Invoices of the month; in the month that is not over yet some stay drafts.
fn invoices(story: &Story<'_>, office: &mut Office, number: i64, month: Month) -> Result<(), Failure> {
    let day = month.first_day().plus_days(25).map_err(Failure::broken)?.min(story.today);
    story.go_to(day)?;
    let mut drafts = Vec::new();
    for (place, client) in office.clients.iter().enumerate() {
        let (Some(client), false) = (*client, CAST[place].prospect) else { continue };
        let is_due = CAST[place].fee != 0 || (place as i64 + number) % 4 == 0;
        if is_due && (CAST[place].fee != 4 || month.number() % 3 == 0) {
            drafts.push(DraftInvoice { draft: draft(client, day, CAST[place].fee, office) });
        }
    }
    let drafted = story.all(drafts)?;
    let is_running = month == story.today.month();
    let booked = if is_running { drafted.len() * 3 / 4 } else { drafted.len() };
    let booked = story.all(drafted.into_iter().take(booked).map(|id| BookInvoice { id, version: None }))?;
    if number % 6 == 4
        && let Some(id) = booked.first().copied()
    {
        let credit = CreditInvoice { id, day: Some(day), lines: Vec::new(), note: "Agreed by telephone".to_owned() };
        let credit = story.perform(credit)?;
        story.perform(BookInvoice { id: credit, version: None })?;
        office.open.extend(booked.into_iter().skip(1));
    } else {
        office.open.extend(booked);
    }
    Ok(())
}

fn draft(client: ClientId, day: Day, fee: usize, office: &Office) -> Draft {
    let line = |(service, quantity): &(usize, i64)| DraftLine {
        quantity: Quantity(*quantity),
        ..DraftLine::of_product(office.services[*service])
    };
    Draft {
        kind: books::sales::invoices::Kind::Invoice,
        client,
        agency: None,
        day,
        service_day: None,
        typed: Values::default(),
        reference: String::new(),
        note: String::new(),
        credits: None,
        lines: FEES[fee].iter().map(line).collect(),
    }
}

/// After a year the office sorts its work anew, so that "as posted" and "as of today" differ.
fn regroup(story: &Story<'_>, office: &Office) -> Result<(), Failure> {
    for (place, segments) in [(6, &[0, 4][..]), (1, &[1]), (18, &[0, 1, 5]), (13, &[1])] {
        let Some(client) = office.clients[place] else { continue };
        let groups = segments.iter().map(|segment| office.segments[*segment]).collect();
        story.perform(AssignClientGroups { client, wish: Wish { groups, started_from: None } })?;
    }
    Ok(())
}

/// Closes the month that stands `number` months after the first: a year is left open for those who try things out.
fn close(story: &Story<'_>, number: i64) -> Result<(), Failure> {
    let mut month = story.first.month();
    for _ in 0..number {
        month = month.next().map_err(Failure::broken)?;
    }
    story.perform(ClosePeriod { month }).map(drop)
}

fn line(account: AccountId, client: Option<ClientId>, amount: i64) -> Line {
    Line { account, client, amount, vat_code: None, text: None, foreign: None, opens: None }
}

/// The cast's names are constants of ours; the first line of the demo would not run with a wrong one.
pub fn name(text: &str) -> Name {
    Name::parse(text).unwrap_or_else(|error| unreachable!("{text}: {error}"))
}
