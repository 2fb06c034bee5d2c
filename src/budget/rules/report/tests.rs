//! Any story of what money does, told to a small ledger in memory by the rules that the real one obeys: money is never
//! created or lost, the report says what the accounts hold, and what was not known yet can be untold.

use proptest::prelude::*;

use super::*;
use crate::budget::rules::{
    figure::{End, Extent, Reach, crossing, share},
    movement::{Holding, moved},
};

const LINES: [&str; 6] = ["/P", "/P/A", "/P/A/A-V1", "/P/A/A-V2", "/P/B", "/P/B/B-V1"];

#[derive(Clone, Debug)]
struct Step {
    from: (usize, Stage),
    to: (usize, Stage),
    book: Book,
    year: Year,
    to_year: Year,
    amount: Money,
}

impl Step {
    fn debit(&self) -> (Key, End<'static>) {
        self.at(self.from, self.year)
    }

    fn credit(&self) -> (Key, End<'static>) {
        self.at(self.to, self.to_year)
    }

    fn at(&self, (line, stage): (usize, Stage), year: Year) -> (Key, End<'static>) {
        ((line, self.book, year, stage), End { path: LINES[line], stage, year })
    }
}

type Key = (usize, Book, Year, Stage);

/// What was done, and what each account came to.
#[derive(Default)]
struct Ledger {
    done: Vec<Step>,
    totals: BTreeMap<Key, Totals>,
}

impl Ledger {
    fn told(steps: Vec<Step>) -> Self {
        let mut ledger = Self::default();
        for step in steps {
            ledger.try_step(step);
        }
        ledger
    }

    fn totals(&self, key: Key) -> Totals {
        self.totals.get(&key).copied().unwrap_or_default()
    }

    fn try_step(&mut self, step: Step) {
        let ((from, debit), (to, credit)) = (step.debit(), step.credit());
        let holding = |key: Key| Holding { stage: key.3, balance: self.totals(key).balance };
        if moved(holding(from), holding(to), step.amount).is_ok() {
            let debited = self.totals(from).after(Way::Out, crossing(debit, credit), step.amount).unwrap();
            let credited = self.totals(to).after(Way::In, crossing(credit, debit), step.amount).unwrap();
            self.totals.insert(from, debited);
            self.totals.insert(to, credited);
            self.done.push(step);
        }
    }

    fn stood(&self) -> Vec<Stood> {
        self.totals.iter().map(|(key, totals)| Stood { place: place(*key), totals: *totals }).collect()
    }

    /// What came after the first `known` steps.
    fn late(&self, known: usize) -> Vec<Late> {
        let side = |step: &Step, way| {
            let ((from, debit), (to, credit)) = (step.debit(), step.credit());
            let (key, own, other) = if way == Way::In { (to, credit, debit) } else { (from, debit, credit) };
            Late { place: place(key), way, crossing: crossing(own, other), amount: step.amount }
        };
        self.done.iter().skip(known).flat_map(|step| [side(step, Way::In), side(step, Way::Out)]).collect()
    }

    fn report(&self) -> Report {
        self.report_of("/P")
    }

    fn report_of(&self, top: &str) -> Report {
        self.report_as_known(top, self.done.len())
    }

    fn report_as_known(&self, top: &str, known: usize) -> Report {
        let reported = |path: &str| path == top || tree::is_below(path, top);
        let lines: Vec<_> =
            LINES.iter().enumerate().filter(|(_, path)| reported(path)).map(|(id, path)| line(id, path)).collect();
        of(lines[0].clone(), &lines, AsOf::day(Day::LAST), &self.stood(), &self.late(known)).unwrap()
    }

    fn sum_behind(&self, figure: Figure, path: &str, reach: Reach, book: Book, year: Option<Year>) -> Money {
        let counted = self.done.iter().filter(|step| step.book == book);
        let shares = counted
            .map(|step| share(figure, Extent { path, reach, year }, step.debit().1, step.credit().1, step.amount).unwrap());
        Money::sum(shares).unwrap()
    }
}

