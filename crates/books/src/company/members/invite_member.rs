//! Invites a member: a person in the hallway, a seat in the company, a one-time link between the two.
//!
//! Three places change one after the other, so each step may be repeated: what stands is found again.

use kernel::{Email, IdMaker, MemberId, Name, PersonId, RoleId};

use super::{AddMember, ChangeMember, MakeLink, ReadMember};
use crate::{Caller, Desk, Order, Result};

/// Who is to come in, and as what.
#[derive(Clone, Debug)]
pub struct InviteMember {
    pub name: Name,
    pub email: Email,
    pub role: RoleId,
}

impl InviteMember {
    /// The command that seats them. Somebody unknown is entered in the hallway first, and only when the command would
    /// be accepted: who may not invite leaves nothing behind there.
    pub fn command(&self, desk: &Desk, caller: &Caller) -> Result<AddMember> {
        if let Some(known) = desk.hallway().person_by_email(&self.email)? {
            return Ok(self.seating(known.id));
        }
        desk.rehearse(Order::new(caller.clone(), self.rehearsal(desk)?))?;
        Ok(self.seating(desk.hallway().known_person(&self.email, &self.name)?))
    }

    /// The same command, to be rehearsed only: nobody is entered anywhere.
    pub fn rehearsal(&self, desk: &Desk) -> Result<AddMember> {
        let known = desk.hallway().person_by_email(&self.email)?.map(|known| known.id);
        let somebody = || IdMaker::new(desk.outside().now(), desk.outside().entropy()).next();
        Ok(self.seating(known.unwrap_or_else(somebody)))
    }

    fn seating(&self, person: PersonId) -> AddMember {
        AddMember { person, name: self.name.clone(), email: self.email.clone(), role: self.role }
    }
}

/// The secret of a one-time link by which the member comes in for the first time; earlier links are void.
pub fn invitation_link(desk: &Desk, caller: &Caller, member: MemberId) -> Result<String> {
    let person = desk.perform(caller, MakeLink { member })?;
    desk.hallway().invite(person, caller.company)
}

/// The secret of a one-time link by which the member sets a new password.
pub fn password_link(desk: &Desk, caller: &Caller, member: MemberId) -> Result<String> {
    let person = desk.perform(caller, MakeLink { member })?;
    desk.hallway().invite_to_new_password(person, caller.company)
}

/// Changes a member's seat, and lets the hallway follow: sessions and keys of the deactivated end at once.
pub fn change_seat(desk: &Desk, caller: &Caller, change: ChangeMember) -> Result<MemberId> {
    let id = desk.perform(caller, change)?;
    follow_seat(desk, caller, id)?;
    Ok(id)
}

/// Makes the hallway's seat what the company's is.
pub fn follow_seat(desk: &Desk, caller: &Caller, member: MemberId) -> Result<()> {
    let member = desk.ask(caller, ReadMember { id: member })?.member;
    let hallway = desk.hallway();
    if !member.active {
        return hallway.unseat(member.person, caller.company);
    }
    // Who has no password yet comes in by their link.
    match hallway.person(member.person)? {
        Some(person) if person.has_password && !hallway.is_invited(member.person, caller.company)? => {
            hallway.seat(member.person, caller.company)
        }
        _ => Ok(()),
    }
}
