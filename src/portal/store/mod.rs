//! What the public's pages ask of the database, across all slices.

pub(super) mod figures;
pub(super) mod laureates;
pub(super) mod openings;
