//! Time: instants for machines, days and wall clocks for people, all of Paris.
//!
//! What happens is an [`Instant`]; what people plan is a [`Day`] or a [`ParisDateTime`]; budgets have a [`Year`].
//! Nothing here reads the clock: the time is always given.

mod day;
mod instant;
mod left;
mod paris;
mod words;
mod year;

pub use day::{Day, DayError};
pub use instant::{Instant, NotAnInstant};
pub use left::{TimeLeft, time_left};
pub use paris::{ClockError, ParisDateTime};
pub use year::{NotAYear, Year};

use jiff::tz::{self, TimeZone};

/// The clock of every deadline. Built into the program, so that it is right on a machine without any time zones.
static PARIS: TimeZone = tz::get!("Europe/Paris");
