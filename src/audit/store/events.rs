//! The journal, as it is read.

use std::collections::HashMap;

use entity::{
    budget_line, call, commitment, decision, dossier, event, organisation, person, programme,
    values::{
        BudgetLineId, CallId, CommitmentId, DecisionId, DossierId, EventId, Instant, OrganisationId, PersonId, ProgrammeId,
        Reference, WaveId,
    },
    wave,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select, sea_query::ExprTrait,
};

use crate::db::{Page, PageNumber, Source, StoreError, count_rows, search};

/// How many events a page holds.
const EVENTS_PER_PAGE: u64 = 50;

/// A thing that events are about: its sort and its key.
pub(in crate::audit) type Thing = (String, i64);

/// Which events are wanted; what is empty or absent asks for nothing.
pub(in crate::audit) struct Wanted {
    pub(in crate::audit) kind: Option<&'static str>,
    pub(in crate::audit) about: Option<Vec<Thing>>,
    pub(in crate::audit) who: String,
    pub(in crate::audit) from: Option<Instant>,
    pub(in crate::audit) until: Option<Instant>,
    /// The programmes whose events may be read; `None` for all events.
    pub(in crate::audit) programmes: Option<Vec<ProgrammeId>>,
}

/// A page of events, latest first, each with who did it.
pub(in crate::audit) async fn events(
    db: &impl Source,
    wanted: &Wanted,
    number: PageNumber,
) -> Result<Page<(event::Model, Option<person::Model>)>, StoreError> {
    let total = count_rows(db, narrowed(wanted)).await?;
    let rows = narrowed(wanted)
        .order_by_desc(event::Column::Id)
        .offset(number.offset(EVENTS_PER_PAGE))
        .limit(EVENTS_PER_PAGE)
        .find_also_related(person::Entity)
        .all(db.connection())
        .await?;
    Ok(Page { rows, total, number, size: EVENTS_PER_PAGE })
}

fn narrowed(wanted: &Wanted) -> Select<event::Entity> {
    let mut found = event::Entity::find();
    if let Some(programmes) = &wanted.programmes {
        found = found.filter(event::Column::ProgrammeId.is_in(programmes.iter().copied()));
    }
    if let Some(kind) = wanted.kind {
        found = found.filter(event::Column::Kind.eq(kind));
    }
    if let Some(things) = &wanted.about {
        let is_one = |(kind, id): &Thing| event::Column::SubjectKind.eq(kind.as_str()).and(event::Column::SubjectId.eq(*id));
        // None of no things is nothing, which an empty « any » would not say.
        let any = things.iter().map(is_one).fold(Condition::any().add(event::Column::Id.lt(0)), Condition::add);
        found = found.filter(any);
    }
    if !wanted.who.trim().is_empty() {
        let named = search::finds(&wanted.who, &[search::text(person::Column::Name), search::code(person::Column::Email)]);
        let people = person::Entity::find().filter(named).select_only().column(person::Column::Id).into_query();
        found = found.filter(event::Column::ActorId.in_subquery(people));
    }
    if let Some(from) = wanted.from {
        found = found.filter(event::Column::At.gte(from));
    }
    if let Some(until) = wanted.until {
        found = found.filter(event::Column::At.lte(until));
    }
    found
}

/// One event with who did it, among those that may be read.
pub(in crate::audit) async fn event(
    db: &impl Source,
    id: EventId,
    programmes: Option<Vec<ProgrammeId>>,
) -> Result<Option<(event::Model, Option<person::Model>)>, StoreError> {
    let mut found = event::Entity::find_by_id(id);
    if let Some(programmes) = programmes {
        found = found.filter(event::Column::ProgrammeId.is_in(programmes));
    }
    Ok(found.find_also_related(person::Entity).one(db.connection()).await?)
}

