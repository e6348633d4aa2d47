//! The five ways in which a command does not succeed.
use std::borrow::Cow;
use std::fmt;

use serde::ser::{SerializeMap, Serializer};

/// A result that fails in one of the five ways.
pub type Result<T, E = Failure> = std::result::Result<T, E>;

/// What came instead of success.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// A rule says no.
    #[error(transparent)]
    Refused(Box<Refusal>),
    /// It does not exist, or not for this member.
    #[error(transparent)]
    Missing(Missing),
    /// A right is lacking.
    #[error(transparent)]
    Forbidden(Forbidden),
    /// The queue is full.
    #[error("The office is busy. Too many changes wait at this moment. Try again in a few seconds.")]
    Busy,
    /// A fault of ours.
    #[error(transparent)]
    Broken(Broken),
}

impl Failure {
    /// For a fault of ours; the cause goes to the log and never to the page.
    pub fn broken(cause: impl fmt::Display) -> Failure {
        Failure::Broken(Broken { cause: cause.to_string(), no_room: false })
    }

    /// The disk has no room: a fault until the transaction is gone, then a refusal that says so.
    pub fn no_room(cause: impl fmt::Display) -> Failure {
        Failure::Broken(Broken { cause: cause.to_string(), no_room: true })
    }

    /// `what` is the noun, such as `client`.
    pub fn missing(what: &'static str, id: impl fmt::Display) -> Failure {
        Failure::Missing(Missing { what, id: id.to_string() })
    }

    pub fn forbidden(code: &'static str, permission: &'static str, detail: impl Into<String>) -> Failure {
        Failure::Forbidden(Forbidden { code, permission, detail: detail.into() })
    }

    /// The refusal, where it is one.
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Failure::Refused(refusal) => Some(refusal),
            Failure::Missing(_) | Failure::Forbidden(_) | Failure::Busy | Failure::Broken(_) => None,
        }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Failure {
        Failure::Refused(Box::new(refusal))
    }
}

/// What kind of no it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RefusalKind {
    /// The state of the office forbids it.
    Rule,
    /// A field is not filled in as it must be.
    Field,
    /// Somebody changed it meanwhile.
    Stale,
}

/// A rule saying no: what happened, why, and the way out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, serde::Serialize)]
#[error("{title} {detail}")]
pub struct Refusal {
    /// Stable, in capitals, for example `NAME_TAKEN`.
    pub code: &'static str,
    pub kind: RefusalKind,
    /// What happened, one sentence.
    pub title: String,
    /// Why, and what to do.
    pub detail: String,
    /// The field to mend, by its name in the form.
    pub field: Option<Cow<'static, str>>,
    /// Facts for programs: key and value, in order.
    #[serde(serialize_with = "write_details")]
    pub details: Vec<(String, String)>,
    pub actions: Vec<Action>,
}

/// A way out: a link (GET) or a button (POST).
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Action {
    pub label: String,
    pub href: String,
    pub method: &'static str,
}

impl Refusal {
    fn new(kind: RefusalKind, code: &'static str, title: impl Into<String>, detail: impl Into<String>) -> Refusal {
        let (title, detail) = (title.into(), detail.into());
        Refusal { code, kind, title, detail, field: None, details: Vec::new(), actions: Vec::new() }
    }

    pub fn rule(code: &'static str, title: impl Into<String>, detail: impl Into<String>) -> Refusal {
        Refusal::new(RefusalKind::Rule, code, title, detail)
    }

    pub fn field(
        code: &'static str,
        field: impl Into<Cow<'static, str>>,
        title: impl Into<String>,
        detail: impl Into<String>,
    ) -> Refusal {
        Refusal { field: Some(field.into()), ..Refusal::new(RefusalKind::Field, code, title, detail) }
    }

    pub fn stale(code: &'static str, title: impl Into<String>, detail: impl Into<String>) -> Refusal {
        Refusal::new(RefusalKind::Stale, code, title, detail)
    }

