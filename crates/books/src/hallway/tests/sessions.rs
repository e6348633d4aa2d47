//! Sessions: how long they last, what they remember, and that ending one ends it.

use super::{AGENT, DAY, MINUTE, houses, is_missing, name};

#[test]
fn a_session_ends_after_fourteen_days_without_use() {
    for house in houses() {
        let ida = house.person("ida@example.org");
        let (secret, _) = house.log_in("ida@example.org");
        house.weather.wait(14 * DAY - 1);
        assert!(house.is_open(&secret));
        house.weather.wait(14 * DAY);
        assert!(!house.is_open(&secret));
        assert_eq!(house.hallway.sessions_of(ida), Ok(Vec::new()));
    }
}

#[test]
fn a_session_ends_sixty_days_after_the_log_in_however_much_it_is_used() {
    for house in houses() {
        house.person("ida@example.org");
        let (secret, _) = house.log_in("ida@example.org");
        for _ in 0..59 {
            house.weather.wait(DAY);
            assert!(house.is_open(&secret));
        }
        house.weather.wait(DAY - 1);
        assert!(house.is_open(&secret));
        house.weather.wait(1);
        assert!(!house.is_open(&secret));
    }
}

#[test]
fn the_next_log_in_throws_old_sessions_away() {
    for house in houses() {
        house.person("ida@example.org");
        house.log_in("ida@example.org");
        house.weather.wait(15 * DAY);
        house.log_in("ida@example.org");
        assert_eq!(house.digests("sessions").len(), 1);
    }
}

#[test]
fn a_clock_that_jumped_ahead_and_back_leaves_no_session_open_for_years() {
    for house in houses() {
        house.person("ida@example.org");
        house.weather.wait(365 * DAY);
        let (secret, _) = house.log_in("ida@example.org");
        house.weather.wait(-365 * DAY);
        assert!(!house.is_open(&secret));
    }
}

#[test]
fn the_time_of_last_use_is_written_once_a_minute() {
    for house in houses() {
        house.person("ida@example.org");
        let (secret, begun) = house.log_in("ida@example.org");
        let seen = || house.hallway.session(secret.as_str()).expect("looked up").expect("open").seen;
        house.weather.wait(MINUTE - 1);
        assert_eq!(seen(), begun.seen);
        house.weather.wait(1);
        assert_eq!(seen(), begun.seen.plus_milliseconds(MINUTE));
        let stored = house.hallway.sessions_of(begun.person).expect("listed")[0].seen;
        assert_eq!(stored, begun.seen.plus_milliseconds(MINUTE));
    }
}

#[test]
fn each_log_in_is_a_session_of_its_own_with_its_own_secret() {
    for house in houses() {
        let ida = house.person("ida@example.org");
        let (first_secret, first) = house.log_in("ida@example.org");
        house.weather.wait(MINUTE);
        let (second_secret, second) = house.log_in("ida@example.org");
        assert_ne!(first.id, second.id);
        assert_ne!(first_secret, second_secret);
        assert_eq!(first_secret.as_str().len(), 64);
        let listed = house.hallway.sessions_of(ida).expect("listed");
        assert_eq!(listed.iter().map(|line| line.id).collect::<Vec<_>>(), [second.id, first.id]);
        assert_eq!(listed[0].agent, AGENT);
        assert_eq!(house.hallway.session("0123"), Ok(None));
        assert_eq!(format!("{first_secret:?}"), "SessionSecret(…)");
    }
}

#[test]
fn an_ended_session_opens_nothing_and_nobody_ends_another_persons() {
    for house in houses() {
        let (ida, bo) = (house.person("ida@example.org"), house.person("bo@example.org"));
        let (secret, session) = house.log_in("ida@example.org");
        house.hallway.end_session(bo, session.id).expect("left alone");
        assert!(house.is_open(&secret));
        for _ in 0..2 {
            house.hallway.end_session(ida, session.id).expect("ended, or was so already");
            assert!(!house.is_open(&secret));
        }
    }
}

#[test]
fn all_other_sessions_can_be_ended_at_once() {
    for house in houses() {
        let ida = house.person("ida@example.org");
        let others = [house.log_in("ida@example.org").0, house.log_in("ida@example.org").0];
        let (here, session) = house.log_in("ida@example.org");
        assert_eq!(house.hallway.end_other_sessions(ida, session.id), Ok(2));
        assert!(house.is_open(&here) && !others.iter().any(|secret| house.is_open(secret)));
    }
}

#[test]
fn a_session_begins_in_the_only_company_or_in_the_one_used_last() {
    for house in houses() {
        let ida = house.person("ida@example.org");
        assert_eq!(house.log_in("ida@example.org").1.company, None);

        let (north, south) = (house.company("North"), house.company("South"));
        house.hallway.seat(ida, north).expect("seated");
        house.hallway.seat(ida, south).expect("seated");
        let (secret, session) = house.log_in("ida@example.org");
        assert_eq!(session.company, None);
        house.hallway.choose_company(session.id, south).expect("chosen");
        assert_eq!(house.hallway.session(secret.as_str()).expect("read").expect("open").company, Some(south));
        house.weather.wait(MINUTE);
        assert_eq!(house.log_in("ida@example.org").1.company, Some(south));

        house.hallway.unseat(ida, south).expect("unseated");
        assert_eq!(house.log_in("ida@example.org").1.company, Some(north));
    }
}

#[test]
fn a_company_is_chosen_only_with_a_seat_and_the_session_falls_out_when_it_is_lost() {
    for house in houses() {
        let (ida, north) = house.seated("ida@example.org", "North");
        let south = house.company("South");
        let (secret, session) = house.log_in("ida@example.org");
        assert_eq!(session.company, Some(north));
        assert!(is_missing(house.hallway.choose_company(session.id, south)));

        house.hallway.unseat(ida, north).expect("unseated");
        assert_eq!(house.hallway.session(secret.as_str()).expect("read").expect("open").company, None);
        assert!(is_missing(house.hallway.choose_company(session.id, north)));
        house.hallway.end_session(ida, session.id).expect("ended");
        assert!(is_missing(house.hallway.choose_company(session.id, north)));
        house.hallway.rename_person(ida, &name("Ida")).expect("the person stays");
    }
}
