//! `cargo xtask codegen`: the TypeScript side of the window's commands, generated from the Rust side.

use std::process::ExitCode;

use crate::node;
use crate::steps::{self, Error};
use crate::workspace::Workspace;

pub const USAGE: &str = "\
Usage: cargo xtask codegen [--check]

Writes ui/src/ipc/bindings.ts from the window's commands and their types.

  --check   write nothing; fail when the file is stale (`cargo xtask test` does this too)";

/// Told to the test `bindings`, which otherwise only compares.
const UPDATE: &str = "ONRAMP_UPDATE_BINDINGS";

pub fn task(workspace: &Workspace, arguments: &[String]) -> Result<ExitCode, Error> {
    let mut check = false;
    for argument in arguments {
        match argument.as_str() {
            "--check" => check = true,
            unknown => return Err(Error::Usage(format!("codegen does not know `{unknown}`\n\n{USAGE}"))),
        }
    }
    node::ensure_some_bundle(workspace)?;
    // The whole workspace, so that nothing is compiled again with other features; only the one test is linked.
    let mut command = workspace.cargo(&["test", "--workspace", "--test", "bindings"]);
    if !check {
        command.env(UPDATE, "1");
    }
    steps::run(&mut command)?;
    println!("\nui/src/ipc/bindings.ts is {}.", if check { "current" } else { "written" });
    Ok(ExitCode::SUCCESS)
}
