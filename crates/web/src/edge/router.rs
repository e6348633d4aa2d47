//! The router made from the table of routes, with the layers that every answer passes.

use std::time::Duration;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Json, Router, middleware};
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::timeout::TimeoutLayer;

use super::app::App;
use super::visit::{PageFailure, Visit, plain};
use super::{guard, openapi};
use kernel::Failure;

/// The longest a request may take; long work reports progress instead.
const LONGEST: Duration = Duration::from_secs(60);

/// Everything that the server answers.
pub fn router(app: App) -> Router {
    let mut router = Router::new()
        .route("/assets/{*path}", get(asset))
        .route("/health", get(|| async { "ok" }))
        .route("/api/v1/openapi.json", get(|| async { Json(openapi::document()) }));
    for route in crate::routes::table() {
        let path = if route.doc.is_some() { format!("/api/v1{}", route.path) } else { route.path.to_owned() };
        // Who may come stands in the table; visits and calls find it on their way in.
        router = router.route(&path, route.handler.layer(Extension(route.access)));
    }
    let secure = app.secure;
    router
        .fallback(nothing_here)
        .layer(CsrfLayer::new())
        .layer(middleware::from_fn(guard::addresses))
        .layer(CompressionLayer::new())
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, LONGEST))
        // Outermost, so that what the other layers answer carries the headers too.
        .layer(middleware::from_fn(move |request, next| guard::headers(secure, request, next)))
        .with_state(app)
}

async fn asset(Path(path): Path<String>) -> Response {
    let Some(file) = assets::file(&format!("/assets/{path}")) else { return StatusCode::NOT_FOUND.into_response() };
    let mut response = ([(header::CONTENT_TYPE, file.content_type)], file.bytes).into_response();
    if file.immutable {
        let forever = HeaderValue::from_static("public, max-age=31536000, immutable");
        response.headers_mut().insert(header::CACHE_CONTROL, forever);
    }
    response
}

/// A member keeps the menu around the page that says so; everybody else learns it without one.
async fn nothing_here(
    State(app): State<App>,
    visit: Result<Visit, PageFailure>,
    headers: HeaderMap,
    uri: axum::http::Uri,
) -> Response {
    let failure = Failure::missing("page", uri.path());
    if uri.path().starts_with("/api/") {
        return super::Problem(failure).into_response();
    }
    match visit {
        Ok(visit) => visit.failure(failure).into_response(),
        Err(_) => PageFailure::plain(failure, plain(&app, &headers, "Not found")).into_response(),
    }
}
