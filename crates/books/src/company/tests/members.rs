//! Members: added, changed, deactivated; invited by a link.

use std::thread;

use kernel::{Email, Failure, Name};

use crate::company::{
    ChangeMember, InviteMember, ListMembers, ReadMember, RenameSelf, change_seat, invitation_link, password_link,
};
use crate::testing::{TestHouse, code, on_both};
use crate::{Caller, Result};

use super::{name, role};

fn email(text: &str) -> Email {
    text.parse().expect("an address")
}

fn invite(house: &TestHouse, caller: &Caller, address: &str, code: &str) -> Result<kernel::MemberId> {
    let new = InviteMember { name: name("Piet Sand"), email: email(address), role: role(house, code) };
    let command = new.command(&house.desk, caller)?;
    house.desk.perform(caller, command)
}

fn refused<T>(result: Result<T>) -> String {
    code(result.err().expect("refused"))
}

#[test]
fn a_stranger_is_invited_sets_a_password_and_is_in() {
    on_both(|house| {
        let (hallway, owner) = (house.desk.hallway(), house.owner());
        let member = invite(house, &owner, "piet@example.org", "staff").expect("invited");
        let first = invitation_link(&house.desk, &owner, member).expect("a link");
        let link = invitation_link(&house.desk, &owner, member).expect("another link");
        assert_eq!(refused(hallway.invitation(&first)), "INVITATION_INVALID");
        assert_eq!(hallway.invitation(&link).expect("open").company, house.company);
        assert!(hallway.seated_in(house.company).expect("seats").len() == 1, "nobody sits down before they accept");
        assert_eq!(refused(hallway.accept_invitation(&link, "short", "")), "PASSWORD_SHORT");
        hallway.accept_invitation(&link, "tangled meadow lantern", "").expect("accepted");
        assert_eq!(refused(hallway.accept_invitation(&link, "tangled meadow lantern", "")), "INVITATION_INVALID");
        let (_, session) = hallway.log_in("piet@example.org", "tangled meadow lantern", "", "").expect("in");
        assert_eq!((session.company, session.seats), (Some(house.company), 1));
        assert_eq!(refused(invite(house, &owner, "piet@example.org", "staff")), "MEMBER_EXISTS");
    });
}

#[test]
fn somebody_known_comes_in_with_their_own_password() {
    on_both(|house| {
        let (hallway, owner) = (house.desk.hallway(), house.owner());
        let known = crate::hallway::NewPerson {
            email: email("kit@example.org"),
            name: name("Kit Oxley"),
            password: Some("tangled meadow lantern".to_owned()),
        };
        let person = hallway.add_person(known).expect("a person");
        let member = invite(house, &owner, "KIT@example.org", "reader").expect("invited");
        let link = invitation_link(&house.desk, &owner, member).expect("a link");
        assert!(!hallway.invitation(&link).expect("open").sets_password);
        assert_eq!(refused(hallway.accept_invitation(&link, "some other words here", "")), "PASSWORD_WRONG");
        assert_eq!(refused(hallway.accept_invitation_as(&link, house.owner)), "INVITATION_INVALID");
        hallway.accept_invitation_as(&link, person).expect("accepted");
        assert!(hallway.seated_in(house.company).expect("seats").contains(&person));
    });
}

#[test]
fn a_link_for_a_new_password_never_opens_another_company() {
    on_both(|house| {
        let (hallway, owner) = (house.desk.hallway(), house.owner());
        let reader = house.hire("reader");
        let member = house.member_of(&reader);
        let person = house.ask(ReadMember { id: member }).member.person;
        let (secret, _) = hallway
            .log_in(house.ask(ReadMember { id: member }).member.email.as_str(), "correct horse battery", "", "")
            .expect("in");
        let link = password_link(&house.desk, &owner, member).expect("a link");
        hallway.accept_invitation(&link, "tangled meadow lantern", "").expect("a new password");
        assert!(hallway.session(secret.as_str()).expect("an answer").is_none(), "the old sessions ended");
        let elsewhere = hallway.add_company(&name("Elsewhere"), None).expect("a company");
        let link = password_link(&house.desk, &owner, member).expect("a link");
        hallway.seat(person, elsewhere.id).expect("a seat");
        assert_eq!(refused(password_link(&house.desk, &owner, member)), "PERSON_ELSEWHERE");
        // The link that was made before they came in elsewhere opens nothing either.
        assert_eq!(refused(hallway.accept_invitation(&link, "another meadow lantern", "")), "PERSON_ELSEWHERE");
    });
}

