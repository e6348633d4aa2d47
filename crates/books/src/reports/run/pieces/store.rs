//! The planner: a definition becomes pieces of one statement. Pure: it looks at nothing but what it is given, and every
//! value is a parameter.

use std::collections::{HashMap, HashSet};

use db::{IntoValue, Value};
use kernel::{Currency, Day, GroupId, MemberId, Uuid};

use crate::clients::Sight;
use crate::groups::Kind;
use crate::reports::definition::{Dataset, Definition, Party};
use crate::reports::during::DateBasis;
use crate::reports::field::{Field, Filter, How, Known};

/// What the planner needs to know beside the definition.
#[derive(Clone, Debug)]
pub(in crate::reports) struct Ground {
    pub today: Day,
    pub sight: Sight,
    /// The asker, where it is a member.
    pub me: Option<MemberId>,
    pub currency: Currency,
    /// The groups named in filters that were not deleted.
    pub groups: HashSet<GroupId>,
}

/// Rows that match, before they are summed: `SELECT … AS id, doc, client, day, m1, m2, m3, t1, t2, k1, k2`.
#[derive(Clone, Debug)]
pub(in crate::reports) struct Base {
    pub sql: String,
    pub params: Vec<Value>,
    dataset: Dataset,
    basis: DateBasis,
    party: Party,
    today: Day,
    /// The groups that a filter asks for: a report on some groups has no rows for others.
    wanted: HashMap<Kind, Vec<GroupId>>,
}

/// The columns and tables of a dataset. `time` is `t`, `invoices` are `i` with lines `l`, postings `p`, clients `c`.
struct Source {
    id: &'static str,
    document: &'static str,
    day: &'static str,
    sums: [&'static str; 3],
    /// What the line says beside its client.
    texts: [&'static str; 2],
    from: &'static str,
    always: &'static str,
}

const ZERO: &str = "CAST(0 AS BIGINT)";

/// Lines for whom they are: the tables of invoices, with whom the line is for in the place of who pays.
const BY_RECIPIENT: &str =
    "invoice_lines l JOIN invoices i ON i.id = l.invoice JOIN clients payer ON payer.id = i.client
    JOIN clients c ON c.id = COALESCE(l.recipient, i.client)";

fn source(dataset: Dataset) -> Source {
    match dataset {
        Dataset::Time => Source {
            id: "t.id",
            document: "t.id",
            day: "t.day",
            sums: [
                "t.minutes",
                "CASE WHEN t.billable THEN t.minutes ELSE 0 END",
                // Each entry is rounded by itself, half away from zero, so that groups add up to their total.
                "CASE WHEN NOT t.billable THEN 0 WHEN t.rate < 0 THEN (t.minutes * t.rate - 30) / 60
                      ELSE (t.minutes * t.rate + 30) / 60 END",
            ],
            texts: ["(SELECT m.name FROM members m WHERE m.id = t.member)", "t.work_type"],
            from: "time_entries t JOIN clients c ON c.id = t.client",
            always: "TRUE",
        },
        Dataset::Invoices => Source {
            id: "l.id",
            document: "i.id",
            day: "i.day",
            sums: ["CASE WHEN i.kind = 'invoice' THEN 1 ELSE -1 END * COALESCE(l.books_net, l.net)", ZERO, ZERO],
            texts: ["i.number", "l.text"],
            from: "invoice_lines l JOIN invoices i ON i.id = l.invoice JOIN clients c ON c.id = i.client",
            always: "i.booked_at IS NOT NULL",
        },
        Dataset::Ledger => Source {
            id: "p.id",
            document: "p.entry",
            day: "p.day",
            sums: [
                "p.amount",
                "CASE WHEN p.amount > 0 THEN p.amount ELSE 0 END",
                "CASE WHEN p.amount < 0 THEN -p.amount ELSE 0 END",
            ],
            texts: ["a.number || ' ' || a.name", "COALESCE(p.text, e.text)"],
            from: "postings p JOIN entries e ON e.id = p.entry JOIN accounts a ON a.id = p.account
                   LEFT JOIN clients c ON c.id = p.client",
            always: "TRUE",
        },
        Dataset::Clients => Source {
            id: "c.id",
            document: "c.id",
            day: ZERO,
            sums: [
                "COALESCE((SELECT CAST(SUM(b.debit - b.credit) AS BIGINT) FROM client_balances b
                           JOIN accounts a ON a.id = b.account WHERE b.client = c.id AND a.control = 'receivable'), 0)",
                ZERO,
                ZERO,
            ],
            texts: [
                "(SELECT g.name FROM groups_of_clients g WHERE g.id = c.posting_group)",
                "(SELECT m.name FROM members m WHERE m.id = c.responsible)",
            ],
            from: "clients c",
            always: "c.deleted_at IS NULL",
        },
    }
}

