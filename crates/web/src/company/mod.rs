//! The company's pages, and those of the hallway before it: first start, log-in, Home, settings.

pub mod audit;
mod choices;
pub mod home;
pub mod log_in;
mod moments;
pub mod set_up;
