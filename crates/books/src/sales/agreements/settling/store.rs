//! The tables of settlements, and what agreements read in those of invoices.

use db::{Row, Table, View, WriteSet, params};
use kernel::{AgreementId, ClientId, Currency, Day, GroupId, InvoiceId, SettlementId, Stamp, Year};

use super::super::store::unreadable;
use super::{Figures, Part, Settlement};
use crate::Result;
use crate::groups::corporate::{CorporateGroup, slot};
use crate::sales::agreements::Agreement;

static SETTLEMENTS: Table = Table {
    name: "settlements",
    columns: &[
        "id",
        "agreement",
        "number",
        "kind",
        "day",
        "through",
        "title",
        "scale",
        "tiers",
        "currency",
        "volume",
        "discount",
        "settled_before",
        "amount",
        "made_at",
        "made_by",
    ],
    on_conflict: "",
};
static MEMBERS: Table = Table {
    name: "settlement_members",
    columns: &["settlement", "client", "number", "name", "volume", "discount", "settled_before", "amount", "document"],
    on_conflict: "",
};

pub(in crate::sales::agreements) fn write(made: &Settlement, set: &mut WriteSet, _: &Stamp) {
    let figures = &made.figures;
    set.insert(
        &SETTLEMENTS,
        params![
            made.id,
            made.agreement,
            made.number,
            made.kind.code(),
            made.day,
            made.through,
            &made.title,
            made.scale.code(),
            // Values of our own types always have a JSON form.
            serde_json::to_string(&made.tiers).unwrap_or_default(),
            made.currency,
            figures.volume,
            figures.discount,
            figures.settled_before,
            figures.amount,
            made.at,
            &made.by
        ],
    );
    for part in &figures.parts {
        set.insert(
            &MEMBERS,
            params![
                made.id,
                part.client,
                &part.number,
                &part.name,
                part.volume,
                part.discount,
                part.settled_before,
                part.amount,
                made.document_of(part.client)
            ],
        );
    }
    // Whoever read the agreement before has read other figures.
    set.run("UPDATE agreements SET version = version + 1 WHERE id = $1", params![made.agreement]);
}

/// The members of the year, by name, with what was booked for services from its first day through a day: invoices less
/// credit notes, net, in the currency of the books, without the documents of settlements and excluded product groups.
pub(super) fn volumes(
    view: &View<'_>,
    agreement: &Agreement,
    group: &CorporateGroup,
    through: Day,
) -> Result<Vec<Part>> {
    let sql = "SELECT s.client, c.number, c.name,
            CAST(COALESCE(SUM(CASE i.kind WHEN 'invoice' THEN 1 ELSE -1 END * (COALESCE(i.books_net, i.net)
                - COALESCE((SELECT CAST(SUM(COALESCE(l.books_net, l.net)) AS BIGINT) FROM invoice_lines l
                    JOIN agreement_exclusions x ON x.product_group = l.product_group
                    WHERE l.invoice = i.id AND x.agreement = $5), 0))), 0) AS BIGINT)
        FROM slots s JOIN clients c ON c.id = s.client
        LEFT JOIN invoices i ON i.client = s.client AND i.booked_at IS NOT NULL AND i.settlement IS NULL
            AND COALESCE(i.service_day, i.day) >= $3 AND COALESCE(i.service_day, i.day) <= $4
        WHERE s.group_id = $1 AND s.slot = $2 AND s.membership IS NOT NULL
        GROUP BY s.client, c.number, c.name, c.name_fold ORDER BY c.name_fold, s.client";
    let year = agreement.year;
    let slot = slot(group.of_type, year.number());
    let params = params![group.group.id, slot, year.first_day(), through, agreement.id];
    Ok(view.rows(sql, &params, |row| {
        Ok(Part {
            client: row.get(0)?,
            number: row.get(1)?,
            name: row.get(2)?,
            volume: row.get(3)?,
            discount: 0,
            settled_before: 0,
            amount: 0,
        })
    })?)
}

