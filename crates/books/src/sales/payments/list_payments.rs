//! Payments, newest first, and one of them with what it settled.

use kernel::{ClientId, Currency, Day, EntryId, Failure, InvoiceId, PaymentId, PostingId};

use super::{Payment, store};
use crate::clients::Sight;
use crate::{Ask, Permission, Result, Scene, company};

/// Filters are joined by “and”; an empty one says nothing.
#[derive(Clone, Debug, Default)]
pub struct ListPayments {
    pub client: Option<ClientId>,
    pub from: Option<Day>,
    pub to: Option<Day>,
    /// Searched for in text and the client's name and number.
    pub q: String,
    /// The last row of the page before.
    pub after: Option<(Day, PaymentId)>,
    pub limit: i64,
}

#[derive(Clone, Debug)]
pub struct PaymentRow {
    pub payment: Payment,
    pub client_name: String,
    pub account_number: String,
    /// Not used for anything yet, minor units.
    pub unused: i64,
    /// The entry that took it back, with its number.
    pub reversed_by: Option<(EntryId, i64)>,
}

#[derive(Clone, Debug)]
pub struct PaymentsPage {
    pub rows: Vec<PaymentRow>,
    pub next: Option<(Day, PaymentId)>,
    /// How many match, and their sum without reversed ones.
    pub count: i64,
    pub sum: i64,
    pub currency: Currency,
}

impl Ask for ListPayments {
    const NEEDS: Permission = Permission::ViewInvoices;
    type Answer = PaymentsPage;

    fn answer(self, scene: &Scene<'_>) -> Result<PaymentsPage> {
        let mut rows = store::rows(scene, &self, Sight::of(scene.rights))?;
        let more = rows.len() as i64 > self.limit;
        rows.truncate(usize::try_from(self.limit).unwrap_or_default());
        let next = rows.last().filter(|_| more).map(|row| (row.payment.day, row.payment.id));
        let (count, sum) = store::totals(scene, &self, Sight::of(scene.rights))?;
        Ok(PaymentsPage { rows, next, count, sum, currency: company::read(scene)?.currency })
    }
}

/// One payment, unless its client is out of sight.
#[derive(Clone, Copy, Debug)]
pub struct ReadPayment {
    pub id: PaymentId,
}

#[derive(Clone, Debug)]
pub struct PaymentView {
    pub row: PaymentRow,
    pub account_name: String,
    pub entry_number: i64,
    pub recorded_by: String,
    pub currency: Currency,
    pub settled: Vec<Settled>,
}

/// What a payment settled.
#[derive(Clone, Debug)]
pub struct Settled {
    pub item: PostingId,
    pub entry: EntryId,
    /// The invoice with its number, or what else the entry says.
    pub invoice: Option<InvoiceId>,
    pub title: String,
    pub account_number: String,
    pub amount: i64,
}

impl Ask for ReadPayment {
    const NEEDS: Permission = Permission::ViewInvoices;
    type Answer = PaymentView;

    fn answer(self, scene: &Scene<'_>) -> Result<PaymentView> {
        let missing = || Failure::missing("payment", self.id);
        let row = store::find_in_sight(scene, self.id)?.ok_or_else(missing)?;
        let (entry_number, by, account_name) = store::around(scene, &row.payment)?.ok_or_else(missing)?;
        Ok(PaymentView {
            settled: store::settled_by(scene, row.payment.entry)?,
            recorded_by: company::member_names(scene)?.of(&by),
            currency: company::read(scene)?.currency,
            account_name,
            entry_number,
            row,
        })
    }
}
