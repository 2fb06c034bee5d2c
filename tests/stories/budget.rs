//! Money is opened, delegated, reserved and committed; whoever reads the report can follow each figure to its entries.

use axum::http::StatusCode;
use entity::{
    budget_line,
    values::{Book, Money, OrganisationKind, Reference, Siret, Year},
};
use guichet::{
    access::Scope,
    budget::actions::{self, NewCommitment, NewLine, Reservation},
    organisations::actions::{NewOrganisation, name_organisation},
    programmes::{NewProgramme, actions::add_programme},
    web::urls,
};

use crate::support::{Answer, App, Browser, Person, Role};

/// A programme with its line, an action below it, and the people who look at both.
pub struct World {
    pub app: App,
    pub top: budget_line::Model,
    pub action: budget_line::Model,
    pub scope: Scope,
    pub manager: Person,
}

pub fn euros(text: &str) -> Money {
    Money::parse_plain(text).unwrap()
}

fn year() -> Year {
    Year::new(2026).unwrap()
}

impl World {
    pub async fn begin() -> Self {
        let app = App::start().await;
        let tx = app.tx(None).await;
        let new = NewProgramme {
            code: "SASN".to_owned(),
            name: "Stratégie d’accélération".to_owned(),
            tagline: None,
            summary: None,
            starts: "2021".to_owned(),
            ends: "2026".to_owned(),
            launched_on: None,
            orientations: None,
            actions_announced: None,
            amount: None,
            earmarks: Vec::new(),
            axes: Vec::new(),
        };
        let programme = add_programme(&tx, new).await.unwrap();
        let top = actions::line_by_code(&tx, "SASN").await.unwrap().unwrap();
        let below = NewLine { parent: Some(top.id), code: "SASN-AAP-TL".to_owned(), label: "Tiers-lieux".to_owned() };
        let action = actions::add_line(&tx, below).await.unwrap();
        tx.commit().await.unwrap();
        let scope = Scope::Programme(programme.id);
        let manager = app.person_with("Claire Martin", Role::ProgrammeManager, scope).await;
        Self { app, top, action, scope, manager }
    }

    pub async fn manager(&self) -> Browser {
        self.app.signed_in(&self.manager).await
    }

    pub async fn auditor(&self) -> Browser {
        let auditor = self.app.person_with("Ada Auditrice", Role::Auditor, Scope::Site).await;
        self.app.signed_in(&auditor).await
    }

    /// The manager opens money on the programme's line.
    pub async fn open(&self, browser: &mut Browser, amount: &str) -> Answer {
        let form = urls::open_budget(self.top.id);
        browser.get(&form).await;
        let typed =
            [("book", "ae"), ("year", "2026"), ("amount", amount), ("reason", "Loi de finances"), ("document", "LFI 2026")];
        browser.fill(&form, &typed).await
    }

    /// The manager delegates money to the action.
    pub async fn delegate(&self, browser: &mut Browser, amount: &str) -> Answer {
        let form = urls::delegate(self.top.id);
        browser.get(&form).await;
        let to = self.action.id.to_string();
        let typed =
            [("to", to.as_str()), ("book", "ae"), ("year", "2026"), ("amount", amount), ("reason", "Délégation de gestion")];
        browser.fill(&form, &typed).await
    }

