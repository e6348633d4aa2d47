//! Where the paper goes: to the debtor, or to the head of the corporate group that its documents are sent to.
//!
//! The debtor stays who it is: number, tax number, receivable and ageing are its own. rules/invoices.md#central-address

use kernel::{ClientId, GroupId, Refusal};
use serde::{Deserialize, Serialize};

use super::facts::DraftFacts;
use super::{Invoice, Kind, refusals};
use crate::clients::{Address, Client};

/// A corporate group with a central address in which the client is a member in the year of the document.
#[derive(Clone, Debug)]
pub struct CentralGroup {
    pub id: GroupId,
    pub name: String,
    /// Who is at its head in that year.
    pub head: Option<Client>,
}

/// Why a paper went to somebody else than the debtor; the paper keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentTo {
    /// The head of the group.
    pub client: ClientId,
    pub group: GroupId,
    /// Its name of then.
    pub group_name: String,
}

impl DraftFacts {
    /// The group and the head that the paper goes to; nothing when it goes to the debtor itself.
    pub(super) fn central(&self) -> Option<(&CentralGroup, &Client)> {
        let [group] = self.central_groups.as_slice() else { return None };
        let head = group.head.as_ref().filter(|head| head.id != self.client.id)?;
        Some((group, head))
    }

    pub(super) fn sent_to(&self) -> Option<SentTo> {
        let (group, head) = self.central()?;
        Some(SentTo { client: head.id, group: group.id, group_name: group.name.clone() })
    }
}

/// A paper needs one address, and names the customer by what the law wants.
pub(super) fn objection(invoice: &Invoice, facts: &DraftFacts) -> Result<(), Refusal> {
    let groups = facts.central_groups.as_slice();
    if let [one, other, ..] = groups {
        return Err(refusals::mailing_ambiguous(&facts.client, one, other, invoice.day.year()));
    }
    let Some(group) = groups.first() else { return Ok(()) };
    if !group.head.as_ref().is_some_and(has_address) {
        return Err(refusals::head_without_address(group));
    }
    let named = facts.client.details.tax_number.as_ref().is_some_and(|number| !number.trim().is_empty());
    // A correction is not held up by what its invoice lacked.
    if invoice.kind == Kind::Invoice && !named {
        return Err(refusals::debtor_without_tax_number(&facts.client, group));
    }
    Ok(())
}

/// A country alone is no address.
fn has_address(client: &Client) -> bool {
    let reaches = |address: &Address| address.street.is_some() || address.city.is_some();
    reaches(&client.details.mailing_address) || reaches(&client.details.address)
}
