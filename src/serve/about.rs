//! The program and its limits.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;
use serde_json::{Value, json};

use super::chosen::{ARMS_MAX, CITIZENS_MAX, REPLICATIONS_MAX};
use super::request::BODY_BYTES_MAX;
use super::{Laboratory, barriers, watch};
use crate::output::{ENGINE, PROGRAM, VERSION};

/// Signs an answer with the program that gives it, by which a page sees that another one has taken its place.
pub(super) async fn sign(mut response: Response) -> Response {
    if let Ok(program) = HeaderValue::from_str(&PROGRAM) {
        let name = HeaderName::from_static("samspil-engine");
        response.headers_mut().insert(name, program);
    }
    response
}

/// What pages are told of the program.
pub(super) async fn about(State(laboratory): State<Arc<Laboratory>>) -> Json<Value> {
    Json(json!({
        "version": VERSION,
        "engine": ENGINE,
        "answers_under_way": laboratory.room.under_way(),
        "threads": laboratory.turns.threads().count(),
        "limits": {
            "citizens": CITIZENS_MAX,
            "citizens_watch": watch::CITIZENS_MAX,
            "body_bytes": BODY_BYTES_MAX,
            "variants": ARMS_MAX - 1,
            "replications": REPLICATIONS_MAX,
            "replications_barriers": barriers::REPLICATIONS_MAX,
        },
    }))
}
