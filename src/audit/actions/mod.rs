//! What the audit does.

mod pack;
mod read;
mod seal;
mod sign;
mod verify;

pub use pack::{Outlet, Pack, PackError, pack, packed};
pub use read::{Documents, ReadEvent, Search, documents_of_entry, events, events_of_entry, names, seal_of, seal_of_entry};
pub use seal::seal_pending;
pub use sign::{Signing, checkpoint_of, checkpoints, sign};
pub use verify::{Chain, Check, Verified, verify, verify_all, verify_database};
