//! What moves money besides opening, delegating and paying: undone, moved sideways, dated in the past, raised, settled, claimed
//! back, carried over; each refused in words when it may not be, with nothing posted.

use axum::http::StatusCode;
use entity::values::{Book, Money, Stage, Year};
use guichet::{budget::actions, web::urls};

use crate::{
    budget::{World, euros},
    payments::{COMMITMENT, certify, promised, verified},
    support::{Browser, Role},
};

/// The entry that a flash message names.
async fn last_entry(world: &World) -> i64 {
    world.app.count("entry").await
}

async fn sends(browser: &mut Browser, form: &str, typed: &[(&str, &str)]) -> crate::support::Answer {
    browser.get(form).await;
    browser.fill(form, typed).await
}

#[tokio::test]
async fn an_entry_is_undone_once_by_its_opposite() {
    let world = World::begin().await;
    let mut manager = world.manager().await;
    world.open(&mut manager, "1 000").await;
    world.delegate(&mut manager, "600").await;
    let delegation = last_entry(&world).await;
    manager.get(&urls::entry(delegation)).await.sees("Contre-passer");
    let form = urls::reverse_entry(delegation);
    sends(&mut manager, &form, &[("reason", "Erreur de ligne")]).await.sees("est contre-passée").sees("Contre-passation");
    assert_eq!(world.balances(&world.action).await.available(), Money::ZERO);
    assert_eq!(world.balances(&world.top).await.available(), euros("1000"));
    manager.get(&urls::entry(delegation)).await.sees("Écriture qui annule celle-ci").does_not_see("Contre-passer");

    let entries = last_entry(&world).await;
    let again = manager.post(&form, &[("reason", "Encore")]).await;
    again.is(StatusCode::UNPROCESSABLE_ENTITY).sees("a déjà été contre-passée");
    let reversal = manager.post(&urls::reverse_entry(entries), &[("reason", "Encore")]).await;
    reversal.is(StatusCode::UNPROCESSABLE_ENTITY).sees("Une contre-passation ne se contre-passe pas");
    assert_eq!(last_entry(&world).await, entries);
    verified(&world).await;
}

#[tokio::test]
async fn what_has_gone_on_since_is_not_undone() {
    let world = World::begin().await;
    let mut manager = world.manager().await;
    world.open(&mut manager, "1 000").await;
    let opening = last_entry(&world).await;
    world.delegate(&mut manager, "600").await;
    let refused = sends(&mut manager, &urls::reverse_entry(opening), &[("reason", "Loi rectificative")]).await;
    refused.is(StatusCode::UNPROCESSABLE_ENTITY).sees("Il manque 600,00 €");
    let mut auditor = world.auditor().await;
    auditor.post(&urls::reverse_entry(opening), &[("reason", "Non")]).await.is(StatusCode::FORBIDDEN);
    verified(&world).await;
}

#[tokio::test]
async fn money_moves_sideways_and_never_below() {
    let world = World::begin().await;
    let mut manager = world.manager().await;
    world.open(&mut manager, "1 000").await;
    world.delegate(&mut manager, "600").await;
    let (top, action) = (world.top.id.to_string(), world.action.id.to_string());
    let typed = |to, amount| [("to", to), ("book", "ae"), ("year", "2026"), ("amount", amount), ("reason", "Redéploiement")];
    let form = urls::reallocate(world.action.id);
    sends(&mut manager, &form, &typed(&top, "250")).await.sees("250,00 € virés à « Stratégie d’accélération »");
    assert_eq!(world.balances(&world.top).await.available(), euros("650"));
    sends(&mut manager, &form, &typed(&top, "350,01")).await.is(StatusCode::UNPROCESSABLE_ENTITY).sees("Il manque 0,01 €");
    let below = manager.post(&urls::reallocate(world.top.id), &typed(&action, "1")).await;
    below.is(StatusCode::UNPROCESSABLE_ENTITY).sees("Aucune ligne ne peut recevoir");
    verified(&world).await;
}

