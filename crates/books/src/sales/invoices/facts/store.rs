//! What invoices read in the tables of other rooms; nothing is written here.

use db::{Row, View, params};
use kernel::{AccountId, ClientId, Day, GroupId, InvoiceId, MembershipId, ProductGroupId, ProductId, Rate, VatZoneId};

use super::{Credited, GroupOnDay, LegalCode, RecipientsOfGroup, SalesAccount, VatRule};
use crate::Result;
use crate::clients::{self, Sight};
use crate::groups::corporate;
use crate::ledger::rates::store::stored_rate;
use crate::ledger::{Control, DayRate, open_items};
use crate::sales::invoices::{CentralGroup, GroupThen, Kind, Values};
use crate::sales::products::{self, Product};

/// The posting group valid for the client on `day`. Of two moves on one day the later one counts; a day before the
/// first membership belongs to the first. A group that was deleted since counts for no day: nothing was posted for it.
pub(in crate::sales) fn group_on(view: &View<'_>, client: ClientId, day: Day) -> Result<Option<GroupOnDay>> {
    let sql =
        "SELECT g.id, g.name, p.account, a.number, a.archived_at, p.payment_days, p.language, p.currency, p.layout,
            p.vat_zone, p.discount, p.series, m.from_day, m.added_at, m.id, a.currency
        FROM memberships m JOIN groups_of_clients g ON g.id = m.group_id JOIN posting_groups p ON p.id = g.id
            JOIN accounts a ON a.id = p.account
        WHERE m.client = $1 AND g.kind = 'posting' AND g.deleted_at IS NULL
          AND (m.until_day IS NULL OR m.until_day >= m.from_day)";
    // The few memberships of one client are ordered here: every booking asks, and a sorting statement costs SQLite a
    // table of its own.
    let mut found = view.rows(sql, &params![client], |row| {
        let from: Day = row.get(12)?;
        let (added, id): (i64, MembershipId) = (row.get(13)?, row.get(14)?);
        let nearness = if from <= day { from.number() } else { -from.number() };
        Ok(((from <= day, nearness, added, id), group(row)?))
    })?;
    found.sort_by_key(|(order, _)| *order);
    Ok(found.pop().map(|(_, group)| group))
}

fn group(row: &Row<'_>) -> db::Result<GroupOnDay> {
    Ok(GroupOnDay {
        id: row.get(0)?,
        name: row.get(1)?,
        account: row.get(2)?,
        account_number: row.get(3)?,
        account_archived: row.get::<Option<i64>>(4)?.is_some(),
        account_currency: row.get(15)?,
        series: row.get(11)?,
        values: Values {
            payment_days: row.get(5)?,
            language: row.get(6)?,
            currency: row.get(7)?,
            layout: row.get(8)?,
            vat_zone: row.get(9)?,
            discount: row.get::<Option<i64>>(10)?.map(Rate),
        },
    })
}

/// The credit limit of a customer group, minor units of its currency.
pub(in crate::sales::invoices) fn limit_of_group(view: &View<'_>, group: kernel::GroupId) -> Result<Option<i64>> {
    let sql = "SELECT credit_limit FROM posting_groups WHERE id = $1";
    Ok(view.first(sql, &params![group], |row| row.get::<Option<i64>>(0))?.flatten())
}

/// Every group the client was in on `day`, with its name of now, by kind and name.
pub(in crate::sales::invoices) fn groups_on(view: &View<'_>, client: ClientId, day: Day) -> Result<Vec<GroupThen>> {
    let sql = "SELECT g.id, g.kind, g.name, g.name_fold
        FROM memberships m JOIN groups_of_clients g ON g.id = m.group_id
        WHERE m.client = $1 AND g.kind <> 'posting' AND g.deleted_at IS NULL AND m.from_day <= $2
          AND (m.until_day IS NULL OR m.until_day >= $2)";
    let mut found = view.rows(sql, &params![client, day], |row| {
        let group = GroupThen { id: row.get(0)?, kind: row.get(1)?, name: row.get(2)? };
        Ok((row.get::<String>(3)?, group))
    })?;
    found.sort_by(|(fold, group), (other_fold, other)| {
        (&group.kind, fold, group.id).cmp(&(&other.kind, other_fold, other.id))
    });
    found.dedup_by_key(|(_, group)| group.id);
    Ok(found.into_iter().map(|(_, group)| group).collect())
}

