//! What the audit holds true. Pure.

pub mod chain;
