//! How much a text may hold: seen before anything is built for it, so that a hostile text costs next to nothing.

use toml_parser::lexer::{Token, TokenKind};
use toml_parser::parser::{RecursionGuard, parse_document};
use toml_parser::{ErrorSink, ParseError, Source};

use super::fault::{Finding, Place};
use crate::words::say;

/// Most keys and tables of a text.
const KEYS_MAX: usize = 10_000;
/// Most values in the lists of a text.
const ELEMENTS_MAX: usize = 100_000;
/// Deepest nesting that is followed, as where the text is read.
const DEPTH_MAX: u32 = 80;
/// Faults of syntax from which on a text is not looked through for more.
const SYNTAX_FAULTS_MAX: usize = 1_000;

/// Refuses a text that holds too much, or is no TOML at all.
pub(super) fn check(source: usize, text: &str) -> Result<(), Finding> {
    let mut counted = Counted::default();
    for token in Source::new(text).lex() {
        counted.count(token.kind());
        let message = if counted.keys > KEYS_MAX {
            say!("the text has more than {KEYS_MAX} keys and tables, which is the most that is read")
        } else if counted.elements > ELEMENTS_MAX {
            say!("the text has more than {ELEMENTS_MAX} values in lists, which is the most that is read")
        } else {
            continue;
        };
        return Err(finding(source, &token, message).code("out-of-range"));
    }
    let tokens = Source::new(text).lex().into_vec();
    let mut faults = Counting(0);
    parse_document(&tokens, &mut RecursionGuard::new(&mut (), DEPTH_MAX), &mut faults);
    if faults.0 > SYNTAX_FAULTS_MAX {
        let message = say!(
            "this is not TOML: {} things are wrong with how it is written",
            faults.0
        );
        let hint = say!("is it a file of another kind?");
        let place = Place {
            source,
            start: 0,
            end: 0,
        };
        return Err(Finding::new(place, "", message).code("syntax").hint(hint));
    }
    Ok(())
}

fn finding(source: usize, token: &Token, message: String) -> Finding {
    let span = token.span();
    let place = Place {
        source,
        start: span.start(),
        end: span.end(),
    };
    let hint = say!("split it into several files; is it data? name a file of data instead");
    Finding::new(place, "", message).hint(hint)
}

/// What was seen of a text. A part of a dotted key is a table.
#[derive(Default)]
struct Counted {
    keys: usize,
    elements: usize,
    /// Dots of the line since its last key; those of numbers lead to no `=`.
    dots: usize,
    /// Whether something stands on the line before this.
    in_line: bool,
    in_heading: bool,
}

impl Counted {
    fn count(&mut self, kind: TokenKind) {
        match kind {
            TokenKind::Whitespace => return,
            TokenKind::Newline => {
                self.in_line = false;
                self.in_heading = false;
                self.dots = 0;
                return;
            }
            TokenKind::LeftSquareBracket if !self.in_line => {
                self.in_heading = true;
                self.keys += 1;
            }
            TokenKind::LeftSquareBracket if !self.in_heading => self.elements += 1,
            TokenKind::Dot if self.in_heading => self.keys += 1,
            TokenKind::Dot => self.dots += 1,
            TokenKind::Equals => {
                self.keys += 1 + self.dots;
                self.dots = 0;
            }
            TokenKind::Comma | TokenKind::LeftCurlyBracket => {
                self.elements += 1;
                self.dots = 0;
            }
            _ => {}
        }
        self.in_line = true;
    }
}

/// Counts faults and forgets them.
struct Counting(usize);

impl ErrorSink for Counting {
    fn report_error(&mut self, _error: ParseError) {
        self.0 += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_holds_too_much_is_one_fault() {
        let many = |of: &dyn Fn(usize) -> String| (0..45_000).map(of).collect::<String>();
        for (text, says) in [
            (many(&|number| format!("[t{number}]\n")), "10000 keys and tables"),
            (
                many(&|number| format!("[programme.p{number}]\n")),
                "10000 keys and tables",
            ),
            (
                many(&|number| format!("k{number} = 1\n")),
                "10000 keys and tables",
            ),
            (
                format!("{} = 1\n", vec!["a"; 20_000].join(".")),
                "10000 keys and tables",
            ),
            ("= \n".repeat(250_000), "10000 keys and tables"),
            (
                format!("x = [{}]\n", "1,".repeat(200_000)),
                "100000 values in lists",
            ),
            (format!("x = {}", "[".repeat(200_000)), "100000 values in lists"),
            ("x\n".repeat(100_000), "things are wrong"),
        ] {
            let finding = check(0, &text).unwrap_err();
            assert!(format!("{finding:?}").contains(says), "{finding:?}");
        }
    }

    #[test]
    fn texts_within_the_limits_are_read() {
        let keys: Vec<String> = (0..9_999).map(|number| format!("k{number} = 1.5\n")).collect();
        let keys = keys.concat();
        let list = format!("x = [\n{}]\n", "1.5,\n".repeat(99_000));
        let text = "a = '''\n= = =\n[[[\n'''\n# = [\n";
        for text in [keys.as_str(), list.as_str(), text, ""] {
            assert_eq!(check(0, text), Ok(()));
        }
    }

    #[test]
    fn the_limits_are_stated() {
        let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/limits.md")).unwrap();
        assert!(page.contains("| keys and tables of a file; values in its lists | 10,000; 100,000 |"));
    }
}
