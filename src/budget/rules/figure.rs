//! The figures of the report on execution, and what a transfer adds to each: the accounts keep what crossed their line with
//! it, the report reads it there, the list of the entries behind a figure selects with it, so that they cannot disagree.

use entity::values::{Book, Money, Stage, Year};

use super::tree::{self, Standing};

/// A figure of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Figure {
    /// What the law opened here (« ouvert »).
    Opened,
    /// What came from a line above (« reçu »).
    Received,
    /// What was handed to a line below, envelopes of waves included (« délégué »).
    Delegated,
    /// What came from lines neither above nor below, less what went to them (« viré »).
    Transferred,
    /// What came from other years, less what went to them (« reporté »).
    CarriedOver,
    /// Held back (« gelé »).
    Frozen,
    /// Set aside for a wave and not promised yet (« réservé »).
    Reserved,
    /// Promised to beneficiaries (« engagé »).
    Committed,
    /// Promised, paid and done with (« soldé »).
    Settled,
    /// Owed to beneficiaries, no payment of it ordered yet (« à payer »).
    Due,
    /// Ordered, not paid yet (« ordonnancé »).
    Ordered,
    /// Paid, and not claimed back (« payé »).
    Paid,
    /// Paid, and claimed back (« à recouvrer »).
    ToRecover,
    /// Given back (« recouvré »).
    Recovered,
    /// Lost with its year (« tombé »).
    Lapsed,
    /// Free (« disponible »).
    Available,
}

impl Figure {
    /// Every figure, in the order in which the report shows them.
    pub const ALL: [Self; 16] = [
        Self::Opened,
        Self::Received,
        Self::Delegated,
        Self::Transferred,
        Self::CarriedOver,
        Self::Frozen,
        Self::Reserved,
        Self::Committed,
        Self::Settled,
        Self::Due,
        Self::Ordered,
        Self::Paid,
        Self::ToRecover,
        Self::Recovered,
        Self::Lapsed,
        Self::Available,
    ];

    /// The figures that have a meaning in a book: authority is promised (AE), credits are paid (CP).
    pub fn of(book: Book) -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(move |figure| match figure {
            Self::Reserved | Self::Committed | Self::Settled => book == Book::Ae,
            Self::Due | Self::Ordered | Self::Paid | Self::ToRecover | Self::Recovered => book == Book::Cp,
            Self::Opened
            | Self::Received
            | Self::Delegated
            | Self::Transferred
            | Self::CarriedOver
            | Self::Frozen
            | Self::Lapsed
            | Self::Available => true,
        })
    }

    /// Whether people expect the figure even where it is nothing: the others show when there is something to show.
    #[must_use]
    pub fn is_always_shown(self) -> bool {
        !matches!(self, Self::Transferred | Self::CarriedOver | Self::Settled | Self::ToRecover | Self::Recovered | Self::Lapsed)
    }

    /// What the figure sums.
    #[must_use]
    pub fn sums(self) -> Sums {
        match self {
            Self::Opened => Sums::At(Stage::Opened),
            Self::Received => Sums::Across(Crossing::Above),
            Self::Delegated => Sums::Across(Crossing::Below),
            Self::Transferred => Sums::Across(Crossing::Elsewhere),
            Self::CarriedOver => Sums::Across(Crossing::OtherYear),
            Self::Frozen => Sums::At(Stage::Frozen),
            Self::Reserved => Sums::At(Stage::Reserved),
            Self::Committed => Sums::At(Stage::Committed),
            Self::Settled => Sums::At(Stage::Settled),
            Self::Due => Sums::At(Stage::Due),
            Self::Ordered => Sums::At(Stage::Ordered),
            Self::Paid => Sums::At(Stage::Paid),
            Self::ToRecover => Sums::At(Stage::ToRecover),
            Self::Recovered => Sums::At(Stage::Recovered),
            Self::Lapsed => Sums::At(Stage::Lapsed),
            Self::Available => Sums::At(Stage::Available),
        }
    }

    /// The stage whose accounts the figure sums; none for those that look at where money crosses.
    #[must_use]
    pub fn stage(self) -> Option<Stage> {
        match self.sums() {
            Sums::At(stage) => Some(stage),
            Sums::Across(_) => None,
        }
    }

    /// The figure that sums the accounts of a stage.
    #[must_use]
    pub fn at(stage: Stage) -> Self {
        match stage {
            Stage::Opened => Self::Opened,
            Stage::Available => Self::Available,
            Stage::Frozen => Self::Frozen,
            Stage::Reserved => Self::Reserved,
            Stage::Committed => Self::Committed,
            Stage::Settled => Self::Settled,
            Stage::Due => Self::Due,
            Stage::Ordered => Self::Ordered,
            Stage::Paid => Self::Paid,
            Stage::ToRecover => Self::ToRecover,
            Stage::Recovered => Self::Recovered,
            Stage::Lapsed => Self::Lapsed,
        }
    }
}

/// What a figure sums.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sums {
    /// What stands at a stage.
    At(Stage),
    /// What crosses the line this way, whatever the stage.
    Across(Crossing),
}

/// Which way money goes through an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// It reaches it: the account is credited.
    In,
    /// It leaves it: the account is debited.
    Out,
}

/// What one side of a transfer does to a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The amount counts.
    Adds,
    /// The amount counts less.
    Takes,
}

/// Where the other end of a transfer stands, seen from one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Crossing {
    /// On the same line and in the same year: nothing is crossed.
    Within,
    /// On a line that contains this one.
    Above,
    /// On a line that this one contains.
    Below,
    /// On a line neither above nor below.
    Elsewhere,
    /// On the same line, in another year.
    OtherYear,
}

