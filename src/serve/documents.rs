//! The pages of the book that say what the model rests on.

use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::http::header::{CONTENT_LANGUAGE, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};
use rust_embed::RustEmbed;
use serde::Deserialize;

use super::refusal::Refusal;
use super::request::Named;
use crate::words::{Language, say};

/// The pages and their figures.
#[derive(RustEmbed)]
#[folder = "docs"]
struct Book;

/// What is asked.
#[derive(Debug, Deserialize)]
pub(super) struct RequestBody {
    /// `da` for Danish, where there is a Danish page.
    lang: Option<String>,
}

/// A page that is written in both languages: its English and its Danish name.
const IN_BOTH: [(&str, &str); 2] = [("lessons", "lektioner"), ("limits", "begraensninger")];

/// A page of the book as a fragment of HTML, or a figure of it.
pub(super) async fn document(
    Named(name): Named,
    question: Result<Query<RequestBody>, QueryRejection>,
) -> Result<Response, Refusal> {
    let Query(question) =
        question.map_err(|error| Refusal::malformed(say!("The address cannot be read: {error}.")))?;
    let missing = || Refusal::missing(say!("There is no page `{name}` in the book."));
    if std::path::Path::new(&name)
        .extension()
        .is_some_and(|extension| extension == "svg")
    {
        let figure = Book::get(&name).ok_or_else(missing)?;
        return Ok(([(CONTENT_TYPE, "image/svg+xml")], figure.data.into_owned()).into_response());
    }
    let danish = question.lang.as_deref() == Some("da");
    let translated = IN_BOTH.iter().find(|(english, _)| danish && *english == name);
    let (file, language) = match translated {
        Some((_, danish)) => (*danish, Language::Danish),
        None if IN_BOTH.iter().any(|(_, danish)| *danish == name) => (name.as_str(), Language::Danish),
        None => (name.as_str(), Language::English),
    };
    let page = Book::get(&format!("{file}.md")).ok_or_else(missing)?;
    let text = String::from_utf8_lossy(&page.data);
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CONTENT_LANGUAGE, language.code()),
    ];
    Ok((headers, fragment(&text)).into_response())
}

/// Markdown as HTML. Headings go down one level, since the page around them has its own title, and have ids by which links
/// find them; figures come from this server.
fn fragment(text: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES;
    let mut events: Vec<Event<'_>> = Parser::new_ext(text, options).collect();
    for position in 0..events.len() {
        if let Event::Start(Tag::Heading { .. }) = events[position] {
            let id = slug(&words_of_heading(&events[position + 1..]));
            if let Event::Start(Tag::Heading { level, id: own, .. }) = &mut events[position] {
                *level = lower(*level);
                *own = Some(id.into());
            }
        }
        match &mut events[position] {
            Event::End(TagEnd::Heading(level)) => *level = lower(*level),
            Event::Start(Tag::Image { dest_url, .. }) => {
                *dest_url = format!("/api/documents/{dest_url}").into();
            }
            // Raw HTML has no place in the book.
            Event::Html(raw) | Event::InlineHtml(raw) => events[position] = Event::Text(raw.clone()),
            _ => {}
        }
    }
    let mut page = String::new();
    html::push_html(&mut page, events.into_iter());
    page
}

/// The words up to the end of a heading.
fn words_of_heading(events: &[Event<'_>]) -> String {
    events
        .iter()
        .take_while(|event| !matches!(event, Event::End(TagEnd::Heading(_))))
        .filter_map(|event| match event {
            Event::Text(words) | Event::Code(words) => Some(&**words),
            _ => None,
        })
        .collect()
}

/// The name by which links of the book find a heading: lower case, hyphens for spaces, nothing but letters and digits.
fn slug(heading: &str) -> String {
    let lower = heading.to_lowercase();
    let kept = lower
        .chars()
        .filter(|&letter| letter.is_alphanumeric() || " -_".contains(letter));
    kept.map(|letter| if letter == ' ' { '-' } else { letter })
        .collect()
}

const fn lower(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 => HeadingLevel::H2,
        HeadingLevel::H2 => HeadingLevel::H3,
        HeadingLevel::H3 => HeadingLevel::H4,
        HeadingLevel::H4 => HeadingLevel::H5,
        HeadingLevel::H5 | HeadingLevel::H6 => HeadingLevel::H6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_becomes_a_fragment() {
        let text = "# What it *cannot* tell\n\nSee [limits](limits.md#weak).\n\n![Front](figures/front.svg)\n\n\
                    | a | b |\n|---|---|\n| 1 | <script>x</script> |\n";
        let page = fragment(text);
        for part in [
            "<h2 id=\"what-it-cannot-tell\">What it <em>cannot</em> tell</h2>",
            "<a href=\"limits.md#weak\">limits</a>",
            "<img src=\"/api/documents/figures/front.svg\" alt=\"Front\" />",
            "<td>1</td>",
            "&lt;script&gt;",
        ] {
            assert!(page.contains(part), "{part} in {page}");
        }
        assert!(!page.contains("<script>"));
    }

    #[test]
    fn the_pages_that_are_linked_are_there() {
        for name in [
            "model",
            "validation",
            "coverage",
            "limits",
            "glossary",
            "barriers",
            "hypotheses",
            "lektioner",
        ] {
            assert!(Book::get(&format!("{name}.md")).is_some(), "{name}");
        }
    }
}
