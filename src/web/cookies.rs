//! Our two cookies: the browser's secret, and the sentence left for the next page.

use axum::http::{HeaderMap, HeaderValue, header};

use super::{App, Flash, FlashKind};
use crate::randomness::Token;

const FLASH: &str = "guichet_message";
/// How long a browser keeps its secret, in seconds: the session behind it ends sooner.
const BROWSER_MAX_AGE: u32 = 30 * 24 * 3600;

/// Over TLS the name begins with `__Host-`, which browsers accept only for a secure cookie of this very host.
fn browser_name(app: &App) -> &'static str {
    if app.config().is_https() { "__Host-guichet" } else { "guichet" }
}

/// The browser's secret, if it sent one.
pub(super) fn browser(app: &App, headers: &HeaderMap) -> Option<Token> {
    value(headers, browser_name(app)).and_then(Token::parse)
}

/// Has the browser keep `secret`.
pub(crate) fn keep_browser(app: &App, secret: &Token) -> Option<HeaderValue> {
    let secure = if app.config().is_https() { "; Secure" } else { "" };
    let cookie =
        format!("{}={}; Path=/; Max-Age={BROWSER_MAX_AGE}; HttpOnly; SameSite=Lax{secure}", browser_name(app), secret.secret());
    HeaderValue::from_str(&cookie).ok()
}

/// The sentence left by the request before; only one that we signed.
pub(super) fn flash(app: &App, headers: &HeaderMap) -> Option<Flash> {
    let (signature, text) = value(headers, FLASH)?.split_once('.')?;
    let text = String::from_utf8(hex::decode(text).ok()?).ok()?;
    if app.sign(&format!("flash:{text}")) != signature {
        return None;
    }
    let (kind, text) = text.split_once(':')?;
    Some(Flash { kind: FlashKind::from_word(kind)?, text: text.to_owned() })
}

/// Leaves a sentence for the next page.
pub(super) fn leave_flash(app: &App, flash: &Flash) -> Option<HeaderValue> {
    let text = format!("{}:{}", flash.kind.word(), flash.text);
    let signature = app.sign(&format!("flash:{text}"));
    HeaderValue::from_str(&format!("{FLASH}={signature}.{}; Path=/; Max-Age=60; HttpOnly; SameSite=Lax", hex::encode(&text))).ok()
}

/// Forgets the sentence once it was shown.
pub(super) fn forget_flash() -> HeaderValue {
    HeaderValue::from_static("guichet_message=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax")
}

fn value<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}
