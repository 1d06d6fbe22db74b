//! SCIM services, a SCIM suite and a proxy that others wrote, installed under target/tools in the versions that
//! tests/foreign pins: the tests of the clients and the probe and the benchmarks run them.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::node;
use crate::steps::{self, Error};
use crate::system::{self, Purpose};
use crate::workspace::Workspace;

/// Makes sure that scim2-tester, scim2-server and the service made of scimmy-routers are there.
pub fn ensure(workspace: &Workspace) -> Result<(), Error> {
    system::ensure_packages(Purpose::Suites)?;
    node::check_version()?;
    python(workspace)?;
    scimmy(workspace)
}

/// Makes sure that Stoplight Prism is there.
pub fn ensure_prism(workspace: &Workspace) -> Result<(), Error> {
    node::check_version()?;
    npm_packages(workspace, "prism", "@stoplight/prism-cli")
}

/// A Python environment of its own with the packages of tests/foreign/requirements.txt.
fn python(workspace: &Workspace) -> Result<(), Error> {
    let wanted = workspace.root.join("tests/foreign/requirements.txt");
    let environment = workspace.tools().join("scim2");
    // Put there last, so that it stands only in an environment that is whole.
    let installed = environment.join("requirements.txt");
    if is_same(&wanted, &installed)? {
        println!("scim2-tester and scim2-server: here already.");
        return Ok(());
    }
    println!(
        "The suite scim2-tester and the service scim2-server are missing or of another version and will be installed \
         into target/tools/scim2."
    );
    steps::run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&environment))?;
    let pip = environment.join("bin/python");
    steps::run(Command::new(pip).args(["-m", "pip", "install", "--quiet", "--requirement"]).arg(&wanted))?;
    copy(&wanted, &installed)
}

/// The service of tests/foreign/scimmy beside its npm packages: Node looks for them beside the program.
fn scimmy(workspace: &Workspace) -> Result<(), Error> {
    let source = workspace.root.join("tests/foreign/scimmy");
    let folder = workspace.tools().join("scimmy");
    fs::create_dir_all(&folder).map_err(Error::file(&folder))?;
    copy(&source.join("server.mjs"), &folder.join("server.mjs"))?;
    npm_packages(workspace, "scimmy", "scimmy-routers")
}

/// The packages of a folder of tests/foreign, installed into the folder of the same name under target/tools.
fn npm_packages(workspace: &Workspace, name: &str, package: &str) -> Result<(), Error> {
    let source = workspace.root.join("tests/foreign").join(name);
    let folder = workspace.tools().join(name);
    fs::create_dir_all(&folder).map_err(Error::file(&folder))?;
    let (wanted, installed) = (source.join("package-lock.json"), folder.join("installed-lock.json"));
    if is_same(&wanted, &installed)? {
        println!("{package}: here already.");
        return Ok(());
    }
    println!(
        "The npm package {package} is missing or of another version and will be installed into target/tools/{name}."
    );
    for name in ["package.json", "package-lock.json"] {
        copy(&source.join(name), &folder.join(name))?;
    }
    steps::run(node::npm_in(&folder).args(["ci", "--no-audit", "--no-fund"]))?;
    copy(&wanted, &installed)
}

fn is_same(wanted: &Path, installed: &Path) -> Result<bool, Error> {
    let wanted = fs::read(wanted).map_err(Error::file(wanted))?;
    Ok(fs::read(installed).is_ok_and(|installed| installed == wanted))
}

fn copy(from: &Path, to: &Path) -> Result<(), Error> {
    fs::copy(from, to).map(drop).map_err(Error::file(to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_environment_counts_only_with_the_same_versions() {
        let folder = tempfile::tempdir().expect("a folder");
        let (wanted, installed) = (folder.path().join("wanted"), folder.path().join("installed"));
        fs::write(&wanted, "scim2-tester==0.5.2").expect("a file");
        assert!(!is_same(&wanted, &installed).expect("nothing installed"));
        copy(&wanted, &installed).expect("a copy");
        assert!(is_same(&wanted, &installed).expect("the same"));
        fs::write(&wanted, "scim2-tester==0.5.3").expect("a file");
        assert!(!is_same(&wanted, &installed).expect("another version"));
        assert!(is_same(&folder.path().join("missing"), &installed).is_err());
    }
}
