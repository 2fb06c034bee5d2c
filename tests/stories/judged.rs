//! A wave that has closed, its dossiers found eligible, and the people of its jury: where the stories of juries and of
//! decisions begin.

use entity::{
    call, criterion, decision, dossier,
    values::{
        ActionKind, Audience, AwardOutcome, Book, DossierId, ExpenseCategory, JurorId, Money, OrganisationKind, QuestionKind,
        Rate, Reference, Siren, Siret, Year,
    },
    wave,
};
use guichet::{
    access::{Permit, Scope},
    awards::{
        self, AwardError,
        actions::{Draft, RankedDossier, Signature},
        gates::SignDecision,
        rules::proposal::Proposal,
    },
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
    dossiers::{
        self, DossierKey,
        actions::{Eligibility, NewDossier, PlanTyped, SubmitDossier},
        gates::{CheckEligibility, EditDossier, StartDossier, Submit},
        rules::plan::{Expense, Plan},
    },
    jury::{
        self,
        actions::{Changes, CriterionScore, WrittenReview},
        gates::{JudgeDossier, TakeSeat},
        rules::interests::Interest,
    },
    organisations::{self, actions::NewOrganisation},
    people,
    programmes::{
        self,
        gates::ManageProgramme,
        rules::announced::{NewAction, NewProgramme},
    },
};
use sea_orm::ConnectionTrait;

use crate::support::{App, Browser, Person, Role, instant};

/// The envelope of the wave: 100 000,00 €.
pub const ENVELOPE: Money = Money::from_cents(10_000_000);
/// When the wave closes.
pub const CLOSING: &str = "2026-02-02T12:00:00+01:00";
/// The morning after.
pub const AFTER: &str = "2026-02-03T09:00:00+01:00";

/// The world.
pub struct World {
    pub app: App,
    pub manager: Person,
    pub staff: Person,
    pub auditor: Person,
    pub wave: wave::Model,
    pub grid: Vec<criterion::Model>,
    pub dossiers: Vec<(dossier::Model, Person)>,
}

pub fn euros(euros: i64) -> Money {
    Money::from_cents(euros * 100)
}

impl World {
    /// A wave closed since yesterday with a dossier for each amount asked, in euros, all found eligible.
    pub async fn with_requests(asked: &[i64]) -> Self {
        let app = App::start().await;
        let manager = app.person("Rose Responsable").await;
        let mut world = Self::open_wave(app, manager).await;
        for (number, euros) in asked.iter().enumerate() {
            world.submit_dossier(number, *euros).await;
        }
        world.app.at(AFTER);
        for number in 0..asked.len() {
            world.find_eligible(number).await;
        }
        world
    }

    async fn open_wave(app: App, manager: Person) -> Self {
        let tx = app.tx(None).await;
        let programme = programmes::actions::add_programme(&tx, programme()).await.unwrap();
        tx.commit().await.unwrap();
        app.grant(&manager, Role::ProgrammeManager, Scope::Programme(programme.id)).await;
        let staff = app.person_with("Guy Gestionnaire", Role::Staff, Scope::Programme(programme.id)).await;
        let auditor = app.person_with("Aude Auditrice", Role::Auditor, Scope::Site).await;

        let permit = app.permit::<ManageProgramme>(&manager, "SASN".to_owned()).await;
        let tx = app.tx(Some(manager.id)).await;
        let action = programmes::actions::add_action(&tx, &permit, action()).await.unwrap();
        tx.commit().await.unwrap();
        let top = programme.budget_line_id.unwrap();
        let permit = app.permit::<ManageLine>(&manager, top).await;
        let tx = app.tx(Some(manager.id)).await;
        let (book, year, amount) = (Book::Ae, Year::new(2026).unwrap(), euros(1_000_000));
        let opening = Opening { book, year, amount, reason: "Loi de finances".to_owned(), document: None, day: None, key: None };
        budget::actions::open(&tx, &permit, opening).await.unwrap();
        let to = action.budget_line_id.unwrap();
        let delegation =
            Delegation { to, book, year, amount, reason: "Notification".to_owned(), earmark: None, day: None, key: None };
        budget::actions::delegate(&tx, &permit, delegation).await.unwrap();
        tx.commit().await.unwrap();

        let (_, wave) = drafted(&app, &manager, action.id).await;
        let grid = published(&app, &manager, &wave).await;
        Self { app, manager, staff, auditor, wave, grid, dossiers: Vec::new() }
    }

