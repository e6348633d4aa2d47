//! PostgreSQL: opening a schema, and binding our values by the type the server expects.

use std::error::Error;

use postgres::types::private::BytesMut;
use postgres::types::{IsNull, ToSql, Type};
use postgres::{Client, NoTls};

use crate::{DbError, PostgresPlace, Result, Value};

fn connect(place: &PostgresPlace) -> Result<Client> {
    Client::connect(&place.url, NoTls).map_err(|error| {
        // What the driver says first is only that it failed; why stands behind it.
        let why = error.source().map_or_else(|| error.to_string(), ToString::to_string);
        DbError::Other(format!("PostgreSQL cannot be reached: {why}. Check its address, and that it runs"))
    })
}

/// A client whose unqualified names mean the place's own schema.
pub(crate) fn open(place: &PostgresPlace) -> Result<Client> {
    check_schema_name(&place.schema)?;
    let mut client = connect(place)?;
    client.batch_execute(&format!("SET search_path TO {}; SET synchronous_commit TO on;", place.schema))?;
    for (setting, why) in [("fsync", "off"), ("full_page_writes", "off")] {
        let row = client.query_one(&format!("SHOW {setting}"), &[])?;
        if row.try_get::<_, String>(0)? == why {
            return Err(DbError::Other(format!(
                "PostgreSQL runs with {setting} = off and would lose confirmed work: turn it on"
            )));
        }
    }
    Ok(client)
}

/// Creates the schema when it is not there yet.
pub(crate) fn create_schema(place: &PostgresPlace) -> Result<()> {
    check_schema_name(&place.schema)?;
    let mut client = connect(place)?;
    client.batch_execute(&format!("CREATE SCHEMA IF NOT EXISTS {}", place.schema))?;
    Ok(())
}

/// Schema names are spliced into SQL, so they come from a fixed alphabet.
fn check_schema_name(name: &str) -> Result<()> {
    let fits = !name.is_empty()
        && name.len() <= 60
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if fits { Ok(()) } else { Err(DbError::Other(format!("{name:?} cannot name a schema"))) }
}

impl ToSql for Value {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> std::result::Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            Value::Null => Ok(IsNull::Yes),
            Value::Int(number) if *kind == Type::INT4 => i32::try_from(*number)?.to_sql(kind, out),
            Value::Int(number) => number.to_sql(kind, out),
            Value::Bool(truth) => truth.to_sql(kind, out),
            Value::Text(text) => text.to_sql(kind, out),
            Value::Id(id) => id.to_sql(kind, out),
            Value::Bytes(bytes) => bytes.to_sql(kind, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    postgres::types::to_sql_checked!();
}
