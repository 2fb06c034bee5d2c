//! One entry, as a sheet that prints on one page.

use askama::Template;
use entity::{entry, values::Fingerprint};

use super::{
    super::{
        actions,
        gates::{ReadEntry, ReverseEntry},
        rules::{
            entry::{Account, Transfer},
            reversal::reversible,
        },
    },
    words,
};
use crate::{
    access::{Granted, ask},
    web::{Failure, Page, Reply, urls},
};

#[derive(Template)]
#[template(path = "budget/entry.html")]
struct Entry {
    page: Page,
    title: String,
    written: entry::Model,
    recorded: String,
    journal: &'static str,
    author: String,
    transfers: Vec<Row>,
    fingerprint: Fingerprint,
    reverses_href: String,
    reversed_href: String,
    reverse_href: String,
}

struct Row {
    book: &'static str,
    year: String,
    from: String,
    from_stage: &'static str,
    to: String,
    to_stage: &'static str,
    amount: String,
}

pub(super) async fn get(granted: Granted<ReadEntry>) -> Result<Reply, Failure> {
    let entry = granted.subject().clone();
    let reader = granted.read();
    let sheet = actions::sheet(&reader, &entry).await?;
    let reversed = actions::reversal_of(&reader, entry.id).await?;
    let may_reverse = reversed.is_none()
        && reversible(entry.journal).is_ok()
        && ask::<ReverseEntry>(granted.actor(), entry.id, &reader, granted.now()).await.is_ok();
    Reply::page(&Entry {
        page: Page::of(&granted),
        title: format!("Écriture {}", entry.id),
        recorded: format!("{} (heure de Paris)", entry.recorded_at.in_words_to_the_second()),
        journal: words::journal(entry.journal),
        author: sheet.author.unwrap_or_else(|| "le programme, sans intervention d’une personne".to_owned()),
        transfers: sheet.transfers.iter().map(row).collect(),
        fingerprint: sheet.fingerprint,
        reverses_href: entry.reverses_id.map(urls::entry).unwrap_or_default(),
        reversed_href: reversed.map(|reversal| urls::entry(reversal.id)).unwrap_or_default(),
        reverse_href: if may_reverse { urls::reverse_entry(entry.id) } else { String::new() },
        written: entry,
    })
}

/// The fiscal year of the money, or those between which it goes.
fn years(transfer: &Transfer) -> String {
    let (from, to) = (transfer.from.year, transfer.to.year);
    if from == to { from.to_string() } else { format!("{from} vers {to}") }
}

fn row(transfer: &Transfer) -> Row {
    let line = |account: &Account| format!("{} ({})", account.label, account.code());
    Row {
        book: words::short_book(transfer.book),
        year: years(transfer),
        from: line(&transfer.from),
        from_stage: words::stage(transfer.from.stage),
        to: line(&transfer.to),
        to_stage: words::stage(transfer.to.stage),
        amount: transfer.amount.to_string(),
    }
}
