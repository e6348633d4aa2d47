//! Every law over a whole company. A test that closes a company runs it; `coterie check` prints what it finds.

use std::fmt;

use db::View;
use serde::Serialize;

use crate::{Result, audit, clients};

/// Rows that are named of each broken law; more tell nobody more.
const NAMED: usize = 20;

/// A law that does not hold, how often, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Broken {
    pub law: String,
    /// How many rows break it.
    pub count: i64,
    /// The first twenty of them, by the names and numbers that people know: `entry 12`, `client 1001`.
    pub rows: Vec<String>,
}

impl Broken {
    /// A finding about the file as a whole.
    pub fn whole(law: impl Into<String>) -> Broken {
        Broken { law: law.into(), count: 1, rows: Vec::new() }
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.rows.is_empty() {
            return write!(to, "{}", self.law);
        }
        let more = self.count - i64::try_from(self.rows.len()).unwrap_or(self.count);
        write!(to, "{}: {} broken ({}", self.law, self.count, self.rows.join(", "))?;
        if more > 0 {
            write!(to, ", and {more} more")?;
        }
        write!(to, ")")
    }
}

/// What is broken; nothing means that every law holds.
pub fn verify(view: &View<'_>) -> Result<Vec<Broken>> {
    let mut broken = Vec::new();
    for law in LAWS {
        let count = view.number(&format!("SELECT COUNT(*) FROM ({}) counterexamples", law.counterexamples), &[])?;
        if count > 0 {
            let sql =
                format!("SELECT named FROM ({}) counterexamples ORDER BY named LIMIT {NAMED}", law.counterexamples);
            let rows = view.rows(&sql, &[], |row| row.get(0))?;
            broken.push(Broken { law: law.says.to_owned(), count, rows });
        }
    }
    broken.extend(clients::unsettled(view)?);
    broken.extend(audit::verify_chain(view)?.map(Broken::whole));
    Ok(broken)
}

struct Law {
    says: &'static str,
    /// A row for each thing that breaks it: how people call that thing, in the column `named`.
    counterexamples: &'static str,
}

