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
    people,
    settings::{self, Demo},
};
use portfolio::Portfolio;
use scenes::Play;
use schedule::Schedule;
use stage::Stage;

/// Plays the demo in an empty database: up to the end of the day `as_of`, or to now and around it.
///
/// # Errors
/// When the database is not empty (unless `if_empty`: then nothing happens), when an earlier play stopped on its way, when
/// `as_of` is no day of the story, or when an action refuses.
pub async fn play(database: &Database, clock: &Clock, as_of: Option<Day>, if_empty: bool) -> Result<(), DemoError> {
    refuse_half_played(database).await?;
    if people::actions::people(&database.reader(), "", PageNumber::parse(None)).await?.total > 0 {
        return if if_empty { Ok(()) } else { Err(DemoError::NotEmpty) };
    }
    let portfolio = Portfolio::read().map_err(DemoError::refused)?;
    let (beginning, now) = (score::moment(score::BEGINNING)?, clock.now());
    if let Some(day) = as_of.filter(|day| !(beginning.paris_day()..=now.paris_day()).contains(day)) {
        return Err(DemoError::NoSuchDay(day));
    }
    let today = as_of.is_none().then_some(now);
    let until = as_of.map_or(now, |day| day.end_in_paris().min(now));
    let schedule = Schedule::until(until, today)?;

    let stage = Stage::new(database.clone(), beginning, schedule.scenes.len() as u64);
    let cast = cast::assemble(&stage).await?;
    let mut play = Play::new(stage, cast, portfolio, schedule.waves);
    for (at, scene) in schedule.scenes {
        play.stage.move_to(at);
        play.stage.act(&at.paris_day().in_words());
        play.perform(scene).await?;
    }
    play.stage.finish();
    let tx = database.begin(None, until).await?;
    settings::end_demo(&tx).await?;
    tx.commit().await?;
    Ok(audit::actions::seal_pending(database, until).await?)
}

/// Refuses a database in which the demo stopped on its way: half a story shows figures that hold nowhere.
///
/// # Errors
/// [`DemoError::HalfPlayed`], or when the database fails.
pub async fn refuse_half_played(database: &Database) -> Result<(), DemoError> {
    match settings::demo(&database.reader()).await? {
        Demo::HalfPlayed => Err(DemoError::HalfPlayed(database.place().clone())),
        Demo::Never | Demo::Played => Ok(()),
    }
}
