//! The transfers behind a figure, a page at a time, the newest first. What a page costs depends neither on how many there are
//! nor on how many accounts they go through: the accounts that moved last hold the newest.

use entity::{
    account, account_day, budget_line, entry, transfer,
    values::{AccountId, Book, Day, Instant, Money, TransferId, Year},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, RelationTrait, Select,
    sea_query::{CaseStatement, Expr, ExprTrait, Order, Query, SimpleExpr, UnionType},
};

use super::{
    super::rules::{
        figure::{Figure, Reach, Way},
        trail::{From, OtherEnd, Trail},
        tree,
    },
    reports::{Accounts, OTHER, OTHER_LINE, OWN, TransferRow, joined, with_ends, within},
};
use crate::db::{Source, StoreError, cents};

/// A place in the list: what comes after it is older, or has a lower key on the same day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bookmark {
    /// The accounting day.
    pub day: Day,
    /// The account that led to the transfer.
    pub account: AccountId,
    /// The transfer.
    pub transfer: TransferId,
}

impl Bookmark {
    /// Before everything that counts until the end of a day.
    #[must_use]
    pub fn start(day: Day) -> Self {
        Self { day, account: AccountId(i64::MAX), transfer: TransferId(i64::MAX) }
    }
}

/// The transfers behind a figure.
#[derive(Clone, Copy, Debug)]
pub(in crate::budget) struct Behind<'a> {
    pub(in crate::budget) path: &'a str,
    pub(in crate::budget) reach: Reach,
    pub(in crate::budget) book: Book,
    pub(in crate::budget) year: Option<Year>,
    pub(in crate::budget) figure: Figure,
    pub(in crate::budget) trail: Trail,
    /// The first accounting day that counts.
    pub(in crate::budget) since: Option<Day>,
    /// The last instant at which what counts was recorded; now when absent.
    pub(in crate::budget) known: Option<Instant>,
}

/// An account that leads to transfers, and the last day on which it did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub(in crate::budget) struct Lead {
    pub(in crate::budget) account: AccountId,
    pub(in crate::budget) day: Day,
}

#[derive(FromQueryResult)]
struct Found {
    id: TransferId,
    account: AccountId,
    day: Day,
}

#[derive(FromQueryResult)]
struct Counted {
    way_in: i64,
    amount: Option<Money>,
}

/// The accounts that moved last before a place in the list, in its order.
pub(in crate::budget) async fn leads(
    db: &impl Source,
    behind: &Behind<'_>,
    before: Bookmark,
    limit: u64,
) -> Result<Vec<Lead>, StoreError> {
    const MOVED: &str = "moved";
    let of_account = |column: account::Column| Expr::col((account::Entity, column));
    let until = CaseStatement::new().case(of_account(account::Column::Id).lte(before.account), before.day.iso());
    let until = SimpleExpr::Case(Box::new(until.finally(before.day.plus_days(-1).iso())));
    let earlier = Query::select()
        .column((account_day::Entity, account_day::Column::Day))
        .from(account_day::Entity)
        .and_where(
            Expr::col((account_day::Entity, account_day::Column::AccountId)).equals((account::Entity, account::Column::Id)),
        )
        .and_where(Expr::col((account_day::Entity, account_day::Column::Day)).lte(until.clone()))
        .order_by((account_day::Entity, account_day::Column::Day), Order::Desc)
        .limit(1)
        .to_owned();
    let is_then = of_account(account::Column::MovedOn).lte(until);
    let last = CaseStatement::new()
        .case(is_then, of_account(account::Column::MovedOn))
        .finally(SimpleExpr::SubQuery(None, Box::new(earlier.into())));
    let moved = account::Entity::find()
        .join(JoinType::InnerJoin, account::Relation::Line.def())
        .filter(behind.lead())
        .select_only()
        .expr_as(of_account(account::Column::Id), "account")
        .expr_as(SimpleExpr::Case(Box::new(last)), "day")
        .into_query();
    let leads = Query::select()
        .columns(["account", "day"])
        .from_subquery(moved, MOVED)
        .and_where(Expr::col("day").is_not_null())
        .and_where_option(behind.since.map(|since| Expr::col("day").gte(since.iso())))
        .order_by("day", Order::Desc)
        .order_by("account", Order::Desc)
        .limit(limit)
        .to_owned();
    let statement = db.connection().get_database_backend().build(&leads);
    Ok(Lead::find_by_statement(statement).all(db.connection()).await?)
}

