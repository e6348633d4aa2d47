//! What becomes of each row: by the rules of the page, then against the other rows of the file.

use std::collections::BTreeMap;

use kernel::{IdMaker, Refusal, Year};

use super::columns::{Column, Columns};
use super::{FailedMembership, FileRow, MembershipsImported, TakenMembership};
use crate::clients::{self, Candidate};
use crate::groups::Membership;
use crate::groups::corporate::{CorporateGroup, CorporateType, LONGEST, Years, store};
use crate::{Result, Scene};

/// What a row comes to, or the column that is wrong and why.
type Judged<T> = std::result::Result<T, (Column, Refusal)>;

/// Every row with what it names, each thing asked once.
pub struct Facts {
    columns: Columns,
    rows: Vec<Read>,
}

struct Read {
    line: i64,
    /// Empty where there is no type of that name.
    of_type: Option<(CorporateType, String)>,
    /// Groups of the type whose name counts as the same.
    groups: Vec<CorporateGroup>,
    group_name: String,
    years: Judged<Years>,
    number: String,
    client: Option<Candidate>,
    is_void: bool,
}

impl Facts {
    pub fn load(scene: &Scene<'_>, header: &[String], rows: &[FileRow]) -> Result<Facts> {
        let columns = Columns::find(header)?;
        let mut types = Vec::new();
        for of_type in store::types(scene)? {
            let takes = store::find_client_type(scene, of_type.client_type)?;
            types.push((of_type, takes.map(|found| found.name.to_string()).unwrap_or_default()));
        }
        let mut groups: BTreeMap<(String, String), Vec<CorporateGroup>> = BTreeMap::new();
        let mut read = Vec::with_capacity(rows.len());
        for row in rows {
            let named = columns.text(row, Column::Type);
            let of_type = types.iter().find(|(of_type, _)| of_type.name.as_str() == named).cloned();
            let group_name = columns.text(row, Column::Group).to_owned();
            let years = years(&columns, row);
            let found = match &of_type {
                Some((of_type, _)) => {
                    let key = (of_type.id.to_string(), kernel::name_key(&group_name));
                    if !groups.contains_key(&key) {
                        groups.insert(key.clone(), store::named(scene, of_type.id, &key.1)?);
                    }
                    groups.get(&key).cloned().unwrap_or_default()
                }
                None => Vec::new(),
            };
            let number = columns.text(row, Column::Client).to_owned();
            let client = match (&of_type, &years) {
                (Some((of_type, _)), Ok(years)) => {
                    // So many years more, so that a membership that began earlier is not taken for the same.
                    let earlier = years.first.number() - LONGEST..=years.first.number();
                    let first =
                        earlier.into_iter().find_map(|year| Year::from_number(year).ok()).unwrap_or(years.first);
                    match clients::store::with_number(scene, &number)? {
                        Some(id) => Candidate::load(scene, id, of_type.id, first)?,
                        None => None,
                    }
                }
                _ => None,
            };
            let is_void = !columns.text(row, Column::Void).is_empty();
            read.push(Read { line: row.line, of_type, groups: found, group_name, years, number, client, is_void });
        }
        Ok(Facts { columns, rows: read })
    }
}

fn years(columns: &Columns, row: &FileRow) -> Judged<Years> {
    let from = columns.first_day(row).map_err(|refusal| (Column::From, refusal))?;
    let to = columns.last_day(row).map_err(|refusal| (Column::To, refusal))?;
    let of_field = |refusal: Refusal| {
        let column = if refusal.field.as_deref() == Some("from") { Column::From } else { Column::To };
        (column, refusal)
    };
    Years::between(from, to).map_err(of_field)
}

/// A row that holds by itself.
enum Holds<'a> {
    Unchanged,
    Joins { client: &'a Candidate, group: &'a CorporateGroup, years: Years, slots: Vec<String> },
}

