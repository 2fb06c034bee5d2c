//! Awards: the ranking and its funding line, the decision, what candidates and the public learn of it.

pub mod actions;
pub mod gates;
pub mod pages;
pub mod rules;
mod store;

pub use actions::AwardError;
pub use pages::routes;
pub use rules::Refusal;
