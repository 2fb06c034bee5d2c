//! What the report and the lists of entries read.

use entity::{
    account, account_day, budget_line, entry, programme, transfer,
    values::{Book, BudgetLineId, CommitmentId, Day, EntryId, Instant, Journal, Money, ProgrammeId, Stage, TransferId, Year},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, RelationTrait, Select,
    sea_query::{CaseStatement, Expr, ExprTrait, Func, IntoIden, Order, Query, SimpleExpr, UnionType},
};

use super::super::rules::{
    figure::{End, Reach, Totals, Way, crossing},
    report::{AsOf, Late, Place, Stood},
    tree::{self, Line},
};
use crate::db::{Source, StoreError, cents};

/// The account that a query is about, and the one on the other end of its transfers.
pub(super) const OWN: &str = "own_account";
const OWN_LINE: &str = "own_line";
pub(super) const OTHER: &str = "other_account";
pub(super) const OTHER_LINE: &str = "other_line";

/// What the accounts of a stage of a line came to, or what went through them and was recorded too late.
#[derive(FromQueryResult)]
struct Row {
    line: BudgetLineId,
    book: Book,
    year: Year,
    stage: Stage,
    path: String,
    /// Absent where the row says what accounts came to.
    way_in: Option<i64>,
    other_path: Option<String>,
    other_year: Option<i32>,
    balance: Money,
    received: Money,
    transferred: Money,
    delegated: Money,
    carried: Money,
}

/// A line and everything below it, in the order of the tree.
pub(in crate::budget) async fn tree_of(db: &impl Source, path: &str) -> Result<Vec<Line>, StoreError> {
    Ok(lines_in(db, path).await?.into_iter().map(as_line).collect())
}

/// A line and everything below it, as they are kept.
pub(in crate::budget) async fn lines_in(db: &impl Source, path: &str) -> Result<Vec<budget_line::Model>, StoreError> {
    let lines = budget_line::Entity::find().filter(within(path, Expr::col((budget_line::Entity, budget_line::Column::Path))));
    Ok(lines.order_by_asc(budget_line::Column::Path).all(db.connection()).await?)
}

/// A row, as the rules know it.
pub(in crate::budget) fn as_line(row: budget_line::Model) -> Line {
    Line { id: row.id, parent: row.parent_id, path: row.path, code: row.code, label: row.label, position: row.position }
}

/// The lines at these paths, in the order of the tree.
pub(in crate::budget) async fn lines_at(db: &impl Source, paths: &[&str]) -> Result<Vec<budget_line::Model>, StoreError> {
    let lines = budget_line::Entity::find().filter(budget_line::Column::Path.is_in(paths.iter().copied()));
    Ok(lines.order_by_asc(budget_line::Column::Path).all(db.connection()).await?)
}

/// The lines below one that hold no envelope of a wave, and are open; of every tree when `path` is empty.
pub(in crate::budget) async fn receivers_below(db: &impl Source, path: &str) -> Result<Vec<budget_line::Model>, StoreError> {
    let envelopes =
        account::Entity::find().filter(account::Column::Stage.eq(Stage::Reserved)).select_only().column(account::Column::LineId);
    let mut lines = budget_line::Entity::find()
        .filter(budget_line::Column::ClosedAt.is_null())
        .filter(budget_line::Column::Id.not_in_subquery(envelopes.into_query()));
    if !path.is_empty() {
        let (first, end) = tree::below(path);
        lines = lines.filter(budget_line::Column::Path.gte(first)).filter(budget_line::Column::Path.lt(end));
    }
    Ok(lines.order_by_asc(budget_line::Column::Path).all(db.connection()).await?)
}

/// Which line is the top of which programme's budget.
pub(in crate::budget) async fn financed(db: &impl Source) -> Result<Vec<(ProgrammeId, BudgetLineId)>, StoreError> {
    let financed = programme::Entity::find()
        .filter(programme::Column::BudgetLineId.is_not_null())
        .select_only()
        .columns([programme::Column::Id, programme::Column::BudgetLineId]);
    Ok(financed.into_tuple().all(db.connection()).await?)
}

/// What the accounts of a tree came to, of every tree when `path` is empty, and what of it was not known yet. One statement,
/// so that it sees one instant of the database.
pub(in crate::budget) async fn stood(db: &impl Source, path: &str, as_of: AsOf) -> Result<(Vec<Stood>, Vec<Late>), StoreError> {
    stood_on(db, Accounts::of_tree(path), as_of).await
}

