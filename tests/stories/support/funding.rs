//! A programme with money, and calls on it: the world in which most stories begin.

use entity::{
    action, call, programme,
    values::{ActionKind, Audience, Book, Money, QuestionKind, Rate, Reference, Year},
    wave,
};
use guichet::{
    access::Scope,
    budget::{
        self,
        actions::{Delegation, Opening},
        gates::ManageLine,
    },
    calls::{
        self,
        actions::{NewCall, NewCriterion, NewQuestion, NewWave},
        gates::{DraftCalls, ManageWave, PublishWave},
    },
    programmes::{self, NewAction, NewProgramme, gates::ManageProgramme},
};

use super::{App, Person, Role, instant};

/// A programme, an action of it with ten million euros available in 2026, and the people who run them.
pub struct Funded {
    /// The programme.
    pub programme: programme::Model,
    /// The action that has the money.
    pub action: action::Model,
    /// Its manager.
    pub manager: Person,
    /// Its staff.
    pub staff: Person,
}

/// An amount in whole euros.
pub fn euros(amount: i64) -> Money {
    Money::from_cents(amount * 100)
}

/// 2026.
pub fn year() -> Year {
    Year::new(2026).unwrap()
}

/// The terms of the wave that stories use: open from 12 January to 2 March 2026 at noon, five million euros.
pub fn terms() -> NewWave {
    NewWave {
        opens_at: instant("2026-01-12T09:00:00Z"),
        closes_at: instant("2026-03-02T12:00:00+01:00"),
        results_on: None,
        envelope: euros(5_000_000),
        fiscal_year: year(),
        max_aid_rate: Rate::parse("50").unwrap(),
        min_aid: euros(10_000),
        max_aid: euros(1_000_000),
        max_file_bytes: 10_000_000,
    }
}

impl App {
    /// The programme SASN, its action AAP-TL and its money.
    pub async fn funded(&self) -> Funded {
        self.funded_as("SASN").await
    }

    /// The same under another code.
    pub async fn funded_as(&self, code: &str) -> Funded {
        let tx = self.tx(None).await;
        let new = NewProgramme {
            code: code.to_owned(),
            name: format!("Programme {code}"),
            starts: "2021".to_owned(),
            ends: "2027".to_owned(),
            ..NewProgramme::default()
        };
        let programme = programmes::actions::add_programme(&tx, new).await.unwrap();
        tx.commit().await.unwrap();
        let scope = Scope::Programme(programme.id);
        let manager = self.person_with(&format!("Responsable {code}"), Role::ProgrammeManager, scope).await;
        let staff = self.person_with(&format!("Gestion {code}"), Role::Staff, scope).await;

        let permit = self.permit::<ManageProgramme>(&manager, code.to_owned()).await;
        let tx = self.tx(Some(manager.id)).await;
        let action = NewAction {
            amount: Some(euros(10_000_000)),
            ..NewAction::named("AAP-TL", "Tiers-lieux d’expérimentation", ActionKind::Aap)
        };
        let action = programmes::actions::add_action(&tx, &permit, action).await.unwrap();
        tx.commit().await.unwrap();
        self.fund(&manager, &programme, &action, euros(10_000_000)).await;
        Funded { programme, action, manager, staff }
    }

    async fn fund(&self, manager: &Person, programme: &programme::Model, action: &action::Model, amount: Money) {
        let (book, year) = (Book::Ae, year());
        let permit = self.permit::<ManageLine>(manager, programme.budget_line_id.unwrap()).await;
        let tx = self.tx(Some(manager.id)).await;
        let opening = Opening { book, year, amount, reason: "Loi de finances".to_owned(), document: None, day: None, key: None };
        budget::actions::open(&tx, &permit, opening).await.unwrap();
        let to = action.budget_line_id.unwrap();
        budget::actions::delegate(
            &tx,
            &permit,
            Delegation { to, book, year, amount, reason: "Délégation".to_owned(), earmark: None, day: None, key: None },
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
    }

    /// A call and its wave, still a draft, with two criteria and two questions.
    pub async fn drafted_wave(&self, funded: &Funded, reference: &str, terms: NewWave) -> (call::Model, wave::Model) {
        let permit = self.permit::<DraftCalls>(&funded.manager, ()).await;
        let new = NewCall {
            action: funded.action.id,
            reference: Reference::parse(reference).unwrap(),
            title: format!("Tiers-lieux d’expérimentation {reference}"),
            summary: "Évaluer des services numériques en santé, 50 % au plus.".to_owned(),
            audience: Audience::HealthEstablishments,
            wave: terms,
        };
        let tx = self.tx(Some(funded.manager.id)).await;
        let (call, wave) = calls::actions::draft_call(&tx, &permit, new).await.unwrap();
        tx.commit().await.unwrap();

        let permit = self.permit::<ManageWave>(&funded.manager, wave.reference.clone()).await;
        let tx = self.tx(Some(funded.manager.id)).await;
        for (name, weight) in [("Qualité du projet", 60), ("Équipe", 40)] {
            let criterion = NewCriterion { name: name.to_owned(), guidance: String::new(), weight };
            calls::actions::add_criterion(&tx, &permit, criterion).await.unwrap();
        }
        for (label, kind, required) in
            [("Résumé", QuestionKind::LongText, true), ("Lettre de soutien", QuestionKind::File, false)]
        {
            let question = NewQuestion {
                section: "Projet".to_owned(),
                label: label.to_owned(),
                help: String::new(),
                kind,
                required,
                max_length: None,
                choices: Vec::new(),
            };
            calls::actions::add_question(&tx, &permit, question).await.unwrap();
        }
        tx.commit().await.unwrap();
        (call, wave)
    }

    /// A published wave of a call of its own.
    pub async fn published_wave(&self, funded: &Funded, reference: &str, terms: NewWave) -> (call::Model, wave::Model) {
        let (call, wave) = self.drafted_wave(funded, reference, terms).await;
        let permit = self.permit::<PublishWave>(&funded.manager, wave.reference.clone()).await;
        let tx = self.tx(Some(funded.manager.id)).await;
        calls::actions::publish(&tx, &permit).await.unwrap();
        let rules = calls::actions::wave_rules(&tx, wave.id).await.unwrap();
        tx.commit().await.unwrap();
        (call, rules.wave)
    }
}
