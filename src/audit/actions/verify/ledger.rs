//! What accounts hold, computed again from the transfers; and the ceilings of the budget, at every level.

use std::collections::{BTreeMap, HashMap};

use entity::values::{AccountId, Book, Day};

use super::{
    super::super::{
        rules::{
            ceilings::{Ceiling, Crossed, crossed},
            sums::{Difference, Moved, first_below_zero, first_difference, replayed},
        },
        store::{self, PlacedAccount},
    },
    Check, found,
};
use crate::{
    budget::rules::{
        chart,
        figure::{Totals, Way, crossing},
        report::{Place, Stood},
        tree::{self, Line},
    },
    db::{Source, StoreError},
};

/// How many accounts are computed at a time.
const ACCOUNTS: usize = 1_000;

const SUMS: &str = "Le solde de chaque compte est la somme de ses mouvements, au centime";
const DAYS: &str = "Ce que chaque compte valait au soir de chaque jour est la somme de ses mouvements jusque-là";
const BELOW_ZERO: &str = "Aucun compte n’a été négatif au soir d’aucun jour, hors les sources que la loi ouvre";

/// Computes again what every account came to, day by day.
pub(super) async fn summed(db: &impl Source, accounts: &[PlacedAccount]) -> Result<Vec<Check>, StoreError> {
    let by_key: HashMap<AccountId, &PlacedAccount> = accounts.iter().map(|account| (account.id, account)).collect();
    let mut wrong = Wrong::default();
    for some in accounts.chunks(ACCOUNTS) {
        let (Some(first), Some(last)) = (some.first(), some.last()) else { break };
        let mut moved: HashMap<AccountId, Vec<Moved>> = HashMap::new();
        for way in [Way::In, Way::Out] {
            for (account, day, other, amount) in store::moved(db, way, first.id, last.id).await? {
                let (Some(own), Some(other)) = (by_key.get(&account), by_key.get(&other)) else { continue };
                let crossing = crossing(own.end(), other.end());
                moved.entry(account).or_default().push(Moved { day, way, crossing, amount });
            }
        }
        let mut kept: HashMap<AccountId, Vec<(Day, Totals)>> = HashMap::new();
        for day in store::days_kept(db, first.id, last.id).await? {
            let (account, day, totals) = day;
            kept.entry(account).or_default().push((day, totals));
        }
        for account in some {
            let moved = moved.remove(&account.id).unwrap_or_default();
            wrong.look(account, moved, &kept.remove(&account.id).unwrap_or_default());
        }
    }
    Ok(wrong.told(i64::try_from(accounts.len()).unwrap_or(i64::MAX)))
}

/// The first account that is not what its transfers make it, in each of three ways.
#[derive(Default)]
struct Wrong {
    days: i64,
    sum: Option<String>,
    day: Option<String>,
    below_zero: Option<String>,
}

impl Wrong {
    fn look(&mut self, account: &PlacedAccount, moved: Vec<Moved>, kept: &[(Day, Totals)]) {
        let Some(computed) = replayed(moved) else {
            self.sum.get_or_insert_with(|| format!("{} : ses mouvements passent ce qu’un montant peut dire.", named(account)));
            return;
        };
        self.days += i64::try_from(computed.len()).unwrap_or(0);
        let (last, totals) = computed.last().map(|(day, totals)| (*day, *totals)).unzip();
        let totals = totals.unwrap_or_default();
        if totals != account.totals() || last != account.moved_on {
            self.sum.get_or_insert_with(|| format!("{} : {}.", named(account), told_apart(account.totals(), totals)));
        }
        if let Some(Difference { day, computed, kept }) = first_difference(&computed, kept) {
            let (computed, kept) = (computed.unwrap_or_default(), kept.unwrap_or_default());
            self.day
                .get_or_insert_with(|| format!("{}, au {} : {}.", named(account), day.in_words(), told_apart(kept, computed)));
        }
        if let Some((day, balance)) = first_below_zero(account.stage, &computed) {
            self.below_zero.get_or_insert_with(|| format!("{} valait {balance} au {}.", named(account), day.in_words()));
        }
    }

    fn told(self, accounts: i64) -> Vec<Check> {
        vec![
            found(SUMS, "Comptes recalculés", accounts, self.sum),
            found(DAYS, "Soldes du soir recalculés", self.days, self.day),
            found(BELOW_ZERO, "Soldes du soir recalculés", self.days, self.below_zero),
        ]
    }
}

