//! What was decided: the decision on each wave, and the letter to each candidate once it could be read.

use entity::{award, decision, dossier, wave};
use serde::Serialize;

use super::{super::super::store, Making, Outlet, PackError};
use crate::{
    awards::{self, gates::signed_by, pages::decision_pdf},
    db::{Source, StoreError},
};

/// A decision.
#[derive(Serialize)]
struct Decided {
    wave: String,
    signed_at: Option<String>,
    signatory: Option<String>,
    capacity: Option<String>,
    /// When candidates could read it; absent while they could not.
    published_at: Option<String>,
    awards: Vec<Awarded>,
}

/// What it says of a dossier.
#[derive(Serialize)]
struct Awarded {
    dossier: String,
    title: String,
    rank: i32,
    outcome: String,
    /// In euros, with two decimals; a text, so that no reader makes a float of it.
    amount: String,
    reasons: String,
    /// SHA-256 of what was signed.
    fingerprint: Option<String>,
}

impl Awarded {
    fn of(decision: &decision::Model, award: &award::Model, dossier: &dossier::Model) -> Result<Self, StoreError> {
        let signed = signed_by(decision);
        let print = |signed| awards::actions::fingerprint_of(&dossier.reference, award, &signed);
        Ok(Self {
            dossier: dossier.reference.to_string(),
            title: dossier.title.clone(),
            rank: award.rank,
            outcome: award.outcome.to_string(),
            amount: award.amount.plain(),
            reasons: award.reasons.clone(),
            fingerprint: signed.map(print).transpose()?.map(|print| print.to_string()),
        })
    }
}

impl<S: Source, O: Outlet> Making<'_, S, O> {
    pub(super) async fn decisions(&mut self) -> Result<(), PackError> {
        if self.is_without_dossier() {
            return Ok(());
        }
        for (decision, wave) in store::decisions_signed(self.db, self.pack.packed.programme.id, self.pack.known).await? {
            if self.laureate.is_none_or(|(_, known)| known == decision.id) {
                self.decision(&decision, &wave).await?;
            }
        }
        Ok(())
    }

    async fn decision(&mut self, decision: &decision::Model, wave: &wave::Model) -> Result<(), PackError> {
        let mut all = store::awards_of(self.db, decision.id).await?;
        if let Some((dossier, _)) = self.laureate {
            all.retain(|(award, _)| award.dossier_id == dossier);
        }
        let published = decision.published_at.filter(|at| *at <= self.pack.known);
        let told = Decided {
            wave: wave.reference.to_string(),
            signed_at: decision.signed_at.map(|at| at.iso()),
            signatory: decision.signatory_name.clone(),
            capacity: decision.signatory_capacity.clone(),
            published_at: published.map(|at| at.iso()),
            awards: all.iter().map(|(award, dossier)| Awarded::of(decision, award, dossier)).collect::<Result<_, _>>()?,
        };
        let text = serde_json::to_vec_pretty(&told).map_err(std::io::Error::from)?;
        self.file(&format!("decisions/{}.json", wave.reference), &text).await?;
        if published.is_none() {
            return Ok(());
        }
        for (_, dossier) in all {
            if let Some(decided) = awards::gates::decided(self.db, &dossier.reference).await? {
                let letter = decision_pdf(&decided).await?;
                self.file(&format!("decisions/{}.pdf", dossier.reference), &letter).await?;
            }
        }
        Ok(())
    }
}