#[tokio::test]
async fn an_entry_counts_on_a_day_that_came_when_the_money_was_there() {
    let world = World::begin().await;
    let mut manager = world.manager().await;
    world.open(&mut manager, "1 000").await;
    world.app.at("2026-03-10T09:00:00Z");
    let mut manager = world.manager().await;
    let to = world.action.id.to_string();
    let typed = |day| [("to", &*to), ("book", "ae"), ("year", "2026"), ("amount", "600"), ("reason", "Délégation"), ("day", day)];
    let form = urls::delegate(world.top.id);
    for (day, said) in [
        ("2026-03-11", "Une écriture ne compte pas avant d’être passée"),
        ("2026-01-11", "n’aurait eu que 0,00 € le 11 janvier 2026"),
        ("2026-13-01", "La date s’écrit"),
    ] {
        sends(&mut manager, &form, &typed(day)).await.is(StatusCode::UNPROCESSABLE_ENTITY).sees(said);
    }
    sends(&mut manager, &form, &typed("2026-02-01")).await.sees("600,00 € délégués");
    let report = |day| urls::with_query(&urls::budget_report(world.top.id), &[("au", day)]);
    manager.get(&report("2026-01-31")).await.does_not_see("600,00");
    manager.get(&report("2026-02-01")).await.sees("600,00");
    verified(&world).await;
}

#[tokio::test]
async fn a_use_takes_no_more_than_its_part() {
    let world = World::begin().await;
    let mut manager = world.manager().await;
    world.open(&mut manager, "1 000").await;
    let settings = urls::line_settings(world.top.id);
    manager.get(&settings).await;
    manager.fill(&urls::earmark(world.top.id), &[("name", "Médico-social"), ("amount", "300")]).await.sees("Médico-social");
    for (amount, said) in [("0", "supérieur à zéro"), ("1,234", "deux décimales"), ("400", "a déjà une part de 300,00 €")]
    {
        let refused = manager.post(&urls::earmark(world.top.id), &[("name", "Médico-social"), ("amount", amount)]).await;
        refused.is(StatusCode::UNPROCESSABLE_ENTITY).sees(said);
    }
    // The same form twice reserves one part.
    manager.post(&urls::earmark(world.top.id), &[("name", "Médico-social"), ("amount", "300")]).await.sees("Médico-social");
    assert_eq!(world.app.count("earmark").await, 1);
    let part = manager.get(&urls::delegate(world.top.id)).await.select("select[name=\"earmark\"] option")[1].1["value"].clone();
    let to = world.action.id.to_string();
    let typed = |amount| {
        [("to", &*to), ("book", "ae"), ("year", "2026"), ("amount", amount), ("earmark", &*part), ("reason", "Médico-social")]
    };
    let form = urls::delegate(world.top.id);
    let refused = sends(&mut manager, &form, &typed("300,01")).await;
    refused.is(StatusCode::UNPROCESSABLE_ENTITY).sees("ne laisse plus que 300,00 €");
    sends(&mut manager, &form, &typed("300")).await.sees("300,00 € délégués");
    let delegation = last_entry(&world).await;
    sends(&mut manager, &form, &typed("0,01")).await.is(StatusCode::UNPROCESSABLE_ENTITY).sees("ne laisse plus que 0,00 €");
    assert_eq!(world.balances(&world.top).await.available(), euros("700"), "a part is within the total");
    sends(&mut manager, &urls::reverse_entry(delegation), &[("reason", "Erreur")]).await.sees("est contre-passée");
    sends(&mut manager, &form, &typed("300")).await.sees("300,00 € délégués");
    verified(&world).await;
}

#[tokio::test]
async fn a_closed_line_takes_nothing_until_it_is_opened_again() {
    let world = World::begin().await;
    let mut manager = world.manager().await;
    world.open(&mut manager, "1 000").await;
    let settings = urls::line_settings(world.action.id);
    manager.get(&settings).await;
    manager.fill(&urls::close_line(world.action.id), &[]).await.sees("La ligne est fermée");
    let to = world.action.id.to_string();
    let typed = [("to", &*to), ("book", "ae"), ("year", "2026"), ("amount", "1"), ("reason", "Essai")];
    manager.post(&urls::delegate(world.top.id), &typed).await.is(StatusCode::UNPROCESSABLE_ENTITY);
    let open = [("book", "ae"), ("year", "2026"), ("amount", "1"), ("reason", "Essai")];
    let refused = manager.post(&urls::open_budget(world.action.id), &open).await;
    refused.is(StatusCode::UNPROCESSABLE_ENTITY).sees("La ligne SASN-AAP-TL est fermée");
    manager.get(&settings).await;
    manager.fill(&urls::reopen_line(world.action.id), &[]).await.sees("de nouveau ouverte");
    world.delegate(&mut manager, "600").await.sees("600,00 € délégués");
    manager.get(&settings).await;
    let held = manager.fill(&urls::close_line(world.action.id), &[]).await;
    held.is(StatusCode::UNPROCESSABLE_ENTITY).sees("porte encore 600,00 €");
    verified(&world).await;
}

