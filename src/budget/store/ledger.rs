//! Accounts, entries, transfers and commitments.

use entity::{
    account, budget_line, commitment, entry, transfer,
    values::{
        AccountId, Book, BudgetLineId, CommitmentId, EntryId, Journal, Money, OrganisationId, ProgrammeId, Reference, Stage, Year,
    },
};
use sea_orm::{
    ActiveValue::NotSet,
    ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Set,
    sea_query::{Expr, ExprTrait, OnConflict},
};

use super::{super::rules::tree, lines::programmes_at};
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

    fn names(self, account: &account::Model) -> bool {
        let key = Self {
            line: account.line_id,
            book: account.book,
            year: account.year,
            stage: account.stage,
            commitment: account.commitment_id,
        };
        key == self
    }
}

/// The two accounts of a transfer, made if they do not exist, locked in the order of their keys so that no two
/// transactions can wait for each other.
pub(in crate::budget) async fn accounts_for_update(
    tx: &Tx,
    from: AccountKey,
    to: AccountKey,
) -> Result<(account::Model, account::Model), StoreError> {
    if let Some(both) = locked_pair(tx, from, to).await? {
        return Ok(both);
    }
    for key in [from.min(to), from.max(to)] {
        make_account(tx, key).await?;
    }
    locked_pair(tx, from, to).await?.ok_or(StoreError::Stale)
}

async fn locked_pair(tx: &Tx, from: AccountKey, to: AccountKey) -> Result<Option<(account::Model, account::Model)>, StoreError> {
    let locked = account::Entity::find()
        .filter(Condition::any().add(from.condition()).add(to.condition()))
        .order_by_asc(account::Column::Id)
        .lock_exclusive()
        .all(tx.connection())
        .await?;
    let named = |key: AccountKey| locked.iter().find(|account| key.names(account)).cloned();
    Ok(named(from).zip(named(to)))
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
    };
    account::Entity::insert(row)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(tx.connection())
        .await?;
    Ok(())
}

/// Takes from the balance of a locked account.
pub(in crate::budget) async fn debit(tx: &Tx, account: AccountId, amount: Money) -> Result<(), StoreError> {
    let less = Expr::col(account::Column::Balance).sub(Expr::value(amount));
    account::Entity::update_many()
        .col_expr(account::Column::Balance, less)
        .filter(account::Column::Id.eq(account))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// Adds to the balance of a locked account.
pub(in crate::budget) async fn credit(tx: &Tx, account: AccountId, amount: Money) -> Result<(), StoreError> {
    let more = Expr::col(account::Column::Balance).add(Expr::value(amount));
    account::Entity::update_many()
        .col_expr(account::Column::Balance, more)
        .filter(account::Column::Id.eq(account))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// The entry recorded under a form's key, with its transfer.
pub(in crate::budget) async fn recorded_under(tx: &Tx, key: &str) -> Result<Option<(entry::Model, transfer::Model)>, StoreError> {
    let Some(entry) = entry::Entity::find().filter(entry::Column::IdempotencyKey.eq(key)).one(tx.connection()).await? else {
        return Ok(None);
    };
    let transfer = transfer::Entity::find().filter(transfer::Column::EntryId.eq(entry.id)).one(tx.connection()).await?;
    Ok(transfer.map(|transfer| (entry, transfer)))
}

/// Whether an entry was recorded under this key.
pub(in crate::budget) async fn is_recorded(tx: &Tx, key: Option<&str>) -> Result<bool, StoreError> {
    Ok(match key {
        Some(key) => recorded_under(tx, key).await?.is_some(),
        None => false,
    })
}

/// An entry about to be written.
pub(in crate::budget) struct NewEntry {
    pub(in crate::budget) journal: Journal,
    pub(in crate::budget) year: Year,
    pub(in crate::budget) reason: String,
    pub(in crate::budget) document: Option<String>,
    pub(in crate::budget) key: Option<String>,
}

pub(in crate::budget) async fn insert_entry(tx: &Tx, new: NewEntry) -> Result<EntryId, StoreError> {
    let row = entry::ActiveModel {
        id: NotSet,
        journal: Set(new.journal),
        accounting_day: Set(tx.at().paris_day()),
        recorded_at: Set(tx.at()),
        fiscal_year: Set(new.year),
        actor_id: Set(tx.author()),
        reason: Set(new.reason),
        document_reference: Set(new.document),
        reverses_id: Set(None),
        number: Set(None),
        seal_number: Set(None),
        idempotency_key: Set(new.key),
    };
    Ok(entry::Entity::insert(row).exec(tx.connection()).await?.last_insert_id)
}

pub(in crate::budget) async fn insert_transfer(
    tx: &Tx,
    entry: EntryId,
    from: AccountId,
    to: AccountId,
    amount: Money,
) -> Result<(), StoreError> {
    let row = transfer::ActiveModel {
        id: NotSet,
        entry_id: Set(entry),
        debit_account_id: Set(from),
        credit_account_id: Set(to),
        amount: Set(amount),
        accounting_day: Set(tx.at().paris_day()),
    };
    transfer::Entity::insert(row).exec_without_returning(tx.connection()).await?;
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

/// An entry, and the programmes whose money it moves.
pub(in crate::budget) async fn entry_and_its_programmes(
    db: &impl Source,
    id: EntryId,
) -> Result<Option<(entry::Model, Vec<ProgrammeId>)>, StoreError> {
    let Some(entry) = entry::Entity::find_by_id(id).one(db.connection()).await? else { return Ok(None) };
    let touched = lines_touched_by(db, id).await?;
    let tops: Vec<_> = touched.iter().map(|line| tree::top(&line.path)).collect();
    Ok(Some((entry, programmes_at(db, &tops).await?)))
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