/// The day since which accounts moved on `count` days at least, one account's days and another's counted apart; none when
/// they never moved as often.
pub(in crate::budget) async fn busy_since(
    db: &impl Source,
    leads: &[Lead],
    until: Day,
    count: u64,
) -> Result<Option<Day>, StoreError> {
    let days = account_day::Entity::find()
        .filter(account_day::Column::AccountId.is_in(leads.iter().map(|lead| lead.account)))
        .filter(account_day::Column::Day.lte(until))
        .select_only()
        .column(account_day::Column::Day)
        .order_by_desc(account_day::Column::Day)
        .offset(count.saturating_sub(1))
        .limit(1);
    Ok(days.into_tuple().one(db.connection()).await?)
}

/// The transfers between two places in the list that go through accounts known to lead there, in its order.
pub(in crate::budget) async fn found(
    db: &impl Source,
    behind: &Behind<'_>,
    leads: &[Lead],
    before: Bookmark,
    down_to: Bookmark,
    limit: u64,
) -> Result<Vec<Bookmark>, StoreError> {
    let one_way = |way: Way| {
        let own_id = Expr::col((OWN, account::Column::Id));
        let mut rows = behind
            .transfers(way)
            .filter(own_id.clone().is_in(leads.iter().map(|lead| lead.account)))
            .filter(transfer::Column::AccountingDay.gte(down_to.day))
            .filter(transfer::Column::AccountingDay.lte(before.day))
            .filter(is_before(before))
            .select_only()
            .column_as(transfer::Column::Id, "id")
            .expr_as(own_id, "account")
            .column_as(transfer::Column::AccountingDay, "day");
        if down_to.account.0 > 0 {
            rows = rows.filter(
                Condition::any()
                    .add(transfer::Column::AccountingDay.gt(down_to.day))
                    .add(Expr::col((OWN, account::Column::Id)).gte(down_to.account)),
            );
        }
        rows.into_query()
    };
    let mut rows = one_way(Way::In);
    rows.union(UnionType::All, one_way(Way::Out));
    rows.order_by("day", Order::Desc).order_by("account", Order::Desc).order_by("id", Order::Desc).limit(limit);
    let statement = db.connection().get_database_backend().build(&rows);
    let found = Found::find_by_statement(statement).all(db.connection()).await?;
    Ok(found.into_iter().map(|found| Bookmark { day: found.day, account: found.account, transfer: found.id }).collect())
}

/// What went each way on the day of a place in the list, from that place on: the rest of the day comes after it.
pub(in crate::budget) async fn counted_on_the_day(
    db: &impl Source,
    behind: &Behind<'_>,
    from: Bookmark,
) -> Result<Vec<(Way, Money)>, StoreError> {
    let one_way = |way: Way| {
        let way_in = if way == Way::In { "CAST(1 AS BIGINT)" } else { "CAST(0 AS BIGINT)" };
        behind
            .transfers(way)
            .filter(behind.lead_as_own())
            .filter(transfer::Column::AccountingDay.eq(from.day))
            .filter(is_before(from).not())
            .select_only()
            .expr_as(Expr::cust(way_in), "way_in")
            .expr_as(cents(transfer::Column::Amount), "amount")
            .into_query()
    };
    let mut rows = one_way(Way::In);
    rows.union(UnionType::All, one_way(Way::Out));
    let statement = db.connection().get_database_backend().build(&rows);
    let counted = Counted::find_by_statement(statement).all(db.connection()).await?;
    let way = |way_in| if way_in == 1 { Way::In } else { Way::Out };
    Ok(counted.into_iter().map(|counted| (way(counted.way_in), counted.amount.unwrap_or(Money::ZERO))).collect())
}

