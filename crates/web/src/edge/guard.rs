//! Headers that every answer carries, pages, files and errors alike.

use axum::extract::Request;
use axum::http::StatusCode;
use axum::http::header::{self, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Nothing from elsewhere, no inline script, no frame around us.
const POLICY: &str =
    "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

/// The nonce under which htmx may work on this page; a page handler puts it into the answer's extensions.
#[derive(Clone)]
pub(super) struct Nonce(pub String);

/// No text that people type has a NUL in it, and PostgreSQL keeps none: an address that carries one is refused here,
/// forms and bodies where they are read.
pub(super) async fn addresses(request: Request, next: Next) -> Response {
    if request.uri().to_string().contains("%00") {
        return (StatusCode::BAD_REQUEST, "The address carries a NUL character. Type it again.").into_response();
    }
    next.run(request).await
}

/// `secure`: behind HTTPS, where browsers are told to come that way only.
pub(super) async fn headers(secure: bool, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let policy = match response.extensions().get::<Nonce>() {
        Some(Nonce(nonce)) => HeaderValue::from_str(&format!("{POLICY}; script-src 'self' 'nonce-{nonce}'")).ok(),
        None => None,
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, policy.unwrap_or(HeaderValue::from_static(POLICY)));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin"));
    headers.insert(HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin"));
    if secure {
        let two_years = HeaderValue::from_static("max-age=63072000");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, two_years);
    }
    // Client data stays out of shared machines' caches; hashed assets set their own.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}
