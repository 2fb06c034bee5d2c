//! A ledger as long as one likes, written as rows: what the actions would have kept, without waiting for them. A hundred waves
//! under ten actions, two thousand commitments, then payments that are certified, ordered and made, day after day over four
//! years: each step is an entry of one transfer, with its event and the seals of both.

use std::{collections::BTreeMap, error::Error};

use entity::{
    account, account_day, budget_line, commitment, entry, event, organisation, payment, person, programme, seal, transfer,
    values::{
        AccountDayId, AccountId, Book, BudgetLineId, CommitmentId, Day, Email, EntryId, EventId, Fingerprint, Instant, Journal,
        Money, OrganisationId, OrganisationKind, PaymentId, PaymentState, PersonId, Plain, ProgrammeId, Reference, Role, SealId,
        Siren, Siret, Stage, TransferId, Year,
    },
};
use guichet::{
    audit::rules::chain::{self, Sealed},
    budget::{
        actions::fact,
        rules::{
            entry::{Account, Recorded, Transfer},
            figure::{End, Totals, Way, crossing},
            tree,
        },
    },
    db::Database,
};
use sea_orm::{ActiveModelTrait, ConnectOptions, ConnectionTrait, DatabaseConnection, DbBackend, EntityTrait, IntoActiveModel};

type Outcome<T> = Result<T, Box<dyn Error>>;

const ACTIONS: i64 = 10;
const WAVES: i64 = 10;
const COMMITMENTS: i64 = 2_000;
/// What a payment is of, and what a commitment, a wave, an action and the whole may come to: enough for any number of payments.
const PAYMENT: Money = Money::from_cents(10_000);
const PROMISED: Money = Money::from_cents(1_000_000_000);
const RESERVED: Money = Money::from_cents(30_000_000_000);
const DELEGATED: Money = Money::from_cents(400_000_000_000);
const OPENED: Money = Money::from_cents(5_000_000_000_000);
/// The days that payments are spread over.
const DAYS: i64 = 1_400;
/// How many rows a statement writes.
const ROWS: usize = 500;

/// Writes a ledger of at least this many transfers into a database that does not exist yet, or holds nothing.
pub(crate) async fn write(url: &str, transfers: i64) -> Outcome<()> {
    let database = Database::connect_or_create(url, "").await?;
    database.migrate().await?;
    database.close().await;
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    let raw = sea_orm::Database::connect(options).await?;
    // Rows come in the order of their tables, not of what they refer to; and a benchmark that stops is begun again.
    let careless = if raw.get_database_backend() == DbBackend::Sqlite {
        "PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; PRAGMA journal_mode = WAL"
    } else {
        "SET session_replication_role = replica"
    };
    raw.execute_unprepared(careless).await?;
    let mut world = World::found(raw).await?;
    world.promise().await?;
    let cycles = (transfers - world.written).div_euclid(3) + 1;
    for cycle in 0..cycles {
        world.pay(cycle, cycles).await?;
    }
    world.end().await
}

/// Where money stands: on a line (its rank), in a book and a year, at a stage, and whose it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    line: usize,
    book: Book,
    year: Year,
    stage: Stage,
    commitment: Option<CommitmentId>,
}

struct World {
    raw: DatabaseConnection,
    lines: Vec<budget_line::Model>,
    accounts: BTreeMap<Place, account::Model>,
    numbers: BTreeMap<(Journal, Year), i64>,
    end: (i64, Fingerprint),
    written: i64,
    entries: Vec<entry::Model>,
    transfers: Vec<transfer::Model>,
    events: Vec<event::Model>,
    seals: Vec<seal::Model>,
    payments: Vec<payment::Model>,
    /// What accounts came to at the end of the day at hand.
    evening: BTreeMap<AccountId, account_day::Model>,
    days: Vec<account_day::Model>,
    evenings: i64,
    today: Option<Day>,
}

