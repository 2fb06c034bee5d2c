//! What is played, and when. The named actions and their amounts are the seed's; dates that it does not give, and whatever
//! is called fictive, are invented.

use entity::values::{Audience, Instant, Money, ParisDateTime};

use super::stage::DemoError;

/// When the story begins: the first programme starts in 2018.
pub(super) const BEGINNING: &str = "2018-01-01 09:00";

/// The programme whose calls are played.
pub(super) const STRATEGY: &str = "SASN";

/// One wave to be played.
#[derive(Clone, Copy, Debug)]
pub(super) struct WavePlan {
    /// The action it belongs to.
    pub(super) action: &'static str,
    /// The call's reference.
    pub(super) call: &'static str,
    /// The call's title.
    pub(super) title: &'static str,
    /// Who it is for.
    pub(super) audience: Audience,
    /// When it opens, in Paris.
    pub(super) opens: &'static str,
    /// When it closes, in Paris.
    pub(super) closes: &'static str,
    /// When its decision is signed and published.
    pub(super) decided: &'static str,
    /// What it may commit, in whole euros.
    pub(super) envelope: i64,
    /// How many dossiers are submitted.
    pub(super) candidates: u32,
    /// How many of them win.
    pub(super) laureates: usize,
    /// About what each asks for, in whole euros.
    pub(super) asks: i64,
}

const fn wave(action: &'static str, call: &'static str, title: &'static str, audience: Audience) -> WavePlan {
    WavePlan {
        action,
        call,
        title,
        audience,
        opens: "",
        closes: "",
        decided: "",
        envelope: 0,
        candidates: 0,
        laureates: 0,
        asks: 0,
    }
}

impl WavePlan {
    const fn from(self, opens: &'static str, closes: &'static str, decided: &'static str) -> Self {
        Self { opens, closes, decided, ..self }
    }

    const fn with(self, envelope: i64, candidates: u32, laureates: usize, asks: i64) -> Self {
        Self { envelope, candidates, laureates, asks, ..self }
    }
}

/// The calls that were decided by the end of 2022: four of the seed's and five invented ones, so that nine are launched.
pub(super) const DECIDED: [WavePlan; 8] = [
    wave("AMI-CMA", "AMI-CMA", "Compétences et métiers d’avenir", Audience::Research)
        .from("2021-12-16 12:00", "2022-03-31 12:00", "2022-06-30 10:00")
        .with(52_000_000, 150, 20, 2_450_000),
    wave("I-NOV", "I-NOV", "i-Nov, thématique santé", Audience::Companies)
        .from("2022-01-10 12:00", "2022-03-15 12:00", "2022-07-05 10:00")
        .with(15_000_000, 120, 12, 1_150_000),
    wave("AAP-TL", "AAP-TL", "Tiers lieux d’expérimentation", Audience::HealthEstablishments)
        .from("2022-02-03 12:00", "2022-05-05 12:00", "2022-09-15 10:00")
        .with(32_000_000, 90, 14, 2_100_000),
    fictive(1).from("2022-02-14 12:00", "2022-04-29 12:00", "2022-07-20 10:00"),
    fictive(2).from("2022-03-07 12:00", "2022-05-20 12:00", "2022-09-01 10:00"),
    fictive(3).from("2022-04-04 12:00", "2022-06-17 12:00", "2022-10-06 10:00"),
    fictive(4).from("2022-05-02 12:00", "2022-07-08 12:00", "2022-11-03 10:00"),
    fictive(5).from("2022-06-06 12:00", "2022-09-09 12:00", "2022-12-08 10:00"),
];

const fn fictive(number: usize) -> WavePlan {
    let (action, title) = FICTIVE_CALLS[number - 1];
    wave(action, action, title, Audience::All).with(12_000_000, 34, 5, 2_200_000)
}

/// The invented calls, plainly invented: code and name.
pub(super) const FICTIVE_CALLS: [(&str, &str); 5] = [
    ("AAP-FICTIF-1", "Appel fictif n°\u{a0}1 : données de santé"),
    ("AAP-FICTIF-2", "Appel fictif n°\u{a0}2 : imagerie"),
    ("AAP-FICTIF-3", "Appel fictif n°\u{a0}3 : santé mentale"),
    ("AMI-FICTIF-4", "Appel fictif n°\u{a0}4 : formation"),
    ("AMI-FICTIF-5", "Appel fictif n°\u{a0}5 : prévention"),
];

/// The seed says that the wave 22-23 of the evaluation call is open: some have applied by the end of 2022. How it ended is
/// invented; its laureates take about all of its envelope.
pub(super) const EVALUATION: WavePlan =
    wave("AAP-EVAL", "AAP-EVAL", "Évaluation des dispositifs médicaux numériques", Audience::Companies)
        .from("2022-10-03 12:00", "2023-03-02 12:00", "2023-06-29 10:00")
        .with(20_000_000, 22, 16, 1_130_000);

/// How many of them had applied by the end of 2022.
pub(super) const EARLY_CANDIDATES: u32 = 14;

/// Thirty-one actions are launched by the end of 2022, nine of them calls: these are the others, besides the three that the
/// seed names (PEPR, Diagnostic DM, accès anticipé).
pub(super) const FICTIVE_ACTIONS: usize = 19;

/// When the actions that are not calls are launched; the seed gives the PEPR's date.
pub(super) const LAUNCHES: [(&str, &str); 3] =
    [("DIAG-DM", "2022-01-17"), ("ACCES-ANTICIPE", "2022-03-01"), ("PEPR", "2022-11-21")];

/// Commitment authority of the strategy by year, in whole euros: 718 M€ in all. The seed gives the total; the years are
/// invented. What is left is opened in the year of the demo.
pub(super) const STRATEGY_BY_YEAR: [(i32, i64); 5] =
    [(2021, 150_000_000), (2022, 250_000_000), (2023, 100_000_000), (2024, 50_000_000), (2025, 50_000_000)];

/// Reads a moment of the story: a wall clock in Paris.
pub(super) fn moment(text: &str) -> Result<Instant, DemoError> {
    let (day, time) = text.split_once(' ').unwrap_or((text, "09:00"));
    let wall = ParisDateTime::parse_parts(day, time).map_err(|_| DemoError::said(format!("{text} n’est pas un moment")))?;
    wall.to_instant().map_err(|_| DemoError::said(format!("{text} n’existe pas à Paris")))
}

/// Whole euros.
pub(super) fn euros(euros: i64) -> Money {
    Money::from_cents(euros * 100)
}
