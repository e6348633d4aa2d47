//! Parsing at the edge: texts of a form or a body become the kernel's types, or a refusal that names the field.

use kernel::{Currency, Failure, Money, NameError, Refusal};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Money as the API writes it: a decimal string, never a number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Amount {
    /// Such as `1210.00`.
    pub amount: String,
    /// ISO 4217.
    pub currency: String,
}

impl From<Money> for Amount {
    fn from(money: Money) -> Self {
        Amount { amount: money.to_string(), currency: money.currency.to_string() }
    }
}

impl Amount {
    pub fn money(&self, field: &'static str) -> Result<Money, Failure> {
        let currency: Currency = parse_field(field, &self.currency)?;
        Money::parse(&self.amount, currency).map_err(|error| invalid(field, &error.to_string()))
    }
}

/// A body as `T`. A field that cannot be read, is missing or is not known is refused by its name; in lists as
/// `lines[1].quantity`.
pub(super) fn read_json<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, Failure> {
    // A list would be read as an object by the order of its fields.
    if bytes.trim_ascii_start().starts_with(b"[") {
        return Err(not_taken("a list").into());
    }
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let read = serde_path_to_error::deserialize(&mut reader);
    let read = read.map_err(|error| {
        let path = Some(error.path().to_string()).filter(|path| path != ".");
        (path, error.into_inner())
    });
    let whole = read.and_then(|value| reader.end().map(|()| value).map_err(|error| (None, error)));
    whole.map_err(|(path, error): (Option<String>, serde_json::Error)| unreadable(path, &error).into())
}

const SEE_DOCUMENT: &str = "The fields stand in /api/v1/openapi.json.";

fn unreadable(path: Option<String>, error: &serde_json::Error) -> Refusal {
    let said = error.to_string();
    // serde_json ends with the place in the text; the field's name says it better.
    let said = said.rsplit_once(" at line ").map_or(said.as_str(), |(before, _)| before);
    let quoted = |begin: &str| said.strip_prefix(begin)?.split_once('`').map(|(name, _)| name.to_owned());
    if !error.is_data() {
        let detail = format!("{error}. Send one JSON object. {SEE_DOCUMENT}");
        return Refusal::field("BODY_UNREADABLE", "body", "The body is no JSON.", detail);
    }
    if let Some(name) = quoted("missing field `") {
        let field = match path {
            Some(path) => format!("{path}.{name}"),
            None => name,
        };
        let title = format!("The field {field} is missing.");
        return Refusal::field("FIELD_MISSING", field, title, format!("It must be there. {SEE_DOCUMENT}"));
    }
    if let Some(name) = quoted("unknown field `") {
        let field = path.unwrap_or(name);
        let title = format!("There is no field {field}.");
        let detail = format!("Nothing is left out in silence. {SEE_DOCUMENT}");
        return Refusal::field("BODY_UNREADABLE", field, title, detail);
    }
    let Some(field) = path else {
        return not_taken(said);
    };
    let wanted = said.strip_prefix("invalid type: ").or_else(|| said.strip_prefix("invalid value: "));
    let detail = match wanted.and_then(|words| words.split_once(", expected ")) {
        Some((found, wanted)) => format!("It is {found}, and {wanted} is expected. {SEE_DOCUMENT}"),
        None => format!("It says: {said}. {SEE_DOCUMENT}"),
    };
    let title = format!("The field {field} cannot be read.");
    Refusal::field("FIELD_INVALID", field, title, detail)
}

fn not_taken(said: &str) -> Refusal {
    let detail = format!("It is {said}. Send one JSON object. {SEE_DOCUMENT}");
    Refusal::field("BODY_UNREADABLE", "body", "The body is not what this resource takes.", detail)
}

/// Tells a field that is null from one that is not there: PATCH clears the one and leaves the other.
pub fn named<'de, D, T>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::<T>::deserialize(deserializer).map(Some)
}

/// The rows of a page of a list: 1 to 200, 50 where nothing is said.
pub fn limit(asked: Option<i64>) -> Result<i64, Failure> {
    match asked.unwrap_or(50) {
        rows @ 1..=200 => Ok(rows),
        _ => Err(invalid("limit", "A page of a list has 1 to 200 rows.")),
    }
}

/// Parses a text that must be there; the parser's own sentence becomes the refusal.
pub fn parse_field<T: std::str::FromStr>(field: &'static str, text: &str) -> Result<T, Failure>
where
    T::Err: std::fmt::Display + 'static,
{
    text.parse().map_err(|error: T::Err| {
        let name_error = (&error as &dyn std::any::Any).downcast_ref::<NameError>();
        match name_error {
            Some(NameError::Required) => {
                Refusal::field("NAME_REQUIRED", field, "A name is missing.", error.to_string()).into()
            }
            Some(NameError::TooLong(_)) => {
                Refusal::field("NAME_TOO_LONG", field, "The name is too long.", error.to_string()).into()
            }
            _ => invalid(field, &error.to_string()),
        }
    })
}

fn invalid(field: &'static str, detail: &str) -> Failure {
    Refusal::field("FIELD_INVALID", field, "A field cannot be read.", detail).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Body {
        #[expect(dead_code, reason = "only whether it can be read matters")]
        client: String,
        #[expect(dead_code, reason = "only whether it can be read matters")]
        lines: Option<Vec<Amount>>,
    }

    fn check(body: &str, code: &str, field: &str) {
        let failure = read_json::<Body>(body.as_bytes()).expect_err("refused");
        let refusal = failure.refusal().expect("a refusal").clone();
        assert_eq!((refusal.code, refusal.field.as_deref()), (code, Some(field)), "{body}: {refusal}");
        assert!(!refusal.to_string().contains(" at line ") || code == "BODY_UNREADABLE", "{refusal}");
    }

    /// Each fault of a body is refused under the name of the field that has it.
    #[test]
    fn a_body_is_refused_by_its_field() {
        check(r#"{"client": null}"#, "FIELD_INVALID", "client");
        check(r#"{"client": 7}"#, "FIELD_INVALID", "client");
        check("{}", "FIELD_MISSING", "client");
        check(r#"{"client": "a", "colour": "red"}"#, "BODY_UNREADABLE", "colour");
        check(r#"{"client": "a", "lines": [{"amount": "1", "currency": null}]}"#, "FIELD_INVALID", "lines[0].currency");
        check(r#"{"client": "a", "lines": [{"amount": "1"}]}"#, "FIELD_MISSING", "lines[0].currency");
        check(r#"{"client": "a"} {"#, "BODY_UNREADABLE", "body");
        for no_object in ["", "null", "[]", "[\"a\", null]", "{", "\"text\""] {
            let failure = read_json::<Body>(no_object.as_bytes()).expect_err("refused");
            assert_eq!(failure.refusal().map(|refusal| refusal.code), Some("BODY_UNREADABLE"), "{no_object}");
        }
    }
}
