//! Calls for projects and their waves: drafted, published, and what they ask of those who answer.

pub mod actions;
pub mod gates;
pub mod pages;
pub mod rules;
mod store;

pub use actions::{CallError, WaveRules};
pub use gates::ManagedWave;
pub use pages::routes;
pub use rules::{Refusal, WaveState, state_at};
