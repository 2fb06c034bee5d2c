//! The rows behind the figures of a programme's dashboard. They name nobody before a decision is published.

use askama::Template;
use axum::extract::Query;
use entity::{action, programme, values::Day};

use super::{
    dashboard::asked_day,
    page,
    store::figures::{self, Candidate, Committed, Launched, Laureate},
    words::{self, Pages},
};
use crate::{
    access::Granted,
    db::PageNumber,
    programmes::gates::ReadProgramme,
    web::{Failure, FormState, Page, Reply, urls},
};

type Asked = Query<Vec<(String, String)>>;

/// One list, whichever: its rows are cells in words.
#[derive(Template)]
#[template(path = "portal/list.html")]
struct List {
    page: Page,
    programme: programme::Model,
    title: &'static str,
    about: &'static str,
    form: FormState,
    /// Absent while the date that was typed cannot be read.
    rows: Option<Rows>,
    url: String,
    /// What the address says of the list beside the date.
    kind: String,
    dashboard_url: String,
    programme_url: String,
    programmes_url: String,
}

struct Rows {
    as_of: String,
    count: String,
    sum: String,
    columns: &'static [Column],
    lines: Vec<Vec<String>>,
    pages: Pages,
}

struct Column {
    label: &'static str,
    is_amount: bool,
}

const fn words_in(label: &'static str) -> Column {
    Column { label, is_amount: false }
}

const fn amount_in(label: &'static str) -> Column {
    Column { label, is_amount: true }
}

const ACTIONS: &[Column] = &[words_in("Action"), words_in("Type"), words_in("Lancée le"), amount_in("Montant annoncé")];
const COMMITMENTS: &[Column] =
    &[words_in("Bénéficiaire"), words_in("Référence"), words_in("Ligne budgétaire"), words_in("Engagé le"), amount_in("Montant")];
const LAUREATES: &[Column] =
    &[words_in("Bénéficiaire"), words_in("Dossier"), words_in("Appel"), words_in("Décision du"), amount_in("Aide attribuée")];
const CANDIDATES: &[Column] = &[words_in("Dossier"), words_in("Appel"), words_in("Déposé le")];

/// What stands where a name would, until the decision is published.
const NOT_PUBLISHED: &str = "Décision non publiée";
/// How many commitments a page holds.
const ROWS_PER_PAGE: usize = 50;

pub(super) async fn actions(granted: Granted<ReadProgramme>, Query(asked): Asked) -> Result<Reply, Failure> {
    let asking = Asking::read(&granted, asked, urls::programme_actions(&granted.subject().code));
    let which = if asking.form.value("type") == "appels" { Launched::Calls } else { Launched::All };
    let (title, about) = match which {
        Launched::All => ("Actions lancées", "Les actions du programme lancées à cette date."),
        Launched::Calls => {
            ("Appels lancés", "Parmi les actions lancées, les appels à projets (AAP) et à manifestation d’intérêt (AMI).")
        }
    };
    let Some(day) = asking.day else { return asking.answer(&granted, title, about, None) };

    let found = figures::launched(&granted.read(), granted.subject().id, day, which).await?;
    let rows = Rows {
        count: words::counted(found.len() as u64, "action", "actions"),
        lines: found.iter().map(action_cells).collect(),
        ..asking.rows(day, ACTIONS, 1)
    };
    asking.answer(&granted, title, about, Some(rows))
}

pub(super) async fn commitments(granted: Granted<ReadProgramme>, Query(asked): Asked) -> Result<Reply, Failure> {
    let (title, about) = ("Engagements", "Les autorisations d’engagement promises à un bénéficiaire à cette date.");
    let asking = Asking::read(&granted, asked, urls::programme_commitments(&granted.subject().code));
    let Some(day) = asking.day else { return asking.answer(&granted, title, about, None) };

    let found = figures::commitments(&granted.read(), granted.subject(), day).await?;
    let sum = words::total(found.iter().map(|row| row.amount))?;
    let on_page = usize::try_from(asking.number.get() - 1).ok().and_then(|before| found.chunks(ROWS_PER_PAGE).nth(before));
    let rows = Rows {
        count: words::counted(found.len() as u64, "engagement", "engagements"),
        sum: format!("{sum} engagés"),
        lines: on_page.unwrap_or_default().iter().map(commitment_cells).collect(),
        ..asking.rows(day, COMMITMENTS, found.len().div_ceil(ROWS_PER_PAGE) as u64)
    };
    asking.answer(&granted, title, about, Some(rows))
}

