//! Juries: interests first, then reading, then judging; what a juror may not see does not exist for them.

use axum::http::{Method, StatusCode};
use entity::values::JurorId;
use guichet::web::urls;

use crate::{judged::World, support::Browser};

fn link_field(world: &World, number: usize) -> String {
    format!("lien_{}", world.dossiers[number].0.id)
}

fn reason_field(world: &World, number: usize) -> String {
    format!("motif_{}", world.dossiers[number].0.id)
}

/// The marks and remarks of a whole review, as its form sends them.
fn whole_review(world: &World, version: &str, half_points: &str) -> Vec<(String, String)> {
    let mut fields: Vec<_> =
        world.grid.iter().map(|criterion| (format!("note_{}", criterion.id), half_points.to_owned())).collect();
    fields.push(("version".to_owned(), version.to_owned()));
    fields.push(("panel_comment".to_owned(), "Entre nous : solide.".to_owned()));
    fields.push(("candidate_comment".to_owned(), "Un projet clair.".to_owned()));
    fields
}

fn borrowed(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

/// Sends the form of assignments as the page shows it, with one more box ticked.
async fn tick(browser: &mut Browser, world: &World, number: usize, juror: JurorId) -> crate::support::Answer {
    let address = urls::assignments(&world.wave.reference);
    browser.get(&address).await;
    browser.post(&address, &[("affectation", &format!("{}-{juror}", world.dossiers[number].0.id))]).await
}

#[tokio::test]
async fn a_jury_is_invited_declares_its_interests_then_reads_and_judges() {
    let world = World::with_requests(&[10_000, 20_000]).await;
    let mut staff = world.browser_of(&world.staff).await;
    let jury = urls::jury(&world.wave.reference);
    staff.get(&jury).await.sees("Personne ne siège encore");
    staff
        .fill(&urls::invite_juror(&world.wave.reference), &[("email", "pas une adresse")])
        .await
        .is(StatusCode::UNPROCESSABLE_ENTITY)
        .sees("prenom.nom@exemple.fr");
    staff
        .fill(&urls::invite_juror(&world.wave.reference), &[("email", "ines@exemple.fr")])
        .await
        .sees("L’invitation part vers ines@exemple.fr")
        .sees("Attendue");
    staff.fill(&urls::invite_juror(&world.wave.reference), &[("email", "ines@exemple.fr")]).await.sees("a déjà été invitée");

    let person = world.invited("Julie Jury").await;
    let mut juror = world.browser_of(&person).await;
    juror.get(&urls::my_reviews()).await.sees("Tiers-lieux d’expérimentation").sees("Déclarez vos intérêts");
    let interests = urls::interests(&world.wave.reference);
    juror.get(&interests).await.sees("Structure 0 – Projet 0").sees("Structure 1 – Projet 1");

    // A declaration leaves nothing out, and a link is said.
    juror
        .fill(&interests, &[(&link_field(&world, 0), "non"), (&link_field(&world, 1), "oui")])
        .await
        .is(StatusCode::UNPROCESSABLE_ENTITY);
    let recused =
        [(link_field(&world, 0), "non"), (link_field(&world, 1), "oui"), (reason_field(&world, 1), "Ma sœur y travaille")];
    let recused: Vec<(&str, &str)> = recused.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    juror.fill(&interests, &recused).await.sees("Vous êtes déporté d’un dossier").sees("Rien à faire pour l’instant");

    let room = guichet::jury::actions::jury_room(&world.app.database.reader(), world.wave.id).await.unwrap();
    let seat = room.members[0].0.id;
    staff.get(&jury).await.sees("Julie Jury").sees("Déclarés").sees("Ma sœur y travaille");
    tick(&mut staff, &world, 0, seat).await.sees("Ajouté : 1 affectation");

    juror.get(&urls::my_reviews()).await.sees("Il vous reste 1 évaluation à rendre").sees("À commencer");
    let review = urls::review(world.reference(0));
    juror.get(&review).await.sees("Projet 0").sees("Plan de financement").sees("Impact").sees("Aucun critère noté");
    juror
        .fill(&review, &[(&format!("note_{}", world.grid[0].id), "7")])
        .await
        .sees("Votre brouillon est enregistré")
        .sees("3,50 sur 5, sur 1 des 2 critères");

    // Handed in whole, once; sent again, it is the same one.
    let submit = urls::submit_review(world.reference(0));
    let partial = [("version", "1"), ("panel_comment", ""), ("candidate_comment", "")];
    juror.post(&submit, &partial).await.is(StatusCode::UNPROCESSABLE_ENTITY).sees("Notez le critère « Équipe »");
    let whole = whole_review(&world, "1", "9");
    for _ in 0..2 {
        juror.post(&submit, &borrowed(&whole)).await.is(StatusCode::OK).sees("Évaluation rendue").sees("4,50 sur 5");
    }
    juror.post(&review, &borrowed(&whole)).await.is(StatusCode::CONFLICT).sees("elle ne change plus");
    juror.get(&urls::my_reviews()).await.sees("Vous avez terminé");
    staff.get(&jury).await.sees("Rendues");
}

#[tokio::test]
async fn a_dossier_that_one_was_not_given_or_stepped_aside_from_does_not_exist() {
    let world = World::with_requests(&[10_000, 20_000]).await;
    let (person, seat) = world.juror("Julie Jury", &[]).await;
    world.assign(&[(0, seat)]).await;
    let mut juror = world.browser_of(&person).await;
    let whole = whole_review(&world, "0", "8");

    let other = world.reference(1);
    juror.get(&urls::review(&other)).await.is(StatusCode::NOT_FOUND);
    juror.post(&urls::review(&other), &borrowed(&whole)).await.is(StatusCode::NOT_FOUND);
    juror.get(&urls::juror_file(&other, 1)).await.is(StatusCode::NOT_FOUND);

    // A link found out later takes the dossier away, with what was written.
    juror.get(&urls::review(world.reference(0))).await.is(StatusCode::OK);
    juror.post(&urls::review(world.reference(0)), &borrowed(&whole)).await.is(StatusCode::OK);
    let interests = urls::interests(&world.wave.reference);
    juror.get(&interests).await;
    juror
        .fill(&interests, &[(&link_field(&world, 0), "oui"), (&reason_field(&world, 0), "J’y ai travaillé")])
        .await
        .sees("Vous êtes déporté");
    let mine = world.reference(0);
    juror.get(&urls::my_reviews()).await.does_not_see("Projet 0");
    juror.get(&urls::review(&mine)).await.is(StatusCode::NOT_FOUND);
    juror.get(&urls::juror_file(&mine, 1)).await.is(StatusCode::NOT_FOUND);
    for address in [urls::review(&mine), urls::submit_review(&mine)] {
        juror.post(&address, &borrowed(&whole)).await.is(StatusCode::NOT_FOUND);
    }
    let marks = guichet::jury::actions::standings(&world.app.database.reader(), world.wave.id).await.unwrap();
    assert!(marks.is_empty());

    // Nobody can give it back.
    let mut staff = world.browser_of(&world.staff).await;
    tick(&mut staff, &world, 0, seat).await.is(StatusCode::UNPROCESSABLE_ENTITY).sees("déport déclaré");
}

#[tokio::test]
async fn what_others_wrote_is_hidden_until_one_has_handed_in() {
    let world = World::with_requests(&[10_000]).await;
    let (first, first_seat) = world.juror("Paul Premier", &[]).await;
    let (second, second_seat) = world.juror("Sonia Seconde", &[]).await;
    world.assign(&[(0, first_seat), (0, second_seat)]).await;
    world.reviews(&first, 0, 10).await;

    let address = urls::review(world.reference(0));
    let mut browser = world.browser_of(&second).await;
    browser.get(&address).await.does_not_see("Paul Premier").does_not_see("Les autres évaluations");
    browser.post(&address, &borrowed(&whole_review(&world, "0", "2"))).await.does_not_see("Paul Premier");
    let submitted = browser.post(&urls::submit_review(world.reference(0)), &borrowed(&whole_review(&world, "1", "2"))).await;
    submitted.sees("Les autres évaluations").sees("Paul Premier : 5,00 sur 5").sees("Pour le jury seulement.");
}

#[tokio::test]
async fn a_draft_saves_itself_and_two_versions_are_both_shown() {
    let world = World::with_requests(&[10_000]).await;
    let (person, seat) = world.juror("Julie Jury", &[]).await;
    world.assign(&[(0, seat)]).await;
    let address = urls::review(world.reference(0));
    let mut browser = world.browser_of(&person).await;
    browser.get(&address).await;
    let csrf = browser.csrf().await;
    let comment = format!("commentaire_{}", world.grid[0].id);
    let body = |version: &str| {
        serde_html_form::to_string([
            ("csrf", csrf.as_str()),
            ("version", version),
            (&comment, "À creuser"),
            ("panel_comment", ""),
            ("candidate_comment", ""),
        ])
        .unwrap()
    };
    let headers = [("content-type", "application/x-www-form-urlencoded"), ("x-requested-with", "autosave")];

    let saved = browser.raw(Method::POST, &address, &headers, body("0")).await;
    assert_eq!((saved.status(), saved.json()["version"].as_i64()), (StatusCode::OK, Some(1)));
    let stale = browser.raw(Method::POST, &address, &headers, body("0")).await;
    assert_eq!(stale.status(), StatusCode::CONFLICT);

    // By hand: the comment without a mark was kept, and what is typed on the older version is not lost.
    let both = browser
        .post(&address, &[("version", "0"), (&comment, "Une autre idée"), ("panel_comment", ""), ("candidate_comment", "")])
        .await;
    both.is(StatusCode::CONFLICT).sees("Une autre idée").sees("pas de note – À creuser");
    browser.fill(&address, &[]).await.is(StatusCode::OK).sees("Une autre idée").does_not_see("À creuser");
}

#[tokio::test]
async fn dossiers_are_shared_evenly_and_nobody_gets_one_they_stepped_aside_from() {
    let world = World::with_requests(&[10_000, 20_000, 30_000, 40_000]).await;
    let (_, first) = world.juror("Anne", &[0]).await;
    let (_, second) = world.juror("Bruno", &[]).await;
    let undeclared = world.invited("Chloe").await;
    let mut staff = world.browser_of(&world.staff).await;
    let address = urls::assignments(&world.wave.reference);

    // Chloe has not come yet: only those who declared may be given something.
    let proposal = staff.get(&format!("{address}?lecteurs=1")).await;
    proposal.sees("4 cases ont été cochées").sees("Déport").does_not_see("Chloe");
    let ticked = proposal
        .select("input[name=affectation][checked]")
        .into_iter()
        .map(|(_, box_)| ("affectation".to_owned(), box_["value"].clone()));
    let ticked: Vec<(String, String)> = ticked.collect();
    assert_eq!(ticked.len(), 4);
    staff.post(&address, &borrowed(&ticked)).await.sees("Ajouté : 4 affectations");
    let room = guichet::jury::actions::jury_room(&world.app.database.reader(), world.wave.id).await.unwrap();
    assert_eq!([first, second].map(|juror| room.loads()[&juror].assigned), [2, 2]);

    world.browser_of(&undeclared).await.get(&urls::my_reviews()).await.sees("Déclarez vos intérêts");
}

#[tokio::test]
async fn the_auditor_reads_the_jury_and_changes_nothing_and_an_applicant_sees_nothing() {
    let world = World::with_requests(&[10_000]).await;
    let reference = &world.wave.reference;
    let mut auditor = world.browser_of(&world.auditor).await;
    auditor.get(&urls::jury(reference)).await.is(StatusCode::OK).does_not_see("Inviter un juré");
    auditor.post(&urls::invite_juror(reference), &[("email", "a@exemple.fr")]).await.is(StatusCode::FORBIDDEN);
    auditor.post(&urls::assignments(reference), &[]).await.is(StatusCode::FORBIDDEN);

    let mut applicant = world.browser_of(&world.dossiers[0].1).await;
    for address in
        [urls::jury(reference), urls::assignments(reference), urls::interests(reference), urls::review(world.reference(0))]
    {
        applicant.get(&address).await.is(StatusCode::NOT_FOUND);
    }
    applicant.get(&urls::my_reviews()).await.sees("Vous ne siégez dans aucun jury");
}
