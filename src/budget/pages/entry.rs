//! One entry, as a sheet that prints on one page.

use askama::Template;
use entity::{entry, values::Fingerprint};

use super::{
    super::{
        actions,
        gates::ReadEntry,
        rules::entry::{Account, Transfer},
    },
    words,
};
use crate::{
    access::Granted,
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
    let sheet = actions::sheet(&granted.read(), &entry).await?;
    Reply::page(&Entry {
        page: Page::of(&granted),
        title: format!("Écriture {}", entry.id),
        recorded: format!("{} (heure de Paris)", entry.recorded_at.in_words_to_the_second()),
        journal: words::journal(entry.journal),
        author: sheet.author.unwrap_or_else(|| "le programme, sans intervention d’une personne".to_owned()),
        transfers: sheet.transfers.iter().map(row).collect(),
        fingerprint: sheet.fingerprint,
        reverses_href: entry.reverses_id.map(urls::entry).unwrap_or_default(),
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
