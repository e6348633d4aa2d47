//! Refusals of the API as problem+json (RFC 9457), with our codes and the way out.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::{Failure, RefusalKind};
use serde_json::{Value, json};

/// Nobody is known to be calling: another outcome for programs than a right that somebody lacks.
const TOKEN_UNKNOWN: &str = "TOKEN_UNKNOWN";

/// The answer to a call without a token, or with one that opens nothing (RFC 6750).
pub(super) fn unknown_token() -> Failure {
    Failure::forbidden(
        TOKEN_UNKNOWN,
        "token",
        "The call carries no token, or one that was revoked. Send Authorization: Bearer with a token from Settings & Apps, API keys.",
    )
}

/// A failure on its way out of the API.
#[derive(Debug)]
pub struct Problem(pub Failure);

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        Problem(failure)
    }
}

impl From<kernel::Refusal> for Problem {
    fn from(refusal: kernel::Refusal) -> Self {
        Problem(refusal.into())
    }
}

/// The HTTP status of a failure, the same for pages and the API.
pub fn status(failure: &Failure) -> StatusCode {
    match failure {
        Failure::Refused(refusal) if refusal.code == "DISK_FULL" => StatusCode::INSUFFICIENT_STORAGE,
        Failure::Refused(refusal) => match refusal.kind {
            RefusalKind::Rule => StatusCode::CONFLICT,
            RefusalKind::Field => StatusCode::UNPROCESSABLE_ENTITY,
            RefusalKind::Stale => StatusCode::PRECONDITION_FAILED,
        },
        Failure::Missing(_) => StatusCode::NOT_FOUND,
        Failure::Forbidden(forbidden) if forbidden.code == TOKEN_UNKNOWN => StatusCode::UNAUTHORIZED,
        Failure::Forbidden(_) => StatusCode::FORBIDDEN,
        Failure::Busy => StatusCode::SERVICE_UNAVAILABLE,
        Failure::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// Logs a fault of ours once, under a number that the user is told; the cause stays in the log.
pub fn incident(cause: &str) -> String {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    (cause, std::thread::current().id()).hash(&mut hasher);
    let number = format!("{:08X}", hasher.finish() & 0xFFFF_FFFF);
    tracing::error!(incident = number, cause, "a request failed");
    number
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = status(&self.0);
        let body = body(&self.0, status).to_string();
        let mut response = (status, [(header::CONTENT_TYPE, "application/problem+json")], body).into_response();
        if status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from_static("2"));
        }
        if status == StatusCode::UNAUTHORIZED {
            let challenge = header::HeaderValue::from_static("Bearer realm=\"coterie\", error=\"invalid_token\"");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
        }
        response
    }
}

fn body(failure: &Failure, status: StatusCode) -> Value {
    let (code, title, detail, field) = match failure {
        Failure::Refused(refusal) => {
            let details: serde_json::Map<String, Value> =
                refusal.details.iter().map(|(key, value)| (key.clone(), Value::String(value.clone()))).collect();
            return json!({
                "type": format!("/api/v1/problems/{}", refusal.code),
                "title": refusal.title, "status": status.as_u16(), "code": refusal.code, "detail": refusal.detail,
                "field": refusal.field, "details": details, "actions": refusal.actions,
            });
        }
        Failure::Missing(missing) => (
            "NOT_FOUND",
            format!("There is no such {}.", missing.what),
            "It was deleted, never existed, or is not yours to see. Check the id.".to_owned(),
            None,
        ),
        Failure::Forbidden(forbidden) if forbidden.code == TOKEN_UNKNOWN => {
            (forbidden.code, "The token is not known.".to_owned(), forbidden.detail.clone(), None)
        }
        Failure::Forbidden(forbidden) => {
            (forbidden.code, "A right is missing.".to_owned(), forbidden.detail.clone(), Some(forbidden.permission))
        }
        Failure::Busy => ("BUSY", "The server is busy.".to_owned(), failure.to_string(), None),
        Failure::Broken(broken) => (
            "BROKEN",
            "Something broke on our side.".to_owned(),
            format!("Nothing was changed. The log has the cause under incident {}.", incident(&broken.cause)),
            None,
        ),
    };
    let details = field.map_or(json!({}), |permission| json!({ "permission": permission }));
    json!({
        "type": format!("/api/v1/problems/{code}"), "title": title, "status": status.as_u16(), "code": code,
        "detail": detail, "field": null, "details": details, "actions": [],
    })
}
