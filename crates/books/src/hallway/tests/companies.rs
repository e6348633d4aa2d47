//! Companies: short names, places that move with their folder, seats.

use std::path::PathBuf;

use db::{Connection, Place, PostgresPlace};
use kernel::{CompanyId, Failure};

use super::{Hallway, House, houses, is_missing, name, refused};

fn nowhere() -> CompanyId {
    CompanyId::from_uuid(kernel::Uuid::from_u128(7))
}

fn slug(house: &House, called: &str) -> String {
    house.hallway.add_company(&name(called), None).expect("added").slug
}

#[test]
fn short_names_are_made_from_the_name_and_never_twice() {
    for house in houses() {
        assert_eq!(slug(&house, "Ñandú & Söhne, S.L."), "nandu-sohne-s-l");
        assert_eq!(slug(&house, "ñandú söhne s l"), "nandu-sohne-s-l-2");
        assert_eq!(slug(&house, "Ñandú Söhne SL 2"), "nandu-sohne-sl-2");
        assert_eq!(slug(&house, "Ñandú Söhne S L"), "nandu-sohne-s-l-3");
        assert_eq!(slug(&house, "Тройка"), "company");
        assert_eq!(slug(&house, "../../etc/passwd"), "etc-passwd");
        assert_eq!(slug(&house, &"a b".repeat(40)).len(), 40);
    }
}

#[test]
fn a_company_is_found_by_id_and_short_name_and_keeps_the_latter_when_renamed() {
    for house in houses() {
        let added = house.hallway.add_company(&name("North Star"), None).expect("added");
        house.hallway.rename_company(added.id, &name("Polaris")).expect("renamed");
        let found = house.hallway.company_by_slug("north-star").expect("read").expect("there");
        assert_eq!((found.id, &found.name, &found.place), (added.id, &name("Polaris"), &added.place));
        assert_eq!(house.hallway.company(added.id), Ok(Some(found)));
        assert_eq!(house.hallway.company(nowhere()), Ok(None));
        for slug in ["", "north", "north-star\u{0}", "north_star", "%"] {
            assert_eq!(house.hallway.company_by_slug(slug), Ok(None), "{slug:?}");
        }
        assert!(is_missing(house.hallway.rename_company(nowhere(), &name("Polaris"))));
    }
}

#[test]
fn a_new_place_can_be_written_and_no_two_companies_share_one() {
    for house in houses() {
        let first = house.hallway.add_company(&name("North"), None).expect("added");
        let second = house.hallway.add_company(&name("South"), None).expect("added");
        assert_ne!(first.place, second.place);
        for company in [&first, &second] {
            Connection::writer(&company.place).expect("the books can be made there");
        }
        let squatter = house.hallway.add_company(&name("East"), Some(first.place));
        assert_eq!(refused(squatter), "PLACE_TAKEN");
    }
}

#[test]
fn a_file_that_is_there_already_is_nobodys_place() {
    let house = houses().remove(0);
    let first = house.hallway.add_company(&name("North"), None).expect("added");
    Connection::writer(&first.place).expect("made");
    house.hallway.forget_company(first.id).expect("forgotten");
    let second = house.hallway.add_company(&name("North"), None).expect("added");
    assert_eq!(second.slug, "north-2");
    assert_ne!(second.place, first.place);
}