/// The same of some accounts only.
pub(in crate::budget) async fn stood_on(
    db: &impl Source,
    accounts: Accounts<'_>,
    as_of: AsOf,
) -> Result<(Vec<Stood>, Vec<Late>), StoreError> {
    let day = as_of.last_day();
    let mut rows = totals_on(accounts, day).into_query();
    if let Some(known) = as_of.known {
        for way in [Way::In, Way::Out] {
            rows.union(UnionType::All, recorded_after(accounts, way, day, known).into_query());
        }
    }
    let statement = db.connection().get_database_backend().build(&rows);
    let rows = Row::find_by_statement(statement).all(db.connection()).await?;
    let (mut stood, mut late) = (Vec::new(), Vec::new());
    for row in rows {
        let place = Place { line: row.line, book: row.book, year: row.year, stage: row.stage };
        match (row.way_in, row.other_path, row.other_year) {
            (Some(way_in), Some(other_path), Some(other_year)) => {
                let other = End { path: &other_path, stage: row.stage, year: Year::new(other_year).ok_or(StoreError::Stale)? };
                let crossing = crossing(End { path: &row.path, stage: row.stage, year: row.year }, other);
                let way = if way_in == 1 { Way::In } else { Way::Out };
                late.push(Late { place, way, crossing, amount: row.balance });
            }
            _ => stood.push(Stood {
                place,
                totals: Totals {
                    balance: row.balance,
                    received: row.received,
                    delegated: row.delegated,
                    transferred: row.transferred,
                    carried: row.carried,
                },
            }),
        }
    }
    Ok((stood, late))
}

/// What each account came to at the end of `day`, by line and stage.
fn totals_on(accounts: Accounts<'_>, day: Day) -> Select<account::Entity> {
    use account::Column as Now;
    use account_day::Column as Then;
    let line_path = Expr::col((budget_line::Entity, budget_line::Column::Path));
    let of_account = |column: account::Column| Expr::col((account::Entity, column));
    with_the_day(account::Entity::find().join(JoinType::InnerJoin, account::Relation::Line.def()), day)
        .filter(accounts.are(account::Entity, budget_line::Entity))
        .select_only()
        .expr_as(of_account(account::Column::LineId), "line")
        .expr_as(of_account(account::Column::Book), "book")
        .expr_as(of_account(account::Column::Year), "year")
        .expr_as(of_account(account::Column::Stage), "stage")
        .expr_as(line_path.clone(), "path")
        .expr_as(Expr::cust("CAST(NULL AS BIGINT)"), "way_in")
        .expr_as(Expr::cust("CAST(NULL AS TEXT)"), "other_path")
        .expr_as(Expr::cust("CAST(NULL AS INTEGER)"), "other_year")
        .expr_as(cents(on_the_day(Now::Balance, Then::Balance, day)), "balance")
        .expr_as(cents(on_the_day(Now::Received, Then::Received, day)), "received")
        .expr_as(cents(on_the_day(Now::Transferred, Then::Transferred, day)), "transferred")
        .expr_as(cents(on_the_day(Now::Delegated, Then::Delegated, day)), "delegated")
        .expr_as(cents(on_the_day(Now::Carried, Then::Carried, day)), "carried")
        .group_by(of_account(account::Column::LineId))
        .group_by(of_account(account::Column::Book))
        .group_by(of_account(account::Column::Year))
        .group_by(of_account(account::Column::Stage))
        .group_by(line_path)
}

/// Joins to each account the last day on which it moved until `day`, where it moved since: else it is still what it was.
///
/// The outer join is there for the planner, which would otherwise go through every day of every account.
pub(super) fn with_the_day<E: EntityTrait>(accounts: Select<E>, day: Day) -> Select<E> {
    const EARLIER: &str = "earlier";
    let earlier = |column: account_day::Column| Expr::col((EARLIER, column));
    let last = Query::select()
        .column((EARLIER, account_day::Column::Id))
        .from_as(account_day::Entity, EARLIER)
        .and_where(earlier(account_day::Column::AccountId).equals((account::Entity, account::Column::Id)))
        .and_where(earlier(account_day::Column::Day).lte(day.iso()))
        .order_by((EARLIER, account_day::Column::Day), Order::Desc)
        .limit(1)
        .to_owned();
    let last = CaseStatement::new().case(has_moved_since(day), SimpleExpr::SubQuery(None, Box::new(last.into())));
    let on = Expr::col((account_day::Entity, account_day::Column::Id)).eq(SimpleExpr::Case(Box::new(last)));
    let mut accounts = accounts;
    QueryTrait::query(&mut accounts).join(JoinType::LeftJoin, account_day::Entity, on);
    accounts
}

