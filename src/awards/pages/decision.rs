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
    access::{Actor, Granted, Policy},
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
    /// What stands in the way of signing: while there is any, no signature is asked for.
    obstacles: Vec<String>,
    /// « 2 évaluations ne sont pas rendues. », which does not prevent signing; empty when none is missing.
    missing: String,
    may_sign: bool,
    /// Why whoever looks may not sign although their role allows it; empty when nothing stands in the way.
    own: String,
    may_prepare: bool,
}

impl DecisionPage {
    async fn of(granted: &Granted<impl Policy<Subject = ManagedWave>>, f: FormState) -> Result<Self, Failure> {
        let (reader, actor, managed) = (granted.read(), granted.actor(), granted.subject());
        let ranking = actions::ranking(&reader, &managed.wave).await?;
        let obstacles =
            if ranking.is_signed() { Vec::new() } else { actions::obstacles(&reader, &managed.wave, &ranking).await? };
        let state = ranking.prepared.as_ref().map(|prepared| prepared.decision.state);
        let is_draft = matches!(state, None | Some(DecisionState::Draft));
        let total = ranking.awarded();
        Ok(Self {
            page: Page::of(granted),
            call: managed.call.clone(),
            wave: managed.wave.clone(),
            state: words::state(state),
            obstacles: obstacles.iter().map(|obstacle| told(obstacle, &ranking)).collect(),
            missing: missing(&ranking),
            remaining: managed.wave.envelope.checked_sub(total).unwrap_or_default(),
            total,
            may_sign: may_sign(actor, &managed.call),
            own: own(actor, &ranking),
            may_prepare: is_draft && may_write(actor, &managed.call),
            prepared: ranking.prepared.clone(),
            groups: groups(ranking),
            f,
        })
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

/// An obstacle, as whoever mends it reads it: a decision that is prepared in part says how far it is.
fn told(obstacle: &Refusal, ranking: &Ranking) -> String {
    let unprepared = ranking.unprepared();
    if let Refusal::OverEnvelope { missing, .. } = obstacle {
        words::over_envelope(*missing)
    } else if unprepared > 0 && matches!(obstacle, Refusal::NotTheseDossiers(_)) {
        words::progress(ranking.rows.len() - unprepared, ranking.rows.len())
    } else {
        words::refusal(obstacle)
    }
}

fn missing(ranking: &Ranking) -> String {
    match ranking.missing_reviews() {
        0 => String::new(),
        1 => "Une évaluation n’est pas rendue.".to_owned(),
        several => format!("{several} évaluations ne sont pas rendues."),
    }
}

pub(super) async fn get(granted: Granted<ReadWave>) -> Result<Reply, Failure> {
    let form = FormState::empty().with("capacity", "responsable du programme");
    Reply::page(&DecisionPage::of(&granted, form).await?)
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
        // The page itself says what of the envelope is exceeded, and asks for no signature.
        Err(AwardError::Refused(Refusal::OverEnvelope { .. })) => {
            drop(tx);
            again(&granted, form).await
        }
        Err(error @ AwardError::Budget(_)) => {
            drop(tx);
            again(&granted, form.refused("", words::refused(&error))).await
        }
        Err(error) => Err(failure(error, address)),
    }
}

async fn again(granted: &Granted<SignDecision>, form: FormState) -> Result<Reply, Failure> {
    Reply::again(&DecisionPage::of(granted, form).await?)
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
