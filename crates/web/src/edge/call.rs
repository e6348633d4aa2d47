//! A call of the API: who calls, for which company, and the conventions that every resource shares.

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{FromRequest, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use books::company::Hold;
use books::{Act, Ask, Caller, Change, IdempotencyKey, Order, Receipt, Result, Who};
use kernel::{Door, Failure, Refusal};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use super::app::{App, Operator};
use super::body::read_json;
use super::problem::{Problem, unknown_token};
use super::route::Access;

/// The largest JSON body; files have a route of their own.
const LARGEST_BODY: usize = 2 * 1024 * 1024;

pub type ApiResult = std::result::Result<Response, Problem>;

/// An admitted call. `Authorization: Bearer …` names one person and one company.
pub struct Call {
    pub app: App,
    pub caller: Caller,
    headers: HeaderMap,
    uri: Uri,
    body: Bytes,
}

impl FromRequest<App> for Call {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> std::result::Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        let caller = caller_of(app, &parts).await?;
        let body = read_body(body).await?;
        Ok(Call::of(app.clone(), caller, parts, body))
    }
}

/// Who calls: the operator within the process, or the holder of a token. Whoever may not change a thing learns that
/// before anything about the body that they sent.
pub(super) async fn caller_of(app: &App, parts: &Parts) -> std::result::Result<Caller, Problem> {
    if let Some(operator) = parts.extensions.get::<Operator>() {
        return operator_caller(app, operator);
    }
    let caller = token_caller(app, &parts.headers).await?;
    if let Some(Access::Needs(permission)) = parts.extensions.get::<Access>()
        && parts.method != Method::GET
    {
        app.ask(&caller, Hold { permission: *permission }).await?;
    }
    Ok(caller)
}

fn operator_caller(app: &App, operator: &Operator) -> std::result::Result<Caller, Problem> {
    let company = operator.company.ok_or_else(|| Failure::missing("company", "none is chosen"))?;
    Ok(Caller { company, who: Who::Operator, door: Door::CommandLine, request: app.request_id() })
}

async fn token_caller(app: &App, headers: &HeaderMap) -> std::result::Result<Caller, Problem> {
    let secret = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("Bearer"))
        .map(|(_, secret)| secret.trim().to_owned())
        .ok_or_else(unknown_token)?;
    let token = app.blocking(move |desk| desk.hallway().token(&secret)).await?.ok_or_else(unknown_token)?;
    Ok(Caller { company: token.company, who: Who::Person(token.person), door: Door::Api, request: app.request_id() })
}

async fn read_body(body: Body) -> std::result::Result<Bytes, Problem> {
    to_bytes(body, LARGEST_BODY).await.map_err(|_| {
        Problem::from(Refusal::field(
            "BODY_TOO_LARGE",
            "body",
            "The body is too large or broke off.",
            "A JSON body may have 2 MiB. Send large tables as a file to /api/v1/imports.",
        ))
    })
}

impl Call {
    pub(super) fn of(app: App, caller: Caller, parts: Parts, body: Bytes) -> Call {
        Call { app, caller, headers: parts.headers, uri: parts.uri, body }
    }

    /// The body as `T`; unknown fields and wrong types are refused by name.
    pub fn body<T: DeserializeOwned>(&self) -> Result<T> {
        if self.body.windows(6).any(|bytes| bytes == br"\u0000") {
            return Err(Refusal::field(
                "TEXT_HAS_NUL",
                "body",
                "A text has a NUL character in it.",
                "No database keeps it and nobody can see it. Send the text without it.",
            )
            .into());
        }
        read_json(&self.body)
    }

