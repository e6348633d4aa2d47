//! Who owes what: clients and customer groups by the age of their open items, and the check row of each control account.

use askama::Template;
use books::Permission;
use books::ledger::{ControlRow, Reconcile};
use books::sales::payments::{AGES, Aged, AgedRow, Ages, ReadAged};
use kernel::{Day, Money};
use serde::Serialize;
use utoipa::ToSchema;

use super::optional;
use super::payments_api::OnQuery;
use crate::company::moments::short_day;
use crate::edge::{Amount, ApiResult, Call, PageResult, Visit};
use crate::layout::{Frame, Section};
use crate::ledger::pages::show::{asked, people, some};

#[derive(Template)]
#[template(path = "sales/aged.html")]
struct AgedPage {
    frame: Frame,
    aged: Aged,
    ages: [&'static str; 5],
    /// For those who see the ledger.
    controls: Vec<ControlRow>,
}

impl AgedPage {
    fn day(&self, day: &Day) -> String {
        short_day(*day)
    }

    fn amount(&self, minor: impl std::borrow::Borrow<i64>) -> String {
        people(*minor.borrow(), self.aged.currency)
    }

    fn cells(&self, ages: &Ages) -> Vec<(&'static str, String)> {
        AGES.into_iter().zip(ages.iter().map(|minor| some(*minor, self.aged.currency))).collect()
    }

    fn sum(&self, ages: &Ages) -> String {
        people(ages.iter().sum(), self.aged.currency)
    }
}

pub async fn show(visit: Visit) -> PageResult {
    // A day that cannot be read is today.
    let on = asked(&visit.uri).text("on").parse().ok();
    let aged = visit.ask(ReadAged { on }).await?;
    let sees_ledger = visit.may(Permission::ViewLedger);
    let controls = if sees_ledger { visit.ask(Reconcile { on }).await?.rows } else { Vec::new() };
    let frame = visit
        .frame(Section::Invoices, "invoices.aged", "Who owes what")
        .crumb("Invoices", "/invoices")
        .crumb("Who owes what", "");
    visit.show(&AgedPage { frame, aged, ages: AGES, controls })
}

/// What is open on a day, by how long it has been due.
#[derive(Debug, Serialize, ToSchema)]
pub struct AgedShape {
    /// By client.
    pub items: Vec<AgedRowShape>,
    pub next: Option<String>,
    /// By the customer group that the clients are in now.
    pub customer_groups: Vec<AgedRowShape>,
    pub total: AgesShape,
    pub on: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct AgedRowShape {
    pub id: String,
    /// Of a client its number, of a group its control account's.
    pub number: String,
    pub name: String,
    #[serde(flatten)]
    pub ages: AgesShape,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct AgesShape {
    pub not_due: Amount,
    pub days_1_30: Amount,
    pub days_31_60: Amount,
    pub days_61_90: Amount,
    pub over_90: Amount,
    pub sum: Amount,
}

pub async fn read(call: Call) -> ApiResult {
    let query: OnQuery = call.query()?;
    call.show(ReadAged { on: optional("on", query.on)? }, |aged| {
        let money = |minor| Money::new(minor, aged.currency).into();
        let ages = |ages: &Ages| AgesShape {
            not_due: money(ages[0]),
            days_1_30: money(ages[1]),
            days_31_60: money(ages[2]),
            days_61_90: money(ages[3]),
            over_90: money(ages[4]),
            sum: money(ages.iter().sum()),
        };
        AgedShape {
            items: aged.clients.iter().map(|row| row_shape(row, ages(&row.ages))).collect(),
            next: None,
            customer_groups: aged.groups.iter().map(|row| row_shape(row, ages(&row.ages))).collect(),
            total: ages(&aged.total),
            on: aged.on.to_string(),
        }
    })
    .await
}

fn row_shape<T: std::fmt::Display>(row: &AgedRow<T>, ages: AgesShape) -> AgedRowShape {
    AgedRowShape { id: row.id.to_string(), number: row.number.clone(), name: row.name.clone(), ages }
}
