//! Room for answers: they are read, worked out and sent within limits, and end when nobody listens any more.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::json;
use tokio::runtime::Handle;
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::sync::watch;
use tokio::time::{Instant, MissedTickBehavior, interval_at, timeout};
use tokio_stream::StreamExt as _;
use tokio_stream::wrappers::ReceiverStream;

use super::connections::{Peer, Visitor};
use super::limits::Limits;
use super::refusal::Refusal;
use super::shares::{Share, Shares};
use crate::experiment::Watch;
use crate::words::{language, say, within};

/// Pieces of an answer that wait for the client to take them.
const PIECES_WAITING: usize = 2;
/// Pieces of an answer that exist at the same time, at most: the one being made, those that wait, the one being sent.
pub(super) const PIECES_MAX: usize = PIECES_WAITING + 2;

/// What the pieces of a stream are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Form {
    /// The content type.
    pub(super) content_type: &'static str,
    /// A piece without content, by which a silent answer shows that it lives, and finds out whether the client does.
    sign_of_life: &'static [u8],
}

/// JSON, one value to a line; an empty line says nothing.
pub(super) const LINES: Form = Form {
    content_type: "application/x-ndjson",
    sign_of_life: b"\n",
};
/// Frames: length, kind, content; one of kind 5 says nothing.
pub(super) const FRAMES: Form = Form {
    content_type: "application/octet-stream",
    sign_of_life: &[1, 0, 0, 0, 5],
};

/// The room there is for answers under way.
#[derive(Clone, Debug)]
pub(super) struct Room {
    limits: Limits,
    readers: Shares,
    answers: Shares,
    memory: Shares,
    closing: watch::Sender<bool>,
}

/// The end of a stream into which an answer is written.
#[derive(Debug)]
pub(super) struct Writer {
    sender: Sender<Bytes>,
    visitor: Visitor,
    /// The client has not taken a piece in time.
    unread: AtomicBool,
    patience: Duration,
    closing: watch::Receiver<bool>,
    runtime: Handle,
}

impl Room {
    /// All the room there is.
    pub(super) fn new(limits: Limits) -> Self {
        Self {
            limits,
            readers: Shares::new(limits.readers),
            answers: Shares::new(limits.answers),
            memory: Shares::new(limits.memory_mebibytes),
            closing: watch::Sender::new(false),
        }
    }

    /// The limits of this room.
    pub(super) const fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Answers that are worked on or wait for their turn.
    pub(super) fn under_way(&self) -> usize {
        self.answers.held()
    }

    /// Ends all answers under way.
    pub(super) fn close(&self) {
        self.closing.send_replace(true);
    }

