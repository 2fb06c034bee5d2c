//! The world that is measured: one call with a crowd of dossiers, made by the actions that people's clicks call.

use std::error::Error;

use entity::{
    organisation, question,
    values::{
        ActionKind, Audience, Book, Email, ExpenseCategory, Instant, Money, OrganisationKind, PersonId, QuestionKind, Rate,
        Reference, Role, Siren, Siret, Year,
    },
    wave,
};
use guichet::{
    access::{Actor, Grant, Permit, Policy, Scope, ask},
    budget::{self, gates::ManageLine},
    calls::{self, gates as call_gates},
    db::{Database, Tx},
    dossiers::{
        self, gates as dossier_gates,
        rules::plan::{Expense, Plan},
    },
    organisations,
    people::{self, PasswordHash},
    programmes::{self, gates::ManageProgramme},
    randomness::Randomness,
};
use jiff::SignedDuration;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// How many people apply; each writes the same number of dossiers.
const APPLICANTS: usize = 100;
/// How many dossiers one transaction moves on.
const BATCH: usize = 100;

/// What the measures need to know of the world.
pub(crate) struct World {
    /// The call.
    pub(crate) call: Reference,
    /// Its wave, open.
    pub(crate) wave: Reference,
    /// The cookie of somebody on the staff who has signed in.
    pub(crate) staff: String,
}

/// Makes the world: `dossiers` submitted dossiers, of which two out of three were found eligible.
pub(crate) async fn build(database: &Database, dossiers: usize, now: Instant) -> Outcome<World> {
    let stage = Stage { database, now, hash: PasswordHash::of("Chêne-vert-2026", &[7; 32]).ok_or("argon2")? };
    let manager = stage.person("Responsable fictive", Some(Role::ProgrammeManager)).await?;
    let wave = stage.publish_call(manager).await?;
    for applicant in 0..APPLICANTS.min(dossiers) {
        let count = dossiers / APPLICANTS + usize::from(applicant < dossiers % APPLICANTS);
        stage.apply(applicant, count, &wave).await?;
    }
    let staff = stage.person("Gestionnaire fictif", Some(Role::Staff)).await?;
    stage.examine(staff, &wave).await?;
    let call = Reference::parse("AAP-MESURE").map_err(|error| format!("{error:?}"))?;
    Ok(World { call, wave: wave.reference, staff: stage.sign_in(staff).await? })
}

struct Stage<'a> {
    database: &'a Database,
    now: Instant,
    hash: PasswordHash,
}

