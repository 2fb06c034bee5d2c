//! Closing a fiscal year of a tree: what is carried over, what is lost, line by line.

use std::collections::BTreeMap;

use askama::Template;
use entity::{
    budget_line,
    values::{Book, BudgetLineId, Money, Year},
};

use super::{
    super::{
        actions::{self, Asked, BudgetError, YearEnd, YearToClose},
        gates::GovernLine,
        rules::{
            Refusal,
            figure::{Figure, Reach},
            report::AsOf,
            year_end::{Ending, Left, endings},
        },
    },
    entries, failure, refusals, today,
};
use crate::{
    access::Granted,
    web::{Failure, Form, FormState, Page, Reply, urls},
};

#[derive(Template)]
#[template(path = "budget/year_end.html")]
struct YearEndPage {
    page: Page,
    f: FormState,
    line: budget_line::Model,
    ending: Option<YearToClose>,
    /// The entries that opened the credits of which a share may be carried over.
    opened_href: String,
    authority: Vec<Row>,
    credits: Vec<Row>,
}

/// What a line has left in one book.
struct Row {
    label: String,
    code: String,
    field: String,
    /// What its field asks.
    asked: String,
    left: Left,
    /// What becomes of it, once it was verified.
    ending: Option<Ending>,
}

impl Row {
    /// All that the line loses: what is not carried over, and what was held back.
    fn lost(&self, ending: &Ending) -> Money {
        ending.lapsed.checked_add(self.left.frozen).unwrap_or_default()
    }
}

impl YearEndPage {
    /// What each line carries over and loses in payment credits, once it was verified.
    fn verified(&self) -> Option<Vec<(&Row, &Ending)>> {
        let verified: Vec<_> = self.credits.iter().filter_map(|row| Some((row, row.ending.as_ref()?))).collect();
        (!verified.is_empty()).then_some(verified)
    }

    fn carried(&self) -> Money {
        Money::sum(self.credits.iter().filter_map(|row| row.ending.as_ref()).map(|ending| ending.carried)).unwrap_or_default()
    }

    fn lost(&self) -> Money {
        let lost = self.credits.iter().filter_map(|row| Some(row.lost(row.ending.as_ref()?)));
        Money::sum(lost).unwrap_or_default()
    }
}

pub(super) async fn get(granted: Granted<GovernLine>) -> Result<Reply, Failure> {
    top(&granted)?;
    let ending = to_close(&granted).await?;
    let f = ending
        .iter()
        .flat_map(|ending| &ending.proposed)
        .fold(FormState::empty(), |f, (line, carried)| f.with(&field(*line), carried.amount()));
    Reply::page(&view(&granted, ending, f))
}

pub(super) async fn post(granted: Granted<GovernLine>, Form(mut form): Form) -> Result<Reply, Failure> {
    let line = top(&granted)?;
    let Some(ending) = to_close(&granted).await? else {
        return Ok(Reply::see(urls::budget_line(line.id)).flash("Aucun exercice n’attend d’être clos."));
    };
    let year = form.read::<Year>("year");
    let carried = read(&ending, &mut form);
    let (Some(year), Some(carried)) = (year, carried) else {
        return Reply::again(&view(&granted, Some(ending), form));
    };
    // The form sent twice, or from a tab left open: the year was closed meanwhile.
    if year != ending.year {
        return Ok(closed(line, year));
    }
    if form.value("etape") == "verifier" {
        return verify(&granted, ending, form, &carried);
    }
    let tx = granted.begin().await?;
    match actions::close_year(&tx, granted.permit(), YearEnd { year, carried }).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(closed(line, year))
        }
        Err(BudgetError::Refused(Refusal::YearClosed(of))) if of == year => Ok(closed(line, year)),
        Err(BudgetError::Refused(refusal)) => {
            drop(tx);
            let sentence = refusals::refusal(&refusal, &line.label, year);
            Reply::again(&view(&granted, Some(ending), form.refused("", sentence)))
        }
        Err(BudgetError::Store(error)) => Err(error.into()),
    }
}

fn closed(line: &budget_line::Model, year: Year) -> Reply {
    Reply::see(urls::budget_line(line.id)).flash(format!("L’exercice {year} est clos."))
}

/// The form again, with what each line carries over and loses; nothing is recorded.
fn verify(
    granted: &Granted<GovernLine>,
    ending: YearToClose,
    form: FormState,
    carried: &BTreeMap<BudgetLineId, Money>,
) -> Result<Reply, Failure> {
    let left: Vec<Left> = ending.left.iter().map(|(_, left)| *left).collect();
    let asked = |line| carried.get(&line).copied().unwrap_or_default();
    match endings(&left, ending.limit, asked) {
        Ok(endings) => {
            let mut page = view(granted, Some(ending), form);
            for row in &mut page.credits {
                row.ending = endings.iter().find(|ending| ending.left == row.left).copied();
            }
            Reply::page(&page)
        }
        Err(refusal) => {
            let sentence = refusals::refusal(&refusal, &granted.subject().line.label, ending.year);
            Reply::again(&view(granted, Some(ending), form.refused("", sentence)))
        }
    }
}

/// Years are closed for a whole programme, at the top of its tree.
fn top(granted: &Granted<GovernLine>) -> Result<&budget_line::Model, Failure> {
    let line = &granted.subject().line;
    if line.parent_id.is_none() { Ok(line) } else { Err(Failure::NotFound) }
}

async fn to_close(granted: &Granted<GovernLine>) -> Result<Option<YearToClose>, Failure> {
    actions::year_to_close(&granted.read(), &granted.subject().line, today(granted)).await.map_err(failure)
}

fn field(line: BudgetLineId) -> String {
    format!("report_{line}")
}

fn read(ending: &YearToClose, form: &mut FormState) -> Option<BTreeMap<BudgetLineId, Money>> {
    let credits = ending.left.iter().filter(|(_, left)| left.book == Book::Cp && left.available.is_positive());
    let mut carried = BTreeMap::new();
    let mut is_read = true;
    for (line, left) in credits {
        match form.read::<Money>(&field(line.id)) {
            Some(amount) if amount > left.available => {
                let sentence = refusals::refusal(
                    &Refusal::BeyondLeft { available: left.available, asked: amount },
                    &line.label,
                    ending.year,
                );
                form.refuse(&field(line.id), sentence);
                is_read = false;
            }
            Some(amount) => drop(carried.insert(line.id, amount)),
            None => is_read = false,
        }
    }
    is_read.then_some(carried)
}

fn view(granted: &Granted<GovernLine>, ending: Option<YearToClose>, f: FormState) -> YearEndPage {
    let rows = |book| -> Vec<Row> {
        let of_book = ending.iter().flat_map(|ending| &ending.left).filter(|(_, left)| left.book == book);
        let row = |(line, left): &(budget_line::Model, Left)| Row {
            label: line.label.clone(),
            code: line.code.clone(),
            field: field(line.id),
            asked: format!("À reporter pour {}", line.code),
            left: *left,
            ending: None,
        };
        of_book.map(row).collect()
    };
    let (line, day) = (&granted.subject().line, today(granted));
    let opened = |ending: &YearToClose| {
        let (figure, reach, book) = (Figure::Opened, Reach::Tree, Book::Cp);
        entries::link(line.id, Asked { figure, reach, book, year: Some(ending.year), as_of: AsOf::day(day), since: None })
    };
    YearEndPage {
        opened_href: ending.as_ref().map(opened).unwrap_or_default(),
        page: Page::of(granted),
        f,
        line: granted.subject().line.clone(),
        authority: rows(Book::Ae),
        credits: rows(Book::Cp),
        ending,
    }
}
