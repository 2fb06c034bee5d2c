//! What was promised is certified, ordered, then paid by somebody else; each step is an entry, and none passes the one before.

use axum::http::StatusCode;
use entity::values::{Money, Reference};
use guichet::{
    audit,
    budget::{
        Refusal,
        actions::{self, BudgetError, Certification},
        gates::CertifyPayment,
    },
    web::urls,
};

use crate::{
    budget::{World, euros},
    support::{Browser, Person, Role},
};

pub const COMMITMENT: &str = "AAP-TL-V1-0001";

fn reference() -> Reference {
    Reference::parse(COMMITMENT).unwrap()
}

/// 600 000 € promised to a laureate, 200 000 € of payment credits on the programme's line, and an accountant.
pub async fn promised() -> (World, Browser, Browser) {
    let world = World::begin().await;
    let mut manager = world.manager().await;
    world.open(&mut manager, "1 000 000").await;
    world.delegate(&mut manager, "800 000").await;
    world.reserve_and_commit("700000", "600000").await;
    let form = urls::open_budget(world.top.id);
    manager.get(&form).await;
    let credits = [("book", "cp"), ("year", "2026"), ("amount", "200 000"), ("reason", "Loi de finances")];
    manager.fill(&form, &credits).await;
    let accountant = world.app.person_with("Marc Comptable", Role::Accountant, world.scope).await;
    let accountant = world.app.signed_in(&accountant).await;
    (world, manager, accountant)
}

/// The manager certifies a service done on the commitment.
pub async fn certify(browser: &mut Browser, amount: &str) -> crate::support::Answer {
    let form = urls::certify(COMMITMENT);
    browser.get(&form).await;
    browser.fill(&form, &[("amount", amount), ("label", "Avance"), ("document", "FAC-1")]).await
}

/// Everything that `guichet verify` asks of the database, once what waits is sealed.
pub async fn verified(world: &World) {
    audit::actions::seal_pending(&world.app.database, world.app.clock.now()).await.unwrap();
    let checks = audit::actions::verify(&world.app.database.reader()).await.unwrap();
    assert!(checks.iter().all(|check| check.passed), "{:?}", checks.iter().find(|check| !check.passed));
}

/// norms §6, test 11.
#[tokio::test]
async fn a_payment_is_certified_ordered_and_paid_and_one_cent_more_is_refused() {
    let (world, mut manager, mut accountant) = promised().await;
    certify(&mut manager, "200 000").await.sees("200 000,00 € certifiés").sees("Le responsable du programme doit l’ordonnancer");
    let payment = urls::payment(COMMITMENT, 1);
    accountant.get(&payment).await.does_not_see("Payer 200 000,00 €");

    manager.fill(&urls::order_payment(COMMITMENT, 1), &[]).await.sees("Paiement ordonnancé").sees("Claire Martin, le");
    manager.get(&urls::payments()).await.sees("AAP-TL-V1-0001, paiement 1").sees("200 000,00 €");
    accountant.get(&payment).await.sees("Payer 200 000,00 €");
    accountant.fill(&urls::pay(COMMITMENT, 1), &[]).await.sees("Paiement effectué").sees("Marc Comptable, le");

    let commitment = manager.get(&urls::commitment(COMMITMENT)).await;
    commitment.sees("Reste à payer 400 000,00 €").sees("Payé 200 000,00 €");
    manager.get(&urls::certify(COMMITMENT)).await.sees("Aucun crédit de paiement disponible");
    let list = manager.get(&urls::commitments(world.top.id)).await;
    assert_eq!(list.texts("tfoot td"), ["600 000,00", "200 000,00", "200 000,00", "400 000,00"]);
    let report = manager.get(&urls::budget_report(world.top.id)).await;
    report.sees("Payé").sees("Ordonnancé");
    verified(&world).await;
}

#[tokio::test]
async fn nothing_is_certified_beyond_the_commitment_or_the_credits() {
    let (world, mut manager, _) = promised().await;
    certify(&mut manager, "600 000,01").await.is(StatusCode::UNPROCESSABLE_ENTITY).sees("600 000,00 € au plus");
    certify(&mut manager, "200 000,01").await.is(StatusCode::UNPROCESSABLE_ENTITY).sees("Il manque 0,01 €");
    for (amount, said) in [("0", "supérieur à zéro"), ("1,234", "1 234,50"), ("-5", "1 234,50")] {
        certify(&mut manager, amount).await.is(StatusCode::UNPROCESSABLE_ENTITY).sees(said);
    }
    manager.get(&urls::commitment(COMMITMENT)).await.sees("Aucun. Un paiement commence");
    verified(&world).await;
}

