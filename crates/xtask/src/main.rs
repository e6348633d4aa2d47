//! Chores of the house: `cargo xtask tidy` looks for broken habits, `refusals` writes the gallery of refusals.

mod acceptance;
mod checks;
mod doors;
mod lexer;
mod refusals;
mod tree;

use std::process::ExitCode;

use tree::{Tree, root};

const HELP: &str = "\
cargo xtask tidy         look for broken habits; exits 1 when it finds one
cargo xtask refusals     write docs/refusals.md from the code
cargo xtask acceptance   list the acceptance ids that no test names yet, and who proves the others at which door";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let chore = match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["tidy"] => tidy,
        ["refusals"] => write_refusals,
        ["acceptance"] => list_unnamed,
        ["--help" | "-h" | "help"] => {
            println!("{HELP}");
            return ExitCode::SUCCESS;
        }
        _ => {
            eprintln!("{HELP}");
            return ExitCode::from(2);
        }
    };
    match chore() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::from(2)
        }
    }
}

/// Prints each finding as `file:line: what`, under its rule and the reason for the rule. True when there is none.
fn tidy() -> Result<bool, String> {
    let tree = Tree::load(&root()?)?;
    let mut findings = 0;
    for check in checks::ALL {
        let mut found = (check.look)(&tree);
        found.sort();
        if found.is_empty() {
            continue;
        }
        println!("{}: {}", check.name, check.why);
        for finding in &found {
            println!("  {finding}");
        }
        findings += found.len();
    }
    println!("tidy: {} rules over {} files, {findings} broken", checks::ALL.len(), tree.files.len());
    Ok(findings == 0)
}

fn write_refusals() -> Result<bool, String> {
    let page = refusals::page(&Tree::load(&root()?)?);
    let path = root()?.join(refusals::PAGE);
    std::fs::write(&path, &page).map_err(|problem| format!("{} is not written. {problem}.", path.display()))?;
    println!("{} is written.", refusals::PAGE);
    Ok(true)
}

fn list_unnamed() -> Result<bool, String> {
    let tree = Tree::load(&root()?)?;
    let real = acceptance::real_ids(&tree);
    let named = acceptance::named_ids(&tree);
    let unnamed: Vec<&str> = real.iter().filter(|id| !named.contains_key(**id)).copied().collect();
    print!("{}", doors::matrix(&tree));
    println!("{}", unnamed.join(" "));
    println!("{} of {} acceptance ids are named by a test", real.len() - unnamed.len(), real.len());
    Ok(true)
}
