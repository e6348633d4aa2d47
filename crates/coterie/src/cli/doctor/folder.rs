//! What the doctor sees of the folder itself: rights, room, the disk under it, who else is at work, the last backup.

use std::fs::{self, OpenOptions, TryLockError};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;

use books::Outside;
use kernel::Instant;

use super::Finding;
use crate::cli::backup;
use crate::house::At;
use crate::outside::RealWorld;

/// Below this a day of work may not fit any more.
const LITTLE_ROOM: u64 = 1 << 30;
/// Below this the next commit may not fit.
const NO_ROOM: u64 = 64 << 20;
/// Disks on which the locks of SQLite do not hold.
const FAR_DISKS: &[&str] = &["nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs", "fuse.glusterfs", "ceph"];
const DAY: i64 = 24 * 60 * 60_000;

pub fn look(at: &At) -> Vec<Finding> {
    let data = &at.data;
    let metadata = match fs::metadata(data) {
        Ok(metadata) if metadata.is_dir() => metadata,
        Ok(_) => {
            return vec![Finding::wrong(
                "folder",
                format!("{} is no folder.", data.display()),
                "Name the data directory with --data.",
            )];
        }
        Err(error) => {
            let says = format!("{} cannot be read: {error}.", data.display());
            return vec![Finding::wrong("folder", says, "Name the data directory with --data, or check who owns it.")];
        }
    };
    let mut findings = vec![rights(data, &metadata), room(data), disk(data), at_work(data)];
    if rustix::process::geteuid().is_root() {
        findings.push(Finding::risky(
            "user",
            "Coterie runs as root.",
            "Give it a user of its own: dist/coterie.service shows how.",
        ));
    }
    if at.postgres.is_none() {
        findings.push(last_backup(data));
    }
    findings
}

fn rights(data: &Path, metadata: &fs::Metadata) -> Finding {
    if let Err(error) = rustix::fs::access(data, rustix::fs::Access::WRITE_OK) {
        return Finding::wrong(
            "rights",
            format!("{} cannot be written to: {}.", data.display(), std::io::Error::from(error)),
            "Let its disk be written to again, or look in the system's log for why it stopped.",
        );
    }
    let mode = metadata.permissions().mode() & 0o777;
    let open = |path: &Path| fs::metadata(path).is_ok_and(|file| file.permissions().mode() & 0o077 != 0);
    if mode & 0o077 != 0 && open(&data.join(backup::HALLWAY)) {
        return Finding::risky(
            "rights",
            format!("Others on this machine may read {} (mode {mode:o}).", data.display()),
            format!("chmod 700 {}", data.display()),
        );
    }
    let own = rustix::process::geteuid().as_raw();
    if metadata.uid() != own && own != 0 {
        return Finding::wrong(
            "rights",
            format!("{} belongs to user {}, the program runs as {own}.", data.display(), metadata.uid()),
            "Run the program as the owner, or give the folder to its user with chown -R.",
        );
    }
    Finding::fine("rights", format!("{} is for its owner alone.", data.display()))
}

fn room(data: &Path) -> Finding {
    let cure = "Free some room, or move the data directory to a larger disk while the server is stopped.";
    match rustix::fs::statvfs(data) {
        Err(error) => Finding::risky("disk-space", format!("The room left cannot be read: {error}."), ""),
        Ok(disk) => {
            let left = disk.f_bavail.saturating_mul(disk.f_frsize);
            let says = format!("{} are left on the disk.", indicatif::HumanBytes(left));
            match left {
                left if left < NO_ROOM => Finding::wrong("disk-space", says, cure),
                left if left < LITTLE_ROOM => Finding::risky("disk-space", says, cure),
                _ => Finding::fine("disk-space", says),
            }
        }
    }
}

/// The kind of disk under the folder, from the longest mount point that leads to it.
fn disk(data: &Path) -> Finding {
    let (Ok(data), Ok(mounts)) = (data.canonicalize(), fs::read_to_string("/proc/mounts")) else {
        return Finding::fine("disk", "The kind of disk is not known here.");
    };
    let kind = mounts
        .lines()
        .filter_map(|line| {
            let mut words = line.split(' ').skip(1);
            Some((words.next()?, words.next()?))
        })
        .filter(|(place, _)| data.starts_with(place))
        .max_by_key(|(place, _)| place.len())
        .map_or("unknown", |(_, kind)| kind);
    if FAR_DISKS.contains(&kind) {
        let says = format!("The data are on a network disk ({kind}), where locks may not hold.");
        return Finding::wrong(
            "disk",
            says,
            "Put the data directory on a local disk, or keep the books in PostgreSQL.",
        );
    }
    if kind == "tmpfs" {
        return Finding::risky(
            "disk",
            "The data are in memory (tmpfs) and gone after a restart.",
            "Name a folder on a disk with --data.",
        );
    }
    Finding::fine("disk", format!("The data are on a local disk ({kind})."))
}

fn at_work(data: &Path) -> Finding {
    let path = data.join("lock");
    let Ok(lock) = OpenOptions::new().read(true).open(&path) else {
        return Finding::fine("server", "No server has run here yet.");
    };
    match lock.try_lock_shared() {
        Err(TryLockError::WouldBlock) => {
            let address = fs::read_to_string(&path).unwrap_or_default();
            let who = if address.is_empty() { "A Coterie".to_owned() } else { format!("A server at {address}") };
            Finding::fine("server", format!("{who} is at work on it."))
        }
        _ => Finding::fine("server", "No server is at work on it."),
    }
}

fn last_backup(data: &Path) -> Finding {
    let cure = "coterie backup TARGET, every night; docs/running.md has a timer.";
    let Ok(text) = fs::read_to_string(data.join(backup::LAST)) else {
        return Finding::risky("backup", "No backup was ever made with coterie backup.", cure);
    };
    let Ok(made) = text.trim().parse::<Instant>() else {
        return Finding::risky("backup", "The time of the last backup cannot be read.", cure);
    };
    let days = (RealWorld.now().milliseconds() - made.milliseconds()) / DAY;
    if days > 2 {
        return Finding::risky("backup", format!("The last backup is {days} days old."), cure);
    }
    Finding::fine("backup", format!("The last backup was made at {made}."))
}
