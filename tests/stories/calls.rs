//! Calls, from the draft to the publication that sets the envelope aside.

use axum::http::StatusCode;
use entity::values::Book;
use guichet::{
    access::Scope,
    budget::actions::{balances, line_by_code},
    calls::actions::NewWave,
};

use crate::support::{App, Browser, Funded, Role, euros, terms, year};

const WAVE: &str = "AAP-TL-2026-V1";

/// What a manager types to draft a call.
fn typed(action: &str) -> Vec<(&'static str, String)> {
    [
        ("action", action),
        ("reference", "aap-tl-2026"),
        ("title", "Tiers-lieux d’expérimentation"),
        ("summary", "Des lieux où essayer le numérique en santé."),
        ("audience", "health_establishments"),
        ("opens_at", "2026-01-19T09:00"),
        ("closes_at", "2026-03-02T12:00"),
        ("results_on", "2026-06-01"),
        ("envelope", "5 000 000"),
        ("fiscal_year", "2026"),
        ("max_aid_rate", "45"),
        ("min_aid", "50 000"),
        ("max_aid", "1 000 000,00 €"),
        ("max_file", "10"),
    ]
    .map(|(name, value)| (name, value.to_owned()))
    .to_vec()
}

fn with<'a>(typed: &'a [(&'static str, String)], changes: &[(&'static str, &'a str)]) -> Vec<(&'static str, &'a str)> {
    typed
        .iter()
        .map(|(name, value)| changes.iter().find(|(changed, _)| changed == name).copied().unwrap_or((*name, value.as_str())))
        .collect()
}

async fn draft(browser: &mut Browser, funded: &Funded) {
    let typed = typed(&funded.action.id.to_string());
    browser.get("/gestion/appels/nouveau").await;
    browser.fill("/gestion/appels/nouveau", &with(&typed, &[])).await.is(StatusCode::OK).sees("L’appel est préparé");
}

#[tokio::test]
async fn a_manager_drafts_a_call_and_publishes_its_wave_which_reserves_the_envelope() {
    let app = App::start().await;
    let funded = app.funded().await;
    let mut manager = app.signed_in(&funded.manager).await;
    draft(&mut manager, &funded).await;

    let page = manager.get("/gestion/appels/AAP-TL-2026").await;
    page.sees("Brouillon").sees("Ajoutez au moins un critère").sees("Ajoutez au moins une question");
    app.browser().get("/appels/AAP-TL-2026").await.is(StatusCode::NOT_FOUND);

    let criteria = format!("/gestion/vagues/{WAVE}/criteres");
    for (name, weight) in [("Qualité", "60"), ("Équipe", "30"), ("Superflu", "10")] {
        manager.get(&criteria).await;
        manager.fill(&criteria, &[("name", name), ("weight", weight)]).await.sees(name);
    }
    let remove = manager.get(&criteria).await.select("form[action$='/retirer']")[2].1["action"].clone();
    manager.post(&remove, &[]).await.sees("Le critère « Superflu » est retiré").sees("67 %").sees("Poids total 90");

    let form = format!("/gestion/vagues/{WAVE}/formulaire");
    manager.get(&form).await;
    let question = [("section", "Projet"), ("label", "Résumé"), ("kind", "long_text"), ("max_length", "3000")];
    manager.fill(&form, &question).await.sees("Résumé").sees("3000 caractères au plus");

    let publication = format!("/gestion/vagues/{WAVE}/publication");
    let recap = manager.get(&publication).await;
    recap
        .sees("Elle réserve 5 000 000,00 € sur la ligne")
        .sees("qui dispose de 10 000 000,00 €")
        .sees("il en reste 5 000 000,00 € après");
    manager.fill(&publication, &[]).await.is(StatusCode::OK).sees("est publiée et son enveloppe de 5 000 000,00 € est réservée");

    let reader = app.database.reader();
    let wave_line = line_by_code(&reader, WAVE).await.unwrap().expect("the wave has a line of its own");
    let reserved = balances(&reader, wave_line.id, Book::Ae, year()).await.unwrap().reserved();
    assert_eq!(reserved, euros(5_000_000));
    let left = balances(&reader, funded.action.budget_line_id.unwrap(), Book::Ae, year()).await.unwrap().available();
    assert_eq!(left, euros(5_000_000));
    app.browser().get("/appels/AAP-TL-2026").await.is(StatusCode::OK).sees("Annoncé");

    // A second click publishes nothing twice.
    manager.post(&publication, &[("read", &"0".repeat(64))]).await.is(StatusCode::OK);
    assert_eq!(balances(&reader, wave_line.id, Book::Ae, year()).await.unwrap().reserved(), euros(5_000_000));
}

#[tokio::test]
async fn an_envelope_beyond_what_is_available_is_refused_with_what_lacks_and_nothing_is_kept() {
    let app = App::start().await;
    let funded = app.funded().await;
    app.published_wave(&funded, "PREMIER", NewWave { envelope: euros(7_000_000), ..terms() }).await;
    app.drafted_wave(&funded, "SECOND", terms()).await;

    let mut manager = app.signed_in(&funded.manager).await;
    let publication = "/gestion/vagues/SECOND-V1/publication";
    let recap = manager.get(publication).await;
    recap.sees("Il manque 2 000 000,00 €");
    assert!(recap.select(&format!("form[action='{publication}']")).is_empty(), "the act is not offered");

    // Who sends it all the same is told the same.
    let permit = app.permit::<guichet::calls::gates::PublishWave>(&funded.manager, "SECOND-V1".parse().unwrap()).await;
    let tx = app.tx(Some(funded.manager.id)).await;
    let seen = guichet::calls::actions::wave_rules(&tx, permit.subject().wave.id).await.unwrap().fingerprint().to_string();
    drop(tx);
    let refused = manager.post(publication, &[("read", &seen)]).await;
    refused
        .is(StatusCode::CONFLICT)
        .sees("Il manque 2 000 000,00 € : l’enveloppe est de 5 000 000,00 € et la ligne dispose de 3 000 000,00 €");

    let reader = app.database.reader();
    assert!(line_by_code(&reader, "SECOND-V1").await.unwrap().is_none(), "not even the wave's line was kept");
    app.browser().get("/appels/SECOND").await.is(StatusCode::NOT_FOUND);
    manager.get("/gestion/appels/SECOND").await.sees("Brouillon");
}

#[tokio::test]
async fn what_changed_since_the_recap_was_read_is_not_published() {
    let app = App::start().await;
    let funded = app.funded().await;
    app.drafted_wave(&funded, "AAP-TL", terms()).await;
    let mut manager = app.signed_in(&funded.manager).await;
    let mut staff = app.signed_in(&funded.staff).await;

    let publication = "/gestion/vagues/AAP-TL-V1/publication";
    manager.get(publication).await;
    staff.get("/gestion/vagues/AAP-TL-V1/criteres").await;
    staff.fill("/gestion/vagues/AAP-TL-V1/criteres", &[("name", "Impact"), ("weight", "20")]).await.sees("Impact");
    manager
        .fill(publication, &[])
        .await
        .is(StatusCode::CONFLICT)
        .sees("La vague a changé depuis que vous avez lu")
        .sees("3 critères");
    manager.get(publication).await.sees("Elle rend l’appel public : ouvert aussitôt jusqu’au 2 mars 2026 à 12 h 00 inclus");
    manager.fill(publication, &[]).await.is(StatusCode::OK).sees("est publiée");
}

#[tokio::test]
async fn a_published_wave_no_longer_changes() {
    let app = App::start().await;
    let funded = app.funded().await;
    app.drafted_wave(&funded, "AAP-TL", terms()).await;
    let mut manager = app.signed_in(&funded.manager).await;
    let (mut terms_form, mut criteria, mut audience) = (manager.clone(), manager.clone(), manager.clone());
    terms_form.get("/gestion/vagues/AAP-TL-V1/reglage").await;
    let removal =
        criteria.get("/gestion/vagues/AAP-TL-V1/criteres").await.select("form[action$='/retirer']")[0].1["action"].clone();
    audience.get("/gestion/appels/AAP-TL/presentation").await;
    manager.get("/gestion/vagues/AAP-TL-V1/publication").await;
    manager.fill("/gestion/vagues/AAP-TL-V1/publication", &[]).await.sees("est publiée");

    let words = "ses dates, son enveloppe, ses critères et son formulaire ne changent plus";
    terms_form
        .fill("/gestion/vagues/AAP-TL-V1/reglage", &[("envelope", "1 000 000")])
        .await
        .is(StatusCode::UNPROCESSABLE_ENTITY)
        .sees(words);
    criteria.fill("/gestion/vagues/AAP-TL-V1/criteres", &[("name", "Tard"), ("weight", "1")]).await.sees(words);
    criteria.post(&removal, &[]).await.is(StatusCode::CONFLICT).sees(words);
    audience.fill("/gestion/appels/AAP-TL/presentation", &[("audience", "all")]).await.is(StatusCode::UNPROCESSABLE_ENTITY);

    // A title may still be mended, and a next wave prepared.
    audience
        .fill("/gestion/appels/AAP-TL/presentation", &[("audience", "health_establishments"), ("title", "Titre repris")])
        .await
        .sees("Titre repris");
    manager
        .get("/gestion/vagues/AAP-TL-V1/criteres")
        .await
        .sees("ses critères ne changent plus")
        .does_not_see("Ajouter un critère");
}

#[tokio::test]
async fn faults_are_told_under_their_fields_and_what_was_typed_is_kept() {
    let app = App::start().await;
    let funded = app.funded().await;
    let mut manager = app.signed_in(&funded.manager).await;
    let typed = typed(&funded.action.id.to_string());
    let cases = [
        (("opens_at", "2026-03-29T02:30"), "Cette heure n’existe pas"),
        (("closes_at", "2026-10-25T02:30"), "Cette heure existe deux fois"),
        (("closes_at", "2026-01-19T09:00"), "La clôture doit venir après l’ouverture"),
        (("results_on", "2026-03-01"), "Les résultats ne peuvent être annoncés avant la clôture"),
        (("envelope", "1,234.56"), "Ce montant peut se lire de deux façons"),
        (("envelope", "500 000"), "L’aide maximale d’un dossier ne peut dépasser l’enveloppe"),
        (("max_aid_rate", "101"), "Le taux est un pourcentage de 0 à 100"),
        (("min_aid", "1 000 001"), "L’aide minimale ne peut dépasser l’aide maximale"),
        (("max_file", "101"), "La taille limite va de 1 à 100 Mo"),
        (("reference", "AAP--TL"), "La référence s’écrit en lettres sans accent"),
        (("title", ""), "Ce champ est à remplir"),
        (("action", "999999"), "Choisissez une action d’un programme"),
    ];
    for (change, told) in cases {
        manager.get("/gestion/appels/nouveau").await;
        let answer = manager.fill("/gestion/appels/nouveau", &with(&typed, &[change])).await;
        answer.is(StatusCode::UNPROCESSABLE_ENTITY).sees(told);
        let kept = answer.form("/gestion/appels/nouveau");
        assert!(kept.iter().any(|(name, value)| name == "summary" && value == "Des lieux où essayer le numérique en santé."));
    }

    manager.get("/gestion/appels/nouveau").await;
    let answer = manager.fill("/gestion/appels/nouveau", &with(&typed, &[("title", ""), ("min_aid", "1 000 001")])).await;
    answer.sees("Titre de l’appel : Ce champ est à remplir.").sees("Aide minimale d’un dossier : L’aide minimale ne peut");

    draft(&mut manager, &funded).await;
    manager.get("/gestion/appels/nouveau").await;
    let again = manager.fill("/gestion/appels/nouveau", &with(&typed, &[])).await;
    again.is(StatusCode::UNPROCESSABLE_ENTITY).sees("Cette référence est déjà prise");
}

#[tokio::test]
async fn noon_in_paris_is_stored_and_shown_as_noon_in_paris() {
    let app = App::start().await;
    let funded = app.funded().await;
    let mut manager = app.signed_in(&funded.manager).await;
    let typed = typed(&funded.action.id.to_string());
    manager.get("/gestion/appels/nouveau").await;
    let change = [("closes_at", "2026-10-25T12:00"), ("results_on", "")];
    manager.fill("/gestion/appels/nouveau", &with(&typed, &change)).await.sees("25 octobre 2026 à 12 h 00");
    let reader = app.database.reader();
    let (_, wave) = guichet::calls::actions::wave_by_reference(&reader, &WAVE.parse().unwrap()).await.unwrap().unwrap();
    assert_eq!(wave.closes_at.iso(), "2026-10-25T11:00:00Z");
    let form = manager.get(&format!("/gestion/vagues/{WAVE}/reglage")).await.form(&format!("/gestion/vagues/{WAVE}/reglage"));
    assert!(form.contains(&("closes_at".to_owned(), "2026-10-25T12:00".to_owned())));
}

#[tokio::test]
async fn two_people_who_save_the_same_wave_see_both_texts() {
    let app = App::start().await;
    let funded = app.funded().await;
    app.drafted_wave(&funded, "AAP-TL", terms()).await;
    let mut manager = app.signed_in(&funded.manager).await;
    let mut staff = app.signed_in(&funded.staff).await;

    let settings = "/gestion/vagues/AAP-TL-V1/reglage";
    manager.get(settings).await;
    staff.get(settings).await;
    staff.fill(settings, &[("envelope", "6 000 000")]).await.sees("La vague est enregistrée");
    let both = manager.fill(settings, &[("envelope", "4 000 000")]).await;
    both.is(StatusCode::CONFLICT).sees("4 000 000,00 €").sees("6 000 000,00 €").sees("Rien n’est perdu");
    manager.fill(settings, &[]).await.is(StatusCode::OK).sees("4 000 000,00 €");

    let said = "/gestion/appels/AAP-TL/presentation";
    manager.get(said).await;
    staff.get(said).await;
    staff.fill(said, &[("title", "Le titre du gestionnaire")]).await.sees("Le titre du gestionnaire");
    let both = manager.fill(said, &[("title", "Le titre du responsable")]).await;
    both.is(StatusCode::CONFLICT).sees("Le titre du gestionnaire").sees("Le titre du responsable");
}

#[tokio::test]
async fn each_role_does_its_part() {
    let app = App::start().await;
    let funded = app.funded().await;
    let other = app.funded_as("AUTRE").await;
    app.drafted_wave(&funded, "AAP-TL", terms()).await;
    let publication = "/gestion/vagues/AAP-TL-V1/publication";

    let mut staff = app.signed_in(&funded.staff).await;
    staff.get(publication).await.is(StatusCode::OK).sees("La publication revient au responsable du programme");
    staff.post(publication, &[("read", "")]).await.is(StatusCode::FORBIDDEN);

    let auditor = app.person_with("Audit", Role::Auditor, Scope::Site).await;
    let mut auditor = app.signed_in(&auditor).await;
    auditor.get("/gestion/appels").await.is(StatusCode::OK).sees("AAP-TL-V1").does_not_see("Préparer un appel");
    auditor.get("/gestion/appels/AAP-TL").await.is(StatusCode::OK);
    auditor.get("/gestion/vagues/AAP-TL-V1/criteres").await.is(StatusCode::OK).sees("Qualité du projet").does_not_see("Ajouter");
    auditor.get("/gestion/vagues/AAP-TL-V1/formulaire").await.is(StatusCode::OK).sees("Lettre de soutien");
    auditor.get("/gestion/vagues/AAP-TL-V1/reglage").await.is(StatusCode::FORBIDDEN);
    auditor.post("/gestion/vagues/AAP-TL-V1/criteres", &[("name", "Audit"), ("weight", "1")]).await.is(StatusCode::FORBIDDEN);
    auditor.get("/gestion/appels/nouveau").await.is(StatusCode::FORBIDDEN);

    let mut elsewhere = app.signed_in(&other.manager).await;
    for path in
        ["/gestion/appels/AAP-TL", publication, "/gestion/vagues/AAP-TL-V1/criteres", "/gestion/appels/AAP-TL/presentation"]
    {
        elsewhere.get(path).await.is(StatusCode::NOT_FOUND);
    }
    elsewhere.post(publication, &[("read", "")]).await.is(StatusCode::NOT_FOUND);
    elsewhere.get("/gestion/appels").await.is(StatusCode::OK).does_not_see("AAP-TL-V1");
    let typed = typed(&funded.action.id.to_string());
    elsewhere.get("/gestion/appels/nouveau").await;
    elsewhere.fill("/gestion/appels/nouveau", &with(&typed, &[])).await.sees("Choisissez une action d’un programme");

    let nobody = app.person("Candidat").await;
    app.signed_in(&nobody).await.get("/gestion/appels").await.is(StatusCode::NOT_FOUND);
    assert_eq!(app.browser().get("/gestion/appels").await.path(), "/connexion?suite=%2Fgestion%2Fappels");
}

#[tokio::test]
async fn a_next_wave_asks_what_the_one_before_did_and_is_published_on_its_own() {
    let app = App::start().await;
    let funded = app.funded().await;
    app.published_wave(&funded, "AAP-TL", terms()).await;
    let mut manager = app.signed_in(&funded.manager).await;
    let next = "/gestion/appels/AAP-TL/vagues/nouvelle";
    manager.get(next).await;
    let dates =
        [("opens_at", "2026-06-01T09:00"), ("closes_at", "2026-09-01T12:00"), ("fiscal_year", "2026"), ("envelope", "3 000 000")];
    manager
        .fill(next, &dates)
        .await
        .is(StatusCode::OK)
        .sees("La vague AAP-TL-V2 est préparée")
        .sees("2 critères, poids total 100");
    manager.get("/gestion/vagues/AAP-TL-V2/publication").await.sees("il en reste 2 000 000,00 € après");
    manager.fill("/gestion/vagues/AAP-TL-V2/publication", &[]).await.sees("La vague AAP-TL-V2 est publiée");
    app.browser().get("/appels/AAP-TL").await.sees("AAP-TL-V1").sees("AAP-TL-V2").sees("Ouvert");

    // Without what the one before asked, a wave starts empty.
    manager.get(next).await;
    let alone: Vec<(&str, &str)> = dates.into_iter().chain([("alike", "")]).collect();
    manager.fill(next, &alone).await.sees("AAP-TL-V3").sees("Ajoutez au moins un critère");
}

#[tokio::test]
async fn the_list_costs_as_much_whatever_it_holds() {
    let app = App::start().await;
    let funded = app.funded().await;
    let mut manager = app.signed_in(&funded.manager).await;
    let small = NewWave { envelope: euros(1_000_000), ..terms() };
    let mut costs = Vec::new();
    for (reference, published) in [("A", true), ("B", false), ("C", true), ("D", false), ("E", true)] {
        if published {
            app.published_wave(&funded, reference, small.clone()).await;
        } else {
            app.drafted_wave(&funded, reference, small.clone()).await;
        }
        let mut cost = Vec::new();
        for path in ["/gestion/appels", "/gestion/appels/A", "/gestion/vagues/A-V1/criteres", "/gestion/vagues/A-V1/formulaire"] {
            let before = app.database.statements();
            manager.get(path).await.is(StatusCode::OK);
            cost.push(app.database.statements() - before);
        }
        costs.push(cost);
    }
    assert!(costs.iter().skip(1).all(|cost| *cost == costs[1]), "{costs:?}");
    manager.get("/gestion/appels").await.sees("5 vagues · 5 000 000,00 € d’enveloppes");
}
