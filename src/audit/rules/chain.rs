//! The chain of seals. Pure.

use entity::{
    event,
    values::{EntryId, EventId, Fingerprint, Instant, PersonId, ProgrammeId},
};
use serde::Serialize;

use crate::budget::rules::entry::Recorded;

/// What the first seal follows.
#[must_use]
pub fn beginning() -> Fingerprint {
    Fingerprint::of("")
}

/// What a seal holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sealed {
    /// Something that happened.
    Event(event::Model),
    /// An entry of the ledger, with its transfers.
    Entry(Recorded),
}

/// The hash that seals an event or an entry behind `previous`.
#[must_use]
pub fn seal(previous: &Fingerprint, number: i64, sealed: &Sealed) -> Fingerprint {
    Fingerprint::of(text(previous, number, sealed))
}

/// The text whose hash is the seal. Every field is named and written as JSON, in an order that never changes, so that no two
/// read the same.
#[must_use]
pub fn text(previous: &Fingerprint, number: i64, sealed: &Sealed) -> String {
    let said = match sealed {
        Sealed::Event(event) => serde_json::to_string(&SealedEvent {
            actor: event.actor_id,
            after: event.after.as_deref(),
            at: event.at,
            before: event.before.as_deref(),
            event: event.id,
            kind: &event.kind,
            number,
            previous,
            programme: event.programme_id,
            reason: event.reason.as_deref(),
            subject: (&event.subject_kind, event.subject_id),
        }),
        Sealed::Entry(recorded) => serde_json::to_string(&SealedEntry { entry: recorded.fingerprint(), number, previous }),
    };
    // Numbers and texts always serialise.
    said.unwrap_or_default()
}

/// An event, as its seal says it.
#[derive(Serialize)]
struct SealedEvent<'a> {
    actor: Option<PersonId>,
    after: Option<&'a str>,
    at: Instant,
    before: Option<&'a str>,
    event: EventId,
    kind: &'a str,
    number: i64,
    previous: &'a Fingerprint,
    programme: Option<ProgrammeId>,
    reason: Option<&'a str>,
    subject: (&'a str, i64),
}

/// An entry, as its seal says it: by the fingerprint of all that it says.
#[derive(Serialize)]
struct SealedEntry<'a> {
    entry: Fingerprint,
    number: i64,
    previous: &'a Fingerprint,
}

/// A seal, as the chain is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// Its rank.
    pub number: i64,
    /// The hash that it says it follows.
    pub previous: Fingerprint,
    /// Its hash.
    pub hash: Fingerprint,
}

/// Where a chain of seals stands while it is read again, link by link.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    /// The number of the last seal that held.
    pub number: i64,
    previous: Fingerprint,
}

/// The first link that does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Break {
    /// Numbers do not follow each other: a seal is missing.
    Missing {
        /// The number that should have come.
        expected: i64,
    },
    /// The seal does not follow the one before it.
    Detached {
        /// Its number.
        number: i64,
    },
    /// The event or the entry is not what was sealed.
    Altered {
        /// The number of its seal.
        number: i64,
        /// Which row it is.
        row: SealedRow,
    },
    /// What was sealed is gone.
    Gone {
        /// The number of its seal.
        number: i64,
    },
}

/// A row that a seal holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SealedRow {
    /// An event.
    Event(EventId),
    /// An entry, its transfers with it.
    Entry(EntryId),
}

impl Sealed {
    fn row(&self) -> SealedRow {
        match self {
            Self::Event(event) => SealedRow::Event(event.id),
            Self::Entry(recorded) => SealedRow::Entry(recorded.fact.entry),
        }
    }
}

impl Reading {
    /// Before the first seal.
    #[must_use]
    pub fn begin() -> Self {
        Self { number: 0, previous: beginning() }
    }

    /// Reads the next link.
    ///
    /// # Errors
    /// Why the chain does not hold there.
    pub fn follow(self, link: Link, sealed: Option<&Sealed>) -> Result<Self, Break> {
        let Link { number, previous, hash } = link;
        if number != self.number + 1 {
            return Err(Break::Missing { expected: self.number + 1 });
        }
        if previous != self.previous {
            return Err(Break::Detached { number });
        }
        match sealed {
            Some(sealed) if seal(&previous, number, sealed) == hash => Ok(Self { number, previous: hash }),
            Some(sealed) => Err(Break::Altered { number, row: sealed.row() }),
            None => Err(Break::Gone { number }),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn event(id: i64, reason: &str) -> event::Model {
        event::Model {
            id: EventId(id),
            at: Instant::from_millis(id),
            actor_id: None,
            kind: "call_edited".to_owned(),
            subject_kind: "call".to_owned(),
            subject_id: 1,
            programme_id: None,
            reason: Some(reason.to_owned()),
            before: None,
            after: None,
            seal_number: None,
        }
    }

    fn chain(reasons: &[String]) -> Vec<(Link, Sealed)> {
        let mut previous = beginning();
        (1..)
            .zip(reasons)
            .map(|(number, reason)| {
                let event = Sealed::Event(event(number, reason));
                let hash = seal(&previous, number, &event);
                let link = Link { number, previous, hash };
                previous = hash;
                (link, event)
            })
            .collect()
    }

    fn read(chain: &[(Link, Sealed)]) -> Result<i64, Break> {
        let mut reading = Reading::begin();
        for (link, event) in chain {
            reading = reading.follow(*link, Some(event))?;
        }
        Ok(reading.number)
    }

    /// What was sealed by an earlier version is read by every later one.
    #[test]
    fn the_text_of_a_seal_never_changes() {
        let previous = beginning();
        assert_eq!(
            text(&previous, 2, &Sealed::Event(event(1, "dit « \"oui\" »"))),
            format!(
                "{{\"actor\":null,\"after\":null,\"at\":\"1970-01-01T00:00:00.001Z\",\"before\":null,\"event\":1,\"kind\":\"call_edited\",\
                 \"number\":2,\"previous\":\"{previous}\",\"programme\":null,\"reason\":\"dit « \\\"oui\\\" »\",\"subject\":[\"call\",1]}}"
            )
        );
    }

    proptest! {
        #[test]
        fn a_chain_holds_and_no_event_of_it_can_change_or_go(reasons in prop::collection::vec(".{0,8}", 1..12), at: prop::sample::Index) {
            let whole = chain(&reasons);
            prop_assert_eq!(read(&whole), Ok(reasons.len() as i64));

            let at = at.index(whole.len());
            let number = at as i64 + 1;
            let mut altered = whole.clone();
            altered[at].1 = Sealed::Event(event(number, &format!("{} !", reasons[at])));
            prop_assert_eq!(read(&altered), Err(Break::Altered { number, row: SealedRow::Event(EventId(number)) }));

            let mut shortened = whole.clone();
            shortened.remove(at);
            let broken = if at + 1 == whole.len() { Ok(number - 1) } else { Err(Break::Missing { expected: number }) };
            prop_assert_eq!(read(&shortened), broken);

            let mut detached = whole;
            detached[at].0.previous = Fingerprint::of("elsewhere");
            prop_assert_eq!(read(&detached), Err(Break::Detached { number }));
        }
    }
}
