//! Publishing a wave: everything it fixes on one page, then the act.

use askama::Template;
use entity::values::Fingerprint;

use super::{
    super::{
        actions::{self, CallError, PublicationPlan, WaveRules},
        gates::{ManagedWave, PublishWave, ReadWave, may_publish},
        rules::Refusal,
    },
    terms,
    wave_context::WaveContext,
    words,
};
use crate::{
    access::{Granted, Visit},
    db::{Reader, StoreError},
    web::{Failure, Form, FormState, Page, Reply, urls},
};

#[derive(Template)]
#[template(path = "calls/publish.html")]
struct Publication {
    page: Page,
    f: FormState,
    context: WaveContext,
    plan: PublicationPlan,
    terms: Vec<(&'static str, String)>,
    gaps: Vec<&'static str>,
    may_publish: bool,
    opens_at_once: bool,
}

impl Publication {
    async fn of(visit: &Visit, db: &Reader, managed: &ManagedWave, f: FormState) -> Result<Self, StoreError> {
        let plan = actions::publication_plan(db, managed, visit.now()).await?;
        Ok(Self {
            page: Page::of(visit),
            f,
            context: WaveContext::of(managed, visit.now()),
            terms: terms::in_words(&(&plan.rules.wave).into()),
            gaps: plan.gaps.iter().map(|gap| words::gap(*gap)).collect(),
            may_publish: may_publish(visit.actor(), &managed.call),
            opens_at_once: managed.wave.opens_at <= visit.now(),
            plan,
        })
    }

    fn criteria(&self) -> String {
        let WaveRules { criteria, .. } = &self.plan.rules;
        format!("{}, poids total {}", words::counted(criteria.len(), "critère"), self.plan.rules.total_weight())
    }

    fn questions(&self) -> String {
        let rules = &self.plan.rules;
        format!("{} en {}", words::counted(rules.questions.len(), "question"), words::counted(rules.sections().len(), "rubrique"))
    }

    /// What lacks on the budget line, in a sentence.
    fn shortfall(&self) -> Option<String> {
        let missing = self.plan.funding.as_ref()?.outcome.err()?;
        Some(format!("Il manque {missing} pour réserver l’enveloppe."))
    }

    /// Whether nothing stands in the way but the act itself.
    fn is_possible(&self) -> bool {
        self.gaps.is_empty() && self.plan.funding.as_ref().is_some_and(|funding| funding.outcome.is_ok())
    }
}

pub(super) async fn get(granted: Granted<ReadWave>) -> Result<Reply, Failure> {
    let wave = &granted.subject().wave;
    if wave.published_at.is_some() {
        return Ok(Reply::see(urls::managed_call(&granted.subject().call.reference)));
    }
    Reply::page(&Publication::of(&granted, &granted.read(), granted.subject(), FormState::empty()).await?)
}

pub(super) async fn post(granted: Granted<PublishWave>, Form(form): Form) -> Result<Reply, Failure> {
    let managed = granted.subject();
    let call = urls::managed_call(&managed.call.reference);
    let Ok(read) = Fingerprint::parse(form.value("read")) else {
        return again(&granted, &Refusal::ChangedSinceRead).await;
    };
    let tx = granted.begin().await?;
    match actions::publish_as_read(&tx, granted.permit(), &read).await {
        Ok(()) => {
            tx.commit().await?;
            let told = format!(
                "La vague {} est publiée et son enveloppe de {} est réservée.",
                managed.wave.reference, managed.wave.envelope
            );
            Ok(Reply::see(call).flash(told))
        }
        // The same click twice: it is published, once.
        Err(CallError::Refused(Refusal::Published)) => Ok(Reply::see(call)),
        Err(CallError::Refused(refusal)) => {
            drop(tx);
            again(&granted, &refusal).await
        }
        Err(CallError::Store(error)) => Err(error.into()),
    }
}

/// The recap again, as it stands now, with why nothing was published.
async fn again(granted: &Granted<PublishWave>, refusal: &Refusal) -> Result<Reply, Failure> {
    let mut form = FormState::empty();
    words::refuse(&mut form, refusal);
    Reply::conflict(&Publication::of(granted, &granted.read(), granted.subject(), form).await?)
}
