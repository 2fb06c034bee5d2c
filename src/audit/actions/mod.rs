//! What the audit does.

mod read;
mod seal;
mod verify;

pub use read::{ReadEvent, Search, events, names, seal_of};
pub use seal::seal_pending;
pub use verify::{Check, verify, verify_files};
