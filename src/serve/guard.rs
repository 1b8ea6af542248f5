//! Who may ask, and what pages may do.
//!
//! The server trusts whoever can reach it, so a page of another site must not reach it through the visitor's browser. A
//! site can point a name of its own at this machine (DNS rebinding), so a request must ask for one of the server's own names
//! (`hosts`); and a request that a page makes names the page's origin, which must be this server.

use axum::extract::{Request, State};
use axum::http::header::{
    CONTENT_SECURITY_POLICY, HOST, HeaderName, HeaderValue, ORIGIN, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::hosts::{Authority, Hosts};
use super::refusal::Refusal;
use crate::words::say;

/// What pages may load: only what this server sends. The hash is that of the style which Observable Plot puts into its
/// charts.
const POLICY: &str = "default-src 'none'; script-src 'self'; \
                      style-src 'self' 'sha256-jSYQUrW7J0b3jPqhZP9C2Xh1PyJKHKXd4s0fpGGKrww='; img-src 'self' data: blob:; \
                      connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The policy of a report, which carries its own style.
pub(super) const REPORT_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; \
                                        form-action 'none'; frame-ancestors 'none'";

/// Lets a request through when it comes from here, and says in every answer what pages may do.
pub(super) async fn guard(State(hosts): State<Hosts>, request: Request, next: Next) -> Response {
    let mut response = match check(&hosts, &request) {
        Ok(()) => next.run(request).await,
        Err(refusal) => refusal.into_response(),
    };
    let headers = response.headers_mut();
    let fixed: [(HeaderName, &'static str); 3] = [
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "no-referrer"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers
        .entry(CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(POLICY));
    response
}

/// Characters of what a request sent that are shown in a refusal.
const SHOWN_MAX: usize = 80;

fn check(hosts: &Hosts, request: &Request) -> Result<(), Refusal> {
    let host = host(request).map_err(|seen| {
        Refusal::forbidden(say!(
            "The request {seen}; it must name one host, with or without a port.\n\
             hint: this server answers to {hosts}"
        ))
    })?;
    let asked = Authority::read(&host).filter(|asked| hosts.accept(asked));
    let Some(asked) = asked else {
        return Err(Refusal::forbidden(say!(
            "The request asks for the host `{host}`, and this server answers to {hosts}.\n\
             hint: open an address that `samspil serve` printed; `--host 0.0.0.0` opens it to others and to its host name"
        )));
    };
    let mut origins = request.headers().get_all(ORIGIN).iter();
    match (origins.next(), origins.next()) {
        (None, _) => Ok(()),
        (Some(_), Some(_)) => Err(Refusal::forbidden(say!("The request has two `Origin` headers."))),
        (Some(origin), None) if origin.is_empty() => Err(Refusal::forbidden(say!(
            "The request has an empty `Origin` header."
        ))),
        (Some(origin), None) if origin.to_str().ok().and_then(Authority::of_origin) == Some(asked) => Ok(()),
        (Some(origin), None) => Err(Refusal::forbidden(say!(
            "This request was made by a page of another site, `{}`.",
            shown(origin.as_bytes())
        ))),
    }
}

/// The host that a request asks for, which is the same in its first line, where it stands there, and in its header.
fn host(request: &Request) -> Result<String, String> {
    let mut hosts = request.headers().get_all(HOST).iter();
    let header = hosts.next().ok_or_else(|| say!("has no `Host` header"))?;
    if hosts.next().is_some() {
        return Err(say!("has two `Host` headers"));
    }
    let header = shown(header.as_bytes());
    match request.uri().authority() {
        Some(target) if Authority::read(target.as_str()) != Authority::read(&header) => Err(say!(
            "asks for `{}` in its first line and for `{header}` in its `Host` header",
            shown(target.as_str().as_bytes())
        )),
        _ => Ok(header),
    }
}

/// What was sent, fit to be shown.
fn shown(bytes: &[u8]) -> String {
    let text = bytes.escape_ascii().to_string();
    if text.len() > SHOWN_MAX {
        format!("{}…", &text[..SHOWN_MAX])
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn refusal(target: &str, headers: &[(HeaderName, &str)]) -> Option<String> {
        let mut request = Request::builder().uri(target);
        for (name, value) in headers {
            request = request.header(name, *value);
        }
        let request = request.body(Body::empty()).unwrap();
        check(&Hosts::ThisMachine, &request)
            .err()
            .map(|refusal| refusal.message().to_owned())
    }

    #[test]
    fn names_of_other_sites_are_refused_in_words() {
        assert_eq!(refusal("/", &[(HOST, "LocalHost:8080")]), None);
        let words = refusal("/", &[(HOST, "evil.example:8080")]).unwrap();
        assert!(words.contains("asks for the host `evil.example:8080`"), "{words}");
        assert!(
            words.contains("answers to localhost, 127.0.0.1 and [::1]"),
            "{words}"
        );
        let words = refusal("/", &[(HOST, "user@localhost")]).unwrap();
        assert!(words.contains("`user@localhost`"), "{words}");
        assert!(refusal("/", &[]).unwrap().contains("no `Host`"));
        let two = [(HOST, "localhost"), (HOST, "localhost")];
        assert!(refusal("/", &two).unwrap().contains("two `Host`"));
        let long = "x".repeat(10_000);
        assert!(refusal("/", &[(HOST, &long)]).unwrap().len() < 500);
    }

    #[test]
    fn the_first_line_and_the_header_name_one_host() {
        assert_eq!(refusal("http://localhost:80/", &[(HOST, "LOCALHOST")]), None);
        for target in [
            "http://evil.example/",
            "http://user@localhost/",
            "http://127.0.0.1/",
        ] {
            let words = refusal(target, &[(HOST, "localhost")]).unwrap();
            assert!(words.contains("in its first line"), "{target}: {words}");
        }
        assert!(refusal("http://evil.example/", &[(HOST, "evil.example")]).is_some());
    }

    #[test]
    fn pages_of_other_sites_are_refused() {
        let asked = |origin| refusal("/", &[(HOST, "127.0.0.1:8080"), (ORIGIN, origin)]);
        assert_eq!(asked("http://127.0.0.1:8080"), None);
        assert_eq!(asked("HTTP://127.0.0.1.:8080"), None);
        for origin in [
            "http://evil.example",
            "http://127.0.0.1:9090",
            "http://127.0.0.1",
            "http://localhost:8080",
            "https://127.0.0.1:8080",
            "http://user@127.0.0.1:8080",
            "null",
        ] {
            let words = asked(origin).unwrap();
            assert!(words.contains("a page of another site"), "{origin}: {words}");
        }
        let two = [
            (HOST, "localhost"),
            (ORIGIN, "http://localhost"),
            (ORIGIN, "http://localhost"),
        ];
        assert!(refusal("/", &two).unwrap().contains("two `Origin`"));
        assert!(asked("").unwrap().contains("an empty `Origin`"));
    }
}
