//! `coterie backup`: one folder or one .tar with a consistent copy of everything, also beside a running server.

mod archive;
mod manifest;

use std::fs::{self, DirBuilder, File};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use books::hallway::{Company, HALLWAY_MIGRATIONS, Hallway};
use books::{MIGRATIONS, Outside};
use db::{Connection, Migration, Place, SchemaState};

pub use archive::unpack;
pub use manifest::{HALLWAY, Manifest};
use manifest::{Listed, MANIFEST};

use super::progress::Progress;
use super::{Done, Trouble, show};
use crate::house::At;
use crate::outside::RealWorld;

/// Copy everything into one folder or one .tar, also while a server runs
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "\
Examples:
  coterie backup /mnt/backup/coterie-2026-03-02.tar
  coterie backup /mnt/backup/today --data /var/lib/coterie

The copy holds the hallway and every company, each as it was at one moment, with a list of digests. Bring it back with \
coterie restore, and do so once in a while: a backup that was never restored is a hope.

Books in PostgreSQL are backed up with PostgreSQL's own pg_dump.")]
pub struct Backup {
    /// A folder or a file ending in .tar; it must not exist yet
    pub target: PathBuf,
}

pub const POSTGRES: &str = "These books are in PostgreSQL, which has its own tools. Back up with\n  \
    pg_dump --format=custom --file=coterie.dump DATABASE-URL\nand restore into an empty database with\n  \
    pg_restore --no-owner --dbname=DATABASE-URL coterie.dump\nthen run coterie check.";

pub fn run(at: &At, backup: &Backup) -> Done {
    if at.postgres.is_some() {
        return Err(POSTGRES.into());
    }
    let target = &backup.target;
    if target.exists() {
        return Err(format!("{} exists already. A backup overwrites nothing: name another.", target.display()).into());
    }
    let hallway = at.data.join(HALLWAY);
    if !hallway.exists() {
        return Err(format!("{} holds no Coterie: there is no {HALLWAY} in it.", at.data.display()).into());
    }
    let partial = beside(target, "partial");
    let made = fill(&partial, at, &hallway).and_then(|manifest| {
        archive::finish(&partial, target)?;
        Ok(manifest)
    });
    let manifest = made.inspect_err(|_| {
        // Half a backup is worse than none: somebody would trust it. The first error is the one to tell.
        let _ = fs::remove_dir_all(&partial);
    })?;
    remember(at, &manifest);
    let said = format_args!("{} holds {}.", target.display(), contents(&manifest));
    show::done(at.json, &serde_json::json!({ "made_at": manifest.made_at, "files": manifest.files }), said);
    Ok(())
}

/// Copies everything into a fresh folder and lists it there.
fn fill(folder: &Path, at: &At, hallway: &Path) -> Result<Manifest, Trouble> {
    let unmakable = |error: std::io::Error| format!("{} cannot be written: {error}.", folder.display());
    let mut private = DirBuilder::new();
    private.recursive(true).mode(0o700).create(folder.join("companies")).map_err(unmakable)?;
    let schema = copy(&Place::Sqlite(hallway.to_owned()), &folder.join(HALLWAY), HALLWAY_MIGRATIONS)?;
    let mut files = vec![Listed::of(folder, HALLWAY.to_owned(), None, schema)?];
    // Read from the copy: a company founded a moment later belongs to the next backup.
    let companies = Hallway::companies_at(&Place::Sqlite(folder.join(HALLWAY)), &at.data)?;
    let progress = Progress::new("Copying", companies.len() as u64);
    for company in companies {
        progress.now(company.name.as_str());
        files.push(copy_company(folder, company)?);
        progress.step();
    }
    progress.end();
    let manifest = Manifest::new(RealWorld.now().to_string(), files);
    let text = serde_json::to_vec_pretty(&manifest).map_err(|error| error.to_string())?;
    fs::write(folder.join(MANIFEST), text).map_err(unmakable)?;
    archive::settle(&folder.join(MANIFEST))?;
    Ok(manifest)
}

fn copy_company(folder: &Path, company: Company) -> Result<Listed, Trouble> {
    if matches!(company.place, Place::Postgres(_)) {
        return Err(format!("The books of {} are elsewhere. {POSTGRES}", company.name).into());
    }
    let path = format!("companies/{}.db", company.slug);
    let schema = copy(&company.place, &folder.join(&path), MIGRATIONS)?;
    Ok(Listed::of(folder, path, Some(company.name.to_string()), schema)?)
}

/// Copies one place on one snapshot, flushed to the disk, and says of which schema it is.
fn copy(place: &Place, target: &Path, set: &[Migration]) -> Result<i64, Trouble> {
    let failed = |error: db::DbError| Trouble::Said(format!("{place} cannot be copied: {error}. Nothing was kept."));
    let mut source = Connection::reader(place).map_err(failed)?;
    let schema = match db::schema_state(&mut source, set).map_err(failed)? {
        SchemaState::Empty => 0,
        SchemaState::Behind(number) => number,
        SchemaState::Current => set.last().map_or(0, |step| step.number),
    };
    source.copy_to(target).map_err(failed)?;
    archive::settle(target)?;
    Ok(schema)
}

/// `today.tar` and `partial` become `today.tar.partial`, in the same folder, so that the last step is a rename.
fn beside(target: &Path, ending: &str) -> PathBuf {
    let mut name = target.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(ending);
    target.with_file_name(name)
}

/// Where `coterie doctor` looks for the time of the last backup.
pub const LAST: &str = "last-backup";

fn remember(at: &At, manifest: &Manifest) {
    if let Err(error) = fs::write(at.data.join(LAST), &manifest.made_at) {
        tracing::warn!(%error, "the time of this backup is not written down");
    }
}

fn contents(manifest: &Manifest) -> String {
    let companies = manifest.files.iter().filter(|file| file.company.is_some()).count();
    let bytes: u64 = manifest.files.iter().map(|file| file.bytes).sum();
    let noun = if companies == 1 { "company" } else { "companies" };
    format!("{companies} {noun} and the hallway, {}", indicatif::HumanBytes(bytes))
}

/// Flushes a file or folder, so that the backup survives a power cut after it was reported.
fn flush(path: &Path) -> std::io::Result<()> {
    File::open(path)?.sync_all()
}
