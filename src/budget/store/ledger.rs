//! Accounts, entries, transfers and commitments.

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    account, budget_line, commitment, entry, programme, transfer,
    values::{
        AccountId, Book, BudgetLineId, CommitmentId, Day, EarmarkId, EntryId, Journal, Money, OrganisationId, ProgrammeId,
        Reference, Stage, Year,
    },
};
use sea_orm::{
    ActiveValue::NotSet,
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    RelationTrait, Set,
    sea_query::{LockType, OnConflict},
};

use super::{
    super::rules::{figure::Totals, tree},
    lines::programmes_at,
};
use crate::db::{Source, StoreError, Tx, cents};

/// What names an account: where money stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::budget) struct AccountKey {
    pub(in crate::budget) line: BudgetLineId,
    pub(in crate::budget) book: Book,
    pub(in crate::budget) year: Year,
    pub(in crate::budget) stage: Stage,
    pub(in crate::budget) commitment: Option<CommitmentId>,
}

impl AccountKey {
    fn condition(self) -> Condition {
        Condition::all()
            .add(account::Column::LineId.eq(self.line))
            .add(account::Column::Book.eq(self.book))
            .add(account::Column::Year.eq(self.year))
            .add(account::Column::Stage.eq(self.stage))
            .add(match self.commitment {
                Some(commitment) => account::Column::CommitmentId.eq(commitment),
                None => account::Column::CommitmentId.is_null(),
            })
    }

    /// What names this account.
    pub(in crate::budget) fn of(account: &account::Model) -> Self {
        Self {
            line: account.line_id,
            book: account.book,
            year: account.year,
            stage: account.stage,
            commitment: account.commitment_id,
        }
    }
}

/// A line that a movement touches, or the top of its tree, as long as the transaction holds it open.
pub(in crate::budget) struct HeldLine {
    pub(in crate::budget) path: String,
    pub(in crate::budget) code: String,
    pub(in crate::budget) is_closed: bool,
    pub(in crate::budget) closed_through: Option<Year>,
    pub(in crate::budget) programme: Option<ProgrammeId>,
}

/// The lines at these paths and the tops of their trees: nobody closes them, nor their years, before the transaction ends.
pub(in crate::budget) async fn hold_lines(tx: &Tx, paths: &[&str]) -> Result<Vec<HeldLine>, StoreError> {
    let with_tops: BTreeSet<&str> = paths.iter().flat_map(|path| [*path, tree::top(path)]).collect();
    let mut lines = budget_line::Entity::find()
        .select_also(programme::Entity)
        .join(JoinType::LeftJoin, programme::Relation::BudgetLine.def().rev())
        .filter(budget_line::Column::Path.is_in(with_tops))
        .order_by_asc(budget_line::Column::Path);
    QueryTrait::query(&mut lines).lock_with_tables(LockType::Share, [budget_line::Entity]);
    let held = |(line, programme): (budget_line::Model, Option<programme::Model>)| HeldLine {
        path: line.path,
        code: line.code,
        is_closed: line.closed_at.is_some(),
        closed_through: line.closed_through,
        programme: programme.map(|programme| programme.id),
    };
    Ok(lines.all(tx.connection()).await?.into_iter().map(held).collect())
}

/// The accounts of a movement, made if they do not exist, locked in the order of their keys so that no two transactions can
/// wait for each other.
pub(in crate::budget) async fn accounts_for_update(
    tx: &Tx,
    keys: &[AccountKey],
) -> Result<BTreeMap<AccountKey, account::Model>, StoreError> {
    let wanted: BTreeSet<AccountKey> = keys.iter().copied().collect();
    let locked = locked(tx, &wanted).await?;
    if locked.len() == wanted.len() {
        return Ok(locked);
    }
    for key in wanted.iter().filter(|key| !locked.contains_key(key)) {
        make_account(tx, *key).await?;
    }
    let locked = self::locked(tx, &wanted).await?;
    if locked.len() == wanted.len() { Ok(locked) } else { Err(StoreError::Stale) }
}

async fn locked(tx: &Tx, keys: &BTreeSet<AccountKey>) -> Result<BTreeMap<AccountKey, account::Model>, StoreError> {
    let any = keys.iter().fold(Condition::any(), |any, key| any.add(key.condition()));
    let locked =
        account::Entity::find().filter(any).order_by_asc(account::Column::Id).lock_exclusive().all(tx.connection()).await?;
    Ok(locked.into_iter().map(|account| (AccountKey::of(&account), account)).collect())
}

