//! Uploaded files: received into storage under names of ours, told apart by their content, scanned for viruses.

mod antivirus;
mod kind;
mod store;

pub use antivirus::Verdict;
pub use kind::MediaType;
pub use store::{FileError, Files, LARGEST_FILE, ReceiveError, Received};
