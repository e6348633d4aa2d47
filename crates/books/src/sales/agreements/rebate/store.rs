//! What rebates read in documents and in the years of members; nothing is written here.

use db::{View, params};
use kernel::{AgreementId, ClientId, InvoiceId, Quantity, Year};

use super::FreeLine;
use crate::clients::Sight;
use crate::groups::corporate::{self, year_of};
use crate::sales::agreements::{Agreement, Kind, store};
use crate::{Result, Scene};

/// The agreements on rebates for the year, by number, of the groups in which the client is a member then. The few slots of
/// one client are looked at by its own keys.
pub(super) fn of_member(view: &View<'_>, client: ClientId, year: Year) -> Result<Vec<Agreement>> {
    let sql = "SELECT s.slot, a.id FROM slots s JOIN agreements a ON a.group_id = s.group_id
        WHERE s.client = $1 AND s.membership IS NOT NULL AND a.year = $2 AND a.kind = 'rebate' ORDER BY a.number";
    let mut found: Vec<AgreementId> = Vec::new();
    view.each(sql, &params![client, year.number()], |row| {
        let slot: String = row.get(0)?;
        if year_of(&slot) == Some(year.number()) {
            found.push(row.get(1)?);
        }
        Ok(())
    })?;
    let agreements = found.into_iter().map(|id| store::find(view, id));
    Ok(agreements.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect())
}

/// Net of booked documents with a service in the year that were booked through a member of that year, or by
/// one for itself. Credit notes count below zero; documents of settlements and excluded product groups do not count.
pub(super) fn volume(view: &View<'_>, agreement: &Agreement) -> Result<i64> {
    let Some(group) = corporate::store::find(view, agreement.group)? else { return Ok(0) };
    let counted = "SELECT CASE WHEN i.kind = 'invoice' THEN 1 ELSE -1 END * (COALESCE(i.books_net, i.net)
            - COALESCE((SELECT CAST(SUM(COALESCE(l.books_net, l.net)) AS BIGINT) FROM invoice_lines l
                JOIN agreement_exclusions x ON x.product_group = l.product_group
                WHERE l.invoice = i.id AND x.agreement = $5), 0)) AS net
        FROM slots s JOIN invoices i ON THROUGH
        WHERE s.group_id = $1 AND s.slot = $2 AND s.membership IS NOT NULL
          AND i.booked_at IS NOT NULL AND i.settlement IS NULL
          AND COALESCE(i.service_day, i.day) BETWEEN $3 AND $4";
    let through_one = counted.replace("THROUGH", "i.agency = s.client");
    let for_itself = counted.replace("THROUGH", "i.client = s.client AND i.agency IS NULL");
    let sql = format!("SELECT CAST(COALESCE(SUM(net), 0) AS BIGINT) FROM ({through_one} UNION ALL {for_itself}) x");
    let year = agreement.year;
    let slot = corporate::slot(group.of_type, year.number());
    Ok(view.number(&sql, &params![agreement.group, slot, year.first_day(), year.last_day(), agreement.id])?)
}

/// The list value of the free units that booked documents gave by the agreement.
pub(super) fn granted(view: &View<'_>, agreement: AgreementId) -> Result<i64> {
    let sql =
        "SELECT CAST(COALESCE(SUM(CASE WHEN i.kind = 'invoice' THEN l.list_value ELSE -l.list_value END), 0) AS BIGINT)
        FROM invoice_lines l JOIN invoices i ON i.id = l.invoice
        WHERE l.agreement = $1 AND i.booked_at IS NOT NULL";
    Ok(view.number(sql, &params![agreement])?)
}

/// Whether a document, booked or not, has a free line by the agreement.
pub(in crate::sales) fn is_used(view: &View<'_>, agreement: AgreementId) -> Result<bool> {
    Ok(view.number("SELECT COUNT(*) FROM invoice_lines WHERE agreement = $1", &params![agreement])? > 0)
}

/// Free lines that an agreement shows at most; its sums count all.
const SHOWN: i64 = 500;

/// The free lines of the agreement whose clients the asker sees: booked ones, the newest first, then drafts.
pub(super) fn lines(scene: &Scene<'_>, agreement: AgreementId) -> Result<Vec<FreeLine>> {
    let (seen, more) = Sight::of(scene.rights).condition("c", 3);
    let mut params = params![agreement, SHOWN].to_vec();
    params.extend(more);
    let sql = format!(
        "SELECT i.id, i.number, i.provisional, i.kind, c.id, c.name, i.day, l.text, l.quantity, l.list_value
         FROM invoice_lines l JOIN invoices i ON i.id = l.invoice JOIN clients c ON c.id = i.client
         WHERE l.agreement = $1 AND {seen}
         ORDER BY CASE WHEN i.booked_at IS NULL THEN 1 ELSE 0 END, i.day DESC, i.id DESC, l.line LIMIT $2"
    );
    Ok(scene.rows(&sql, &params, |row| {
        let (number, provisional): (Option<String>, i64) = (row.get(1)?, row.get(2)?);
        let sign = if row.get::<String>(3)? == "invoice" { 1 } else { -1 };
        let invoice: InvoiceId = row.get(0)?;
        Ok(FreeLine {
            invoice,
            is_booked: number.is_some(),
            title: number.unwrap_or_else(|| format!("({provisional})")),
            client: row.get(4)?,
            client_name: row.get(5)?,
            day: row.get(6)?,
            text: row.get(7)?,
            quantity: Quantity(sign * row.get::<i64>(8)?),
            list_value: sign * row.get::<i64>(9)?,
        })
    })?)
}

/// Clients who are a member of a corporate agency in some year, by name: through them orders can be booked.
pub(in crate::sales) fn agencies(scene: &Scene<'_>) -> Result<Vec<(ClientId, String)>> {
    let (seen, params) = Sight::of(scene.rights).condition("c", 1);
    let sql = format!(
        "SELECT c.id, c.name FROM clients c WHERE c.archived_at IS NULL AND c.deleted_at IS NULL AND {seen}
           AND EXISTS (SELECT 1 FROM slots s JOIN corporate_groups k ON k.id = s.group_id
               JOIN corporate_types t ON t.id = k.type AND t.effect = 'rebate_in_kind'
               WHERE s.client = c.id AND s.membership IS NOT NULL)
         ORDER BY c.name_fold, c.id LIMIT 500"
    );
    Ok(scene.rows(&sql, &params, |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// Whether there is an agreement on a rebate at all, so that lines can be free.
pub(in crate::sales) fn any(view: &View<'_>) -> Result<bool> {
    Ok(view.number("SELECT COUNT(*) FROM agreements WHERE kind = $1", &params![Kind::Rebate.code()])? > 0)
}
