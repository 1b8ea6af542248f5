//! `samspil licences`: what the program is made of, and under which terms.

use clap::Args;
use samspil::report::text::aligned;
use samspil::words::say;
use serde_json::json;

use super::CommandResult;
use super::failure::Failure;
use super::terminal::Terminal;

const THIRD_PARTY: &str = include_str!("../../THIRD-PARTY.md");
const OWN: [(&str, &str); 2] = [
    ("MIT", include_str!("../../LICENSE-MIT")),
    ("Apache-2.0", include_str!("../../LICENSE-APACHE")),
];

/// List the parts of the program that others wrote, with their licences
#[derive(Args)]
#[command(after_help = "\
Examples: samspil licences
          samspil licences samspil
          samspil licences preact")]
pub(crate) struct Options {
    /// Show the licence of this part, or of `samspil` itself
    part: Option<String>,
}

/// A part as `THIRD-PARTY.md` lists it.
struct Part<'a> {
    name: &'a str,
    version: &'a str,
    licence: &'a str,
    copyright: &'a str,
    texts: Vec<&'a str>,
}

pub(crate) fn run(options: &Options, terminal: &Terminal) -> CommandResult {
    let parts = parts(THIRD_PARTY);
    let Some(name) = &options.part else {
        return list(&parts, terminal);
    };
    if name == "samspil" {
        let texts = OWN.map(|(name, text)| format!("{name}\n\n{}\n", text.trim_end()));
        let text = say!(
            "Samspil: MIT or Apache-2.0, at your choice\n\n{}",
            texts.join("\n")
        );
        return answer(name, &text, terminal);
    }
    let found: Vec<String> = parts.iter().filter(|part| part.name == name).map(words).collect();
    if found.is_empty() {
        let nearest = parts
            .iter()
            .map(|part| (strsim::jaro_winkler(name, part.name), part.name))
            .max_by(|one, other| one.0.total_cmp(&other.0))
            .filter(|(likeness, _)| *likeness > 0.75);
        let hint = match nearest {
            Some((_, near)) => say!("did you mean `{near}`?"),
            None => say!("`samspil licences` lists the parts"),
        };
        return Err(Failure::Usage(say!(
            "the program has no part `{name}`\nhint: {hint}"
        )));
    }
    answer(name, &found.join("\n"), terminal)
}

fn answer(name: &str, text: &str, terminal: &Terminal) -> CommandResult {
    if terminal.json {
        return Terminal::answer_json(&json!({ "part": name, "text": text }));
    }
    Terminal::answer(text)
}

fn list(parts: &[Part<'_>], terminal: &Terminal) -> CommandResult {
    if terminal.json {
        let list: Vec<_> = parts
            .iter()
            .map(|part| json!({ "part": part.name, "version": part.version, "licence": part.licence }))
            .collect();
        return Terminal::answer_json(&json!(list));
    }
    let rows: Vec<Vec<String>> = parts
        .iter()
        .map(|part| {
            [part.name, part.version, part.licence]
                .map(str::to_owned)
                .to_vec()
        })
        .collect();
    Terminal::answer(&say!(
        "Samspil is licensed under MIT or Apache-2.0, at your choice. Parts that others wrote:\n\n{}\n`samspil licences NAME` \
         shows the text of one, `samspil licences samspil` those of Samspil.\n",
        aligned(&rows)
    ))
}

fn words(part: &Part<'_>) -> String {
    let mut text = format!("{} {}: {}\n", part.name, part.version, part.licence);
    for line in part.copyright.split("; ").filter(|line| !line.is_empty()) {
        text.extend([line, "\n"]);
    }
    for number in &part.texts {
        text.extend(["\n", licence_text(THIRD_PARTY, number), "\n"]);
    }
    text
}

/// The rows of the table.
fn parts(page: &str) -> Vec<Part<'_>> {
    let rows = page.lines().filter(|line| line.starts_with("| ")).skip(1);
    rows.filter_map(|row| {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let [_, name, version, licence, copyright, texts, _] = cells[..] else {
            return None;
        };
        Some(Part {
            name,
            version,
            licence,
            copyright,
            texts: texts.split(", ").collect(),
        })
    })
    .collect()
}

/// The text of this number.
fn licence_text<'a>(page: &'a str, number: &str) -> &'a str {
    let section = page.split_once(&format!("\n## {number}. "));
    let text = section.and_then(|(_, section)| section.split_once("~~~text\n"));
    text.and_then(|(_, text)| text.split_once("\n~~~"))
        .map_or("", |(text, _)| text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_has_its_text() {
        let parts = parts(THIRD_PARTY);
        assert!(parts.len() > 100);
        for part in &parts {
            assert!(!part.texts.is_empty(), "{}", part.name);
            for number in &part.texts {
                assert!(
                    licence_text(THIRD_PARTY, number).len() > 200,
                    "{} {number}",
                    part.name
                );
            }
        }
        for vendored in ["preact", "htm", "d3", "@observablehq/plot", "new-joe-kuo-6.21201"] {
            assert!(parts.iter().any(|part| part.name == vendored), "{vendored}");
        }
    }
}
