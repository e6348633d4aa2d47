//! The pages that show the API: drawn by the server from the same document that programs read.

mod read;

use askama::Template;
use axum::extract::Path;
use kernel::Failure;

use crate::edge::{PageResult, Visit, api_document};
use crate::layout::{Frame, Section};
use read::{Resource, resources};

/// Every resource with its calls.
#[derive(Template)]
#[template(path = "reference/index.html")]
struct IndexPage {
    frame: Frame,
    resources: Vec<Resource>,
}

/// One resource: each call with what it takes, gives and refuses.
#[derive(Template)]
#[template(path = "reference/resource.html")]
struct ResourcePage {
    frame: Frame,
    resource: Resource,
}

pub async fn index(visit: Visit) -> PageResult {
    let frame = frame(&visit, "API").crumb("API", "");
    visit.show(&IndexPage { frame, resources: resources(&api_document()) })
}

pub async fn resource(visit: Visit, Path(name): Path<String>) -> PageResult {
    let found = resources(&api_document()).into_iter().find(|resource| resource.name == name);
    let Some(resource) = found else { return Err(visit.failure(Failure::missing("part of the API", name))) };
    let frame = frame(&visit, &name).crumb("API", "/api").crumb(&name, "");
    visit.show(&ResourcePage { frame, resource })
}

fn frame(visit: &Visit, title: &str) -> Frame {
    visit
        .frame(Section::Settings, "settings.api_keys", title)
        .crumb("Settings & Apps", "/settings")
        .crumb("API keys", "/settings/api-keys")
}

#[cfg(test)]
mod tests;