impl World {
    async fn found(raw: DatabaseConnection) -> Outcome<Self> {
        let siren = Siren::with_check_digit("80000001").ok_or("no SIREN")?;
        let structure = organisation::Model {
            id: OrganisationId(1),
            siret: Siret::with_check_digit(&format!("{siren}0001")).ok_or("no SIRET")?,
            name: "Structure".to_owned(),
            name_plain: Plain::of("Structure"),
            kind: OrganisationKind::Other,
            created_by: PersonId(1),
            created_at: Instant::from_millis(0),
            version: 1,
        };
        let lines = lines();
        let programme = programme::Model {
            id: ProgrammeId(1),
            code: "P".to_owned(),
            name: "Programme".to_owned(),
            tagline: None,
            summary: None,
            starts: "2022".to_owned(),
            ends: "2026".to_owned(),
            launched_on: None,
            orientations: None,
            actions_announced: None,
            amount: None,
            position: 1,
            budget_line_id: Some(lines.first().ok_or("no line")?.id),
        };
        insert::<person::Entity>(&raw, &mut vec![somebody(1, "Ordonnateur")?, somebody(2, "Comptable")?]).await?;
        insert::<organisation::Entity>(&raw, &mut vec![structure]).await?;
        insert::<budget_line::Entity>(&raw, &mut lines.clone()).await?;
        insert::<programme::Entity>(&raw, &mut vec![programme]).await?;
        Ok(Self {
            raw,
            lines,
            accounts: BTreeMap::new(),
            numbers: BTreeMap::new(),
            end: (0, chain::beginning()),
            written: 0,
            entries: Vec::new(),
            transfers: Vec::new(),
            events: Vec::new(),
            seals: Vec::new(),
            payments: Vec::new(),
            evening: BTreeMap::new(),
            days: Vec::new(),
            evenings: 0,
            today: None,
        })
    }

    /// Opens, delegates, reserves and promises, on the first day.
    async fn promise(&mut self) -> Outcome<()> {
        let (day, year) = (day(0)?, year(day(0)?)?);
        let at = |line, book, year, stage| Place { line, book, year, stage, commitment: None };
        let ae = |line, stage| at(line, Book::Ae, year, stage);
        self.post(Journal::Opening, day, ae(0, Stage::Opened), ae(0, Stage::Available), OPENED).await?;
        for line in 1..self.lines.len() {
            let above = self.above(line);
            let (journal, to, amount) = match tree::depth(&self.lines[line].path) {
                1 => (Journal::Delegation, Stage::Available, DELEGATED),
                _ => (Journal::Reservation, Stage::Reserved, RESERVED),
            };
            self.post(journal, day, ae(above, Stage::Available), ae(line, to), amount).await?;
        }
        let mut commitments = Vec::new();
        for number in 0..COMMITMENTS {
            let (id, line) = (CommitmentId(number + 1), self.wave_of(number)?);
            commitments.push(commitment::Model {
                id,
                reference: Reference::parse(&format!("P-{:05}", number + 1))?,
                line_id: self.lines[line].id,
                beneficiary_id: OrganisationId(1),
                label: format!("Projet {number}"),
                created_at: day.start_in_paris(),
            });
            let promised = Place { commitment: Some(id), ..ae(line, Stage::Committed) };
            self.post(Journal::Commitment, day, ae(line, Stage::Reserved), promised, PROMISED).await?;
        }
        for chunk in commitments.chunks(ROWS) {
            insert::<commitment::Entity>(&self.raw, &mut chunk.to_vec()).await?;
        }
        Ok(())
    }

    /// Certifies, orders and makes a payment: the one of this rank among so many.
    async fn pay(&mut self, rank: i64, of: i64) -> Outcome<()> {
        let day = day(1 + rank * DAYS / of)?;
        let (year, commitment) = (year(day)?, CommitmentId(rank % COMMITMENTS + 1));
        let line = self.wave_of(rank % COMMITMENTS)?;
        let free = Place { line: 0, book: Book::Cp, year, stage: Stage::Available, commitment: None };
        if !self.accounts.contains_key(&free) {
            self.post(Journal::Opening, day, Place { stage: Stage::Opened, ..free }, free, OPENED).await?;
        }
        let owed = |stage| Place { line, book: Book::Cp, year, stage, commitment: Some(commitment) };
        self.post(Journal::Certification, day, free, owed(Stage::Due), PAYMENT).await?;
        self.post(Journal::PaymentOrder, day, owed(Stage::Due), owed(Stage::Ordered), PAYMENT).await?;
        self.post(Journal::Payment, day, owed(Stage::Ordered), owed(Stage::Paid), PAYMENT).await?;
        let (at, number) = (day.start_in_paris(), i32::try_from(rank / COMMITMENTS + 1)?);
        self.payments.push(payment::Model {
            id: PaymentId(rank + 1),
            commitment_id: commitment,
            number,
            line_id: self.lines[0].id,
            year,
            amount: PAYMENT,
            label: format!("Acompte {number}"),
            document_reference: None,
            state: PaymentState::Paid,
            certified_by: PersonId(1),
            certified_at: at,
            ordered_by: Some(PersonId(1)),
            ordered_at: Some(at),
            paid_by: Some(PersonId(2)),
            paid_at: Some(at),
            reason: None,
            creation_key: format!("banc-{rank}"),
            version: 3,
        });
        if self.payments.len() >= ROWS { insert::<payment::Entity>(&self.raw, &mut self.payments).await } else { Ok(()) }
    }

