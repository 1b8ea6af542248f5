//! Clients that do not do as they should, over the wire, with limits that are short enough to wait for.

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpSocket};
use tokio::runtime::Runtime;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use super::hosts::Hosts;
use super::limits::Limits;
use super::stream::Room;
use super::turns::Turns;
use super::{Laboratory, library, listen, router, thumbnails};
use crate::experiment::Threads;

/// Long enough for a machine that is busy with other tests.
const PATIENCE: Duration = Duration::from_mins(1);

struct Server {
    runtime: Runtime,
    address: SocketAddr,
    laboratory: Arc<Laboratory>,
    closing: Arc<Notify>,
    ended: JoinHandle<()>,
}

impl Server {
    fn open(limits: Limits) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let laboratory = Arc::new(Laboratory {
            library: library(Some(&root.join("scenarios"))).unwrap(),
            turns: Arc::new(Turns::new(Threads::new(1).unwrap())),
            room: Room::new(limits),
            thumbnails: thumbnails::Shelf::default(),
        });
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let any = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let listener = runtime.block_on(TcpListener::bind(any)).unwrap();
        let address = listener.local_addr().unwrap();
        let closing = Arc::new(Notify::new());
        let (told, room) = (Arc::clone(&closing), laboratory.room.clone());
        let router = router(Arc::clone(&laboratory), Hosts::ThisMachine);
        let ended = runtime.spawn(listen::listen(listener, router, limits, async move {
            told.notified().await;
            room.close();
        }));
        Self {
            runtime,
            address,
            laboratory,
            closing,
            ended,
        }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// Sends the start of what is given, so many bytes of it.
    fn begin(&self, sent: &str, bytes: usize) -> TcpStream {
        let mut stream = self.connect();
        stream.write_all(&sent.as_bytes()[..bytes]).unwrap();
        stream
    }

    fn send(&self, request: &str) -> TcpStream {
        self.begin(request, request.len())
    }

    fn post(&self, path: &str, question: &Value) -> TcpStream {
        self.send(&post(path, question))
    }

    /// The status of an answer, read to its end.
    fn status(&self, request: &str) -> String {
        status(&mut self.send(request))
    }

    /// Waits until no answer is under way.
    fn comes_to_rest(&self) -> bool {
        let until = Instant::now() + PATIENCE;
        while self.laboratory.room.under_way() > 0 && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(10));
        }
        self.laboratory.room.under_way() == 0
    }
}

fn limits() -> Limits {
    Limits {
        head: PATIENCE,
        body: PATIENCE,
        reading: PATIENCE,
        waiting: PATIENCE,
        unread: PATIENCE,
        sign_of_life: PATIENCE,
        ..Limits::USUAL
    }
}

const ABOUT: &str = "GET /api/about HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";

