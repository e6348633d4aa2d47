//! What the office of the demo keeps at hand: its teams, views of its clients, and reports.

use books::company::{CreateTeam, TeamMember};
use books::reports::{Definition, Question, SaveReport, Scope};
use kernel::{Failure, GroupId, MemberId};

use super::life::name;
use super::story::Story;

/// Name, then who is in it, as places among the members; the first one leads.
const TEAMS: &[(&str, &[usize])] = &[("Harbour desk", &[1, 3]), ("Payroll and VAT", &[2, 0])];

/// Views of the list of clients: name, who finds it, query string.
const VIEWS: &[(&str, Scope, &str)] =
    &[("Prospects to call", Scope::Me, "status=prospect"), ("Payment outstanding", Scope::Office, "balance=open")];

pub fn teams(story: &Story<'_>, members: &[MemberId]) -> Result<(), Failure> {
    let teams = TEAMS.iter().map(|(team, places)| CreateTeam {
        name: name(team),
        members: places
            .iter()
            .enumerate()
            .filter_map(|(at, place)| Some(TeamMember { member: *members.get(*place)?, lead: at == 0 }))
            .collect(),
    });
    story.all(teams).map(drop)
}

/// Saved once there is something to look at.
pub fn questions(story: &Story<'_>, segments: &[GroupId]) -> Result<(), Failure> {
    let views = VIEWS.iter().map(|(view, scope, query)| SaveReport {
        name: name(view),
        scope: *scope,
        question: Question::Clients((*query).to_owned()),
    });
    story.all(views)?;
    let annual = segments.first().map(|group| format!("client_group:any:{group}")).unwrap_or_default();
    let reports = [
        (
            "Annual reports, hours by member",
            Scope::Office,
            vec![("dataset", "time"), ("filter", &*annual), ("period", "this_year_to_date"), ("by", "member")],
        ),
        ("Revenue by customer group", Scope::Me, vec![("dataset", "invoices"), ("by", "customer_group")]),
    ];
    for (title, scope, pairs) in reports {
        let question = Question::Report(Definition::from_pairs(pairs)?);
        story.perform(SaveReport { name: name(title), scope, question })?;
    }
    Ok(())
}
