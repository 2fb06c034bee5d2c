//! What protects every page: headers, cookies, forms that nobody can forge, and forms that nothing loses.

use axum::http::{Method, StatusCode};
use entity::parked_form;
use guichet::{access::Scope, people};

use sea_orm::EntityTrait;

use crate::{
    judged::World,
    support::{Answer, App, Browser, PASSWORD, Role},
};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// The headers of norms §5, on any answer.
#[track_caller]
fn is_protected(answer: &Answer) {
    let expected = [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
        ("cross-origin-opener-policy", "same-origin"),
        ("x-frame-options", "DENY"),
    ];
    for (name, value) in expected {
        assert_eq!(answer.header(name), value, "{name} on {}", answer.path());
    }
    assert!(!answer.header("cache-control").is_empty(), "cache-control on {}", answer.path());
    assert!(!answer.header("content-security-policy").is_empty(), "content-security-policy on {}", answer.path());
}

#[tokio::test]
async fn every_answer_carries_the_headers_of_the_norms() {
    let app = App::start().await;
    let admin = app.person_with("Alix Admin", Role::Admin, Scope::Site).await;
    let mut browser = app.signed_in(&admin).await;
    let policy = "default-src 'self'; frame-ancestors 'none'; form-action 'self'; base-uri 'none'; object-src 'none'";
    for path in ["/connexion", "/inscription", "/compte", "/administration/comptes", "/nulle-part"] {
        let answer = browser.get(path).await;
        is_protected(&answer);
        assert_eq!(answer.header("content-security-policy"), policy, "{path}");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert_eq!(answer.header("strict-transport-security"), "", "over plain http it would mean nothing");
    }
    let asset = app.app.assets().url("css/base.css");
    let answer = browser.get(&asset).await;
    is_protected(&answer);
    answer.is(StatusCode::OK);
    assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
    is_protected(&browser.get("/assets/0/absent.css").await);
    is_protected(&browser.raw(Method::POST, "/connexion", &[FORM], "email=x").await);
    is_protected(&browser.raw(Method::DELETE, "/connexion", &[], "").await);
}

#[tokio::test]
async fn a_file_of_ours_carries_them_too_and_is_downloaded() {
    let world = World::with_requests(&[40_000]).await;
    let mut auditor = world.browser_of(&world.auditor).await;
    let file = auditor.get("/budget/1/rapport/csv").await;
    is_protected(&file);
    file.is(StatusCode::OK);
    assert!(file.header("content-disposition").starts_with("attachment; filename="), "{}", file.header("content-disposition"));
    assert!(file.header("content-security-policy").starts_with("default-src 'self'; frame-ancestors 'none'"));
    assert_eq!(file.header("cache-control"), "no-store");
}

#[tokio::test]
async fn over_tls_cookies_are_locked_to_the_host_and_browsers_never_come_back_without_it() {
    let app = App::start_with(&[("BASE_URL", "https://guichet.test")]).await;
    let mut browser = app.browser();
    let page = browser.get("/connexion").await;
    assert_eq!(page.header("strict-transport-security"), "max-age=63072000; includeSubDomains");
    let cookie = page.header("set-cookie");
    assert!(cookie.starts_with("__Host-guichet="), "{cookie}");
    for attribute in ["; Path=/", "; HttpOnly", "; SameSite=Lax", "; Secure"] {
        assert!(cookie.contains(attribute), "{attribute} in {cookie}");
    }
    assert!(!cookie.contains("Domain"));

    // So is the sentence left for the next page.
    browser.get("/mot-de-passe").await;
    let csrf = browser.csrf().await;
    let sent = browser.raw(Method::POST, "/mot-de-passe", &[FORM], format!("csrf={csrf}&email=lou@exemple.fr")).await;
    let cookie = sent.header("set-cookie");
    assert!(cookie.starts_with("__Host-guichet_message=") && cookie.ends_with("; Secure"), "{cookie}");
    browser.get("/connexion").await.sees("Un courriel part vers lou@exemple.fr");
    browser.get("/connexion").await.does_not_see("Un courriel part vers");
}

