//! Corporate groups of the demo: two holdings with a switch at New Year, and recipients of one central address.

use books::clients::{AddCorporateMembers, ChangeClient, CreateCorporateGroup, Edit, ListCorporateGroups};
use books::groups::corporate::{ListClientTypes, ListCorporateTypes};
use books::sales::agreements::{MakeAgreement, Scale, Tier};
use books::sales::invoices::{BookInvoice, Draft, DraftInvoice, DraftLine, Kind, Values};
use kernel::{ClientId, Currency, Failure, Name, Quantity, Rate, UnitPrice, Year};

use super::story::Story;

/// A group: type, the client type that it takes, name, head, members; years are counted from this one.
type Led = (&'static str, &'static str, &'static str, &'static str, (i64, i64), &'static [Joined]);
/// A member with its years.
type Joined = (&'static str, i64, i64);

const GROUPS: [Led; 5] = [
    (
        "Holding",
        "Holding",
        "Nordkai Holding",
        "Nordkai Logistics GmbH",
        (-1, 3),
        &[
            ("Nordkai Logistics GmbH", -1, 3),
            ("Nordkai Freight BV", -1, 3),
            ("Merrow Boatyard", 0, 2),
            ("Kittiwake Ferries", -1, -1),
        ],
    ),
    (
        "Holding",
        "Holding",
        "Saltmarsh Holding",
        "Saltmarsh Holding",
        (-1, 2),
        &[("Merrow Boatyard", -1, -1), ("Kittiwake Ferries", 0, 1), ("Tidewater Pilots", -1, 0)],
    ),
    (
        "Invoice recipients",
        "Invoice recipient",
        "Kestrel invoices",
        "Kestrel Media House",
        (0, 2),
        &[("Kestrel Digital", 0, 2)],
    ),
    (
        "Corporate agency",
        "Corporate agency",
        "Calloway agencies",
        "Calloway Print Works",
        (0, 1),
        &[("Calloway Print Works", 0, 1), ("Inkwell Bookshop", 0, 1)],
    ),
    // Prepared for the years to come: nobody is in it yet.
    ("Holding", "Holding", "Harbour Reach Holding", "Tidewater Pilots", (2, 4), &[]),
];

/// The group that agreed on a discount.
const WITH_A_DISCOUNT: &str = "Nordkai Holding";

/// Founds the groups in the year of the story's day; `client` finds one of the cast by name.
pub(super) fn gather(story: &Story<'_>, client: impl Fn(&str) -> Result<ClientId, Failure>) -> Result<(), Failure> {
    let (types, client_types) = (story.ask(ListCorporateTypes)?, story.ask(ListClientTypes)?);
    let missing = |what: &str| Failure::broken(format!("the demo has no type {what}"));
    let this_year = story.today.year().number();
    let year = |offset: i64| Year::from_number(this_year + offset).map_err(Failure::broken);
    let mut typed: Vec<ClientId> = Vec::new();
    for (of_type, takes, name, head, (first, last), members) in GROUPS {
        let of_type = types.iter().find(|line| line.of_type.name.as_str() == of_type);
        let takes = client_types.iter().find(|line| line.of_type.name.as_str() == takes);
        let takes = takes.ok_or_else(|| missing(name))?.of_type.id;
        for label in std::iter::once(head).chain(members.iter().map(|(label, ..)| *label)) {
            let id = client(label)?;
            if !typed.contains(&id) {
                typed.push(id);
                story.perform(ChangeClient {
                    id,
                    version: None,
                    edits: Vec::new(),
                    customer_group: None,
                    client_groups: None,
                    client_types: Some(vec![takes]),
                })?;
            }
        }
        let group = story.perform(CreateCorporateGroup {
            name: Name::parse(name).map_err(Failure::broken)?,
            of_type: of_type.ok_or_else(|| missing(name))?.of_type.id,
            head: client(head)?,
            from: year(first)?.first_day(),
            until: year(last)?.last_day(),
        })?;
        for (label, first, last) in members {
            let (from, until) = (year(*first)?.first_day(), year(*last)?.last_day());
            story.perform(AddCorporateMembers { group, clients: vec![client(label)?], from, until })?;
        }
        if name == WITH_A_DISCOUNT {
            super::discounts::agree(story, group)?;
        }
    }
    send_to_the_head(story, client("Kestrel Digital")?)?;
    give_in_kind(story, client("Calloway Print Works")?, client("Larkrise Nursery School")?)
}

/// An agreement with the corporate agency, an order that earns free units, and some of them given.
fn give_in_kind(story: &Story<'_>, agency: ClientId, client: ClientId) -> Result<(), Failure> {
    let search =
        ListCorporateGroups { search: "Calloway agencies".to_owned(), limit: 1, ..ListCorporateGroups::default() };
    let group = story.ask(search)?.items.first().map(|line| line.group.group.id);
    let tier = |from: i64, percent: i64| Tier { from: from * 100, rate: Rate(percent * 100) };
    story.perform(MakeAgreement {
        group: group.ok_or_else(|| Failure::broken("the demo has no corporate agency"))?,
        year: story.today.year(),
        name: None,
        scale: Some(Scale::Slab),
        tiers: vec![tier(2_500, 4), tier(10_000, 6)],
        allow_above_100: false,
        exclusions: Vec::new(),
    })?;
    let pages = |units: i64, minor: i64, free: bool| DraftLine {
        quantity: Quantity(units * 1_000),
        free,
        ..DraftLine::of_text("Page in the season's guide", UnitPrice::new(minor * 100, Currency::EUR))
    };
    for lines in [vec![pages(12, 32_000, false)], vec![pages(1, 32_000, false), pages(2, 6_000, true)]] {
        let order = Draft { agency: Some(agency), lines, ..blank(client, story) };
        let id = story.perform(DraftInvoice { draft: order })?;
        story.perform(BookInvoice { id, version: None })?;
    }
    Ok(())
}

fn blank(client: ClientId, story: &Story<'_>) -> Draft {
    Draft {
        kind: Kind::Invoice,
        client,
        agency: None,
        day: story.today,
        service_day: None,
        typed: Values::default(),
        reference: String::new(),
        note: String::new(),
        credits: None,
        lines: Vec::new(),
    }
}

/// One booked invoice and one draft of a member whose papers go to the head of its group.
fn send_to_the_head(story: &Story<'_>, member: ClientId) -> Result<(), Failure> {
    story.perform(ChangeClient {
        id: member,
        version: None,
        edits: vec![Edit::TaxNumber(Some("IE0000417KD".to_owned()))],
        customer_group: None,
        client_groups: None,
        client_types: None,
    })?;
    let price = |minor: i64| UnitPrice::new(minor * 100, Currency::EUR);
    let draft = |text: &str, minor: i64| DraftInvoice {
        draft: Draft {
            reference: "Desk 4".to_owned(),
            lines: vec![DraftLine::of_text(text, price(minor))],
            ..blank(member, story)
        },
    };
    let id = story.perform(draft("Closing of the season's campaigns", 118_000))?;
    story.perform(BookInvoice { id, version: None })?;
    story.perform(draft("Review of the studio's contracts", 46_000)).map(drop)
}
