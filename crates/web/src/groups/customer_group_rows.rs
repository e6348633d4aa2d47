//! The rows of the list of customer groups, as they are and as they are typed.

use books::groups::{AccountChoice, CustomerGroupLine, CustomerGroups};
use kernel::{GroupId, Refusal};

use super::customer_groups::amount;
use crate::edge::Form;
use crate::layout::{Refusals, count};

/// A customer group as the list shows it.
pub struct Row {
    /// Its place in the list, from 1: what makes the ids of its fields.
    pub line: usize,
    pub id: GroupId,
    pub version: i64,
    pub number: String,
    pub name: String,
    pub account: String,
    pub account_number: String,
    pub account_name: String,
    pub sales_account: Option<AccountChoice>,
    pub zone_id: String,
    pub zone: String,
    pub vat: String,
    pub vat_code: String,
    pub days: String,
    pub terms: String,
    pub clients: String,
    pub open: String,
    pub archived: bool,
    pub refusals: Refusals,
    own_account: AccountChoice,
}

impl Row {
    pub fn problem(&self, field: &str) -> Option<&Refusal> {
        self.refusals.at(field)
    }

    /// The accounts offered; the group's own stays among them, even when it was archived since.
    pub fn account_choices(&self, offered: &[AccountChoice]) -> Vec<AccountChoice> {
        let mut choices = offered.to_vec();
        if !choices.iter().any(|account| account.id == self.own_account.id) {
            choices.push(self.own_account.clone());
        }
        choices
    }

    /// Takes over what was typed in this row's line of the form.
    pub fn typed(&mut self, form: &Form) {
        let own = self.id.to_string();
        let Some(at) = form.all("id").position(|id| id == own) else { return };
        let cell = |name| form.all(name).nth(at).map(str::to_owned);
        let take = |into: &mut String, name| {
            if let Some(text) = cell(name) {
                *into = text;
            }
        };
        take(&mut self.name, "name");
        take(&mut self.number, "number");
        take(&mut self.account, "account");
        take(&mut self.zone_id, "vat_zone");
        take(&mut self.days, "payment_days");
        if let Some(version) = cell("version").and_then(|text| text.parse().ok()) {
            self.version = version;
        }
    }
}

pub fn rows(found: &CustomerGroups) -> Vec<Row> {
    (1..).zip(&found.items).map(|(number, line)| row(number, line)).collect()
}

fn row(number: usize, line: &CustomerGroupLine) -> Row {
    let (posting, group) = (&line.posting, &line.posting.group);
    Row {
        line: number,
        id: group.id,
        version: group.version,
        number: posting.number.clone(),
        name: group.name.to_string(),
        account: posting.account.to_string(),
        account_number: line.account.number.clone(),
        account_name: line.account.name.clone(),
        sales_account: line.zone.sales_account.clone(),
        zone_id: posting.vat_zone.to_string(),
        zone: line.zone.name.clone(),
        vat: line.zone.rate.map_or_else(|| "No VAT rule".to_owned(), |rate| format!("{rate} %")),
        vat_code: line.zone.vat_code.clone().unwrap_or_default(),
        days: posting.terms.payment_days.map_or_else(String::new, |days| days.to_string()),
        terms: terms_text(posting.terms.payment_days),
        clients: count(line.clients),
        open: line.open_balance.map_or_else(String::new, |minor| amount(minor, line.currency)),
        archived: group.archived,
        refusals: Refusals::default(),
        own_account: line.account.clone(),
    }
}

fn terms_text(days: Option<i64>) -> String {
    match days {
        None => "The office’s terms".to_owned(),
        Some(0) => "On receipt".to_owned(),
        Some(1) => "1 day".to_owned(),
        Some(days) => format!("{days} days"),
    }
}
