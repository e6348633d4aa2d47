//! Persons: added once, renamed, and what a new password ends.

use std::thread;

use kernel::PersonId;

use super::{OTHER_PASSWORD, PASSWORD, email, houses, is_missing, name, newcomer, refused};
use crate::hallway::secret::digest;
use crate::hallway::store;

fn nobody() -> PersonId {
    PersonId::from_uuid(kernel::Uuid::from_u128(7))
}

#[test]
fn an_address_belongs_to_one_person_whatever_its_capitals() {
    for house in houses() {
        let ida = house.person("Ida@example.org");
        assert_eq!(refused(house.hallway.add_person(newcomer("iDA@example.org", None))), "EMAIL_TAKEN");
        let found = house.hallway.person_by_email(&email("IDA@EXAMPLE.ORG")).expect("looked up").expect("there");
        assert_eq!((found.id, found.email.as_str(), found.active), (ida, "Ida@example.org", true));
        assert_eq!(house.hallway.person(ida), Ok(Some(found)));
        assert_eq!(house.hallway.person(nobody()), Ok(None));
    }
}

#[test]
fn a_person_without_a_password_gets_one_from_the_operator() {
    for house in houses() {
        let ida = house.hallway.add_person(newcomer("ida@example.org", None)).expect("added");
        assert!(!house.hallway.person(ida).expect("read").expect("there").has_password);
        assert_eq!(refused(house.try_log_in("ida@example.org", PASSWORD)), "LOGIN_WRONG");
        house.hallway.set_password(ida, PASSWORD).expect("set");
        assert!(house.hallway.person(ida).expect("read").expect("there").has_password);
        house.log_in("ida@example.org");
    }
}

#[test]
fn a_renamed_person_is_called_so_in_the_open_session() {
    for house in houses() {
        let ida = house.person("ida@example.org");
        let (secret, _) = house.log_in("ida@example.org");
        house.hallway.rename_person(ida, &name("Ida Lund")).expect("renamed");
        let session = house.hallway.session(secret.as_str()).expect("looked up").expect("open");
        assert_eq!(session.person_name, name("Ida Lund"));
        assert!(is_missing(house.hallway.rename_person(nobody(), &name("Bo"))));
        assert!(is_missing(house.hallway.set_password(nobody(), PASSWORD)));
        assert!(is_missing(house.hallway.suspend_person(nobody())));
    }
}

#[test]
fn a_changed_password_ends_every_other_session_and_no_one_elses() {
    for house in houses() {
        house.person("ida@example.org");
        house.person("bo@example.org");
        let (elsewhere, _) = house.log_in("ida@example.org");
        let (here, session) = house.log_in("ida@example.org");
        let (bo, _) = house.log_in("bo@example.org");

        house.hallway.change_password(&session, PASSWORD, OTHER_PASSWORD).expect("changed");

        assert_eq!([&here, &elsewhere, &bo].map(|secret| house.is_open(secret)), [true, false, true]);
        assert_eq!(refused(house.try_log_in("ida@example.org", PASSWORD)), "LOGIN_WRONG");
        house.try_log_in("ida@example.org", OTHER_PASSWORD).expect("the new one opens");
    }
}

#[test]
fn a_wrong_old_password_changes_nothing_and_counts_as_a_failed_log_in() {
    for house in houses() {
        house.person("ida@example.org");
        let (elsewhere, _) = house.log_in("ida@example.org");
        let (_, session) = house.log_in("ida@example.org");
        for _ in 0..5 {
            let wrong = house.hallway.change_password(&session, "not it, not at all", OTHER_PASSWORD);
            assert_eq!(refused(wrong), "PASSWORD_WRONG");
        }
        let slowed = house.hallway.change_password(&session, PASSWORD, OTHER_PASSWORD);
        assert_eq!(refused(slowed), "LOGIN_SLOWED");
        assert!(house.is_open(&elsewhere));
    }
}

#[test]
fn a_refused_new_password_changes_nothing() {
    for house in houses() {
        house.person("ida@example.org");
        let (_, session) = house.log_in("ida@example.org");
        let weak = house.hallway.change_password(&session, PASSWORD, "ida.berg.2026");
        assert_eq!(refused(weak), "PASSWORD_GUESSED");
        house.log_in("ida@example.org");
    }
}

#[test]
fn the_operators_new_password_ends_all_sessions_and_the_waiting() {
    for house in houses() {
        let ida = house.person("ida@example.org");
        let (secret, _) = house.log_in("ida@example.org");
        for _ in 0..5 {
            assert_eq!(refused(house.try_log_in("ida@example.org", "forgotten, sadly")), "LOGIN_WRONG");
        }
        house.hallway.set_password(ida, OTHER_PASSWORD).expect("set");
        assert!(!house.is_open(&secret));
        house.try_log_in("ida@example.org", OTHER_PASSWORD).expect("the new one opens at once");
    }
}

#[test]
fn a_suspended_person_is_out_at_once_and_comes_back_as_before() {
    for house in houses() {
        let (ida, company) = house.seated("ida@example.org", "North Star");
        let (secret, _) = house.log_in("ida@example.org");
        let (_, token) = house.hallway.issue_token(ida, company, &name("Nightly")).expect("issued");

        house.hallway.suspend_person(ida).expect("suspended");
        assert!(!house.is_open(&secret));
        assert_eq!(house.hallway.token(&token), Ok(None));
        assert_eq!(refused(house.try_log_in("ida@example.org", PASSWORD)), "LOGIN_WRONG");

        house.hallway.readmit_person(ida).expect("readmitted");
        assert!(!house.is_open(&secret));
        assert!(house.hallway.token(&token).expect("looked up").is_some());
        let (back, session) = house.log_in("ida@example.org");
        assert_eq!(session.company, Some(company));
        // Even a session that was left behind opens nothing.
        house.hallway.write(|tx| store::set_active(tx, ida, false)).expect("suspended");
        assert!(!house.is_open(&back));
    }
}

/// Between the comparing of a password and the letting in lies time, in which the password may change.
#[test]
fn a_password_changed_while_it_was_compared_opens_nothing() {
    for house in houses() {
        let ida = house.person("ida@example.org");
        let gate = house.hallway.passwords.gate();
        let all_room = gate.block();
        let told = thread::scope(|scope| {
            let late = scope.spawn(|| house.try_log_in("ida@example.org", PASSWORD));
            while gate.traffic().1 == 0 {
                thread::yield_now();
            }
            // What was read for the comparison is not what is kept any more.
            house.hallway.write(|tx| store::set_password_hash(tx, ida, "another")).expect("set");
            drop(all_room);
            late.join().expect("the thread ends")
        });
        assert_eq!(refused(told), "LOGIN_WRONG");
        assert!(house.digests("sessions").is_empty());
    }
}

#[test]
fn neither_password_nor_secret_stands_in_the_files() {
    let house = houses().remove(0);
    house.person("ida@example.org");
    let (secret, _) = house.log_in("ida@example.org");
    assert_eq!(house.digests("sessions"), [digest(secret.as_str())]);
    assert!(!house.files_hold(PASSWORD) && !house.files_hold(secret.as_str()));
    // The search itself works: the address does stand there.
    assert!(house.files_hold("ida@example.org"));
}
