//! What stands beside the work on a wave: which call, where it stands, when, how much.

use entity::values::{Instant, Money, Reference, time_left};

use super::super::{
    gates::ManagedWave,
    rules::{WaveState, state_at},
};

/// The context of a wave, for the left column and the breadcrumb.
pub(super) struct WaveContext {
    pub(super) call: Reference,
    pub(super) title: String,
    pub(super) reference: Reference,
    pub(super) number: i32,
    pub(super) state: WaveState,
    pub(super) opens_at: Instant,
    pub(super) closes_at: Instant,
    pub(super) left: String,
    pub(super) envelope: Money,
}

impl WaveContext {
    pub(super) fn of(managed: &ManagedWave, now: Instant) -> Self {
        let ManagedWave { call, wave } = managed;
        Self {
            call: call.reference.clone(),
            title: call.title.clone(),
            reference: wave.reference.clone(),
            number: wave.number,
            state: state_at(wave, now),
            opens_at: wave.opens_at,
            closes_at: wave.closes_at,
            left: time_left(now, wave.closes_at).to_string(),
            envelope: wave.envelope,
        }
    }

    /// Whether its rules are fixed.
    pub(super) fn is_published(&self) -> bool {
        self.state != WaveState::Draft
    }
}
