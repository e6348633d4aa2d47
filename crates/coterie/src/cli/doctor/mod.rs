//! `coterie doctor`: what is wrong or risky with this data directory, and the cure of each. It changes nothing.

mod books_of;
mod folder;

use serde_json::json;

use super::trouble::{Done, Trouble};
use crate::house::At;

/// Look for what is wrong or risky, and say the cure
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "\
Examples:
  coterie doctor --data /var/lib/coterie
  coterie doctor --quick --json

It changes nothing, so it may look beside a running server. It ends with exit code 1 when something is wrong; what is \
merely risky does not.")]
pub struct Doctor {
    /// Leave out what takes long on large books: file integrity and the laws
    #[arg(long)]
    pub quick: bool,
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    Wrong,
    Risky,
    Fine,
}

/// One thing that was looked at.
#[derive(Debug)]
pub struct Finding {
    pub weight: Weight,
    /// Stable, for monitoring: `disk-space`.
    pub about: &'static str,
    pub says: String,
    /// What to do; empty where all is well.
    pub cure: String,
}

impl Finding {
    pub fn wrong(about: &'static str, says: impl Into<String>, cure: impl Into<String>) -> Finding {
        Finding { weight: Weight::Wrong, about, says: says.into(), cure: cure.into() }
    }

    pub fn risky(about: &'static str, says: impl Into<String>, cure: impl Into<String>) -> Finding {
        Finding { weight: Weight::Risky, about, says: says.into(), cure: cure.into() }
    }

    pub fn fine(about: &'static str, says: impl Into<String>) -> Finding {
        Finding { weight: Weight::Fine, about, says: says.into(), cure: String::new() }
    }
}

impl Weight {
    fn word(self) -> &'static str {
        match self {
            Weight::Wrong => "WRONG",
            Weight::Risky => "risky",
            Weight::Fine => "fine",
        }
    }
}

pub fn run(at: &At, doctor: &Doctor) -> Done {
    let mut findings = folder::look(at);
    findings.extend(books_of::look(at, doctor.quick));
    let wrong = findings.iter().filter(|finding| finding.weight == Weight::Wrong).count();
    if at.json {
        let items: Vec<_> = findings
            .iter()
            .map(|it| json!({ "weight": it.weight.word(), "about": it.about, "says": it.says, "cure": it.cure }))
            .collect();
        say!("{}", json!({ "items": items }));
        return if wrong == 0 { Ok(()) } else { Err(Trouble::Told) };
    }
    findings.iter().for_each(print);
    match wrong {
        0 => Ok(()),
        1 => Err("1 thing is wrong.".into()),
        wrong => Err(format!("{wrong} things are wrong.").into()),
    }
}

fn print(finding: &Finding) {
    let word = match finding.weight {
        Weight::Wrong => console::style(finding.weight.word()).red().bold(),
        Weight::Risky => console::style(finding.weight.word()).yellow(),
        Weight::Fine => console::style(finding.weight.word()).green(),
    };
    say!("{word:>5}  {}: {}", finding.about, finding.says);
    if !finding.cure.is_empty() {
        say!("       {}", finding.cure);
    }
}
