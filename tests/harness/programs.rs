//! Where the built programs are. They belong to other packages, so cargo doesn't tell us; they lie beside the tests.

use std::path::PathBuf;

use crate::{Failure, Result};

/// A program of the workspace, such as `onrampctl`.
///
/// # Errors
/// [`Failure::Program`] when it was not built.
pub fn built(name: &str) -> Result<PathBuf> {
    let program = profile_folder()?.join(name);
    if program.is_file() {
        Ok(program)
    } else {
        Err(missing(name, "is not built: `cargo build --workspace` comes before these tests"))
    }
}

/// A tool that `cargo xtask setup` installs, from the target folder or the search path.
///
/// # Errors
/// [`Failure::Program`] when it is in neither.
pub fn tool(name: &str) -> Result<PathBuf> {
    let ours = target_folder()?.join("tools/bin").join(name);
    if ours.is_file() {
        return Ok(ours);
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|candidate| candidate.is_file())
        .ok_or_else(|| missing(name, "is not installed: `cargo xtask setup` does it"))
}

/// Cargo's target folder.
///
/// # Errors
/// [`Failure::Program`] when this test does not lie in one.
pub fn target_folder() -> Result<PathBuf> {
    let profile = profile_folder()?;
    profile.parent().map(PathBuf::from).ok_or_else(|| missing("the test", "does not lie in a target folder"))
}

/// The folder of the profile this test was built with: the test lies in its `deps`.
fn profile_folder() -> Result<PathBuf> {
    let test = std::env::current_exe().map_err(Failure::program("the test"))?;
    test.ancestors()
        .nth(2)
        .map(PathBuf::from)
        .ok_or_else(|| missing("the test", "does not lie in a target folder"))
}

fn missing(program: &str, why: &str) -> Failure {
    Failure::Program { program: program.to_owned(), why: why.to_owned() }
}
