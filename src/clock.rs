//! Time as a parameter: the only place that reads the machine's clock.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use entity::values::Instant;

/// What time it is. Tests and the demo set it; the server reads the machine's.
#[derive(Clone, Debug, Default)]
pub enum Clock {
    /// The machine's clock.
    #[default]
    System,
    /// A clock that moves only when told to: milliseconds since the Unix epoch, UTC.
    Set(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands still at `instant`.
    #[must_use]
    pub fn standing_at(instant: Instant) -> Self {
        Self::Set(Arc::new(AtomicI64::new(instant.millis())))
    }

    /// The present instant, UTC, to the millisecond.
    #[must_use]
    pub fn now(&self) -> Instant {
        match self {
            #[expect(clippy::disallowed_methods, reason = "this is where the clock is read")]
            Self::System => Instant::from(jiff::Timestamp::now()),
            Self::Set(millis) => Instant::from_millis(millis.load(Ordering::Relaxed)),
        }
    }

    /// Moves a set clock to `instant`. The machine's clock cannot be moved: it stays as it is.
    pub fn set(&self, instant: Instant) {
        if let Self::Set(millis) = self {
            millis.store(instant.millis(), Ordering::Relaxed);
        }
    }
}
