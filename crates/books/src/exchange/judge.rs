//! Judges rows: what each would do to the clients, or why it cannot. Rows × facts → outcomes, without a database.
//!
//! The preview, the import itself and the dry run all ask here, so that none of them can see another truth.

use std::collections::{BTreeMap, HashMap, HashSet};

use kernel::{ClientId, Currency, GroupId, GroupSetId, MemberId, Name, Number, VatZoneId, name_key};
use serde::{Deserialize, Serialize};

use super::cell::{Cells, number_invalid};
use super::keys::{Key, key_of};
use super::preparation::Mended;
use super::problem::{
    accounting_group_required, customer_group_archived, customer_group_differs, customer_group_required,
    customer_group_unknown, duplicate_key, group_archived, group_is_smart, group_unknown, no_exact_match,
    no_group_name, number_taken, row_too_long, same_email, several_clients, spelt_otherwise, taken_in_set,
    two_of_one_set,
};
use super::{Field, FileRow, GroupsMode, Preparation, RowProblem};
use crate::clients::{Client, Details};
use crate::groups::Membership;

/// What the office knows, apart from its clients.
#[derive(Clone, Debug, PartialEq)]
pub struct Knowledge {
    pub client_groups: Vec<KnownGroup>,
    pub customer_groups: Vec<KnownGroup>,
    pub vat_zones: Vec<(VatZoneId, String, String)>,
    /// Id, name, e-mail.
    pub members: Vec<(MemberId, String, String)>,
    pub currency: Currency,
    /// Whether the one who imports may create and restore client groups.
    pub may_manage_groups: bool,
}

/// A group as rows can name it.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownGroup {
    pub id: GroupId,
    pub name: String,
    pub key: String,
    /// The number of a customer group; empty for client groups.
    pub number: String,
    pub archived: bool,
    /// The set that a client group stands in.
    pub set: Option<GroupSetId>,
    /// It finds its clients by a filter.
    pub smart: bool,
}

/// A client that a row may mean; those in the trash have given up their numbers and are meant by nobody.
#[derive(Clone, Debug, PartialEq)]
pub struct Existing {
    pub client: Client,
    /// The client groups it is in now.
    pub groups: Vec<Membership>,
}

/// The clients that the rows at hand may mean.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matches {
    pub clients: Vec<Existing>,
    by_key: HashMap<Key, Vec<usize>>,
    /// E-mail in small letters → number of the client that has it; empty where nobody will look at a warning.
    pub emails: HashMap<String, String>,
}

impl Matches {
    pub fn of(clients: Vec<Existing>) -> Matches {
        let mut by_key: HashMap<Key, Vec<usize>> = HashMap::new();
        for (place, existing) in clients.iter().enumerate() {
            let details = &existing.client.details;
            by_key.entry(Key::Number(existing.client.number.to_string())).or_default().push(place);
            if let Some(number) = &details.registration_number {
                by_key.entry(Key::Registration(number.clone())).or_default().push(place);
            }
            by_key.entry(Key::Name(details.name.key())).or_default().push(place);
        }
        Matches { clients, by_key, emails: HashMap::new() }
    }

    fn found(&self, key: &Key) -> Vec<&Existing> {
        self.by_key.get(key).into_iter().flatten().map(|place| &self.clients[*place]).collect()
    }
}

/// A group that a row asks for: one that exists, or one that will be created on the way.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum WantedGroup {
    Existing(GroupId),
    New(String),
}

impl WantedGroup {
    fn new_name(&self) -> Option<&str> {
        match self {
            WantedGroup::New(name) => Some(name),
            WantedGroup::Existing(_) => None,
        }
    }
}

/// What a row would do.
#[derive(Clone, Debug)]
pub enum Verdict {
    Create {
        number: Option<Number>,
        details: Box<Details>,
        customer_group: GroupId,
        groups: Vec<WantedGroup>,
        prospect: bool,
    },
    Update {
        before: Box<Client>,
        number: Number,
        details: Box<Details>,
        enter: Vec<WantedGroup>,
        leave: Vec<Membership>,
    },
    Unchanged(ClientId),
    Failed,
}

