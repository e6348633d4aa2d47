//! What the doctor sees of hallway and companies: schema, soundness, laws, files that miss or stray, clock, people.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use books::hallway::{Company, HALLWAY_MIGRATIONS, Hallway};
use books::{MIGRATIONS, Outside};
use db::{Connection, DbError, Migration, Place, PostgresPlace, SchemaState};

use super::Finding;
use crate::cli::backup;
use crate::house::At;
use crate::outside::RealWorld;

/// A log that grew past this is not emptied: something keeps a reader open, or the disk is slow.
const LONG_LOG: u64 = 64 << 20;
/// Clocks of two machines differ by less.
const TOLERATED: i64 = 5 * 60_000;

pub fn look(at: &At, quick: bool) -> Vec<Finding> {
    let hallway = match &at.postgres {
        None => Place::Sqlite(at.data.join(backup::HALLWAY)),
        Some(url) => Place::Postgres(PostgresPlace { url: url.clone(), schema: "hallway".to_owned() }),
    };
    if let Place::Sqlite(path) = &hallway
        && !path.exists()
    {
        let cure = "Name the right folder with --data, or begin with coterie demo or coterie serve.";
        return vec![Finding::wrong("hallway", format!("There is no {}.", path.display()), cure)];
    }
    let mut findings = schema("hallway", "The hallway", &hallway, HALLWAY_MIGRATIONS);
    if findings.iter().any(|finding| finding.about == "unreadable") {
        return findings;
    }
    match Hallway::companies_at(&hallway, &at.data) {
        Err(failure) => findings.push(Finding::wrong("hallway", failure.to_string(), "Restore a backup.")),
        Ok(companies) => {
            findings.extend(people(&hallway, &companies));
            findings.extend(strays(at, &companies));
            for company in &companies {
                findings.extend(company_findings(company, quick));
            }
        }
    }
    findings
}

/// Whether the program and the place are of one age.
fn schema(about: &'static str, name: &str, place: &Place, set: &[Migration]) -> Vec<Finding> {
    let state = Connection::reader(place).and_then(|mut reader| db::schema_state(&mut reader, set));
    vec![match state {
        Ok(SchemaState::Current) => Finding::fine(about, format!("{name} is of this program's schema.")),
        Ok(SchemaState::Behind(number)) => Finding::risky(
            about,
            format!("{name} is of the older schema {number}."),
            "Make a backup, stop the server, run coterie migrate, and start this version.",
        ),
        Ok(SchemaState::Empty) => Finding::wrong(about, format!("{name} is empty: {place}."), "Restore a backup."),
        Err(DbError::NewerSchema { found, known }) => Finding::wrong(
            "unreadable",
            format!("{name} is of schema {found}, this program knows {known}."),
            "Install the newer Coterie that wrote it. Nothing is lost.",
        ),
        Err(error) => Finding::wrong(
            "unreadable",
            format!("{name} cannot be read: {error}."),
            "Check who owns the file; when it is damaged, restore a backup.",
        ),
    }]
}

fn people(hallway: &Place, companies: &[Company]) -> Vec<Finding> {
    match Hallway::people_at(hallway) {
        Err(failure) => vec![Finding::wrong("people", failure.to_string(), "Restore a backup.")],
        Ok(0) if companies.is_empty() => vec![Finding::fine("people", "Nobody has set it up yet.")],
        Ok(0) => vec![Finding::wrong(
            "people",
            "Nobody can log in: no active person with a password has a seat.",
            "coterie user readmit, or coterie user password.",
        )],
        Ok(number) => vec![Finding::fine("people", format!("{number} can log in."))],
    }
}

/// Files of companies that nobody knows of. Missing ones show when they are opened.
fn strays(at: &At, companies: &[Company]) -> Vec<Finding> {
    let known: BTreeSet<&Path> = companies
        .iter()
        .filter_map(|company| match &company.place {
            Place::Sqlite(path) => Some(path.as_path()),
            Place::Postgres(_) => None,
        })
        .collect();
    let Ok(inside) = fs::read_dir(at.data.join("companies")) else { return Vec::new() };
    let files = inside.filter_map(|entry| Some(entry.ok()?.path()));
    let is_stray = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.ends_with(".db") && !name.contains(".before-step-") && !known.contains(path.as_path())
    };
    let found: Vec<PathBuf> = files.filter(is_stray).collect();
    found
        .iter()
        .map(|path| {
            let says = format!("{} belongs to no company that the hallway knows.", path.display());
            Finding::risky("stray-file", says, "Move it out of the folder when you are sure that nobody misses it.")
        })
        .collect()
}

fn company_findings(company: &Company, quick: bool) -> Vec<Finding> {
    let name = company.name.as_str();
    if let Place::Sqlite(path) = &company.place
        && !path.exists()
    {
        let says = format!("The books of {name} are not where they should be: {}.", path.display());
        return vec![Finding::wrong("missing-file", says, "Put the file back, or restore a backup.")];
    }
    let mut findings = schema("schema", name, &company.place, MIGRATIONS);
    if findings.iter().any(|finding| finding.about == "unreadable") {
        return findings;
    }
    findings.extend(long_log(company));
    findings.extend(clock(company));
    if !quick {
        findings.push(sound(company));
    }
    findings
}

fn long_log(company: &Company) -> Option<Finding> {
    let Place::Sqlite(path) = &company.place else { return None };
    let log = path.with_extension("db-wal");
    let bytes = fs::metadata(&log).map(|file| file.len()).unwrap_or_default();
    (bytes > LONG_LOG).then(|| {
        let says =
            format!("The log beside the books of {} has grown to {}.", company.name, indicatif::HumanBytes(bytes));
        Finding::risky(
            "long-log",
            says,
            "Restart the server; if it grows again, look for a program that keeps the file open.",
        )
    })
}

fn clock(company: &Company) -> Option<Finding> {
    let last = Connection::reader(&company.place).ok()?.read(books::last_written).ok()??;
    let ahead = last.milliseconds() - RealWorld.now().milliseconds();
    (ahead > TOLERATED).then(|| {
        let says = format!("The last line in the audit of {} is of {last}, which is in the future.", company.name);
        Finding::wrong("clock", says, "Set the clock of this machine, for example with timedatectl set-ntp true.")
    })
}

fn sound(company: &Company) -> Finding {
    let laws = Connection::reader(&company.place).map_err(kernel::Failure::from).and_then(|mut reader| {
        let mut found = reader.integrity()?;
        found.extend(reader.read(books::check::verify)?.iter().map(ToString::to_string));
        Ok(found)
    });
    match laws {
        Ok(broken) if broken.is_empty() => Finding::fine("laws", format!("Every law holds in {}.", company.name)),
        Ok(broken) => Finding::wrong(
            "laws",
            format!("{}: {}.", company.name, broken.join("; ")),
            "Stop using this company, keep its file, and restore a backup.",
        ),
        Err(failure) => {
            Finding::wrong("laws", format!("{} cannot be checked: {failure}.", company.name), "Restore a backup.")
        }
    }
}
