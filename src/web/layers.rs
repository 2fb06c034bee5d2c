//! What happens to every request around its page, from the outside in.

use std::net::SocketAddr;

use axum::{
    Router,
    body::{Body, Bytes, to_bytes},
    extract::{ConnectInfo, DefaultBodyLimit, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing,
};
use entity::values::Instant;
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer, services::ServeDir};

use super::{
    App, Failure, assets,
    body::{self, OriginChecked},
    cookies,
    reply::Wishes,
    urls,
};
use crate::{
    access::{Actor, Arrival, Routes, Visit},
    config::Theme,
    people::{self, InterruptedForm},
    portal::failures,
    randomness::Token,
};

/// The largest plain form, in bytes: past that nobody typed it.
const LARGEST_FORM: usize = 2 * 1024 * 1024;
/// The largest body of all: a file and its form.
const LARGEST_BODY: usize = 120 * 1024 * 1024;
/// The largest public page kept in memory.
const LARGEST_PAGE: usize = 2 * 1024 * 1024;

/// The whole service: every page inside every layer.
pub fn service(app: &App, routes: Routes) -> Router {
    let mut router = routes
        .into_router()
        .fallback(async || Failure::NotFound)
        .method_not_allowed_fallback(async || Failure::NotFound)
        .layer(CatchPanicLayer::custom(panicked))
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(middleware::from_fn_with_state(app.clone(), check_origin))
        .layer(middleware::from_fn(explain_failure))
        .layer(middleware::from_fn_with_state(app.clone(), open_visit))
        // The same for everybody: nobody is looked up for them.
        .route(assets::ASSET, routing::get(assets::serve));
    if app.config().theme == Theme::Dsfr {
        router = router.nest_service(assets::DSFR, ServeDir::new("data/dsfr"));
    }
    router
        .layer(CompressionLayer::new())
        .layer(middleware::from_fn_with_state(app.clone(), keep_public_page))
        .layer(middleware::from_fn_with_state(app.clone(), protect))
        .layer(middleware::from_fn(measure))
        .with_state(app.clone())
}

/// Counts and times requests, by status, for `/metriques`.
async fn measure(request: Request, next: Next) -> Response {
    #[expect(clippy::disallowed_methods, reason = "a duration, not a time of day")]
    let start = std::time::Instant::now();
    let response = next.run(request).await;
    let status = response.status().as_u16().to_string();
    metrics::counter!("guichet_requests_total", "status" => status).increment(1);
    metrics::histogram!("guichet_request_seconds").record(start.elapsed());
    response
}

const POLICY: &str = "default-src 'self'; frame-ancestors 'none'; form-action 'self'; base-uri 'none'; object-src 'none'";

