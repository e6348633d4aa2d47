//! Which clients someone may see: all of them, or those that they, their teams or a right of their own give.

use db::{Value, params};
use kernel::MemberId;

use crate::{Permission, Rights};

/// The clients in sight. Every statement that answers with clients, or with sums over them, uses it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    All,
    Own(MemberId),
    Nothing,
}

impl Sight {
    pub fn of(rights: &Rights) -> Sight {
        match rights.member {
            _ if rights.sees_all_clients() => Sight::All,
            Some(member) if rights.has(Permission::ViewOwnClients) => Sight::Own(member),
            _ => Sight::Nothing,
        }
    }

    /// A condition on the client whose columns go by `alias`; its one parameter, if any, is number `next`.
    pub(crate) fn condition(self, alias: &str, next: usize) -> (String, Vec<Value>) {
        match self {
            Sight::All => ("TRUE".to_owned(), Vec::new()),
            Sight::Nothing => ("FALSE".to_owned(), Vec::new()),
            Sight::Own(member) => (super::store::own_clients(alias, next), params![member].to_vec()),
        }
    }
}
