//! Where a wave stands: computed from its dates, never a flag that something must flip.

use entity::values::Instant;

/// The dates that say where a wave stands.
pub trait Timetable {
    /// When its rules were fixed and shown; `None` while it is a draft.
    fn published_at(&self) -> Option<Instant>;
    /// The first instant at which a dossier can be submitted.
    fn opens_at(&self) -> Instant;
    /// The last one, included.
    fn closes_at(&self) -> Instant;
}

/// Where a wave stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WaveState {
    /// Being written: the public does not know of it.
    Draft,
    /// Published, not yet open.
    Announced,
    /// Dossiers can be submitted.
    Open,
    /// Dossiers can no longer be submitted.
    Closed,
}

impl WaveState {
    /// The states that the public sees, in the order in which it looks for them.
    pub const PUBLIC: [Self; 3] = [Self::Open, Self::Announced, Self::Closed];

    /// The word of the state in an address.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "brouillon",
            Self::Announced => "annonce",
            Self::Open => "ouvert",
            Self::Closed => "clos",
        }
    }

    /// What people read.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Draft => "Brouillon",
            Self::Announced => "Annoncé",
            Self::Open => "Ouvert",
            Self::Closed => "Clos",
        }
    }

    /// The kind of its badge.
    #[must_use]
    pub fn badge(self) -> &'static str {
        match self {
            Self::Draft | Self::Closed => "neutral",
            Self::Announced => "info",
            Self::Open => "success",
        }
    }
}

/// Where a wave stands at `now`. The closing instant still counts as open (norms §6 test 19, inclusive by house rule).
#[must_use]
pub fn state_at(wave: &impl Timetable, now: Instant) -> WaveState {
    if wave.published_at().is_none_or(|published| now < published) {
        WaveState::Draft
    } else if now < wave.opens_at() {
        WaveState::Announced
    } else if now <= wave.closes_at() {
        WaveState::Open
    } else {
        WaveState::Closed
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    struct Dates(Option<i64>, i64, i64);

    impl Timetable for Dates {
        fn published_at(&self) -> Option<Instant> {
            self.0.map(Instant::from_millis)
        }
        fn opens_at(&self) -> Instant {
            Instant::from_millis(self.1)
        }
        fn closes_at(&self) -> Instant {
            Instant::from_millis(self.2)
        }
    }

    #[test]
    fn the_opening_and_the_closing_instants_are_open() {
        let wave = Dates(Some(5), 10, 20);
        let states = [4, 5, 9, 10, 20, 21].map(|now| state_at(&wave, Instant::from_millis(now)));
        use WaveState::{Announced, Closed, Draft, Open};
        assert_eq!(states, [Draft, Announced, Announced, Open, Open, Closed]);
    }

    #[test]
    fn a_wave_published_late_opens_at_once() {
        assert_eq!(state_at(&Dates(Some(15), 10, 20), Instant::from_millis(15)), WaveState::Open);
    }

    proptest! {
        #[test]
        fn a_wave_only_moves_forward(published: Option<i64>, opens: i64, closes: i64, now: i64, later: i64) {
            let wave = Dates(published, opens, closes);
            let (now, later) = (now.min(later), now.max(later));
            prop_assert!(state_at(&wave, Instant::from_millis(now)) <= state_at(&wave, Instant::from_millis(later)));
        }
    }
}
