//! The database: how it is reached, read and written. The pools are private to this folder: slices read through a
//! [`Reader`] and write through a [`Tx`], which their gate gives them.

mod connect;
mod error;
mod page;
mod place;
pub mod search;
mod sums;
mod tx;

pub use connect::{Database, Engine};
pub use error::StoreError;
pub use page::{Page, PageNumber};
pub use place::{OpenError, Place};
pub use sums::{cents, count_rows, sum_cents};
pub use tx::{Reader, SoleWork, Source, Tx};
