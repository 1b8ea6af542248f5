//! What there is to open, what a scenario says, and whether it is right.

use std::sync::Arc;

use axum::extract::State;
use axum::{Extension, Json};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Laboratory;
use super::chosen::{Chosen, Settings};
use super::connections::Visitor;
use super::events::keys_of_events;
use super::library::{Library, id_of};
use super::refusal::Refusal;
use super::request::{Asked, Named};
use crate::experiment::columns;
use crate::model::mechanisms::Parameters;
use crate::scenario::{Base, Lesson, Scenario};

/// A scenario with settings.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RequestBody {
    pub(super) source: Chosen,
    #[serde(default)]
    pub(super) settings: Settings,
}

/// The library.
pub(super) async fn library(State(laboratory): State<Arc<Laboratory>>) -> Json<Value> {
    Json(json!({ "cards": laboratory.library.cards() }))
}

/// The lessons.
pub(super) async fn lessons(State(laboratory): State<Arc<Laboratory>>) -> Json<Value> {
    let library = &laboratory.library;
    let told = |lesson: &Lesson| {
        let words = |words: &crate::scenario::LessonWords| {
            json!({
                "title": words.title, "question": words.question, "lever": words.lever, "watch": words.watch,
                "control": words.control, "debrief": words.debrief, "discussion": words.discussion,
            })
        };
        let others: Vec<String> = lesson.others.iter().map(|path| id_of(path)).collect();
        json!({
            "id": lesson.id, "scenario": id_of(&lesson.scenario), "control": id_of(&lesson.control),
            "others": others, "key": lesson.key, "measures": lesson.measures,
            "en": words(&lesson.en), "da": words(&lesson.da),
        })
    };
    let lessons: Vec<Value> = library.lessons().iter().map(told).collect();
    Json(json!({ "lessons": lessons }))
}

/// A scenario of the library with its text.
pub(super) async fn scenario(
    State(laboratory): State<Arc<Laboratory>>,
    Extension(visitor): Extension<Visitor>,
    Named(id): Named,
) -> Result<Json<Value>, Refusal> {
    let room = laboratory.room.clone();
    room.read(&visitor, move |seen| {
        shelved(&laboratory.library_until(seen), &id)
    })
    .await
}

fn shelved(library: &Library, id: &str) -> Result<Json<Value>, Refusal> {
    let base = Base::open_from(library.files(), library.path(id)?)?;
    let scenario = base.with(&[])?;
    Ok(Json(json!({
        "id": id, "title": scenario.title, "story": scenario.story, "sources": scenario.sources, "toml": base.text(),
    })))
}

/// Whether a scenario is right.
pub(super) async fn check(asked: Asked<RequestBody>) -> Result<Json<Value>, Refusal> {
    asked.read(|question, library| summary(&question, library)).await
}

fn summary(question: &RequestBody, library: &Library) -> Result<Json<Value>, Refusal> {
    let scenario = question.source.scenario(library, &question.settings)?;
    let setup = &scenario.setup;
    let parameters: &Parameters = &setup.phases[0].parameters;
    let columns = columns(&scenario.programme_keys, scenario.municipalities());
    let measures: Vec<&str> = columns.iter().map(|column| column.key.as_str()).collect();
    Ok(Json(json!({
        "title": scenario.title,
        "story": scenario.story,
        "sources": scenario.sources,
        "citizens": parameters.population.citizens,
        "years": f64::from(setup.steps) * setup.step_years,
        "programmes": programmes(&scenario),
        "measures": measures,
        "events": keys_of_events(&scenario),
        "replications": scenario.replications,
        "seed": scenario.seed,
    })))
}

/// Keys and titles of the programmes.
pub(super) fn programmes(scenario: &Scenario) -> Vec<Value> {
    let named = scenario.programme_keys.iter().zip(&scenario.programme_titles);
    named
        .map(|(key, title)| json!({ "key": key, "title": title }))
        .collect()
}
