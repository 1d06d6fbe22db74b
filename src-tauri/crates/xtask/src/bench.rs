//! `cargo xtask bench`: figures that mean something on any machine, because each is a ratio to a reference.

use std::process::ExitCode;

use crate::steps::{self, Error};
use crate::workspace::Workspace;

pub const USAGE: &str = "\
Usage: cargo xtask bench [FILTER]

Runs the benchmarks in tests/benches in release mode. Each prints a figure, the reference it is held against, measured
in the same run, and the ratio of the two. FILTER runs only those whose name contains it.";

pub fn task(workspace: &Workspace, arguments: &[String]) -> Result<ExitCode, Error> {
    let filter = match arguments {
        [] => None,
        [filter] if !filter.starts_with('-') => Some(filter),
        _ => return Err(Error::Usage(format!("bench takes one filter at most\n\n{USAGE}"))),
    };
    steps::heading("Benchmarks");
    let mut command = workspace.cargo(&["bench", "--package", "onramp-tests", "--benches"]);
    steps::run(command.arg("--").args(filter))?;
    Ok(ExitCode::SUCCESS)
}
