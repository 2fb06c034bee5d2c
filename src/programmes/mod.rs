//! Programmes: their axes and actions, what they promised to reach, what is observed.

pub mod actions;
pub mod gates;
pub mod pages;
pub mod rules;
mod store;

pub use actions::ProgrammeError;
pub use pages::routes;
pub use rules::{
    Refusal,
    announced::{NewAction, NewEarmark, NewIndicator, NewProgramme, NewTarget, Observation, Progress},
    period::{Month, Period, Phase},
};
