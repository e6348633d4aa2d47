//! `coterie check`: every law over every company, and what is broken.

use books::check::Broken;
use serde_json::json;

use super::progress::Progress;
use super::{Done, Trouble};
use crate::house::{At, House};

pub fn run(at: &At) -> Done {
    let verdicts = verify(&at.open()?)?;
    if at.json {
        let items: Vec<_> =
            verdicts.iter().map(|(name, broken)| json!({ "company": name, "broken": broken })).collect();
        say!("{}", json!({ "items": items }));
        return if verdicts.iter().all(|(_, broken)| broken.is_empty()) { Ok(()) } else { Err(Trouble::Told) };
    }
    tell(&verdicts)
}

/// Each company with the laws that are broken in it, and by which rows.
pub type Verdicts = Vec<(String, Vec<Broken>)>;

pub fn verify(house: &House) -> Result<Verdicts, Trouble> {
    let companies = house.desk.hallway().companies()?;
    let progress = Progress::new("Checking", companies.len() as u64);
    let mut verdicts = Vec::new();
    for company in companies {
        progress.now(company.name.as_str());
        verdicts.push((company.name.to_string(), house.desk.verify(company.id)?));
        progress.step();
    }
    progress.end();
    Ok(verdicts)
}

/// Prints the verdict on each company; broken laws end with exit code 1.
pub fn tell(verdicts: &Verdicts) -> Done {
    if verdicts.is_empty() {
        say!("There is no company here yet, so there is nothing to check.");
    }
    for (name, found) in verdicts {
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
