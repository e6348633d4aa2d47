//! Sales over the API and on its pages.

mod api;
mod central;
mod doors;
mod origins;
mod pages;
mod payments;
