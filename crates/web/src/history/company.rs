//! The office, its roles, members and teams.

use books::company::{Change, Company, Member, Role, Team};
use books::{Permission, PermissionSet};

use super::facts::{Facts, Told};
use super::{Words, quoted, spoken, yes};
use crate::company::moments::MONTHS;

pub(super) fn tell(change: &Change, words: &Words) -> Told {
    match change {
        Change::Opened(company) => Told::of(format!("Company {} opened", quoted(&company.name)), office(company)),
        Change::DefaultSet { purpose, account } => Told::of(
            "Account set that the system posts to",
            Facts::none().say("Purpose", purpose_words(purpose)).say("Account", account),
        ),
        Change::CompanyChanged { before, after } => {
            Told::differing("Office settings changed", &office(before), office(after))
        }
        Change::RoleAdded(role) => Told::of(format!("Role {} added", quoted(&role.name)), new_role(role)),
        Change::RoleChanged { before, after } => {
            Told::differing(format!("Role {} changed", quoted(&after.name)), &role_rows(before), role_rows(after))
        }
        Change::RoleDeleted(role) => Told::of(format!("Role {} deleted", quoted(&role.name)), new_role(role)),
        Change::MemberAdded(new) => Told::of(format!("Member {} added", quoted(&new.name)), member(new, words)),
        Change::MemberChanged { before, after } => Told::differing(
            format!("Member {} changed", quoted(&after.name)),
            &member(before, words),
            member(after, words),
        ),
        Change::TeamCreated(new) => Told::of(format!("Team {} created", quoted(&new.name)), team(new, words)),
        Change::TeamChanged { before, after } => {
            Told::differing(format!("Team {} changed", quoted(&after.name)), &team(before, words), team(after, words))
        }
        Change::TeamDeleted(old) => Told::of(format!("Team {} deleted", quoted(&old.name)), team(old, words)),
        Change::LinkMade { member } => Told::of("One-time link made", Facts::none().say("For", words.name(*member))),
        Change::ApiKeyIssued { name, member, .. } => {
            Told::of(format!("API key {} issued", quoted(name)), Facts::none().say("Acts for", words.name(*member)))
        }
        Change::ApiKeyRevoked { name, .. } => Told::of(format!("API key {} revoked", quoted(name)), Facts::none()),
    }
}

fn purpose_words(purpose: &str) -> String {
    match purpose {
        "exchange" => "Exchange differences".to_owned(),
        "retained" => "Retained earnings".to_owned(),
        "discount" => "Discounts given".to_owned(),
        other => spoken(other),
    }
}

fn office(company: &Company) -> Facts {
    let contact = &company.contact;
    let begins = usize::try_from(company.fiscal_month - 1).ok().and_then(|place| MONTHS.get(place)).copied();
    let chart = books::company::charts::all()
        .ok()
        .and_then(|charts| charts.iter().find(|chart| chart.id == company.chart).map(|chart| chart.name.clone()));
    Facts::none()
        .say("Name", &company.name)
        .maybe("Street", contact.street.as_ref())
        .maybe("City", contact.city.as_ref())
        .maybe("Postal code", contact.zip.as_ref())
        .maybe("Country", company.country.map(|country| country.name()))
        .maybe("Email", contact.email.as_ref())
        .maybe("Phone", contact.phone.as_ref())
        .maybe("Tax number", contact.tax_number.as_ref())
        .maybe("Registration number", contact.registration_number.as_ref())
        .maybe("IBAN", contact.iban.as_ref())
        .say("Currency", company.currency.to_string())
        .maybe("Financial year begins in", begins)
        .say("Time zone", company.time_zone.replace('_', " "))
        .say("Payment term in days", company.payment_days.to_string())
        .say("Clients with open items may change their customer group", yes(company.moves_with_open_items))
        .say("Language of papers", &company.language)
        .say("Chart of accounts", chart.unwrap_or_else(|| company.chart.clone()))
}

fn labels(permissions: PermissionSet) -> impl Iterator<Item = &'static Permission> {
    Permission::ALL.iter().filter(move |permission| permissions.has(**permission))
}

fn new_role(role: &Role) -> Facts {
    let may: Vec<&str> = labels(role.permissions).map(|permission| permission.label()).collect();
    Facts::none().say("Name", &role.name).say("May", may.join("; "))
}

/// A row for each thing that a role may allow, so that a change names only what is new.
fn role_rows(role: &Role) -> Facts {
    let name = Facts::none().say("Name", &role.name);
    let row = |facts: Facts, permission: &Permission| {
        facts.say(format!("May {}", permission.label()), yes(role.permissions.has(*permission)))
    };
    Permission::ALL.iter().fold(name, row)
}

fn member(member: &Member, words: &Words) -> Facts {
    Facts::none().say("Name", &member.name).say("Email", &member.email).say("Role", words.name(member.role)).usual(
        "Active",
        yes(member.active),
        member.active,
    )
}

fn team(team: &Team, words: &Words) -> Facts {
    let names = |lead: bool| {
        let members = team.members.iter().filter(|member| member.lead == lead);
        members.map(|member| words.name(member.member)).collect::<Vec<_>>().join(", ")
    };
    Facts::none().say("Name", &team.name).say("Led by", names(true)).say("Members", names(false))
}
