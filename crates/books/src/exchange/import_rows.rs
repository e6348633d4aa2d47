//! Takes in one page of an import: clients, groups and the progress, in one command.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use kernel::{Failure, GroupId, IdMaker, ImportId, Name, Number, Stamp};
use serde::{Deserialize, Serialize};

use super::facts::{knowledge, matches, matches_of};
use super::{
    Ahead, Change, Counts, FileRow, Import, ImportState, Judge, Judged, Knowledge, Matches, RowProblem, Verdict,
    WantedGroup, store,
};
use crate::clients::{self, Client, Details, Lifecycle, Portal};
use crate::groups::{self, Group, Kind};
use crate::{Accepted, Act, Change as AnyChange, Decision, Permission, Result, Scene, accept};

/// Takes in the page after those that are done. Without one nothing changes, so that it can be said twice.
#[derive(Clone, Debug)]
pub struct ImportRows {
    pub id: ImportId,
    /// The page as it was judged while the one before it was being written.
    pub ahead: Option<Arc<Ahead>>,
}

/// How far an import has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    pub done: i64,
    pub rows: i64,
    pub counts: Counts,
    pub state: ImportState,
}

pub struct Facts {
    import: Import,
    /// Read in this turn, unless the page was read ahead.
    rows: Vec<FileRow>,
    doubles: BTreeMap<i64, i64>,
    knowledge: Knowledge,
    matches: Matches,
    groups: HashMap<GroupId, Group>,
    /// Numbers that no client has, at least one for each row.
    free_numbers: Vec<i64>,
    next_number: i64,
    groups_made: i64,
}

impl Act for ImportRows {
    const NAME: &'static str = "import_clients";
    const NEEDS: Permission = Permission::ImportClients;
    type Facts = Option<Box<Facts>>;
    type Outcome = Progress;

    fn load(&self, scene: &Scene<'_>) -> Result<Self::Facts> {
        scene.rights.require(Permission::EditClients)?;
        let import = store::find(scene, self.id)?.ok_or_else(|| Failure::missing("import", self.id))?;
        let page = import.done_rows / super::PAGE as i64;
        let (doubles, next_number) = store::plan(scene, self.id)?;
        let knowledge = knowledge(scene)?;
        let (rows, matches) = match self.ahead(page) {
            Some(ahead) => (Vec::new(), matches_of(scene, &ahead.keys)?),
            None => {
                let rows = store::page(scene, self.id, page)?;
                let matches = matches(scene, &import.preparation, &rows)?;
                (rows, matches)
            }
        };
        let count = self.ahead(page).map_or(rows.len(), |ahead| ahead.rows.len());
        let groups = groups::store::of_kind(scene, Kind::Segment)?
            .into_iter()
            .chain(groups::store::of_kind(scene, Kind::Posting)?)
            .map(|group| (group.id, group))
            .collect();
        Ok(Some(Box::new(Facts {
            free_numbers: store::free_numbers(scene, next_number, count)?,
            groups_made: groups::store::ever_made(scene, Kind::Segment)?,
            import,
            rows,
            doubles,
            knowledge,
            matches,
            groups,
            next_number,
        })))
    }

    fn decide(self, facts: Self::Facts, stamp: &Stamp) -> Decision<Progress> {
        let facts = facts.ok_or_else(|| Failure::broken("an import was decided without its facts"))?;
        let import = &facts.import;
        let ahead = self.ahead(import.done_rows / super::PAGE as i64);
        let rows = ahead.map_or(&facts.rows, |ahead| &ahead.rows);
        if import.state != ImportState::Running || rows.is_empty() {
            return Ok(accept(progress(import), []));
        }
        let judged = judged(&facts, rows, ahead.map(Arc::as_ref));
        let mut writing = Writing::new(&facts, stamp);
        for row in judged.iter() {
            writing.write(&row.verdict)?;
        }
        let counts = Counts::of(&judged);
        let done = import.done_rows + counts.rows();
        let progressed = Change::Progressed {
            import: self.id,
            counts,
            failures: judged.iter().flat_map(failures).collect(),
            next_number: writing.next_number(),
            finished: done >= import.row_count,
        };
        let text = text_of(import, done, counts);
        let mut after = import.clone();
        after.done_rows = done;
        after.counts = import.counts.plus(counts);
        after.state = if done >= import.row_count { ImportState::Done } else { ImportState::Running };
        let mut changes = writing.changes();
        changes.push(progressed.into());
        Ok(Accepted { undoable: true, ..accept(progress(&after), changes).says(text).about(self.id) })
    }
}

impl ImportRows {
    /// The page as it was judged ahead, if that is the page whose turn it is.
    fn ahead(&self, page: i64) -> Option<&Arc<Ahead>> {
        self.ahead.as_ref().filter(|ahead| ahead.page == page)
    }
}

/// The judgement of before where its facts still hold, else a new one.
fn judged<'a>(facts: &Facts, rows: &[FileRow], ahead: Option<&'a Ahead>) -> Cow<'a, [Judged]> {
    let (preparation, knowledge, matches) = (&facts.import.preparation, &facts.knowledge, &facts.matches);
    match ahead.and_then(|ahead| ahead.judged_by(preparation, knowledge, matches)) {
        Some(judged) => Cow::Borrowed(judged),
        None => {
            let mut judge = Judge::new(preparation, knowledge, matches, &facts.doubles);
            rows.iter().map(|row| judge.judge(row)).collect()
        }
    }
}

