//! The pages of the book that say what the model rests on.

use axum::extract::{Path, Query};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};
use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, html};
use rust_embed::RustEmbed;
use serde::Deserialize;

use super::refusal::Refusal;

/// The pages and their figures.
#[derive(RustEmbed)]
#[folder = "docs"]
#[include = "*.md"]
#[include = "figures/*.svg"]
#[exclude = "figures/scenarios/*"]
struct Book;

/// What is asked.
#[derive(Debug, Deserialize)]
pub(super) struct Question {
    /// `da` for Danish, where there is a Danish page.
    lang: Option<String>,
}

/// A page that is written in both languages: its English and its Danish name.
const IN_BOTH: [(&str, &str); 1] = [("lessons", "lektioner")];

/// A page of the book as a fragment of HTML, or a figure of it.
pub(super) async fn document(
    Path(name): Path<String>,
    Query(question): Query<Question>,
) -> Result<Response, Refusal> {
    let missing = || Refusal::missing(format!("There is no page `{name}` in the book."));
    if std::path::Path::new(&name)
        .extension()
        .is_some_and(|extension| extension == "svg")
    {
        let figure = Book::get(&format!("figures/{name}")).ok_or_else(missing)?;
        return Ok(([(CONTENT_TYPE, "image/svg+xml")], figure.data.into_owned()).into_response());
    }
    let danish = question.lang.as_deref() == Some("da");
    let translated = IN_BOTH.iter().find(|(english, _)| danish && *english == name);
    let file = translated.map_or(name.as_str(), |(_, danish)| danish);
    let page = Book::get(&format!("{file}.md")).ok_or_else(missing)?;
    let text = String::from_utf8_lossy(&page.data);
    Ok(([(CONTENT_TYPE, "text/html; charset=utf-8")], fragment(&text)).into_response())
}

/// Markdown as HTML. Headings go down one level, since the page around it has its own title; links to other pages of the
/// book stay in the book, figures come from this server, and what points to files of the project keeps its words alone.
fn fragment(text: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_HEADING_ATTRIBUTES;
    let mut headings = Vec::new();
    let events = Parser::new_ext(text, options).map(|event| match event {
        // Raw HTML has no place in the book.
        Event::Html(html) | Event::InlineHtml(html) => Event::Text(html),
        Event::Start(Tag::Heading {
            level,
            classes,
            attrs,
            ..
        }) => {
            headings.push(());
            Event::Start(Tag::Heading {
                level: lower(level),
                id: Some(CowStr::from(format!("section-{}", headings.len()))),
                classes,
                attrs,
            })
        }
        Event::End(pulldown_cmark::TagEnd::Heading(level)) => {
            Event::End(pulldown_cmark::TagEnd::Heading(lower(level)))
        }
        Event::Start(Tag::Link {
            link_type,
            dest_url,
            title,
            id,
        }) => Event::Start(Tag::Link {
            link_type,
            dest_url: link(&dest_url).into(),
            title,
            id,
        }),
        Event::Start(Tag::Image {
            link_type,
            dest_url,
            title,
            id,
        }) => {
            let name = dest_url.rsplit('/').next().unwrap_or_default();
            Event::Start(Tag::Image {
                link_type,
                dest_url: format!("/api/documents/{name}").into(),
                title,
                id,
            })
        }
        other => other,
    });
    let mut page = String::new();
    html::push_html(&mut page, events);
    page
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

/// Where a link of the book leads in the pages.
fn link(target: &str) -> String {
    let page = target.split('#').next().unwrap_or_default();
    match page.strip_suffix(".md") {
        Some(name) if !name.contains('/') => format!("#/model/{name}"),
        _ if target.starts_with("https://") => target.to_owned(),
        _ => "#/model".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_becomes_a_fragment() {
        let text = "# Title\n\nSee [limits](limits.md#weak) and [code](../src/lib.rs).\n\n![Front](figures/front.svg)\n\n\
                    | a | b |\n|---|---|\n| 1 | <script>x</script> |\n";
        let page = fragment(text);
        for part in [
            "<h2 id=\"section-1\">Title</h2>",
            "<a href=\"#/model/limits\">limits</a>",
            "<a href=\"#/model\">code</a>",
            "<img src=\"/api/documents/front.svg\" alt=\"Front\" />",
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