/// What a column of an account was at the end of `day`, once joined to that day.
pub(super) fn on_the_day(now: account::Column, then: account_day::Column, day: Day) -> SimpleExpr {
    let then = Func::coalesce([Expr::col((account_day::Entity, then)), Expr::value(0_i64)]);
    let case = CaseStatement::new().case(has_moved_since(day), then).finally(Expr::col((account::Entity, now)));
    SimpleExpr::Case(Box::new(case))
}

fn has_moved_since(day: Day) -> SimpleExpr {
    Expr::col((account::Entity, account::Column::MovedOn)).gt(day.iso())
}

/// What went one way through the accounts of a tree until the end of `day` and was recorded after `known`: on the day of
/// `known` itself, or late, which an index finds.
fn recorded_after(accounts: Accounts<'_>, way: Way, day: Day, known: Instant) -> Select<transfer::Entity> {
    let own_path = Expr::col((OWN_LINE, budget_line::Column::Path));
    let of_own = |column: account::Column| Expr::col((OWN, column));
    let of_other = |column: account::Column| Expr::col((OTHER, column));
    let other_path = Expr::col((OTHER_LINE, budget_line::Column::Path));
    let nothing = || Expr::cust("CAST(0 AS BIGINT)");
    joined(way)
        .join(JoinType::InnerJoin, transfer::Relation::Entry.def())
        .filter(accounts.are(OWN, OWN_LINE))
        .filter(entry::Column::AccountingDay.lte(day))
        .filter(entry::Column::RecordedAt.gt(known))
        .filter(Condition::any().add(entry::Column::AccountingDay.gte(known.paris_day())).add(
            Expr::col((entry::Entity, entry::Column::AccountingDay)).lt(Expr::col((entry::Entity, entry::Column::RecordedDay))),
        ))
        .select_only()
        .expr_as(of_own(account::Column::LineId), "line")
        .expr_as(of_own(account::Column::Book), "book")
        .expr_as(of_own(account::Column::Year), "year")
        .expr_as(of_own(account::Column::Stage), "stage")
        .expr_as(own_path.clone(), "path")
        .expr_as(Expr::cust(if way == Way::In { "CAST(1 AS BIGINT)" } else { "CAST(0 AS BIGINT)" }), "way_in")
        .expr_as(other_path.clone(), "other_path")
        .expr_as(of_other(account::Column::Year), "other_year")
        .expr_as(cents(transfer::Column::Amount), "balance")
        .expr_as(nothing(), "received")
        .expr_as(nothing(), "transferred")
        .expr_as(nothing(), "delegated")
        .expr_as(nothing(), "carried")
        .group_by(of_own(account::Column::LineId))
        .group_by(own_path)
        .group_by(of_own(account::Column::Book))
        .group_by(of_own(account::Column::Year))
        .group_by(of_own(account::Column::Stage))
        .group_by(other_path)
        .group_by(of_other(account::Column::Year))
}

/// Some accounts: those of a line or of a tree, in a book, a year, at a stage, or in all.
#[derive(Clone, Copy, Debug)]
pub(in crate::budget) struct Accounts<'a> {
    pub(in crate::budget) path: &'a str,
    pub(in crate::budget) reach: Reach,
    pub(in crate::budget) book: Option<Book>,
    pub(in crate::budget) year: Option<Year>,
    pub(in crate::budget) stage: Option<Stage>,
}

impl<'a> Accounts<'a> {
    /// Those of a line and of everything below it; all of them when `path` is empty.
    pub(in crate::budget) fn of_tree(path: &'a str) -> Self {
        Self { path, reach: Reach::Tree, book: None, year: None, stage: None }
    }

    /// That the account called `account`, on the line called `line`, is one of them.
    pub(super) fn are(self, account: impl IntoIden, line: impl IntoIden) -> Condition {
        let (account, line) = (account.into_iden(), line.into_iden());
        let column = |column: account::Column| Expr::col((account.clone(), column));
        let path = Expr::col((line, budget_line::Column::Path));
        Condition::all()
            .add(match self.reach {
                Reach::Line => Condition::all().add(path.eq(self.path)),
                Reach::Tree => within(self.path, path),
            })
            .add_option(self.book.map(|book| column(account::Column::Book).eq(book)))
            .add_option(self.year.map(|year| column(account::Column::Year).eq(year)))
            .add_option(self.stage.map(|stage| column(account::Column::Stage).eq(stage)))
    }
}

