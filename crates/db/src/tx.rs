//! Looking (`View`), writing (`Tx`), and the write set that tells the database a turn's changes once.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap};
use std::ops::Deref;
use std::rc::Rc;

use crate::sqlite_engine::numbered;
use crate::{DbError, Engine, Result, Row, Value};

#[expect(clippy::large_enum_variant, reason = "there is one handle for each connection, and it never moves")]
pub(crate) enum Handle {
    Sqlite(rusqlite::Connection),
    Postgres { client: RefCell<postgres::Client>, prepared: RefCell<HashMap<String, postgres::Statement>> },
}

impl Handle {
    pub(crate) fn batch(&self, sql: &str) -> Result<()> {
        match self {
            Handle::Sqlite(connection) => connection.execute_batch(sql)?,
            Handle::Postgres { client, .. } => client.borrow_mut().batch_execute(sql)?,
        }
        Ok(())
    }

    /// Begins or ends a transaction, by a text that stays prepared.
    pub(crate) fn turn(&self, sql: &str) -> Result<()> {
        match self {
            Handle::Sqlite(connection) => {
                connection.prepare_cached(sql)?.execute([])?;
            }
            Handle::Postgres { client, .. } => client.borrow_mut().batch_execute(sql)?,
        }
        Ok(())
    }

    /// Gives up the open transaction. Errors are of no use here: the turn's own error is already on its way.
    pub(crate) fn abandon(&self) {
        let _ = self.batch("ROLLBACK");
    }
}

/// A snapshot that can be looked at and nothing else.
pub struct View<'c> {
    pub(crate) handle: &'c Handle,
    pub(crate) statements: Cell<u32>,
}

impl View<'_> {
    pub fn engine(&self) -> Engine {
        match self.handle {
            Handle::Sqlite(_) => Engine::Sqlite,
            Handle::Postgres { .. } => Engine::Postgres,
        }
    }

    /// Statements run so far on this snapshot: pages and verbs declare how many they may use.
    pub fn statements(&self) -> u32 {
        self.statements.get()
    }

    /// Every row of the answer, each turned into a `T`.
    pub fn rows<T>(&self, sql: &str, params: &[Value], mut each: impl FnMut(&Row<'_>) -> Result<T>) -> Result<Vec<T>> {
        let mut answer = Vec::new();
        self.each(sql, params, |row| {
            answer.push(each(row)?);
            Ok(())
        })?;
        Ok(answer)
    }

    /// Hands every row to `visit` as it comes, so that a long answer is never held whole (SQLite).
    pub fn each(&self, sql: &str, params: &[Value], mut visit: impl FnMut(&Row<'_>) -> Result<()>) -> Result<()> {
        self.statements.set(self.statements.get() + 1);
        match self.handle {
            Handle::Sqlite(connection) => {
                let mut statement = connection.prepare_cached(&numbered(sql))?;
                let mut rows = statement.query(rusqlite::params_from_iter(params))?;
                while let Some(row) = rows.next()? {
                    visit(&Row::Sqlite(row))?;
                }
            }
            Handle::Postgres { client, prepared } => {
                let statement = prepare(client, prepared, sql)?;
                let rows = client.borrow_mut().query(&statement, &borrowed(params))?;
                for row in &rows {
                    visit(&Row::Postgres(row))?;
                }
            }
        }
        Ok(())
    }

    /// The first row of the answer, if there is one.
    pub fn first<T>(&self, sql: &str, params: &[Value], each: impl FnMut(&Row<'_>) -> Result<T>) -> Result<Option<T>> {
        Ok(self.rows(sql, params, each)?.into_iter().next())
    }

    /// The one number that a counting or summing statement answers.
    pub fn number(&self, sql: &str, params: &[Value]) -> Result<i64> {
        self.first(sql, params, |row| row.get::<Option<i64>>(0))?
            .map(Option::unwrap_or_default)
            .ok_or_else(|| DbError::Other("a number was expected, no row came".into()))
    }
}

/// A snapshot that may also be changed; exists only inside the writer's turn.
pub struct Tx<'c> {
    pub(crate) view: View<'c>,
}

impl<'c> Deref for Tx<'c> {
    type Target = View<'c>;
    fn deref(&self) -> &View<'c> {
        &self.view
    }
}

