//! The table of clients.

use db::{Row, Table, View, WriteSet, params};
use kernel::{ClientId, Country, Email, LegalEntity, Number, Rate, Stamp};

use super::{Address, Change, Client, Details, Lifecycle, Portal, Sight};
use crate::company::stored_name;
use crate::{Permission, Result, Scene};

static CLIENTS: Table = Table {
    name: "clients",
    columns: &[
        "id",
        "number",
        "name",
        "name_fold",
        "legal_entity",
        "business_name",
        "email",
        "phone",
        "registration_number",
        "tax_number",
        "street",
        "zip",
        "city",
        "country",
        "mailing_street",
        "mailing_zip",
        "mailing_city",
        "mailing_country",
        "language",
        "currency",
        "payment_days",
        "discount",
        "vat_zone",
        "layout",
        "credit_limit",
        "note",
        "posting_group",
        "lifecycle",
        "portal",
        "responsible",
        "source",
        "search_fold",
        "created_at",
        "version",
    ],
    on_conflict: "",
};

pub(super) fn write(change: &Change, set: &mut WriteSet, stamp: &Stamp) {
    match change {
        Change::Registered(client) => set.insert(&CLIENTS, client_row(client, stamp)),
    }
}

fn client_row(client: &Client, stamp: &Stamp) -> [db::Value; 34] {
    let details = client.details.clone();
    params![
        client.id,
        client.number.as_str(),
        details.name.as_str(),
        kernel::search_fold(details.name.as_str()),
        details.legal_entity.map(|entity| entity.code()),
        details.business_name,
        details.email.map(|email| email.to_string()),
        details.phone,
        details.registration_number,
        details.tax_number,
        details.address.street,
        details.address.zip,
        details.address.city,
        details.address.country.map(|country| country.to_string()),
        details.mailing_address.street,
        details.mailing_address.zip,
        details.mailing_address.city,
        details.mailing_address.country.map(|country| country.to_string()),
        details.language,
        details.currency,
        details.payment_days,
        details.discount.map(|rate| rate.0),
        details.vat_zone,
        details.layout,
        details.credit_limit,
        details.note,
        client.posting_group,
        client.lifecycle.code(),
        client.portal.code(),
        details.responsible,
        &client.source,
        search_text(client),
        stamp.now,
        client.version
    ]
}

/// Everything that the search box finds a client by, in its folded form.
fn search_text(client: &Client) -> String {
    let details = &client.details;
    let parts = [
        Some(details.name.as_str()),
        Some(client.number.as_str()),
        details.business_name.as_deref(),
        details.email.as_ref().map(Email::as_str),
        details.tax_number.as_deref(),
        details.registration_number.as_deref(),
    ];
    kernel::search_fold(&parts.into_iter().flatten().collect::<Vec<_>>().join(" "))
}

/// Clients that a member sees without the right to see all: responsible for them, alone or through a team, or
/// given a right on them. `$next` is the member.
pub(super) fn own_clients(alias: &str, next: usize) -> String {
    format!(
        "({alias}.responsible = ${next}
          OR EXISTS (SELECT 1 FROM client_rights r WHERE r.client = {alias}.id AND r.member = ${next})
          OR EXISTS (SELECT 1 FROM team_members mine JOIN team_members theirs ON theirs.team = mine.team
                     WHERE mine.member = ${next} AND theirs.member = {alias}.responsible))"
    )
}

/// What `client` reads, in its order.
pub(super) const CLIENT_COLUMNS: &str = "c.id, c.number, c.name, c.legal_entity, c.business_name, c.email, c.phone,
    c.registration_number, c.tax_number, c.street, c.zip, c.city, c.country, c.mailing_street, c.mailing_zip,
    c.mailing_city, c.mailing_country, c.language, c.currency, c.payment_days, c.discount, c.vat_zone, c.layout,
    c.credit_limit, c.note, c.posting_group, c.lifecycle, c.portal, c.responsible, c.source, c.archived_at,
    c.version";

