//! What the audit does.

mod pack;
mod read;
mod seal;
mod sign;
mod verify;

pub use pack::{Outlet, Pack, PackError, pack};
pub use read::{ReadEvent, Search, events, names, seal_of};
pub use seal::seal_pending;
pub use sign::{Signing, checkpoint_of, checkpoints, sign};
pub use verify::{Chain, Check, Verified, verify, verify_all, verify_database};
