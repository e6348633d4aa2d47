//! What a command says when it does not succeed: a sentence, or the API's own refusal with its ways out.

use console::Term;
use kernel::Failure;
use serde_json::Value;

/// Why a command ends with exit code 1.
#[derive(Debug)]
pub enum Trouble {
    /// Sentences that are ready to print.
    Said(String),
    /// Everything is told already.
    Told,
    /// A problem as the API answers it; `at` stands before the addresses of its ways out.
    Refused { problem: Value, at: String },
}

pub type Done = Result<(), Trouble>;

impl From<String> for Trouble {
    fn from(said: String) -> Trouble {
        Trouble::Said(said)
    }
}

impl From<&str> for Trouble {
    fn from(said: &str) -> Trouble {
        Trouble::Said(said.to_owned())
    }
}

impl From<Failure> for Trouble {
    /// The cause of a fault is named: whoever runs the program on this machine may know it.
    fn from(failure: Failure) -> Trouble {
        match failure {
            Failure::Broken(broken) => Trouble::Said(format!("It did not work: {}", broken.cause)),
            other => Trouble::Said(other.to_string()),
        }
    }
}

impl Trouble {
    /// Prints itself: for people on the error stream, for programs as the problem that the API would answer.
    pub fn print(&self, json: bool) {
        match self {
            Trouble::Refused { problem, .. } if json => say!("{problem}"),
            Trouble::Said(said) if json => say!("{}", serde_json::json!({ "title": said })),
            Trouble::Told => {}
            Trouble::Said(said) => eprintln!("{said}{}", if said.ends_with(['.', ':']) { "" } else { "." }),
            Trouble::Refused { problem, at } => eprintln!("{}", told(problem, at)),
        }
    }
}

/// A problem in words: what happened, why, and each way out on a line of its own.
pub fn told(problem: &Value, at: &str) -> String {
    let text = |key: &str| problem[key].as_str().unwrap_or_default();
    let mut said = format!("{}\n{}", console::style(text("title")).for_stderr().bold(), text("detail"));
    if let Some(field) = problem["field"].as_str() {
        said.push_str(&format!("\n  field: {field}"));
    }
    for action in problem["actions"].as_array().into_iter().flatten() {
        let (label, href) = (action["label"].as_str().unwrap_or_default(), action["href"].as_str().unwrap_or_default());
        said.push_str(&format!("\n  {label}: {at}{href}"));
    }
    if !text("code").is_empty() {
        said.push_str(&format!("\n  code: {}", text("code")));
    }
    said
}

/// Whether somebody reads along: only then are there colours and progress.
pub fn is_watched() -> bool {
    Term::stderr().is_term()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_told_with_its_ways_out() {
        let problem = serde_json::json!({
            "title": "There is no customer group yet.", "detail": "Create one first.", "code": "ACCOUNTING_GROUP_REQUIRED",
            "field": null,
            "actions": [{ "label": "New customer group", "href": "/settings/customer-groups/new", "method": "GET" }],
        });
        let said = console::strip_ansi_codes(&told(&problem, "http://office")).into_owned();
        assert_eq!(
            said,
            "There is no customer group yet.\nCreate one first.\n  New customer group: \
             http://office/settings/customer-groups/new\n  code: ACCOUNTING_GROUP_REQUIRED"
        );
    }
}