/// A row with its verdict, and what is wrong or odd about it.
#[derive(Clone, Debug)]
pub struct Judged {
    pub line: i64,
    pub verdict: Verdict,
    /// None unless the verdict is `Failed`.
    pub problems: Vec<RowProblem>,
    pub warnings: Vec<RowProblem>,
}

/// How many rows come to what. The four outcomes add up to the rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    pub created: i64,
    pub updated: i64,
    pub unchanged: i64,
    pub failed: i64,
    /// Rows that succeed but are worth a look.
    pub warned: i64,
}

impl Counts {
    pub fn count(&mut self, judged: &Judged) {
        match judged.verdict {
            Verdict::Create { .. } => self.created += 1,
            Verdict::Update { .. } => self.updated += 1,
            Verdict::Unchanged(_) => self.unchanged += 1,
            Verdict::Failed => self.failed += 1,
        }
        if !matches!(judged.verdict, Verdict::Failed) && !judged.warnings.is_empty() {
            self.warned += 1;
        }
    }

    pub fn of(rows: &[Judged]) -> Counts {
        let mut counts = Counts::default();
        rows.iter().for_each(|row| counts.count(row));
        counts
    }

    pub(super) fn plus(self, other: Counts) -> Counts {
        Counts {
            created: self.created + other.created,
            updated: self.updated + other.updated,
            unchanged: self.unchanged + other.unchanged,
            failed: self.failed + other.failed,
            warned: self.warned + other.warned,
        }
    }

    pub fn rows(&self) -> i64 {
        self.created + self.updated + self.unchanged + self.failed
    }
}

/// Judges rows one after the other with everything that is known, looked up once.
pub struct Judge<'a> {
    preparation: &'a Preparation,
    mended: Mended<'a>,
    knowledge: &'a Knowledge,
    matches: &'a Matches,
    /// Lines of the file whose key another line has too, with that line.
    doubles: &'a BTreeMap<i64, i64>,
    width: usize,
    groups_by_name: HashMap<&'a str, &'a KnownGroup>,
    groups_by_id: HashMap<GroupId, &'a KnownGroup>,
    groups_by_key: HashMap<&'a str, &'a KnownGroup>,
    /// Groups that no row takes anybody out of: those in the archive, and smart ones.
    fixed: HashSet<GroupId>,
    /// Groups that the rows so far will create: the name as it is compared, and as it was written first.
    new_names: HashMap<String, String>,
}

