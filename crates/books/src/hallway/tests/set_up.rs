//! The first start: one key, one person.

use std::sync::Barrier;
use std::thread;

use super::{House, PASSWORD, houses, newcomer, refused};
use crate::hallway::secret::digest;

fn key(house: &House) -> String {
    house.hallway.setup_key().expect("the key is made").expect("nobody is there yet")
}

#[test]
fn the_key_lets_the_first_person_in_once() {
    for house in houses() {
        let key = key(&house);
        assert_eq!(house.hallway.check_setup_key(&key), Ok(()));

        let person = house.hallway.use_setup_key(&key, newcomer("ida@example.org", Some(PASSWORD))).expect("let in");

        assert_eq!(house.log_in("ida@example.org").1.person, person);
        assert_eq!(refused(house.hallway.check_setup_key(&key)), "SETUP_KEY_INVALID");
        let again = house.hallway.use_setup_key(&key, newcomer("bo@example.org", Some(PASSWORD)));
        assert_eq!(refused(again), "SETUP_KEY_INVALID");
        assert_eq!(house.hallway.setup_key(), Ok(None));
        assert_eq!(house.hallway.persons().expect("listed").len(), 1);
    }
}

#[test]
fn only_the_newest_key_is_good_and_only_its_digest_is_kept() {
    for house in houses() {
        let (old, new) = (key(&house), key(&house));
        assert_ne!(old, new);
        assert_eq!(refused(house.hallway.check_setup_key(&old)), "SETUP_KEY_INVALID");
        assert_eq!(house.hallway.check_setup_key(&new), Ok(()));
        assert_eq!(house.digests("setup_keys"), [digest(&new)]);
        assert!(!house.files_hold(&new));
    }
}

#[test]
fn a_wrong_key_lets_nobody_in_and_costs_no_hash() {
    for house in houses() {
        key(&house);
        let wrong = house.hallway.use_setup_key("0123", newcomer("ida@example.org", Some(PASSWORD)));
        assert_eq!(refused(wrong), "SETUP_KEY_INVALID");
        assert_eq!(house.hashes(), 0);
    }
}

#[test]
fn the_first_person_needs_a_password_and_a_refused_one_does_not_spend_the_key() {
    for house in houses() {
        let key = key(&house);
        for password in [None, Some("short")] {
            let result = house.hallway.use_setup_key(&key, newcomer("ida@example.org", password));
            assert_eq!(refused(result), "PASSWORD_SHORT");
        }
        assert_eq!(house.hallway.check_setup_key(&key), Ok(()));
    }
}

#[test]
fn a_person_added_at_the_command_line_makes_the_key_worthless() {
    for house in houses() {
        let key = key(&house);
        house.person("bo@example.org");
        let late = house.hallway.use_setup_key(&key, newcomer("ida@example.org", Some(PASSWORD)));
        assert_eq!(refused(late), "SETUP_KEY_INVALID");
        assert!(house.digests("setup_keys").is_empty());
    }
}

#[test]
fn of_two_who_use_the_key_at_once_exactly_one_comes_in() {
    for house in houses() {
        let (key, start) = (key(&house), Barrier::new(2));
        let results = thread::scope(|scope| {
            let come = |email| {
                let (house, key, start) = (&house, &key, &start);
                scope.spawn(move || {
                    start.wait();
                    house.hallway.use_setup_key(key, newcomer(email, Some(PASSWORD)))
                })
            };
            let both = [come("ida@example.org"), come("bo@example.org")];
            both.map(|thread| thread.join().expect("the thread ends"))
        });
        let (came, stayed): (Vec<_>, Vec<_>) = results.into_iter().partition(Result::is_ok);
        assert_eq!((came.len(), stayed.len()), (1, 1));
        assert_eq!(stayed.into_iter().map(refused).collect::<Vec<_>>(), ["SETUP_KEY_INVALID"]);
        assert_eq!(house.hallway.persons().expect("listed").len(), 1);
    }
}