impl Base {
    /// `days` are the period's; `None` leaves no day out.
    pub(in crate::reports) fn new(definition: &Definition, days: Option<(Day, Day)>, ground: &Ground) -> Base {
        let source = source(definition.dataset);
        let mut base = Base {
            sql: String::new(),
            params: Vec::new(),
            dataset: definition.dataset,
            basis: definition.basis(),
            party: definition.party,
            today: ground.today,
            wanted: Kind::ALL.iter().map(|kind| (*kind, wanted(definition, *kind, ground))).collect(),
        };
        let mut keys = Vec::new();
        for place in 0..2 {
            keys.push(match definition.group_by.get(place).copied() {
                // Its rows come from a join: a client stands in several.
                Some(field) if field.several().is_none() => base.key(field),
                _ => "NULL".to_owned(),
            });
        }
        let mut conditions = vec![source.always.to_owned()];
        if definition.dataset == Dataset::Clients && !definition.inactive {
            conditions.push("c.archived_at IS NULL".to_owned());
        }
        if let Some((from, to)) = days.filter(|_| definition.dataset != Dataset::Clients) {
            let (from, to) = (base.bind(from), base.bind(to));
            conditions.push(format!("{day} >= {from} AND {day} <= {to}", day = source.day));
        }
        if ground.sight != Sight::All {
            let (condition, params) = ground.sight.condition("c", base.params.len() + 1);
            base.params.extend(params);
            conditions.push(condition);
        }
        // What somebody paid for one's own client shows only to those who may see both.
        if ground.sight != Sight::All && base.party == Party::Recipient {
            let (condition, params) = ground.sight.condition("payer", base.params.len() + 1);
            base.params.extend(params);
            conditions.push(condition);
        }
        for filter in &definition.filters {
            conditions.push(base.condition(filter, &source, ground));
        }
        let [m1, m2, m3] = source.sums;
        let [t1, t2] = source.texts;
        base.sql = format!(
            "SELECT {id} AS id, {document} AS doc, c.id AS client, {day} AS day, {m1} AS m1, {m2} AS m2, {m3} AS m3,
                    {t1} AS t1, {t2} AS t2, c.name AS client_name, c.name_fold AS fold, {k1} AS k1, {k2} AS k2
             FROM {from} WHERE {conditions}",
            id = source.id,
            document = source.document,
            day = source.day,
            k1 = keys[0],
            k2 = keys[1],
            from = if base.party == Party::Recipient { BY_RECIPIENT } else { source.from },
            conditions = conditions.join(" AND "),
        );
        base
    }

    pub(in crate::reports) fn bind(&mut self, value: impl IntoValue) -> String {
        self.params.push(value.into_value());
        format!("${}", self.params.len())
    }

    fn list(&mut self, values: impl IntoIterator<Item = Value>) -> String {
        let mut values: Vec<Value> = values.into_iter().collect();
        // Few lengths of lists mean few statements to prepare: the last value is repeated up to a power of two.
        if let Some(last) = values.last().cloned() {
            values.resize(values.len().next_power_of_two(), last);
        }
        values.into_iter().map(|value| self.bind(value)).collect::<Vec<_>>().join(", ")
    }

    /// The day on which groups count, as a column or as a parameter.
    fn counted_on(&mut self, column: &str) -> String {
        match self.basis {
            DateBasis::AsPosted => column.to_owned(),
            DateBasis::Today => self.bind(self.today),
            DateBasis::AsOf(day) => self.bind(day),
        }
    }

    /// Whether groups are those that the invoice kept: those of the one who pays. Recipients count with the groups of the
    /// invoice's day.
    fn keeps_groups(&self) -> bool {
        self.dataset == Dataset::Invoices && self.basis == DateBasis::AsPosted && self.party == Party::Payer
    }

