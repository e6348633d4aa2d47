//! A posted form: names with their texts, in the order in which the browser sent them.

use axum::body::to_bytes;
use axum::extract::{FromRequest, Request};
use kernel::{Failure, Refusal};

use super::app::App;
use super::body::parse_field;

/// The largest form; files go another way.
const LARGEST_FORM: usize = 1024 * 1024;

/// What was typed. A form that is refused is shown again with exactly these texts.
#[derive(Clone, Debug, Default)]
pub struct Form(Vec<(String, String)>);

impl FromRequest<App> for Form {
    type Rejection = axum::http::StatusCode;

    async fn from_request(request: Request, _: &App) -> Result<Self, Self::Rejection> {
        let bytes =
            to_bytes(request.into_body(), LARGEST_FORM).await.map_err(|_| axum::http::StatusCode::PAYLOAD_TOO_LARGE)?;
        let pairs: Vec<(String, String)> =
            serde_html_form::from_bytes(&bytes).map_err(|_| axum::http::StatusCode::BAD_REQUEST)?;
        if pairs.iter().any(|(name, text)| name.contains('\0') || text.contains('\0')) {
            return Err(axum::http::StatusCode::BAD_REQUEST);
        }
        Ok(Form(pairs))
    }
}

impl Form {
    pub fn of(pairs: &[(&str, &str)]) -> Form {
        Form(pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect())
    }

    /// A form as it begins, or as a page changed it.
    pub fn of_pairs<N: Into<String>>(pairs: impl IntoIterator<Item = (N, String)>) -> Form {
        Form(pairs.into_iter().map(|(name, text)| (name.into(), text)).collect())
    }

    /// Every field with its text, in order.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// The same form with another text in one field.
    #[must_use]
    pub fn with(mut self, name: &str, text: &str) -> Form {
        self.0.retain(|(other, _)| other != name);
        self.0.push((name.to_owned(), text.to_owned()));
        self
    }

    /// The text of a field, empty when it was not sent.
    pub fn text(&self, name: &str) -> &str {
        self.0.iter().find(|(other, _)| other == name).map_or("", |(_, text)| text)
    }

    /// Replaces the text of a field.
    pub fn set(&mut self, name: &str, text: &str) {
        self.0.retain(|(other, _)| other != name);
        self.0.push((name.to_owned(), text.to_owned()));
    }

    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(other, _)| other == name)
    }

    /// Whether this is the text, or one of the texts, of the field.
    pub fn is_chosen(&self, name: &str, value: &impl std::fmt::Display) -> bool {
        let value = value.to_string();
        self.0.iter().any(|(other, text)| other == name && *text == value)
    }

    /// Every text of a field that can be sent several times.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(other, _)| other == name).map(|(_, text)| text.as_str())
    }

    /// A field that must be there.
    pub fn required<T: std::str::FromStr>(&self, name: &'static str) -> Result<T, Failure>
    where
        T::Err: std::fmt::Display + 'static,
    {
        parse_field(name, self.text(name))
    }

    /// A field that may be empty.
    pub fn optional<T: std::str::FromStr>(&self, name: &'static str) -> Result<Option<T>, Failure>
    where
        T::Err: std::fmt::Display + 'static,
    {
        match self.text(name).trim() {
            "" => Ok(None),
            text => parse_field(name, text).map(Some),
        }
    }

    /// A field that may be empty and has one value only: two are not made into one of them.
    pub fn single<T: std::str::FromStr>(&self, name: &'static str) -> Result<Option<T>, Failure>
    where
        T::Err: std::fmt::Display + 'static,
    {
        if self.all(name).filter(|text| !text.trim().is_empty()).count() > 1 {
            let title = "More than one value was sent.";
            return Err(Refusal::field("FIELD_INVALID", name, title, "Only one is possible here. Choose one.").into());
        }
        self.optional(name)
    }

    /// Every value of a field that can be sent several times; empty ones do not count.
    pub fn list<T: std::str::FromStr>(&self, name: &'static str) -> Result<Vec<T>, Failure>
    where
        T::Err: std::fmt::Display + 'static,
    {
        self.all(name).filter(|text| !text.trim().is_empty()).map(|text| parse_field(name, text)).collect()
    }

    /// Free text of at most `max` characters, `None` when it is blank.
    pub fn free_text(&self, name: &'static str, max: usize) -> Result<Option<String>, Failure> {
        kernel::optional_text(self.text(name), max).map_err(|error| {
            Refusal::field("TEXT_TOO_LONG", name, "The text cannot be kept.", error.to_string()).into()
        })
    }
}
