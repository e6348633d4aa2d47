//! Roles: created, changed and deleted; nobody grants more than they hold.

use crate::company::{ChangeMember, ChangeRole, CreateRole, DeleteRole, ListRoles, ReadCompany, ReadMember};
use crate::testing::{code, on_both};
use crate::{Permission, PermissionSet, ReadAudit};

use super::{name, role};

fn of(permissions: &[Permission]) -> PermissionSet {
    permissions.iter().copied().collect()
}

#[test]
fn a_role_of_the_companys_own_is_created_changed_and_deleted() {
    on_both(|house| {
        let create = |text: &str| CreateRole { name: name(text), permissions: of(&[Permission::ViewClients]) };
        let id = house.perform(create("Night shift"));
        assert_eq!(house.refusal(create("Night shift")), "NAME_TAKEN");
        assert_eq!(house.refusal(create("night  SHIFT")), "NAME_TAKEN_NORMALISED");
        assert_eq!(house.refusal(create("owner")), "NAME_TAKEN_NORMALISED");
        let change = |version, text: &str| ChangeRole { id, version, name: Some(name(text)), permissions: None };
        assert_eq!(house.refusal(change(Some(7), "Nights")), "CHANGED_MEANWHILE");
        // A change of capitals only is a change of its own name.
        house.perform(change(Some(1), "Night Shift"));
        house.perform(change(Some(2), "Nights"));
        assert_eq!(house.refusal(change(None, "Reader")), "NAME_TAKEN");
        let lately = house.ask(ReadAudit { subject: None, before: None, limit: 1 });
        assert_eq!(lately.items[0].text, "Role “Night Shift” renamed to “Nights”");
        let member = house.member_of(&house.hire_as(id));
        assert_eq!(house.refusal(DeleteRole { id, version: None }), "ROLE_IN_USE");
        house.perform(ChangeMember { id: member, version: None, role: Some(role(house, "reader")), active: None });
        house.perform(DeleteRole { id, version: Some(3) });
        assert!(house.ask(ListRoles).iter().all(|view| view.role.id != id));
        assert_eq!(house.refusal(DeleteRole { id, version: None }), "missing role");
    });
}

#[test]
fn built_in_roles_stay_as_they_are() {
    on_both(|house| {
        let id = role(house, "staff");
        let renamed = ChangeRole { id, version: None, name: Some(name("Crew")), permissions: None };
        assert_eq!(house.refusal(renamed), "ROLE_BUILT_IN");
        assert_eq!(house.refusal(DeleteRole { id, version: None }), "ROLE_BUILT_IN");
    });
}

#[test]
fn nobody_grants_more_than_they_hold() {
    on_both(|house| {
        let clerk = house.perform(CreateRole {
            name: name("Clerk"),
            permissions: of(&[Permission::ManageMembers, Permission::ViewClients]),
        });
        let clerk = house.hire_as(clerk);
        let with = |permissions: &[Permission]| CreateRole { name: name("More"), permissions: of(permissions) };
        assert_eq!(house.refusal_for(&clerk, with(&[Permission::PostEntries])), "PERM_GRANT_EXCEEDS");
        // Who sees all clients may grant seeing one's own.
        let id = house.desk.perform(&clerk, with(&[Permission::ViewOwnClients])).expect("within their own rights");
        let widened = ChangeRole { id, version: None, name: None, permissions: Some(PermissionSet::all()) };
        assert_eq!(house.refusal_for(&clerk, widened), "PERM_GRANT_EXCEEDS");
        // Nor do they lay hands on a role or a member that holds more.
        let books = CreateRole { name: name("Books"), permissions: of(&[Permission::PostEntries]) };
        let books = house.perform(books);
        assert_eq!(house.refusal_for(&clerk, DeleteRole { id: books, version: None }), "PERM_GRANT_EXCEEDS");
        let accountant = house.member_of(&house.hire("accountant"));
        let out = ChangeMember { id: accountant, version: None, role: None, active: Some(false) };
        assert_eq!(house.refusal_for(&clerk, out), "PERM_GRANT_EXCEEDS");
        let reader = house.hire("reader");
        assert_eq!(house.refusal_for(&reader, with(&[])), "PERM_MISSING");
    });
}

/// TRUST Z5: a right that was taken away is gone with the next request, in a session that was open all along.
#[test]
fn a_changed_role_counts_from_the_next_request_on() {
    on_both(|house| {
        let id = house.perform(CreateRole { name: name("Auditor"), permissions: of(&[Permission::ViewAudit]) });
        let auditor = house.hire_as(id);
        let question = || ReadAudit { subject: None, before: None, limit: 1 };
        assert!(house.desk.ask(&auditor, question()).is_ok());
        house.perform(ChangeRole { id, version: None, name: None, permissions: Some(of(&[])) });
        assert_eq!(house.desk.ask(&auditor, question()).err().map(code).as_deref(), Some("PERM_MISSING"));
        let member = house.member_of(&auditor);
        house.perform(ChangeMember { id: member, version: None, role: None, active: Some(false) });
        assert_eq!(house.desk.ask(&auditor, ReadCompany).err().map(code).as_deref(), Some("missing company"));
        assert!(!house.ask(ReadMember { id: member }).member.active);
    });
}
