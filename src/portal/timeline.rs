//! The programmes on a grid of years. Lengths are percentages of the drawing's width, in whole hundredths.

use entity::{earmark, programme, values::Day};

use super::words;
use crate::{
    programmes::{Month, Period},
    web::{Failure, urls},
};

/// The drawing.
pub(super) struct Timeline {
    pub(super) title: String,
    pub(super) years: Vec<YearMark>,
    pub(super) bars: Vec<Bar>,
    /// Where today is.
    pub(super) today: String,
    pub(super) today_words: String,
}

/// Where a year begins.
pub(super) struct YearMark {
    pub(super) label: i32,
    pub(super) at: String,
    /// Hidden on a narrow screen.
    pub(super) odd: bool,
}

/// One programme.
pub(super) struct Bar {
    pub(super) name: String,
    pub(super) href: String,
    pub(super) start: String,
    pub(super) length: String,
    /// In the bar.
    pub(super) words: String,
    /// On hover and focus.
    pub(super) sentence: String,
    // The row of the table twin.
    pub(super) period: String,
    pub(super) amount: String,
    pub(super) earmarks: String,
    pub(super) phase: words::Badge,
}

/// The years drawn, from January of the first to December of the last.
#[derive(Clone, Copy)]
struct Grid {
    first: i32,
    last: i32,
}

impl Timeline {
    /// Draws the programmes as they stand on the day `today`.
    pub(super) fn of(programmes: &[programme::Model], earmarks: &[earmark::Model], today: Day) -> Result<Self, Failure> {
        let periods = programmes.iter().map(words::period).collect::<Result<Vec<_>, _>>()?;
        let grid = Grid::around(&periods, today);
        let bars = programmes.iter().zip(&periods).map(|(programme, period)| bar(programme, *period, earmarks, grid, today));
        let years = (grid.first..=grid.last).map(|year| YearMark {
            label: year,
            at: grid.percent(Month::january(year).months_since(grid.start())),
            odd: (year - grid.first) % 2 == 1,
        });
        Ok(Self {
            title: format!("Les programmes, de {} à {}", grid.first, grid.last),
            years: years.collect(),
            bars: bars.collect(),
            today: grid.percent(Month::of(today).months_since(grid.start())),
            today_words: format!("Le trait vertical marque le mois en cours, {}.", Month::of(today).in_words()),
        })
    }
}

impl Grid {
    /// The years that hold every programme and today.
    fn around(periods: &[Period], today: Day) -> Self {
        let first = periods.iter().map(|period| period.first.year()).chain([today.year()]).min();
        let last = periods.iter().map(|period| period.last.year()).chain([today.year()]).max();
        Self { first: first.unwrap_or(today.year()), last: last.unwrap_or(today.year()) }
    }

    fn start(self) -> Month {
        Month::january(self.first)
    }

    /// A number of months as a percentage of the width, with two decimals.
    fn percent(self, months: i32) -> String {
        let hundredths = months * 10_000 / ((self.last - self.first + 1) * 12);
        format!("{}.{:02}", hundredths / 100, hundredths % 100)
    }
}

fn bar(programme: &programme::Model, period: Period, earmarks: &[earmark::Model], grid: Grid, today: Day) -> Bar {
    let parts: Vec<_> = earmarks.iter().filter(|earmark| Some(earmark.line_id) == programme.budget_line_id).collect();
    let exact: Vec<_> = parts.iter().map(|part| format!("dont {} pour le {}", part.amount, part.name.to_lowercase())).collect();
    Bar {
        name: programme.name.clone(),
        href: urls::programme(&programme.code),
        start: grid.percent(period.first.months_since(grid.start())),
        length: grid.percent(period.months()),
        words: announced(programme),
        sentence: sentence(programme, period, &parts),
        period: period.in_words(),
        amount: programme.amount.map_or_else(|| "Non annoncé".to_owned(), |amount| amount.to_string()),
        earmarks: exact.join(", "),
        phase: words::phase(period.phase_on(today)),
    }
}

/// What a programme was announced with, in a few letters.
fn announced(programme: &programme::Model) -> String {
    match (programme.amount, programme.actions_announced) {
        (Some(amount), _) => amount.short(),
        (None, Some(actions)) => format!("{actions} actions"),
        (None, None) => String::new(),
    }
}

fn sentence(programme: &programme::Model, period: Period, parts: &[&earmark::Model]) -> String {
    let mut said = vec![period.in_words()];
    if let Some(amount) = programme.amount {
        let within: Vec<_> =
            parts.iter().map(|part| format!(" dont {} pour le {}", part.amount.short(), part.name.to_lowercase())).collect();
        said.push(format!("{}{}", amount.short(), within.join(",")));
    }
    if let (Some(orientations), Some(actions)) = (programme.orientations, programme.actions_announced) {
        said.push(format!("{orientations} orientations, {actions} actions"));
    }
    said.extend(programme.tagline.clone());
    said.join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grid_holds_every_programme_and_today() {
        let day = Day::parse("2026-03-02").unwrap();
        let periods = [Period::parse("2018", "2022").unwrap(), Period::parse("2020", "2028").unwrap()];
        let grid = Grid::around(&periods, day);
        assert_eq!((grid.first, grid.last), (2018, 2028));
        assert_eq!(grid.percent(0), "0.00");
        assert_eq!(grid.percent(132), "100.00");
        assert_eq!(grid.percent(Month::january(2021).months_since(grid.start())), "27.27");
    }

    #[test]
    fn without_a_programme_the_grid_is_this_year() {
        let grid = Grid::around(&[], Day::parse("2026-03-02").unwrap());
        assert_eq!((grid.first, grid.last), (2026, 2026));
    }
}
