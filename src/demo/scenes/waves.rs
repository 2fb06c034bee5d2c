//! Calls drafted and published.

use entity::values::{Money, QuestionKind, Rate, Reference};

use super::{
    super::{schedule::DatedWave, score::euros, stage::DemoError},
    Play, PlayedWave,
    budget::fiscal,
};
use crate::calls::{
    actions::{add_criterion, add_question, draft_call, draft_wave, publish, wave_by_reference},
    gates::{DraftCalls, ManageCall, ManageWave, PublishWave},
    rules::{NewCall, NewCriterion, NewQuestion, NewWave},
};

/// What every jury of the demo judges by, with its weight.
const CRITERIA: [(&str, &str, i32); 3] = [
    ("Intérêt pour la santé", "Le besoin est établi et la réponse change quelque chose pour les patients ou les soignants.", 40),
    ("Qualité du projet", "La méthode, le calendrier et l’équipe sont solides.", 35),
    ("Modèle économique", "Les dépenses sont justes et le projet tient après l’aide.", 25),
];

/// Half of the expenses at most, in millionths.
const HALF: i64 = 500_000;

impl Play {
    /// Drafts a call or its next wave, delegates what it takes, and publishes it.
    pub(super) async fn publish(&mut self, number: usize) -> Result<(), DemoError> {
        let dated = self.plans[number];
        self.delegate_to(dated.plan.action, dated.fiscal_year, euros(dated.plan.envelope)).await?;
        let reference = match self.waves.values().find(|played| played.call.reference.as_str() == dated.plan.call) {
            Some(played) => self.draft_next(played.call.reference.clone(), dated).await?,
            None => self.draft_first(dated).await?,
        };
        let permit = self.stage.permit::<PublishWave>(self.cast.manager, reference.clone()).await?;
        let tx = self.stage.begin(Some(self.cast.manager)).await?;
        publish(&tx, &permit).await.map_err(DemoError::refused)?;
        tx.commit().await?;

        let (call, wave) =
            wave_by_reference(&self.stage.database.reader(), &reference).await?.ok_or(DemoError::said("vague perdue"))?;
        self.waves.insert(number, PlayedWave { call, wave, candidates: 0 });
        Ok(())
    }

    async fn draft_first(&self, dated: DatedWave) -> Result<Reference, DemoError> {
        let plan = dated.plan;
        let permit = self.stage.permit::<DraftCalls>(self.cast.staff, ()).await?;
        let tx = self.stage.begin(Some(self.cast.staff)).await?;
        let new = NewCall {
            action: self.action(plan.action)?.id,
            reference: Reference::parse(plan.call).map_err(|_| DemoError::said(plan.call))?,
            title: plan.title.to_owned(),
            summary: self.action(plan.action)?.summary.clone().unwrap_or_else(|| plan.title.to_owned()),
            audience: plan.audience,
            wave: terms(dated)?,
        };
        let (_, wave) = draft_call(&tx, &permit, new).await.map_err(DemoError::refused)?;
        tx.commit().await?;
        self.equip(&wave.reference).await?;
        Ok(wave.reference)
    }

    async fn draft_next(&self, call: Reference, dated: DatedWave) -> Result<Reference, DemoError> {
        let permit = self.stage.permit::<ManageCall>(self.cast.staff, call).await?;
        let tx = self.stage.begin(Some(self.cast.staff)).await?;
        let wave = draft_wave(&tx, &permit, terms(dated)?, true).await.map_err(DemoError::refused)?;
        tx.commit().await?;
        Ok(wave.reference)
    }

    /// Gives a wave its criteria and its form.
    async fn equip(&self, wave: &Reference) -> Result<(), DemoError> {
        let permit = self.stage.permit::<ManageWave>(self.cast.staff, wave.clone()).await?;
        let tx = self.stage.begin(Some(self.cast.staff)).await?;
        for (name, guidance, weight) in CRITERIA {
            let criterion = NewCriterion { name: name.to_owned(), guidance: guidance.to_owned(), weight };
            add_criterion(&tx, &permit, criterion).await.map_err(DemoError::refused)?;
        }
        for question in questions() {
            add_question(&tx, &permit, question).await.map_err(DemoError::refused)?;
        }
        Ok(tx.commit().await?)
    }
}

fn terms(dated: DatedWave) -> Result<NewWave, DemoError> {
    Ok(NewWave {
        opens_at: dated.opens_at,
        closes_at: dated.closes_at,
        results_on: Some(dated.decided_on),
        envelope: euros(dated.plan.envelope),
        fiscal_year: fiscal(dated.fiscal_year)?,
        max_aid_rate: Rate::from_millionths(HALF).ok_or(DemoError::said("taux"))?,
        min_aid: euros(50_000),
        max_aid: Money::from_cents(dated.plan.asks * 200),
        max_file_bytes: 10_000_000,
    })
}

fn questions() -> [NewQuestion; 3] {
    let question = |section: &str, label: &str, help: &str, kind, required, max_length| NewQuestion {
        section: section.to_owned(),
        label: label.to_owned(),
        help: help.to_owned(),
        kind,
        required,
        max_length,
        choices: Vec::new(),
    };
    [
        question(
            "Le projet",
            "Résumé du projet",
            "Ce que vous voulez faire, pour qui, en quelques phrases.",
            QuestionKind::LongText,
            true,
            Some(2000),
        ),
        question("Le projet", "Durée en mois", "De 12 à 48 mois.", QuestionKind::Number, true, None),
        question("L’équipe", "Responsable scientifique ou technique", "", QuestionKind::ShortText, true, Some(200)),
    ]
}
