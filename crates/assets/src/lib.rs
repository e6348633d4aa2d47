//! Style sheets, scripts, icons and fonts, embedded in the binary, each under an address that carries its content hash.
//!
//! `htmx.js`, `hx-csp.js` and Inter come from npm at build time and may be missing (see `build.rs`); what lies in
//! `crates/web/static` and `fonts.css` is always there.

#[cfg(test)]
mod hash;

/// One file as it is served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct File {
    /// Name in the source, such as `tokens.css`.
    pub name: &'static str,
    /// Path of its address, such as `/assets/tokens-1a2b3c4d.css`.
    pub path: &'static str,
    pub content_type: &'static str,
    pub bytes: &'static [u8],
    /// The path carries the content hash, so that a browser may keep the file for good.
    pub immutable: bool,
}

static FILES: &[File] = include!(concat!(env!("OUT_DIR"), "/table.rs"));

/// The address of a file that is always there.
///
/// Call it for a constant, `const ICONS: &str = assets::url("icons.svg")`: then a name that no file has fails the build.
pub const fn url(name: &str) -> &'static str {
    match find(name) {
        Some(path) => path,
        None => panic!("no asset has this name; names are those of crates/web/static"),
    }
}

/// The address of a file that npm brings, `None` in a build without it.
pub const fn find(name: &str) -> Option<&'static str> {
    let mut at = 0;
    while at < FILES.len() {
        if FILES[at].immutable && same(FILES[at].name, name) {
            return Some(FILES[at].path);
        }
        at += 1;
    }
    None
}

/// The file at a request's path, `None` when there is none: 404.
pub fn file(path: &str) -> Option<&'static File> {
    FILES.iter().find(|file| file.path == path)
}

/// Every file, by name.
pub fn all() -> &'static [File] {
    FILES
}

// `==` on strings is not const yet.
const fn same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    let mut at = 0;
    while at < one.len() {
        if one[at] != other[at] {
            return false;
        }
        at += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn text(name: &str) -> &'static str {
        let file = FILES.iter().find(|file| file.name == name).expect("the file is embedded");
        std::str::from_utf8(file.bytes).expect("the file is UTF-8")
    }

    #[test]
    fn an_address_leads_to_its_file_and_carries_the_hash_of_its_bytes() {
        for name in ["tokens.css", "components.css", "pages.css", "fonts.css", "icons.svg", "mark.svg", "coterie.js"] {
            let found = file(url(name)).unwrap_or_else(|| panic!("{name} is served"));
            assert_eq!(found.name, name);
            assert!(found.immutable);
            let (stem, ending) = name.rsplit_once('.').expect("every name has an ending");
            assert_eq!(found.path, format!("/assets/{stem}-{}.{ending}", hash::content_hash(found.bytes)));
        }
    }

    #[test]
    fn the_hash_is_fnv_1a() {
        // The published 64-bit values of "" and "a", folded by hand.
        assert_eq!(hash::content_hash(b""), format!("{:08x}", 0xcbf2_9ce4_u32 ^ 0x8422_2325));
        assert_eq!(hash::content_hash(b"a"), format!("{:08x}", 0xaf63_dc4c_u32 ^ 0x8601_ec8c));
    }

    #[test]
    #[should_panic(expected = "no asset has this name")]
    fn an_unknown_name_fails() {
        url("tokens.scss");
    }

    #[test]
    fn an_unknown_path_has_no_file() {
        for path in ["", "/assets/", "/assets/tokens.css", "/assets/../tokens.css", "tokens.css"] {
            assert_eq!(file(path), None, "{path}");
        }
    }

    #[test]
    fn paths_are_unique_and_only_a_plain_one_may_change() {
        let paths: BTreeSet<_> = all().iter().map(|file| file.path).collect();
        assert_eq!(paths.len(), all().len());
        let plain: Vec<_> = all().iter().filter(|file| !file.immutable).map(|file| file.path).collect();
        assert_eq!(plain, ["/assets/mark.svg"]);
    }

    #[test]
    fn the_font_sheet_names_only_fonts_that_are_served() {
        let addresses: Vec<_> = text("fonts.css").split('"').filter(|part| part.starts_with("/assets/")).collect();
        let fonts = all().iter().filter(|file| file.content_type == "font/woff2").count();
        assert_eq!(addresses.len(), 2 * fonts, "each file is a face of Inter and one of Inter Display");
        for address in addresses {
            assert_eq!(file(address).map(|file| file.content_type), Some("font/woff2"), "{address}");
        }
    }

    /// What npm brings comes as a whole or not at all; with the feature `require` it is there.
    #[test]
    fn npm_files_come_together() {
        let there = ["htmx.js", "hx-csp.js", "inter-latin.woff2", "inter-latin-ext.woff2", "inter-license.txt"]
            .map(|name| find(name).is_some());
        assert!(there.iter().all(|one| *one == there[0]), "{there:?}");
        assert!(there[0] || !cfg!(feature = "require"));
    }

    #[test]
    fn the_lock_file_names_no_host() {
        let lock = include_str!("../package-lock.json");
        assert!(!lock.contains("://") && !lock.contains("resolved"), "strip `resolved` from package-lock.json");
        assert!(lock.contains("\"integrity\": \"sha512-"));
    }

    /// A strict Content-Security-Policy refuses other hosts, so no style sheet or script may name one.
    #[test]
    fn own_files_load_nothing_from_elsewhere() {
        let svg_namespace = "http://www.w3.org/2000/svg";
        for file in all().iter().filter(|file| !["htmx.js", "hx-csp.js"].contains(&file.name)) {
            if let (Ok(text), false) = (std::str::from_utf8(file.bytes), file.name.ends_with(".txt")) {
                assert!(!text.replace(svg_namespace, "").contains("://"), "{} names another host", file.name);
            }
        }
    }
}
