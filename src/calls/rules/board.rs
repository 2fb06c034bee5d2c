//! The public's list: each call once, under the wave that matters now, what can still be answered first.

use std::{cmp::Reverse, collections::BTreeMap};

use entity::values::{CallId, Instant, WaveId};

use super::{Timetable, WaveState, state_at};

/// One published wave of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opening {
    /// The call.
    pub call: CallId,
    /// The wave.
    pub wave: WaveId,
    /// When it was published.
    pub published_at: Option<Instant>,
    /// The first instant at which a dossier can be submitted.
    pub opens_at: Instant,
    /// The last one, included.
    pub closes_at: Instant,
}

impl Timetable for Opening {
    fn published_at(&self) -> Option<Instant> {
        self.published_at
    }

    fn opens_at(&self) -> Instant {
        self.opens_at
    }

    fn closes_at(&self) -> Instant {
        self.closes_at
    }
}

/// Which of two waves comes first: open by closing date, then announced by opening date, then closed, the last one first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    Open(Instant, WaveId),
    Announced(Instant, WaveId),
    Closed(Reverse<Instant>, WaveId),
}

fn turn(opening: &Opening, now: Instant) -> Option<Turn> {
    match state_at(opening, now) {
        WaveState::Draft => None,
        WaveState::Announced => Some(Turn::Announced(opening.opens_at, opening.wave)),
        WaveState::Open => Some(Turn::Open(opening.closes_at, opening.wave)),
        WaveState::Closed => Some(Turn::Closed(Reverse(opening.closes_at), opening.wave)),
    }
}

/// Each call once, under its first wave in turn, with where it stands; drafts are left out.
#[must_use]
pub fn board(openings: impl IntoIterator<Item = Opening>, now: Instant) -> Vec<(Opening, WaveState)> {
    let mut first: BTreeMap<CallId, (Turn, Opening)> = BTreeMap::new();
    for opening in openings {
        let Some(turn) = turn(&opening, now) else { continue };
        if first.get(&opening.call).is_none_or(|(best, _)| turn < *best) {
            first.insert(opening.call, (turn, opening));
        }
    }
    let mut calls: Vec<_> = first.into_values().collect();
    calls.sort_by(|(one, _), (other, _)| one.cmp(other));
    calls.into_iter().map(|(_, opening)| (opening, state_at(&opening, now))).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn wave(call: i64, wave: i64, opens: i64, closes: i64) -> Opening {
        let at = Instant::from_millis;
        Opening { call: CallId(call), wave: WaveId(wave), published_at: Some(at(0)), opens_at: at(opens), closes_at: at(closes) }
    }

    fn order(openings: &[Opening], now: i64) -> Vec<(i64, WaveState)> {
        board(openings.iter().copied(), Instant::from_millis(now))
            .into_iter()
            .map(|(opening, state)| (opening.wave.0, state))
            .collect()
    }

    #[test]
    fn what_can_be_answered_comes_first() {
        use WaveState::{Announced, Closed, Open};
        let openings =
            [wave(1, 1, 10, 20), wave(2, 2, 10, 30), wave(3, 3, 40, 50), wave(4, 4, 35, 60), wave(5, 5, 1, 5), wave(6, 6, 1, 8)];
        let expected = [(1, Open), (2, Open), (4, Announced), (3, Announced), (6, Closed), (5, Closed)];
        assert_eq!(order(&openings, 15), expected);
    }

    #[test]
    fn a_call_stands_under_the_wave_that_matters_now() {
        let waves = [wave(1, 1, 10, 20), wave(1, 2, 30, 40)];
        let at = |now| order(&waves, now)[0];
        assert_eq!(at(5), (1, WaveState::Announced));
        assert_eq!(at(20), (1, WaveState::Open));
        assert_eq!(at(21), (2, WaveState::Announced));
        assert_eq!(at(41), (2, WaveState::Closed));
    }

    #[test]
    fn drafts_are_left_out() {
        let draft = Opening { published_at: None, ..wave(1, 1, 0, 10) };
        assert!(order(&[draft], 5).is_empty());
    }

    proptest! {
        #[test]
        fn the_order_of_rows_does_not_matter(dates in proptest::collection::vec((1..5_i64, 1..100_i64, 1..100_i64), 0..12), now in 0..120_i64) {
            let openings: Vec<_> = dates.iter().enumerate().map(|(at, (call, opens, lasts))| wave(*call, at as i64, *opens, opens + lasts)).collect();
            let mut reversed = openings.clone();
            reversed.reverse();
            prop_assert_eq!(order(&openings, now), order(&reversed, now));
        }
    }
}
