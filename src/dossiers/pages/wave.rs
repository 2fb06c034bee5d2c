//! The dossiers of a wave, as staff list them: searched, filtered, sorted, counted and summed.

use askama::Template;
use axum::extract::RawQuery;
use entity::values::{DossierState, Instant, Money, ParisDateTime, Reference, grouped, time_left};

use super::{
    super::{
        actions::{self, Listed, Tally},
        rules::list::{Filter, Sort, SortKey},
    },
    words,
};
use crate::{
    access::Granted,
    calls::gates::ReadWave,
    db::PageNumber,
    web::{Failure, FormState, Page, Reply, urls},
};

/// How many dossiers a page lists.
const PER_PAGE: u64 = 50;

#[derive(Template)]
#[template(path = "dossiers/wave.html")]
struct WaveList {
    page: Page,
    wave: Wave,
    f: FormState,
    count: String,
    drafts: Option<String>,
    chips: Vec<Chip>,
    columns: Vec<Column>,
    heads: Vec<Head>,
    rows: Vec<Row>,
    pages: Pages,
    is_narrowed: bool,
    reset: String,
}

impl WaveList {
    /// « 02/03/2026 11:59 », in Paris: what a column has room for.
    fn in_digits(at: &Instant) -> String {
        let paris = ParisDateTime::of(*at);
        format!("{} {}", paris.day().in_digits(), paris.time())
    }
}

/// The wave that is worked on.
struct Wave {
    reference: Reference,
    call: String,
    call_url: String,
    closes_at: Instant,
    left: String,
    envelope: String,
}

/// A state to filter by, with how many it holds.
struct Chip {
    label: String,
    url: String,
    is_current: bool,
}

/// A column that can be shown or hidden.
struct Column {
    word: &'static str,
    label: &'static str,
    is_shown: bool,
}

/// The head of a column that is shown.
struct Head {
    label: &'static str,
    url: Option<String>,
    direction: &'static str,
}

struct Row {
    reference: String,
    url: String,
    cells: Vec<Cell>,
    action: &'static str,
}

enum Cell {
    Text(String),
    Amount(Money),
    State(&'static str, &'static str),
    At(Option<Instant>),
}

/// Where the pages before and after are.
struct Pages {
    number: u64,
    pages: u64,
    previous: Option<String>,
    next: Option<String>,
}

/// A column's word in the address, its head, what it sorts by, and whether it is shown unless one says otherwise.
const COLUMNS: [(&str, &str, Option<SortKey>, bool); 7] = [
    ("projet", "Projet", Some(SortKey::Title), true),
    ("structure", "Structure", Some(SortKey::Organisation), true),
    ("siret", "SIRET", None, false),
    ("etat", "État", None, true),
    ("depenses", "Dépenses", Some(SortKey::Expenses), false),
    ("aide", "Aide demandée", Some(SortKey::Aid), true),
    ("depot", "Déposé le", Some(SortKey::SubmittedAt), true),
];

/// What the address asks of the list.
struct Asked {
    path: String,
    filter: Filter,
    sort: Sort,
    number: PageNumber,
    columns: Vec<&'static str>,
    form: FormState,
}

pub(super) async fn get(granted: Granted<ReadWave>, RawQuery(query): RawQuery) -> Result<Reply, Failure> {
    let wave = &granted.subject().wave;
    let asked = Asked::read(urls::wave_dossiers(&wave.reference), query.as_deref().unwrap_or(""));
    let reader = granted.read();
    let rows = actions::listed(&reader, wave.id, &asked.filter, asked.sort, asked.number, PER_PAGE).await?;
    let tallies = actions::tallies(&reader, wave.id, &asked.filter).await?;
    Reply::page(&view(&granted, asked, rows, &tallies))
}

impl Asked {
    fn read(path: String, query: &str) -> Self {
        let form = FormState::typed(serde_html_form::from_str(query).unwrap_or_default());
        let chosen = |word: &str| form.is_selected("colonne", word);
        let by_default = form.all("colonne").is_empty();
        Self {
            path,
            filter: Filter::read(form.value("q"), form.value("etat")),
            sort: Sort::read(form.value("tri")),
            number: PageNumber::parse(Some(form.value("page"))),
            columns: COLUMNS
                .iter()
                .filter(|(word, .., shown)| if by_default { *shown } else { chosen(word) })
                .map(|column| column.0)
                .collect(),
            form,
        }
    }

    /// The address of the same list with another state, order or page.
    fn with(&self, state: Option<DossierState>, sort: Sort, number: u64) -> String {
        let (state, sort_word, number) = (state.map(|s| s.to_string()).unwrap_or_default(), sort.word(), number.to_string());
        let mut query = vec![
            ("q", self.filter.search.as_str()),
            ("etat", state.as_str()),
            ("tri", if sort == Sort::default() { "" } else { sort_word.as_str() }),
            ("page", if number == "1" { "" } else { number.as_str() }),
        ];
        query.extend(self.form.all("colonne").iter().map(|word| ("colonne", word.as_str())));
        urls::with_query(&self.path, &query)
    }
}

