//! The decision of a wave: its recap, its signature, its publication.

use askama::Template;
use entity::{
    call,
    values::{AwardOutcome, DecisionState, Money},
    wave,
};

use super::{
    super::{
        actions::{self, AwardError, RankedDossier, Ranking, Signature},
        gates::{SignDecision, may_sign},
        rules::{Refusal, decision as rules},
    },
    failure, words,
};
use crate::{
    access::{Actor, Granted},
    calls::{
        ManagedWave,
        gates::{ReadWave, may_write},
    },
    web::{Failure, Form, FormState, Page, Reply, urls},
};

/// The longest capacity, in characters.
const LONGEST_CAPACITY: usize = 200;

/// The dossiers that share an outcome.
struct Group {
    outcome: AwardOutcome,
    title: &'static str,
    rows: Vec<RankedDossier>,
}

#[derive(Template)]
#[template(path = "awards/decision.html")]
struct DecisionPage {
    page: Page,
    f: FormState,
    call: call::Model,
    wave: wave::Model,
    state: (&'static str, &'static str),
    prepared: Option<actions::PreparedDecision>,
    groups: Vec<Group>,
    total: Money,
    remaining: Money,
    /// What would be refused, or deserves a look, before signing.
    warnings: Vec<String>,
    may_sign: bool,
    /// Why whoever looks may not sign although their role allows it; empty when nothing stands in the way.
    own: String,
    may_prepare: bool,
}

impl DecisionPage {
    fn of(page: Page, actor: &Actor, managed: &ManagedWave, ranking: Ranking, f: FormState) -> Self {
        let state = ranking.prepared.as_ref().map(|prepared| prepared.decision.state);
        let is_draft = matches!(state, None | Some(DecisionState::Draft));
        let total = ranking.awarded();
        Self {
            page,
            call: managed.call.clone(),
            wave: managed.wave.clone(),
            state: words::state(state),
            warnings: if state == Some(DecisionState::Draft) && !f.has_errors() {
                warnings(managed, &ranking)
            } else {
                Vec::new()
            },
            remaining: managed.wave.envelope.checked_sub(total).unwrap_or_default(),
            total,
            may_sign: may_sign(actor, &managed.call),
            own: own(actor, &ranking),
            may_prepare: is_draft && may_write(actor, &managed.call),
            prepared: ranking.prepared.clone(),
            groups: groups(ranking),
            f,
        }
    }

    fn is(&self, state: DecisionState) -> bool {
        self.prepared.as_ref().is_some_and(|prepared| prepared.decision.state == state)
    }

    fn is_draft(&self) -> bool {
        self.is(DecisionState::Draft)
    }

    fn is_signed(&self) -> bool {
        self.is(DecisionState::Signed)
    }
}

fn own(actor: &Actor, ranking: &Ranking) -> String {
    let impartial = actor.person().map_or(Ok(()), |person| rules::impartial(&ranking.parties, person));
    impartial.err().as_ref().map(words::refusal).unwrap_or_default()
}

fn groups(ranking: Ranking) -> Vec<Group> {
    let of = |outcome: AwardOutcome, title| Group {
        outcome,
        title,
        rows: ranking
            .rows
            .iter()
            .filter(|row| row.award.as_ref().is_some_and(|award| award.outcome == outcome))
            .cloned()
            .collect(),
    };
    let all = [
        (AwardOutcome::Laureate, "Lauréats"),
        (AwardOutcome::Reserve, "Liste complémentaire"),
        (AwardOutcome::Refused, "Non retenus"),
    ];
    all.into_iter().map(|(outcome, title)| of(outcome, title)).filter(|group| !group.rows.is_empty()).collect()
}

fn warnings(managed: &ManagedWave, ranking: &Ranking) -> Vec<String> {
    let mut warnings = Vec::new();
    if let Some(missing) = ranking.awarded().checked_sub(managed.wave.envelope).filter(|missing| missing.is_positive()) {
        warnings.push(format!("Les aides proposées dépassent l’enveloppe de {missing} : la signature sera refusée."));
    }
    if ranking.unprepared() > 0 {
        warnings.push(words::progress(ranking.rows.len() - ranking.unprepared(), ranking.rows.len()));
    }
    if ranking.rows.iter().any(|row| row.award.as_ref().is_some_and(|award| award.rank != row.rank)) {
        warnings.push(words::refusal(&Refusal::RankingChanged));
    }
    match ranking.missing_reviews() {
        0 => {}
        1 => warnings.push("Une évaluation n’est pas rendue.".to_owned()),
        several => warnings.push(format!("{several} évaluations ne sont pas rendues.")),
    }
    warnings
}

pub(super) async fn get(granted: Granted<ReadWave>) -> Result<Reply, Failure> {
    let managed = granted.subject();
    let ranking = actions::ranking(&granted.read(), &managed.wave).await?;
    let form = FormState::empty().with("capacity", "responsable du programme");
    Reply::page(&DecisionPage::of(Page::of(&granted), granted.actor(), managed, ranking, form))
}

pub(super) async fn sign(granted: Granted<SignDecision>, Form(mut form): Form) -> Result<Reply, Failure> {
    let managed = granted.subject();
    let address = urls::sign_decision(&managed.wave.reference);
    let signature = Signature {
        version: form.value("version").parse().unwrap_or(-1),
        capacity: form.read_loose_text("capacity", LONGEST_CAPACITY).unwrap_or_default(),
        key: form.value("idempotency_key").to_owned(),
    };
    if signature.key.is_empty() {
        return Err(Failure::Unreadable);
    }
    let tx = granted.begin().await?;
    match actions::sign(&tx, granted.permit(), &signature).await {
        Ok(_) => {
            tx.commit().await?;
            Ok(Reply::see(address).flash("La décision est signée et les aides sont engagées. Elle reste à publier."))
        }
        Err(error @ AwardError::Refused(Refusal::NoCapacity)) => {
            drop(tx);
            again(&granted, form.refused("capacity", words::refused(&error))).await
        }
        Err(error @ (AwardError::Refused(Refusal::OverEnvelope { .. }) | AwardError::Budget(_))) => {
            drop(tx);
            again(&granted, form.refused("", words::refused(&error))).await
        }
        Err(error) => Err(failure(error, address)),
    }
}

async fn again(granted: &Granted<SignDecision>, form: FormState) -> Result<Reply, Failure> {
    let ranking = actions::ranking(&granted.read(), &granted.subject().wave).await?;
    Reply::again(&DecisionPage::of(Page::of(granted), granted.actor(), granted.subject(), ranking, form))
}

pub(super) async fn publish(granted: Granted<SignDecision>, Form(_): Form) -> Result<Reply, Failure> {
    let address = urls::sign_decision(&granted.subject().wave.reference);
    let tx = granted.begin().await?;
    match actions::publish(&tx, granted.permit()).await {
        Ok(_) => {
            tx.commit().await?;
            Ok(Reply::see(address)
                .flash("La décision est publiée : les candidats sont prévenus par courriel et les lauréats sont publics."))
        }
        Err(error) => Err(failure(error, address)),
    }
}
