//! What pages and other slices read of dossiers.

use entity::{
    answer, call, dossier, dossier_file, organisation, question,
    values::{
        DecisionState, DossierFileId, DossierId, DossierState, Instant, Money, PersonId, QuestionId, QuestionKind, Reference,
        ScanState, WaveId,
    },
    wave,
};

use super::{
    super::{
        rules::{
            files,
            form::{self, Answers, Question, Section},
            list::{Filter, Sort},
            plan::{AidTerms, Expense, Plan},
            state,
            submission::{Draft, Terms},
        },
        store,
    },
    Listed, OwnRow, Receipt, Tally,
};
use crate::{
    calls,
    db::{PageNumber, Source, StoreError},
};

/// A dossier with all that was written in it, and the wave it answers.
#[derive(Clone, Debug)]
pub struct WrittenDossier {
    /// The call.
    pub call: call::Model,
    /// The wave.
    pub wave: wave::Model,
    /// The form and what answers it.
    pub draft: Draft,
    /// The answers with their versions.
    pub answers: Vec<answer::Model>,
    /// The files, in the order in which they came.
    pub files: Vec<dossier_file::Model>,
}

impl WrittenDossier {
    /// What the wave demands.
    #[must_use]
    pub fn terms(&self) -> Terms {
        Terms {
            opens_at: self.wave.opens_at,
            closes_at: self.wave.closes_at,
            aid: AidTerms { max_rate: self.wave.max_aid_rate, min: self.wave.min_aid, max: self.wave.max_aid },
        }
    }

    /// The version of an answer; 0 when there is none.
    #[must_use]
    pub fn version_of(&self, question: QuestionId) -> i32 {
        self.answers.iter().find(|answer| answer.question_id == question).map_or(0, |answer| answer.version)
    }
}

/// What was written in a dossier, ready to be read: by staff, by jurors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DossierContent {
    /// The answers, section by section.
    pub sections: Vec<AnsweredSection>,
    /// The expenses.
    pub expenses: Vec<Expense>,
    /// Their sum, in whole euro cents.
    pub total: Money,
    /// The aid asked for, in whole euro cents.
    pub aid: Money,
    /// The files.
    pub files: Vec<FileContent>,
}

/// One section, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnsweredSection {
    /// Its title.
    pub title: String,
    /// Its answers.
    pub answers: Vec<AnsweredQuestion>,
}

/// One answer, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnsweredQuestion {
    /// The question.
    pub question: String,
    /// The answer as people read it, paragraph by paragraph; none when there is no answer.
    pub paragraphs: Vec<String>,
}

/// One file, to be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileContent {
    /// Its key.
    pub id: DossierFileId,
    /// The name its owner gave it.
    pub name: String,
    /// Its size, in bytes.
    pub size: i64,
    /// Whether an antivirus has seen it.
    pub is_scanned: bool,
}

impl FileContent {
    /// Its size, « 3,4 Mo ».
    #[must_use]
    pub fn size_in_words(&self) -> String {
        files::size_in_words(u64::try_from(self.size).unwrap_or(0))
    }
}

/// A dossier and who applies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The dossier.
    pub dossier: dossier::Model,
    /// The structure.
    pub organisation: organisation::Model,
}

impl From<(dossier::Model, organisation::Model)> for Candidate {
    fn from((dossier, organisation): (dossier::Model, organisation::Model)) -> Self {
        Self { dossier, organisation }
    }
}

/// Everything written in a dossier.
///
/// # Errors
/// When the database fails.
pub async fn written(db: &impl Source, dossier: &dossier::Model) -> Result<WrittenDossier, StoreError> {
    let calls::WaveRules { call, wave, questions, .. } = calls::actions::wave_rules(db, dossier.wave_id).await?;
    let answers = store::content::answers(db, dossier.id).await?;
    let files = store::content::files(db, dossier.id).await?;
    let plan = Plan { expenses: store::content::expenses(db, dossier.id).await?, aid: dossier.aid_requested };
    let draft = Draft {
        sections: form::sections(questions.into_iter().map(asked).collect()),
        answers: answers.iter().map(|answer| (answer.question_id, answer.value.clone())).collect(),
        joined: files.iter().filter_map(|file| file.question_id).collect(),
        plan,
    };
    Ok(WrittenDossier { call, wave, draft, answers, files })
}