/// What was settled with each client so far, with its number and name of now.
pub(super) fn settled_with(view: &View<'_>, id: AgreementId) -> Result<Vec<(ClientId, String, String, i64)>> {
    let sql = "SELECT m.client, c.number, c.name, CAST(SUM(m.amount) AS BIGINT)
        FROM settlements s JOIN settlement_members m ON m.settlement = s.id JOIN clients c ON c.id = m.client
        WHERE s.agreement = $1 GROUP BY m.client, c.number, c.name, c.name_fold ORDER BY c.name_fold, m.client";
    Ok(view.rows(sql, &params![id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?)
}

/// How far an agreement is settled.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Settled {
    pub last_number: i64,
    pub last_through: Option<Day>,
    pub is_final: bool,
}

pub(super) fn settled(view: &View<'_>, id: AgreementId) -> Result<Settled> {
    let sql = "SELECT number, through, kind FROM settlements WHERE agreement = $1 ORDER BY number";
    let mut settled = Settled::default();
    view.each(sql, &params![id], |row| {
        let through: Day = row.get(1)?;
        settled.last_number = row.get(0)?;
        settled.last_through = settled.last_through.max(Some(through));
        settled.is_final |= row.get::<String>(2)? == "final";
        Ok(())
    })?;
    Ok(settled)
}

/// Members of the group who in the year are members of another group with a discount: name, group, its name, agreement.
pub(super) fn counted_twice(
    view: &View<'_>,
    group: &CorporateGroup,
    year: Year,
) -> Result<Vec<(String, GroupId, String, AgreementId)>> {
    let sql = "SELECT c.name, g.id, g.name, a.id FROM slots s
        JOIN slots o ON o.client = s.client AND o.group_id <> s.group_id AND o.membership IS NOT NULL
        JOIN agreements a ON a.group_id = o.group_id AND a.year = $3 AND a.kind = 'discount'
        JOIN groups_of_clients g ON g.id = o.group_id JOIN clients c ON c.id = s.client
        WHERE s.group_id = $1 AND s.slot = $2 AND s.membership IS NOT NULL
            AND SUBSTR(o.slot, LENGTH(o.slot) - 3) = $4
        ORDER BY c.name_fold, c.id, g.name_fold, g.id LIMIT 10";
    let number = year.number();
    let params = params![group.group.id, slot(group.of_type, number), number, format!("{number:04}")];
    Ok(view.rows(sql, &params, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?)
}

const SETTLEMENT: &str =
    "SELECT s.id, s.agreement, a.group_id, s.number, s.kind, s.day, s.through, s.title, s.scale, s.tiers,
    s.currency, s.volume, s.discount, s.settled_before, s.amount, s.made_at, s.made_by
    FROM settlements s JOIN agreements a ON a.id = s.agreement";

fn settlement(row: &Row<'_>) -> db::Result<Settlement> {
    let (kind, scale, tiers): (String, String, String) = (row.get(4)?, row.get(8)?, row.get(9)?);
    Ok(Settlement {
        id: row.get(0)?,
        agreement: row.get(1)?,
        group: row.get(2)?,
        number: row.get(3)?,
        kind: kind.parse().map_err(unreadable)?,
        day: row.get(5)?,
        through: row.get(6)?,
        title: row.get(7)?,
        scale: scale.parse().map_err(unreadable)?,
        tiers: serde_json::from_str(&tiers).map_err(unreadable)?,
        currency: row.get::<Currency>(10)?,
        figures: Figures {
            parts: Vec::new(),
            volume: row.get(11)?,
            discount: row.get(12)?,
            settled_before: row.get(13)?,
            amount: row.get(14)?,
        },
        documents: Vec::new(),
        at: row.get(15)?,
        by: row.get(16)?,
    })
}

/// A settlement with its parts.
pub(super) fn find(view: &View<'_>, id: SettlementId) -> Result<Option<Settlement>> {
    let found = view.first(&format!("{SETTLEMENT} WHERE s.id = $1"), &params![id], settlement)?;
    found.map(|found| with_parts(view, found)).transpose()
}

/// The settlements of one agreement, or of every one of a group; the latest year first, then the first first.
pub(super) fn list(view: &View<'_>, agreement: Option<AgreementId>, group: GroupId) -> Result<Vec<Settlement>> {
    let mut params = params![group].to_vec();
    let mut narrow = "";
    if let Some(agreement) = agreement {
        params.extend(params![agreement]);
        narrow = " AND s.agreement = $2";
    }
    let sql = format!("{SETTLEMENT} WHERE a.group_id = $1{narrow} ORDER BY a.year DESC, s.number LIMIT 1000");
    let found = view.rows(&sql, &params, settlement)?;
    found.into_iter().map(|found| with_parts(view, found)).collect()
}

fn with_parts(view: &View<'_>, mut found: Settlement) -> Result<Settlement> {
    let sql = "SELECT m.client, m.number, m.name, m.volume, m.discount, m.settled_before, m.amount, m.document
        FROM settlement_members m JOIN clients c ON c.id = m.client WHERE m.settlement = $1 ORDER BY c.name_fold, m.client";
    let (parts, documents) = (&mut found.figures.parts, &mut found.documents);
    view.each(sql, &params![found.id], |row| {
        let client: ClientId = row.get(0)?;
        parts.push(Part {
            client,
            number: row.get(1)?,
            name: row.get(2)?,
            volume: row.get(3)?,
            discount: row.get(4)?,
            settled_before: row.get(5)?,
            amount: row.get(6)?,
        });
        documents.extend(row.get::<Option<InvoiceId>>(7)?.map(|document| (client, document)));
        Ok(())
    })?;
    Ok(found)
}

/// The documents of a settlement: what each is called, and whether it is booked.
pub(super) fn documents(view: &View<'_>, id: SettlementId) -> Result<Vec<super::SettledDocument>> {
    let sql = "SELECT i.client, i.id, COALESCE(i.number, '(' || CAST(i.provisional AS TEXT) || ')'), i.kind,
            i.booked_at IS NOT NULL
        FROM settlement_members m JOIN invoices i ON i.id = m.document WHERE m.settlement = $1 ORDER BY i.provisional";
    Ok(view.rows(sql, &params![id], |row| {
        Ok(super::SettledDocument {
            client: row.get(0)?,
            id: row.get(1)?,
            title: row.get(2)?,
            is_credit_note: row.get::<String>(3)? == "credit_note",
            is_booked: row.get(4)?,
        })
    })?)
}
