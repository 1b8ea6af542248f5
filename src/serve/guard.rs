//! Who may ask, and what pages may do.
//!
//! The server trusts whoever can reach it, so a page of another site must not reach it through the visitor's browser. A
//! site can point a name of its own at this machine (DNS rebinding), so a `Host` must be an address or `localhost`, never
//! another name; and a request that a page makes names the page's origin, which must be this server.

use std::net::IpAddr;

use axum::extract::Request;
use axum::http::header::{
    CONTENT_SECURITY_POLICY, HOST, HeaderName, HeaderValue, ORIGIN, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::refusal::Refusal;

/// What pages may load: only what this server sends. The hash is that of the style which Observable Plot puts into its
/// charts.
const POLICY: &str = "default-src 'none'; script-src 'self'; \
                      style-src 'self' 'sha256-jSYQUrW7J0b3jPqhZP9C2Xh1PyJKHKXd4s0fpGGKrww='; img-src 'self' data: blob:; \
                      connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The policy of a report, which carries its own style.
pub(super) const REPORT_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; \
                                        form-action 'none'; frame-ancestors 'none'";

/// Lets a request through when it comes from here, and says in every answer what pages may do.
pub(super) async fn guard(request: Request, next: Next) -> Response {
    let mut response = match check(&request) {
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

fn check(request: &Request) -> Result<(), Refusal> {
    let header = |name| {
        request
            .headers()
            .get(name)
            .map(|value: &HeaderValue| value.to_str().unwrap_or_default())
    };
    let host = header(HOST).unwrap_or_default();
    if !is_address(host) {
        return Err(Refusal::forbidden(
            "This server answers only to its address or to localhost.\n\
             hint: open the address that `samspil serve` printed",
        ));
    }
    match header(ORIGIN) {
        Some(origin) if origin.strip_prefix("http://") != Some(host) => Err(Refusal::forbidden(
            "This request was made by a page of another site.",
        )),
        _ => Ok(()),
    }
}

/// Whether a host, with or without a port, is an address or `localhost`.
fn is_address(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    };
    name == "localhost" || name.parse::<IpAddr>().is_ok()
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn answered(host: Option<&str>, origin: Option<&str>) -> bool {
        let mut request = Request::builder().uri("/");
        for (name, value) in [(HOST, host), (ORIGIN, origin)] {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        check(&request.body(Body::empty()).unwrap()).is_ok()
    }

    #[test]
    fn names_of_other_sites_are_refused() {
        for host in [
            "127.0.0.1:8080",
            "localhost:8080",
            "localhost",
            "[::1]:8080",
            "192.168.1.7:80",
        ] {
            assert!(answered(Some(host), None), "{host}");
        }
        for host in [
            "evil.example:8080",
            "localhost.evil.example",
            "127.0.0.1.evil.example:80",
            "",
        ] {
            assert!(!answered(Some(host), None), "{host}");
        }
        assert!(!answered(None, None));
    }

    #[test]
    fn pages_of_other_sites_are_refused() {
        let host = Some("127.0.0.1:8080");
        assert!(answered(host, Some("http://127.0.0.1:8080")));
        for origin in [
            "http://evil.example",
            "http://127.0.0.1:9090",
            "https://127.0.0.1:8080",
            "null",
        ] {
            assert!(!answered(host, Some(origin)), "{origin}");
        }
    }
}
