//! One row of an answer, read by position, whichever engine gave it.

use kernel::{Currency, Day, Instant, Month};
use uuid::Uuid;

use crate::{DbError, Result};

/// A row that is read by column position, from 0.
pub enum Row<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a postgres::Row),
}

impl Row<'_> {
    /// The column at `index` as the type that the caller expects; a mismatch is an error, never a guess.
    pub fn get<T: Column>(&self, index: usize) -> Result<T> {
        T::read(self, index)
    }

    fn int(&self, index: usize) -> Result<Option<i64>> {
        Ok(match self {
            Row::Sqlite(row) => row.get(index)?,
            Row::Postgres(row) => row.try_get(index)?,
        })
    }

    fn text(&self, index: usize) -> Result<Option<String>> {
        Ok(match self {
            Row::Sqlite(row) => row.get(index)?,
            Row::Postgres(row) => row.try_get(index)?,
        })
    }

    fn truth(&self, index: usize) -> Result<Option<bool>> {
        Ok(match self {
            Row::Sqlite(row) => row.get(index)?,
            Row::Postgres(row) => row.try_get(index)?,
        })
    }

    fn bytes(&self, index: usize) -> Result<Option<Vec<u8>>> {
        Ok(match self {
            Row::Sqlite(row) => row.get(index)?,
            Row::Postgres(row) => row.try_get(index)?,
        })
    }

    pub(crate) fn uuid(&self, index: usize) -> Result<Option<Uuid>> {
        match self {
            Row::Sqlite(row) => match row.get_ref(index)? {
                rusqlite::types::ValueRef::Null => Ok(None),
                rusqlite::types::ValueRef::Blob(bytes) => {
                    Uuid::from_slice(bytes).map(Some).map_err(|error| DbError::Other(error.to_string()))
                }
                other => Err(DbError::Other(format!("column {index} holds {:?}, not an id", other.data_type()))),
            },
            Row::Postgres(row) => Ok(row.try_get(index)?),
        }
    }
}

/// What a column can be read as.
pub trait Column: Sized {
    fn read(row: &Row<'_>, index: usize) -> Result<Self>;
}

/// A column type that may also stand as NULL; gives `Option<T>` for free.
pub(crate) trait Nullable: Sized {
    fn read_nullable(row: &Row<'_>, index: usize) -> Result<Option<Self>>;
}

macro_rules! column {
    ($($type:ty = |$row:ident, $index:ident| $read:expr;)*) => {$(
        impl Nullable for $type {
            fn read_nullable($row: &Row<'_>, $index: usize) -> Result<Option<Self>> { $read }
        }
        impl Column for $type {
            fn read(row: &Row<'_>, index: usize) -> Result<Self> { required(row, index) }
        }
        impl Column for Option<$type> {
            fn read(row: &Row<'_>, index: usize) -> Result<Self> { <$type>::read_nullable(row, index) }
        }
    )*};
}

column! {
    i64 = |row, index| row.int(index);
    bool = |row, index| row.truth(index);
    String = |row, index| row.text(index);
    Vec<u8> = |row, index| row.bytes(index);
    Uuid = |row, index| row.uuid(index);
    Day = |row, index| row.int(index)?.map(Day::from_number).transpose().map_err(|e| DbError::Other(e.to_string()));
    Month = |row, index| row.int(index)?.map(Month::from_number).transpose().map_err(|e| DbError::Other(e.to_string()));
    Instant = |row, index| Ok(row.int(index)?.map(Instant));
    Currency = |row, index| row.text(index)?.map(|code| Currency::parse(&code)).transpose().map_err(|e| DbError::Other(e.to_string()));
}

pub(crate) fn required<T: Nullable>(row: &Row<'_>, index: usize) -> Result<T> {
    T::read_nullable(row, index)?.ok_or_else(|| DbError::Other(format!("column {index} is empty")))
}
