//! The statements behind the files of the books.

use db::{Row, View};
use kernel::{Currency, Day, Quantity, Rate, UnitPrice};

use super::journal::{JournalAccount, JournalLine};
use super::{Kind, OutCell, OutTable, Source};
use crate::Result;

/// The column in which ids stand until they are put into words.
pub(super) const FILTER: &str = "Smart filter";

pub(super) const SOURCES: &[Source] = &[
    Source {
        name: "client-records",
        columns: &[
            ("Number", Kind::Text),
            ("Lifecycle", Kind::Text),
            ("Portal", Kind::Text),
            ("Source", Kind::Text),
            ("Layout", Kind::Text),
            ("Merged into", Kind::Text),
        ],
        sql: "SELECT c.number, c.lifecycle, c.portal, c.source, c.layout, h.number FROM clients c
            LEFT JOIN clients h ON h.id = c.merged_into WHERE c.deleted_at IS NULL ORDER BY c.number",
    },
    Source {
        name: "client-group-sets",
        columns: &[("Name", Kind::Text)],
        sql: "SELECT name FROM group_sets WHERE deleted_at IS NULL ORDER BY name_fold, id",
    },
    Source {
        name: "client-type-names",
        columns: &[("Name", Kind::Text)],
        sql: "SELECT name FROM client_types WHERE deleted_at IS NULL ORDER BY name_fold, id",
    },
    Source {
        name: "corporate-types",
        columns: &[("Name", Kind::Text), ("Client type", Kind::Text), ("Effect", Kind::Text)],
        sql: "SELECT t.name, x.name, t.effect FROM corporate_types t JOIN client_types x ON x.id = t.client_type
            WHERE t.deleted_at IS NULL ORDER BY t.name_fold, t.id",
    },
    Source {
        name: "accounts",
        columns: &[
            ("Number", Kind::Text),
            ("Name", Kind::Text),
            ("Type", Kind::Text),
            ("Category", Kind::Text),
            ("Control", Kind::Text),
            ("Currency", Kind::Text),
            ("Archived", Kind::Since),
        ],
        sql: "SELECT number, name, type, category, control, currency, archived_at FROM accounts ORDER BY number",
    },
    Source {
        name: "customer-groups",
        columns: &[
            ("Number", Kind::Text),
            ("Name", Kind::Text),
            ("Account", Kind::Text),
            ("VAT zone", Kind::Text),
            ("Payment days", Kind::Number),
            ("Discount", Kind::Rate),
            ("Currency", Kind::Text),
            ("Credit limit", Kind::Money),
            ("Layout", Kind::Text),
            ("Language", Kind::Text),
            ("Number series", Kind::Text),
            ("Note", Kind::Text),
            ("Archived", Kind::Since),
        ],
        sql: "SELECT p.number, g.name, a.number, z.code, p.payment_days, p.discount, p.currency, p.credit_limit, p.layout,
                p.language, s.name, g.note, g.archived_at
            FROM posting_groups p JOIN groups_of_clients g ON g.id = p.id JOIN accounts a ON a.id = p.account
            JOIN vat_zones z ON z.id = p.vat_zone LEFT JOIN number_series s ON s.id = p.series WHERE g.deleted_at IS NULL ORDER BY p.number",
    },
    Source {
        name: "client-groups",
        columns: &[
            ("Name", Kind::Text),
            ("Set", Kind::Text),
            ("Color", Kind::Number),
            ("Note", Kind::Text),
            (FILTER, Kind::Text),
            ("Archived", Kind::Since),
        ],
        sql: "SELECT g.name, x.name, g.color, g.note, g.smart_filter, g.archived_at
            FROM groups_of_clients g LEFT JOIN group_sets x ON x.id = g.set_of
            WHERE g.kind = 'segment' AND g.deleted_at IS NULL ORDER BY g.name_fold, g.id",
    },
    Source {
        name: "billing-groups",
        columns: &[("Name", Kind::Text), ("Primary contact", Kind::Text), ("Hidden", Kind::Since)],
        sql: "SELECT g.name, c.number, g.archived_at FROM billing_groups b
            JOIN groups_of_clients g ON g.id = b.id JOIN clients c ON c.id = b.primary_member
            WHERE g.deleted_at IS NULL ORDER BY g.name_fold, g.id",
    },
    Source {
        name: "corporate-groups",
        columns: &[
            ("Name", Kind::Text),
            ("Type", Kind::Text),
            ("Client type", Kind::Text),
            ("Effect", Kind::Text),
            ("From", Kind::Day),
            ("To", Kind::Day),
        ],
        sql: "SELECT g.name, t.name, x.name, t.effect, k.from_day, k.until_day FROM corporate_groups k
            JOIN groups_of_clients g ON g.id = k.id JOIN corporate_types t ON t.id = k.type
            JOIN client_types x ON x.id = t.client_type
            WHERE g.deleted_at IS NULL ORDER BY g.name_fold, t.name_fold, k.from_day, g.id",
    },
    Source {
        name: "corporate-heads",
        columns: &[("Group", Kind::Text), ("Type", Kind::Text), ("Year", Kind::Text), ("Client", Kind::Text)],
        sql: "SELECT g.name, t.name, SUBSTR(s.slot, LENGTH(s.slot) - 3), c.number FROM slots s
            JOIN corporate_groups k ON k.id = s.group_id JOIN groups_of_clients g ON g.id = k.id
            JOIN corporate_types t ON t.id = k.type JOIN clients c ON c.id = s.client
            WHERE s.head ORDER BY g.name_fold, t.name_fold, g.id, s.slot",
    },
    Source {
        name: "corporate-memberships",
        columns: &[
            ("Group", Kind::Text),
            ("Type", Kind::Text),
            ("Client", Kind::Text),
            ("From", Kind::Day),
            ("To", Kind::Day),
            ("Void because", Kind::Text),
        ],
        sql: "SELECT g.name, t.name, c.number, m.from_day, COALESCE(m.void_until, m.until_day), m.void_reason
            FROM memberships m JOIN corporate_groups k ON k.id = m.group_id JOIN groups_of_clients g ON g.id = k.id
            JOIN corporate_types t ON t.id = k.type JOIN clients c ON c.id = m.client
            WHERE g.deleted_at IS NULL AND c.deleted_at IS NULL
            ORDER BY g.name_fold, t.name_fold, c.number, m.from_day, m.id",
    },
    Source {
        name: "client-types",
        columns: &[("Client", Kind::Text), ("Type", Kind::Text)],
        sql: "SELECT c.number, t.name FROM types_of_clients x JOIN clients c ON c.id = x.client
            JOIN client_types t ON t.id = x.type WHERE c.deleted_at IS NULL ORDER BY c.number, t.name_fold",
    },
    Source {
        name: "memberships",
        columns: &[
            ("Client", Kind::Text),
            ("Kind", Kind::Text),
            ("Group", Kind::Text),
            ("From", Kind::Day),
            ("Until", Kind::Day),
            ("Ended", Kind::Since),
        ],
        sql: "SELECT c.number, g.kind, g.name, m.from_day, m.until_day, m.ended_at FROM memberships m
            JOIN clients c ON c.id = m.client JOIN groups_of_clients g ON g.id = m.group_id
            WHERE c.deleted_at IS NULL AND g.deleted_at IS NULL AND g.kind <> 'corporate'
            ORDER BY c.number, m.from_day, m.id",
    },
    Source {
        name: "entries",
        columns: &[
            ("Entry", Kind::Number),
            ("Day", Kind::Day),
            ("Document", Kind::Text),
            ("Text", Kind::Text),
            ("Source", Kind::Text),
            ("Line", Kind::Number),
            ("Account", Kind::Text),
            ("Client", Kind::Text),
            ("Amount", Kind::Money),
            ("VAT code", Kind::Text),
            ("Line text", Kind::Text),
        ],
        sql: "SELECT e.number, e.day, e.document, e.text, e.source, p.line, a.number, c.number, p.amount, v.code, p.text
            FROM entries e JOIN postings p ON p.entry = e.id JOIN accounts a ON a.id = p.account
            LEFT JOIN clients c ON c.id = p.client LEFT JOIN vat_codes v ON v.id = p.vat_code
            ORDER BY e.number, p.line",
    },
    Source {
        name: "invoices",
        columns: &[
            ("Number", Kind::Text),
            ("Draft", Kind::Number),
            ("Kind", Kind::Text),
            ("Client", Kind::Text),
            ("Day", Kind::Day),
            ("Due", Kind::Day),
            ("Currency", Kind::Text),
            ("Customer group", Kind::Text),
            ("Account", Kind::Text),
            ("Net", Kind::Money),
            ("VAT", Kind::Money),
            ("Gross", Kind::Money),
            ("Entry", Kind::Number),
            ("Reference", Kind::Text),
            ("Note", Kind::Text),
        ],
        sql: "SELECT i.number, i.provisional, i.kind, c.number, i.day, i.due, i.currency, g.name, a.number, i.net, i.vat,
                i.gross, e.number, i.reference, i.note
            FROM invoices i JOIN clients c ON c.id = i.client JOIN groups_of_clients g ON g.id = i.posting_group
            JOIN accounts a ON a.id = i.account LEFT JOIN entries e ON e.id = i.entry ORDER BY i.provisional",
    },
    Source {
        name: "invoice-lines",
        columns: &[
            ("Invoice", Kind::Text),
            ("Draft", Kind::Number),
            ("Line", Kind::Number),
            ("Text", Kind::Text),
            ("Quantity", Kind::Quantity),
            ("Unit", Kind::Text),
            ("Unit price", Kind::Price),
            ("Discount", Kind::Rate),
            ("VAT code", Kind::Text),
            ("VAT rate", Kind::Rate),
            ("Account", Kind::Text),
            ("Net", Kind::Money),
            ("For client", Kind::Text),
        ],
        sql: "SELECT i.number, i.provisional, l.line, l.text, l.quantity, l.unit, l.unit_price, l.discount, v.code,
                l.vat_rate, a.number, l.net, r.number
            FROM invoice_lines l JOIN invoices i ON i.id = l.invoice LEFT JOIN vat_codes v ON v.id = l.vat_code
            LEFT JOIN accounts a ON a.id = l.account LEFT JOIN clients r ON r.id = l.recipient ORDER BY i.provisional, l.line",
    },
    Source {
        name: "time-entries",
        columns: &[
            ("Client", Kind::Text),
            ("Member", Kind::Text),
            ("Day", Kind::Day),
            ("Minutes", Kind::Number),
            ("Rate", Kind::Money),
            ("Billable", Kind::Truth),
            ("Work type", Kind::Text),
            ("Note", Kind::Text),
        ],
        sql: "SELECT c.number, m.email, t.day, t.minutes, t.rate, t.billable, t.work_type, t.note
            FROM time_entries t JOIN clients c ON c.id = t.client JOIN members m ON m.id = t.member ORDER BY t.day, t.id",
    },
    Source {
        name: "members",
        columns: &[("Name", Kind::Text), ("Email", Kind::Text), ("Role", Kind::Text), ("Active", Kind::Truth)],
        sql: "SELECT m.name, m.email, r.name, m.active FROM members m JOIN roles r ON r.id = m.role ORDER BY m.id",
    },
];

