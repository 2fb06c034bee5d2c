//! A try at signing in, kept to slow down those who guess.

use crate::values::{Fingerprint, Instant, SignInAttemptId};
use sea_orm::entity::prelude::*;

/// A row of `sign_in_attempt`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sign_in_attempt")]
pub struct Model {
    /// Its key.
    #[sea_orm(primary_key)]
    pub id: SignInAttemptId,
    /// SHA-256 of what was typed as the address, normalised: people type other things there by mistake.
    pub account_key: Fingerprint,
    /// The IP address it came from, as text.
    pub address: String,
    /// When.
    pub at: Instant,
    /// Whether it opened a session.
    pub succeeded: bool,
}

relations! {}
