//! The pages of the API show what the document says, and nothing stands twice in it.

use std::collections::BTreeSet;

use super::read::resources;
use crate::edge::api_document;

#[test]
fn every_route_of_the_api_is_shown_once_with_words_of_its_own() {
    let shown: Vec<(String, String, String)> = resources(&api_document())
        .into_iter()
        .flat_map(|resource| resource.calls)
        .map(|call| (call.method.clone(), call.path.clone(), call.summary.clone()))
        .collect();
    let routes = crate::table().into_iter().filter(|route| route.doc.is_some()).count();
    assert_eq!(shown.len(), routes, "a route is missing from the pages of the API");
    for (method, path, summary) in &shown {
        assert!(!summary.is_empty(), "{method} {path} says nothing of itself");
    }
}

#[test]
fn no_route_stands_twice_in_the_table() {
    let mut seen = BTreeSet::new();
    for route in crate::table() {
        let door = if route.doc.is_some() { "/api/v1" } else { "" };
        assert!(
            seen.insert((route.method.to_string(), format!("{door}{}", route.path))),
            "{} {} twice",
            route.method,
            route.path
        );
    }
}

#[test]
fn a_call_shows_its_body_with_the_shapes_that_it_is_made_of() {
    let resources = resources(&api_document());
    let clients = resources.iter().find(|resource| resource.name == "clients").expect("clients");
    let register =
        clients.calls.iter().find(|call| call.method == "POST" && call.path == "/api/v1/clients").expect("a call");
    assert_eq!(register.status, "201");
    assert_eq!(register.needs, "clients.edit");
    let names: Vec<&str> = register.takes.iter().map(|shape| shape.name.as_str()).collect();
    assert_eq!(names, ["NewClient", "AddressShape"]);
    let name = register.takes[0].fields.iter().find(|field| field.name == "name").expect("a field");
    assert!(name.required && name.kind == "string");
    assert!(register.refusals.contains(&"CUSTOMER_GROUP_REQUIRED".to_owned()));
    assert!(register.example.contains("--json '{\"name\": …}'"), "{}", register.example);
}
