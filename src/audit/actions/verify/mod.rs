//! The checks that anyone with the right may run, each by its name.

mod chain;
mod ledger;
mod signatures;

use entity::values::{DossierFileId, Fingerprint, SubmissionId, grouped};

use super::super::store;
use crate::{
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

/// Everything that was checked, and how far the chain was followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The checks, in the order in which they are told.
    pub checks: Vec<Check>,
    /// What the chain holds.
    pub chain: Chain,
}

/// What the chain of seals was found to hold, as far as it is whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chain {
    /// How many entries.
    pub entries: i64,
    /// How many transfers.
    pub transfers: i64,
    /// Its last seal that holds, and the hash of it; none before the first.
    pub end: Option<(i64, Fingerprint)>,
}

impl Verified {
    /// The first check that does not hold.
    #[must_use]
    pub fn first_wrong(&self) -> Option<&Check> {
        self.checks.iter().find(|check| !check.passed)
    }

    /// All of it in a sentence: what was read again and found whole, or the first thing that is wrong and where.
    #[must_use]
    pub fn verdict(&self) -> String {
        if let Some(wrong) = self.first_wrong() {
            return format!("{} : {}", wrong.name, wrong.detail);
        }
        let Chain { entries, transfers, end } = &self.chain;
        let counted = |count: i64, one: &str| format!("{} {one}{}", grouped(count), if count > 1 { "s" } else { "" });
        let until = match end {
            Some((number, hash)) => format!("chaîne intacte jusqu’au sceau n° {} ({hash})", grouped(*number)),
            None => "aucun sceau encore".to_owned(),
        };
        format!("{}, {}, {until}", counted(*entries, "écriture"), counted(*transfers, "mouvement"))
    }
}

/// Runs every check that needs nothing but the database.
///
/// # Errors
/// When the database fails.
pub async fn verify(db: &impl Source) -> Result<Vec<Check>, StoreError> {
    Ok(verify_database(db).await?.checks)
}

/// The same, with how far the chain was followed. The chain, the sums and the questions are asked side by side.
///
/// # Errors
/// When the database fails.
pub async fn verify_database(db: &impl Source) -> Result<Verified, StoreError> {
    let accounts = store::accounts(db).await?;
    let (chain, sums, questions) = tokio::try_join!(chain::followed(db, &accounts), ledger::summed(db, &accounts), asked(db))?;
    let (chain, mut checks) = chain;
    checks.push(signatures::verified(db).await?);
    checks.extend(sums);
    checks.extend(ledger::ceilings(db, &accounts).await?);
    checks.extend(questions);
    checks.push(submissions_as_they_came(db).await?);
    Ok(Verified { checks, chain })
}

/// Every check, the files of dossiers among them.
///
/// # Errors
/// When the database fails.
pub async fn verify_all(db: &impl Source, files: &Files) -> Result<Verified, StoreError> {
    let mut verified = verify_database(db).await?;
    verified.checks.push(verify_files(db, files).await?);
    Ok(verified)
}

async fn asked(db: &impl Source) -> Result<Vec<Check>, StoreError> {
    let mut checks = Vec::with_capacity(store::QUESTIONS.len());
    for question in &store::QUESTIONS {
        let found = store::ask(db, question).await?;
        checks.push(check(question.name, question.rows, question.row, found.total, found.wrong, found.first));
    }
    Ok(checks)
}

/// Whether every file of a dossier is where it was put, byte for byte: each is read again.
async fn verify_files(db: &impl Source, files: &Files) -> Result<Check, StoreError> {
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
    Ok(check("Chaque pièce de dossier est gardée entière", "Pièces relues", "la pièce", total, wrong, first))
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
    let name = "Chaque dépôt est tel qu’il a été reçu : son empreinte le prouve";
    Ok(check(name, "Dépôts relus", "le dépôt", total, wrong, first))
}

fn check(name: &'static str, rows: &str, row: &str, total: i64, wrong: i64, first: Option<i64>) -> Check {
    let detail = match first {
        None => format!("{rows} : {}.", grouped(total)),
        Some(first) => format!("En défaut : {} sur {}, à commencer par {row} n° {first}.", grouped(wrong), grouped(total)),
    };
    Check { name, passed: wrong == 0, detail }
}

/// A check that looks for the first thing that is wrong.
fn found(name: &'static str, rows: &str, total: i64, first: Option<String>) -> Check {
    let passed = first.is_none();
    Check { name, passed, detail: first.unwrap_or_else(|| format!("{rows} : {}.", grouped(total))) }
}
