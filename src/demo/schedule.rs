//! The order of the scenes: every one at its instant, the clock never going back.

use entity::values::{Audience, Day, Instant};
use jiff::SignedDuration;

use super::{
    score::{DECIDED, EARLY_CANDIDATES, EVALUATION, FICTIVE_ACTIONS, LAUNCHES, STRATEGY_BY_YEAR, WavePlan, moment},
    stage::DemoError,
};

/// How long before today what goes on around it begins.
const BEFORE_TODAY: SignedDuration = SignedDuration::from_hours(24 * 130);

/// One thing that happens.
#[derive(Clone, Copy, Debug)]
pub(super) enum Scene {
    /// The programmes that start this year are announced.
    Announce(i32),
    /// The programmes' authority for this year is opened.
    OpenBudgets(i32),
    /// What is left of the strategy's authority is opened, in this year.
    OpenTheRest(i32),
    /// An action that is not a call is launched.
    Launch(&'static str),
    /// The invented action of this number is launched.
    LaunchFictive(usize),
    /// What the seed observed is written down.
    Observe,
    /// A wave is drafted and published.
    Publish(usize),
    /// A wave opens, which launches its action the first time.
    Open(usize),
    /// Dossiers of a wave are submitted: how many.
    Submit(usize, u32),
    /// Dossiers of a wave stay drafts: how many.
    Draft(usize, u32),
    /// Staff examine the dossiers of a wave, invite its jury and assign them.
    Examine(usize),
    /// Jurors declare their interests and score; all of them, or only the first.
    Review(usize, Reviewers),
    /// The ranking is drawn, the decision signed and published.
    Decide(usize),
    /// Every laureate of a wave receives an advance.
    PayAdvances(usize),
    /// Some laureates of a wave claim more, which waits to be ordered or paid.
    Claim(usize),
}

/// How much of the jury has done its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reviewers {
    /// Everybody.
    All,
    /// Some reviews are missing.
    Some,
}

/// A wave with its dates as instants, UTC.
#[derive(Clone, Copy, Debug)]
pub(super) struct DatedWave {
    pub(super) plan: WavePlan,
    pub(super) opens_at: Instant,
    pub(super) closes_at: Instant,
    pub(super) decided_on: Day,
    /// The fiscal year whose authority it spends.
    pub(super) fiscal_year: i32,
}

/// What is played.
pub(super) struct Schedule {
    pub(super) scenes: Vec<(Instant, Scene)>,
    pub(super) waves: Vec<DatedWave>,
    /// The year whose authority the next waves spend; by default, the year in which each is published.
    fiscal_year: Option<i32>,
}

impl Schedule {
    /// The story of 2018–2022, and when `today` is given what goes on around it, up to `until`.
    pub(super) fn until(until: Instant, today: Option<Instant>) -> Result<Self, DemoError> {
        let mut schedule = Self { scenes: Vec::new(), waves: Vec::new(), fiscal_year: None };
        schedule.programmes(until)?;
        schedule.actions()?;
        for plan in DECIDED {
            schedule.decided_wave(plan)?;
        }
        let evaluated = schedule.evaluation_wave()?;
        if let Some(today) = today {
            schedule.around(today)?;
            schedule.claims(evaluated, today)?;
        }
        schedule.scenes.retain(|(at, _)| *at <= until);
        schedule.scenes.sort_by_key(|(at, _)| *at);
        Ok(schedule)
    }

    fn add(&mut self, at: Instant, scene: Scene) {
        self.scenes.push((at, scene));
    }

    fn programmes(&mut self, until: Instant) -> Result<(), DemoError> {
        for year in 2018..=until.paris_day().year() {
            self.add(moment(&format!("{year}-01-02 09:00"))?, Scene::Announce(year));
            self.add(moment(&format!("{year}-01-08 09:00"))?, Scene::OpenBudgets(year));
        }
        self.add(moment("2022-10-03 09:00")?, Scene::Observe);
        Ok(())
    }

    fn actions(&mut self) -> Result<(), DemoError> {
        for (action, day) in LAUNCHES {
            self.add(moment(&format!("{day} 10:00"))?, Scene::Launch(action));
        }
        for number in 1..=FICTIVE_ACTIONS {
            let (month, day) = (1 + number / 2, 3 + number);
            self.add(moment(&format!("2022-{month:02}-{day:02} 11:00"))?, Scene::LaunchFictive(number));
        }
        Ok(())
    }

    fn decided_wave(&mut self, plan: WavePlan) -> Result<(), DemoError> {
        let wave = self.open_wave(plan, moment(plan.opens)?, moment(plan.closes)?, moment(plan.decided)?.paris_day());
        self.judge(wave)
    }

    /// Open at the end of 2022, with candidates already; decided the summer after.
    fn evaluation_wave(&mut self) -> Result<usize, DemoError> {
        let (opens_at, closes_at) = (moment(EVALUATION.opens)?, moment(EVALUATION.closes)?);
        let wave = self.dated(EVALUATION, opens_at, closes_at, moment(EVALUATION.decided)?.paris_day());
        self.add(moment("2022-12-12 15:00")?, Scene::Submit(wave, EARLY_CANDIDATES));
        self.add(closes_at.plus(-days(3)), Scene::Submit(wave, EVALUATION.candidates - EARLY_CANDIDATES));
        self.judge(wave)?;
        Ok(wave)
    }