/// norms §6, test 12.
#[tokio::test]
async fn nobody_pays_what_they_ordered() {
    let (world, mut manager, _) = promised().await;
    world.app.grant(&world.manager, Role::Accountant, world.scope).await;
    certify(&mut manager, "1 000").await;
    let page = manager.fill(&urls::order_payment(COMMITMENT, 1), &[]).await;
    page.sees("une autre personne doit le payer").does_not_see("Payer 1 000,00 €");
    let refused = manager.post(&urls::pay(COMMITMENT, 1), &[]).await;
    refused.is(StatusCode::UNPROCESSABLE_ENTITY).sees("séparation de l’ordonnateur et du comptable");
    manager.get(&urls::commitment(COMMITMENT)).await.sees("Payé 0,00 €");
    verified(&world).await;
}

#[tokio::test]
async fn the_accountant_sends_a_payment_back_and_it_may_be_given_up() {
    let (world, mut manager, mut accountant) = promised().await;
    certify(&mut manager, "50 000").await;
    manager.fill(&urls::order_payment(COMMITMENT, 1), &[]).await;
    let payment = urls::payment(COMMITMENT, 1);
    accountant.get(&payment).await;
    accountant.fill(&urls::reject_payment(COMMITMENT, 1), &[("reason", "")]).await.is(StatusCode::UNPROCESSABLE_ENTITY);
    accountant.fill(&urls::reject_payment(COMMITMENT, 1), &[("reason", "La facture manque")]).await.sees("Paiement rejeté");

    manager.get(&payment).await.sees("La facture manque").sees("Ordonnancer 50 000,00 €");
    manager.fill(&urls::cancel_payment(COMMITMENT, 1), &[("reason", "Facture en double")]).await.sees("Paiement annulé");
    manager.get(&urls::certify(COMMITMENT)).await.sees("200 000,00 € disponibles");
    manager.post(&urls::order_payment(COMMITMENT, 1), &[]).await.is(StatusCode::UNPROCESSABLE_ENTITY).sees("déjà annulé");
    verified(&world).await;
}

/// norms §6, test 13.
#[tokio::test]
async fn what_will_not_be_paid_is_decommitted_but_never_what_is_owed() {
    let (world, mut manager, _) = promised().await;
    certify(&mut manager, "150 000").await;
    let form = urls::decommit(COMMITMENT);
    let typed = |amount: &'static str| [("amount", amount), ("reason", "Projet réduit")];
    manager.get(&form).await.sees("Peut être désengagé 450 000,00 €");
    manager.fill(&form, &typed("450 000,01")).await.is(StatusCode::UNPROCESSABLE_ENTITY).sees("450 000,00 € au plus");
    let before = world.balances(&world.action).await.available();
    manager.get(&form).await;
    manager.fill(&form, &typed("50 000")).await.sees("50 000,00 € désengagés").sees("Engagé 550 000,00 €");
    let after = world.balances(&world.action).await.available();
    assert_eq!(after.checked_sub(before), Some(euros("50000")));
    verified(&world).await;
}

#[tokio::test]
async fn two_certifications_at_once_never_pass_the_commitment() {
    let (world, ..) = promised().await;
    let staff = world.app.person_with("Gilles Gestionnaire", Role::Staff, world.scope).await;
    let all = tokio::join!(
        certified(&world, &staff, "150000", "a"),
        certified(&world, &staff, "150000", "b"),
        certified(&world, &staff, "150000", "a"),
    );
    let outcomes = [all.0, all.1, all.2];
    let kept = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
    // The same form twice is one payment; another form meets credits that are no longer there.
    assert!((1..=2).contains(&kept), "{outcomes:?}");
    for refused in outcomes.into_iter().filter_map(Result::err) {
        assert!(matches!(refused, BudgetError::Refused(Refusal::Insufficient { .. })), "{refused}");
    }
    let sheet =
        actions::commitments(&world.app.database.reader(), &world.top, guichet::db::PageNumber::parse(None)).await.unwrap();
    assert_eq!(sheet.1.due, euros("150000"));
    verified(&world).await;
}

