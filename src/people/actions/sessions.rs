//! Who is behind a request.

use entity::{
    person, session,
    values::{Instant, PersonId, SessionId},
};
use jiff::SignedDuration;

use super::{super::store, granted};
use crate::{
    access::{Actor, Identity},
    db::{Database, Source, StoreError, Tx},
    journal::{self, Event, EventKind, Subject},
    randomness::Token,
};

/// How often a session notes that it was seen: reading a page seldom writes.
const SEEN_EVERY: SignedDuration = SignedDuration::from_mins(10);

/// The person whose session the browser's secret opens, with the roles they hold now; a visitor when there is none.
///
/// # Errors
/// When the database fails.
pub async fn actor_behind(database: &Database, browser: &Token, now: Instant) -> Result<Actor, StoreError> {
    let reader = database.reader();
    let Some((session, person)) = store::live_session(&reader, &browser.hash(), now).await? else {
        return Ok(Actor::visitor());
    };
    if now.since(session.last_seen_at) > SEEN_EVERY {
        let tx = database.begin(Some(person.id), now).await?;
        store::touch_session(&tx, session.id).await?;
        tx.commit().await?;
    }
    known(&reader, person, Some(session.id)).await
}

/// A person with the roles they hold, acting without a browser, as in the demo.
///
/// # Errors
/// When the database fails or there is no such person.
pub async fn actor_of(db: &impl Source, person: PersonId) -> Result<Actor, StoreError> {
    let person = store::person_by_id(db, person).await?.ok_or(StoreError::Stale)?;
    known(db, person, None).await
}

/// The open sessions of a person.
///
/// # Errors
/// When the database fails.
pub async fn sessions(db: &impl Source, person: PersonId, now: Instant) -> Result<Vec<session::Model>, StoreError> {
    store::sessions_of(db, person, now).await
}

/// Ends one of the author's sessions; `false` when it was not theirs or had ended.
///
/// # Errors
/// When the database fails.
pub async fn close_session(tx: &Tx, person: PersonId, session: SessionId) -> Result<bool, StoreError> {
    let closed = store::revoke_session(tx, person, session).await?;
    if closed {
        journal::record(tx, Event::new(EventKind::SessionClosed, Subject::Person(person))).await?;
    }
    Ok(closed)
}

async fn known(db: &impl Source, person: person::Model, session: Option<SessionId>) -> Result<Actor, StoreError> {
    let grants = store::grants_of(db, person.id).await?;
    let identity = Identity { person: person.id, name: person.name, email: person.email, session };
    Ok(Actor::known(identity, grants.iter().map(granted).collect()))
}
