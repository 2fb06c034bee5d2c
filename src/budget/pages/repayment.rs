//! One repayment: why it is owed, who claimed it, and whether it was given back.

use askama::Template;
use entity::values::{Instant, PersonId, RepaymentState};

use super::{
    super::{
        actions::{self, BudgetError},
        gates::{CollectRepayment, OrderRepayment, OwedMoney, ReadRepayment},
    },
    Crumb, LONGEST_REASON, crumbs, refusals, today, words,
};
use crate::{
    access::{Granted, Policy},
    db::{Reader, Tx},
    web::{Failure, Form, FormState, Page, Reply, urls},
};

#[derive(Template)]
#[template(path = "budget/repayment.html")]
struct Repayment {
    page: Page,
    f: FormState,
    owed: OwedMoney,
    above: Vec<Crumb>,
    kind: &'static str,
    state: &'static str,
    badge: &'static str,
    next: &'static str,
    signatures: Vec<(&'static str, String, Instant)>,
    entry_href: String,
    may_order: bool,
    may_cancel: bool,
    may_collect: bool,
    is_own_claim: bool,
}

pub(super) async fn get(granted: Granted<ReadRepayment>) -> Result<Reply, Failure> {
    Reply::page(&view(&granted, &granted.read(), granted.subject(), FormState::empty()).await?)
}

pub(super) async fn order(granted: Granted<OrderRepayment>, Form(form): Form) -> Result<Reply, Failure> {
    let tx = granted.begin().await?;
    let done = actions::order_repayment(&tx, granted.permit()).await.map(drop);
    let said = "Reversement demandé. Le comptable en constatera l’encaissement.";
    answer(&granted, granted.subject(), form, tx, done, said).await
}

pub(super) async fn collect(granted: Granted<CollectRepayment>, Form(form): Form) -> Result<Reply, Failure> {
    let tx = granted.begin().await?;
    let done = actions::collect(&tx, granted.permit()).await.map(drop);
    answer(&granted, granted.subject(), form, tx, done, "Encaissement constaté.").await
}

pub(super) async fn cancel(granted: Granted<OrderRepayment>, Form(mut form): Form) -> Result<Reply, Failure> {
    let Some(reason) = form.read_text("reason", LONGEST_REASON) else {
        return Reply::again(&view(&granted, &granted.read(), granted.subject(), form).await?);
    };
    let tx = granted.begin().await?;
    let done = actions::cancel_repayment(&tx, granted.permit(), reason).await;
    answer(&granted, granted.subject(), form, tx, done, "Reversement annulé.").await
}

async fn answer<P: Policy>(
    granted: &Granted<P>,
    owed: &OwedMoney,
    form: FormState,
    tx: Tx,
    done: Result<(), BudgetError>,
    said: &str,
) -> Result<Reply, Failure> {
    match done {
        Ok(()) => {
            tx.commit().await?;
            Ok(Reply::see(urls::repayment(&owed.promised.commitment.reference, owed.repayment.number)).flash(said))
        }
        Err(BudgetError::Refused(refusal)) => {
            drop(tx);
            let sentence = refusals::refusal(&refusal, &owed.promised.line.label, today(granted).year());
            Reply::again(&view(granted, &granted.read(), owed, form.refused("", sentence)).await?)
        }
        Err(BudgetError::Store(error)) => Err(error.into()),
    }
}

async fn view<P: Policy>(granted: &Granted<P>, reader: &Reader, owed: &OwedMoney, f: FormState) -> Result<Repayment, Failure> {
    let OwedMoney { repayment, promised } = owed;
    let names = actions::names_of(reader, &[repayment.ordered_by, repayment.collected_by]).await?;
    let name = |person: PersonId| names.get(&person).cloned().unwrap_or_default();
    let signed = |what, by: Option<PersonId>, at: Option<Instant>| by.zip(at).map(|(by, at)| (what, name(by), at));
    let signatures = [
        signed("Demandé", repayment.ordered_by, repayment.ordered_at),
        signed("Encaissé", repayment.collected_by, repayment.collected_at),
    ];
    let is = |state| repayment.state == state;
    Ok(Repayment {
        page: Page::of(granted),
        f,
        above: crumbs(&actions::lines_above(reader, &promised.line).await?),
        kind: words::repayment_kind(repayment.kind),
        state: words::repayment_state(repayment.state),
        badge: words::repayment_badge(repayment.state),
        next: words::next_on_repayment(repayment.state),
        signatures: signatures.into_iter().flatten().collect(),
        entry_href: repayment.order_entry_id.map(urls::entry).unwrap_or_default(),
        may_order: promised.may.order && is(RepaymentState::Planned),
        may_cancel: promised.may.order && (is(RepaymentState::Planned) || is(RepaymentState::Ordered)),
        may_collect: promised.may.pay && is(RepaymentState::Ordered),
        is_own_claim: repayment.ordered_by.is_some() && repayment.ordered_by == granted.actor().person(),
        owed: owed.clone(),
    })
}
