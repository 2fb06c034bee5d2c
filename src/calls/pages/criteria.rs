//! The criteria of a wave's jury.

use askama::Template;
use entity::criterion;

use super::{
    super::{
        actions::{self, CallError, NewCriterion},
        gates::{ManageCriterion, ManageWave, ManagedWave, ReadWave, may_write},
        rules::HEAVIEST,
    },
    wave_context::WaveContext,
    words,
};
use crate::{
    access::{Granted, Visit},
    db::{Reader, StoreError},
    web::{Failure, Form, FormState, Page, Reply, urls},
};

/// The longest name of a criterion, in characters.
const LONGEST_NAME: usize = 120;
/// The longest guidance, in characters.
const LONGEST_GUIDANCE: usize = 2000;

#[derive(Template)]
#[template(path = "calls/criteria.html")]
struct Criteria {
    page: Page,
    f: FormState,
    context: WaveContext,
    criteria: Vec<criterion::Model>,
    total: i32,
    may_change: bool,
}

impl Criteria {
    async fn of(visit: &Visit, db: &Reader, managed: &ManagedWave, f: FormState) -> Result<Self, StoreError> {
        let rules = actions::wave_rules(db, managed.wave.id).await?;
        let context = WaveContext::of(managed, visit.now());
        Ok(Self {
            page: Page::of(visit),
            f,
            total: rules.total_weight(),
            criteria: rules.criteria,
            may_change: may_write(visit.actor(), &managed.call) && !context.is_published(),
            context,
        })
    }

    /// What share of the whole a criterion weighs, in whole percent.
    fn share(&self, criterion: &criterion::Model) -> i32 {
        (criterion.weight * 200 + self.total) / (2 * self.total.max(1))
    }
}

pub(super) async fn get(granted: Granted<ReadWave>) -> Result<Reply, Failure> {
    Reply::page(&Criteria::of(&granted, &granted.read(), granted.subject(), FormState::empty()).await?)
}

pub(super) async fn post(granted: Granted<ManageWave>, Form(mut form): Form) -> Result<Reply, Failure> {
    let managed = granted.subject();
    let Some(new) = read(&mut form) else {
        return Reply::again(&Criteria::of(&granted, &granted.read(), managed, form).await?);
    };
    let tx = granted.begin().await?;
    match actions::add_criterion(&tx, granted.permit(), new).await {
        Ok(added) => {
            tx.commit().await?;
            Ok(Reply::see(urls::edit_criteria(&managed.wave.reference))
                .flash(format!("Le critère « {} » est ajouté.", added.name)))
        }
        Err(CallError::Refused(refusal)) => {
            drop(tx);
            words::refuse(&mut form, &refusal);
            Reply::again(&Criteria::of(&granted, &granted.read(), managed, form).await?)
        }
        Err(CallError::Store(error)) => Err(error.into()),
    }
}

fn read(form: &mut FormState) -> Option<NewCriterion> {
    let name = form.read_text("name", LONGEST_NAME);
    let guidance = form.read_loose_text("guidance", LONGEST_GUIDANCE);
    let weight = form.read::<u32>("weight");
    // A weight that no integer holds is out of bounds, as the rule will say.
    let weight = weight.map(|weight| i32::try_from(weight).unwrap_or(HEAVIEST + 1));
    Some(NewCriterion { name: name?, guidance: guidance?, weight: weight? })
}

pub(super) async fn remove(granted: Granted<ManageCriterion>, Form(_): Form) -> Result<Reply, Failure> {
    let (managed, criterion) = granted.subject();
    let back = urls::edit_criteria(&managed.wave.reference);
    let tx = granted.begin().await?;
    actions::remove_criterion(&tx, granted.permit()).await.map_err(|error| words::failure(error, back.clone()))?;
    tx.commit().await?;
    Ok(Reply::see(back).flash(format!("Le critère « {} » est retiré.", criterion.name)))
}