    pub async fn submit_dossier(&mut self, number: usize, asked: i64) {
        let app = &self.app;
        let owner = app.person(&format!("Porteur {number}")).await;
        let tx = app.tx(Some(owner.id)).await;
        let new = NewOrganisation { siret: siret(number), name: format!("Structure {number}"), kind: OrganisationKind::Company };
        let organisation = organisations::actions::name_organisation(&tx, new).await.unwrap();
        tx.commit().await.unwrap();

        let permit = app.permit::<StartDossier>(&owner, self.wave.reference.clone()).await;
        let tx = app.tx(Some(owner.id)).await;
        let new = NewDossier { organisation: organisation.id, title: format!("Projet {number}"), key: "une-clef".to_owned() };
        let begun = dossiers::actions::start(&tx, &permit, new).await.unwrap();
        tx.commit().await.unwrap();

        let key = || DossierKey::from(begun.reference.clone());
        let permit = app.permit::<EditDossier>(&owner, key()).await;
        let tx = app.tx(Some(owner.id)).await;
        let expense = Expense { category: ExpenseCategory::Personnel, label: "Équipe".to_owned(), amount: euros(asked * 2) };
        let typed = PlanTyped { expenses: vec![expense], aid: euros(asked), seen: Plan::default().version() };
        dossiers::actions::save_plan(&tx, &permit, typed).await.unwrap();
        tx.commit().await.unwrap();

        let written = self.dossier(begun.id).await;
        let permit = app.permit::<Submit>(&owner, key()).await;
        let tx = app.tx(Some(owner.id)).await;
        let order = SubmitDossier { key: format!("depot-{number}"), version: written.version };
        dossiers::actions::submit(&tx, &permit, order).await.unwrap();
        tx.commit().await.unwrap();
        self.dossiers.push((self.dossier(begun.id).await, owner));
    }

    async fn find_eligible(&mut self, number: usize) {
        let reference = self.dossiers[number].0.reference.clone();
        let permit = self.app.permit::<CheckEligibility>(&self.staff, reference.into()).await;
        let tx = self.app.tx(Some(self.staff.id)).await;
        dossiers::actions::check_eligibility(&tx, &permit, Eligibility { eligible: true, ..Eligibility::default() })
            .await
            .unwrap();
        tx.commit().await.unwrap();
        self.dossiers[number].0 = self.dossier(self.dossiers[number].0.id).await;
    }

    pub async fn dossier(&self, id: DossierId) -> dossier::Model {
        dossiers::actions::dossier_by_id(&self.app.database.reader(), id).await.unwrap().unwrap()
    }

    /// The reference of a dossier, in the order in which they were submitted.
    pub fn reference(&self, number: usize) -> Reference {
        self.dossiers[number].0.reference.clone()
    }

    /// A person invited to the jury by mail, who has accepted.
    pub async fn invited(&self, name: &str) -> Person {
        let person = self.app.person(name).await;
        let link = self.app.app.randomness().token();
        let permit = self.managing().await;
        let tx = self.app.tx(Some(self.staff.id)).await;
        jury::actions::invite_juror(&tx, &permit, person.email.clone(), link.clone()).await.unwrap();
        let invitation = people::actions::invitation(&tx, &link, tx.at()).await.unwrap().unwrap();
        let account = people::actions::person(&tx, person.id).await.unwrap().unwrap();
        people::actions::accept(&tx, &invitation, &account).await.unwrap();
        tx.commit().await.unwrap();
        person
    }

    /// A member of the jury, who has declared no link but with `linked` dossiers.
    pub async fn juror(&self, name: &str, linked: &[usize]) -> (Person, JurorId) {
        let person = self.invited(name).await;
        let permit = self.app.permit::<TakeSeat>(&person, self.wave.reference.clone()).await;
        let interest =
            |number| if linked.contains(&number) { Interest::Link("Ancien employeur".to_owned()) } else { Interest::Nothing };
        let declared = self.dossiers.iter().enumerate().map(|(number, (dossier, _))| (dossier.id, interest(number)));
        let tx = self.app.tx(Some(person.id)).await;
        let seat = jury::actions::declare_interests(&tx, &permit, declared.collect()).await.unwrap();
        tx.commit().await.unwrap();
        (person, seat.id)
    }

