//! `coterie check`: every law over every company, and what is broken.

use super::Done;
use crate::house::At;

pub fn run(at: &At) -> Done {
    let house = at.open()?;
    let companies = house.desk.hallway().companies()?;
    let mut broken = 0;
    for company in companies {
        let found = house.desk.verify(company.id)?;
        println!("{}: {}", company.name, if found.is_empty() { "every law holds" } else { "broken" });
        for law in &found {
            println!("  {law}");
        }
        broken += found.len();
    }
    if broken == 0 {
        Ok(())
    } else {
        Err(format!("{broken} laws are broken. Stop using this company, keep the file, and restore a backup.").into())
    }
}
