//! Merging one client group into another: which, what would happen, and doing it.

use askama::Template;
use axum::extract::{Path, Query};
use books::clients::{MergeClientGroups, carry_out_bulk, rehearse_bulk};
use books::groups::{ClientGroupChoice, ClientGroupLine, ListClientGroupChoices, ReadClientGroup};
use books::reports::CountReportsNaming;
use kernel::{Failure, GroupId};
use serde::Deserialize;

use super::client_group_forms::{Confirmation, show_confirmation};
use super::client_groups::frame;
use crate::edge::{Form, PageResult, Visit};
use crate::layout::{Frame, count};

const LIST: &str = "/settings/client-groups";

/// The group that takes the clients, once it is chosen.
#[derive(Deserialize)]
pub struct Wanted {
    into: Option<GroupId>,
}

#[derive(Template)]
#[template(path = "groups/merge.html")]
struct ChoosePage {
    frame: Frame,
    from: ClientGroupLine,
    groups: Vec<ClientGroupChoice>,
}

/// First the choice, then what would happen.
pub async fn choose(visit: Visit, Path(id): Path<String>, Query(wanted): Query<Wanted>) -> PageResult {
    let from = visit.ask(ReadClientGroup { id: visit.id("client group", &id)? }).await?;
    if let Some(into) = wanted.into {
        return ask(&visit, &from, into, None).await;
    }
    let mut groups = visit.ask(ListClientGroupChoices).await?;
    groups.retain(|group| group.id != from.group.id && !group.smart);
    let title = format!("Merge “{}” into another group", from.group.name);
    let frame = frame(&visit, &title).crumb("Client groups", LIST).crumb("Merge", "");
    visit.show(&ChoosePage { frame, from, groups })
}

/// What would happen, by trying it without doing it.
async fn ask(visit: &Visit, from: &ClientGroupLine, into: GroupId, failure: Option<Failure>) -> PageResult {
    let target = visit.ask(ReadClientGroup { id: into }).await?;
    let (caller, command) = (visit.caller.clone(), command(from.group.id, None, into, true));
    let rehearsed = visit.app.blocking(move |desk| rehearse_bulk(desk, &caller, command)).await;
    let (text, failure) = match (rehearsed, failure) {
        (_, Some(failure)) | (Err(failure), None) => (String::new(), Some(failure)),
        (Ok((outcome, _)), None) => (said(from, &target, outcome.done, outcome.skipped), None),
    };
    let reports = visit.ask(CountReportsNaming).await?.get(&from.group.id).copied().unwrap_or(0);
    let (warning, listed) = match reports {
        0 => (String::new(), Vec::new()),
        1 => ("1 saved report names this group.".to_owned(), vec![format!("It keeps “{}”.", from.group.name)]),
        some => (format!("{some} saved reports name this group."), vec![format!("They keep “{}”.", from.group.name)]),
    };
    let form = Confirmation {
        action: format!("{LIST}/{}/merge", from.group.id),
        hidden: vec![("into", into.to_string())],
        back: format!("{LIST}/{}/merge", from.group.id),
        title: format!("Merge “{}” into “{}”?", from.group.name, target.group.name),
        text,
        verb: "Merge groups".to_owned(),
        version: Some(from.group.version),
        warning,
        warned:
            "From today on nobody is in it, so that what they show of today is empty. Choose the other group in them."
                .to_owned(),
        listed,
        ..Confirmation::default()
    };
    let frame = frame(visit, &form.title).crumb("Client groups", LIST).crumb("Merge", "");
    show_confirmation(visit, frame, form, failure)
}

fn said(from: &ClientGroupLine, target: &ClientGroupLine, enter: i64, stay: i64) -> String {
    let (from, into) = (&from.group.name, &target.group.name);
    let enter = if enter == 1 { "1 client enters".to_owned() } else { format!("{} clients enter", count(enter)) };
    let stay = if stay == 1 { "1 is".to_owned() } else { format!("{} are", count(stay)) };
    format!(
        "{enter} “{into}”, {stay} in it already. All leave “{from}” today, and it goes to the archive, where its past \
         stays. It is one operation and can be undone."
    )
}

pub async fn merge(visit: Visit, Path(id): Path<String>, form: Form) -> PageResult {
    let from = visit.ask(ReadClientGroup { id: visit.id("client group", &id)? }).await?;
    let target: Result<GroupId, Failure> = form.required("into");
    let into = target.map_err(|failure| visit.failure(failure))?;
    let version = form.optional("version").map_err(|failure| visit.failure(failure))?;
    let (caller, command) = (visit.caller.clone(), command(from.group.id, version, into, false));
    let outcome = visit.app.blocking(move |desk| carry_out_bulk(desk, &caller, command, None)).await;
    match outcome {
        Ok(outcome) => {
            let target = visit.ask(ReadClientGroup { id: into }).await?;
            let text = format!("Merged “{}” into “{}”.", from.group.name, target.group.name);
            visit.done(LIST, &text, outcome.operation)
        }
        Err(failure) => ask(&visit, &from, into, Some(failure)).await,
    }
}

pub fn command(from: GroupId, version: Option<i64>, into: GroupId, rehearsed: bool) -> MergeClientGroups {
    MergeClientGroups { from, version, into, rehearsed, after: None }
}