impl<'a> Judge<'a> {
    pub fn new(
        preparation: &'a Preparation,
        knowledge: &'a Knowledge,
        matches: &'a Matches,
        doubles: &'a BTreeMap<i64, i64>,
    ) -> Judge<'a> {
        let groups = || knowledge.client_groups.iter();
        Judge {
            preparation,
            mended: preparation.mended(),
            knowledge,
            matches,
            doubles,
            width: preparation.columns.len(),
            groups_by_name: groups().map(|group| (group.name.as_str(), group)).collect(),
            groups_by_id: groups().map(|group| (group.id, group)).collect(),
            groups_by_key: groups().map(|group| (group.key.as_str(), group)).collect(),
            fixed: groups().filter(|group| group.archived || group.smart).map(|group| group.id).collect(),
            new_names: HashMap::new(),
        }
    }

    /// Rows are judged in the order of the file: the first that succeeds names a new group for those after it.
    pub fn judge(&mut self, row: &FileRow) -> Judged {
        let mut problems = Vec::new();
        let mut warnings = Vec::new();
        let verdict = self.verdict(row, &mut problems, &mut warnings);
        let verdict = verdict.filter(|_| problems.is_empty()).unwrap_or(Verdict::Failed);
        if let Verdict::Create { groups, .. } | Verdict::Update { enter: groups, .. } = &verdict {
            for name in groups.iter().filter_map(WantedGroup::new_name) {
                self.new_names.entry(name_key(name)).or_insert_with(|| name.to_owned());
            }
        }
        Judged { line: row.line, verdict, problems, warnings }
    }

    fn verdict(
        &self,
        row: &FileRow,
        problems: &mut Vec<RowProblem>,
        warnings: &mut Vec<RowProblem>,
    ) -> Option<Verdict> {
        if self.preparation.skipped.contains(&row.line) {
            problems.push(RowProblem::of_row("ROW_SKIPPED", "The row is left out by choice."));
            return None;
        }
        if row.cells.iter().skip(self.width).any(|cell| !cell.trim().is_empty()) {
            problems.push(row_too_long(row.cells.len(), self.width));
            return None;
        }
        if let Some(other) = self.doubles.get(&row.line) {
            problems.push(duplicate_key(*other));
            return None;
        }
        let cells = Cells::new(self.preparation.cells_of(row, &self.mended), &self.preparation.clear_word);
        match self.meant(&cells, problems)? {
            None => self.creation(&cells, problems, warnings),
            Some(existing) => self.change(existing, &cells, problems, warnings),
        }
    }

    /// The client that the row means, if there is one; no answer when the question itself is wrong.
    fn meant(&self, cells: &Cells, problems: &mut Vec<RowProblem>) -> Option<Option<&'a Existing>> {
        let Some((field, value, key)) = key_of(self.preparation, cells) else { return Some(None) };
        match self.matches.found(&key).as_slice() {
            [] => Some(None),
            [one] => Some(Some(one)),
            several => {
                problems.push(several_clients(field, &value, several));
                None
            }
        }
    }

    fn creation(
        &self,
        cells: &Cells,
        problems: &mut Vec<RowProblem>,
        warnings: &mut Vec<RowProblem>,
    ) -> Option<Verdict> {
        let number = self.free_number(cells, None, problems);
        let name = cells.name(problems);
        let mut details = name.map(Details::named);
        if let Some(details) = &mut details {
            cells.write_to(details, self.knowledge, problems);
        }
        let groups = self.wanted_groups(cells, &[], problems, warnings);
        let customer_group = self.customer_group(cells, problems);
        let prospect = cells.prospect(problems).unwrap_or(self.preparation.prospects);
        let details = details?;
        if let Some(email) = &details.email
            && let Some(number) = self.matches.emails.get(&email.key())
        {
            warnings.push(same_email(email.as_str(), number));
        }
        Some(Verdict::Create { number, details: Box::new(details), customer_group: customer_group?, groups, prospect })
    }

    fn change(
        &self,
        existing: &Existing,
        cells: &Cells,
        problems: &mut Vec<RowProblem>,
        warnings: &mut Vec<RowProblem>,
    ) -> Option<Verdict> {
        let before = &existing.client;
        let mut details = before.details.clone();
        if cells.text(Field::Name).is_some()
            && let Some(name) = cells.name(problems)
        {
            details.name = name;
        }
        cells.write_to(&mut details, self.knowledge, problems);
        let number = self.free_number(cells, Some(before), problems).unwrap_or_else(|| before.number.clone());
        let (enter, leave) = self.moves(existing, cells, problems, warnings);
        self.check_customer_group(before, cells, problems);
        let same = details == before.details && number == before.number && enter.is_empty() && leave.is_empty();
        Some(if same {
            Verdict::Unchanged(before.id)
        } else {
            Verdict::Update { before: Box::new(before.clone()), number, details: Box::new(details), enter, leave }
        })
    }

    /// The number of the row, unless another client has it.
    fn free_number(&self, cells: &Cells, own: Option<&Client>, problems: &mut Vec<RowProblem>) -> Option<Number> {
        let text = cells.text(Field::Number)?;
        let number = match Number::parse(text) {
            Ok(number) => number,
            Err(error) => {
                problems.push(number_invalid(text, &error.to_string()));
                return None;
            }
        };
        let others = self.matches.found(&Key::Number(number.to_string()));
        if let Some(other) = others.iter().find(|other| own.is_none_or(|own| own.id != other.client.id)) {
            problems.push(number_taken(number.as_str(), other));
            return None;
        }
        Some(number)
    }

    /// The client groups that the cell names, in its order, each once.
    fn wanted_groups(
        &self,
        cells: &Cells,
        own: &[Membership],
        problems: &mut Vec<RowProblem>,
        warnings: &mut Vec<RowProblem>,
    ) -> Vec<WantedGroup> {
        let mut wanted = Vec::new();
        for name in cells.group_names(problems, warnings) {
            let name = self.preparation.group_meant(&name).to_owned();
            if name.is_empty() {
                continue;
            }
            match self.group_named(&name, own).and_then(|group| self.spelt_once(group, &wanted)) {
                Ok(group) if wanted.contains(&group) => {}
                Ok(group) => match wanted.iter().find_map(|other| self.beside(other, &group)) {
                    Some(other) => problems.push(two_of_one_set(&name, &other.name)),
                    None => wanted.push(group),
                },
                Err(problem) => problems.push(*problem),
            }
        }
        wanted
    }

    /// A match is exact, byte for byte in the composed form; a near miss gets its one suggestion (A0-32). Whoever is in
    /// an archived group or a smart one stays in it.
    fn group_named(&self, name: &str, own: &[Membership]) -> Result<WantedGroup, Box<RowProblem>> {
        let may = self.knowledge.may_manage_groups;
        let composed = kernel::composed(name);
        if let Some(group) = self.groups_by_name.get(composed.as_str()) {
            return match group {
                _ if own.iter().any(|own| own.group == group.id) => Ok(WantedGroup::Existing(group.id)),
                group if group.archived => Err(Box::new(group_archived(&group.name, group.id, may))),
                group if group.smart => Err(Box::new(group_is_smart(&group.name))),
                group => Ok(WantedGroup::Existing(group.id)),
            };
        }
        if let Some(near) = self.groups_by_key.get(name_key(name).as_str()) {
            return Err(Box::new(no_exact_match(name, &near.name)));
        }
        match Name::parse(name) {
            Ok(valid) if self.preparation.create_groups && may && valid.as_str() == composed => {
                Ok(WantedGroup::New(composed))
            }
            Ok(_) => Err(Box::new(group_unknown(name, may))),
            Err(error) => Err(Box::new(no_group_name(name, &error))),
        }
    }

    /// A new group has the name that is written first; another spelling of it is a near miss like any other.
    fn spelt_once(&self, group: WantedGroup, wanted: &[WantedGroup]) -> Result<WantedGroup, Box<RowProblem>> {
        let Some(name) = group.new_name() else { return Ok(group) };
        let key = name_key(name);
        let mut in_this_row = wanted.iter().filter_map(WantedGroup::new_name);
        let in_this_row = in_this_row.find(|other| name_key(other) == key);
        match self.new_names.get(&key).map(String::as_str).or(in_this_row) {
            Some(first) if first != name => Err(Box::new(spelt_otherwise(name, first))),
            _ => Ok(group),
        }
    }

    /// The groups that the client enters, and the memberships that end. Archived groups and smart ones are in no list
    /// to choose from, so that leaving one out of a row takes nobody out of it.
    fn moves(
        &self,
        existing: &Existing,
        cells: &Cells,
        problems: &mut Vec<RowProblem>,
        warnings: &mut Vec<RowProblem>,
    ) -> (Vec<WantedGroup>, Vec<Membership>) {
        let live = || existing.groups.iter().filter(|own| !self.fixed.contains(&own.group));
        if cells.clears(Field::ClientGroups) {
            return (Vec::new(), live().cloned().collect());
        }
        if cells.text(Field::ClientGroups).is_none() {
            return (Vec::new(), Vec::new());
        }
        let wanted = self.wanted_groups(cells, &existing.groups, problems, warnings);
        let is_in =
            |wanted: &WantedGroup| existing.groups.iter().any(|own| *wanted == WantedGroup::Existing(own.group));
        let unwanted = |own: &&Membership| !wanted.contains(&WantedGroup::Existing(own.group));
        let rival = |own: &Membership| {
            wanted.iter().find(|group| self.beside(&WantedGroup::Existing(own.group), group).is_some())
        };
        let leave = match self.preparation.groups {
            // What stands in one set with a group of the row gives way, from the archive too.
            Some(GroupsMode::Replace) => {
                let leaves =
                    |own: &&Membership| unwanted(own) && !self.fixed.contains(&own.group) || rival(own).is_some();
                existing.groups.iter().filter(leaves).cloned().collect()
            }
            Some(GroupsMode::Add) | None => {
                for own in &existing.groups {
                    if let Some((held, wanted)) = rival(own).and_then(|wanted| self.named(own.group, wanted)) {
                        problems.push(taken_in_set(wanted, held));
                    }
                }
                Vec::new()
            }
        };
        (wanted.into_iter().filter(|group| !is_in(group)).collect(), leave)
    }

    /// The first group, if a client cannot be in it beside the second.
    fn beside(&self, one: &WantedGroup, other: &WantedGroup) -> Option<&'a KnownGroup> {
        let (one, other) = (self.known(one)?, self.known(other)?);
        (one.id != other.id && one.set.is_some() && one.set == other.set).then_some(one)
    }

    fn named(&self, held: GroupId, wanted: &WantedGroup) -> Option<(&'a str, &'a str)> {
        Some((&self.known(&WantedGroup::Existing(held))?.name, &self.known(wanted)?.name))
    }

    fn known(&self, group: &WantedGroup) -> Option<&'a KnownGroup> {
        match group {
            WantedGroup::Existing(id) => self.groups_by_id.get(id).copied(),
            WantedGroup::New(_) => None,
        }
    }

    /// The customer group of a new client: the row's, the chosen one, or the only one there is (A1-11).
    fn customer_group(&self, cells: &Cells, problems: &mut Vec<RowProblem>) -> Option<GroupId> {
        if let Some(text) = cells.text(Field::CustomerGroup) {
            return self.customer_group_named(text, None, problems);
        }
        let mut live = self.knowledge.customer_groups.iter().filter(|group| !group.archived);
        let chosen = match self.preparation.customer_group {
            Some(wanted) => live.find(|group| group.id == wanted),
            None => {
                let only = live.next();
                only.filter(|_| live.next().is_none())
            }
        };
        if chosen.is_none() {
            let any = self.knowledge.customer_groups.iter().any(|group| !group.archived);
            problems.push(if any { customer_group_required() } else { accounting_group_required() });
        }
        chosen.map(|group| group.id)
    }

    fn customer_group_named(
        &self,
        text: &str,
        own: Option<GroupId>,
        problems: &mut Vec<RowProblem>,
    ) -> Option<GroupId> {
        let composed = kernel::composed(text);
        let groups = &self.knowledge.customer_groups;
        let exact = groups.iter().find(|group| group.name == composed || group.number == composed.trim());
        if let Some(group) = exact {
            if group.archived && own != Some(group.id) {
                problems.push(customer_group_archived(text));
                return None;
            }
            return Some(group.id);
        }
        let near = groups.iter().find(|group| group.key == name_key(text));
        problems.push(customer_group_unknown(text, near));
        None
    }

    /// A client changes its customer group on its own page, where open items are asked about.
    fn check_customer_group(&self, before: &Client, cells: &Cells, problems: &mut Vec<RowProblem>) {
        let Some(text) = cells.text(Field::CustomerGroup) else { return };
        let own = before.posting_group;
        if let Some(group) = self.customer_group_named(text, Some(own), problems)
            && group != own
        {
            problems.push(customer_group_differs(text));
        }
    }
}
