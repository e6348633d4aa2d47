//! Stories: what a user does and sees, told in `stories/*.story` and done with the real program on each database.

mod story;

use std::path::PathBuf;

use story::play::{Place, places, play};
use story::telling::Story;

/// A test for each story.
macro_rules! stories {
    ($($name:ident)*) => {
        const TOLD: &[&str] = &[$(stringify!($name)),*];
        $(#[test] fn $name() { done_everywhere(stringify!($name)); })*
    };
}

stories! {
    a_group_that_is_not_empty_and_the_way_out
    an_import_with_a_bad_row_and_its_mending
    back_up_restore_check
    books_from_another_program
    from_an_empty_directory_to_a_booked_invoice
    hours_by_client_group
    one_pays_for_the_family
    tokens_and_the_api
    two_offices_that_never_see_one_another
}

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../stories"))
}

fn done_everywhere(name: &str) {
    let path = folder().join(format!("{name}.story"));
    let text = std::fs::read_to_string(&path).expect("a story");
    let story = Story::parse(&text).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
    if story::wants_update() {
        let told_anew = play(&story, &Place::Files, true).told_anew;
        return std::fs::write(&path, told_anew).expect("a story is written");
    }
    for place in places().into_iter().filter(|place| *place == Place::Files || !story.files_only) {
        let differs = play(&story, &place, false).differs;
        assert!(differs.is_empty(), "{} {place}:\n\n{}", path.display(), differs.join("\n"));
    }
}

/// A story that nobody plays is a promise that nobody keeps.
#[test]
fn every_story_is_played() {
    let mut files: Vec<String> = std::fs::read_dir(folder())
        .expect("the stories")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter_map(|name| Some(name.strip_suffix(".story")?.to_owned()))
        .collect();
    files.sort();
    let mut told: Vec<&str> = TOLD.to_vec();
    told.sort_unstable();
    assert_eq!(files, told);
}

/// Plays a story on files; what differs comes back.
fn differs(text: &str) -> Vec<String> {
    play(&Story::parse(text).expect("a story"), &Place::Files, false).differs
}

#[test]
fn a_story_that_holds_is_silent() {
    let told = "\
# Names are learnt where they are met first, and meant wherever they stand again.
$ echo number 17 for Ada; echo 17
number {number} for …
{number}
$ echo and {number}
and 17
$ printf 'one\\ntwo\\nthree\\nfour\\n'
one
…
four
$ echo it went wrong >&2; exit 3
! it went …
? 3
$ cat <<END
> two
> lines
> END
two
lines
";
    assert_eq!(differs(told), Vec::<String>::new());
}

/// The control that must fail: whatever differs, in words, on the error stream or in the exit code, is told.
#[test]
fn a_story_that_does_not_hold_is_told_with_line_and_both_sides() {
    for (told, line, seen) in [
        ("$ echo one\ntwo\n", 1, "one"),
        ("# Prose.\n$ echo one\none\n$ echo two\n", 4, "two"),
        ("$ echo one >&2\none\n", 1, "! one"),
        ("$ echo one >&2\n", 1, "! one"),
        ("$ exit 2\n", 1, "? 2"),
        ("$ true\n? 1\n", 1, "? 0"),
        ("$ printf 'a\\nb\\n'\na\n", 1, "b"),
        ("$ printf 'a\\nb\\nc\\n'\n…\nb\n", 1, "c"),
        ("$ echo 17\n{number}\n$ echo 18\n{number}\n", 3, "18"),
        ("$ coterie client list --data nowhere/at/all\n", 1, "! There is no folder nowhere/at/all."),
    ] {
        let found = differs(told);
        assert_eq!(found.len(), 1, "{told}: {found:?}");
        assert!(found[0].starts_with(&format!("line {line}:")), "{}", found[0]);
        assert!(found[0].contains(seen), "{}", found[0]);
    }
}

#[test]
fn a_story_that_cannot_be_read_is_refused_with_its_line() {
    for (told, why) in [
        ("one\n", "line 1: nothing was done yet that could say this"),
        ("$ true\n> more\nout\n> late\n", "line 4: this goes on with nothing"),
        ("% nonsense\n", "line 1: there is no such condition"),
        ("$ true\n? many\n", "line 2: an exit code is a number"),
    ] {
        assert_eq!(Story::parse(told).err().as_deref(), Some(why), "{told}");
    }
}

#[test]
fn a_story_can_be_told_anew_and_keeps_what_held() {
    let told = "# Prose.\n\n$ echo number 1\nnumber …\n\n$ printf '$ two\\n'; exit 4\nthree\n\n# The end.\n";
    let anew = play(&Story::parse(told).expect("a story"), &Place::Files, true).told_anew;
    let hoped = "# Prose.\n\n$ echo number 1\nnumber …\n\n$ printf '$ two\\n'; exit 4\n\\$ two\n? 4\n\n# The end.\n";
    assert_eq!(anew, hoped);
    assert_eq!(differs(&anew), Vec::<String>::new());
}