async fn make_account(tx: &Tx, key: AccountKey) -> Result<(), StoreError> {
    let row = account::ActiveModel {
        id: NotSet,
        line_id: Set(key.line),
        book: Set(key.book),
        year: Set(key.year),
        stage: Set(key.stage),
        commitment_id: Set(key.commitment),
        balance: Set(Money::ZERO),
        received: Set(Money::ZERO),
        transferred: Set(Money::ZERO),
        delegated: Set(Money::ZERO),
        carried: Set(Money::ZERO),
        moved_on: Set(None),
    };
    account::Entity::insert(row)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(tx.connection())
        .await?;
    Ok(())
}

/// What an account comes to.
pub(in crate::budget) fn totals_of(account: &account::Model) -> Totals {
    Totals {
        balance: account.balance,
        received: account.received,
        delegated: account.delegated,
        transferred: account.transferred,
        carried: account.carried,
    }
}

/// The entry recorded under a form's key, with its transfers.
pub(in crate::budget) async fn recorded_under(
    tx: &Tx,
    key: &str,
) -> Result<Option<(entry::Model, Vec<NewTransfer>)>, StoreError> {
    let Some(entry) = entry::Entity::find().filter(entry::Column::IdempotencyKey.eq(key)).one(tx.connection()).await? else {
        return Ok(None);
    };
    let transfers = transfer::Entity::find().filter(transfer::Column::EntryId.eq(entry.id));
    let transfers = transfers.order_by_asc(transfer::Column::Id).all(tx.connection()).await?;
    Ok(Some((entry, transfers.into_iter().map(moved).collect())))
}

/// Locks an entry, so that two reversals of it come one after the other.
pub(in crate::budget) async fn lock_entry(tx: &Tx, id: EntryId) -> Result<(), StoreError> {
    let locked = entry::Entity::find_by_id(id).lock_exclusive().one(tx.connection()).await?;
    locked.map(drop).ok_or(StoreError::Stale)
}

/// The entry that undid this one.
pub(in crate::budget) async fn reversal_of(db: &impl Source, id: EntryId) -> Result<Option<entry::Model>, StoreError> {
    Ok(entry::Entity::find().filter(entry::Column::ReversesId.eq(id)).one(db.connection()).await?)
}

/// What an entry moved, the accounts that it touched, and their lines.
pub(in crate::budget) async fn moved_by(
    db: &impl Source,
    id: EntryId,
) -> Result<(Vec<NewTransfer>, Vec<account::Model>, Vec<budget_line::Model>), StoreError> {
    let transfers = transfer::Entity::find().filter(transfer::Column::EntryId.eq(id));
    let transfers = transfers.order_by_asc(transfer::Column::Id).all(db.connection()).await?;
    let touched = transfers.iter().flat_map(|moved| [moved.debit_account_id, moved.credit_account_id]);
    let accounts = account::Entity::find().filter(account::Column::Id.is_in(touched)).all(db.connection()).await?;
    let lines = budget_line::Entity::find().filter(budget_line::Column::Id.is_in(accounts.iter().map(|account| account.line_id)));
    let lines = lines.all(db.connection()).await?;
    Ok((transfers.into_iter().map(moved).collect(), accounts, lines))
}

fn moved(row: transfer::Model) -> NewTransfer {
    NewTransfer { from: row.debit_account_id, to: row.credit_account_id, amount: row.amount }
}

/// An entry about to be written.
pub(in crate::budget) struct NewEntry {
    pub(in crate::budget) journal: Journal,
    pub(in crate::budget) day: Day,
    pub(in crate::budget) year: Year,
    pub(in crate::budget) reason: String,
    pub(in crate::budget) document: Option<String>,
    pub(in crate::budget) key: Option<String>,
    pub(in crate::budget) earmark: Option<EarmarkId>,
    pub(in crate::budget) reverses: Option<EntryId>,
}

pub(in crate::budget) async fn insert_entry(tx: &Tx, new: NewEntry) -> Result<EntryId, StoreError> {
    let row = entry::ActiveModel {
        id: NotSet,
        journal: Set(new.journal),
        accounting_day: Set(new.day),
        recorded_at: Set(tx.at()),
        recorded_day: Set(tx.at().paris_day()),
        fiscal_year: Set(new.year),
        actor_id: Set(tx.author()),
        reason: Set(new.reason),
        document_reference: Set(new.document),
        reverses_id: Set(new.reverses),
        earmark_id: Set(new.earmark),
        number: Set(None),
        seal_number: Set(None),
        idempotency_key: Set(new.key),
    };
    Ok(entry::Entity::insert(row).exec(tx.connection()).await?.last_insert_id)
}

