//! Asking a server in a story: one visitor with cookies, and answers as lines that can be read.

use std::collections::BTreeMap;
use std::time::Duration;

use super::telling::Seen;

/// One browser or program that speaks to the server of the story.
pub struct Visitor {
    agent: ureq::Agent,
    cookies: BTreeMap<String, String>,
}

impl Visitor {
    pub fn new() -> Visitor {
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(Duration::from_secs(60)))
            .build()
            .new_agent();
        Visitor { agent, cookies: BTreeMap::new() }
    }

    /// The status, where it leads, and the body: JSON a field to a line, pages as the words on them.
    pub fn ask(&mut self, method: &str, url: &str, more: &[String]) -> Seen {
        let mut request = ureq::http::Request::builder().method(method).uri(url);
        let (headers, body): (Vec<_>, Vec<_>) = more.iter().partition(|line| header(line).is_some());
        for (name, value) in headers.into_iter().filter_map(|line| header(line)) {
            request = request.header(name, value);
        }
        if !self.cookies.is_empty() {
            let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header("Cookie", cookies.join("; "));
        }
        let body = body.into_iter().map(String::as_str).collect::<Vec<_>>().join("\n");
        if !body.is_empty() {
            let json = body.starts_with(['{', '[']);
            request = request
                .header("Content-Type", if json { "application/json" } else { "application/x-www-form-urlencoded" });
        }
        let answer = self.agent.run(request.body(body).expect("a request"));
        let mut answer = match answer {
            Ok(answer) => answer,
            Err(error) => return Seen::of("", &error.to_string(), 1),
        };
        let text = |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        for cookie in answer.headers().get_all("set-cookie").iter().filter_map(|value| value.to_str().ok()) {
            if let Some((name, value)) = cookie.split(';').next().and_then(|pair| pair.split_once('=')) {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let status = format!("{} {}", answer.status().as_u16(), text("location"));
        let kind = text("content-type").to_owned();
        let body = answer.body_mut().read_to_string().expect("text");
        Seen::of(&format!("{}\n{}", status.trim_end(), readable(&kind, &body)), "", 0)
    }
}

fn header(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once(": ")?;
    let is_name = name.starts_with(|letter: char| letter.is_ascii_uppercase())
        && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-');
    is_name.then_some((name, value))
}

fn readable(kind: &str, body: &str) -> String {
    if kind.contains("json") {
        let json: serde_json::Value = serde_json::from_str(body).expect("JSON");
        return serde_json::to_string_pretty(&json).expect("JSON");
    }
    let body = body.trim_start_matches('\u{feff}');
    if kind.starts_with("text/html") { words_of(body) } else { body.to_owned() }
}

/// The words of a page, a block to a line; cells of a table stand in one line.
pub fn words_of(html: &str) -> String {
    const QUIET: &[&str] = &["head", "script", "style", "svg", "nav", "template", "datalist", "select"];
    const INLINE: &[&str] = &["a", "b", "strong", "em", "span", "small", "time", "td", "th", "abbr", "button", "i"];
    let main = html.split_once("<main").and_then(|(_, rest)| rest.split_once('>')?.1.split_once("</main>"));
    let html = main.map_or(html, |(main, _)| main);
    let mut words = String::new();
    let mut quiet: Option<String> = None;
    for (count, part) in html.split('<').enumerate() {
        let (tag, text) = if count == 0 { ("", part) } else { part.split_once('>').unwrap_or((part, "")) };
        let name = tag.trim_start_matches('/').split([' ', '\n', '/']).next().unwrap_or_default().to_lowercase();
        match &quiet {
            Some(begun) if tag.starts_with('/') && *begun == name => quiet = None,
            Some(_) => continue,
            None if QUIET.contains(&name.as_str()) && !tag.starts_with('/') => {
                quiet = Some(name);
                continue;
            }
            None => {}
        }
        words.push(if INLINE.contains(&name.as_str()) { ' ' } else { '\n' });
        words.push_str(&text.replace('\n', " "));
    }
    let plain = [
        ("&amp;", "&"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#38;", "&"),
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#34;", "\""),
        ("&nbsp;", " "),
    ];
    let words = plain.iter().fold(words, |words, (from, to)| words.replace(from, to));
    let lines = words.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}
