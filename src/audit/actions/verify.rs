//! The checks that anyone with the right may run, each by its name.

use std::collections::HashMap;

use entity::values::{DossierFileId, Fingerprint, SubmissionId, grouped};

use super::super::{
    rules::chain::{Break, Reading, Sealed, SealedRow},
    store,
};
use crate::{
    budget,
    db::{Source, StoreError},
    files::Files,
};

/// How many rows are read at a time: the checks hold little, however long the service has run.
const BATCH: u64 = 500;

/// A check, and what it found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What must hold.
    pub name: &'static str,
    /// Whether it does.
    pub passed: bool,
    /// What was looked at, or where it does not hold.
    pub detail: String,
}

/// Runs every check that needs nothing but the database.
///
/// # Errors
/// When the database fails.
pub async fn verify(db: &impl Source) -> Result<Vec<Check>, StoreError> {
    let mut checks = vec![chain_of_seals(db).await?];
    for question in &store::QUESTIONS {
        checks.push(answered(question, &store::ask(db, question).await?));
    }
    checks.push(submissions_as_they_came(db).await?);
    Ok(checks)
}

/// Whether every file of a dossier is where it was put, byte for byte: each is read again.
///
/// # Errors
/// When the database fails.
pub async fn verify_files(db: &impl Source, files: &Files) -> Result<Check, StoreError> {
    let (mut last, mut total, mut wrong, mut first) = (DossierFileId(0), 0, 0, None);
    loop {
        let batch = store::files_after(db, last, BATCH).await?;
        let Some(furthest) = batch.last() else { break };
        last = furthest.id;
        for file in &batch {
            total += 1;
            if files.fingerprint(&file.storage_key).await.ok() != Some(file.sha256) {
                wrong += 1;
                first = first.or(Some(file.id.0));
            }
        }
    }
    Ok(check("Chaque pièce de dossier est gardée entière", "Pièces relues", total, wrong, first))
}

async fn chain_of_seals(db: &impl Source) -> Result<Check, StoreError> {
    let name = "La chaîne des sceaux est intacte";
    let mut reading = Reading::begin();
    loop {
        let batch = store::seals_after(db, reading.number, BATCH).await?;
        let (Some(first), Some(last)) = (batch.first(), batch.last()) else {
            return Ok(Check { name, passed: true, detail: format!("Sceaux relus : {}.", grouped(reading.number)) });
        };
        let sealed = sealed(db, first.number, last.number).await?;
        for seal in &batch {
            reading = match reading.follow(seal, sealed.get(&seal.number)) {
                Ok(further) => further,
                Err(broken) => return Ok(Check { name, passed: false, detail: where_it_breaks(broken) }),
            };
        }
    }
}

/// What the seals from one number to another hold, by their numbers.
async fn sealed(db: &impl Source, from: i64, to: i64) -> Result<HashMap<i64, Sealed>, StoreError> {
    let events = store::events_sealed(db, from, to).await?;
    let mut sealed: HashMap<i64, Sealed> = events.into_iter().map(|(number, event)| (number, Sealed::Event(event))).collect();
    let entries = store::entries_sealed(db, from, to).await?;
    let recorded = budget::actions::recorded(db, &entries).await?;
    for (entry, recorded) in entries.iter().zip(recorded) {
        sealed.extend(entry.seal_number.map(|number| (number, Sealed::Entry(recorded))));
    }
    Ok(sealed)
}

fn where_it_breaks(broken: Break) -> String {
    match broken {
        Break::Missing { expected } => format!("Le sceau n° {expected} manque."),
        Break::Detached { number } => format!("Le sceau n° {number} ne suit pas celui qui le précède."),
        Break::Altered { number, row: SealedRow::Event(event) } => {
            format!("L’événement n° {event} n’est plus ce que le sceau n° {number} a scellé.")
        }
        Break::Altered { number, row: SealedRow::Entry(entry) } => {
            format!("L’écriture n° {entry}, ou l’un de ses mouvements, n’est plus ce que le sceau n° {number} a scellé.")
        }
        Break::Gone { number } => format!("Ce que le sceau n° {number} a scellé a disparu."),
    }
}

async fn submissions_as_they_came(db: &impl Source) -> Result<Check, StoreError> {
    let (mut last, mut total, mut wrong, mut first) = (SubmissionId(0), 0, 0, None);
    loop {
        let batch = store::submissions_after(db, last, BATCH).await?;
        let Some(furthest) = batch.last() else { break };
        last = furthest.id;
        for submission in &batch {
            total += 1;
            if Fingerprint::of(&submission.content) != submission.fingerprint {
                wrong += 1;
                first = first.or(Some(submission.id.0));
            }
        }
    }
    Ok(check("Chaque dépôt est tel qu’il a été reçu : son empreinte le prouve", "Dépôts relus", total, wrong, first))
}

fn answered(question: &store::Question, found: &store::Finding) -> Check {
    check(question.name, question.rows, found.total, found.wrong, found.first)
}

fn check(name: &'static str, rows: &str, total: i64, wrong: i64, first: Option<i64>) -> Check {
    let detail = match first {
        None => format!("{rows} : {}.", grouped(total)),
        Some(first) => format!("En défaut : {} sur {}, à commencer par le n° {first}.", grouped(wrong), grouped(total)),
    };
    Check { name, passed: wrong == 0, detail }
}
