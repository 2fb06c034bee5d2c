//! Waves of hundreds of dossiers: they are judged and decided page by page, at a cost that rows do not raise.

use axum::http::StatusCode;
use entity::values::DossierState;
use guichet::{
    jury::{self, actions::WrittenReview, gates::JudgeDossier},
    web::urls,
};

use crate::{
    judged::World,
    support::{Browser, Person},
};

#[tokio::test]
async fn a_page_of_the_jury_costs_as_many_queries_whatever_it_lists() {
    let mut world = World::with_requests(&[10_000, 20_000]).await;
    let (juror, seat) = world.juror("Julie Jury", &[]).await;
    let mut staff = world.browser_of(&world.staff).await;
    let mut judging = world.browser_of(&juror).await;
    let mut costs = Vec::new();
    for more in [0, 12] {
        let begin = world.dossiers.len();
        world.crowd(more).await;
        let new = if more == 0 { 0..begin } else { begin..world.dossiers.len() };
        world.assign(&new.clone().map(|number| (number, seat)).collect::<Vec<_>>()).await;
        for number in new {
            world.reviews(&juror, number, 7).await;
        }
        let reference = &world.wave.reference;
        let mut cost = Vec::new();
        for page in [
            urls::ranking(reference),
            urls::prepare_decision(reference),
            urls::sign_decision(reference),
            urls::assignments(reference),
            urls::jury(reference),
        ] {
            cost.push(statements(&world, &mut staff, &page).await);
        }
        cost.push(statements(&world, &mut judging, &urls::my_reviews()).await);
        costs.push(cost);
    }
    assert_eq!(costs[0], costs[1]);
}

async fn statements(world: &World, browser: &mut Browser, page: &str) -> u64 {
    let before = world.app.database.statements();
    browser.get(page).await.is(StatusCode::OK);
    world.app.database.statements() - before
}

async fn comments(world: &World, juror: &Person, number: usize, comment: &str) {
    let permit = world.app.permit::<JudgeDossier>(juror, world.reference(number)).await;
    let written = WrittenReview { candidate_comment: comment.to_owned(), ..world.written(8) };
    let tx = world.app.tx(Some(juror.id)).await;
    jury::actions::submit_review(&tx, &permit, &written).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn three_hundred_dossiers_with_long_comments_are_decided_page_by_page() {
    let mut world = World::with_requests(&[1_000]).await;
    world.crowd(299).await;
    for name in ["Anne", "Bruno", "Chloe"] {
        let (juror, seat) = world.juror(name, &[]).await;
        world.assign(&[(0, seat)]).await;
        comments(&world, &juror, 0, &format!("{name} {}", "é".repeat(4_900))).await;
    }
    let mut staff = world.browser_of(&world.staff).await;
    let address = urls::prepare_decision(&world.wave.reference);
    staff.get(&urls::assignments(&world.wave.reference)).await.sees("Page 1 sur 6");
    staff
        .get(&address)
        .await
        .sees("Page 1 sur 15")
        .sees("Aucun dossier sur 300 n’est encore préparé")
        .sees("2 commentaires de jurés, trop longs, ne sont pas repris ici");

    // What is proposed is taken as it is, once each refusal has its reasons; the longest ones fit in a form.
    for page in 1..=15 {
        let form = staff.get(&format!("{address}?page={page}")).await.form(&address);
        let longest = "’".repeat(8_000);
        let reasons = |name: &String, value: &String| name.starts_with("motifs_") && value.trim().is_empty();
        let typed: Vec<(&str, &str)> = form
            .iter()
            .filter(|(name, value)| reasons(name, value))
            .map(|(name, _)| (name.as_str(), if page == 1 { longest.as_str() } else { "Hors du champ de l’appel." }))
            .collect();
        let saved = staff.fill(&address, &typed).await;
        if page < 15 {
            saved
                .is(StatusCode::OK)
                .sees(&format!("{} dossiers sur 300 sont préparés", page * 20))
                .sees(&format!("Page {} sur 15", page + 1));
        } else {
            saved.sees("La décision est préparée").sees("Relire et signer la décision");
        }
    }

    let mut manager = world.browser_of(&world.manager).await;
    let decision = urls::sign_decision(&world.wave.reference);
    manager.get(&decision).await.sees("Lauréats (100)").sees("Non retenus (200)");
    manager.fill(&decision, &[]).await.sees("La décision est signée");
    manager.fill(&urls::publish_decision(&world.wave.reference), &[]).await.sees("La décision est publiée");
    assert_eq!(world.dossier(world.dossiers[299].0.id).await.state, DossierState::Refused);
    assert_eq!(world.app.count("outbox_mail WHERE subject LIKE 'Décision sur votre dossier%'").await, 300);
}

#[tokio::test]
async fn a_decision_prepared_in_part_says_so_and_is_not_signed() {
    let mut world = World::with_requests(&[1_000]).await;
    world.crowd(24).await;
    let mut staff = world.browser_of(&world.staff).await;
    let address = urls::prepare_decision(&world.wave.reference);
    staff.get(&address).await;
    staff.fill(&address, &[]).await.sees("20 dossiers sur 25 sont préparés").sees("Page 2 sur 2");
    let mut manager = world.browser_of(&world.manager).await;
    let decision = urls::sign_decision(&world.wave.reference);
    manager.get(&decision).await.sees("20 dossiers sur 25 sont préparés").sees("Votre signature engage 20 000,00 €");
    manager.fill(&decision, &[]).await.is(StatusCode::CONFLICT);
    // The second page proposes what the line left: all of it fits.
    staff.get(&format!("{address}?page=2")).await;
    staff.fill(&address, &[]).await.sees("La décision est préparée");
    manager.get(&decision).await.sees("Votre signature engage 25 000,00 €");
}
