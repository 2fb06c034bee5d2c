//! The list that staff read: one query for the rows of a page, one for what all the pages hold.

use entity::{
    dossier, organisation,
    values::{DossierState, Instant, Money, OrganisationKind, Reference, Siret, WaveId},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, Order, QueryFilter, QueryOrder, QuerySelect, RelationTrait,
    Select,
    sea_query::{Expr, Func},
};

use super::super::rules::list::{Filter, Sort, SortKey};
use crate::db::{PageNumber, Source, StoreError, cents, search};

/// A dossier in the list of its wave.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Listed {
    /// As people cite it.
    pub reference: Reference,
    /// The project's name.
    pub title: String,
    /// How far it has gone.
    pub state: DossierState,
    /// The sum of its expenses, in whole euro cents.
    pub expenses: Money,
    /// The aid it asks for, in whole euro cents.
    pub aid_requested: Money,
    /// When it was submitted.
    pub submitted_at: Option<Instant>,
    /// The structure's name.
    pub organisation: String,
    /// The structure's number.
    pub siret: Siret,
    /// What the structure is.
    pub kind: OrganisationKind,
}

/// What there is in one state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Tally {
    /// The state.
    pub state: DossierState,
    /// How many dossiers.
    pub dossiers: i64,
    /// The aid they ask for together, in whole euro cents.
    pub aid: Money,
}

/// The rows of one page.
pub(in crate::dossiers) async fn page(
    db: &impl Source,
    wave: WaveId,
    filter: &Filter,
    sort: Sort,
    number: PageNumber,
    size: u64,
) -> Result<Vec<Listed>, StoreError> {
    let listed = searched(dossier::Entity::find(), wave, filter)
        .filter(
            filter.state.map_or_else(|| dossier::Column::State.ne(DossierState::Draft), |state| dossier::Column::State.eq(state)),
        )
        .select_only()
        .columns([
            dossier::Column::Reference,
            dossier::Column::Title,
            dossier::Column::State,
            dossier::Column::Expenses,
            dossier::Column::AidRequested,
            dossier::Column::SubmittedAt,
        ])
        .column_as(organisation::Column::Name, "organisation")
        .column_as(organisation::Column::Siret, "siret")
        .column_as(organisation::Column::Kind, "kind")
        // A left join keeps the dossiers first, in the order of their index.
        .join(JoinType::LeftJoin, dossier::Relation::Organisation.def())
        .offset(number.offset(size))
        .limit(size);
    Ok(sorted(listed, sort).into_model::<Listed>().all(db.connection()).await?)
}

/// What the list holds in each state, drafts included when nothing is searched: they are counted, never described.
pub(in crate::dossiers) async fn tallies(db: &impl Source, wave: WaveId, filter: &Filter) -> Result<Vec<Tally>, StoreError> {
    let mut counted = searched(dossier::Entity::find(), wave, filter);
    if !filter.search.is_empty() {
        counted = counted
            .filter(dossier::Column::State.ne(DossierState::Draft))
            .join(JoinType::LeftJoin, dossier::Relation::Organisation.def());
    }
    let tallies = counted
        .select_only()
        .column(dossier::Column::State)
        .expr_as(Expr::expr(Func::count(Expr::val(1))), "dossiers")
        .expr_as(cents(dossier::Column::AidRequested), "aid")
        .group_by(dossier::Column::State);
    Ok(tallies.into_model::<Tally>().all(db.connection()).await?)
}

/// The one condition that rows, count and sum share.
fn searched(select: Select<dossier::Entity>, wave: WaveId, filter: &Filter) -> Select<dossier::Entity> {
    let select = select.filter(dossier::Column::WaveId.eq(wave));
    if filter.search.is_empty() {
        return select;
    }
    let digits: String = filter.search.chars().filter(|c| !c.is_whitespace()).collect();
    let sought = [
        search::code(dossier::Column::Reference),
        search::text(dossier::Column::Title),
        search::text(organisation::Column::Name),
    ];
    let mut found = Condition::any().add(search::finds(&filter.search, &sought));
    // Nine digits at least, a SIREN: fewer are the number of a dossier.
    if digits.len() >= 9 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        found = found.add(search::finds(&digits, &[search::code(organisation::Column::Siret)]));
    }
    select.filter(found)
}

/// Sorted as asked, then by reference, so that pages never overlap.
fn sorted(select: Select<dossier::Entity>, sort: Sort) -> Select<dossier::Entity> {
    let order = if sort.descending { Order::Desc } else { Order::Asc };
    let by = match sort.key {
        SortKey::Reference => return select.order_by(dossier::Column::Reference, order),
        SortKey::Title => select.order_by(dossier::Column::Title, order),
        SortKey::Organisation => select.order_by(organisation::Column::Name, order),
        SortKey::Expenses => select.order_by(dossier::Column::Expenses, order),
        SortKey::Aid => select.order_by(dossier::Column::AidRequested, order),
        SortKey::SubmittedAt => select.order_by(dossier::Column::SubmittedAt, order),
    };
    by.order_by_asc(dossier::Column::Reference)
}