/// The corporate groups with a central address in which the client is a member in the year of `day`, by name, each with
/// its head of that year. The few slots of one client are looked at by its own keys.
pub(super) fn central_groups(view: &View<'_>, client: ClientId, day: Day) -> Result<Vec<CentralGroup>> {
    let sql = "SELECT s.slot, g.id, g.name, h.client FROM slots s
            JOIN corporate_groups k ON k.id = s.group_id
            JOIN corporate_types t ON t.id = k.type AND t.effect = 'central_address'
            JOIN groups_of_clients g ON g.id = k.id
            LEFT JOIN slots h ON h.group_id = s.group_id AND h.slot = s.slot AND h.head
        WHERE s.client = $1 AND s.membership IS NOT NULL ORDER BY g.name_fold, g.id";
    let mut found: Vec<(GroupId, String, Option<ClientId>)> = Vec::new();
    view.each(sql, &params![client], |row| {
        let slot: String = row.get(0)?;
        if corporate::year_of(&slot) == Some(day.year().number()) {
            found.push((row.get(1)?, row.get(2)?, row.get(3)?));
        }
        Ok(())
    })?;
    let mut groups = Vec::with_capacity(found.len());
    for (id, name, head) in found {
        let head = head.map(|head| clients::store::find(view, head)).transpose()?.flatten();
        groups.push(CentralGroup { id, name, head });
    }
    Ok(groups)
}

/// Whether both stand in one billing group now. A hidden one counts too: who stands in it stays in it.
pub(super) fn share_a_billing_group(view: &View<'_>, one: ClientId, other: ClientId) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM memberships m JOIN memberships n ON n.group_id = m.group_id
            JOIN groups_of_clients g ON g.id = m.group_id
        WHERE m.client = $1 AND n.client = $2 AND m.until_day IS NULL AND n.until_day IS NULL AND g.kind = 'billing'
          AND g.deleted_at IS NULL";
    Ok(view.number(sql, &params![one, other])? > 0)
}

/// The other members of the client's billing groups that are not hidden, as far as they are in sight, by group and name.
pub(super) fn recipients_by_group(view: &View<'_>, payer: ClientId, sight: Sight) -> Result<Vec<RecipientsOfGroup>> {
    let (seen, of_sight) = sight.condition("c", 2);
    let sql = format!(
        "SELECT g.id, g.name, c.id, c.name FROM memberships m JOIN groups_of_clients g ON g.id = m.group_id
            JOIN memberships n ON n.group_id = m.group_id JOIN clients c ON c.id = n.client
         WHERE m.client = $1 AND n.client <> $1 AND m.until_day IS NULL AND n.until_day IS NULL AND g.kind = 'billing'
           AND g.deleted_at IS NULL AND g.archived_at IS NULL AND c.deleted_at IS NULL AND {seen}
         ORDER BY g.name_fold, g.id, c.name_fold, c.id"
    );
    let mut params = params![payer].to_vec();
    params.extend(of_sight);
    let mut groups: Vec<RecipientsOfGroup> = Vec::new();
    view.each(&sql, &params, |row| {
        let (group, member) = (row.get(0)?, (row.get(2)?, row.get(3)?));
        match groups.last_mut().filter(|last| last.group == group) {
            Some(last) => last.members.push(member),
            None => groups.push(RecipientsOfGroup { group, name: row.get(1)?, members: vec![member] }),
        }
        Ok(())
    })?;
    Ok(groups)
}

pub(super) fn products(view: &View<'_>, wanted: &[ProductId]) -> Result<Vec<Product>> {
    let mut found: Vec<Product> = Vec::with_capacity(wanted.len());
    for id in wanted {
        if !found.iter().any(|product| product.id == *id) {
            found.extend(products::store::find(view, *id)?);
        }
    }
    Ok(found)
}

/// The first VAT zone by number: the company's own.
pub(super) fn first_zone(view: &View<'_>) -> Result<Option<VatZoneId>> {
    Ok(view.first("SELECT id FROM vat_zones ORDER BY number LIMIT 1", &[], |row| row.get(0))?)
}

/// The product group of a line that names neither a product nor a group.
pub(super) fn first_product_group(view: &View<'_>) -> Result<Option<ProductGroupId>> {
    Ok(view.first("SELECT id FROM product_groups ORDER BY number LIMIT 1", &[], |row| row.get(0))?)
}

/// The rules of one zone.
pub(super) fn vat_rules(view: &View<'_>, zone: VatZoneId) -> Result<Vec<VatRule>> {
    let sql = "SELECT r.product_group, r.vat_zone, r.vat_code, a.id, a.number, a.control, a.archived_at
        FROM vat_rules r JOIN accounts a ON a.id = r.sales_account WHERE r.vat_zone = $1";
    Ok(view.rows(sql, &params![zone], |row| {
        Ok(VatRule {
            product_group: row.get(0)?,
            zone: row.get(1)?,
            vat_code: row.get(2)?,
            sales_account: sales_account(row, 3)?,
        })
    })?)
}

