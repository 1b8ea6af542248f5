//! The language of a question, in which it is answered.

use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use axum::extract::Request;
use axum::http::header::{ACCEPT_LANGUAGE, HeaderValue, VARY};
use axum::middleware::Next;
use axum::response::Response;

use crate::words::{Language, within};

/// Answers in the language that the pages, or the browser, ask for first.
pub(super) async fn in_readers_language(request: Request, next: Next) -> Response {
    let wanted = request.headers().get(ACCEPT_LANGUAGE);
    let wanted = wanted.and_then(|value| value.to_str().ok()).unwrap_or_default();
    let first = wanted.split([',', ';']).next().unwrap_or_default();
    let language = Language::of_locale(first.trim());
    let answer = Spoken {
        language,
        answer: Box::pin(next.run(request)),
    };
    let mut response = answer.await;
    // What keeps answers must keep one for each language.
    let language = HeaderValue::from_static("accept-language");
    response.headers_mut().append(VARY, language);
    response
}

/// An answer that is worked out in a language, on whichever thread that happens.
struct Spoken<Answer> {
    language: Language,
    answer: Pin<Box<Answer>>,
}

impl<Answer: Future> Future for Spoken<Answer> {
    type Output = Answer::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let language = self.language;
        within(language, || pin!(&mut self.answer).poll(context))
    }
}