#[tokio::test]
async fn who_owns_a_line_moves_its_money() {
    let world = World::begin().await;
    let mut manager = world.manager().await;
    world.open(&mut manager, "1 000").await;
    let staff = world.app.person_with("Gilles Gestionnaire", Role::Staff, world.scope).await;
    let mut staff = world.app.signed_in(&staff).await;
    staff.get(&urls::delegate(world.top.id)).await.is(StatusCode::FORBIDDEN);
    let settings = urls::line_settings(world.top.id);
    staff.get(&settings).await.is(StatusCode::FORBIDDEN);
    sends(&mut manager, &settings, &[("owner", "staff")]).await.sees("est enregistré");
    world.delegate(&mut staff, "600").await.sees("600,00 € délégués");
    manager.get(&urls::delegate(world.top.id)).await.is(StatusCode::FORBIDDEN);
    verified(&world).await;
}

#[tokio::test]
async fn a_promise_is_raised_then_settled() {
    let (world, mut manager, mut accountant) = promised().await;
    let amend = urls::amend(COMMITMENT);
    let typed = |amount| [("amount", amount), ("reason", "Périmètre étendu"), ("document", "Avenant 1")];
    sends(&mut manager, &amend, &typed("100 000,01")).await.is(StatusCode::UNPROCESSABLE_ENTITY).sees("Il manque 0,01 €");
    sends(&mut manager, &amend, &typed("50 000")).await.sees("50 000,00 € engagés en plus").sees("Engagé 650 000,00 €");

    certify(&mut manager, "120 000").await;
    let settle = urls::settle(COMMITMENT);
    manager.get(&settle).await.sees("120 000,00 € sont certifiés ou ordonnancés");
    manager.post(&settle, &[("reason", "Fin")]).await.is(StatusCode::UNPROCESSABLE_ENTITY);
    manager.get(&urls::payment(COMMITMENT, 1)).await;
    manager.fill(&urls::order_payment(COMMITMENT, 1), &[]).await;
    accountant.get(&urls::payment(COMMITMENT, 1)).await;
    accountant.fill(&urls::pay(COMMITMENT, 1), &[]).await;

    let before = world.balances(&world.action).await.available();
    manager.get(&settle).await.sees("Sera soldé 120 000,00 €").sees("Sera désengagé 530 000,00 €");
    manager.fill(&settle, &[("reason", "Projet terminé")]).await.sees("Engagement soldé").sees("Reste à payer 0,00 €");
    let after = world.balances(&world.action).await.available();
    assert_eq!(after.checked_sub(before), Some(euros("530000")));
    manager.post(&settle, &[("reason", "Encore")]).await.is(StatusCode::UNPROCESSABLE_ENTITY).sees("déjà soldé");
    certify(&mut manager, "1").await.is(StatusCode::UNPROCESSABLE_ENTITY).sees("0,00 € au plus");
    verified(&world).await;
}

#[tokio::test]
async fn money_paid_is_claimed_back_and_collected_by_somebody_else() {
    let (world, mut manager, mut accountant) = promised().await;
    world.app.grant(&world.manager, Role::Accountant, world.scope).await;
    certify(&mut manager, "100 000").await;
    manager.get(&urls::payment(COMMITMENT, 1)).await;
    manager.fill(&urls::order_payment(COMMITMENT, 1), &[]).await;
    accountant.get(&urls::payment(COMMITMENT, 1)).await;
    accountant.fill(&urls::pay(COMMITMENT, 1), &[]).await;

    let form = urls::new_repayment(COMMITMENT);
    let claim = |amount| [("amount", amount), ("due_on", "2026-06-30"), ("label", "Dépenses non justifiées"), ("kind", "refund")];
    sends(&mut manager, &form, &claim("100 000,01")).await.is(StatusCode::UNPROCESSABLE_ENTITY).sees("100 000,00 € au plus");
    sends(&mut manager, &form, &claim("30 000")).await.sees("30 000,00 € sont demandés");
    let own = manager.post(&urls::collect_repayment(COMMITMENT, 1), &[]).await;
    own.is(StatusCode::UNPROCESSABLE_ENTITY).sees("une autre personne doit en constater l’encaissement");
    let waiting = accountant.get(&urls::payments()).await;
    waiting.sees("Reversements à encaisser").sees("30 juin 2026").has_link(&urls::repayment(COMMITMENT, 1));
    accountant.get(&urls::repayment(COMMITMENT, 1)).await;
    accountant.fill(&urls::collect_repayment(COMMITMENT, 1), &[]).await.sees("Encaissement constaté");
    let sheet = manager.get(&urls::commitment(COMMITMENT)).await;
    sheet.sees("Recouvré 30 000,00 €").sees("Payé 100 000,00 €").sees("Reste à payer 500 000,00 €");

    // An advance is planned, its first instalment claimed, then given up.
    let plan = [
        ("kind", "advance"),
        ("total", "1 000"),
        ("instalments", "3"),
        ("first", "2026-07-01"),
        ("months", "3"),
        ("plan_label", "Avance remboursable"),
    ];
    sends(&mut manager, &form, &plan).await.sees("Le remboursement de 1 000,00 € est prévu").sees("333,34");
    accountant.get(&urls::payments()).await.does_not_see("Reversements à encaisser").does_not_see("Échéances d’avances");
    manager.get(&urls::repayment(COMMITMENT, 2)).await;
    manager.fill(&urls::order_repayment(COMMITMENT, 2), &[]).await.sees("Reversement demandé");
    manager.fill(&urls::cancel_repayment(COMMITMENT, 2), &[("reason", "Échéance reportée")]).await.sees("Reversement annulé");
    manager.get(&urls::commitment(COMMITMENT)).await.sees("À recouvrer 0,00 €");
    verified(&world).await;
}

