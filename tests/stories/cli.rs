//! The command line: exit code 0 only on success, and an error is one line, in French, that says what would be right.

use std::{fs, net::TcpListener, path::Path};

use entity::values::Role;
use guichet::{
    db::Database,
    people,
    programmes::{self, NewProgramme},
};
use sea_orm::{EntityTrait, PaginatorTrait};
use tempfile::TempDir;

use crate::support::{App, Said, fresh_database, guichet, run};

/// A folder with a migrated database, and the commands run there.
struct Desk {
    folder: TempDir,
    database: String,
}

impl Desk {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = fresh_database(folder.path()).await;
        Self { folder, database }
    }

    /// With the demo as it stood in the middle of 2021: programmes and money, no call yet.
    async fn with_a_small_demo() -> Self {
        let desk = Self::new().await;
        desk.run(&["demo", "--as-of", "2021-06-30"]).succeeds("");
        desk
    }

    fn run(&self, arguments: &[&str]) -> Said {
        self.run_with(&[], arguments)
    }

    fn run_with(&self, settings: &[(&str, &str)], arguments: &[&str]) -> Said {
        run(guichet(self.path(), &self.database).envs(settings.iter().copied()).args(arguments))
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn is_embedded(&self) -> bool {
        self.database.starts_with("sqlite:")
    }
}

