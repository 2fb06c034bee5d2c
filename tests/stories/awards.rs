//! Decisions: from the ranking to what candidates and the public learn.

use axum::http::StatusCode;
use entity::values::{Book, DossierState, Money, Year};
use guichet::{
    budget::{self, actions::Balances},
    web::urls,
};
use sea_orm::ConnectionTrait;

use crate::{
    judged::{AFTER, ENVELOPE, World, euros},
    support::Browser,
};

/// A signature of the first version of a decision, as one who read the page before it changed may send it.
const SIGNATURE: [(&str, &str); 3] = [("capacity", "responsable du programme"), ("version", "1"), ("idempotency_key", "clef")];

async fn judged_world() -> World {
    World::judged().await.0
}

fn field(world: &World, name: &str, number: usize) -> String {
    format!("{name}_{}", world.dossiers[number].0.id)
}

async fn prepare(staff: &mut Browser, world: &World, typed: &[(&str, usize, &str)]) -> crate::support::Answer {
    let address = urls::prepare_decision(&world.wave.reference);
    staff.get(&address).await;
    // The dossier below the line is refused, and why is for whoever decides to write.
    let reasons =
        typed.iter().all(|(name, number, _)| (*name, *number) != ("motifs", 2)).then_some(("motifs", 2, "Le calendrier."));
    let typed: Vec<(String, &str)> =
        typed.iter().copied().chain(reasons).map(|(name, number, value)| (field(world, name, number), value)).collect();
    let typed: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    staff.fill(&address, &typed).await
}

async fn balances(world: &World) -> Balances {
    let reader = world.app.database.reader();
    let line = budget::actions::line_by_code(&reader, world.wave.reference.as_str()).await.unwrap().unwrap();
    budget::actions::balances(&reader, line.id, Book::Ae, Year::new(2026).unwrap()).await.unwrap()
}

async fn states(world: &World) -> Vec<DossierState> {
    let mut states = Vec::new();
    for (dossier, _) in &world.dossiers {
        states.push(world.dossier(dossier.id).await.state);
    }
    states
}

