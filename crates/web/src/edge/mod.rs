//! The edge: who comes in, what they carry, and how an answer or a refusal leaves.

mod app;
mod body;
mod call;
mod forms;
mod guard;
mod openapi;
mod problem;
mod route;
mod router;
mod server;
mod upload;
mod visit;
mod visitor;

pub use app::{App, Operator};
pub use body::{Amount, limit, named, parse_field};
pub use call::{ApiResult, Call, Resource, mark_replayed, resource};
pub use forms::Form;
pub use openapi::document as api_document;
pub use problem::{Problem, status};
pub use route::{Access, Doc, Route, api, page};
pub use router::router;
pub use server::serve;
pub use upload::{FileCall, Upload, refusal_of};
pub use visit::{PageFailure, PageResult, Visit, append_cookie};
pub use visitor::Visitor;
