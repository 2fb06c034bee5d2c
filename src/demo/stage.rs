//! Where the demo is played: its database, its clock, its chance, its progress bar.

use std::fmt::Display;

use entity::values::{Day, Instant, PersonId};
use indicatif::{ProgressBar, ProgressStyle};

use crate::{
    access::{Denial, Permit, Policy, ask},
    clock::Clock,
    db::{Database, Place, StoreError, Tx},
    people,
    randomness::Randomness,
};

/// Why the demo stopped.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The database holds something already.
    #[error("la base n’est pas vide : la démonstration ne se joue que dans une base neuve")]
    NotEmpty,
    /// An earlier play was stopped on its way.
    #[error(
        "{0} ne contient qu’une démonstration interrompue : supprimez-la, puis relancez « guichet migrate » et « guichet demo »"
    )]
    HalfPlayed(Place),
    /// The story has no such day.
    #[error("la démonstration va du 1er janvier 2018 à aujourd’hui : elle ne peut pas s’arrêter le {}", .0.in_words())]
    NoSuchDay(Day),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A gate stayed shut.
    #[error("une permission a été refusée à la démonstration : {0}")]
    Denied(#[from] Denial),
    /// An action refused, or a fact of the seed could not be read.
    #[error("la démonstration s’est arrêtée : {0}")]
    Refused(String),
}

impl DemoError {
    /// Something in words.
    pub(super) fn said(words: impl Into<String>) -> Self {
        Self::Refused(words.into())
    }

    /// An action's refusal, wherever it comes from.
    pub(super) fn refused(refusal: impl Display) -> Self {
        Self::Refused(refusal.to_string())
    }
}

/// Where the demo is played.
pub(super) struct Stage {
    pub(super) database: Database,
    pub(super) randomness: Randomness,
    clock: Clock,
    bar: ProgressBar,
}

impl Stage {
    /// A stage whose story begins at `beginning`; `acts` is how many steps the bar counts.
    pub(super) fn new(database: Database, beginning: Instant, acts: u64) -> Self {
        let bar = ProgressBar::new(acts);
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}") {
            bar.set_style(style);
        }
        Self { database, randomness: Randomness::seeded(2022), clock: Clock::standing_at(beginning), bar }
    }

    /// The present of the story.
    pub(super) fn now(&self) -> Instant {
        self.clock.now()
    }

    /// Moves the story on to `instant`; it never goes back.
    pub(super) fn move_to(&self, instant: Instant) {
        if instant > self.now() {
            self.clock.set(instant);
        }
    }

    /// Says what is being played.
    pub(super) fn act(&self, title: &str) {
        self.bar.set_message(title.to_owned());
        self.bar.inc(1);
    }

    /// Ends the play.
    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }

    /// A transaction signed by `author` in the present of the story.
    pub(super) async fn begin(&self, author: Option<PersonId>) -> Result<Tx, DemoError> {
        Ok(self.database.begin(author, self.now()).await?)
    }

    /// The permission of `person`, as the gate of a page would give it: the demo can do no more than they can.
    pub(super) async fn permit<P: Policy>(&self, person: PersonId, key: P::Key) -> Result<Permit<P>, DemoError> {
        let reader = self.database.reader();
        let actor = people::actions::actor_of(&reader, person).await?;
        Ok(ask::<P>(&actor, key, &reader, self.now()).await?)
    }
}
