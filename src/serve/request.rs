//! The body of a request, read as JSON, with one clear sentence when it is none.

use std::marker::PhantomData;
use std::sync::Arc;

use axum::Extension;
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use tokio::time::timeout;

use super::Laboratory;
use super::connections::Visitor;
use super::library::Library;
use super::refusal::Refusal;
use super::stream::Seen;
use crate::words::say;

/// Bytes of a request at most; a scenario file may have as many.
pub(super) const BODY_BYTES_MAX: usize = 1 << 20;

/// The name at the end of an address.
pub(super) struct Named(pub(super) String);

impl<S: Send + Sync> FromRequestParts<S> for Named {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        match Path::from_request_parts(parts, state).await {
            Ok(Path(name)) => Ok(Self(name)),
            Err(error) => Err(Refusal::malformed(say!("The address cannot be read: {error}."))),
        }
    }
}

/// What a request asks, not read yet.
pub(super) struct Asked<T> {
    /// Who asks.
    pub(super) visitor: Visitor,
    laboratory: Arc<Laboratory>,
    body: Bytes,
    question: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned + 'static> FromRequest<Arc<Laboratory>> for Asked<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, laboratory: &Arc<Laboratory>) -> Result<Self, Refusal> {
        let (mut parts, body) = request.into_parts();
        let Extension(visitor) = Extension::<Visitor>::from_request_parts(&mut parts, laboratory)
            .await
            .map_err(|error| Refusal::broken(error.to_string()))?;
        let kind = parts
            .headers
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        if !kind.is_some_and(|kind| kind.starts_with("application/json")) {
            return Err(Refusal::malformed(say!(
                "A question is asked as `application/json`."
            )));
        }
        let announced = parts
            .headers
            .get(CONTENT_LENGTH)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.parse::<u64>().ok());
        if announced.is_some_and(|length| length > BODY_BYTES_MAX as u64) {
            return Err(too_large());
        }
        let limit = laboratory.room.limits().body;
        let body = Bytes::from_request(Request::from_parts(parts, body), laboratory);
        let body = timeout(limit, body).await.map_err(|_| {
            Refusal::late(say!(
                "The question did not arrive within {} s.",
                limit.as_secs_f64()
            ))
        })?;
        let body = body.map_err(|_| too_large())?;
        Ok(Self {
            visitor,
            laboratory: Arc::clone(laboratory),
            body,
            question: PhantomData,
        })
    }
}

fn too_large() -> Refusal {
    Refusal::too_large(say!(
        "The question is larger than {BODY_BYTES_MAX} bytes, or was cut off.\n\
         hint: large scenarios are run on the command line"
    ))
}

impl<T: DeserializeOwned + 'static> Asked<T> {
    /// Reads the question and makes of it what is to be answered, away from the threads that carry answers, as long as
    /// someone waits and within the limit of the room.
    pub(super) async fn read<U: Send + 'static>(
        &self,
        make: impl FnOnce(T, &Library) -> Result<U, Refusal> + Send + 'static,
    ) -> Result<U, Refusal> {
        let (body, laboratory) = (self.body.clone(), Arc::clone(&self.laboratory));
        // A structure is read from a list too, which no page sends.
        let is_object = |body: &[u8]| body.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{');
        let work = move |seen: &Seen| match serde_json::from_slice(&body) {
            _ if !is_object(&body) => Err(Refusal::malformed(say!("A question is a JSON object."))),
            Ok(question) => make(question, &laboratory.library_until(seen)),
            Err(error) => Err(Refusal::malformed(say!("The question cannot be read: {error}."))),
        };
        self.laboratory.room.read(&self.visitor, work).await
    }
}
