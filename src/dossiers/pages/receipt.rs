//! The receipt of a submission: on screen, and on paper.

use askama::Template;
use entity::values::{DossierState, Instant};

use super::super::{
    actions::{self, Receipt},
    gates::OwnDossier,
    rules::{files::size_in_words, receipt},
};
use crate::{
    access::Granted,
    export::{self, Document, Section},
    web::{Failure, Page, Reply, urls},
};

#[derive(Template)]
#[template(path = "dossiers/receipt.html")]
struct ReceiptSheet {
    page: Page,
    number: String,
    reference: String,
    dossier_url: String,
    pdf: String,
    received_at: Instant,
    received_words: String,
    facts: Vec<(&'static str, String)>,
    files: Vec<(String, String, String)>,
    remedies: Vec<String>,
    fingerprint: String,
}

pub(super) async fn get(granted: Granted<OwnDossier>) -> Result<Reply, Failure> {
    let receipt = receipt_of(&granted).await?;
    let file = |file: &receipt::SubmittedFile| {
        (file.name.clone(), size_in_words(u64::try_from(file.size).unwrap_or(0)), file.sha256.to_string())
    };
    Reply::page(&ReceiptSheet {
        page: Page::of(&granted),
        reference: receipt.dossier.to_string(),
        dossier_url: urls::dossier(&receipt.dossier),
        pdf: urls::receipt_pdf(&receipt.dossier),
        received_at: receipt.received_at,
        received_words: receipt.received_at.in_words_to_the_second(),
        facts: facts(&receipt),
        files: receipt.content.files.iter().map(file).collect(),
        remedies: remedies(&receipt),
        fingerprint: receipt.fingerprint.to_string(),
        number: receipt.number,
    })
}

/// The receipt of a submitted dossier; a draft has none.
async fn receipt_of(granted: &Granted<OwnDossier>) -> Result<Receipt, Failure> {
    let dossier = granted.subject();
    if dossier.state == DossierState::Draft {
        return Err(Failure::NotFound);
    }
    actions::receipt_of(&granted.read(), dossier.id).await?.ok_or(Failure::NotFound)
}

/// What the receipt states.
fn facts(receipt: &Receipt) -> Vec<(&'static str, String)> {
    let content = &receipt.content;
    vec![
        ("Dossier", receipt.dossier.to_string()),
        ("Appel", format!("{} ({})", content.call, content.wave)),
        ("Projet", content.title.clone()),
        ("Structure", format!("{}, SIRET {}", content.organisation.name, content.organisation.siret.spaced())),
        ("Déposé par", content.submitted_by.clone()),
        ("Reçu le", format!("{} (heure de Paris)", receipt.received_at.in_words_to_the_second())),
        ("Total des dépenses", content.total.to_string()),
        ("Aide demandée", content.aid_requested.to_string()),
    ]
}

/// What the law has a receipt say: when silence is a rejection, and what can be done then (norms §5: CRPA L231-4 3°,
/// R112-5, R112-11-1; CJA R421-1, R421-2).
fn remedies(receipt: &Receipt) -> Vec<String> {
    let rejected_on = receipt::implicit_rejection(receipt.received_at).in_words();
    vec![
        format!("Votre demande est instruite par le service chargé de l’appel « {} ». Cet accusé de réception ne préjuge pas de la recevabilité du dossier ni de la décision.", receipt.content.call),
        format!("Le silence gardé pendant deux mois par l’administration vaut décision de rejet (code des relations entre le public et l’administration, article L.\u{a0}231-4, 3°). À défaut de réponse, votre demande sera réputée rejetée le {rejected_on}."),
        "Dans les deux mois qui suivent une décision de rejet, expresse ou née du silence, vous pouvez adresser au service un recours gracieux, ou saisir le tribunal administratif compétent, y compris par www.telerecours.fr (code de justice administrative, articles R.\u{a0}421-1 et R.\u{a0}421-2).".to_owned(),
    ]
}

/// The receipt on paper. The same receipt gives the same bytes, whenever it is asked for.
pub(super) async fn pdf(granted: Granted<OwnDossier>) -> Result<Reply, Failure> {
    let receipt = receipt_of(&granted).await?;
    let (document, made_at) = (document(&receipt), receipt.received_at);
    let written = tokio::task::spawn_blocking(move || export::document_pdf(&document, made_at)).await;
    let bytes =
        written.map_err(|error| Failure::fault(&error.to_string()))?.map_err(|error| Failure::fault(&error.to_string()))?;
    Ok(Reply::file(&format!("{}.pdf", receipt.number), "application/pdf", bytes))
}

fn document(receipt: &Receipt) -> Document {
    let facts = facts(receipt).into_iter().map(|(label, value)| (label.to_owned(), value));
    let files = Section {
        title: "Pièces jointes".to_owned(),
        paragraphs: receipt.content.files.iter().map(|file| format!("{}\nSHA-256 : {}", file.name, file.sha256)).collect(),
        table: None,
    };
    let remedies = Section { title: "Suites et recours".to_owned(), paragraphs: remedies(receipt), table: None };
    Document {
        title: format!("Accusé de réception {}", receipt.number),
        subtitle: receipt.content.title.clone(),
        facts: facts.chain([("Empreinte (SHA-256)".to_owned(), receipt.fingerprint.to_string())]).collect(),
        sections: [files].into_iter().filter(|files| !files.paragraphs.is_empty()).chain([remedies]).collect(),
        footer: format!("{} · empreinte {}", receipt.number, receipt.fingerprint.short()),
    }
}