/// A transfer with its entry and both its ends.
#[derive(Clone, Debug, FromQueryResult)]
pub(in crate::budget) struct TransferRow {
    pub(in crate::budget) id: TransferId,
    pub(in crate::budget) entry: EntryId,
    pub(in crate::budget) journal: Journal,
    pub(in crate::budget) day: Day,
    pub(in crate::budget) reason: String,
    pub(in crate::budget) amount: Money,
    pub(in crate::budget) book: Book,
    pub(in crate::budget) debit_year: Year,
    pub(in crate::budget) credit_year: Year,
    pub(in crate::budget) debit_path: String,
    pub(in crate::budget) debit_label: String,
    pub(in crate::budget) debit_stage: Stage,
    pub(in crate::budget) debit_commitment: Option<CommitmentId>,
    pub(in crate::budget) credit_path: String,
    pub(in crate::budget) credit_label: String,
    pub(in crate::budget) credit_stage: Stage,
    pub(in crate::budget) credit_commitment: Option<CommitmentId>,
}

/// The transfers of these entries, in their order.
pub(in crate::budget) async fn transfers_in(db: &impl Source, entries: &[EntryId]) -> Result<Vec<TransferRow>, StoreError> {
    let rows = with_ends(joined(Way::Out)).filter(transfer::Column::EntryId.is_in(entries.iter().copied()));
    Ok(rows.order_by_asc(transfer::Column::Id).into_model().all(db.connection()).await?)
}

/// Transfers with the account that money goes through one way, its line, and those on the other end.
pub(super) fn joined(way: Way) -> Select<transfer::Entity> {
    let (own, other) = match way {
        Way::In => (transfer::Relation::CreditAccount, transfer::Relation::DebitAccount),
        Way::Out => (transfer::Relation::DebitAccount, transfer::Relation::CreditAccount),
    };
    transfer::Entity::find()
        .join_as(JoinType::InnerJoin, own.def(), OWN)
        .join_as(JoinType::InnerJoin, account::Relation::Line.def().from_alias(OWN), OWN_LINE)
        .join_as(JoinType::InnerJoin, other.def(), OTHER)
        .join_as(JoinType::InnerJoin, account::Relation::Line.def().from_alias(OTHER), OTHER_LINE)
}

pub(super) fn with_ends(debits: Select<transfer::Entity>) -> Select<transfer::Entity> {
    let line = |alias: &'static str, column: budget_line::Column| Expr::col((alias, column));
    let account = |alias: &'static str, column: account::Column| Expr::col((alias, column));
    debits
        .join(JoinType::InnerJoin, transfer::Relation::Entry.def())
        .select_only()
        .column_as(transfer::Column::Id, "id")
        .column_as(transfer::Column::EntryId, "entry")
        .column(entry::Column::Journal)
        .column_as(transfer::Column::AccountingDay, "day")
        .column(entry::Column::Reason)
        .column(transfer::Column::Amount)
        .expr_as(account(OWN, account::Column::Book), "book")
        .expr_as(account(OWN, account::Column::Year), "debit_year")
        .expr_as(account(OTHER, account::Column::Year), "credit_year")
        .expr_as(line(OWN_LINE, budget_line::Column::Path), "debit_path")
        .expr_as(line(OWN_LINE, budget_line::Column::Label), "debit_label")
        .expr_as(account(OWN, account::Column::Stage), "debit_stage")
        .expr_as(account(OWN, account::Column::CommitmentId), "debit_commitment")
        .expr_as(line(OTHER_LINE, budget_line::Column::Path), "credit_path")
        .expr_as(line(OTHER_LINE, budget_line::Column::Label), "credit_label")
        .expr_as(account(OTHER, account::Column::Stage), "credit_stage")
        .expr_as(account(OTHER, account::Column::CommitmentId), "credit_commitment")
}

/// The line at `path` and everything below it; everything when `path` is empty.
pub(super) fn within(path: &str, column: SimpleExpr) -> Condition {
    if path.is_empty() {
        return Condition::all();
    }
    let (first, end) = tree::below(path);
    let below = Condition::all().add(column.clone().gte(first)).add(column.clone().lt(end));
    Condition::any().add(column.eq(path)).add(below)
}