pub(super) fn table(view: &View<'_>, source: &Source, currency: Currency) -> Result<OutTable> {
    let header = source.columns.iter().map(|(title, _)| (*title).to_owned()).collect();
    let rows = view.rows(source.sql, &[], |row| {
        source.columns.iter().enumerate().map(|(at, (_, kind))| cell(row, at, *kind, currency)).collect()
    })?;
    Ok(OutTable { header, rows })
}

fn cell(row: &Row<'_>, at: usize, kind: Kind, currency: Currency) -> db::Result<OutCell> {
    let yes = |truth: bool| if truth { OutCell::text("yes") } else { OutCell::Empty };
    let cell = match kind {
        Kind::Text => row.get::<Option<String>>(at)?.filter(|text| !text.is_empty()).map(OutCell::Text),
        Kind::Truth => Some(yes(row.get(at)?)),
        Kind::Since => Some(yes(row.get::<Option<i64>>(at)?.is_some())),
        Kind::Day => row.get::<Option<Day>>(at)?.map(|day| OutCell::text(day.to_string())),
        Kind::Number | Kind::Money | Kind::Rate | Kind::Quantity | Kind::Price => {
            row.get::<Option<i64>>(at)?.map(|number| number_cell(number, kind, currency))
        }
    };
    Ok(cell.unwrap_or(OutCell::Empty))
}