/// A question as the rules know it.
pub(super) fn asked(question: question::Model) -> Question {
    let most = match question.kind {
        QuestionKind::ShortText => form::LONGEST_LINE,
        QuestionKind::LongText
        | QuestionKind::Money
        | QuestionKind::Number
        | QuestionKind::Date
        | QuestionKind::Choice
        | QuestionKind::YesNo
        | QuestionKind::File => form::LONGEST_KEPT,
    };
    Question {
        id: question.id,
        section: question.section,
        label: question.label,
        help: question.help,
        kind: question.kind,
        required: question.required,
        longest: question.max_length.and_then(|longest| usize::try_from(longest).ok()).unwrap_or(most),
        choices: question.choices.lines().map(str::to_owned).collect(),
    }
}

/// What was written in a dossier, ready to be read.
///
/// # Errors
/// When the database fails or the dossier is not there.
pub async fn content(db: &impl Source, id: DossierId) -> Result<DossierContent, StoreError> {
    let dossier = store::dossiers::by_id(db, id).await?.ok_or(StoreError::Stale)?;
    Ok(read(written(db, &dossier).await?))
}

/// The same, from what is loaded already.
fn read(whole: WrittenDossier) -> DossierContent {
    let WrittenDossier { draft, files, .. } = whole;
    DossierContent {
        sections: draft.sections.iter().map(|section| answered(section, &draft.answers, &files)).collect(),
        total: draft.plan.total().unwrap_or(Money::ZERO),
        expenses: draft.plan.expenses,
        aid: draft.plan.aid,
        files: files.into_iter().map(file_content).collect(),
    }
}

impl From<WrittenDossier> for DossierContent {
    fn from(whole: WrittenDossier) -> Self {
        read(whole)
    }
}

fn answered(section: &Section, answers: &Answers, files: &[dossier_file::Model]) -> AnsweredSection {
    let answer = |question: &Question| {
        let paragraphs = if question.kind == QuestionKind::File {
            files.iter().filter(|file| file.question_id == Some(question.id)).map(|file| file.name.clone()).collect()
        } else {
            let text = answers.get(&question.id).map_or("", String::as_str);
            form::shown(question.kind, text).lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect()
        };
        AnsweredQuestion { question: question.label.clone(), paragraphs }
    };
    AnsweredSection { title: section.title.clone(), answers: section.questions.iter().map(answer).collect() }
}

fn file_content(file: dossier_file::Model) -> FileContent {
    FileContent { id: file.id, name: file.name, size: file.size, is_scanned: file.scan == ScanState::Clean }
}

/// The dossier of this reference, draft or not.
///
/// # Errors
/// When the database fails.
pub async fn dossier_by_reference(db: &impl Source, reference: &Reference) -> Result<Option<dossier::Model>, StoreError> {
    store::dossiers::by_reference(db, reference).await
}

/// The dossier of this key, draft or not.
///
/// # Errors
/// When the database fails.
pub async fn dossier_by_id(db: &impl Source, id: DossierId) -> Result<Option<dossier::Model>, StoreError> {
    store::dossiers::by_id(db, id).await
}

/// What the owner of a dossier may know of its state.
///
/// # Errors
/// When the database fails.
pub async fn state_told_to_owner(db: &impl Source, dossier: &dossier::Model) -> Result<DossierState, StoreError> {
    Ok(state::told_to_owner(dossier.state, is_decision_published(db, dossier.wave_id).await?))
}

/// Whether the decision on a wave is prepared, at least.
///
/// # Errors
/// When the database fails.
pub async fn is_decision_prepared(db: &impl Source, wave: WaveId) -> Result<bool, StoreError> {
    Ok(store::dossiers::decision(db, wave).await?.is_some())
}

