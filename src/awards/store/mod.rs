//! The queries of decisions and awards.

pub(super) mod decisions;
pub(super) mod reading;
