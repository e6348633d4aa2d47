//! Teams: created, filled, led, renamed, deleted once empty.

use crate::company::{ChangeTeam, CreateTeam, DeleteTeam, ListTeams, ReadMember, ReadTeam, TeamMember};
use crate::testing::on_both;

use super::name;

#[test]
fn a_team_lives_from_its_creation_to_its_deletion() {
    on_both(|house| {
        let (one, two) = (house.member_of(&house.hire("staff")), house.member_of(&house.hire("staff")));
        let place = |member, lead| TeamMember { member, lead };
        let create = |text: &str| CreateTeam { name: name(text), members: vec![place(one, false), place(one, true)] };
        let id = house.perform(create("Harbour"));
        assert_eq!(house.ask(ReadTeam { id }).members, [place(one, true)], "nobody stands in a team twice");
        assert_eq!(house.refusal(create("Harbour")), "NAME_TAKEN");
        assert_eq!(house.refusal(create("HARBOUR")), "NAME_TAKEN_NORMALISED");
        let fill = |version, members| ChangeTeam { id, version, name: None, members: Some(members) };
        assert_eq!(house.refusal(fill(Some(9), vec![])), "CHANGED_MEANWHILE");
        let nobody = "mem_01h455vb4pex5vsknk084sn02q".parse().expect("an id");
        assert_eq!(house.refusal(fill(None, vec![place(nobody, false)])), "MEMBER_UNKNOWN");
        house.perform(fill(Some(1), vec![place(two, true), place(one, false)]));
        assert_eq!(house.ask(ReadMember { id: two }).teams, ["Harbour"]);
        house.perform(ChangeTeam { id, version: Some(2), name: Some(name("Quay")), members: None });
        assert_eq!(house.ask(ReadTeam { id }).members.len(), 2, "a new name leaves the members");
        assert_eq!(house.refusal(DeleteTeam { id, version: None }), "TEAM_NOT_EMPTY");
        house.perform(fill(None, vec![]));
        house.perform(DeleteTeam { id, version: None });
        assert!(house.ask(ListTeams).is_empty());
        let reader = house.hire("reader");
        assert_eq!(house.refusal_for(&reader, create("Mine")), "PERM_MISSING");
    });
}
