//! Any story of openings, delegations, reservations and commitments, told to a small ledger in memory by the rules that
//! the real one obeys: money is never created or lost, and the report says what the accounts hold.

use proptest::prelude::*;

use super::*;
use crate::budget::rules::{
    figure::{End, Reach, share},
    movement::{Holding, moved},
};

const LINES: [&str; 6] = ["/P", "/P/A", "/P/A/A-V1", "/P/A/A-V2", "/P/B", "/P/B/B-V1"];

#[derive(Clone, Debug)]
struct Step {
    from: (usize, Stage),
    to: (usize, Stage),
    book: Book,
    year: Year,
    amount: Money,
}

type Key = (usize, Book, Year, Stage);

/// What was done, and what each account holds afterwards.
#[derive(Default)]
struct Ledger {
    done: Vec<Step>,
    balances: BTreeMap<Key, Money>,
}

impl Ledger {
    fn told(steps: Vec<Step>) -> Self {
        let mut ledger = Self::default();
        for step in steps {
            ledger.try_step(step);
        }
        ledger
    }

    fn holding(&self, (line, stage): (usize, Stage), step: &Step) -> Holding {
        Holding { stage, balance: self.balances.get(&(line, step.book, step.year, stage)).copied().unwrap_or_default() }
    }

    fn try_step(&mut self, step: Step) {
        let (from, to) = (self.holding(step.from, &step), self.holding(step.to, &step));
        if let Ok((left, reached)) = moved(from, to, step.amount) {
            self.balances.insert((step.from.0, step.book, step.year, step.from.1), left);
            self.balances.insert((step.to.0, step.book, step.year, step.to.1), reached);
            self.done.push(step);
        }
    }

    fn sides(&self) -> Vec<Side> {
        let side = |step: &Step, way, own: (usize, Stage), other: (usize, Stage)| Side {
            line: BudgetLineId(own.0 as i64),
            book: step.book,
            year: step.year,
            stage: own.1,
            way,
            other: tree::standing(LINES[other.0], LINES[own.0]),
            amount: step.amount,
        };
        self.done
            .iter()
            .flat_map(|step| [side(step, Way::In, step.to, step.from), side(step, Way::Out, step.from, step.to)])
            .collect()
    }

    fn report(&self) -> Report {
        self.report_of("/P")
    }

    fn report_of(&self, top: &str) -> Report {
        let reported = |path: &str| path == top || tree::is_below(path, top);
        let lines: Vec<_> =
            LINES.iter().enumerate().filter(|(_, path)| reported(path)).map(|(id, path)| line(id, path)).collect();
        let sides: Vec<_> = self.sides().into_iter().filter(|side| lines.iter().any(|line| line.id == side.line)).collect();
        of(lines[0].clone(), &lines, Day::LAST, &sides).unwrap()
    }

    fn sum_behind(&self, figure: Figure, path: &str, reach: Reach, book: Book, year: Option<Year>) -> Money {
        let counted = self.done.iter().filter(|step| step.book == book && year.is_none_or(|year| step.year == year));
        let shares = counted.map(|step| {
            let end = |(line, stage): (usize, Stage)| End { path: LINES[line], stage };
            share(figure, path, reach, end(step.from), end(step.to), step.amount).unwrap()
        });
        Money::sum(shares).unwrap()
    }
}

fn line(id: usize, path: &str) -> Line {
    Line {
        id: BudgetLineId(id as i64),
        parent: None,
        path: path.to_owned(),
        code: path.rsplit('/').next().unwrap().to_owned(),
        label: path.to_owned(),
        position: 1,
    }
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    use Stage::{Available, Committed, Due, Frozen, Opened, Ordered, Paid, Reserved};
    let in_ae = prop_oneof![
        (0..LINES.len()).prop_map(|line| ((line, Opened), (line, Available))),
        prop_oneof![Just((0, 1)), Just((0, 4)), Just((0, 2)), Just((1, 2))]
            .prop_map(|(above, below)| ((above, Available), (below, Available))),
        prop_oneof![Just((1, 2)), Just((1, 3)), Just((4, 5))].prop_map(|(action, wave)| ((action, Available), (wave, Reserved))),
        prop_oneof![Just((1, 2)), Just((4, 5))].prop_map(|(action, wave)| ((wave, Reserved), (action, Available))),
        prop_oneof![Just(2), Just(3), Just(5)].prop_map(|wave| ((wave, Reserved), (wave, Committed))),
        prop_oneof![Just((2, 1)), Just((5, 4))].prop_map(|(wave, action)| ((wave, Committed), (action, Available))),
    ];
    let in_cp = prop_oneof![
        (0..LINES.len()).prop_map(|line| ((line, Opened), (line, Available))),
        (0..LINES.len()).prop_map(|line| ((line, Available), (line, Opened))),
        (0..LINES.len()).prop_map(|line| ((line, Available), (line, Frozen))),
        (0..LINES.len()).prop_map(|line| ((line, Frozen), (line, Available))),
        prop_oneof![Just((0, 1)), Just((0, 4)), Just((1, 2))].prop_map(|(above, below)| ((above, Available), (below, Available))),
        prop_oneof![Just((0, 2)), Just((1, 2)), Just((2, 2)), Just((4, 5))]
            .prop_map(|(payer, wave)| ((payer, Available), (wave, Due))),
        prop_oneof![Just(2), Just(5)].prop_map(|wave| ((wave, Due), (wave, Ordered))),
        prop_oneof![Just(2), Just(5)].prop_map(|wave| ((wave, Ordered), (wave, Due))),
        prop_oneof![Just(2), Just(5)].prop_map(|wave| ((wave, Ordered), (wave, Paid))),
    ];
    let moves = prop_oneof![in_ae.prop_map(|ends| (ends, Book::Ae)), in_cp.prop_map(|ends| (ends, Book::Cp))];
    let step = (moves, 2025..2028_i32, 1..1_000_000_i64).prop_map(|(((from, to), book), year, cents)| Step {
        from,
        to,
        book,
        year: Year::new(year).unwrap(),
        amount: Money::from_cents(cents),
    });
    prop::collection::vec(step, 0..120)
}

