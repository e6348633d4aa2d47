//! The rules of billing groups, on both databases.

use kernel::{ClientId, Failure, GroupId, LegalEntity, Name, OperationId};

use super::*;
use crate::clients::tests::new_client;
use crate::clients::{Details, GroupsOfClient, ReadClient, RegisterClient, RightLevel, SetClientRight, Status};
use crate::company::CreateRole;
use crate::sales::DeleteClient;
use crate::testing::{TestHouse, code, on_both};
use crate::undo::undo;
use crate::{Act, Order, Permission, ReadAudit};

fn client(house: &TestHouse, name: &str) -> ClientId {
    house.perform(new_client(house, name))
}

fn clients(house: &TestHouse) -> [ClientId; 3] {
    ["Plover Ltd", "Plover Trust", "Tamsin Plover"].map(|name| client(house, name))
}

fn named(name: &str, members: &[ClientId], primary: ClientId) -> CreateBillingGroup {
    let name = Name::parse(name).expect("a name");
    CreateBillingGroup { name, members: members.to_vec(), primary_contact: Some(primary) }
}

fn changed(id: GroupId) -> ChangeBillingGroup {
    ChangeBillingGroup { id, version: None, name: None, members: None, primary_contact: None }
}

fn members_of(house: &TestHouse, id: GroupId) -> Vec<String> {
    house.ask(ReadBillingGroup { id }).members.into_iter().map(|member| member.name).collect()
}

fn operation<A: Act>(house: &TestHouse, act: A) -> OperationId {
    house.desk.carry_out(Order::new(house.owner(), act)).expect("accepted").operation.expect("can be undone")
}

fn take_back(house: &TestHouse, operation: OperationId) -> crate::Result<()> {
    undo(&house.desk, &house.owner(), operation, None).map(|_| ())
}

fn delete(id: ClientId) -> DeleteClient {
    DeleteClient { id, version: None }
}

/// A2-15: clients are chosen, a name is given, one of them usually pays: the group is listed, found by its name, a member's
/// and the payer's.
#[test]
fn a2_15_a_group_is_created() {
    on_both(|house| {
        let [ltd, trust, tamsin] = clients(house);
        let id = house.perform(named("Plover family", &[ltd, trust, tamsin, ltd], tamsin));
        let group = house.ask(ReadBillingGroup { id });
        assert_eq!((group.count(), group.unseen, group.primary), (3, 0, Some(tamsin)));
        assert_eq!(members_of(house, id), ["Plover Ltd", "Plover Trust", "Tamsin Plover"]);
        for search in ["", "PLOVER FAM", "trust", "tamsin"] {
            let wanted = ListBillingGroups { search: search.to_owned(), limit: 10, ..ListBillingGroups::default() };
            let page = house.ask(wanted);
            assert_eq!((page.total, page.items.len()), (1, 1), "{search}");
            assert_eq!(page.items[0].members.len(), 3);
        }
        let nobody = ListBillingGroups { search: "%".to_owned(), limit: 10, ..ListBillingGroups::default() };
        assert_eq!(house.ask(nobody).total, 0);
        let lines = house.ask(ReadAudit { subject: None, before: None, limit: 1 });
        assert_eq!(lines.items[0].text, "Billing group “Plover family” created with 3 members");
    });
}