#[test]
fn a_wrong_command_is_told_in_one_line_with_what_would_be_right() {
    let folder = tempfile::tempdir().unwrap();
    let cases: [(&[&str], &[&str]); 13] = [
        (&[], &["il manque une commande", "guichet --help"]),
        (&["servir"], &["la commande « servir » n’existe pas"]),
        (&["serve", "--vite"], &["l’argument « --vite » n’existe pas"]),
        (&["demo", "--as-of", "demain"], &["« demain »", "--as-of", "il faut une date, par exemple 2022-12-31"]),
        (&["user"], &["il manque une commande"]),
        (&["user", "add", "ada", "Ada"], &["« ada »", "<ADRESSE>", "prenom.nom@exemple.fr"]),
        (&["user", "add", "ada@exemple.fr", "  "], &["<NOM>", "Ce champ est à remplir"]),
        (&["user", "grant", "ada@exemple.fr", "chef"], &["« chef »", "administrateur, gestionnaire, responsable"]),
        (&["user", "reset"], &["il manque", "<ADRESSE>"]),
        (&["export"], &["il manque une commande"]),
        (&["export", "execution"], &["il manque", "--programme <CODE>"]),
        (&["export", "execution", "--programme", "SASN", "--format", "doc"], &["« doc »", "csv, xlsx, ods, json, pdf"]),
        (&["backup"], &["il manque", "<FICHIER>"]),
    ];
    for (arguments, words) in cases {
        run(guichet(folder.path(), "sqlite://absente.db").args(arguments)).fails(2, words);
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn help_is_in_french_and_needs_no_database() {
    let folder = tempfile::tempdir().unwrap();
    for (arguments, words) in [
        (["--help"].as_slice(), "Usage : guichet"),
        (&["user", "--help"], "Accorde un rôle"),
        (&["export", "execution", "--help"], "Le code du programme"),
        (&["--version"], "guichet "),
    ] {
        run(guichet(folder.path(), "sqlite://absente.db").args(arguments)).succeeds(words);
    }
}

#[test]
fn only_migrate_and_demo_make_a_database() {
    let folder = tempfile::tempdir().unwrap();
    let commands: [&[&str]; 7] = [
        &["serve"],
        &["user", "add", "ada@exemple.fr", "Ada Byron"],
        &["user", "reset", "ada@exemple.fr"],
        &["export", "execution", "--programme", "SASN"],
        &["verify"],
        &["backup", "copie.db"],
        &["doctor"],
    ];
    for arguments in commands {
        let said = run(guichet(folder.path(), "sqlite://base/guichet.db").args(arguments));
        if arguments == ["doctor"] {
            said.fails(1, &["Base de données"]);
            assert!(said.text().contains("il n’y a pas de base dans base/guichet.db"), "{said:?}");
        } else {
            said.fails(1, &["il n’y a pas de base dans base/guichet.db", "guichet migrate"]);
        }
        assert!(!folder.path().join("base").exists() && !folder.path().join("copie.db").exists(), "{arguments:?}");
    }
    run(guichet(folder.path(), "sqlite://base/guichet.db").arg("migrate")).succeeds("");
    for arguments in [["migrate"], ["verify"], ["doctor"]] {
        run(guichet(folder.path(), "sqlite://base/guichet.db").args(arguments)).succeeds("");
    }
}

#[test]
fn a_database_that_does_not_open_is_named_without_its_password() {
    let folder = tempfile::tempdir().unwrap();
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let said = run(guichet(folder.path(), &format!("postgres://moi:sesame@{nobody}/aides")).arg("verify"));
    said.fails(1, &["la base aides du serveur PostgreSQL", &nobody, "rien ne répond à cette adresse"]);
    assert!(!said.error.contains("sesame"), "{said:?}");

    fs::write(folder.path().join("lettre.db"), "Ceci n’est pas une base. ".repeat(100)).unwrap();
    run(guichet(folder.path(), "sqlite://lettre.db").arg("verify")).fails(1, &["la base lettre.db ne s’ouvre pas"]);
    fs::write(folder.path().join("vide.db"), "").unwrap();
    for arguments in [["verify"].as_slice(), &["serve"], &["backup", "copie.db"]] {
        run(guichet(folder.path(), "sqlite://vide.db").args(arguments)).fails(1, &["n’est pas à jour", "guichet migrate"]);
    }
}

#[tokio::test]
async fn the_first_administrator_is_made_on_the_command_line() {
    let desk = Desk::with_a_small_demo().await;
    desk.run(&["user", "add", "ada@exemple.fr", "Ada Byron"]).succeeds("Le compte de Ada Byron est créé.");
    // What was written in the last second is sealed before it is checked.
    desk.run(&["verify"]).succeeds("✓ Chaque événement est scellé");
    desk.run(&["user", "add", "ada@exemple.fr", "Ada"]).fails(1, &["ada@exemple.fr a déjà un compte"]);
    desk.run(&["user", "reset", "ada@exemple.fr"]).succeeds("http://127.0.0.1:3000/");
    desk.run(&["user", "reset", "nul@exemple.fr"]).fails(1, &["nul@exemple.fr n’a pas de compte"]);

    desk.run(&["user", "grant", "ada@exemple.fr", "administrateur"]).succeeds("Le rôle est accordé à Ada Byron.");
    desk.run(&["user", "grant", "ada@exemple.fr", "gestionnaire", "--programme", "SASN"]).succeeds("Le rôle est accordé");
    desk.run(&["user", "grant", "ada@exemple.fr", "gestionnaire", "--programme", "RIEN"]).fails(1, &["RIEN n’existe pas"]);
    desk.run(&["user", "grant", "ada@exemple.fr", "administrateur", "--programme", "SASN"]).fails(1, &["tout le site"]);
    desk.run(&["user", "grant", "nul@exemple.fr", "auditeur"]).fails(1, &["nul@exemple.fr n’a pas de compte"]);

    let database = Database::connect(&desk.database, "").await.unwrap();
    let (reader, email) = (database.reader(), "ada@exemple.fr".parse().unwrap());
    let ada = people::actions::person_with_email(&reader, &email).await.unwrap().unwrap();
    let held = people::actions::roles(&reader, ada.id).await.unwrap();
    assert_eq!(held.iter().map(|grant| grant.role).collect::<Vec<_>>(), [Role::Admin, Role::Staff]);
}

#[tokio::test]
async fn figures_are_exported_and_the_base_is_copied() {
    let desk = Desk::with_a_small_demo().await;
    let report = ["export", "execution", "--programme", "SASN"];
    desk.run(&report).succeeds("SASN");
    desk.run(&[report.as_slice(), &["--as-of", "2021-06-30"]].concat()).succeeds("150000000.00");
    for (format, beginning) in [("csv", "\u{feff}".as_bytes()), ("xlsx", b"PK"), ("pdf", b"%PDF")] {
        let file = format!("rapport.{format}");
        desk.run(&[report.as_slice(), &["--format", format, "--output", &file]].concat()).succeeds("");
        assert!(fs::read(desk.path().join(&file)).unwrap().starts_with(beginning), "{format}");
    }
    desk.run(&["export", "execution", "--programme", "RIEN"]).fails(1, &["le programme RIEN n’existe pas"]);
    desk.run(&[report.as_slice(), &["--output", "ici/ou/la.csv"]].concat()).fails(1, &["ici/ou/la.csv", "n’existe pas"]);

    if desk.is_embedded() {
        desk.run(&["backup", "copie.db"]).succeeds("La base est copiée dans copie.db");
        desk.run(&["backup", "copie.db"]).fails(1, &["copie.db existe déjà"]);
        desk.run(&["backup", "ici/copie.db"]).fails(1, &["ici/copie.db", "le dossier ici n’existe pas"]);
        run(guichet(desk.path(), "sqlite://copie.db").args(report)).succeeds("SASN");
    } else {
        desk.run(&["backup", "copie.db"]).fails(1, &["pg_dump"]);
    }
}

#[tokio::test]
async fn the_demo_is_played_once_in_an_empty_base_up_to_a_day_of_its_story() {
    let desk = Desk::new().await;
    desk.run(&["demo", "--as-of", "2099-01-01"]).fails(1, &["du 1er janvier 2018 à aujourd’hui", "le 1er janvier 2099"]);
    desk.run(&["demo", "--as-of", "2017-12-31"]).fails(1, &["le 31 décembre 2017"]);
    desk.run(&["demo", "--as-of", "2018-01-01"]).succeeds("");
    desk.run(&["demo", "--if-empty"]).succeeds("");
    desk.run(&["demo"]).fails(1, &["n’est pas vide"]);
    desk.run(&["verify"]).succeeds("✓");
}

#[tokio::test]
async fn a_demo_stopped_on_its_way_says_that_it_is_one_and_is_not_served() {
    let app = App::start().await;
    // A programme of the story stands in the way of its fourth year.
    let new = NewProgramme {
        code: "SASN".to_owned(),
        name: "Un autre".to_owned(),
        starts: "2021".to_owned(),
        ends: "2025".to_owned(),
        ..NewProgramme::default()
    };
    let tx = app.tx(None).await;
    programmes::actions::add_programme(&tx, new).await.unwrap();
    tx.commit().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let database = app.app.config().database_url.clone();
    let desk = Desk { folder, database };
    desk.run(&["demo", "--as-of", "2021-06-30"]).fails(1, &["la démonstration s’est arrêtée"]);

    let connection = sea_orm::Database::connect(&desk.database).await.unwrap();
    assert!(entity::person::Entity::find().count(&connection).await.unwrap() > 0, "the accounts are there");
    for arguments in [["demo"].as_slice(), &["demo", "--if-empty"], &["serve"]] {
        desk.run(arguments).fails(1, &["démonstration interrompue", "supprimez-la"]);
    }
    app.reopened().await.browser().get("/").await.sees("Démonstration : les structures");
}

#[tokio::test]
async fn settings_that_would_be_lost_stop_the_start_or_are_named() {
    let desk = Desk::new().await;
    let with_file = |text: &str, arguments: &[&str]| {
        fs::write(desk.path().join(".env"), text).unwrap();
        desk.run(arguments)
    };
    let said = with_file("BIND=127.0.0.1:80\nSMTP_URL=smtp://moi:sesame mot@hote\n", &["verify"]);
    said.fails(1, &["ligne 2 de .env", "NOM=valeur"]);
    assert!(!said.error.contains("sesame"), "{said:?}");
    with_file("THEME=rose\n", &["verify"]).fails(1, &["réglage THEME", "« rose »", "neutre ou dsfr"]);
    let said = with_file("SMPT_URL=smtp://hote\n", &["verify"]);
    assert!(said.code == Some(0) && said.error.contains("réglage inconnu dans .env : SMPT_URL"), "{said:?}");

    fs::remove_file(desk.path().join(".env")).unwrap();
    desk.run_with(&[("RUST_LOG", "beaucoup")], &["verify"]).fails(1, &["réglage RUST_LOG", "« beaucoup »"]);
    desk.run_with(&[("BIND", "192.0.2.1:80"), ("METRICS_BIND", "off")], &["serve"]).fails(1, &["192.0.2.1:80", "écoutée"]);
}

#[tokio::test]
async fn the_doctor_says_what_does_not_answer() {
    let desk = Desk::new().await;
    desk.run(&["doctor"]).succeeds("schéma à jour");
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    // It takes the connection, and never says a word.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    for address in [nobody.as_str(), &silent.local_addr().unwrap().to_string()] {
        desk.run_with(&[("SMTP_URL", &format!("smtp://{address}"))], &["doctor"]).fails(1, &["Serveur de courriel"]);
    }
    desk.run_with(&[("CLAMD", &nobody)], &["doctor"]).fails(1, &["à corriger : Antivirus"]);
    desk.run_with(&[("THEME", "dsfr")], &["doctor"]).fails(1, &["à corriger : Thème"]);
    if let Ok(url) = std::env::var("TEST_SMTP_URL") {
        desk.run_with(&[("SMTP_URL", &url)], &["doctor"]).succeeds("✓ Serveur de courriel : répond");
    }
}
