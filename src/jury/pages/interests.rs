//! Declaring interests: title and structure are all that is shown of a dossier before.

use askama::Template;
use entity::{call, recusal, values::DossierId, wave};

use super::{
    super::{
        actions::{self, JuryError},
        gates::{Seat, TakeSeat},
        rules::{Refusal, interests::Interest},
    },
    failure,
};
use crate::{
    access::Granted,
    db::{Reader, StoreError},
    dossiers::Candidate,
    web::{Choice, Failure, Form, FormState, Page, Reply, urls},
};

/// The longest reason, in characters.
const LONGEST_REASON: usize = 500;

/// A dossier to declare about, or from which one stepped aside.
struct Line {
    candidate: Candidate,
    recusal: Option<recusal::Model>,
    label: String,
    link_field: String,
    reason_field: String,
    reason_label: String,
}

impl Line {
    fn of((candidate, recusal): (Candidate, Option<recusal::Model>)) -> Self {
        Self {
            label: format!("{} – {}", candidate.organisation.name, candidate.dossier.title),
            link_field: link_field(candidate.dossier.id),
            reason_field: reason_field(candidate.dossier.id),
            reason_label: format!("Si vous avez un lien avec « {} », lequel ?", candidate.dossier.title),
            candidate,
            recusal,
        }
    }
}

fn link_field(dossier: DossierId) -> String {
    format!("lien_{dossier}")
}

fn reason_field(dossier: DossierId) -> String {
    format!("motif_{dossier}")
}

#[derive(Template)]
#[template(path = "jury/interests.html")]
struct Interests {
    page: Page,
    f: FormState,
    call: call::Model,
    wave: wave::Model,
    lines: Vec<Line>,
    choices: [Choice; 2],
    declared_at: Option<entity::values::Instant>,
}

impl Interests {
    async fn of(page: Page, reader: &Reader, seat: &Seat, f: FormState) -> Result<Self, StoreError> {
        let lines = actions::to_declare(reader, seat).await?;
        Ok(Self {
            page,
            f,
            call: seat.call.clone(),
            wave: seat.wave.clone(),
            lines: lines.into_iter().map(Line::of).collect(),
            choices: [Choice::new("non", "Aucun lien"), Choice::new("oui", "J’ai un lien : je me déporte")],
            declared_at: seat.juror.as_ref().and_then(|juror| juror.interests_declared_at),
        })
    }

    /// What was declared already is shown as it was.
    fn with_what_was_declared(mut self) -> Self {
        let declared_at = self.declared_at;
        for line in &self.lines {
            let is_covered = super::super::rules::interests::covers(declared_at, line.candidate.dossier.submitted_at);
            if is_covered && line.recusal.is_none() {
                self.f = self.f.with(&line.link_field, "non");
            }
        }
        self
    }
}

pub(super) async fn get(granted: Granted<TakeSeat>) -> Result<Reply, Failure> {
    let view = Interests::of(Page::of(&granted), &granted.read(), granted.subject(), FormState::empty()).await?;
    Reply::page(&view.with_what_was_declared())
}

pub(super) async fn post(granted: Granted<TakeSeat>, Form(mut form): Form) -> Result<Reply, Failure> {
    let seat = granted.subject();
    let lines = actions::to_declare(&granted.read(), seat).await?;
    let open = lines.iter().filter(|(_, recusal)| recusal.is_none()).map(|(candidate, _)| candidate.dossier.id);
    let declared = read(&mut form, open);
    if form.has_errors() {
        return Reply::again(&Interests::of(Page::of(&granted), &granted.read(), seat, form).await?);
    }
    let recused = declared.iter().filter(|(_, interest)| matches!(interest, Interest::Link(_))).count();
    let tx = granted.begin().await?;
    match actions::declare_interests(&tx, granted.permit(), declared).await {
        Ok(_) => {
            tx.commit().await?;
            Ok(Reply::see(urls::my_reviews()).flash(told(recused)))
        }
        Err(JuryError::Refused(Refusal::Undeclared(left_out))) => {
            drop(tx);
            let form = left_out.iter().fold(form, |form, dossier| form.refused(&link_field(*dossier), UNDECLARED));
            Reply::again(&Interests::of(Page::of(&granted), &granted.read(), seat, form).await?)
        }
        Err(error) => Err(failure(error, urls::interests(&seat.wave.reference))),
    }
}

const UNDECLARED: &str = "Dites si vous avez un lien avec ce dossier.";

fn read(form: &mut FormState, dossiers: impl Iterator<Item = DossierId>) -> Vec<(DossierId, Interest)> {
    let mut declared = Vec::new();
    for dossier in dossiers {
        match form.value(&link_field(dossier)) {
            "non" => declared.push((dossier, Interest::Nothing)),
            "oui" => declared
                .extend(form.read_text(&reason_field(dossier), LONGEST_REASON).map(|reason| (dossier, Interest::Link(reason)))),
            _ => form.refuse(&link_field(dossier), UNDECLARED),
        }
    }
    declared
}

fn told(recused: usize) -> String {
    match recused {
        0 => "Votre déclaration est enregistrée.".to_owned(),
        1 => "Votre déclaration est enregistrée. Vous êtes déporté d’un dossier : il ne vous sera pas montré.".to_owned(),
        several => format!(
            "Votre déclaration est enregistrée. Vous êtes déporté de {several} dossiers : ils ne vous seront pas montrés."
        ),
    }
}
