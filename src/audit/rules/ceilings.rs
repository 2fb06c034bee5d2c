//! The ceilings of the budget, at every level of the tree: for each line by itself, and for each line with all that is below.
//! Pure.

use std::collections::HashMap;

use entity::values::{Book, BudgetLineId, Day, Money, Year};

use crate::budget::rules::{
    Refusal,
    figure::Figure,
    report::{self, AsOf, Figures, Stood},
    tree::{self, Line},
};

/// What must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ceiling {
    /// What came to a line, less what it handed down, is what stands there.
    Balance,
    /// What is set aside, promised, owed or paid is at most what was granted.
    Grant,
    /// What came from above is at most what the lines above handed down.
    Delegation,
    /// In a whole tree, what is promised (AE) or owed and paid (CP) is at most what the law opened.
    Opening,
}

impl Ceiling {
    /// Every ceiling, in the order in which they are checked.
    pub const ALL: [Self; 4] = [Self::Balance, Self::Grant, Self::Delegation, Self::Opening];
}

/// Where a ceiling is crossed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crossed {
    /// Which ceiling.
    pub ceiling: Ceiling,
    /// The path of the line.
    pub path: String,
    /// AE or CP.
    pub book: Book,
    /// The fiscal year; all of them together when absent.
    pub year: Option<Year>,
    /// What was found.
    pub found: Money,
    /// What it should be, or be at most.
    pub limit: Money,
}

/// Every ceiling that is crossed, in the order of the tree.
///
/// # Errors
/// [`Refusal::TooLarge`] when no amount can hold a sum.
pub fn crossed(mut lines: Vec<Line>, stood: &[Stood]) -> Result<Vec<Crossed>, Refusal> {
    // Code by code, so that a line is followed by all that is below it: `-` comes before `/` in the order of texts.
    lines.sort_by(|one, other| one.path.split('/').cmp(other.path.split('/')));
    let places: HashMap<BudgetLineId, usize> = lines.iter().enumerate().map(|(at, line)| (line.id, at)).collect();
    let mut by_place: Vec<(usize, &Stood)> =
        stood.iter().filter_map(|stood| Some((*places.get(&stood.place.line)?, stood))).collect();
    by_place.sort_by_key(|(at, _)| *at);

    let mut found = Vec::new();
    let mut delegated: HashMap<(String, Book, Year), Money> = HashMap::new();
    for (at, line) in lines.iter().enumerate() {
        let below = lines[at + 1..].iter().take_while(|below| tree::is_below(&below.path, &line.path)).count();
        let (first, end) = (by_place.partition_point(|(of, _)| *of < at), by_place.partition_point(|(of, _)| *of <= at + below));
        let theirs: Vec<Stood> = by_place[first..end].iter().map(|(_, stood)| (*stood).clone()).collect();
        let report = report::of(line.clone(), &lines[at..=at + below], AsOf::day(Day::FIRST), &theirs, &[])?;
        for book in &report.books {
            let told =
                |ceiling, year, (found, limit)| Crossed { ceiling, path: line.path.clone(), book: book.book, year, found, limit };
            let own = book.lines.iter().filter(|own| own.line.id == line.id).flat_map(|own| &own.years);
            for year in own {
                delegated.insert((line.path.clone(), book.book, year.year), year.figures.get(Figure::Delegated));
                found.extend(ceilings_of(&year.figures)?.map(|(ceiling, amounts)| told(ceiling, Some(year.year), amounts)));
            }
            for year in &book.years {
                let granted_above = tree::above(&line.path)
                    .into_iter()
                    .filter_map(|above| delegated.get(&(above.to_owned(), book.book, year.year)).copied());
                let (received, given) = (year.figures.get(Figure::Received), sum(granted_above)?);
                if received > given {
                    found.push(told(Ceiling::Delegation, Some(year.year), (received, given)));
                }
                found.extend(ceilings_of(&year.figures)?.map(|(ceiling, amounts)| told(ceiling, Some(year.year), amounts)));
            }
            if line.parent.is_none() {
                let (used, opened) = (used(&book.total)?, opened(&book.total)?);
                if used > opened {
                    found.push(told(Ceiling::Opening, None, (used, opened)));
                }
            }
        }
    }
    Ok(found)
}

/// The ceilings that the figures of a row cross, with what was found and what it should be.
fn ceilings_of(figures: &Figures) -> Result<impl Iterator<Item = (Ceiling, (Money, Money))>, Refusal> {
    let delegated = figures.get(Figure::Delegated);
    let granted =
        sum([Figure::Opened, Figure::Received, Figure::Transferred, Figure::CarriedOver].map(|figure| figures.get(figure)))?;
    let left = granted.checked_sub(delegated).ok_or(Refusal::TooLarge)?;
    let held = figures.held().ok_or(Refusal::TooLarge)?;
    let spent = used(figures)?.checked_add(figures.get(Figure::Reserved)).and_then(|spent| spent.checked_add(delegated));
    let spent = spent.ok_or(Refusal::TooLarge)?;
    let balance = (held != left).then_some((Ceiling::Balance, (held, left)));
    let grant = (spent > granted).then_some((Ceiling::Grant, (spent, granted)));
    Ok(balance.into_iter().chain(grant))
}

