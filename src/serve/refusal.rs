//! What a request is answered with when it cannot be done: one clear sentence, and the faults of a scenario.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::output::OutputError;
use crate::scenario::{Fault, ScenarioError};
use crate::study::Incomplete;
use crate::words::say;

/// Why a request is not answered.
#[derive(Clone, Debug)]
pub(super) struct Refusal {
    status: StatusCode,
    message: String,
    reason: Option<&'static str>,
    faults: Vec<Fault>,
}

/// The same as it is sent.
#[derive(Serialize)]
struct Sent<'a> {
    error: &'a str,
    /// What pages have words for in their own language.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    faults: Vec<SentFault<'a>>,
}

#[derive(Serialize)]
struct SentFault<'a> {
    file: String,
    line: usize,
    column: usize,
    key: Option<&'a str>,
    message: &'a str,
    label: &'a str,
    note: Option<&'a str>,
    hint: Option<&'a str>,
    rendered: String,
}

impl Refusal {
    fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self {
            status,
            message: message.into(),
            reason: None,
            faults: Vec::new(),
        }
    }

    /// The same with a reason by which pages find words in their own language.
    pub(super) fn because(mut self, reason: &'static str) -> Self {
        self.reason = Some(reason);
        self
    }

    /// The request makes no sense.
    pub(super) fn malformed(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    /// The request comes from where it must not come from.
    pub(super) fn forbidden(message: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, message)
    }

    /// There is no such thing.
    pub(super) fn missing(message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, message)
    }

    /// It asks for more than this server gives.
    pub(super) fn too_large(message: impl Into<String>) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, message)
    }

    /// Its head is longer than is read.
    pub(super) fn head_too_large(most: usize) -> Self {
        Self::new(
            StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            say!("The head of the request is larger than {most} bytes."),
        )
    }

    /// It does not arrive.
    pub(super) fn late(message: impl Into<String>) -> Self {
        Self::new(StatusCode::REQUEST_TIMEOUT, message)
    }

    /// It is understood, and cannot be done.
    pub(super) fn impossible(message: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, message)
    }

    /// There is no room now.
    pub(super) fn busy(message: impl Into<String>) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, message)
    }

    /// Something failed that the sender has no part in.
    pub(super) fn broken(message: impl Into<String>) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, message)
    }

    /// Nobody waits for the answer any more.
    pub(super) fn given_up() -> Self {
        Self::broken(say!("Nobody waits for this any more."))
    }

    /// The sentence.
    pub(super) fn message(&self) -> &str {
        &self.message
    }
}

impl From<ScenarioError> for Refusal {
    fn from(error: ScenarioError) -> Self {
        let count = error.count();
        Self {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            message: match count {
                1 => say!("There is a fault in the scenario."),
                _ => say!("There are {count} faults in the scenario."),
            },
            reason: None,
            faults: error.faults,
        }
    }
}

impl From<OutputError> for Refusal {
    fn from(error: OutputError) -> Self {
        Self::broken(error.to_string())
    }
}

impl From<Incomplete> for Refusal {
    fn from(incomplete: Incomplete) -> Self {
        Self::broken(match incomplete {
            Incomplete::Store(error) => error.to_string(),
            Incomplete::NoAnswer(error) => error.to_string(),
            Incomplete::Failed { reason, .. } => reason,
            // A study that simulates what is missing, and goes on when it was stopped, ends with neither.
            Incomplete::Missing(_) | Incomplete::Stopped { .. } => say!("The study has no answer."),
        })
    }
}

impl From<std::io::Error> for Refusal {
    fn from(error: std::io::Error) -> Self {
        Self::broken(say!("The disk does not go along: {error}."))
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let faults = self.faults.iter().map(|fault| SentFault {
            file: fault.path.display().to_string(),
            line: fault.line,
            column: fault.column,
            key: fault.key.as_deref(),
            message: &fault.message,
            label: &fault.label,
            note: fault.note.as_deref(),
            hint: fault.hint.as_deref(),
            rendered: fault.render(false),
        });
        let sent = Sent {
            error: &self.message,
            reason: self.reason,
            faults: faults.collect(),
        };
        (self.status, Json(sent)).into_response()
    }
}
