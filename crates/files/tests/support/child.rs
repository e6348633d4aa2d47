//! A program that is nothing but the child of the guarded reader, as the product's binary is when asked.
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next().is_some_and(|word| word == files::CHILD_WORD) {
        files::child_main(arguments)
    } else {
        ExitCode::FAILURE
    }
}
