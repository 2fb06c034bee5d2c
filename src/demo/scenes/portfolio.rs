//! Programmes announced, actions launched, figures observed.

use entity::values::ActionKind;

use super::{
    super::{
        portfolio::ProgrammeFacts,
        score::{FICTIVE_CALLS, STRATEGY, euros},
        stage::DemoError,
    },
    Play,
};
use crate::programmes::{
    NewAction,
    actions::{add_action, add_indicator, add_programme, add_target, launch_action, observe},
    gates::ManageProgramme,
};

/// What each invented call is said to have, in whole euros.
const FICTIVE_CALL_AMOUNT: i64 = 12_000_000;

impl Play {
    /// Announces the programmes that start this year, then every action whose programmes are all known.
    pub(super) async fn announce_programmes(&mut self, year: i32) -> Result<(), DemoError> {
        let starting: Vec<_> = self.portfolio.programmes.iter().map(ProgrammeFacts::announced).collect();
        for new in starting.into_iter().filter(|new| new.starts.starts_with(&year.to_string())) {
            let is_strategy = new.code == STRATEGY;
            let tx = self.stage.begin(Some(self.cast.manager)).await?;
            let programme = add_programme(&tx, new).await.map_err(DemoError::refused)?;
            tx.commit().await?;
            self.programmes.insert(programme.code.clone(), programme);
            if is_strategy {
                self.announce_fictive_calls().await?;
            }
        }
        self.announce_actions().await?;
        self.announce_targets().await
    }

    async fn announce_actions(&mut self) -> Result<(), DemoError> {
        for facts in self.portfolio.actions.clone() {
            let linked = facts.linked_programme.as_ref().map(|code| self.programmes.get(code).map(|programme| programme.id));
            let is_known = self.actions.contains_key(&facts.code);
            if is_known || !self.programmes.contains_key(&facts.programme) || linked == Some(None) {
                continue;
            }
            self.add(&facts.programme, facts.announced(linked.flatten())).await?;
        }
        Ok(())
    }

    async fn announce_fictive_calls(&mut self) -> Result<(), DemoError> {
        for (code, name) in FICTIVE_CALLS {
            let kind = if code.starts_with("AMI") { ActionKind::Ami } else { ActionKind::Aap };
            let amount = Some(euros(FICTIVE_CALL_AMOUNT));
            self.add(STRATEGY, NewAction { amount, ..NewAction::named(code, name, kind) }).await?;
        }
        Ok(())
    }

    /// Targets come with the actions that they measure.
    async fn announce_targets(&mut self) -> Result<(), DemoError> {
        let (due, later): (Vec<_>, Vec<_>) = std::mem::take(&mut self.portfolio.targets).into_iter().partition(|facts| {
            let has_action = facts.action.as_ref().is_none_or(|code| self.actions.contains_key(code));
            self.programmes.contains_key(&facts.programme) && has_action
        });
        self.portfolio.targets = later;
        for facts in due {
            let action = facts.action.as_ref().and_then(|code| self.actions.get(code)).map(|action| action.id);
            let permit = self.stage.permit::<ManageProgramme>(self.cast.manager, facts.programme.clone()).await?;
            let tx = self.stage.begin(Some(self.cast.manager)).await?;
            add_target(&tx, &permit, facts.announced(action)).await.map_err(DemoError::refused)?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// Writes down what the seed observed.
    pub(super) async fn observe(&mut self) -> Result<(), DemoError> {
        for facts in &self.portfolio.indicators {
            let permit = self.stage.permit::<ManageProgramme>(self.cast.manager, facts.programme.clone()).await?;
            let tx = self.stage.begin(Some(self.cast.manager)).await?;
            let indicator = add_indicator(&tx, &permit, facts.announced()).await.map_err(DemoError::refused)?;
            for observation in facts.observations() {
                observe(&tx, &permit, indicator.id, observation).await.map_err(DemoError::refused)?;
            }
            tx.commit().await?;
        }
        Ok(())
    }

    /// Launches an action that is no call, with its money when it has some.
    pub(super) async fn launch(&mut self, code: &str) -> Result<(), DemoError> {
        let action = self.action(code)?;
        if let (Some(amount), Some(_)) = (action.amount, action.budget_line_id) {
            let year = self.stage.now().paris_day().year();
            self.delegate_to(code, year, amount).await?;
        }
        self.launch_if_new(code).await
    }

    /// Adds and launches an invented action.
    pub(super) async fn launch_fictive(&mut self, number: usize) -> Result<(), DemoError> {
        let code = format!("ACTION-FICTIVE-{number}");
        let name = format!("Action fictive n°\u{a0}{number}");
        self.add(STRATEGY, NewAction::named(code.clone(), name, ActionKind::Other)).await?;
        self.launch_if_new(&code).await
    }

    /// Launches an action unless it was.
    pub(super) async fn launch_if_new(&mut self, code: &str) -> Result<(), DemoError> {
        let action = self.action(code)?;
        if action.launched_on.is_some() {
            return Ok(());
        }
        let permit = self.stage.permit::<ManageProgramme>(self.cast.manager, STRATEGY.to_owned()).await?;
        let tx = self.stage.begin(Some(self.cast.manager)).await?;
        launch_action(&tx, &permit, action.id).await.map_err(DemoError::refused)?;
        tx.commit().await?;
        let today = self.stage.now().paris_day();
        if let Some(action) = self.actions.get_mut(code) {
            action.launched_on = Some(today);
        }
        Ok(())
    }

    async fn add(&mut self, programme: &str, new: NewAction) -> Result<(), DemoError> {
        let permit = self.stage.permit::<ManageProgramme>(self.cast.manager, programme.to_owned()).await?;
        let tx = self.stage.begin(Some(self.cast.manager)).await?;
        let action = add_action(&tx, &permit, new).await.map_err(DemoError::refused)?;
        tx.commit().await?;
        self.actions.insert(action.code.clone(), action);
        Ok(())
    }
}
