//! What an audit pack holds: all that was recorded by an instant about a programme or a laureate, page after page, in an
//! order that never changes.

use entity::{
    account, award, budget_line, commitment, decision, dossier, dossier_file, entry, event, organisation, programme, seal,
    submission, transfer,
    values::{CommitmentId, Day, DecisionId, DossierId, EntryId, EventId, Instant, ProgrammeId, Reference, SubmissionId},
    wave,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, QueryTrait, RelationTrait,
    sea_query::{Expr, ExprTrait, SelectStatement},
};

use crate::{
    budget::rules::tree,
    db::{Source, StoreError},
};

/// How many rows are read at a time.
const PAGE: u64 = 500;

/// A programme with the top of its budget.
pub(in crate::audit) async fn packed_programme(
    db: &impl Source,
    code: &str,
) -> Result<Option<(programme::Model, budget_line::Model)>, StoreError> {
    let found = programme::Entity::find().filter(programme::Column::Code.eq(code)).find_also_related(budget_line::Entity);
    Ok(found.one(db.connection()).await?.and_then(|(programme, line)| Some((programme, line?))))
}

/// The programmes that have a budget, in their places.
pub(in crate::audit) async fn financed_programmes(db: &impl Source) -> Result<Vec<programme::Model>, StoreError> {
    let financed = programme::Entity::find().filter(programme::Column::BudgetLineId.is_not_null());
    Ok(financed.order_by_asc(programme::Column::Position).all(db.connection()).await?)
}

/// A commitment with the programme that bears it and the top of its budget.
pub(in crate::audit) async fn packed_laureate(
    db: &impl Source,
    reference: &Reference,
) -> Result<Option<(programme::Model, budget_line::Model, commitment::Model)>, StoreError> {
    let found = commitment::Entity::find().filter(commitment::Column::Reference.eq(reference.clone()));
    let Some((commitment, Some(line))) = found.find_also_related(budget_line::Entity).one(db.connection()).await? else {
        return Ok(None);
    };
    let financed = programme::Entity::find()
        .find_also_related(budget_line::Entity)
        .filter(budget_line::Column::Path.eq(tree::top(&line.path)))
        .one(db.connection())
        .await?;
    Ok(financed.and_then(|(programme, top)| Some((programme, top?, commitment))))
}

/// Which entries are packed.
#[derive(Clone, Debug)]
pub(in crate::audit) struct PackedEntries {
    /// Those that move money of this tree.
    pub(in crate::audit) path: String,
    /// Those that move money of this commitment; of all of them when absent.
    pub(in crate::audit) commitment: Option<CommitmentId>,
    /// Those that count until the end of this day.
    pub(in crate::audit) day: Day,
    /// Those that were recorded by then.
    pub(in crate::audit) known: Instant,
}

impl PackedEntries {
    /// The transfers of an entry, one end of which is on an account of theirs.
    fn touching(&self, end: transfer::Relation) -> SelectStatement {
        let (first, below) = tree::below(&self.path);
        let theirs = match self.commitment {
            Some(commitment) => Condition::all().add(account::Column::CommitmentId.eq(commitment)),
            None => Condition::any()
                .add(budget_line::Column::Path.eq(self.path.as_str()))
                .add(Condition::all().add(budget_line::Column::Path.gte(first)).add(budget_line::Column::Path.lt(below))),
        };
        transfer::Entity::find()
            .join(JoinType::InnerJoin, end.def())
            .join(JoinType::InnerJoin, account::Relation::Line.def())
            .filter(Expr::col((transfer::Entity, transfer::Column::EntryId)).equals((entry::Entity, entry::Column::Id)))
            .filter(theirs)
            .select_only()
            .column(transfer::Column::Id)
            .into_query()
    }
}

/// The entries that follow a seal, in the order of their seals.
pub(in crate::audit) async fn packed_entries(
    db: &impl Source,
    packed: &PackedEntries,
    after: i64,
) -> Result<Vec<entry::Model>, StoreError> {
    let touched = Condition::any()
        .add(Expr::exists(packed.touching(transfer::Relation::DebitAccount)))
        .add(Expr::exists(packed.touching(transfer::Relation::CreditAccount)));
    let entries = entry::Entity::find()
        .filter(entry::Column::SealNumber.gt(after))
        .filter(entry::Column::RecordedAt.lte(packed.known))
        .filter(entry::Column::AccountingDay.lte(packed.day))
        .filter(touched);
    Ok(entries.order_by_asc(entry::Column::SealNumber).limit(PAGE).all(db.connection()).await?)
}

/// The seals of these ranks.
pub(in crate::audit) async fn seals_numbered(db: &impl Source, numbers: &[i64]) -> Result<Vec<seal::Model>, StoreError> {
    Ok(seal::Entity::find().filter(seal::Column::Number.is_in(numbers.iter().copied())).all(db.connection()).await?)
}

/// Which events are packed.
#[derive(Clone, Debug)]
pub(in crate::audit) enum PackedEvents {
    /// Those of a programme.
    Programme(ProgrammeId),
    /// Those of a laureate: of what was promised, of its dossier, of the entries that move its money. Not those of the
    /// decision, which tell what was decided on every dossier of the wave.
    Laureate {
        /// What was promised.
        commitment: CommitmentId,
        /// The dossier, when it was promised to one.
        dossier: Option<DossierId>,
        /// The entries.
        entries: Vec<EntryId>,
    },
}

