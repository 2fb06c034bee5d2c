//! The bar of a budget: what was granted, of which committed, reserved, free.

use entity::values::{Book, BudgetLineId, Day, Money, Year};

use super::{
    super::{
        actions::Asked,
        rules::{
            figure::{Figure, Reach},
            report::{AsOf, BookReport, Figures},
        },
    },
    entries, words,
};

/// One bar with its words.
pub(super) struct Gauge {
    /// « Autorisations d’engagement (AE) 2026 ».
    pub(super) title: String,
    /// « 100,00 € accordés ».
    pub(super) granted: String,
    /// For those who do not see the bar.
    pub(super) label: String,
    /// Its parts.
    pub(super) segments: Vec<Segment>,
}

/// One part of a bar.
pub(super) struct Segment {
    pub(super) stage: &'static str,
    pub(super) label: &'static str,
    pub(super) amount: Money,
    pub(super) href: String,
    /// Thousandths of what was granted.
    pub(super) start: u32,
    /// Thousandths of what was granted.
    pub(super) length: u32,
}

/// The parts, in the order in which money goes through them, read from the end.
const PARTS: [(Figure, &str); 7] = [
    (Figure::Paid, "paid"),
    (Figure::Ordered, "ordered"),
    (Figure::Due, "due"),
    (Figure::Committed, "committed"),
    (Figure::Reserved, "reserved"),
    (Figure::Frozen, "frozen"),
    (Figure::Available, "available"),
];

impl Gauge {
    /// The bar of a whole tree, all years together.
    pub(super) fn of_tree(line: BudgetLineId, report: &BookReport, day: Day) -> Self {
        Self::of(line, report.book, None, &report.total, day)
    }

    /// The bars of a whole tree, year by year, the latest first.
    pub(super) fn by_year(line: BudgetLineId, report: &BookReport, day: Day) -> Vec<Self> {
        report.years.iter().rev().map(|year| Self::of(line, report.book, Some(year.year), &year.figures, day)).collect()
    }

    fn of(line: BudgetLineId, book: Book, year: Option<Year>, figures: &Figures, day: Day) -> Self {
        let granted = figures.granted().unwrap_or_default();
        let mut start = 0;
        let mut segments = Vec::new();
        for (figure, stage) in PARTS.into_iter().filter(|(figure, _)| Figure::of(book).any(|known| known == *figure)) {
            let amount = figures.get(figure);
            // Rare, so shown where there is any.
            if amount.is_zero() && matches!(figure, Figure::Frozen | Figure::Due | Figure::Ordered) {
                continue;
            }
            let length = thousandths(amount, granted);
            let asked = Asked { figure, reach: Reach::Tree, book, year, as_of: AsOf::day(day), since: None };
            segments.push(Segment {
                stage,
                label: words::figure(figure),
                amount,
                href: entries::link(line, asked),
                start,
                length,
            });
            start += length;
        }
        let title = match year {
            Some(year) => format!("{} {year}", words::book(book)),
            None => words::book(book).to_owned(),
        };
        let parts: Vec<_> =
            segments.iter().map(|segment| format!("{} {}", segment.label.to_lowercase(), segment.amount)).collect();
        let label = format!("{title} : {granted}, dont {}", parts.join(", "));
        Self { title, granted: format!("{granted} accordés"), label, segments }
    }
}

/// A share in thousandths, rounded down; nothing of nothing is nothing.
fn thousandths(part: Money, whole: Money) -> u32 {
    if !whole.is_positive() {
        return 0;
    }
    let share = i128::from(part.cents()) * 1000 / i128::from(whole.cents());
    u32::try_from(share.clamp(0, 1000)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_a_bar_never_exceed_it() {
        let cents = Money::from_cents;
        assert_eq!(thousandths(cents(1), cents(3)), 333);
        assert_eq!(thousandths(cents(3), cents(3)), 1000);
        assert_eq!(thousandths(cents(5), cents(3)), 1000);
        assert_eq!(thousandths(cents(0), cents(0)), 0);
        assert_eq!(thousandths(cents(i64::MAX), cents(i64::MAX)), 1000);
    }
}
