//! Databases of a PostgreSQL server that come and go with the tests, copied from one that was made before.

use postgres::{Client, NoTls};

use crate::Result;

/// From this version on the server can be told how to copy; older ones copy files and know no other way.
const STRATEGIES_SINCE: i64 = 150_000;

/// A server on which databases may be made.
pub struct ScratchServer {
    client: Client,
    url: String,
}

impl ScratchServer {
    pub fn open(url: &str) -> Result<ScratchServer> {
        Ok(ScratchServer { client: Client::connect(url, NoTls)?, url: url.to_owned() })
    }

    /// The address of a database beside the one that the server's address names.
    pub fn address_of(&self, name: &str) -> String {
        let (before, options) = self.url.split_once('?').unwrap_or((&self.url, ""));
        let host = before.rsplit_once('/').map_or(before, |(host, _)| host);
        format!("{host}/{name}?{options}")
    }

    /// Databases whose name begins like this.
    pub fn named(&mut self, prefix: &str) -> Result<Vec<String>> {
        let sql = "SELECT datname::text FROM pg_database WHERE starts_with(datname::text, $1) ORDER BY datname";
        let rows = self.client.query(sql, &[&prefix])?;
        rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
    }

    /// An empty database.
    pub fn make(&mut self, name: &str) -> Result<()> {
        let sql = format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'");
        Ok(self.client.batch_execute(&sql)?)
    }

    /// One with everything that is in the template, to which nobody may be connected.
    pub fn copy(&mut self, template: &str, name: &str) -> Result<()> {
        let version: String = self.client.query_one("SHOW server_version_num", &[])?.try_get(0)?;
        let is_told = version.parse::<i64>().is_ok_and(|version| version >= STRATEGIES_SINCE);
        // Through the log, which is the default, every page is written twice: 40 instead of 14 ms.
        let strategy = if is_told { " STRATEGY FILE_COPY" } else { "" };
        Ok(self.client.batch_execute(&format!("CREATE DATABASE {name} TEMPLATE {template}{strategy}"))?)
    }

    /// Takes a database away, whoever is connected to it.
    pub fn remove(&mut self, name: &str) -> Result<()> {
        Ok(self.client.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))?)
    }

    /// Takes a database away unless somebody is connected to it.
    pub fn remove_unused(&mut self, name: &str) -> Result<()> {
        Ok(self.client.batch_execute(&format!("DROP DATABASE IF EXISTS {name}"))?)
    }
}
