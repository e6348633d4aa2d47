//! Tokens: one person, one company, and gone when they are revoked.

use super::{MINUTE, houses, is_missing, name};
use crate::hallway::secret::digest;

#[test]
fn a_token_opens_its_company_for_its_person_and_only_its_digest_is_kept() {
    for house in houses() {
        let (ida, north) = house.seated("ida@example.org", "North");
        let (id, secret) = house.hallway.issue_token(ida, north, &name("Nightly")).expect("issued");
        let token = house.hallway.token(&secret).expect("looked up").expect("it opens");
        assert_eq!((token.id, token.person, token.company), (id, ida, north));
        assert!(secret.starts_with("cot_") && secret.len() == 68);
        assert_eq!(house.digests("tokens"), [digest(&secret)]);
        assert!(!house.files_hold(&secret) && !house.files_hold(&secret[4..]));
        assert_eq!(house.hallway.token(&secret[4..]), Ok(None));
        assert_eq!(house.hallway.token("cot_"), Ok(None));
        // A token is no session, nor the other way round.
        assert_eq!(house.hallway.session(&secret), Ok(None));
    }
}

#[test]
fn a_revoked_token_opens_nothing_and_only_its_person_revokes_it() {
    for house in houses() {
        let (ida, north) = house.seated("ida@example.org", "North");
        let bo = house.person("bo@example.org");
        let (id, secret) = house.hallway.issue_token(ida, north, &name("Nightly")).expect("issued");
        assert!(is_missing(house.hallway.revoke_token(bo, id)));
        assert!(house.hallway.token(&secret).expect("looked up").is_some());
        assert_eq!(house.hallway.revoke_token(ida, id), Ok(()));
        assert_eq!(house.hallway.token(&secret), Ok(None));
        assert!(is_missing(house.hallway.revoke_token(ida, id)));
        assert_eq!(house.hallway.tokens_of(ida, north), Ok(Vec::new()));
    }
}

#[test]
fn a_token_needs_a_seat_and_goes_with_it() {
    for house in houses() {
        let (ida, north) = house.seated("ida@example.org", "North");
        let south = house.company("South");
        assert!(is_missing(house.hallway.issue_token(ida, south, &name("Nightly"))));
        let (_, secret) = house.hallway.issue_token(ida, north, &name("Nightly")).expect("issued");
        house.hallway.unseat(ida, north).expect("unseated");
        assert_eq!(house.hallway.token(&secret), Ok(None));
        house.hallway.seat(ida, north).expect("seated again");
        assert_eq!(house.hallway.token(&secret), Ok(None));
    }
}

#[test]
fn tokens_are_listed_newest_first_with_their_last_use_to_the_minute() {
    for house in houses() {
        let (ida, north) = house.seated("ida@example.org", "North");
        let (_, secret) = house.hallway.issue_token(ida, north, &name("Nightly")).expect("issued");
        house.weather.wait(MINUTE);
        house.hallway.issue_token(ida, north, &name("Import")).expect("issued");
        let first_use = house.hallway.token(&secret).expect("looked up").expect("it opens").seen;
        house.weather.wait(MINUTE - 1);
        house.hallway.token(&secret).expect("looked up");
        let listed = house.hallway.tokens_of(ida, north).expect("listed");
        let shown: Vec<_> = listed.iter().map(|line| (line.name.as_str(), line.seen)).collect();
        assert_eq!(shown, [("Import", None), ("Nightly", first_use)]);
        assert!(first_use.is_some());
    }
}