/// The transfers at these places, in no order.
pub(in crate::budget) async fn transfers_at(db: &impl Source, places: &[Bookmark]) -> Result<Vec<TransferRow>, StoreError> {
    let ids = places.iter().map(|place| place.transfer);
    Ok(with_ends(joined(Way::Out)).filter(transfer::Column::Id.is_in(ids)).into_model().all(db.connection()).await?)
}

fn is_before(mark: Bookmark) -> Condition {
    let own_id = Expr::col((OWN, account::Column::Id));
    let on_the_day = Condition::any()
        .add(own_id.clone().lt(mark.account))
        .add(Condition::all().add(own_id.eq(mark.account)).add(transfer::Column::Id.lt(mark.transfer)));
    Condition::any()
        .add(transfer::Column::AccountingDay.lt(mark.day))
        .add(Condition::all().add(transfer::Column::AccountingDay.eq(mark.day)).add(on_the_day))
}

impl Behind<'_> {
    /// The transfers that count, seen from the accounts that lead to them. `way` is that of the figure's own end.
    fn transfers(&self, way: Way) -> Select<transfer::Entity> {
        let lead_way = match (self.trail.from, way) {
            (From::Own, way) => way,
            (From::Above, Way::In) => Way::Out,
            (From::Above, Way::Out) => Way::In,
        };
        let mut rows = joined(lead_way).filter(self.other_end());
        if let Some(since) = self.since {
            rows = rows.filter(transfer::Column::AccountingDay.gte(since));
        }
        match self.known {
            Some(known) => {
                rows.join(JoinType::InnerJoin, transfer::Relation::Entry.def()).filter(entry::Column::RecordedAt.lte(known))
            }
            None => rows,
        }
    }

    fn own(&self) -> Accounts<'_> {
        let Self { path, reach, book, year, figure, .. } = *self;
        Accounts { path, reach, book: Some(book), year, stage: figure.stage() }
    }

    fn above(&self, line: &'static str) -> Condition {
        Condition::all().add(Expr::col((line, budget_line::Column::Path)).is_in(tree::above(self.path)))
    }

    /// That an account leads to the transfers.
    fn lead(&self) -> Condition {
        match self.trail.from {
            From::Own => self.own().are(account::Entity, budget_line::Entity),
            From::Above => Condition::all()
                .add(Expr::col((budget_line::Entity, budget_line::Column::Path)).is_in(tree::above(self.path)))
                .add(Expr::col((account::Entity, account::Column::Book)).eq(self.book)),
        }
    }

    /// That the account that a transfer is seen from is one of those.
    fn lead_as_own(&self) -> Condition {
        let leads = account::Entity::find()
            .join(JoinType::InnerJoin, account::Relation::Line.def())
            .filter(self.lead())
            .select_only()
            .column(account::Column::Id)
            .into_query();
        Condition::all().add(Expr::col((OWN, account::Column::Id)).in_subquery(leads))
    }

    /// Where the end of a transfer that is not seen stands.
    fn other_end(&self) -> Condition {
        let path = || Expr::col((OTHER_LINE, budget_line::Column::Path));
        let lines = || match self.reach {
            Reach::Line => Condition::all().add(path().eq(self.path)),
            Reach::Tree => within(self.path, path()),
        };
        match (self.trail.from, self.trail.other) {
            (From::Above, _) => self.own().are(OTHER, OTHER_LINE),
            (From::Own, OtherEnd::NotSummed) => self.own().are(OTHER, OTHER_LINE).not(),
            (From::Own, OtherEnd::Above) => self.above(OTHER_LINE),
            (From::Own, OtherEnd::Below) => Condition::all().add(within(self.path, path())).add(path().ne(self.path)),
            (From::Own, OtherEnd::Elsewhere) => {
                Condition::all().add(within(self.path, path()).not()).add(self.above(OTHER_LINE).not())
            }
            (From::Own, OtherEnd::OtherYear) => {
                Condition::all().add(lines()).add_option(self.year.map(|year| Expr::col((OTHER, account::Column::Year)).ne(year)))
            }
        }
    }
}
