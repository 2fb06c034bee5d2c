//! Being built.

pub mod portfolio;
