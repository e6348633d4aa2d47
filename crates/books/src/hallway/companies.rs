//! Companies: what they are called, where their books are, and who has a seat in them.

use std::path::Path;

use db::{Connection, Place, Tx};
use kernel::{CompanyId, Failure, Name, PersonId, Refusal, search_fold};

use super::places::Shelf;
use super::store::CompanyRow;
use super::{Hallway, store};
use crate::Result;

const SLUG_LONGEST: usize = 40;

/// A company as the hallway knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Company {
    pub id: CompanyId,
    /// For people at the machine: `coterie client list --company north-star`. It never changes.
    pub slug: String,
    pub name: Name,
    pub place: Place,
}

impl Hallway {
    /// Adds a company and says where its books go: to `place`, or beside the others when none is named; a path that
    /// is not a full one is seen from the data directory. The books
    /// themselves are made by the desk; seat people once they are, so that nobody comes into an empty house.
    pub fn add_company(&self, name: &Name, place: Option<Place>) -> Result<Company> {
        self.add_company_as(self.ids().next(), name, place)
    }

    /// The same under an id that was given away before. A company that has the id already is answered as it is.
    pub fn add_company_as(&self, id: CompanyId, name: &Name, place: Option<Place>) -> Result<Company> {
        let now = self.outside.now();
        self.write(|tx| {
            if let Some(row) = store::company(tx, id)? {
                return self.placed(row);
            }
            let slug = self.free_slug(tx, name)?;
            let written = self.shelf.write_down(&place.unwrap_or_else(|| self.shelf.place_for(id, &slug)))?;
            let company = Company { id, slug, name: name.clone(), place: self.shelf.read_back(&written)? };
            if store::is_place_taken(tx, &written)? {
                return Err(place_taken(&company.place));
            }
            make_room(&company.place)?;
            store::add_company(tx, &company, &written, now)?;
            Ok(company)
        })
    }

    /// `North Star & Co` becomes `north-star-co`, and `north-star-co-2` when that is taken.
    fn free_slug(&self, tx: &Tx<'_>, name: &Name) -> Result<String> {
        let stem = slug_of(name);
        let taken = store::slugs_like(tx, &stem)?;
        let is_free = |slug: &String| !taken.contains(slug) && !self.shelf.is_occupied(slug);
        let numbered = (2..).map(|number: u32| format!("{stem}-{number}"));
        std::iter::once(stem.clone())
            .chain(numbered)
            .find(is_free)
            .ok_or_else(|| Failure::broken(format!("no short name is left for {stem}")))
    }

    pub fn company(&self, id: CompanyId) -> Result<Option<Company>> {
        self.read(|view| store::company(view, id)?.map(|row| self.placed(row)).transpose())
    }

    pub fn company_by_slug(&self, slug: &str) -> Result<Option<Company>> {
        // Comes out of addresses and command lines; PostgreSQL takes no text with a NUL in it.
        if !slug.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
            return Ok(None);
        }
        self.read(|view| store::company_by_slug(view, slug)?.map(|row| self.placed(row)).transpose())
    }

    /// Every company, by name.
    pub fn companies(&self) -> Result<Vec<Company>> {
        self.listed(self.read(store::companies)?)
    }

    /// The companies in which the person has a seat, by name.
    pub fn companies_of(&self, person: PersonId) -> Result<Vec<Company>> {
        self.listed(self.read(|view| store::companies_of(view, person))?)
    }

    /// Follows a company that was renamed at the desk.
    pub fn rename_company(&self, id: CompanyId, name: &Name) -> Result<()> {
        self.write(|tx| found("company", id, store::rename_company(tx, id, name)?))
    }

    /// Forgets a company, with its seats and tokens: one whose books could not be made, or were moved away. The books
    /// stay where they are.
    pub fn forget_company(&self, id: CompanyId) -> Result<()> {
        self.write(|tx| found("company", id, store::forget_company(tx, id)?))
    }

    /// Follows books that were put elsewhere.
    pub fn move_company(&self, id: CompanyId, place: &Place) -> Result<()> {
        let written = self.shelf.write_down(place)?;
        self.write(|tx| {
            if store::is_place_taken(tx, &written)? {
                return Err(place_taken(place));
            }
            found("company", id, store::move_company(tx, id, &written)?)
        })
    }

    /// The companies of a hallway that is not opened for writing: a backup looks beside a running server.
    pub fn companies_at(place: &Place, data_dir: &Path) -> Result<Vec<Company>> {
        let shelf = Shelf::new(place, data_dir);
        let rows = Connection::reader(place)?.read(store::companies)?;
        rows.into_iter().map(|row| placed(&shelf, row)).collect()
    }

    /// How many people can log in to some company, of a hallway that is not opened for writing.
    pub fn people_at(place: &Place) -> Result<i64> {
        Connection::reader(place)?.read(store::people_with_a_seat)
    }

    /// Gives a person a seat; it is no error when they have one.
    pub fn seat(&self, person: PersonId, company: CompanyId) -> Result<()> {
        self.write(|tx| {
            found("person", person, store::person(tx, person)?.is_some())?;
            found("company", company, store::company(tx, company)?.is_some())?;
            store::add_seat(tx, person, company)
        })
    }

    /// Takes the seat away. Open sessions fall out of the company, tokens for it are gone, both at once.
    pub fn unseat(&self, person: PersonId, company: CompanyId) -> Result<()> {
        self.write(|tx| store::remove_seat(tx, person, company))
    }

    /// Everybody with a seat in the company.
    pub fn seated_in(&self, company: CompanyId) -> Result<Vec<PersonId>> {
        self.read(|view| store::seated_in(view, company))
    }

    fn placed(&self, row: CompanyRow) -> Result<Company> {
        placed(&self.shelf, row)
    }

    fn listed(&self, rows: Vec<CompanyRow>) -> Result<Vec<Company>> {
        let mut companies = rows.into_iter().map(|row| self.placed(row)).collect::<Result<Vec<_>>>()?;
        companies.sort_by_cached_key(|company| (search_fold(company.name.as_str()), company.slug.clone()));
        Ok(companies)
    }
}

fn placed(shelf: &Shelf, row: CompanyRow) -> Result<Company> {
    let CompanyRow { id, slug, name, written } = row;
    Ok(Company { id, slug, name, place: shelf.read_back(&written)? })
}

fn found(what: &'static str, id: impl std::fmt::Display, was_there: bool) -> Result<()> {
    if was_there { Ok(()) } else { Err(Failure::missing(what, id)) }
}

fn place_taken(place: &Place) -> Failure {
    Refusal::rule(
        "PLACE_TAKEN",
        "The place is taken.",
        format!("The books of another company are in {place}, and two never share a place. Name another place."),
    )
    .into()
}

/// The folder of a file, so that the books can be made in it.
fn make_room(place: &Place) -> Result<()> {
    match place {
        Place::Sqlite(path) => match path.parent() {
            Some(folder) => std::fs::create_dir_all(folder)
                .map_err(|error| Failure::broken(format!("{} cannot be made: {error}", folder.display()))),
            None => Ok(()),
        },
        Place::Postgres(_) => Ok(()),
    }
}

/// Small letters, digits and single hyphens; `company` for a name without any.
fn slug_of(name: &Name) -> String {
    let folded = search_fold(name.as_str());
    let words = folded.split(|character: char| !character.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut slug = words.collect::<Vec<_>>().join("-");
    slug.truncate(SLUG_LONGEST);
    match slug.trim_end_matches('-') {
        "" => "company".into(),
        slug => slug.into(),
    }
}
