//! A browser's side of the wire, as plain as it gets.

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use assert_cmd::cargo::cargo_bin;
use serde_json::Value;

/// A server of its own for a test; it ends with it.
pub(crate) struct Server {
    process: Child,
    pub(crate) address: SocketAddr,
    /// What it printed when it opened.
    pub(crate) printed: String,
}

/// An answer.
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Header lines, in lower case.
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Server {
    /// Opens the laboratory on a free port.
    pub(crate) fn open() -> Self {
        Self::open_with(&[])
    }

    /// The same with further options.
    pub(crate) fn open_with(options: &[&str]) -> Self {
        let mut process = Command::new(cargo_bin("samspil"))
            .args(["serve", "--no-browser", "--port", "0"])
            .args(options)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .env("LC_ALL", "C")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut printed = String::new();
        let mut reader = BufReader::new(process.stdout.take().unwrap());
        reader.read_line(&mut printed).unwrap();
        // All addresses are printed at once.
        printed += std::str::from_utf8(reader.buffer()).unwrap();
        let page = printed.split_whitespace().next().unwrap();
        let address = page.trim_start_matches("http://").trim_end_matches('/');
        Self {
            address: address.parse().unwrap(),
            printed,
            process,
        }
    }

    /// Sends a signal.
    pub(crate) fn signal(&self, name: &str) {
        let id = self.process.id().to_string();
        Command::new("kill").args([name, &id]).status().unwrap();
    }

    /// The exit code, if it ends within ten seconds.
    pub(crate) fn exit_code(&mut self) -> Option<i32> {
        for _ in 0..200 {
            if let Some(status) = self.process.try_wait().unwrap() {
                return status.code();
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        None
    }

    /// Sends a request with these header lines, and leaves the connection open.
    pub(crate) fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_mins(2))).unwrap();
        let mut head = format!("{method} {path} HTTP/1.1\r\nconnection: close\r\n");
        let host = self.address.to_string();
        let given = |name: &str| headers.iter().any(|(given, _)| *given == name);
        for (name, value) in [("host", host.as_str()), ("content-type", "application/json")] {
            if !given(name) {
                write!(head, "{name}: {value}\r\n").unwrap();
            }
        }
        for (name, value) in headers {
            write!(head, "{name}: {value}\r\n").unwrap();
        }
        write!(head, "content-length: {}\r\n\r\n", body.len()).unwrap();
        // A server that refuses a body closes before it has read all of it.
        let _cut_off = stream.write_all((head + body).as_bytes());
        stream
    }

    /// A request of which only the head comes.
    pub(crate) fn hang(&self) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).unwrap();
        let head = "POST /api/check HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n";
        stream.write_all(head.as_bytes()).unwrap();
        std::thread::sleep(Duration::from_millis(100));
        stream
    }

    /// A request and its whole answer.
    pub(crate) fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut stream = self.send(method, path, headers, body);
        let mut answer = Vec::new();
        let _reset = stream.read_to_end(&mut answer);
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        let head = String::from_utf8_lossy(&answer[..end]).to_lowercase();
        let rest = answer[end + 4..].to_vec();
        Answer {
            status: head.split_whitespace().nth(1).unwrap().parse().unwrap(),
            body: if head.contains("transfer-encoding: chunked") {
                joined(&rest)
            } else {
                rest
            },
            head,
        }
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[], "")
    }

    pub(crate) fn post(&self, path: &str, question: &Value) -> Answer {
        self.ask("POST", path, &[], &question.to_string())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ended = self.process.kill();
        let _reaped = self.process.wait();
    }
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// The values of a stream of lines.
    pub(crate) fn lines(&self) -> Vec<Value> {
        self.text()
            .lines()
            // An empty line is a sign of life.
            .filter(|line| !line.is_empty())
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

/// The pieces of a chunked body, joined.
fn joined(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = rest.windows(2).position(|two| two == b"\r\n") {
        let size = usize::from_str_radix(std::str::from_utf8(&rest[..end]).unwrap(), 16).unwrap();
        if size == 0 {
            break;
        }
        body.extend_from_slice(&rest[end + 2..end + 2 + size]);
        rest = &rest[end + 4 + size..];
    }
    body
}
