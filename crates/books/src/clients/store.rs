//! The table of clients.

use db::{Row, Table, View, WriteSet, params};
use kernel::{
    ClientId, Country, Day, Email, Failure, Instant, LegalEntity, MemberId, Number, Rate, Refusal, Stamp, VatZoneId,
};

use super::{Address, Change, Client, ClientRight, Details, Lifecycle, Portal, RightLevel, Sight, Standing};
use crate::company::{member_names, stored_name};
use crate::groups::{self, Group, Kind, Membership};
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
        Change::Changed { after, .. } => set.run(REWRITE, rewritten(after)),
        Change::Archived(client) => {
            set.run("UPDATE clients SET archived_at = $2, version = $3 WHERE id = $1", since(client, Some(stamp)));
        }
        Change::Restored(client) => {
            set.run("UPDATE clients SET archived_at = $2, version = $3 WHERE id = $1", since(client, None));
        }
        Change::Deleted(client) => {
            set.run("UPDATE clients SET deleted_at = $2, version = $3 WHERE id = $1", since(client, Some(stamp)));
        }
        Change::BroughtBack(client) => {
            set.run("UPDATE clients SET deleted_at = $2, version = $3 WHERE id = $1", since(client, None));
        }
        Change::Merged { client, into } => merge(client, *into, set, stamp),
        Change::Parted { client, archived } => {
            let since = archived.then_some(stamp.now);
            set.run(
                "UPDATE clients SET merged_into = NULL, archived_at = $2, version = $3 WHERE id = $1",
                params![client.id, since, client.version + 1],
            );
        }
        Change::TypesSet { client, before, after, version } => {
            super::client_types::store::write(*client, before, after, *version, set);
        }
        Change::RightSet { client, member, after: Some(level), .. } => {
            set.insert(&RIGHTS, params![*client, *member, level.code()]);
        }
        Change::RightSet { client, member, after: None, .. } => {
            set.run("DELETE FROM client_rights WHERE client = $1 AND member = $2", params![*client, *member]);
        }
        Change::Moved { client, to, version, .. } => {
            set.run(
                "UPDATE clients SET posting_group = $2, version = $3 WHERE id = $1",
                params![*client, *to, *version],
            );
        }
    }
}

static MERGED: Table = Table {
    name: "merged_clients",
    columns: &["client", "into_client"],
    on_conflict: "ON CONFLICT (client, into_client) DO NOTHING",
};

fn merge(client: &Client, into: ClientId, set: &mut WriteSet, stamp: &Stamp) {
    set.run(
        "UPDATE clients SET merged_into = $2, archived_at = COALESCE(archived_at, $3), version = $4 WHERE id = $1",
        params![client.id, into, stamp.now, client.version + 1],
    );
    set.insert(&MERGED, params![client.id, into]);
}

static RIGHTS: Table = Table {
    name: "client_rights",
    columns: &["client", "member", "level"],
    on_conflict: "ON CONFLICT (client, member) DO UPDATE SET level = excluded.level",
};

/// Hidden since now, or shown again.
fn since(client: &Client, stamp: Option<&Stamp>) -> [db::Value; 3] {
    params![client.id, stamp.map(|stamp| stamp.now), client.version + 1]
}

const REWRITE: &str =
    "UPDATE clients SET number = $2, name = $3, name_fold = $4, legal_entity = $5, business_name = $6,
    email = $7, phone = $8, registration_number = $9, tax_number = $10, street = $11, zip = $12, city = $13,
    country = $14, mailing_street = $15, mailing_zip = $16, mailing_city = $17, mailing_country = $18, language = $19,
    currency = $20, payment_days = $21, discount = $22, vat_zone = $23, layout = $24, credit_limit = $25, note = $26,
    responsible = $27, search_fold = $28, version = $29 WHERE id = $1";

/// The columns of `REWRITE`: those that a member can type.
fn rewritten(client: &Client) -> Vec<db::Value> {
    let mut values = typed(client);
    values.extend(params![client.details.responsible, search_text(client), client.version]);
    values
}

