//! What the entries of a pack come to: the balance of each account, how far each commitment was paid, the report.

use std::collections::{BTreeMap, HashMap};

use entity::values::{Book, CommitmentId, Money, Reference, Stage, Year};

use super::{super::super::store, Making, Outlet, Pack, PackError};
use crate::{
    budget::{
        self, Refusal,
        actions::BudgetError,
        rules::{
            chart,
            entry::{Account, Recorded},
            report::AsOf,
            tree,
        },
    },
    db::Source,
    export::{self, Cell, Column, Format, Table},
};

/// Where money stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) book: Book,
    pub(super) year: Year,
    pub(super) path: String,
    pub(super) stage: Stage,
    pub(super) commitment: Option<CommitmentId>,
}

impl Place {
    pub(super) fn of(book: Book, account: &Account) -> Self {
        let Account { path, year, stage, commitment, .. } = account.clone();
        Self { book, year, path, stage, commitment }
    }
}

/// What each account that the entries name comes to, with the label of its line.
pub(super) struct Sums {
    pub(super) accounts: BTreeMap<Place, (String, Money)>,
    top: String,
    commitment: Option<CommitmentId>,
}

impl Sums {
    pub(super) fn of(pack: &Pack) -> Self {
        let commitment = pack.packed.laureate.as_ref().map(|laureate| laureate.id);
        Self { accounts: BTreeMap::new(), top: pack.packed.line.path.clone(), commitment }
    }

    /// Counts what an entry moves.
    pub(super) fn count(&mut self, recorded: &Recorded) -> Result<(), BudgetError> {
        for transfer in &recorded.transfers {
            let mut add = |account: &Account, amount: Money| {
                let label = || (account.label.clone(), Money::ZERO);
                let (_, sum) = self.accounts.entry(Place::of(transfer.book, account)).or_insert_with(label);
                *sum = sum.checked_add(amount).ok_or(Refusal::TooLarge)?;
                Ok::<_, Refusal>(())
            };
            add(&transfer.from, Money::ZERO.checked_sub(transfer.amount).ok_or(Refusal::TooLarge)?)?;
            add(&transfer.to, transfer.amount)?;
        }
        Ok(())
    }

    /// The accounts that the pack is about, and not those on the other end.
    fn own(&self) -> impl Iterator<Item = (&Place, Money)> {
        let is_own = |place: &Place| match self.commitment {
            Some(commitment) => place.commitment == Some(commitment),
            None => place.path == self.top || tree::is_below(&place.path, &self.top),
        };
        self.accounts.iter().filter(move |(place, _)| is_own(place)).map(|(place, (_, sum))| (place, *sum))
    }

    /// What the accounts of a commitment at some stages come to.
    fn at(&self, commitment: CommitmentId, stages: &[Stage]) -> Result<Money, Refusal> {
        let theirs = self.own().filter(|(place, _)| place.commitment == Some(commitment) && stages.contains(&place.stage));
        Money::sum(theirs.map(|(_, sum)| sum)).ok_or(Refusal::TooLarge)
    }
}

impl<S: Source, O: Outlet> Making<'_, S, O> {
    pub(super) async fn figures(&mut self, sums: &Sums) -> Result<(), PackError> {
        let pack = self.pack;
        if pack.packed.laureate.is_none() {
            let as_of = AsOf { day: pack.day, known: Some(pack.known) };
            let report = budget::actions::report(self.db, &pack.packed.line, as_of).await?;
            let file = budget::report_file(&report, Format::Csv, pack.known, String::new())?;
            self.file("budget/execution.csv", &file).await?;
        }
        let commitments = store::commitments_in(self.db, &pack.packed.line.path).await?;
        let named = commitments.iter().map(|(commitment, _)| (commitment.id, commitment.reference.clone())).collect();
        self.file("budget/soldes.csv", &export::csv(&balances(sums, &named))?).await?;

        let asked = |id| pack.packed.laureate.as_ref().is_none_or(|laureate| laureate.id == id);
        let mut rows = Vec::new();
        for (commitment, beneficiary) in commitments.iter().filter(|(commitment, _)| asked(commitment.id)) {
            let siret = beneficiary.as_ref().map(|beneficiary| beneficiary.siret.to_string()).unwrap_or_default();
            let name = beneficiary.as_ref().map(|beneficiary| beneficiary.name.clone()).unwrap_or_default();
            let standing = standing(sums, commitment.id).map_err(BudgetError::from)?;
            // What was promised after the instant asked for is not there yet.
            if standing.iter().any(|amount| !amount.is_zero()) {
                let words = [commitment.reference.to_string(), commitment.label.clone(), siret, name];
                rows.push(words.map(Cell::from).into_iter().chain(standing.map(Cell::from)).collect());
            }
        }
        let mut columns = ["Engagement", "Objet", "SIRET", "Bénéficiaire"].map(Column::text).to_vec();
        columns.extend(
            [
                "Engagé",
                "Dont soldé",
                "Liquidé",
                "À payer",
                "Ordonnancé",
                "Payé",
                "Dont à recouvrer",
                "Dont recouvré",
                "Reste à payer",
            ]
            .map(Column::money),
        );
        let table = Table { title: "Engagements".to_owned(), columns, rows, ..Table::default() };
        self.file("budget/engagements.csv", &export::csv(&table)?).await
    }
}

fn balances(sums: &Sums, commitments: &HashMap<CommitmentId, Reference>) -> Table {
    let row = |(place, sum): (&Place, Money)| {
        let commitment = place.commitment.and_then(|id| commitments.get(&id));
        let name = chart::name(place.book, place.year, &place.path, place.stage, commitment).join(":");
        vec![Cell::from(name), Cell::from(sum)]
    };
    Table {
        title: "Soldes des comptes".to_owned(),
        columns: vec![Column::text("Compte"), Column::money("Solde")],
        rows: sums.own().map(row).collect(),
        ..Table::default()
    }
}

/// How far a commitment was paid, in the order of the columns.
fn standing(sums: &Sums, commitment: CommitmentId) -> Result<[Money; 9], Refusal> {
    let at = |stages: &[Stage]| sums.at(commitment, stages);
    let committed = at(&[Stage::Committed, Stage::Settled])?;
    let paid = at(&[Stage::Paid, Stage::ToRecover, Stage::Recovered])?;
    let (due, ordered) = (at(&[Stage::Due])?, at(&[Stage::Ordered])?);
    let certified = Money::sum([due, ordered, paid]).ok_or(Refusal::TooLarge)?;
    let left = committed.checked_sub(paid).ok_or(Refusal::TooLarge)?;
    let (settled, to_recover, recovered) = (at(&[Stage::Settled])?, at(&[Stage::ToRecover])?, at(&[Stage::Recovered])?);
    Ok([committed, settled, certified, due, ordered, paid, to_recover, recovered, left])
}
