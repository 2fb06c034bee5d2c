//! Where the transfers behind a figure are found, so that a page of them can be read without reading the others.

use entity::values::{Stage, Year};

use super::figure::{Crossing, Effect, Figure, Reach, Sums, Way, effect};

/// Where the transfers behind a figure are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trail {
    /// Whose accounts lead to them.
    pub from: From,
    /// Where the end that is not the figure's own stands.
    pub other: OtherEnd,
}

/// Whose accounts lead to the transfers behind a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    /// Those that the figure is about.
    Own,
    /// Those of the lines above: they are few, where a tree has one for each step of each commitment.
    Above,
}

/// Where the end that is not the figure's own stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OtherEnd {
    /// On an account that the figure does not sum: from one that it sums to another, nothing changes.
    NotSummed,
    /// On a line above.
    Above,
    /// On a line below.
    Below,
    /// On a line neither above nor below.
    Elsewhere,
    /// On the same line or tree, in another year.
    OtherYear,
}

/// The trail of a figure; none when no transfer can count in it.
#[must_use]
pub fn of(figure: Figure, reach: Reach, year: Option<Year>) -> Option<Trail> {
    let own = |other| Some(Trail { from: From::Own, other });
    match (figure.sums(), reach) {
        (Sums::At(_), _) => own(OtherEnd::NotSummed),
        (Sums::Across(Crossing::Above), Reach::Line) => own(OtherEnd::Above),
        (Sums::Across(Crossing::Above), Reach::Tree) => Some(Trail { from: From::Above, other: OtherEnd::Above }),
        (Sums::Across(Crossing::Below), Reach::Line) => own(OtherEnd::Below),
        // Nothing is below a tree.
        (Sums::Across(Crossing::Below), Reach::Tree) => None,
        (Sums::Across(Crossing::Elsewhere), _) => own(OtherEnd::Elsewhere),
        // What leaves a year reaches another: in all of them together, nothing is carried.
        (Sums::Across(Crossing::OtherYear), _) => year.and_then(|_| own(OtherEnd::OtherYear)),
        (Sums::Across(Crossing::Within), _) => None,
    }
}

impl Trail {
    /// What a transfer that is found on the trail does to the figure, by the way in which it goes through its own end.
    #[must_use]
    pub fn effect(&self, figure: Figure, stage: Stage, way: Way) -> Option<Effect> {
        let crossing = match self.other {
            OtherEnd::NotSummed => Crossing::Within,
            OtherEnd::Above => Crossing::Above,
            OtherEnd::Below => Crossing::Below,
            OtherEnd::Elsewhere => Crossing::Elsewhere,
            OtherEnd::OtherYear => Crossing::OtherYear,
        };
        effect(figure, stage, way, crossing)
    }
}
