//! The pages of programmes, for those who run them: launching actions, following targets, observing indicators.

use askama::Template;
use entity::{
    action, programme,
    values::{ActionId, Day, IndicatorId, TargetId},
};

use super::{Month, Observation, ProgrammeError, Progress, Refusal, actions, gates::ManageProgramme};
use crate::{
    access::{Granted, Routes},
    budget::actions::BudgetError,
    web::{Choice, Failure, Form, FormState, Page, Reply, Typed, urls},
};

/// The addresses of this slice.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get(urls::MANAGE_PROGRAMME, get)
        .post(urls::LAUNCH_ACTION, launch)
        .post(urls::RECORD_PROGRESS, record_progress)
        .post(urls::OBSERVE, observe)
}

#[derive(Template)]
#[template(path = "programmes/manage.html")]
struct Manage {
    page: Page,
    programme: programme::Model,
    actions: Vec<action::Model>,
    targets: Vec<Choice>,
    indicators: Vec<Choice>,
    progress: FormState,
    observation: FormState,
}

/// The longest name of a source or a category.
const LONGEST_LABEL: usize = 200;

async fn get(granted: Granted<ManageProgramme>) -> Result<Reply, Failure> {
    let progress = FormState::empty().with("day", granted.now().paris_day());
    Reply::page(&shown(&granted, progress, FormState::empty()).await?)
}

async fn launch(granted: Granted<ManageProgramme>, Form(form): Form) -> Result<Reply, Failure> {
    let action: ActionId = form.value("action").parse().map_err(|_| Failure::NotFound)?;
    let tx = granted.begin().await?;
    match actions::launch_action(&tx, granted.permit(), action).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(back(&granted).flash("L’action est lancée."))
        }
        Err(error) => Err(failure(&granted, error)),
    }
}

async fn record_progress(granted: Granted<ManageProgramme>, Form(mut form): Form) -> Result<Reply, Failure> {
    let Some((target, progress)) = read_progress(&mut form) else {
        return Reply::again(&shown(&granted, form, FormState::empty()).await?);
    };
    let tx = granted.begin().await?;
    match actions::record_progress(&tx, granted.permit(), target, progress).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(back(&granted).flash("L’avancement est enregistré."))
        }
        Err(ProgrammeError::Refused(refusal)) => {
            form.refuse(if refusal == Refusal::StillToCome { "day" } else { "reached" }, sentence(refusal));
            Reply::again(&shown(&granted, form, FormState::empty()).await?)
        }
        Err(error) => Err(failure(&granted, error)),
    }
}

async fn observe(granted: Granted<ManageProgramme>, Form(mut form): Form) -> Result<Reply, Failure> {
    let Some((indicator, observation)) = read_observation(&mut form) else {
        return Reply::again(&shown(&granted, FormState::empty(), form).await?);
    };
    let tx = granted.begin().await?;
    match actions::observe(&tx, granted.permit(), indicator, observation).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(back(&granted).flash("Le relevé est enregistré."))
        }
        Err(ProgrammeError::Refused(refusal)) => {
            form.refuse(if refusal == Refusal::NegativeCount { "count" } else { "month" }, sentence(refusal));
            Reply::again(&shown(&granted, FormState::empty(), form).await?)
        }
        Err(error) => Err(failure(&granted, error)),
    }
}

async fn shown(granted: &Granted<ManageProgramme>, progress: FormState, observation: FormState) -> Result<Manage, Failure> {
    let (db, programme) = (granted.read(), granted.subject().clone());
    let targets = actions::targets_of(&db, programme.id).await?;
    let indicators = actions::indicators_of(&db, programme.id).await?;
    Ok(Manage {
        page: Page::of(granted),
        actions: actions::actions_of(&db, programme.id).await?,
        targets: targets.into_iter().map(|target| Choice::new(target.id.to_string(), target.label)).collect(),
        indicators: indicators.into_iter().map(|indicator| Choice::new(indicator.id.to_string(), indicator.label)).collect(),
        programme,
        progress,
        observation,
    })
}

/// Every field is read, so that everything wrong is said at once.
fn read_progress(form: &mut FormState) -> Option<(TargetId, Progress)> {
    let target = choice(form, "target");
    let day = form.read::<Day>("day");
    let reached = form.read::<u32>("reached");
    let source = form.read_text("source", LONGEST_LABEL);
    Some((target?, Progress { day: day?, value: reached?.into(), source: source? }))
}

fn read_observation(form: &mut FormState) -> Option<(IndicatorId, Observation)> {
    let indicator = choice(form, "indicator");
    let category = form.read_loose_text("category", LONGEST_LABEL);
    let month = form.read::<Month>("month");
    let count = form.read::<u32>("count");
    let category = category.map(|category| Some(category).filter(|category| !category.is_empty()));
    Some((indicator?, Observation { category: category?, month: month?, value: count?.into() }))
}

fn choice<T: std::str::FromStr>(form: &mut FormState, name: &str) -> Option<T> {
    let chosen = form.value(name).parse().ok();
    if chosen.is_none() {
        form.refuse(name, "Choisissez dans la liste.");
    }
    chosen
}

impl Typed for Month {
    fn read(typed: &str) -> Result<Self, String> {
        Self::parse(typed).map_err(|_| "Le mois s’écrit année et mois, par exemple 2022-09.".to_owned())
    }
}

fn back(granted: &Granted<ManageProgramme>) -> Reply {
    Reply::see(urls::manage_programme(&granted.subject().code))
}

fn failure(granted: &Granted<ManageProgramme>, error: ProgrammeError) -> Failure {
    match error {
        ProgrammeError::Refused(refusal) => Failure::refused(
            "Le programme n’a pas changé",
            sentence(refusal),
            "Revenir au programme",
            urls::manage_programme(&granted.subject().code),
        ),
        ProgrammeError::Budget(BudgetError::Store(error)) | ProgrammeError::Store(error) => error.into(),
        ProgrammeError::Budget(BudgetError::Refused(refusal)) => {
            Failure::fault(&format!("a programme's line of budget: {refusal}"))
        }
    }
}

/// The French sentence of each refusal.
fn sentence(refusal: Refusal) -> String {
    match refusal {
        Refusal::CodeTaken => "Ce code est déjà pris : choisissez-en un autre.".to_owned(),
        Refusal::NotAPeriod => "Une borne s’écrit en année ou en mois, par exemple 2022 ou 2022-09.".to_owned(),
        Refusal::EndsBeforeItStarts => "La fin précède le début : échangez les deux bornes.".to_owned(),
        Refusal::EarmarksExceedAmount { amount, earmarked } => {
            format!("Les parts réservées font {earmarked}, plus que les {amount} dont elles font partie.")
        }
        Refusal::NoSuchAxis(number) => format!("Le programme n’a pas d’axe {number}."),
        Refusal::LaunchedAlready(day) => format!("Cette action est déjà lancée, depuis le {}.", day.in_words()),
        Refusal::StillToCome => "Cette date est à venir : on ne relève que ce qui a commencé.".to_owned(),
        Refusal::NegativeCount => "Un nombre relevé est positif ou nul.".to_owned(),
        Refusal::ObservedAlready => "Ce mois est déjà relevé pour cet ensemble : un relevé ne se récrit pas.".to_owned(),
    }
}
