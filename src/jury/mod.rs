//! The jury of a wave: who sits, what they declare, what they read, how they judge.

pub mod actions;
pub mod gates;
pub mod pages;
pub mod rules;
mod store;

pub use actions::JuryError;
pub use pages::routes;
pub use rules::Refusal;