pub(super) fn progress(import: &Import) -> Progress {
    Progress { done: import.done_rows, rows: import.row_count, counts: import.counts, state: import.state }
}

fn text_of(import: &Import, done: i64, counts: Counts) -> String {
    format!(
        "Rows {} to {done} of {} imported: {} created, {} updated, {} unchanged, {} left out",
        import.done_rows + 1,
        import.file_name,
        counts.created,
        counts.updated,
        counts.unchanged,
        counts.failed
    )
}

pub(super) fn failures(row: &Judged) -> Vec<Failed> {
    let failed = |problem: &RowProblem| Failed {
        line: row.line,
        field: problem.field.map(|field| field.code().to_owned()),
        code: problem.code.to_owned(),
        sentence: problem.sentence.clone(),
    };
    row.problems.iter().map(failed).collect()
}

/// What was wrong with a row that was left out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Failed {
    pub line: i64,
    pub field: Option<String>,
    pub code: String,
    pub sentence: String,
}

/// Turns verdicts into changes: ids, numbers and new groups are given here. Rows that go in travel together.
struct Writing<'a> {
    facts: &'a Facts,
    stamp: &'a Stamp,
    ids: IdMaker,
    numbers: std::slice::Iter<'a, i64>,
    last_number: i64,
    new_groups: BTreeMap<String, Group>,
    registered: Vec<AnyChange>,
    started: Vec<AnyChange>,
    changed: Vec<AnyChange>,
}

impl<'a> Writing<'a> {
    fn new(facts: &'a Facts, stamp: &'a Stamp) -> Writing<'a> {
        Writing {
            facts,
            stamp,
            ids: stamp.ids(),
            numbers: facts.free_numbers.iter(),
            last_number: facts.next_number - 1,
            new_groups: BTreeMap::new(),
            registered: Vec::new(),
            started: Vec::new(),
            changed: Vec::new(),
        }
    }

    fn write(&mut self, verdict: &Verdict) -> Result<()> {
        match verdict {
            Verdict::Create { number, details, customer_group, groups, prospect } => {
                self.create(number.as_ref(), details, *customer_group, groups, *prospect)
            }
            Verdict::Update { before, number, details, enter, leave } => {
                let after = Client {
                    number: number.clone(),
                    details: (**details).clone(),
                    version: before.version + 1,
                    ..(**before).clone()
                };
                if after.details != before.details || after.number != before.number {
                    let (before, after) = (before.clone(), Box::new(after));
                    self.changed.push(clients::Change::Changed { before, after }.into());
                }
                for membership in leave {
                    self.changed.push(groups::ended_today(membership.clone(), self.stamp).into());
                }
                enter.iter().try_for_each(|group| self.enter(group, before.id))
            }
            Verdict::Unchanged(_) | Verdict::Failed => Ok(()),
        }
    }

    fn create(
        &mut self,
        number: Option<&Number>,
        details: &Details,
        customer_group: GroupId,
        groups: &[WantedGroup],
        prospect: bool,
    ) -> Result<()> {
        let number = match number {
            Some(number) => number.clone(),
            None => self.next_free()?,
        };
        let client = Client {
            id: self.ids.next(),
            number,
            details: details.clone(),
            posting_group: customer_group,
            lifecycle: if prospect { Lifecycle::Prospect } else { Lifecycle::Imported },
            portal: Portal::None,
            source: "file".to_owned(),
            archived: false,
            merged_into: None,
            version: 1,
        };
        let id = client.id;
        self.registered.push(clients::Change::Registered(Box::new(client)).into());
        self.enter(&WantedGroup::Existing(customer_group), id)?;
        groups.iter().try_for_each(|group| self.enter(group, id))
    }

    fn next_free(&mut self) -> Result<Number> {
        let number = *self.numbers.next().ok_or_else(|| Failure::broken("too few free numbers were looked up"))?;
        self.last_number = number;
        Number::parse(&number.to_string()).map_err(Failure::broken)
    }

    fn enter(&mut self, wanted: &WantedGroup, client: kernel::ClientId) -> Result<()> {
        let group = match wanted {
            WantedGroup::Existing(id) => self.facts.groups.get(id).cloned(),
            WantedGroup::New(name) => Some(self.new_group(name)?),
        };
        let group = group.ok_or_else(|| Failure::broken("a judged row names a group that is not there"))?;
        let membership = groups::membership_from_today(&group, client, &mut self.ids, self.stamp);
        self.started.push(groups::Change::MembershipStarted(membership).into());
        Ok(())
    }

    fn new_group(&mut self, name: &str) -> Result<Group> {
        if let Some(group) = self.new_groups.get(name) {
            return Ok(group.clone());
        }
        let made = self.facts.groups_made + self.new_groups.len() as i64;
        let group = Group {
            id: self.ids.next(),
            kind: Kind::Segment,
            name: Name::parse(name).map_err(Failure::broken)?,
            color: groups::next_color(made),
            note: String::new(),
            set: None,
            smart: None,
            archived: false,
            version: 1,
        };
        self.new_groups.insert(name.to_owned(), group.clone());
        Ok(group)
    }

    fn next_number(&self) -> i64 {
        self.last_number + 1
    }

    fn changes(self) -> Vec<AnyChange> {
        let created = self.new_groups.into_values().map(|group| groups::Change::ClientGroupCreated(group).into());
        created.chain(self.registered).chain(self.changed).chain(self.started).collect()
    }
}
