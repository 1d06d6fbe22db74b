//! The fuzz targets of src-tauri/fuzz, on the stable toolchain.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::steps::{self, Error};
use crate::system;
use crate::workspace::Workspace;

/// What is fuzzed, in the order it is run: names of targets in src-tauri/fuzz.
pub const TARGETS: [&str; 6] = ["filter", "path", "patch", "body", "expression", "evaluation"];

/// The published expressions, from the root of the workspace: seeds of the target `expression`.
const CASES: &str = "tests/conformance/cases.json";

/// Runs one target for a number of seconds. What it finds on the way is kept under the target folder: the corpus in the
/// repository is small and written by hand.
pub fn run(workspace: &Workspace, target: &str, seconds: u32) -> Result<(), Error> {
    let fuzz = workspace.root.join("src-tauri/fuzz");
    let found = workspace.target.join("fuzz/corpus").join(target);
    fs::create_dir_all(&found).map_err(Error::file(&found))?;
    if target == "expression" {
        seed_expressions(workspace, &found)?;
    }
    // The sanitizer needs a nightly compiler, and there is no unsafe code of ours for it to watch.
    let mut command = workspace.cargo(&["fuzz", "run", "--sanitizer", "none", "--fuzz-dir"]);
    command.arg(&fuzz).arg(target).arg(&found).arg(fuzz.join("corpus").join(target)).arg("--");
    command.args([&format!("-max_total_time={seconds}"), "-timeout=10", "-print_final_stats=1"]);
    // cargo finds its subcommands on the path; a target folder of its own spares the workspace's from other flags.
    command.env("PATH", path_with_tools(workspace)?).env("CARGO_TARGET_DIR", workspace.target.join("fuzz"));
    steps::run(&mut command)
}

/// Writes each published expression into a file of its own.
fn seed_expressions(workspace: &Workspace, folder: &Path) -> Result<(), Error> {
    let path = workspace.root.join(CASES);
    let text = fs::read_to_string(&path).map_err(Error::file(&path))?;
    let cases: Value = serde_json::from_str(&text)
        .map_err(|error| Error::Unmet(format!("{} is no JSON: {error}", path.display())))?;
    for case in cases.as_array().into_iter().flatten() {
        if let (Some(id), Some(expression)) = (case["id"].as_str(), case["expression"].as_str()) {
            let file = folder.join(format!("case-{id}"));
            fs::write(&file, expression).map_err(Error::file(&file))?;
        }
    }
    Ok(())
}

/// Makes sure that cargo-fuzz is there.
pub fn ensure(workspace: &Workspace) -> Result<(), Error> {
    system::ensure_cargo_fuzz(workspace).map(drop)
}

fn path_with_tools(workspace: &Workspace) -> Result<std::ffi::OsString, Error> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = [workspace.tools().join("bin")].into_iter().chain(std::env::split_paths(&path));
    std::env::join_paths(folders).map_err(|error| Error::Unmet(format!("the search path: {error}")))
}
