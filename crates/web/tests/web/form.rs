//! What a browser without scripts makes of a page: its forms with what stands in them, and the buttons that send them.

use std::collections::BTreeSet;

use crate::door::{Answer, Browser, words};

/// A form as it would be sent untouched.
#[derive(Default)]
struct Form {
    action: String,
    /// Whether it only asks: its fields go into the address.
    asks: bool,
    /// Every field that could be typed into or ticked, whatever it sends untouched.
    names: BTreeSet<String>,
    fields: Vec<(String, String)>,
    buttons: Vec<Button>,
}

#[derive(Default)]
struct Button {
    words: String,
    /// What pressing this one sends besides the fields.
    sends: Option<(String, String)>,
    /// Where it sends them, if not where the form says.
    action: Option<String>,
}

/// The value of an attribute, if the tag has it.
pub fn attribute(tag: &str, name: &str) -> Option<String> {
    let rest = tag.split_once(&format!(" {name}=\""))?.1;
    rest.split_once('"').map(|(value, _)| plain(value))
}

/// Text out of markup.
pub fn plain(text: &str) -> String {
    let mut text = text.to_owned();
    for (written, sign) in [("&#34;", "\""), ("&#39;", "'"), ("&#60;", "<"), ("&#62;", ">"), ("&#38;", "&")] {
        text = text.replace(written, sign);
    }
    text
}

/// A list to choose from while it is read: name, whether it takes several, what its first line sends, whether one is
/// chosen.
type Select = (String, bool, Option<String>, bool);

/// Every form of a page. Reads what this product writes: quoted attributes, closed elements.
fn forms(page: &str) -> Vec<Form> {
    let mut forms: Vec<Form> = Vec::new();
    let (mut inside, mut in_button) = (false, false);
    let mut select: Option<Select> = None;
    for part in page.split('<').skip(1) {
        let (tag, text) = part.split_once('>').unwrap_or((part, ""));
        let kind = tag.split([' ', '\n', '/']).find(|word| !word.is_empty()).unwrap_or_default();
        if tag.starts_with("form") {
            let action = attribute(tag, "action").unwrap_or_default();
            forms.push(Form { action, asks: attribute(tag, "method").as_deref() == Some("get"), ..Form::default() });
            inside = true;
        }
        let Some(form) = forms.last_mut().filter(|_| inside) else { continue };
        if ["input", "select", "textarea"].contains(&kind) {
            form.names.extend(attribute(tag, "name"));
        }
        match (tag.starts_with('/'), kind) {
            (true, "form") => inside = false,
            (false, "button") => {
                let name = attribute(tag, "name");
                let sends = name.map(|name| (name, attribute(tag, "value").unwrap_or_default()));
                let action = attribute(tag, "formaction");
                form.buttons.push(Button { words: String::new(), sends, action });
                in_button = true;
            }
            (false, "select") => {
                select = attribute(tag, "name").map(|name| (name, tag.contains(" multiple"), None, false));
            }
            (true, "select") => {
                if let Some((name, false, Some(first), false)) = select.take() {
                    form.fields.push((name, first));
                }
            }
            (false, "option") => {
                let value = attribute(tag, "value").unwrap_or_default();
                if let Some((name, _, first, chosen)) = select.as_mut() {
                    if tag.contains(" selected") {
                        *chosen = true;
                        form.fields.push((name.clone(), value.clone()));
                    }
                    first.get_or_insert(value);
                }
            }
            (false, "input" | "textarea") => form.fields.extend(typed(tag, text)),
            _ => {}
        }
        in_button &= tag != "/button";
        if let Some(button) = form.buttons.last_mut().filter(|_| in_button) {
            button.words.push_str(&plain(text));
        }
    }
    forms
}

