//! A choice of those who run this site.

use sea_orm::entity::prelude::*;

/// A row of `setting`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "setting")]
pub struct Model {
    /// Its name.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// Its value, as text; the reader of the key knows its form.
    pub value: String,
}

relations! {}
