//! Preparing the decision of a wave.

use askama::Template;
use entity::{call, values::AwardOutcome, wave};
use serde::Deserialize;

use super::{
    super::{
        actions::{self, AwardError, RankedDossier, Ranking},
        rules::Refusal,
    },
    failure, prepare_form,
    ranking::Score,
    words,
};
use crate::{
    access::Granted,
    calls::{ManagedWave, gates::ManageWave},
    db::{self, PageNumber, StoreError},
    jury,
    web::{Choice, Failure, Form, FormState, Page, Pages, Query, Reply, urls},
};

/// How many dossiers a page prepares: their reasons, at twelve bytes a character at worst once sent, hold in one form.
const PER_PAGE: u64 = 20;

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    page: String,
}

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
    /// « 2 commentaires … »: those too long to be proposed; empty when there are none.
    left_out: String,
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
    pages: Pages,
    outcomes: Vec<Choice>,
    /// What the kept proposals of the whole wave come to.
    total: String,
    /// « 12 dossiers sur 300 sont préparés »
    progress: String,
    in_conflict: bool,
}

impl Prepare {
    fn of(page: Page, managed: &ManagedWave, ranking: &Ranking, rows: Vec<Row>, pages: Pages, f: FormState) -> Self {
        Self {
            page,
            call: managed.call.clone(),
            wave: managed.wave.clone(),
            rows,
            pages,
            outcomes: AwardOutcome::ALL
                .iter()
                .map(|outcome| Choice::new(outcome.to_string(), words::outcome(*outcome)))
                .collect(),
            total: ranking.awarded().to_string(),
            progress: words::progress(ranking.rows.len() - ranking.unprepared(), ranking.rows.len()),
            in_conflict: false,
            f,
        }
    }

    /// The form keeps what was typed and takes the version that is kept, which is shown beside it.
    fn in_conflict(self, ranking: &Ranking) -> Self {
        let version = ranking.prepared.as_ref().map_or(0, |prepared| prepared.decision.version);
        Self { f: self.f.with("version", version), in_conflict: true, ..self }
    }
}

/// The page of the ranking that is prepared.
fn listed(ranking: &Ranking, number: &str) -> db::Page<RankedDossier> {
    db::Page::cut(&ranking.rows, PageNumber::parse(Some(number)), PER_PAGE)
}

fn pages(managed: &ManagedWave, list: &db::Page<RankedDossier>) -> Pages {
    Pages::of(list, &urls::prepare_decision(&managed.wave.reference), &[])
}

impl Row {
    fn of(ranked: &RankedDossier) -> Self {
        let dossier = &ranked.candidate.dossier;
        Self {
            rank: ranked.rank,
            reference: dossier.reference.to_string(),
            title: dossier.title.clone(),
            organisation: ranked.candidate.organisation.name.clone(),
            score: Score::of(ranked).map(|score| score.words).unwrap_or_default(),
            asked: dossier.aid_requested.to_string(),
            missing: if ranked.missing_reviews > 0 { words::missing(ranked.missing_reviews) } else { String::new() },
            left_out: String::new(),
            outcome_field: prepare_form::outcome_field(dossier.id),
            amount_field: prepare_form::amount_field(dossier.id),
            reasons_field: prepare_form::reasons_field(dossier.id),
            kept: None,
        }
    }
}

pub(super) async fn get(granted: Granted<ManageWave>, Query(query): Query<Asked>) -> Result<Reply, Failure> {
    let (reader, managed) = (granted.read(), granted.subject());
    let ranking = actions::ranking(&reader, &managed.wave).await?;
    let comments = jury::actions::candidate_comments(&reader, managed.wave.id).await?;
    let list = listed(&ranking, &query.page);
    let row = |ranked| Row { left_out: words::left_out(prepare_form::left_out(ranked, &comments)), ..Row::of(ranked) };
    let form = prepare_form::filled(&ranking, &list.rows, &comments);
    let (rows, pages) = (list.rows.iter().map(row).collect(), pages(managed, &list));
    Reply::page(&Prepare::of(Page::of(&granted), managed, &ranking, rows, pages, form))
}

pub(super) async fn post(granted: Granted<ManageWave>, Form(mut form): Form) -> Result<Reply, Failure> {
    let managed = granted.subject();
    let ranking = actions::ranking(&granted.read(), &managed.wave).await?;
    let pages = pages(managed, &listed(&ranking, form.value("page")));
    let again = |form: FormState, ranking: &Ranking| {
        let rows = prepare_form::sent(&form, ranking).into_iter().map(Row::of).collect();
        Reply::again(&Prepare::of(Page::of(&granted), managed, ranking, rows, pages.clone(), form))
    };
    let rows = prepare_form::sent(&form, &ranking);
    let Some(draft) = prepare_form::read(&mut form, &rows) else { return again(form, &ranking) };

    let tx = granted.begin().await?;
    match actions::prepare(&tx, granted.permit(), draft).await {
        Ok(_) => {
            tx.commit().await?;
            Ok(saved(managed, &actions::ranking(&granted.read(), &managed.wave).await?, pages.next))
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
                    let sent = prepare_form::sent(&form, &ranking).into_iter();
                    let rows = sent.map(|ranked| Row { kept: Some(prepare_form::kept(ranked)), ..Row::of(ranked) }).collect();
                    let view = Prepare::of(Page::of(&granted), managed, &ranking, rows, pages.clone(), form);
                    Reply::conflict(&view.in_conflict(&ranking))
                }
                error @ (AwardError::Refused(_) | AwardError::Budget(_) | AwardError::Dossier(_) | AwardError::Store(_)) => {
                    Err(failure(error, urls::ranking(&managed.wave.reference)))
                }
            }
        }
    }
}

/// What comes next: the following page while some dossiers are not prepared, the ranking after the last.
fn saved(managed: &ManagedWave, ranking: &Ranking, next: Option<String>) -> Reply {
    match (ranking.unprepared(), next) {
        (0, _) => Reply::see(urls::ranking(&managed.wave.reference))
            .flash("La décision est préparée. Elle peut changer jusqu’à sa signature."),
        (_, next) => Reply::see(next.unwrap_or_else(|| urls::prepare_decision(&managed.wave.reference)))
            .flash(words::progress(ranking.rows.len() - ranking.unprepared(), ranking.rows.len())),
    }
}