    async fn post(&mut self, journal: Journal, day: Day, from: Place, to: Place, amount: Money) -> Outcome<()> {
        if self.today != Some(day) {
            self.close_day();
            self.today = Some(day);
        }
        let ends = [self.account(from), self.account(to)];
        self.count(from, to, Way::Out, day, amount)?;
        self.count(to, from, Way::In, day, amount)?;
        self.written += 1;
        let (id, year, at) = (self.written, year(day)?, day.start_in_paris());
        let number = self.numbers.entry((journal, year)).or_default();
        *number += 1;
        let mut entry = entry::Model {
            id: EntryId(id),
            journal,
            accounting_day: day,
            recorded_at: at,
            recorded_day: day,
            fiscal_year: year,
            actor_id: Some(PersonId(1)),
            reason: format!("Écriture {id} du banc d’essai"),
            document_reference: Some(format!("PIECE-{id}")),
            reverses_id: None,
            earmark_id: None,
            number: Some(*number),
            seal_number: None,
            idempotency_key: None,
        };
        let told = |place: Place| Account {
            path: self.lines[place.line].path.clone(),
            label: self.lines[place.line].label.clone(),
            year: place.year,
            stage: place.stage,
            commitment: place.commitment,
        };
        let moved = Transfer {
            entry: entry.id,
            journal,
            day,
            reason: entry.reason.clone(),
            book: from.book,
            from: told(from),
            to: told(to),
            amount,
        };
        let recorded = Recorded { fact: fact(&entry), transfers: vec![moved] };
        entry.seal_number = Some(self.seal(at, &Sealed::Entry(recorded)));
        let [debit_account_id, credit_account_id] = ends;
        self.transfers.push(transfer::Model {
            id: TransferId(id),
            entry_id: entry.id,
            debit_account_id,
            credit_account_id,
            amount,
            accounting_day: day,
        });
        let mut event = event::Model {
            id: EventId(id),
            at,
            actor_id: Some(PersonId(1)),
            kind: "budget_opened".to_owned(),
            subject_kind: "entry".to_owned(),
            subject_id: id,
            programme_id: Some(ProgrammeId(1)),
            reason: Some(entry.reason.clone()),
            before: None,
            after: Some(format!("{{\"amount\":\"{}\"}}", amount.plain())),
            seal_number: None,
        };
        event.seal_number = Some(self.seal(at, &Sealed::Event(event.clone())));
        self.entries.push(entry);
        self.events.push(event);
        if self.entries.len() >= ROWS { self.flush().await } else { Ok(()) }
    }

    fn account(&mut self, place: Place) -> AccountId {
        let (next, line) = (AccountId(self.accounts.len() as i64 + 1), self.lines[place.line].id);
        let account = self.accounts.entry(place).or_insert_with(|| account::Model {
            id: next,
            line_id: line,
            book: place.book,
            year: place.year,
            stage: place.stage,
            commitment_id: place.commitment,
            balance: Money::ZERO,
            received: Money::ZERO,
            transferred: Money::ZERO,
            delegated: Money::ZERO,
            carried: Money::ZERO,
            moved_on: None,
        });
        account.id
    }

    /// Counts what goes one way through an account.
    fn count(&mut self, own: Place, other: Place, way: Way, day: Day, amount: Money) -> Outcome<()> {
        let end = |place: Place| End { path: &self.lines[place.line].path, stage: place.stage, year: place.year };
        let crossing = crossing(end(own), end(other));
        let account = self.accounts.get_mut(&own).ok_or("no account")?;
        let before = Totals {
            balance: account.balance,
            received: account.received,
            delegated: account.delegated,
            transferred: account.transferred,
            carried: account.carried,
        };
        let Totals { balance, received, delegated, transferred, carried } =
            before.after(way, crossing, amount).ok_or("too large")?;
        let id = AccountDayId(0);
        *account = account::Model { balance, received, delegated, transferred, carried, moved_on: Some(day), ..account.clone() };
        let evening = account_day::Model { id, account_id: account.id, day, balance, received, transferred, delegated, carried };
        self.evening.insert(account.id, evening);
        Ok(())
    }

