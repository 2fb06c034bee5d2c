//! The decision on one dossier, as its applicant reads it: on screen, and on paper.

use askama::Template;
use entity::values::{AwardOutcome, Fingerprint};

use super::{
    super::{
        actions,
        gates::{PublishedAward, ReadAward},
    },
    words,
};
use crate::{
    access::Granted,
    db::StoreError,
    dossiers::rules::remedies::remedies,
    export::{self, Document, Section},
    web::{Failure, Page, Reply, urls},
};

#[derive(Template)]
#[template(path = "awards/award.html")]
struct AwardPage {
    page: Page,
    badge: (&'static str, &'static str),
    reference: String,
    title: String,
    dossier_url: String,
    pdf: String,
    letter: Letter,
}

/// What the decision on one dossier says, in words.
struct Letter {
    outcome: String,
    facts: Vec<(&'static str, String)>,
    reasons: Vec<String>,
    /// Who decided, in what capacity, when, and from when it can be read (norms §5: CRPA L212-1).
    signature: String,
    remedies: [String; 3],
    fingerprint: Fingerprint,
}

impl Letter {
    fn of(decided: &PublishedAward) -> Result<Self, StoreError> {
        let PublishedAward { call, wave, dossier, award, signed_by, available_at } = decided;
        Ok(Self {
            outcome: outcome(decided),
            facts: vec![
                ("Appel", call.title.clone()),
                ("Vague", wave.reference.to_string()),
                ("Aide demandée", dossier.aid_requested.to_string()),
                ("Rang", award.rank.to_string()),
            ],
            reasons: award.reasons.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect(),
            signature: format!(
                "{}, {}, le {}. Mise à disposition le {}.",
                signed_by.name,
                signed_by.capacity,
                signed_by.at.in_words(),
                available_at.in_words()
            ),
            remedies: remedies(available_at.paris_day()),
            fingerprint: actions::fingerprint_of(&dossier.reference, award, signed_by)?,
        })
    }
}

fn outcome(decided: &PublishedAward) -> String {
    match decided.award.outcome {
        AwardOutcome::Laureate => {
            format!("Votre dossier est lauréat. L’aide attribuée est de {}.", decided.award.amount)
        }
        AwardOutcome::Reserve => {
            "Votre dossier est inscrit sur la liste complémentaire : il pourra être financé si un lauréat renonce.".to_owned()
        }
        AwardOutcome::Refused => "Votre dossier n’a pas été retenu.".to_owned(),
    }
}

pub(super) async fn get(granted: Granted<ReadAward>) -> Result<Reply, Failure> {
    let decided = granted.subject();
    let dossier = &decided.dossier;
    Reply::page(&AwardPage {
        page: Page::of(&granted),
        badge: (words::badge(decided.award.outcome), words::outcome(decided.award.outcome)),
        reference: dossier.reference.to_string(),
        title: dossier.title.clone(),
        dossier_url: urls::dossier(&dossier.reference),
        pdf: urls::dossier_decision_pdf(&dossier.reference),
        letter: Letter::of(decided)?,
    })
}

/// The decision on paper. The same decision gives the same bytes, whenever it is asked for.
pub(super) async fn pdf(granted: Granted<ReadAward>) -> Result<Reply, Failure> {
    let bytes = decision_pdf(granted.subject()).await?;
    Ok(Reply::file(&format!("Decision-{}.pdf", granted.subject().dossier.reference), "application/pdf", bytes))
}

/// The decision on a dossier as its applicant gets it on paper, written where nobody waits for it.
///
/// # Errors
/// [`StoreError::Fault`] when it cannot be written.
pub async fn decision_pdf(decided: &PublishedAward) -> Result<Vec<u8>, StoreError> {
    let (document, made_at) = (document(decided, Letter::of(decided)?), decided.available_at);
    let fault = |error: &dyn std::fmt::Display| StoreError::Fault(error.to_string());
    let written = tokio::task::spawn_blocking(move || export::document_pdf(&document, made_at)).await;
    written.map_err(|error| fault(&error))?.map_err(|error| fault(&error))
}

fn document(decided: &PublishedAward, letter: Letter) -> Document {
    let section = |title: &str, paragraphs| Section { title: title.to_owned(), paragraphs, table: None };
    let facts = letter.facts.into_iter().map(|(label, value)| (label.to_owned(), value));
    let sections = [
        section("Décision", vec![letter.outcome]),
        section("Motifs", letter.reasons),
        section("Signature", vec![letter.signature]),
        section("Voies et délais de recours", letter.remedies.to_vec()),
    ];
    Document {
        title: format!("Décision sur le dossier {}", decided.dossier.reference),
        subtitle: decided.dossier.title.clone(),
        facts: facts.chain([("Empreinte (SHA-256)".to_owned(), letter.fingerprint.to_string())]).collect(),
        sections: sections.into_iter().filter(|section| !section.paragraphs.is_empty()).collect(),
        footer: format!("Décision {} · empreinte {}", decided.dossier.reference, letter.fingerprint.short()),
    }
}