/// The things that people call by this: a reference, a code, an address, a SIRET.
pub(in crate::audit) async fn things_called(db: &impl Source, typed: &str) -> Result<Vec<Thing>, StoreError> {
    let typed = typed.trim();
    let mut things: Vec<Thing> = Vec::new();
    if let Ok(reference) = Reference::parse(typed) {
        let dossiers: Vec<DossierId> =
            keys(db, dossier::Entity::find().filter(dossier::Column::Reference.eq(reference.clone())), dossier::Column::Id)
                .await?;
        let calls: Vec<CallId> =
            keys(db, call::Entity::find().filter(call::Column::Reference.eq(reference.clone())), call::Column::Id).await?;
        let waves: Vec<WaveId> =
            keys(db, wave::Entity::find().filter(wave::Column::Reference.eq(reference.clone())), wave::Column::Id).await?;
        let commitments: Vec<CommitmentId> =
            keys(db, commitment::Entity::find().filter(commitment::Column::Reference.eq(reference)), commitment::Column::Id)
                .await?;
        things.extend(commitments.into_iter().map(|id| ("commitment".to_owned(), id.0)));
        let decisions: Vec<DecisionId> =
            keys(db, decision::Entity::find().filter(decision::Column::WaveId.is_in(waves.clone())), decision::Column::Id)
                .await?;
        things.extend(dossiers.into_iter().map(|id| ("dossier".to_owned(), id.0)));
        things.extend(calls.into_iter().map(|id| ("call".to_owned(), id.0)));
        things.extend(waves.into_iter().map(|id| ("wave".to_owned(), id.0)));
        things.extend(decisions.into_iter().map(|id| ("decision".to_owned(), id.0)));
    }
    let code = typed.to_uppercase();
    let programmes: Vec<ProgrammeId> =
        keys(db, programme::Entity::find().filter(programme::Column::Code.eq(code.as_str())), programme::Column::Id).await?;
    let lines: Vec<BudgetLineId> =
        keys(db, budget_line::Entity::find().filter(budget_line::Column::Code.eq(code.as_str())), budget_line::Column::Id)
            .await?;
    let people: Vec<PersonId> =
        keys(db, person::Entity::find().filter(person::Column::Email.eq(typed.to_lowercase())), person::Column::Id).await?;
    let siret: String = typed.chars().filter(char::is_ascii_digit).collect();
    let organisations: Vec<OrganisationId> =
        keys(db, organisation::Entity::find().filter(organisation::Column::Siret.eq(siret)), organisation::Column::Id).await?;
    things.extend(programmes.into_iter().map(|id| ("programme".to_owned(), id.0)));
    things.extend(lines.into_iter().map(|id| ("budget_line".to_owned(), id.0)));
    things.extend(people.into_iter().map(|id| ("person".to_owned(), id.0)));
    things.extend(organisations.into_iter().map(|id| ("organisation".to_owned(), id.0)));
    Ok(things)
}

async fn keys<E: EntityTrait, K>(db: &impl Source, found: Select<E>, key: E::Column) -> Result<Vec<K>, StoreError>
where
    K: sea_orm::TryGetable + Send + Sync,
{
    Ok(found.select_only().column(key).into_tuple().all(db.connection()).await?)
}

/// How things are called: one query for each sort among them, however many there are.
pub(in crate::audit) async fn names(db: &impl Source, things: &[Thing]) -> Result<HashMap<Thing, String>, StoreError> {
    let of = |kind: &str| -> Vec<i64> { things.iter().filter(|(sort, _)| sort == kind).map(|(_, id)| *id).collect() };
    let mut named = HashMap::new();
    let mut learn =
        |kind: &str, rows: Vec<(i64, String)>| named.extend(rows.into_iter().map(|(id, name)| ((kind.to_owned(), id), name)));
    learn("person", labels(db, of("person"), person::Column::Id, person::Column::Name, person::Entity::find()).await?);
    learn(
        "organisation",
        labels(db, of("organisation"), organisation::Column::Id, organisation::Column::Name, organisation::Entity::find())
            .await?,
    );
    learn(
        "budget_line",
        labels(db, of("budget_line"), budget_line::Column::Id, budget_line::Column::Code, budget_line::Entity::find()).await?,
    );
    learn(
        "commitment",
        labels(db, of("commitment"), commitment::Column::Id, commitment::Column::Reference, commitment::Entity::find()).await?,
    );
    learn(
        "programme",
        labels(db, of("programme"), programme::Column::Id, programme::Column::Code, programme::Entity::find()).await?,
    );
    learn("call", labels(db, of("call"), call::Column::Id, call::Column::Reference, call::Entity::find()).await?);
    learn("wave", labels(db, of("wave"), wave::Column::Id, wave::Column::Reference, wave::Entity::find()).await?);
    learn("dossier", labels(db, of("dossier"), dossier::Column::Id, dossier::Column::Reference, dossier::Entity::find()).await?);
    let decisions = decision::Entity::find().inner_join(wave::Entity);
    learn("decision", labels(db, of("decision"), decision::Column::Id, wave::Column::Reference, decisions).await?);
    Ok(named)
}

async fn labels<E: EntityTrait>(
    db: &impl Source,
    ids: Vec<i64>,
    key: impl ColumnTrait,
    label: impl ColumnTrait,
    found: Select<E>,
) -> Result<Vec<(i64, String)>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let wanted = found.filter(key.is_in(ids)).select_only().column(key).column(label);
    Ok(wanted.into_tuple().all(db.connection()).await?)
}
