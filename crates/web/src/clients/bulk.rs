//! What is done with many clients at once: put into groups, taken out, archived, brought back.

use askama::Template;
use books::clients::{
    BulkGroups, BulkOutcome, BulkPreview, GroupAction, GroupsOfSelection, PreviewBulkGroups, RestoreFromTrash,
    Selection, SelectionGroups, ShelveClients, carry_out_bulk,
};
use books::{Order, Permission};
use kernel::{ClientId, Failure, GroupId, IdMaker, OperationId, Refusal};

use super::address::Address;
use crate::edge::{Form, PageResult, Visit};
use crate::layout::{Frame, Refusals, Section, count};

/// The choice of groups, as a page.
#[derive(Template)]
#[template(path = "clients/bulk.html")]
struct BulkPage {
    frame: Frame,
    bulk: Bulk,
}

/// The same in the popover of the list.
#[derive(Template)]
#[template(path = "clients/bulk_pop.html")]
struct BulkPop {
    bulk: Bulk,
}

/// Just the sentence that says what would happen.
#[derive(Template)]
#[template(path = "clients/bulk_preview.html")]
struct BulkPreviewPart {
    bulk: Bulk,
}

struct Bulk {
    action: GroupAction,
    selection: SelectionGroups,
    chosen: Vec<GroupId>,
    preview: Option<BulkPreview>,
    /// What the form must carry along: the chosen clients, or the filter.
    carried: Vec<(String, String)>,
    back: String,
    nonce: String,
    refusals: Refusals,
}

/// Shows the groups to choose from, and what would happen with those that are chosen.
pub async fn choose(visit: Visit, form: Form) -> PageResult {
    respond(&visit, &form, None).await
}

/// Does it.
pub async fn apply(visit: Visit, form: Form) -> PageResult {
    let command = match command(&form) {
        Ok(command) => command,
        Err(failure) => return respond(&visit, &form, Some(failure)).await,
    };
    let (caller, work) = (visit.caller.clone(), command.clone());
    let outcome = visit.app.blocking(move |desk| carry_out_bulk(desk, &caller, work, None)).await;
    match outcome {
        Ok(outcome) => visit.done(&back(&form), &said(&command, &outcome), outcome.operation),
        Err(failure) => respond(&visit, &form, Some(failure)).await,
    }
}

async fn respond(visit: &Visit, form: &Form, failure: Option<Failure>) -> PageResult {
    let selection = match selection(form) {
        Ok(selection) => selection,
        Err(failure) => return Err(visit.failure(failure)),
    };
    let action = action(form);
    let chosen: Vec<GroupId> = form.list("group").unwrap_or_default();
    let preview = match (&failure, chosen.is_empty() && action != GroupAction::Replace) {
        (None, false) => Some(visit.ask(PreviewBulkGroups(bulk(selection.clone(), action, &chosen))).await?),
        _ => None,
    };
    let refusals = match &failure {
        Some(failure) => Refusals::of_failure(failure).ok_or_else(|| visit.failure(failure.clone()))?,
        None => Refusals::default(),
    };
    let frame = visit
        .frame(Section::Clients, "clients.all", "Client groups of the chosen clients")
        .crumb("Clients", "/clients")
        .crumb("Groups", "");
    let mut selection = visit.ask(GroupsOfSelection(selection)).await?;
    // A smart group finds its own.
    selection.groups.retain(|group| !group.smart);
    let bulk = Bulk {
        action,
        selection,
        chosen,
        preview,
        carried: carried(form),
        back: back(form),
        nonce: frame.nonce.clone(),
        refusals,
    };
    let status = failure.as_ref().map_or(axum::http::StatusCode::OK, crate::edge::status);
    match (visit.wants_fragment, form.has("preview")) {
        (true, true) => visit.show_with(status, &BulkPreviewPart { bulk }),
        (true, false) => visit.show_with(status, &BulkPop { bulk }),
        _ => visit.show_with(status, &BulkPage { frame, bulk }),
    }
}

fn action(form: &Form) -> GroupAction {
    // Whoever was offered to move those in another group of the set presses a button beside the action.
    if form.has("move") {
        return GroupAction::Move;
    }
    match form.text("action") {
        "move" => GroupAction::Move,
        "remove" => GroupAction::Remove,
        "replace" => GroupAction::Replace,
        _ => GroupAction::Add,
    }
}

