//! Balances by account, client or customer group, on a day or over a period.

use kernel::{Currency, Day, Refusal};

use super::{Span, Sums, store};
use crate::ledger::parties;
use crate::{Ask, Permission, Result, Scene, company};

/// On a day (everything up to it), or from a day to a day; today where nothing is given.
#[derive(Clone, Debug)]
pub struct ReadBalances {
    pub on: Option<Day>,
    pub from: Option<Day>,
    pub to: Option<Day>,
    pub by: By,
}

/// What the sums are kept apart by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    Account,
    /// Customer groups, as the clients stand in them today.
    Group,
    Client,
}

impl By {
    pub fn parse(code: &str) -> Option<By> {
        match code {
            "account" => Some(By::Account),
            "group" => Some(By::Group),
            "client" => Some(By::Client),
            _ => None,
        }
    }
}

/// One row: the id's text, a number or account number, a name, and the sums.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BalanceRow {
    pub id: String,
    pub number: String,
    pub name: String,
    pub sums: Sums,
}

#[derive(Clone, Debug)]
pub struct Balances {
    pub rows: Vec<BalanceRow>,
    pub currency: Currency,
    /// Empty where the balance is everything up to `to`.
    pub from: Option<Day>,
    pub to: Day,
}

impl Ask for ReadBalances {
    const NEEDS: Permission = Permission::ViewLedger;
    type Answer = Balances;

    fn answer(self, scene: &Scene<'_>) -> Result<Balances> {
        if self.on.is_some() && (self.from.is_some() || self.to.is_some()) {
            return Err(either_on_or_from().into());
        }
        let to = self.on.or(self.to).unwrap_or(scene.today);
        let span = self.from.map_or_else(|| Span::until(to), |from| Span::between(from, to));
        let rows = match self.by {
            By::Account => by_account(scene, &span)?,
            By::Group => by_group(scene, &span)?,
            By::Client => by_client(scene, &span)?,
        };
        Ok(Balances { rows, currency: company::read(scene)?.currency, from: self.from, to })
    }
}

fn by_account(scene: &Scene<'_>, span: &Span) -> Result<Vec<BalanceRow>> {
    let sums: std::collections::HashMap<_, _> = store::by_account(scene, span)?.into_iter().collect();
    let accounts = crate::ledger::store::accounts(scene)?;
    let row = |account: crate::ledger::Account| {
        let sums = *sums.get(&account.id)?;
        Some(BalanceRow { id: account.id.to_string(), number: account.number, name: account.name.to_string(), sums })
    };
    Ok(accounts.into_iter().filter_map(row).collect())
}

fn by_group(scene: &Scene<'_>, span: &Span) -> Result<Vec<BalanceRow>> {
    let sums: std::collections::HashMap<_, _> = store::by_customer_group(scene, span)?.into_iter().collect();
    let groups = store::customer_groups(scene)?;
    let row = |(id, name, number): (kernel::GroupId, String, String)| {
        let sums = *sums.get(&id)?;
        Some(BalanceRow { id: id.to_string(), number, name, sums })
    };
    Ok(groups.into_iter().filter_map(row).collect())
}

fn by_client(scene: &Scene<'_>, span: &Span) -> Result<Vec<BalanceRow>> {
    scene.rights.require(Permission::ViewClients)?;
    let sums = store::by_client(scene, span)?;
    let ids: Vec<_> = sums.iter().map(|(client, _)| *client).collect();
    let parties = parties::known(scene, &ids)?;
    let mut rows: Vec<BalanceRow> = sums
        .into_iter()
        .map(|(client, sums)| {
            let (number, name) =
                parties.get(&client).map_or_else(Default::default, |party| (party.number.clone(), party.name.clone()));
            BalanceRow { id: client.to_string(), number, name, sums }
        })
        .collect();
    rows.sort_by(|one, other| (&one.number, &one.id).cmp(&(&other.number, &other.id)));
    Ok(rows)
}

fn either_on_or_from() -> Refusal {
    Refusal::field(
        "DATES_AMBIGUOUS",
        "on",
        "Both a day and a period are given.",
        "A balance is on a day, or over a period. Send on, or from and to.",
    )
}
