//! The OpenAPI document, generated from the table of routes: a route that is not in the table does not exist.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::route::{Access, Doc, Named, Route};

/// The whole document. Schemas come from the types that handlers read and answer with.
pub fn document() -> Value {
    let mut schemas = BTreeMap::new();
    let mut paths: BTreeMap<String, Map<String, Value>> = BTreeMap::new();
    for route in crate::routes::table() {
        let Some(doc) = &route.doc else { continue };
        for shape in [doc.takes, doc.gives].into_iter().flatten() {
            remember(&shape(), &mut schemas);
        }
        let operation = operation(&route, doc);
        let method = route.method.as_str().to_lowercase();
        paths.entry(format!("/api/v1{}", route.path)).or_default().insert(method, operation);
    }
    schemas.insert("Problem".to_owned(), problem_schema(&codes()));
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Coterie", "version": env!("CARGO_PKG_VERSION"),
            "description": "Clients, the groups they stand in, and the books that follow. A token belongs to one person and one company."
        },
        "security": [{ "token": [] }],
        "paths": paths,
        "components": {
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } },
            "schemas": schemas,
        },
    })
}

fn remember(named: &Named, schemas: &mut BTreeMap<String, Value>) {
    schemas.insert(named.name.clone(), json!(named.schema));
    for (name, schema) in &named.parts {
        schemas.insert(name.clone(), json!(schema));
    }
}

fn operation(route: &Route, doc: &Doc) -> Value {
    let mut operation = Map::new();
    operation.insert("operationId".into(), json!(operation_name(route)));
    operation.insert("summary".into(), json!(doc.summary));
    operation.insert("tags".into(), json!([route.path.trim_start_matches('/').split('/').next().unwrap_or_default()]));
    if let Access::Needs(permission) = route.access {
        operation.insert("description".into(), json!(format!("Needs the permission `{}`.", permission.code())));
    }
    operation.insert("parameters".into(), parameters(route, doc));
    if let Some(takes) = doc.takes {
        let content = json!({ "application/json": { "schema": json!(takes().reference()) } });
        operation.insert("requestBody".into(), json!({ "required": true, "content": content }));
    }
    if doc.takes_file {
        let file = json!({ "type": "string", "format": "binary" });
        let form = json!({ "type": "object", "required": ["file"], "properties": { "file": file } });
        let content = json!({ "multipart/form-data": { "schema": form }, "text/csv": { "schema": file } });
        operation.insert("requestBody".into(), json!({ "required": true, "content": content }));
    }
    operation.insert("responses".into(), responses(route, doc));
    Value::Object(operation)
}

/// `POST /clients/{id}/archive` becomes `post_clients_id_archive`, which generated programs call it by.
fn operation_name(route: &Route) -> String {
    let words = route.path.split(['/', '{', '}', '-']).filter(|word| !word.is_empty());
    std::iter::once(route.method.as_str().to_lowercase()).chain(words.map(str::to_owned)).collect::<Vec<_>>().join("_")
}

fn parameters(route: &Route, doc: &Doc) -> Value {
    let mut parameters = Vec::new();
    for name in route.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')) {
        parameters.push(json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }));
    }
    if let Some(query) = doc.query {
        let schema = json!(query().schema);
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            parameters.push(json!({ "name": name, "in": "query", "required": false, "schema": property }));
        }
    }
    if route.method != axum::http::Method::GET {
        parameters.push(json!({ "name": "dry_run", "in": "query", "required": false, "schema": { "type": "boolean" },
            "description": "Answers 200 with the changes and changes nothing." }));
    }
    match route.method.as_str() {
        "POST" => parameters.push(json!({ "name": "Idempotency-Key", "in": "header", "required": false,
            "schema": { "type": "string" } })),
        "PATCH" | "DELETE" => parameters.push(json!({ "name": "If-Match", "in": "header", "required": false,
            "schema": { "type": "string" } })),
        _ => {}
    }
    json!(parameters)
}

fn responses(route: &Route, doc: &Doc) -> Value {
    let mut responses = Map::new();
    let success = match doc.gives {
        Some(gives) => json!({ "description": doc.summary,
            "content": { "application/json": { "schema": json!(gives().reference()) } } }),
        None => json!({ "description": doc.summary }),
    };
    responses.insert(doc.status.to_string(), success);
    let problem = |text: &str| {
        json!({ "description": text,
            "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } } })
    };
    if route.method != axum::http::Method::GET {
        if doc.status != 200 {
            responses.insert(
                "200".into(),
                json!({ "description": "What would change (dry_run=true).",
                "content": { "application/json": { "schema": { "type": "object" } } } }),
            );
        }
        let rules = if doc.refusals.is_empty() { String::new() } else { format!(": {}", doc.refusals.join(", ")) };
        responses.insert("409".into(), problem(&format!("A rule refuses{rules}.")));
        responses.insert("412".into(), problem("CHANGED_MEANWHILE: somebody changed it since you read it."));
        responses.insert("507".into(), problem("DISK_FULL: the disk is full. Nothing was changed."));
    }
    if route.access != Access::Open {
        responses.insert("401".into(), problem("TOKEN_UNKNOWN: no token came, or one that was revoked."));
    }
    responses.insert("403".into(), problem("A right is missing."));
    responses.insert("404".into(), problem("Missing, or not yours to see."));
    let same_key = " IDEMPOTENCY_MISMATCH: the key came with another body before.";
    let same_key = if route.method == axum::http::Method::POST { same_key } else { "" };
    responses.insert("422".into(), problem(&format!("A field cannot be taken.{same_key}")));
    responses
        .insert("500".into(), problem("BROKEN: a fault of the server. Nothing was changed; its log has the cause."));
    responses.insert("503".into(), problem("Busy: try again after Retry-After seconds."));
    Value::Object(responses)
}

/// Every code that some call may refuse with, and those that any may.
fn codes() -> BTreeSet<&'static str> {
    const OF_ANY_CALL: [&str; 11] = [
        "BODY_UNREADABLE",
        "BROKEN",
        "BUSY",
        "CHANGED_MEANWHILE",
        "DISK_FULL",
        "FIELD_INVALID",
        "FIELD_MISSING",
        "IDEMPOTENCY_MISMATCH",
        "NOT_FOUND",
        "PERM_MISSING",
        "TOKEN_UNKNOWN",
    ];
    let routes = crate::routes::table();
    let of_calls = routes.iter().filter_map(|route| route.doc.as_ref()).flat_map(|doc| doc.refusals.iter().copied());
    of_calls.chain(OF_ANY_CALL).collect()
}

fn problem_schema(codes: &BTreeSet<&str>) -> Value {
    let string = json!({ "type": "string" });
    let code = json!({ "type": "string", "examples": codes,
        "description": "What refused, for programs. A code never changes its meaning; new ones may come." });
    json!({
        "type": "object",
        "required": ["type", "title", "status", "code", "detail"],
        "properties": {
            "type": string, "title": string, "status": { "type": "integer" }, "code": code, "detail": string,
            "field": { "type": ["string", "null"] },
            "details": { "type": "object" },
            "actions": { "type": "array", "items": { "type": "object", "properties": {
                "label": string, "href": string, "method": string } } }
        }
    })
}
