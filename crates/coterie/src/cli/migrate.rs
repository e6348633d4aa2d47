//! `coterie migrate`: brings the hallway and every company to the schema of this program.

use books::MIGRATIONS;
use db::{Connection, SchemaState};
use serde_json::json;

use super::progress::Progress;
use super::trouble::{Done, Trouble};
use crate::house::At;

pub fn run(at: &At) -> Done {
    // Opening brings the hallway up to date; a schema newer than this program is refused there.
    let house = at.open()?;
    let companies = house.desk.hallway().companies()?;
    let newest = MIGRATIONS.last().map_or(0, |step| step.number);
    let progress = Progress::new("Migrating", companies.len() as u64);
    let mut said = Vec::new();
    for company in companies {
        progress.now(company.name.as_str());
        let unreadable = |error: db::DbError| Trouble::Said(format!("{}: {error}.", company.name));
        let mut reader = Connection::reader(&company.place).map_err(unreadable)?;
        let before = db::schema_state(&mut reader, MIGRATIONS).map_err(unreadable)?;
        drop(reader);
        house.desk.prepare(company.id)?;
        let words = match before {
            SchemaState::Current => format!("schema {newest}, as it was"),
            SchemaState::Behind(number) => format!("from schema {number} to {newest}"),
            SchemaState::Empty => format!("schema {newest}, new"),
        };
        said.push((company.name, words));
        progress.step();
    }
    progress.end();
    if at.json {
        let items: Vec<_> = said.iter().map(|(name, _)| json!({ "company": name, "schema": newest })).collect();
        say!("{}", json!({ "items": items }));
    } else {
        said.iter().for_each(|(name, words)| say!("{name}: {words}"));
    }
    Ok(())
}
