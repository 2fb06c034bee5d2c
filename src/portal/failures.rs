//! The page of each failure: what happened, and a way back.

use askama::Template;
use axum::{
    http::header,
    response::{IntoResponse, Response},
};

use crate::{
    access::Visit,
    web::{Failure, Page, Reply, urls},
};

#[derive(Template)]
#[template(path = "portal/failure.html")]
struct FailurePage {
    page: Page,
    title: String,
    why: String,
    forward_label: String,
    forward_url: String,
}

/// Answers with the page of `failure`.
pub fn page(visit: &Visit, failure: Failure) -> Response {
    if failure == Failure::SignIn {
        return Reply::see(urls::with_query(&urls::sign_in(), &[("suite", visit.path())])).into_response();
    }
    let status = failure.status();
    let (title, why, forward_label, forward_url) = words(visit, failure);
    let view = FailurePage { page: Page::of(visit), title, why, forward_label, forward_url };
    let mut response = Reply::html(status, &view).map_or_else(|_| status.into_response(), IntoResponse::into_response);
    if status == axum::http::StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().insert(header::RETRY_AFTER, axum::http::HeaderValue::from_static("2"));
    }
    response
}

fn words(visit: &Visit, failure: Failure) -> (String, String, String, String) {
    let home = || ("Revenir à l’accueil".to_owned(), urls::home());
    let back = || ("Revenir à la page".to_owned(), visit.path().to_owned());
    let (title, why, (label, url)) = match failure {
        Failure::NotFound => (
            "Page introuvable",
            "Cette adresse ne mène à rien, ou à une page qui ne vous est pas ouverte. Vérifiez le lien, ou connectez-vous avec le compte qui y a droit.".to_owned(),
            home(),
        ),
        Failure::Forbidden => (
            "Cette action ne vous est pas ouverte",
            "Votre compte permet de consulter cette page mais pas d’agir dessus. Si vous devez pouvoir le faire, demandez le rôle à l’administrateur du service.".to_owned(),
            home(),
        ),
        Failure::Forged => (
            "Ce formulaire n’a pas été reconnu",
            "Il a été ouvert il y a trop longtemps, ou ne vient pas de ce site. Rien n’a été enregistré. Revenez à la page, rechargez-la, puis recommencez.".to_owned(),
            back(),
        ),
        Failure::TooLarge => (
            "L’envoi est trop volumineux",
            "Ce que vous avez envoyé dépasse ce que cette page peut recevoir. Rien n’a été enregistré. Raccourcissez le texte ou choisissez un fichier plus léger.".to_owned(),
            back(),
        ),
        Failure::Unreadable => (
            "L’envoi n’a pas pu être lu",
            "Il est incomplet ou contient des caractères qui ne sont pas du texte. Rien n’a été enregistré. Revenez à la page et recommencez ; un texte copié d’ailleurs se colle sans mise en forme.".to_owned(),
            back(),
        ),
        Failure::Busy => (
            "Le service est très demandé",
            "Votre demande n’a pas pu être traitée tout de suite et rien n’a été enregistré. Réessayez dans quelques secondes.".to_owned(),
            back(),
        ),
        Failure::Refused(refused) => return (refused.title, refused.why, refused.forward_label, refused.forward_url),
        Failure::Fault(cause) => {
            let number: String = visit.randomness().token().secret().chars().take(12).collect();
            tracing::error!(number, path = visit.path(), %cause, "a request failed");
            let why = format!("La faute est de notre côté et nous en gardons la trace sous le numéro {number}. Rien de ce que vous demandiez n’a été fait à moitié. Réessayez ; si cela dure, indiquez ce numéro au service.");
            return ("Une erreur est survenue".to_owned(), why, home().0, home().1);
        }
        Failure::SignIn => ("Connexion nécessaire", "Connectez-vous pour continuer.".to_owned(), ("Se connecter".to_owned(), urls::sign_in())),
    };
    (title.to_owned(), why, label, url)
}
