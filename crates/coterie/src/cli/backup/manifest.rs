//! The list at the head of a backup: which files it holds, with digest and schema, so that a restore can be sure.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub const MANIFEST: &str = "manifest.json";
pub const HALLWAY: &str = "hallway.db";
/// The form of the list; a change of form gets a new number.
const FORM: u32 = 1;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    form: u32,
    /// The version of the program that made it.
    pub coterie: String,
    /// RFC 3339.
    pub made_at: String,
    pub files: Vec<Listed>,
}

/// One file of a backup.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Listed {
    /// `hallway.db`, or `companies/` and the short name of the company.
    pub path: String,
    /// The company's name; none for the hallway.
    pub company: Option<String>,
    pub schema: i64,
    pub bytes: u64,
    /// In hexadecimal digits.
    pub sha256: String,
}

impl Manifest {
    pub fn new(made_at: String, files: Vec<Listed>) -> Manifest {
        Manifest { form: FORM, coterie: env!("CARGO_PKG_VERSION").to_owned(), made_at, files }
    }

    /// Reads a list. What it says is believed only as far as the digests carry it.
    pub fn parse(bytes: &[u8]) -> Result<Manifest, String> {
        let manifest: Manifest = serde_json::from_slice(bytes).map_err(|error| {
            format!("Its {MANIFEST} cannot be read: {error}. This is no backup of Coterie, or it is damaged.")
        })?;
        if manifest.form > FORM {
            return Err(format!(
                "It was made by Coterie {}, in a form that this version does not know. Install that version.",
                manifest.coterie
            ));
        }
        if let Some(file) = manifest.files.iter().find(|file| !is_ours(&file.path)) {
            return Err(format!("It lists {:?}, which no backup holds. Nothing is restored from it.", file.path));
        }
        if !manifest.files.iter().any(|file| file.path == HALLWAY) {
            return Err(format!("It lists no {HALLWAY}, without which no company can be found."));
        }
        Ok(manifest)
    }
}

impl Listed {
    /// Lists a file that lies in `folder`.
    pub fn of(folder: &Path, path: String, company: Option<String>, schema: i64) -> Result<Listed, String> {
        let (sha256, bytes) = measure(&folder.join(&path))?;
        Ok(Listed { path, company, schema, bytes, sha256 })
    }

    /// Whether the file in `folder` is the one that was listed, byte for byte.
    pub fn verify(&self, folder: &Path) -> Result<(), String> {
        let (sha256, bytes) = measure(&folder.join(&self.path))?;
        if (&sha256, bytes) == (&self.sha256, self.bytes) {
            return Ok(());
        }
        let what = if bytes == self.bytes {
            "its digest differs".to_owned()
        } else {
            format!("it has {bytes} bytes instead of {}", self.bytes)
        };
        Err(format!("{} is not as it was backed up: {what}. The backup is damaged; take another.", self.path))
    }
}

/// A path that a backup may hold. Nothing else is ever written by a restore, whatever a list says.
pub fn is_ours(path: &str) -> bool {
    let is_slug = |slug: &str| {
        !slug.is_empty()
            && slug.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-')
    };
    let slug = path.strip_prefix("companies/").and_then(|rest| rest.strip_suffix(".db"));
    path == HALLWAY || slug.is_some_and(is_slug)
}

fn measure(path: &Path) -> Result<(String, u64), String> {
    let unreadable = |error: std::io::Error| format!("{} cannot be read: {error}.", path.display());
    let mut file = File::open(path).map_err(unreadable)?;
    let (mut hash, mut bytes) = (Sha256::new(), 0);
    let mut chunk = vec![0; 1 << 16];
    loop {
        let read = file.read(&mut chunk).map_err(unreadable)?;
        if read == 0 {
            break;
        }
        hash.update(&chunk[..read]);
        bytes += read as u64;
    }
    Ok((hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect(), bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_names_only_what_a_backup_holds() {
        for path in ["hallway.db", "companies/north-star-2.db"] {
            assert!(is_ours(path), "{path}");
        }
        let foreign = [
            "",
            "/etc/passwd",
            "companies/../hallway.db",
            "companies/.db",
            "companies/A.db",
            "hallway.db-wal",
            "../hallway.db",
        ];
        for path in foreign {
            assert!(!is_ours(path), "{path}");
        }
    }

    #[test]
    fn a_list_of_a_newer_form_is_refused() {
        let newer = Manifest { form: FORM + 1, ..Manifest::new(String::new(), Vec::new()) };
        let refused = Manifest::parse(&serde_json::to_vec(&newer).expect("json")).expect_err("refused");
        assert!(refused.contains("Install that version"), "{refused}");
    }
}
