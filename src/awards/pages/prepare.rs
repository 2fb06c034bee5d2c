//! Preparing the decision of a wave.

use askama::Template;
use entity::{call, values::AwardOutcome, wave};

use super::{
    super::{
        actions::{self, AwardError, Ranking},
        rules::Refusal,
    },
    failure, prepare_form,
    ranking::Score,
    words,
};
use crate::{
    access::Granted,
    calls::{ManagedWave, gates::ManageWave},
    db::StoreError,
    jury,
    web::{Choice, Failure, Form, FormState, Page, Reply, urls},
};

/// A dossier and its fields.
struct Row {
    rank: i32,
    reference: String,
    title: String,
    organisation: String,
    score: String,
    asked: String,
    /// « 2 à rendre »: the reviews still to come; empty when there are none.
    missing: String,
    outcome_field: String,
    amount_field: String,
    reasons_field: String,
    /// What was kept meanwhile, when this form was read before.
    kept: Option<String>,
}

#[derive(Template)]
#[template(path = "awards/prepare.html")]
struct Prepare {
    page: Page,
    f: FormState,
    call: call::Model,
    wave: wave::Model,
    rows: Vec<Row>,
    outcomes: Vec<Choice>,
    /// What the kept proposals come to, for those without JavaScript.
    total: String,
    in_conflict: bool,
}

impl Prepare {
    fn of(page: Page, managed: &ManagedWave, ranking: &Ranking, f: FormState) -> Self {
        Self {
            page,
            call: managed.call.clone(),
            wave: managed.wave.clone(),
            rows: rows(ranking, false),
            outcomes: AwardOutcome::ALL
                .iter()
                .map(|outcome| Choice::new(outcome.to_string(), words::outcome(*outcome)))
                .collect(),
            total: ranking.total().to_string(),
            in_conflict: false,
            f,
        }
    }

    /// The form keeps what was typed and takes the version that is kept, which is shown beside it.
    fn in_conflict(self, ranking: &Ranking) -> Self {
        let version = ranking.prepared.as_ref().map_or(0, |prepared| prepared.decision.version);
        Self { f: self.f.with("version", version), rows: rows(ranking, true), in_conflict: true, ..self }
    }
}

fn rows(ranking: &Ranking, with_kept: bool) -> Vec<Row> {
    let row = |ranked: &actions::RankedDossier| {
        let dossier = &ranked.candidate.dossier;
        Row {
            rank: ranked.rank,
            reference: dossier.reference.to_string(),
            title: dossier.title.clone(),
            organisation: ranked.candidate.organisation.name.clone(),
            score: Score::of(ranked).map(|score| score.words).unwrap_or_default(),
            asked: dossier.aid_requested.to_string(),
            missing: if ranked.missing_reviews > 0 { words::missing(ranked.missing_reviews) } else { String::new() },
            outcome_field: prepare_form::outcome_field(dossier.id),
            amount_field: prepare_form::amount_field(dossier.id),
            reasons_field: prepare_form::reasons_field(dossier.id),
            kept: with_kept.then(|| prepare_form::kept(ranked)),
        }
    };
    ranking.rows.iter().map(row).collect()
}

pub(super) async fn get(granted: Granted<ManageWave>) -> Result<Reply, Failure> {
    let (reader, managed) = (granted.read(), granted.subject());
    let ranking = actions::ranking(&reader, &managed.wave).await?;
    let comments = jury::actions::candidate_comments(&reader, managed.wave.id).await?;
    let form = prepare_form::filled(&ranking, &comments);
    Reply::page(&Prepare::of(Page::of(&granted), managed, &ranking, form))
}

pub(super) async fn post(granted: Granted<ManageWave>, Form(mut form): Form) -> Result<Reply, Failure> {
    let managed = granted.subject();
    let ranking = actions::ranking(&granted.read(), &managed.wave).await?;
    let again = |form, ranking| Reply::again(&Prepare::of(Page::of(&granted), managed, ranking, form));
    let Some(draft) = prepare_form::read(&mut form, &ranking) else { return again(form, &ranking) };

    let tx = granted.begin().await?;
    match actions::prepare(&tx, granted.permit(), draft).await {
        Ok(_) => {
            tx.commit().await?;
            Ok(Reply::see(urls::ranking(&managed.wave.reference))
                .flash("La décision est préparée. Elle peut changer jusqu’à sa signature."))
        }
        Err(error) => {
            drop(tx);
            let ranking = actions::ranking(&granted.read(), &managed.wave).await?;
            match error {
                AwardError::Refused(Refusal::Flawed(flaws)) => again(prepare_form::refuse_flaws(form, &flaws), &ranking),
                AwardError::Refused(refusal @ Refusal::NotTheseDossiers(_)) => {
                    again(form.refused("", words::refusal(&refusal)), &ranking)
                }
                AwardError::Store(StoreError::Stale) => {
                    Reply::conflict(&Prepare::of(Page::of(&granted), managed, &ranking, form).in_conflict(&ranking))
                }
                error @ (AwardError::Refused(_) | AwardError::Budget(_) | AwardError::Dossier(_) | AwardError::Store(_)) => {
                    Err(failure(error, urls::ranking(&managed.wave.reference)))
                }
            }
        }
    }
}
