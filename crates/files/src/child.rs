//! The process in which a workbook is read: it limits itself, reads, tells its parent, and ends.
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use crate::wire::{Message, write_message};
use crate::workbook::read_workbook;
use crate::{FileProblem, Limits};

/// The first argument that makes a program such a child. It is for this crate alone and stands in no help text.
pub const CHILD_WORD: &str = "files-child";

/// What a program does when its first argument is `CHILD_WORD`; `arguments` are those behind it.
///
/// Fails when the arguments are not those of `read_table_guarded` or the parent has gone. What is wrong with the file goes
/// to the parent.
pub fn child_main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let Some((path, limits)) = arguments.split_first() else { return ExitCode::FAILURE };
    let Some(limits) = Limits::from_arguments(limits) else { return ExitCode::FAILURE };
    let mut out = BufWriter::with_capacity(64 << 10, io::stdout().lock());
    let told = tell(Path::new(path), &limits, &mut out).and_then(|()| out.flush());
    if told.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn tell(path: &Path, limits: &Limits, out: &mut impl Write) -> io::Result<()> {
    let mut broken_pipe = None;
    let read = confine(limits).and_then(|()| File::open(path)).map_err(|error| FileProblem::unreadable(&error));
    let read = read.and_then(|file| {
        read_workbook(BufReader::new(file), limits, &mut |piece| {
            write_message(out, &Message::Piece(piece)).map_err(|error| {
                let problem = FileProblem::unreadable(&error);
                broken_pipe = Some(error);
                problem
            })
        })
    });
    match (read, broken_pipe) {
        (_, Some(error)) => Err(error),
        (Ok(()), None) => write_message(out, &Message::End),
        (Err(problem), None) => write_message(out, &Message::Problem(problem)),
    }
}

/// Memory and time as the limits say, and neither core dumps nor files.
fn confine(limits: &Limits) -> io::Result<()> {
    lower(Resource::As, limits.child_bytes, limits.child_bytes)?;
    // The signal at the lower value says what happened; a second later the process is killed in any case.
    lower(Resource::Cpu, limits.child_seconds, limits.child_seconds.saturating_add(1))?;
    lower(Resource::Core, 0, 0)?;
    lower(Resource::Fsize, 0, 0)
}

/// Never raises what the system has already lowered.
fn lower(resource: Resource, current: u64, maximum: u64) -> io::Result<()> {
    let ceiling = getrlimit(resource).maximum.unwrap_or(u64::MAX);
    let limit = Rlimit { current: Some(current.min(ceiling)), maximum: Some(maximum.min(ceiling)) };
    Ok(setrlimit(resource, limit)?)
}