    /// The one value that a row has of a field.
    fn key(&mut self, field: Field) -> String {
        match field {
            Field::CustomerGroup => self.customer_group(),
            Field::Client => "c.id".to_owned(),
            Field::Status => "CASE WHEN c.id IS NULL THEN NULL
                    WHEN c.portal = 'joined' OR c.lifecycle IN ('contracted', 'manual') THEN 'active'
                    WHEN c.portal = 'invited' THEN 'invited' WHEN c.lifecycle = 'prospect' THEN 'prospect'
                    ELSE 'imported' END"
                .to_owned(),
            Field::Responsible => "c.responsible".to_owned(),
            Field::Member => "t.member".to_owned(),
            Field::WorkType => "NULLIF(t.work_type, '')".to_owned(),
            Field::Billable => "CASE WHEN t.billable THEN 'yes' ELSE 'no' END".to_owned(),
            Field::Account if self.dataset == Dataset::Invoices => "l.account".to_owned(),
            Field::Account => "p.account".to_owned(),
            Field::Product => "l.product".to_owned(),
            Field::Document => "i.kind".to_owned(),
            Field::Month => format!("{} / 100", source(self.dataset).day),
            Field::ClientGroup | Field::BillingGroup | Field::CorporateGroup | Field::Amount => "NULL".to_owned(),
        }
    }

    fn customer_group(&mut self) -> String {
        if self.keeps_groups() {
            return "i.posting_group".to_owned();
        }
        let day = self.counted_on(source(self.dataset).day);
        format!(
            "(SELECT m.group_id FROM memberships m JOIN groups_of_clients g ON g.id = m.group_id
              WHERE m.client = c.id AND g.kind = 'posting' AND m.from_day <= {day}
                AND (m.until_day IS NULL OR m.until_day >= {day}) ORDER BY m.from_day DESC LIMIT 1)"
        )
    }

    fn condition(&mut self, filter: &Filter, source: &Source, ground: &Ground) -> String {
        if let Some(kind) = filter.field.several() {
            return self.in_groups(kind, filter, ground);
        }
        match filter.field {
            Field::Amount => self.amounts(filter, source.sums[0], ground),
            field => {
                let key = self.key(field);
                self.one_of(filter, &key, ground)
            }
        }
    }

    fn in_groups(&mut self, kind: Kind, filter: &Filter, ground: &Ground) -> String {
        let (known, gone) = groups(filter, ground);
        match filter.how {
            How::Without => format!("NOT {}", self.stands_in(kind, "1 = 1")),
            _ if known.is_empty() => "FALSE".to_owned(),
            How::Any => {
                let list = self.list(known.iter().map(|group| group.into_value()));
                self.stands_in(kind, &format!("g.id IN ({list})"))
            }
            // A group that is gone has no clients: nobody is in all of them, and "none of them" must not widen.
            _ if gone => "FALSE".to_owned(),
            How::All => {
                let each: Vec<String> = known.iter().map(|group| self.stands_in_one(kind, *group)).collect();
                each.join(" AND ")
            }
            _ => {
                let list = self.list(known.iter().map(|group| group.into_value()));
                // Lines without a client are in no group.
                format!("NOT {}", self.stands_in(kind, &format!("g.id IN ({list})")))
            }
        }
    }

    fn stands_in_one(&mut self, kind: Kind, group: GroupId) -> String {
        let group = self.bind(group);
        self.stands_in(kind, &format!("g.id = {group}"))
    }

    /// Whether the row's client stands in a group of the kind for which `condition` on `g` holds.
    fn stands_in(&mut self, kind: Kind, condition: &str) -> String {
        let kind = kind.code();
        if self.keeps_groups() {
            return format!(
                "EXISTS (SELECT 1 FROM invoice_groups ig JOIN groups_of_clients g ON g.id = ig.group_id
                  WHERE ig.invoice = i.id AND g.kind = '{kind}' AND g.deleted_at IS NULL AND {condition})"
            );
        }
        let day = self.counted_on(source(self.dataset).day);
        format!(
            "EXISTS (SELECT 1 FROM memberships m JOIN groups_of_clients g ON g.id = m.group_id
              WHERE m.client = c.id AND m.from_day <= {day} AND (m.until_day IS NULL OR m.until_day >= {day})
                AND g.kind = '{kind}' AND g.deleted_at IS NULL AND {condition})"
        )
    }

    fn one_of(&mut self, filter: &Filter, key: &str, ground: &Ground) -> String {
        if filter.how == How::Without {
            return format!("{key} IS NULL");
        }
        let mut values = Vec::new();
        let mut gone = false;
        for text in &filter.values {
            match filter.field.read(text, ground.currency) {
                Some(Known::Id(id)) if filter.field == Field::CustomerGroup => {
                    if ground.groups.contains(&GroupId::from_uuid(id)) {
                        values.push(Value::Id(id))
                    } else {
                        gone = true
                    }
                }
                Some(Known::Id(id)) => values.push(Value::Id(id)),
                Some(Known::Text(text)) => values.push(Value::Text(text)),
                Some(Known::Me) => match ground.me {
                    Some(me) => values.push(Value::Id(me.uuid())),
                    // Whoever works at the machine itself is no member.
                    None => gone = true,
                },
                Some(Known::Amount(_)) | None => gone = true,
            }
        }
        if values.is_empty() || (gone && filter.how == How::None) {
            return "FALSE".to_owned();
        }
        let list = self.list(values);
        match filter.how {
            How::None => format!("({key} IS NULL OR {key} NOT IN ({list}))"),
            _ => format!("{key} IN ({list})"),
        }
    }

    fn amounts(&mut self, filter: &Filter, amount: &str, ground: &Ground) -> String {
        let [text] = &filter.values[..] else { return "FALSE".to_owned() };
        let Some(Known::Amount(minor)) = filter.field.read(text, ground.currency) else { return "FALSE".to_owned() };
        // Time is worth its amount, everything else its first sum.
        let amount = if self.dataset == Dataset::Time { source(Dataset::Time).sums[2] } else { amount };
        let compare = if filter.how == How::AtLeast { ">=" } else { "<=" };
        let minor = self.bind(minor);
        format!("({amount}) {compare} {minor}")
    }

    /// The groups of the base's rows `b`, as `{alias}.group_id`: a row for each, and one for none.
    pub(in crate::reports) fn groups(&mut self, kind: Kind, alias: &str) -> String {
        let wanted = self.wanted.get(&kind).cloned().unwrap_or_default();
        let kind = kind.code();
        let only = if wanted.is_empty() {
            String::new()
        } else {
            format!(" AND g.id IN ({})", self.list(wanted.iter().map(|group| group.into_value())))
        };
        if self.keeps_groups() {
            return format!(
                " LEFT JOIN (SELECT ig.invoice, ig.group_id FROM invoice_groups ig JOIN groups_of_clients g ON g.id = ig.group_id
                  WHERE g.kind = '{kind}' AND g.deleted_at IS NULL{only}) {alias} ON {alias}.invoice = b.doc"
            );
        }
        let day = self.counted_on("b.day");
        format!(
            " LEFT JOIN (SELECT m.client, m.group_id, m.from_day, m.until_day FROM memberships m
              JOIN groups_of_clients g ON g.id = m.group_id
              WHERE g.kind = '{kind}' AND g.deleted_at IS NULL{only}) {alias}
             ON {alias}.client = b.client AND {alias}.from_day <= {day}
                AND ({alias}.until_day IS NULL OR {alias}.until_day >= {day})"
        )
    }
}