/// Whether candidates can read the decision on a wave.
///
/// # Errors
/// When the database fails.
pub async fn is_decision_published(db: &impl Source, wave: WaveId) -> Result<bool, StoreError> {
    Ok(store::dossiers::decision(db, wave).await? == Some(DecisionState::Published))
}

/// A person's dossiers, the latest first, in the states that they may know of.
///
/// # Errors
/// When the database fails.
pub async fn own_dossiers(db: &impl Source, owner: PersonId) -> Result<Vec<OwnRow>, StoreError> {
    let mut own = store::dossiers::of_owner(db, owner).await?;
    for row in &mut own {
        row.state = state::told_to_owner(row.state, row.decision == Some(DecisionState::Published));
    }
    Ok(own)
}

/// The dossiers of a wave that were submitted, whatever became of them since.
///
/// # Errors
/// When the database fails.
pub async fn submitted_dossiers(db: &impl Source, wave: WaveId) -> Result<Vec<dossier::Model>, StoreError> {
    let states: Vec<_> = DossierState::ALL
        .iter()
        .copied()
        .filter(|state| !matches!(state, DossierState::Draft | DossierState::Withdrawn))
        .collect();
    let found = store::dossiers::of_wave(db, wave, &states).await?;
    Ok(found.into_iter().map(|(dossier, _)| dossier).collect())
}

/// The dossiers that run for a wave's decision, or ran, in order: about them a juror declares interests.
///
/// # Errors
/// When the database fails.
pub async fn running_dossiers(db: &impl Source, wave: WaveId) -> Result<Vec<Candidate>, StoreError> {
    candidates(db, wave, &state::RUNNING).await
}

/// The dossiers of a wave that its jury judges, or has judged, in order.
///
/// # Errors
/// When the database fails.
pub async fn judged_dossiers(db: &impl Source, wave: WaveId) -> Result<Vec<Candidate>, StoreError> {
    candidates(db, wave, &state::JUDGED).await
}

async fn candidates(db: &impl Source, wave: WaveId, states: &[DossierState]) -> Result<Vec<Candidate>, StoreError> {
    Ok(store::dossiers::of_wave(db, wave, states).await?.into_iter().map(Candidate::from).collect())
}

/// These dossiers with their structures, wave by wave, in order.
///
/// # Errors
/// When the database fails.
pub async fn dossiers_by_id(db: &impl Source, ids: &[DossierId]) -> Result<Vec<Candidate>, StoreError> {
    Ok(store::dossiers::by_ids(db, ids).await?.into_iter().map(Candidate::from).collect())
}

/// When the last of the dossiers that run for each of these waves was submitted; a wave without any is left out.
///
/// # Errors
/// When the database fails.
pub async fn latest_submissions(db: &impl Source, waves: &[WaveId]) -> Result<Vec<(WaveId, Option<Instant>)>, StoreError> {
    store::dossiers::latest_submissions(db, waves, &state::RUNNING).await
}

/// The rows of one page of a wave's list.
///
/// # Errors
/// When the database fails.
pub async fn listed(
    db: &impl Source,
    wave: WaveId,
    filter: &Filter,
    sort: Sort,
    number: PageNumber,
    size: u64,
) -> Result<Vec<Listed>, StoreError> {
    store::list::page(db, wave, filter, sort, number, size).await
}

/// What that list holds in each state, all pages together.
///
/// # Errors
/// When the database fails.
pub async fn tallies(db: &impl Source, wave: WaveId, filter: &Filter) -> Result<Vec<Tally>, StoreError> {
    store::list::tallies(db, wave, filter).await
}

/// A file that a dossier holds.
///
/// # Errors
/// When the database fails.
pub async fn file_of(db: &impl Source, dossier: DossierId, id: DossierFileId) -> Result<Option<dossier_file::Model>, StoreError> {
    store::content::file(db, dossier, id).await
}

/// The receipt of a dossier, once it is submitted.
///
/// # Errors
/// When the database fails.
pub async fn receipt_of(db: &impl Source, dossier: DossierId) -> Result<Option<Receipt>, StoreError> {
    store::submissions::of_dossier(db, dossier).await?.map(Receipt::of).transpose()
}