/// « Compte n° 4 (AE:2026:SASN:disponible) ».
fn named(account: &PlacedAccount) -> String {
    let name = chart::name(account.book, account.year, &account.path, account.stage, None).join(":");
    format!("Compte n° {} ({name})", account.id)
}

/// How what is kept differs from what was computed: the first of the sums that does.
fn told_apart(kept: Totals, computed: Totals) -> String {
    let sums = [
        ("solde", kept.balance, computed.balance),
        ("reçu", kept.received, computed.received),
        ("délégué", kept.delegated, computed.delegated),
        ("viré", kept.transferred, computed.transferred),
        ("reporté", kept.carried, computed.carried),
    ];
    match sums.into_iter().find(|(_, kept, computed)| kept != computed) {
        Some((sum, kept, computed)) => format!("{sum} tenu pour {kept}, ses mouvements donnent {computed}"),
        None => "un jour est de trop ou manque".to_owned(),
    }
}

/// Whether every ceiling holds, at every level of every tree.
pub(super) async fn ceilings(db: &impl Source, accounts: &[PlacedAccount]) -> Result<Vec<Check>, StoreError> {
    let lines: Vec<Line> = store::lines(db).await?.into_iter().map(as_line).collect();
    let rows = i64::try_from(lines.len()).unwrap_or(i64::MAX);
    let crossed = match stood(accounts) {
        Some(stood) => crossed(lines, &stood).map_err(|_| ()),
        None => Err(()),
    };
    // What is wrong on a line is wrong again at each level above: the deepest is where to look.
    let first = |ceiling| match &crossed {
        Ok(crossed) => {
            let here = crossed.iter().rev().filter(|crossed| crossed.ceiling == ceiling);
            here.max_by_key(|crossed| tree::depth(&crossed.path)).map(exceeded)
        }
        Err(()) => Some("Les sommes passent ce qu’un montant peut dire.".to_owned()),
    };
    Ok(Ceiling::ALL
        .into_iter()
        .map(|ceiling| found(ceiling_in_words(ceiling), "Lignes recalculées", rows, first(ceiling)))
        .collect())
}

fn as_line(row: entity::budget_line::Model) -> Line {
    Line { id: row.id, parent: row.parent_id, path: row.path, code: row.code, label: row.label, position: row.position }
}

/// What the accounts of each stage of each line come to together; `None` when no amount can hold it.
fn stood(accounts: &[PlacedAccount]) -> Option<Vec<Stood>> {
    let mut sums: BTreeMap<_, (Place, Totals)> = BTreeMap::new();
    for account in accounts {
        let place = Place { line: account.line_id, book: account.book, year: account.year, stage: account.stage };
        let key = (place.line, place.book, place.year, place.stage);
        let (_, sum) = sums.entry(key).or_insert((place, Totals::default()));
        *sum = sum.with(account.totals())?;
    }
    Some(sums.into_values().map(|(place, totals)| Stood { place, totals }).collect())
}

fn ceiling_in_words(ceiling: Ceiling) -> &'static str {
    match ceiling {
        Ceiling::Balance => "À chaque niveau du budget, rien n’est créé ni perdu : ce qui est venu s’y trouve, ou a été délégué",
        Ceiling::Grant => "À chaque niveau du budget, ce qui est réservé, engagé ou payé tient dans ce qui est accordé",
        Ceiling::Delegation => "Aucune ligne n’a reçu plus que ce que les lignes au-dessus ont délégué",
        Ceiling::Opening => "Dans chaque budget, l’engagé tient dans les AE ouvertes, et le payé dans les CP ouverts",
    }
}

fn exceeded(crossed: &Crossed) -> String {
    let Crossed { ceiling, path, book, year, found, limit } = crossed;
    let book = match book {
        Book::Ae => "AE",
        Book::Cp => "CP",
    };
    let year = year.map_or_else(|| "tous exercices".to_owned(), |year| year.to_string());
    let code = path.trim_start_matches('/');
    match ceiling {
        Ceiling::Balance => format!("Ligne {code}, {book} {year} : {found} s’y trouvent, {limit} devraient s’y trouver."),
        Ceiling::Grant => format!("Ligne {code}, {book} {year} : {found} employés ou délégués, {limit} accordés."),
        Ceiling::Delegation => format!("Ligne {code}, {book} {year} : {found} reçus, {limit} délégués au-dessus."),
        Ceiling::Opening => format!("Budget {code}, {book}, {year} : {found} employés, {limit} ouverts."),
    }
}
