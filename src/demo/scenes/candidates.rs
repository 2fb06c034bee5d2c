//! Invented structures apply.

use entity::values::{ExpenseCategory, Money, OrganisationKind, PersonId, Reference, Siren, Siret};

use super::{
    super::{score::euros, stage::DemoError},
    Play, Structure,
};
use crate::{
    dossiers::{
        actions::{
            NewDossier, PlanTyped, SubmitDossier, TypedAnswer, dossier_by_reference, save_answers, save_plan, start, submit,
        },
        gates::{EditDossier, StartDossier, Submit},
        rules::plan::Expense,
    },
    organisations::actions::{NewOrganisation, name_organisation},
};

/// How many structures are invented: more than any wave has candidates.
const STRUCTURES: usize = 160;
/// By how many structures each wave starts further in the list than the one before.
const SHIFT: usize = 37;

impl Play {
    /// Submits dossiers of a wave, at the present of the story.
    pub(super) async fn submit(&mut self, wave: usize, many: u32) -> Result<(), DemoError> {
        for _ in 0..many {
            let (reference, bearer) = self.write(wave).await?;
            let permit = self.stage.permit::<Submit>(bearer, reference.clone().into()).await?;
            let dossier = dossier_by_reference(&self.stage.database.reader(), &reference).await?;
            let version = dossier.ok_or(DemoError::said("dossier perdu"))?.version;
            let tx = self.stage.begin(Some(bearer)).await?;
            let order = SubmitDossier { key: self.stage.randomness.token().secret().to_owned(), version };
            submit(&tx, &permit, order).await.map_err(DemoError::refused)?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// Writes dossiers that stay drafts.
    pub(super) async fn draft(&mut self, wave: usize, many: u32) -> Result<(), DemoError> {
        for _ in 0..many {
            self.write(wave).await?;
        }
        Ok(())
    }

    /// Writes the dossier of the next structure in line.
    async fn write(&mut self, wave: usize) -> Result<(Reference, PersonId), DemoError> {
        let rank = self.wave(wave)?.candidates;
        let structure = self.structure((wave * SHIFT + rank) % STRUCTURES).await?;
        let asked = self.asked(wave, rank);
        let reference = self.begin_dossier(wave, rank, structure).await?;

        let permit = self.stage.permit::<EditDossier>(structure.bearer, reference.clone().into()).await?;
        let tx = self.stage.begin(Some(structure.bearer)).await?;
        let rules = crate::calls::actions::wave_rules(&tx, self.wave(wave)?.wave.id).await?;
        let answers = ["Un projet inventé pour la démonstration : il n’existe pas.", "24", "Personne fictive"];
        let typed = rules.questions.iter().zip(answers);
        let typed = typed.map(|(question, text)| TypedAnswer { question: question.id, text: text.to_owned(), seen: 0 });
        save_answers(&tx, &permit, typed.collect()).await.map_err(DemoError::refused)?;
        let seen = crate::dossiers::rules::plan::Plan::default().version();
        let plan = PlanTyped { expenses: expenses(asked), aid: asked, seen };
        save_plan(&tx, &permit, plan).await.map_err(DemoError::refused)?;
        tx.commit().await?;

        if let Some(played) = self.waves.get_mut(&wave) {
            played.candidates += 1;
        }
        Ok((reference, structure.bearer))
    }

    async fn begin_dossier(&self, wave: usize, rank: usize, structure: Structure) -> Result<Reference, DemoError> {
        let played = self.wave(wave)?;
        let permit = self.stage.permit::<StartDossier>(structure.bearer, played.wave.reference.clone()).await?;
        let tx = self.stage.begin(Some(structure.bearer)).await?;
        let new = NewDossier {
            organisation: structure.organisation,
            title: format!("Projet fictif n°\u{a0}{}\u{a0}: {}", rank + 1, played.call.title),
            key: self.stage.randomness.token().secret().to_owned(),
        };
        let dossier = start(&tx, &permit, new).await.map_err(DemoError::refused)?;
        tx.commit().await?;
        Ok(dossier.reference)
    }

    /// About what the wave's candidates ask for, to the cent: nine tenths to eleven tenths of it.
    fn asked(&self, wave: usize, rank: usize) -> Money {
        let rank = i64::try_from(rank).unwrap_or(0);
        let percent = 91 + (rank * 7) % 19;
        Money::from_cents(euros(self.plans[wave].plan.asks).cents() / 100 * percent + (rank * 37) % 100)
    }

    /// An invented structure; the first belongs to the demo's candidate.
    async fn structure(&mut self, number: usize) -> Result<Structure, DemoError> {
        while self.structures.len() <= number {
            let next = self.structures.len();
            let bearer = if next == 0 { self.cast.candidate } else { self.cast.bearers[next % self.cast.bearers.len()] };
            let tx = self.stage.begin(Some(bearer)).await?;
            let new = NewOrganisation {
                siret: siret(next)?,
                name: format!("Structure fictive n°\u{a0}{:03}", next + 1),
                kind: kind(next),
            };
            let organisation = name_organisation(&tx, new).await.map_err(DemoError::refused)?;
            tx.commit().await?;
            self.structures.push(Structure { organisation: organisation.id, bearer });
        }
        Ok(self.structures[number])
    }
}

/// An invented number that passes the check.
fn siret(number: usize) -> Result<Siret, DemoError> {
    let siren = Siren::with_check_digit(&format!("{:08}", 90_000_000 + number)).ok_or(DemoError::said("SIREN fictif"))?;
    Siret::with_check_digit(&format!("{siren}0001")).ok_or(DemoError::said("SIRET fictif"))
}

fn kind(number: usize) -> OrganisationKind {
    const KINDS: [OrganisationKind; 5] = [
        OrganisationKind::HealthEstablishment,
        OrganisationKind::Company,
        OrganisationKind::University,
        OrganisationKind::ResearchBody,
        OrganisationKind::Association,
    ];
    KINDS[number % KINDS.len()]
}

/// Expenses of which the aid is just under half.
fn expenses(aid: Money) -> Vec<Expense> {
    let row = |category, label: &str, cents| Expense { category, label: label.to_owned(), amount: Money::from_cents(cents) };
    vec![
        row(ExpenseCategory::Personnel, "Équipe du projet", aid.cents()),
        row(ExpenseCategory::Equipment, "Matériel et logiciels", aid.cents() / 2),
        row(ExpenseCategory::Subcontracting, "Évaluation par un tiers", aid.cents() - aid.cents() / 2 + 12_345),
    ]
}
