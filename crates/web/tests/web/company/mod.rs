//! The company's pages and API, and the hallway before them, as browsers and programs meet them.

mod account;
mod api;
mod door;
mod founding;
mod hallway;
mod members;
mod rights;
