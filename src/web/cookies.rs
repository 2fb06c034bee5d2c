//! Our two cookies: the browser's secret, and the sentence left for the next page.

use axum::http::{HeaderMap, HeaderValue, header};

use super::{App, Flash, FlashKind};
use crate::randomness::Token;

const BROWSER: &str = "guichet";
const FLASH: &str = "guichet_message";
/// How long a browser keeps its secret, in seconds: the session behind it ends sooner.
const BROWSER_MAX_AGE: u32 = 30 * 24 * 3600;
/// How long a sentence waits for the next page, in seconds.
const FLASH_MAX_AGE: u32 = 60;

/// The browser's secret, if it sent one.
pub(super) fn browser(app: &App, headers: &HeaderMap) -> Option<Token> {
    value(app, headers, BROWSER).and_then(Token::parse)
}

/// Has the browser keep `secret`.
pub(crate) fn keep_browser(app: &App, secret: &Token) -> Option<HeaderValue> {
    cookie(app, BROWSER, secret.secret(), BROWSER_MAX_AGE)
}

/// The sentence left by the request before; only one that we signed.
pub(super) fn flash(app: &App, headers: &HeaderMap) -> Option<Flash> {
    let (signature, text) = value(app, headers, FLASH)?.split_once('.')?;
    let text = String::from_utf8(hex::decode(text).ok()?).ok()?;
    if !app.is_signature_of(&format!("flash:{text}"), signature) {
        return None;
    }
    let (kind, text) = text.split_once(':')?;
    Some(Flash { kind: FlashKind::from_word(kind)?, text: text.to_owned() })
}

/// Leaves a sentence for the next page.
pub(super) fn leave_flash(app: &App, flash: &Flash) -> Option<HeaderValue> {
    let text = format!("{}:{}", flash.kind.word(), flash.text);
    let signature = app.sign(&format!("flash:{text}"));
    cookie(app, FLASH, &format!("{signature}.{}", hex::encode(&text)), FLASH_MAX_AGE)
}

/// Forgets the sentence once it was shown.
pub(super) fn forget_flash(app: &App) -> Option<HeaderValue> {
    cookie(app, FLASH, "", 0)
}

/// A cookie for this host, hidden from scripts and from other sites.
fn cookie(app: &App, name: &str, value: &str, max_age: u32) -> Option<HeaderValue> {
    let secure = if app.config().is_https() { "; Secure" } else { "" };
    let cookie = format!("{}{name}={value}; Path=/; Max-Age={max_age}; HttpOnly; SameSite=Lax{secure}", prefix(app));
    HeaderValue::from_str(&cookie).ok()
}

/// Over TLS names begin with `__Host-`, which browsers accept only for a secure cookie of this very host.
fn prefix(app: &App) -> &'static str {
    if app.config().is_https() { "__Host-" } else { "" }
}

fn value<'a>(app: &App, headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key.strip_prefix(prefix(app)) == Some(name)).then_some(value))
}
