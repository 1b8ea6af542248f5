//! The program and its limits.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use super::chosen::{ARMS_MAX, CITIZENS_MAX, REPLICATIONS_MAX};
use super::request::BODY_BYTES_MAX;
use super::{Laboratory, watch};

/// What pages are told of the program.
pub(super) async fn about(State(laboratory): State<Arc<Laboratory>>) -> Json<Value> {
    Json(json!({
        "version": env!("CARGO_PKG_VERSION"),
        "answers_under_way": laboratory.room.under_way(),
        "threads": laboratory.turns.threads().count(),
        "limits": {
            "citizens": CITIZENS_MAX,
            "citizens_watch": watch::CITIZENS_MAX,
            "body_bytes": BODY_BYTES_MAX,
            "variants": ARMS_MAX - 1,
            "replications": REPLICATIONS_MAX,
        },
    }))
}
