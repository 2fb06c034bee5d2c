//! One payment: who certified, who ordered, who paid, and what comes next.

use askama::Template;
use entity::{
    budget_line, payment,
    values::{EntryId, Instant, PaymentState, PersonId},
};

use super::{
    super::{
        actions::{self, BudgetError, PaymentSheet},
        gates::{OrderPayment, PaidMoney, PayPayment, ReadPayment},
    },
    Crumb, LONGEST_REASON, crumbs, refusals, today, words,
};
use crate::{
    access::{Granted, Policy},
    db::Reader,
    web::{Failure, Form, FormState, Page, Reply, urls},
};

#[derive(Template)]
#[template(path = "budget/payment.html")]
struct PaymentPage {
    page: Page,
    f: FormState,
    paid: PaidMoney,
    above: Vec<Crumb>,
    payer: budget_line::Model,
    state: &'static str,
    badge: &'static str,
    signatures: Vec<Signature>,
    next: &'static str,
    may_order: bool,
    may_pay: bool,
    is_own_order: bool,
}

/// Who did what, and when.
struct Signature {
    what: &'static str,
    who: String,
    at: Instant,
}

pub(super) async fn get(granted: Granted<ReadPayment>) -> Result<Reply, Failure> {
    Reply::page(&view(&granted, &granted.read(), granted.subject(), FormState::empty()).await?)
}

pub(super) async fn order(granted: Granted<OrderPayment>, Form(form): Form) -> Result<Reply, Failure> {
    let tx = granted.begin().await?;
    let done = actions::order(&tx, granted.permit()).await;
    answer(&granted, granted.subject(), form, tx, done, "Paiement ordonnancé. Le comptable peut maintenant le payer").await
}

pub(super) async fn cancel(granted: Granted<OrderPayment>, Form(mut form): Form) -> Result<Reply, Failure> {
    let Some(reason) = form.read_text("reason", LONGEST_REASON) else {
        return Reply::again(&view(&granted, &granted.read(), granted.subject(), form).await?);
    };
    let tx = granted.begin().await?;
    let done = actions::cancel(&tx, granted.permit(), reason).await;
    answer(&granted, granted.subject(), form, tx, done, "Paiement annulé. Ses crédits sont de nouveau disponibles").await
}

pub(super) async fn pay(granted: Granted<PayPayment>, Form(form): Form) -> Result<Reply, Failure> {
    let tx = granted.begin().await?;
    let done = actions::pay(&tx, granted.permit()).await;
    answer(&granted, granted.subject(), form, tx, done, "Paiement effectué").await
}

pub(super) async fn reject(granted: Granted<PayPayment>, Form(mut form): Form) -> Result<Reply, Failure> {
    let Some(reason) = form.read_text("reason", LONGEST_REASON) else {
        return Reply::again(&view(&granted, &granted.read(), granted.subject(), form).await?);
    };
    let tx = granted.begin().await?;
    let done = actions::reject(&tx, granted.permit(), reason).await;
    answer(&granted, granted.subject(), form, tx, done, "Paiement rejeté. Il revient à qui l’a ordonnancé").await
}

async fn answer<P: Policy>(
    granted: &Granted<P>,
    paid: &PaidMoney,
    form: FormState,
    tx: crate::db::Tx,
    done: Result<EntryId, BudgetError>,
    said: &str,
) -> Result<Reply, Failure> {
    match done {
        Ok(entry) => {
            tx.commit().await?;
            let payment = urls::payment(&paid.promised.commitment.reference, paid.payment.number);
            Ok(Reply::see(payment).flash(format!("{said} (écriture {entry}).")))
        }
        Err(BudgetError::Refused(refusal)) => {
            drop(tx);
            let sentence = refusals::refusal(&refusal, &paid.promised.line.label, today(granted).year());
            Reply::again(&view(granted, &granted.read(), paid, form.refused("", sentence)).await?)
        }
        Err(BudgetError::Store(error)) => Err(error.into()),
    }
}

async fn view<P: Policy>(granted: &Granted<P>, reader: &Reader, paid: &PaidMoney, f: FormState) -> Result<PaymentPage, Failure> {
    let PaidMoney { payment, promised } = paid;
    let PaymentSheet { payer, names } = actions::payment_sheet(reader, payment).await?;
    let name = |person: PersonId| names.get(&person).cloned().unwrap_or_default();
    Ok(PaymentPage {
        page: Page::of(granted),
        f,
        above: crumbs(&actions::lines_above(reader, &promised.line).await?),
        state: words::payment_state(payment.state),
        badge: words::payment_badge(payment.state),
        signatures: signatures(payment, name),
        next: words::next_signature(payment.state),
        may_order: promised.may.order && payment.state == PaymentState::Certified,
        may_pay: promised.may.pay && payment.state == PaymentState::Ordered,
        is_own_order: payment.ordered_by.is_some() && payment.ordered_by == granted.actor().person(),
        payer,
        paid: paid.clone(),
    })
}

fn signatures(payment: &payment::Model, name: impl Fn(PersonId) -> String) -> Vec<Signature> {
    let certified = Some((payment.certified_by, payment.certified_at));
    let ordered = payment.ordered_by.zip(payment.ordered_at);
    let paid = payment.paid_by.zip(payment.paid_at);
    [("Service fait certifié", certified), ("Ordonnancé", ordered), ("Payé", paid)]
        .into_iter()
        .filter_map(|(what, signed)| signed.map(|(person, at)| Signature { what, who: name(person), at }))
        .collect()
}
