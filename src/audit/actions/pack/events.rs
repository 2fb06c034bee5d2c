//! Every event, in order, as it was sealed.

use entity::values::EventId;

use super::{
    super::super::{
        rules::chain::Sealed,
        store::{self, PackedEvents},
    },
    Entries, Making, Outlet, PackError,
    sealed::Line,
};
use crate::db::{Source, StoreError};

impl<S: Source, O: Outlet> Making<'_, S, O> {
    pub(super) async fn events(&mut self, entries: Entries) -> Result<(), PackError> {
        let packed = match &self.pack.packed.laureate {
            None => PackedEvents::Programme(self.pack.packed.programme.id),
            Some(laureate) => {
                PackedEvents::Laureate { commitment: laureate.id, dossier: self.laureate.map(|(dossier, _)| dossier), entries }
            }
        };
        self.archive.file("evenements.jsonl")?;
        let mut after = EventId(0);
        loop {
            let page = store::packed_events(self.db, &packed, self.pack.known, after).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = last.id;
            let seals = self.seals(page.iter().filter_map(|event| event.seal_number).collect()).await?;
            for event in page {
                let seal = event.seal_number.and_then(|number| seals.get(&number)).ok_or(StoreError::Stale)?;
                self.line(&Line::of(seal, &Sealed::Event(event)))?;
            }
            self.relieve().await?;
        }
    }
}
