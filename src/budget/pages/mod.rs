//! The pages of the ledger.

mod amend;
mod budgets;
mod certify;
mod commitment;
mod commitments;
mod decommit;
mod entries;
mod entry;
mod file;
mod gauge;
mod line;
mod movement;
mod new_repayment;
mod payment;
mod payments;
mod refusals;
mod repayment;
mod report;
mod reverse;
mod settings;
mod settle;
mod words;
mod year_end;

pub use file::{report_file, report_footer};

use entity::{
    budget_line,
    values::{Day, Instant},
};

use super::{actions::BudgetError, rules::report::AsOf};
use crate::{
    access::{Routes, Visit},
    randomness::Token,
    web::{Failure, FormState, urls},
};

/// The addresses of this slice.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get(urls::BUDGETS, budgets::get)
        .get(urls::BUDGET_LINE, line::get)
        .get(urls::OPEN_BUDGET, movement::open_get)
        .post(urls::OPEN_BUDGET, movement::open_post)
        .get(urls::DELEGATE, movement::delegate_get)
        .post(urls::DELEGATE, movement::delegate_post)
        .get(urls::REALLOCATE, movement::reallocate_get)
        .post(urls::REALLOCATE, movement::reallocate_post)
        .get(urls::GIVE_UP_BUDGET, movement::give_up_get)
        .post(urls::GIVE_UP_BUDGET, movement::give_up_post)
        .get(urls::FREEZE_BUDGET, movement::freeze_get)
        .post(urls::FREEZE_BUDGET, movement::freeze_post)
        .get(urls::THAW_BUDGET, movement::thaw_get)
        .post(urls::THAW_BUDGET, movement::thaw_post)
        .get(urls::RELEASE_RESERVATION, movement::release_get)
        .post(urls::RELEASE_RESERVATION, movement::release_post)
        .get(urls::COMMITMENTS, commitments::get)
        .get(urls::COMMITMENT, commitment::get)
        .get(urls::CERTIFY, certify::get)
        .post(urls::CERTIFY, certify::post)
        .get(urls::DECOMMIT, decommit::get)
        .post(urls::DECOMMIT, decommit::post)
        .get(urls::AMEND, amend::get)
        .post(urls::AMEND, amend::post)
        .get(urls::SETTLE, settle::get)
        .post(urls::SETTLE, settle::post)
        .get(urls::NEW_REPAYMENT, new_repayment::get)
        .post(urls::NEW_REPAYMENT, new_repayment::post)
        .get(urls::REPAYMENT, repayment::get)
        .post(urls::ORDER_REPAYMENT, repayment::order)
        .post(urls::COLLECT_REPAYMENT, repayment::collect)
        .post(urls::CANCEL_REPAYMENT, repayment::cancel)
        .get(urls::LINE_SETTINGS, settings::get)
        .post(urls::LINE_SETTINGS, settings::own)
        .post(urls::EARMARK, settings::earmark)
        .post(urls::CLOSE_LINE, settings::close)
        .post(urls::REOPEN_LINE, settings::reopen)
        .get(urls::YEAR_END, year_end::get)
        .post(urls::YEAR_END, year_end::post)
        .get(urls::REVERSE_ENTRY, reverse::get)
        .post(urls::REVERSE_ENTRY, reverse::post)
        .get(urls::PAYMENTS, payments::get)
        .get(urls::PAYMENT, payment::get)
        .post(urls::ORDER_PAYMENT, payment::order)
        .post(urls::CANCEL_PAYMENT, payment::cancel)
        .post(urls::PAY, payment::pay)
        .post(urls::REJECT_PAYMENT, payment::reject)
        .get(urls::BUDGET_REPORT, report::get)
        .get(urls::BUDGET_REPORT_FILE, file::get)
        .get(urls::ENTRIES, entries::get)
        .get(urls::ENTRY, entry::get)
}

/// A line above, on the way from the top.
struct Crumb {
    label: String,
    href: String,
}

fn crumbs(above: &[budget_line::Model]) -> Vec<Crumb> {
    above.iter().map(|line| Crumb { label: line.label.clone(), href: urls::budget_line(line.id) }).collect()
}

/// The longest reason of an operation, in characters.
const LONGEST_REASON: usize = 500;
/// The longest reference of a document, in characters.
const LONGEST_DOCUMENT: usize = 200;

/// The key with which a form was shown: the same one sent twice acts once.
fn key_of(form: &FormState) -> Option<String> {
    Token::parse(form.value("idempotency_key")).map(|key| key.secret().to_owned())
}

/// Today in Paris.
fn today(visit: &Visit) -> Day {
    visit.now().paris_day()
}

/// The day asked for by `?au=`, today when none is. What cannot be read is today, with the reason under the field.
fn day_asked(visit: &Visit, asked: &mut FormState) -> Day {
    asked.read_optional::<Day>("au").flatten().unwrap_or_else(|| today(visit))
}

/// Which past is asked for: `?au=` is a day, `?connu=` an instant with its offset, as links have it, or a date and an hour of
/// Paris, as people type it. What cannot be read is now, with the reason under the field.
fn as_of_asked(visit: &Visit, asked: &mut FormState) -> AsOf {
    let day = day_asked(visit, asked);
    let known = match Instant::parse(asked.value("connu")) {
        Ok(known) => Some(known),
        Err(_) => asked.read_optional::<Instant>("connu").flatten(),
    };
    if known.is_some_and(|known| known > visit.now()) {
        asked.refuse("connu", "Ce moment est à venir : ce qui est connu l’est au plus tard maintenant. Laissez ce champ vide.");
        return AsOf::day(day);
    }
    AsOf { day, known }
}

/// The two dates of a page, for the links that leave it. The second stays open where it was.
struct Dates {
    day: String,
    known: String,
}

impl Dates {
    fn of(as_of: AsOf) -> Self {
        Self { day: as_of.day.iso(), known: as_of.known.map(Instant::iso).unwrap_or_default() }
    }

    /// An address that asks for the same past.
    fn on(&self, path: &str) -> String {
        urls::with_query(path, &[("au", &self.day), ("connu", &self.known)])
    }
}

/// What a report says of its two dates, and the address at which it is to be had again as it is.
struct Told {
    day: String,
    known: String,
    permanent: String,
}

impl Told {
    fn of(visit: &Visit, as_of: AsOf, path: &str) -> Self {
        let known = as_of.known.unwrap_or(visit.now());
        Self {
            day: as_of.day.in_words(),
            known: known.in_words_to_the_second(),
            permanent: Dates::of(AsOf { known: Some(known), ..as_of }).on(path),
        }
    }
}

/// What is left once a page has answered the refusals it knows.
fn failure(error: BudgetError) -> Failure {
    match error {
        BudgetError::Store(error) => error.into(),
        BudgetError::Refused(refusal) => Failure::fault(&format!("the ledger refused to be read: {refusal}")),
    }
}