/// A2-15: what a group needs: one member at least, clients that are there, a name that is nobody else's.
#[test]
fn a2_15_what_is_refused() {
    on_both(|house| {
        let [ltd, trust, tamsin] = clients(house);
        assert_eq!(house.refusal(named("Empty", &[], ltd)), "MEMBER_REQUIRED");
        let gone = client(house, "Gone");
        house.perform(delete(gone));
        assert_eq!(house.refusal(named("Gone", &[ltd, gone], ltd)), "MEMBER_UNKNOWN");
        let nobody = CreateBillingGroup { primary_contact: None, ..named("Nobody", &[ltd], ltd) };
        assert_eq!(house.refusal(nobody), "PRIMARY_CONTACT_REQUIRED");
        let crowd: Vec<ClientId> =
            (0..501).map(|number| ClientId::from_uuid(kernel::Uuid::from_u128(number))).collect();
        assert_eq!(house.refusal(named("Crowd", &crowd, ltd)), "MEMBERS_TOO_MANY");
        // One alone is allowed.
        let id = house.perform(named("Plover family", &[ltd], ltd));
        assert_eq!(house.refusal(named("Plover family", &[trust], trust)), "NAME_TAKEN");
        assert_eq!(house.refusal(named("plover  Family", &[trust], trust)), "NAME_TAKEN_NORMALISED");
        house.perform(HideBillingGroup { id, version: None, hidden: true });
        let refused = house.desk.perform(&house.owner(), named("Plover family", &[tamsin], tamsin)).expect_err("taken");
        let ways_out = refused.refusal().expect("a refusal").actions.clone();
        assert_eq!(ways_out[0].href, format!("/billing-groups/{id}/show"));
        // A name is taken within its kind only.
        house.perform(crate::groups::tests::named("Plover family"));
    });
}

/// A2-16: the primary contact is one of the members, when the group is made and ever after; another is named first, or in the
/// same breath.
#[test]
fn a2_16_the_primary_contact_is_a_member() {
    on_both(|house| {
        let [ltd, trust, tamsin] = clients(house);
        assert_eq!(house.refusal(named("Plover family", &[ltd, trust], tamsin)), "PRIMARY_CONTACT_NOT_MEMBER");
        let id = house.perform(named("Plover family", &[ltd, trust], ltd));
        let stranger = ChangeBillingGroup { primary_contact: Some(tamsin), ..changed(id) };
        assert_eq!(house.refusal(stranger), "PRIMARY_CONTACT_NOT_MEMBER");
        let without = ChangeBillingGroup { members: Some(vec![trust]), ..changed(id) };
        let refused = house.desk.perform(&house.owner(), without).expect_err("it pays");
        let refusal = refused.refusal().expect("a refusal").clone();
        assert_eq!((refusal.code, refusal.field.as_deref()), ("PRIMARY_CONTACT_LEAVES", Some("members")));
        let anew =
            ChangeBillingGroup { members: Some(vec![tamsin, trust]), primary_contact: Some(tamsin), ..changed(id) };
        let anew = operation(house, anew);
        assert_eq!(members_of(house, id), ["Plover Trust", "Tamsin Plover"]);
        assert_eq!(house.ask(ReadBillingGroup { id }).primary, Some(tamsin));
        let empty = ChangeBillingGroup { members: Some(vec![]), ..changed(id) };
        assert_eq!(house.refusal(empty), "MEMBER_REQUIRED");
        take_back(house, anew).expect("undone");
        assert_eq!(members_of(house, id), ["Plover Ltd", "Plover Trust"]);
        assert_eq!(house.ask(ReadBillingGroup { id }).primary, Some(ltd));
    });
}

/// A2-16: the database keeps it without us: nobody pays for a group without being in it, and nobody leaves who pays.
#[test]
fn a2_16_the_database_keeps_the_role() {
    on_both(|house| {
        let [ltd, trust, tamsin] = clients(house);
        house.perform(named("Plover family", &[ltd, trust], ltd));
        house.perform(named("Others", &[tamsin], tamsin));
        for sql in [
            "DELETE FROM slots WHERE EXISTS (SELECT 1 FROM billing_groups b WHERE b.primary_member = slots.client
                AND b.slot = slots.slot)",
            "UPDATE billing_groups SET primary_member = (SELECT id FROM clients WHERE name = 'Tamsin Plover')
                WHERE primary_member = (SELECT id FROM clients WHERE name = 'Plover Ltd')",
        ] {
            assert!(house.try_run(sql).is_err(), "{sql}");
        }
    });
}

/// A2-16: a primary contact without an e-mail address is said now.
#[test]
fn a2_16_a_primary_contact_without_email_is_a_warning() {
    on_both(|house| {
        let [ltd, trust, _] = clients(house);
        let id = house.perform(named("Plover family", &[ltd, trust], ltd));
        let warnings = house.ask(ReadBillingGroup { id }).warnings();
        assert!(warnings.len() == 1 && warnings[0].contains("“Plover Ltd” has no e-mail"), "{warnings:?}");
        let email = Some("books@plover.example".parse().expect("an address"));
        let details = Details { email, ..Details::named(Name::parse("Plover & Co").expect("a name")) };
        let reachable = house.perform(RegisterClient { details, ..new_client(house, "x") });
        let members = Some(vec![ltd, reachable]);
        house.perform(ChangeBillingGroup { members, primary_contact: Some(reachable), ..changed(id) });
        assert!(house.ask(ReadBillingGroup { id }).warnings().is_empty());
    });
}

