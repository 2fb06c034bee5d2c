//! The scenes, played one after the other.

mod awards;
mod budget;
mod candidates;
mod jury;
mod payments;
mod portfolio;
mod waves;

use std::collections::BTreeMap;

use entity::{
    action, call, programme,
    values::{OrganisationId, PersonId},
    wave,
};

use super::{
    cast::Cast,
    portfolio::Portfolio,
    schedule::{DatedWave, Scene},
    stage::{DemoError, Stage},
};

/// Everything that the scenes know of each other.
pub(super) struct Play {
    pub(super) stage: Stage,
    pub(super) cast: Cast,
    pub(super) portfolio: Portfolio,
    pub(super) plans: Vec<DatedWave>,
    programmes: BTreeMap<String, programme::Model>,
    actions: BTreeMap<String, action::Model>,
    structures: Vec<Structure>,
    waves: BTreeMap<usize, PlayedWave>,
}

/// An invented structure and the person who carries its dossiers.
#[derive(Clone, Copy)]
struct Structure {
    organisation: OrganisationId,
    bearer: PersonId,
}

/// A wave that was published, and what came in.
struct PlayedWave {
    call: call::Model,
    wave: wave::Model,
    candidates: usize,
}

impl Play {
    /// Ready for the first scene.
    pub(super) fn new(stage: Stage, cast: Cast, portfolio: Portfolio, plans: Vec<DatedWave>) -> Self {
        Self {
            stage,
            cast,
            portfolio,
            plans,
            programmes: BTreeMap::new(),
            actions: BTreeMap::new(),
            structures: Vec::new(),
            waves: BTreeMap::new(),
        }
    }

    /// Plays one scene at the present of the stage.
    pub(super) async fn perform(&mut self, scene: Scene) -> Result<(), DemoError> {
        match scene {
            Scene::Announce(year) => self.announce_programmes(year).await,
            Scene::OpenBudgets(year) => self.open_budgets(year).await,
            Scene::OpenTheRest(year) => self.open_the_rest(year).await,
            Scene::Launch(action) => self.launch(action).await,
            Scene::LaunchFictive(number) => self.launch_fictive(number).await,
            Scene::Observe => self.observe().await,
            Scene::Publish(wave) => self.publish(wave).await,
            Scene::Open(wave) => self.launch_if_new(self.plans[wave].plan.action).await,
            Scene::Submit(wave, many) => self.submit(wave, many).await,
            Scene::Draft(wave, many) => self.draft(wave, many).await,
            Scene::Examine(wave) => self.examine(wave).await,
            Scene::Review(wave, reviewers) => self.review(wave, reviewers).await,
            Scene::Decide(wave) => self.decide(wave).await,
            Scene::PayAdvances(wave) => self.pay_advances(wave).await,
            Scene::Claim(wave) => self.claim(wave).await,
        }
    }

    fn programme(&self, code: &str) -> Result<&programme::Model, DemoError> {
        self.programmes.get(code).ok_or_else(|| DemoError::said(format!("le programme {code} n’a pas été annoncé")))
    }

    fn action(&self, code: &str) -> Result<&action::Model, DemoError> {
        self.actions.get(code).ok_or_else(|| DemoError::said(format!("l’action {code} n’a pas été annoncée")))
    }

    fn wave(&self, wave: usize) -> Result<&PlayedWave, DemoError> {
        self.waves.get(&wave).ok_or_else(|| DemoError::said(format!("la vague n° {wave} n’a pas été publiée")))
    }
}
