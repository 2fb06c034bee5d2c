//! The chain of seals, followed from its beginning: what each seal holds is read again and hashed again.

use std::collections::HashMap;

use entity::{
    entry,
    values::{AccountId, EntryId, Money, Year, grouped},
};

use super::{
    super::super::{
        rules::chain::{Break, Link, Reading, Sealed, SealedRow},
        store::{self, PlacedAccount},
    },
    Chain, Check, found,
};
use crate::{
    budget::{
        actions::fact,
        rules::entry::{Account, Recorded, Transfer},
    },
    db::{Source, StoreError},
};

/// How many seals are followed at a time.
const SEALS: u64 = 4_000;

/// Follows the chain to its end, or to the first link that does not hold. A stretch is read while the one before is hashed.
pub(super) async fn followed(db: &impl Source, accounts: &[PlacedAccount]) -> Result<(Chain, Vec<Check>), StoreError> {
    let by_key: Accounts<'_> = accounts.iter().map(|account| (account.id, account)).collect();
    let mut following = Following::begin();
    let mut stretch = read(db, &by_key, 0).await?;
    while let Some(last) = stretch.last() {
        let hashed = tokio::task::spawn_blocking(move || following.through(&stretch));
        let (next, hashed) = tokio::join!(read(db, &by_key, last), hashed);
        following = hashed.map_err(|error| StoreError::Fault(error.to_string()))?;
        if following.broken.is_some() {
            break;
        }
        stretch = next?;
    }
    Ok(following.told())
}

type Accounts<'a> = HashMap<AccountId, &'a PlacedAccount>;

/// Seals that follow one another, with what they hold.
struct Stretch {
    links: Vec<Link>,
    sealed: HashMap<i64, Sealed>,
    /// The first entry whose days do not agree.
    misdated: Option<EntryId>,
}

impl Stretch {
    fn last(&self) -> Option<i64> {
        self.links.last().map(|link| link.number)
    }
}

async fn read(db: &impl Source, accounts: &Accounts<'_>, after: i64) -> Result<Stretch, StoreError> {
    let links = store::links_after(db, after, SEALS).await?;
    let (Some(first), Some(last)) = (links.first(), links.last()) else {
        return Ok(Stretch { links, sealed: HashMap::new(), misdated: None });
    };
    let (from, to) = (first.number, last.number);
    let events = store::events_sealed(db, from, to).await?;
    let mut sealed: HashMap<i64, Sealed> = events.into_iter().map(|(number, event)| (number, Sealed::Event(event))).collect();
    let entries = store::entries_sealed(db, from, to).await?;
    let mut transfers: HashMap<EntryId, Vec<(AccountId, AccountId, Money)>> = HashMap::new();
    for (entry, debited, credited, amount) in store::transfers_sealed(db, from, to).await? {
        transfers.entry(entry).or_default().push((debited, credited, amount));
    }
    for entry in &entries {
        let theirs = transfers.remove(&entry.id).unwrap_or_default();
        let told = |moved| told(entry, accounts, moved);
        let recorded = Recorded { fact: fact(entry), transfers: theirs.into_iter().filter_map(told).collect() };
        sealed.extend(entry.seal_number.map(|number| (number, Sealed::Entry(recorded))));
    }
    let misdated = entries.iter().find(|entry| is_misdated(entry)).map(|entry| entry.id);
    Ok(Stretch { links, sealed, misdated })
}

/// A transfer as its seal holds it; nothing when an account is gone, which the seal then denies.
fn told(
    entry: &entry::Model,
    accounts: &Accounts<'_>,
    (debited, credited, amount): (AccountId, AccountId, Money),
) -> Option<Transfer> {
    let (from, to) = (accounts.get(&debited)?, accounts.get(&credited)?);
    let account = |account: &PlacedAccount| Account {
        path: account.path.clone(),
        label: account.label.clone(),
        year: account.year,
        stage: account.stage,
        commitment: account.commitment_id,
    };
    Some(Transfer {
        entry: entry.id,
        journal: entry.journal,
        day: entry.accounting_day,
        reason: entry.reason.clone(),
        book: from.book,
        from: account(from),
        to: account(to),
        amount,
    })
}

/// An entry counts on a day that had come when it was recorded, in the fiscal year of that day.
fn is_misdated(entry: &entry::Model) -> bool {
    entry.recorded_day != entry.recorded_at.paris_day()
        || entry.accounting_day > entry.recorded_day
        || Year::of(entry.accounting_day) != Some(entry.fiscal_year)
}

/// How far the chain was followed.
struct Following {
    reading: Reading,
    chain: Chain,
    broken: Option<Break>,
    misdated: Option<EntryId>,
}

impl Following {
    fn begin() -> Self {
        Self { reading: Reading::begin(), chain: Chain::default(), broken: None, misdated: None }
    }

    /// Follows a stretch, link by link.
    fn through(mut self, stretch: &Stretch) -> Self {
        self.misdated = self.misdated.or(stretch.misdated);
        for link in &stretch.links {
            let sealed = stretch.sealed.get(&link.number);
            match self.reading.follow(*link, sealed) {
                Ok(further) => self.reading = further,
                Err(why) => {
                    self.broken = Some(why);
                    return self;
                }
            }
            if let Some(Sealed::Entry(recorded)) = sealed {
                self.chain.entries += 1;
                self.chain.transfers += i64::try_from(recorded.transfers.len()).unwrap_or(i64::MAX);
            }
            self.chain.end = Some((link.number, link.hash));
        }
        self
    }

    fn told(self) -> (Chain, Vec<Check>) {
        let entries = self.chain.entries;
        let misdated = self.misdated.map(|entry| {
            format!("L’écriture n° {entry} compte un jour qui n’était pas venu à son enregistrement, ou hors de l’exercice de ce jour.")
        });
        let checks = vec![
            found("La chaîne des sceaux est intacte", "Sceaux relus", self.reading.number, self.broken.map(where_it_breaks)),
            found("Chaque écriture compte un jour déjà venu, dans l’exercice de ce jour", "Écritures relues", entries, misdated),
        ];
        (self.chain, checks)
    }
}

fn where_it_breaks(broken: Break) -> String {
    match broken {
        Break::Missing { expected } => format!("Le sceau n° {} manque.", grouped(expected)),
        Break::Detached { number } => format!("Le sceau n° {} ne suit pas celui qui le précède.", grouped(number)),
        Break::Altered { number, row: SealedRow::Event(event) } => {
            format!("L’événement n° {event} n’est plus ce que le sceau n° {number} a scellé.")
        }
        Break::Altered { number, row: SealedRow::Entry(entry) } => {
            format!("L’écriture n° {entry}, ou l’un de ses mouvements, n’est plus ce que le sceau n° {number} a scellé.")
        }
        Break::Gone { number } => format!("Ce que le sceau n° {number} a scellé a disparu."),
    }
}
