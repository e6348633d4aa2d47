//! Logging in: who is let in, what a wrong try is told, and how guessing gets slower.

use std::sync::Barrier;
use std::thread;

use kernel::Failure;

use super::{AGENT, DAY, House, MINUTE, NETWORK, OTHER_PASSWORD, PASSWORD, houses, newcomer, refused};

const WINDOW: i64 = 15 * MINUTE;

fn fail(house: &House, email: &str, times: usize) {
    for _ in 0..times {
        assert_eq!(refused(house.try_log_in(email, OTHER_PASSWORD)), "LOGIN_WRONG");
    }
}

/// The number that a program is told to wait for, in seconds.
fn told_to_wait(house: &House, email: &str) -> i64 {
    let Err(Failure::Refused(refusal)) = house.try_log_in(email, PASSWORD) else { panic!("not slowed") };
    assert_eq!(refusal.code, "LOGIN_SLOWED");
    let seconds = refusal.details.iter().find(|(key, _)| key == "retry_after").expect("seconds are told");
    seconds.1.parse().expect("a number")
}

#[test]
fn the_right_password_opens_a_session_whatever_the_capitals_of_the_address() {
    for house in houses() {
        let person = house.person("Ida@Example.org");
        let (secret, session) = house.try_log_in("  iDA@eXAMPLE.ORG ", PASSWORD).expect("let in");
        assert_eq!(session.person, person);
        assert_eq!(session.person_email.as_str(), "Ida@example.org");
        assert_eq!(house.hallway.session(secret.as_str()), Ok(Some(session)));
    }
}

/// No user enumeration: whoever is not let in hears the same, after the same work.
#[test]
fn unknown_passwordless_suspended_and_wrong_are_told_the_same_and_cost_the_same() {
    for house in houses() {
        house.person("known@example.org");
        house.hallway.add_person(newcomer("invited@example.org", None)).expect("added");
        let suspended = house.person("suspended@example.org");
        house.hallway.suspend_person(suspended).expect("suspended");

        let tell = |email: &str, password: &str| {
            let before = house.hashes();
            let told = house.try_log_in(email, password).map(|_| ());
            (told, house.hashes() - before)
        };
        let wrong = tell("known@example.org", OTHER_PASSWORD);
        assert_eq!((refused(wrong.0.clone()), wrong.1), ("LOGIN_WRONG", 1));
        for email in ["nobody@example.org", "invited@example.org", "suspended@example.org", "not an address", ""] {
            assert_eq!(tell(email, PASSWORD), wrong, "{email:?}");
            // Nor does the word behind the decoy open anything.
            assert_eq!(tell(email, "nobody"), wrong, "{email:?}");
        }
        for password in ["", "with\u{0}nul", &"x".repeat(10_000)] {
            assert_eq!(tell("known@example.org", password), wrong, "{} bytes", password.len());
        }
    }
}

#[test]
fn what_strangers_type_is_taken_as_it_is() {
    for house in houses() {
        house.person("ida@example.org");
        for email in ["nul\u{0}byte", "' OR 1=1 --", "%", &"long".repeat(5_000)] {
            assert_eq!(refused(house.hallway.log_in(email, PASSWORD, "net\u{0}work", AGENT)), "LOGIN_WRONG");
        }
        let long = format!("Agent\u{0}\n{}", "x".repeat(10_000));
        let (_, session) = house.hallway.log_in("ida@example.org", PASSWORD, NETWORK, &long).expect("let in");
        let agent = &house.hallway.sessions_of(session.person).expect("listed")[0].agent;
        assert!(agent.starts_with("Agentxxx") && agent.len() == 200);
    }
}

