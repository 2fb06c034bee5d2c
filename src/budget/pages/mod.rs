//! The pages of the ledger.

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
mod payment;
mod payments;
mod report;
mod words;

pub use file::report_file;

use entity::{
    budget_line,
    values::{Day, Instant},
};

use super::{actions::BudgetError, rules::report::AsOf};
use crate::{
    access::{Routes, Visit},
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

/// Today in Paris.
fn today(visit: &Visit) -> Day {
    visit.now().paris_day()
}

/// The day asked for by `?au=`, today when none is. What cannot be read is today, with the reason under the field.
fn day_asked(visit: &Visit, asked: &mut FormState) -> Day {
    asked.read_optional::<Day>("au").flatten().unwrap_or_else(|| today(visit))
}

/// The past that a file tells: at the end of the day of `?au=`, as it was known at the instant of `?connu=` (RFC 3339), now
/// when none is given.
fn as_of_asked(visit: &Visit, asked: &mut FormState) -> AsOf {
    let day = day_asked(visit, asked);
    let known = match asked.value("connu") {
        "" => None,
        typed => Instant::parse(typed).map(Some).unwrap_or_else(|_| {
            asked.refuse("connu", "L’instant s’écrit par exemple 2026-03-02T11:00:00Z.");
            None
        }),
    };
    AsOf { day, known }
}

/// What is left once a page has answered the refusals it knows.
fn failure(error: BudgetError) -> Failure {
    match error {
        BudgetError::Store(error) => error.into(),
        BudgetError::Refused(refusal) => Failure::fault(&format!("the ledger refused to be read: {refusal}")),
    }
}