fn sales_account(row: &Row<'_>, first: usize) -> db::Result<SalesAccount> {
    let control: String = row.get(first + 2)?;
    Ok(SalesAccount {
        id: row.get(first)?,
        number: row.get(first + 1)?,
        control: Control::parse(&control).ok_or_else(|| db::DbError::Other(format!("unknown control {control}")))?,
        archived: row.get::<Option<i64>>(first + 3)?.is_some(),
    })
}

/// VAT codes in use, by code.
pub(in crate::sales::invoices) fn vat_codes(view: &View<'_>) -> Result<Vec<LegalCode>> {
    let sql = "SELECT id, code, name, kind, rate, account, text FROM vat_codes WHERE archived_at IS NULL ORDER BY code";
    Ok(view.rows(sql, &[], |row| {
        Ok(LegalCode {
            id: row.get(0)?,
            code: row.get(1)?,
            name: row.get(2)?,
            kind: row.get(3)?,
            rate: Rate(row.get(4)?),
            account: row.get(5)?,
            text: row.get(6)?,
        })
    })?)
}

pub(super) fn accounts(view: &View<'_>, wanted: &[AccountId]) -> Result<Vec<SalesAccount>> {
    let mut found: Vec<SalesAccount> = Vec::with_capacity(wanted.len());
    for id in wanted {
        if !found.iter().any(|account| account.id == *id) {
            let sql = "SELECT id, number, control, archived_at FROM accounts WHERE id = $1";
            found.extend(view.first(sql, &params![*id], |row| sales_account(row, 0))?);
        }
    }
    Ok(found)
}

/// The invoice that a credit note corrects.
pub(super) fn credited(view: &View<'_>, id: InvoiceId) -> Result<Option<Credited>> {
    let sql = "SELECT id, number, client, account, currency, kind, gross, COALESCE(service_day, day), exchange_rate, rate_day, agency,
            (SELECT CAST(COALESCE(SUM(c.gross), 0) AS BIGINT) FROM invoices c
             WHERE c.credits = i.id AND c.booked_at IS NOT NULL)
        FROM invoices i WHERE i.id = $1";
    let found = view.first(sql, &params![id], |row| {
        Ok(Credited {
            id: row.get(0)?,
            number: row.get(1)?,
            client: row.get(2)?,
            account: row.get(3)?,
            currency: row.get(4)?,
            is_invoice: row.get::<String>(5)? == Kind::Invoice.code(),
            gross: row.get(6)?,
            served: row.get(7)?,
            rate: match row.get::<Option<i64>>(8)? {
                Some(rate) => Some(DayRate { currency: row.get(4)?, day: row.get(9)?, rate: stored_rate(rate)? }),
                None => None,
            },
            agency: row.get(10)?,
            credited_before: row.get(11)?,
            rates: Vec::new(),
            accounts: Vec::new(),
            items: Vec::new(),
            free_by: None,
            free_left: 0,
        })
    })?;
    let Some(mut credited) = found else { return Ok(None) };
    credited.client = clients::store::heir(view, credited.client)?;
    credited.items = open_items::store::of_documents(view, &[id])?;
    if let Some(open) = credited.items.iter().find(|item| item.remaining > 0) {
        credited.account = open.account;
    }
    let sql = "SELECT vat_code, vat_rate, account FROM invoice_lines WHERE invoice = $1 ORDER BY line";
    view.each(sql, &params![id], |row| {
        if let Some(code) = row.get(0)? {
            credited.rates.push((code, Rate(row.get(1)?)));
        }
        credited.accounts.extend(row.get::<Option<AccountId>>(2)?);
        Ok(())
    })?;
    let sql = "SELECT l.agreement, CAST(SUM(CASE WHEN i.id = $1 THEN l.list_value ELSE -l.list_value END) AS BIGINT)
        FROM invoices i JOIN invoice_lines l ON l.invoice = i.id
        WHERE (i.id = $1 OR i.credits = $1) AND i.booked_at IS NOT NULL AND l.agreement IS NOT NULL GROUP BY l.agreement";
    let free = view.first(sql, &params![id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    if let Some((agreement, left)) = free {
        (credited.free_by, credited.free_left) = (Some(agreement), left);
    }
    Ok(Some(credited))
}