fn bulk(selection: Selection, action: GroupAction, groups: &[GroupId]) -> BulkGroups {
    BulkGroups { selection, action, groups: groups.to_vec(), after: None }
}

fn command(form: &Form) -> books::Result<BulkGroups> {
    Ok(bulk(selection(form)?, action(form), &form.list("group")?))
}

/// The ticked clients, or everyone whom the list's filter shows.
fn selection(form: &Form) -> books::Result<Selection> {
    if form.all("all").any(|text| text == "1") {
        let address = Address::parse(form.text("query"))?;
        return Ok(Selection::Matching(Box::new(address.filter)));
    }
    let ids: Vec<ClientId> = form.list("ids")?;
    if ids.is_empty() {
        return Err(nobody_chosen().into());
    }
    Ok(Selection::of(ids))
}

fn carried(form: &Form) -> Vec<(String, String)> {
    let kept = |name: &str| ["ids", "all", "query"].contains(&name);
    form.pairs().filter(|(name, _)| kept(name)).map(|(name, text)| (name.to_owned(), text.to_owned())).collect()
}

/// The list as it was.
fn back(form: &Form) -> String {
    match form.text("query") {
        "" => "/clients".to_owned(),
        query => Address::parse(query).map_or_else(|_| "/clients".to_owned(), |address| address.href()),
    }
}

fn said(command: &BulkGroups, outcome: &BulkOutcome) -> String {
    let clients = clients(outcome.done);
    let groups =
        if command.groups.len() == 1 { "1 group".to_owned() } else { format!("{} groups", command.groups.len()) };
    let mut text = match command.action {
        GroupAction::Add => format!("Added {clients} to {groups}."),
        GroupAction::Move => format!("Moved {clients} to {groups}."),
        GroupAction::Remove => format!("Removed {clients} from {groups}."),
        GroupAction::Replace => format!("Replaced the groups of {clients}."),
    };
    if outcome.skipped > 0 {
        text.push_str(&format!(" {} already as asked.", count(outcome.skipped)));
    }
    let taken = outcome.failed.iter().filter(|left| left.is_taken_in_set()).count() as i64;
    let refused = outcome.failed.len() as i64 - taken;
    if taken > 0 {
        text.push_str(&format!(" {} left where they are: in another group of the set.", count(taken)));
    }
    if refused > 0 {
        text.push_str(&format!(" {} left out: you may not change them.", count(refused)));
    }
    text
}

fn clients(number: i64) -> String {
    if number == 1 { "1 client".to_owned() } else { format!("{} clients", count(number)) }
}

fn nobody_chosen() -> Refusal {
    Refusal::field(
        "CLIENT_REQUIRED",
        "ids",
        "No client is chosen.",
        "Go back to the list and tick the clients, or all that match.",
    )
    .action("Back to the list", "/clients")
}

