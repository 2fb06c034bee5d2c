//! The rows behind the figures of a programme's dashboard. They name nobody before a decision is published.

use askama::Template;
use entity::{action, programme, values::Day};

use super::{
    dashboard::asked_day,
    page,
    store::figures::{self, Candidate, Committed, Launched, Laureate},
    words,
};
use crate::{
    access::Granted,
    calls::pages::words as call_words,
    db::{self, PageNumber},
    programmes::gates::ReadProgramme,
    web::{Failure, FormState, Page, Pages, Query, Reply, urls},
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

/// How many rows a page holds.
const ROWS_PER_PAGE: u64 = 50;

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
    let list = words::page_of(found, asking.number, ROWS_PER_PAGE);
    let count = words::counted(list.total, "action", "actions");
    let rows = Rows { count, ..asking.rows(day, ACTIONS, &list, action_cells) };
    asking.answer(&granted, title, about, Some(rows))
}

pub(super) async fn commitments(granted: Granted<ReadProgramme>, Query(asked): Asked) -> Result<Reply, Failure> {
    let (title, about) =
        ("Engagements", "Les autorisations d’engagement promises à un bénéficiaire à cette date, une fois la décision publiée.");
    let asking = Asking::read(&granted, asked, urls::programme_commitments(&granted.subject().code));
    let Some(day) = asking.day else { return asking.answer(&granted, title, about, None) };

    let found = figures::commitments(&granted.read(), granted.subject(), day).await?;
    let sum = format!("{} engagés", words::total(found.iter().map(|row| row.amount))?);
    let list = words::page_of(found, asking.number, ROWS_PER_PAGE);
    let count = words::counted(list.total, "engagement", "engagements");
    let rows = Rows { count, sum, ..asking.rows(day, COMMITMENTS, &list, commitment_cells) };
    asking.answer(&granted, title, about, Some(rows))
}

pub(super) async fn laureates(granted: Granted<ReadProgramme>, Query(asked): Asked) -> Result<Reply, Failure> {
    let (title, about) = ("Lauréats", "Les lauréats des décisions signées à cette date, une fois publiées.");
    let asking = Asking::read(&granted, asked, urls::programme_laureates(&granted.subject().code));
    let Some(day) = asking.day else { return asking.answer(&granted, title, about, None) };

    let (list, sum) = figures::laureates(&granted.read(), granted.subject().id, day, asking.number).await?;
    let count = words::counted(list.total, "lauréat", "lauréats");
    let rows = Rows { count, sum: format!("{sum} attribués"), ..asking.rows(day, LAUREATES, &list, laureate_cells) };
    asking.answer(&granted, title, about, Some(rows))
}

pub(super) async fn candidates(granted: Granted<ReadProgramme>, Query(asked): Asked) -> Result<Reply, Failure> {
    let (title, about) = ("Candidatures", "Les dossiers déposés à cette date, sans le nom de ceux qui les portent.");
    let asking = Asking::read(&granted, asked, urls::programme_candidates(&granted.subject().code));
    let Some(day) = asking.day else { return asking.answer(&granted, title, about, None) };

    let list = figures::candidates(&granted.read(), granted.subject().id, day, asking.number).await?;
    let count = words::counted(list.total, "candidature", "candidatures");
    let rows = Rows { count, ..asking.rows(day, CANDIDATES, &list, candidate_cells) };
    asking.answer(&granted, title, about, Some(rows))
}

fn action_cells(action: &action::Model) -> Vec<String> {
    vec![
        action.name.clone(),
        call_words::kind(action.kind).to_owned(),
        action.launched_on.map(Day::in_digits).unwrap_or_default(),
        words::action_amount(action).map_or_else(|| words::without_amount(action).to_owned(), |(_, exact)| exact),
    ]
}

fn commitment_cells(row: &Committed) -> Vec<String> {
    vec![row.beneficiary.clone(), row.reference.to_string(), row.line.clone(), row.day.in_digits(), row.amount.to_string()]
}

fn laureate_cells(row: &Laureate) -> Vec<String> {
    vec![row.beneficiary.clone(), row.reference.to_string(), row.call.clone(), row.day.in_digits(), row.amount.to_string()]
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

    /// The rows of a page, as cells in words.
    fn rows<T>(&self, day: Day, columns: &'static [Column], list: &db::Page<T>, cells: fn(&T) -> Vec<String>) -> Rows {
        let kept = ["type", "as_of"].map(|name| (name, self.form.value(name)));
        Rows {
            as_of: day.in_words(),
            count: String::new(),
            sum: String::new(),
            columns,
            lines: list.rows.iter().map(cells).collect(),
            pages: Pages::of(list, &self.path, &kept),
        }
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