#[test]
fn files_are_found_again_after_the_folder_was_moved() {
    let house = houses().remove(0);
    let id = house.company("North Star");
    let other_disk = tempfile::tempdir().expect("made");
    let elsewhere = Place::Sqlite(other_disk.path().join("books/far.db"));
    let far = house.hallway.add_company(&name("Far"), Some(elsewhere.clone())).expect("added").id;
    let near = Some(Place::Sqlite(PathBuf::from("old/near.db")));
    let near = house.hallway.add_company(&name("Near"), near).expect("added");
    assert_eq!(near.place, Place::Sqlite(house.dir.path().join("old/near.db")));
    let House { hallway, weather, place, dir } = house;
    drop(hallway);
    let roof = tempfile::tempdir().expect("made");
    let moved = roof.path().join("moved");
    std::fs::rename(dir.path(), &moved).expect("moved");
    assert_eq!(place, Place::Sqlite(dir.path().join("hallway.db")));

    let hallway = Hallway::open(&Place::Sqlite(moved.join("hallway.db")), &moved, weather).expect("opens");

    let company = hallway.company(id).expect("read").expect("there");
    assert_eq!(company.place, Place::Sqlite(moved.join("companies/north-star.db")));
    assert_eq!(hallway.company(far).expect("read").expect("there").place, elsewhere);
    let near = hallway.company(near.id).expect("read").expect("there");
    assert_eq!(near.place, Place::Sqlite(moved.join("old/near.db")));
    assert!(moved.join("old").is_dir() && other_disk.path().join("books").is_dir());
}

#[test]
fn a_schema_on_the_hallways_own_server_is_kept_without_the_address() {
    for house in houses().into_iter().skip(1) {
        let Place::Postgres(own) = &house.place else { panic!("the second house is on PostgreSQL") };
        let company = house.hallway.add_company(&name("North"), None).expect("added");
        let at = PostgresPlace { url: own.url.clone(), schema: company.id.to_string() };
        assert_eq!(company.place, Place::Postgres(at));
        let servers =
            house.hallway.read(|view| Ok(view.rows("SELECT server FROM companies", &[], |row| row.get::<String>(0))?));
        assert_eq!(servers, Ok(vec![String::new()]));
    }
}

#[test]
fn a_person_sees_the_companies_with_a_seat_by_name() {
    for house in houses() {
        let (ida, north) = house.seated("ida@example.org", "north");
        let alps = house.company("Älps");
        house.company("Middle");
        house.hallway.seat(ida, alps).expect("seated");
        house.hallway.seat(ida, alps).expect("seated twice is seated");
        let names = |companies: Vec<super::super::Company>| {
            companies.into_iter().map(|company| company.name.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(names(house.hallway.companies_of(ida).expect("listed")), ["Älps", "north"]);
        assert_eq!(names(house.hallway.companies().expect("listed")), ["Älps", "Middle", "north"]);
        house.hallway.unseat(ida, north).expect("unseated");
        assert_eq!(names(house.hallway.companies_of(ida).expect("listed")), ["Älps"]);
        assert!(is_missing(house.hallway.seat(ida, nowhere())));
    }
}

#[test]
fn a_forgotten_company_takes_its_seats_and_tokens_with_it() {
    for house in houses() {
        let (ida, north) = house.seated("ida@example.org", "North");
        let (secret, session) = house.log_in("ida@example.org");
        assert_eq!(session.company, Some(north));
        let (_, token) = house.hallway.issue_token(ida, north, &name("Nightly")).expect("issued");
        house.hallway.forget_company(north).expect("forgotten");
        assert_eq!(house.hallway.company(north), Ok(None));
        assert_eq!(house.hallway.token(&token), Ok(None));
        assert_eq!(house.hallway.session(secret.as_str()).expect("read").expect("open").company, None);
        assert!(is_missing(house.hallway.forget_company(north)));
    }
}

/// A fault in a turn leaves nothing behind, and the next turn works.
#[test]
fn a_broken_turn_is_undone_and_the_hallway_goes_on() {
    for house in houses() {
        let broken = house.hallway.write(|tx| {
            super::super::store::add_setup_key(tx, &[1, 2, 3], kernel::Instant(0))?;
            Err::<(), _>(Failure::broken("a fault"))
        });
        assert!(matches!(broken, Err(Failure::Broken(_))));
        assert!(house.digests("setup_keys").is_empty());
        let fell = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            house.hallway.write(|_| -> crate::Result<()> { panic!("falls") })
        }));
        assert!(fell.is_err());
        house.company("North");
    }
}