impl Bulk {
    fn code(&self) -> &'static str {
        match self.action {
            GroupAction::Add => "add",
            GroupAction::Move => "move",
            GroupAction::Remove => "remove",
            GroupAction::Replace => "replace",
        }
    }

    fn clients(&self) -> String {
        clients(self.selection.clients)
    }

    fn is_chosen(&self, id: &GroupId) -> bool {
        self.chosen.contains(id)
    }

    fn title(&self) -> String {
        match self.action {
            GroupAction::Add => format!("Add {} to client groups", self.clients()),
            GroupAction::Move => format!("Move {} to client groups", self.clients()),
            GroupAction::Remove => format!("Remove {} from client groups", self.clients()),
            GroupAction::Replace => format!("Replace the client groups of {}", self.clients()),
        }
    }

    /// The button says the sum.
    fn button(&self) -> String {
        let groups = match self.chosen.len() {
            0 => "groups".to_owned(),
            1 => "1 group".to_owned(),
            number => format!("{number} groups"),
        };
        let clients = self.clients();
        match self.action {
            GroupAction::Add => format!("Add {clients} to {groups}"),
            GroupAction::Move => format!("Move {clients} to {groups}"),
            GroupAction::Remove => format!("Remove {clients} from {groups}"),
            GroupAction::Replace => format!("Replace the groups of {clients}"),
        }
    }

    /// n clients, x change, y already have it.
    fn sentence(&self) -> String {
        match &self.preview {
            None => "A client can be in several groups, and in one of a set.".to_owned(),
            Some(preview) => {
                let same = match (self.action, self.chosen.len()) {
                    (GroupAction::Add | GroupAction::Move, 1) => "already have it",
                    (GroupAction::Add | GroupAction::Move, _) => "already have them",
                    (GroupAction::Remove, 1) => "do not have it",
                    (GroupAction::Remove, _) => "have none of them",
                    (GroupAction::Replace, _) => "already have just these",
                };
                let (change, unchanged) = (count(preview.change), count(preview.same));
                let mut text = format!("{}: {change} change, {unchanged} {same}", clients(preview.clients));
                if preview.taken > 0 {
                    text.push_str(&format!(", {} stay in another group of the set", count(preview.taken)));
                }
                if preview.moved > 0 {
                    text.push_str(&format!(", {} leave another group of the set", count(preview.moved)));
                }
                if preview.left_out > 0 {
                    text.push_str(&format!(", {} left out because you may not change them", count(preview.left_out)));
                }
                text.push('.');
                text
            }
        }
    }

    /// How many would only come by leaving another group of the set.
    fn could_move(&self) -> i64 {
        self.preview.as_ref().map_or(0, |preview| preview.taken)
    }

    /// How many of the chosen clients are in the group already, where it is not none of them.
    fn note(&self, group: &books::clients::SelectionGroup) -> String {
        let total = count(group.clients);
        match group.chosen {
            0 => total,
            some if some == self.selection.clients => format!("{total} · all in"),
            some => format!("{total} · {} of {} in", count(some), count(self.selection.clients)),
        }
    }
}

/// Archives the chosen clients, as one thing to undo.
pub async fn archive(visit: Visit, form: Form) -> PageResult {
    shelve(&visit, &form, true).await
}

/// Takes the chosen clients back from the archive.
pub async fn restore(visit: Visit, form: Form) -> PageResult {
    shelve(&visit, &form, false).await
}

async fn shelve(visit: &Visit, form: &Form, archived: bool) -> PageResult {
    let selection = selection(form).map_err(|failure| visit.failure(failure))?;
    let (caller, command) = (visit.caller.clone(), ShelveClients { selection, archived, after: None });
    let outcome = visit.app.blocking(move |desk| carry_out_bulk(desk, &caller, command, None)).await;
    let outcome = outcome.map_err(|failure| visit.failure(failure))?;
    let done = if archived { "archived" } else { "taken back from the archive" };
    let mut text = format!("{} {done}.", clients(outcome.done));
    if !outcome.failed.is_empty() {
        text.push_str(&format!(" {} left out: they are gone.", count(outcome.failed.len() as i64)));
    }
    visit.done(&back(form), &text, outcome.operation)
}

/// Brings the ticked clients back from the trash.
pub async fn bring_back(visit: Visit, form: Form) -> PageResult {
    visit.require(Permission::DeleteClients)?;
    let ids = match form.list::<ClientId>("ids") {
        Ok(ids) if !ids.is_empty() => ids,
        Ok(_) => return Err(visit.failure(nobody_chosen().into())),
        Err(failure) => return Err(visit.failure(failure)),
    };
    let done = "brought back, without their client groups";
    let outside = visit.app.desk.outside();
    let operation: OperationId = IdMaker::new(outside.now(), outside.entropy()).next();
    let (mut changed, mut left_out, mut undo) = (0, Vec::new(), None);
    for id in ids.iter().copied() {
        let text = format!("{} {done}", clients(ids.len() as i64));
        let order = Order::new(visit.caller.clone(), RestoreFromTrash { id }).part_of(operation, text);
        match visit.app.carry_out(order).await {
            Ok(receipt) => {
                changed += 1;
                undo = receipt.operation.or(undo);
            }
            Err(Failure::Refused(refusal)) => left_out.push(refusal.title),
            Err(failure) => return Err(visit.failure(failure)),
        }
    }
    let mut text = format!("{} {done}.", clients(changed));
    if !left_out.is_empty() {
        text.push_str(&format!(" {} left out: {}", left_out.len(), left_out.join(" ")));
    }
    visit.done(&back(&form), &text, undo)
}