impl Stage<'_> {
    fn days_from_now(&self, days: i64) -> Instant {
        self.now.plus(SignedDuration::from_hours(24 * days))
    }

    async fn tx(&self, author: PersonId, at: Instant) -> Outcome<Tx> {
        Ok(self.database.begin(Some(author), at).await?)
    }

    async fn actor(&self, person: PersonId) -> Outcome<Actor> {
        Ok(people::actions::actor_of(&self.database.reader(), person).await?)
    }

    async fn permit<P: Policy>(&self, actor: &Actor, key: P::Key, at: Instant) -> Outcome<Permit<P>> {
        Ok(ask::<P>(actor, key, &self.database.reader(), at).await?)
    }

    async fn person(&self, name: &str, role: Option<Role>) -> Outcome<PersonId> {
        let tx = self.database.begin(None, self.days_from_now(-60)).await?;
        let address = format!("{}@exemple.fr", name.to_lowercase().replace(' ', "."));
        let email = Email::parse(&address).map_err(|error| format!("{address}: {error:?}"))?;
        let person = people::actions::create_account(&tx, &email, name, &self.hash, true).await?;
        let person = person.ok_or_else(|| format!("{address} has an account"))?;
        if let Some(role) = role {
            people::actions::grant_role(&tx, person.id, Grant { role, scope: Scope::Site }).await?;
        }
        tx.commit().await?;
        Ok(person.id)
    }

    /// A programme, its budget, and a call whose wave opened a month ago and closes in a month.
    async fn publish_call(&self, manager: PersonId) -> Outcome<wave::Model> {
        let at = self.days_from_now(-40);
        let actor = self.actor(manager).await?;
        let tx = self.tx(manager, at).await?;
        let programme = programmes::actions::add_programme(&tx, programme()).await?;
        tx.commit().await?;

        let permit = self.permit::<ManageProgramme>(&actor, programme.code.clone(), at).await?;
        let tx = self.tx(manager, at).await?;
        let action = programmes::actions::add_action(&tx, &permit, action()).await?;
        tx.commit().await?;

        let envelope = euros(500_000_000);
        let year = Year::new(at.paris_day().year()).ok_or("year")?;
        let line = action.budget_line_id.ok_or("the action has a line of budget")?;
        let permit = self.permit::<ManageLine>(&actor, line, at).await?;
        let tx = self.tx(manager, at).await?;
        let reason = "Mesure".to_owned();
        let opening =
            budget::actions::Opening { book: Book::Ae, year, amount: envelope, reason, document: None, day: None, key: None };
        budget::actions::open(&tx, &permit, opening).await?;
        tx.commit().await?;

        let permit = self.permit::<call_gates::DraftCalls>(&actor, (), at).await?;
        let tx = self.tx(manager, at).await?;
        let reference = Reference::parse("AAP-MESURE").map_err(|error| format!("{error:?}"))?;
        let terms = self.terms(envelope, year)?;
        let call = calls::actions::NewCall {
            action: action.id,
            reference,
            title: "Appel à projets de mesure".to_owned(),
            summary: "Un appel fictif, pour mesurer la vitesse du service quand dix mille dossiers y répondent.".to_owned(),
            audience: Audience::All,
            wave: terms,
        };
        let (_, wave) = calls::actions::draft_call(&tx, &permit, call).await?;
        tx.commit().await?;
        self.complete_and_publish(&actor, manager, wave.reference, at).await
    }

    async fn complete_and_publish(&self, actor: &Actor, manager: PersonId, wave: Reference, at: Instant) -> Outcome<wave::Model> {
        let permit = self.permit::<call_gates::ManageWave>(actor, wave.clone(), at).await?;
        let tx = self.tx(manager, at).await?;
        for (name, weight) in [("Intérêt du projet", 3), ("Faisabilité", 2)] {
            let criterion = calls::actions::NewCriterion { name: name.to_owned(), guidance: String::new(), weight };
            calls::actions::add_criterion(&tx, &permit, criterion).await?;
        }
        let question = calls::actions::NewQuestion {
            section: "Projet".to_owned(),
            label: "Résumé du projet".to_owned(),
            help: String::new(),
            kind: QuestionKind::LongText,
            required: true,
            max_length: Some(2000),
            choices: Vec::new(),
        };
        calls::actions::add_question(&tx, &permit, question).await?;
        tx.commit().await?;

        let permit = self.permit::<call_gates::PublishWave>(actor, wave, at).await?;
        let tx = self.tx(manager, at).await?;
        calls::actions::publish(&tx, &permit).await?;
        tx.commit().await?;
        Ok(permit.subject().wave.clone())
    }

    fn terms(&self, envelope: Money, fiscal_year: Year) -> Outcome<calls::actions::NewWave> {
        Ok(calls::actions::NewWave {
            opens_at: self.days_from_now(-30),
            closes_at: self.days_from_now(30),
            results_on: None,
            envelope,
            fiscal_year,
            max_aid_rate: rate("0.50")?,
            min_aid: euros(10_000),
            max_aid: euros(1_000_000),
            max_file_bytes: 10_000_000,
        })
    }

    /// One person writes and submits `count` dossiers for one structure.
    async fn apply(&self, number: usize, count: usize, wave: &wave::Model) -> Outcome<()> {
        let at = self.days_from_now(-20);
        let applicant = self.person(&format!("Candidate fictive {number}"), None).await?;
        let actor = self.actor(applicant).await?;
        let tx = self.tx(applicant, at).await?;
        let structure = name_structure(&tx, number).await?;
        tx.commit().await?;

        let permit = self.permit::<dossier_gates::StartDossier>(&actor, wave.reference.clone(), at).await?;
        let tx = self.tx(applicant, at).await?;
        let mut begun = Vec::new();
        for project in 0..count {
            let title = format!("Projet fictif {number}-{project} de télésurveillance");
            let new = dossiers::actions::NewDossier { organisation: structure.id, title, key: format!("{project}") };
            begun.push(dossiers::actions::start(&tx, &permit, new).await?);
        }
        tx.commit().await?;
        let questions = calls::actions::wave_rules(&self.database.reader(), wave.id).await?.questions;
        let tx = self.tx(applicant, at).await?;
        for (project, dossier) in begun.into_iter().enumerate() {
            let cost = euros(100_000 + i64::try_from((number * 7919 + project * 104_729) % 1_500_000)?);
            self.write_and_submit(&tx, &actor, dossier.reference, &questions, cost).await?;
        }
        Ok(tx.commit().await?)
    }

    async fn write_and_submit(
        &self,
        tx: &Tx,
        actor: &Actor,
        dossier: Reference,
        questions: &[question::Model],
        cost: Money,
    ) -> Outcome<()> {
        let editing = self.permit::<dossier_gates::EditDossier>(actor, dossier.clone().into(), tx.at()).await?;
        let answers = questions.iter().map(|question| dossiers::actions::TypedAnswer {
            question: question.id,
            text: "Suivre à distance mille patients chroniques, avec des soignants de leur territoire.".to_owned(),
            seen: 0,
        });
        dossiers::actions::save_answers(tx, &editing, answers.collect()).await?;

        let expense = Expense { category: ExpenseCategory::Personnel, label: "Équipe".to_owned(), amount: cost };
        let aid = cost.share_down(rate("0.40")?);
        let plan = dossiers::actions::PlanTyped { expenses: vec![expense], aid, seen: Plan::default().version() };
        dossiers::actions::save_plan(tx, &editing, plan).await?;

        let written = dossiers::actions::dossier_by_reference(tx, &dossier).await?.ok_or("the dossier is there")?;
        let submitting = self.permit::<dossier_gates::Submit>(actor, dossier.into(), tx.at()).await?;
        let order = dossiers::actions::SubmitDossier { key: "mesure".to_owned(), version: written.version };
        dossiers::actions::submit(tx, &submitting, order).await?;
        Ok(())
    }

    /// Staff find two dossiers out of three eligible, one out of nine not; the rest waits.
    async fn examine(&self, staff: PersonId, wave: &wave::Model) -> Outcome<()> {
        let actor = self.actor(staff).await?;
        let at = self.now;
        let submitted = dossiers::actions::submitted_dossiers(&self.database.reader(), wave.id).await?;
        let examined: Vec<_> = submitted.into_iter().enumerate().filter(|(number, _)| number % 9 < 7).collect();
        for batch in examined.chunks(BATCH) {
            let tx = self.tx(staff, at).await?;
            for (number, dossier) in batch {
                let permit = self.permit::<dossier_gates::CheckEligibility>(&actor, dossier.reference.clone().into(), at).await?;
                let eligible = number % 9 < 6;
                let reason = if eligible { String::new() } else { "Hors du champ de l’appel.".to_owned() };
                let capacity = "gestionnaire".to_owned();
                let found = dossiers::actions::Eligibility { eligible, reason, capacity };
                dossiers::actions::check_eligibility(&tx, &permit, found).await?;
            }
            tx.commit().await?;
        }
        Ok(())
    }

    /// The cookie of a browser in which `person` signs in now.
    async fn sign_in(&self, person: PersonId) -> Outcome<String> {
        let known = people::actions::person(&self.database.reader(), person).await?.ok_or("the person is there")?;
        let browser = Randomness::System.token();
        let cookie = format!("guichet={}", browser.secret());
        let typed = people::actions::Credentials {
            email: known.email.clone(),
            password: String::new(),
            address: "127.0.0.1".to_owned(),
            user_agent: "mesure".to_owned(),
            browser,
        };
        let tx = self.database.begin(None, self.now).await?;
        people::actions::sign_in(&tx, &typed, Some(&known), true).await?;
        tx.commit().await?;
        Ok(cookie)
    }
}

