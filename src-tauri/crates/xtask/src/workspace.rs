//! Where things are: the repository, and cargo's target folder.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use cargo_metadata::{Metadata, MetadataCommand};

use crate::steps::Error;

/// The checkout a task works in.
#[derive(Debug, Clone)]
pub struct Workspace {
    /// The folder with the workspace's `Cargo.toml`.
    pub root: PathBuf,
    /// Cargo's target folder, wherever the developer put it.
    pub target: PathBuf,
    /// Whether cargo lints what it compiles.
    lints: bool,
}

impl Workspace {
    /// The workspace this program was built from.
    pub fn locate() -> Result<Workspace, Error> {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
        let metadata = metadata(&manifest)?;
        Ok(Workspace {
            root: metadata.workspace_root.into_std_path_buf(),
            target: metadata.target_directory.into_std_path_buf(),
            lints: false,
        })
    }

    /// All packages of the workspace and what they depend on directly.
    pub fn metadata(&self) -> Result<Metadata, Error> {
        metadata(&self.root.join("Cargo.toml"))
    }

    /// Where tools and services of others are installed that only tests and benchmarks need.
    pub fn tools(&self) -> PathBuf {
        self.target.join("tools")
    }

    /// The front end's folder.
    pub fn ui(&self) -> PathBuf {
        self.root.join("ui")
    }

    /// The same workspace, whose own packages clippy's compiler compiles: one build is linted and tested. `cargo clippy`
    /// would compile every dependency a second time, for checking alone.
    pub fn linted(&self) -> Workspace {
        Workspace { lints: true, ..self.clone() }
    }

    /// Cargo, in the workspace's root.
    pub fn cargo(&self, arguments: &[&str]) -> Command {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
        let mut command = Command::new(cargo);
        command.current_dir(&self.root).args(arguments);
        keep_loopback_off_the_proxy(&mut command);
        if self.lints {
            // As `cargo clippy -- -D warnings` sets them.
            command
                .env("RUSTC_WORKSPACE_WRAPPER", "clippy-driver")
                .env("CLIPPY_ARGS", "-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__");
        }
        command
    }

    /// A program of the workspace, once built.
    pub fn program(&self, profile: &str, name: &str) -> PathBuf {
        self.target.join(profile).join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }
}

fn metadata(manifest: &Path) -> Result<Metadata, Error> {
    MetadataCommand::new()
        .manifest_path(manifest)
        .no_deps()
        .exec()
        .map_err(|error| Error::Unmet(format!("`cargo metadata` failed: {error}")))
}

/// Tests talk to services on this computer; a proxy set for the package registries must not see those requests.
fn keep_loopback_off_the_proxy(command: &mut Command) {
    const LOOPBACK: &str = "127.0.0.1,localhost";
    for name in ["NO_PROXY", "no_proxy"] {
        let value = match std::env::var(name) {
            Ok(value) if value.contains("127.0.0.1") => value,
            Ok(value) if !value.is_empty() => format!("{value},{LOOPBACK}"),
            _ => LOOPBACK.to_owned(),
        };
        command.env(name, value);
    }
}
