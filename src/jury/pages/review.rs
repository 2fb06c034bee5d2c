//! A review: the dossier on the left, the grid on the right.

use askama::Template;
use axum::http::{HeaderMap, StatusCode};
use entity::{
    call, criterion, dossier, review,
    values::{DossierFileId, DossierState, ParisDateTime, ReviewState},
    wave,
};
use serde_json::json;

use super::{
    super::{
        actions::{self, JuryError, PeerReview},
        gates::{AssignedDossier, JudgeDossier, ReadAssignedFile},
        rules::{Refusal, score::displayed_half_points},
    },
    failure,
    review_form::{self, Level},
    words,
};
use crate::{
    access::Granted,
    db::{Reader, StoreError},
    dossiers::{self, DossierContent},
    web::{Failure, Form, FormState, Page, Reply, urls},
};

/// Another juror's review, ready to be read.
struct Peer {
    name: String,
    total: String,
    marks: Vec<(String, String)>,
    panel_comment: String,
}

/// A criterion of the grid and its fields.
struct Judged {
    criterion: criterion::Model,
    mark_field: String,
    comment_field: String,
    /// What is given to it, to be read: « 3,5 – solide ».
    given: String,
    /// What was kept meanwhile by another tab, in the same words.
    other: String,
}

impl Judged {
    fn of(criterion: &criterion::Model, f: &FormState, other: &FormState) -> Self {
        let (mark_field, comment_field) = (review_form::mark_field(criterion), review_form::comment_field(criterion));
        let given = |form: &FormState| {
            let mark = form.value(&mark_field).parse().map_or_else(|_| "pas de note".to_owned(), displayed_half_points);
            with_comment(&mark, form.value(&comment_field))
        };
        Self { given: given(f), other: given(other), criterion: criterion.clone(), mark_field, comment_field }
    }
}

#[derive(Template)]
#[template(path = "jury/review.html")]
struct ReviewPage {
    page: Page,
    f: FormState,
    call: call::Model,
    wave: wave::Model,
    dossier: dossier::Model,
    content: DossierContent,
    grid: Vec<Judged>,
    levels: Vec<Level>,
    total: String,
    kept: Option<review::Model>,
    /// When it was kept last, in words.
    saved: String,
    /// What was kept meanwhile by another tab, when this form was read before.
    other: Option<FormState>,
    peers: Vec<Peer>,
}

impl ReviewPage {
    async fn of(page: Page, reader: &Reader, assigned: &AssignedDossier, typed: Option<FormState>) -> Result<Self, JuryError> {
        let grid = actions::grid(reader, assigned.wave.id).await?;
        let kept = actions::my_review(reader, assigned).await?;
        let peers = actions::peer_reviews(reader, assigned).await?;
        let f = typed.unwrap_or_else(|| review_form::filled(kept.as_ref(), &grid));
        Ok(Self {
            page,
            call: assigned.call.clone(),
            wave: assigned.wave.clone(),
            dossier: assigned.dossier.clone(),
            content: dossiers::actions::content(reader, assigned.dossier.id).await?,
            levels: review_form::levels(),
            total: review_form::running_total(&f, &grid),
            peers: peers.iter().map(|peer| shown(peer, &grid)).collect(),
            saved: kept.as_ref().map_or_else(|| "Rien n’est encore enregistré".to_owned(), |(review, _)| saved_at(review)),
            kept: kept.map(|(review, _)| review),
            grid: grid.iter().map(|criterion| Judged::of(criterion, &f, &FormState::empty())).collect(),
            other: None,
            f,
        })
    }

    /// The form keeps what was typed and takes the version that is kept, which is shown beside it.
    fn in_conflict(mut self, other: FormState, grid: &[criterion::Model]) -> Self {
        self.f = self.f.with("version", other.value("version"));
        self.grid = grid.iter().map(|criterion| Judged::of(criterion, &self.f, &other)).collect();
        Self { other: Some(other), ..self }
    }

    fn is_handed_in(&self) -> bool {
        self.kept.as_ref().is_some_and(|review| review.state == ReviewState::Submitted)
    }

    fn is_judged(&self) -> bool {
        self.dossier.state == DossierState::Eligible
    }

    fn file_url(&self, file: &DossierFileId) -> String {
        urls::juror_file(&self.dossier.reference, file)
    }
}

fn shown(peer: &PeerReview, grid: &[criterion::Model]) -> Peer {
    let score_on = |criterion: &criterion::Model| peer.scores.iter().find(|score| score.criterion_id == criterion.id);
    let mark_on = |criterion: &criterion::Model| score_on(criterion).and_then(|score| score.half_points);
    let mark = |criterion: &criterion::Model| {
        let comment = score_on(criterion).map_or("", |score| score.comment.as_str());
        (criterion.name.clone(), with_comment(&mark_on(criterion).map(displayed_half_points).unwrap_or_default(), comment))
    };
    Peer {
        name: peer.person.name.clone(),
        total: words::total(grid, mark_on).unwrap_or_default(),
        marks: grid.iter().map(mark).collect(),
        panel_comment: peer.review.panel_comment.clone(),
    }
}

