//! Standard output: whoever reads may go away (`| head`), and a file that cannot be written is no success.

use std::fmt::Arguments;
use std::io::{ErrorKind, Write};
use std::sync::atomic::{AtomicBool, Ordering};

static LOST: AtomicBool = AtomicBool::new(false);

/// Prints one line. A reader that has gone away wants no more; any other error is told at the end.
pub fn line(words: Arguments<'_>) {
    if let Err(error) = writeln!(std::io::stdout(), "{words}")
        && error.kind() != ErrorKind::BrokenPipe
        && !LOST.swap(true, Ordering::Relaxed)
    {
        eprintln!("What was to be printed cannot be written: {error}.");
    }
}

/// Whether something that should have been printed was not.
pub fn was_lost() -> bool {
    LOST.load(Ordering::Relaxed)
}

/// Prints a line to standard output.
macro_rules! say {
    ($($words:tt)*) => { $crate::out::line(format_args!($($words)*)) };
}