pub(super) async fn laureates(granted: Granted<ReadProgramme>, Query(asked): Asked) -> Result<Reply, Failure> {
    let (title, about) = ("Lauréats", "Les lauréats des décisions signées à cette date.");
    let asking = Asking::read(&granted, asked, urls::programme_laureates(&granted.subject().code));
    let Some(day) = asking.day else { return asking.answer(&granted, title, about, None) };

    let (found, sum) = figures::laureates(&granted.read(), granted.subject().id, day, asking.number).await?;
    let rows = Rows {
        count: words::counted(found.total, "lauréat", "lauréats"),
        sum: format!("{sum} attribués"),
        lines: found.rows.iter().map(laureate_cells).collect(),
        ..asking.rows(day, LAUREATES, found.pages())
    };
    asking.answer(&granted, title, about, Some(rows))
}

pub(super) async fn candidates(granted: Granted<ReadProgramme>, Query(asked): Asked) -> Result<Reply, Failure> {
    let (title, about) = ("Candidatures", "Les dossiers déposés à cette date, sans le nom de ceux qui les portent.");
    let asking = Asking::read(&granted, asked, urls::programme_candidates(&granted.subject().code));
    let Some(day) = asking.day else { return asking.answer(&granted, title, about, None) };

    let found = figures::candidates(&granted.read(), granted.subject().id, day, asking.number).await?;
    let rows = Rows {
        count: words::counted(found.total, "candidature", "candidatures"),
        lines: found.rows.iter().map(candidate_cells).collect(),
        ..asking.rows(day, CANDIDATES, found.pages())
    };
    asking.answer(&granted, title, about, Some(rows))
}

fn action_cells(action: &action::Model) -> Vec<String> {
    vec![
        action.name.clone(),
        words::kind(action.kind).to_owned(),
        action.launched_on.map(Day::in_digits).unwrap_or_default(),
        words::action_amount(action).map_or_else(|| "Sans budget propre".to_owned(), |(_, exact)| exact),
    ]
}

fn commitment_cells(row: &Committed) -> Vec<String> {
    vec![
        row.beneficiary.clone().unwrap_or_else(|| NOT_PUBLISHED.to_owned()),
        row.reference.as_ref().map_or_else(|| "–".to_owned(), ToString::to_string),
        row.line.clone(),
        row.day.in_digits(),
        row.amount.to_string(),
    ]
}

fn laureate_cells(row: &Laureate) -> Vec<String> {
    vec![
        row.beneficiary.clone().unwrap_or_else(|| NOT_PUBLISHED.to_owned()),
        row.reference.as_ref().map_or_else(|| "–".to_owned(), ToString::to_string),
        row.call.clone(),
        row.day.in_digits(),
        row.amount.to_string(),
    ]
}

fn candidate_cells(row: &Candidate) -> Vec<String> {
    vec![row.reference.to_string(), row.call.clone(), row.received_at.paris_day().in_digits()]
}

/// What was asked of a list: a day, a page, and what it is a list of.
struct Asking {
    form: FormState,
    day: Option<Day>,
    number: PageNumber,
    path: String,
}

impl Asking {
    fn read(granted: &Granted<ReadProgramme>, asked: Vec<(String, String)>, path: String) -> Self {
        let mut form = FormState::typed(asked);
        let day = asked_day(granted, &mut form);
        let number = PageNumber::parse(Some(form.value("page")));
        if let Some(day) = day {
            form = form.with("as_of", day.iso());
        }
        Self { form, day, number, path }
    }

    /// The frame of the rows, still empty.
    fn rows(&self, day: Day, columns: &'static [Column], pages: u64) -> Rows {
        Rows {
            as_of: day.in_words(),
            count: String::new(),
            sum: String::new(),
            columns,
            lines: Vec::new(),
            pages: Pages::of(self.number.get(), pages, |page| self.link(page)),
        }
    }

    fn link(&self, page: u64) -> String {
        let kept = |name| (name, self.form.value(name));
        urls::with_query(&self.path, &[kept("type"), kept("as_of"), ("page", &page.to_string())])
    }

    fn answer(
        self,
        granted: &Granted<ReadProgramme>,
        title: &'static str,
        about: &'static str,
        rows: Option<Rows>,
    ) -> Result<Reply, Failure> {
        let is_refused = rows.is_none();
        let programme: programme::Model = granted.subject().clone();
        let back = self.day.map(|day| day.iso()).unwrap_or_default();
        let view = List {
            page: Page::of(granted),
            title,
            about,
            rows,
            url: self.path.clone(),
            kind: self.form.value("type").to_owned(),
            form: self.form,
            dashboard_url: urls::with_query(&urls::dashboard(&programme.code), &[("as_of", &back)]),
            programme_url: urls::programme(&programme.code),
            programmes_url: urls::programmes(),
            programme,
        };
        if is_refused { Reply::again(&view) } else { page(granted, &view) }
    }
}
