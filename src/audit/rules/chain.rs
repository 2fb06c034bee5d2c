//! The chain of seals. Pure.

use entity::{event, seal, values::Fingerprint};

/// What the first seal follows.
#[must_use]
pub fn beginning() -> Fingerprint {
    Fingerprint::of("")
}

/// The hash that seals an event behind `previous`. Every field is named and written as JSON, so that no two events read
/// the same.
#[must_use]
pub fn seal(previous: &Fingerprint, number: i64, event: &event::Model) -> Fingerprint {
    let sealed = serde_json::json!({
        "previous": previous,
        "number": number,
        "event": event.id,
        "at": event.at,
        "actor": event.actor_id,
        "kind": event.kind,
        "subject": [event.subject_kind, event.subject_id],
        "programme": event.programme_id,
        "reason": event.reason,
        "before": event.before,
        "after": event.after,
    });
    Fingerprint::of(sealed.to_string())
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
    /// The event is not what was sealed.
    Altered {
        /// Its number.
        number: i64,
    },
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
    pub fn follow(self, seal: &seal::Model, event: Option<&event::Model>) -> Result<Self, Break> {
        let number = seal.number;
        if number != self.number + 1 {
            return Err(Break::Missing { expected: self.number + 1 });
        }
        if seal.previous != self.previous {
            return Err(Break::Detached { number });
        }
        match event {
            Some(event) if self::seal(&self.previous, number, event) == seal.hash => Ok(Self { number, previous: seal.hash }),
            Some(_) | None => Err(Break::Altered { number }),
        }
    }
}

#[cfg(test)]
mod tests {
    use entity::values::{EventId, Instant, SealId};
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
        }
    }

    fn chain(reasons: &[String]) -> Vec<(seal::Model, event::Model)> {
        let mut previous = beginning();
        (1..)
            .zip(reasons)
            .map(|(number, reason)| {
                let event = event(number, reason);
                let hash = seal(&previous, number, &event);
                let seal = seal::Model {
                    id: SealId(number),
                    event_id: event.id,
                    number,
                    previous,
                    hash,
                    sealed_at: Instant::from_millis(number),
                };
                previous = hash;
                (seal, event)
            })
            .collect()
    }

    fn read(chain: &[(seal::Model, event::Model)]) -> Result<i64, Break> {
        let mut reading = Reading::begin();
        for (seal, event) in chain {
            reading = reading.follow(seal, Some(event))?;
        }
        Ok(reading.number)
    }

    proptest! {
        #[test]
        fn a_chain_holds_and_no_event_of_it_can_change_or_go(reasons in prop::collection::vec(".{0,8}", 1..12), at: prop::sample::Index) {
            let whole = chain(&reasons);
            prop_assert_eq!(read(&whole), Ok(reasons.len() as i64));

            let at = at.index(whole.len());
            let number = at as i64 + 1;
            let mut altered = whole.clone();
            altered[at].1.reason = Some(format!("{} !", reasons[at]));
            prop_assert_eq!(read(&altered), Err(Break::Altered { number }));

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