fn place((line, book, year, stage): Key) -> Place {
    Place { line: BudgetLineId(line as i64), book, year, stage }
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
    use Stage::{Available, Committed, Due, Frozen, Lapsed, Opened, Ordered, Paid, Recovered, Reserved, Settled, ToRecover};
    let in_ae = prop_oneof![
        (0..LINES.len()).prop_map(|line| ((line, Opened), (line, Available))),
        prop_oneof![Just((0, 1)), Just((0, 4)), Just((0, 2)), Just((1, 2))]
            .prop_map(|(above, below)| ((above, Available), (below, Available))),
        prop_oneof![Just((1, 2)), Just((1, 3)), Just((4, 5))].prop_map(|(action, wave)| ((action, Available), (wave, Reserved))),
        prop_oneof![Just((1, 2)), Just((4, 5))].prop_map(|(action, wave)| ((wave, Reserved), (action, Available))),
        prop_oneof![Just(2), Just(3), Just(5)].prop_map(|wave| ((wave, Reserved), (wave, Committed))),
        prop_oneof![Just((2, 1)), Just((5, 4))].prop_map(|(wave, action)| ((wave, Committed), (action, Available))),
        prop_oneof![Just((1, 4)), Just((4, 1)), Just((2, 5))].prop_map(|(one, other)| ((one, Available), (other, Available))),
        prop_oneof![Just(2), Just(5)].prop_map(|wave| ((wave, Committed), (wave, Settled))),
        (0..LINES.len()).prop_map(|line| ((line, Available), (line, Lapsed))),
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
        prop_oneof![Just(2), Just(5)].prop_map(|wave| ((wave, Paid), (wave, ToRecover))),
        prop_oneof![Just(2), Just(5)].prop_map(|wave| ((wave, ToRecover), (wave, Recovered))),
    ];
    let moves = prop_oneof![in_ae.prop_map(|ends| (ends, Book::Ae)), in_cp.prop_map(|ends| (ends, Book::Cp))];
    let carried = (0..LINES.len(), prop_oneof![Just(Book::Ae), Just(Book::Cp)])
        .prop_map(|(line, book)| (((line, Available), (line, Available)), book));
    let year = |year| Year::new(year).unwrap();
    let within = (moves, 2025..2028_i32).prop_map(move |(moved, of)| (moved, year(of), year(of)));
    let across = (carried, 2025..2027_i32).prop_map(move |(moved, of)| (moved, year(of), year(of + 1)));
    let step =
        (prop_oneof![9 => within, 1 => across], 1..1_000_000_i64).prop_map(|((((from, to), book), year, to_year), cents)| Step {
            from,
            to,
            book,
            year,
            to_year,
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
            prop_assert_eq!(book.total.get(Figure::Transferred), Money::ZERO, "nothing is beside the top");
            prop_assert_eq!(book.total.get(Figure::CarriedOver), Money::ZERO, "no year is beside them all");
            prop_assert_eq!(Some(book.total.get(Figure::Opened)), book.total.held());
        }
    }

    #[test]
    fn the_report_at_the_last_day_says_what_the_accounts_hold(steps in steps()) {
        let ledger = Ledger::told(steps);
        let report = ledger.report();
        for (&(line, book, year, stage), totals) in &ledger.totals {
            let of_book = report.books.iter().find(|reported| reported.book == book);
            let of_line = of_book.and_then(|book| book.lines.iter().find(|told| told.line.id == BudgetLineId(line as i64)));
            let of_year = of_line.and_then(|line| line.years.iter().find(|told| told.year == year));
            let told = of_year.map_or(Money::ZERO, |told| told.figures.get(Figure::at(stage)));
            let reported = if stage == Stage::Opened { Money::ZERO.checked_sub(told).unwrap() } else { told };
            prop_assert_eq!(reported, totals.balance);
        }
    }

    #[test]
    fn what_was_not_known_yet_is_untold(steps in steps(), known in 0..120_usize) {
        let ledger = Ledger::told(steps);
        let known = known.min(ledger.done.len());
        let then = Ledger::told(ledger.done[..known].to_vec());
        prop_assert_eq!(ledger.report_as_known("/P", known), then.report());
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
    let step = |from, to, cents| Step { from, to, book, year, to_year: year, amount: Money::from_cents(cents) };
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
    Figure::of(Book::Ae).filter(|figure| figure.is_always_shown()).map(|figure| figures.get(figure).cents()).collect()
}