/// Where `other` stands, seen from `own`.
#[must_use]
pub fn crossing(own: End<'_>, other: End<'_>) -> Crossing {
    crossing_as(tree::standing(other.path, own.path), own.year == other.year)
}

fn crossing_as(standing: Standing, same_year: bool) -> Crossing {
    match standing {
        Standing::Same if same_year => Crossing::Within,
        Standing::Same => Crossing::OtherYear,
        Standing::Above => Crossing::Above,
        Standing::Below => Crossing::Below,
        Standing::Elsewhere => Crossing::Elsewhere,
    }
}

/// What money that goes through an account of a stage does to a figure of its line, by where the other end stands.
/// Nothing, for most.
#[must_use]
pub fn effect(figure: Figure, stage: Stage, way: Way, crossing: Crossing) -> Option<Effect> {
    let counts = match figure.sums() {
        Sums::At(own) => own == stage,
        Sums::Across(own) => own == crossing,
    };
    // A source runs negative by what it has let out, and what goes below is counted where it leaves.
    let adds = if matches!(figure, Figure::Opened | Figure::Delegated) { Way::Out } else { Way::In };
    counts.then_some(if way == adds { Effect::Adds } else { Effect::Takes })
}

/// What an account came to at an instant: its balance, and what crossed its line to reach it. In whole euro cents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Credits less debits; a source runs negative by what it has let out.
    pub balance: Money,
    /// From lines above, less what went back.
    pub received: Money,
    /// To lines below, less what came back.
    pub delegated: Money,
    /// From lines elsewhere, less what went there.
    pub transferred: Money,
    /// From other years, less what went there.
    pub carried: Money,
}

impl Totals {
    /// What the account comes to once `amount` has gone through it; `None` when no amount can hold it.
    #[must_use]
    pub fn after(self, way: Way, crossing: Crossing, amount: Money) -> Option<Self> {
        // The stage matters to none of these: a balance is of its own account.
        let crossed = |sum, figure| apply(sum, effect(figure, Stage::Available, way, crossing), amount);
        Some(Self {
            balance: crossed(self.balance, Figure::Available)?,
            received: crossed(self.received, Figure::Received)?,
            delegated: crossed(self.delegated, Figure::Delegated)?,
            transferred: crossed(self.transferred, Figure::Transferred)?,
            carried: crossed(self.carried, Figure::CarriedOver)?,
        })
    }

    /// What two accounts come to together; `None` when no amount can hold it.
    #[must_use]
    pub fn with(self, other: Self) -> Option<Self> {
        Some(Self {
            balance: self.balance.checked_add(other.balance)?,
            received: self.received.checked_add(other.received)?,
            delegated: self.delegated.checked_add(other.delegated)?,
            transferred: self.transferred.checked_add(other.transferred)?,
            carried: self.carried.checked_add(other.carried)?,
        })
    }

    /// What these totals of accounts at `stage` say of a figure of their line; `None` when no amount can hold it.
    #[must_use]
    pub fn told(&self, figure: Figure, stage: Stage) -> Option<Money> {
        match figure.sums() {
            Sums::At(own) if own != stage => Some(Money::ZERO),
            Sums::At(Stage::Opened) => Money::ZERO.checked_sub(self.balance),
            Sums::At(_) => Some(self.balance),
            Sums::Across(Crossing::Above) => Some(self.received),
            Sums::Across(Crossing::Below) => Some(self.delegated),
            Sums::Across(Crossing::Elsewhere) => Some(self.transferred),
            Sums::Across(Crossing::OtherYear) => Some(self.carried),
            Sums::Across(Crossing::Within) => Some(Money::ZERO),
        }
    }
}

/// What a figure is told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// One line by itself.
    Line,
    /// The line and everything below it, as if they were one.
    Tree,
}

/// One end of a transfer.
#[derive(Clone, Copy, Debug)]
pub struct End<'a> {
    /// The path of its line.
    pub path: &'a str,
    /// The stage of its account.
    pub stage: Stage,
    /// The fiscal year of its account.
    pub year: Year,
}

/// Which accounts a figure is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent<'a> {
    /// The path of the line.
    pub path: &'a str,
    /// The line by itself, or with everything below it.
    pub reach: Reach,
    /// The fiscal year; all of them together when absent.
    pub year: Option<Year>,
}

impl Extent<'_> {
    fn holds(&self, end: End<'_>) -> bool {
        self.has_line(end.path) && self.year.is_none_or(|year| year == end.year)
    }

    fn has_line(&self, path: &str) -> bool {
        path == self.path || self.reach == Reach::Tree && tree::is_below(path, self.path)
    }
}

/// What a transfer of `amount` adds to a figure of `extent`: negative when it takes, zero when it is none of its business.
/// `None` when no amount can hold it.
#[must_use]
pub fn share(figure: Figure, extent: Extent<'_>, debit: End<'_>, credit: End<'_>, amount: Money) -> Option<Money> {
    let crossing = |own: End<'_>, other: End<'_>| {
        let standing = if extent.has_line(other.path) { Standing::Same } else { tree::standing(other.path, own.path) };
        crossing_as(standing, own.year == other.year)
    };
    let ends = [(credit, debit, Way::In), (debit, credit, Way::Out)];
    ends.into_iter()
        .filter(|(own, ..)| extent.holds(*own))
        .try_fold(Money::ZERO, |sum, (own, other, way)| apply(sum, effect(figure, own.stage, way, crossing(own, other)), amount))
}

/// A sum after an effect.
#[must_use]
pub fn apply(sum: Money, effect: Option<Effect>, amount: Money) -> Option<Money> {
    match effect {
        Some(Effect::Adds) => sum.checked_add(amount),
        Some(Effect::Takes) => sum.checked_sub(amount),
        None => Some(sum),
    }
}
