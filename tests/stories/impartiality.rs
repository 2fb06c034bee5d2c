//! Who is tied to a dossier neither examines, nor judges, nor decides it; and what was decided stays as it was judged.

use std::time::Duration;

use axum::http::StatusCode;
use entity::values::{DossierState, OrganisationKind};
use guichet::{
    awards::{self, AwardError},
    dossiers::{self, DossierError, actions::Eligibility, gates::CheckEligibility},
    jury::{
        self, JuryError,
        actions::Changes,
        gates::{JudgeDossier, TakeSeat},
        rules::{Obstacle, interests::Interest},
    },
    organisations::{self, actions::NewOrganisation},
    web::urls,
};

use crate::{
    judged::{AFTER, World},
    support::Person,
};

/// Makes a person act for the structure of a dossier.
async fn joins_structure(world: &World, person: &Person, number: usize) {
    let reader = world.app.database.reader();
    let id = world.dossiers[number].0.organisation_id;
    let structure = organisations::actions::organisation(&reader, id).await.unwrap().unwrap();
    let tx = world.app.tx(Some(person.id)).await;
    let named = NewOrganisation { siret: structure.siret, name: structure.name, kind: OrganisationKind::Company };
    organisations::actions::name_organisation(&tx, named).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_juror_is_given_neither_their_own_dossier_nor_their_structures() {
    let world = World::with_requests(&[10_000, 20_000]).await;
    let (person, seat) = world.juror("Julie Jury", &[]).await;
    joins_structure(&world, &person, 1).await;

    let permit = world.managing().await;
    let own = (world.dossiers[1].0.id, seat);
    let tx = world.app.tx(Some(world.staff.id)).await;
    let changes = Changes { give: [own].into(), ..Changes::default() };
    let refused = jury::actions::assign(&tx, &permit, &changes).await;
    assert!(
        matches!(refused, Err(JuryError::Refused(jury::Refusal::Assignment { why: Obstacle::OwnDossier, .. }))),
        "{refused:?}"
    );
    drop(tx);

    let mut staff = world.browser_of(&world.staff).await;
    let proposal = staff.get(&format!("{}?lecteurs=1", urls::assignments(&world.wave.reference))).await;
    proposal.sees("Une case a été cochée").sees("Partie au dossier").sees(world.reference(1).as_str());
}

#[tokio::test]
async fn nobody_examines_a_dossier_of_their_own() {
    let mut world = World::with_requests(&[10_000]).await;
    world.app.at("2026-02-01T09:00:00+01:00");
    world.submit_dossier(1, 20_000).await;
    world.app.at(AFTER);
    joins_structure(&world, &world.staff, 1).await;
    let permit = world.app.permit::<CheckEligibility>(&world.staff, world.reference(1).into()).await;
    let tx = world.app.tx(Some(world.staff.id)).await;
    let found = Eligibility { eligible: true, ..Eligibility::default() };
    let refused = dossiers::actions::check_eligibility(&tx, &permit, found).await;
    assert!(matches!(refused, Err(DossierError::Refused(dossiers::Refusal::OwnDossier))), "{refused:?}");
    drop(tx);
    let mut staff = world.browser_of(&world.staff).await;
    staff
        .get(&urls::reviewed_dossier(world.reference(1)))
        .await
        .sees("une autre personne doit l’examiner")
        .does_not_see("Enregistrer l’examen");
}

#[tokio::test]
async fn nobody_signs_a_decision_on_a_dossier_of_their_own() {
    let (world, _) = World::judged().await;
    let prepared = world.prepare(1).await;
    joins_structure(&world, &world.manager, 2).await;
    let refused = world.sign(&prepared, "clef").await;
    assert!(matches!(refused, Err(AwardError::Refused(awards::Refusal::OwnDossiers(_)))), "{refused:?}");
    let mut manager = world.browser_of(&world.manager).await;
    manager
        .get(&urls::sign_decision(&world.wave.reference))
        .await
        .sees("une autre personne doit signer")
        .does_not_see("Signer la décision");
}

/// Declares a link with one dossier, none with the others.
async fn steps_aside(world: &World, juror: &Person, number: usize) {
    let permit = world.app.permit::<TakeSeat>(juror, world.wave.reference.clone()).await;
    let interest = |at| if at == number { Interest::Link("Ancien employeur".to_owned()) } else { Interest::Nothing };
    let declared = world.dossiers.iter().enumerate().map(|(at, (dossier, _))| (dossier.id, interest(at))).collect();
    let tx = world.app.tx(Some(juror.id)).await;
    jury::actions::declare_interests(&tx, &permit, declared).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_juror_who_steps_aside_after_the_decision_changes_nothing_of_it_and_reads_no_more() {
    let (world, juror) = World::judged().await;
    let signed = world.sign(&world.prepare(2).await, "clef").await.unwrap();
    let before = world.ranking().await;
    let standings = || async { jury::actions::standings(&world.app.database.reader(), world.wave.id).await.unwrap() };
    let marks = standings().await;

    steps_aside(&world, &juror, 0).await;
    assert_eq!((world.ranking().await, standings().await), (before, marks));
    let room = jury::actions::jury_room(&world.app.database.reader(), world.wave.id).await.unwrap();
    assert_eq!(room.recusals.values().map(|recusal| recusal.after_decision).collect::<Vec<_>>(), [true]);
    assert_eq!(room.done(), 3);
    let mut browser = world.browser_of(&juror).await;
    browser.get(&urls::review(world.reference(0))).await.is(StatusCode::NOT_FOUND);
    browser.get(&urls::review(world.reference(1))).await.is(StatusCode::OK);
    assert_eq!(signed.version, 2);
}

#[tokio::test]
async fn what_was_written_before_stepping_aside_is_kept_and_counts_nowhere() {
    let (world, juror) = World::judged().await;
    steps_aside(&world, &juror, 0).await;
    let reader = world.app.database.reader();
    let standings = jury::actions::standings(&reader, world.wave.id).await.unwrap();
    assert!(!standings.contains_key(&world.dossiers[0].0.id) && standings.len() == 2);
    assert_eq!(world.app.count("review").await, 3);
}

#[tokio::test]
async fn a_review_that_comes_after_the_signature_is_refused_though_its_page_was_read_before() {
    let (world, _) = World::judged().await;
    let (late, seat) = world.juror("Luc Lent", &[]).await;
    world.assign(&[(2, seat)]).await;
    let permit = world.app.permit::<JudgeDossier>(&late, world.reference(2)).await;
    world.sign(&world.prepare(1).await, "clef").await.unwrap();

    let tx = world.app.tx(Some(late.id)).await;
    let refused = jury::actions::submit_review(&tx, &permit, &world.written(10)).await;
    assert!(matches!(refused, Err(JuryError::Refused(jury::Refusal::NoLongerJudged))), "{refused:?}");
}

#[tokio::test]
async fn a_signature_waits_for_the_review_that_is_being_handed_in_and_takes_it_into_account() {
    let (world, _) = World::judged().await;
    let (late, seat) = world.juror("Luc Lent", &[]).await;
    world.assign(&[(2, seat)]).await;
    let prepared = world.prepare(1).await;
    let permit = world.app.permit::<JudgeDossier>(&late, world.reference(2)).await;
    let handing_in = world.app.tx(Some(late.id)).await;
    jury::actions::submit_review(&handing_in, &permit, &world.written(10)).await.unwrap();

    let mut signing = Box::pin(world.sign(&prepared, "clef"));
    assert!(tokio::time::timeout(Duration::from_millis(300), &mut signing).await.is_err(), "the signature did not wait");
    handing_in.commit().await.unwrap();
    let refused = signing.await;
    assert!(matches!(refused, Err(AwardError::Refused(awards::Refusal::RankingChanged))), "{refused:?}");
    assert_eq!(world.dossier(world.dossiers[0].0.id).await.state, DossierState::Eligible);
}
