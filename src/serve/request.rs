//! The body of a request, read as JSON, with one clear sentence when it is none.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;

use super::refusal::Refusal;

/// Bytes of a request at most; a scenario file may have as many.
pub(super) const BODY_BYTES_MAX: usize = 1 << 20;

/// What a request asks.
pub(super) struct Asked<T>(pub(super) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Asked<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        let kind = request
            .headers()
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        if !kind.is_some_and(|kind| kind.starts_with("application/json")) {
            return Err(Refusal::malformed("A question is asked as `application/json`."));
        }
        let body = Bytes::from_request(request, state).await.map_err(|_| {
            Refusal::too_large(format!(
                "The question is larger than {BODY_BYTES_MAX} bytes, or was cut off.\n\
                 hint: large scenarios are run on the command line"
            ))
        })?;
        match serde_json::from_slice(&body) {
            Ok(question) => Ok(Self(question)),
            Err(error) => Err(Refusal::malformed(format!(
                "The question cannot be read: {error}."
            ))),
        }
    }
}
