//! The front end's side: Node itself, its packages, its scripts and the bundle the window embeds.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use crate::steps::{self, Error};
use crate::workspace::Workspace;

/// Vite 8 needs it.
const OLDEST_NODE: (u32, u32) = (20, 19);

/// Checks that Node is there and new enough.
pub fn check_version() -> Result<(), Error> {
    let wanted = format!(
        "Node {}.{} or newer is needed for the front end (https://nodejs.org)",
        OLDEST_NODE.0, OLDEST_NODE.1
    );
    let answer = steps::capture(Command::new("node").arg("--version"))
        .map_err(|_| Error::Unmet(format!("{wanted}; `node` was not found.")))?;
    match version(&answer) {
        Some(version) if version >= OLDEST_NODE => Ok(()),
        _ => Err(Error::Unmet(format!("{wanted}; this is {}.", answer.trim()))),
    }
}

/// Major and minor version from what `node --version` prints.
fn version(answer: &str) -> Option<(u32, u32)> {
    let mut numbers = answer.trim().trim_start_matches('v').split('.').map(|number| number.parse().ok());
    Some((numbers.next()??, numbers.next()??))
}

/// `npm ci`, when the installed packages are missing or older than the lock file.
pub fn ensure_packages(workspace: &Workspace) -> Result<(), Error> {
    check_version()?;
    let ui = workspace.ui();
    let installed = modified(&ui.join("node_modules/.package-lock.json"));
    let wanted = modified(&ui.join("package-lock.json"));
    if installed.is_some() && installed >= wanted {
        println!("npm packages: nothing missing.");
        return Ok(());
    }
    println!(
        "The front end's npm packages are missing or out of date and will be installed into ui/node_modules."
    );
    steps::run(npm(workspace).args(["ci", "--no-audit", "--no-fund"]))
}

/// Makes sure that ui/dist exists, current or not: the window does not compile without it.
pub fn ensure_some_bundle(workspace: &Workspace) -> Result<(), Error> {
    if workspace.ui().join("dist/index.html").is_file() {
        return Ok(());
    }
    ensure_packages(workspace)?;
    script(workspace, "build")
}

/// Runs a script of ui/package.json, as on a machine nobody watches.
pub fn script(workspace: &Workspace, name: &str) -> Result<(), Error> {
    steps::run(npm(workspace).args(["run", "--silent", name]).env("CI", "true"))
}

/// Builds the bundle in ui/dist that the window embeds at compile time, when a source is newer than it.
pub fn ensure_bundle(workspace: &Workspace) -> Result<(), Error> {
    let ui = workspace.ui();
    let built = modified(&ui.join("dist/index.html"));
    if built.is_some() && built >= newest_source(&ui) && ui.join("dist/assets").is_dir() {
        println!("ui/dist is up to date.");
        return Ok(());
    }
    script(workspace, "build")
}

fn npm(workspace: &Workspace) -> Command {
    npm_in(&workspace.ui())
}

/// npm, in a folder with a package.json.
pub fn npm_in(folder: &Path) -> Command {
    let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.current_dir(folder);
    command
}

/// When the newest file that goes into the bundle was changed: everything in ui/ but what is made from it.
fn newest_source(ui: &Path) -> Option<SystemTime> {
    let mut newest = None;
    let mut folders: Vec<PathBuf> = vec![ui.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let path = entry.path();
            if path.is_dir() {
                if name != "node_modules" && name != "dist" && !name.to_string_lossy().starts_with('.') {
                    folders.push(path);
                }
            } else {
                newest = newest.max(modified(&path));
            }
        }
    }
    newest
}

fn modified(path: &Path) -> Option<SystemTime> {
    path.metadata().and_then(|metadata| metadata.modified()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_read_from_nodes_answer() {
        for (answer, expected) in
            [("v20.20.2\n", Some((20, 20))), ("v8.1.0", Some((8, 1))), ("", None), ("node?", None)]
        {
            assert_eq!(version(answer), expected, "{answer:?}");
        }
    }

    #[test]
    fn what_is_made_from_the_sources_is_no_source() {
        let ui = tempfile::tempdir().expect("a folder");
        for folder in ["src/steps", "dist", "node_modules/x"] {
            std::fs::create_dir_all(ui.path().join(folder)).expect("a folder");
        }
        let source = ui.path().join("src/steps/Step.tsx");
        std::fs::write(&source, "x").expect("a file");
        let later = SystemTime::now() + std::time::Duration::from_secs(60);
        for made in ["dist/index.html", "node_modules/x/index.js"] {
            let file = std::fs::File::create(ui.path().join(made)).expect("a file");
            file.set_modified(later).expect("a time");
        }
        assert_eq!(newest_source(ui.path()), modified(&source));
    }
}
