//! The company's tables.

use db::{Table, View, WriteSet, params};
use kernel::{Country, Failure, Name};

use super::{Change, Company, Contact, members, roles, teams};
use crate::Result;

static COMPANY: Table = Table {
    name: "company",
    columns: &[
        "id",
        "name",
        "country",
        "currency",
        "language",
        "time_zone",
        "fiscal_month",
        "chart",
        "payment_days",
        "street",
        "zip",
        "city",
        "email",
        "phone",
        "tax_number",
        "registration_number",
        "iban",
        "moves_with_open_items",
        "version",
    ],
    on_conflict: "",
};
static DEFAULTS: Table = Table { name: "company_defaults", columns: &["purpose", "account"], on_conflict: "" };
pub(super) fn write(change: &Change, set: &mut WriteSet) {
    match change {
        Change::Opened(company) => set.insert(&COMPANY, company_row(company)),
        Change::DefaultSet { purpose, account } => set.insert(&DEFAULTS, params![purpose, account]),
        Change::CompanyChanged { after, .. } => set.run(UPDATE_COMPANY, company_row(after)),
        Change::RoleAdded(role) => roles::store::add(set, role),
        Change::RoleChanged { after, .. } => roles::store::change(set, after),
        Change::RoleDeleted(role) => roles::store::delete(set, role),
        Change::MemberAdded(member) => members::store::add(set, member),
        Change::MemberChanged { after, .. } => members::store::change(set, after),
        Change::TeamCreated(team) => teams::store::add(set, team),
        Change::TeamChanged { after, .. } => teams::store::change(set, after),
        Change::TeamDeleted(team) => teams::store::delete(set, team),
        Change::LinkMade { .. } | Change::ApiKeyIssued { .. } | Change::ApiKeyRevoked { .. } => {}
    }
}

const UPDATE_COMPANY: &str = "UPDATE company SET name = $2, country = $3, currency = $4, language = $5,
    time_zone = $6, fiscal_month = $7, chart = $8, payment_days = $9, street = $10, zip = $11, city = $12, email = $13,
    phone = $14, tax_number = $15, registration_number = $16, iban = $17, moves_with_open_items = $18, version = $19 WHERE id = $1";

fn company_row(company: &Company) -> [db::Value; 19] {
    let contact = company.contact.clone();
    params![
        company.id,
        &company.name,
        company.country.map_or(String::new(), |country| country.to_string()),
        company.currency,
        &company.language,
        &company.time_zone,
        company.fiscal_month,
        &company.chart,
        company.payment_days,
        contact.street,
        contact.zip,
        contact.city,
        contact.email,
        contact.phone,
        contact.tax_number,
        contact.registration_number,
        contact.iban,
        company.moves_with_open_items,
        company.version
    ]
}

/// The company's settings.
pub fn read(view: &View<'_>) -> Result<Company> {
    view.first(
        "SELECT id, name, country, currency, language, time_zone, fiscal_month, chart, payment_days,
                street, zip, city, email, phone, tax_number, registration_number, iban, moves_with_open_items, version FROM company",
        &[],
        |row| {
            Ok(Company {
                id: row.get(0)?,
                name: row.get(1)?,
                country: Country::parse(&row.get::<String>(2)?).ok(),
                currency: row.get(3)?,
                language: row.get(4)?,
                time_zone: row.get(5)?,
                fiscal_month: row.get(6)?,
                chart: row.get(7)?,
                payment_days: row.get(8)?,
                contact: Contact {
                    street: row.get(9)?,
                    zip: row.get(10)?,
                    city: row.get(11)?,
                    email: row.get(12)?,
                    phone: row.get(13)?,
                    tax_number: row.get(14)?,
                    registration_number: row.get(15)?,
                    iban: row.get(16)?,
                },
                moves_with_open_items: row.get(17)?,
                version: row.get(18)?,
            })
        },
    )?
    .ok_or_else(|| Failure::broken("the company's own row is missing"))
}

/// The IANA time zone of the office; UTC for books that are just being opened.
pub(crate) fn time_zone(view: &View<'_>) -> Result<String> {
    let zone = view.first("SELECT time_zone FROM company", &[], |row| row.get::<String>(0))?;
    Ok(zone.unwrap_or_else(|| "UTC".to_owned()))
}

/// A stored name is one that was checked when it came in.
pub(crate) fn stored_name(text: &str) -> db::Result<Name> {
    Name::parse(text).map_err(|error| db::DbError::Other(error.to_string()))
}

pub(crate) fn exists(view: &View<'_>) -> Result<bool> {
    Ok(view.number("SELECT COUNT(*) FROM company", &[])? > 0)
}

/// Billing groups and corporate groups that are not set aside.
pub(super) fn live_groups(view: &View<'_>) -> Result<(i64, i64)> {
    let sql = "SELECT COUNT(*) FILTER (WHERE kind = 'billing'), COUNT(*) FILTER (WHERE kind = 'corporate')
        FROM groups_of_clients
        WHERE kind IN ('billing', 'corporate') AND archived_at IS NULL AND deleted_at IS NULL";
    Ok(view.first(sql, &[], |row| Ok((row.get(0)?, row.get(1)?)))?.unwrap_or_default())
}

pub(super) fn live_clients(view: &View<'_>) -> Result<i64> {
    Ok(view.number("SELECT COUNT(*) FROM clients WHERE archived_at IS NULL AND deleted_at IS NULL", &[])?)
}

/// Whether anything is posted.
pub(super) fn has_entries(view: &View<'_>) -> Result<bool> {
    Ok(view.number("SELECT COUNT(*) FROM (SELECT id FROM entries LIMIT 1) AS one", &[])? > 0)
}
