//! The demonstration: the story of 2018–2022 as the seed document states it, then a few calls around today. It is played
//! by the same actions that people's clicks call, by people who hold the roles it takes, on a clock that it sets.

mod cast;
pub mod portfolio;
mod scenes;
mod schedule;
mod score;
mod stage;

use entity::values::Day;

pub use cast::accounts_in_words;
pub use stage::DemoError;

use crate::{
    audit,
    clock::Clock,
    db::{Database, PageNumber},
    people, settings,
};
use portfolio::Portfolio;
use scenes::Play;
use schedule::Schedule;
use stage::Stage;

/// Plays the demo in an empty database: up to the end of the day `as_of`, or to now and around it.
///
/// # Errors
/// When the database is not empty (unless `if_empty`: then nothing happens), or an action refuses.
pub async fn play(database: &Database, clock: &Clock, as_of: Option<Day>, if_empty: bool) -> Result<(), DemoError> {
    if people::actions::people(&database.reader(), "", PageNumber::parse(None)).await?.total > 0 {
        return if if_empty { Ok(()) } else { Err(DemoError::NotEmpty) };
    }
    let portfolio = Portfolio::read().map_err(DemoError::refused)?;
    let today = as_of.is_none().then(|| clock.now());
    let until = as_of.map_or_else(|| clock.now(), Day::end_in_paris);
    let schedule = Schedule::until(until, today)?;

    let stage = Stage::new(database.clone(), score::moment(score::BEGINNING)?, schedule.scenes.len() as u64);
    let cast = cast::assemble(&stage).await?;
    let mut play = Play::new(stage, cast, portfolio, schedule.waves);
    for (at, scene) in schedule.scenes {
        play.stage.move_to(at);
        play.stage.act(&at.paris_day().in_words());
        play.perform(scene).await?;
    }
    play.stage.finish();
    mark(database, until).await?;
    Ok(audit::actions::seal_pending(database, until).await?)
}

/// From then on every page says that this is a demo, and the demo accounts are shown at the start.
async fn mark(database: &Database, at: entity::values::Instant) -> Result<(), DemoError> {
    let tx = database.begin(None, at).await?;
    settings::mark_as_demo(&tx).await?;
    Ok(tx.commit().await?)
}