/// The groups of a filter that are there, and whether one is not.
fn groups(filter: &Filter, ground: &Ground) -> (Vec<GroupId>, bool) {
    let ids: Vec<Uuid> = filter
        .values
        .iter()
        .filter_map(|text| match filter.field.read(text, ground.currency) {
            Some(Known::Id(id)) => Some(id),
            _ => None,
        })
        .collect();
    let mut known: Vec<GroupId> = ids.iter().copied().map(GroupId::from_uuid).collect();
    known.retain(|group| ground.groups.contains(group));
    let gone = known.len() < filter.values.len();
    known.dedup();
    (known, gone)
}

/// The groups that rows are shown for where a filter asks for some.
fn wanted(definition: &Definition, kind: Kind, ground: &Ground) -> Vec<GroupId> {
    let asked = definition
        .filters
        .iter()
        .filter(|filter| filter.field.several() == Some(kind) && matches!(filter.how, How::Any | How::All));
    let mut wanted: Option<Vec<GroupId>> = None;
    for filter in asked {
        let (known, _) = groups(filter, ground);
        wanted = Some(match wanted {
            // A second condition on the same field narrows the first: it is how one row is looked into.
            Some(before) => before.into_iter().filter(|group| known.contains(group)).collect(),
            None => known,
        });
    }
    wanted.unwrap_or_default()
}