async fn certified(world: &World, by: &Person, amount: &str, key: &str) -> Result<Money, BudgetError> {
    let permit = world.app.permit::<CertifyPayment>(by, reference()).await;
    let tx = world.app.tx(Some(by.id)).await;
    let new = Certification {
        line: world.top.id,
        amount: euros(amount),
        label: "Acompte".to_owned(),
        document: None,
        key: format!("{key:0<64}"),
    };
    let payment = actions::certify(&tx, &permit, new).await?;
    tx.commit().await?;
    Ok(payment.amount)
}

#[tokio::test]
async fn credits_are_frozen_thawed_given_up_and_a_reservation_released() {
    let (world, mut manager, _) = promised().await;
    let typed = |amount: &'static str| [("book", "ae"), ("year", "2026"), ("amount", amount), ("reason", "Régulation")];
    let mut moved = async |form: String, amount: &'static str| {
        manager.get(&form).await;
        manager.fill(&form, &typed(amount)).await
    };
    let top = world.top.id;
    moved(urls::freeze_budget(top), "200 000,01").await.is(StatusCode::UNPROCESSABLE_ENTITY).sees("Il manque 0,01 €");
    moved(urls::freeze_budget(top), "150 000").await.sees("150 000,00 € gelés en AE 2026");
    moved(urls::thaw_budget(top), "150 000,01").await.is(StatusCode::UNPROCESSABLE_ENTITY);
    moved(urls::thaw_budget(top), "100 000").await.sees("100 000,00 € dégelés");
    moved(urls::give_up_budget(top), "150 000,01").await.is(StatusCode::UNPROCESSABLE_ENTITY);
    moved(urls::give_up_budget(top), "150 000").await.sees("150 000,00 € annulés");
    moved(urls::give_up_budget(world.action.id), "1").await.is(StatusCode::UNPROCESSABLE_ENTITY).sees("n’a que 0,00 € ouverts");
    let held = world.balances(&world.top).await;
    assert_eq!((held.opened(), held.available(), held.frozen()), (euros("850000"), Money::ZERO, euros("50000")));

    let reader = world.app.database.reader();
    let wave = actions::line_by_code(&reader, "AAP-TL-V1").await.unwrap().unwrap();
    moved(urls::release_reservation(wave.id), "100 000,01").await.is(StatusCode::UNPROCESSABLE_ENTITY).sees("Il manque 0,01 €");
    moved(urls::release_reservation(wave.id), "100 000").await.sees("100 000,00 € rendus à « Tiers-lieux »");
    assert_eq!(world.balances(&world.action).await.available(), euros("200000"));
    verified(&world).await;
}

#[tokio::test]
async fn others_read_payments_or_know_nothing_of_them() {
    let (world, mut manager, mut accountant) = promised().await;
    certify(&mut manager, "1 000").await;
    let mut auditor = world.auditor().await;
    for path in [urls::commitment(COMMITMENT), urls::payment(COMMITMENT, 1), urls::commitments(world.top.id)] {
        auditor.get(&path).await.is(StatusCode::OK).does_not_see("Certifier un service fait");
    }
    auditor.post(&urls::order_payment(COMMITMENT, 1), &[]).await.is(StatusCode::FORBIDDEN);
    accountant.post(&urls::order_payment(COMMITMENT, 1), &[]).await.is(StatusCode::FORBIDDEN);
    accountant.get(&urls::certify(COMMITMENT)).await.is(StatusCode::FORBIDDEN);
    manager.post(&urls::pay(COMMITMENT, 1), &[]).await.is(StatusCode::FORBIDDEN);
    let stranger = world.app.person("Paul Porteur").await;
    let mut stranger = world.app.signed_in(&stranger).await;
    for path in [urls::commitment(COMMITMENT), urls::payment(COMMITMENT, 1), urls::payments()] {
        stranger.get(&path).await.is(StatusCode::NOT_FOUND);
    }
    auditor.get(&urls::payment(COMMITMENT, 9)).await.is(StatusCode::NOT_FOUND);
    auditor.get(&urls::commitment("RIEN")).await.is(StatusCode::NOT_FOUND);
}
