//! Gathers the own static files and what npm brings, gives each an address with a content hash, and writes the table
//! that `src/lib.rs` includes. Writes into OUT_DIR only.
#![allow(clippy::disallowed_methods, reason = "a build script learns its paths and features from the environment")]

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

#[path = "src/hash.rs"]
mod hash;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// (file inside node_modules, name it is served under)
const FROM_NPM: [(&str, &str); 5] = [
    ("htmx.org/dist/htmx.min.js", "htmx.js"),
    ("htmx.org/dist/ext/hx-csp.min.js", "hx-csp.js"),
    ("@fontsource-variable/inter/files/inter-latin-opsz-normal.woff2", "inter-latin.woff2"),
    ("@fontsource-variable/inter/files/inter-latin-ext-opsz-normal.woff2", "inter-latin-ext.woff2"),
    ("@fontsource-variable/inter/LICENSE", "inter-license.txt"),
];

/// The faces of `fonts.css`: (file, characters it holds).
const FACES: [(&str, &str); 2] = [
    (
        "inter-latin-ext.woff2",
        "U+0100-02BA, U+02BD-02C5, U+02C7-02CC, U+02CE-02D7, U+02DD-02FF, U+0304, U+0308, U+0329, U+1D00-1DBF, \
         U+1E00-1E9F, U+1EF2-1EFF, U+2020, U+20A0-20AB, U+20AD-20C0, U+2113, U+2C60-2C7F, U+A720-A7FF",
    ),
    (
        "inter-latin.woff2",
        "U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+0304, U+0308, U+0329, U+2000-206F, \
         U+20AC, U+2122, U+2191, U+2193, U+2212, U+2215, U+FEFF, U+FFFD",
    ),
];

/// Served under their plain name too, for places that cannot know a hash.
const ALSO_PLAIN: [&str; 1] = ["mark.svg"];

struct Asset {
    name: String,
    bytes: Vec<u8>,
}

impl Asset {
    fn address(&self) -> String {
        let (stem, ending) = self.name.rsplit_once('.').unwrap_or((&self.name, "bin"));
        format!("/assets/{stem}-{}.{ending}", hash::content_hash(&self.bytes))
    }
}

fn main() -> Outcome<()> {
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?);
    // Asked when it runs: a checkout that was moved keeps its build, but not the place it was compiled in.
    let home = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").ok_or("cargo sets CARGO_MANIFEST_DIR")?);
    for watched in ["build.rs", "package.json", "package-lock.json", "src/hash.rs"] {
        println!("cargo::rerun-if-changed={}", home.join(watched).display());
    }

    let mut assets = own_files(&home.join("../web/static"))?;
    match npm_files(&home, &out.join("npm")) {
        Ok(brought) => assets.extend(brought),
        Err(cause) if env::var_os("CARGO_FEATURE_REQUIRE").is_some() => {
            return Err(format!("htmx and Inter cannot be embedded: {cause}").into());
        }
        Err(cause) => println!(
            "cargo::warning=Built without htmx and Inter: {cause}. Pages work, with the system's font and whole-page loads. \
             Install Node.js 20 with npm and let it reach its registry, then `touch crates/assets/package.json` and build again."
        ),
    }
    assets.push(Asset { name: "fonts.css".into(), bytes: font_faces(&assets).into_bytes() });
    assets.sort_by(|one, other| one.name.cmp(&other.name));
    write_table(&assets, &out)
}

/// Every file that lies directly in the static folder.
fn own_files(folder: &Path) -> Outcome<Vec<Asset>> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut assets = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        println!("cargo::rerun-if-changed={}", path.display());
        let name = path.file_name().and_then(|name| name.to_str()).ok_or("a static file's name is not UTF-8")?;
        if path.is_file() && !name.starts_with('.') {
            assets.push(Asset { name: name.to_owned(), bytes: fs::read(&path)? });
        }
    }
    Ok(assets)
}