    /// A wave takes its envelope, and part of it is promised.
    pub async fn reserve_and_commit(&self, envelope: &str, award: &str) {
        let tx = self.app.tx(Some(self.manager.id)).await;
        let reservation = Reservation {
            from: self.action.id,
            code: "AAP-TL-V1".to_owned(),
            label: "Tiers-lieux, vague 1".to_owned(),
            year: year(),
            amount: euros(envelope),
            reason: "Publication de la vague AAP-TL-V1".to_owned(),
        };
        actions::reserve(&tx, reservation).await.unwrap();
        let wave = actions::line_by_code(&tx, "AAP-TL-V1").await.unwrap().unwrap();
        let siret = Siret::parse("73282932000074").unwrap();
        let hospital = NewOrganisation { siret, name: "Structure fictive".to_owned(), kind: OrganisationKind::Association };
        let beneficiary = name_organisation(&tx, hospital).await.unwrap().id;
        let commitment = NewCommitment {
            line: wave.id,
            year: year(),
            reference: Reference::parse("AAP-TL-V1-0001").unwrap(),
            beneficiary,
            label: "Aide à la structure fictive".to_owned(),
            amount: euros(award),
        };
        actions::commit(&tx, commitment).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn balances(&self, line: &budget_line::Model) -> actions::Balances {
        let tx = self.app.tx(None).await;
        actions::balances(&tx, line.id, Book::Ae, year()).await.unwrap()
    }

    fn report(&self, day: &str) -> String {
        urls::with_query(&urls::budget_report(self.top.id), &[("au", day)])
    }
}

/// The figures of a page: each line's rows as people read them.
fn rows(page: &Answer) -> Vec<String> {
    page.texts("table tr").into_iter().filter(|row| !row.starts_with("Ligne")).collect()
}

fn cents(french: &str) -> i64 {
    Money::parse(french.trim_start_matches('-')).unwrap().cents() * if french.starts_with('-') { -1 } else { 1 }
}

#[tokio::test]
async fn a_manager_opens_money_and_delegates_part_of_it() {
    let world = World::begin().await;
    let mut manager = world.manager().await;
    manager.get("/budget").await.sees("Stratégie d’accélération").sees("Aucun crédit n’est ouvert");

    world.open(&mut manager, "1 000 000,00").await.sees("1 000 000,00 € ouverts en AE 2026");
    let page = world.delegate(&mut manager, "600 000").await;
    page.sees("600 000,00 € délégués à « Tiers-lieux » en AE 2026").sees("Disponible 1 000 000,00 €");

    let (top, action) = (world.balances(&world.top).await, world.balances(&world.action).await);
    assert_eq!((top.opened(), top.available()), (euros("1000000.00"), euros("400000.00")));
    assert_eq!((action.opened(), action.available()), (Money::ZERO, euros("600000.00")));
    manager.get("/budget").await.sees("Autorisations d’engagement (AE) : 1 000 000,00 € accordés");
}

#[tokio::test]
async fn delegating_a_cent_too_much_is_refused_with_what_is_missing() {
    let world = World::begin().await;
    let mut manager = world.manager().await;
    world.open(&mut manager, "400 000,00").await;

    let refused = world.delegate(&mut manager, "412 340,00").await;
    refused.is(StatusCode::UNPROCESSABLE_ENTITY);
    refused.sees("Il manque 12 340,00 € : la ligne « Stratégie d’accélération » dispose de 400 000,00 € en 2026.");
    assert!(refused.form(&urls::delegate(world.top.id)).contains(&("amount".to_owned(), "412 340,00".to_owned())));
    assert_eq!(world.balances(&world.top).await.available(), euros("400000.00"));

    world.delegate(&mut manager, "400 000,00").await.is(StatusCode::OK);
    assert_eq!(world.balances(&world.top).await.available(), Money::ZERO);
}

#[tokio::test]
async fn a_form_can_be_rehearsed_before_it_counts() {
    let world = World::begin().await;
    let mut manager = world.manager().await;
    world.open(&mut manager, "1000").await;
    let form = urls::delegate(world.top.id);
    manager.get(&form).await.sees("Disponible").sees("1 000,00 €");
    let to = world.action.id.to_string();
    let typed =
        [("to", to.as_str()), ("book", "ae"), ("year", "2026"), ("amount", "300"), ("reason", "Essai"), ("etape", "verifier")];
    let rehearsed = manager.fill(&form, &typed).await;
    rehearsed.sees("Après cette opération").sees("Rien n’est encore enregistré").sees("700,00 €");
    assert_eq!(world.balances(&world.top).await.available(), euros("1000"));
}

#[tokio::test]
async fn what_is_typed_wrong_is_named_and_kept() {
    let world = World::begin().await;
    let mut manager = world.manager().await;
    let form = urls::open_budget(world.top.id);
    for (amount, sentence) in [
        ("1,234.56", "Ce montant peut se lire de deux façons"),
        ("12,345", "au plus deux décimales"),
        ("-5", "Le montant doit être positif"),
        ("0", "Le montant doit être supérieur à zéro"),
        ("1234567890123456", "trop de chiffres"),
    ] {
        let refused = world.open(&mut manager, amount).await;
        refused.is(StatusCode::UNPROCESSABLE_ENTITY).sees(sentence);
        assert!(refused.form(&form).contains(&("amount".to_owned(), amount.to_owned())));
    }
    manager.get(&form).await;
    let refused = manager.fill(&form, &[("book", "or"), ("year", "26"), ("amount", ""), ("reason", "")]).await;
    refused.is(StatusCode::UNPROCESSABLE_ENTITY).sees("L’année s’écrit en quatre chiffres").sees("Ce champ est à remplir.");
    assert_eq!(world.balances(&world.top).await, actions::Balances::default());
}

#[tokio::test]
async fn a_form_sent_twice_counts_once() {
    let world = World::begin().await;
    let mut manager = world.manager().await;
    let form = urls::open_budget(world.top.id);
    let page = manager.get(&form).await;
    let key = page.form(&form).into_iter().find(|(name, _)| name == "idempotency_key").unwrap().1;
    let typed = |amount| {
        [
            ("idempotency_key", key.clone()),
            ("book", "ae".into()),
            ("year", "2026".into()),
            ("amount", amount),
            ("reason", "LFI".into()),
        ]
    };
    for _ in 0..2 {
        let fields = typed("100".to_owned());
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        manager.post(&form, &fields).await.sees("100,00 € ouverts en AE 2026 (écriture 1).");
    }
    assert_eq!(world.balances(&world.top).await.opened(), euros("100"));

    // The same form with another amount is neither the first one again nor a second one.
    let fields = typed("200".to_owned());
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    manager.post(&form, &fields).await.is(StatusCode::UNPROCESSABLE_ENTITY).sees("déjà été enregistré, pour 100,00 €");
    assert_eq!(world.balances(&world.top).await.opened(), euros("100"));
}

#[tokio::test]
async fn two_people_cannot_delegate_the_same_money() {
    let world = World::begin().await;
    let mut manager = world.manager().await;
    world.open(&mut manager, "100").await;
    let (mut one, mut other) = (world.manager().await, world.manager().await);
    let (first, second) = tokio::join!(world.delegate(&mut one, "60"), world.delegate(&mut other, "60"));
    let done = [&first, &second].into_iter().filter(|answer| answer.status() == StatusCode::OK).count();
    assert_eq!(done, 1, "{} and {}", first.text(), second.text());
    assert_eq!(world.balances(&world.top).await.available(), euros("40"));
    assert_eq!(world.balances(&world.action).await.available(), euros("60"));
}

#[tokio::test]
async fn the_report_tells_any_day_again() {
    let world = World::begin().await;
    let mut manager = world.manager().await;
    world.open(&mut manager, "1 000 000").await;
    world.app.at("2026-02-01T09:00:00Z");
    let mut manager = world.manager().await;
    world.delegate(&mut manager, "600 000").await;
    world.app.at("2026-03-01T09:00:00Z");
    world.reserve_and_commit("500000", "123456.78").await;

    let mut manager = world.manager().await;
    let report = manager.get(&world.report("2026-01-11")).await;
    report.sees("Au 11 janvier 2026").sees("Aucun crédit à cette date");
    assert_eq!(
        rows(&manager.get(&world.report("2026-01-31")).await),
        [
            "Stratégie d’accélération SASN 2026 1 000 000,00 0,00 0,00 0,00 0,00 0,00 1 000 000,00",
            "Total : Stratégie d’accélération 2026 1 000 000,00 0,00 0,00 0,00 0,00 0,00 1 000 000,00",
        ]
    );
    assert_eq!(
        rows(&manager.get(&world.report("2026-02-28")).await)[..2],
        [
            "Stratégie d’accélération SASN 2026 1 000 000,00 0,00 600 000,00 0,00 0,00 0,00 400 000,00",
            "Tiers-lieux SASN-AAP-TL 2026 0,00 600 000,00 0,00 0,00 0,00 0,00 600 000,00",
        ]
    );
    assert_eq!(
        rows(&manager.get(&world.report("2026-12-31")).await),
        [
            "Stratégie d’accélération SASN 2026 1 000 000,00 0,00 600 000,00 0,00 0,00 0,00 400 000,00",
            "Tiers-lieux SASN-AAP-TL 2026 0,00 600 000,00 500 000,00 0,00 0,00 0,00 100 000,00",
            "Tiers-lieux, vague 1 AAP-TL-V1 2026 0,00 500 000,00 0,00 0,00 376 543,22 123 456,78 0,00",
            "Total : Stratégie d’accélération 2026 1 000 000,00 0,00 0,00 0,00 376 543,22 123 456,78 500 000,00",
        ]
    );
    let wrong = manager.get(&world.report("2026-02-30")).await;
    wrong.is(StatusCode::UNPROCESSABLE_ENTITY).sees("La date s’écrit jour, mois, année");
}

#[tokio::test]
async fn every_figure_leads_to_the_entries_that_make_it() {
    let world = World::begin().await;
    let mut manager = world.manager().await;
    world.open(&mut manager, "1 000 000").await;
    world.open(&mut manager, "0,01").await;
    world.delegate(&mut manager, "600 000").await;
    world.reserve_and_commit("500000", "123456.78").await;

    let mut auditor = world.auditor().await;
    let report = auditor.get(&world.report("2026-12-31")).await;
    let figures = report.select("td.gu-amount a");
    assert!(figures.len() >= 15, "{figures:?}");
    for (figure, attributes) in figures {
        let entries = auditor.get(&attributes["href"]).await;
        entries.sees(&format!(": {figure} €"));
        let shares: i64 = entries.texts("tbody td:nth-child(6)").iter().map(|share| cents(share)).sum();
        assert_eq!(shares, cents(&figure), "{}", entries.path());
        let running = entries.texts("tbody td:nth-child(7)").first().map_or(0, |sum| cents(sum));
        assert_eq!(running, cents(&figure), "{}", entries.path());
    }

    let entries = auditor.get(&urls::entries(world.top.id)).await;
    let oldest = entries.select("tbody th a").pop().unwrap();
    let link = oldest.1["href"].clone();
    let sheet = auditor.get(&link).await;
    sheet
        .sees("Ouverture")
        .sees("Loi de finances")
        .sees("LFI 2026")
        .sees("Claire Martin")
        .sees("12 janvier 2026")
        .sees("1 000 000,00 €");
    assert_eq!(sheet.texts(".gu-fingerprint")[0].len(), 64);
}

#[tokio::test]
async fn the_files_say_what_the_screen_says() {
    let world = World::begin().await;
    let mut manager = world.manager().await;
    world.open(&mut manager, "1 000 000,05").await;
    world.delegate(&mut manager, "600 000").await;
    world.reserve_and_commit("500000", "123456.78").await;

    let mut auditor = world.auditor().await;
    let page = auditor.get(&world.report("2026-12-31")).await;
    let on_screen: Vec<i64> = page.texts("td.gu-amount").iter().map(|figure| cents(figure)).collect();

    let link = urls::with_query(&urls::budget_report_file(world.top.id, "csv"), &[("au", "2026-12-31")]);
    page.has_link(&link);
    let file = auditor.get(&link).await;
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    assert!(file.header("content-disposition").contains("rapport-SASN-2026-12-31.csv"));
    let text = file.body();
    let lines: Vec<Vec<&str>> = text.trim_start_matches('\u{feff}').lines().map(|line| line.split(';').collect()).collect();
    assert_eq!(lines[0][..5], ["Code", "Ligne", "Livre", "Exercice", "Ouvert"]);
    // A cell is empty where a figure has no meaning in the book of its row.
    let amounts = lines[1..].iter().flat_map(|line| &line[4..]).filter(|amount| !amount.is_empty());
    // The screen leaves out the figures of which there is nothing to say.
    let something = |cents: &i64| *cents != 0;
    let in_file: Vec<i64> = amounts.map(|amount| Money::parse_plain(amount).unwrap().cents()).filter(something).collect();
    assert_eq!(in_file, on_screen.into_iter().filter(something).collect::<Vec<_>>());

    for (format, beginning) in [("xlsx", b"PK".as_slice()), ("pdf", b"%PDF")] {
        let link = urls::with_query(&urls::budget_report_file(world.top.id, format), &[("au", "2026-12-31")]);
        page.has_link(&link);
        let file = auditor.get(&link).await;
        file.is(StatusCode::OK);
        assert!(file.bytes().starts_with(beginning), "{format}");
    }
    auditor.get(&urls::budget_report_file(world.top.id, "exe")).await.is(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn who_may_not_act_may_read_or_knows_nothing() {
    let world = World::begin().await;
    let mut manager = world.manager().await;
    world.open(&mut manager, "100").await;
    let (open, line) = (urls::open_budget(world.top.id), urls::budget_line(world.top.id));
    let typed = [("book", "ae"), ("year", "2026"), ("amount", "1"), ("reason", "Essai")];

    for (name, role) in
        [("Ada Auditrice", Role::Auditor), ("Marc Comptable", Role::Accountant), ("Gilles Gestionnaire", Role::Staff)]
    {
        let reader = world.app.person_with(name, role, world.scope).await;
        let mut reader = world.app.signed_in(&reader).await;
        reader.get(&line).await.is(StatusCode::OK).does_not_see("Ouvrir des crédits");
        reader.get("/budget").await.is(StatusCode::OK).sees("Stratégie d’accélération");
        reader.get(&open).await.is(StatusCode::FORBIDDEN);
        reader.post(&open, &typed).await.is(StatusCode::FORBIDDEN);
    }

    let applicant = world.app.person("Paul Porteur").await;
    let mut applicant = world.app.signed_in(&applicant).await;
    for path in ["/budget".to_owned(), line.clone(), open.clone(), urls::entry(1), urls::budget_report(world.top.id)] {
        applicant.get(&path).await.is(StatusCode::NOT_FOUND);
    }
    applicant.post(&open, &typed).await.is(StatusCode::NOT_FOUND);

    world.app.browser().get(&line).await.sees("Se connecter");
    assert_eq!(world.balances(&world.top).await.opened(), euros("100"));
}

#[tokio::test]
async fn a_manager_of_another_programme_knows_nothing_of_this_one() {
    let world = World::begin().await;
    let tx = world.app.tx(None).await;
    let stranger =
        actions::add_line(&tx, NewLine { parent: None, code: "SASN-2".to_owned(), label: "Autre".to_owned() }).await.unwrap();
    tx.commit().await.unwrap();
    let mut manager = world.manager().await;
    manager.get("/budget").await.does_not_see("Autre");
    manager.get(&urls::budget_line(stranger.id)).await.is(StatusCode::NOT_FOUND);
    // Money is handed down the tree only.
    manager.get(&urls::delegate(world.action.id)).await.sees("Aucune ligne ne peut recevoir de crédits");
    let typed = [("to", &*world.top.id.to_string()), ("book", "ae"), ("year", "2026"), ("amount", "1"), ("reason", "Essai")];
    let refused = manager.post(&urls::delegate(world.action.id), &typed).await;
    refused.is(StatusCode::UNPROCESSABLE_ENTITY).sees("Aucune ligne ne peut recevoir");
}

#[tokio::test]
async fn a_report_costs_the_same_however_much_it_tells() {
    let world = World::begin().await;
    let mut manager = world.manager().await;
    world.open(&mut manager, "1 000").await;
    let report = world.report("2026-12-31");
    let pages = [report, urls::budget_line(world.top.id), urls::budgets(), urls::entries(world.top.id)];
    let mut costs = Vec::new();
    for page in &pages {
        costs.push(cost(&world.app, &mut manager, page).await);
    }

    let tx = world.app.tx(Some(world.manager.id)).await;
    for number in 0..10 {
        let new = NewLine { parent: Some(world.action.id), code: format!("LIGNE-{number}"), label: format!("Ligne {number}") };
        actions::add_line(&tx, new).await.unwrap();
    }
    tx.commit().await.unwrap();
    for _ in 0..5 {
        world.open(&mut manager, "1 000").await;
        world.delegate(&mut manager, "10").await;
    }
    for (page, before) in pages.iter().zip(costs) {
        assert_eq!(cost(&world.app, &mut manager, page).await, before, "{page}");
    }
}

/// How many statements a page sends.
async fn cost(app: &App, browser: &mut Browser, path: &str) -> u64 {
    let before = app.database.statements();
    browser.get(path).await.is(StatusCode::OK);
    app.database.statements() - before
}
