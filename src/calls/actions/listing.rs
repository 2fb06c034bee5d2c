//! What lists of calls show: those one manages, those the public sees.

use std::collections::HashMap;

use entity::{
    action, action_topic, call, criterion, programme, question,
    values::{ActionKind, Audience, CallId, Instant, Money, Reference, WaveId},
    wave,
};

use super::{
    super::{
        gates::Sight,
        rules::{
            WaveState,
            board::{Opening, board},
            search, state_at,
        },
        store::{self, listing::Published},
    },
    WaveRules,
};
use crate::db::{Page, PageNumber, Source, StoreError};

/// How many calls a page of the public's list holds.
const CALLS_PER_PAGE: u64 = 20;

/// One line of the list of waves that somebody manages.
#[derive(Clone, Debug)]
pub struct ManagedLine {
    /// The call.
    pub call: call::Model,
    /// The wave.
    pub wave: wave::Model,
    /// How many dossiers it received.
    pub dossiers: i64,
}

/// A page of the waves somebody sees, the last to open first, and the sum of all their envelopes.
///
/// # Errors
/// When the database fails.
pub async fn managed_waves(db: &impl Source, sight: &Sight, page: PageNumber) -> Result<(Page<ManagedLine>, Money), StoreError> {
    let only = match sight {
        Sight::Everything => None,
        Sight::Only { programmes, calls } => Some((programmes.as_slice(), calls.as_slice())),
    };
    let (Page { rows, total, number, size }, envelopes) = store::listing::waves_page(db, only, page).await?;
    let ids: Vec<WaveId> = rows.iter().map(|(wave, _)| wave.id).collect();
    let received = store::listing::received(db, &ids).await?;
    let rows = rows
        .into_iter()
        .map(|(wave, call)| ManagedLine { dossiers: received.get(&wave.id).copied().unwrap_or(0), call, wave })
        .collect();
    Ok((Page { rows, total, number, size }, envelopes))
}

/// Everything about a call, for those who manage it.
#[derive(Clone, Debug)]
pub struct ManagedCall {
    /// Its waves, the last one first, each with what it asks.
    pub waves: Vec<WaveRules>,
    /// How many dossiers each wave received.
    pub dossiers: HashMap<WaveId, i64>,
    /// Its programme.
    pub programme: Option<programme::Model>,
    /// Its action, with the line that funds it.
    pub action: Option<action::Model>,
}

/// Everything about a call, in as many queries whatever its waves.
///
/// # Errors
/// When the database fails.
pub async fn managed_call(db: &impl Source, call: &call::Model) -> Result<ManagedCall, StoreError> {
    let waves = store::calls::waves_of(db, call.id).await?;
    let ids: Vec<WaveId> = waves.iter().map(|wave| wave.id).collect();
    let mut criteria = by_wave(store::forms::criteria_of(db, &ids).await?, |criterion: &criterion::Model| criterion.wave_id);
    let mut questions = by_wave(store::forms::questions_of(db, &ids).await?, |question: &question::Model| question.wave_id);
    let dossiers = store::listing::received(db, &ids).await?;
    let action = store::calls::action(db, call.action_id).await?;
    let programme = store::calls::programmes(db, Some(&[call.programme_id])).await?.pop();
    let waves = waves
        .into_iter()
        .rev()
        .map(|wave| WaveRules {
            call: call.clone(),
            criteria: criteria.remove(&wave.id).unwrap_or_default(),
            questions: questions.remove(&wave.id).unwrap_or_default(),
            wave,
        })
        .collect();
    Ok(ManagedCall { waves, dossiers, programme, action })
}

fn by_wave<T>(rows: Vec<T>, wave: impl Fn(&T) -> WaveId) -> HashMap<WaveId, Vec<T>> {
    let mut grouped: HashMap<WaveId, Vec<T>> = HashMap::new();
    for row in rows {
        grouped.entry(wave(&row)).or_default().push(row);
    }
    grouped
}

/// What the public looks for; nothing said, everything found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CallSearch {
    /// Words of the title, the summary or the reference.
    pub words: String,
    /// The code of a programme.
    pub programme: Option<String>,
    /// A sort of call.
    pub kind: Option<ActionKind>,
    /// Where the call stands.
    pub state: Option<WaveState>,
    /// Who may answer; calls open to all are found too.
    pub audience: Option<Audience>,
}

/// A call as the public's list shows it.
#[derive(Clone, Debug)]
pub struct PublicCall {
    /// The call.
    pub call: call::Model,
    /// The wave that matters now.
    pub wave: wave::Model,
    /// Where it stands.
    pub state: WaveState,
    /// The code of its programme.
    pub programme: String,
}