#[test]
fn five_wrong_tries_slow_an_address_and_a_right_password_waits_as_well() {
    for house in houses() {
        house.person("ida@example.org");
        house.person("bo@example.org");
        fail(&house, "ida@example.org", 5);
        let Err(Failure::Refused(refusal)) = house.try_log_in("IDA@example.org", PASSWORD) else { panic!("let in") };
        assert_eq!(refusal.code, "LOGIN_SLOWED");
        assert!(refusal.detail.contains("Try again in 15 minutes."), "{}", refusal.detail);
        // Others are not kept waiting, and the work of hashing is spared.
        house.log_in("bo@example.org");
        let before = house.hashes();
        assert_eq!(told_to_wait(&house, "ida@example.org"), WINDOW / 1000);
        assert_eq!(house.hashes(), before);
    }
}

#[test]
fn unknown_addresses_are_slowed_like_known_ones() {
    for house in houses() {
        house.person("ida@example.org");
        fail(&house, "nobody@example.org", 5);
        assert_eq!(refused(house.try_log_in("nobody@example.org", PASSWORD)), "LOGIN_SLOWED");
    }
}

#[test]
fn the_wait_ends_when_it_said_and_tries_meanwhile_do_not_lengthen_it() {
    for house in houses() {
        house.person("ida@example.org");
        for _ in 0..5 {
            fail(&house, "ida@example.org", 1);
            house.weather.wait(MINUTE);
        }
        // The first failure leaves the window 15 minutes after it, which is 10 minutes from now.
        assert_eq!(told_to_wait(&house, "ida@example.org"), 600);
        for _ in 0..599 {
            house.weather.wait(1000);
            assert_eq!(refused(house.try_log_in("ida@example.org", OTHER_PASSWORD)), "LOGIN_SLOWED");
        }
        assert_eq!(told_to_wait(&house, "ida@example.org"), 1);
        house.weather.wait(1000);
        house.log_in("ida@example.org");
    }
}

#[test]
fn a_right_password_in_time_clears_the_failures() {
    for house in houses() {
        house.person("ida@example.org");
        fail(&house, "ida@example.org", 4);
        house.log_in("ida@example.org");
        fail(&house, "ida@example.org", 4);
        house.log_in("ida@example.org");
    }
}

#[test]
fn twenty_wrong_tries_slow_a_network_and_no_other() {
    for house in houses() {
        house.person("ida@example.org");
        for number in 0..20 {
            fail(&house, &format!("guess{number}@example.org"), 1);
        }
        assert_eq!(refused(house.try_log_in("ida@example.org", PASSWORD)), "LOGIN_SLOWED");
        house.hallway.log_in("ida@example.org", PASSWORD, "198.51.100.4", AGENT).expect("another network is free");
        house.weather.wait(WINDOW);
        house.log_in("ida@example.org");
    }
}

#[test]
fn a_clock_set_back_locks_nobody_out() {
    for house in houses() {
        house.person("ida@example.org");
        house.weather.wait(365 * DAY);
        fail(&house, "ida@example.org", 5);
        house.weather.wait(-365 * DAY);
        house.log_in("ida@example.org");
    }
}

/// Many tries at once get no more guesses than one after the other, and a right one among them is not told apart.
#[test]
fn tries_at_once_are_counted_one_by_one() {
    for house in houses() {
        house.person("ida@example.org");
        let start = Barrier::new(16);
        let told: Vec<_> = thread::scope(|scope| {
            let tries: Vec<_> = (0..16)
                .map(|_| {
                    scope.spawn(|| {
                        start.wait();
                        refused(house.try_log_in("ida@example.org", OTHER_PASSWORD))
                    })
                })
                .collect();
            tries.into_iter().map(|thread| thread.join().expect("the thread ends")).collect()
        });
        assert_eq!(told.iter().filter(|code| **code == "LOGIN_WRONG").count(), 5);
        assert_eq!(told.iter().filter(|code| **code == "LOGIN_SLOWED").count(), 11);
    }
}

#[test]
fn failures_outside_the_window_are_thrown_away() {
    for house in houses() {
        fail(&house, "nobody@example.org", 3);
        house.weather.wait(WINDOW);
        fail(&house, "somebody@example.org", 1);
        let kept = house.hallway.read(|view| Ok(view.number("SELECT COUNT(*) FROM login_failures", &[])?));
        assert_eq!(kept, Ok(1));
    }
}
