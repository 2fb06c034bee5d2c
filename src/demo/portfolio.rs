//! The facts that the demo plays, read from `assets/demo/portfolio.toml`. A fact that was not announced is absent there;
//! a field that nobody knows is an error.

use entity::values::{ActionId, ActionKind, Day, Money, ProgrammeId, Rate};
use serde::{Deserialize, Deserializer, de::Error};

use crate::programmes::{Month, NewAction, NewEarmark, NewIndicator, NewProgramme, NewTarget, Observation};

/// The whole portfolio, in the order of the announcement.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Portfolio {
    /// The programmes.
    #[serde(rename = "programme")]
    pub programmes: Vec<ProgrammeFacts>,
    /// Their actions. One may serve a second programme: add the programmes first.
    #[serde(rename = "action")]
    pub actions: Vec<ActionFacts>,
    /// What they promised to reach.
    #[serde(rename = "target")]
    pub targets: Vec<TargetFacts>,
    /// What was observed.
    #[serde(rename = "indicator")]
    pub indicators: Vec<IndicatorFacts>,
    /// What the dashboard must come to.
    pub dashboard: DashboardFacts,
}

/// A programme.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProgrammeFacts {
    /// Its code.
    pub code: String,
    name: String,
    tagline: Option<String>,
    summary: Option<String>,
    starts: String,
    ends: String,
    launched_on: Option<Day>,
    orientations: Option<i32>,
    actions_announced: Option<i32>,
    amount: Option<Money>,
    #[serde(default)]
    earmarks: Vec<EarmarkFacts>,
    #[serde(default)]
    axes: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct EarmarkFacts {
    name: String,
    amount: Money,
}

/// An action.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActionFacts {
    /// The code of its programme.
    pub programme: String,
    /// Its code within the programme.
    pub code: String,
    /// The sort of action.
    pub kind: ActionKind,
    name: String,
    summary: Option<String>,
    axis: Option<i32>,
    /// For its whole life.
    pub amount: Option<Money>,
    /// For each year.
    pub amount_per_year: Option<Money>,
    status_note: Option<String>,
    recurrence: Option<String>,
    operator: Option<String>,
    aid_rate: Option<Rate>,
    legal_basis: Option<String>,
    /// The code of another programme that it serves too.
    pub linked_programme: Option<String>,
    /// The day it was launched, where it was announced.
    pub launched_on: Option<Day>,
    #[serde(default)]
    topics: Vec<String>,
    #[serde(default)]
    eligibility: Vec<String>,
}

/// A target.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TargetFacts {
    /// The code of its programme.
    pub programme: String,
    /// The code of the only action that serves it.
    pub action: Option<String>,
    key: String,
    label: String,
    value: i64,
    horizon: String,
}

/// An indicator with what was observed.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndicatorFacts {
    /// The code of its programme.
    pub programme: String,
    key: String,
    label: String,
    unit: String,
    observations: Vec<ObservationFacts>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ObservationFacts {
    category: Option<String>,
    #[serde(deserialize_with = "month")]
    month: Month,
    value: i64,
}

/// What the dashboard of a programme must come to on a day.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DashboardFacts {
    /// The programme's code.
    pub programme: String,
    /// On which day.
    pub as_of: Day,
    /// How many actions were launched.
    pub actions_launched: u64,
    /// How many of them were AAP or AMI.
    pub calls_launched: u64,
    /// « Près de » this was committed: at most, and within 5 %.
    pub committed_about: Money,
    /// More laureates than this.
    pub laureates_over: u64,
    /// More candidates than this.
    pub candidates_over: u64,
}

fn month<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Month, D::Error> {
    Month::parse(&String::deserialize(deserializer)?).map_err(D::Error::custom)
}

impl Portfolio {
    /// Reads the portfolio that comes with the program.
    ///
    /// # Errors
    /// Where the file does not say what a portfolio says; a test holds that it does.
    pub fn read() -> Result<Self, toml::de::Error> {
        toml::from_str(include_str!("../../assets/demo/portfolio.toml"))
    }
}

impl ProgrammeFacts {
    /// The programme, to be added.
    #[must_use]
    pub fn announced(&self) -> NewProgramme {
        let earmark = |facts: &EarmarkFacts| NewEarmark { name: facts.name.clone(), amount: facts.amount };
        NewProgramme {
            code: self.code.clone(),
            name: self.name.clone(),
            tagline: self.tagline.clone(),
            summary: self.summary.clone(),
            starts: self.starts.clone(),
            ends: self.ends.clone(),
            launched_on: self.launched_on,
            orientations: self.orientations,
            actions_announced: self.actions_announced,
            amount: self.amount,
            earmarks: self.earmarks.iter().map(earmark).collect(),
            axes: self.axes.clone(),
        }
    }
}

impl ActionFacts {
    /// The action, to be added; `linked_programme` is the key of the other programme that it serves.
    #[must_use]
    pub fn announced(&self, linked_programme: Option<ProgrammeId>) -> NewAction {
        NewAction {
            axis: self.axis,
            amount: self.amount,
            amount_per_year: self.amount_per_year,
            status_note: self.status_note.clone(),
            recurrence: self.recurrence.clone(),
            operator: self.operator.clone(),
            aid_rate: self.aid_rate,
            legal_basis: self.legal_basis.clone(),
            linked_programme,
            summary: self.summary.clone(),
            topics: self.topics.clone(),
            eligibility: self.eligibility.clone(),
            ..NewAction::named(&self.code, &self.name, self.kind)
        }
    }
}

impl TargetFacts {
    /// The target, to be added; `action` is the key of the action that serves it.
    #[must_use]
    pub fn announced(&self, action: Option<ActionId>) -> NewTarget {
        NewTarget { action, key: self.key.clone(), label: self.label.clone(), value: self.value, horizon: self.horizon.clone() }
    }
}

impl IndicatorFacts {
    /// The indicator, to be added.
    #[must_use]
    pub fn announced(&self) -> NewIndicator {
        NewIndicator { key: self.key.clone(), label: self.label.clone(), unit: self.unit.clone() }
    }

    /// What it showed.
    pub fn observations(&self) -> impl Iterator<Item = Observation> {
        self.observations.iter().map(|facts| Observation {
            category: facts.category.clone(),
            month: facts.month,
            value: facts.value,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_portfolio_reads_and_its_codes_lead_somewhere() {
        let portfolio = Portfolio::read().unwrap();
        let programmes: Vec<_> = portfolio.programmes.iter().map(|programme| programme.code.as_str()).collect();
        assert_eq!(programmes, ["FDR-NS", "SEGUR-NUM", "PSC", "GD-IA", "SASN", "PLAN-DM"]);
        for action in &portfolio.actions {
            assert!(programmes.contains(&action.programme.as_str()), "{}", action.code);
            assert!(action.linked_programme.iter().all(|code| programmes.contains(&code.as_str())), "{}", action.code);
        }
        for target in &portfolio.targets {
            let is_known = |code: &String| {
                portfolio.actions.iter().any(|action| action.code == *code && action.programme == target.programme)
            };
            assert!(target.action.iter().all(is_known), "{}", target.key);
        }
        assert!(portfolio.indicators.iter().all(|indicator| programmes.contains(&indicator.programme.as_str())));
    }
}
