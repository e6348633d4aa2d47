//! The company's pages, and those of the hallway before it: first start, log-in, Home, settings.

pub mod account;
pub mod api;
pub mod api_keys;
pub mod audit;
pub mod choices;
pub mod client_rights;
pub mod companies;
pub mod home;
pub mod invitation;
mod links;
pub mod log_in;
pub mod member;
pub mod members;
pub mod moments;
pub mod office;
pub mod roles;
pub mod set_up;
pub mod settings;
pub mod teams;
