//! Publishing a decision: candidates are told by mail, the public sees the laureates.

use entity::{
    award, decision, dossier,
    values::{AwardOutcome, Day, Email},
};

use super::{
    super::{
        gates::{SignDecision, signed_by},
        rules::{
            Refusal,
            decision::{self as rules, SignedBy, Step},
        },
        store,
    },
    AwardError,
};
use crate::{
    access::Permit,
    db::{StoreError, Tx},
    dossiers::rules::remedies::remedies,
    journal::{self, Event, EventKind, Subject},
    mail::{self, Letter},
    web::urls,
};

/// Publishes a signed decision, once, and writes to every candidate it speaks of.
///
/// # Errors
/// [`Refusal::NotPrepared`], [`Refusal::NotSigned`], [`Refusal::AlreadyPublished`].
pub async fn publish(tx: &Tx, permit: &Permit<SignDecision>) -> Result<decision::Model, AwardError> {
    let wave = &permit.wave;
    let decision = store::decisions::locked(tx, wave.id).await?.ok_or(Refusal::NotPrepared)?;
    rules::next(decision.state, Step::Publish)?;
    store::decisions::publish(tx, &decision).await?;

    let signed_by = signed_by(&decision).ok_or_else(|| StoreError::Fault("a signed decision names its author".to_owned()))?;
    let told = Told { signed_by, call: &permit.call.title, available: tx.at().paris_day() };
    let recipients = store::reading::recipients(tx, decision.id).await?;
    let letters: Vec<Letter> =
        recipients.into_iter().map(|(award, dossier, email)| notification(&award, &dossier, email, &told)).collect();
    mail::queue_all(tx, &letters).await?;
    let event = Event::new(EventKind::DecisionPublished, Subject::Decision(decision.id)).in_programme(wave.programme_id);
    journal::record(tx, event).await?;
    Ok(store::decisions::reload(tx, decision.id).await?)
}

/// Who decided, on which call, and the day from which candidates can read it.
struct Told<'a> {
    signed_by: SignedBy,
    call: &'a str,
    available: Day,
}

/// What a candidate is told (norms §5): the outcome, the reasons, who decided in what capacity, and the remedies.
fn notification(award: &award::Model, dossier: &dossier::Model, to: Email, told: &Told<'_>) -> Letter {
    let project = format!("« {} » ({}), déposé à l’appel « {} »", dossier.title, dossier.reference, told.call);
    let outcome = match award.outcome {
        AwardOutcome::Laureate => format!("Votre dossier {project}, est lauréat. L’aide attribuée est de {}.", award.amount),
        AwardOutcome::Reserve => format!(
            "Votre dossier {project}, est inscrit sur la liste complémentaire : il pourra être financé si un lauréat renonce."
        ),
        AwardOutcome::Refused => format!("Votre dossier {project}, n’a pas été retenu."),
    };
    let mut paragraphs = vec![outcome];
    if !award.reasons.trim().is_empty() {
        paragraphs.push(format!("Motifs : {}", award.reasons.trim()));
    }
    paragraphs.push(format!("Décision signée par {}, {}.", told.signed_by.name, told.signed_by.capacity));
    paragraphs.extend(remedies(told.available));
    Letter {
        to,
        subject: format!("Décision sur votre dossier {}", dossier.reference),
        paragraphs,
        button: Some(("Lire la décision".to_owned(), urls::dossier_decision(&dossier.reference))),
        why: "Vous recevez ce courriel parce que vous avez déposé ce dossier sur Guichet.".to_owned(),
    }
}
