//! `coterie restore`: a backup becomes a data directory again, or nothing changes.

use std::fs::{self, DirBuilder};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use books::MIGRATIONS;
use books::hallway::HALLWAY_MIGRATIONS;
use db::Place;

use super::backup::{self, Manifest};
use super::progress::Progress;
use super::{Done, Trouble, check};
use crate::house::{At, House};

/// Bring a backup back, into an empty data directory only
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "\
Examples:
  coterie restore /mnt/backup/coterie-2026-03-02.tar --data /var/lib/coterie-restored
  coterie serve --data /var/lib/coterie-restored

Every file is compared with its digest, then every law of the books is checked. A restore overwrites nothing: to go \
back to a backup, stop the server, move the old data directory aside, and restore into a new one.")]
pub struct Restore {
    /// The folder or .tar that coterie backup made
    pub backup: PathBuf,
}

pub fn run(at: &At, restore: &Restore) -> Done {
    if at.postgres.is_some() {
        return Err(backup::POSTGRES.into());
    }
    let data = &at.data;
    must_be_empty(data)?;
    let was_there = data.exists();
    let staging = data.join("restoring");
    let brought = bring(&restore.backup, &staging, data);
    if brought.is_err() {
        // The directory was empty, so whatever is in it came from here. The first error is the one to tell.
        let _ = if was_there { fs::remove_dir_all(&staging) } else { fs::remove_dir_all(data) };
    }
    let manifest = brought?;
    let house = at.open()?;
    bring_home(&house, data)?;
    let verdicts = check::verify(&house)?;
    if at.json {
        let broken: Vec<&books::check::Broken> = verdicts.iter().flat_map(|(_, broken)| broken).collect();
        say!("{}", serde_json::json!({ "made_at": manifest.made_at, "files": manifest.files, "broken": broken }));
        return if broken.is_empty() { Ok(()) } else { Err(Trouble::Told) };
    }
    say!("{} is back in {}, as of {}.", restore.backup.display(), data.display(), manifest.made_at);
    check::tell(&verdicts)
}

fn must_be_empty(data: &Path) -> Result<(), Trouble> {
    let mut inside = match fs::read_dir(data) {
        Ok(inside) => inside,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(format!("{} cannot be read: {error}.", data.display()).into()),
    };
    if inside.next().is_none() {
        return Ok(());
    }
    Err(format!(
        "{} is not empty. A restore overwrites nothing: name an empty folder with --data, or move this one aside first.",
        data.display()
    )
    .into())
}

/// Unpacks and verifies in a folder of its own, then puts each file in its place; the hallway, without which nothing
/// opens, comes last.
fn bring(source: &Path, staging: &Path, data: &Path) -> Result<Manifest, Trouble> {
    let unmovable = |error: std::io::Error| format!("{} cannot be filled: {error}.", data.display());
    DirBuilder::new().recursive(true).mode(0o700).create(data).map_err(unmovable)?;
    let manifest = backup::unpack(source, staging)?;
    let progress = Progress::new("Verifying", manifest.files.len() as u64);
    for file in &manifest.files {
        progress.now(&file.path);
        let set = if file.company.is_some() { MIGRATIONS } else { HALLWAY_MIGRATIONS };
        let known = set.last().map_or(0, |step| step.number);
        if file.schema > known {
            return Err(format!(
                "{} is of schema {}, this program knows {known}. Install Coterie {} or a newer one.",
                file.path, file.schema, manifest.coterie
            )
            .into());
        }
        file.verify(staging)?;
        progress.step();
    }
    progress.end();
    fs::rename(staging.join("companies"), data.join("companies")).map_err(unmovable)?;
    fs::rename(staging.join(backup::HALLWAY), data.join(backup::HALLWAY)).map_err(unmovable)?;
    fs::remove_dir_all(staging).map_err(unmovable)?;
    Ok(manifest)
}

/// Companies that lived outside the old data directory live inside the new one: the restored hallway must never point
/// at books that may still be in use.
fn bring_home(house: &House, data: &Path) -> Result<(), Trouble> {
    let hallway = house.desk.hallway();
    for company in hallway.companies()? {
        let home = data.join("companies").join(format!("{}.db", company.slug));
        if company.place != Place::Sqlite(home.clone()) {
            hallway.move_company(company.id, &Place::Sqlite(home))?;
        }
    }
    Ok(())
}