#[test]
fn links_are_for_those_who_may_manage_members_and_hold_as_much() {
    on_both(|house| {
        let (admin, reader) = (house.hire("administrator"), house.hire("reader"));
        let owner = house.member_of(&house.owner());
        assert_eq!(refused(password_link(&house.desk, &admin, owner)), "PERM_OWNER_ONLY");
        assert_eq!(refused(invitation_link(&house.desk, &reader, owner)), "PERM_MISSING");
        assert_eq!(refused(invite(house, &reader, "new@example.org", "reader")), "PERM_MISSING");
        let left = house.desk.hallway().person_by_email(&email("new@example.org")).expect("an answer");
        assert!(left.is_none(), "who may not invite leaves nobody in the hallway");
        assert_eq!(refused(invite(house, &admin, "boss@example.org", "owner")), "PERM_OWNER_ONLY");
        assert!(invite(house, &admin, "second@example.org", "administrator").is_ok());
    });
}

#[test]
fn a_company_always_has_an_owner() {
    on_both(|house| {
        let id = house.member_of(&house.owner());
        let demoted = ChangeMember { id, version: None, role: Some(role(house, "reader")), active: None };
        assert_eq!(house.refusal(demoted.clone()), "LAST_OWNER");
        let out = ChangeMember { id, version: None, role: None, active: Some(false) };
        assert_eq!(house.refusal(out.clone()), "MEMBER_SELF");
        assert_eq!(house.refusal_for(&house.hire("administrator"), out.clone()), "PERM_OWNER_ONLY");
        assert_eq!(code(house.desk.perform(&house.operator(), out).expect_err("refused")), "LAST_OWNER");
        let second = house.hire("owner");
        house.perform(demoted);
        // An owner who is deactivated does not count.
        let last = house.member_of(&second);
        let out = ChangeMember { id: last, version: None, role: None, active: Some(false) };
        assert_eq!(code(house.desk.perform(&house.operator(), out).expect_err("refused")), "LAST_OWNER");
    });
}

/// Two owners who unmake each other at the same moment: one of them stays.
#[test]
fn two_owners_cannot_unmake_each_other() {
    on_both(|house| {
        let second = house.hire("owner");
        let (first, reader) = (house.owner(), role(house, "reader"));
        let ids = (house.member_of(&first), house.member_of(&second));
        let demote = |id| ChangeMember { id, version: None, role: Some(reader), active: None };
        let results = thread::scope(|scope| {
            let one = scope.spawn(|| house.desk.perform(&first, demote(ids.1)));
            let other = scope.spawn(|| house.desk.perform(&second, demote(ids.0)));
            [one.join().expect("no panic"), other.join().expect("no panic")]
        });
        assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1, "{results:?}");
    });
}

/// TRUST S13: who is deactivated is out at once: sessions fall out of the company and keys stop.
#[test]
fn the_deactivated_are_out_at_once_and_can_come_back() {
    on_both(|house| {
        let (hallway, owner) = (house.desk.hallway(), house.owner());
        let id = house.member_of(&house.hire("staff"));
        let member = house.ask(ReadMember { id }).member;
        let (secret, _) = hallway.log_in(&member.email, "correct horse battery", "", "").expect("in");
        let (_, key) = hallway.issue_token(member.person, house.company, &name("Sync")).expect("a key");
        let seat = |active| ChangeMember { id, version: None, role: None, active: Some(active) };
        change_seat(&house.desk, &owner, seat(false)).expect("out");
        assert_eq!(hallway.session(secret.as_str()).expect("an answer").and_then(|session| session.company), None);
        assert_eq!(hallway.token(&key).expect("an answer"), None);
        assert_eq!(refused(invitation_link(&house.desk, &owner, id)), "MEMBER_INACTIVE");
        change_seat(&house.desk, &owner, seat(true)).expect("in again");
        assert!(hallway.seated_in(house.company).expect("seats").contains(&member.person));
    });
}

#[test]
fn a_seat_changed_meanwhile_is_not_overwritten() {
    on_both(|house| {
        let id = house.member_of(&house.hire("staff"));
        let change = |code: &str| ChangeMember { id, version: Some(1), role: Some(role(house, code)), active: None };
        house.perform(change("author"));
        let stale = house.desk.perform(&house.owner(), change("reader")).expect_err("refused");
        let Failure::Refused(refusal) = stale else { panic!("{stale:?}") };
        assert_eq!(refusal.code, "CHANGED_MEANWHILE");
        assert_eq!(refusal.details, [("your_version".into(), "1".into()), ("current_version".into(), "2".into())]);
        let elsewhere = "rol_01h455vb4pex5vsknk084sn02q".parse().expect("an id");
        assert_eq!(
            house.refusal(ChangeMember { id, version: None, role: Some(elsewhere), active: None }),
            "ROLE_UNKNOWN"
        );
    });
}

#[test]
fn members_rename_themselves() {
    on_both(|house| {
        house.perform(RenameSelf { name: Name::parse("Olive Ownby").expect("a name") });
        assert_eq!(house.ask(ListMembers)[0].member.name, "Olive Ownby");
    });
}
