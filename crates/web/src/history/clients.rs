//! Clients, and what members may do with them.

use books::clients::{Address, Change, Client, Status};
use kernel::Money;

use super::facts::{Facts, Told};
use super::{Words, money, quoted};

pub(super) fn tell(change: &Change, words: &Words) -> Told {
    let titled = |client: &Client, what: &str| format!("Client {} {what}", quoted(&client.details.name));
    match change {
        Change::Registered(new) => Told::of(titled(new, "registered"), client(new, words)),
        Change::Changed { before, after } => {
            Told::differing(titled(after, "changed"), &client(before, words), client(after, words))
        }
        Change::Archived(old) => Told::of(titled(old, "archived"), Facts::none()),
        Change::Restored(old) => Told::of(titled(old, "taken back from the archive"), Facts::none()),
        Change::Deleted(old) => Told::of(titled(old, "deleted"), client(old, words)),
        Change::BroughtBack(old) => Told::of(titled(old, "brought back"), client(old, words)),
        Change::Merged { client, into } => {
            Told::of(format!("{} into {}", titled(client, "merged"), quoted(words.name(*into))), Facts::none())
        }
        Change::Parted { client, .. } => Told::of(titled(client, "is one of its own again"), Facts::none()),
        Change::Moved { client, from, to, .. } => Told::differing(
            format!("Client {} moved to another customer group", quoted(words.name(*client))),
            &Facts::none().say("Customer group", words.name(*from)),
            Facts::none().say("Customer group", words.name(*to)),
        ),
        Change::TypesSet { client, before, after, .. } => {
            let named = |types: &[kernel::ClientTypeId]| {
                let names: Vec<String> = types.iter().map(|of_type| words.name(*of_type)).collect();
                Facts::none().say("Client types", names.join(", "))
            };
            let title = format!("Types of client {} set", quoted(words.name(*client)));
            Told::differing(title, &named(before), named(after))
        }
        Change::RightSet { client, member, before, after } => {
            let what = format!("Rights of {} on client {}", words.name(*member), quoted(words.name(*client)));
            let right = |level: &Option<books::clients::RightLevel>| {
                Facts::none().say("On this client", level.map_or("what the role allows", |level| level.label()))
            };
            Told::differing(what, &right(before), right(after))
        }
    }
}

fn client(client: &Client, words: &Words) -> Facts {
    let details = &client.details;
    let limit = details.credit_limit.map(|minor| money(Money::new(minor, details.currency.unwrap_or(words.currency))));
    let named = Facts::none()
        .say("Name", details.name.as_str())
        .maybe("Email", details.email.as_ref())
        .maybe("Legal entity", details.legal_entity.map(|entity| entity.label()))
        .say("Customer group", words.name(client.posting_group))
        .maybe("Business name", details.business_name.as_ref())
        .say("Number", client.number.as_str())
        .maybe("Phone", details.phone.as_ref())
        .maybe("Registration number", details.registration_number.as_ref())
        .maybe("Tax number", details.tax_number.as_ref());
    let settled = address(named, &details.address, ["Street", "Postcode", "City", "Country"])
        .say("Looked after by", words.name_or_nothing(details.responsible))
        .say("Note", &details.note)
        .maybe("Payment term, days", details.payment_days)
        .maybe("Discount", details.discount.map(|rate| format!("{rate} %")))
        .say("VAT zone", words.name_or_nothing(details.vat_zone))
        .maybe("Credit limit", limit)
        .maybe("Currency", details.currency)
        .maybe("Language", details.language.as_ref())
        .maybe("Layout", details.layout.as_ref());
    let mailing = ["Mailing street", "Mailing postcode", "Mailing city", "Mailing country"];
    address(settled, &details.mailing_address, mailing)
        .say("Status", Status::of(client.lifecycle, client.portal).label())
        .flag("Archived", client.archived)
}

fn address(facts: Facts, address: &Address, labels: [&str; 4]) -> Facts {
    let [street, zip, city, country] = labels;
    facts
        .maybe(street, address.street.as_ref())
        .maybe(zip, address.zip.as_ref())
        .maybe(city, address.city.as_ref())
        .maybe(country, address.country.map(|country| country.name()))
}
