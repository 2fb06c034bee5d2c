//! What accounting files read: the accounts of a tree once, then its sealed entries, page after page.

use std::collections::HashMap;

use entity::{
    account, budget_line, commitment, entry, transfer,
    values::{AccountId, Book, Day, EntryId, Money, Reference, Stage, Year},
};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect, QueryTrait, RelationTrait,
    sea_query::{Expr, ExprTrait},
};

use super::reports::within;
use crate::db::{Source, StoreError};

/// An account with its line and the commitment whose money it holds.
#[derive(Clone, Debug, FromQueryResult)]
pub(in crate::budget) struct AccountRow {
    pub(in crate::budget) id: AccountId,
    pub(in crate::budget) book: Book,
    pub(in crate::budget) year: Year,
    pub(in crate::budget) stage: Stage,
    pub(in crate::budget) balance: Money,
    pub(in crate::budget) path: String,
    pub(in crate::budget) label: String,
    pub(in crate::budget) reference: Option<Reference>,
    pub(in crate::budget) commitment_label: Option<String>,
}

/// The accounts of a tree, of every tree when `path` is empty, by book, year, line and stage.
pub(in crate::budget) async fn accounts_in(
    db: &impl Source,
    path: &str,
    year: Option<Year>,
) -> Result<Vec<AccountRow>, StoreError> {
    let line_path = Expr::col((budget_line::Entity, budget_line::Column::Path));
    let mut accounts = account::Entity::find()
        .join(JoinType::InnerJoin, account::Relation::Line.def())
        .join(JoinType::LeftJoin, account::Relation::Commitment.def())
        .filter(within(path, line_path));
    if let Some(year) = year {
        accounts = accounts.filter(account::Column::Year.eq(year));
    }
    let accounts = accounts
        .select_only()
        .columns([
            account::Column::Id,
            account::Column::Book,
            account::Column::Year,
            account::Column::Stage,
            account::Column::Balance,
        ])
        .columns([budget_line::Column::Path, budget_line::Column::Label])
        .column(commitment::Column::Reference)
        .column_as(commitment::Column::Label, "commitment_label")
        .order_by_asc(account::Column::Book)
        .order_by_asc(account::Column::Year)
        .order_by_asc(budget_line::Column::Path)
        .order_by_asc(account::Column::Stage)
        .order_by_asc(account::Column::Id);
    Ok(accounts.into_model().all(db.connection()).await?)
}

/// The seal of the last entry that has one; 0 before the first.
pub(in crate::budget) async fn last_sealed(db: &impl Source) -> Result<i64, StoreError> {
    let sealed = entry::Entity::find().filter(entry::Column::SealNumber.is_not_null());
    let last = sealed.order_by_desc(entry::Column::SealNumber).one(db.connection()).await?;
    Ok(last.and_then(|entry| entry.seal_number).unwrap_or(0))
}

/// Which sealed entries are read.
#[derive(Clone, Debug)]
pub(in crate::budget) struct SealedEntries {
    /// Those that move money of this tree; all of them when empty.
    pub(in crate::budget) path: String,
    /// Those of this fiscal year.
    pub(in crate::budget) year: Option<Year>,
    /// Those that count until the end of this day.
    pub(in crate::budget) day: Option<Day>,
    /// The last seal that is read.
    pub(in crate::budget) last: i64,
}

/// The entries that follow a seal, in the order of their seals: that in which they were validated.
pub(in crate::budget) async fn sealed_after(
    db: &impl Source,
    asked: &SealedEntries,
    seal: i64,
    most: u64,
) -> Result<Vec<entry::Model>, StoreError> {
    let mut entries =
        entry::Entity::find().filter(entry::Column::SealNumber.gt(seal)).filter(entry::Column::SealNumber.lte(asked.last));
    if let Some(year) = asked.year {
        entries = entries.filter(entry::Column::FiscalYear.eq(year));
    }
    if let Some(day) = asked.day {
        entries = entries.filter(entry::Column::AccountingDay.lte(day));
    }
    if !asked.path.is_empty() {
        let line_path = Expr::col((budget_line::Entity, budget_line::Column::Path));
        let of_the_tree = transfer::Entity::find()
            .join(JoinType::InnerJoin, transfer::Relation::DebitAccount.def())
            .join(JoinType::InnerJoin, account::Relation::Line.def())
            .filter(Expr::col((transfer::Entity, transfer::Column::EntryId)).equals((entry::Entity, entry::Column::Id)))
            .filter(within(&asked.path, line_path))
            .select_only()
            .column(transfer::Column::Id)
            .into_query();
        entries = entries.filter(Expr::exists(of_the_tree));
    }
    Ok(entries.order_by_asc(entry::Column::SealNumber).limit(most).all(db.connection()).await?)
}

/// The transfers of these entries, each entry's in their order.
pub(in crate::budget) async fn transfers_by_entry(
    db: &impl Source,
    entries: &[entry::Model],
) -> Result<HashMap<EntryId, Vec<transfer::Model>>, StoreError> {
    let theirs = transfer::Entity::find().filter(transfer::Column::EntryId.is_in(entries.iter().map(|entry| entry.id)));
    let mut by_entry: HashMap<EntryId, Vec<transfer::Model>> = HashMap::new();
    for transfer in theirs.order_by_asc(transfer::Column::Id).all(db.connection()).await? {
        by_entry.entry(transfer.entry_id).or_default().push(transfer);
    }
    Ok(by_entry)
}