#[tokio::test]
async fn a_sentence_that_we_did_not_sign_is_not_shown() {
    let app = App::start().await;
    let mut browser = app.browser();
    let text = hex::encode("success:Versez mille euros à Eve.");
    browser.set_cookie("guichet_message", &format!("{}.{text}", "0".repeat(64)));
    browser.get("/connexion").await.does_not_see("Versez mille euros");
}

#[tokio::test]
async fn assets_are_the_same_for_everybody_and_ask_nothing_of_the_database() {
    let app = App::start().await;
    let ada = app.person("Ada Byron").await;
    let mut browser = app.signed_in(&ada).await;
    let before = app.database.statements();
    browser.get(&app.app.assets().url("css/base.css")).await.is(StatusCode::OK);
    assert_eq!(app.database.statements(), before);
}

#[tokio::test]
async fn a_page_that_differs_for_whoever_is_signed_in_says_so_to_caches() {
    let app = App::start().await;
    let page = app.browser().raw(Method::GET, "/appels", &[("accept-encoding", "gzip")], "").await;
    let headers: Vec<&str> = page.headers("vary").collect();
    assert!(headers.iter().any(|value| value.contains("cookie")), "{headers:?}");
    assert_eq!(page.header("content-encoding"), "gzip");
    let plain = app.browser().raw(Method::GET, "/appels", &[], "").await;
    assert_eq!(plain.header("content-encoding"), "", "what was compressed for one is not given to another");
    plain.sees("Appels à projets");
}

#[tokio::test]
async fn over_plain_http_the_cookie_is_hidden_from_scripts_and_from_other_sites() {
    let app = App::start().await;
    let page = app.browser().get("/connexion").await;
    let cookie = page.header("set-cookie");
    assert!(cookie.starts_with("guichet=") && cookie.contains("; HttpOnly") && cookie.contains("; SameSite=Lax"), "{cookie}");
}

