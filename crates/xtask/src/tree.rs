//! The files of the house as tidy sees them: what git tracks, and what it would track.

use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::lexer::{Rust, line_of};

/// One file. The path is relative to the root, with `/` between its parts.
#[derive(Debug)]
pub struct File {
    pub path: String,
    pub text: String,
    /// Only for `.rs` files.
    pub rust: Option<Rust>,
    /// The whole file is compiled or run for tests only.
    pub is_test: bool,
}

impl File {
    pub fn new(path: &str, text: &str) -> File {
        let rust = path.ends_with(".rs").then(|| Rust::read(text));
        let name = path.rsplit('/').next().unwrap_or(path);
        let is_test = path.starts_with("tests/")
            || path.starts_with("stories/")
            || path.contains("/tests/")
            || name == "tests.rs"
            || name.ends_with("_tests.rs");
        File { path: path.to_string(), text: text.to_string(), rust, is_test }
    }

    /// Whether a line (counted from 1) is compiled or run for tests only.
    pub fn is_test_line(&self, line: usize) -> bool {
        let marks = self.rust.as_ref().map(|rust| &rust.test_lines);
        self.is_test || marks.is_some_and(|marks| marks.get(line - 1) == Some(&true))
    }

    /// What stands at an offset, as a finding.
    pub fn finding(&self, at: usize, what: impl Into<String>) -> Finding {
        Finding { path: self.path.clone(), line: line_of(&self.text, at), what: what.into() }
    }

    /// The crate that the file belongs to: `books` for `crates/books/src/lib.rs`.
    pub fn crate_name(&self) -> Option<&str> {
        self.path.strip_prefix("crates/")?.split('/').next()
    }
}

/// A broken rule: where, and what stands there.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    pub path: String,
    pub line: usize,
    pub what: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.what)
    }
}

/// The root of the checkout that one stands in. The folder of compilation would not do: a build
/// folder may serve several checkouts.
pub fn root() -> Result<PathBuf, String> {
    let said = git(Path::new("."), &["rev-parse", "--show-toplevel"])?;
    Ok(PathBuf::from(said.trim_end()))
}

fn git(folder: &Path, words: &[&str]) -> Result<String, String> {
    let done = Command::new("git")
        .args(words)
        .current_dir(folder)
        .output()
        .map_err(|problem| format!("git is missing, and tidy asks it for the files. {problem}."))?;
    if !done.status.success() {
        let said = String::from_utf8_lossy(&done.stderr).trim().to_string();
        return Err(format!("git {} failed. {said}", words.join(" ")));
    }
    Ok(String::from_utf8_lossy(&done.stdout).into_owned())
}

#[derive(Debug)]
pub struct Tree {
    pub files: Vec<File>,
}

impl Tree {
    /// Reads the files under a root. Errors: git cannot be asked, or a file cannot be read.
    pub fn load(root: &Path) -> Result<Tree, String> {
        let listed = git(root, &["ls-files", "-z", "--cached", "--others", "--exclude-standard"])?;
        let paths: BTreeSet<&str> = listed.split('\0').filter(|path| !path.is_empty()).collect();
        let mut files = Vec::new();
        for path in paths {
            let place = root.join(path);
            // A deleted file stays listed until its deletion is committed.
            if !place.is_file() {
                continue;
            }
            let bytes = std::fs::read(&place).map_err(|problem| format!("{path} cannot be read. {problem}."))?;
            files.push(File::new(path, &String::from_utf8_lossy(&bytes)));
        }
        Ok(Tree::new(files))
    }

    /// Takes files as they are and marks those that a `#[cfg(test)] mod name;` makes test files.
    pub fn new(mut files: Vec<File>) -> Tree {
        let mut test_paths = Vec::new();
        for file in &files {
            let Some(rust) = &file.rust else { continue };
            let folder = match file.path.strip_suffix(".rs") {
                Some(stem) => ["/mod", "/lib", "/main"].iter().find_map(|name| stem.strip_suffix(name)).unwrap_or(stem),
                None => continue,
            };
            test_paths.extend(rust.test_modules.iter().map(|name| format!("{folder}/{name}")));
        }
        for file in &mut files {
            file.is_test |= test_paths.iter().any(|path| {
                let rest = file.path.strip_prefix(path.as_str());
                rest.is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
            });
        }
        Tree { files }
    }

    pub fn rust(&self) -> impl Iterator<Item = (&File, &Rust)> {
        self.files.iter().filter_map(|file| Some((file, file.rust.as_ref()?)))
    }

    /// The Rust of the product: under `crates/*/src`, without this crate.
    pub fn product(&self) -> impl Iterator<Item = (&File, &Rust)> {
        self.rust()
            .filter(|(file, _)| file.path.contains("/src/") && file.crate_name().is_some_and(|name| name != "xtask"))
    }

    pub fn text(&self, path: &str) -> Option<&str> {
        let file = self.files.iter().find(|file| file.path == path)?;
        Some(&file.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_declared_for_tests_is_a_test_file() {
        let tree = Tree::new(vec![
            File::new("crates/books/src/lib.rs", "//! x\n#[cfg(test)]\nmod laws;\nmod act;\n"),
            File::new("crates/books/src/laws.rs", "//! x\n"),
            File::new("crates/books/src/act.rs", "//! x\n"),
        ]);
        let marks: Vec<bool> = tree.files.iter().map(|file| file.is_test).collect();
        assert_eq!(marks, [false, true, false]);
    }
}
