//! The filter of a smart group in a file: the groups and members that it names stand there by name, not by id.

use std::collections::HashMap;

use kernel::MemberId;

use crate::exchange::Knowledge;
use crate::groups::{Group, PostingGroup, SmartFilter};

/// `segment(Annual%20report)`: a kind of thing, and its name or e-mail without any sign that means something in a filter.
fn word(kind: &str, name: &str) -> String {
    let mut word = format!("{kind}(");
    for byte in name.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' => word.push(char::from(byte)),
            byte => word.push_str(&format!("%{byte:02X}")),
        }
    }
    word.push(')');
    word
}

/// The filter with words in place of ids.
pub(in crate::exchange) fn words(
    filter: &str,
    segments: &[Group],
    posting: &[PostingGroup],
    members: &[(MemberId, String, String)],
) -> String {
    let mut text = filter.to_owned();
    for group in segments {
        text = text.replace(&group.id.to_string(), &word("segment", group.name.as_str()));
    }
    for group in posting {
        text = text.replace(&group.group.id.to_string(), &word("customers", group.group.name.as_str()));
    }
    for (id, _, email) in members {
        text = text.replace(&id.to_string(), &word("member", email));
    }
    text
}

/// The filter with the ids of here; nothing where it names what is not there.
pub(super) fn read(
    text: &str,
    segments: &HashMap<String, Group>,
    posting: &HashMap<String, PostingGroup>,
    knowledge: &Knowledge,
) -> Option<SmartFilter> {
    let mut filter = text.to_owned();
    for group in segments.values() {
        filter = filter.replace(&word("segment", group.name.as_str()), &group.id.to_string());
    }
    for group in posting.values() {
        filter = filter.replace(&word("customers", group.group.name.as_str()), &group.group.id.to_string());
    }
    for (id, _, email) in &knowledge.members {
        filter = filter.replace(&word("member", email), &id.to_string());
    }
    (!filter.contains('(')).then(|| SmartFilter::written(filter))
}