/// The events recorded by an instant that follow a key, in order.
pub(in crate::audit) async fn packed_events(
    db: &impl Source,
    packed: &PackedEvents,
    known: Instant,
    after: EventId,
) -> Result<Vec<event::Model>, StoreError> {
    let about = |kind: &str| event::Column::SubjectKind.eq(kind);
    let theirs = match packed {
        PackedEvents::Programme(programme) => Condition::all().add(event::Column::ProgrammeId.eq(*programme)),
        PackedEvents::Laureate { commitment, dossier, entries } => {
            let one = |kind: &str, id: i64| about(kind).and(event::Column::SubjectId.eq(id));
            let entries = about("entry").and(event::Column::SubjectId.is_in(entries.iter().map(|entry| entry.0)));
            let any = Condition::any().add(one("commitment", commitment.0)).add(entries);
            dossier.map(|id| one("dossier", id.0)).into_iter().fold(any, Condition::add)
        }
    };
    let events = event::Entity::find()
        .filter(event::Column::Id.gt(after))
        .filter(event::Column::At.lte(known))
        .filter(event::Column::SealNumber.is_not_null())
        .filter(theirs);
    Ok(events.order_by_asc(event::Column::Id).limit(PAGE).all(db.connection()).await?)
}

/// The commitments of a tree with who receives the money, by reference.
pub(in crate::audit) async fn commitments_in(
    db: &impl Source,
    path: &str,
) -> Result<Vec<(commitment::Model, Option<organisation::Model>)>, StoreError> {
    let (first, below) = tree::below(path);
    let theirs = commitment::Entity::find()
        .join(JoinType::InnerJoin, commitment::Relation::Line.def())
        .filter(budget_line::Column::Path.gte(first))
        .filter(budget_line::Column::Path.lt(below))
        .order_by_asc(commitment::Column::Reference);
    Ok(theirs.find_also_related(organisation::Entity).all(db.connection()).await?)
}

/// The dossier to which a commitment was made, and the decision that made it.
pub(in crate::audit) async fn laureate_of(
    db: &impl Source,
    commitment: CommitmentId,
) -> Result<Option<(DossierId, DecisionId)>, StoreError> {
    let award = award::Entity::find().filter(award::Column::CommitmentId.eq(commitment)).one(db.connection()).await?;
    Ok(award.map(|award| (award.dossier_id, award.decision_id)))
}

/// The decisions of a programme signed by an instant, each with its wave, by the wave's reference.
pub(in crate::audit) async fn decisions_signed(
    db: &impl Source,
    programme: ProgrammeId,
    known: Instant,
) -> Result<Vec<(decision::Model, wave::Model)>, StoreError> {
    let signed = decision::Entity::find()
        .filter(decision::Column::SignedAt.lte(known))
        .find_also_related(wave::Entity)
        .filter(wave::Column::ProgrammeId.eq(programme))
        .order_by_asc(wave::Column::Reference);
    let found = signed.all(db.connection()).await?;
    Ok(found.into_iter().filter_map(|(decision, wave)| Some((decision, wave?))).collect())
}

/// What a decision says of each dossier, in the order of the ranking.
pub(in crate::audit) async fn awards_of(
    db: &impl Source,
    decision: DecisionId,
) -> Result<Vec<(award::Model, dossier::Model)>, StoreError> {
    let awards = award::Entity::find()
        .filter(award::Column::DecisionId.eq(decision))
        .order_by_asc(award::Column::Rank)
        .order_by_asc(award::Column::DossierId)
        .find_also_related(dossier::Entity);
    let found = awards.all(db.connection()).await?;
    Ok(found.into_iter().filter_map(|(award, dossier)| Some((award, dossier?))).collect())
}

/// The submissions to a programme received by an instant that follow a key, each with its dossier: of one when it is given.
pub(in crate::audit) async fn packed_submissions(
    db: &impl Source,
    programme: ProgrammeId,
    only: Option<DossierId>,
    known: Instant,
    after: SubmissionId,
) -> Result<Vec<(submission::Model, dossier::Model)>, StoreError> {
    let mut received = submission::Entity::find()
        .filter(submission::Column::Id.gt(after))
        .filter(submission::Column::ReceivedAt.lte(known))
        .find_also_related(dossier::Entity)
        .filter(dossier::Column::ProgrammeId.eq(programme));
    if let Some(dossier) = only {
        received = received.filter(submission::Column::DossierId.eq(dossier));
    }
    let found = received.order_by_asc(submission::Column::Id).limit(PAGE).all(db.connection()).await?;
    Ok(found.into_iter().filter_map(|(submission, dossier)| Some((submission, dossier?))).collect())
}

/// The files of a dossier, but those taken out.
pub(in crate::audit) async fn packed_files(db: &impl Source, dossier: DossierId) -> Result<Vec<dossier_file::Model>, StoreError> {
    let joined = dossier_file::Entity::find()
        .filter(dossier_file::Column::DossierId.eq(dossier))
        .filter(dossier_file::Column::RemovedAt.is_null());
    Ok(joined.order_by_asc(dossier_file::Column::Id).all(db.connection()).await?)
}