/// A2-17: a hidden group is out of the list, comes back with “show hidden”, and is undone like anything else.
#[test]
fn a2_17_a_group_is_hidden_and_shown() {
    on_both(|house| {
        let [ltd, trust, _] = clients(house);
        let id = house.perform(named("Plover family", &[ltd], ltd));
        house.perform(named("Avocet", &[trust], trust));
        let listed = |hidden| {
            let page = house.ask(ListBillingGroups { hidden, limit: 10, ..ListBillingGroups::default() });
            page.items.iter().map(|line| (line.group.name.to_string(), line.group.archived)).collect::<Vec<_>>()
        };
        let hidden = operation(house, HideBillingGroup { id, version: None, hidden: true });
        assert_eq!(listed(false), [("Avocet".to_owned(), false)]);
        assert_eq!(listed(true), [("Avocet".to_owned(), false), ("Plover family".to_owned(), true)]);
        assert_eq!(members_of(house, id), ["Plover Ltd"]);
        take_back(house, hidden).expect("undone");
        assert_eq!(listed(false).len(), 2);
        let stale = HideBillingGroup { id, version: Some(1), hidden: true };
        assert_eq!(house.refusal(stale), "CHANGED_MEANWHILE");
    });
}

/// A2-18, A2-19, A2-20: people, entities and prospects in one group; a client in several; each says of which kind.
#[test]
fn a2_18_members_of_every_sort() {
    on_both(|house| {
        let of = |name: &str, entity, prospect| {
            let email = Some("somebody@plover.example".parse().expect("an address"));
            let details = Details { legal_entity: entity, email, ..Details::named(Name::parse(name).expect("a name")) };
            house.perform(RegisterClient { details, prospect, ..new_client(house, name) })
        };
        let company = of("Company", Some(LegalEntity::Company), false);
        let trust = of("Trust", Some(LegalEntity::Trust), false);
        let person = of("Person", Some(LegalEntity::Individual), true);
        let id = house.perform(named("Mixed", &[company, trust, person], trust));
        let second = house.perform(named("Second", &[company, person], company));
        let members = house.ask(ReadBillingGroup { id }).members;
        let kinds: Vec<_> = members.iter().map(|member| (member.legal_entity, member.status)).collect();
        assert_eq!(
            kinds,
            [
                (Some(LegalEntity::Company), Status::Active),
                (Some(LegalEntity::Individual), Status::Prospect),
                (Some(LegalEntity::Trust), Status::Active)
            ]
        );
        let groups = house.ask(GroupsOfClient { client: company, as_of: None });
        let billing: Vec<_> =
            groups.iter().filter(|line| line.kind == crate::groups::Kind::Billing).map(|line| line.group).collect();
        assert_eq!(billing, [id, second]);
        let view = house.ask(ReadClient { id: company });
        assert_eq!((view.groups.len(), view.segments().count()), (3, 0));
    });
}

/// A2-20: a prospect in the trash has left its billing group, and the audit says so; whoever pays is not deleted, nor is the
/// only member.
#[test]
fn a2_20_a_deleted_client_leaves_its_group() {
    on_both(|house| {
        let [ltd, trust, tamsin] = clients(house);
        let id = house.perform(named("Plover family", &[ltd, trust], ltd));
        house.perform(named("Alone", &[tamsin], tamsin));
        let before = house.ask(ReadBillingGroup { id }).version;
        let deleted = operation(house, delete(trust));
        assert_eq!(members_of(house, id), ["Plover Ltd"]);
        assert!(house.ask(ReadBillingGroup { id }).version > before);
        let line = house.ask(ReadAudit { subject: Some(kernel::Id::uuid(&trust)), before: None, limit: 1 });
        let changes = format!("{:?}", line.items[0]);
        assert!(changes.contains("MembershipEnded") && changes.contains(&id.to_string()), "{changes}");
        take_back(house, deleted).expect("undone");
        assert_eq!(members_of(house, id), ["Plover Ltd", "Plover Trust"]);
        for client in [ltd, tamsin] {
            let refused = house.desk.perform(&house.owner(), delete(client)).expect_err("it pays");
            let refusal = refused.refusal().expect("a refusal").clone();
            assert_eq!(refusal.code, "CLIENT_IS_PRIMARY_CONTACT");
            assert!(refusal.actions[0].href.starts_with("/billing-groups/"), "{refusal:?}");
        }
    });
}

