//! The pages, which the program carries in itself.

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use rust_embed::RustEmbed;

use super::refusal::Refusal;
use super::request::Named;

#[derive(RustEmbed)]
#[folder = "src/serve/assets"]
#[exclude = "*/LICENSE*"]
#[exclude = "*.md"]
struct Assets;

/// The front page.
pub(super) async fn front_page() -> Result<Response, Refusal> {
    file("index.html")
}

/// A file of the pages.
pub(super) async fn asset(Named(path): Named) -> Result<Response, Refusal> {
    file(&path)
}

fn file(path: &str) -> Result<Response, Refusal> {
    let file = Assets::get(path).ok_or_else(|| Refusal::missing(format!("There is no page `{path}`.")))?;
    // Pages change with the program, never between two requests of one program; asking costs little on one machine.
    let headers = [(CONTENT_TYPE, content_type(path)), (CACHE_CONTROL, "no-cache")];
    Ok((headers, file.data.into_owned()).into_response())
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        _ => "text/plain; charset=utf-8",
    }
}
