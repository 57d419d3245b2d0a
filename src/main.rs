//! The program `brief`: hands its arguments over, and ends with an exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    brief::cli::run(std::env::args_os())
}
