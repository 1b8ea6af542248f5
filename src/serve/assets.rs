//! The pages, which the program carries in itself.

use std::borrow::Cow;
use std::path::{MAIN_SEPARATOR, Path};
use std::sync::LazyLock;

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use rust_embed::RustEmbed;
use serde_json::{Value, json};

use super::levers;
use super::refusal::Refusal;
use super::request::Named;
use crate::model::measures::{MUNICIPALITY_MEASURES, PROGRAMME_MEASURES, measures};
use crate::scenario::{Source as _, introduction};
use crate::shipped;
use crate::study::barriers::BARRIERS;
use crate::words::{Language, say, within};

#[derive(RustEmbed)]
#[folder = "src/serve/assets"]
struct Assets;

/// The front page.
pub(super) async fn front_page() -> Result<Response, Refusal> {
    file("index.html")
}

/// A file of the pages.
pub(super) async fn asset(Named(path): Named) -> Result<Response, Refusal> {
    match path.as_str() {
        "words/en.json" => words(&path, Language::English),
        "words/da.json" => words(&path, Language::Danish),
        _ => file(&path),
    }
}

fn file(path: &str) -> Result<Response, Refusal> {
    Ok(as_response(path, read(path)?.into_owned()))
}

fn read(path: &str) -> Result<Cow<'static, [u8]>, Refusal> {
    let missing = || Refusal::missing(say!("There is no page `{path}`."));
    Ok(Assets::get(path).ok_or_else(missing)?.data)
}

fn as_response(path: &str, body: Vec<u8>) -> Response {
    // Pages change with the program, never between two requests of one program; asking costs little on one machine.
    let headers = [(CONTENT_TYPE, content_type(path)), (CACHE_CONTROL, "no-cache")];
    (headers, body).into_response()
}

/// The words of the pages in a language.
fn words(path: &str, language: Language) -> Result<Response, Refusal> {
    Ok(as_response(
        path,
        all_words(path, language)?.to_string().into_bytes(),
    ))
}

/// The words of the file of the pages, and those that the program itself has of measures, barriers, levers and files.
fn all_words(path: &str, language: Language) -> Result<Value, Refusal> {
    let broken = |error: serde_json::Error| Refusal::broken(error.to_string());
    let mut all: Value = serde_json::from_slice(&read(path)?).map_err(broken)?;
    all["measures"] = within(language, of_measures);
    all["barrier_names"] = within(language, of_barriers);
    all["levers"] = within(language, levers::words);
    if language == Language::Danish {
        (all["scenarios"], all["claims"]) = DANISH_OF_FILES.clone();
    }
    Ok(all)
}

/// Titles and summaries of the scenarios that are shipped, and claims of the hypotheses, in Danish.
static DANISH_OF_FILES: LazyLock<(Value, Value)> = LazyLock::new(|| {
    const IN_MEMORY: &str = "what is shipped is held in memory";
    let files = shipped::scenarios();
    let (mut scenarios, mut claims) = (json!({}), json!({}));
    for path in files.files(Path::new("")).expect(IN_MEMORY) {
        let file = files.open(&path).expect(IN_MEMORY);
        let bytes = file.read_all(u64::MAX).expect(IN_MEMORY);
        let words = within(Language::Danish, || {
            introduction(&String::from_utf8_lossy(&bytes))
        });
        let id = path
            .with_extension("")
            .to_string_lossy()
            .replace(MAIN_SEPARATOR, "/");
        match (id.strip_prefix("hypotheses/"), words.title) {
            (Some(id), claim) => claims[id] = claim.into(),
            (None, Some(title)) => scenarios[&id] = json!({ "title": title, "summary": words.summary }),
            (None, None) => {}
        }
    }
    (scenarios, claims)
});

/// Labels and definitions by measure; a programme's and a municipality's definition where they have their own.
fn of_measures() -> Value {
    let mut all = json!({});
    for measure in measures() {
        all[measure.key] = json!({ "label": measure.label.text(), "definition": measure.definition.text() });
    }
    for (of, list) in [
        ("programme", PROGRAMME_MEASURES),
        ("municipality", MUNICIPALITY_MEASURES),
    ] {
        for measure in list {
            let entry = &mut all[measure.key];
            if entry.is_null() {
                entry["label"] = measure.label.text().into();
            }
            entry[of] = measure.definition.text().into();
        }
    }
    all
}

/// Names of barriers by their keys.
fn of_barriers() -> Value {
    let mut all = json!({});
    for barrier in &*BARRIERS {
        all[barrier.key] = barrier.label.text().into();
    }
    all
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_measures_barriers_and_levers_are_in_the_language_of_the_reader() {
        let told = |path, language| {
            let words = all_words(path, language).unwrap();
            let told = [
                &words["measures"]["outcome"]["label"],
                &words["barrier_names"]["silos"],
                &words["levers"]["barriers.silos"]["label"],
                &words["levers"]["population.citizens"]["label"],
            ];
            told.map(|text| text.as_str().unwrap().to_owned())
        };
        let english = told("words/en.json", Language::English);
        let danish = told("words/da.json", Language::Danish);
        assert_eq!(english[1..], ["Silos", "Silos", "Citizens"]);
        assert_eq!(danish[1..], ["Silotænkning", "Silotænkning", "Borgere"]);
        assert_ne!(english[0], danish[0]);
    }
}
