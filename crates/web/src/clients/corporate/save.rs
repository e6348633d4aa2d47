//! Saving a corporate group: whatever differs from what is stored, each change by its own command.

use axum::extract::{Path, Query};
use books::Permission;
use books::clients::{
    AddCorporateMembers, ChangeCorporateGroup, ChangeLastYear, CorporateMember, ListCorporateMembers,
    ReadCorporateGroup,
};
use kernel::{Failure, GroupId, MembershipId, Name, OperationId, Refusal, Year};

use super::LIST;
use super::group::{Adding, Typed, Wanted, respond};
use crate::edge::{Form, PageFailure, PageResult, Visit};
use crate::layout::Refusals;

/// Memberships that one form holds.
const ROWS: i64 = 200;

/// What of the form differs from what is stored.
struct Edits {
    name: Option<Name>,
    version: Option<i64>,
    last: Option<Year>,
    end_members: bool,
    /// Each with the version that was seen, and the year that it lasts to by now.
    members: Vec<(MembershipId, Option<i64>, Year, Year)>,
    adding: Option<Adding>,
}

/// What has been done so far.
#[derive(Default)]
struct Done {
    steps: usize,
    operation: Option<OperationId>,
}

pub async fn save(visit: Visit, Path(id): Path<String>, Query(wanted): Query<Wanted>, form: Form) -> PageResult {
    // A form in which nothing differs is not for everyone either.
    visit.require(Permission::ManageClientGroups)?;
    let id: GroupId = visit.id("corporate group", &id)?;
    let edits = match edits(&visit, id, &wanted, &form).await? {
        Ok(edits) => edits,
        Err(failure) => return again(&visit, id, &wanted, &form, (failure, None), &Done::default()).await,
    };
    let mut done = Done::default();
    match carry_out(&visit, id, edits, &mut done).await {
        Ok(()) => visit.done(&format!("{LIST}/{id}"), said(done.steps), done.operation.filter(|_| done.steps == 1)),
        Err(refused) => again(&visit, id, &wanted, &form, refused, &done).await,
    }
}

fn said(steps: usize) -> &'static str {
    if steps == 0 { "Nothing has changed." } else { "Saved the corporate group." }
}

/// First whoever leaves earlier, then the group, then whoever stays longer or is new: each change fits what stands by then.
async fn carry_out(
    visit: &Visit,
    id: GroupId,
    edits: Edits,
    done: &mut Done,
) -> Result<(), (Failure, Option<MembershipId>)> {
    let (shorter, longer): (Vec<_>, Vec<_>) = edits.members.into_iter().partition(|(_, _, now, wanted)| wanted < now);
    for (member, version, _, last) in shorter {
        change_last_year(visit, member, version, last, done).await?;
    }
    if edits.name.is_some() || edits.last.is_some() {
        let command = ChangeCorporateGroup {
            id,
            version: edits.version,
            name: edits.name,
            from: None,
            of_type: None,
            until: edits.last.map(|year| year.last_day()),
            end_members: edits.end_members,
            head: None,
        };
        let receipt = visit.act(command).await.map_err(|failure| (failure, None))?;
        done.note(receipt.operation);
    }
    for (member, version, _, last) in longer {
        change_last_year(visit, member, version, last, done).await?;
    }
    if let Some(Adding { client, first, last }) = edits.adding {
        let (from, until) = (first.first_day(), last.last_day());
        let command = AddCorporateMembers { group: id, clients: vec![client], from, until };
        let receipt = visit.act(command).await.map_err(|failure| (failure, None))?;
        done.note(receipt.operation);
    }
    Ok(())
}

async fn change_last_year(
    visit: &Visit,
    id: MembershipId,
    version: Option<i64>,
    last: Year,
    done: &mut Done,
) -> Result<(), (Failure, Option<MembershipId>)> {
    let command = ChangeLastYear { id, version, from: None, until: Some(last.last_day()) };
    let receipt = visit.act(command).await.map_err(|failure| (failure, Some(id)))?;
    done.note(receipt.operation);
    Ok(())
}

impl Done {
    fn note(&mut self, operation: Option<OperationId>) {
        self.steps += 1;
        self.operation = operation;
    }
}

/// The form again, with what was refused and what was saved before it.
async fn again(
    visit: &Visit,
    id: GroupId,
    wanted: &Wanted,
    form: &Form,
    refused: (Failure, Option<MembershipId>),
    done: &Done,
) -> PageResult {
    let (failure, refused) = refused;
    let Some(refusal) = refusal(visit, &failure) else { return Err(visit.failure(failure)) };
    let name = form.has("name").then(|| form.text("name").to_owned());
    let typed = Typed {
        name,
        last: form.text("last").parse().ok(),
        end_members: form.has("end_members"),
        members: chosen(form),
        refused,
        adding: adding(form).unwrap_or_default(),
        refusal: Some(refusal),
        saved: match done.steps {
            0 => String::new(),
            1 => "1 change was saved before this one was refused.".to_owned(),
            steps => format!("{steps} changes were saved before this one was refused."),
        },
    };
    respond(visit, id, wanted, typed).await
}

fn refusal(visit: &Visit, failure: &Failure) -> Option<Refusal> {
    Refusals::of_failure(&visit.weighed(failure.clone()))?.0.into_iter().next()
}

/// The last years that were chosen, whether they differ or not.
fn chosen(form: &Form) -> Vec<(MembershipId, i64)> {
    let each = form.pairs().filter_map(|(name, year)| Some((name.strip_prefix("to-")?, year)));
    each.filter_map(|(id, year)| Some((id.parse().ok()?, year.parse().ok()?))).collect()
}

fn adding(form: &Form) -> books::Result<Option<Adding>> {
    let Some(client) = form.optional("client")? else { return Ok(None) };
    Ok(Some(Adding { client, first: form.required("first")?, last: form.required("until")? }))
}

async fn edits(
    visit: &Visit,
    id: GroupId,
    wanted: &Wanted,
    form: &Form,
) -> Result<Result<Edits, Failure>, PageFailure> {
    let view = visit.ask(ReadCorporateGroup { id }).await?;
    let question = ListCorporateMembers { group: id, as_of: None, voided: false, after: wanted.after, limit: ROWS };
    let members = visit.ask(question).await?.items;
    Ok(read(form, &view.group.group.name, view.group.years.last, &members))
}

fn read(form: &Form, name: &Name, last: Year, members: &[CorporateMember]) -> Result<Edits, Failure> {
    let mut changed = Vec::new();
    for (id, year) in chosen(form) {
        let Some(member) = members.iter().find(|member| member.id == id) else { continue };
        let year = Year::from_number(year).map_err(|error| unreadable(&error))?;
        if year != member.years.last {
            changed.push((id, form.text(&format!("version-{id}")).parse().ok(), member.years.last, year));
        }
    }
    Ok(Edits {
        name: Some(form.required::<Name>("name")?).filter(|typed| typed != name),
        version: form.optional("version")?,
        last: form.optional::<Year>("last")?.filter(|typed| *typed != last),
        end_members: form.has("end_members"),
        members: changed,
        adding: adding(form)?,
    })
}

fn unreadable(error: &kernel::DayError) -> Failure {
    Refusal::field("DATE_UNREADABLE", "to", "A year cannot be read.", error.to_string()).into()
}