    /// Reads what a visitor asks on a thread of its own, which is told to stop when that takes too long.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        visitor: &Visitor,
        work: impl FnOnce(&Seen) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let place = self.share(&self.readers, visitor.peer, 1).await?;
        let limit = self.limits.reading;
        match timeout(limit, self.apart(place, work)).await {
            Ok(result) => result,
            Err(_) => Err(Refusal::too_large(say!(
                "It takes longer than {} s to read this.\nhint: use the command line, which has no such limit",
                limit.as_secs_f64()
            ))),
        }
    }

    /// Works something out on a thread of its own, once there is memory for so many bytes, which it holds to its end.
    pub(super) async fn keep<T: Send + 'static>(
        &self,
        visitor: &Visitor,
        bytes: u64,
        work: impl FnOnce(&dyn Watch) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let held = self.admit(visitor, bytes).await?;
        self.apart(held, |seen| work(seen)).await
    }

    /// Answers with what `work` writes on a thread of its own, once there is memory for so many bytes, which it holds to
    /// its end.
    ///
    /// An error that `work` ends with is written as `failed` says.
    pub(super) async fn answer(
        &self,
        visitor: &Visitor,
        (form, bytes): (Form, u64),
        failed: fn(&Writer, &Refusal),
        work: impl FnOnce(&Writer) -> Result<(), Refusal> + Send + 'static,
    ) -> Result<Response, Refusal> {
        let held = self.admit(visitor, bytes).await?;
        let (sender, receiver) = channel(PIECES_WAITING);
        let writer = Writer {
            sender,
            visitor: visitor.clone(),
            unread: AtomicBool::new(false),
            patience: self.limits.unread,
            closing: self.closing.subscribe(),
            runtime: Handle::current(),
        };
        let spoken = language();
        std::thread::Builder::new()
            .name("answer".to_owned())
            .spawn(move || {
                let _held = held;
                within(spoken, || {
                    if let Err(refusal) = work(&writer) {
                        failed(&writer, &refusal);
                    }
                });
            })
            .map_err(|error| Refusal::broken(say!("no thread to be had: {error}")))?;
        Ok(respond(form, receiver, self.limits.sign_of_life))
    }

    /// Works something out on a thread of its own; what is held is free when the thread ends, not before.
    async fn apart<T: Send + 'static>(
        &self,
        held: impl Send + 'static,
        work: impl FnOnce(&Seen) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let waiting = Waiting::default();
        let seen = Seen {
            gone: Arc::clone(&waiting.gone),
            closing: self.closing.subscribe(),
        };
        let spoken = language();
        let worked = tokio::task::spawn_blocking(move || {
            let _held = held;
            within(spoken, || work(&seen))
        });
        worked
            .await
            .map_err(|error| Refusal::broken(say!("The work broke off: {error}")))?
    }

    /// Waits until there is an answer and memory for this visitor.
    async fn admit(&self, visitor: &Visitor, bytes: u64) -> Result<(Share, Share), Refusal> {
        let mebibytes = usize::try_from(bytes.div_ceil(1 << 20).max(1)).unwrap_or(usize::MAX);
        if mebibytes > self.limits.memory_mebibytes / 2 {
            return Err(Refusal::too_large(say!(
                "The answer would take {mebibytes} MiB, more than this server gives one answer.\n\
                 hint: ask for fewer citizens, fewer replications or a shorter horizon, or use the command line"
            )));
        }
        let place = self.share(&self.answers, visitor.peer, 1).await?;
        let memory = self.share(&self.memory, visitor.peer, mebibytes).await?;
        Ok((place, memory))
    }

    async fn share(&self, shares: &Shares, peer: Peer, amount: usize) -> Result<Share, Refusal> {
        let limit = self.limits.waiting;
        timeout(limit, shares.take(peer, amount)).await.map_err(|_| {
            Refusal::busy(say!(
                "So many questions are being answered that there was no room for this one in {} s. \
                 Try again in a minute.",
                limit.as_secs_f64()
            ))
        })
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
#[derive(Clone, Debug)]
pub(super) struct Seen {
    gone: Arc<AtomicBool>,
    closing: watch::Receiver<bool>,
}

impl Watch for Seen {
    fn stopped(&self) -> bool {
        self.gone.load(Ordering::Relaxed) || *self.closing.borrow()
    }
}

/// The response that sends what is written.
fn respond(form: Form, receiver: Receiver<Bytes>, between: Duration) -> Response {
    let mut silences = interval_at(Instant::now() + between, between);
    silences.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let pieces = ReceiverStream::new(receiver)
        .timeout_repeating(silences)
        .map(move |piece| {
            Ok::<_, std::convert::Infallible>(piece.unwrap_or(Bytes::from_static(form.sign_of_life)))
        });
    let headers = [(CONTENT_TYPE, form.content_type), (CACHE_CONTROL, "no-store")];
    (headers, Body::from_stream(pieces)).into_response()
}

impl Writer {
    /// Writes a piece; where the client lags behind, waits until it has taken one, and ends the connection of one that
    /// takes none.
    pub(super) fn write(&self, piece: Vec<u8>) {
        if self.stopped() {
            return;
        }
        // A reader that has gone is no error: `stopped` says so, and the work ends.
        if let Err(TrySendError::Full(piece)) = self.sender.try_send(piece.into()) {
            self.runtime.block_on(self.write_slowly(piece));
        }
    }

    async fn write_slowly(&self, piece: Bytes) {
        let mut closing = self.closing.clone();
        tokio::select! {
            sent = timeout(self.patience, self.sender.send(piece)) => {
                if sent.is_err() {
                    self.unread.store(true, Ordering::Relaxed);
                    self.visitor.cut();
                }
            }
            _ = closing.wait_for(|closing| *closing) => {}
        }
    }

    /// Whether the next piece would have to wait for the client.
    pub(super) fn lags(&self) -> bool {
        self.sender.capacity() == 0
    }

    /// Writes a value as a line of JSON.
    pub(super) fn line(&self, value: &impl Serialize) {
        let mut line = serde_json::to_vec(value).expect("answers are made of texts and numbers");
        line.push(b'\n');
        self.write(line);
    }

    /// Writes a line that a later one makes superfluous, unless the client lags behind; it never waits, so it may be written
    /// in a turn.
    pub(super) fn passing(&self, value: &impl Serialize) {
        if !self.lags() {
            self.line(value);
        }
    }

    /// Writes the last line of an answer that failed.
    pub(super) fn failed(&self, refusal: &Refusal) {
        self.line(&json!({ "type": "error", "error": refusal.message() }));
    }
}

impl Watch for Writer {
    fn stopped(&self) -> bool {
        self.sender.is_closed() || self.unread.load(Ordering::Relaxed) || *self.closing.borrow()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    fn visitor() -> Visitor {
        Visitor::new(Peer::of([10, 0, 0, 1].into()))
    }

    fn room(reading: Duration) -> Room {
        Room::new(Limits {
            reading,
            ..Limits::USUAL
        })
    }

    /// Work that goes on until it is told to stop, and then says so.
    fn endless(stopped: mpsc::Sender<()>) -> impl FnOnce(&Seen) -> Result<(), Refusal> {
        move |watch| {
            while !watch.stopped() {
                std::thread::sleep(Duration::from_millis(1));
            }
            stopped.send(()).map_err(|_| Refusal::given_up())
        }
    }

    #[tokio::test]
    async fn reading_that_takes_too_long_is_refused_and_stops() {
        let (stopped, stops) = mpsc::channel();
        let room = room(Duration::from_millis(20));
        let refusal = room.read(&visitor(), endless(stopped)).await.unwrap_err();
        assert!(
            refusal.message().contains("longer than 0.02 s"),
            "{}",
            refusal.message()
        );
        stops.recv_timeout(Duration::from_secs(30)).unwrap();
    }

    #[tokio::test]
    async fn reading_stops_when_the_client_leaves() {
        let (stopped, stops) = mpsc::channel();
        let room = room(Duration::from_mins(1));
        let visitor = visitor();
        let reading = room.read(&visitor, endless(stopped));
        let left = timeout(Duration::from_millis(20), reading).await;
        assert!(left.is_err());
        stops.recv_timeout(Duration::from_secs(30)).unwrap();
    }

    #[tokio::test]
    async fn so_many_read_at_once_and_one_client_has_half() {
        let room = room(Duration::from_mins(1));
        let (stopped, _stops) = mpsc::channel();
        let (greedy, other) = (visitor(), Visitor::new(Peer::of([10, 0, 0, 2].into())));
        let reading: Vec<_> = (0..10)
            .map(|_| {
                let (room, visitor, stopped) = (room.clone(), greedy.clone(), stopped.clone());
                tokio::spawn(async move { room.read(&visitor, endless(stopped)).await })
            })
            .collect();
        while room.readers.held() == 0 {
            tokio::task::yield_now().await;
        }
        room.read(&other, |_| Ok(())).await.unwrap();
        assert_eq!(room.readers.held(), Limits::USUAL.readers / 2);
        room.close();
        for reading in reading {
            reading.await.unwrap().unwrap();
        }
    }
}