/// What was promised, or owed and paid: in each book, only the stages that it has hold anything.
fn used(figures: &Figures) -> Result<Money, Refusal> {
    let used =
        [Figure::Committed, Figure::Settled, Figure::Due, Figure::Ordered, Figure::Paid, Figure::ToRecover, Figure::Recovered];
    sum(used.map(|figure| figures.get(figure)))
}

/// What the law opened in a tree, with what came from other trees.
fn opened(figures: &Figures) -> Result<Money, Refusal> {
    sum([Figure::Opened, Figure::Transferred].map(|figure| figures.get(figure)))
}

fn sum(amounts: impl IntoIterator<Item = Money>) -> Result<Money, Refusal> {
    Money::sum(amounts).ok_or(Refusal::TooLarge)
}

#[cfg(test)]
mod tests {
    use entity::values::Stage;

    use super::*;
    use crate::budget::rules::{figure::Totals, report::Place};

    fn line(id: i64, parent: Option<i64>, path: &str) -> Line {
        let code = path.rsplit('/').next().unwrap().to_owned();
        Line {
            id: BudgetLineId(id),
            parent: parent.map(BudgetLineId),
            path: path.to_owned(),
            label: code.clone(),
            code,
            position: 1,
        }
    }

    fn stood(line: i64, stage: Stage, balance: i64, received: i64, delegated: i64) -> Stood {
        let cents = Money::from_cents;
        let place = Place { line: BudgetLineId(line), book: Book::Ae, year: Year::new(2026).unwrap(), stage };
        let totals =
            Totals { balance: cents(balance), received: cents(received), delegated: cents(delegated), ..Totals::default() };
        Stood { place, totals }
    }

    /// 100 opened at the top, 60 handed to an action, 50 of them to a wave, 40 of which are promised.
    fn whole() -> (Vec<Line>, Vec<Stood>) {
        let lines = vec![line(1, None, "/P"), line(4, None, "/P-2"), line(2, Some(1), "/P/A"), line(3, Some(2), "/P/A/V")];
        let stood = vec![
            stood(1, Stage::Opened, -100, 0, 0),
            stood(1, Stage::Available, 40, 0, 60),
            stood(2, Stage::Available, 10, 60, 50),
            stood(3, Stage::Reserved, 10, 50, 0),
            stood(3, Stage::Committed, 40, 0, 0),
        ];
        (lines, stood)
    }

    fn first(lines: &[Line], stood: &[Stood]) -> Vec<(Ceiling, String)> {
        crossed(lines.to_vec(), stood).unwrap().into_iter().map(|crossed| (crossed.ceiling, crossed.path)).collect()
    }

    #[test]
    fn a_budget_that_holds_crosses_nothing() {
        let (lines, stood) = whole();
        assert_eq!(crossed(lines, &stood), Ok(Vec::new()));
    }

    #[test]
    fn a_cent_that_came_from_nowhere_is_found_where_it_stands_and_at_every_level_above() {
        let (lines, mut stood) = whole();
        stood[4].totals.balance = Money::from_cents(41);
        let balance = |path: &str| (Ceiling::Balance, path.to_owned());
        let found = first(&lines, &stood);
        for path in ["/P", "/P/A", "/P/A/V"] {
            assert!(found.contains(&balance(path)), "{path}: {found:?}");
        }
    }

    #[test]
    fn promises_past_the_grant_are_found_although_the_line_balances() {
        let (lines, mut stood) = whole();
        stood[3].totals.balance = Money::from_cents(-5);
        stood[4].totals.balance = Money::from_cents(55);
        assert!(first(&lines, &stood).is_empty(), "reserved and promised together are what was granted");
        stood[4].totals.balance = Money::from_cents(51);
        stood[3].totals.balance = Money::ZERO;
        assert!(first(&lines, &stood).contains(&(Ceiling::Grant, "/P/A/V".to_owned())));
    }

    #[test]
    fn more_received_than_given_is_found() {
        let (lines, mut stood) = whole();
        stood[2].totals.received = Money::from_cents(61);
        assert!(first(&lines, &stood).contains(&(Ceiling::Delegation, "/P/A".to_owned())));
    }

    #[test]
    fn a_tree_promises_no_more_than_what_was_opened() {
        let (lines, mut stood) = whole();
        stood[0].totals.balance = Money::from_cents(-39);
        assert!(first(&lines, &stood).contains(&(Ceiling::Opening, "/P".to_owned())));
    }
}
