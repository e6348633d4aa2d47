//! The company's tables.

use db::{Table, View, WriteSet, params};
use kernel::{Country, Failure, MemberId, Name, PersonId};

use super::{Change, Company, Contact, Member, Role};
use crate::{PermissionSet, Result};

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
        "version",
    ],
    on_conflict: "",
};
static DEFAULTS: Table = Table { name: "company_defaults", columns: &["purpose", "account"], on_conflict: "" };
static ROLES: Table =
    Table { name: "roles", columns: &["id", "name", "name_key", "builtin", "permissions", "version"], on_conflict: "" };
static MEMBERS: Table = Table {
    name: "members",
    columns: &["id", "person", "name", "email", "role", "active", "version"],
    on_conflict: "",
};

pub(super) fn write(change: &Change, set: &mut WriteSet) {
    match change {
        Change::Opened(company) => set.insert(&COMPANY, company_row(company)),
        Change::DefaultSet { purpose, account } => set.insert(&DEFAULTS, params![purpose, account]),
        Change::RoleAdded(role) => set.insert(
            &ROLES,
            params![
                role.id,
                &role.name,
                kernel::name_key(&role.name),
                role.builtin.clone(),
                role.permissions.codes(),
                role.version
            ],
        ),
        Change::MemberAdded(member) => set.insert(&MEMBERS, member_row(member)),
    }
}

fn company_row(company: &Company) -> [db::Value; 18] {
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
        company.version
    ]
}

fn member_row(member: &Member) -> [db::Value; 7] {
    params![member.id, member.person, &member.name, &member.email, member.role, member.active, member.version]
}

/// The company's settings.
pub fn read(view: &View<'_>) -> Result<Company> {
    view.first(
        "SELECT id, name, country, currency, language, time_zone, fiscal_month, chart, payment_days,
                street, zip, city, email, phone, tax_number, registration_number, iban, version FROM company",
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
                version: row.get(17)?,
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

/// The account number that the system posts to for `purpose`.
pub(crate) fn defaults(view: &View<'_>, purpose: &str) -> Result<Option<String>> {
    Ok(view.first("SELECT account FROM company_defaults WHERE purpose = $1", &params![purpose], |row| row.get(0))?)
}

/// The member that a person is here, and what the role allows; `None` for strangers and deactivated members.
pub(crate) fn seat_of(view: &View<'_>, person: PersonId) -> Result<Option<(MemberId, PermissionSet)>> {
    Ok(view.first(
        "SELECT m.id, r.permissions FROM members m JOIN roles r ON r.id = m.role WHERE m.person = $1 AND m.active",
        &params![person],
        |row| Ok((row.get(0)?, PermissionSet::parse(&row.get::<String>(1)?))),
    )?)
}

pub fn roles(view: &View<'_>) -> Result<Vec<Role>> {
    Ok(view.rows("SELECT id, name, builtin, permissions, version FROM roles ORDER BY id", &[], |row| {
        Ok(Role {
            id: row.get(0)?,
            name: row.get(1)?,
            builtin: row.get(2)?,
            permissions: PermissionSet::parse(&row.get::<String>(3)?),
            version: row.get(4)?,
        })
    })?)
}

/// Every member's name by id, for audit lines.
pub(super) fn names(view: &View<'_>) -> Result<Vec<(MemberId, String)>> {
    Ok(view.rows("SELECT id, name FROM members", &[], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// A stored name is one that was checked when it came in.
pub(crate) fn stored_name(text: &str) -> db::Result<Name> {
    Name::parse(text).map_err(|error| db::DbError::Other(error.to_string()))
}

pub(crate) fn exists(view: &View<'_>) -> Result<bool> {
    Ok(view.number("SELECT COUNT(*) FROM company", &[])? > 0)
}

pub(super) fn member_name(view: &View<'_>, member: MemberId) -> Result<String> {
    let name = view.first("SELECT name FROM members WHERE id = $1", &params![member], |row| row.get(0))?;
    name.ok_or_else(|| Failure::missing("member", member))
}

pub(super) fn live_clients(view: &View<'_>) -> Result<i64> {
    Ok(view.number("SELECT COUNT(*) FROM clients WHERE archived_at IS NULL AND deleted_at IS NULL", &[])?)
}