fn view(granted: &Granted<ReadWave>, asked: Asked, rows: Vec<Listed>, tallies: &[Tally]) -> WaveList {
    let managed = granted.subject();
    let listed = tallies.iter().filter(|tally| tally.state != DossierState::Draft);
    let in_filter: Vec<&Tally> = listed.filter(|tally| asked.filter.state.is_none_or(|state| state == tally.state)).collect();
    let total: i64 = in_filter.iter().map(|tally| tally.dossiers).fold(0, i64::saturating_add);
    let drafts = tallies.iter().find(|tally| tally.state == DossierState::Draft).filter(|_| asked.filter.search.is_empty());
    WaveList {
        page: Page::of(granted),
        wave: Wave {
            reference: managed.wave.reference.clone(),
            call: managed.call.title.clone(),
            call_url: urls::managed_call(&managed.call.reference),
            closes_at: managed.wave.closes_at,
            left: time_left(granted.now(), managed.wave.closes_at).to_string(),
            envelope: managed.wave.envelope.to_string(),
        },
        f: FormState::empty()
            .with("q", &asked.filter.search)
            .with("etat", asked.filter.state.map(|state| state.to_string()).unwrap_or_default())
            .with("tri", asked.sort.word()),
        count: counted(total, Money::sum(in_filter.iter().map(|tally| tally.aid))),
        drafts: drafts.map(|tally| grouped(tally.dossiers)),
        chips: chips(&asked, tallies),
        columns: COLUMNS.iter().map(|(word, label, ..)| Column { word, label, is_shown: asked.columns.contains(word) }).collect(),
        heads: heads(&asked),
        rows: rows.into_iter().map(|row| self::row(&asked, row)).collect(),
        pages: pages(&asked, total),
        is_narrowed: asked.filter != Filter::default(),
        reset: asked.path,
    }
}

/// « 128 dossiers · 41 250 000,00 € demandés »
fn counted(dossiers: i64, aid: Option<Money>) -> String {
    let plural = if dossiers > 1 { "s" } else { "" };
    let aid = aid.map_or_else(|| "somme trop grande".to_owned(), |aid| aid.to_string());
    format!("{} dossier{plural} · {aid} demandés", grouped(dossiers))
}

fn chips(asked: &Asked, tallies: &[Tally]) -> Vec<Chip> {
    let listed: Vec<&Tally> = tallies.iter().filter(|tally| tally.state != DossierState::Draft).collect();
    let all = listed.iter().map(|tally| tally.dossiers).fold(0, i64::saturating_add);
    let chip = |label: &str, count, state| Chip {
        label: format!("{label} ({})", grouped(count)),
        url: asked.with(state, asked.sort, 1),
        is_current: asked.filter.state == state,
    };
    let mut chips = vec![chip("Tous", all, None)];
    for state in DossierState::ALL {
        if let Some(tally) = listed.iter().find(|tally| tally.state == *state) {
            chips.push(chip(words::state(*state).1, tally.dossiers, Some(*state)));
        }
    }
    chips
}

fn heads(asked: &Asked) -> Vec<Head> {
    let head = |label, key: Option<SortKey>| Head {
        label,
        url: key.map(|key| asked.with(asked.filter.state, asked.sort.clicked(key), 1)),
        direction: match key {
            Some(key) if key == asked.sort.key && asked.sort.descending => "descending",
            Some(key) if key == asked.sort.key => "ascending",
            Some(_) | None => "",
        },
    };
    let shown = COLUMNS.iter().filter(|(word, ..)| asked.columns.contains(word));
    std::iter::once(head("Référence", Some(SortKey::Reference)))
        .chain(shown.map(|(_, label, key, _)| head(label, *key)))
        .collect()
}

fn row(asked: &Asked, row: Listed) -> Row {
    let cells = asked.columns.iter().map(|word| match *word {
        "projet" => Cell::Text(row.title.clone()),
        "structure" => Cell::Text(row.organisation.clone()),
        "siret" => Cell::Text(row.siret.spaced()),
        "etat" => {
            let (kind, label) = words::state(row.state);
            Cell::State(kind, label)
        }
        "depenses" => Cell::Amount(row.expenses),
        "aide" => Cell::Amount(row.aid_requested),
        _ => Cell::At(row.submitted_at),
    });
    Row {
        cells: cells.collect(),
        url: urls::reviewed_dossier(&row.reference),
        action: if row.state == DossierState::Submitted { "Examiner" } else { "Lire" },
        reference: row.reference.to_string(),
    }
}

fn pages(asked: &Asked, total: i64) -> Pages {
    let pages = u64::try_from(total).unwrap_or(0).div_ceil(PER_PAGE).max(1);
    let number = asked.number.get();
    let to = |number: u64| asked.with(asked.filter.state, asked.sort, number);
    Pages {
        number,
        pages,
        previous: (number > 1).then(|| to((number - 1).min(pages))),
        next: (number < pages).then(|| to(number + 1)),
    }
}