impl Tx<'_> {
    /// Runs one changing statement and says how many rows it changed.
    pub fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64> {
        self.view.statements.set(self.view.statements.get() + 1);
        match self.view.handle {
            Handle::Sqlite(connection) => {
                let mut statement = connection.prepare_cached(&numbered(sql))?;
                Ok(statement.execute(rusqlite::params_from_iter(params))? as u64)
            }
            Handle::Postgres { client, prepared } => {
                let statement = prepare(client, prepared, sql)?;
                Ok(client.borrow_mut().execute(&statement, &borrowed(params))?)
            }
        }
    }

    /// Writes everything the set holds, table by table in the order in which it was told.
    pub fn flush(&mut self, set: WriteSet) -> Result<()> {
        for step in set.steps {
            match step {
                Step::Insert { table, rows } => self.insert(table, &rows)?,
                Step::Accumulate { table, sums } => self.insert(table, &merged(sums))?,
                Step::Run { sql, params } => {
                    self.execute(sql, &params)?;
                }
            }
        }
        Ok(())
    }

    fn insert(&mut self, table: &'static Table, rows: &[Vec<Value>]) -> Result<()> {
        // Only two shapes of each statement, so that both stay prepared.
        let together = match self.view.engine() {
            Engine::Sqlite if table.columns.len() > WIDE => 1,
            _ => ROWS_TOGETHER,
        };
        let (together_rows, alone) = rows.split_at(rows.len() - rows.len() % together);
        self.insert_by(table, together_rows, together)?;
        self.insert_by(table, alone, 1)
    }

    fn insert_by(&mut self, table: &'static Table, rows: &[Vec<Value>], count: usize) -> Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        let parts = rows.chunks(count).map(|rows| rows.iter().flatten());
        self.view.statements.set(self.view.statements.get() + (rows.len() / count) as u32);
        let sql = table.insert_sql(count, self.view.engine());
        match self.view.handle {
            Handle::Sqlite(connection) => {
                let mut statement = connection.prepare_cached(&sql)?;
                for values in parts {
                    statement.execute(rusqlite::params_from_iter(values))?;
                }
            }
            Handle::Postgres { client, prepared } => {
                let statement = prepare(client, prepared, &sql)?;
                for values in parts {
                    client.borrow_mut().execute(&statement, &borrowed(values))?;
                }
            }
        }
        Ok(())
    }
}

/// Rows in one INSERT where there are as many: a trip on PostgreSQL, and on SQLite what a statement costs before its
/// first row. The widest table has some forty columns; PostgreSQL takes 65,535 values, SQLite 32,766.
const ROWS_TOGETHER: usize = 64;
/// Columns from which on SQLite is given one row at a time: a statement of several keeps aside every page it touches, in
/// case a later row is refused, and a wide table touches many.
const WIDE: usize = 16;

/// A table as the write set knows it: name, columns, and what to do when the key is there already.
#[derive(Debug)]
pub struct Table {
    pub name: &'static str,
    pub columns: &'static [&'static str],
    /// Text after `VALUES (…)`, such as `ON CONFLICT (…) DO UPDATE SET …`; empty for plain inserts.
    pub on_conflict: &'static str,
}

impl Table {
    /// The text that inserts `count` rows; made once for each thread, because making it costs more than running it.
    fn insert_sql(&'static self, count: usize, engine: Engine) -> Rc<str> {
        thread_local! {
            static MADE: RefCell<HashMap<(*const Table, usize, Engine), Rc<str>>> = RefCell::new(HashMap::new());
        }
        MADE.with_borrow_mut(|made| {
            let text = || match engine {
                Engine::Sqlite => numbered(&self.new_insert_sql(count)).into(),
                Engine::Postgres => self.new_insert_sql(count).into(),
            };
            made.entry((std::ptr::from_ref(self), count, engine)).or_insert_with(text).clone()
        })
    }