/// Installs the locked packages into `folder`, unless it already holds them, and reads the few files we serve.
fn npm_files(home: &Path, folder: &Path) -> Outcome<Vec<Asset>> {
    let lock = fs::read(home.join("package-lock.json"))?;
    let installed = folder.join("installed");
    if fs::read_to_string(&installed).ok() != Some(hash::content_hash(&lock)) {
        fs::create_dir_all(folder)?;
        fs::write(folder.join("package-lock.json"), &lock)?;
        fs::copy(home.join("package.json"), folder.join("package.json"))?;
        npm_install(folder)?;
        fs::write(&installed, hash::content_hash(&lock))?;
    }
    let read = |(inside, name): (&str, &str)| {
        let path = folder.join("node_modules").join(inside);
        let bytes = fs::read(&path).map_err(|cause| format!("{} cannot be read: {cause}", path.display()))?;
        Ok(Asset { name: name.to_owned(), bytes })
    };
    FROM_NPM.into_iter().map(read).collect()
}

fn npm_install(folder: &Path) -> Outcome<()> {
    let program = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let quiet = ["--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"];
    // npm's own pauses between tries add up to a minute, which is long for a build without a network.
    let patience = ["--fetch-retry-mintimeout=500", "--fetch-retry-maxtimeout=4000"];
    let run = Command::new(program)
        .args(["ci", "--omit=dev", "--ignore-scripts"])
        .args(quiet)
        .args(patience)
        .current_dir(folder)
        .output()
        .map_err(|cause| format!("npm cannot be started ({cause})"))?;
    if run.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&run.stderr);
    let reasons: Vec<&str> = said.lines().filter_map(|line| line.strip_prefix("npm error ")).take(3).collect();
    Err(format!("npm ci failed ({})", reasons.join("; ")).into())
}

/// `fonts.css`: empty of faces when the font is not there, so that pages can always name it.
///
/// One file holds both designs: the small one for text, and the large one, tighter, that tokens.css asks for as Inter
/// Display.
fn font_faces(assets: &[Asset]) -> String {
    let mut css = String::from("/* Inter, SIL Open Font License 1.1. */\n");
    for (family, optical_size) in [("Inter", 14), ("Inter Display", 32)] {
        for (name, characters) in FACES {
            if let Some(font) = assets.iter().find(|asset| asset.name == name) {
                let _ = write!(
                    css,
                    "@font-face {{\n  font-family: \"{family}\";\n  font-style: normal;\n  font-weight: 100 900;\n  \
                     font-display: swap;\n  font-variation-settings: \"opsz\" {optical_size};\n  \
                     src: url(\"{}\") format(\"woff2\");\n  unicode-range: {characters};\n}}\n",
                    font.address()
                );
            }
        }
    }
    css
}

/// Copies the files beside the table, so that the bytes embedded are the bytes hashed.
fn write_table(assets: &[Asset], out: &Path) -> Outcome<()> {
    let copies = out.join("files");
    fs::create_dir_all(&copies)?;
    let mut table = String::from("&[\n");
    for asset in assets {
        let copy = copies.join(&asset.name);
        fs::write(&copy, &asset.bytes)?;
        let mut row = |path: String, immutable: bool| -> Outcome<()> {
            writeln!(
                table,
                "    File {{ name: {:?}, path: {path:?}, content_type: {:?}, bytes: include_bytes!({:?}), immutable: {immutable} }},",
                asset.name,
                content_type(&asset.name)?,
                copy.to_str().ok_or("OUT_DIR is not UTF-8")?,
            )?;
            Ok(())
        };
        row(asset.address(), true)?;
        if ALSO_PLAIN.contains(&asset.name.as_str()) {
            row(format!("/assets/{}", asset.name), false)?;
        }
    }
    table.push_str("]\n");
    fs::write(out.join("table.rs"), table)?;
    Ok(())
}

fn content_type(name: &str) -> Outcome<&'static str> {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("css") => Ok("text/css; charset=utf-8"),
        Some("js") => Ok("text/javascript; charset=utf-8"),
        Some("svg") => Ok("image/svg+xml"),
        Some("txt") => Ok("text/plain; charset=utf-8"),
        Some("woff2") => Ok("font/woff2"),
        _ => Err(format!("{name} has an ending without a content type: add it to build.rs").into()),
    }
}
