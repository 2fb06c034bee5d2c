//! Programmes announced, actions launched, figures observed.

use entity::values::ActionKind;

use super::{
    super::{
        score::{FICTIVE_CALLS, euros},
        stage::DemoError,
    },
    Play,
};
use crate::programmes::{
    actions::{add_action, add_programme, launch_action},
    gates::ManageProgramme,
    rules::announced::NewAction,
};

const STRATEGY: &str = "SASN";

impl Play {
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
        self.add(NewAction::named(code.clone(), format!("Action fictive n° {number}"), ActionKind::Other)).await?;
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

    async fn add(&mut self, new: NewAction) -> Result<(), DemoError> {
        let permit = self.stage.permit::<ManageProgramme>(self.cast.manager, STRATEGY.to_owned()).await?;
        let tx = self.stage.begin(Some(self.cast.manager)).await?;
        let action = add_action(&tx, &permit, new).await.map_err(DemoError::refused)?;
        tx.commit().await?;
        self.actions.insert(action.code.clone(), action);
        Ok(())
    }
}