/// What the public found, and what it might have.
#[derive(Clone, Debug)]
pub struct PublicList {
    /// The calls of this page: open by closing date, then announced, then closed.
    pub page: Page<PublicCall>,
    /// How many were found in each public state, before the state was chosen.
    pub by_state: [(WaveState, usize); 3],
    /// The programmes to choose from.
    pub programmes: Vec<programme::Model>,
}

/// What the public looks for among published calls, at `now`. As many queries whatever is found.
///
/// # Errors
/// When the database fails.
pub async fn public_calls(
    db: &impl Source,
    search: &CallSearch,
    now: Instant,
    page: PageNumber,
) -> Result<PublicList, StoreError> {
    let published = store::listing::published(db, now).await?;
    let programmes = store::calls::programmes(db, None).await?;
    let codes: HashMap<CallId, String> = published.iter().map(|wave| (wave.call_id, wave.programme_code.clone())).collect();
    let found = board(published.iter().filter(|wave| search.finds(wave)).map(opening), now);

    let by_state = WaveState::PUBLIC.map(|state| (state, found.iter().filter(|(_, stands)| *stands == state).count()));
    let wanted: Vec<_> = found.into_iter().filter(|(_, state)| search.state.is_none_or(|only| only == *state)).collect();
    let total = wanted.len() as u64;
    let from = usize::try_from(page.offset(CALLS_PER_PAGE)).unwrap_or(usize::MAX);
    let shown: Vec<(Opening, WaveState)> = wanted.into_iter().skip(from).take(CALLS_PER_PAGE as usize).collect();

    let ids: Vec<WaveId> = shown.iter().map(|(opening, _)| opening.wave).collect();
    let mut waves: HashMap<WaveId, _> =
        store::listing::waves_with_calls(db, &ids).await?.into_iter().map(|row| (row.0.id, row)).collect();
    let rows = shown
        .into_iter()
        .filter_map(|(opening, state)| {
            let (wave, call) = waves.remove(&opening.wave)?;
            Some(PublicCall { programme: codes.get(&call.id).cloned().unwrap_or_default(), call, wave, state })
        })
        .collect();
    Ok(PublicList { page: Page { rows, total, number: page, size: CALLS_PER_PAGE }, by_state, programmes })
}

impl CallSearch {
    fn finds(&self, wave: &Published) -> bool {
        self.programme.as_ref().is_none_or(|code| *code == wave.programme_code)
            && self.kind.is_none_or(|kind| kind == wave.kind)
            && self.audience.is_none_or(|audience| audience == wave.audience || wave.audience == Audience::All)
            && search::finds(&self.words, &[&wave.title, &wave.summary, wave.reference.as_str()])
    }
}

fn opening(wave: &Published) -> Opening {
    let Published { wave_id, call_id, published_at, opens_at, closes_at, .. } = *wave;
    Opening { call: call_id, wave: wave_id, published_at, opens_at, closes_at }
}

/// A call as its public page shows it.
#[derive(Clone, Debug)]
pub struct PublicSheet {
    /// The wave that matters now, with all it promises and asks.
    pub rules: WaveRules,
    /// Where it stands.
    pub state: WaveState,
    /// Every published wave, in order.
    pub waves: Vec<wave::Model>,
    /// The programme.
    pub programme: programme::Model,
    /// The action it carries out.
    pub action: Option<action::Model>,
    /// The themes and conditions of the action.
    pub topics: Vec<action_topic::Model>,
}

/// A call as the public sees it; `None` until one of its waves is published.
///
/// # Errors
/// When the database fails.
pub async fn public_call(db: &impl Source, reference: &Reference, now: Instant) -> Result<Option<PublicSheet>, StoreError> {
    let Some((call, programme)) = store::listing::call_with_programme(db, reference).await? else { return Ok(None) };
    let waves: Vec<wave::Model> =
        store::calls::waves_of(db, call.id).await?.into_iter().filter(|wave| state_at(wave, now) != WaveState::Draft).collect();
    let current = board(waves.iter().map(opening_of), now).pop();
    let Some((wave, state)) =
        current.and_then(|(opening, state)| Some((waves.iter().find(|wave| wave.id == opening.wave)?.clone(), state)))
    else {
        return Ok(None);
    };
    let criteria = store::forms::criteria(db, wave.id).await?;
    let questions = store::forms::questions(db, wave.id).await?;
    let action = store::calls::action(db, call.action_id).await?;
    let topics = store::listing::topics(db, call.action_id).await?;
    Ok(Some(PublicSheet { rules: WaveRules { call, wave, criteria, questions }, state, waves, programme, action, topics }))
}

fn opening_of(wave: &wave::Model) -> Opening {
    Opening {
        call: wave.call_id,
        wave: wave.id,
        published_at: wave.published_at,
        opens_at: wave.opens_at,
        closes_at: wave.closes_at,
    }
}