    /// A wave that closed is examined, reviewed and decided.
    fn judge(&mut self, wave: usize) -> Result<(), DemoError> {
        let DatedWave { plan, closes_at, .. } = self.waves[wave];
        self.add(closes_at.plus(days(4)), Scene::Examine(wave));
        self.add(closes_at.plus(days(25)), Scene::Review(wave, Reviewers::All));
        let decided = moment(plan.decided)?;
        self.add(decided, Scene::Decide(wave));
        self.add(decided.plus(days(45)), Scene::PayAdvances(wave));
        Ok(())
    }

    /// Claims that wait since last week, or since the end of the year whose payment credits they take.
    fn claims(&mut self, wave: usize, today: Instant) -> Result<(), DemoError> {
        let (opened, last_week) = (today.plus(-BEFORE_TODAY), today.plus(-days(6)));
        let year = opened.paris_day().year();
        let claimed = if last_week.paris_day().year() == year {
            last_week
        } else {
            moment(&format!("{year}-12-18 10:00"))?.max(opened.plus(SignedDuration::from_hours(1)))
        };
        self.add(claimed, Scene::Claim(wave));
        Ok(())
    }

    /// One call open for a month, one closing in an hour, one under review, one ready for deliberation.
    fn around(&mut self, today: Instant) -> Result<(), DemoError> {
        let beginning = today.plus(-BEFORE_TODAY);
        self.fiscal_year = Some(beginning.paris_day().year());
        self.add(beginning, Scene::OpenTheRest(beginning.paris_day().year()));
        let plan = |action, call, title, audience, candidates| WavePlan {
            action,
            call,
            title,
            audience,
            opens: "",
            closes: "",
            decided: "",
            envelope: 6_000_000,
            candidates,
            laureates: 0,
            asks: 900_000,
        };
        let after = |duration: SignedDuration| today.plus(duration);

        let open = plan("AAP-TL", "AAP-TL", "Tiers lieux d’expérimentation", Audience::HealthEstablishments, 5);
        let wave = self.dated(open, noon(after(-days(5)))?, noon(after(days(30)))?, after(days(90)).paris_day());
        self.add(after(-days(1)), Scene::Submit(wave, 5));
        self.add(after(-SignedDuration::from_hours(3)), Scene::Draft(wave, 2));

        let closing = plan("AAP-IMAGERIE", "AAP-IMAGERIE", "Imagerie médicale", Audience::Companies, 9);
        let wave =
            self.dated(closing, noon(after(-days(45)))?, after(SignedDuration::from_hours(1)), after(days(60)).paris_day());
        self.add(after(-days(2)), Scene::Submit(wave, 9));
        self.add(after(-SignedDuration::from_hours(2)), Scene::Draft(wave, 1));

        let reviewed = plan("I-NOV", "I-NOV", "i-Nov, thématique santé", Audience::Companies, 12);
        let wave = self.open_wave(reviewed, noon(after(-days(70)))?, noon(after(-days(20)))?, after(days(30)).paris_day());
        self.add(after(-days(16)), Scene::Examine(wave));
        self.add(after(-days(4)), Scene::Review(wave, Reviewers::Some));

        let ready = plan("AAP-EVAL", "AAP-EVAL", "Évaluation des dispositifs médicaux numériques", Audience::Companies, 14);
        let wave = self.open_wave(ready, noon(after(-days(110)))?, noon(after(-days(55)))?, after(days(10)).paris_day());
        self.add(after(-days(50)), Scene::Examine(wave));
        self.add(after(-days(8)), Scene::Review(wave, Reviewers::All));
        Ok(())
    }

    /// A wave that is answered in three batches before it closes.
    fn open_wave(&mut self, plan: WavePlan, opens_at: Instant, closes_at: Instant, decided_on: Day) -> usize {
        let wave = self.dated(plan, opens_at, closes_at, decided_on);
        let third = plan.candidates / 3;
        self.add(opens_at.plus(days(15)), Scene::Submit(wave, third));
        self.add(closes_at.plus(-days(2)), Scene::Submit(wave, third));
        self.add(closes_at.plus(-SignedDuration::from_hours(2)), Scene::Submit(wave, plan.candidates - 2 * third));
        wave
    }

    /// A wave that is published two weeks before it opens.
    fn dated(&mut self, plan: WavePlan, opens_at: Instant, closes_at: Instant, decided_on: Day) -> usize {
        // Deadlines are set to the minute.
        let to_the_minute = |instant: Instant| Instant::from_millis(instant.millis() - instant.millis().rem_euclid(60_000));
        let fiscal_year = self.fiscal_year.unwrap_or_else(|| opens_at.plus(-days(14)).paris_day().year());
        let (opens_at, closes_at) = (to_the_minute(opens_at), to_the_minute(closes_at));
        let wave = self.waves.len();
        self.add(opens_at.plus(-days(14)), Scene::Publish(wave));
        self.add(opens_at, Scene::Open(wave));
        self.waves.push(DatedWave { plan, opens_at, closes_at, decided_on, fiscal_year });
        wave
    }
}

/// The years in which the strategy's authority is opened, with how much, in whole euros.
pub(super) fn strategy_in(year: i32) -> i64 {
    STRATEGY_BY_YEAR.iter().find(|(opened, _)| *opened == year).map_or(0, |(_, amount)| *amount)
}

/// Noon in Paris, on the day of an instant: when calls of this field open and close.
fn noon(instant: Instant) -> Result<Instant, DemoError> {
    moment(&format!("{} 12:00", instant.paris_day()))
}

fn days(days: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * days)
}