proptest! {
    #[test]
    fn money_is_never_created_or_lost(steps in steps()) {
        for book in Ledger::told(steps).report().books {
            for line in &book.lines {
                prop_assert!(line.total.is_balanced(), "{line:?}");
                prop_assert!(line.years.iter().all(|year| year.figures.is_balanced()), "{line:?}");
            }
            prop_assert!(book.years.iter().all(|year| year.figures.is_balanced()));
            prop_assert_eq!(book.total.get(Figure::Received), Money::ZERO, "nothing is above the top");
            prop_assert_eq!(Some(book.total.get(Figure::Opened)), book.total.held());
        }
    }

    #[test]
    fn the_report_at_the_last_day_says_what_the_accounts_hold(steps in steps()) {
        let ledger = Ledger::told(steps);
        let report = ledger.report();
        for (&(line, book, year, stage), &balance) in &ledger.balances {
            let lines = &report.books.iter().find(|reported| reported.book == book).unwrap().lines;
            let years = &lines.iter().find(|reported| reported.line.id == BudgetLineId(line as i64)).unwrap().years;
            let figures = years.iter().find(|reported| reported.year == year).unwrap().figures;
            let figure = Figure::ALL.into_iter().find(|figure| figure.stage() == Some(stage)).unwrap();
            let told = figures.get(figure);
            let reported = if stage == Stage::Opened { Money::ZERO.checked_sub(told).unwrap() } else { told };
            prop_assert_eq!(reported, balance);
        }
    }

    #[test]
    fn every_figure_is_the_sum_of_the_transfers_behind_it(steps in steps(), top in prop_oneof![Just("/P"), Just("/P/A")]) {
        let ledger = Ledger::told(steps);
        for book in ledger.report_of(top).books {
            for figure in Figure::ALL {
                for line in &book.lines {
                    for year in &line.years {
                        let sum = ledger.sum_behind(figure, &line.line.path, Reach::Line, book.book, Some(year.year));
                        prop_assert_eq!(sum, year.figures.get(figure));
                    }
                    prop_assert_eq!(ledger.sum_behind(figure, &line.line.path, Reach::Line, book.book, None), line.total.get(figure));
                }
                for year in &book.years {
                    prop_assert_eq!(ledger.sum_behind(figure, top, Reach::Tree, book.book, Some(year.year)), year.figures.get(figure));
                }
                prop_assert_eq!(ledger.sum_behind(figure, top, Reach::Tree, book.book, None), book.total.get(figure));
            }
        }
    }
}

#[test]
fn a_line_reads_from_what_it_was_given_to_what_it_has_left() {
    let (year, book) = (Year::new(2026).unwrap(), Book::Ae);
    let step = |from, to, cents| Step { from, to, book, year, amount: Money::from_cents(cents) };
    let report = Ledger::told(vec![
        step((0, Stage::Opened), (0, Stage::Available), 100),
        step((0, Stage::Available), (1, Stage::Available), 60),
        step((1, Stage::Available), (2, Stage::Reserved), 50),
        step((2, Stage::Reserved), (2, Stage::Committed), 20),
        step((2, Stage::Reserved), (2, Stage::Committed), 31),
    ])
    .report();
    let rows: Vec<_> =
        report.books[0].lines.iter().map(|line| (line.line.code.as_str(), line.depth, in_cents(&line.total))).collect();
    assert_eq!(
        rows,
        [
            // opened, received, delegated, frozen, reserved, committed, available
            ("P", 0, vec![100, 0, 60, 0, 0, 0, 40]),
            ("A", 1, vec![0, 60, 50, 0, 0, 0, 10]),
            ("A-V1", 2, vec![0, 50, 0, 0, 30, 20, 0]),
        ]
    );
    assert_eq!(in_cents(&report.books[0].total), [100, 0, 0, 0, 30, 20, 50]);
}

fn in_cents(figures: &Figures) -> Vec<i64> {
    Figure::of(Book::Ae).map(|figure| figures.get(figure).cents()).collect()
}