fn client_row(client: &Client, stamp: &Stamp) -> Vec<db::Value> {
    let mut values = typed(client);
    values.extend(params![
        client.posting_group,
        client.lifecycle.code(),
        client.portal.code(),
        client.details.responsible,
        &client.source,
        search_text(client),
        stamp.now,
        client.version
    ]);
    values
}

/// From the id to the note, in the order of the table.
fn typed(client: &Client) -> Vec<db::Value> {
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
        details.note
    ]
    .to_vec()
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
    c.version, c.merged_into";

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
        merged_into: row.get(32)?,
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

/// The client that has a number. Those in the trash have given theirs up.
pub struct NumberHolder {
    pub id: ClientId,
    pub name: String,
    number: String,
}

impl NumberHolder {
    pub(super) fn refusal(&self) -> Refusal {
        Refusal::rule(
            "NUMBER_TAKEN",
            format!("Number {} belongs to “{}”.", self.number, self.name),
            "Two clients cannot share a number. Choose another one.",
        )
        .detail("existing", self.id)
        .action("Show that client", format!("/clients/{}", self.id))
    }
}

/// The client that has this number, in the archive too.
pub(super) fn number_holder(view: &View<'_>, number: &str) -> Result<Option<NumberHolder>> {
    let sql = "SELECT id, name, number FROM clients WHERE number = $1 AND deleted_at IS NULL";
    Ok(view.first(sql, &params![number], |row| {
        Ok(NumberHolder { id: row.get(0)?, name: row.get(1)?, number: row.get(2)? })
    })?)
}

/// The client that has exactly this number, in the archive too.
pub(crate) fn with_number(view: &View<'_>, number: &str) -> Result<Option<ClientId>> {
    Ok(number_holder(view, number)?.map(|holder| holder.id))
}

/// The deleted client, if the asker could see it before.
pub(super) fn find_in_trash(view: &View<'_>, id: ClientId, sight: Sight) -> Result<Option<Client>> {
    let (condition, params) = sight.condition("c", 2);
    let mut all = params![id].to_vec();
    all.extend(params);
    let sql =
        format!("SELECT {CLIENT_COLUMNS} FROM clients c WHERE c.id = $1 AND c.deleted_at IS NOT NULL AND {condition}");
    Ok(view.first(&sql, &all, client)?)
}

/// Clients in one question of `among`.
const AT_ONCE: usize = 500;

/// The clients whose `column` holds one of the texts; not those in the trash.
pub(crate) fn among(view: &View<'_>, column: &'static str, texts: &[String]) -> Result<Vec<Client>> {
    let marks: Vec<String> = (1..=AT_ONCE).map(|number| format!("${number}")).collect();
    let sql = format!(
        "SELECT {CLIENT_COLUMNS} FROM clients c WHERE c.{column} IN ({}) AND c.deleted_at IS NULL",
        marks.join(", ")
    );
    let mut found = Vec::new();
    for some in texts.chunks(AT_ONCE) {
        // Filled up with the last one, so that the statement is prepared once.
        let last = some.last().into_iter().cycle();
        let params: Vec<db::Value> =
            some.iter().chain(last).take(AT_ONCE).map(|text| db::Value::Text(text.clone())).collect();
        found.extend(view.rows(&sql, &params, client)?);
    }
    Ok(found)
}

/// Names of the client groups and billing groups that a deleted client was put into and was in until then.
pub(super) fn groups_left_for_trash(view: &View<'_>, id: ClientId) -> Result<Vec<String>> {
    let sql = "SELECT g.name FROM clients c JOIN memberships m ON m.client = c.id AND m.ended_at = c.deleted_at
        JOIN groups_of_clients g ON g.id = m.group_id WHERE c.id = $1 AND g.smart_filter IS NULL ORDER BY g.name_fold";
    Ok(view.rows(sql, &params![id], |row| row.get(0))?)
}

