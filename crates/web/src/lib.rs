//! web: pages and the API. A handler builds a command or a question, hands it over the desk, and shows the answer.

pub mod edge;
mod history;
pub mod layout;
mod reference;
mod routes;

mod company;

mod ledger;

mod groups;

mod clients;

mod work;

mod sales;

mod reports;

mod exchange;

mod undo;

pub use axum::Router;
pub use edge::{App, Operator, router, serve};
pub use routes::table;
