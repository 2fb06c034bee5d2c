//! What becomes of a submitted dossier: found eligible or not, examined again, then decided.

use entity::{
    call, dossier, examination, person,
    values::{AwardOutcome, DossierId, DossierState},
};
use serde_json::json;

use super::{
    super::{
        gates::CheckEligibility,
        rules::{
            Refusal, examination as rules,
            remedies::remedies,
            state::{self, Step},
        },
        store::{self, examinations::Examined},
    },
    DossierError,
    hold::has_a_hand,
};
use crate::{
    access::Permit,
    calls,
    db::{Source, StoreError, Tx},
    journal::{self, Event, EventKind, Subject},
    mail::{self, Letter},
    people,
    web::urls,
};

/// What staff found.
#[derive(Clone, Debug, Default)]
pub struct Eligibility {
    /// Whether the dossier meets the call's conditions.
    pub eligible: bool,
    /// Why, in words its owner reads: needed when it does not, kept as a remark otherwise.
    pub reason: String,
    /// In what capacity they say so: needed when it does not.
    pub capacity: String,
}

/// Says whether a submitted dossier is eligible; the owner of one that is not is written to.
///
/// # Errors
/// When the reason or the capacity is missing, when the examiner has a hand in the dossier, or when it is no longer waiting
/// to be examined.
pub async fn check_eligibility(tx: &Tx, permit: &Permit<CheckEligibility>, found: Eligibility) -> Result<(), DossierError> {
    let dossier = &permit.dossier;
    let examiner = permit.actor().identity().ok_or_else(|| StoreError::Fault("an examination needs an author".to_owned()))?;
    check_impartial(tx, permit).await?;
    let reason = rules::reason(found.eligible, &found.reason)?;
    let capacity = rules::capacity(found.eligible, &found.capacity)?;
    let step = if found.eligible { Step::FindEligible } else { Step::FindIneligible };
    let reached = state::next(dossier.state, step).map_err(Refusal::Step)?;

    store::dossiers::advance(tx, dossier.id, dossier.state, reached).await?;
    let (examiner, name) = (examiner.person, examiner.name.clone());
    let examined = Examined { eligible: found.eligible, reason: reason.clone(), examiner, name, capacity };
    let examination = store::examinations::insert(tx, dossier.id, examined).await?;
    let after = json!({ "state": reached, "capacity": examination.examiner_capacity });
    let event = moved(EventKind::EligibilityChecked, dossier).after(&after);
    journal::record(tx, reason.into_iter().fold(event, Event::because)).await?;
    if !examination.eligible {
        let (call, owner) = told(tx, dossier).await?;
        mail::queue(tx, &ineligibility(&call, dossier, &owner, &examination)).await?;
    }
    Ok(())
}

/// Takes an ineligibility back, until the decision on the wave is prepared: the dossier waits to be examined again, and its
/// owner is told why.
///
/// # Errors
/// When there is no reason, when its author has a hand in the dossier, when the dossier is not ineligible, or when the
/// decision on the wave is prepared.
pub async fn reconsider(tx: &Tx, permit: &Permit<CheckEligibility>, reason: &str) -> Result<(), DossierError> {
    let dossier = &permit.dossier;
    check_impartial(tx, permit).await?;
    let reason = rules::reason(false, reason)?.unwrap_or_default();
    let reached = state::next(dossier.state, Step::Reconsider).map_err(Refusal::Step)?;
    if store::examinations::hold_decision(tx, dossier.wave_id).await? {
        return Err(Refusal::DecisionPrepared.into());
    }

    store::dossiers::advance(tx, dossier.id, dossier.state, reached).await?;
    let event = moved(EventKind::DossierReconsidered, dossier).after(&json!({ "state": reached })).because(reason.clone());
    journal::record(tx, event).await?;
    let (call, owner) = told(tx, dossier).await?;
    mail::queue(tx, &reconsidered(&call, dossier, &owner, &reason)).await?;
    Ok(())
}