/// How often the client entered or left a group, and was put back. It only grows; added to the client's own version it
/// tells every change of what the client shows.
pub(crate) fn group_changes(view: &View<'_>, id: ClientId) -> Result<i64> {
    Ok(view
        .number("SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM memberships WHERE client = $1", &params![id])?)
}

/// The client whose record goes on for this one: itself, unless it was merged into another.
pub(crate) fn heir(view: &View<'_>, id: ClientId) -> Result<ClientId> {
    let mut found = id;
    // Nobody is merged into a client that was merged, so that this ends.
    while let Some(into) = view
        .first("SELECT merged_into FROM clients WHERE id = $1", &params![found], |row| row.get::<Option<ClientId>>(0))?
        .flatten()
    {
        found = into;
    }
    Ok(found)
}

/// The name of a client that was merged into this one.
pub(crate) fn merged_into(view: &View<'_>, id: ClientId) -> Result<Option<String>> {
    let sql = "SELECT name FROM clients WHERE merged_into = $1 ORDER BY name_fold, id LIMIT 1";
    Ok(view.first(sql, &params![id], |row| row.get(0))?)
}

/// Who changed the client last.
pub(super) fn last_change(scene: &Scene<'_>, id: ClientId) -> Result<Option<String>> {
    let sql = "SELECT actor FROM audit WHERE subject = $1 ORDER BY seq DESC LIMIT 1";
    let actor: Option<String> = scene.first(sql, &params![id], |row| row.get(0))?;
    actor.map(|actor| Ok(member_names(scene)?.of(&actor))).transpose()
}

pub(crate) fn postings_of(view: &View<'_>, id: ClientId) -> Result<i64> {
    Ok(view.number("SELECT COUNT(*) FROM postings WHERE client = $1", &params![id])?)
}

/// Minor units of the company's currency on the control accounts.
pub(super) fn open_balance(view: &View<'_>, id: ClientId) -> Result<i64> {
    let sql =
        "SELECT CAST(SUM(b.debit - b.credit) AS BIGINT) FROM client_balances b JOIN accounts a ON a.id = b.account
        WHERE b.client = $1 AND a.control = 'receivable'";
    Ok(view.number(sql, &params![id])?)
}