    /// The body as it came, for uploads.
    pub fn bytes(&self) -> &Bytes {
        &self.body
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The query string as `T`; unknown names are refused.
    pub fn query<T: DeserializeOwned>(&self) -> Result<T> {
        serde_html_form::from_str(self.uri.query().unwrap_or_default()).map_err(|error| {
            Refusal::field(
                "QUERY_UNREADABLE",
                "query",
                "The query string is not what this resource takes.",
                format!("{error}. The parameters stand in /api/v1/openapi.json."),
            )
            .into()
        })
    }

    /// The version that `If-Match` names; without the header any version will do.
    pub fn expected_version(&self) -> Result<Option<i64>> {
        let Some(tag) = self.headers.get(header::IF_MATCH) else { return Ok(None) };
        let number = tag.to_str().ok().and_then(|tag| tag.trim_matches('"').parse().ok());
        number.map(Some).ok_or_else(|| {
            Refusal::field(
                "IF_MATCH_UNREADABLE",
                "If-Match",
                "If-Match is not an ETag.",
                "Send the ETag of the answer that you read.",
            )
            .into()
        })
    }

    /// The caller only wants to know what would happen.
    pub fn is_dry_run(&self) -> bool {
        self.uri.query().is_some_and(|query| query.split('&').any(|pair| pair == "dry_run=true"))
    }

    /// The key under which a repeated request happens once.
    pub fn key(&self) -> Option<IdempotencyKey> {
        self.header("Idempotency-Key").map(|key| {
            // The same key on another resource is another request: the path is part of what must match.
            let mut hashed = self.uri.path().as_bytes().to_vec();
            hashed.push(0);
            hashed.extend_from_slice(&self.body);
            IdempotencyKey { key: key.to_owned(), body_hash: books::digest(&hashed) }
        })
    }

    fn order<A: Act>(&self, act: A) -> Order<A> {
        let key = self.key();
        Order::new(self.caller.clone(), act).keyed(key)
    }

    /// Performs a command, or rehearses it when the call says `dry_run=true`.
    pub async fn perform<A: Act>(
        &self,
        act: A,
        answer: impl AsyncFnOnce(Receipt<A::Outcome>) -> ApiResult,
    ) -> ApiResult {
        if self.is_dry_run() {
            return self.rehearse(act).await;
        }
        let receipt = self.app.carry_out(self.order(act)).await?;
        let replayed = receipt.replayed;
        let response = answer(receipt).await?;
        Ok(if replayed { mark_replayed(response) } else { response })
    }

    /// Answers with the changes that a command would bring, and changes nothing.
    pub async fn rehearse<A: Act>(&self, act: A) -> ApiResult {
        Ok(axum::Json(json!({ "changes": self.rehearsed(act).await? })).into_response())
    }

    /// The changes that a command would bring.
    pub async fn rehearsed<A: Act>(&self, act: A) -> Result<Vec<Change>> {
        let order = self.order(act);
        self.app.blocking(move |desk| desk.rehearse(order)).await
    }

    /// Performs a command that makes something, and answers 201 with its address and the thing itself.
    pub async fn create<A: Act, Q: Ask<Answer: Resource>>(
        &self,
        act: A,
        path: &str,
        read: impl FnOnce(&A::Outcome) -> Q,
    ) -> ApiResult
    where
        A::Outcome: std::fmt::Display,
    {
        self.perform(act, async |receipt| {
            let made = self.app.ask(&self.caller, read(&receipt.outcome)).await?;
            let mut response = resource(StatusCode::CREATED, &made);
            let location = format!("/api/v1{path}/{}", receipt.outcome);
            insert(response.headers_mut(), header::LOCATION, &location);
            Ok(response)
        })
        .await
    }

    /// Performs a command on something, and answers 200 with the thing as it is now.
    pub async fn change<A: Act, Q: Ask<Answer: Resource>>(&self, act: A, read: Q) -> ApiResult {
        self.perform(act, async |_| Ok(resource(StatusCode::OK, &self.app.ask(&self.caller, read).await?))).await
    }

    /// Performs a command after which nothing is left to show.
    pub async fn remove<A: Act>(&self, act: A) -> ApiResult {
        self.perform(act, async |_| Ok(StatusCode::NO_CONTENT.into_response())).await
    }

    /// Answers a question with one resource and its ETag.
    pub async fn read<Q: Ask<Answer: Resource>>(&self, question: Q) -> ApiResult {
        Ok(resource(StatusCode::OK, &self.app.ask(&self.caller, question).await?))
    }

    /// Answers a question with anything that has no version of its own.
    pub async fn show<Q: Ask, T: Serialize>(&self, question: Q, shape: impl FnOnce(Q::Answer) -> T) -> ApiResult {
        let answer = self.app.ask(&self.caller, question).await?;
        Ok(axum::Json(shape(answer)).into_response())
    }
}

/// Something with an address of its own: it has a version, and a shape that the API shows.
pub trait Resource {
    type Shape: Serialize;
    fn version(&self) -> i64;
    fn shape(&self) -> Self::Shape;
}

pub fn resource<R: Resource>(status: StatusCode, thing: &R) -> Response {
    let mut response = (status, axum::Json(thing.shape())).into_response();
    insert(response.headers_mut(), header::ETAG, &format!("\"{}\"", thing.version()));
    response
}

/// Says that an earlier request with the same key did it.
pub fn mark_replayed(mut response: Response) -> Response {
    response.headers_mut().insert("Idempotency-Hit", HeaderValue::from_static("true"));
    response
}

fn insert(headers: &mut HeaderMap, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}