    /// Adds a link.
    pub fn action(mut self, label: impl Into<String>, href: impl Into<String>) -> Refusal {
        self.actions.push(Action { label: label.into(), href: href.into(), method: "GET" });
        self
    }

    /// Adds a button.
    pub fn post_action(mut self, label: impl Into<String>, href: impl Into<String>) -> Refusal {
        self.actions.push(Action { label: label.into(), href: href.into(), method: "POST" });
        self
    }

    /// Adds a fact for programs.
    pub fn detail(mut self, key: impl Into<String>, value: impl fmt::Display) -> Refusal {
        self.details.push((key.into(), value.to_string()));
        self
    }
}

fn write_details<S: Serializer>(details: &[(String, String)], serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(details.len()))?;
    for (key, value) in details {
        map.serialize_entry(key, value)?;
    }
    map.end()
}

/// There is no such thing, or this member may not know of it; the two are not told apart.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("There is no {what} {id}. It was deleted or is not yours to see. Look for it in the list.")]
pub struct Missing {
    pub what: &'static str,
    pub id: String,
}

/// A right is lacking.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct Forbidden {
    pub code: &'static str,
    pub permission: &'static str,
    pub detail: String,
}

/// A fault of ours; the cause is for the log only.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{cause}")]
pub struct Broken {
    pub cause: String,
    /// The disk is full.
    pub no_room: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken() -> Refusal {
        Refusal::rule("NAME_TAKEN", "The name is taken.", "An archived group has it. Restore that group.")
            .action("Open", "/client-groups/1")
            .post_action("Restore", "/client-groups/1/restore")
            .detail("existing", "grp_1")
            .detail("clients", 3)
    }

    #[test]
    fn a_refusal_carries_what_why_and_the_way_out() -> serde_json::Result<()> {
        let expected = concat!(
            r#"{"code":"NAME_TAKEN","kind":"rule","title":"The name is taken.","#,
            r#""detail":"An archived group has it. Restore that group.","field":null,"#,
            r#""details":{"existing":"grp_1","clients":"3"},"#,
            r#""actions":[{"label":"Open","href":"/client-groups/1","method":"GET"},"#,
            r#"{"label":"Restore","href":"/client-groups/1/restore","method":"POST"}]}"#,
        );
        assert_eq!(serde_json::to_string(&taken())?, expected);
        assert_eq!(taken().to_string(), "The name is taken. An archived group has it. Restore that group.");
        Ok(())
    }

    #[test]
    fn a_refusal_is_a_failure() {
        let failure: Failure = taken().into();
        assert_eq!(failure.refusal(), Some(&taken()));
        assert_eq!(failure.to_string(), taken().to_string());
        assert_eq!(Failure::Busy.refusal(), None);
    }

    #[test]
    fn each_kind_of_refusal_has_its_maker() {
        let field = Refusal::field("NAME_REQUIRED", "name", "The name is empty.", "Type a name.");
        assert_eq!((field.kind, field.field.as_deref()), (RefusalKind::Field, Some("name")));
        let stale = Refusal::stale("CHANGED_MEANWHILE", "The client was changed.", "Look at both versions.");
        assert_eq!((stale.kind, stale.field), (RefusalKind::Stale, None));
        assert_eq!(taken().kind, RefusalKind::Rule);
    }

    #[test]
    fn the_other_failures_say_what_happened() {
        let missing = Failure::missing("client", "cli_1");
        assert!(missing.to_string().starts_with("There is no client cli_1."), "{missing}");
        let forbidden = Failure::forbidden("FORBIDDEN", "book_invoices", "You may not book invoices.");
        assert_eq!(forbidden.to_string(), "You may not book invoices.");
        let broken = Failure::broken(std::fmt::Error);
        assert!(matches!(&broken, Failure::Broken(Broken { cause, .. }) if cause.contains("formatt")), "{broken}");
    }
}
