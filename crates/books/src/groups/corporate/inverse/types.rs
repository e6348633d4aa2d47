//! What takes the changes of types back.

use super::of;
use crate::Result;
use crate::groups::corporate::{Change, ClientType, CorporateType, store};
use crate::undo::{Inverse, Undoing};

pub(super) fn inverse(change: &Change, undoing: &mut Undoing<'_>) -> Result<Inverse> {
    match change {
        Change::ClientTypeCreated(made) | Change::ClientTypeBroughtBack(made) => client_type_goes(made, undoing),
        Change::ClientTypeRenamed { before, after } => client_type_back(before, after, undoing),
        Change::ClientTypeDeleted(gone) => client_type_returns(gone, undoing),
        Change::TypeCreated(made) | Change::TypeBroughtBack(made) => type_goes(made, undoing),
        Change::TypeChanged { before, after } => type_back(before, after, undoing),
        Change::TypeDeleted(gone) => type_returns(gone, undoing),
        _ => Ok(Inverse::nothing()),
    }
}

fn given_away(name: &impl std::fmt::Display) -> Inverse {
    Inverse::blocked(format!("The name “{name}” was given to another type meanwhile."))
}

fn changed_again(name: &impl std::fmt::Display) -> Inverse {
    Inverse::blocked(format!("“{name}” was changed again since."))
}

fn client_type_goes(made: &ClientType, undoing: &mut Undoing<'_>) -> Result<Inverse> {
    let Some(now) = store::find_client_type(undoing.scene, made.id)? else { return Ok(Inverse::nothing()) };
    let takers = store::types(undoing.scene)?;
    let is_taken = takers.iter().any(|taker| taker.client_type == now.id && !undoing.is_gone(taker.id));
    if is_taken || store::clients_of_type(undoing.scene, now.id)? > 0 {
        return Ok(Inverse::blocked(format!("The client type “{}” is in use since.", now.name)));
    }
    undoing.goes(now.id);
    Ok(of(Change::ClientTypeDeleted(now)))
}

fn client_type_back(before: &ClientType, after: &ClientType, undoing: &Undoing<'_>) -> Result<Inverse> {
    let now = match store::find_client_type(undoing.scene, after.id)? {
        Some(now) if now.name == after.name => now,
        _ => return Ok(changed_again(&after.name)),
    };
    match store::client_type_by_key(undoing.scene, &before.name.key())? {
        Some(holder) if holder.id != before.id => Ok(given_away(&before.name)),
        _ => {
            let back = ClientType { version: now.version + 1, ..before.clone() };
            Ok(of(Change::ClientTypeRenamed { before: now, after: back }))
        }
    }
}

fn client_type_returns(gone: &ClientType, undoing: &mut Undoing<'_>) -> Result<Inverse> {
    if store::find_client_type(undoing.scene, gone.id)?.is_some() {
        return Ok(Inverse::nothing());
    }
    if store::client_type_by_key(undoing.scene, &gone.name.key())?.is_some() {
        return Ok(given_away(&gone.name));
    }
    undoing.comes_back(gone.id);
    Ok(of(Change::ClientTypeBroughtBack(ClientType { version: gone.version + 1, ..gone.clone() })))
}

fn type_goes(made: &CorporateType, undoing: &mut Undoing<'_>) -> Result<Inverse> {
    let Some(now) = store::find_type(undoing.scene, made.id)? else { return Ok(Inverse::nothing()) };
    if store::groups_of_type(undoing.scene, now.id)?.1 > 0 {
        return Ok(Inverse::blocked(format!("Corporate groups are of the type “{}” since.", now.name)));
    }
    undoing.goes(now.id);
    Ok(of(Change::TypeDeleted(now)))
}

fn type_back(before: &CorporateType, after: &CorporateType, undoing: &Undoing<'_>) -> Result<Inverse> {
    let Some(now) = store::find_type(undoing.scene, after.id)? else { return Ok(changed_again(&after.name)) };
    let is_as_left = CorporateType { version: after.version, ..now.clone() } == *after;
    if !is_as_left {
        return Ok(changed_again(&now.name));
    }
    let is_other = before.client_type != now.client_type || before.effect != now.effect;
    if is_other && store::groups_of_type(undoing.scene, now.id)?.1 > 0 {
        return Ok(Inverse::blocked(format!("Corporate groups are of the type “{}” since.", now.name)));
    }
    if store::find_client_type(undoing.scene, before.client_type)?.is_none() {
        return Ok(Inverse::blocked("The client type that it took was deleted since."));
    }
    match store::type_by_key(undoing.scene, &before.name.key())? {
        Some(holder) if holder.id != before.id => Ok(given_away(&before.name)),
        _ => {
            let back = CorporateType { version: now.version + 1, ..before.clone() };
            Ok(of(Change::TypeChanged { before: now, after: back }))
        }
    }
}

fn type_returns(gone: &CorporateType, undoing: &mut Undoing<'_>) -> Result<Inverse> {
    if store::find_type(undoing.scene, gone.id)?.is_some() {
        return Ok(Inverse::nothing());
    }
    if store::find_client_type(undoing.scene, gone.client_type)?.is_none() && !undoing.is_back(gone.client_type) {
        return Ok(Inverse::blocked("The client type that it took was deleted since."));
    }
    if store::type_by_key(undoing.scene, &gone.name.key())?.is_some() {
        return Ok(given_away(&gone.name));
    }
    undoing.comes_back(gone.id);
    Ok(of(Change::TypeBroughtBack(CorporateType { version: gone.version + 1, ..gone.clone() })))
}
