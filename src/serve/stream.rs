//! Answers that come piece by piece, and end when nobody listens any more.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::body::{Body, Bytes};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::json;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_stream::StreamExt as _;
use tokio_stream::wrappers::UnboundedReceiverStream;

use super::refusal::Refusal;
use crate::experiment::Watch;

/// Memory that answers under way may take, all together.
const ANSWERS_MEBIBYTES_MAX: usize = 512;
/// Answers at the same time, at most: those who work and those who wait.
const ANSWERS_MAX: usize = 256;

/// Content type of a stream of JSON, one value to a line.
pub(super) const LINES: &str = "application/x-ndjson";
/// Content type of a stream of frames.
pub(super) const FRAMES: &str = "application/octet-stream";

/// The room there is for answers under way.
#[derive(Clone, Debug)]
pub(super) struct Room {
    memory: Arc<Semaphore>,
    answers: Arc<Semaphore>,
    closing: Arc<AtomicBool>,
}

/// The end of a stream into which an answer is written.
#[derive(Clone, Debug)]
pub(super) struct Writer {
    sender: UnboundedSender<Bytes>,
    closing: Arc<AtomicBool>,
}

impl Room {
    /// All the room there is.
    pub(super) fn new() -> Self {
        Self {
            memory: Arc::new(Semaphore::new(ANSWERS_MEBIBYTES_MAX)),
            answers: Arc::new(Semaphore::new(ANSWERS_MAX)),
            closing: Arc::default(),
        }
    }

    /// Answers that are worked on or wait for their turn.
    pub(super) fn under_way(&self) -> usize {
        ANSWERS_MAX - self.answers.available_permits()
    }

    /// Ends all answers under way.
    pub(super) fn close(&self) {
        self.closing.store(true, Ordering::Relaxed);
    }

    /// Answers with what `work` writes on a thread of its own; waits first until there is memory for so many bytes.
    ///
    /// An error that `work` ends with is written as `failed` says.
    pub(super) async fn answer(
        &self,
        (content_type, bytes): (&'static str, u64),
        failed: fn(&Writer, &Refusal),
        work: impl FnOnce(&Writer) -> Result<(), Refusal> + Send + 'static,
    ) -> Result<Response, Refusal> {
        let place = Arc::clone(&self.answers).try_acquire_owned().map_err(|_| {
            Refusal::busy(format!(
                "{ANSWERS_MAX} questions are being answered, and there is no room for more. Try again in a minute."
            ))
        })?;
        let memory = self.memory(bytes).await?;
        let (sender, receiver) = unbounded_channel();
        let writer = Writer {
            sender,
            closing: Arc::clone(&self.closing),
        };
        std::thread::Builder::new()
            .name("answer".to_owned())
            .spawn(move || {
                let _place = place;
                if let Err(refusal) = work(&writer) {
                    failed(&writer, &refusal);
                }
            })
            .map_err(|error| Refusal::broken(format!("no thread to be had: {error}")))?;
        Ok(respond(content_type, receiver, memory))
    }

    /// Works something out on a thread of its own, once there is memory for so many bytes, which it holds to its end.
    pub(super) async fn keep<T: Send + 'static>(
        &self,
        bytes: u64,
        work: impl FnOnce(&dyn Watch) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let memory = self.memory(bytes).await?;
        let waiting = Waiting::default();
        let seen = Seen {
            gone: Arc::clone(&waiting.gone),
            closing: Arc::clone(&self.closing),
        };
        let worked = tokio::task::spawn_blocking(move || {
            let _held = memory;
            work(&seen)
        });
        worked
            .await
            .map_err(|error| Refusal::broken(format!("The work broke off: {error}")))?
    }

    /// Waits until there is memory for so many bytes.
    async fn memory(&self, bytes: u64) -> Result<OwnedSemaphorePermit, Refusal> {
        let mebibytes = bytes.div_ceil(1 << 20).max(1);
        if mebibytes > ANSWERS_MEBIBYTES_MAX as u64 / 2 {
            return Err(Refusal::too_large(format!(
                "The answer would take {mebibytes} MB, more than this server gives one answer.\n\
                 hint: ask for fewer citizens, fewer replications or a shorter horizon, or use the command line"
            )));
        }
        Arc::clone(&self.memory)
            .acquire_many_owned(mebibytes as u32)
            .await
            .map_err(|_| Refusal::busy("The server is stopping."))
    }
}

/// Someone waits for an answer until this is dropped.
#[derive(Debug, Default)]
struct Waiting {
    gone: Arc<AtomicBool>,
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.gone.store(true, Ordering::Relaxed);
    }
}

/// Sees whether anyone still waits and the server stays.
#[derive(Debug)]
struct Seen {
    gone: Arc<AtomicBool>,
    closing: Arc<AtomicBool>,
}

impl Watch for Seen {
    fn stopped(&self) -> bool {
        self.gone.load(Ordering::Relaxed) || self.closing.load(Ordering::Relaxed)
    }
}

/// The response that reads what is written; it holds its memory until it has been read or given up.
fn respond(
    content_type: &'static str,
    receiver: UnboundedReceiver<Bytes>,
    memory: OwnedSemaphorePermit,
) -> Response {
    let pieces = UnboundedReceiverStream::new(receiver).map(move |piece| {
        let _held = &memory;
        Ok::<_, std::convert::Infallible>(piece)
    });
    let headers = [(CONTENT_TYPE, content_type), (CACHE_CONTROL, "no-store")];
    (headers, Body::from_stream(pieces)).into_response()
}

impl Writer {
    /// Writes a piece.
    pub(super) fn write(&self, piece: Vec<u8>) {
        // A reader that has gone is no error: `stopped` says so, and the work ends.
        let _gone = self.sender.send(piece.into());
    }

    /// Writes a value as a line of JSON.
    pub(super) fn line(&self, value: &impl Serialize) {
        let mut line = serde_json::to_vec(value).expect("answers are made of texts and numbers");
        line.push(b'\n');
        self.write(line);
    }

    /// Writes the last line of an answer that failed.
    pub(super) fn failed(&self, refusal: &Refusal) {
        self.line(&json!({ "type": "error", "error": refusal.message() }));
    }
}

impl Watch for Writer {
    fn stopped(&self) -> bool {
        self.sender.is_closed() || self.closing.load(Ordering::Relaxed)
    }
}
