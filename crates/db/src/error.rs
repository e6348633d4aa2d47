//! What a database may answer instead of rows.

use kernel::Failure;

pub type Result<T> = std::result::Result<T, DbError>;

/// The database's refusals, engine by engine made the same.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// A key is taken; carries the engine's own message, which names the index or columns.
    #[error("a unique key is taken: {0}")]
    Unique(String),
    #[error("a row that others refer to, or that refers to nothing: {0}")]
    ForeignKey(String),
    /// A CHECK or NOT NULL constraint, or a guard trigger such as append-only.
    #[error("the schema refuses: {0}")]
    Constraint(String),
    #[error("the disk is full: {0}")]
    Full(String),
    #[error("another process writes these data: {0}")]
    Locked(String),
    #[error("the data are of schema {found}, this program knows {known}: install the newer Coterie that wrote them")]
    NewerSchema { found: i64, known: i64 },
    #[error("{0}")]
    Other(String),
}

impl From<DbError> for Failure {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Locked(_) => Failure::Busy,
            full @ DbError::Full(_) => Failure::no_room(full),
            other => Failure::broken(other),
        }
    }
}

impl From<rusqlite::Error> for DbError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        use rusqlite::ffi;
        let rusqlite::Error::SqliteFailure(cause, message) = &error else {
            return DbError::Other(error.to_string());
        };
        let text = message.clone().unwrap_or_else(|| cause.to_string());
        match (cause.code, cause.extended_code) {
            (_, ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY) => DbError::Unique(text),
            (_, ffi::SQLITE_CONSTRAINT_FOREIGNKEY) => DbError::ForeignKey(text),
            (Code::ConstraintViolation, _) => DbError::Constraint(text),
            (Code::DiskFull, _) => DbError::Full(text),
            (Code::DatabaseBusy | Code::DatabaseLocked, _) => DbError::Locked(text),
            _ => DbError::Other(text),
        }
    }
}

impl From<postgres::Error> for DbError {
    fn from(error: postgres::Error) -> Self {
        let Some(cause) = error.as_db_error() else {
            return DbError::Other(error.to_string());
        };
        let text = match cause.constraint() {
            Some(constraint) => format!("{}: {}", constraint, cause.message()),
            None => cause.message().to_owned(),
        };
        match cause.code().code() {
            "23505" => DbError::Unique(text),
            "23503" => DbError::ForeignKey(text),
            "23502" | "23514" | "P0001" => DbError::Constraint(text),
            "53100" => DbError::Full(text),
            "55P03" | "40001" | "40P01" => DbError::Locked(text),
            code => DbError::Other(format!("{text} ({code})")),
        }
    }
}
