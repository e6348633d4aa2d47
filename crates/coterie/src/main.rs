//! coterie: the server and the command line, in one binary.

// Its macro `say!` is for every module after it.
#[macro_use]
mod out;

mod cli;
mod demo;
mod house;
mod outside;
mod serve;

use std::process::ExitCode;

use clap::Parser;

use cli::Line;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // The parser of untrusted workbooks runs this binary again, with nothing but its own limits around it.
    let arguments: Vec<_> = std::env::args_os().collect();
    if arguments.get(1).is_some_and(|word| word == "files-child") {
        return files::child_main(arguments.into_iter().skip(2));
    }
    let line = Line::parse();
    cli::log(matches!(line.command, cli::Command::Serve(_)));
    match line.run() {
        Ok(()) if out::was_lost() => ExitCode::FAILURE,
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            trouble.print(line.at.json);
            ExitCode::FAILURE
        }
    }
}