/// How many laureates, and how much committed, the strategy's figures tell to anybody.
async fn told_to_the_public(world: &World) -> (u64, String) {
    let json = world.app.browser().get("/programmes/SASN.json").await.json();
    (json["laureates"].as_u64().unwrap(), json["committed"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn a_wave_goes_from_its_ranking_to_its_laureates() {
    let world = judged_world().await;
    let reference = &world.wave.reference;
    let mut staff = world.browser_of(&world.staff).await;
    let ranking = staff.get(&urls::ranking(reference)).await;
    ranking.sees("3 dossiers · 110 000,00 € demandés").sees("5,00").sees("Enveloppe épuisée : reste 10 000,00 €");
    let rows = ranking.texts("tbody tr");
    assert!(rows[2].contains("Enveloppe épuisée"), "{rows:?}");

    // What is proposed follows the line. The jurors' comments are the reasons at hand of an award, each said once; those of a
    // refusal are to be written, with the comments beside.
    let preparing = staff.get(&urls::prepare_decision(reference)).await;
    preparing.sees("Commentaires des jurés pour le candidat");
    let form = preparing.form(&urls::prepare_decision(reference));
    let value = |name: &str, number: usize| {
        form.iter().find(|(field_name, _)| *field_name == field(&world, name, number)).unwrap().1.clone()
    };
    assert_eq!((value("issue", 0), value("issue", 2)), ("laureate".to_owned(), "refused".to_owned()));
    assert_eq!((value("motifs", 1).as_str(), value("motifs", 2).as_str()), ("Le calendrier est à préciser.", ""));
    let flawed = prepare(&mut staff, &world, &[("aide", 1, "30 000,01"), ("motifs", 2, " ")]).await;
    flawed
        .is(StatusCode::UNPROCESSABLE_ENTITY)
        .sees("L’aide dépasse ce qui est demandé : 30 000,00 € au plus")
        .sees("Donnez les motifs du refus");
    prepare(&mut staff, &world, &[("aide", 1, "25 000"), ("issue", 2, "reserve")])
        .await
        .sees("La décision est préparée")
        .sees("reste 15 000,00 €");

    let decision = urls::sign_decision(reference);
    let applicant = world.dossiers[1].1.clone();
    let mut owner = world.browser_of(&applicant).await;
    let notice = urls::dossier_decision(world.reference(1));
    owner.get(&notice).await.is(StatusCode::NOT_FOUND);

    let mut manager = world.browser_of(&world.manager).await;
    manager.get(&decision).await.sees("Votre signature engage 85 000,00 €").sees("Lauréats (2)").sees("Liste complémentaire (1)");
    manager.fill(&decision, &[("capacity", " ")]).await.is(StatusCode::UNPROCESSABLE_ENTITY).sees("en quelle qualité");
    manager
        .fill(&decision, &[("capacity", "responsable du programme")])
        .await
        .sees("La décision est signée et les aides sont engagées");
    let after = balances(&world).await;
    assert_eq!((after.reserved(), after.committed()), (euros(15_000), euros(85_000)));
    assert_eq!(states(&world).await, [DossierState::Laureate, DossierState::Laureate, DossierState::Reserve]);
    owner.get(&notice).await.is(StatusCode::NOT_FOUND);
    owner.get(&urls::dossier(world.reference(1))).await.does_not_see("Lauréat");
    owner.get(&urls::dossiers()).await.does_not_see("Lauréat");
    world.app.browser().get(&urls::laureates()).await.does_not_see("Structure 1");
    assert_eq!(told_to_the_public(&world).await, (0, "0.00".to_owned()), "signed, and told to nobody yet");
    world.app.browser().get(&urls::programme_commitments("SASN")).await.sees("0 engagement").does_not_see("AAP-TL");

    manager.get(&decision).await;
    manager.fill(&urls::publish_decision(reference), &[]).await.sees("La décision est publiée");
    assert_eq!(told_to_the_public(&world).await, (2, "85000.00".to_owned()));
    owner
        .get(&notice)
        .await
        .sees("Votre dossier est lauréat. L’aide attribuée est de 25 000,00 €")
        .sees("Rose Responsable, responsable du programme")
        .sees("Le calendrier est à préciser")
        .sees("Mise à disposition le")
        .sees("jusqu’au 7 avril 2026 inclus")
        .sees("recours hiérarchique");
    let letter = world.letter_to(&applicant).await;
    for told in [
        "est lauréat",
        "25 000,00",
        "Motifs : Le calendrier est à préciser.",
        "Rose Responsable, responsable du programme",
        "tribunal administratif",
        "recours hiérarchique",
        "article L. 411-2",
        notice.as_str(),
    ] {
        assert!(letter.replace(['\u{a0}', '\u{202f}'], " ").contains(told), "{told} is not in {letter}");
    }

    // On paper too; and whoever signed is named as they were called then.
    let paper = urls::dossier_decision_pdf(world.reference(1));
    let before = owner.get(&notice).await.has_link(&paper).texts(".gu-fingerprint");
    let pdf = owner.get(&paper).await;
    if let Some(text) = pdf.pdf_text() {
        let mut letter =
            ["est lauréat", "25 000,00 €", "Le calendrier est à préciser", "Rose Responsable, responsable du programme"]
                .into_iter()
                .chain(["Voies et délais de recours", "tribunal administratif", "recours hiérarchique", "7 avril 2026 inclus"]);
        assert!(letter.all(|told| text.contains(told)), "{text}");
    }
    let raw = world.app.raw().await;
    raw.execute_unprepared("UPDATE person SET name = 'Rose Mariée' WHERE name = 'Rose Responsable'").await.unwrap();
    raw.close().await.unwrap();
    let after = owner.get(&notice).await;
    assert_eq!(after.sees("Rose Responsable, responsable du programme").texts(".gu-fingerprint"), before);
    assert_eq!(pdf.bytes(), owner.get(&paper).await.bytes(), "the same decision is the same paper");

    manager.post(&urls::publish_decision(reference), &[]).await.is(StatusCode::CONFLICT).sees("déjà publiée");
    staff.get(&urls::prepare_decision(reference)).await.sees("Lauréats (2)").does_not_see("Enregistrer la décision préparée");
    staff.post(&urls::prepare_decision(reference), &[]).await.is(StatusCode::CONFLICT).sees("elle ne change plus");

    // Somebody else's decision stays theirs.
    let mut other = world.browser_of(&world.dossiers[0].1).await;
    other.get(&notice).await.is(StatusCode::NOT_FOUND);
    other.get(&paper).await.is(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn staff_prepare_and_only_the_manager_signs() {
    let world = judged_world().await;
    let mut staff = world.browser_of(&world.staff).await;
    prepare(&mut staff, &world, &[]).await.sees("La décision est préparée");
    let decision = urls::sign_decision(&world.wave.reference);
    staff.get(&decision).await.sees("Le responsable du programme signe cette décision").does_not_see("Signer la décision");
    let typed = [("capacity", "gestionnaire"), ("version", "1"), ("idempotency_key", "clef")];
    staff.post(&decision, &typed).await.is(StatusCode::FORBIDDEN);
    staff.post(&urls::publish_decision(&world.wave.reference), &[]).await.is(StatusCode::FORBIDDEN);
    let mut auditor = world.browser_of(&world.auditor).await;
    auditor.get(&decision).await.is(StatusCode::OK);
    auditor.get(&urls::ranking(&world.wave.reference)).await.is(StatusCode::OK).does_not_see("Préparer la décision");
    auditor.post(&urls::prepare_decision(&world.wave.reference), &[]).await.is(StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn an_award_beyond_the_envelope_is_refused_and_nothing_of_it_is_kept() {
    let world = judged_world().await;
    let mut staff = world.browser_of(&world.staff).await;
    prepare(&mut staff, &world, &[("issue", 2, "laureate"), ("aide", 2, "20 000")])
        .await
        .sees("La décision est préparée")
        .sees("dépassent l’enveloppe de 10 000,00 €")
        .sees("Reprendre la préparation")
        .does_not_see("Relire et signer");
    let decision = urls::sign_decision(&world.wave.reference);
    let mut manager = world.browser_of(&world.manager).await;
    manager.get(&decision).await.sees("dépassent l’enveloppe de 10 000,00 €").does_not_see("Signer la décision");
    manager.post(&decision, &SIGNATURE).await.is(StatusCode::UNPROCESSABLE_ENTITY).sees("dépassent l’enveloppe de 10 000,00 €");
    manager.get(&decision).await.sees("En préparation");
    let kept = balances(&world).await;
    assert_eq!((kept.reserved(), kept.committed()), (ENVELOPE, Money::ZERO));
    assert_eq!(states(&world).await, [DossierState::Eligible; 3]);
}

#[tokio::test]
async fn a_signature_sent_twice_is_one_decision() {
    let world = judged_world().await;
    let mut staff = world.browser_of(&world.staff).await;
    prepare(&mut staff, &world, &[]).await;
    let decision = urls::sign_decision(&world.wave.reference);
    let mut manager = world.browser_of(&world.manager).await;
    let form = manager.get(&decision).await.form(&decision);
    let fields: Vec<(&str, &str)> =
        form.iter().filter(|(name, _)| name != "csrf").map(|(name, value)| (name.as_str(), value.as_str())).collect();
    for _ in 0..2 {
        manager.post(&decision, &fields).await.is(StatusCode::OK).sees("La décision est signée");
    }
    let kept = balances(&world).await;
    assert_eq!((kept.reserved(), kept.committed()), (euros(10_000), euros(90_000)));

    let another_key = [("capacity", "responsable"), ("version", "2"), ("idempotency_key", "une autre")];
    manager.post(&decision, &another_key).await.is(StatusCode::CONFLICT).sees("elle ne change plus");
}

#[tokio::test]
async fn a_ranking_that_moved_or_a_page_that_is_stale_stops_the_decision() {
    let world = judged_world().await;
    let mut staff = world.browser_of(&world.staff).await;
    let address = urls::prepare_decision(&world.wave.reference);
    let mut colleague = world.browser_of(&world.staff).await;
    colleague.get(&address).await;
    prepare(&mut staff, &world, &[("motifs", 0, "Le premier avis")]).await.sees("La décision est préparée");
    let (motives, refusal) = (field(&world, "motifs", 0), field(&world, "motifs", 2));
    let both = colleague.fill(&address, &[(&motives, "Le second avis"), (&refusal, "Le calendrier.")]).await;
    both.is(StatusCode::CONFLICT).sees("Le second avis").sees("Lauréat, 60 000,00 € – Le premier avis");
    colleague.fill(&address, &[]).await.sees("La décision est préparée");

    let (late, seat) = world.juror("Luc Lent", &[]).await;
    world.assign(&[(2, seat), (1, seat)]).await;
    world.reviews(&late, 2, 10).await;
    world.reviews(&late, 1, 0).await;
    let comments = staff.get(&address).await.texts("td details li");
    assert_eq!(comments, ["Le calendrier est à préciser."; 3], "what two jurors wrote alike is said once");
    let decision = urls::sign_decision(&world.wave.reference);
    let mut manager = world.browser_of(&world.manager).await;
    manager.get(&decision).await.sees("Le classement a changé depuis").does_not_see("Signer la décision");
    let signature = SIGNATURE.map(|(name, value)| (name, if name == "version" { "2" } else { value }));
    manager.post(&decision, &signature).await.is(StatusCode::CONFLICT).sees("Le classement a changé depuis");
    assert_eq!(balances(&world).await.committed(), Money::ZERO);
}

#[tokio::test]
async fn nothing_is_decided_while_dossiers_may_come_in() {
    let world = judged_world().await;
    let mut staff = world.browser_of(&world.staff).await;
    world.app.at("2026-02-02T12:00:00+01:00");
    prepare(&mut staff, &world, &[]).await.is(StatusCode::CONFLICT).sees("jusqu’au 2 février 2026 à 12 h 00");
    world.app.at(AFTER);
    prepare(&mut staff, &world, &[]).await.sees("La décision est préparée");
}