// Independent of the rules on purpose: each law asks the tables, not the code that filled them.
const LAWS: &[Law] = &[
    Law {
        says: "every entry balances",
        counterexamples: "SELECT COALESCE('entry ' || e.number, 'postings without an entry') AS named
            FROM (SELECT entry FROM postings GROUP BY entry HAVING SUM(amount) <> 0) x
            LEFT JOIN entries e ON e.id = x.entry",
    },
    Law {
        says: "every entry has postings",
        counterexamples: "SELECT 'entry ' || e.number AS named FROM entries e
            WHERE NOT EXISTS (SELECT 1 FROM postings p WHERE p.entry = e.id)",
    },
    Law {
        says: "stored balances are the sums of the postings",
        counterexamples: "SELECT 'account ' || COALESCE(a.number, '?') || ' in ' || x.month AS named FROM (
            SELECT account, month FROM (
                SELECT account, day / 100 AS month, amount FROM postings
                UNION ALL SELECT account, month, credit - debit FROM balances) both_sides
            GROUP BY account, month HAVING SUM(amount) <> 0) x LEFT JOIN accounts a ON a.id = x.account",
    },
    Law {
        says: "stored balances of each client are the sums of its postings",
        counterexamples: "SELECT 'client ' || COALESCE(c.number, '?') || ' on account ' || COALESCE(a.number, '?')
                || ' in ' || x.month AS named FROM (
            SELECT account, client, month FROM (
                SELECT account, client, day / 100 AS month, amount FROM postings WHERE client IS NOT NULL
                UNION ALL SELECT account, client, month, credit - debit FROM client_balances) both_sides
            GROUP BY account, client, month HAVING SUM(amount) <> 0) x
            LEFT JOIN accounts a ON a.id = x.account LEFT JOIN clients c ON c.id = x.client",
    },
    Law {
        says: "every line on a receivables control account names its client",
        counterexamples: "SELECT 'line ' || p.line || ' of entry ' || COALESCE(CAST(e.number AS TEXT), '?') AS named
            FROM postings p JOIN accounts a ON a.id = p.account LEFT JOIN entries e ON e.id = p.entry
            WHERE a.control = 'receivable' AND p.client IS NULL",
    },
    Law {
        says: "every client outside the trash stands in exactly one customer group",
        counterexamples: "SELECT 'client ' || c.number AS named FROM clients c WHERE c.deleted_at IS NULL
            AND (SELECT COUNT(*) FROM slots s
                 WHERE s.client = c.id AND s.slot = 'posting' AND s.group_id = c.posting_group) <> 1",
    },
    Law {
        says: "a client in the trash is in no group but its customer group",
        counterexamples: "SELECT 'client ' || c.number || ' in ' || g.name AS named
            FROM clients c JOIN slots s ON s.client = c.id
            JOIN groups_of_clients g ON g.id = s.group_id WHERE c.deleted_at IS NOT NULL AND g.kind <> 'posting'",
    },
    Law {
        says: "every billing group has a primary contact who is in it",
        counterexamples: "SELECT 'billing group ' || g.name AS named FROM groups_of_clients g
            WHERE g.kind = 'billing' AND g.deleted_at IS NULL AND NOT EXISTS (
                SELECT 1 FROM billing_groups b JOIN slots s ON s.client = b.primary_member AND s.group_id = b.id
                WHERE b.id = g.id)",
    },
    Law {
        says: "only a billing group that is there has a primary contact",
        counterexamples: "SELECT COALESCE('group ' || g.name, '?') AS named
            FROM billing_groups b LEFT JOIN groups_of_clients g ON g.id = b.id
            WHERE g.id IS NULL OR g.kind <> 'billing' OR g.deleted_at IS NOT NULL",
    },
    Law {
        says: "a client is in at most one group of a set",
        counterexamples: "SELECT 'client ' || COALESCE(c.number, '?') || ' in ' || COUNT(*) || ' groups of ' || x.name AS named
            FROM slots s JOIN groups_of_clients g ON g.id = s.group_id JOIN group_sets x ON x.id = g.set_of
            LEFT JOIN clients c ON c.id = s.client
            GROUP BY s.client, c.number, x.id, x.name HAVING COUNT(*) > 1",
    },
    Law {
        says: "a membership in a group of a set fills the slot of the set, and no other does",
        counterexamples: "SELECT 'client ' || COALESCE(c.number, '?') || ' in ' || g.name AS named
            FROM slots s JOIN groups_of_clients g ON g.id = s.group_id LEFT JOIN clients c ON c.id = s.client
            WHERE g.kind = 'segment' AND (g.set_of IS NULL) = (s.slot LIKE 'set:%')",
    },
    Law {
        says: "the groups of a set fill one slot",
        counterexamples: "SELECT 'set ' || x.name AS named FROM group_sets x
            JOIN groups_of_clients g ON g.set_of = x.id JOIN slots s ON s.group_id = g.id
            GROUP BY x.id, x.name HAVING COUNT(DISTINCT s.slot) > 1",
    },
    Law {
        says: "no group stands in a set that is gone",
        counterexamples: "SELECT g.name AS named FROM groups_of_clients g JOIN group_sets x ON x.id = g.set_of
            WHERE g.deleted_at IS NULL AND x.deleted_at IS NOT NULL",
    },
    Law {
        says: "every slot belongs to a live membership of the same client and group",
        counterexamples: "SELECT 'client ' || COALESCE(c.number, '?') || ' in ' || COALESCE(g.name, '?') AS named
            FROM slots s LEFT JOIN memberships m ON m.client = s.client AND m.id = s.membership
            LEFT JOIN clients c ON c.id = s.client LEFT JOIN groups_of_clients g ON g.id = s.group_id
            WHERE s.membership IS NOT NULL
                AND (m.id IS NULL OR m.ended_at IS NOT NULL OR m.group_id <> s.group_id)",
    },
    Law {
        says: "every live membership fills a slot",
        counterexamples: "SELECT 'client ' || COALESCE(c.number, '?') || ' in ' || COALESCE(g.name, '?') AS named
            FROM memberships m LEFT JOIN clients c ON c.id = m.client LEFT JOIN groups_of_clients g ON g.id = m.group_id
            WHERE m.ended_at IS NULL AND NOT EXISTS (SELECT 1 FROM slots s WHERE s.client = m.client AND s.membership = m.id)",
    },
    Law {
        says: "a corporate membership lies within the years of its group",
        counterexamples: "SELECT 'client ' || COALESCE(c.number, '?') || ' in ' || g.name AS named
            FROM corporate_groups k JOIN groups_of_clients g ON g.id = k.id JOIN memberships m ON m.group_id = k.id
            LEFT JOIN clients c ON c.id = m.client WHERE m.ended_at IS NULL
                AND (m.from_day < k.from_day OR m.until_day IS NULL OR m.until_day > k.until_day
                     OR m.from_day % 10000 <> 101 OR m.until_day % 10000 <> 1231)",
    },
    Law {
        says: "a corporate membership fills one slot for each of its years, and no other",
        counterexamples: "SELECT 'client ' || COALESCE(c.number, '?') || ' in ' || g.name AS named
            FROM corporate_groups k JOIN groups_of_clients g ON g.id = k.id JOIN memberships m ON m.group_id = k.id
            LEFT JOIN clients c ON c.id = m.client WHERE m.ended_at IS NULL AND m.until_day / 10000 - m.from_day / 10000 + 1
                <> (SELECT COUNT(*) FROM slots s WHERE s.client = m.client AND s.membership = m.id
                    AND SUBSTR(s.slot, LENGTH(s.slot) - 3)
                        BETWEEN CAST(m.from_day / 10000 AS TEXT) AND CAST(m.until_day / 10000 AS TEXT))
            UNION ALL SELECT 'client ' || COALESCE(c.number, '?') || ' in ' || g.name AS named
            FROM corporate_groups k JOIN groups_of_clients g ON g.id = k.id JOIN slots s ON s.group_id = k.id
            JOIN memberships m ON m.client = s.client AND m.id = s.membership LEFT JOIN clients c ON c.id = s.client
            WHERE SUBSTR(s.slot, LENGTH(s.slot) - 3) NOT BETWEEN CAST(m.from_day / 10000 AS TEXT) AND CAST(m.until_day / 10000 AS TEXT)",
    },
    Law {
        says: "the corporate groups of a type fill the slots of one type",
        counterexamples: "SELECT 'type ' || t.name AS named FROM corporate_types t JOIN corporate_groups k ON k.type = t.id
            JOIN slots s ON s.group_id = k.id GROUP BY t.id, t.name
            HAVING COUNT(DISTINCT SUBSTR(s.slot, 1, LENGTH(s.slot) - 5)) > 1",
    },
    Law {
        says: "a corporate group has one head in each of its years, and its name",
        counterexamples: "SELECT 'corporate group ' || g.name AS named
            FROM corporate_groups k JOIN groups_of_clients g ON g.id = k.id WHERE g.deleted_at IS NULL
                AND (k.until_day / 10000 - k.from_day / 10000 + 1
                        <> (SELECT COUNT(*) FROM slots s WHERE s.group_id = k.id AND s.head
                            AND SUBSTR(s.slot, LENGTH(s.slot) - 3)
                                BETWEEN CAST(k.from_day / 10000 AS TEXT) AND CAST(k.until_day / 10000 AS TEXT))
                    OR k.until_day / 10000 - k.from_day / 10000 + 1
                        <> (SELECT COUNT(*) FROM corporate_years y WHERE y.group_id = k.id AND y.type = k.type
                            AND y.name_key = g.name_key AND y.year BETWEEN k.from_day / 10000 AND k.until_day / 10000))",
    },
    Law {
        says: "only a corporate group that is there has heads and years",
        counterexamples: "SELECT g.name AS named FROM groups_of_clients g LEFT JOIN corporate_groups k ON k.id = g.id
            WHERE (EXISTS (SELECT 1 FROM slots s WHERE s.group_id = g.id AND s.head)
                   OR EXISTS (SELECT 1 FROM corporate_years y WHERE y.group_id = g.id))
                AND (k.id IS NULL OR g.kind <> 'corporate' OR g.deleted_at IS NOT NULL)",
    },
    Law {
        says: "every posting has its entry, with the entry's day",
        counterexamples: "SELECT 'line ' || p.line || ' of entry ' || COALESCE(CAST(e.number AS TEXT), '?')
                || ' on ' || p.day AS named
            FROM postings p LEFT JOIN entries e ON e.id = p.entry WHERE e.id IS NULL OR e.day <> p.day",
    },
    Law {
        says: "the journal's numbers have no gap",
        counterexamples: "SELECT 'before entry ' || e.number AS named FROM entries e WHERE e.number > 1
            AND NOT EXISTS (SELECT 1 FROM entries earlier WHERE earlier.number = e.number - 1)",
    },
    Law {
        says: "a reversal is the opposite of what it reverses",
        counterexamples: "SELECT 'entry ' || r.number AS named FROM entries r WHERE r.id IN (SELECT pair FROM (
            SELECT pair, account, client FROM (
                SELECT e.id AS pair, p.account, p.client, p.amount FROM entries e JOIN postings p ON p.entry = e.id
                WHERE e.reverses IS NOT NULL
                UNION ALL SELECT e.id, p.account, p.client, p.amount FROM entries e JOIN postings p ON p.entry = e.reverses
            ) both_entries GROUP BY pair, account, client HAVING SUM(amount) <> 0) x)",
    },
    Law {
        says: "every number that a series gave away is on a booked document, and no other",
        counterexamples: "SELECT 'number series ' || s.name AS named FROM number_series s WHERE
            COALESCE((SELECT CAST(SUM(taken) AS BIGINT) FROM numbers_taken t WHERE t.series = s.id), 0)
            <> (SELECT COUNT(*) FROM invoices i WHERE i.series = s.id AND i.number IS NOT NULL)",
    },
    Law {
        says: "a booked invoice has its entry unless all of it is free, and a draft has none",
        counterexamples: "SELECT COALESCE('invoice ' || i.number, 'draft ' || i.provisional) AS named FROM invoices i
            WHERE (i.entry IS NOT NULL) <> (i.booked_at IS NOT NULL AND (i.source <> 'manual' OR EXISTS (
                SELECT 1 FROM invoice_lines l WHERE l.invoice = i.id AND l.list_price IS NULL)))",
    },
    Law {
        says: "the totals of an invoice agree",
        counterexamples: "SELECT COALESCE('invoice ' || i.number, 'draft ' || i.provisional) AS named FROM invoices i WHERE i.net + i.vat <> i.gross",
    },
    Law {
        says: "the net amount of an invoice is the sum of its lines",
        counterexamples: "SELECT COALESCE('invoice ' || i.number, 'draft ' || i.provisional) AS named FROM invoices i WHERE i.source = 'manual' AND i.net <>
            COALESCE((SELECT CAST(SUM(l.net) AS BIGINT) FROM invoice_lines l WHERE l.invoice = i.id), 0)",
    },
    Law {
        says: "the VAT of a booked invoice is reckoned by code on the sum of its lines",
        counterexamples: "SELECT COALESCE('invoice ' || i.number, 'draft ' || i.provisional) AS named FROM invoices i
            WHERE i.source = 'manual' AND i.booked_at IS NOT NULL AND i.vat <>
            COALESCE((SELECT CAST(SUM(CASE WHEN base * rate < 0 THEN (base * rate - 5000) / 10000
                                           ELSE (base * rate + 5000) / 10000 END) AS BIGINT)
                      FROM (SELECT l.vat_rate AS rate, CAST(SUM(l.net) AS BIGINT) AS base FROM invoice_lines l
                            WHERE l.invoice = i.id GROUP BY l.vat_code, l.vat_rate) x), 0)",
    },
    Law {
        says: "a booked invoice keeps the posting group of its day",
        counterexamples: "SELECT COALESCE('invoice ' || i.number, 'draft ' || i.provisional) AS named FROM invoices i WHERE i.booked_at IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM invoice_groups g WHERE g.invoice = i.id AND g.group_id = i.posting_group)",
    },
    Law {
        says: "credit notes take no more than their invoice has",
        counterexamples: "SELECT COALESCE('invoice ' || i.number, 'draft ' || i.provisional) AS named FROM invoices i
            WHERE i.kind = 'invoice' AND i.booked_at IS NOT NULL AND i.gross <
            COALESCE((SELECT CAST(SUM(c.gross) AS BIGINT) FROM invoices c
                      WHERE c.credits = i.id AND c.booked_at IS NOT NULL), 0)",
    },
    Law {
        says: "a booked invoice stands on its control account with its gross amount",
        counterexamples: "SELECT COALESCE('invoice ' || i.number, 'draft ' || i.provisional) AS named FROM invoices i WHERE i.booked_at IS NOT NULL AND
            COALESCE((SELECT CAST(SUM(COALESCE(p.foreign_amount, p.amount)) AS BIGINT) FROM postings p
                      WHERE p.entry = i.entry AND p.account = i.account AND p.client = i.client), 0)
            <> CASE WHEN i.kind = 'invoice' THEN i.gross ELSE -i.gross END",
    },
    Law {
        says: "every line on a receivables control account is an open item, and nothing else is",
        counterexamples: "SELECT 'line ' || p.line || ' of entry ' || COALESCE(CAST(e.number AS TEXT), '?') AS named
            FROM postings p JOIN accounts a ON a.id = p.account LEFT JOIN entries e ON e.id = p.entry
            LEFT JOIN open_items o ON o.id = p.id
            WHERE (a.control = 'receivable') <> (o.id IS NOT NULL)
               OR o.id IS NOT NULL AND (o.account <> p.account OR p.client IS NULL OR o.client <> p.client
                    OR o.day <> p.day OR o.amount <> p.amount)",
    },
    Law {
        says: "what is left of an open item is its amount less what was matched",
        counterexamples: "SELECT 'line ' || p.line || ' of entry ' || e.number AS named
            FROM open_items o JOIN postings p ON p.id = o.id JOIN entries e ON e.id = p.entry
            WHERE o.remaining <> o.amount
                - COALESCE((SELECT CAST(SUM(m.amount) AS BIGINT) FROM matches m WHERE m.debit = o.id), 0)
                + COALESCE((SELECT CAST(SUM(m.amount) AS BIGINT) FROM matches m WHERE m.credit = o.id), 0)",
    },
    Law {
        says: "what is left of an item of another currency is its amount in that less what was matched",
        counterexamples: "SELECT 'line ' || p.line || ' of entry ' || e.number AS named
            FROM open_items o JOIN postings p ON p.id = o.id JOIN entries e ON e.id = p.entry
            WHERE (o.currency IS NULL) <> (p.currency IS NULL)
               OR o.currency IS NOT NULL AND (o.currency <> p.currency OR o.foreign_amount <> p.foreign_amount
                    OR o.foreign_remaining = 0 AND o.remaining <> 0
                    OR o.foreign_remaining <> o.foreign_amount
                - COALESCE((SELECT CAST(SUM(m.foreign_amount) AS BIGINT) FROM matches m WHERE m.debit = o.id), 0)
                + COALESCE((SELECT CAST(SUM(m.foreign_amount) AS BIGINT) FROM matches m WHERE m.credit = o.id), 0))",
    },
    Law {
        says: "a document in another currency is in the books what its lines and VAT are there",
        counterexamples: "SELECT 'invoice ' || i.number AS named FROM invoices i, company c
            WHERE i.booked_at IS NOT NULL AND ((i.currency = c.currency) <> (i.books_gross IS NULL)
               OR i.books_gross IS NOT NULL AND (i.books_net + i.books_vat <> i.books_gross OR i.books_net <>
                  COALESCE((SELECT CAST(SUM(l.books_net) AS BIGINT) FROM invoice_lines l WHERE l.invoice = i.id), 0)))",
    },
    Law {
        says: "the balance of a control account is what is open on it, client by client",
        counterexamples: "SELECT 'client ' || COALESCE(c.number, '?') || ' on account ' || COALESCE(a.number, '?') AS named
            FROM (SELECT account, client FROM (
                SELECT p.account, p.client, p.amount FROM postings p JOIN accounts r ON r.id = p.account
                WHERE r.control = 'receivable'
                UNION ALL SELECT account, client, -remaining FROM open_items) both_sides
            GROUP BY account, client HAVING SUM(amount) <> 0) x
            LEFT JOIN accounts a ON a.id = x.account LEFT JOIN clients c ON c.id = x.client",
    },
    Law {
        says: "a match joins a debit and a credit of one client on one account, not before either",
        counterexamples: "SELECT 'client ' || COALESCE(c.number, '?') AS named
            FROM matches m JOIN open_items d ON d.id = m.debit JOIN open_items k ON k.id = m.credit
            LEFT JOIN clients c ON c.id = d.client
            WHERE d.client <> k.client OR d.account <> k.account OR COALESCE(d.currency, '') <> COALESCE(k.currency, '')
               OR (d.currency IS NULL) <> (m.foreign_amount = 0) OR d.amount < 0 OR k.amount > 0
               OR m.day < d.day OR m.day < k.day",
    },
    Law {
        says: "no more is given back between two items than was matched, on any day",
        counterexamples: "SELECT 'client ' || COALESCE(c.number, '?') AS named
            FROM (SELECT m.debit, SUM(m.amount) OVER (PARTITION BY m.debit, m.credit ORDER BY m.day) AS so_far FROM matches m) x
            JOIN open_items d ON d.id = x.debit LEFT JOIN clients c ON c.id = d.client
            WHERE x.so_far < 0",
    },
    Law {
        says: "an open item of a document is of the document's client",
        counterexamples: "SELECT COALESCE('invoice ' || i.number, 'a document that is gone') AS named
            FROM open_items o LEFT JOIN invoices i ON i.id = o.document
            WHERE o.document IS NOT NULL AND (i.id IS NULL OR i.booked_at IS NULL OR i.client <> o.client AND NOT EXISTS (
                WITH RECURSIVE heirs (client) AS (
                    SELECT m.into_client FROM merged_clients m WHERE m.client = i.client
                    UNION SELECT m.into_client FROM merged_clients m JOIN heirs h ON h.client = m.client)
                SELECT 1 FROM heirs h WHERE h.client = o.client))",
    },
    Law {
        says: "a client that was merged into another is in the archive, with nothing open and in no group that it could leave",
        counterexamples: "SELECT 'client ' || c.number AS named FROM clients c WHERE c.merged_into IS NOT NULL AND (
            c.archived_at IS NULL
            OR NOT EXISTS (SELECT 1 FROM merged_clients m WHERE m.client = c.id AND m.into_client = c.merged_into)
            OR EXISTS (SELECT 1 FROM open_items o WHERE o.client = c.id AND o.remaining <> 0)
            OR EXISTS (SELECT 1 FROM invoices i WHERE i.client = c.id AND i.booked_at IS NULL)
            OR EXISTS (SELECT 1 FROM time_entries t WHERE t.client = c.id)
            OR EXISTS (SELECT 1 FROM slots s JOIN groups_of_clients g ON g.id = s.group_id WHERE s.client = c.id
                AND (s.head OR g.kind IN ('segment', 'billing') AND g.smart_filter IS NULL)))",
    },
    Law {
        says: "nobody is merged into a client that was merged into that one",
        counterexamples: "SELECT 'client ' || c.number AS named FROM clients c JOIN clients d ON d.id = c.merged_into
            WHERE d.merged_into = c.id OR d.deleted_at IS NOT NULL",
    },
    Law {
        says: "a booked document has its open item",
        counterexamples: "SELECT 'invoice ' || i.number AS named FROM invoices i WHERE i.entry IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM open_items o JOIN postings p ON p.id = o.id
                WHERE o.document = i.id AND p.entry = i.entry)",
    },
    Law {
        says: "a free line costs nothing, is whole and has a value by the list, and no other line has",
        counterexamples: "SELECT COALESCE('invoice ' || i.number, 'draft ' || i.provisional) || ', line ' || l.line AS named
            FROM invoice_lines l JOIN invoices i ON i.id = l.invoice
            WHERE l.list_price IS NOT NULL AND (l.unit_price <> 0 OR l.net <> 0 OR l.quantity <= 0
                    OR l.quantity % 1000 <> 0 OR l.list_price <= 0 OR l.list_value IS NULL)
               OR l.list_price IS NULL AND (l.list_value IS NOT NULL OR l.agreement IS NOT NULL)",
    },
    Law {
        says: "a rebate in kind for the year of the service gives each free line of a booked document",
        counterexamples: "SELECT 'invoice ' || i.number || ', line ' || l.line AS named
            FROM invoice_lines l JOIN invoices i ON i.id = l.invoice LEFT JOIN agreements a ON a.id = l.agreement
            WHERE l.list_price IS NOT NULL AND i.booked_at IS NOT NULL AND (a.id IS NULL OR a.kind <> 'rebate'
                OR i.kind = 'invoice' AND a.year <> COALESCE(i.service_day, i.day) / 10000)",
    },
    Law {
        says: "credit notes take back no more free units than their invoice gave",
        counterexamples: "SELECT 'invoice ' || i.number AS named FROM invoices i
            WHERE i.kind = 'invoice' AND i.booked_at IS NOT NULL AND
            COALESCE((SELECT CAST(SUM(l.list_value) AS BIGINT) FROM invoice_lines l WHERE l.invoice = i.id), 0) <
            COALESCE((SELECT CAST(SUM(l.list_value) AS BIGINT) FROM invoices c JOIN invoice_lines l ON l.invoice = c.id
                      WHERE c.credits = i.id AND c.booked_at IS NOT NULL), 0)",
    },
    Law {
        says: "a payment is what its entry brought to its bank account",
        counterexamples: "SELECT 'entry ' || e.number AS named FROM payments y JOIN entries e ON e.id = y.entry
            WHERE e.day <> y.day OR y.amount <> COALESCE((SELECT CAST(SUM(p.amount) AS BIGINT) FROM postings p
                WHERE p.entry = y.entry AND p.account = y.account), 0)",
    },
    Law {
        says: "the agreements of a year are numbered without a gap",
        counterexamples: "SELECT 'agreement ' || a.year || '/' || a.number AS named FROM agreements a WHERE a.number > 1
            AND NOT EXISTS (SELECT 1 FROM agreements earlier WHERE earlier.year = a.year AND earlier.number = a.number - 1)",
    },
    Law {
        says: "an agreement has tiers, and its group knows that a year has one",
        counterexamples: "SELECT 'agreement ' || a.year || '/' || a.number AS named FROM agreements a
            WHERE NOT EXISTS (SELECT 1 FROM agreement_tiers t WHERE t.agreement = a.id)
                OR NOT EXISTS (SELECT 1 FROM agreed_years y WHERE y.group_id = a.group_id AND y.year = a.year)
            UNION ALL SELECT g.name || ' in ' || y.year AS named FROM agreed_years y JOIN groups_of_clients g ON g.id = y.group_id
            WHERE NOT EXISTS (SELECT 1 FROM agreements a WHERE a.group_id = y.group_id AND a.year = y.year)",
    },
    Law {
        says: "a settlement is the sum of the parts of its members",
        counterexamples: "SELECT 'settlement ' || s.number || ' of ' || s.title AS named FROM settlements s
            JOIN (SELECT settlement, CAST(SUM(volume) AS BIGINT) AS volume, CAST(SUM(discount) AS BIGINT) AS discount,
                    CAST(SUM(settled_before) AS BIGINT) AS settled_before, CAST(SUM(amount) AS BIGINT) AS amount
                FROM settlement_members GROUP BY settlement) m ON m.settlement = s.id
            WHERE m.volume <> s.volume OR m.discount <> s.discount OR m.settled_before <> s.settled_before
                OR m.amount <> s.amount
            UNION ALL SELECT 'settlement ' || s.number || ' of ' || s.title AS named FROM settlements s
            WHERE NOT EXISTS (SELECT 1 FROM settlement_members m WHERE m.settlement = s.id)",
    },
    Law {
        says: "a settlement goes on from those before it, member by member and without a gap",
        counterexamples: "SELECT 'settlement ' || s.number || ' of ' || s.title AS named
            FROM settlements s JOIN settlement_members m ON m.settlement = s.id WHERE m.settled_before <>
                COALESCE((SELECT CAST(SUM(b.amount) AS BIGINT) FROM settlements e JOIN settlement_members b ON b.settlement = e.id
                    WHERE e.agreement = s.agreement AND e.number < s.number AND b.client = m.client), 0)
            UNION ALL SELECT 'settlement ' || s.number || ' of ' || s.title AS named FROM settlements s WHERE s.number > 1
                AND NOT EXISTS (SELECT 1 FROM settlements e WHERE e.agreement = s.agreement AND e.number = s.number - 1)",
    },
    Law {
        says: "the document of a settlement is of its member and worth its part",
        counterexamples: "SELECT 'settlement ' || s.number || ' of ' || s.title AS named
            FROM settlements s JOIN settlement_members m ON m.settlement = s.id JOIN invoices i ON i.id = m.document
            WHERE i.client <> m.client OR i.settlement IS NULL OR i.settlement <> s.id
                OR m.amount <> CASE i.kind WHEN 'credit_note' THEN i.net ELSE -i.net END",
    },
    Law {
        says: "a document that came of a settlement names one that is there",
        counterexamples: "SELECT COALESCE('invoice ' || i.number, 'draft ' || i.provisional) AS named FROM invoices i
            WHERE i.settlement IS NOT NULL AND NOT EXISTS (SELECT 1 FROM settlements s WHERE s.id = i.settlement)",
    },
    Law {
        says: "whoever was settled with in a year stands in the group in that year",
        counterexamples: "SELECT 'client ' || COALESCE(c.number, '?') || ' in ' || y.year AS named
            FROM settled_years y LEFT JOIN slots s ON s.client = y.client AND s.slot = y.slot
            LEFT JOIN clients c ON c.id = y.client
            WHERE s.client IS NULL OR s.membership IS NULL OR s.group_id <> y.group_id
            UNION ALL SELECT 'client ' || m.number || ' in ' || a.year AS named
            FROM settlement_members m JOIN settlements s ON s.id = m.settlement JOIN agreements a ON a.id = s.agreement
            WHERE NOT EXISTS (SELECT 1 FROM settled_years y
                WHERE y.client = m.client AND y.group_id = a.group_id AND y.year = a.year)",
    },
    Law {
        says: "closed months hold no entry booked after they were closed",
        counterexamples: "SELECT 'entry ' || e.number AS named FROM entries e
            JOIN closed_periods c ON c.month = e.day / 100 WHERE e.booked_at > c.closed_at",
    },
];