/// What came of all rows, and the memberships that begin.
pub fn judge(facts: &Facts, mut ids: IdMaker) -> (MembershipsImported, Vec<Membership>) {
    let alone: Vec<Judged<Holds<'_>>> = facts.rows.iter().map(hold).collect();
    let mut taken: BTreeMap<(kernel::ClientId, &str), Vec<i64>> = BTreeMap::new();
    for (row, held) in facts.rows.iter().zip(&alone) {
        if let Ok(Holds::Joins { client, slots, .. }) = held {
            for slot in slots {
                taken.entry((client.id, slot)).or_default().push(row.line);
            }
        }
    }
    let mut outcome = MembershipsImported { rows: facts.rows.len() as i64, ..MembershipsImported::default() };
    let mut memberships = Vec::new();
    for (row, held) in facts.rows.iter().zip(&alone) {
        let failed = match held {
            Ok(Holds::Unchanged) => {
                outcome.unchanged += 1;
                continue;
            }
            Ok(Holds::Joins { client, group, years, slots }) => {
                let shared = slots.iter().find_map(|slot| {
                    let lines = taken.get(&(client.id, slot.as_str()))?;
                    (lines.len() > 1).then_some((slot, lines))
                });
                match shared {
                    Some((slot, lines)) => (Column::Client, in_each_others_way(client, row, slot, lines)),
                    None => {
                        memberships.push(Membership {
                            id: ids.next(),
                            group: group.group.id,
                            client: client.id,
                            from: years.from(),
                            until: Some(years.until()),
                            slots: slots.clone(),
                        });
                        outcome.created += 1;
                        outcome.taken.push(TakenMembership {
                            line: row.line,
                            client: client.id,
                            client_name: client.name.clone(),
                            group: group.group.id,
                            group_name: group.group.name.to_string(),
                            years: *years,
                        });
                        continue;
                    }
                }
            }
            Err((column, refusal)) => (*column, refusal.clone()),
        };
        let (column, refusal) = failed;
        outcome.failed.push(FailedMembership {
            line: row.line,
            column: facts.columns.name(column),
            code: refusal.code.to_owned(),
            sentence: format!("{} {}", refusal.title, refusal.detail),
        });
    }
    (outcome, memberships)
}

/// The rules of the page for one row.
fn hold(row: &Read) -> Judged<Holds<'_>> {
    if row.is_void {
        return Err((Column::Void, void()));
    }
    let (of_type, client_type) = row.of_type.as_ref().ok_or_else(|| (Column::Type, unknown_type()))?;
    let years = row.years.clone()?;
    let exact: Vec<&CorporateGroup> =
        row.groups.iter().filter(|group| group.group.name.as_str() == row.group_name).collect();
    // Groups of one name stand for different years.
    let group = exact.iter().find(|group| group.years.contains(years)).or_else(|| exact.first());
    let group = *group.ok_or_else(|| (Column::Group, unknown_group(row)))?;
    let client = row.client.as_ref().ok_or_else(|| (Column::Client, unknown_client(&row.number)))?;
    if client.stands_for(group.group.id, years) {
        return Ok(Holds::Unchanged);
    }
    let may_join = || clients::refuse_joining(client, group, (of_type, client_type), years);
    client.refuse_new_beginning(group.group.id, years).and_then(|()| may_join()).map_err(|failure| {
        let refusal = failure.refusal().cloned().unwrap_or_else(|| unknown_client(&row.number));
        let column = match refusal.field.as_deref() {
            Some("from") => Column::From,
            Some("to") => Column::To,
            _ => Column::Client,
        };
        (column, refusal)
    })?;
    Ok(Holds::Joins { client, group, years, slots: group.slots(years) })
}

fn in_each_others_way(client: &Candidate, row: &Read, slot: &str, lines: &[i64]) -> Refusal {
    let others: Vec<String> = lines.iter().filter(|line| **line != row.line).map(ToString::to_string).collect();
    let year = slot.rsplit(':').next().unwrap_or_default();
    let line = if others.len() == 1 { "line" } else { "lines" };
    Refusal::rule(
        "SAME_TYPE_OVERLAP",
        format!("“{}” stands in this file for {year} again, in {line} {}.", client.name, others.join(", ")),
        "A client is in one group of a type in a year, once. Neither row is taken in: leave one of them out, or change the \
         years.",
    )
}

fn void() -> Refusal {
    Refusal::rule(
        "MEMBERSHIP_VOIDED",
        "The membership in this row is void.",
        "It was entered by mistake, and a file does not bring it back. Leave the row out, or empty the cell if it is to count.",
    )
}

fn unknown_type() -> Refusal {
    Refusal::field(
        "GROUP_TYPE_UNKNOWN",
        "type",
        "The type of corporate group does not exist.",
        "It must be written exactly as it stands under the settings, capitals included.",
    )
}

fn unknown_group(row: &Read) -> Refusal {
    let suggestion = match row.groups.first() {
        Some(near) => format!("It is written “{}”. A match is exact, capitals included.", near.group.name),
        None => "Corporate groups are not made by an import. Create it first, or correct the name.".to_owned(),
    };
    Refusal::field(
        "GROUP_UNKNOWN",
        "group",
        format!("There is no corporate group “{}” of the type.", row.group_name),
        suggestion,
    )
}

fn unknown_client(number: &str) -> Refusal {
    Refusal::field(
        "CLIENT_UNKNOWN",
        "client",
        format!("There is no client with the number “{number}”."),
        "Numbers are texts: 0001 is not 1. Correct the number, or import the client first.",
    )
}
