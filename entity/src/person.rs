//! Someone who can sign in.

use crate::values::{Email, Instant, PersonId, Plain};
use sea_orm::entity::prelude::*;

/// A row of `person`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "person")]
pub struct Model {
    /// Its key.
    #[sea_orm(primary_key)]
    pub id: PersonId,
    /// Where mails go and what one signs in with.
    pub email: Email,
    /// As it is shown: « Claire Martin ».
    pub name: String,
    /// The same, as it is searched.
    pub name_plain: Plain,
    /// Argon2id, in PHC string form.
    pub password_hash: String,
    /// When the person followed the link that proves the address is theirs.
    pub email_verified_at: Option<Instant>,
    /// When the account was opened.
    pub created_at: Instant,
    /// Grows by one at each save; a save on an older version is refused.
    pub version: i32,
}

relations! {}
