//! The program `brief`: hands its arguments over, and ends with an exit code.

use std::process::ExitCode;

/// Takes a quarter less of a build's time than the system's, and has no lock that all threads wait for.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    brief::cli::run(std::env::args_os())
}
