//! Staff examine, jurors declare and score.

use std::collections::BTreeSet;

use entity::values::{DossierId, JurorId, PersonId, Reference};

use super::{
    super::{schedule::Reviewers, stage::DemoError},
    Play,
};
use crate::{
    calls::gates::ManageWave,
    dossiers::{
        actions::{Eligibility, check_eligibility, submitted_dossiers},
        gates::CheckEligibility,
    },
    jury::{
        actions::{
            Changes, CriterionScore, WrittenReview, assign, declare_interests, grid, invite_juror, jury_room, my_dossiers,
            submit_review, to_declare,
        },
        gates::{JudgeDossier, TakeSeat},
        rules::interests::Interest,
    },
    people,
};

/// One dossier in this many misses a condition of its call.
const INELIGIBLE_EVERY: usize = 15;
/// How many jurors read each dossier.
const READERS: usize = 2;

impl Play {
    /// Staff check every dossier, invite the jury and give each dossier its readers.
    pub(super) async fn examine(&mut self, wave: usize) -> Result<(), DemoError> {
        let reference = self.wave(wave)?.wave.reference.clone();
        self.check(wave).await?;
        for juror in 0..self.cast.jurors.len() {
            self.seat(&reference, juror).await?;
        }
        self.assign(wave, &reference).await
    }

    async fn check(&self, wave: usize) -> Result<(), DemoError> {
        let submitted = submitted_dossiers(&self.stage.database.reader(), self.wave(wave)?.wave.id).await?;
        for (rank, dossier) in submitted.into_iter().enumerate() {
            let eligible = (rank + 1) % INELIGIBLE_EVERY != 0;
            let reason =
                if eligible { String::new() } else { "La structure n’entre pas dans celles que vise l’appel.".to_owned() };
            let permit = self.stage.permit::<CheckEligibility>(self.cast.staff, dossier.reference.into()).await?;
            let tx = self.stage.begin(Some(self.cast.staff)).await?;
            check_eligibility(&tx, &permit, Eligibility { eligible, reason, capacity: "gestionnaire de l’appel".to_owned() })
                .await
                .map_err(DemoError::refused)?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// Invites a juror, who accepts, sits and declares. The first juror steps aside from one dossier.
    async fn seat(&self, wave: &Reference, juror: usize) -> Result<(), DemoError> {
        let (person, email) = self.cast.jurors[juror].clone();
        let link = self.stage.randomness.token();
        let permit = self.stage.permit::<ManageWave>(self.cast.staff, wave.clone()).await?;
        let tx = self.stage.begin(Some(self.cast.staff)).await?;
        invite_juror(&tx, &permit, email, link.clone()).await.map_err(DemoError::refused)?;
        tx.commit().await?;

        let tx = self.stage.begin(Some(person)).await?;
        let invitation =
            people::actions::invitation(&tx, &link, self.stage.now()).await?.ok_or(DemoError::said("invitation perdue"))?;
        let account = people::actions::person(&tx, person).await?.ok_or(DemoError::said("compte perdu"))?;
        people::actions::accept(&tx, &invitation, &account).await.map_err(DemoError::refused)?;
        tx.commit().await?;

        let permit = self.stage.permit::<TakeSeat>(person, wave.clone()).await?;
        let tx = self.stage.begin(Some(person)).await?;
        let candidates = to_declare(&tx, permit.subject()).await?;
        let declared = candidates.into_iter().enumerate().map(|(rank, (candidate, _))| {
            let is_linked = juror == 0 && rank == 2;
            let link = "J’ai conseillé cette structure l’an dernier.".to_owned();
            (candidate.dossier.id, if is_linked { Interest::Link(link) } else { Interest::Nothing })
        });
        declare_interests(&tx, &permit, declared.collect()).await.map_err(DemoError::refused)?;
        Ok(tx.commit().await?)
    }

    /// Every dossier gets its readers in turn, never somebody who may not read it.
    async fn assign(&self, wave: usize, reference: &Reference) -> Result<(), DemoError> {
        let room = jury_room(&self.stage.database.reader(), self.wave(wave)?.wave.id).await?;
        let jurors: Vec<JurorId> = room.members.iter().map(|(juror, _)| juror.id).collect();
        let mut give = BTreeSet::new();
        for (rank, candidate) in room.dossiers.iter().enumerate() {
            let in_turn = (0..jurors.len()).map(|turn| (candidate.dossier.id, jurors[(rank + turn) % jurors.len()]));
            give.extend(in_turn.filter(|(dossier, juror)| room.barrier(*dossier, *juror).is_none()).take(READERS));
        }
        let permit = self.stage.permit::<ManageWave>(self.cast.staff, reference.clone()).await?;
        let tx = self.stage.begin(Some(self.cast.staff)).await?;
        assign(&tx, &permit, &Changes { give, take_back: BTreeSet::new() }).await.map_err(DemoError::refused)?;
        Ok(tx.commit().await?)
    }

    /// Jurors score what they were given; when some are late, one review in three is missing.
    pub(super) async fn review(&self, wave: usize, reviewers: Reviewers) -> Result<(), DemoError> {
        let id = self.wave(wave)?.wave.id;
        let reader = self.stage.database.reader();
        let criteria = grid(&reader, id).await?;
        for (person, _) in &self.cast.jurors {
            let assigned = my_dossiers(&reader, *person).await?;
            let of_wave = assigned.into_iter().filter(|review| review.candidate.dossier.wave_id == id && !review.is_done());
            for (rank, review) in of_wave.enumerate() {
                if reviewers == Reviewers::Some && rank % 3 == 2 {
                    continue;
                }
                let scores = criteria.iter().map(|criterion| CriterionScore {
                    criterion: criterion.id,
                    half_points: Some(mark(review.candidate.dossier.id, *person, criterion.id.0)),
                    comment: String::new(),
                });
                self.hand_in(*person, review.candidate.dossier.reference, scores.collect()).await?;
            }
        }
        Ok(())
    }

    async fn hand_in(&self, person: PersonId, dossier: Reference, scores: Vec<CriterionScore>) -> Result<(), DemoError> {
        let permit = self.stage.permit::<JudgeDossier>(person, dossier).await?;
        let written = WrittenReview {
            version: 0,
            scores,
            panel_comment: "Avis fictif, écrit pour la démonstration.".to_owned(),
            candidate_comment: "Un projet clair ; le calendrier est à préciser.".to_owned(),
        };
        let tx = self.stage.begin(Some(person)).await?;
        submit_review(&tx, &permit, &written).await.map_err(DemoError::refused)?;
        Ok(tx.commit().await?)
    }
}

/// A mark in half points, 2 to 10, the same each time: most of it the dossier's worth, the rest the juror's taste.
fn mark(dossier: DossierId, person: PersonId, criterion: i64) -> i32 {
    let worth = (dossier.0 * 31 + 7) % 7;
    let taste = (dossier.0 * 5 + person.0 * 3 + criterion) % 3;
    i32::try_from(2 + worth + taste).unwrap_or(5)
}