/// Nobody examines a dossier in which they have a hand.
async fn check_impartial(tx: &Tx, permit: &Permit<CheckEligibility>) -> Result<(), DossierError> {
    if has_a_hand(tx, permit.dossier.id, permit.actor()).await? { Err(Refusal::OwnDossier.into()) } else { Ok(()) }
}

/// What staff found last of a dossier.
///
/// # Errors
/// When the database fails.
pub async fn last_examination(db: &impl Source, dossier: DossierId) -> Result<Option<examination::Model>, StoreError> {
    store::examinations::last(db, dossier).await
}

/// Notes on eligible dossiers what the decision says of them, the same of all. The decision itself is the event.
///
/// # Errors
/// [`StoreError::Stale`](crate::db::StoreError) when one of them is not eligible, or has its outcome already.
pub async fn record_outcome(tx: &Tx, ids: &[DossierId], outcome: AwardOutcome) -> Result<(), DossierError> {
    let from = DossierState::Eligible;
    let reached = state::next(from, Step::Decide(outcome)).map_err(Refusal::Step)?;
    Ok(store::dossiers::advance_together(tx, ids, from, reached).await?)
}

fn moved(kind: EventKind, dossier: &dossier::Model) -> Event {
    Event::new(kind, Subject::Dossier(dossier.id)).in_programme(dossier.programme_id).before(&json!({ "state": dossier.state }))
}

/// The call that a dossier answers, and who is told what becomes of it.
async fn told(tx: &Tx, dossier: &dossier::Model) -> Result<(call::Model, person::Model), StoreError> {
    let (call, _) = calls::actions::wave_by_id(tx, dossier.wave_id).await?.ok_or(StoreError::Stale)?;
    let owner = people::actions::person(tx, dossier.owner_id).await?.ok_or(StoreError::Stale)?;
    Ok((call, owner))
}

/// What an unfavourable decision tells (norms §5): the reasons, who decided in what capacity, and the remedies.
fn ineligibility(call: &call::Model, dossier: &dossier::Model, owner: &person::Model, found: &examination::Model) -> Letter {
    let mut paragraphs = vec![
        format!("Votre dossier {} n’est pas recevable : il ne sera pas soumis au jury.", cited(call, dossier)),
        format!("Motifs : {}", found.reason.as_deref().unwrap_or_default()),
        format!(
            "Décision prise le {} par {}, {}.",
            found.examined_at.paris_day().in_words(),
            found.examiner_name,
            found.examiner_capacity.as_deref().unwrap_or_default()
        ),
    ];
    paragraphs.extend(remedies(found.examined_at.paris_day()));
    letter(dossier, owner, "Décision sur votre dossier", paragraphs)
}

fn reconsidered(call: &call::Model, dossier: &dossier::Model, owner: &person::Model, reason: &str) -> Letter {
    let paragraphs = vec![
        format!(
            "La décision qui déclarait non recevable votre dossier {} est retirée. Le dossier est examiné de nouveau ; vous en connaîtrez la suite par courriel.",
            cited(call, dossier)
        ),
        format!("Motif : {reason}"),
    ];
    letter(dossier, owner, "Nouvel examen de votre dossier", paragraphs)
}

fn cited(call: &call::Model, dossier: &dossier::Model) -> String {
    format!("« {} » ({}), déposé à l’appel « {} »,", dossier.title, dossier.reference, call.title)
}

fn letter(dossier: &dossier::Model, owner: &person::Model, subject: &str, paragraphs: Vec<String>) -> Letter {
    Letter {
        to: owner.email.clone(),
        subject: format!("{subject} {}", dossier.reference),
        paragraphs,
        button: Some(("Lire le dossier".to_owned(), urls::dossier(&dossier.reference))),
        why: "Vous recevez ce courriel parce que vous avez déposé ce dossier sur Guichet.".to_owned(),
    }
}
