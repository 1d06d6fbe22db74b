//! `cargo xtask tidy`: holds ARCHITECTURE.md's table and its invariants against what is really there.
//! Every finding says where, what and why.

mod layers;
mod source;
mod ui;

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::steps::Error;
use crate::workspace::Workspace;

pub const USAGE: &str = "\
Usage: cargo xtask tidy

Checks who depends on whom (levels in ARCHITECTURE.md), what the pure crates must not touch, the front end's imports, the
fixed list of top-level folders, and that every crate takes the shared lints. Files over 400 lines are named, not refused.";

/// The one list of top-level folders; dot folders are free.
const TOP_LEVEL: [&str; 5] = ["icons", "src-tauri", "target", "tests", "ui"];

/// Above this a file usually holds two rooms.
const LONG_FILE: usize = 400;

/// Something that breaks a line of the architecture.
#[derive(Debug, PartialEq, Eq)]
pub struct Finding {
    /// A file with its line, a crate or a folder.
    place: String,
    /// What is there.
    what: String,
    /// The rule it breaks.
    why: String,
}

impl Finding {
    fn new(place: impl Into<String>, what: impl Into<String>, why: impl Into<String>) -> Finding {
        Finding { place: place.into(), what: what.into(), why: why.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}\n    {}", self.place, self.what, self.why)
    }
}

pub fn task(workspace: &Workspace, arguments: &[String]) -> Result<ExitCode, Error> {
    if let Some(unknown) = arguments.first() {
        return Err(Error::Usage(format!("tidy does not know `{unknown}`\n\n{USAGE}")));
    }
    check(workspace).map(|()| ExitCode::SUCCESS)
}

/// Runs every check; prints what it finds.
pub fn check(workspace: &Workspace) -> Result<(), Error> {
    let packages = layers::packages(&workspace.metadata()?);
    let mut findings = layers::check(&packages);
    findings.extend(shared_lints(&packages)?);
    findings.extend(top_level(&workspace.root)?);
    for package in packages.iter().filter(|package| layers::is_pure(&package.name)) {
        for file in files_under(&package.folder.join("src"), &["rs"]) {
            findings.extend(source::check(&shown(workspace, &file), &read(&file)?));
        }
    }
    let ui = workspace.ui().join("src");
    for file in files_under(&ui, &["ts", "tsx"]) {
        findings.extend(ui::check(&relative(&ui, &file), &read(&file)?));
    }

    warn_of_long_files(workspace)?;
    for finding in &findings {
        println!("{finding}");
    }
    match findings.len() {
        0 => {
            println!("Layers, imports and folders are as ARCHITECTURE.md says.");
            Ok(())
        }
        1 => Err(Error::Findings("1 line of the architecture is broken".into())),
        count => Err(Error::Findings(format!("{count} lines of the architecture are broken"))),
    }
}

fn shared_lints(packages: &[layers::Package]) -> Result<Vec<Finding>, Error> {
    let mut findings = Vec::new();
    for package in packages {
        let manifest = package.folder.join("Cargo.toml");
        if !takes_shared_lints(&read(&manifest)?) {
            findings.push(Finding::new(
                &package.name,
                "does not take the workspace's lints",
                "every crate has `[lints] workspace = true`: what is denied is denied everywhere",
            ));
        }
    }
    Ok(findings)
}

fn takes_shared_lints(manifest: &str) -> bool {
    let mut lines = manifest.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.any(|line| line == "[lints]")
        && lines.next().is_some_and(|line| line.replace(' ', "") == "workspace=true")
}

fn top_level(root: &Path) -> Result<Vec<Finding>, Error> {
    let mut findings = Vec::new();
    for entry in root.read_dir().map_err(Error::file(root))?.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() && !name.starts_with('.') && !TOP_LEVEL.contains(&name.as_str()) {
            findings.push(Finding::new(
                format!("{name}/"),
                "is a new top-level folder",
                format!("the list is fixed: {}", TOP_LEVEL.join(", ")),
            ));
        }
    }
    Ok(findings)
}

fn warn_of_long_files(workspace: &Workspace) -> Result<(), Error> {
    let folders = ["src-tauri/src", "src-tauri/crates", "src-tauri/tests", "tests", "ui/src"];
    for folder in folders.map(|folder| workspace.root.join(folder)) {
        for file in files_under(&folder, &["rs", "ts", "tsx"]) {
            let lines = read(&file)?.lines().count();
            if lines > LONG_FILE && !file.ends_with("ipc/bindings.ts") {
                println!(
                    "warning: {} has {lines} lines: does it hold one room only?",
                    shown(workspace, &file)
                );
            }
        }
    }
    Ok(())
}

/// The files below a folder with one of the extensions, in a stable order; none where the folder is missing.
fn files_under(folder: &Path, extensions: &[&str]) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in folder.read_dir().into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| extensions.iter().any(|wanted| found == *wanted)) {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

fn read(path: &Path) -> Result<String, Error> {
    std::fs::read_to_string(path).map_err(Error::file(path))
}

fn shown(workspace: &Workspace, path: &Path) -> String {
    relative(&workspace.root, path)
}

/// A path below a folder, with forward slashes on every system.
fn relative(folder: &Path, path: &Path) -> String {
    path.strip_prefix(folder).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_lints_are_seen_in_the_manifest() {
        for (manifest, expected) in [
            ("[package]\nname = \"x\"\n\n[lints]\nworkspace = true\n", true),
            ("[lints]\n# shared\nworkspace=true", true),
            ("[lints.rust]\nunsafe_code = \"allow\"", false),
            ("[package]\nworkspace = true", false),
        ] {
            assert_eq!(takes_shared_lints(manifest), expected, "{manifest}");
        }
    }

    #[test]
    fn a_new_top_level_folder_is_found_and_dot_folders_are_free() {
        let root = tempfile::tempdir().expect("a folder");
        for name in ["ui", ".ci", "docs"] {
            std::fs::create_dir(root.path().join(name)).expect("a folder");
        }
        let findings = top_level(root.path()).expect("readable");
        assert_eq!(findings.iter().map(|finding| finding.place.as_str()).collect::<Vec<_>>(), ["docs/"]);
    }
}
