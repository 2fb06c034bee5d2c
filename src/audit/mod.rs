//! Reading everything, changing nothing: the journal of events, its seals, the checks anyone with the right may run.

pub mod actions;
pub mod gates;
pub mod pages;
pub mod rules;
mod store;

pub use pages::routes;
