//! Sales over the API and on its pages.

mod agreement_pages;
mod agreements;
mod all_kinds;
mod api;
mod central;
mod day_of_service;
mod doors;
mod foreign;
mod origins;
mod pages;
mod payments;
mod rebates;
mod through_change;
mod vector_one;
