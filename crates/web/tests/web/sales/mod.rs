//! Sales over the API and on its pages.

mod api;
mod doors;
mod origins;
mod pages;
mod payments;
