//! The chain of seals. Pure.

use entity::{event, values::Fingerprint};

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
