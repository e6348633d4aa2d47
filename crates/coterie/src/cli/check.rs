//! `coterie check`: every law over every company, and what is broken.

use super::Done;
use super::progress::Progress;
use crate::house::{At, House};

pub fn run(at: &At) -> Done {
    verify(&at.open()?)
}

/// Prints the verdict on each company; broken laws end with exit code 1.
pub fn verify(house: &House) -> Done {
    let companies = house.desk.hallway().companies()?;
    let progress = Progress::new("Checking", companies.len() as u64);
    let mut verdicts = Vec::new();
    for company in companies {
        progress.now(company.name.as_str());
        verdicts.push((company.name, house.desk.verify(company.id)?));
        progress.step();
    }
    progress.end();
    for (name, found) in &verdicts {
        say!("{name}: {}", if found.is_empty() { "every law holds" } else { "broken" });
        for law in found {
            say!("  {law}");
        }
    }
    match verdicts.iter().map(|(_, found)| found.len()).sum::<usize>() {
        0 => Ok(()),
        1 => Err("1 law is broken. Stop using this company, keep its file, and restore a backup.".into()),
        broken => Err(format!(
            "{broken} laws are broken. Stop using these companies, keep their files, and restore a backup."
        )
        .into()),
    }
}
