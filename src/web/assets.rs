//! Style sheets, scripts and icons, embedded in the program. Their address holds their hash, so that browsers keep them
//! for good and never see an old one.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use rust_embed::RustEmbed;

use super::Path;
use crate::config::Theme;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/assets"]
#[include = "css/*"]
#[include = "js/*"]
#[include = "icons/*"]
struct Embedded;

/// The route of every asset.
pub(super) const ASSET: &str = "/assets/{hash}/{*name}";
/// Where the State's design system is served from, once `make dsfr` has brought it in.
pub(super) const DSFR: &str = "/dsfr";

/// The addresses of the assets.
#[derive(Clone)]
pub struct Assets {
    urls: Arc<BTreeMap<String, String>>,
    theme: Theme,
}

impl Assets {
    /// The assets under a theme.
    #[must_use]
    pub fn new(theme: Theme) -> Self {
        let urls = Embedded::iter()
            .filter_map(|name| {
                let hash = Embedded::get(&name)?.metadata.sha256_hash();
                Some((name.to_string(), format!("/assets/{}/{name}", hex::encode(&hash[..6]))))
            })
            .collect();
        Self { urls: Arc::new(urls), theme }
    }

    /// The address of an asset; its plain name when there is none, which a test notices.
    #[must_use]
    pub fn url(&self, name: &str) -> String {
        self.urls.get(name).cloned().unwrap_or_else(|| format!("/assets/absent/{name}"))
    }

    /// The theme's word.
    #[must_use]
    pub fn theme(&self) -> &'static str {
        match self.theme {
            Theme::Neutral => "neutre",
            Theme::Dsfr => "dsfr",
        }
    }
}

/// Serves an asset, whatever hash is asked for: an old page still finds its style sheet after an update.
pub(super) async fn serve(Path((_, name)): Path<(String, String)>) -> Response {
    let Some(file) = Embedded::get(&name) else {
        return super::Failure::NotFound.into_response();
    };
    let kept = [(header::CONTENT_TYPE, media_type(&name)), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")];
    (StatusCode::OK, kept, file.data).into_response()
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        _ => "application/octet-stream",
    }
}
