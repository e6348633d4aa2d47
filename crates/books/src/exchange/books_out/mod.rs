//! Whole books go out: every table of the company as a file, and the ledger as a journal of plain text.

mod journal;
mod store;

pub use journal::Journal;

use kernel::Currency;

use super::{ExportClients, OutCell, OutTable};
use crate::{Ask, Permission, Result, Scene, company, groups};

/// Everything that the company keeps, table by table.
#[derive(Clone, Copy, Debug)]
pub struct ExportBooks;

/// The files of the books.
#[derive(Clone, Debug)]
pub struct BooksOut {
    /// Name of the file without its ending, and the table.
    pub tables: Vec<(&'static str, OutTable)>,
    /// The ledger in the format of hledger, ledger and their kin.
    pub journal: Journal,
}

/// A table as it is asked for: the file's name, its columns, and the statement that gives them in that order.
struct Source {
    name: &'static str,
    columns: &'static [(&'static str, Kind)],
    sql: &'static str,
}

/// How a column is read and written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Number,
    /// yyyymmdd, written 2026-01-31.
    Day,
    /// Minor units of the company's currency.
    Money,
    /// Basis points, written in per cent.
    Rate,
    /// Thousandths.
    Quantity,
    /// Ten-thousandths.
    Price,
    /// An instant or nothing, written as yes or nothing.
    Since,
    Truth,
}

impl Ask for ExportBooks {
    const NEEDS: Permission = Permission::ManageCompany;
    type Answer = BooksOut;

    fn answer(self, scene: &Scene<'_>) -> Result<BooksOut> {
        let currency: Currency = company::read(scene)?.currency;
        let mut tables = vec![("clients", ExportClients::default().answer(scene)?)];
        for source in store::SOURCES {
            tables.push((source.name, store::table(scene, source, currency)?));
        }
        for (_, table) in &mut tables {
            put_into_words(scene, table)?;
        }
        Ok(BooksOut {
            tables,
            journal: Journal { currency, accounts: store::accounts(scene)?, lines: store::lines(scene)? },
        })
    }
}

/// A filter names groups and members by id, which mean nothing elsewhere.
fn put_into_words(scene: &Scene<'_>, table: &mut OutTable) -> Result<()> {
    let Some(at) = table.header.iter().position(|title| title == store::FILTER) else { return Ok(()) };
    let segments = groups::store::of_kind(scene, groups::Kind::Segment)?;
    let (posting, members) = (groups::store::posting_groups(scene)?, super::store::members(scene)?);
    for cell in table.rows.iter_mut().filter_map(|row| row.get_mut(at)) {
        if let OutCell::Text(text) = cell {
            *text = super::company_in::words(text, &segments, &posting, &members);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
