//! Tables in and tables out: CSV and XLSX from anywhere are read within limits, and written so that no cell turns into a formula.
//!
//! The crate knows cells, lines and files. What a column means is the business of whoever calls it.

mod amount;
mod archive;
mod child;
mod delimited;
mod delimiter;
mod encoding;
mod guard;
mod guarded;
mod kind;
mod limits;
mod number;
mod problem;
mod read;
mod records;
mod table;
mod wire;
mod workbook;
mod write;
mod write_xlsx;

pub use child::{CHILD_WORD, child_main};
pub use guard::{guard, strip_guard};
pub use guarded::{read_table_guarded, read_table_guarded_by};
pub use limits::Limits;
pub use problem::{FileCode, FileProblem};
pub use read::read_table;
pub use table::{Row, Table};
pub use write::{Cell, Column, write_csv, write_csv_for_excel};
pub use write_xlsx::write_xlsx;
