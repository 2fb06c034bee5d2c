//! What the audit holds true. Pure.

pub mod ceilings;
pub mod chain;
pub mod checkpoint;
pub mod sums;