    /// Keeps what each account that moved came to.
    fn close_day(&mut self) {
        for evening in std::mem::take(&mut self.evening).into_values() {
            self.evenings += 1;
            self.days.push(account_day::Model { id: AccountDayId(self.evenings), ..evening });
        }
    }

    fn seal(&mut self, at: Instant, sealed: &Sealed) -> i64 {
        let (number, previous) = (self.end.0 + 1, self.end.1);
        let hash = chain::seal(&previous, number, sealed);
        self.seals.push(seal::Model { id: SealId(number), number, previous, hash, sealed_at: at });
        self.end = (number, hash);
        number
    }

    async fn flush(&mut self) -> Outcome<()> {
        self.raw.execute_unprepared("BEGIN").await?;
        insert::<entry::Entity>(&self.raw, &mut self.entries).await?;
        insert::<transfer::Entity>(&self.raw, &mut self.transfers).await?;
        insert::<event::Entity>(&self.raw, &mut self.events).await?;
        insert::<seal::Entity>(&self.raw, &mut self.seals).await?;
        insert::<account_day::Entity>(&self.raw, &mut self.days).await?;
        self.raw.execute_unprepared("COMMIT").await?;
        Ok(())
    }

    async fn end(mut self) -> Outcome<()> {
        self.close_day();
        self.flush().await?;
        insert::<payment::Entity>(&self.raw, &mut self.payments).await?;
        let accounts: Vec<_> = self.accounts.values().cloned().collect();
        for chunk in accounts.chunks(ROWS) {
            insert::<account::Entity>(&self.raw, &mut chunk.to_vec()).await?;
        }
        self.raw.execute_unprepared("ANALYZE").await?;
        Ok(self.raw.close().await?)
    }

    fn above(&self, line: usize) -> usize {
        let parent = self.lines[line].parent_id;
        self.lines.iter().position(|above| Some(above.id) == parent).unwrap_or(0)
    }

    /// The rank of the line that bears a commitment.
    fn wave_of(&self, number: i64) -> Outcome<usize> {
        let (action, wave) = (number % ACTIONS, number / ACTIONS % WAVES);
        Ok(usize::try_from(1 + action * (WAVES + 1) + 1 + wave)?)
    }
}

fn somebody(id: i64, name: &str) -> Outcome<person::Model> {
    Ok(person::Model {
        id: PersonId(id),
        email: Email::parse(&format!("{name}@exemple.fr"))?,
        name: name.to_owned(),
        name_plain: Plain::of(name),
        password_hash: String::new(),
        email_verified_at: None,
        created_at: Instant::from_millis(0),
        version: 1,
    })
}

/// A programme, its actions, their waves.
fn lines() -> Vec<budget_line::Model> {
    let mut lines = vec![line(1, None, "/P")];
    for action in 0..ACTIONS {
        let above = lines.len() as i64 + 1;
        let path = format!("/P/P-A{action}");
        lines.push(line(above, Some(1), &path));
        for wave in 0..WAVES {
            lines.push(line(lines.len() as i64 + 1, Some(above), &format!("{path}/P-A{action}-V{wave}")));
        }
    }
    lines
}

fn line(id: i64, parent: Option<i64>, path: &str) -> budget_line::Model {
    let code = path.rsplit('/').next().unwrap_or_default().to_owned();
    budget_line::Model {
        id: BudgetLineId(id),
        parent_id: parent.map(BudgetLineId),
        path: path.to_owned(),
        label: format!("Ligne {code}"),
        code,
        position: i32::try_from(id).unwrap_or(i32::MAX),
        owner_role: Role::ProgrammeManager,
        closed_at: None,
        closed_by: None,
        closed_through: None,
    }
}

fn day(rank: i64) -> Outcome<Day> {
    let first = Day::new(2022, 1, 3).ok_or("no such day")?;
    Ok(first.plus_days(i32::try_from(rank)?))
}

fn year(day: Day) -> Outcome<Year> {
    Ok(Year::of(day).ok_or("no such year")?)
}

/// Writes rows and forgets them.
async fn insert<E>(raw: &DatabaseConnection, rows: &mut Vec<E::Model>) -> Outcome<()>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
    E::ActiveModel: ActiveModelTrait<Entity = E> + Send,
{
    let rows: Vec<E::Model> = std::mem::take(rows);
    let mut rows = rows.into_iter().map(IntoActiveModel::into_active_model).peekable();
    while rows.peek().is_some() {
        let some: Vec<E::ActiveModel> = rows.by_ref().take(ROWS).collect();
        E::insert_many(some).exec_without_returning(raw).await?;
    }
    Ok(())
}
