//! The ledger: lines in a tree, accounts on them, entries made of balanced transfers, and the report on execution.

pub mod actions;
pub mod gates;
pub mod pages;
pub mod rules;
mod store;

pub use pages::{report_file, report_footer, routes};
pub use rules::Refusal;
