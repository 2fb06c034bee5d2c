//! Signing twice at once, and signing what the ledger refuses half-way: one decision, or nothing at all.

use entity::values::{DecisionState, DossierState, Reference};
use guichet::{
    awards::{self, AwardError},
    budget::{self, actions::NewCommitment},
};

use crate::judged::{World, euros};

/// How many rows each table that a signature writes to holds.
async fn held(world: &World) -> Vec<(&'static str, i64)> {
    let mut held = Vec::new();
    for table in ["commitment", "entry", "transfer", "account", "event", "outbox_mail", "award WHERE commitment_id IS NOT NULL"] {
        held.push((table, world.app.count(table).await));
    }
    held
}

async fn signatures(world: &World) -> i64 {
    world.app.count("event WHERE kind = 'decision_signed'").await
}

#[tokio::test]
async fn the_same_signature_sent_twice_at_once_is_one_decision() {
    let (world, _) = World::judged().await;
    let prepared = world.prepare(2).await;
    let (one, other) = tokio::join!(world.sign(&prepared, "clef"), world.sign(&prepared, "clef"));
    assert_eq!(one.unwrap(), other.unwrap());
    assert_eq!((world.app.count("commitment").await, signatures(&world).await), (2, 1));
}

#[tokio::test]
async fn two_signatures_given_at_once_are_one_decision_and_one_refusal() {
    let (world, _) = World::judged().await;
    let prepared = world.prepare(2).await;
    let (one, other) = tokio::join!(world.sign(&prepared, "une clef"), world.sign(&prepared, "une autre"));
    let refused = if one.is_ok() { other } else { one };
    assert!(matches!(refused, Err(AwardError::Refused(awards::Refusal::AlreadySigned))), "{refused:?}");
    assert_eq!((world.app.count("commitment").await, signatures(&world).await), (2, 1));
}

#[tokio::test]
async fn a_commitment_refused_after_another_was_written_leaves_nothing_of_either() {
    let (world, _) = World::judged().await;
    let prepared = world.prepare(2).await;
    // The envelope still holds 90 000 € for the rule; the line no longer does: 20 000 € of it went elsewhere meanwhile.
    let tx = world.app.tx(Some(world.manager.id)).await;
    let line = budget::actions::line_by_code(&tx, world.wave.reference.as_str()).await.unwrap().unwrap();
    let elsewhere = NewCommitment {
        line: line.id,
        year: world.wave.fiscal_year,
        reference: Reference::parse("AAP-AUTRE-V1-0001").unwrap(),
        beneficiary: world.dossiers[2].0.organisation_id,
        label: "Ailleurs".to_owned(),
        amount: euros(20_000),
    };
    budget::actions::commit(&tx, elsewhere).await.unwrap();
    tx.commit().await.unwrap();

    let before = held(&world).await;
    let refused = world.sign(&prepared, "clef").await;
    assert!(matches!(refused, Err(AwardError::Budget(budget::Refusal::Insufficient { .. }))), "{refused:?}");
    assert_eq!(held(&world).await, before);
    let ranking = awards::actions::ranking(&world.app.database.reader(), &world.wave).await.unwrap();
    assert_eq!(ranking.prepared.unwrap().decision, prepared);
    assert!(ranking.rows.iter().all(|row| row.candidate.dossier.state == DossierState::Eligible));
    assert_eq!(prepared.state, DecisionState::Draft);
}
