//! What a filter can be set to: groups, members, accounts, products, the office's own words.

mod store;

use super::field::Field;
use crate::clients::{Sight, Status};
use crate::groups::{self, Kind};
use crate::{Ask, Permission, Result, Scene};

/// The values of these fields.
#[derive(Clone, Debug)]
pub struct ListFieldChoices {
    pub fields: Vec<Field>,
}

/// A value that a filter can have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChoice {
    pub value: String,
    pub label: String,
    /// A client group's; 0 is none.
    pub color: i64,
    /// Hidden from other selectors: a report can still ask for it.
    pub archived: bool,
}

impl FieldChoice {
    fn new(value: impl Into<String>, label: impl Into<String>) -> FieldChoice {
        FieldChoice { value: value.into(), label: label.into(), color: 0, archived: false }
    }
}

impl Ask for ListFieldChoices {
    const NEEDS: Permission = Permission::ViewReports;
    type Answer = Vec<(Field, Vec<FieldChoice>)>;

    fn answer(self, scene: &Scene<'_>) -> Result<Self::Answer> {
        self.fields.iter().map(|field| Ok((*field, choices(scene, *field)?))).collect()
    }
}

fn choices(scene: &Scene<'_>, field: Field) -> Result<Vec<FieldChoice>> {
    if let Some(kind) = field.kind() {
        return groups_of(scene, kind);
    }
    Ok(match field {
        Field::Status => Status::ALL.iter().map(|status| FieldChoice::new(status.code(), status.label())).collect(),
        Field::Billable => words(field, &["yes", "no"]),
        Field::Document => words(field, &["invoice", "credit_note"]),
        Field::Responsible | Field::Member => {
            let mut members = store::members(scene)?;
            members.insert(0, FieldChoice::new("me", "Me"));
            members
        }
        Field::Account => store::accounts(scene)?,
        Field::Product => store::products(scene)?,
        Field::WorkType => store::work_types(scene, Sight::of(scene.rights))?,
        // Too many to list: they are searched for.
        _ => Vec::new(),
    })
}

fn words(field: Field, codes: &[&str]) -> Vec<FieldChoice> {
    codes.iter().map(|code| FieldChoice::new(*code, field.word(code))).collect()
}

/// Archived ones last: past reports ask for them.
fn groups_of(scene: &Scene<'_>, kind: Kind) -> Result<Vec<FieldChoice>> {
    let mut groups = groups::store::of_kind(scene, kind)?;
    groups.sort_by_key(|group| group.archived);
    let choice = |group: groups::Group| FieldChoice {
        color: group.color,
        archived: group.archived,
        ..FieldChoice::new(group.id.to_string(), group.name.to_string())
    };
    Ok(groups.into_iter().map(choice).collect())
}