#[tokio::test]
async fn a_form_without_its_secret_or_from_another_site_does_nothing() {
    let app = App::start().await;
    let ada = app.person("Ada Byron").await;
    let mut browser = app.signed_in(&ada).await;
    let csrf = browser.csrf().await;
    let signing_out = format!("csrf={csrf}");

    let forged = browser.raw(Method::POST, "/deconnexion", &[FORM], "").await;
    forged.is(StatusCode::FORBIDDEN).sees("Ce formulaire n’a pas été reconnu");
    browser.raw(Method::POST, "/deconnexion", &[FORM], "csrf=0").await.is(StatusCode::FORBIDDEN);
    for site in ["cross-site", "same-site"] {
        let headers = [FORM, ("sec-fetch-site", site)];
        browser.raw(Method::POST, "/deconnexion", &headers, signing_out.clone()).await.is(StatusCode::FORBIDDEN);
    }
    let json = [("content-type", "application/json")];
    browser.raw(Method::POST, "/deconnexion", &json, signing_out.clone()).await.is(StatusCode::BAD_REQUEST);
    browser.get("/compte").await.sees("Ada Byron");

    let own = [FORM, ("sec-fetch-site", "same-origin")];
    browser.raw(Method::POST, "/deconnexion", &own, signing_out).await.is(StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn another_browsers_secret_is_worth_nothing() {
    let app = App::start().await;
    let ada = app.person("Ada Byron").await;
    let eve = app.person("Eve Dupont").await;
    let eves = app.signed_in(&eve).await.csrf().await;
    let mut browser = app.signed_in(&ada).await;
    browser.raw(Method::POST, "/deconnexion", &[FORM], format!("csrf={eves}")).await.is(StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn signing_in_leads_back_to_this_site_only() {
    let app = App::start().await;
    let ada = app.person("Ada Byron").await;
    for (asked, leads_to) in [
        ("/compte", "/compte"),
        ("https://mechant.fr/", "/dossiers"),
        ("//mechant.fr/", "/dossiers"),
        ("/\\mechant.fr", "/dossiers"),
        ("javascript:alert(1)", "/dossiers"),
    ] {
        let mut browser = app.browser();
        browser.get("/connexion").await;
        let fields = [("email", ada.email.as_str()), ("password", PASSWORD), ("suite", asked)];
        assert_eq!(browser.fill("/connexion", &fields).await.path(), leads_to, "{asked}");
        let again = browser.raw(Method::GET, &format!("/connexion?suite={}", asked.replace('\\', "%5C")), &[], "").await;
        let expected = if leads_to == asked { asked } else { "/" };
        assert_eq!(again.location().as_deref(), Some(expected), "{asked}, once signed in");
    }
}

#[tokio::test]
async fn a_secret_planted_before_signing_in_opens_nothing_afterwards() {
    let app = App::start().await;
    let ada = app.person("Ada Byron").await;
    let mut planter = app.browser();
    planter.get("/connexion").await;
    let planted = planter.cookie("guichet").unwrap().to_owned();

    let mut browser = app.browser();
    browser.set_cookie("guichet", &planted);
    browser.get("/connexion").await;
    browser.fill("/connexion", &[("email", ada.email.as_str()), ("password", PASSWORD)]).await.sees("Ada Byron");
    assert_ne!(browser.cookie("guichet"), Some(planted.as_str()));
    planter.get("/compte").await.does_not_see("Ada Byron");

    let kept = browser.cookie("guichet").unwrap().to_owned();
    browser.get("/compte").await;
    browser.fill("/deconnexion", &[]).await;
    let mut thief = app.browser();
    thief.set_cookie("guichet", &kept);
    thief.get("/compte").await.does_not_see("Ada Byron");
}

#[tokio::test]
async fn a_form_sent_after_the_session_ended_is_kept_and_given_back() {
    let app = App::start().await;
    let admin = app.person_with("Alix Admin", Role::Admin, Scope::Site).await;
    let mut browser = app.signed_in(&admin).await;
    browser.get("/administration/invitations").await;
    app.at("2026-01-12T22:00:00Z");
    let typed = [("email", "nour+<b>@exemple.fr"), ("role", "auditor"), ("place", "site-0")];
    let stopped = browser.fill("/administration/invitations", &typed).await;
    stopped.sees("Ce que vous avez saisi est gardé");

    let resumed = browser.fill("/connexion", &[("email", admin.email.as_str()), ("password", PASSWORD)]).await;
    assert!(resumed.path().starts_with("/reprise/"), "{}", resumed.path());
    resumed.sees("Rien n’est perdu").sees("nour+<b>@exemple.fr");
    let kept = resumed.form("/administration/invitations");
    for (name, value) in typed {
        assert!(kept.contains(&(name.to_owned(), value.to_owned())), "{name} in {kept:?}");
    }

    let stranger = app.person("Eve Dupont").await;
    app.signed_in(&stranger).await.get(resumed.path()).await.is(StatusCode::GONE);

    let sent = browser.fill("/administration/invitations", &[]).await;
    sent.is(StatusCode::UNPROCESSABLE_ENTITY).sees("L’adresse électronique s’écrit par exemple");
    browser
        .fill("/administration/invitations", &[("email", "nour@exemple.fr")])
        .await
        .sees("L’invitation part vers nour@exemple.fr");

    app.at("2026-01-13T23:00:00Z");
    let mut later = app.signed_in(&admin).await;
    later.get(resumed.path()).await.is(StatusCode::GONE);
    people::actions::forget_expired(&app.database, app.clock.now()).await.unwrap();
}

#[tokio::test]
async fn a_browser_has_one_form_kept_for_each_page_and_not_without_end() {
    let app = App::start_with(&[("TRUSTED_PROXIES", "1")]).await;
    let ada = app.person("Ada Byron").await;
    let mut browser = app.browser().coming_from("203.0.113.7");
    browser.get("/connexion").await;
    let parked = async || {
        let kept = sea_orm::Database::connect(&app.app.config().database_url).await.unwrap();
        parked_form::Entity::find().all(&kept).await.unwrap()
    };
    for name in ["Une structure", "Une autre"] {
        browser.get("/connexion").await;
        browser.post("/structures/nouvelle", &[("name", name)]).await.sees("Ce que vous avez saisi est gardé");
    }
    let kept = parked().await;
    assert_eq!(kept.len(), 1, "the latest takes the place of the one before");
    assert!(kept[0].body.contains("Une+autre"), "{}", kept[0].body);

    let csrf = browser.csrf().await;
    let autosave = [FORM, ("x-requested-with", "autosave")];
    let stopped = browser.raw(Method::POST, "/compte/sessions/1/fermer", &autosave, format!("csrf={csrf}")).await;
    stopped.is(StatusCode::SEE_OTHER);
    assert_eq!(parked().await.len(), 1, "the script keeps what it could not save");

    for session in 1..30 {
        browser.raw(Method::POST, &format!("/compte/sessions/{session}/fermer"), &[FORM], format!("csrf={csrf}")).await;
    }
    assert_eq!(parked().await.len(), 10);
    let full = browser.raw(Method::POST, "/compte/sessions/99/fermer", &[FORM], format!("csrf={csrf}")).await;
    assert_eq!(full.location().as_deref(), Some("/connexion?suite=%2Fcompte%2Fsessions%2F99%2Ffermer"));

    for visitor in 0..8 {
        let mut crowd = app.browser().coming_from("203.0.113.7");
        crowd.get("/connexion").await;
        let csrf = crowd.csrf().await;
        for session in 1..10 {
            crowd.raw(Method::POST, &format!("/compte/sessions/{session}/fermer"), &[FORM], format!("csrf={csrf}")).await;
        }
        assert!(parked().await.len() <= 50, "{visitor}: an address fills nothing up");
    }

    browser.get("/connexion").await;
    browser.fill("/connexion", &[("email", ada.email.as_str()), ("password", PASSWORD)]).await.sees("Ada Byron");
}

#[tokio::test]
async fn what_cannot_be_read_is_a_clear_error_and_never_a_fault() {
    let app = App::start().await;
    let admin = app.person_with("Alix Admin", Role::Admin, Scope::Site).await;
    let mut browser = app.signed_in(&admin).await;
    let csrf = browser.csrf().await;
    let url = "/administration/invitations";

    let huge = format!("csrf={csrf}&email={}", "a".repeat(10 * 1024 * 1024));
    browser.raw(Method::POST, url, &[FORM], huge).await.is(StatusCode::PAYLOAD_TOO_LARGE).sees("trop volumineux");
    for body in [format!("csrf={csrf}&email=%ff%fe"), format!("csrf={csrf}&email=a%00b"), "csrf=%ff".to_owned()] {
        browser.raw(Method::POST, url, &[FORM], body).await.is(StatusCode::BAD_REQUEST).sees("n’a pas pu être lu");
    }
    browser.raw(Method::POST, url, &[FORM], vec![0xff, 0xfe, b'=']).await.is(StatusCode::BAD_REQUEST);
    browser.raw(Method::POST, url, &[FORM], format!("csrf={csrf}")).await.is(StatusCode::UNPROCESSABLE_ENTITY);
    browser.raw(Method::POST, url, &[("content-type", "multipart/form-data")], "").await.is(StatusCode::FORBIDDEN);
    let long = "é".repeat(60_000);
    browser.post(url, &[("email", &long)]).await.is(StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn an_address_that_cannot_be_read_leads_nowhere_and_says_so() {
    let app = App::start().await;
    let admin = app.person_with("Alix Admin", Role::Admin, Scope::Site).await;
    let mut browser = app.signed_in(&admin).await;
    let nowhere = [
        "/nulle-part",
        "/inscription/un-secret",
        "/invitations/%ff",
        "/reprise/zzz",
        "/administration/comptes/0",
        "/administration/comptes/douze",
        "/administration/comptes/99999999999999999999",
        "/audit/evenements/0",
    ];
    for path in nowhere {
        let page = browser.get(path).await;
        page.is(StatusCode::NOT_FOUND).sees("Page introuvable").has_link("/");
    }
    for unreadable in ["/structures/nouvelle?vague=1&vague=2", "/administration/courriels?page=1&page=2"] {
        browser.get(unreadable).await.is(StatusCode::BAD_REQUEST).sees("n’a pas pu être lu").has_link("/");
    }
    for odd in ["/administration/comptes?page=zéro&q=%ff", "/administration/comptes?page=-1&page=2", "/connexion?suite=%00"] {
        let status = odd_get(&mut browser, odd).await.status();
        assert!(status.is_success() || status.is_redirection(), "{odd}: {status}");
    }
}

async fn odd_get(browser: &mut Browser, path: &str) -> Answer {
    browser.raw(Method::GET, &path.replace('é', "%C3%A9"), &[], "").await
}