/// A2-21: a billing group has a name, members and one who usually pays, and nothing else: no account, no address.
#[test]
fn a2_21_a_group_has_no_account_of_its_own() {
    on_both(|house| {
        let [ltd, _, _] = clients(house);
        house.perform(named("Plover family", &[ltd], ltd));
        for column in ["account", "email"] {
            assert!(house.try_run(&format!("UPDATE billing_groups SET {column} = NULL")).is_err(), "{column}");
        }
        assert_eq!(house.number("SELECT COUNT(*) FROM billing_groups"), 1);
    });
}

/// A deleted group is gone with its memberships, its name is free; undo brings it back as it was, with its payer.
#[test]
fn a_group_is_deleted_and_brought_back() {
    on_both(|house| {
        let [ltd, trust, tamsin] = clients(house);
        let id = house.perform(named("Plover family", &[ltd, trust], trust));
        let deleted = operation(house, DeleteBillingGroup { id, version: None });
        let gone = house.desk.ask(&house.owner(), ReadBillingGroup { id }).expect_err("gone");
        assert!(matches!(gone, Failure::Missing(_)), "{gone:?}");
        assert!(house.ask(GroupsOfClient { client: ltd, as_of: None }).len() == 1);
        let other = operation(house, named("Plover family", &[tamsin], tamsin));
        assert_eq!(code(take_back(house, deleted).expect_err("the name is given")), "UNDO_BLOCKED");
        take_back(house, other).expect("undone");
        take_back(house, deleted).expect("undone");
        assert_eq!(members_of(house, id), ["Plover Ltd", "Plover Trust"]);
        assert_eq!(house.ask(ReadBillingGroup { id }).primary, Some(trust));
    });
}

/// Undo of each verb, and what stands in its way: a member who pays by now, a payer of before who is gone.
#[test]
fn what_undo_takes_back_and_what_it_does_not() {
    on_both(|house| {
        let [ltd, trust, tamsin] = clients(house);
        let id = house.perform(named("Plover family", &[ltd, trust], ltd));
        let renamed = Name::parse("Plovers").ok();
        let renamed = operation(house, ChangeBillingGroup { name: renamed, ..changed(id) });
        take_back(house, renamed).expect("undone");
        let joined = ChangeBillingGroup { members: Some(vec![ltd, trust, tamsin]), ..changed(id) };
        let joined = operation(house, joined);
        let pays = operation(house, ChangeBillingGroup { primary_contact: Some(tamsin), ..changed(id) });
        assert_eq!(code(take_back(house, joined).expect_err("she pays")), "UNDO_BLOCKED");
        let left = operation(house, ChangeBillingGroup { members: Some(vec![trust, tamsin]), ..changed(id) });
        assert_eq!(code(take_back(house, pays).expect_err("the payer of before left")), "UNDO_BLOCKED");
        take_back(house, left).expect("undone");
        take_back(house, pays).expect("undone");
        take_back(house, joined).expect("undone");
        let group = house.ask(ReadBillingGroup { id });
        assert_eq!((group.primary, group.count(), group.group.name.as_str()), (Some(ltd), 2, "Plover family"));
        // A group that was made goes, whoever of its members pays by now.
        let made = operation(house, named("Second", &[ltd, trust], ltd));
        let second = house.ask(ListBillingGroups { search: "Second".into(), limit: 1, ..Default::default() });
        let second = second.items[0].group.id;
        house.perform(ChangeBillingGroup { primary_contact: Some(trust), ..changed(second) });
        take_back(house, made).expect("undone");
        assert_eq!(house.number("SELECT COUNT(*) FROM billing_groups"), 1);
    });
}

