//! The office's own settings.

mod change_company;
mod iban;

pub use change_company::{ChangeCompany, ContactChange};

use super::{Company, store};
use crate::{Ask, Permission, Result, Scene};

/// Reads the company's settings.
#[derive(Clone, Copy, Debug)]
pub struct ReadCompany;

impl Ask for ReadCompany {
    const NEEDS: Permission = Permission::Enter;
    type Answer = Company;

    fn answer(self, scene: &Scene<'_>) -> Result<Company> {
        store::read(scene)
    }
}
