//! Observations put in order, and the growth they show.

use entity::values::Growth;

use super::{announced::Observation, period::Month};

/// The observations of one category, in the order of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// Which part of the whole; absent for the whole.
    pub category: Option<String>,
    /// Month and count, oldest first.
    pub points: Vec<(Month, i64)>,
}

impl Series {
    /// How much the last observation exceeds the first, in whole percents; `None` when there is nothing to compare.
    #[must_use]
    pub fn growth(&self) -> Option<Growth> {
        let [(_, from), .., (_, to)] = self.points.as_slice() else { return None };
        Growth::between(*from, *to)
    }
}

/// Sorts observations by category, in the order in which categories are first met, then by month.
#[must_use]
pub fn series_of(observations: impl IntoIterator<Item = Observation>) -> Vec<Series> {
    let mut all: Vec<Series> = Vec::new();
    for Observation { category, month, value } in observations {
        match all.iter_mut().find(|series| series.category == category) {
            Some(series) => series.points.push((month, value)),
            None => all.push(Series { category, points: vec![(month, value)] }),
        }
    }
    for series in &mut all {
        series.points.sort_unstable();
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn observed(category: &str, month: &str, value: i64) -> Observation {
        Observation { category: Some(category.to_owned()), month: Month::parse(month).unwrap(), value }
    }

    #[test]
    fn the_growth_of_documents_is_computed_from_what_was_observed() {
        let series = series_of([
            observed("Établissements", "2022-09", 2_941_686),
            observed("Libéraux", "2022-01", 43_282),
            observed("Établissements", "2022-01", 526_251),
            observed("Laboratoires", "2022-01", 500_714),
            observed("Libéraux", "2022-09", 164_848),
            observed("Laboratoires", "2022-09", 2_484_797),
        ]);
        let growth: Vec<_> = series.iter().map(|series| series.growth().unwrap().percent()).collect();
        assert_eq!(growth, [459, 281, 396]);
    }

    #[test]
    fn one_observation_shows_no_growth() {
        assert_eq!(series_of([observed("Profils", "2022-07", 65_320_000)])[0].growth(), None);
    }
}