fn number_cell(number: i64, kind: Kind, currency: Currency) -> OutCell {
    match kind {
        Kind::Money => OutCell::Amount { minor: number, decimals: currency.decimals() },
        Kind::Rate => OutCell::text(Rate(number).to_string()),
        Kind::Quantity => OutCell::text(Quantity(number).to_string()),
        Kind::Price => OutCell::text(UnitPrice::new(number, currency).to_string()),
        _ => OutCell::Integer(number),
    }
}

/// Every account by number: kind, number, name.
pub(super) fn accounts(view: &View<'_>) -> Result<Vec<JournalAccount>> {
    Ok(view.rows("SELECT type, number, name FROM accounts ORDER BY number", &[], |row| {
        Ok(JournalAccount { kind: row.get(0)?, number: row.get(1)?, name: row.get(2)? })
    })?)
}

/// Every line in the order of its entries.
pub(super) fn lines(view: &View<'_>) -> Result<Vec<JournalLine>> {
    let sql = "SELECT e.number, e.day, e.document, e.text, a.number, c.number, p.amount FROM entries e
        JOIN postings p ON p.entry = e.id JOIN accounts a ON a.id = p.account
        LEFT JOIN clients c ON c.id = p.client ORDER BY e.day, e.number, p.line";
    Ok(view.rows(sql, &[], |row| {
        Ok(JournalLine {
            entry: row.get(0)?,
            day: row.get(1)?,
            document: row.get::<Option<String>>(2)?.unwrap_or_default(),
            text: row.get(3)?,
            account: row.get(4)?,
            client: row.get(5)?,
            amount: row.get(6)?,
        })
    })?)
}