pub(super) fn client(row: &Row<'_>) -> db::Result<Client> {
    let lifecycle: String = row.get(26)?;
    let portal: String = row.get(27)?;
    Ok(Client {
        id: row.get(0)?,
        number: Number::parse(&row.get::<String>(1)?).map_err(unreadable)?,
        details: details(row)?,
        posting_group: row.get(25)?,
        lifecycle: Lifecycle::parse(&lifecycle).ok_or_else(|| unreadable(lifecycle))?,
        portal: Portal::parse(&portal).ok_or_else(|| unreadable(portal))?,
        source: row.get(29)?,
        archived: row.get::<Option<i64>>(30)?.is_some(),
        version: row.get(31)?,
    })
}

fn details(row: &Row<'_>) -> db::Result<Details> {
    let parsed = |text: Option<String>| text.map(|code| Country::parse(&code)).transpose().map_err(unreadable);
    Ok(Details {
        name: stored_name(&row.get::<String>(2)?)?,
        legal_entity: row
            .get::<Option<String>>(3)?
            .map(|code| LegalEntity::parse(&code))
            .transpose()
            .map_err(unreadable)?,
        business_name: row.get(4)?,
        email: row.get::<Option<String>>(5)?.map(|text| Email::parse(&text)).transpose().map_err(unreadable)?,
        phone: row.get(6)?,
        registration_number: row.get(7)?,
        tax_number: row.get(8)?,
        address: Address { street: row.get(9)?, zip: row.get(10)?, city: row.get(11)?, country: parsed(row.get(12)?)? },
        mailing_address: Address {
            street: row.get(13)?,
            zip: row.get(14)?,
            city: row.get(15)?,
            country: parsed(row.get(16)?)?,
        },
        language: row.get(17)?,
        currency: row.get(18)?,
        payment_days: row.get(19)?,
        discount: row.get::<Option<i64>>(20)?.map(Rate),
        vat_zone: row.get(21)?,
        layout: row.get(22)?,
        credit_limit: row.get(23)?,
        note: row.get(24)?,
        responsible: row.get(28)?,
    })
}

fn unreadable(cause: impl std::fmt::Display) -> db::DbError {
    db::DbError::Other(format!("a stored client cannot be read: {cause}"))
}

/// The client, unless it was deleted.
pub(crate) fn find(view: &View<'_>, id: ClientId) -> Result<Option<Client>> {
    Ok(view.first(
        &format!("SELECT {CLIENT_COLUMNS} FROM clients c WHERE c.id = $1 AND c.deleted_at IS NULL"),
        &params![id],
        client,
    )?)
}

/// The client, unless it was deleted or is out of the asker's sight.
pub(crate) fn find_in_sight(view: &View<'_>, id: ClientId, sight: Sight) -> Result<Option<Client>> {
    let (condition, params) = sight.condition("c", 2);
    let mut all = params![id].to_vec();
    all.extend(params);
    Ok(view.first(
        &format!("SELECT {CLIENT_COLUMNS} FROM clients c WHERE c.id = $1 AND c.deleted_at IS NULL AND {condition}"),
        &all,
        client,
    )?)
}

/// Whether the one at the desk may change this client: by role, or by a right on just this one.
pub(crate) fn may_edit(scene: &Scene<'_>, id: ClientId) -> Result<bool> {
    if scene.rights.has(Permission::EditClients) {
        return Ok(true);
    }
    let Some(member) = scene.rights.member.filter(|_| scene.rights.has(Permission::EditOwnClients)) else {
        return Ok(false);
    };
    let found = scene.number(
        "SELECT COUNT(*) FROM client_rights WHERE client = $1 AND member = $2 AND level = 'edit'",
        &params![id, member],
    )?;
    Ok(found > 0)
}

pub(crate) fn number_taken(view: &View<'_>, number: &str) -> Result<bool> {
    Ok(view.number("SELECT COUNT(*) FROM clients WHERE number = $1", &params![number])? > 0)
}

/// The number proposed for the next client: one more than the highest that is all digits and not longer than nine.
pub(crate) fn next_number(view: &View<'_>) -> Result<String> {
    let highest = view.number(
        "SELECT MAX(CAST(number AS BIGINT)) FROM clients
         WHERE LENGTH(number) <= 9 AND TRIM(number, '0123456789') = '' AND SUBSTR(number, 1, 1) <> '0'",
        &[],
    )?;
    Ok((highest.max(1000) + 1).to_string())
}
