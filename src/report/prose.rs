//! Words of files and of the register in HTML.

use std::fmt;

use askama::filters::HtmlSafe;

/// A text as HTML: what stands between backticks is code.
pub(crate) fn prose(text: &str) -> Prose<'_> {
    Prose(text)
}

/// See [`prose`].
pub(crate) struct Prose<'a>(&'a str);

impl HtmlSafe for Prose<'_> {}

impl fmt::Display for Prose<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<&str> = self.0.split('`').collect();
        for (place, part) in parts.iter().enumerate() {
            let is_last = place + 1 == parts.len();
            let (before, after) = match place % 2 {
                1 if is_last => ("`", ""),
                1 => ("<code>", "</code>"),
                _ => ("", ""),
            };
            formatter.write_str(before)?;
            for character in part.chars() {
                match character {
                    '<' => formatter.write_str("&lt;")?,
                    '>' => formatter.write_str("&gt;")?,
                    '&' => formatter.write_str("&amp;")?,
                    '"' => formatter.write_str("&quot;")?,
                    _ => write!(formatter, "{character}")?,
                }
            }
            formatter.write_str(after)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::prose;

    #[test]
    fn backticks_become_code_and_nothing_becomes_markup() {
        for (text, html) in [
            ("share of `a_b` at <b>", "share of <code>a_b</code> at &lt;b&gt;"),
            ("`x` & `y`", "<code>x</code> &amp; <code>y</code>"),
            ("an open ` stays", "an open ` stays"),
            ("`<script>`", "<code>&lt;script&gt;</code>"),
        ] {
            assert_eq!(prose(text).to_string(), html);
        }
    }
}