    fn new_insert_sql(&self, count: usize) -> String {
        let width = self.columns.len();
        let groups: Vec<String> = (0..count)
            .map(|row| {
                let marks: Vec<String> = (1..=width).map(|column| format!("${}", row * width + column)).collect();
                format!("({})", marks.join(", "))
            })
            .collect();
        format!(
            "INSERT INTO {} ({}) VALUES {} {}",
            self.name,
            self.columns.join(", "),
            groups.join(", "),
            self.on_conflict
        )
    }
}

/// A turn's changes, collected so that the database is told once, per table.
#[derive(Default, Debug)]
pub struct WriteSet {
    steps: Vec<Step>,
    /// First step that an insert may still join: nothing may overtake a `run`.
    barrier: usize,
}

#[derive(Debug)]
enum Step {
    Insert {
        table: &'static Table,
        rows: Vec<Vec<Value>>,
    },
    /// Sums by key; in the order of the keys, so that a packed table is walked once.
    Accumulate {
        table: &'static Table,
        sums: BTreeMap<Vec<Value>, Vec<i64>>,
    },
    Run {
        sql: &'static str,
        params: Vec<Value>,
    },
}

impl WriteSet {
    /// Adds a row; `row` has one value for each of the table's columns, in their order.
    pub fn insert(&mut self, table: &'static Table, row: impl Into<Vec<Value>>) {
        let row = row.into();
        debug_assert_eq!(row.len(), table.columns.len(), "{}: values and columns differ", table.name);
        for step in &mut self.steps[self.barrier..] {
            if let Step::Insert { table: other, rows } = step
                && std::ptr::eq(*other, table)
            {
                rows.push(row);
                return;
            }
        }
        self.steps.push(Step::Insert { table, rows: vec![row] });
    }

    /// Adds amounts to the row of a key; the table's `on_conflict` adds what the row held before. Amounts of the same
    /// key are added up here first, because PostgreSQL takes a row only once in a statement. A sum that does not fit
    /// becomes the largest number there is, which the table's CHECK must refuse.
    pub fn accumulate(&mut self, table: &'static Table, key: impl Into<Vec<Value>>, amounts: &[i64]) {
        let key = key.into();
        debug_assert_eq!(key.len() + amounts.len(), table.columns.len(), "{}: values and columns differ", table.name);
        let found = self.steps[self.barrier..].iter_mut().find_map(|step| match step {
            Step::Accumulate { table: other, sums } if std::ptr::eq(*other, table) => Some(sums),
            _ => None,
        });
        if let Some(sums) = found {
            let row = sums.entry(key).or_insert_with(|| vec![0; amounts.len()]);
            for (sum, amount) in row.iter_mut().zip(amounts) {
                *sum = sum.saturating_add(*amount);
            }
            return;
        }
        self.steps.push(Step::Accumulate { table, sums: BTreeMap::from([(key, amounts.to_vec())]) });
    }

    /// Adds a changing statement that runs after everything told before it.
    pub fn run(&mut self, sql: &'static str, params: impl Into<Vec<Value>>) {
        self.steps.push(Step::Run { sql, params: params.into() });
        self.barrier = self.steps.len();
    }

    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }
}

fn merged(sums: BTreeMap<Vec<Value>, Vec<i64>>) -> Vec<Vec<Value>> {
    let row = |(mut key, amounts): (Vec<Value>, Vec<i64>)| {
        key.extend(amounts.into_iter().map(Value::Int));
        key
    };
    sums.into_iter().map(row).collect()
}

fn borrowed<'v>(params: impl IntoIterator<Item = &'v Value>) -> Vec<&'v (dyn postgres::types::ToSql + Sync)> {
    params.into_iter().map(|value| value as &(dyn postgres::types::ToSql + Sync)).collect()
}

fn prepare(
    client: &RefCell<postgres::Client>,
    prepared: &RefCell<HashMap<String, postgres::Statement>>,
    sql: &str,
) -> Result<postgres::Statement> {
    if let Some(statement) = prepared.borrow().get(sql) {
        return Ok(statement.clone());
    }
    let statement = client.borrow_mut().prepare(sql)?;
    prepared.borrow_mut().insert(sql.to_owned(), statement.clone());
    Ok(statement)
}