async fn name_structure(tx: &Tx, number: usize) -> Outcome<organisation::Model> {
    let siren = Siren::with_check_digit(&format!("90{number:06}")).ok_or("siren")?;
    let siret = Siret::with_check_digit(&format!("{siren}0001")).ok_or("siret")?;
    let name = format!("Structure fictive n° {number}");
    let new = organisations::actions::NewOrganisation { siret, name, kind: OrganisationKind::Association };
    Ok(organisations::actions::name_organisation(tx, new).await?)
}

fn rate(text: &str) -> Outcome<Rate> {
    Rate::parse_plain(text).map_err(|error| format!("{text}: {error:?}").into())
}

fn euros(amount: i64) -> Money {
    Money::from_cents(amount * 100)
}

fn programme() -> programmes::NewProgramme {
    programmes::NewProgramme {
        code: "MESURE".to_owned(),
        name: "Programme de mesure".to_owned(),
        tagline: None,
        summary: None,
        starts: "2021".to_owned(),
        ends: "2028".to_owned(),
        launched_on: None,
        orientations: None,
        actions_announced: None,
        amount: None,
        earmarks: Vec::new(),
        axes: Vec::new(),
    }
}

fn action() -> programmes::NewAction {
    programmes::NewAction {
        code: "AAP-MESURE".to_owned(),
        name: "Appel de mesure".to_owned(),
        kind: ActionKind::Aap,
        axis: None,
        amount: None,
        amount_per_year: None,
        status_note: None,
        recurrence: None,
        operator: None,
        aid_rate: None,
        legal_basis: None,
        linked_programme: None,
        summary: None,
        topics: Vec::new(),
        eligibility: Vec::new(),
    }
}