fn post(path: &str, question: &Value) -> String {
    let body = question.to_string();
    format!(
        "POST /api/{path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-type: application/json\r\n\
         content-length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// A society whose frames are more than all buffers of a connection hold, in a short time.
fn many_frames() -> Value {
    source(4_000, 25.0)
}

fn source(citizens: u32, years: f64) -> Value {
    let toml = format!(
        "title = \"Parks\"\n[simulation]\nhorizon_years = {years:?}\n[population]\ncitizens = {citizens}\n[programme.parks]\n"
    );
    json!({ "source": { "name": "parks.toml", "toml": toml } })
}

/// Everything that comes until the end, and whether the end came.
fn rest(stream: &mut TcpStream) -> Vec<u8> {
    let mut received = Vec::new();
    if let Err(error) = stream.read_to_end(&mut received) {
        assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset, "{error}");
    }
    received
}

fn status(stream: &mut TcpStream) -> String {
    let answer = String::from_utf8_lossy(&rest(stream)).into_owned();
    answer.split_whitespace().nth(1).unwrap_or("none").to_owned()
}

/// Reads until these bytes have come.
fn read_until(stream: &mut TcpStream, wanted: &[u8]) -> Vec<u8> {
    let mut received = Vec::new();
    let mut byte = [0];
    while !received.ends_with(wanted) {
        assert_eq!(stream.read(&mut byte).unwrap(), 1, "{}", received.escape_ascii());
        received.push(byte[0]);
    }
    received
}

#[test]
fn heads_have_to_come_in_time() {
    let head = Duration::from_millis(300);
    let server = Server::open(Limits { head, ..limits() });
    for bytes in [0, 1, ABOUT.len() - 1] {
        let began = Instant::now();
        let mut slow = server.begin(ABOUT, bytes);
        rest(&mut slow);
        assert!(began.elapsed() >= head && began.elapsed() < PATIENCE, "{bytes}");
    }
    let began = Instant::now();
    let mut kept = server.send(&ABOUT.replace("close", "keep-alive"));
    let answer = rest(&mut kept);
    assert!(answer.starts_with(b"HTTP/1.1 200"));
    assert!(
        began.elapsed() >= head && began.elapsed() < PATIENCE,
        "a connection does not rest for ever"
    );
}

#[test]
fn bodies_have_to_come_in_time_and_keep_nobody_waiting() {
    let server = Server::open(Limits {
        body: Duration::from_secs(2),
        ..limits()
    });
    let check = post("check", &source(300, 1.0));
    let mut slow: Vec<TcpStream> = (0..100).map(|_| server.begin(&check, check.len() - 1)).collect();
    assert_eq!(server.status(&check), "200");
    slow.truncate(3);
    for mut slow in slow {
        assert_eq!(status(&mut slow), "408");
    }
}

/// Streams that have begun and are not read on.
fn unread(server: &Server) -> Vec<TcpStream> {
    let mut streams: Vec<TcpStream> = (0..3).map(|_| server.post("watch", &many_frames())).collect();
    for stream in &mut streams {
        read_until(stream, b"\r\n\r\n");
    }
    streams
}

#[test]
fn who_does_not_read_keeps_nobody_waiting() {
    let server = Server::open(Limits {
        memory_mebibytes: 64,
        ..limits()
    });
    let streams = unread(&server);
    let short = json!({ "source": source(300, 1.0)["source"], "arms": [{ "name": "a" }], "replications": 2 });
    assert_eq!(server.status(&post("compare", &short)), "200");
    assert_eq!(
        server.laboratory.room.under_way(),
        3,
        "others are answered meanwhile"
    );
    drop(streams);
    assert!(server.comes_to_rest());
}

#[test]
fn who_does_not_read_is_cut() {
    let server = Server::open(Limits {
        unread: Duration::from_millis(300),
        ..limits()
    });
    let streams = unread(&server);
    assert!(server.comes_to_rest(), "who never reads is given up");
    for mut stream in streams {
        let received = rest(&mut stream);
        assert!(!received.ends_with(b"\r\n0\r\n\r\n"), "it was cut before its end");
    }
}

#[test]
fn an_answer_without_news_shows_that_it_lives() {
    let server = Server::open(Limits {
        sign_of_life: Duration::from_millis(50),
        ..limits()
    });
    let turn = server.laboratory.turns.first();
    let question =
        json!({ "source": source(300, 1.0)["source"], "arms": [{ "name": "a" }], "replications": 2 });
    let mut lines = server.post("compare", &question);
    read_until(&mut lines, b"\r\n1\r\n\n\r\n1\r\n\n\r\n");
    let mut frames = server.post("watch", &source(300, 1.0));
    let nothing = b"5\r\n\x01\x00\x00\x00\x05\r\n";
    read_until(&mut frames, &[nothing.as_slice(), nothing].concat());
    // Who leaves in the meantime is found out, though nobody has a turn.
    drop((lines, frames));
    drop(turn);
    assert!(server.comes_to_rest());
}

#[test]
fn a_resting_connection_gives_way_to_a_new_one() {
    let server = Server::open(Limits {
        connections: 4,
        ..limits()
    });
    let mut resting: Vec<TcpStream> = (0..4).map(|_| server.begin(ABOUT, 3)).collect();
    for _ in 0..3 {
        assert_eq!(server.status(ABOUT), "200");
    }
    assert!(rest(&mut resting[0]).is_empty(), "the first has been closed");
}

#[test]
fn requests_under_way_do_not_give_way_to_the_same_client() {
    let server = Server::open(Limits {
        connections: 2,
        ..limits()
    });
    let turn = server.laboratory.turns.first();
    let question =
        json!({ "source": source(300, 1.0)["source"], "arms": [{ "name": "a" }], "replications": 2 });
    let mut answers: Vec<TcpStream> = (0..2).map(|_| server.post("compare", &question)).collect();
    for answer in &mut answers {
        read_until(answer, b"\r\n\r\n");
    }
    assert_eq!(server.status(ABOUT), "none", "there is no place for a third");
    if cfg!(target_os = "linux") {
        let mut other = server.runtime.block_on(async {
            let socket = TcpSocket::new_v4().unwrap();
            socket.bind(SocketAddr::from(([127, 0, 0, 2], 0))).unwrap();
            socket.connect(server.address).await.unwrap().into_std().unwrap()
        });
        other.set_nonblocking(false).unwrap();
        other.set_read_timeout(Some(PATIENCE)).unwrap();
        other.write_all(ABOUT.as_bytes()).unwrap();
        assert_eq!(status(&mut other), "200", "another client has its share");
    }
    drop(turn);
}

#[test]
fn it_closes_in_time_whatever_clients_do() {
    let mut server = Server::open(Limits {
        closing: Duration::from_millis(500),
        ..limits()
    });
    let mut unread = server.post("watch", &many_frames());
    read_until(&mut unread, b"\r\n\r\n");
    let check = post("check", &source(300, 1.0));
    let _hanging = [
        server.connect(),
        server.begin(ABOUT, 10),
        server.begin(&check, check.len() - 1),
    ];
    assert_eq!(server.status(ABOUT), "200");
    server.closing.notify_one();
    let ended = &mut server.ended;
    server
        .runtime
        .block_on(async { tokio::time::timeout(PATIENCE / 2, ended).await })
        .expect("it ends")
        .unwrap();
    assert!(TcpStream::connect(server.address).is_err(), "nobody is let in");
}
