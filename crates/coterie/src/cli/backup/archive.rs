//! The two forms of a backup, a folder and a .tar, and how either comes out again.

use std::fs::{self, File, OpenOptions};
use std::io::Read;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use super::flush;
use super::manifest::{MANIFEST, Manifest, is_ours};

/// A list is a few hundred bytes for each company; more than this is none.
const LONGEST_LIST: u64 = 64 << 20;

/// Makes what was written durable.
pub fn settle(path: &Path) -> Result<(), String> {
    flush(path).map_err(|error| format!("{} cannot be written: {error}.", path.display()))
}

/// Turns the filled folder into the target: a .tar, or the folder under its own name.
pub fn finish(folder: &Path, target: &Path) -> Result<(), String> {
    let unwritable = |error: std::io::Error| format!("{} cannot be written: {error}.", target.display());
    if target.extension().is_some_and(|ending| ending == "tar") {
        let half = super::beside(target, "half");
        let packed = pack(folder, &half).and_then(|()| fs::rename(&half, target));
        if let Err(error) = packed {
            let _ = fs::remove_file(&half);
            return Err(unwritable(error));
        }
        fs::remove_dir_all(folder).map_err(unwritable)?;
    } else {
        flush(&folder.join("companies")).and_then(|()| flush(folder)).map_err(unwritable)?;
        fs::rename(folder, target).map_err(unwritable)?;
    }
    match target.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => flush(parent).map_err(unwritable),
        _ => Ok(()),
    }
}

/// The list goes in first, so that a reader knows what comes.
fn pack(folder: &Path, target: &Path) -> std::io::Result<()> {
    let list = fs::read(folder.join(MANIFEST))?;
    let manifest = Manifest::parse(&list).map_err(std::io::Error::other)?;
    let mut tar = tar::Builder::new(OpenOptions::new().write(true).create_new(true).mode(0o600).open(target)?);
    tar.mode(tar::HeaderMode::Deterministic);
    tar.append_path_with_name(folder.join(MANIFEST), MANIFEST)?;
    for file in &manifest.files {
        tar.append_path_with_name(folder.join(&file.path), &file.path)?;
    }
    tar.into_inner()?.sync_all()
}

/// Copies a backup's files into `folder`, which holds none yet, and answers its list. Digests are not looked at here.
pub fn unpack(backup: &Path, folder: &Path) -> Result<Manifest, String> {
    let unreadable = |error: std::io::Error| format!("{} cannot be read: {error}.", backup.display());
    let unwritable = |error: std::io::Error| format!("{} cannot be written: {error}.", folder.display());
    fs::create_dir_all(folder.join("companies")).map_err(unwritable)?;
    if backup.is_dir() {
        let manifest = read_list(File::open(backup.join(MANIFEST)).map_err(unreadable)?, backup)?;
        for file in &manifest.files {
            let from = backup.join(&file.path);
            fs::copy(&from, folder.join(&file.path))
                .map_err(|error| format!("{} cannot be copied: {error}.", from.display()))?;
        }
        return Ok(manifest);
    }
    let mut tar = tar::Archive::new(File::open(backup).map_err(unreadable)?);
    let mut manifest = None;
    for entry in tar.entries().map_err(unreadable)? {
        let mut entry = entry.map_err(unreadable)?;
        let path = entry.path().map_err(unreadable)?.to_string_lossy().into_owned();
        if path == MANIFEST {
            manifest = Some(read_list(&mut entry, backup)?);
        } else if is_ours(&path) && entry.header().entry_type().is_file() {
            let mut file = File::create_new(folder.join(&path)).map_err(unwritable)?;
            std::io::copy(&mut entry, &mut file).map_err(unwritable)?;
        } else {
            return Err(format!(
                "{} holds {path:?}, which no backup does. Nothing is restored from it.",
                backup.display()
            ));
        }
    }
    manifest.ok_or_else(|| format!("{} holds no {MANIFEST}. This is no backup of Coterie.", backup.display()))
}

fn read_list(from: impl Read, backup: &Path) -> Result<Manifest, String> {
    let mut bytes = Vec::new();
    from.take(LONGEST_LIST)
        .read_to_end(&mut bytes)
        .map_err(|error| format!("{} cannot be read: {error}.", backup.display()))?;
    Manifest::parse(&bytes).map_err(|why| format!("{} cannot be restored. {why}", backup.display()))
}
