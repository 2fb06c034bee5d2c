//! Those who apply, and dossiers at every stage.

use entity::{
    dossier, organisation,
    values::{ExpenseCategory, OrganisationKind, QuestionKind, Reference, Siren, Siret},
    wave,
};
use guichet::{
    calls,
    dossiers::{
        actions::{
            NewDossier, PlanTyped, SubmitDossier, TypedAnswer, dossier_by_reference, save_answers, save_plan, start, submit,
        },
        gates::{EditDossier, StartDossier, Submit},
        rules::plan::{Expense, Plan},
    },
    organisations::actions::{NewOrganisation, name_organisation, organisations_of},
};

use super::{App, Person, euros};

/// A SIRET that passes the check, made up for a story.
pub fn siret(number: u32) -> Siret {
    let siren = Siren::with_check_digit(&format!("{:08}", 80_000_000 + number)).unwrap();
    Siret::with_check_digit(&format!("{siren}0001")).unwrap()
}

impl App {
    /// Somebody who acts for a structure of their own, « Structure » and their name.
    pub async fn candidate(&self, name: &str) -> Person {
        let person = self.person(name).await;
        self.organisation_of(&person).await;
        person
    }

    async fn organisation_of(&self, person: &Person) -> organisation::Model {
        let number = u32::try_from(person.id.0).unwrap();
        let new = NewOrganisation {
            siret: siret(number),
            name: format!("Structure {}", person.name),
            kind: OrganisationKind::HealthEstablishment,
        };
        let tx = self.tx(Some(person.id)).await;
        let organisation = name_organisation(&tx, new).await.unwrap();
        tx.commit().await.unwrap();
        organisation
    }

    /// A dossier that a candidate has just begun.
    pub async fn begun(&self, candidate: &Person, wave: &wave::Model) -> Reference {
        let organisation = organisations_of(&self.database.reader(), candidate.id).await.unwrap().remove(0);
        let permit = self.permit::<StartDossier>(candidate, wave.reference.clone()).await;
        let tx = self.tx(Some(candidate.id)).await;
        let title = format!("Projet de {}", candidate.name);
        let key = self.app.randomness().token().secret().to_owned();
        let dossier = start(&tx, &permit, NewDossier { organisation: organisation.id, title, key }).await.unwrap();
        tx.commit().await.unwrap();
        dossier.reference
    }

    /// A dossier with everything that its wave demands: every text is « Réponse », the aid half of the expenses.
    pub async fn complete(&self, candidate: &Person, wave: &wave::Model, aid: i64) -> Reference {
        let reference = self.begun(candidate, wave).await;
        let permit = self.permit::<EditDossier>(candidate, reference.clone().into()).await;
        let tx = self.tx(Some(candidate.id)).await;
        let questions = calls::actions::wave_rules(&tx, wave.id).await.unwrap().questions;
        let texts = questions.iter().filter(|question| question.kind == QuestionKind::LongText);
        let typed = texts.map(|question| TypedAnswer { question: question.id, text: "Réponse".to_owned(), seen: 0 });
        save_answers(&tx, &permit, typed.collect()).await.unwrap();
        let expense = Expense { category: ExpenseCategory::Personnel, label: "Équipe".to_owned(), amount: euros(2 * aid) };
        let plan = PlanTyped { expenses: vec![expense], aid: euros(aid), seen: Plan::default().version() };
        save_plan(&tx, &permit, plan).await.unwrap();
        tx.commit().await.unwrap();
        reference
    }

    /// A dossier that was submitted.
    pub async fn submitted(&self, candidate: &Person, wave: &wave::Model, aid: i64) -> Reference {
        let reference = self.complete(candidate, wave, aid).await;
        let permit = self.permit::<Submit>(candidate, reference.clone().into()).await;
        let version = self.dossier(&reference).await.version;
        let tx = self.tx(Some(candidate.id)).await;
        submit(&tx, &permit, SubmitDossier { key: reference.to_string(), version }).await.unwrap();
        tx.commit().await.unwrap();
        reference
    }

    /// A dossier as it is kept.
    pub async fn dossier(&self, reference: &Reference) -> dossier::Model {
        dossier_by_reference(&self.database.reader(), reference).await.unwrap().expect("the dossier is there")
    }
}
