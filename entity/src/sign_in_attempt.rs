//! A try at signing in, kept to slow down those who guess.

use crate::values::{Instant, SignInAttemptId};
use sea_orm::entity::prelude::*;

/// A row of `sign_in_attempt`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sign_in_attempt")]
pub struct Model {
    /// Its key.
    #[sea_orm(primary_key)]
    pub id: SignInAttemptId,
    /// What was typed as the address, normalised; hashed when no account bears it.
    pub account_key: String,
    /// The IP address it came from, as text.
    pub address: String,
    /// When.
    pub at: Instant,
    /// Whether it opened a session.
    pub succeeded: bool,
}

relations! {}
