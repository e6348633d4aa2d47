//! Reads the OpenAPI document into what the pages show. It believes nothing: what is not there is left out.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// The calls under one first word of the path.
#[derive(Debug)]
pub struct Resource {
    pub name: String,
    pub calls: Vec<Call>,
}

#[derive(Debug)]
pub struct Call {
    pub method: String,
    pub path: String,
    pub summary: String,
    /// Code of the permission, or empty.
    pub needs: String,
    pub parameters: Vec<Field>,
    pub takes: Vec<Shape>,
    pub gives: Vec<Shape>,
    pub status: String,
    pub refusals: Vec<String>,
    /// A call to copy, as a shell command.
    pub example: String,
}

impl Call {
    /// The place of the call on its page.
    pub fn anchor(&self) -> String {
        let mut anchor = self.method.to_lowercase();
        for part in self.path.split(['/', '{', '}']).filter(|part| !part.is_empty()) {
            anchor.push('-');
            anchor.push_str(part);
        }
        anchor
    }

    /// The colour that its method is shown in.
    pub fn tone(&self) -> &'static str {
        match self.method.as_str() {
            "GET" => "info",
            "DELETE" => "bad",
            _ => "ok",
        }
    }
}

/// A named table of fields; the first of several is the body itself, the others are what it is made of.
#[derive(Debug)]
pub struct Shape {
    pub name: String,
    pub fields: Vec<Field>,
}

#[derive(Debug)]
pub struct Field {
    pub name: String,
    pub kind: String,
    pub required: bool,
    pub says: String,
}

impl Field {
    /// The words, and of each part whether it stands in backticks.
    pub fn said(&self) -> Vec<(&str, bool)> {
        self.says.split('`').enumerate().map(|(place, part)| (part, place % 2 == 1)).collect()
    }
}

/// The resources by name, each with its calls in the order of their paths.
pub fn resources(document: &Value) -> Vec<Resource> {
    let mut found: BTreeMap<String, Vec<Call>> = BTreeMap::new();
    for (path, methods) in document["paths"].as_object().into_iter().flatten() {
        let inside = path.strip_prefix("/api/v1/").unwrap_or(path);
        let name = inside.split('/').next().unwrap_or_default().to_owned();
        let calls = found.entry(name).or_default();
        for method in ["get", "post", "patch", "put", "delete"] {
            if let Some(operation) = methods.get(method) {
                calls.push(call(document, &method.to_uppercase(), path, operation));
            }
        }
    }
    found.into_iter().map(|(name, calls)| Resource { name, calls }).collect()
}

fn call(document: &Value, method: &str, path: &str, operation: &Value) -> Call {
    let body = &operation["requestBody"]["content"]["application/json"]["schema"];
    let (status, answer) = success(operation);
    let takes = shapes(document, body);
    Call {
        method: method.to_owned(),
        path: path.to_owned(),
        summary: text(&operation["summary"]),
        needs: text(&operation["description"]).split('`').nth(1).unwrap_or_default().to_owned(),
        parameters: parameters(operation),
        gives: shapes(document, &answer["content"]["application/json"]["schema"]),
        refusals: refusals(operation),
        example: example(method, path, &takes),
        takes,
        status,
    }
}

/// The lowest answer that is no refusal; the 200 beside a 201 or 204 is that of a dry run.
fn success(operation: &Value) -> (String, &Value) {
    let answers = operation["responses"].as_object();
    let good = answers.into_iter().flatten().filter(|(status, _)| status.starts_with('2'));
    good.max_by_key(|(status, _)| status.as_str())
        .map_or((String::new(), &Value::Null), |(status, answer)| (status.clone(), answer))
}

fn refusals(operation: &Value) -> Vec<String> {
    let said = text(&operation["responses"]["409"]["description"]);
    let listed = said.split_once(": ").map_or("", |(_, codes)| codes).trim_end_matches('.');
    listed.split(", ").filter(|code| !code.is_empty()).map(str::to_owned).collect()
}

fn parameters(operation: &Value) -> Vec<Field> {
    let listed = operation["parameters"].as_array().into_iter().flatten();
    listed
        .map(|parameter| Field {
            name: text(&parameter["name"]),
            // Leaving a parameter out is its null.
            kind: format!("{} in {}", kind(&parameter["schema"]).replace(" or null", ""), text(&parameter["in"])),
            required: parameter["required"].as_bool().unwrap_or_default(),
            says: text(&parameter["description"]) + &text(&parameter["schema"]["description"]),
        })
        .collect()
}

/// The shape behind a schema, and after it each shape that it is made of, once.
fn shapes(document: &Value, schema: &Value) -> Vec<Shape> {
    let mut names = Vec::new();
    named(schema, &mut names);
    let mut shapes = Vec::new();
    let mut next = 0;
    while let Some(name) = names.get(next).cloned() {
        let schema = &document["components"]["schemas"][&name];
        named(&schema["properties"], &mut names);
        named(&schema["allOf"], &mut names);
        shapes.push(Shape { fields: fields(schema), name });
        next += 1;
    }
    shapes
}

/// The names of all shapes that a schema refers to, in the order in which they are met.
fn named(schema: &Value, names: &mut Vec<String>) {
    match schema {
        Value::Object(inside) => {
            if let Some(name) = inside.get("$ref").and_then(Value::as_str).map(last_word)
                && !names.contains(&name)
            {
                names.push(name);
            }
            inside.values().for_each(|value| named(value, names));
        }
        Value::Array(items) => items.iter().for_each(|item| named(item, names)),
        _ => {}
    }
}

fn last_word(reference: &str) -> String {
    reference.rsplit('/').next().unwrap_or_default().to_owned()
}

fn fields(schema: &Value) -> Vec<Field> {
    let required: Vec<&str> = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let none = Map::new();
    let properties = schema["properties"].as_object().unwrap_or(&none);
    properties
        .iter()
        .map(|(name, property)| Field {
            name: name.clone(),
            kind: kind(property),
            required: required.contains(&name.as_str()),
            says: text(&property["description"]),
        })
        .collect()
}

/// What may stand in a field, in words: `string or null`, `list of Line`.
fn kind(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str() {
        return last_word(name);
    }
    if let Some(values) = schema["enum"].as_array() {
        return values.iter().map(text).collect::<Vec<_>>().join(" | ");
    }
    for several in ["oneOf", "anyOf", "allOf"] {
        if let Some(items) = schema[several].as_array() {
            return items.iter().map(kind).collect::<Vec<_>>().join(" or ");
        }
    }
    match &schema["type"] {
        Value::String(one) if one == "array" => format!("list of {}", kind(&schema["items"])),
        Value::String(one) => one.clone(),
        Value::Array(several) => {
            let words = several.iter().map(|one| match one.as_str() {
                Some("array") => format!("list of {}", kind(&schema["items"])),
                _ => text(one),
            });
            words.collect::<Vec<_>>().join(" or ")
        }
        _ => "any".to_owned(),
    }
}

/// A call that can be copied into a shell; the body names the fields that are required.
fn example(method: &str, path: &str, takes: &[Shape]) -> String {
    let mut command = format!("curl -H \"Authorization: Bearer $TOKEN\" http://localhost:8080{path}");
    if method != "GET" {
        command = command.replacen("curl", &format!("curl -X {method}"), 1);
    }
    if let Some(body) = takes.first() {
        let needed: Vec<String> =
            body.fields.iter().filter(|field| field.required).map(|field| format!("\"{}\": …", field.name)).collect();
        command.push_str(&format!(" \\\n  --json '{{{}}}'", needed.join(", ")));
    }
    command
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
