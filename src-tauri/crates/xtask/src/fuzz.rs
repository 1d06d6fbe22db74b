//! The fuzz targets of src-tauri/fuzz, on the stable toolchain.

use std::fs;

use crate::steps::{self, Error};
use crate::system;
use crate::workspace::Workspace;

/// What is fuzzed, in the order it is run: names of targets in src-tauri/fuzz.
pub const TARGETS: [&str; 4] = ["filter", "path", "patch", "body"];

/// Runs one target for a number of seconds. What it finds on the way is kept under the target folder: the corpus in the
/// repository is small and written by hand.
pub fn run(workspace: &Workspace, target: &str, seconds: u32) -> Result<(), Error> {
    let fuzz = workspace.root.join("src-tauri/fuzz");
    let found = workspace.target.join("fuzz/corpus").join(target);
    fs::create_dir_all(&found).map_err(Error::file(&found))?;
    // The sanitizer needs a nightly compiler, and there is no unsafe code of ours for it to watch.
    let mut command = workspace.cargo(&["fuzz", "run", "--sanitizer", "none", "--fuzz-dir"]);
    command.arg(&fuzz).arg(target).arg(&found).arg(fuzz.join("corpus").join(target)).arg("--");
    command.args([&format!("-max_total_time={seconds}"), "-timeout=10", "-print_final_stats=1"]);
    // cargo finds its subcommands on the path; a target folder of its own spares the workspace's from other flags.
    command.env("PATH", path_with_tools(workspace)?).env("CARGO_TARGET_DIR", workspace.target.join("fuzz"));
    steps::run(&mut command)
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
