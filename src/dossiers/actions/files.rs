//! Joining files to a draft, and taking them out.

use entity::{
    dossier_file,
    values::{QuestionId, QuestionKind, ScanState},
};
use serde_json::json;

use super::{
    super::{
        gates::{EditDossier, RemoveFile},
        rules::{
            Refusal,
            files::{self as rules, Arrived, FileRefusal},
        },
        store::{self, content::Joined},
    },
    DossierError,
    start::author,
};
use crate::{
    access::Permit,
    calls,
    db::Tx,
    files::{MediaType, Received, Verdict},
    journal::{self, Event, EventKind, Subject},
};

/// A file about to be joined.
#[derive(Clone, Debug)]
pub struct NewFile {
    /// The question that it answers, if any.
    pub question: Option<QuestionId>,
    /// The file, received whole and scanned.
    pub received: Received,
}

/// Joins a file to a draft. A refused one is the caller's to remove from storage: nothing points to it.
///
/// # Errors
/// When the file is empty, too large, of a wrong kind or infected, or the dossier is full or no longer a draft.
pub async fn add_file(tx: &Tx, permit: &Permit<EditDossier>, new: NewFile) -> Result<dossier_file::Model, DossierError> {
    let dossier = store::dossiers::hold_draft(tx, permit.id, None).await?.ok_or(Refusal::NoLongerDraft)?;
    let wave = calls::actions::wave_rules(tx, dossier.wave_id).await?;
    if let Some(asked) = new.question {
        let is_asked = wave.questions.iter().any(|question| question.id == asked && question.kind == QuestionKind::File);
        is_asked.then_some(()).ok_or(Refusal::UnknownQuestion)?;
    }
    let held = store::content::files(tx, dossier.id).await?.len();
    let joined = checked(&new, held, u64::try_from(wave.wave.max_file_bytes).unwrap_or(0))?;

    store::dossiers::note_change(tx, dossier.id).await?;
    let file = store::content::join_file(tx, dossier.id, author(tx)?, joined).await?;
    let what = json!({ "name": file.name, "size": file.size, "sha256": file.sha256 });
    let event = Event::new(EventKind::FileAdded, Subject::Dossier(dossier.id)).in_programme(dossier.programme_id);
    journal::record(tx, event.after(&what)).await?;
    Ok(file)
}

/// Takes a file out of a draft. Twice is once.
///
/// # Errors
/// When the dossier is no longer a draft.
pub async fn remove_file(tx: &Tx, permit: &Permit<RemoveFile>) -> Result<(), DossierError> {
    let (dossier, file) = permit.subject();
    store::dossiers::hold_draft(tx, dossier.id, None).await?.ok_or(Refusal::NoLongerDraft)?;
    if store::content::remove_file(tx, file.id).await? {
        store::dossiers::note_change(tx, dossier.id).await?;
        let what = json!({ "name": file.name, "sha256": file.sha256 });
        let event = Event::new(EventKind::FileRemoved, Subject::Dossier(dossier.id)).in_programme(dossier.programme_id);
        journal::record(tx, event.before(&what)).await?;
    }
    Ok(())
}

fn checked(new: &NewFile, held: usize, most: u64) -> Result<Joined<'_>, Refusal> {
    let received = &new.received;
    let threat = match &received.verdict {
        Verdict::Infected(threat) => Some(threat.as_str()),
        Verdict::Clean | Verdict::NotScanned => None,
    };
    let arrived = Arrived { size: received.size, is_known_kind: received.media_type.is_some(), threat };
    rules::check(arrived, held, most).map_err(Refusal::File)?;
    Ok(Joined {
        question: new.question,
        received,
        // A wave never allows more than its own limit, which is an i64.
        size: i64::try_from(received.size).map_err(|_| Refusal::File(FileRefusal::TooLarge { most }))?,
        media_type: received.media_type.map(MediaType::name).ok_or(Refusal::File(FileRefusal::WrongKind))?,
        scan: if received.verdict == Verdict::Clean { ScanState::Clean } else { ScanState::NotScanned },
    })
}