/// The second of two saves is refused; what it says of versions is true of members as well.
#[test]
fn a_second_save_does_not_undo_the_first() {
    on_both(|house| {
        let [ltd, trust, tamsin] = clients(house);
        let id = house.perform(named("Plover family", &[ltd, trust], ltd));
        let seen = house.ask(ReadBillingGroup { id }).version;
        house.perform(ChangeBillingGroup { version: Some(seen), members: Some(vec![ltd, tamsin]), ..changed(id) });
        let late = ChangeBillingGroup { version: Some(seen), name: Name::parse("Late").ok(), ..changed(id) };
        assert_eq!(house.refusal(late), "CHANGED_MEANWHILE");
        assert_eq!(house.refusal(DeleteBillingGroup { id, version: Some(seen) }), "CHANGED_MEANWHILE");
        // Nothing changes, nothing is told.
        let now = house.ask(ReadBillingGroup { id }).version;
        house.perform(ChangeBillingGroup { members: Some(vec![tamsin, ltd]), ..changed(id) });
        assert_eq!(house.ask(ReadBillingGroup { id }).version, now);
    });
}

/// Whoever may not see all clients sees a group by the members in sight, changes what they may edit, and takes nobody out
/// whom they do not see.
#[test]
fn what_a_member_with_own_clients_sees() {
    on_both(|house| {
        let [ltd, trust, tamsin] = clients(house);
        let id = house.perform(named("Plover family", &[ltd, trust], ltd));
        let other = house.perform(named("Others", &[tamsin], tamsin));
        let own = [Permission::ViewOwnClients, Permission::EditOwnClients].into_iter().collect();
        let name = Name::parse("Own clients").expect("a name");
        let author = house.hire_as(house.perform(CreateRole { name, permissions: own }));
        let member = house.member_of(&author);
        let ask = |hidden| {
            let wanted = ListBillingGroups { hidden, limit: 10, ..ListBillingGroups::default() };
            house.desk.ask(&author, wanted).expect("an answer")
        };
        assert_eq!(ask(true).total, 0);
        house.perform(SetClientRight { client: ltd, member, level: Some(RightLevel::Edit) });
        let seen = ask(false);
        assert_eq!((seen.total, seen.items[0].members.len(), seen.items[0].unseen), (1, 1, 1));
        let missing = house.desk.ask(&author, ReadBillingGroup { id: other }).expect_err("out of sight");
        assert!(matches!(missing, Failure::Missing(_)));
        let only = ChangeBillingGroup { members: Some(vec![ltd]), ..changed(id) };
        house.desk.perform(&author, only).expect("nothing changes");
        assert_eq!(members_of(house, id), ["Plover Ltd", "Plover Trust"]);
        assert_eq!(house.refusal_for(&author, DeleteBillingGroup { id, version: None }), "PERM_CLIENT_EDIT");
        assert_eq!(house.refusal_for(&author, named("Mine", &[ltd, trust], ltd)), "MEMBER_UNKNOWN");
    });
}

/// Two who take the last two members out at the same moment: somebody stays, and pays.
#[test]
fn of_two_who_empty_a_group_one_is_refused() {
    on_both(|house| {
        let [ltd, trust, _] = clients(house);
        for round in 0..4 {
            let id = house.perform(named(&format!("Round {round}"), &[ltd, trust], ltd));
            let only = |client| ChangeBillingGroup {
                members: Some(vec![client]),
                primary_contact: Some(client),
                ..changed(id)
            };
            std::thread::scope(|scope| {
                let begun = [ltd, trust]
                    .map(|client| scope.spawn(move || house.desk.perform(&house.owner(), only(client)).map(|_| ())));
                for thread in begun {
                    // The later one puts its client back in: a whole wish, not a half.
                    thread.join().expect("no panic").expect("each is a whole wish");
                }
            });
            let group = house.ask(ReadBillingGroup { id });
            assert_eq!((group.count(), group.primary), (1, Some(group.members[0].client)));
        }
    });
}