fn with_comment(mark: &str, comment: &str) -> String {
    if comment.is_empty() { mark.to_owned() } else { format!("{mark} – {comment}") }
}

fn saved_at(review: &review::Model) -> String {
    format!("Enregistré le {}", ParisDateTime::of(review.updated_at).in_words())
}

pub(super) async fn get(granted: Granted<JudgeDossier>) -> Result<Reply, Failure> {
    let view = ReviewPage::of(Page::of(&granted), &granted.read(), granted.subject(), None).await;
    Reply::page(&view.map_err(|error| failure(error, urls::my_reviews()))?)
}

pub(super) async fn save(granted: Granted<JudgeDossier>, headers: HeaderMap, Form(mut form): Form) -> Result<Reply, Failure> {
    let assigned = granted.subject();
    let by_itself = headers.get("x-requested-with").is_some_and(|by| by == "autosave");
    let grid = actions::grid(&granted.read(), assigned.wave.id).await?;
    let Some(written) = review_form::read(&mut form, &grid) else {
        return if by_itself {
            Ok(Reply::json(StatusCode::UNPROCESSABLE_ENTITY, &json!({})))
        } else {
            again(&granted, form).await
        };
    };
    let tx = granted.begin().await?;
    match actions::save_review(&tx, granted.permit(), &written).await {
        Ok(review) => {
            tx.commit().await?;
            if by_itself {
                let total = review_form::running_total(&form, &grid);
                let kept = json!({ "saved_at_words": saved_at(&review), "version": review.version, "total": total });
                return Ok(Reply::json(StatusCode::OK, &kept));
            }
            Ok(Reply::see(urls::review(&assigned.dossier.reference)).flash("Votre brouillon est enregistré."))
        }
        Err(JuryError::Store(StoreError::Stale)) if by_itself => Ok(Reply::json(StatusCode::CONFLICT, &json!({}))),
        Err(error) => {
            drop(tx);
            refused(&granted, form, &grid, error).await
        }
    }
}

pub(super) async fn hand_in(granted: Granted<JudgeDossier>, Form(mut form): Form) -> Result<Reply, Failure> {
    let assigned = granted.subject();
    let grid = actions::grid(&granted.read(), assigned.wave.id).await?;
    let Some(written) = review_form::read(&mut form, &grid) else { return again(&granted, form).await };
    let tx = granted.begin().await?;
    match actions::submit_review(&tx, granted.permit(), &written).await {
        Ok(_) => {
            tx.commit().await?;
            Ok(Reply::see(urls::review(&assigned.dossier.reference)).flash("Votre évaluation est rendue."))
        }
        Err(error) => {
            drop(tx);
            refused(&granted, form, &grid, error).await
        }
    }
}

async fn refused(
    granted: &Granted<JudgeDossier>,
    form: FormState,
    grid: &[criterion::Model],
    error: JuryError,
) -> Result<Reply, Failure> {
    match error {
        JuryError::Refused(Refusal::Unscored(unscored)) => {
            again(granted, review_form::refuse_unscored(form, grid, &unscored)).await
        }
        JuryError::Store(StoreError::Stale) => conflict(granted, form, grid).await,
        error @ (JuryError::Refused(_) | JuryError::Store(_)) => {
            Err(failure(error, urls::review(&granted.subject().dossier.reference)))
        }
    }
}

async fn again(granted: &Granted<JudgeDossier>, form: FormState) -> Result<Reply, Failure> {
    let view = ReviewPage::of(Page::of(granted), &granted.read(), granted.subject(), Some(form)).await;
    Reply::again(&view.map_err(|error| failure(error, urls::my_reviews()))?)
}

async fn conflict(granted: &Granted<JudgeDossier>, form: FormState, grid: &[criterion::Model]) -> Result<Reply, Failure> {
    let kept = actions::my_review(&granted.read(), granted.subject()).await?;
    let view = ReviewPage::of(Page::of(granted), &granted.read(), granted.subject(), Some(form)).await;
    let view = view.map_err(|error| failure(error, urls::my_reviews()))?;
    Reply::conflict(&view.in_conflict(review_form::filled(kept.as_ref(), grid), grid))
}

pub(super) async fn file(granted: Granted<ReadAssignedFile>) -> Result<Reply, Failure> {
    Reply::joined_file(granted.app(), granted.subject()).await
}
