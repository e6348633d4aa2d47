//! `coterie check`: every law over every company, and what is broken.

use crate::house::At;
use crate::serve::words;

pub fn run(at: &At) -> Result<(), String> {
    let house = at.open()?;
    let companies = house.desk.hallway().companies().map_err(|failure| words(&failure))?;
    let mut broken = 0;
    for company in companies {
        let found = house.desk.verify(company.id).map_err(|failure| words(&failure))?;
        println!("{}: {}", company.name, if found.is_empty() { "every law holds" } else { "broken" });
        for law in &found {
            println!("  {law}");
        }
        broken += found.len();
    }
    if broken == 0 {
        Ok(())
    } else {
        Err(format!("{broken} laws are broken. Stop using this company, keep the file, and restore a backup."))
    }
}