#[tokio::test]
async fn a_year_ends_with_what_goes_on_and_what_is_lost() {
    let (world, mut manager, _) = promised().await;
    let year_end = urls::year_end(world.top.id);
    manager.get(&year_end).await.sees("Aucun exercice n’attend d’être clos");
    certify(&mut manager, "1 000").await;
    world.app.at("2027-01-20T09:00:00Z");
    let mut manager = world.manager().await;
    // 3 % of 200 000.
    manager.get(&year_end).await.sees("Plafond des reports 6 000,00 €").sees("Des paiements sont en cours");
    let field = format!("report_{}", world.top.id);
    manager.fill(&year_end, &[(&*field, "6 000")]).await.is(StatusCode::UNPROCESSABLE_ENTITY).sees("1 000,00 € sont certifiés");
    manager.get(&urls::payment(COMMITMENT, 1)).await;
    manager.fill(&urls::cancel_payment(COMMITMENT, 1), &[("reason", "Facture retirée")]).await;
    manager.get(&year_end).await;
    manager.fill(&year_end, &[(&*field, "6 000,01")]).await.is(StatusCode::UNPROCESSABLE_ENTITY).sees("plus que les 6 000,00 €");
    manager.get(&year_end).await;
    let before = last_entry(&world).await;
    let told = manager.fill(&year_end, &[(&*field, "6 000"), ("etape", "verifier")]).await;
    told.sees("6 000,00 € de crédits de paiement passeront").sees("194 000,00 € tomberont").sees("Clore l’exercice 2026");
    assert_eq!(last_entry(&world).await, before, "nothing is recorded yet");
    manager.get(&year_end).await;
    manager.fill(&year_end, &[(&*field, "6 000")]).await.sees("L’exercice 2026 est clos");
    let twice = manager.post(&year_end, &[("year", "2026"), (&*field, "6 000")]).await;
    twice.is(StatusCode::OK).does_not_see("2027 est clos");

    let next = Year::new(2027).unwrap();
    let reader = world.app.database.reader();
    let credits = actions::balances(&reader, world.top.id, Book::Cp, next).await.unwrap();
    assert_eq!(credits.available(), euros("6000"));
    let lapsed = actions::balances(&reader, world.top.id, Book::Cp, Year::new(2026).unwrap());
    assert_eq!(lapsed.await.unwrap().at(Stage::Lapsed), euros("194000"));
    let authority = actions::balances(&reader, world.top.id, Book::Ae, next).await.unwrap();
    assert_eq!(authority.available(), euros("200000"));

    let typed = [("book", "ae"), ("year", "2026"), ("amount", "1"), ("reason", "Trop tard")];
    let closed = manager.post(&urls::open_budget(world.top.id), &typed).await;
    closed.is(StatusCode::UNPROCESSABLE_ENTITY).sees("L’exercice 2026 est clos");
    let dated = [("book", "ae"), ("year", "2027"), ("amount", "1"), ("reason", "Trop tard"), ("day", "2026-12-31")];
    let closed = manager.post(&urls::open_budget(world.top.id), &dated).await;
    closed.is(StatusCode::UNPROCESSABLE_ENTITY).sees("L’exercice 2026 est clos");
    // What is taken back of a promise of a closed year is lost with it.
    sends(&mut manager, &urls::decommit(COMMITMENT), &[("amount", "600 000"), ("reason", "Abandon")]).await.sees("désengagés");
    let given = actions::balances(&reader, world.action.id, Book::Ae, Year::new(2026).unwrap());
    assert_eq!(given.await.unwrap().at(Stage::Lapsed), euros("600000"));
    verified(&world).await;
}
