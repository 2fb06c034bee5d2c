//! The queries of dossiers.

pub(super) mod content;
pub(super) mod dossiers;
pub(super) mod examinations;
pub(super) mod list;
pub(super) mod parties;
pub(super) mod submissions;