/// The name of whoever looks after the client, and since when the client is known.
pub(super) fn looked_after(view: &View<'_>, id: ClientId) -> Result<(Option<String>, Instant)> {
    let sql = "SELECT m.name, c.created_at FROM clients c LEFT JOIN members m ON m.id = c.responsible WHERE c.id = $1";
    let found = view.first(sql, &params![id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    found.ok_or_else(|| Failure::missing("client", id))
}

/// What was booked on the control accounts in the calendar year of `day`: to the client's debit, to its credit.
pub(super) fn booked_in(view: &View<'_>, id: ClientId, day: Day) -> Result<(i64, i64)> {
    let year = day.parts().0;
    let sql = "SELECT CAST(COALESCE(SUM(b.debit), 0) AS BIGINT), CAST(COALESCE(SUM(b.credit), 0) AS BIGINT)
        FROM client_balances b JOIN accounts a ON a.id = b.account
        WHERE b.client = $1 AND a.control = 'receivable' AND b.month BETWEEN $2 AND $3";
    let found = view.first(sql, &params![id, year * 100 + 1, year * 100 + 12], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(found.unwrap_or_default())
}

/// What the client's customer group brings about.
pub(super) fn standing(view: &View<'_>, client: &Client) -> Result<Standing> {
    let sql =
        "SELECT a.number, a.name, z.name, p.payment_days FROM posting_groups p JOIN accounts a ON a.id = p.account
        JOIN vat_zones z ON z.id = COALESCE($2, p.vat_zone) WHERE p.id = $1";
    let found = view.first(sql, &params![client.posting_group, client.details.vat_zone], |row| {
        let payment_days = client.details.payment_days.or(row.get(3)?);
        Ok(Standing { account: row.get(0)?, account_name: row.get(1)?, vat_zone: row.get(2)?, payment_days })
    })?;
    found.ok_or_else(|| Failure::broken("a client's customer group is missing"))
}

/// Whether nobody is named, or an active member.
pub(super) fn knows_member(view: &View<'_>, member: Option<MemberId>) -> Result<bool> {
    match member {
        Some(id) => Ok(active_member(view, id)?.is_some()),
        None => Ok(true),
    }
}

/// The name of a member who is active.
pub(super) fn active_member(view: &View<'_>, id: MemberId) -> Result<Option<String>> {
    Ok(view.first("SELECT name FROM members WHERE id = $1 AND active", &params![id], |row| row.get(0))?)
}

/// Active members, by name.
pub(super) fn active_members(view: &View<'_>) -> Result<Vec<(MemberId, String)>> {
    let sql = "SELECT id, name FROM members WHERE active ORDER BY name, id";
    Ok(view.rows(sql, &[], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

pub(super) fn vat_zones(view: &View<'_>) -> Result<Vec<(VatZoneId, String)>> {
    let sql = "SELECT id, name FROM vat_zones ORDER BY number";
    Ok(view.rows(sql, &[], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// The right of a member on a client, where one was given.
pub(super) fn right_of(view: &View<'_>, client: ClientId, member: MemberId) -> Result<Option<RightLevel>> {
    let sql = "SELECT level FROM client_rights WHERE client = $1 AND member = $2";
    Ok(view.first(sql, &params![client, member], |row| level(row, 0))?)
}

/// Every right that was given on a client, by name.
pub(super) fn rights_on(view: &View<'_>, client: ClientId) -> Result<Vec<ClientRight>> {
    let sql = "SELECT r.member, m.name, r.level FROM client_rights r JOIN members m ON m.id = r.member
        WHERE r.client = $1 ORDER BY m.name, m.id";
    Ok(view.rows(sql, &params![client], |row| {
        Ok(ClientRight { member: row.get(0)?, name: row.get(1)?, level: level(row, 2)? })
    })?)
}

fn level(row: &Row<'_>, index: usize) -> db::Result<RightLevel> {
    let code: String = row.get(index)?;
    RightLevel::parse(&code).ok_or_else(|| unreadable(code))
}

pub(crate) use super::client_types::store::types_of;

/// Whether no VAT zone is named, or one that exists.
pub(super) fn knows_zone(view: &View<'_>, zone: Option<VatZoneId>) -> Result<bool> {
    match zone {
        Some(id) => Ok(view.number("SELECT COUNT(*) FROM vat_zones WHERE id = $1", &params![id])? > 0),
        None => Ok(true),
    }
}

/// The live memberships of a client in groups of a kind.
pub(super) fn memberships_of_kind(view: &View<'_>, id: ClientId, kind: Kind) -> Result<Vec<Membership>> {
    let all = groups::store::memberships_of(view, id)?;
    Ok(all.into_iter().filter(|(_, group)| group.kind == kind).map(|(membership, _)| membership).collect())
}

/// The live memberships of a client that end when it goes into the trash.
pub(crate) fn left_for_trash(view: &View<'_>, id: ClientId) -> Result<Vec<(Membership, Group)>> {
    let all = groups::store::memberships_of(view, id)?;
    Ok(all.into_iter().filter(|(_, group)| group.kind.ends_in_trash()).collect())
}

/// The number proposed for the next client: one more than the highest that is all digits and not longer than nine.
pub(crate) fn next_number(view: &View<'_>) -> Result<String> {
    // The words of the index, so that it answers without looking at any client.
    let sql = "SELECT CAST(number AS BIGINT) FROM clients
        WHERE LENGTH(number) <= 9 AND TRIM(number, '0123456789') = '' AND SUBSTR(number, 1, 1) <> '0'
        ORDER BY CAST(number AS BIGINT) DESC LIMIT 1";
    let highest: Option<i64> = view.first(sql, &[], |row| row.get(0))?;
    Ok((highest.unwrap_or_default().max(1000) + 1).to_string())
}