    /// Gives dossiers to jurors.
    pub async fn assign(&self, pairs: &[(usize, JurorId)]) {
        let permit = self.managing().await;
        let tx = self.app.tx(Some(self.staff.id)).await;
        let give = pairs.iter().map(|(number, juror)| (self.dossiers[*number].0.id, *juror)).collect();
        jury::actions::assign(&tx, &permit, &Changes { give, ..Changes::default() }).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// A juror hands in a review with the same mark, in half points, on every criterion.
    pub async fn reviews(&self, juror: &Person, number: usize, half_points: i32) {
        let permit = self.app.permit::<JudgeDossier>(juror, self.reference(number)).await;
        let tx = self.app.tx(Some(juror.id)).await;
        jury::actions::submit_review(&tx, &permit, &self.written(half_points)).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// The review of `reviews`, not kept yet.
    pub fn written(&self, half_points: i32) -> WrittenReview {
        let score = |criterion: &criterion::Model| CriterionScore {
            criterion: criterion.id,
            half_points: Some(half_points),
            comment: String::new(),
        };
        WrittenReview {
            version: 0,
            scores: self.grid.iter().map(score).collect(),
            panel_comment: "Pour le jury seulement.".to_owned(),
            candidate_comment: "Le calendrier est à préciser.".to_owned(),
        }
    }

    /// Three dossiers judged by one juror: marks of 5, 4 and 3 for 60 000, 30 000 and 20 000 €.
    pub async fn judged() -> (Self, Person) {
        let world = Self::with_requests(&[60_000, 30_000, 20_000]).await;
        let (juror, seat) = world.juror("Julie Jury", &[]).await;
        world.assign(&[(0, seat), (1, seat), (2, seat)]).await;
        for (number, half_points) in [(0, 10), (1, 8), (2, 6)] {
            world.reviews(&juror, number, half_points).await;
        }
        (world, juror)
    }

    /// Prepares the decision: the first `laureates` of the ranking are funded as they ask, the others refused.
    pub async fn prepare(&self, laureates: usize) -> decision::Model {
        let permit = self.managing().await;
        let tx = self.app.tx(Some(self.staff.id)).await;
        let ranking = awards::actions::ranking(&tx, &self.wave).await.unwrap();
        let version = ranking.prepared.as_ref().map_or(0, |prepared| prepared.decision.version);
        let proposal = |(place, row): (usize, &RankedDossier)| {
            let is_funded = place < laureates;
            let outcome = if is_funded { AwardOutcome::Laureate } else { AwardOutcome::Refused };
            let amount = if is_funded { row.candidate.dossier.aid_requested } else { Money::ZERO };
            (row.candidate.dossier.id, Proposal { outcome, amount, reasons: "Au vu du classement.".to_owned() })
        };
        let proposals = ranking.rows.iter().enumerate().map(proposal).collect();
        let decision = awards::actions::prepare(&tx, &permit, Draft { version, proposals }).await.unwrap();
        tx.commit().await.unwrap();
        decision
    }

    /// The manager signs the decision that was prepared; the form's key is `key`.
    pub async fn sign(&self, prepared: &decision::Model, key: &str) -> Result<decision::Model, AwardError> {
        let permit = self.app.permit::<SignDecision>(&self.manager, self.wave.reference.clone()).await;
        let signature =
            Signature { version: prepared.version, capacity: "responsable du programme".to_owned(), key: key.to_owned() };
        let tx = self.app.tx(Some(self.manager.id)).await;
        let signed = awards::actions::sign(&tx, &permit, &signature).await?;
        tx.commit().await.unwrap();
        Ok(signed)
    }

    /// The references of the dossiers in the order of the ranking, with their rank.
    pub async fn ranking(&self) -> Vec<(i32, Reference)> {
        let ranking = awards::actions::ranking(&self.app.database.reader(), &self.wave).await.unwrap();
        ranking.rows.into_iter().map(|row| (row.rank, row.candidate.dossier.reference)).collect()
    }

    /// Adds `more` eligible dossiers of the first one's owner and structure, alike but for their numbers.
    pub async fn crowd(&mut self, more: usize) {
        let (first, owner) = self.dossiers[0].clone();
        let number = |at: usize| i64::try_from(self.dossiers.len() + at).unwrap() + 1;
        let copies = (0..more).map(|at| {
            let (number, reference) = (number(at), Reference::dossier(&self.wave.reference, number(at)).unwrap());
            format!(
                "INSERT INTO dossier (wave_id, programme_id, number, reference, organisation_id, owner_id, title, title_plain, state, expenses,
                aid_requested, creation_key, created_at, updated_at, submitted_at, version)
                SELECT wave_id, programme_id, {number}, '{reference}', organisation_id, owner_id, title, title_plain, state, expenses,
                aid_requested, 'clef-{number}', created_at, updated_at, submitted_at, version FROM dossier WHERE id = {};",
                first.id
            )
        });
        let raw = self.app.raw().await;
        raw.execute_unprepared(&format!("BEGIN; {} COMMIT", copies.collect::<String>())).await.unwrap();
        raw.close().await.unwrap();
        let all = dossiers::actions::judged_dossiers(&self.app.database.reader(), self.wave.id).await.unwrap();
        self.dossiers.extend(all.into_iter().skip(self.dossiers.len()).map(|candidate| (candidate.dossier, owner.clone())));
    }

    pub async fn managing(&self) -> Permit<ManageWave> {
        self.app.permit::<ManageWave>(&self.staff, self.wave.reference.clone()).await
    }

    /// The words of the last letter written to somebody, then its link.
    pub async fn letter_to(&self, person: &Person) -> String {
        let letters = guichet::mail::recent(&self.app.database.reader()).await.unwrap();
        let letter = letters.into_iter().find(|letter| letter.recipient == person.email).unwrap();
        format!("{}\n\n{}", letter.text, letter.link.unwrap_or_default())
    }

    pub async fn browser_of(&self, person: &Person) -> Browser {
        self.app.signed_in(person).await
    }
}

async fn drafted(app: &App, manager: &Person, action: entity::values::ActionId) -> (call::Model, wave::Model) {
    let permit = app.permit::<DraftCalls>(manager, ()).await;
    let tx = app.tx(Some(manager.id)).await;
    let new = NewCall {
        action,
        reference: Reference::parse("AAP-TL").unwrap(),
        title: "Tiers-lieux d’expérimentation".to_owned(),
        summary: "Éprouver des services en conditions réelles.".to_owned(),
        audience: Audience::All,
        wave: NewWave {
            opens_at: instant("2026-01-12T08:00:00Z"),
            closes_at: instant(CLOSING),
            results_on: None,
            envelope: ENVELOPE,
            fiscal_year: Year::new(2026).unwrap(),
            max_aid_rate: Rate::parse("50").unwrap(),
            min_aid: euros(1_000),
            max_aid: euros(80_000),
            max_file_bytes: 1_000_000,
        },
    };
    let drafted = calls::actions::draft_call(&tx, &permit, new).await.unwrap();
    tx.commit().await.unwrap();
    drafted
}

async fn published(app: &App, manager: &Person, wave: &wave::Model) -> Vec<criterion::Model> {
    let permit = app.permit::<ManageWave>(manager, wave.reference.clone()).await;
    let tx = app.tx(Some(manager.id)).await;
    let mut grid = Vec::new();
    for (name, weight) in [("Impact", 60), ("Équipe", 40)] {
        let new = NewCriterion { name: name.to_owned(), guidance: String::new(), weight };
        grid.push(calls::actions::add_criterion(&tx, &permit, new).await.unwrap());
    }
    let question = NewQuestion {
        section: "Projet".to_owned(),
        label: "Le projet en une phrase".to_owned(),
        help: String::new(),
        kind: QuestionKind::ShortText,
        required: false,
        max_length: None,
        choices: Vec::new(),
    };
    calls::actions::add_question(&tx, &permit, question).await.unwrap();
    tx.commit().await.unwrap();
    let permit = app.permit::<PublishWave>(manager, wave.reference.clone()).await;
    let tx = app.tx(Some(manager.id)).await;
    calls::actions::publish(&tx, &permit).await.unwrap();
    tx.commit().await.unwrap();
    grid
}

fn programme() -> NewProgramme {
    NewProgramme {
        code: "SASN".to_owned(),
        name: "Stratégie santé numérique".to_owned(),
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

fn action() -> NewAction {
    NewAction {
        code: "AAP-TL".to_owned(),
        name: "Tiers-lieux".to_owned(),
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

fn siret(number: usize) -> Siret {
    let siren = Siren::with_check_digit(&format!("9{number:07}")).unwrap();
    Siret::with_check_digit(&format!("{}0001", siren.as_str())).unwrap()
}
