//! The server's side of the wire: connections that come, have their time, and end.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::response::IntoResponse as _;
use http_body_util::BodyExt as _;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio_io_timeout::TimeoutStream;

use super::connections::{Connections, Peer, Place, Visitor};
use super::limits::Limits;
use super::refusal::Refusal;

/// Bytes of the head of a request at most, and of an answer that wait for the machine to send them.
pub(super) const HEAD_BYTES_MAX: usize = 64 << 10;
/// How long no connection is taken after one could not be.
const BREATH: Duration = Duration::from_millis(100);

/// Lets clients in until `closing`; then answers under way may end within the limit, and those that do not are cut.
pub(super) async fn listen(
    listener: TcpListener,
    router: Router,
    limits: Limits,
    closing: impl Future<Output = ()>,
) {
    let connections = Connections::new(limits.connections);
    let graceful = GracefulShutdown::new();
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .max_buf_size(HEAD_BYTES_MAX);
    let mut closing = std::pin::pin!(closing);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut closing => break,
        };
        let Ok((stream, address)) = accepted else {
            // A client that left at once, or no more files: there will be some when others leave.
            tokio::time::sleep(BREATH).await;
            continue;
        };
        let visitor = Visitor::new(Peer::of(address.ip()));
        let Some(place) = connections.admit(&visitor) else {
            continue;
        };
        let carried = Carried {
            http: http.clone(),
            router: router.clone(),
            visitor,
            place,
            unread: limits.unread,
        };
        tokio::spawn(carried.carry(stream, graceful.watcher()));
    }
    // No new client is let in, not even to wait.
    drop(listener);
    let _cut = tokio::time::timeout(limits.closing, graceful.shutdown()).await;
}

/// Whether a listener for any address of IPv6 takes clients of IPv4 too.
pub(super) fn takes_both(listener: &TcpListener) -> bool {
    let bound = listener.local_addr();
    if !bound.is_ok_and(|address| address.is_ipv6() && address.ip().is_unspecified()) {
        return false;
    }
    #[cfg(unix)]
    return rustix::net::sockopt::ipv6_v6only(listener).is_ok_and(|only| !only);
    #[cfg(not(unix))]
    return false;
}

/// A connection with what it is carried by.
struct Carried {
    http: http1::Builder,
    router: Router,
    visitor: Visitor,
    place: Arc<Place>,
    unread: Duration,
}

impl Carried {
    async fn carry(self, stream: TcpStream, watcher: Watcher) {
        find_out_the_dead(&stream, self.unread);
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(self.unread));
        let (place, visitor) = (self.place, self.visitor.clone());
        let router = TowerToHyperService::new(self.router);
        let service = service_fn(move |mut request: Request<Incoming>| {
            let busy = place.begin();
            request.extensions_mut().insert(visitor.clone());
            let too_large = head_bytes(&request) > HEAD_BYTES_MAX;
            let answered = router.call(request);
            async move {
                let response = if too_large {
                    Refusal::head_too_large(HEAD_BYTES_MAX).into_response()
                } else {
                    answered.await?
                };
                // The request is under way until its answer has been sent.
                Ok::<_, Infallible>(response.map(|body| {
                    body.map_err(move |error| {
                        let _until_then = &busy;
                        error
                    })
                }))
            }
        });
        let connection = self
            .http
            .serve_connection(TokioIo::new(Box::pin(stream)), service);
        tokio::select! {
            // Whatever a client does wrong ends its connection and concerns nobody else.
            _ended = watcher.watch(connection) => {}
            () = self.visitor.is_cut() => {}
        }
    }
}

/// Bytes of the head of a request, as it is usually written. The buffer it is read into grows past its limit where much
/// comes at once.
fn head_bytes(request: &Request<Incoming>) -> usize {
    let headers = request.headers().iter();
    let lines = headers.map(|(name, value)| name.as_str().len() + value.len() + ": \r\n".len());
    let first =
        request.method().as_str().len() + request.uri().to_string().len() + "  HTTP/1.1\r\n\r\n".len();
    first + lines.sum::<usize>()
}

/// Where the system can, lets it end a connection whose client has not answered for so long: one that lost power says nothing,
/// and would be sent to for a quarter of an hour.
fn find_out_the_dead(stream: &TcpStream, limit: Duration) {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    {
        let milliseconds = u32::try_from(limit.as_millis()).unwrap_or(u32::MAX);
        let _as_before = rustix::net::sockopt::set_tcp_user_timeout(stream, milliseconds);
    }
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    let _ = (stream, limit);
}
