//! What holds of a line: who moves its money, what part of it is reserved to a use, whether it is open.

use askama::Template;
use entity::{
    budget_line, earmark,
    values::{Money, Role},
};

use super::{
    super::{
        Refusal,
        actions::{self, BudgetError},
        gates::GovernLine,
    },
    Crumb, crumbs, refusals, today,
};
use crate::{
    access::Granted,
    db::Tx,
    web::{Choice, Failure, Form, FormState, Page, Reply, urls},
};

/// The roles that may own a line.
const OWNERS: [(Role, &str); 3] = [
    (Role::ProgrammeManager, "Le responsable du programme"),
    (Role::Staff, "Les gestionnaires du programme"),
    (Role::Accountant, "Le comptable"),
];
/// The longest name of a use, in characters.
const LONGEST_NAME: usize = 100;

#[derive(Template)]
#[template(path = "budget/settings.html")]
struct Settings {
    page: Page,
    f: FormState,
    line: budget_line::Model,
    above: Vec<Crumb>,
    owners: Vec<Choice>,
    earmarks: Vec<earmark::Model>,
}

impl Settings {
    fn left(earmark: &earmark::Model) -> Money {
        earmark.amount.checked_sub(earmark.used).unwrap_or_default()
    }
}

pub(super) async fn get(granted: Granted<GovernLine>) -> Result<Reply, Failure> {
    let owner = granted.subject().line.owner_role.to_string();
    Reply::page(&view(&granted, FormState::empty().with("owner", owner)).await?)
}

pub(super) async fn own(granted: Granted<GovernLine>, Form(mut form): Form) -> Result<Reply, Failure> {
    let Some((role, _)) = OWNERS.into_iter().find(|(role, _)| role.to_string() == form.value("owner")) else {
        form.refuse("owner", "Choisissez dans la liste qui dispose des crédits de la ligne.");
        return Reply::again(&view(&granted, form).await?);
    };
    let tx = granted.begin().await?;
    let done = actions::set_owner(&tx, granted.permit(), role).await;
    answer(&granted, tx, form, done, "Le responsable de la ligne est enregistré.").await
}

pub(super) async fn earmark(granted: Granted<GovernLine>, Form(mut form): Form) -> Result<Reply, Failure> {
    let (name, amount) = (form.read_text("name", LONGEST_NAME), form.read::<Money>("amount"));
    let (Some(name), Some(amount)) = (name, amount) else {
        return Reply::again(&view(&granted, form).await?);
    };
    let tx = granted.begin().await?;
    let done = actions::reserve_part(&tx, granted.permit(), &name, amount).await;
    answer(&granted, tx, form, done, "La part est réservée.").await
}

pub(super) async fn close(granted: Granted<GovernLine>, Form(form): Form) -> Result<Reply, Failure> {
    let tx = granted.begin().await?;
    let done = actions::close_line(&tx, granted.permit()).await;
    answer(&granted, tx, form, done, "La ligne est fermée : plus rien ne s’y enregistre.").await
}

pub(super) async fn reopen(granted: Granted<GovernLine>, Form(form): Form) -> Result<Reply, Failure> {
    let tx = granted.begin().await?;
    let done = actions::reopen_line(&tx, granted.permit()).await;
    answer(&granted, tx, form, done, "La ligne est de nouveau ouverte.").await
}

async fn answer(
    granted: &Granted<GovernLine>,
    tx: Tx,
    form: FormState,
    done: Result<(), BudgetError>,
    said: &str,
) -> Result<Reply, Failure> {
    let line = &granted.subject().line;
    match done {
        Ok(()) => {
            tx.commit().await?;
            Ok(Reply::see(urls::line_settings(line.id)).flash(said))
        }
        Err(BudgetError::Refused(refusal)) => {
            drop(tx);
            let field = if matches!(refusal, Refusal::EarmarkTaken { .. }) {
                "name"
            } else if refusal == Refusal::NotPositive {
                "amount"
            } else {
                ""
            };
            let sentence = refusals::refusal(&refusal, &line.label, today(granted).year());
            Reply::again(&view(granted, form.refused(field, sentence)).await?)
        }
        Err(BudgetError::Store(error)) => Err(error.into()),
    }
}

async fn view(granted: &Granted<GovernLine>, f: FormState) -> Result<Settings, Failure> {
    let (reader, line) = (granted.read(), granted.subject().line.clone());
    Ok(Settings {
        page: Page::of(granted),
        f,
        above: crumbs(&actions::lines_above(&reader, &line).await?),
        owners: OWNERS.into_iter().map(|(role, label)| Choice::new(role.to_string(), label)).collect(),
        earmarks: actions::earmarks_of(&reader, &line).await?,
        line,
    })
}
