//! An uploaded file: from a form or as the body itself, put aside on disk so that a workbook can be read in a process
//! of its own.

use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use axum::body::{Bytes, to_bytes};
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use axum::http::header;
use files::{FileProblem, Limits, Table, read_table_guarded};
use kernel::{Failure, Refusal};

use super::app::App;
use super::call::Call;
use super::problem::Problem;

/// What a form adds to its file; the reader of tables has the limit of the file itself.
const AROUND: usize = 64 * 1024;

/// A file as it came.
pub struct Upload {
    /// As the sender called it; not a path to trust.
    pub name: String,
    pub bytes: Bytes,
}

impl Upload {
    /// Reads the file out of a form, or takes the whole body as the file, whose name then stands in `file_name`.
    async fn receive(mut request: Request) -> books::Result<Upload> {
        let most = most_bytes();
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if kind.starts_with("multipart/form-data") {
            DefaultBodyLimit::max(most).apply(&mut request);
            let form = Multipart::from_request(request, &()).await.map_err(|error| broke_off(&error.to_string()))?;
            return from_form(form).await;
        }
        let name = file_name(request.uri().query().unwrap_or_default());
        let bytes = to_bytes(request.into_body(), most).await.map_err(|error| broke_off(&error.to_string()))?;
        Ok(Upload { name, bytes })
    }

    /// The table in the file. A workbook is read by a child of this program that may die of it.
    pub async fn table(self, app: &App) -> books::Result<Table> {
        let place = std::env::temp_dir().join(format!("coterie-{}.upload", app.request_id()));
        let read = tokio::task::spawn_blocking(move || {
            let aside = Aside::put(place, &self.bytes).map_err(Failure::broken)?;
            read_table_guarded(&aside.0, &self.name, &Limits::default()).map_err(|problem| refusal_of(&problem).into())
        });
        read.await.unwrap_or_else(|error| Err(Failure::broken(format!("reading a file panicked: {error}"))))
    }
}

fn most_bytes() -> usize {
    usize::try_from(Limits::default().bytes).unwrap_or(usize::MAX).saturating_add(AROUND)
}

/// The first file of the form.
async fn from_form(mut form: Multipart) -> books::Result<Upload> {
    loop {
        let field = form.next_field().await.map_err(|error| broke_off(&error.body_text()))?;
        let Some(field) = field else { return Err(no_file().into()) };
        let Some(name) = field.file_name().map(str::to_owned) else { continue };
        let bytes = field.bytes().await.map_err(|error| broke_off(&error.body_text()))?;
        if name.is_empty() && bytes.is_empty() {
            return Err(no_file().into());
        }
        return Ok(Upload { name, bytes });
    }
}

fn file_name(query: &str) -> String {
    let pairs: Vec<(String, String)> = serde_html_form::from_str(query).unwrap_or_default();
    let named = pairs.into_iter().find(|(name, _)| name == "file_name");
    named.map(|(_, name)| name).unwrap_or_else(|| "clients.csv".to_owned())
}

/// A file that goes when it is dropped; nobody else on the machine may read it.
struct Aside(PathBuf);

impl Aside {
    fn put(path: PathBuf, bytes: &[u8]) -> std::io::Result<Aside> {
        let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
        let aside = Aside(path);
        file.write_all(bytes)?;
        Ok(aside)
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_file(Path::new(&self.0)) {
            tracing::warn!(%error, path = %self.0.display(), "an uploaded file could not be removed");
        }
    }
}

/// A file that cannot be read, as the form and the API say it: its first sentence, then why and what to do.
pub fn refusal_of(problem: &FileProblem) -> Refusal {
    let (title, detail) = problem.sentence.split_once(". ").unwrap_or((&problem.sentence, ""));
    let refusal = Refusal::field(problem.code.code(), "file", format!("{}.", title.trim_end_matches('.')), detail);
    match problem.line {
        Some(line) => refusal.detail("line", line),
        None => refusal,
    }
}

fn no_file() -> Refusal {
    Refusal::field("FILE_MISSING", "file", "No file is chosen.", "Choose a CSV or XLSX file of clients.")
}

fn broke_off(cause: &str) -> Failure {
    Refusal::field(
        "FILE_TOO_LARGE",
        "file",
        "The file is too large or broke off.",
        format!(
            "At most {} MB are read at once ({cause}). Split it, each part with the header row.",
            most_bytes() >> 20
        ),
    )
    .into()
}

impl FromRequest<App> for Upload {
    /// A page takes it as a `Result`, and shows the form again.
    type Rejection = Problem;

    async fn from_request(request: Request, _: &App) -> Result<Upload, Problem> {
        Ok(Upload::receive(request).await?)
    }
}

/// A call of the API that brings a file instead of a JSON body.
pub struct FileCall {
    pub call: Call,
    pub file: Upload,
}

impl FromRequest<App> for FileCall {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<FileCall, Problem> {
        let (parts, body) = request.into_parts();
        let caller = super::call::caller_of(app, &parts).await?;
        let file = Upload::receive(Request::from_parts(parts.clone(), body)).await?;
        // The digest stands for the file where a repeated request is told from another.
        let call = Call::of(app.clone(), caller, parts, Bytes::from(books::digest(&file.bytes)));
        Ok(FileCall { call, file })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_bare_body_stands_in_the_address() {
        assert_eq!(file_name("file_name=nov%20clients.xlsx"), "nov clients.xlsx");
        assert_eq!(file_name(""), "clients.csv");
    }
}
