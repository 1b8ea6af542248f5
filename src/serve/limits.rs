//! What the server gives at most, and how long it waits; `docs/serve.md` has them as a table.

use std::time::Duration;

/// Files that a server has open when nobody asks, and one for a client who is about to be let in.
const FILES_AT_REST: usize = 16;

/// The limits of a server.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// Open connections at the same time.
    pub(super) connections: usize,
    /// Requests whose scenario is being read at the same time.
    pub(super) readers: usize,
    /// Answers at the same time: those who work and those who wait for their turn.
    pub(super) answers: usize,
    /// Memory of all answers together.
    pub(super) memory_mebibytes: usize,
    /// For the whole head of a request, from the opening of the connection or the end of the answer before.
    pub(super) head: Duration,
    /// For the whole body of a request.
    pub(super) body: Duration,
    /// For reading what is asked: a scenario, its settings, the files it names.
    pub(super) reading: Duration,
    /// For a reader, an answer or its memory to be free.
    pub(super) waiting: Duration,
    /// For a piece of an answer to be taken by the client.
    pub(super) unread: Duration,
    /// Between two signs of life of an answer that has nothing new to say.
    pub(super) sign_of_life: Duration,
    /// For answers to end when the server stops.
    pub(super) closing: Duration,
}

impl Limits {
    /// Those of `samspil serve`.
    pub(super) const USUAL: Self = Self {
        connections: 512,
        readers: 4,
        answers: 256,
        memory_mebibytes: 512,
        head: Duration::from_secs(15),
        body: Duration::from_secs(20),
        reading: Duration::from_secs(10),
        waiting: Duration::from_mins(1),
        unread: Duration::from_secs(30),
        sign_of_life: Duration::from_secs(5),
        closing: Duration::from_secs(3),
    };

    /// These, with no more connections than half the files that this process may still open, so that studies can open theirs.
    pub(super) fn of_this_process(self) -> Self {
        let files = files_max().unwrap_or(usize::MAX).saturating_sub(FILES_AT_REST);
        Self {
            connections: self.connections.min(files / 2).max(1),
            ..self
        }
    }
}

/// Files that this process may have open at the same time.
#[cfg(unix)]
fn files_max() -> Option<usize> {
    let limit = rustix::process::getrlimit(rustix::process::Resource::Nofile).current?;
    usize::try_from(limit).ok()
}

/// Sockets are no files here.
#[cfg(not(unix))]
const fn files_max() -> Option<usize> {
    None
}

#[cfg(test)]
mod tests {
    use super::super::listen::HEAD_BYTES_MAX;
    use super::super::request::BODY_BYTES_MAX;
    use super::super::{chosen, watch};
    use super::*;

    /// A number as it is written in the book.
    fn written(number: u64) -> String {
        let digits = number.to_string();
        let groups: Vec<&str> = digits
            .as_bytes()
            .rchunks(3)
            .rev()
            .map(|group| std::str::from_utf8(group).unwrap())
            .collect();
        groups.join(",")
    }

    #[test]
    fn the_book_has_these_limits() {
        let book = include_str!("../../docs/serve.md");
        let limits = Limits::USUAL;
        let rows = [
            ("citizens", chosen::CITIZENS_MAX.into()),
            ("citizens to watch", watch::CITIZENS_MAX.into()),
            ("replications", chosen::REPLICATIONS_MAX.into()),
            ("bytes of a question", BODY_BYTES_MAX as u64),
            ("bytes of the head of a request", HEAD_BYTES_MAX as u64),
            ("connections", limits.connections as u64),
            ("questions being read at once", limits.readers as u64),
            ("answers at once", limits.answers as u64),
            ("memory of all answers", limits.memory_mebibytes as u64),
            (
                "seconds for the head of a request, and for a connection to rest",
                limits.head.as_secs(),
            ),
            ("seconds for the body of a request", limits.body.as_secs()),
            ("seconds for reading a question", limits.reading.as_secs()),
            (
                "seconds to wait for an answer or for memory",
                limits.waiting.as_secs(),
            ),
            (
                "seconds for a piece of an answer to be taken",
                limits.unread.as_secs(),
            ),
            ("seconds between signs of life", limits.sign_of_life.as_secs()),
            ("seconds for answers to end at Ctrl-C", limits.closing.as_secs()),
        ];
        let table = book.split("| limit | |\n|---|---|\n").nth(1).unwrap();
        let table = table.split("\n\n").next().unwrap();
        assert_eq!(table.lines().count(), rows.len());
        for (line, (name, number)) in table.lines().zip(rows) {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            let value = cells[2].split([' ', ';']).next().unwrap();
            assert_eq!(
                (cells[1], value.trim_end_matches(',')),
                (name, written(number).as_str())
            );
        }
    }

    #[test]
    fn connections_leave_files_to_others() {
        let limits = Limits {
            connections: usize::MAX,
            ..Limits::USUAL
        };
        if cfg!(unix) {
            assert!(limits.of_this_process().connections < usize::MAX / 2);
        }
        assert!(Limits::USUAL.of_this_process().connections <= Limits::USUAL.connections);
    }
}
