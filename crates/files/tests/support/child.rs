//! A program that is nothing but the child of the guarded reader, as the product's binary is when asked.
use std::process::ExitCode;

/// The product's too: the limits hold under it or not at all.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next().is_some_and(|word| word == files::CHILD_WORD) {
        files::child_main(arguments)
    } else {
        ExitCode::FAILURE
    }
}
