//! Pages and API as browsers and programs meet them, room by room; one program, so that it is linked once.

mod audit;
mod clients;
mod company;
mod conventions;
mod door;
mod doors;
mod exchange;
mod form;
mod groups;
mod ledger;
mod reports;
mod sales;
