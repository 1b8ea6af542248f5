//! Quotation marks that are left open, rows without end, and what is no text.
//!
//! The reader of CSV takes everything up to the next quotation mark for one cell, so an open mark swallows rows without a
//! word. This watches the bytes on their way to it.

use std::io::{self, Read};

/// A fault of a row, with lines from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::scenario) enum QuoteFault {
    /// Opened in this line and never closed.
    Open { line: u64 },
    /// Closed in `line` with more text behind it, opened in `opened`.
    Stray { line: u64, opened: u64 },
    /// The row that begins in this line is longer than is read.
    LongRow { line: u64 },
    /// A byte of this line is 0, as in no text.
    NoText { line: u64 },
}

/// Longest row, bytes.
pub(super) const ROW_BYTES_MAX: u64 = 1 << 20;

/// Bytes on their way to the reader of CSV.
pub(super) struct QuoteWatch<R> {
    bytes: R,
    separator: u8,
    state: State,
    line: u64,
    opened: u64,
    /// Line in which the row begins.
    row: u64,
    /// Bytes of the row so far.
    row_bytes: u64,
    fault: Option<QuoteFault>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before the first character of a cell.
    Start,
    /// In a cell without quotation marks, in which one is an ordinary character.
    Plain,
    Quoted,
    /// Behind a mark in a quoted cell, which closes it unless a second one follows.
    Closed,
}

/// The first fault of the quotation marks of a text.
pub(in crate::scenario) fn quote_fault(text: &str, separator: u8) -> Option<QuoteFault> {
    let mut watch = QuoteWatch::new(text.as_bytes(), separator);
    // Some faults end the reading with an error, which says no more than they do.
    let _ended = io::copy(&mut watch, &mut io::sink());
    watch.fault()
}

impl<R> QuoteWatch<R> {
    pub(super) const fn new(bytes: R, separator: u8) -> Self {
        Self {
            bytes,
            separator,
            state: State::Start,
            line: 1,
            opened: 0,
            row: 1,
            row_bytes: 0,
            fault: None,
        }
    }

    /// Where the bytes come from.
    pub(super) const fn bytes(&self) -> &R {
        &self.bytes
    }

    /// The first fault met so far.
    pub(super) const fn fault(&self) -> Option<QuoteFault> {
        self.fault
    }

    fn pass(&mut self, byte: u8) {
        self.state = match (self.state, byte) {
            (State::Quoted, b'"') => State::Closed,
            (State::Quoted, _) | (State::Closed, b'"') => State::Quoted,
            (State::Start, b'"') => {
                self.opened = self.line;
                State::Quoted
            }
            (_, b'\n') => State::Start,
            (_, byte) if byte == self.separator => State::Start,
            (State::Closed, b'\r' | b' ') => State::Closed,
            (State::Closed, _) => {
                let (line, opened) = (self.line, self.opened);
                self.fault.get_or_insert(QuoteFault::Stray { line, opened });
                State::Plain
            }
            (State::Start | State::Plain, _) => State::Plain,
        };
        self.line += u64::from(byte == b'\n');
        self.row_bytes += 1;
        if byte == b'\n' && self.state == State::Start {
            (self.row, self.row_bytes) = (self.line, 0);
        }
        if byte == 0 {
            self.fault.get_or_insert(QuoteFault::NoText { line: self.line });
        }
        if self.row_bytes > ROW_BYTES_MAX {
            // A mark that is left open makes one row of all that follows.
            self.fault.get_or_insert(match self.state {
                State::Quoted => QuoteFault::Open { line: self.opened },
                _ => QuoteFault::LongRow { line: self.row },
            });
        }
    }
}

impl<R: Read> Read for QuoteWatch<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.bytes.read(buffer)?;
        for byte in &buffer[..count] {
            self.pass(*byte);
        }
        let no_text = matches!(self.fault, Some(QuoteFault::NoText { .. }));
        if no_text || self.row_bytes > ROW_BYTES_MAX {
            // The reader would hold all of the row before it gave it back.
            return Err(io::ErrorKind::InvalidData.into());
        }
        if count == 0 && !buffer.is_empty() && self.state == State::Quoted {
            self.fault.get_or_insert(QuoteFault::Open { line: self.opened });
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> Option<QuoteFault> {
        let mut watch = QuoteWatch::new(text.as_bytes(), b',');
        let mut read = Vec::new();
        watch.read_to_end(&mut read).unwrap();
        assert_eq!(read, text.as_bytes());
        watch.fault()
    }

    #[test]
    fn marks_that_belong_together_pass() {
        for text in [
            "a,\"b\"\r\n\"c\"\"d\",e\n",
            "\"two\nlines\",\"\"\n",
            "3\" pipe,5\"\n",
            "\"\"\"\",\"b\" ,c",
        ] {
            assert_eq!(fault(text), None, "{text:?}");
        }
    }

    #[test]
    fn rows_without_end_and_what_is_no_text_are_not_read_on() {
        let met = |text: &[u8]| {
            let mut watch = QuoteWatch::new(text, b',');
            assert!(watch.read_to_end(&mut Vec::new()).is_err());
            watch.fault()
        };
        let long = "x".repeat(2 << 20);
        let row = Some(QuoteFault::LongRow { line: 2 });
        assert_eq!(met(format!("a,b\n{long}").as_bytes()), row);
        assert_eq!(
            met(format!("a,b\n\"{}", "x\n".repeat(1 << 20)).as_bytes()),
            Some(QuoteFault::Open { line: 2 })
        );
        assert_eq!(met(b"a,b\nc,\0\n"), Some(QuoteFault::NoText { line: 2 }));
    }

    #[test]
    fn open_marks_are_found_with_their_line() {
        assert_eq!(fault("a,b\nc,\"d\ne,f\n"), Some(QuoteFault::Open { line: 2 }));
        let stray = QuoteFault::Stray { line: 4, opened: 2 };
        assert_eq!(fault("a,b\nc,\"d\ne,f\ng,\"h\n"), Some(stray));
    }
}
