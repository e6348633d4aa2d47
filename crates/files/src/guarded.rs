//! The door for uploads: text is read here, a workbook in a process that may die of it.
use std::fs::File;
use std::io::{BufReader, Read};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::child::CHILD_WORD;
use crate::kind::{Kind, kind_of};
use crate::read::{SheetTable, read_table};
use crate::wire::{Message, read_message};
use crate::{FileProblem, Limits, Table};

/// This program as it runs, even when an upgrade has put another in its place on the disk.
const THIS_PROGRAM: &str = "/proc/self/exe";

/// Signals by which a limited process ends (signal(7)).
const SIGABRT: i32 = 6;
const SIGKILL: i32 = 9;
const SIGXCPU: i32 = 24;

/// Reads the file at `path` like `read_table`, a workbook in a child process with limits on memory and time.
///
/// The running program must call `child_main` when its first argument is `CHILD_WORD`.
///
/// # Errors
/// Every `FileCode` but `NotWritten`; a child that dies is `Damaged` or `TooLarge`.
pub fn read_table_guarded(path: &Path, file_name: &str, limits: &Limits) -> Result<Table, FileProblem> {
    let this_program = Path::new(THIS_PROGRAM);
    if this_program.exists() {
        return read_table_guarded_by(this_program, path, file_name, limits);
    }
    let program = std::env::current_exe().map_err(|error| FileProblem::unreadable(&error))?;
    read_table_guarded_by(&program, path, file_name, limits)
}

/// `read_table_guarded` with another program as the child.
pub fn read_table_guarded_by(
    program: &Path,
    path: &Path,
    file_name: &str,
    limits: &Limits,
) -> Result<Table, FileProblem> {
    let mut file = open(path, limits)?;
    let mut bytes = Vec::new();
    read_up_to(&mut file, 1024, &mut bytes)?;
    match kind_of(&bytes, file_name)? {
        Kind::Delimited => {
            // One byte more than allowed shows a file that has grown since it was measured.
            read_up_to(&mut file, limits.bytes.saturating_add(1), &mut bytes)?;
            read_table(&bytes, file_name, limits)
        }
        Kind::Workbook => read_in_child(program, path, limits),
    }
}

fn open(path: &Path, limits: &Limits) -> Result<File, FileProblem> {
    let unreadable = |error| FileProblem::unreadable(&error);
    let metadata = std::fs::metadata(path).map_err(unreadable)?;
    if !metadata.is_file() {
        return Err(FileProblem::not_text("a folder or a device"));
    }
    if metadata.len() > limits.bytes {
        return Err(FileProblem::too_large(metadata.len(), limits.bytes));
    }
    File::open(path).map_err(unreadable)
}

fn read_up_to(file: &mut File, most: u64, bytes: &mut Vec<u8>) -> Result<(), FileProblem> {
    file.take(most).read_to_end(bytes).map(|_| ()).map_err(|error| FileProblem::unreadable(&error))
}

fn read_in_child(program: &Path, path: &Path, limits: &Limits) -> Result<Table, FileProblem> {
    let mut child = Command::new(program)
        .arg(CHILD_WORD)
        .arg(path)
        .args(limits.arguments())
        .env_clear()
        // Else the allocator sets a gigabyte aside before the limit is there: it would limit nothing, and refuse at random.
        .env("MIMALLOC_ARENA_RESERVE", "0")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| FileProblem::damaged(&format!("the reader does not start: {error}")))?;
    let Some(output) = child.stdout.take() else {
        return Err(FileProblem::damaged("the reader has no output"));
    };
    thread::scope(|scope| {
        let (tell, told) = mpsc::channel();
        scope.spawn(move || {
            // Nobody listens any more when the time was over; the answer is then known.
            tell.send(listen(output, limits)).unwrap_or_default();
        });
        // Waiting for the disk and for a busy machine is not in the child's own time.
        let patience = Duration::from_secs(limits.child_seconds.saturating_mul(3).saturating_add(10));
        match told.recv_timeout(patience) {
            Ok(Heard::All(sheet)) => end(&mut child, false).and_then(|_| sheet.into_table()),
            Ok(Heard::Refusal(problem)) => end(&mut child, true).and(Err(problem)),
            Ok(Heard::Silence) => end(&mut child, false).and_then(|status| Err(why_it_died(status, limits))),
            Err(_) => end(&mut child, true).and(Err(took_too_long(limits))),
        }
    })
}

/// How a child's account of its workbook ended.
enum Heard<'a> {
    All(SheetTable<'a>),
    Refusal(FileProblem),
    Silence,
}

fn listen(output: ChildStdout, limits: &Limits) -> Heard<'_> {
    let mut output = BufReader::with_capacity(64 << 10, output);
    let mut sheet = SheetTable::new(limits);
    loop {
        let taken = match read_message(&mut output, limits) {
            Ok(Message::Piece(piece)) => sheet.take(piece),
            Ok(Message::Problem(problem)) => Err(problem),
            Ok(Message::End) => return Heard::All(sheet),
            Err(_) => return Heard::Silence,
        };
        if let Err(problem) = taken {
            return Heard::Refusal(problem);
        }
    }
}

/// Waits for the child, so that it does not stay as a zombie; with `now` it is killed first.
fn end(child: &mut Child, now: bool) -> Result<ExitStatus, FileProblem> {
    let killed = if now { child.kill() } else { Ok(()) };
    killed
        .and_then(|()| child.wait())
        .map_err(|error| FileProblem::damaged(&format!("the reader does not end: {error}")))
}

fn why_it_died(status: ExitStatus, limits: &Limits) -> FileProblem {
    match status.signal() {
        Some(SIGABRT | SIGKILL) => FileProblem::needs_too_much(&format!("{} MB of memory", limits.child_bytes >> 20)),
        Some(SIGXCPU) => took_too_long(limits),
        _ => FileProblem::damaged(&format!("the reader ended with {status}")),
    }
}

fn took_too_long(limits: &Limits) -> FileProblem {
    FileProblem::needs_too_much(&format!("{} seconds to be read", limits.child_seconds))
}