/// An amount about to go from one account to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::budget) struct NewTransfer {
    pub(in crate::budget) from: AccountId,
    pub(in crate::budget) to: AccountId,
    pub(in crate::budget) amount: Money,
}

pub(in crate::budget) async fn insert_transfers(
    tx: &Tx,
    entry: EntryId,
    day: Day,
    transfers: &[NewTransfer],
) -> Result<(), StoreError> {
    let rows = transfers.iter().map(|new| transfer::ActiveModel {
        id: NotSet,
        entry_id: Set(entry),
        debit_account_id: Set(new.from),
        credit_account_id: Set(new.to),
        amount: Set(new.amount),
        accounting_day: Set(day),
    });
    transfer::Entity::insert_many(rows).exec_without_returning(tx.connection()).await?;
    Ok(())
}

pub(in crate::budget) async fn commitment_by_reference(
    db: &impl Source,
    reference: &Reference,
) -> Result<Option<commitment::Model>, StoreError> {
    Ok(commitment::Entity::find().filter(commitment::Column::Reference.eq(reference.clone())).one(db.connection()).await?)
}

pub(in crate::budget) async fn insert_commitment(
    tx: &Tx,
    line: BudgetLineId,
    reference: &Reference,
    beneficiary: OrganisationId,
    label: &str,
) -> Result<CommitmentId, StoreError> {
    let row = commitment::ActiveModel {
        id: NotSet,
        reference: Set(reference.clone()),
        line_id: Set(line),
        beneficiary_id: Set(beneficiary),
        label: Set(label.to_owned()),
        created_at: Set(tx.at()),
    };
    Ok(commitment::Entity::insert(row).exec(tx.connection()).await?.last_insert_id)
}

/// What the accounts of a line hold, by stage.
#[derive(FromQueryResult)]
pub(in crate::budget) struct StageBalance {
    pub(in crate::budget) stage: Stage,
    pub(in crate::budget) balance: Money,
}

/// What the accounts of a line hold, all books and years together.
pub(in crate::budget) async fn balances_on(db: &impl Source, line: BudgetLineId) -> Result<Vec<StageBalance>, StoreError> {
    let accounts = account::Entity::find()
        .filter(account::Column::LineId.eq(line))
        .select_only()
        .column(account::Column::Stage)
        .expr_as(cents(account::Column::Balance), "balance")
        .group_by(account::Column::Stage);
    Ok(accounts.into_model().all(db.connection()).await?)
}

pub(in crate::budget) async fn stage_balances(
    db: &impl Source,
    line: BudgetLineId,
    book: Book,
    year: Year,
) -> Result<Vec<StageBalance>, StoreError> {
    let accounts = account::Entity::find()
        .filter(account::Column::LineId.eq(line))
        .filter(account::Column::Book.eq(book))
        .filter(account::Column::Year.eq(year))
        .select_only()
        .column(account::Column::Stage)
        .expr_as(cents(account::Column::Balance), "balance")
        .group_by(account::Column::Stage);
    Ok(accounts.into_model().all(db.connection()).await?)
}

/// An entry, the lines that it touches, and the programmes whose money it moves.
pub(in crate::budget) async fn entry_and_its_programmes(
    db: &impl Source,
    id: EntryId,
) -> Result<Option<(entry::Model, Vec<budget_line::Model>, Vec<ProgrammeId>)>, StoreError> {
    let Some(entry) = entry::Entity::find_by_id(id).one(db.connection()).await? else { return Ok(None) };
    let touched = lines_touched_by(db, id).await?;
    let tops: Vec<_> = touched.iter().map(|line| tree::top(&line.path)).collect();
    let programmes = programmes_at(db, &tops).await?;
    Ok(Some((entry, touched, programmes)))
}

async fn lines_touched_by(db: &impl Source, entry: EntryId) -> Result<Vec<budget_line::Model>, StoreError> {
    let side = |column: transfer::Column| {
        transfer::Entity::find().filter(transfer::Column::EntryId.eq(entry)).select_only().column(column).into_query()
    };
    let accounts = account::Entity::find()
        .filter(
            Condition::any()
                .add(account::Column::Id.in_subquery(side(transfer::Column::DebitAccountId)))
                .add(account::Column::Id.in_subquery(side(transfer::Column::CreditAccountId))),
        )
        .select_only()
        .column(account::Column::LineId)
        .into_query();
    Ok(budget_line::Entity::find().filter(budget_line::Column::Id.in_subquery(accounts)).all(db.connection()).await?)
}
