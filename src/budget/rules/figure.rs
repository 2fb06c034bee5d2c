//! The figures of the report on execution, and what a transfer adds to each: the report sums with it, the list of the
//! entries behind a figure selects with it, so that they cannot disagree.

use entity::values::{Book, Money, Stage};

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
    /// Held back (« gelé »).
    Frozen,
    /// Set aside for a wave and not promised yet (« réservé »).
    Reserved,
    /// Promised to beneficiaries (« engagé »).
    Committed,
    /// Owed to beneficiaries, no payment of it ordered yet (« à payer »).
    Due,
    /// Ordered, not paid yet (« ordonnancé »).
    Ordered,
    /// Paid (« payé »).
    Paid,
    /// Free (« disponible »).
    Available,
}

impl Figure {
    /// Every figure, in the order in which the report shows them.
    pub const ALL: [Self; 10] = [
        Self::Opened,
        Self::Received,
        Self::Delegated,
        Self::Frozen,
        Self::Reserved,
        Self::Committed,
        Self::Due,
        Self::Ordered,
        Self::Paid,
        Self::Available,
    ];

    /// The figures that have a meaning in a book: authority is promised (AE), credits are paid (CP).
    pub fn of(book: Book) -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(move |figure| match figure {
            Self::Reserved | Self::Committed => book == Book::Ae,
            Self::Due | Self::Ordered | Self::Paid => book == Book::Cp,
            Self::Opened | Self::Received | Self::Delegated | Self::Frozen | Self::Available => true,
        })
    }

    /// The stage whose accounts the figure sums; none for those that look at where money crosses.
    #[must_use]
    pub fn stage(self) -> Option<Stage> {
        match self {
            Self::Opened => Some(Stage::Opened),
            Self::Frozen => Some(Stage::Frozen),
            Self::Reserved => Some(Stage::Reserved),
            Self::Committed => Some(Stage::Committed),
            Self::Due => Some(Stage::Due),
            Self::Ordered => Some(Stage::Ordered),
            Self::Paid => Some(Stage::Paid),
            Self::Available => Some(Stage::Available),
            Self::Received | Self::Delegated => None,
        }
    }
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

/// What money that goes through an account of a stage does to a figure of its line; `other` is where the other account's
/// line stands. Nothing, for most.
#[must_use]
pub fn effect(figure: Figure, stage: Stage, way: Way, other: Standing) -> Option<Effect> {
    let (adds, takes) = match figure {
        // A source runs negative by what it has let out.
        Figure::Opened => ((stage == Stage::Opened && way == Way::Out), (stage == Stage::Opened && way == Way::In)),
        Figure::Received => ((other == Standing::Above && way == Way::In), (other == Standing::Above && way == Way::Out)),
        Figure::Delegated => {
            ((other == Standing::Elsewhere && way == Way::Out), (other == Standing::Elsewhere && way == Way::In))
        }
        Figure::Frozen
        | Figure::Reserved
        | Figure::Committed
        | Figure::Due
        | Figure::Ordered
        | Figure::Paid
        | Figure::Available => {
            let is_its_stage = figure.stage() == Some(stage);
            ((is_its_stage && way == Way::In), (is_its_stage && way == Way::Out))
        }
    };
    if adds {
        Some(Effect::Adds)
    } else if takes {
        Some(Effect::Takes)
    } else {
        None
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
}

/// What a transfer of `amount` adds to a figure of the line at `path`: negative when it takes, zero when it is none of
/// its business. `None` when no amount can hold it.
#[must_use]
pub fn share(figure: Figure, path: &str, reach: Reach, debit: End<'_>, credit: End<'_>, amount: Money) -> Option<Money> {
    let reaches = |other: &str| other == path || reach == Reach::Tree && tree::is_below(other, path);
    let standing = |own: &str, other: &str| if reaches(other) { Standing::Same } else { tree::standing(other, own) };
    let ends = [(credit, debit, Way::In), (debit, credit, Way::Out)];
    ends.into_iter().filter(|(own, ..)| reaches(own.path)).try_fold(Money::ZERO, |sum, (own, other, way)| {
        apply(sum, effect(figure, own.stage, way, standing(own.path, other.path)), amount)
    })
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