/// What a field sends: a box that is not ticked, a file and a field that is off send nothing.
fn typed(tag: &str, text: &str) -> Option<(String, String)> {
    let name = attribute(tag, "name").filter(|_| !tag.contains(" disabled"))?;
    let value = attribute(tag, "value");
    match attribute(tag, "type").as_deref() {
        Some("checkbox" | "radio") if !tag.contains(" checked") => None,
        Some("checkbox" | "radio") => Some((name, value.unwrap_or_else(|| "on".to_owned()))),
        Some("file" | "submit") => None,
        _ if tag.starts_with("textarea") => Some((name, plain(text))),
        _ => Some((name, value.unwrap_or_default())),
    }
}

impl Browser {
    /// Presses the button with these words: sends its form as it stands, but for what is typed or chosen here. Of several
    /// such buttons it is the first whose form has every field that is typed into.
    #[track_caller]
    pub fn press(&self, page: &Answer, words: &str, typed: &[(&str, &str)]) -> Answer {
        let forms = forms(&page.text);
        let says = |button: &&Button| button.words.split_whitespace().collect::<Vec<_>>().join(" ") == words;
        let all: Vec<(&Form, &Button)> =
            forms.iter().filter_map(|form| form.buttons.iter().find(says).map(|button| (form, button))).collect();
        let has_all = |form: &Form| typed.iter().all(|(name, _)| form.names.contains(*name));
        let found = all.iter().find(|(form, _)| has_all(form)).or_else(|| all.first()).copied();
        let (form, button) = found.unwrap_or_else(|| panic!("no button “{words}”: {}", page.words()));
        let untouched = |(name, _): &&(String, String)| !typed.iter().any(|(other, _)| name == other);
        let mut sent: Vec<(&str, &str)> =
            form.fields.iter().filter(untouched).map(|(name, text)| (name.as_str(), text.as_str())).collect();
        sent.extend(typed);
        sent.extend(button.sends.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        let action = button.action.as_ref().unwrap_or(&form.action);
        if form.asks {
            return self.get(&format!("{action}?{}", serde_html_form::to_string(&sent).expect("an address")));
        }
        self.post(action, &sent)
    }

    /// Opens the link with these words.
    #[track_caller]
    pub fn click(&self, page: &Answer, wanted: &str) -> Answer {
        let links = page.text.split("<a ").skip(1).filter_map(|part| part.split_once("</a>")?.0.split_once('>'));
        let found = links.into_iter().find(|(_, inner)| words(inner) == wanted);
        let (tag, _) = found.unwrap_or_else(|| panic!("no link “{wanted}”: {}", page.words()));
        self.get(&attribute(&format!(" {tag}"), "href").expect("an address"))
    }

    /// The page that an answer leads to.
    #[track_caller]
    pub fn follow(&self, answer: &Answer) -> Answer {
        let page = self.get(&answer.location());
        assert!(page.status.is_success(), "{} {}", page.status, page.words());
        page
    }
}

/// A page is read as a browser reads it.
#[test]
fn a_form_is_sent_as_it_stands() {
    let page = "<form method=\"post\" action=\"/a\"><input type=\"hidden\" name=\"version\" value=\"3\">\
        <input type=\"radio\" name=\"way\" value=\"1\"><input type=\"radio\" name=\"way\" value=\"2\" checked>\
        <select name=\"of\"><option value=\"x\">X</option><option value=\"y\" selected>Y</option></select>\
        <select name=\"first\"><option value=\"p\">P</option><option value=\"q\">Q</option></select>\
        <select name=\"some\" multiple><option value=\"m\">M</option></select>\
        <textarea name=\"note\">a &#38; b</textarea><input name=\"off\" value=\"1\" disabled>\
        <button type=\"submit\" name=\"do\" value=\"{&#34;x&#34;}\"><svg></svg>Save <b>it</b></button></form>";
    let form = forms(page).remove(0);
    let pairs: Vec<(&str, &str)> = form.fields.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    assert_eq!(form.action, "/a");
    assert_eq!(pairs, [("version", "3"), ("way", "2"), ("of", "y"), ("first", "p"), ("note", "a & b")]);
    assert_eq!(form.buttons[0].words, "Save it");
    assert_eq!(form.buttons[0].sends, Some(("do".to_owned(), "{\"x\"}".to_owned())));
}
