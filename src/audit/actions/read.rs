//! Reading the journal.

use std::collections::HashMap;

use entity::{
    entry, event, person, seal,
    values::{Day, EntryId, Reference},
};

use super::super::{
    gates::Readable,
    rules::chain::{self, Sealed},
    store,
};
use crate::{
    budget,
    db::{Page, PageNumber, Reader, StoreError},
    journal::EventKind,
};

/// An event and who did it; nobody when no one was signed in.
pub type ReadEvent = (event::Model, Option<person::Model>);

/// Which events an auditor looks for; what is empty or absent asks for nothing.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// What happened.
    pub kind: Option<EventKind>,
    /// To what: a reference, a code, an address, a SIRET.
    pub about: String,
    /// A part of the name or address of who did it.
    pub who: String,
    /// From this day on, in Paris.
    pub from: Option<Day>,
    /// Up to this day, included, in Paris.
    pub to: Option<Day>,
}

/// A page of the events looked for, latest first, among those that may be read.
///
/// # Errors
/// When the database fails.
pub async fn events(db: &Reader, readable: &Readable, search: &Search, page: PageNumber) -> Result<Page<ReadEvent>, StoreError> {
    let about = match search.about.trim() {
        "" => None,
        typed => Some(store::things_called(db, typed).await?),
    };
    let wanted = store::Wanted {
        kind: search.kind.map(EventKind::word),
        about,
        who: search.who.clone(),
        from: search.from.map(Day::start_in_paris),
        until: search.to.map(Day::end_in_paris),
        programmes: readable.programmes(),
    };
    store::events(db, &wanted, page).await
}

/// How the things that these events are about are called.
///
/// # Errors
/// When the database fails.
pub async fn names(db: &Reader, events: &[&event::Model]) -> Result<HashMap<(String, i64), String>, StoreError> {
    let things: Vec<(String, i64)> = events.iter().map(|event| (event.subject_kind.clone(), event.subject_id)).collect();
    store::names(db, &things).await
}

/// The seal of an event, and whether the event is still what was sealed; `None` before it is sealed.
///
/// # Errors
/// When the database fails.
pub async fn seal_of(db: &Reader, event: &event::Model) -> Result<Option<(seal::Model, bool)>, StoreError> {
    let Some(number) = event.seal_number else { return Ok(None) };
    let seal = store::seal_numbered(db, number).await?;
    Ok(seal.map(|seal| {
        let holds = chain::seal(&seal.previous, seal.number, &Sealed::Event(event.clone())) == seal.hash;
        (seal, holds)
    }))
}

/// The seal of an entry, and whether the entry and its transfers are still what was sealed; `None` before it is sealed.
///
/// # Errors
/// When the database fails.
pub async fn seal_of_entry(db: &Reader, entry: &entry::Model) -> Result<Option<(seal::Model, bool)>, StoreError> {
    let Some(number) = entry.seal_number else { return Ok(None) };
    let Some(seal) = store::seal_numbered(db, number).await? else { return Ok(None) };
    let recorded = budget::actions::recorded(db, std::slice::from_ref(entry)).await?.pop().ok_or(StoreError::Stale)?;
    let holds = chain::seal(&seal.previous, seal.number, &Sealed::Entry(recorded)) == seal.hash;
    Ok(Some((seal, holds)))
}

/// What was done with an entry, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn events_of_entry(db: &Reader, entry: EntryId) -> Result<Vec<ReadEvent>, StoreError> {
    store::events_about_entry(db, entry).await
}

/// What an entry rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Documents {
    /// What was promised.
    pub commitment: Reference,
    /// The dossier to which it was.
    pub dossier: Option<Reference>,
}

/// What an entry rests on: the commitments whose money it moves, and the dossiers to which they were made.
///
/// # Errors
/// When the database fails.
pub async fn documents_of_entry(db: &Reader, entry: EntryId) -> Result<Vec<Documents>, StoreError> {
    let behind = store::commitments_behind(db, entry).await?;
    Ok(behind.into_iter().map(|(commitment, dossier)| Documents { commitment, dossier }).collect())
}
