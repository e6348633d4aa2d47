//! A route as the table of routes tells it: method, path, handler, who may come, and what the API document says.

use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{MethodFilter, MethodRouter, on};
use books::Permission;
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, Schema, SchemaType, Type};
use utoipa::openapi::{Ref, RefOr};
use utoipa::{PartialSchema, ToSchema};

use super::app::App;

/// Who may use a route. The desk checks it again with the command itself; the table says it for tests and readers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anyone, logged in or not.
    Open,
    /// Anyone who is logged in, with or without a company.
    Person,
    /// A member whose role allows it.
    Needs(Permission),
}

/// One line of the table.
pub struct Route {
    pub method: Method,
    pub path: &'static str,
    pub access: Access,
    pub handler: MethodRouter<App>,
    pub doc: Option<Doc>,
}

/// What the OpenAPI document says of a route.
pub struct Doc {
    pub summary: &'static str,
    /// Takes a file, as a form's field `file` or as the body itself.
    pub takes_file: bool,
    pub takes: Option<Shape>,
    pub gives: Option<Shape>,
    pub status: u16,
    pub query: Option<Shape>,
    pub refusals: Vec<&'static str>,
}

/// Makes a shape when the document is asked for: a command of the terminal is over before it would have made all.
pub type Shape = fn() -> Named;

/// A shape with the shapes it is made of.
pub struct Named {
    pub name: String,
    pub schema: RefOr<Schema>,
    pub parts: Vec<(String, RefOr<Schema>)>,
}

impl Named {
    pub fn of<T: ToSchema + PartialSchema>() -> Named {
        let mut parts = Vec::new();
        T::schemas(&mut parts);
        Named { name: T::name().into_owned(), schema: T::schema(), parts }
    }

    /// A page of things: `items` and the cursor `next`. Named after the things, so that two lists are two shapes.
    fn list_of<T: ToSchema + PartialSchema>() -> Named {
        let item = Named::of::<T>();
        let next = ObjectBuilder::new()
            .schema_type(SchemaType::from_iter([Type::String, Type::Null]))
            .description(Some("The cursor of the next page; null on the last."));
        let schema = ObjectBuilder::new()
            .property("items", ArrayBuilder::new().items(item.reference()))
            .property("next", next)
            .required("items")
            .required("next");
        let name = format!("{}List", item.name);
        let mut parts = item.parts;
        parts.push((item.name, item.schema));
        Named { name, schema: RefOr::T(Schema::Object(schema.build())), parts }
    }

    pub fn reference(&self) -> RefOr<Schema> {
        RefOr::Ref(Ref::from_schema_name(&self.name))
    }
}

/// A page, or the form post behind one.
pub fn page<H, T>(method: Method, path: &'static str, access: Access, handler: H) -> Route
where
    H: Handler<T, App>,
    T: 'static,
{
    let handler = on(filter(&method), handler);
    Route { method, path, access, handler, doc: None }
}

/// A resource of the API; `path` stands behind `/api/v1`.
pub fn api<H, T>(method: Method, path: &'static str, access: Access, handler: H, doc: Doc) -> Route
where
    H: Handler<T, App>,
    T: 'static,
{
    let handler = on(filter(&method), handler);
    Route { method, path, access, handler, doc: Some(doc) }
}

/// Only the methods in the table are ever used; GET answers HEAD as well.
fn filter(method: &Method) -> MethodFilter {
    MethodFilter::try_from(method.clone()).unwrap_or(MethodFilter::GET)
}

impl Doc {
    pub fn new(summary: &'static str) -> Doc {
        Doc { summary, takes_file: false, takes: None, gives: None, status: 200, query: None, refusals: Vec::new() }
    }

    #[must_use]
    pub fn takes<T: ToSchema>(mut self) -> Doc {
        self.takes = Some(Named::of::<T>);
        self
    }

    #[must_use]
    pub fn takes_file(mut self) -> Doc {
        self.takes_file = true;
        self
    }

    #[must_use]
    pub fn gives<T: ToSchema>(mut self, status: u16) -> Doc {
        self.gives = Some(Named::of::<T>);
        self.status = status;
        self
    }

    /// Answers with a page of things.
    #[must_use]
    pub fn lists<T: ToSchema>(mut self) -> Doc {
        self.gives = Some(Named::list_of::<T>);
        self
    }

    /// Answers without a body.
    #[must_use]
    pub fn status(mut self, status: u16) -> Doc {
        self.status = status;
        self
    }

    /// The query string, field by field.
    #[must_use]
    pub fn query<T: ToSchema>(mut self) -> Doc {
        self.query = Some(Named::of::<T>);
        self
    }

    /// What it refuses, besides what was named before.
    #[must_use]
    pub fn refuses(mut self, codes: &[&'static str]) -> Doc {
        self.refusals.extend_from_slice(codes);
        self
    }
}
