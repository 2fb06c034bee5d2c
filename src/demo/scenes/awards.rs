//! The manager decides.

use std::collections::BTreeMap;

use entity::values::{AwardOutcome, Money};

use super::{super::stage::DemoError, Play};
use crate::{
    awards::{
        actions::{Draft, Signature, decision_of, prepare, publish, ranking, sign},
        gates::SignDecision,
        rules::proposal::Proposal,
    },
    calls::gates::ManageWave,
};

/// How many dossiers wait in reserve behind the laureates.
const RESERVE: usize = 3;

impl Play {
    /// Proposes an outcome for every dossier of the ranking, signs the decision and publishes it.
    pub(super) async fn decide(&self, wave: usize) -> Result<(), DemoError> {
        let played = &self.wave(wave)?.wave;
        let ranking = ranking(&self.stage.database.reader(), played).await?;
        let laureates = self.plans[wave].plan.laureates;
        let proposals: BTreeMap<_, _> = ranking
            .rows
            .iter()
            .enumerate()
            .map(|(place, row)| (row.candidate.dossier.id, proposal(place, laureates, row.candidate.dossier.aid_requested)))
            .collect();
        let permit = self.stage.permit::<ManageWave>(self.cast.staff, played.reference.clone()).await?;
        let tx = self.stage.begin(Some(self.cast.staff)).await?;
        prepare(&tx, &permit, Draft { version: 0, proposals }).await.map_err(DemoError::refused)?;
        tx.commit().await?;

        let prepared = decision_of(&self.stage.database.reader(), played).await?.ok_or(DemoError::said("décision perdue"))?;
        let signature = Signature {
            version: prepared.decision.version,
            capacity: "Responsable de programme".to_owned(),
            key: self.stage.randomness.token().secret().to_owned(),
        };
        let permit = self.stage.permit::<SignDecision>(self.cast.manager, played.reference.clone()).await?;
        let tx = self.stage.begin(Some(self.cast.manager)).await?;
        sign(&tx, &permit, &signature).await.map_err(DemoError::refused)?;
        tx.commit().await?;

        let tx = self.stage.begin(Some(self.cast.manager)).await?;
        publish(&tx, &permit).await.map_err(DemoError::refused)?;
        Ok(tx.commit().await?)
    }
}

fn proposal(place: usize, laureates: usize, asked: Money) -> Proposal {
    if place < laureates {
        Proposal { outcome: AwardOutcome::Laureate, amount: asked, reasons: String::new() }
    } else if place < laureates + RESERVE {
        Proposal {
            outcome: AwardOutcome::Reserve,
            amount: Money::ZERO,
            reasons: "Projet de qualité, au-delà de l’enveloppe.".to_owned(),
        }
    } else {
        Proposal {
            outcome: AwardOutcome::Refused,
            amount: Money::ZERO,
            reasons: "D’autres projets ont été mieux classés.".to_owned(),
        }
    }
}