/// The headers of every answer (norms §5).
async fn protect(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.entry("content-security-policy").or_insert(HeaderValue::from_static(POLICY));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    let fixed = [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
        ("cross-origin-opener-policy", "same-origin"),
        ("x-frame-options", "DENY"),
    ];
    for (name, value) in fixed {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if app.config().is_https() {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=63072000; includeSubDomains"));
    }
    response
}

/// Answers a visitor without a session from the pages of the last second.
async fn keep_public_page(State(app): State<App>, request: Request, next: Next) -> Response {
    if request.method() != Method::GET || request.headers().contains_key(header::COOKIE) {
        return next.run(request).await;
    }
    // A page is kept as it was compressed, for those who take it so.
    let encoding = request.headers().get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or("");
    let address = format!("{encoding} {}", request.uri());
    let asked = request.headers().get(header::IF_NONE_MATCH).cloned();
    let (now, generation) = (app.clock().now(), app.database().generation());
    if let Some(kept) = app.pages().find(&address, asked.as_ref(), now, generation) {
        return kept;
    }
    let response = next.run(request).await;
    if !may_be_kept(&response) {
        return response;
    }
    let (parts, body) = response.into_parts();
    match to_bytes(body, LARGEST_PAGE).await {
        Ok(body) => app.pages().keep(address, parts.headers, body, asked.as_ref(), now, generation),
        Err(error) => Failure::fault(&format!("a public page could not be kept: {error}")).status().into_response(),
    }
}

fn may_be_kept(response: &Response) -> bool {
    let headers = response.headers();
    let is_public = headers.get(header::CACHE_CONTROL).is_some_and(|value| value == "public, max-age=1");
    response.status() == StatusCode::OK && is_public && !headers.contains_key(header::SET_COOKIE)
}

/// Says who asks, from where and when; afterwards has the browser keep what the page wished.
async fn open_visit(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let at = app.clock().now();
    let browser = cookies::browser(&app, request.headers());
    let actor = match actor_behind(&app, browser.as_ref(), at).await {
        Ok(actor) => actor,
        Err(failure) => return failure.status().into_response(),
    };
    let visit = Visit::open(app.clone(), arrival(&app, &request, actor, at, browser));
    request.extensions_mut().insert(visit.clone());
    let mut response = next.run(request).await;
    let wishes = response.extensions_mut().remove::<Wishes>().unwrap_or_default();
    let was_shown = visit.flash().is_some() && response.status() != StatusCode::SEE_OTHER;
    let cookies = [
        wishes.browser.as_ref().or_else(|| visit.browser_to_remember()).and_then(|secret| cookies::keep_browser(&app, secret)),
        wishes.flash.as_ref().and_then(|flash| cookies::leave_flash(&app, flash)),
        was_shown.then(|| cookies::forget_flash(&app)).flatten(),
    ];
    for cookie in cookies.into_iter().flatten() {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

async fn actor_behind(app: &App, browser: Option<&Token>, at: Instant) -> Result<Actor, Failure> {
    match browser {
        Some(secret) => Ok(people::actions::actor_behind(app.database(), secret, at).await?),
        None => Ok(Actor::visitor()),
    }
}

fn arrival(app: &App, request: &Request, actor: Actor, at: Instant, browser: Option<Token>) -> Arrival {
    let user_agent = request.headers().get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or("");
    Arrival {
        actor,
        at,
        browser,
        address: address_of(app, request),
        user_agent: user_agent.chars().take(300).collect(),
        path: request.uri().path().to_owned(),
        flash: cookies::flash(app, request.headers()),
    }
}

/// The address a request came from: the one our own proxies vouch for, or the connection's.
fn address_of(app: &App, request: &Request) -> String {
    let forwarded = forwarded_for(request.headers());
    let vouched = app.config().trusted_proxies.checked_sub(1).and_then(|behind| forwarded.iter().rev().nth(behind));
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip().to_string());
    vouched.cloned().or(peer).unwrap_or_else(|| "inconnue".to_owned())
}

fn forwarded_for(headers: &HeaderMap) -> Vec<String> {
    let lines = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    lines.flat_map(|line| line.split(',')).map(|hop| hop.trim().chars().take(60).collect()).collect()
}

/// Makes a page of what went wrong.
async fn explain_failure(request: Request, next: Next) -> Response {
    let visit = request.extensions().get::<Visit>().cloned();
    let mut response = next.run(request).await;
    let (Some(failure), Some(visit)) = (response.extensions_mut().remove::<Failure>(), visit) else {
        return response;
    };
    failures::page(&visit, failure)
}

/// Lets a form through only when it came from a page of ours. A form sent after its session ended is put aside, to be
/// taken up once its author has signed in again.
async fn check_origin(State(app): State<App>, request: Request, next: Next) -> Response {
    if request.method() == Method::GET || request.method() == Method::HEAD {
        return next.run(request).await;
    }
    let Some(visit) = request.extensions().get::<Visit>().cloned() else {
        return Failure::Forged.into_response();
    };
    if comes_from_elsewhere(request.headers()) {
        return Failure::Forged.into_response();
    }
    if body::is_upload(request.headers()) {
        // No page takes a file from a visitor: whoever sends one was signed in.
        return match visit.actor().person() {
            Some(_) => next.run(request).await,
            None => put_upload_aside(&app, &visit, request).await.unwrap_or_else(IntoResponse::into_response),
        };
    }
    if !body::is_plain_form(request.headers()) {
        return Failure::Unreadable.into_response();
    }
    let is_autosave = is_autosave(request.headers());
    let (mut parts, body) = request.into_parts();
    let form = match read_form(&app, &visit, body).await {
        Ok(form) => form,
        Err(failure) => return failure.into_response(),
    };
    let body = form.body;
    if form.is_ours {
        parts.extensions.insert(OriginChecked);
    } else if visit.actor().person().is_some() || !comes_from_here(&parts.headers) {
        return Failure::Forged.into_response();
    }
    // Without its secret, a form of somebody who signed out elsewhere goes no further than the gate, which asks to sign in.
    let response = next.run(Request::from_parts(parts, Body::from(body.clone()))).await;
    if response.extensions().get::<Failure>() == Some(&Failure::SignIn) && !is_autosave {
        let body = String::from_utf8_lossy(&body);
        return put_aside(&app, &visit, &body, None).await.unwrap_or_else(IntoResponse::into_response);
    }
    response
}

/// The script saves as one types and keeps what it could not save: nothing is to be put aside for it.
fn is_autosave(headers: &HeaderMap) -> bool {
    headers.get("x-requested-with").is_some_and(|value| value == "autosave")
}

/// A form as it was sent, and whether it bears the secret of this browser's pages.
struct SentForm {
    body: Bytes,
    is_ours: bool,
}

async fn read_form(app: &App, visit: &Visit, body: Body) -> Result<SentForm, Failure> {
    let body = to_bytes(body, LARGEST_FORM).await.map_err(|_| Failure::TooLarge)?;
    let pairs = body::pairs_of(&body)?;
    let given = pairs.iter().find(|(name, _)| name == "csrf").map_or("", |(_, value)| value.as_str());
    let is_ours = app.is_csrf_of(visit.browser(), given);
    Ok(SentForm { body, is_ours })
}

/// The browser says that the form comes from a page of this site.
fn comes_from_here(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_some_and(|site| site == "same-origin")
}

/// Browsers say where a form comes from; one that says « another site » is believed.
fn comes_from_elsewhere(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_some_and(|site| site != "same-origin" && site != "none")
}

async fn put_upload_aside(app: &App, visit: &Visit, request: Request) -> Result<Response, Failure> {
    let form = body::without_file(visit, request).await?;
    put_aside(app, visit, &form.body, form.file_field.as_deref()).await
}

async fn put_aside(app: &App, visit: &Visit, body: &str, file_field: Option<&str>) -> Result<Response, Failure> {
    let token = app.randomness().token();
    let form = InterruptedForm { browser: visit.browser(), address: visit.address(), path: visit.path(), body, file_field };
    let tx = app.database().begin(None, visit.now()).await?;
    if !people::actions::park_form(&tx, &token, &form).await? {
        return Err(Failure::SignIn);
    }
    tx.commit().await?;
    visit.keep_secret();
    Ok(super::Reply::see(urls::with_query(&urls::sign_in(), &[("reprise", token.secret())])).into_response())
}

fn panicked(cause: Box<dyn std::any::Any + Send + 'static>) -> Response {
    let words = cause.downcast_ref::<String>().map(String::as_str).or_else(|| cause.downcast_ref::<&str>().copied());
    Failure::fault(&format!("panic: {}", words.unwrap_or("without a word"))).into_response()
}
